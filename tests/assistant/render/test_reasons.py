from __future__ import annotations

from typing import get_args

import pytest

from assistant.lexicon.contradiction import contradiction
from assistant.lexicon.features import features
from assistant.lexicon.rules import our_rules
from assistant.render.english import WORDING
from assistant.render.reasons import failure, lacking, reason
from assistant.types import Aspect, Failure, FailureKind

MADE = [
    Failure("no evidence"),
    Failure("unknown id", ("E7",)),
    Failure("quote not stored", source="alder-deed at 3–9"),
    Failure("quote not whole"),
    Failure("introduction says more", ("wisely",)),
    Failure("lead-in left out", ("may not",), "A ferry may not sail—"),
    Failure("words not quoted", ("a bright day",)),
    Failure("off subject"),
    Failure("missing number", ("12",)),
    Failure("missing date", ("3 May",)),
    Failure("missing name", ("Alder Bay",)),
    Failure("wrong title", ("Minister Mara Lund",)),
    Failure("missing words", ("law",)),
    Failure("misattributed", ("Mara Lund",)),
    Failure("opinion as fact"),
    Failure("misplaced figure", ("12", "ferries")),
    Failure("narrower in the source", ("nearly",)),
    Failure("wrong actor", ("Mara Lund", "fined")),
    Failure("merged", ("12",)),
    Failure("not entailed", score=0.3, threshold=0.5),
    Failure("not entailed"),
    Failure("refused by judge"),
    Failure("declined"),
    Failure("not a sentence"),
    Failure("instruction"),
    Failure("link or disguise"),
    Failure("echoes the question", ("toll",)),
    Failure("contradicted"),
    Failure("contradicted", ("close",), aspect="denies"),
    Failure("contradicted", ("close",), aspect="affirms"),
    Failure("contradicted", ("profit",), "non-profit", aspect="non"),
    Failure("contradicted", aspect="denies more"),
    Failure("contradicted", ("not",), aspect="adds a negation"),
    Failure("contradicted", aspect="ended"),
    Failure("contradicted", aspect="continues"),
    Failure("contradicted", ("close",), "may", "modality"),
    Failure("contradicted", ("close", "must"), "may", "modality"),
    Failure("contradicted", ("close", "may"), aspect="modality"),
    Failure("contradicted", ("began",), "to begin", "beginning"),
    Failure("contradicted", ("closed",), "plan to close", "plan"),
    Failure("contradicted", ("higher",), "lower", "opposite"),
    Failure("contradicted", ("week",), "month", "rate"),
    Failure("contradicted", ("alder", "birch"), aspect="order"),
    Failure("contradicted", ("412", "2019"), "2018", "year"),
    Failure("contradicted", ("in 2019",), aspect="period"),
]
"""A failure of every kind, and in every aspect, with the words that the check gives it."""


@pytest.mark.parametrize("one", MADE, ids=lambda one: f"{one.kind} {one.aspect}".strip())
def test_every_failure_has_words(one: Failure) -> None:
    said = reason([one])
    assert said == said.strip() and said[-1] not in ":,;" and "None" not in said and "“”" not in said
    named = one.kind not in ("echoes the question",) and one.aspect != "non"
    assert all(word in said for word in (*(one.words if named else ()), one.source)), said


def test_no_kind_of_failure_is_left_out() -> None:
    assert {one.kind for one in MADE} == set(get_args(FailureKind))
    assert {one.aspect for one in MADE} == set(get_args(Aspect))


def test_no_failure_has_no_words() -> None:
    assert reason(()) == failure(()) == ""


@pytest.mark.parametrize(
    ("failures", "said"),
    [
        ([Failure("no evidence")], "it cites no document"),
        ([Failure("unknown id", ("E7", "E8"))], "it cites E7, E8, which stands for no document"),
        (
            [
                Failure("missing number", ("12",)),
                Failure("missing name", ("Alder Bay",)),
                Failure("missing words", ("12", "law")),
            ],
            "not in the source: “12”, “Alder Bay”, “law”",
        ),
        ([Failure("off subject"), Failure("missing number", ("12",))], "the quote is about something else"),
        (
            [Failure("not entailed", score=0.314, threshold=0.5)],
            "the quote does not bear it out (support 0.31, 0.50 is needed)",
        ),
        ([Failure("misattributed", ("Mara Lund",))], "the source does not give this as said by Mara Lund"),
        (
            [Failure("contradicted", ("higher",), "lower", "opposite", "The toll was lower.")],
            "it says “higher” where the source says “lower”; the source: “The toll was lower.”",
        ),
    ],
)
def test_a_reason_is_put_in_plain_words(failures: list[Failure], said: str) -> None:
    assert WORDING.reason(failures) == said
    assert WORDING.failure(failures) == said.partition("; the source: ")[0]


@pytest.mark.parametrize(
    ("claim", "evidence", "said"),
    [
        (
            "The council must close the bridge.",
            "The council may close the bridge.",
            "the source says “may” of what it gives as “must”: “close”",
        ),
        (
            "The council closed the bridge.",
            "The council may close the bridge.",
            "the source says “may” of what it gives as a fact: “closed”",
        ),
        (
            "The ferry does not stop at the island.",
            "The ferry stops at the island.",
            "it denies what the source says of “stop”",
        ),
        (
            "There were 412 crossings in 2019 and 512 in 2018.",
            "There were 412 crossings in 2018 and 512 in 2019.",
            "it gives 412 for 2019 where the source gives it for 2018",
        ),
        (
            "The fee is due per week.",
            "The fee is due per month.",
            "it says per week where the source says per month",
        ),
        ("The permit remains in force.", "The permit was revoked.", "the source says that it ends"),
        (
            "The city renamed the mine.",
            "The city set up a procedure for renaming the mine.",
            "the source tells of “procedure for renaming”, and not that it was done: “renamed”",
        ),
    ],
)
def test_a_contradiction_is_put_in_plain_words(claim: str, evidence: str, said: str) -> None:
    rules = our_rules()
    found = contradiction(features(claim, rules), features(evidence, rules))
    assert found is not None and failure([found]) == said


def test_words_are_named_once() -> None:
    assert lacking(["12", "May", "12"]) == "the source does not have “12”, “May”"
