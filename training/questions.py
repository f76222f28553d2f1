"""Questions of our own on passages of the pool: some that the passage answers, and some about the same things
that it does not."""

from __future__ import annotations

import hashlib
import json
import math
import random
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

QUESTIONS = Path(__file__).parent / "questions.jsonl"
_HELD_OUT = 8
_TITLE = re.compile(r"TITLE: (.+)")
_TITLED = 0.5  # of the passages that have one: a library's documents always do


@dataclass(frozen=True, slots=True)
class Asked:
    """A passage as its sentences, the questions that it answers with the places of the sentences that do, and
    those that it does not answer.
    `title` is its page's, where the pool has it."""

    document: str
    title: str
    sentences: tuple[str, ...]
    answered: tuple[tuple[str, tuple[int, ...]], ...]
    unanswered: tuple[str, ...]

    @property
    def text(self) -> str:
        """The passage."""
        return " ".join(self.sentences)

    @property
    def is_held_out(self) -> bool:
        """Whether it is kept to measure on."""
        return int(hashlib.sha256(self.sentences[0].encode()).hexdigest(), 16) % _HELD_OUT == 0


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a text, whether the text answers it (1 or 0), and how much that counts."""

    question: str
    text: str
    label: float
    weight: float = 1.0


def load_questions(path: Path, rows: Sequence[dict[str, Any]]) -> list[Asked]:
    """The questions with their passages, which are sentences of the pool's rows."""
    evidence = {(row["dataset"], row["id"]): row["evidence"] for row in rows}
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        given = json.loads(line)
        text = evidence[given["dataset"], given["id"]]
        sentences = tuple(text[start:end].replace("\n", " ") for start, end in given["sentences"])
        answered = tuple((question, tuple(places)) for question, places in given["answered"])
        title = _TITLE.search(text)
        found.append(
            Asked(
                given["id"],
                title[1].strip() if title else "",
                sentences,
                answered,
                tuple(given["unanswered"]),
            )
        )
    return found


def pairs(asked: Sequence[Asked], random_: random.Random) -> list[Pair]:
    """What one epoch shows. A question that a passage answers is also shown with the passage without its
    answer, with the answering sentence alone, with another sentence, and with the passage of another document
    that shares most with it; one that it does not, with a sentence and with such a passage too."""
    nearest = _Nearest(asked)

    def titled(one: Asked, text: str) -> str:
        return f"{one.title}. {text}" if one.title and random_.random() < _TITLED else text

    found = []
    for one in asked:
        for question, places in one.answered:
            others = [sentence for place, sentence in enumerate(one.sentences) if place not in places]
            found.append(Pair(question, titled(one, one.text), 1.0))
            found.append(
                Pair(question, titled(one, " ".join(one.sentences[place] for place in places)), 1.0, 0.6)
            )
            if len(others) > 1:
                found.append(Pair(question, titled(one, " ".join(others)), 0.0))
            if others:
                found.append(Pair(question, titled(one, random_.choice(others)), 0.0, 0.6))
            near = nearest.to(question, one, random_)
            found.append(Pair(question, titled(near, near.text), 0.0, 0.6))
        found += [Pair(question, titled(one, one.text), 0.0) for question in one.unanswered]
        if one.unanswered:
            found.append(
                Pair(random_.choice(one.unanswered), titled(one, random_.choice(one.sentences)), 0.0, 0.4)
            )
            question = random_.choice(one.unanswered)
            near = nearest.to(question, one, random_)
            found.append(Pair(question, titled(near, near.text), 0.0, 0.6))
    return found


class _Nearest:
    """Finds passages that share rare words with a question."""

    def __init__(self, asked: Sequence[Asked]) -> None:
        self._asked = asked
        self._words = [_words(one.text) for one in asked]
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, words in enumerate(self._words):
            for word in words:
                self._places[word].append(place)

    def to(self, question: str, own: Asked, random_: random.Random) -> Asked:
        """The nearest passage of another document."""
        scores: Counter[int] = Counter()
        for word in _words(question):
            places = self._places.get(word, [])
            if len(places) < len(self._asked) / 5:
                for place in places:
                    scores[place] += math.log(len(self._asked) / len(places)) / math.sqrt(
                        30 + len(self._words[place])
                    )  # type: ignore[assignment]
        ranked = (self._asked[place] for place, _ in scores.most_common(20))
        found = next((one for one in ranked if one.document != own.document), None)
        return found or random_.choice([one for one in self._asked if one.document != own.document])


def _words(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[a-z0-9]{3,}", text.lower())}


def separation(logits: Sequence[float], labels: Sequence[float]) -> float:
    """How often an answered question scores above an unanswered one (the area under the ROC curve)."""
    scores, wanted = np.asarray(logits), np.asarray(labels)
    no = np.sort(scores[wanted == 0])
    yes = scores[wanted == 1]
    return float((np.searchsorted(no, yes, "left") + np.searchsorted(no, yes, "right")).mean() / 2 / len(no))
