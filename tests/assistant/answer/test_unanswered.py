"""Where nothing is answered, it is said in words what is missing: in the value, and in everything that shows
it."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.inquiry import NEAREST
from assistant.build import build_assistant, open_library
from assistant.render.arranged import is_declined_first
from assistant.render.conversation_paper import conversation_paper
from assistant.render.html.paper import paper_html
from assistant.render.html.transcript import transcript_html
from assistant.render.markdown import answer_markdown, paper_markdown
from assistant.render.slack.answer import declined_blocks, rest_blocks
from assistant.render.terminal import answer_text, rest_text
from assistant.settings import Settings
from assistant.types import Answer, Status
from assistant.workspace.conversation_store import Conversation, Exchange
from ingest.folders import collect
from ingest.pipeline import ingest
from tests.chat_stub import Turn, chat_stub
from tests.commands import Pincite
from tests.slack.shown import shown as shown_in_slack

QUESTION = "What is the fee at the port of Tuxpan?"
# What is there, and yet nothing of it is a sentence that says something on its own.
UNQUOTABLE = {
    "a label": "Port fees\n\nTuxpan fee: unset\n\nVeracruz fee: unset\n",
    "a question": "What is the fee at the port of Tuxpan? Is the fee at the port of Tuxpan 12 pesos?\n",
    "a heading": "THE FEE AT THE PORT OF TUXPAN IS 12 PESOS\n",
    "words cut short": "The fee at the port of Tuxpan is 12 pesos…\n",
}


def of_conversation(answer: Answer, made: Callable[[Any], str]) -> str:
    """The paper of a conversation that holds nothing else, without its headings."""
    return made(conversation_paper(Conversation().then(Exchange("q", answer))))


RENDERERS: dict[str, Callable[[Answer], str]] = {
    "terminal": answer_text,
    "terminal, streamed": lambda one: answer_text(one) if is_declined_first(one) else rest_text(one),
    "copied": answer_markdown,
    "exported": lambda answer: of_conversation(answer, paper_markdown),
    "printed": lambda answer: of_conversation(answer, paper_html),
    "page": lambda answer: transcript_html(Conversation().then(Exchange("q", answer))),
    "Slack": lambda answer: shown_in_slack([*declined_blocks(answer), *rest_blocks(answer, "C1:1")]),
}


def words(text: str) -> str:
    """The words of a text, whatever marks it."""
    return " ".join(re.findall(r"[^\W_]+", text))


def is_told(answer: Answer) -> None:
    """Every renderer says what is missing, and none says “None”."""
    assert answer.missing
    for name, render in RENDERERS.items():
        shown = render(answer)
        assert words(answer.missing) in words(shown), name
        assert not re.search(r"\bNone\b(?! of your)", shown), name


WORDS = st.lists(st.text("abcdefghijklmxyzáéñ", min_size=1, max_size=9), min_size=1, max_size=30).map(
    " ".join
)


@given(st.sampled_from(["abstained", "error"]), WORDS)
def test_whatever_is_missing_is_told_by_every_renderer(status: Status, missing: str) -> None:
    is_told(Answer("a1", "q", "q", status, missing=missing))


@given(st.sampled_from(["abstained", "error"]), st.none() | st.text(" \n\t.–\u200b", max_size=5))
def test_an_answer_without_a_word_cannot_be_made(status: Status, missing: str | None) -> None:
    with pytest.raises(ValueError, match="says what is missing"):
        Answer("a1", "q", "q", status, missing=missing)
    with pytest.raises(ValueError, match="says what is missing"):
        replace(Answer("a1", "q", "q", "answered", missing=missing), status=status)


def test_one_that_an_earlier_version_kept_without_a_word_is_read_with_one() -> None:
    kept = Answer("a1", "q", "q", "abstained", missing="Nothing on it.").to_json() | {"missing": None}
    is_told(Answer.from_json(json.loads(json.dumps(kept))))


def library_of(text: str, folder: Path) -> Path:
    """A library of one note."""
    note, home = folder / "note.txt", folder / "home"
    note.write_text(text, encoding="utf-8")
    library = open_library(Settings(home=str(home)), create=True)
    ingest(collect([str(note)]), library)
    library.close()
    return home


def asked(home: Path, question: str = QUESTION, **options: Any) -> Answer:
    assistant = build_assistant(Settings(home=str(home), **options))
    try:
        return assistant.ask(question)
    finally:
        assistant.library.close()


@pytest.mark.model
@pytest.mark.parametrize("what", UNQUOTABLE)
def test_a_document_that_has_nothing_to_quote_is_named(tmp_path: Path, what: str) -> None:
    answer = asked(library_of(UNQUOTABLE[what], tmp_path))
    assert answer.status == "abstained"
    assert answer.missing and QUESTION in answer.missing and "The nearest document is" in answer.missing
    is_told(answer)


@pytest.mark.model
@pytest.mark.parametrize("strict", [False, True])
def test_a_draft_that_fails_as_a_whole_is_told_with_its_number(tmp_path: Path, strict: bool) -> None:
    home = library_of("The fee at the port of Tuxpan is 12 pesos.\n", tmp_path)
    with (
        closing(sqlite3.connect(home / "catalogue.sqlite3")) as catalogue,
        catalogue,
    ):  # so that no quote stands where it says
        catalogue.execute("UPDATE source SET text = replace(text, '12', '99')")
    answer = asked(home, strict=strict)
    assert answer.status == "abstained" and len(answer.withheld) == (0 if strict else 1)
    assert answer.missing and "1 that was drafted failed the check" in answer.missing
    is_told(answer)


@pytest.mark.model
@pytest.mark.parametrize(
    "question", ["tell me of the ports", "What is the fee at the port of Tuxpan, and who set it?"]
)
def test_whatever_is_asked_something_is_said(tmp_path: Path, question: str) -> None:
    answer = asked(library_of(UNQUOTABLE["a heading"], tmp_path), question)
    assert answer.status == "abstained" and answer.missing and "The nearest document is" in answer.missing
    is_told(answer)


FIGURES = {
    "a label with a figure": "Port fees\n\nTuxpan fee: 12 pesos\n\nVeracruz fee: 14 pesos\n",
    "an item": "Port fees\n\n- Tuxpan: 12 pesos\n- Veracruz: 14 pesos\n",
    "what a list was to follow": "The fee at the port of Tuxpan is 12 pesos:\n",
}


@pytest.mark.model
@pytest.mark.parametrize("what", FIGURES)
def test_a_name_with_a_figure_is_an_answer(tmp_path: Path, what: str) -> None:
    answer = asked(library_of(FIGURES[what], tmp_path))
    assert answer.status == "answered" and "12 pesos" in answer.sentences[0].text


RULING = """The levy on night ferries ended on 3 May 2021 by an order of the council.

