"""Sentences that chat models wrote, as they are kept: with the places that the model was given, what a person
who read both says of them, and which half they are in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.types import Evidence
from eval.json_lines import rows_of
from eval.places import evidence_at
from ingest.view import View

LABELS = ("supported", "partly", "contradicted", "unsupported")
Part = str | list[int]
"""Words of the model's own, or a span that it copied: the number of a given sentence, and from which of its
words to before which."""
_FEWEST_COPIED = 8
"""Words in a row that are kept as a span, where the document is not ours."""


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a source, from one character of its stored text to another, with twelve digits of their
    SHA-256."""

    source: str
    start: int
    end: int
    digest: str


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence and what is said of it. `given` is what the model had, and `cited` are the numbers of what
    the sentence names of it; `label` holds against all that was given, `kind` is what is wrong, and `second`
    the label of another reading, where there was one."""

    id: str
    model: str
    style: str
    asked: str
    question: str
    parts: tuple[Part, ...]
    given: tuple[Place, ...]
    cited: tuple[int, ...]
    label: str
    kind: str
    second: str
    half: str

    @property
    def case(self) -> str:
        """What sentences have in common that one model wrote at one time."""
        return f"{self.asked} {self.given[0].source}"


def load_written(path: Path) -> list[Written]:
    """The sentences of a file.

    Raises:
        UsageError: the file cannot be read, a line is no such sentence, or an id stands twice.
    """
    fields = '"id", "model", "style", "asked", "text", "given", "cited", "label", "kind" and "half"'
    return [one for _, one in rows_of(path, _written, what="written sentence", fields=fields)]


def _written(row: Mapping[str, Any]) -> Written:
    if row["label"] not in LABELS:
        raise ValueError(f"a label is one of {', '.join(LABELS)}, and not {row['label']!r}")
    return Written(
        row["id"],
        row["model"],
        row["style"],
        row["asked"],
        row.get("question", ""),
        tuple(row["text"]) if isinstance(row["text"], list) else (row["text"],),
        tuple(Place(*one) for one in row["given"]),
        tuple(row["cited"]),
        row["label"],
        row["kind"],
        row.get("second", ""),
        row["half"],
    )


def half_of(slug: str) -> str:
    """The half that a document's sentences are in: what is set on `dev` is told on `kept`. A passage of the
    benchmark is named by its document and its place in it."""
    document = re.sub(r"-\d+-\d+$", "", slug)
    return "dev" if hashlib.sha256(f"halves {document}".encode()).digest()[0] % 2 else "kept"


def digest_of_words(words: str) -> str:
    """Twelve digits of the SHA-256 of a place's words."""
    return hashlib.sha256(words.encode()).hexdigest()[:12]


def located(place: Place, view: View) -> Evidence | None:
    """The evidence at a place, or wherever the same sentence now stands in its source; None where it stands
    there no more."""
    if place.source not in {one.slug for one in view.sources}:
        return None
    text = view.text(place.source)
    if digest_of_words(text[place.start : place.end]) == place.digest:
        return evidence_at(view, place.source, place.start, place.end)
    for passage in view.passages(place.source):
        for one in passage.sentences:
            if digest_of_words(text[one.start : one.end]) == place.digest:
                return evidence_at(view, place.source, one.start, one.end)
    return None


def parts_of(text: str, given: Sequence[str]) -> list[Part]:
    """A sentence in parts: spans for the runs of words that it copies of what was given, and the words
    between them."""
    words, parts = text.split(), list[Part]()
    at = 0
    while at < len(words):
        number, first, length = _longest_copied(words[at:], given)
        if length >= _FEWEST_COPIED:
            parts.append([number, first, first + length])
            at += length
            continue
        if parts and isinstance(parts[-1], str):
            parts[-1] += f" {words[at]}"
        else:
            parts.append(words[at])
        at += 1
    return parts


def _longest_copied(words: Sequence[str], given: Sequence[str]) -> tuple[int, int, int]:
    """The most words from the first on that stand so in a given text: its number, where they begin, how many
    they are."""
    best = (0, 0, 0)
    for number, text in enumerate(given):
        theirs = text.split()
        for first in (place for place, one in enumerate(theirs) if one == words[0]):
            length = 0
            while (
                length < len(words)
                and first + length < len(theirs)
                and words[length] == theirs[first + length]
            ):
                length += 1
            best = max(best, (number, first, length), key=lambda one: one[2])
    return best


def text_of(parts: Sequence[Part], given: Sequence[str]) -> str:
    """The sentence that the parts are of."""
    return " ".join(
        one if isinstance(one, str) else " ".join(given[one[0]].split()[one[1] : one[2]]) for one in parts
    )
