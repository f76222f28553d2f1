"""The interpretations of a question that does not say which: “What rate did the order impose?” where several
orders impose one.

Two signs are plain enough to go by, and only in a question that names nothing that would tell the documents
apart: another document says nearly the same of something else (two orders of one day that differ in the
country), or the question speaks of “the order” and several documents are orders."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from assistant.lexicon.dates import readable_date
from assistant.lexicon.references import short_reference
from assistant.lexicon.rules import Rules
from assistant.query.query import Query
from assistant.types import Evidence
from ingest.types import Source

_NEARLY_THE_SAME = 0.6  # of the shorter sentence's words, shared
# How far below the best sentence another interpretation's best may score, in units of the retriever's score
# (eval/LOG.md).
_CLOSE = 8.0
_MOST = 4
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