The council gave no reason for its order on the levy.
"""


@pytest.mark.model
def test_a_refusal_shows_what_comes_nearest_and_says_that_it_does_not_answer(tmp_path: Path) -> None:
    answer = asked(
        library_of(RULING, tmp_path),
        "Which judge of the Admiralty Court struck down the levy on night ferries?",
    )
    assert answer.status == "abstained" and answer.missing
    assert answer.sentences and {one.heading for one in answer.sentences} == {NEAREST}
    assert all(one.citations for one in answer.sentences) and "3 May 2021" in answer.text
    is_told(answer)


@pytest.mark.model
def test_a_refusal_of_something_else_entirely_shows_nothing(tmp_path: Path) -> None:
    answer = asked(library_of(RULING, tmp_path), "Who won the chess championship in Reykjavik in 1972?")
    assert answer.status == "abstained" and answer.sentences == () and answer.citations == ()


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Who are you?", "Pincite answers questions"),
        ("Good morning, can you help me?", "Pincite answers questions"),
        ("hello", "Hello"),
        ("OK, thanks!", "welcome"),
    ],
)
def test_small_talk_is_answered_in_kind(tmp_path: Path, question: str, told: str) -> None:
    answer = asked(library_of(FIGURES["an item"], tmp_path), question)
    assert answer.status == "capabilities" and answer.sentences == () and answer.missing is None
    for name, render in RENDERERS.items():
        shown = render(answer)
        assert told in shown and "Note:" not in shown, name
        assert not re.search(r"\bNone\b(?! of your)", shown), name


@pytest.mark.model
def test_a_part_that_has_nothing_to_quote_is_named_beside_an_answered_one(tmp_path: Path) -> None:
    text = "The fee at the port of Tuxpan is 12 pesos…\n\nThe bridge at Puebla was opened in May 2021.\n"
    question = "When was the bridge at Puebla opened, and what is the fee at the port of Tuxpan?"
    answer = asked(library_of(text, tmp_path), question)
    assert [sentence.text for sentence in answer.sentences if "May 2021" in sentence.text]
    assert not [sentence.text for sentence in answer.sentences if "12 pesos" in sentence.text]
    assert answer.status == "partial" and answer.missing
    assert answer.missing.startswith("On “what is the fee at the port of Tuxpan?”: No sentence found can be")


@pytest.mark.model
def test_a_chat_model_is_not_blamed_where_there_is_nothing_to_quote(tmp_path: Path) -> None:
    home = library_of(UNQUOTABLE["words cut short"], tmp_path)
    with chat_stub(Turn(lambda _: "The fee is 12 pesos.")) as stub:
        answer = asked(
            home, chat_model="gpt-4o-mini", openai_api_key="k", openai_base_url=stub.url, context_tokens=4000
        )
    assert stub.asked == [] and answer.status == "abstained"
    assert answer.notices == (
        "The chat model was not asked: the passages found hold no sentence that can be quoted.",
    )


@pytest.mark.model
def test_evidence_that_is_too_large_for_the_chat_model_is_quoted(tmp_path: Path) -> None:
    home = library_of("The fee at the port of Tuxpan is 12 pesos.\n", tmp_path)
    with chat_stub(Turn(lambda _: "The fee is 12 pesos.")) as stub:
        answer = asked(
            home, chat_model="gpt-4o-mini", openai_api_key="k", openai_base_url=stub.url, context_tokens=300
        )
    assert stub.asked == [] and answer.sentences
    too_large, quoted = answer.notices
    assert "does not fit" in too_large and quoted == "The documents are quoted directly."


@pytest.mark.model
def test_the_command_says_it(tmp_path: Path, pincite: Pincite) -> None:
    home = library_of(UNQUOTABLE["a heading"], tmp_path)
    told = pincite("ask", QUESTION, home=home)
    assert told.returncode == 0 and told.stdout.strip().startswith(
        "Not in your documents: No sentence found can be shown as an answer"
    )


@pytest.mark.model
def test_an_error_says_in_json_what_kept_it_from_being_answered(tmp_path: Path, pincite: Pincite) -> None:
    told = json.loads(
        pincite("ask", "?!", "--json", home=library_of(UNQUOTABLE["a heading"], tmp_path)).stdout
    )
    assert told["status"] == "error" and told["missing"] == told["error"]["message"] and told["missing"]
