"""What a plan is, and the one that serves where a kind has none of its own: evidence by likeness, quotes for
cover."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.drafting.grouped import grouped
from assistant.drafting.quotes import choose_quotes
from assistant.guard.screening import Screened
from assistant.lexicon.expiry import over
from assistant.lexicon.rules import Rules
from assistant.query.query import Query
from assistant.retrieval.changes import with_changes
from assistant.retrieval.evidence import find_evidence
from assistant.retrieval.retriever import Retriever
from assistant.types import Caution, Draft, Evidence, Table

_OVERTAKEN = frozenset(("fact", "figures", "legal", "claim"))
"""The kinds whose answer may no longer hold."""


def by_likeness(query: Query, retriever: Retriever) -> Screened:
    """The evidence, with what later became of that on which it rests."""
    screened = find_evidence(query, retriever)
    if query.wants_latest or query.request.kind not in _OVERTAKEN:
        return screened
    return replace(screened, usable=tuple(with_changes(query, screened.usable, retriever)))


def _for_cover(query: Query, evidence: Sequence[Evidence], limit: int, rules: Rules) -> list[Draft]:
    return grouped(choose_quotes(evidence, limit, rules), rules)


Spans = tuple[tuple[int, int], ...]
"""Spans of a source's stored text."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A quote that is shown, and the number of its citation."""

    number: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of the quotes that are shown, besides themselves."""

    table: Table | None = None
    cautions: tuple[Caution, ...] = ()


def _nothing_marked(query: Query, one: Evidence, rules: Rules) -> Spans:
    return ()


def what_is_over(query: Query, shown: Sequence[Cited], rules: Rules) -> Told:
    """What of that which is shown is over today: that it was to last so long is no state of today."""
    today = date.today().isoformat()
    ends = [end for one in shown for end in over(one.evidence.text, one.evidence.source.date, today, rules)]
    return Told(cautions=tuple(Caution("over", (one,)) for one in dict.fromkeys(end.told for end in ends)))


def _nothing_told(query: Query, shown: Sequence[Cited], rules: Rules) -> Told:
    return Told()


# What is asked of a whole subject, of which the library has something or nothing: what answers one question
# of fact best may score low for it.
_OF_A_SUBJECT = frozenset(("summary", "timeline", "arguments", "positions"))


def _asks_a_fact(query: Query) -> bool:
    return query.request.kind not in _OF_A_SUBJECT


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How one kind of request is answered.

    `find` gathers the evidence, best first. Where it `declines`, evidence below the least that answers
    counts as none; where it does not (a document that is to be summarised is there), all of it is used, if
    any of it is about the subject, or where the plan `decides`, whatever it found: it has left out what is
    not.
    `lacking` names the sides or speakers that were asked for and of which the evidence has nothing.
    `drafts` chooses at most so many sentences and sets them in the order and under the headings of the
    answer; `length` is how many these are, as a multiple of the length of an answer, where the request does
    not say. `marks` are the words of a quote that answer, and `tells` what is told of all that are shown."""

    find: Callable[[Query, Retriever], Screened] = by_likeness
    drafts: Callable[[Query, Sequence[Evidence], int, Rules], list[Draft]] = _for_cover
    declines: Callable[[Query], bool] = _asks_a_fact
    decides: bool = False
    lacking: Callable[[Query, Sequence[Evidence]], tuple[str, ...]] = lambda query, evidence: ()
    length: float = 1.0
    marks: Callable[[Query, Evidence, Rules], Spans] = _nothing_marked
    tells: Callable[[Query, Sequence[Cited], Rules], Told] = _nothing_told

    def limit(self, query: Query, sentences: int) -> int:
        """The most sentences: as many as the request says, or the length of an answer of this kind; half of
        that where it is to be short."""
        form = query.request.form
        return form.points or max(1, round(self.length * sentences / (2 if form.short else 1)))


PLAIN = Plan()
"""Evidence by likeness, quotes for cover."""
