"""Who or what is forgotten is in no byte of any file, and the rest stands as it was."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answer.record import Record
from assistant.build import build_workspace
from assistant.cli.doctor import forgetting
from assistant.memo.types import MemoRequest
from assistant.memo.writer import Written
from assistant.review.types import Review
from assistant.settings import Settings
from assistant.types import Answer, Citation
from assistant.workspace.accounts_store import accounts_of
from assistant.workspace.conversation_store import Conversation, ConversationStore, Exchange
from assistant.workspace.documents import Documents
from assistant.workspace.forgetting import forget_document, forget_user, pending
from assistant.workspace.made import Made
from assistant.workspace.serving import serving, unserved
from ingest.errors import UnknownSource, UsageError
from ingest.library import Library
from ingest.types import OWNER, Reader
from tests.ingest.libraries import check_whole, word_library
from tests.left_behind import holders

PLANTED = "zyxqvort"
PIER = (
    f"# The pier of {PLANTED}\n\nThe harbour master of {PLANTED} closed the long eastern pier on"
    f" 4 March 2025 for repairs. The crane of {PLANTED} lifts nine tonnes.\n\n## Berths\n\n"
    + f"A berth at {PLANTED} costs forty coins a night in summer. "
    * 30
)
TOLL = (
    "# The toll\n\nThe toll on the iron bridge is two coins for a cart.\n\n" + "A horse pays one coin. " * 40
)
ANN = Reader("ann@office.example", roles=OWNER.roles)
BEN = Reader("ben@office.example", roles=OWNER.roles)


@pytest.fixture
def library(home: Path, tmp_path: Path) -> Iterator[Library]:
    (tmp_path / "pier.md").write_text(PIER)
    (tmp_path / "toll.md").write_text(TOLL)
    library = word_library(home)
    documents = Documents(library, record=Record(home))
    list(documents.upload([tmp_path / "pier.md", tmp_path / "toll.md"], reader=ANN))
    yield library
    library.close()


def _answer(library: Library, slug: str, quote: str, name: str, **more: Any) -> Answer:
    source, text = library.whole().source(slug), library.whole().text(slug)
    start = text.index(quote)
    cited = Citation(
        1, slug, source.title, "", "", "", "", None, None, start, start + len(quote), quote, source.sha256
    )
    answered = Answer(name, "How much?", "How much?", "partial", citations=(cited,), notices=("made",))
    return replace(answered, **more)


def _fill(home: Path, library: Library) -> None:
    """Two conversations, each with an answer of either document, on record too."""
    record, store = Record(home), ConversationStore(home)
    pier = _answer(library, "pier", f"The crane of {PLANTED} lifts nine tonnes.", "a1")
    toll = _answer(
        library,
        "toll",
        "The toll on the iron bridge is two coins for a cart.",
        "b2",
        follow_ups=(f"What of {PLANTED}?", "And for a horse?"),
    )
    for reader in (ANN, BEN):
        answers = [replace(one, id=f"{one.id}-{reader.name[:3]}") for one in (pier, toll)]
        for one in answers:
            evidence = [["pier", 0, 4], ["toll", 0, 4]]
            record.append({"answer": one.to_json(), "draft": None, "evidence": evidence, "by": reader.name})
        exchanges = tuple(Exchange(f"What did {ANN.name} add?", one) for one in answers)
        store.save(reader.name, Conversation(title="Of coins", exchanges=exchanges))
    record.append({"feedback": {"answer": "a1-ben", "thumb": "down", "note": "no"}, "by": BEN.name})
    with closing(sqlite3.connect(home / "slack.sqlite3", isolation_level=None)) as db:
        db.execute("CREATE TABLE job (key TEXT PRIMARY KEY, job TEXT NOT NULL)")
        said = (("1", {"user": ANN.name, "text": "hello"}), ("2", {"user": "U2", "text": PIER[60:200]}))
        db.executemany("INSERT INTO job VALUES (?, ?)", [(key, json.dumps(job)) for key, job in said])


def _forget(library: Library, what: Callable[..., Any], name: str) -> Any:
    record = Record(library.home)
    trial = what(library, record, name, is_trial=True)
    before = holders(library.home, PLANTED, ANN.name)
    with unserved(library.home), library.writing():
        done = what(library, record, name, by="terminal:root")
    assert before and trial.gone == done.gone
    assert pending(library.home) is None and not record.check().wrong
    return done


def test_a_document_is_in_no_byte_and_what_rests_on_others_stands(home: Path, library: Library) -> None:
    _fill(home, library)
    (home / "set-aside-1").mkdir()
    (home / "set-aside-1" / "catalogue.sqlite3").write_text(PLANTED)
    (home / "record.torn").write_text(PLANTED)
    done = _forget(library, forget_document, "pier")
    assert holders(home, PLANTED) == []
    assert done.gone["answers in conversations"] == 4 and done.gone["documents"] == 1
    for reader in (ANN, BEN):
        (kept,) = ConversationStore(home).list(reader.name)
        first, second = kept.exchanges
        assert first.answer is None and "gone with a document" in first.error
        assert second.answer and second.answer.follow_ups == ("And for a horse?",)
        assert second.answer.citations[0].source == "toll"
    entries = list(Record(home).entries())
    assert [one["tombstone"]["kind"] for one in entries if "tombstone" in one] == ["answer", "answer"]
    assert [one["evidence"] for one in entries if "answer" in one] == [[["toll", 0, 4]]] * 2
    assert entries[-1]["documents"] == [{"outcome": "forgotten", "slug": "pier"}]
    assert library.whole().nearest("toll on the bridge", 1)[0].passage.source == "toll"
    library.close()
    check_whole(home)


def test_a_person_is_in_no_byte_and_what_others_did_stands(home: Path, library: Library) -> None:
    _fill(home, library)
    accounts = accounts_of(Settings(home=str(home)), Record(home))
    for reader in (ANN, BEN):
        accounts.add(reader.name, "a long pass phrase")
        accounts.make_token(reader.name, f"of {reader.name}", 7)
    done = _forget(library, forget_user, "Ann@office.example")
    assert [one.name for one in accounts.store.accounts()] == [BEN.name]
    assert done.gone["accounts, sessions and tokens"] == 2
    assert holders(home, ANN.name) == []
    assert ConversationStore(home).list(ANN.name) == []
    (kept,) = ConversationStore(home).list(BEN.name)
    assert all(one.answer for one in kept.exchanges)
    entries = list(Record(home).entries())
    by = {one["by"] for one in entries if "tombstone" in one}
    assert len(by) == 1 and next(iter(by)).startswith("forgotten-")
    assert [one["by"] for one in entries if "answer" in one] == [BEN.name] * 2
    assert {one.by for one in library.whole().sources} == by
    assert "pier" in " ".join(done.told)


def test_no_server_runs_meanwhile(home: Path, library: Library) -> None:
    with serving(home, "serve"), pytest.raises(UsageError, match="pincite serve"), unserved(home):
        pass


def test_what_nobody_knows_is_not_forgotten(home: Path, library: Library) -> None:
    for act in (forget_document, forget_user):
        with pytest.raises(UnknownSource):
            act(library, Record(home), "nobody", is_trial=True)


def test_a_document_that_was_removed_before_is_forgotten_where_it_was_quoted(
    home: Path, library: Library
) -> None:
    """By what was quoted of it: nothing else of it is known by then."""
    _fill(home, library)
    (home / "slack.sqlite3").unlink()
    with library.writing():
        library.remove("pier")
    assert holders(home, PLANTED)
    _forget(library, forget_document, "pier")
    assert holders(home, PLANTED) == []


def test_a_forgetting_that_was_cut_off_is_told_and_goes_on(
    home: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each place where it writes."""
    _fill(home, library)
    cut = KeyboardInterrupt
    for owner, name in ((Record, "redact"), (Library, "remove"), (Library, "purge"), (Record, "append")):
        with monkeypatch.context() as patch, pytest.raises(cut), library.writing():
            patch.setattr(owner, name, _cut_off)
            forget_document(library, Record(home), "pier")
        assert pending(home)
        told = forgetting(Settings(home=str(home)))
        assert "half forgotten" in told.wrong and "pincite forget pier --document --yes" in told.hint
    with pytest.raises(UsageError, match="half forgotten"), library.writing():
        forget_user(library, Record(home), ANN.name)
    with library.writing():
        forget_document(library, Record(home), "pier")
    assert holders(home, PLANTED) == [] and pending(home) is None and not Record(home).check().wrong


