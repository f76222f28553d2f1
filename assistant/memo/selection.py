"""Which sentences a memo chooses: plain functions over evidence, by what a sentence names, of which day it
tells, and what it repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date as day_of
from datetime import timedelta

from assistant.lexicon.dates import days
from assistant.lexicon.rules import Rules
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import stems
from assistant.memo.limits import lines_of
from assistant.paper import Paragraph, Text
from assistant.types import Evidence
from ingest.gloss import in_english

_AS_GOOD = 12.0  # below the best: where the latest state is told, the latest of those within this
_MONTHS, _A_DAY = 240, len("2025-02-03")  # days that are recent; characters of a full date
_BRACKETS = re.compile(r"\([^()]*\)")
_YEAR = re.compile(r"(?<!Act of )\b(?:19|20)\d\d\b")


def share(words: set[str], one: Evidence, rules: Rules) -> float:
    """The share of the words that the sentence has, or others that mean the same; titles of laws that it
    gives in brackets do not count."""
    there = with_synonyms(stems(in_english(_BRACKETS.sub(" ", one.text))), rules)
    return len(words & there) / max(1, len(words))


def with_the_one_before(one: Evidence) -> Evidence | None:
    """The sentence together with the one before it in its passage, where there is one."""
    before = [sentence for sentence in one.passage.sentences if sentence.end <= one.sentence.start]
    if (
        not before
        or "\n"
        in one.passage.text[before[-1].start - one.passage.start : one.sentence.start - one.passage.start]
    ):
        return None
    first = before[-1]
    text = one.passage.text[first.start - one.passage.start : one.sentence.end - one.passage.start]
    return replace(one, sentence=replace(one.sentence, start=first.start, page=first.page), text=text)


def lines(text: str) -> int:
    """How many lines of the page a text takes."""
    return lines_of(Paragraph((Text(text),)))


def recent(evidence: Sequence[Evidence]) -> list[Evidence]:
    """What stands in documents of the last months before the latest of them: what was to come at an earlier
    time may have come and gone."""
    dates = [day_of.fromisoformat(one.source.date) for one in evidence if len(one.source.date) == _A_DAY]
    since = (max(dates) - timedelta(days=_MONTHS)).isoformat() if dates else ""
    return [one for one in evidence if one.source.date >= since[: len(one.source.date)]]


def latest_first(ranked: Sequence[Evidence]) -> list[Evidence]:
    """The evidence (best first) with the latest of what is about as good as the best first, and without what
    tells of earlier years."""
    if not ranked:
        return []
    good = [one for one in ranked if one.score >= ranked[0].score - _AS_GOOD and not _looks_back(one)]
    return [
        *sorted(good, key=lambda one: (one.source.date, _day_told(one)), reverse=True),
        *(one for one in ranked if one not in good and not _looks_back(one)),
    ]


def _day_told(one: Evidence) -> str:
    """The latest day that a sentence tells of, as an ISO date; empty where it tells of none."""
    return max((day.iso for day in days(one.text) if day.day and day.year), default="")


def _looks_back(one: Evidence) -> bool:
    """Whether a sentence tells of years well before its document."""
    years = [int(year) for year in _YEAR.findall(one.text)]
    return bool(years) and one.source.date[:4].isdigit() and max(years) < int(one.source.date[:4]) - 1
