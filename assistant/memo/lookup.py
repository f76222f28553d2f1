"""What the library has on a memo's questions; what two sections ask is looked up once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.answer.abstention import Coverage
from assistant.answer.inquiry import Inquiry
from assistant.memo.ledger import Ledger
from assistant.query.query import read_query
from assistant.types import Evidence
from ingest.types import Restriction, Scope

_NOTHING = Coverage((), None, None)


@dataclass(slots=True)
class Lookup:
    """What a view has on a memo's questions; the places of what is found go into the ledger."""

    inquiry: Inquiry
    ledger: Ledger
    _known: dict[tuple[str, Scope], Coverage] = field(default_factory=dict)

    def find(self, question: str, kinds: Sequence[str] = (), publisher: str = "") -> Coverage:
        """What there is on a question in documents of these kinds, or in all where there are none."""
        published = self.inquiry.within(Restriction(publishers=(publisher,) if publisher else ()))
        within = published.within(Restriction(kinds=tuple(kinds)))
        if not within.view.sources:
            within = published
        asked = question, within.view.scope
        if asked not in self._known:
            self._known[asked] = self._found(question, within)
        return self._known[asked]

    def _found(self, question: str, within: Inquiry) -> Coverage:
        sources = within.view.sources
        if not sources:
            return _NOTHING
        found = within.find([read_query(question, within.rules, sources=sources)])
        self.ledger.notice(within.wording.quarantined(found.quarantined))
        self.ledger.found(found.covered[0].evidence)
        return found.covered[0]

    def paged(self, one: Evidence) -> Evidence:
        """A quote with the pages on which it begins and ends."""
        pages = self.inquiry.view.pages(one.source.slug) if one.sentence.page is not None else ()
        on = [
            page.number for page in pages if page.start < one.sentence.end and page.end > one.sentence.start
        ]
        return replace(one, sentence=replace(one.sentence, page=on[0], page_end=on[-1])) if on else one
