from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from assistant.answer.record import Record
from assistant.build import build_workspace
from assistant.settings import Settings
from assistant.types import STOPPED, Manner, Turn
from assistant.workspace.conversation_store import Conversation
from assistant.workspace.workspace import Workspace
from ingest import bundled
from ingest.errors import UnknownSource, UsageError
from ingest.folders import collect
from ingest.pipeline import ingest
from ingest.types import EVERYBODY, OWNER, FileReport, Metadata, Reader
from tests.odd_service import Send, odd_service

pytestmark = pytest.mark.model

QUESTION = "What is the maximum sentence for material support to a foreign terrorist organization?"
GROWING = "Timeline of the duties on Mexican goods"
NOTE = "The Alder Bridge was closed on 3 May 2021 after engineers found cracks in two of its cables.\n"


@pytest.fixture(scope="module")
def workspace(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    home = tmp_path_factory.mktemp("workspace") / "home"
    shutil.copytree(bundled_home, home)
    return build_workspace(Settings(home=str(home)))


@pytest.fixture
def empty(tmp_path: Path) -> Workspace:
    return build_workspace(Settings(home=str(tmp_path / "home"), fetch_allow="127.0.0.1:*"))


def outcomes(events: Iterator[object]) -> list[tuple[str, str]]:
    return [(event.path, event.outcome) for event in events if isinstance(event, FileReport)]


def test_an_answer_grows_a_sentence_at_a_time_and_is_kept(workspace: Workspace) -> None:
    *growing, whole = workspace.conversations.ask(
        workspace.visible_to(Reader("ana")), Conversation(), GROWING
    )
    sizes = [len(one.exchanges[-1].answer.sentences) for one in growing if one.exchanges[-1].answer]
    assert sizes == list(range(len(sizes))) and len(sizes) > 2
    assert workspace.conversations.load("ana", whole.id) == whole
    answer = whole.exchanges[-1].answer
    assert answer and "14194" in answer.sentences[0].text and len(answer.sentences) == sizes[-1]


def test_the_history_is_what_was_answered(workspace: Workspace) -> None:
    *_, first = workspace.conversations.ask(workspace.visible_to(EVERYBODY), Conversation(), QUESTION)
    *_, second = workspace.conversations.ask(
        workspace.visible_to(EVERYBODY), first, "And if it causes a death?"
    )
    answer = second.exchanges[-1].answer
    assert answer and answer.standalone_question != answer.question
    assert second.id == first.id and len(second.exchanges) == 2


def test_a_length_and_sources_are_the_users(workspace: Workspace) -> None:
    *_, whole = workspace.conversations.ask(
        workspace.visible_to(EVERYBODY),
        Conversation(sources=("tariffs-paused-2025-02",)),
        "Is the duty paused?",
        manner=Manner(2),
    )
    answer = whole.exchanges[-1].answer
    assert answer and len(answer.sentences) <= 2
    assert {one.source for one in answer.citations} == {"tariffs-paused-2025-02"}


def test_a_stopped_answer_is_what_was_shown_by_then(workspace: Workspace) -> None:
    stop = threading.Event()
    growing = workspace.conversations.ask(
        workspace.visible_to(EVERYBODY), Conversation(), QUESTION, stopped=stop.is_set
    )
    for one in growing:
        answer = one.exchanges[-1].answer
        if answer and answer.sentences:
            stop.set()
    assert answer and len(answer.sentences) == 1 and answer.notices == (STOPPED,) and answer.id


def test_a_stop_is_heeded_while_the_chat_model_is_waited_for(bundled_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(bundled_home, tmp_path / "home"))

    def keeps_alive(send: Send) -> None:
        while True:
            send(b": still here\n\n")
            time.sleep(0.05)

    asked_at: list[float] = []
    with odd_service(keeps_alive) as service:

        def stopped() -> bool:
            if service.asked and not asked_at:
                asked_at.append(time.monotonic())
            return bool(asked_at)

        fluent = build_workspace(Settings(home=str(home), chat_model="m", openai_base_url=service.url))
        *_, whole = fluent.conversations.ask(
            fluent.visible_to(EVERYBODY), Conversation(), QUESTION, stopped=stopped
        )
        assert time.monotonic() - asked_at[0] < 2.0
    answer = whole.exchanges[-1].answer
    assert answer and answer.notices == (STOPPED,) and answer.id


def test_whoever_hurries_is_given_quotes(bundled_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(bundled_home, tmp_path / "home"))

    def keeps_alive(send: Send) -> None:
        while True:
            send(b": still here\n\n")
            time.sleep(0.05)

    steps: list[str] = []
    with odd_service(keeps_alive) as service:
        slow = build_workspace(Settings(home=str(home), chat_model="m", openai_base_url=service.url))
        *_, whole = slow.conversations.ask(
            slow.visible_to(EVERYBODY),
            Conversation(),
            QUESTION,
            hurried=lambda: bool(service.asked),
            told=lambda step, ms: steps.append(step),
        )
    answer = whole.exchanges[-1].answer
    assert answer and answer.status == "answered" and answer.model == "m + quotes"
    assert "asked for quotes" in " ".join(answer.notices) and steps[:2] == ["understand", "retrieve"]


def test_a_question_is_kept_before_it_is_answered(workspace: Workspace) -> None:
    view = workspace.visible_to(Reader("eva"))
    growing = workspace.conversations.ask(view, Conversation(), QUESTION)
    name = next(growing).id
    [unanswered] = workspace.conversations.load("eva", name).exchanges
    assert (unanswered.question, unanswered.answer) == (QUESTION, None) and "not finished" in unanswered.error
    *_, whole = growing
    [answered] = workspace.conversations.load("eva", name).exchanges
    assert answered.answer and answered == whole.exchanges[0]
    again = workspace.conversations.ask(view, whole, QUESTION, turn=0)
    next(again)
    assert workspace.conversations.load("eva", name).exchanges == (answered,), "kept until the other is whole"


def test_two_questions_at_once_are_each_answered_in_their_place(workspace: Workspace) -> None:
    view = workspace.visible_to(Reader("ivo"))
    *_, first = workspace.conversations.ask(view, Conversation(), "hello")
    one = workspace.conversations.ask(view, first, "What can you do?")
    next(one)
    list(workspace.conversations.ask(view, first, "hello again"))
    *_, last = one
    assert [each.question for each in last.exchanges] == ["hello", "What can you do?", "hello again"]
    assert all(each.answer for each in last.exchanges)


def test_an_error_is_kept_with_its_remedy(empty: Workspace) -> None:
    *_, whole = empty.conversations.ask(empty.visible_to(EVERYBODY), Conversation(), QUESTION)
    [exchange] = whole.exchanges
    assert exchange.answer is None and "empty" in exchange.error and "pincite ingest" in exchange.hint


def test_a_restriction_to_what_is_gone_asks_nothing_else(workspace: Workspace) -> None:
    *_, whole = workspace.conversations.ask(
        workspace.visible_to(EVERYBODY), Conversation(sources=("never-there",)), QUESTION
    )
    assert whole.exchanges[-1].answer is None and "restriction" in whole.exchanges[-1].error


def test_what_nobody_foresaw_is_told_by_number_and_logged(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> bool:
        raise ZeroDivisionError("a defect")

    *_, whole = workspace.conversations.ask(
        workspace.visible_to(EVERYBODY), Conversation(), QUESTION, stopped=broken
    )
    told = whole.exchanges[-1].error
    number = told.split()[-1]
    assert "a defect" not in told and f"error {number}" in caplog.text and "ZeroDivisionError" in caplog.text


def test_a_thumb_needs_an_answer_on_record(workspace: Workspace) -> None:
    *_, whole = workspace.conversations.ask(workspace.visible_to(EVERYBODY), Conversation(), QUESTION)
    answer = whole.exchanges[-1].answer
    assert answer
    rated = workspace.conversations.rate(EVERYBODY.name, whole, answer.id, "down", "last year's number")
    assert rated.exchanges[-1].thumb == "down"
    assert [note for _, note in Record(workspace.library.home).disliked()] == ["last year's number"]
    with pytest.raises(UsageError):
        workspace.conversations.rate(EVERYBODY.name, whole, "no-such-answer", "up")


def test_uploads_are_told_one_by_one_and_replace_their_namesakes(empty: Workspace, tmp_path: Path) -> None:
    note, bad = tmp_path / "alder.txt", tmp_path / "broken.pdf"
    note.write_text(NOTE)
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(400))
    given = Metadata(title="The Alder Bridge", date="2021-05-03")
    assert outcomes(empty.documents.upload([note, bad], given)) == [
        ("alder.txt", "stored"),
        ("broken.pdf", "refused"),
    ]
    [source] = empty.visible_to(EVERYBODY).sources
    assert (source.title, source.date) == ("The Alder Bridge", "2021-05-03")
    note.write_text(NOTE.replace("two", "three"))
    assert outcomes(empty.documents.upload([note])) == [("alder.txt", "replaced")]
    assert not (empty.library.home / "uploads").exists()


def test_an_upload_goes_on_when_nobody_listens_any_more(empty: Workspace, tmp_path: Path) -> None:
    note = tmp_path / "alder.txt"
    note.write_text(NOTE)
    events = empty.documents.upload([note])
    next(events)
    events.close()  # type: ignore[attr-defined]
    deadline = time.monotonic() + 60
    while not empty.visible_to(EVERYBODY).sources and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [one.slug for one in empty.visible_to(EVERYBODY).sources] == ["alder"]


def test_what_is_no_longer_there_is_refused_without_its_path(empty: Workspace, tmp_path: Path) -> None:
    [*_, report] = empty.documents.upload([tmp_path / "was never there.txt"])
    assert isinstance(report, FileReport)
    assert (report.outcome, report.reason) == ("refused", "was never there.txt is no longer here")
    note = tmp_path / "alder.txt"
    note.write_text(NOTE)
    assert outcomes(empty.documents.upload([note])) == [("alder.txt", "stored")], (
        "what failed leaves the next upload free"
    )


@pytest.mark.parametrize(
    "address",
    ["/etc/hostname", "file:///etc/hostname", "C:\\secret.txt", "ftp://127.0.0.1/a.txt", "secret.txt"],
)
def test_the_servers_own_files_are_not_fetched(empty: Workspace, address: str) -> None:
    with pytest.raises(UsageError, match="not a web address"):
        list(empty.documents.fetch(address))


def test_nobody_waits_for_a_server_that_dawdles(empty: Workspace, tmp_path: Path) -> None:
    """While an address is fetched, others store, and what is found inside the office is not told."""
    asked, done = threading.Event(), threading.Event()

    class Slow(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.set()
            done.wait(60)
            self.send_error(404)

    note = tmp_path / "alder.txt"
    note.write_text(NOTE)
    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        events = empty.documents.fetch(f"http://127.0.0.1:{server.server_address[1]}/a.txt")
        next(events)
        assert asked.wait(60)
        assert outcomes(empty.documents.upload([note])) == [("alder.txt", "stored")]
        done.set()
        assert [outcome for _, outcome in outcomes(events)] == ["refused"]
        server.shutdown()


def test_an_address_in_capitals_is_still_an_address(empty: Workspace) -> None:
    [(path, outcome)] = outcomes(empty.documents.fetch("HTTP://127.0.0.1:9/a.txt"))
    assert (path, outcome) == ("http://127.0.0.1:9/a.txt", "refused")


def test_of_two_files_of_one_name_each_is_read(empty: Workspace, tmp_path: Path) -> None:
    files = []
    for folder, text in (("a", NOTE), ("b", NOTE.replace("two", "three"))):
        (tmp_path / folder).mkdir()
        files.append(tmp_path / folder / "report.txt")
        files[-1].write_text(text)
    assert outcomes(empty.documents.upload(files)) == [("report.txt", "stored"), ("report.txt", "replaced")]
    assert "three" in empty.library.whole().text("report")


def test_what_was_done_to_a_conversation_while_it_was_answered_stays(workspace: Workspace) -> None:
    ana = Reader("ana")
    *_, first = workspace.conversations.ask(workspace.visible_to(ana), Conversation(), QUESTION)
    growing = workspace.conversations.ask(workspace.visible_to(ana), first, "And if it causes a death?")
    next(growing)
    workspace.conversations.rename("ana", first.id, "For Friday")
    *_, _ = workspace.conversations.ask(
        workspace.visible_to(ana), first, "Is the duty on Mexican goods paused or ended?"
    )
    *_, last = growing
    assert last.title == "For Friday" and len(last.exchanges) == 3

    growing = workspace.conversations.ask(workspace.visible_to(ana), last, QUESTION)
    next(growing)
    workspace.conversations.delete("ana", last.id)
    *_, gone = growing
    assert "was not saved" in gone.exchanges[-1].error and gone.exchanges[-2].question == QUESTION
    assert last.id not in {one.id for one in workspace.conversations.list("ana")}


def test_a_question_asked_anew_takes_the_place_of_those_after_it(workspace: Workspace) -> None:
    *_, first = workspace.conversations.ask(
        workspace.visible_to(EVERYBODY),
        Conversation(),
        "Who won the chess championship in Reykjavik in 1972?",
    )
    *_, anew = workspace.conversations.ask(workspace.visible_to(EVERYBODY), first, QUESTION, turn=0)
    assert [one.question for one in anew.exchanges] == [QUESTION]
    assert QUESTION.startswith(anew.title.rstrip("…")) and anew.id == first.id


def test_samples_come_and_a_source_goes(empty: Workspace) -> None:
    assert all(outcome == "stored" for _, outcome in outcomes(empty.documents.add_samples()))
    gone = empty.documents.remove(empty.visible_to(OWNER), "tariffs-paused-2025-02")
    assert gone.slug not in {one.slug for one in empty.visible_to(EVERYBODY).sources}


def test_nobody_removes_what_they_may_not_see(empty: Workspace, tmp_path: Path) -> None:
    (tmp_path / "staff.txt").write_text(NOTE)
    ingest(collect([str(tmp_path / "staff.txt")]), empty.library, access=frozenset({"staff"}))
    with pytest.raises(UnknownSource):
        empty.documents.remove(empty.visible_to(OWNER), "staff")
    assert (
        empty.documents.remove(
            empty.visible_to(Reader("ana", frozenset({"staff"}), OWNER.roles)), "staff"
        ).slug
        == "staff"
    )


def test_an_answer_whose_asker_left_is_kept_as_far_as_it_was_shown(workspace: Workspace) -> None:
    growing = workspace.conversations.ask(workspace.visible_to(Reader("bea")), Conversation(), QUESTION)
    while not (shown := next(growing).exchanges[-1].answer) or not shown.sentences:
        pass
    growing.close()  # type: ignore[attr-defined]
    [kept] = workspace.conversations.list("bea")
    answer = kept.exchanges[-1].answer
    assert answer and answer.sentences == shown.sentences and answer.notices == (STOPPED,)


MINE = frozenset({"only:C1:1.0"})


def test_what_is_given_to_some_readers_is_theirs_alone(empty: Workspace, tmp_path: Path) -> None:
    note = tmp_path / "alder.txt"
    note.write_text(NOTE)
    outcomes(empty.documents.upload([note], access=MINE))
    mine, yours = Reader("a", MINE), Reader("b", frozenset({"only:C1:2.0"}))
    [source] = empty.visible_to(mine).sources
    assert empty.visible_to(yours).sources == empty.visible_to(EVERYBODY).sources == ()
    assert source.slug != "alder"  # another reader's slug would tell that there is one
    *_, whole = empty.conversations.ask(
        empty.visible_to(mine), Conversation(), "When was the Alder Bridge closed?"
    )
    assert whole.exchanges[-1].answer and "3 May 2021" in whole.exchanges[-1].answer.text
    *_, whole = empty.conversations.ask(
        empty.visible_to(yours), Conversation(), "When was the Alder Bridge closed?"
    )
    assert whole.exchanges[-1].answer is None


def test_the_same_file_given_to_others_is_stored_for_them_too(empty: Workspace, tmp_path: Path) -> None:
    note = tmp_path / "alder.txt"
    note.write_text(NOTE)
    others = frozenset({"only:C1:2.0"})
    assert [
        outcomes(empty.documents.upload([note], access=access))
        for access in (MINE, others, frozenset({"public"}))
    ] == [[("alder.txt", "stored")]] * 3
    assert len(empty.library.whole().sources) == 3
    assert outcomes(empty.documents.upload([note], access=MINE)) == [("alder.txt", "unchanged")]


def test_what_is_pasted_or_uploaded_widens_nobodys_label(empty: Workspace, tmp_path: Path) -> None:
    """A document of the same address, or file, that only some may read stays theirs; who gives it again has
    one beside it."""
    (tmp_path / "site").mkdir()
    note = tmp_path / "site" / "alder.txt"
    note.write_text(NOTE)
    with served(note.parent) as address:
        inputs = collect([f"{address}/alder.txt"])
        ingest(inputs, empty.library, access=MINE, fetch=empty.documents.fetched)
        for outcome in ("stored", "unchanged"):
            assert outcomes(empty.documents.fetch(f"{address}/alder.txt"))[0][1] == outcome
    pasted = {one.slug for one in empty.visible_to(EVERYBODY).sources}
    birch = tmp_path / "birch.txt"
    birch.write_text(NOTE.replace("Alder", "Birch"))
    ingest(collect([str(birch)]), empty.library, access=frozenset({"energy"}))
    outcomes(empty.documents.upload([birch]))
    given = {one.slug for one in empty.visible_to(EVERYBODY).sources}
    assert len(pasted) == 1 and len(given) == 2
    labels = {one.slug: set(one.access) for one in empty.library.whole().sources}
    assert labels == {"alder": set(MINE), "birch": {"energy"}, **{slug: {"public"} for slug in given}}


def test_the_samples_keep_the_labels_they_were_given(empty: Workspace) -> None:
    outcomes(empty.documents.add_samples())
    ingest(
        [one for one in bundled.inputs() if "paused" in one.location],
        empty.library,
        access=frozenset({"trade"}),
    )
    assert {outcome for _, outcome in outcomes(empty.documents.add_samples())} == {"unchanged"}
    assert "tariffs-paused-2025-02" not in {one.slug for one in empty.visible_to(EVERYBODY).sources}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a web server of the files in a folder."""
    with ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(folder))
    ) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def test_what_everybody_may_read_is_not_stored_again_for_some(empty: Workspace, tmp_path: Path) -> None:
    note = tmp_path / "alder.txt"
    note.write_text(NOTE)
    outcomes(empty.documents.upload([note]))
    assert outcomes(empty.documents.upload([note], access=MINE)) == [("alder.txt", "skipped")]


def test_a_file_of_some_readers_is_shared_with_everybody(empty: Workspace, tmp_path: Path) -> None:
    note = tmp_path / "alder.txt"
    note.write_text(NOTE)
    outcomes(empty.documents.upload([note], access=MINE))
    mine = Reader("a", MINE, OWNER.roles)
    [source] = empty.visible_to(mine).sources
    assert outcomes(empty.documents.share(empty.visible_to(mine), source.slug)) == [("alder.txt", "stored")]
    assert (
        [one.slug for one in empty.visible_to(EVERYBODY).sources]
        == [one.slug for one in empty.visible_to(mine).sources]
        == ["alder"]
    )
    with pytest.raises(UnknownSource):
        outcomes(empty.documents.share(empty.visible_to(Reader("b")), "not-there"))


def test_what_was_said_before_counts_as_history(workspace: Workspace) -> None:
    *_, whole = workspace.conversations.ask(
        workspace.visible_to(EVERYBODY), Conversation(), "And if it causes a death?", said=[Turn(QUESTION)]
    )
    answer = whole.exchanges[-1].answer
    assert answer and answer.standalone_question != answer.question


def test_what_is_shared_replaces_nobodys_document_of_the_same_name(empty: Workspace, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    mine, theirs = tmp_path / "report.txt", tmp_path / "theirs" / "report.txt"
    mine.write_text(NOTE)
    theirs.write_text(NOTE.replace("Alder", "Birch"))
    outcomes(empty.documents.upload([theirs]))
    outcomes(empty.documents.upload([mine], access=MINE))
    reader = Reader("a", MINE, OWNER.roles)
    [own] = [one for one in empty.visible_to(reader).sources if one.access >= MINE]
    assert outcomes(empty.documents.share(empty.visible_to(reader), own.slug))[0][1] == "stored"
    assert sorted(one.slug for one in empty.visible_to(EVERYBODY).sources) == ["report", "report-2"]


def test_files_of_one_name_and_two_kinds_stand_side_by_side_in_a_thread(
    empty: Workspace, tmp_path: Path
) -> None:
    for name in ("note.txt", "note.md"):
        (tmp_path / name).write_text(NOTE.replace("two", name[-1]))
        outcomes(empty.documents.upload([tmp_path / name], access=MINE))
    assert len(empty.visible_to(Reader("a", MINE)).sources) == 2
