"""What users made is kept: after a restart, for who made it alone, while they may see what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from assistant.answer.record import Record
from assistant.memo.types import Memo, MemoRequest
from assistant.workspace.documents import Documents
from assistant.workspace.listed import Recorded
from assistant.workspace.made import Made, MadeStore, Mark, NotMade, Rest
from ingest.library import Library
from ingest.types import EVERYBODY, Reader
from tests.assistant.memo.test_update import PAPERS, STAFF, store
from tests.ingest.libraries import word_library

ANA = Reader("ana")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    found = word_library(tmp_path / "home")
    store(found, PAPERS)
    yield found
    found.close()


@pytest.fixture
def made(library: Library) -> MadeStore:
    return MadeStore(library.home, Documents(library).stored)


def again(library: Library) -> MadeStore:
    """The store after a restart."""
    return MadeStore(library.home, Documents(library).stored)


def finished(made: MadeStore, library: Library, *slugs: str, reader: Reader = ANA) -> Made:
    view = library.visible_to(reader)
    begun = made.begin(view, Made("review", "On  ferries", form={"way": "Paste the text"}))
    rests = tuple(Rest(one.slug, one.sha256) for one in view.sources if one.slug in slugs)
    made.finish(view, begun.id, state="ready", content={"claims": 3}, rests=rests)
    return made.load(view, begun.id)


def test_it_is_there_after_a_restart_with_its_form_and_what_came_of_it(
    made: MadeStore, library: Library
) -> None:
    kept, view = finished(made, library, "order"), library.visible_to(ANA)
    made.update(view, kept.id, lambda one: replace(one, marks={"2": Mark("agree", "Call them")}))
    [listed] = again(library).list(view)
    assert (listed.title, listed.state, listed.form["way"]) == ("On ferries", "ready", "Paste the text")
    assert listed.marks == {"2": Mark("agree", "Call them")}
    assert again(library).content(view, listed) == {"claims": 3}


def test_what_one_makes_is_there_for_them_alone(made: MadeStore, library: Library) -> None:
    kept, other = finished(made, library), library.visible_to(Reader("ben"))
    assert made.list(other) == []
    with pytest.raises(NotMade):
        made.load(other, kept.id)


def test_it_is_gone_while_its_maker_may_not_see_what_it_rests_on(made: MadeStore, library: Library) -> None:
    kept = finished(made, library, "ferries")
    store(library, {"ferries": PAPERS["ferries"]}, "staff")
    view = library.visible_to(ANA)
    assert made.list(view) == []
    with pytest.raises(NotMade):
        made.load(view, kept.id)
    assert made.list(library.visible_to(Reader("ana", STAFF.groups))) == [kept]


def test_what_was_made_by_somebody_in_a_group_is_not_there_once_they_are_out(
    made: MadeStore, library: Library
) -> None:
    kept = finished(made, library, "order", reader=Reader("ana", frozenset({"staff"})))
    assert made.list(library.visible_to(ANA)) == []
    assert made.list(library.visible_to(Reader("ana", frozenset({"staff"})))) == [kept]


def test_what_rests_on_a_document_that_was_removed_is_listed_and_not_shown(
    made: MadeStore, library: Library
) -> None:
    kept = finished(made, library, "ferries")
    library.remove("ferries")
    view = library.visible_to(ANA)
    assert made.list(view) == [kept]
    with pytest.raises(NotMade, match="no longer in the library"):
        made.content(view, kept)


def test_what_runs_nowhere_any_more_was_stopped(made: MadeStore, library: Library) -> None:
    view = library.visible_to(ANA)
    begun = made.begin(view, Made("memo", "Tolls"))
    assert made.state(begun) == "running" and again(library).state(begun) == "stopped"
    made.finish(view, begun.id, state="failed", told="No document.")
    [listed] = made.list(view)
    assert (made.state(listed), listed.told) == ("failed", "No document.")


def test_a_memo_is_found_by_any_version_and_named_by_its_newest(made: MadeStore, library: Library) -> None:
    view = library.visible_to(ANA)
    begun = made.begin(view, Made("memo", "Tolls"))
    first, second = "a" * 32, "b" * 32
    made.finish(view, begun.id, state="draft", records=(first,))
    assert made.version(view, first, second, state="ready")
    assert made.load(view, first) == made.load(view, second) == made.load(view, begun.id)
    assert made.load(view, first).address == second
    assert not made.version(view, "c" * 32, "d" * 32)


def test_what_is_deleted_while_it_is_made_stays_so(made: MadeStore, library: Library, tmp_path: Path) -> None:
    view, file = library.visible_to(ANA), tmp_path / "note.md"
    file.write_text("Ferries sail.\n", encoding="utf-8")
    begun = made.begin(view, Made("check", "note.md"), file)
    kept = made.file(view, begun)
    assert kept and kept.read_text(encoding="utf-8") == "Ferries sail.\n"
    made.delete(view, begun.id)
    made.finish(view, begun.id, state="ready", content={})
    assert made.list(view) == [] and not kept.exists()


def test_an_entry_that_is_damaged_hides_no_other(made: MadeStore, library: Library) -> None:
    kept = finished(made, library)
    [path] = (library.home / "made").rglob("*.json")
    path.with_name(f"{'e' * 32}.json").write_text("{", encoding="utf-8")
    assert made.list(library.visible_to(ANA)) == [kept]


@pytest.mark.parametrize("name", ["", "../../record", "e" * 32])
def test_a_name_of_nothing_leads_nowhere(made: MadeStore, library: Library, name: str) -> None:
    with pytest.raises(NotMade, match="deleted, or belongs"):
        made.load(library.visible_to(ANA), name)


def test_memos_that_were_made_elsewhere_are_listed_once(made: MadeStore, library: Library) -> None:
    record, view = Record(library.home), library.visible_to(EVERYBODY)

    def written(name: str, **more: object) -> None:
        memo = Memo(name * 32, MemoRequest("Tolls"), "Tolls", "2026-05-01", (), gaps=("The cost.",))
        record.append({"memo": {**memo.to_json(), **more}, "labels": ["public"]})

    written("a")
    record.append({"answer": {"id": "x"}})
    Recorded(made, record).take_up(view)
    [one] = made.list(view)
    assert (one.title, one.records, one.told) == ("Tolls", ("a" * 32,), "1 point to be confirmed")
    assert one.form["topic"] == "Tolls" and one.is_seen
    written("b", replaces="a" * 32)
    Recorded(again(library), record).take_up(view)
    [one] = made.list(view)
    assert one.records == ("a" * 32, "b" * 32), "another version of it"
    made.delete(view, one.id)
    written("c", request=asdict(MemoRequest("An op-ed", "op-ed-response")))
    Recorded(made, record).take_up(view)
    assert made.list(view) == [], "what was deleted does not come back, and a response is its review's"
