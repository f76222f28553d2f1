"""The values of an answer, read back from JSON."""

from __future__ import annotations

import json

import pytest

from assistant.types import Answer, AnswerSentence, Failure, Table, TableRow, Withheld

ANSWER = Answer(
    "a1",
    "Who pays the toll?",
    "Who pays the toll?",
    "partial",
    sentences=(AnswerSentence("Lorries pay.", "supported", 0.9, (1,)),),
    withheld=(Withheld("Cars pay.", "unsupported", "no words", (Failure("missing words", ("cars",)),)),),
    table=Table(("figure", "unit"), (TableRow(("40", "crowns"), 1),)),
    timing_ms={"total": 1.5},
)


def test_an_answer_survives_json() -> None:
    assert Answer.from_json(json.loads(json.dumps(ANSWER.to_json()))) == ANSWER


def test_what_is_no_answer_is_refused_with_its_place() -> None:
    with pytest.raises(ValueError, match=r"withheld\.0\.failures\.0\.kind"):
        Answer.from_json(json.loads(json.dumps(ANSWER.to_json()).replace("missing words", "bad luck")))


def test_an_answer_of_an_earlier_version_is_read() -> None:
    told = json.loads(json.dumps(ANSWER.to_json()))
    del told["withheld"][0]["failures"]
    del told["readings"]
    assert Answer.from_json(told).withheld == (Withheld("Cars pay.", "unsupported", "no words"),)


def test_an_answer_that_asks_which_names_what_may_be_meant() -> None:
    with pytest.raises(ValueError, match="what may be meant"):
        Answer("a1", "q", "q", "clarify")
