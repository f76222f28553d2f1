"""What became of what a memo tells since its document told it: a later one changed it, or a day that was to
come has passed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer.inquiry import Inquiry
from assistant.lexicon.dates import placed_days, readable_date
from assistant.lexicon.rules import Rules
from assistant.memo.ledger import Ledger
from assistant.paper import Text
from assistant.retrieval.changes import changes_since
from assistant.types import Evidence
from ingest.view import View

_BEFORE = 30  # characters before a day, in which it is bound


def changed(evidence: Sequence[Evidence], inquiry: Inquiry, ledger: Ledger) -> Iterator[Text]:
    """That a later document changed what is told, with its words in a note; nothing where none did."""
    told = max((one.source.date for one in evidence), default="")
    later = tuple(one.slug for one in inquiry.view.sources if one.date > told)
    if changes := changes_since(evidence, inquiry.retriever, later) if told else []:
        newest = max(changes, key=lambda one: one.source.date)
        yield Text("Changed since.", "form", (ledger.cite(paged(newest, inquiry.view)),))


def passed(evidence: Sequence[Evidence], date: str, rules: Rules) -> Iterator[Text]:
    """The days, before a date, until which or by which something was to be when the document told of them."""
    bound = rules["events"].of("bound")
    days = {
        day.iso
        for one in evidence
        for start, day in placed_days(one.text)
        if day.year and day.month and day.day and one.source.date and one.source.date < day.iso < date
        if bound.find(one.text[max(0, start - _BEFORE) : start])
    }
    yield from (Text(f"{readable_date(day)} has passed.", "form") for day in sorted(days))


def paged(one: Evidence, view: View) -> Evidence:
    """A quote with the pages on which it begins and ends."""
    pages = view.pages(one.source.slug) if one.sentence.page is not None else ()
    on = [page.number for page in pages if page.start < one.sentence.end and page.end > one.sentence.start]
    return replace(one, sentence=replace(one.sentence, page=on[0], page_end=on[-1])) if on else one
