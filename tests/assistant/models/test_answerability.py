from __future__ import annotations

import hashlib

import pytest

from assistant.models.answerability import WEIGHTS, answerability, answerability_spec

pytestmark = pytest.mark.model

BRIDGE = (
    "The Alder Bridge was closed on 3 May 2021 after engineers found cracks in two of its cables. The council"
    " put its repair at £4 million."
)


def test_the_committed_weights_are_those_of_the_committed_checksum() -> None:
    assert (
        hashlib.sha256((WEIGHTS / "answerability.onnx").read_bytes()).hexdigest()
        == answerability_spec().model_sha256
    )
    assert (WEIGHTS / "answerability.onnx").stat().st_size <= 35_000_000


def test_a_passage_answers_what_it_says_and_not_what_it_leaves_open_about_the_same_things() -> None:
    said = [
        answerability(question, [BRIDGE])[0]
        for question in ("When was the Alder Bridge closed?", "How much will the repair cost?")
    ]
    open_ = [
        answerability(question, [BRIDGE])[0]
        for question in ("How long is the Alder Bridge?", "Who designed the Alder Bridge?")
    ]
    assert min(said) > max(open_)


def test_texts_are_scored_in_their_order_and_none_gives_none() -> None:
    other = "The festival drew 40,000 people to the old harbour."
    apart, together = (
        [answerability("When was the bridge closed?", [text])[0] for text in (other, BRIDGE)],
        answerability("When was the bridge closed?", [other, BRIDGE]),
    )
    assert together[1] > together[0]
    assert all(abs(one - two) < 0.2 for one, two in zip(apart, together, strict=True))
    assert answerability("When?", []) == []
