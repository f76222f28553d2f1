"""The interpretations of a question that does not say which: “What rate did the order impose?” where several
orders impose one.

Two signs are plain enough to go by, and only in a question that names nothing that would tell the documents
apart: another document says nearly the same of something else (two orders of one day that differ in the
country), or the question speaks of “the order” and several documents are orders."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.lexicon.dates import days, readable_date
from assistant.lexicon.references import short_reference
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import stems
from assistant.query.query import Query
from assistant.types import Evidence
from ingest.types import Source

_NEARLY_THE_SAME = 0.6  # of the shorter sentence's words, shared
# How far below the best sentence another interpretation's best may score, in units of the retriever's score
# (eval/LOG.md).
_CLOSE = 8.0
_MOST = 4
_MOST_TO_CHOOSE = 6
# Characters before and after what a document is called in which its date stands.
_BEFORE = 22
_AFTER = 24
_NAME = re.compile(r"[A-ZÁÉÍÓÚÑ][\w’'.-]+(?: [A-ZÁÉÍÓÚÑ][\w’'.-]+)*")


def interpretations(query: Query, evidence: Sequence[Evidence], rules: Rules) -> tuple[str, ...]:
    """What the question may mean, in words for the reader, where it does not say which; `evidence` is what
    answers it, best first."""
    if not evidence or not query.is_open:
        return ()
    best, *rest = (one for one in evidence if one.score >= evidence[0].score - _CLOSE)
    found = [_named(best.source, rules)]
    for one in rest:
        exchanged = _told_apart(best, one)
        if exchanged and found[0] == _named(best.source, rules):
            found[0] = f"{exchanged[0]}: {found[0]}"
        other_document = (
            one.source.slug != best.source.slug
            and one.source.kind == best.source.kind
            and best.source.kind in query.kinds_meant
        )
        if exchanged or other_document:
            named = _named(one.source, rules)
            found.append(f"{exchanged[1]}: {named}" if exchanged else named)
    distinct = tuple(dict.fromkeys(found))[:_MOST]
    return distinct if len(distinct) > 1 else ()


@dataclass(frozen=True, slots=True)
class Unclear:
    """A request that means one of several documents: the `phrase` that may mean any, what it may mean
    (`readings`), and the request with each in the place of the phrase (`requests`)."""

    phrase: str
    readings: tuple[str, ...]
    requests: tuple[str, ...]


def unclear(
    query: Query, evidence: Sequence[Evidence], sources: Sequence[Source], rules: Rules
) -> Unclear | None:
    """What a request leaves open that wants to know what “the report” says, and says nothing else by which
    one could tell which; None where one document is meant. Documents that the library only tells of
    (“the report of 3 March”) count where it holds none of the kind."""
    asked = query.standalone
    rows = [(row, found) for row in rules["kinds"].rows if (found := row.find(asked))]
    if not rows or query.period.said or query.requirements.days or query.requirements.numbers:
        return None
    _, longest = max(rows, key=lambda one: len(one[1].group()))
    phrase, noun = longest.group(), longest["noun"]
    rest = rules["questions"].of("bare").pattern.sub(" ", asked.replace(phrase, " "))
    if any(map(str.isalnum, rest)):
        return None
    told = stems(phrase.rsplit(noun, 1)[0]) - stems("the this that")
    held = [
        one
        for one in sources
        if one.kind in query.kinds_meant and told <= stems(f"{one.title} {one.publisher} {one.author}")
    ]
    if held:
        newest = sorted(held, key=lambda one: one.date, reverse=True)[:_MOST_TO_CHOOSE]
        readings = tuple(dict.fromkeys(_named(one, rules) for one in newest))
        meant = tuple(f"“{one.title}”" for one in newest)
    else:
        meant = readings = tuple(f"the {noun} of {day}" for day in _days_of(noun, evidence))[:_MOST_TO_CHOOSE]
    if len(readings) < 2:
        return None
    return Unclear(phrase, readings, tuple(asked.replace(phrase, one) for one in meant))


def _days_of(noun: str, evidence: Sequence[Evidence]) -> list[str]:
    """The dates that sentences give such a document, each once, in order."""
    found: dict[str, str] = {}
    for one in evidence:
        for named in re.finditer(rf"\b{re.escape(noun)}s?\b", one.english, re.IGNORECASE):
            around = one.english[max(0, named.start() - _BEFORE) : named.end() + _AFTER]
            for day in days(around):
                if day.day and day.year and day.iso not in found:
                    found[day.iso] = readable_date(day.iso)
    return [found[iso] for iso in sorted(found)]


def _told_apart(one: Evidence, other: Evidence) -> tuple[str, str] | None:
    """The names that are exchanged between two sentences that say nearly the same otherwise."""
    first, second = one.text.split(), other.text.split()
    if len(set(first) & set(second)) <= _NEARLY_THE_SAME * min(len(set(first)), len(set(second))):
        return None
    for kind, start, end, other_start, other_end in SequenceMatcher(
        None, first, second, autojunk=False
    ).get_opcodes():
        if kind == "replace":
            names = [
                " ".join(words).strip(".,;:") for words in (first[start:end], second[other_start:other_end])
            ]
            if all(_NAME.fullmatch(name) for name in names):
                return names[0], names[1]
    return None


def _named(source: Source, rules: Rules) -> str:
    day = readable_date(source.date)
    title = source.title.removeprefix(reference := short_reference(source.title, rules)).lstrip(", ")
    named = f"{reference}, “{title}”" if reference and title else f"“{source.title}”"
    return f"{named} ({day})" if day else named
