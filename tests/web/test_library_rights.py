"""What one user may do with documents in the page, and what another finds of them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest

from assistant.build import build_workspace
from assistant.settings import Settings
from assistant.web.documents import LibraryTab
from ingest.errors import UnknownSource
from ingest.folders import collect
from ingest.pipeline import ingest
from ingest.types import Reader

pytestmark = pytest.mark.model

HEADER = "X-Forwarded-User"


@pytest.fixture
def tab(tmp_path: Path) -> LibraryTab:
    """The library's listeners over one document of Ana's group, and one of everybody's."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "access.toml").write_text('librarians = ["ana"]\n[groups]\nharbour = ["ana"]\n')
    (tmp_path / "tolls.txt").write_text("The toll at the Alder Bridge is 4 euros.")
    (tmp_path / "ferries.txt").write_text("The ferry to the island costs 2 euros.")
    settings = Settings(home=str(home), user_header=HEADER)
    workspace = build_workspace(settings)
    ingest(collect([str(tmp_path / "tolls.txt")]), workspace.library, access=frozenset({"harbour"}))
    ingest(collect([str(tmp_path / "ferries.txt")]), workspace.library)
    return LibraryTab(workspace, settings)


def of(name: str) -> gr.Request:
    return gr.Request(session_hash=f"page of {name}", headers={HEADER: name})


def event(**data: Any) -> Any:
    return SimpleNamespace(**data)


def test_what_one_may_not_see_is_not_found_tagged_taken_along_or_told(tab: LibraryTab) -> None:
    assert 'data-slug="tolls"' in tab.search(event(words="toll bridge"), of("ana"))
    assert "tolls" not in tab.search(event(words="toll bridge"), of("ben"))
    for do in (tab.take, tab.details, tab.tag, tab.remove):
        with pytest.raises(UnknownSource):
            do(event(slug="tolls", add="Bridges"), of("ben"))
    tab.tag(event(slugs=["tolls"], add="Bridges"), of("ana"))
    shelf, choice, news = tab.show(["tag:Bridges"], of("ana"))
    assert "Bridges" in shelf and choice.value == ["tag:Bridges"]
    assert len(re.findall(r"\d{4}-\d\d-\d\dT", news)) == 3, "of all, and of the collection"
    shelf, choice, news = tab.show(["tag:Bridges", "tolls"], of("ben"))
    assert "Bridges" not in shelf and "tolls" not in shelf and choice.value == []
    assert len(re.findall(r"\d{4}-\d\d-\d\dT", news)) == 1
    assert "bridges" not in news
    assert "Bridges" not in "".join(tab.restricted([], of("ben")))
    assert "Bridges (1)" in "".join(tab.restricted([], of("ana")))


def test_what_was_removed_comes_back_as_it_was_for_whoever_removed_it(tab: LibraryTab) -> None:
    tab.tag(event(slugs=["tolls"], add="Bridges"), of("ana"))
    tab.edit(event(slug="tolls", known={"title": "The toll"}), of("ana"))
    before, found = tab.show([], of("ana"))[0], event(words="toll bridge")
    told = tab.remove(event(slug="tolls"), of("ana"))
    assert "Removed “The toll”." in told and "Undo" in told
    assert "tolls" not in tab.show([], of("ana"))[0] and 'data-slug="tolls"' not in tab.search(
        found, of("ana")
    )
    assert "cannot be brought back" in tab.restore(of("ben"))
    assert "Brought back “The toll”." in tab.restore(of("ana"))
    assert tab.show([], of("ana"))[0] == before and 'data-slug="tolls"' in tab.search(found, of("ana"))
    assert "tolls" not in tab.show([], of("ben"))[0], "its readers are those that it had"
    assert "changed by ana" in tab.details(event(slug="tolls"), of("ana"))
    assert "cannot be brought back" in tab.restore(of("ana")), "once"


def test_who_changed_what_is_told_to_those_who_see_it(tab: LibraryTab) -> None:
    closed, told = tab.edit(event(slug="tolls", known={"title": "The toll", "date": "5 May 2021"}), of("ana"))
    assert closed == "" and "Saved: The toll" in told
    form = tab.details(event(slug="tolls"), of("ana"))
    assert "Was “tolls”, changed by ana" in form and "5 May 2021" in form


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(tab: LibraryTab) -> None:
    known = {"title": "The toll", "date": "spring", "url": "office.example/toll"}
    kept, told = tab.edit(event(slug="tolls", known=known), of("ana"))
    assert kept == gr.skip() and 'data-field="date"' in told and "5 February 2025" in told
    assert "The toll" not in tab.show([], of("ana"))[0]
    tab.edit(event(slug="tolls", known=known | {"date": ""}), of("ana"))
    source = tab._workspace.visible_to(Reader("ana", frozenset({"harbour"}))).source("tolls")
    assert (source.title, source.url) == ("The toll", "https://office.example/toll")


def test_one_original_is_taken_along_as_it_is_and_several_in_an_archive(tab: LibraryTab) -> None:
    one = Path(tab.take(event(slug="tolls"), of("ana")).value["path"])
    assert one.name == "tolls.txt" and one.read_text() == "The toll at the Alder Bridge is 4 euros."
    both = Path(tab.take(event(slugs=["tolls", "ferries"]), of("ana")).value["path"])
    with zipfile.ZipFile(both) as archive:
        assert archive.namelist() == ["tolls.txt", "ferries.txt"]


def test_what_was_added_is_asked_about(tab: LibraryTab, tmp_path: Path) -> None:
    (tmp_path / "cranes.txt").write_text("# Cranes at the quay\n\nTwo cranes stand at the quay since 2019.")
    *_, (last, _) = tab.upload([str(tmp_path / "cranes.txt")], of("ana"))
    assert last == gr.skip()
    begun = tab.begin(of("ana"))
    assert 'data-slugs="cranes"' in begun
    assert tab.begin(of("ana")) == "", "it is said once"
