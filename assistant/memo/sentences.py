"""The sentences of a memo, drafted from evidence and checked: the chat model's where there is one, quotes
where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from assistant.answer.abstention import Coverage
from assistant.answer.inquiry import Drafting, Inquiry
from assistant.memo.ledger import Ledger, is_among
from assistant.memo.voices import introduced
from assistant.query.query import read_query
from assistant.types import Draft, Verdict


class Checked(NamedTuple):
    """A draft sentence with its verdict; a higher `score` is more relevant."""

    draft: Draft
    verdict: Verdict
    score: float


def drafted(
    question: str, covered: Coverage, wanted: int, inquiry: Inquiry, ledger: Ledger, *, brief: bool
) -> Iterator[Checked]:
    """So many sentences on a question, none that the memo has already; `brief` introduces quotes in few
    words."""
    if inquiry.chat is not None:
        drafting = Drafting(inquiry.meter(), wanted)
        yield from _written(question, covered, drafting, inquiry, ledger)
        if not drafting.quoted:
            return
    ledger.quoted = True
    check = inquiry.check(inquiry.meter())
    for _ in range(wanted):
        one = next((one for one in covered.evidence if not ledger.has(one, inquiry.rules)), None)
        if one is None:
            return
        draft = introduced(one, inquiry.rules, brief=brief)
        yield Checked(draft, check.verdict(draft), one.score)


def _written(
    question: str, covered: Coverage, drafting: Drafting, inquiry: Inquiry, ledger: Ledger
) -> Iterator[Checked]:
    """The chat model's sentences; where too few pass, quotes are chosen instead."""
    known, cited_before = set(ledger.scores), list(ledger.citations)
    queries = [read_query(question, inquiry.rules)]
    for draft, verdict in inquiry.checked_drafts(queries, question, [covered], (), drafting):
        if drafting.quoted:
            break
        if draft.quotes:
            continue  # a memo introduces its quotes itself
        stale = verdict.judgement == "supported" and all(
            is_among(one, cited_before) for one in draft.evidence
        )
        if draft.text not in known and not stale:
            yield Checked(draft, verdict, covered.evidence[0].score)
    ledger.wrote = ledger.wrote or bool(drafting.outcome and drafting.outcome.supported)
    if drafting.outcome is not None:
        ledger.raw += drafting.outcome.raw
        ledger.notice(map(inquiry.wording.notice, drafting.outcome.notices))
    ledger.spent(drafting.meter)
