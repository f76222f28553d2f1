from __future__ import annotations

from pathlib import Path

import pytest
from langchain_core.language_models import FakeListChatModel

from assistant.answer.assistant import Assistant
from assistant.answer.chat_answer import Chat
from assistant.build import build_assistant, open_library
from assistant.lexicon.rules import our_rules
from assistant.models.chat import make_chat_model
from assistant.query.rewrite import rewrite
from assistant.render.english import WORDING
from assistant.settings import Settings
from assistant.types import Turn

HISTORY = [
    Turn("What did the order on Mexican goods do?", "It paused the duty on goods from Mexico until March.")
]


@pytest.mark.parametrize(
    "written",
    [
        "Did the order pause the duty on goods from Canada?",
        "What did the order on goods from Canada do?",
        '"What did the order do for Canada?"',
    ],
)
def test_a_question_made_of_what_was_said_is_believed(written: str) -> None:
    assert rewrite("And for Canada?", HISTORY, FakeListChatModel(responses=[written])) == written.strip('"')


@pytest.mark.parametrize(
    "written",
    [
        "",
        "It paused the duty on goods from Canada.",  # an answer
        "What did Executive Order 14197 do for Canada?",  # a number of its own
        "What did the Trudeau order do for Canada?",  # a name of its own
        "What did the order on Mexican goods do?",  # not what is asked
        "Sure! Here it is:\nWhat did the order do for Canada?",
        "What did the order do for Canada" + " and for Canada" * 40 + "?",
    ],
)
def test_anything_else_is_not(written: str) -> None:
    assert rewrite("And for Canada?", HISTORY, FakeListChatModel(responses=[written])) == ""


def test_what_a_real_small_model_writes_is_borne_out_or_dropped(chat_server: str) -> None:
    written = rewrite("And for Canada?", HISTORY, make_chat_model("smollm2", base_url=chat_server))
    assert written == "" or ("Canada" in written and written.endswith("?"))


def test_the_assistant_shows_how_the_model_put_a_follow_up_and_asks_it_of_first_questions_never(
    bundled_home: Path,
) -> None:
    model = FakeListChatModel(responses=["What duty was set on goods from Canada in February 2025?"])
    assistant = Assistant(open_library(Settings(), bundled_home), our_rules(), WORDING, chat=Chat(model))
    first = assistant.ask("What duty was set on goods from Mexico in February 2025?")
    assert first.standalone_question == first.question
    answer = assistant.ask("And for the neighbour, Canada?", [Turn(first.question, "A duty of 25 percent.")])
    assert answer.standalone_question == "What duty was set on goods from Canada in February 2025?"
    assert "Canad" in answer.sentences[0].text
    assistant.library.close()


def test_a_conversation_with_a_real_chat_server_keeps_the_contract(
    bundled_home: Path, chat_server: str
) -> None:
    assistant = build_assistant(
        Settings(
            home=str(bundled_home),
            chat_model="smollm2",
            openai_base_url=chat_server,
            context_tokens=1500,  # short, as it reads and writes slowly
            reply_tokens=60,
        )
    )
    asked = "What duty was set on goods from Mexico in February 2025?"
    answer = assistant.ask("What about Canada?", [Turn(asked, assistant.ask(asked).sentences[0].text)])
    assert answer.sentences
    for citation in answer.citations:
        assert (
            assistant.library.visible_to().text(citation.source)[citation.start : citation.end]
            == citation.quote
        )
    assistant.library.close()
