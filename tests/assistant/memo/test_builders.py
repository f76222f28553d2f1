"""Sections built of what a memo found: the options of a decision side by side."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from assistant.lexicon.rules import our_rules
from assistant.memo.builders import options
from assistant.memo.context import Context, Fact
from assistant.memo.formats import Ask, SectionFormat
from assistant.memo.ledger import Ledger
from assistant.paper import Paragraph, Table, Text
from tests.assistant.evidence import evidence

SECTION = SectionFormat(
    "Options",
    "options",
    ask=(Ask("for", label="For"), Ask("against", label="Against"), Ask("proposals", label="Proposed by")),
)


SAID = {"for": "It helps.", "against": "It costs."}


class Told:
    """A memo in the making that has these facts, by want."""

    def __init__(self, *named: str, **found: str) -> None:
        self.findings = SimpleNamespace(assignment=SimpleNamespace(options=named))
        self.inquiry = SimpleNamespace(rules=our_rules())
        self.ledger = Ledger()
        self.found = found

    def facts(self, ask: Ask, section: SectionFormat) -> list[Fact]:
        text = self.found.get(ask.wants)
        return [Fact(Text(text, "fact", (1,)), (evidence(text),), 1.0)] if text else []

    def gap(self, ask: Ask) -> None:
        self.ledger.gap(ask.label)


def table(told: Told) -> tuple[tuple[str, ...], dict[str, list[str]]]:
    """The columns, and the cells of each row by its label."""
    block = options(SECTION, cast("Context", told)).blocks[0]
    assert isinstance(block, Table)
    rows = {row[0][0].text: [" ".join(text.text for text in cell) for cell in row[1:]] for row in block.rows}
    return block.columns, rows


def test_what_is_said_stands_with_the_option_that_does_it_and_turned_with_one_that_declines() -> None:
    columns, rows = table(Told("hold", "sponsor the bill", "decline it", **SAID))
    assert columns == ("", "A. hold", "B. sponsor the bill", "C. decline it")
    assert rows["For"] == ["To be confirmed.", "It helps.", "What speaks against B."]
    assert rows["Against"] == ["To be confirmed.", "It costs.", "What speaks for B."]


@pytest.mark.parametrize(
    ("named", "last"), [(("raise the toll",), True), (("raise the toll", "keep it"), False)]
)
def test_things_may_always_be_left_as_they_are(named: tuple[str, ...], last: bool) -> None:
    columns, _ = table(Told(*named, **{"for": "It helps."}))
    assert ("Leave things as they are" in columns[-1]) is last


def test_rows_of_which_nothing_is_known_are_one() -> None:
    _, rows = table(Told("raise the toll", "keep it"))
    assert rows == {"For, Against": ["To be confirmed.", "To be confirmed."]}


def test_what_others_propose_stands_below_under_their_names() -> None:
    told = Told("raise the toll", **SAID, proposals="We suggest 2 per cent of turnover.")
    _, below = options(SECTION, cast("Context", told)).blocks
    assert isinstance(below, Paragraph)
    assert (
        below.label.startswith("Proposed by ") and below.texts[0].text == "We suggest 2 per cent of turnover."
    )


@pytest.mark.parametrize("named", [(), ("Which toll figure she uses",)])
def test_a_decision_that_names_no_option_leaves_them_to_be_confirmed(named: tuple[str, ...]) -> None:
    (block,) = options(SECTION, cast("Context", Told(*named))).blocks
    assert isinstance(block, Paragraph) and block.texts[0].role == "gap"
