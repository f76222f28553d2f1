"""Evidence that is not used: what addresses a model, and what follows on it; names in look-alike letters;
links that a program might follow.

It reaches neither a chat model nor an answer, and the reader is told of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.guard.injection import addresses_a_model, holds_markup, is_disguised, is_role
from assistant.lexicon.rules import Rules
from assistant.types import Evidence
from ingest.types import Passage, Source
from ingest.view import View

Ground = Literal["instruction", "disguise", "markup"]
"""Why words are not used: they address a model, are written in look-alike letters, or hold a link as
markup."""
# sentences after an instruction that may go on with it: what is to be said often stands in a sentence of its
# own
_REACH = 4


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A piece of evidence that is not used: why, and the words that are the reason. With `is_titled_so` the
    document's title is not fit to be shown."""

    evidence: Evidence
    ground: Ground
    words: str
    is_titled_so: bool = False


@dataclass(frozen=True, slots=True)
class Screened:
    """Evidence that may be used, in its order, and what is quarantined."""

    usable: tuple[Evidence, ...]
    quarantined: tuple[Quarantined, ...]


def screen(evidence: Sequence[Evidence], view: View, rules: Rules) -> Screened:
    """Set apart what is not to be used. A sentence that stands in two passages is judged in both."""
    usable: list[Evidence] = []
    quarantined: list[Quarantined] = []
    sources = {one.source.slug: one.source for one in evidence}
    of_source = {slug: _of_source(source, rules) for slug, source in sources.items()}
    titled_so = {slug for slug, one in sources.items() if ground_against(one.title, "", rules)}
    steered: dict[tuple[str, int], tuple[Ground, str]] = {}
    for passage in dict.fromkeys(one.passage for one in evidence):
        for start, found in _steered(passage, view, rules).items():
            steered.setdefault((passage.source, start), found)
    of_words: dict[tuple[str, ...], tuple[Ground, str] | None] = {}
    for one in evidence:
        shown = _shown_with(one)
        if shown not in of_words:
            of_words[shown] = _of_words(shown, rules)
        found_against = (
            of_source[one.source.slug]
            or steered.get((one.source.slug, one.sentence.start))
            or of_words[shown]
        )
        if found_against:
            quarantined.append(Quarantined(one, *found_against, one.source.slug in titled_so))
        else:
            usable.append(one)
    return Screened(tuple(usable), tuple(quarantined))


def ground_against(text: str, heading: str, rules: Rules) -> Ground | None:
    """Why a sentence under a heading is not used; None where it may be."""
    if addresses_a_model(text, rules) or addresses_a_model(heading, rules) or is_role(heading, rules):
        return "instruction"
    if is_disguised(text):
        return "disguise"
    return "markup" if holds_markup(text) else None


def _of_source(source: Source, rules: Rules) -> tuple[Ground, str] | None:
    """What is wrong with what a document says of itself; everything in it would be introduced with that."""
    told = source.title, source.publisher, source.author, source.number, source.stage, source.status
    for words in told:
        # A display name stands in quotation marks without being quoted.
        if ground := ground_against(words.replace('"', ""), "", rules):
            return ground, words
    return None


def _shown_with(one: Evidence) -> tuple[str, ...]:
    """What is shown with a sentence besides what is known of its document: who speaks, where it stands, and
    the words that it completes."""
    sentence = one.sentence
    return sentence.speaker, sentence.place, *(lead.text for lead in sentence.leads)


def _of_words(shown: Sequence[str], rules: Rules) -> tuple[Ground, str] | None:
    """What is wrong with what is shown with a sentence; the first of it is who speaks."""
    for words in shown:
        if ground := ground_against(words, shown[0], rules):
            return ground, words
    return None


def _steered(passage: Passage, view: View, rules: Rules) -> dict[int, tuple[Ground, str]]:
    """The sentences of a passage that are not used, by where they start, each with the ground and the words.
    The passage before it counts too, for an instruction at its end."""
    around = {one.number: one for one in view.neighbours(passage, after=0)} | {passage.number: passage}
    sentences = [
        (start, text, around[number].heading)
        for number in sorted(around)
        for start, text in _sentences(around[number])
    ]
    found: dict[int, tuple[Ground, str]] = {}
    instruction, left = "", 0
    for position, (start, text, heading) in enumerate(sentences):
        before, after = (
            sentences[place][1] if 0 <= place < len(sentences) else ""
            for place in (position - 1, position + 1)
        )
        ground = ground_against(text, heading, rules) or (
            "instruction" if _divided(before, text, rules) or _divided(text, after, rules) else None
        )
        if ground == "instruction":
            instruction, left = text, _REACH + 1
        if ground or left:
            found[start] = (ground, text) if ground else ("instruction", instruction)
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
