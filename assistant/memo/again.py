"""A section of a memo, made anew from the library, by itself: nothing that another section quotes is told
again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from assistant.answer.inquiry import Inquiry
from assistant.drafting.quotes import Quote
from assistant.memo.assignment import Assignment, read_assignment
from assistant.memo.builders import Builder, builder_of
from assistant.memo.context import Context, fitting
from assistant.memo.findings import Findings
from assistant.memo.formats import Ask, MemoFormat, SectionFormat
from assistant.memo.ledger import Ledger
from assistant.memo.limits import fit
from assistant.memo.spine import Place, allotted
from assistant.memo.types import Memo, MemoRequest, Section
from assistant.paper import Paragraph, texts_of
from ingest.errors import UsageError

_POINTS = 4  # of a section that a heading asks for
_FEWEST = 6  # facts that a section may choose from beside those that other sections tell


@dataclass(frozen=True, slots=True)
class Maker:
    """What makes sections of one memo: its request by its format, over what an inquiry reads; what is cited
    goes into the ledger."""

    memo: Memo
    format: MemoFormat
    inquiry: Inquiry
    ledger: Ledger
    builders: Mapping[str, Builder]

    def section(
        self, of: SectionFormat | None, heading: str, others: Sequence[Section], *, count: int = 0
    ) -> Section:
        """The section, as its format makes it, or, where the format has none of that heading, of what the
        heading asks. The `others` stay as they are; it had `count` facts.

        Raises:
            UsageError: nothing makes sections of its kind, or the library has nothing for it.
            Stopped: nobody waits for it any more.
        """
        assignment = read_assignment(self.memo.request, self.inquiry.rules)
        findings = Findings(self.inquiry, assignment, self.ledger)
        told = _Told(others, self.ledger, self.inquiry)
        if of is None:
            of = _asked(heading)
            allotment = {(0, 0): tuple(self._found(heading, assignment, of.ask[0], told))}
        else:
            alone = replace(self.format, section=(of,), facts=told.count + max(count, _FEWEST))
            allotment = self._allotted(alone, of, findings, told)
        alone = replace(self.format, section=(of,))
        context = Context(
            alone, self.memo.request, self.memo.date, self.inquiry, findings, allotment, self.ledger
        )
        made = builder_of(of.kind, self.builders)(of, context)
        (within,) = fit([made], [of], self.ledger.scores, lambda _: True)
        if not within.blocks:
            where = "but what other sections tell" if told.found else "on it"
            raise UsageError(
                f"the library has nothing {where} for “{heading}”",
                hint="write its text yourself, or leave it out",
            )
        return within

    def lines(self, of: SectionFormat, request: MemoRequest) -> tuple[list[Paragraph], list[str]]:
        """The lines of the writer's own words that a section has by a request, and what of them is to be
        confirmed."""
        ledger = Ledger()
        assignment = read_assignment(request, self.inquiry.rules)
        findings = Findings(self.inquiry, assignment, ledger)
        context = Context(self.format, request, self.memo.date, self.inquiry, findings, {}, ledger)
        told = context.own_lines((*of.own, *of.form))
        return [Paragraph(texts, "plain", label) for label, texts in told], ledger.gaps

    def _allotted(
        self, alone: MemoFormat, of: SectionFormat, findings: Findings, told: _Told
    ) -> dict[Place, tuple[Quote, ...]]:
        rules = self.inquiry.rules

        def fresh(quote: Quote, ask: Ask) -> Quote | None:
            return None if told.has(quote) else fitting(quote, ask, ask.words or of.words, rules)

        return allotted(alone, findings, rules, fresh)

    def _found(self, heading: str, assignment: Assignment, ask: Ask, told: _Told) -> Iterator[Quote]:
        """What the library has on what a heading says, by itself or of the memo's subject, whichever it knows
        better."""
        subjects = (heading, *(f"{one}: {heading}" for one in assignment.subjects[:1]))
        known = Findings(self.inquiry, Assignment(subjects), self.ledger).subjects[:1]
        findings = Findings(self.inquiry, Assignment(known, known), self.ledger)
        rules = self.inquiry.rules
        fresh = (fitting(one, ask, 0, rules) for one in findings.of("asked") if not told.has(one))
        return islice(filter(None, fresh), ask.points)


class _Told:
    """What other sections of a memo quote."""

    def __init__(self, others: Sequence[Section], ledger: Ledger, inquiry: Inquiry) -> None:
        notes = {note for one in others for text in texts_of(one.blocks) for note in text.notes}
        self._cited = Ledger(citations=[one for one in ledger.citations if one.number in notes])
        self._rules = inquiry.rules
        self.found = False
        """Whether any of them was found again."""

    @property
    def count(self) -> int:
        """How many quotes."""
        return len(self._cited.citations)

    def has(self, quote: Quote) -> bool:
        """Whether these words, or others that say the same, are among them."""
        has = any(self._cited.has(one, self._rules) for one in quote.parts)
        self.found = self.found or has
        return has


def _asked(heading: str) -> SectionFormat:
    """How a section is made that a person adds by its heading alone."""
    return SectionFormat(heading, ask=(Ask("asked", _POINTS, empty=heading),))
