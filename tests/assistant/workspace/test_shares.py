"""A conversation that is shared: read by others as far as they may read what it rests on, and no longer than
its owner wants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.types import (
    Answer,
    AnswerSentence,
    Citation,
    Listed,
    Superseded,
    Table,
    TableRow,
    Withheld,
)
from assistant.workspace.conversation_store import (
    Conversation,
    ConversationStore,
    Exchange,
    UnknownConversation,
)
from assistant.workspace.shares import Shares, UnknownShare
from ingest.library import Library
from ingest.types import Reader
from tests.assistant.memo.test_update import store
from tests.ingest.libraries import word_library

ANA = Reader("ana", frozenset({"staff"}))
BEN, CAI = Reader("ben"), Reader("cai", frozenset({"staff"}))
OPEN, CLOSED = "order", "secret"


def cited(number: int, slug: str, quote: str) -> Citation:
    return Citation(number, slug, f"The {slug}", "", "2026-01-01", "note", "", None, None, 0, 9, quote, "0")


ANSWER = Answer(
    "a" * 32,
    "What is the toll?",
    "What is the toll?",
    "answered",
    (
        AnswerSentence("The order says: “a toll of 4”", "supported", 1.0, (1,)),
        AnswerSentence("The secret says: “a toll of 9”", "supported", 1.0, (2,)),
    ),
    (Withheld("The secret toll is 7.", "unsupported", "the secret has 9"),),
    (cited(1, OPEN, "a toll of 4"), cited(2, CLOSED, "a toll of 9")),
    notices=("The secret has more.",),
    follow_ups=("What does the secret say?",),
    documents=(Listed(CLOSED, "The secret", "", "", "note", "The secret (note)"),),
    table=Table(("Figure",), (TableRow(("4",), 1), TableRow(("9",), 2))),
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    found = word_library(tmp_path / "home")
    store(found, {OPEN: ("2026-01-01", "The order", "A toll of 4 is due.")})
    store(found, {CLOSED: ("2026-01-01", "The secret", "A toll of 9 is due.")}, "staff")
    yield found
    found.close()


@pytest.fixture
def conversations(library: Library) -> ConversationStore:
    return ConversationStore(library.home)


def asked(conversations: ConversationStore, user: str = "ana") -> Conversation:
    return conversations.save(user, Conversation(seen=()).then(Exchange("What is the toll?", ANSWER)))


def test_whoever_may_read_as_much_reads_it_whole_and_its_owner_ends_that(
    library: Library, conversations: ConversationStore
) -> None:
    shares, one = Shares(library.home, conversations), asked(conversations)
    share = shares.share(library.visible_to(ANA), one.id)
    assert shares.share(library.visible_to(ANA), one.id) == share, "one link a conversation"
    read = Shares(library.home, conversations).read(library.visible_to(CAI), share.token)
    assert (read.conversation.exchanges, read.withheld) == (one.exchanges, 0)
    shares.stop("ben", one.id)
    assert shares.of("ana", one.id) == share, "nobody else ends it"
    shares.stop("ana", one.id)
    with pytest.raises(UnknownShare):
        shares.read(library.visible_to(CAI), share.token)


def test_what_rests_on_documents_that_a_reader_may_not_see_is_withheld(
    library: Library, conversations: ConversationStore
) -> None:
    shares, one = Shares(library.home, conversations), asked(conversations)
    share = shares.share(library.visible_to(ANA), one.id)
    read = shares.read(library.visible_to(BEN), share.token)
    answer = read.conversation.exchanges[0].answer
    assert answer is not None and read.withheld == 1
    assert [one.text for one in answer.sentences] == ["The order says: “a toll of 4”"]
    assert answer.table and [row.cells for row in answer.table.rows] == [("4",)]
    told = str(answer.to_json() | {"missing": ""})
    assert "secret" not in told and "toll of 9" not in told
    assert "may not read" in (answer.missing or "")


def test_what_a_document_that_a_reader_may_not_see_says_of_a_quote_is_not_told(
    library: Library, conversations: ConversationStore
) -> None:
    end = Superseded(CLOSED, "The secret", "The secret", "2026-02-01", "ended", "It ended.", 0, 9, None, "0")
    first = replace(ANSWER.citations[0], superseded=end)
    only = replace(ANSWER, sentences=ANSWER.sentences[:1], citations=(first,), documents=(), table=None)
    one = conversations.save("ana", Conversation().then(Exchange("What is the toll?", only)))
    shares = Shares(library.home, conversations)
    share = shares.share(library.visible_to(ANA), one.id)

    def ends(reader: Reader) -> list[Superseded | None]:
        answer = shares.read(library.visible_to(reader), share.token).conversation.exchanges[0].answer
        return [each.superseded for each in answer.citations] if answer else []

    assert ends(CAI) == [end] and ends(BEN) == [None]


def test_a_copy_is_ones_own_and_has_no_more_than_was_read(
    library: Library, conversations: ConversationStore
) -> None:
    shares, one = Shares(library.home, conversations), asked(conversations)
    share = shares.share(library.visible_to(ANA), one.id)
    copy = shares.copy(library.visible_to(BEN), share.token)
    kept = conversations.load("ben", copy.id)
    assert kept.id != one.id and "secret" not in str(kept.exchanges[0].answer)
    shares.stop("ana", one.id)
    assert conversations.load("ben", copy.id) == kept


def test_nobody_shares_what_is_not_theirs_and_no_name_of_a_file_is_a_link(
    library: Library, conversations: ConversationStore
) -> None:
    shares, one = Shares(library.home, conversations), asked(conversations)
    with pytest.raises(UnknownConversation):
        shares.share(library.visible_to(BEN), one.id)
    for token in ("", "../conversations/x", "A" * 22, "é" * 22):
        with pytest.raises(UnknownShare):
            shares.read(library.visible_to(ANA), token)


def test_an_answer_all_of_whose_words_are_withheld_still_says_so(
    library: Library, conversations: ConversationStore
) -> None:
    only = replace(ANSWER, sentences=ANSWER.sentences[1:], citations=ANSWER.citations[1:], table=None)
    one = conversations.save("ana", Conversation().then(Exchange("Q", only)))
    shares = Shares(library.home, conversations)
    token = shares.share(library.visible_to(ANA), one.id).token
    answer = shares.read(library.visible_to(BEN), token).conversation.exchanges[0].answer
    assert answer and answer.status == "abstained" and not answer.sentences and answer.missing


def test_one_answer_is_shared_without_the_others_of_its_conversation(
    library: Library, conversations: ConversationStore
) -> None:
    other = Exchange("What is the fee?", replace(ANSWER, id="b" * 32))
    one = conversations.save("ana", asked(conversations).then(other))
    shares, view = Shares(library.home, conversations), library.visible_to(ANA)
    whole, part = shares.share(view, one.id), shares.share(view, one.id, "b" * 32)
    assert shares.share(view, one.id, "b" * 32) == part and part.token != whole.token
    assert shares.read(view, part.token).conversation.exchanges == (other,)
    assert shares.copy(library.visible_to(CAI), part.token).exchanges == (other,)
    assert len(shares.read(view, whole.token).conversation.exchanges) == 2
    shares.stop("ana", one.id)
    assert shares.read(view, part.token), "each is stopped by itself"
    conversations.update("ana", one.id, lambda kept: replace(kept, exchanges=kept.exchanges[:1]))
    for token in (whole.token, part.token):
        with pytest.raises(UnknownShare):
            shares.read(view, token)
    with pytest.raises(UnknownShare):
        shares.share(view, one.id, "b" * 32)
