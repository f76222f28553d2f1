"""One's own conversation, as one may read it today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.answer.record import Record
from assistant.types import Answer
from assistant.workspace.conversation_store import Conversation, Exchange
from assistant.workspace.conversations import Conversations
from assistant.workspace.readable import marks
from ingest.edit import relabel
from ingest.library import Library
from ingest.types import OWNER, Reader
from tests.assistant.memo.test_update import store
from tests.assistant.workspace.test_shares import ANSWER, CLOSED, OPEN
from tests.ingest.libraries import word_library

ANA = Reader("ana", frozenset({"staff"}))
DISMISSED = Reader("ana")


class Answers:
    """An assistant that keeps what it is asked after."""

    def __init__(self) -> None:
        self.history: Any = None

    def stream_from(self, view: Any, question: str, history: Any, **more: Any) -> Iterator[Answer]:
        self.history = history
        yield replace(ANSWER, question=question)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    found = word_library(tmp_path / "home")
    store(found, {OPEN: ("2026-01-01", "The order", "A toll of 4 is due.")})
    store(found, {CLOSED: ("2026-01-01", "The secret", "A toll of 9 is due.")}, "staff")
    yield found
    found.close()


@pytest.fixture
def conversations(library: Library) -> Conversations:
    return Conversations(library.home, Answers(), Record(library.home))  # type: ignore[arg-type]


def asked(library: Library, conversations: Conversations, reader: Reader = ANA) -> str:
    *_, last = conversations.ask(library.visible_to(reader), Conversation(), "What is the toll?")
    return last.id


def test_quotes_are_shown_while_their_reader_may_read_them(
    library: Library, conversations: Conversations
) -> None:
    name = asked(library, conversations)
    assert conversations.readable(library.visible_to(ANA), name).exchanges[0].answer == ANSWER
    view = library.visible_to(DISMISSED)
    told = str(conversations.readable(view, name))
    assert "a toll of 4" in told and "secret" not in told and "of 9" not in told
    assert "you may not read" in told
    assert [one.id for one in conversations.found(view, "toll of 4")] == [name]
    assert not conversations.found(view, "toll of 9")
    assert conversations.readable(library.visible_to(ANA), name).exchanges[0].answer == ANSWER, (
        "nothing is lost"
    )


def test_a_follow_up_is_understood_after_no_more_than_one_may_read(
    library: Library, conversations: Conversations
) -> None:
    name = asked(library, conversations)
    view = library.visible_to(DISMISSED)
    *_, grown = conversations.ask(view, conversations.load("ana", name), "And the fine?")
    assert "of 9" not in str(conversations._assistant.history)  # type: ignore[attr-defined]
    assert "of 9" not in str(grown.exchanges[0])
    assert conversations.readable(library.visible_to(ANA), name).exchanges[0].answer == ANSWER


def test_what_else_an_answer_says_may_tell_of_a_document_that_is_not_cited(
    library: Library, conversations: Conversations
) -> None:
    view = library.visible_to(ANA)
    cited = replace(ANSWER, sentences=ANSWER.sentences[:1], citations=ANSWER.citations[:1], table=None)
    kept = Conversation(seen=marks(view)).then(Exchange("What is the toll?", replace(cited, documents=())))
    conversations.save("ana", kept)
    assert "The secret toll is 7" in str(conversations.readable(view, kept.id))
    relabel(library, CLOSED, frozenset({"board"}), by="ida")
    told = str(conversations.readable(library.visible_to(ANA), kept.id))
    assert "a toll of 4" in told and "secret" not in told


def test_one_kept_before_anybody_noted_what_was_seen_is_read_with_care_and_by_its_owner_whole(
    library: Library, conversations: Conversations
) -> None:
    kept = conversations.save("ana", Conversation().then(Exchange("What is the toll?", ANSWER)))
    assert "secret" not in str(conversations.readable(library.visible_to(DISMISSED), kept.id))
    conversations.save(OWNER.name, kept)
    whole = SimpleNamespace(has_all=True, reader=OWNER)
    assert conversations.readable(whole, kept.id).exchanges[0].answer == ANSWER  # type: ignore[arg-type]
