"""Evidence that is not used: what addresses a model, and what follows on it; names in look-alike letters;
links that a program might follow.

It reaches neither a chat model nor an answer, and the reader is told of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.guard.injection import addresses_a_model, holds_markup, is_disguised, is_role, without_links
from assistant.lexicon.dates import readable_date
from assistant.lexicon.rules import Rules
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
class Quarantined:
    """A piece of evidence that is not used: why, and the words that are the reason."""

    evidence: Evidence
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class Screened:
    """Evidence that may be used, in its order, and what is quarantined."""

    usable: tuple[Evidence, ...]
    quarantined: tuple[Quarantined, ...]


def screen(evidence: Sequence[Evidence], library: Library, reader: Reader, rules: Rules) -> Screened:
    """Set apart what is not to be used. A sentence that stands in two passages is judged in both."""
    usable: list[Evidence] = []
    quarantined: list[Quarantined] = []
    sources = {one.source.slug: one.source for one in evidence}
    of_source = {slug: _of_source(source, rules) for slug, source in sources.items()}
    steered: dict[tuple[str, int], tuple[str, str]] = {}
    for passage in dict.fromkeys(one.passage for one in evidence):
        for start, found in _steered(passage, library, reader, rules).items():
            steered.setdefault((passage.source, start), found)
    for one in evidence:
        reason = of_source[one.source.slug] or steered.get((one.source.slug, one.sentence.start))
        if reason:
            quarantined.append(Quarantined(one, *reason))
        else:
            usable.append(one)
    return Screened(tuple(usable), tuple(quarantined))


def reason_against(text: str, heading: str, rules: Rules) -> str:
    """Why a sentence under a heading is not used, or an empty string."""
    if addresses_a_model(text, rules) or addresses_a_model(heading, rules) or is_role(heading, rules):
        return ADDRESSES
    if is_disguised(text):
        return DISGUISED
    return MARKUP if holds_markup(text) else ""


def notices(quarantined: Sequence[Quarantined], rules: Rules) -> list[str]:
    """What the reader is told of them: each document and each reason once, with the words."""
    first: dict[tuple[str, str], Quarantined] = {}
    for one in quarantined:
        first.setdefault((one.evidence.source.slug, one.reason), one)
    return [
        f"{_named(one.evidence.source, rules)} {one.reason}: “{without_links(one.words)[:_EXCERPT]}”"
        for one in first.values()
    ]


def _of_source(source: Source, rules: Rules) -> tuple[str, str] | None:
    """What is wrong with what a document says of itself; everything in it would be introduced with that."""
    for words in (source.title, source.publisher, source.author):
        # A display name stands in quotation marks without being quoted.
        if reason := reason_against(words.replace('"', ""), "", rules):
            return reason, words
    return None


def _steered(passage: Passage, library: Library, reader: Reader, rules: Rules) -> dict[int, tuple[str, str]]:
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
        reason = reason_against(text, heading, rules) or (
            ADDRESSES if _divided(before, text, rules) or _divided(text, after, rules) else ""
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


def _divided(first: str, second: str, rules: Rules) -> bool:
    """Whether two sentences are an instruction that a full stop or a new line divides."""
    if not first or not second or addresses_a_model(first, rules) or addresses_a_model(second, rules):
        return False
    return addresses_a_model(f"{first.rstrip(' .')} {second}", rules)


def _named(source: Source, rules: Rules) -> str:
    """The document's title, or its slug where the title is what is wrong."""
    if reason_against(source.title, "", rules):
        return f"The document {source.slug}"
    day = readable_date(source.date)
    return f"“{source.title}”{f' ({day})' if day else ''}"
