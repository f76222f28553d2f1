"""What the library has on a memo's questions; what two sections ask is looked up once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.answer.abstention import Coverage
from assistant.answer.inquiry import Inquiry
from assistant.memo.ledger import Ledger
from assistant.query.query import read_query
from assistant.types import Evidence
from ingest.types import EVERYBODY, EVERYTHING, Reader, Restriction

_NOTHING = Coverage((), None, None)


@dataclass(slots=True)
class Lookup:
    """What a reader may see of a library, within a restriction; the places of what is found go into the
    ledger."""

    inquiry: Inquiry
    ledger: Ledger
    reader: Reader = EVERYBODY
    restriction: Restriction = EVERYTHING
    _known: dict[tuple[str, Restriction], Coverage] = field(default_factory=dict)

    def find(self, question: str, kinds: Sequence[str] = (), publisher: str = "") -> Coverage:
        """What there is on a question in documents of these kinds, or in all where there are none."""
        library = self.inquiry.library
        within = _narrowed(self.restriction, kinds, publisher)
        if kinds and (within is None or not library.sources(self.reader, within)):
            within = _narrowed(self.restriction, (), publisher)
        if within is None:
            return _NOTHING
        if (question, within) not in self._known:
            self._known[question, within] = self._found(question, within)
        return self._known[question, within]

    def _found(self, question: str, within: Restriction) -> Coverage:
        sources = self.inquiry.library.sources(self.reader, within)
        if not sources:
            return _NOTHING
        query = read_query(question, self.inquiry.rules, sources=sources)
        found = self.inquiry.find([query], self.reader, within)
        self.ledger.notice(self.inquiry.wording.quarantined(found.quarantined))
        self.ledger.found(found.covered[0].evidence)
        return found.covered[0]

    def paged(self, one: Evidence) -> Evidence:
        """A quote with the pages on which it begins and ends."""
        pages = self.inquiry.library.pages(one.source.slug) if one.sentence.page is not None else ()
        on = [
            page.number for page in pages if page.start < one.sentence.end and page.end > one.sentence.start
        ]
        return replace(one, sentence=replace(one.sentence, page=on[0], page_end=on[-1])) if on else one


def _narrowed(restriction: Restriction, kinds: Sequence[str], publisher: str) -> Restriction | None:
    """The restriction with these kinds and this publisher too; None where nothing can be within both."""
    if kinds:
        within = tuple(kind for kind in kinds if not restriction.kinds or kind in restriction.kinds)
        if not within:
            return None
        restriction = replace(restriction, kinds=within)
    return replace(restriction, publishers=(publisher,)) if publisher else restriction
