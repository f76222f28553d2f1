"""Which sentences without a note state a fact, and what the whole check then comes to."""

from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.render.html.verification import verification_html
from assistant.render.verification import outcome_text, summary_text, verification_json
from assistant.verify.sourcing import needs_source
from assistant.verify.types import Checked, Detail, Outcome, SentenceFinding, Verification

BARE = SentenceFinding("unsourced", Detail("no note", ("£4",)), failed=False)
WRONG = SentenceFinding("altered number", Detail("lacking", ("4",)))
DOUBT = SentenceFinding("standing", Detail("proposed"), failed=False)
UNKNOWN = SentenceFinding("unknown source", Detail("unknown document", ("Boats",)), failed=False)


@pytest.mark.parametrize(
    "text",
    [
        "The toll rose to £4 in May.",
        "Our ports handled 41 million tonnes last year.",
        "Mayor Oduya closed the north pier.",
        "Pilots oppose the night closure.",
        "Under the accord, masters must report each spill.",
        "The Board said that ministers should lower the toll.",
        "Each boat pays twice what it should have paid, some £40.",
        "El comisario dimitió en señal de protesta.",
    ],
)
def test_a_sentence_that_states_a_fact_needs_a_source(text: str) -> None:
    assert needs_source(text, our_rules()) is not None


@pytest.mark.parametrize(
    "text",
    [
        "We recommend that you approve the £4 toll by 3 May.",
        "In our view the toll is too low.",
        "Write to the Harbour Board before 12 June.",
        "The Minister should lower the toll to £3.",
        "This note sets out three options.",
        "To be confirmed: what the pier costs in 2027.",
        "Can the Board bear half of it?",
        "Recomendamos aprobarlo antes del 3 de mayo.",
    ],
)
def test_what_the_writer_asks_advises_or_leaves_open_needs_none(text: str) -> None:
    assert needs_source(text, our_rules()) is None


def test_a_label_or_a_heading_shows_that_the_writer_asks() -> None:
    text = "a pause of nine months"
    assert needs_source(text, our_rules()) is not None
    assert needs_source(text, our_rules(), label="Decision sought:") is None
    assert needs_source("a reply to the Board was drafted", our_rules(), is_asking=True) is None


def test_a_word_that_opens_a_sentence_is_a_name_where_the_paper_has_it() -> None:
    text = "Tarno depends on one cable."
    assert needs_source(text, our_rules(), around="The cable to Tarno was laid.") is not None


def whole(*findings: tuple[SentenceFinding, ...], checked: bool = True) -> Verification:
    sentences = tuple(
        Checked(number, f"paragraph {number}", "It rose.", checked=checked, findings=found)
        for number, found in enumerate(findings, 1)
    )
    return Verification("Tolls", "", sentences)


@pytest.mark.parametrize(
    ("verification", "outcome", "said", "badge"),
    [
        (whole((), ()), "holds", "No errors", "good"),
        (whole((), (DOUBT,)), "doubtful", "1 sentence to check by hand", "doubt"),
        (whole((), (BARE,)), "unsourced", "1 sentence states a fact without a source", "doubt"),
        (whole((BARE,), (BARE,), (DOUBT,)), "unsourced", "2 sentences state a fact", "doubt"),
        (whole((UNKNOWN,)), "unsourced", "1 sentence cites what the library does not have", "doubt"),
        (whole((WRONG,), (BARE,)), "fails", "1 sentence fails, 1 sentence states a fact without", "bad"),
        (whole((), checked=False), "nothing checked", "Nothing was checked", "doubt"),
        (whole(), "nothing checked", "Nothing was checked", "doubt"),
    ],
)
def test_a_paper_with_facts_without_a_source_is_never_simply_green(
    verification: Verification, outcome: Outcome, said: str, badge: str
) -> None:
    assert verification.outcome == outcome and said in outcome_text(verification)
    told = verification_json(verification)
    assert (told["outcome"], told["told"]) == (outcome, outcome_text(verification))
    assert told["holds"] is (outcome in ("holds", "doubtful"))
    assert told["counts"]["unsourced"] == len(verification.unsourced)
    header = verification_html(verification, lambda *_: (), {}).partition("</header>")[0]
    assert f'class="badge {badge}"' in header and said in header
    assert ("without a source" in summary_text(verification)) is bool(verification.unsourced)
