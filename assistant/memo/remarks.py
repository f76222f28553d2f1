"""What became of what a memo tells since its document told it: a later one changed it, or a day that was to
come has passed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer.inquiry import Inquiry
from assistant.drafting.instruments import own_reference
from assistant.lexicon.dates import readable_date
from assistant.lexicon.expiry import over
from assistant.lexicon.rules import Rules
from assistant.memo.ledger import Ledger
from assistant.paper import Text
from assistant.retrieval.changes import changes_since
from assistant.types import Evidence
from ingest.view import View


def newest_change(evidence: Sequence[Evidence], inquiry: Inquiry) -> Evidence | None:
    """The sentence of a later document that ended or changed what is told; None where none did."""
    told = max((one.source.date for one in evidence), default="")
    later = tuple(one.slug for one in inquiry.view.sources if one.date > told)
    changes = changes_since(evidence, inquiry.retriever, later) if told else []
    return max(changes, key=lambda one: one.source.date, default=None)


def changed(evidence: Sequence[Evidence], inquiry: Inquiry, ledger: Ledger) -> Iterator[Text]:
    """That a later document ended or changed what is told, with its words in a note; nothing where none
    did."""
    if newest := newest_change(evidence, inquiry):
        told = _changed(newest, inquiry.rules)
        yield Text(told, "form", (ledger.cite(paged(newest, inquiry.view)),))


def _changed(change: Evidence, rules: Rules) -> str:
    verb = "Superseded" if rules["change"].of("ends").find(change.english) else "Changed"
    source, day = change.source, readable_date(change.source.date)
    if name := own_reference(source, rules):
        return f"{verb} by {name}{f' ({day})' if day else ''}."
    return f"{verb} since, says {source.publisher or source.title}{f' ({day})' if day else ''}."


def passed(evidence: Sequence[Evidence], date: str, rules: Rules) -> Iterator[Text]:
    """The days, before a date, with which something was to end, or by which it was due, when the document
    told of them."""
    ends = {end for one in evidence for end in over(one.text, one.source.date, date, rules)}
    told = dict.fromkeys(end.told for end in sorted(ends, key=lambda one: one.iso))
    yield from (Text(f"{one}.", "form") for one in told)


def paged(one: Evidence, view: View) -> Evidence:
    """A quote with the pages on which it begins and ends."""
    pages = view.pages(one.source.slug) if one.sentence.page is not None else ()
    on = [page.number for page in pages if page.start < one.sentence.end and page.end > one.sentence.start]
    return replace(one, sentence=replace(one.sentence, page=on[0], page_end=on[-1])) if on else one
