"""A review with a chat model behind real HTTP: it is believed where its words stand in the sentence that it
names, and never against a plain sign."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.build import build_assistant, build_reviewer
from assistant.review.types import OpEd, Review
from assistant.settings import Settings
from tests.chat_stub import Turn, chat_stub

CLAIM = "The whole of the money in the note on laundering was spent on horses, they say."
DENIED = "But the cartels are not terrorist organizations."


def reviewed(home: Path, text: str, turn: Turn) -> tuple[Review, list[str]]:
    with chat_stub(turn) as stub:
        settings = Settings(
            home=str(home), chat_model="gpt-4o-mini", openai_api_key=SecretStr("k"), openai_base_url=stub.url
        )
        assistant = build_assistant(settings)
        try:
            view = assistant.library.visible_to()
            op_ed = OpEd(text, "A made-up op-ed", "A. Writer", date="2025-02-06")
            *_, review = build_reviewer(settings, assistant).review(op_ed, view)
            assert isinstance(review, Review)
            return review, stub.asked
        finally:
            assistant.library.close()


def words_of_the_first(asked: str) -> str:
    """The first words of the first sentence that the model is given."""
    (line,) = re.findall(r'^1 "[\d-]+: (.+)"$', asked, re.MULTILINE)
    return " ".join(line.split()[:5])


@pytest.mark.model
def test_what_the_model_reads_counts_where_its_words_stand_in_the_sentence(bundled_home: Path) -> None:
    review, asked = reviewed(bundled_home, CLAIM, Turn(lambda told: f'WRONG 1 "{words_of_the_first(told)}"'))
    (one,) = review.claims
    assert one.finding == "contradicted" and "chat model" in one.told[0]
    assert words_of_the_first(asked[0]) in review.citation(one.against[0]).quote


@pytest.mark.model
@pytest.mark.parametrize(
    "said", ['WRONG 1 "words that stand nowhere at all"', 'WRONG 99 "the"', "Certainly!"]
)
def test_what_it_makes_up_is_not_believed(bundled_home: Path, said: str) -> None:
    review, asked = reviewed(bundled_home, CLAIM, Turn(lambda _: said))
    assert asked and review.claims[0].finding in ("not decided", "not in the record")


@pytest.mark.model
def test_it_is_not_asked_where_a_plain_sign_has_decided(bundled_home: Path) -> None:
    review, asked = reviewed(bundled_home, DENIED, Turn(lambda _: "NOTHING"))
    assert review.claims[0].finding == "contradicted" and not asked


@pytest.mark.model
def test_a_service_that_fails_is_told_once_and_the_review_goes_on(bundled_home: Path) -> None:
    review, _ = reviewed(bundled_home, f"{CLAIM} {CLAIM}", Turn(status=500))
    assert len(review.claims) == 2
    assert len([one for one in review.notices if "chat model" in one]) == 1
