"""The whole path with a small chat model behind real HTTP: it tells of a few quotes at a time, and where its
sentence fails the quotes are shown."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.types import Answer
from tests.assistant.answer.test_chat_answer import FACT, QUESTION, assistant_with, home, is_quotes  # noqa: F401
from tests.chat_stub import Say, Stub, Turn


def ask(home: Path, *turns: Turn, question: str = QUESTION) -> tuple[Answer, Stub]:  # noqa: F811
    with assistant_with(home, *turns, chat_protocol="groups") as (assistant, stub):
        answer = assistant.ask(question)
        view = assistant.library.visible_to()
        for one in answer.citations:
            assert view.text(one.source)[one.start : one.end] == one.quote
        return answer, stub


SHORTENED = "Executive Order 14194 sets an additional duty of 25 percent on goods from Mexico."


def quotes_in(asked: str) -> list[str]:
    return re.findall(r'^"(.*)"$', asked.partition("Text")[2], re.MULTILINE)


def copying(asked: str) -> str:
    """A model that gives back the first of its quotes, and goes on."""
    return f"{quotes_in(asked)[0]} And there is more to say."


def where(fragment: str, text: str) -> Say:
    """A model that says something of one quote, and copies the others."""
    return lambda asked: text if any(fragment in one for one in quotes_in(asked)) else copying(asked)


def test_each_sentence_cites_the_quotes_that_it_was_written_of(home: Path) -> None:  # noqa: F811
    answer, stub = ask(home, Turn(copying))
    assert answer.model == "gpt-4o-mini" and answer.status in ("answered", "partial")
    assert len(stub.asked) >= len(answer.sentences) > 1
    cited = {one.number: one.quote for one in answer.citations}
    copied = [quotes_in(asked)[0] for asked in stub.asked]
    for sentence in answer.sentences:
        assert any(
            quote in copied or quote in sentence.text for quote in map(cited.__getitem__, sentence.citations)
        )
    assert all(len(asked) < 1500 for asked in stub.asked)
    assert 0 < answer.timing_ms["first written"] <= answer.timing_ms["first sentence"]


def test_the_first_sentence_of_a_document_says_whose_it_is(home: Path) -> None:  # noqa: F811
    answer, _ = ask(home, Turn(where(FACT, SHORTENED)))
    [sentence] = [one for one in answer.sentences if SHORTENED in one.text]
    assert re.search(rf" says that {SHORTENED}$", sentence.text)
    assert sentence.verdict == "supported" and sentence.citations


def test_a_sentence_that_fails_stands_apart_and_its_quotes_in_its_place(home: Path) -> None:  # noqa: F811
    answer, _ = ask(home, Turn(where(FACT, "Goods from Mexico bore an additional duty of 35 percent.")))
    assert "35 percent" in answer.withheld[0].text and answer.withheld[0].failures[0].kind == "missing number"
    assert not any("35 percent" in one.text for one in answer.sentences)
    assert any(f"{FACT}" in one.text and "“" in one.text for one in answer.sentences)


def test_where_nothing_passes_the_answer_is_that_of_the_quotes(home: Path) -> None:  # noqa: F811
    answer, _ = ask(home, Turn(lambda _: "Polar bears were counted in the Arctic last winter."))
    with assistant_with(home, Turn(), chat_protocol="groups") as (assistant, _):
        quoted = assistant.ask(QUESTION)
    assert is_quotes(answer) and answer.model == "gpt-4o-mini + quotes"
    assert [one.text for one in answer.sentences] == [one.text for one in quoted.sentences]
    assert any("passed the check" in notice for notice in answer.notices)


def test_a_service_that_fails_is_asked_no_more(home: Path) -> None:  # noqa: F811
    answer, stub = ask(home, Turn(copying), Turn(status=500))
    assert answer.sentences and any("ended early" in one or "did not answer" in one for one in answer.notices)
    assert len(stub.asked) <= 4  # one, and what the client tries again


def test_an_op_eds_claim_stands_as_its_authors_whatever_the_model_writes(home: Path) -> None:  # noqa: F811
    question = "What does the op-ed argue about the duty on goods from Mexico?"
    with assistant_with(home, Turn(copying), chat_protocol="groups") as (assistant, _):
        sources = {one.slug: one for one in assistant.library.visible_to().sources}
        answer = assistant.ask(question)
    of_op_ed = [
        one
        for one in answer.sentences
        for number in one.citations
        if sources[answer.citations[number - 1].source].kind == "op-ed"
    ]
    assert all("argues" in one.text for one in of_op_ed)


def test_a_sentence_of_the_title_is_not_shown_for_its_quotes(home: Path) -> None:  # noqa: F811
    said = "The position on 4 February 2025 is on tariffs that were ordered and paused."
    answer, _ = ask(home, Turn(where(FACT, said)))
    assert not any(said in one.text for one in answer.sentences)
    assert any(f"{FACT}" in one.text for one in answer.sentences)
