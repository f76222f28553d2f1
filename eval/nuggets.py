"""Nuggets: which facts an answer holds, and in which of its sentences.

A sentence holds a nugget where a quote that it cites, of the right document, has six tenths of the evidence's
words in runs of two and more; or where the sentence itself has the nugget's figures and seven tenths of its
content words. A nugget without a quote is a document: it is held where that is cited, named by its slug, or
listed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from statistics import median_high
from typing import Any

import numpy as np

from eval.intervals import Array, Interval, interval_of
from eval.request_cases import Nugget, Proof, Request

_QUOTED = 0.6  # of the evidence's words: a quote may be cut short, or begin a little later
_SAID = 0.7  # of the nugget's content words: another wording of the same fact
_SHORTEST_RUN = 2  # words in a row: single words match anywhere
_STEM = 6  # letters: “sanction” and “sanctions” are one word
_SHORT = 2  # letters: what is no longer says little
_EMPTY_WORDS = frozenset(
    "a an and are as at be been by can for from had has have her his in is it its may no not of on or that"
    " the their this to was were will with would".split()
)
_WORD = re.compile(r"\w+")
_FIGURE = re.compile(r"\d[\d.,]*\d|\d")

_ANSWERED = frozenset({"answered", "partial"})
_TOLD_OF_ITSELF = frozenset({"capabilities", "told", "meta"})


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a document."""

    source: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A shown sentence with the quotes that it cites."""

    text: str
    quotes: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What of an answer counts: its status, its sentences, the documents that it lists, whether it
    `asks_which` is meant or `tells_missing` what the documents lack, and the model that wrote it."""

    status: str
    lines: tuple[Line, ...] = ()
    listed: tuple[Quoted, ...] = ()
    asks_which: bool = False
    tells_missing: bool = False
    model: str = ""

    @property
    def is_written(self) -> bool:
        """Whether a chat model wrote it."""
        return not self.model.endswith("quotes")

    @property
    def words(self) -> int:
        """How many words its sentences have."""
        return sum(len(words_of(line.text)) for line in self.lines)

    @property
    def words_with_list(self) -> int:
        """The same, with the lines of the documents that it lists."""
        return self.words + sum(len(words_of(one.words)) for one in self.listed)


def reply_of(answer: Mapping[str, Any]) -> Reply:
    """The reply in an answer as JSON (`Answer.to_json`, `pincite ask --json`)."""
    quotes = {one["number"]: Quoted(one["source"], one["quote"]) for one in answer.get("citations") or ()}
    lines = tuple(
        Line(one["text"], tuple(quotes[number] for number in one.get("citations") or () if number in quotes))
        for one in answer.get("sentences") or ()
    )
    return Reply(
        str(answer.get("status")),
        lines,
        tuple(Quoted(one["source"], str(one.get("line") or "")) for one in answer.get("documents") or ()),
        bool(answer.get("readings")) or answer.get("status") == "clarify",
        bool(answer.get("missing")),
        str(answer.get("model") or ""),
    )


def words_of(text: str) -> list[str]:
    """The words in small letters."""
    return _WORD.findall(text.lower())


def content_words(text: str) -> frozenset[str]:
    """The beginnings of the words that say something."""
    return frozenset(
        word[:_STEM] for word in words_of(text) if len(word) > _SHORT and word not in _EMPTY_WORDS
    )


def overlap(evidence: str, quote: str) -> float:
    """The share of the evidence's words that stand in the quote, in order and in runs of two and more."""
    wanted, shown = words_of(evidence), words_of(quote)
    runs = SequenceMatcher(None, wanted, shown, autojunk=False).get_matching_blocks()
    return sum(run.size for run in runs if run.size >= _SHORTEST_RUN) / max(1, len(wanted))


def quotes(quoted: Quoted, proof: Proof) -> bool:
    """Whether it is of the evidence's document and has enough of its words, or any where the document is what
    is asked for."""
    return quoted.source == proof.source and (
        not proof.quote or overlap(proof.quote, quoted.words) >= _QUOTED
    )


def says(text: str, nugget: Nugget) -> bool:
    """Whether a text has the figures and enough of the content words of a nugget."""
    wanted = content_words(nugget.text)
    return (
        bool(wanted)
        and len(wanted & content_words(text)) >= _SAID * len(wanted)
        and all(figure in text for figure in _FIGURE.findall(nugget.text))
    )


def holds(line: Line, nugget: Nugget) -> bool:
    """Whether a sentence holds a nugget."""
    return says(line.text, nugget) or any(
        any(quotes(one, proof) for one in line.quotes) or (not proof.quote and proof.source in line.text)
        for proof in nugget.evidence
    )


