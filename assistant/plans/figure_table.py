"""A table of the figures of quotes, and why some of them must not be added or compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from assistant.drafting.figures import Figure, count_alike, counted_stems, figures_of
from assistant.drafting.introductions import speaker
from assistant.lexicon.dates import readable_date
from assistant.lexicon.rules import Rules
from assistant.plans.plan import Cited, Told
from assistant.query.query import Query
from assistant.types import Caution, CautionKind, Evidence, Table, TableRow

COLUMNS = ("figure", "what it counts", "unit", "period", "basis", "who says it", "date")
"""The columns of a table of figures."""
_MOST_OF_ONE = 4  # figures of a quote: more are a list, which is read in the quote
_GRAVEST: Sequence[CautionKind] = ("periods overlap", "part of another", "scopes differ", "periods differ")
_MOST_CAUTIONS = 3


def figure_table(query: Query, shown: Sequence[Cited], rules: Rules) -> Told:
    """The figures of the quotes that are shown, a row each, with the number of its citation, and cautions."""
    found = [
        (cited, figure) for cited in shown for figure in figures_of(cited.evidence, rules)[:_MOST_OF_ONE]
    ]
    rows = tuple(TableRow(_cells(figure, cited.evidence), cited.number) for cited, figure in found)
    cautions = dict.fromkeys(_cautions(found))
    return Told(Table(COLUMNS, rows) if rows else None, tuple(cautions)[:_MOST_CAUTIONS])


def _cells(figure: Figure, one: Evidence) -> tuple[str, ...]:
    period = f"as of {figure.period}" if figure.period and figure.is_dated_by_document else figure.period
    told = speaker(one) or one.source.publisher or one.source.title
    return figure.text, figure.counts, figure.unit, period, figure.basis, told, readable_date(one.source.date)


def _cautions(found: Sequence[tuple[Cited, Figure]]) -> Iterator[Caution]:
    """Why two figures of different sentences that count alike must not be added or compared; overlapping
    times first, which look most as if they could be added."""
    told = [
        Caution(kind, (_named(one), _named(other)))
        for (mine, one), (theirs, other) in combinations(found, 2)
        if mine.number != theirs.number and one.text != other.text and (kind := _difference(one, other))
    ]
    yield from sorted(told, key=lambda caution: _GRAVEST.index(caution.kind))


def _difference(one: Figure, other: Figure) -> CautionKind | None:
    if not count_alike(one, other):
        return None
    if _overlap(one, other):
        return "periods overlap"
    if one.period != other.period:
        return None if one.is_dated_by_document or other.is_dated_by_document else "periods differ"
    return "scopes differ" if counted_stems(one) != counted_stems(other) else None


def _overlap(one: Figure, other: Figure) -> bool:
    """Whether both name a first and a last day, and the times have days in common."""
    spans = []
    for figure in (one, other):
        told = sorted(day.iso for day in figure.days if day.month)
        if len(told) < 2:
            return False
        spans.append((told[0], told[-1]))
    (a, b), (c, d) = spans
    return (a, b) != (c, d) and a <= d and c <= b


def _named(one: Figure) -> str:
    return ", ".join(part for part in (f"{one.text} {one.counts}".rstrip(), one.period) if part)