def _cut_off(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


@pytest.mark.model
def test_all_that_the_program_itself_writes_of_a_document_is_gone(
    home: Path, tmp_path: Path, pincite: Any
) -> None:
    (tmp_path / "pier.md").write_text(PIER)
    (tmp_path / "toll.md").write_text(TOLL)
    assert pincite("ingest", tmp_path / "pier.md", tmp_path / "toll.md", home=home).returncode == 0
    workspace = build_workspace(Settings(home=str(home)))
    view = workspace.visible_to(ANN)
    conversation = Conversation()
    for question in (
        "When was the eastern pier closed?",
        "What is the toll on the iron bridge?",
        "Summarise the pier",
    ):
        *_, conversation = workspace.conversations.ask(view, conversation, question)
    assert len([one for one in conversation.exchanges if one.answer and one.answer.citations]) >= 2
    *_, written = workspace.memos.write(view, MemoRequest("The eastern pier", "bluf"))
    assert isinstance(written, Written)
    workspace.made.add(view, Made("memo", written.memo.title, records=(written.memo.id,)))
    *_, review = workspace.reviews.review(view, "pier")
    assert isinstance(review, Review)
    begun = workspace.made.begin(view, Made("review", "Pier"), tmp_path / "pier.md")
    workspace.made.finish(view, begun.id, state="ready", content=review.to_json())
    workspace.shares.share(view, conversation.id)
    workspace.library.close()
    assert len({name.partition("/")[0] for name in holders(home, PLANTED)}) >= 5
    told = pincite("forget", "pier", home=home)
    assert told.returncode == 0 and "Nothing is changed yet" in told.stdout and holders(home, PLANTED)
    done = pincite("forget", "pier", "--yes", home=home)
    assert done.returncode == 0, done.stderr
    assert holders(home, PLANTED) == []
    assert pincite("record", "check", home=home).returncode == 0
    doctor = pincite("doctor", "--repair", home=home)  # this process wrote for others too
    assert doctor.returncode == 0, doctor.stdout
    answer = pincite("ask", "What is the toll on the iron bridge?", home=home)
    assert "two coins" in answer.stdout
