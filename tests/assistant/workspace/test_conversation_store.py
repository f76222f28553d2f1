from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.types import Answer, AnswerSentence, Citation, Turn, Withheld, source_numbers
from assistant.workspace.conversation_store import (
    Conversation,
    ConversationStore,
    Exchange,
    UnknownConversation,
)

CITED = Citation(1, "doc", "A title", "A publisher", "2025-02-01", "statute", "", 3, 4, 0, 5, "quote", "0")
ANSWER = Answer(
    "a1",
    "When was it paused?",
    "When was it paused?",
    "answered",
    (AnswerSentence("It says: “quote”", "supported", 1.0, (1,)),),
    (Withheld("It is so.", "unsupported", "it cites no document"),),
    (CITED,),
    readings=("one",),
    timing_ms={"total": 3.0},
)


@pytest.fixture
def kept(tmp_path: Path) -> ConversationStore:
    return ConversationStore(tmp_path)


def test_an_answer_is_the_same_after_json() -> None:
    assert Answer.from_json(json.loads(json.dumps(ANSWER.to_json()))) == ANSWER


def test_a_conversation_survives_a_restart(kept: ConversationStore, tmp_path: Path) -> None:
    saved = kept.save(
        "ana",
        Conversation()
        .then(Exchange("When was it paused?", ANSWER))
        .then(Exchange("And now?", error="broken", hint="mend it")),
    )
    assert ConversationStore(tmp_path).load("ana", saved.id) == saved
    assert saved.title == "When was it paused?"
    assert saved.history == (Turn("When was it paused?", "It says: “quote”"),)


def test_users_see_their_own_alone(kept: ConversationStore) -> None:
    saved = kept.save("ana", Conversation().then(Exchange("A question")))
    assert kept.list("bob") == []
    with pytest.raises(UnknownConversation):
        kept.load("bob", saved.id)


def test_they_are_listed_last_changed_first_and_found_by_their_words(kept: ConversationStore) -> None:
    first = kept.save("ana", Conversation().then(Exchange("On tariffs", ANSWER)))
    second = kept.save("ana", Conversation().then(Exchange("On fentanyl")))
    assert [one.id for one in kept.list("ana")] == [second.id, first.id]
    kept.save("ana", first)
    assert [one.id for one in kept.list("ana")] == [first.id, second.id]
    assert [one.id for one in kept.list("ana", "QUOTE tariffs")] == [first.id]
    assert kept.list("ana", "tariffs fentanyl") == []


def test_one_is_renamed_and_deleted(kept: ConversationStore) -> None:
    saved = kept.save("ana", Conversation().then(Exchange("On  tariffs and " + "much more " * 20)))
    assert len(saved.title) <= 80 and saved.title.endswith("…")
    assert kept.rename("ana", saved.id, " For  Friday ").title == "For Friday"
    assert kept.rename("ana", saved.id, "  ").title == saved.title
    kept.delete("ana", saved.id)
    with pytest.raises(UnknownConversation, match="was deleted, or belongs to someone else"):
        kept.load("ana", saved.id)


def test_a_damaged_file_is_named_and_hides_no_other(kept: ConversationStore, tmp_path: Path) -> None:
    damaged = kept.save("ana", Conversation().then(Exchange("One")))
    sound = kept.save("ana", Conversation().then(Exchange("Two")))
    next(tmp_path.rglob(f"{damaged.id}.json")).write_text("{")
    assert [one.id for one in kept.list("ana")] == [sound.id]
    with pytest.raises(UnknownConversation, match=damaged.id):
        kept.load("ana", damaged.id)


@pytest.mark.parametrize("name", ["../../record", "", "a" * 31, "A" * 32])
def test_a_name_that_is_no_id_reaches_no_file(kept: ConversationStore, name: str) -> None:
    with pytest.raises(UnknownConversation, match="does not lead to a conversation"):
        kept.load("ana", name)


def test_going_back_and_rating(kept: ConversationStore) -> None:
    conversation = Conversation().then(Exchange("One", ANSWER)).then(Exchange("Two"))
    assert [one.question for one in conversation.until(1).exchanges] == ["One"]
    assert conversation.rated("a1", "down").exchanges[0].thumb == "down"


def test_a_source_has_one_number_however_often_it_is_cited() -> None:
    cited = [
        Citation(n, slug, "", "", "", "", "", None, None, 0, 1, "q", "0")
        for n, slug in ((1, "a"), (2, "b"), (3, "a"), (4, "c"))
    ]
    assert source_numbers(cited) == {1: 1, 2: 2, 3: 1, 4: 3}
