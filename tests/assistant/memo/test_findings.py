"""What the library has for a section of a memo, of what was found for others."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from assistant.drafting.quotes import Quote
from assistant.lexicon.rules import our_rules
from assistant.memo.assignment import Assignment
from assistant.memo.findings import Findings
from assistant.memo.ledger import Ledger
from assistant.models.chat import Patience
from tests.assistant.evidence import evidence

PROPOSAL = "We recommend a toll of 40 crowns for every lorry on the bridge."


def quote(text: str, slug: str = "a", kind: str = "report") -> Quote:
    return Quote((evidence(text, slug=slug, kind=kind),))


def test_a_proposal_says_what_is_proposed_and_is_no_act_s() -> None:
    inquiry = cast("Any", SimpleNamespace(rules=our_rules(), patience=Patience()))
    found = (
        quote(PROPOSAL),
        quote("We therefore ask for four things."),
        quote("The bridge carried 900 lorries a day in the spring of last year."),
        quote("The board should publish every toll within one hour.", slug="act", kind="statute"),
    )
    findings = Findings(inquiry, Assignment(("the toll",)), Ledger())
    findings._known = {"asked": found, "sides": (), "state": (), "fact": (), "points": ()}
    assert [one.parts[0].text for one in findings.of("proposals")] == [PROPOSAL]