def held_in(nugget: Nugget, reply: Reply) -> tuple[int, ...]:
    """The numbers, from 1, of the sentences that hold a nugget. A listed document stands with the first."""
    found = {number for number, line in enumerate(reply.lines, start=1) if holds(line, nugget)}
    listed = {one.source for one in reply.listed}
    if any(not proof.quote and proof.source in listed for proof in nugget.evidence):
        found.add(1)
    return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Score:
    """A request, what was replied, the sentences that hold each of its nuggets, each shown quote with whether
    it holds one, and how long it took."""

    request: Request
    reply: Reply
    held: tuple[tuple[int, ...], ...]
    quotes: tuple[tuple[Quoted, bool], ...]
    seconds: float = 0.0

    @property
    def vital(self) -> tuple[bool, ...]:
        """Of each vital nugget, whether it is held."""
        pairs = zip(self.request.nuggets, self.held, strict=True)
        return tuple(bool(where) for nugget, where in pairs if nugget.vital)

    @property
    def on_point(self) -> frozenset[int]:
        """The sentences that hold a nugget."""
        return frozenset(number for where in self.held for number in where)

    @property
    def words_before_first_vital(self) -> int | None:
        """How much is read before the first vital fact; None where there is none."""
        pairs = zip(self.request.nuggets, self.held, strict=True)
        first = min((where[0] for nugget, where in pairs if nugget.vital and where), default=None)
        if first is None:
            return None
        return sum(len(words_of(line.text)) for line in self.reply.lines[: first - 1])

    @property
    def words_before_first_vital_quote(self) -> int | None:
        """The same, up to the quote itself: a sentence may show others before it, or a long introduction."""
        vital = [nugget for nugget in self.request.nuggets if nugget.vital]
        before = 0
        for line in self.reply.lines:
            starts = [
                max(0, line.text.find(one.words))
                for one in line.quotes
                if any(holds(Line(one.words, (one,)), nugget) for nugget in vital)
            ]
            starts += [0 for nugget in vital if says(line.text, nugget) and not starts]
            if starts:
                return before + len(words_of(line.text[: min(starts)]))
            before += len(words_of(line.text))
        return None

    @property
    def is_met(self) -> bool:
        """Whether what was done is what was expected."""
        reply = self.reply
        return {
            "answer": reply.status in _ANSWERED and bool(reply.lines),
            "decline": reply.status == "abstained",
            "clarify": reply.asks_which,
            "correct": reply.tells_missing or reply.status in ("partial", "abstained"),
            "capabilities": reply.status in _TOLD_OF_ITSELF,
        }.get(self.request.expected, False)


def score(request: Request, reply: Reply, seconds: float = 0.0) -> Score:
    """The score of one reply."""
    shown = dict.fromkeys(one for line in reply.lines for one in line.quotes)
    return Score(
        request,
        reply,
        tuple(held_in(nugget, reply) for nugget in request.nuggets),
        tuple((one, any(holds(Line(one.words, (one,)), of) for of in request.nuggets)) for one in shown),
        seconds,
    )


Share = Callable[[Score], tuple[int, int]]
"""How many, of how many."""


def _off_point(one: Score) -> tuple[int, int]:
    """Sentences that hold no nugget. A list of documents is no sentence, and yet stands with the first: one
    without sentences is one that is on the point."""
    of = len(one.reply.lines)
    return (of - len(one.on_point), of) if one.request.nuggets else (0, 0)


def _off_point_quotes(one: Score) -> tuple[int, int]:
    held = [is_held for _, is_held in one.quotes]
    return (len(held) - sum(held), len(held)) if one.request.nuggets else (0, 0)


SHARES: Mapping[str, Share] = {
    "vital_recall": lambda one: (sum(one.vital), len(one.vital)),
    "all_recall": lambda one: (sum(map(bool, one.held)), len(one.held)),
    "off_point": _off_point,
    "off_point_quotes": _off_point_quotes,
    "met": lambda one: (int(one.is_met), 1),
}
"""What each share is of: vital nuggets, nuggets, sentences, shown quotes, requests."""
MEDIANS: Mapping[str, Callable[[Score], float | None]] = {
    "words_before_first_vital": lambda one: one.words_before_first_vital,
    "words_before_first_vital_quote": lambda one: one.words_before_first_vital_quote,
    "p50_s": lambda one: one.seconds,
}
"""What is told as its median, of an even number the higher of the two, because a few are far out."""


def figures(scores: Sequence[Score]) -> dict[str, Any]:
    """The figures of some requests; a share of nothing is 0, a median of nothing None."""
    found: dict[str, Any] = {"n": len(scores)}
    for name, share in SHARES.items():
        counted = [share(one) for one in scores]
        found[name] = round(sum(of for of, _ in counted) / max(1, sum(of for _, of in counted)), 3)
    for name, told in MEDIANS.items():
        values = [value for one in scores if (value := told(one)) is not None]
        found[name] = round(median_high(values), 3) if values else None
    return found | {
        "words": sum(one.reply.words for one in scores) // len(scores),
        "fluent": sum(one.reply.is_written for one in scores),
    }


def intervals(scores: Sequence[Score]) -> dict[str, Interval]:
    """Each figure with its interval over resampled requests; one that there is nothing of is not told as
    0."""
    found = {}
    for name, share in SHARES.items():
        counted = [share(one) for one in scores]
        found[name] = replace(interval_of(_ratio, counted), n=sum(of for _, of in counted))
    for name, told in MEDIANS.items():
        values = [(value,) for one in scores if (value := told(one)) is not None]
        found[name] = interval_of(_median_high, values)
    found["words"] = interval_of(lambda drawn: float(drawn.mean()), [(one.reply.words,) for one in scores])
    return found


def _ratio(drawn: Array) -> float | None:
    of = drawn.sum(axis=0)
    return float(of[0] / of[1]) if of[1] else None


def _median_high(drawn: Array) -> float:
    return float(np.sort(drawn[:, 0])[len(drawn) // 2])


def by_case(scores: Sequence[Score]) -> dict[str, dict[str, list[float]]]:
    """Every share's values by request, so that two results can be paired."""
    return {
        name: {one.request.id: [of / among] * among for one in scores for of, among in [share(one)] if among}
        for name, share in SHARES.items()
    }
