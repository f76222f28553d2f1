"""The sentences of a memo, drafted from the quotes that a section chose, and checked: the chat model's where
there is one, the quotes themselves where there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from assistant.answer.inquiry import Drafting, Inquiry
from assistant.drafting.grouped import grouped
from assistant.drafting.quotes import Quote
from assistant.memo.ledger import Ledger
from assistant.memo.voices import introduced
from assistant.types import Draft, Verdict


class Checked(NamedTuple):
    """A draft sentence with its verdict; a higher `score` is more relevant."""

    draft: Draft
    verdict: Verdict
    score: float


def drafted(
    chosen: Sequence[Quote], topic: str, inquiry: Inquiry, ledger: Ledger, *, brief: bool
) -> Iterator[Checked]:
    """The quotes as checked sentences: the chat model's where there is one, else each document's after one
    introduction, or, where it is to be `brief`, each after one of few words."""
    rules, score = inquiry.rules, max(one.parts[0].score for one in chosen)
    planned = (
        [introduced(quote.parts[0], rules, brief=True) for quote in chosen]
        if brief
        else grouped(chosen, rules)
    )
    drafting = Drafting(inquiry.meter(), len(chosen))
    evidence = [part for quote in chosen for part in quote.words]
    for draft, verdict in inquiry.written(topic, [planned], evidence, (), drafting):
        yield Checked(draft, verdict, score)
    outcome = drafting.outcome
    ledger.wrote = ledger.wrote or bool(outcome and outcome.supported)
    ledger.quoted = ledger.quoted or outcome is None or drafting.quoted
    if outcome is not None:
        ledger.raw += outcome.raw
        ledger.notice(map(inquiry.wording.notice, outcome.notices))
    ledger.spent(drafting.meter)
