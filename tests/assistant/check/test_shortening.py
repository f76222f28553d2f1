from __future__ import annotations

import pytest

from assistant.check.shortening import shortened
from assistant.lexicon.rules import our_rules
from assistant.types import Draft, Verdict
from tests.assistant.evidence import evidence

QUOTE = (
    "The Harbour Board does not lack the means to dredge the north channel, and its balance went from a"
    " surplus of $2 million in 2020 to a deficit of $5 million in 2025."
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The Harbour Board does not lack the means to dredge the north channel.", ""),
        ("The Harbour Board lacks the means to dredge the north channel.", "contradicted"),
        ("The Harbour Board means to dredge the channel.", "contradicted"),
        ("Our Harbour Board does not lack the means to dredge the north channel.", "misattributed"),
        ("The Harbour Board has no plan that does not harm the fish of the north.", "off subject"),
        (
            "The Board does not lack means, and its deficit went from $2 million in 2020 to $5 million.",
            "misplaced figure",
        ),
    ],
)
def test_shortening_keeps_the_words_the_negations_and_what_a_figure_is_of(text: str, kind: str) -> None:
    passed = Verdict("supported", 0.95)
    verdict = shortened(Draft(text, (evidence(QUOTE),)), passed, our_rules())
    assert [one.kind for one in verdict.failures] == ([kind] if kind else [])
    assert (verdict.judgement == "supported") is not bool(kind)


def test_shortening_asks_for_more_support() -> None:
    draft = Draft("The Harbour Board does not lack the means to dredge.", (evidence(QUOTE),))
    verdict = shortened(draft, Verdict("supported", 0.7), our_rules())
    assert [one.kind for one in verdict.failures] == ["not entailed"]


def test_what_is_said_of_another_subject_is_no_shortening() -> None:
    quote = evidence(
        "Thanks to the Board's long campaign — dredging the channel, lighting the piers — boat losses have"
        " fallen."
    )
    passed = Verdict("supported", 1.0)
    wrong = "The Board's long campaign — dredging the channel, lighting the piers — has fallen."
    right = "Thanks to the Board's long campaign boat losses have fallen."
    judged = [shortened(Draft(text, (quote,)), passed, our_rules()) for text in (wrong, right)]
    assert [one.judgement for one in judged] == ["partly", "supported"]
    assert judged[0].failures[0].words == ("boat", "losses")
