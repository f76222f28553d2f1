"""Evidence that is not used: what addresses a model, and what follows on it; names in look-alike letters;
links that a program might follow.

It reaches neither a chat model nor an answer, and the reader is told of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.guard.injection import addresses_a_model, holds_markup, is_disguised, is_role, without_links
from assistant.lexicon.dates import readable_date
from assistant.types import Evidence
from ingest.library import Library
from ingest.types import Passage, Reader, Source

ADDRESSES = "contains text that addresses an AI model; it is not used"
DISGUISED = "writes words with letters of another alphabet that look like their own; they are not used"
MARKUP = "contains a link or an image as markup, which is not shown"
# sentences after an instruction that may go on with it: what is to be said often stands in a sentence of its
# own
_REACH = 4
_EXCERPT = 160  # characters


@dataclass(frozen=True, slots=True)
class Held:
    """A piece of evidence that is not used: why, and the words that are the reason."""

    evidence: Evidence
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class Sifted:
    """Evidence, best first, that may be used, and what is held back."""

    usable: tuple[Evidence, ...]
    held: tuple[Held, ...]


def sift(evidence: Sequence[Evidence], library: Library, reader: Reader) -> Sifted:
    """Set apart what is not to be used."""
    usable: list[Evidence] = []
    held: list[Held] = []
    by_passage: dict[tuple[str, int], dict[int, tuple[str, str]]] = {}
    for one in evidence:
        place = one.passage.source, one.passage.number
        if place not in by_passage:
            by_passage[place] = _steered(one.passage, library, reader)
        found = _of_source(one.source) or by_passage[place].get(one.sentence.start)
        if found:
            held.append(Held(one, *found))
        else:
            usable.append(one)
    return Sifted(tuple(usable), tuple(held))


def reason_against(text: str, heading: str = "") -> str:
    """Why a sentence is not used, or an empty string."""
    if addresses_a_model(text) or addresses_a_model(heading) or is_role(heading):
        return ADDRESSES
    if is_disguised(text):
        return DISGUISED
    return MARKUP if holds_markup(text) else ""


def told(held: Sequence[Held]) -> list[str]:
    """What the reader is told of them: each document and each reason once, with the words."""
    first: dict[tuple[str, str], Held] = {}
    for one in held:
        first.setdefault((one.evidence.source.slug, one.reason), one)
    return [
        f"{_named(one.evidence.source)} {one.reason}: “{without_links(one.words)[:_EXCERPT]}”"
        for one in first.values()
    ]


def _of_source(source: Source) -> tuple[str, str] | None:
    """What is wrong with what a document says of itself; everything in it would be introduced with that."""
    for words in (source.title, source.publisher, source.author):
        # A display name stands in quotation marks without being quoted.
        if reason := reason_against(words.replace('"', "")):
            return reason, words
    return None


def _steered(passage: Passage, library: Library, reader: Reader) -> dict[int, tuple[str, str]]:
    """The sentences of a passage that are not used, by where they start, each with the reason and the words.
    The passage before it counts too, for an instruction at its end."""
    around = {one.number: one for one in library.neighbours(passage, reader, after=0)} | {
        passage.number: passage
    }
    sentences = [
        (start, text, around[number].heading)
        for number in sorted(around)
        for start, text in _sentences(around[number])
    ]
    found: dict[int, tuple[str, str]] = {}
    instruction, left = "", 0
    for position, (start, text, heading) in enumerate(sentences):
        before, after = (
            sentences[place][1] if 0 <= place < len(sentences) else ""
            for place in (position - 1, position + 1)
        )
        reason = reason_against(text, heading) or (
            ADDRESSES if _divided(before, text) or _divided(text, after) else ""
        )
        if reason == ADDRESSES:
            instruction, left = text, _REACH + 1
        if reason or left:
            found[start] = (reason, text) if reason else (ADDRESSES, instruction)
        left = max(0, left - 1)
    return found


def _sentences(passage: Passage) -> Iterator[tuple[int, str]]:
    for one in passage.sentences:
        yield one.start, passage.text[one.start - passage.start : one.end - passage.start]


def _divided(first: str, second: str) -> bool:
    """Whether two sentences are an instruction that a full stop or a new line divides."""
    if not first or not second or addresses_a_model(first) or addresses_a_model(second):
        return False
    return addresses_a_model(f"{first.rstrip(' .')} {second}")


def _named(source: Source) -> str:
    """The document's title, or its slug where the title is what is wrong."""
    if reason_against(source.title):
        return f"The document {source.slug}"
    day = readable_date(source.date)
    return f"“{source.title}”{f' ({day})' if day else ''}"
