"""The words of a quote that answer what is asked: the figure, the day, the name. Nothing is marked where it
is not sure which they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.drafting.figures import counted_stems, figures_of
from assistant.lexicon.dates import Day, days
from assistant.lexicon.names import read_names
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems, stems
from assistant.query.requirements import counts_asked, read_requirements
from assistant.types import Evidence
from ingest.gloss import in_english

Spans = tuple[tuple[int, int], ...]
_KINDS = ("share", "quantity", "day", "name")
_ABOUT = 0.5  # of the question's words, which a sentence has that answers it
_NEAR = 3  # words before a name in which it is said what was done by it
_INFLECTED = ("ed", "s")
_ASKED_VERB = re.compile(
    r"\bwho\s+(?:else|first|was|were|has|had|have|is|are|did|will)?\s*(\w+)", re.IGNORECASE
)
_NO_SUBJECT = content_stems(
    "how what which who when much many did does do was were is are any there it its that this"
)


def answering(question: str, one: Evidence, rules: Rules) -> Spans:
    """The spans of the stored text, within the quote, that answer the question; of what is asked first."""
    asked = [(found.start(), row.value) for row in rules["answering"].rows if (found := row.find(question))]
    kind = next((value for _, value in sorted(asked) if value in _KINDS), "")
    if not kind or not _is_about(question, one, rules):
        return ()
    if kind == "quantity" and not counts_asked(read_requirements(question, rules), one, rules):
        return ()
    if kind in ("share", "quantity"):
        local = _figure(kind, content_stems(f"{question} {in_english(question)}"), one, rules)
    else:
        local = _day(question, one) if kind == "day" else _names(question, one, rules)
    return tuple((one.sentence.start + start, one.sentence.start + end) for start, end in local)


def _is_about(question: str, one: Evidence, rules: Rules) -> bool:
    """Whether the sentence has every name of the question, and half of its other words."""
    english = in_english(question)
    said = stems(f"{one.english} {one.source.title} {one.source.publisher}")
    names = (name.text for name in read_names(english, rules) if name.speaks is None)
    bare = content_stems(rules["answering"].pattern.sub(" ", english)) - _NO_SUBJECT
    return all(stems(name) <= said for name in names) and len(bare & said) >= _ABOUT * len(bare)


def _figure(kind: str, words: set[str], one: Evidence, rules: Rules) -> Spans:
    """The figure that counts what is asked: the only one that counts most of it."""
    found = [figure for figure in figures_of(one, rules) if kind == "quantity" or figure.unit == "%"]
    shared = [len(words & (counted_stems(figure) | content_stems(figure.counts))) for figure in found]
    most = max(shared, default=0)
    found = [figure for figure, count in zip(found, shared, strict=True) if count == most > 0]
    return tuple((figure.start, figure.end) for figure in found) if len(found) == 1 else ()


def _day(question: str, one: Evidence) -> Spans:
    """The day that the question does not have: the only one, or the only one that is told to the day."""
    known = days(question)
    new = [day for day in days(one.text) if not any(day.within(other) for other in known)]
    exact = [day for day in new if day.day]
    told: Sequence[Day] = new if len(new) == 1 else exact
    if len(told) != 1 or one.text.count(told[0].text) != 1:
        return ()
    start = one.text.index(told[0].text)
    return ((start, start + len(told[0].text)),)


def _names(question: str, one: Evidence, rules: Rules) -> Spans:
    """The name that the question does not have of whoever does what it asks: before its verb, or after it
    and “by”; nothing where several do."""
    asked = _ASKED_VERB.search(question)
    verb = stems(asked[1]) if asked else set()
    found = []
    for name in read_names(one.text, rules):
        known = content_stems(name.text) & content_stems(question)
        if name.speaks is False or known or one.text.count(name.text) != 1:
            continue
        start = one.text.index(name.text)
        after = one.text[start + len(name.text) :].split()[:1]
        *before, last = one.text[:start].split()[-_NEAR:] or [""]
        does = after and after[0].endswith(_INFLECTED) and stems(after[0]) & verb
        if does or (last == "by" and stems(" ".join(before)) & verb):
            found.append((start, start + len(name.text)))
    return (found[0],) if len(found) == 1 else ()
