"""What each role may do, through every listener that does something to the library."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import hypothesis
import pytest
from hypothesis import strategies as st

from assistant.build import build_workspace
from assistant.settings import Settings
from assistant.web.documents import LibraryTab
from assistant.workspace.access import RIGHTS, may
from ingest.errors import NotAllowed, PinciteError, UnknownSource
from ingest.load.web import Fetched
from ingest.types import OWNER, FileReport, Reader

pytestmark = pytest.mark.model

HEADER = "X-Forwarded-User"
ROLES = """
[roles]
reader = ["reader@office.example"]
contributor = ["contributor@office.example", "ana@office.example"]
librarian = ["librarian@office.example"]
administrator = ["administrator@office.example"]
auditor = ["auditor@office.example"]

[groups]
harbour = ["ana@office.example", "librarian@office.example"]
"""
NOTE = "# The toll\n\nThe toll at the Alder Bridge is 4 euros since 5 May 2021."


def of(name: str) -> gr.Request:
    return gr.Request(session_hash=f"page of {name}", headers={HEADER: f"{name}@office.example"})


def event(**data: Any) -> Any:
    return SimpleNamespace(**data)


@pytest.fixture
def tab(tmp_path: Path) -> LibraryTab:
    return made(tmp_path, ROLES)


def made(folder: Path, access: str) -> LibraryTab:
    """The listeners over a document of Ana's and one of nobody's."""
    home = folder / "home"
    home.mkdir()
    (home / "access.toml").write_text(access)
    settings = Settings(home=str(home), user_header=HEADER)
    tab = LibraryTab(build_workspace(settings), settings)
    assert given(tab, folder, "theirs.txt", NOTE, of("ana")) == "stored"
    list(tab._workspace.documents.upload([written(folder, "office.txt", "The ferry costs 2 euros.")]))
    return tab


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def given(tab: LibraryTab, folder: Path, name: str, text: str, request: gr.Request) -> str:
    """What becomes of a file that somebody drops on the page."""
    *_, (html, _), _ = tab.upload([str(written(folder, name, text))], request)
    return next(
        one
        for one in ("refused", "stored", "replaced", "skipped", "unchanged")
        if f'<li class="{one}"' in html
    )


def stored(tab: LibraryTab) -> dict[str, Any]:
    whole = tab._workspace.library.whole()
    return {one.slug: (one, whole.text(one.slug), whole.said(one.slug)) for one in whole.sources}


Door = Callable[[LibraryTab, Path, gr.Request], Any]


def adding(tab: LibraryTab, folder: Path, request: gr.Request) -> Any:
    if given(tab, folder, "new.txt", "A crane stands at the quay since 2019.", request) == "refused":
        raise NotAllowed("it was refused")


def fetching(tab: LibraryTab, folder: Path, request: gr.Request) -> Any:
    asked: list[str] = []

    def fetched(address: str) -> Fetched:
        asked.append(address)
        return Fetched(b"A buoy was laid out in 2018.", "buoy.txt", "text/plain", address)

    tab._workspace.documents.fetched = fetched  # type: ignore[method-assign]
    list(tab.fetch("https://harbour.example/buoy.txt", request))
    if not asked:
        raise NotAllowed("nothing was fetched")


def sampling(tab: LibraryTab, folder: Path, request: gr.Request) -> Any:
    documents = tab._workspace.documents
    documents._storing = lambda *given, **more: iter([FileReport("note", "stored")])  # type: ignore[method-assign]
    if "refused" in [*tab.samples(request)][-1]:
        raise NotAllowed("it was refused")


def replacing(slug: str) -> Door:
    def door(tab: LibraryTab, folder: Path, request: gr.Request) -> Any:
        before = stored(tab)[slug][1]
        given(tab, folder, f"{slug}.txt", "The toll is 6 euros now.", request)
        if stored(tab)[slug][1] == before:
            raise NotAllowed("it stayed")

    return door


def on(listener: str, slug: str, **more: Any) -> Door:
    return lambda tab, folder, request: getattr(tab, listener)(event(slug=slug, **more), request)


def reviewing(tab: LibraryTab, folder: Path, request: gr.Request) -> Any:
    reviews = tab._workspace.reviews
    for _ in reviews.review(tab._view(request), "http://127.0.0.1:9/op-ed.txt"):
        pass


DOORS: dict[str, tuple[Door, set[str]]] = {
    "upload": (adding, {"contributor", "librarian", "administrator"}),
    "fetch": (fetching, {"contributor", "librarian", "administrator"}),
    "samples": (sampling, {"contributor", "librarian", "administrator"}),
    "review an address": (reviewing, {"contributor", "librarian", "administrator"}),
    "replace": (replacing("theirs"), {"ana", "librarian", "administrator"}),
    "replace nobody's": (replacing("office"), {"librarian", "administrator"}),
    "remove": (on("remove", "theirs"), {"ana", "librarian", "administrator"}),
    "remove nobody's": (on("remove", "office"), {"librarian", "administrator"}),
    "edit": (on("edit", "theirs", known={"title": "Toll"}), {"ana", "librarian", "administrator"}),
    "edit nobody's": (on("edit", "office", known={"title": "Ferry"}), {"librarian", "administrator"}),
    "tag": (on("tag", "theirs", add="Bridges"), {"ana", "librarian", "administrator"}),
    "tag nobody's": (on("tag", "office", add="Ferries"), {"librarian", "administrator"}),
    "label": (on("edit", "theirs", known={"access": "harbour"}), {"librarian", "administrator"}),
    "take along": (on("take", "theirs"), {*RIGHTS, "ana"}),
    "details": (on("details", "theirs"), {*RIGHTS, "ana"}),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("who", [*RIGHTS, "ana"])
def test_who_may_do_what_at_each_door(tmp_path: Path, who: str, door: str) -> None:
    tab = made(tmp_path, ROLES)
    before, (do, allowed) = stored(tab), DOORS[door]
    allowed = allowed | ({"ana"} if "contributor" in allowed else set())
    if who in allowed:
        try:
            do(tab, tmp_path, of(who))
        except NotAllowed:
            raise
        except PinciteError:
            assert door == "review an address"  # nothing answers there
    else:
        with pytest.raises(NotAllowed):
            do(tab, tmp_path, of(who))
        after = stored(tab)
        assert {slug: after[slug] for slug in before} == before, "and nothing was changed"


def test_who_has_no_role_only_reads_where_roles_are_said_and_gives_where_none_are(tmp_path: Path) -> None:
    for number, (access, roles) in enumerate((("[roles]\nauditor = []\n", "reader"), ("", "contributor"))):
        home = tmp_path / str(number)
        home.mkdir()
        (home / "access.toml").write_text(access)
        settings = Settings(home=str(home), user_header=HEADER)
        tab = LibraryTab(build_workspace(settings), settings)
        assert tab._view(of("new")).reader.roles == {roles}


def test_whoever_is_alone_on_this_machine_may_all_and_nobody_else_unsigned_where_roles_are(
    tmp_path: Path,
) -> None:
    asked = gr.Request(session_hash="page", headers={})
    (tmp_path / "access.toml").write_text(ROLES)
    alone = Settings(home=str(tmp_path))
    tab = LibraryTab(build_workspace(alone), alone)
    assert tab._view(asked).reader == OWNER
    tab._settings = Settings(home=str(tmp_path), host="0.0.0.0", open=True)
    assert tab._view(asked).reader.roles == {"reader"}
    tab._settings = Settings(home=str(tmp_path), user_header=HEADER)
    assert not tab._view(asked).reader.roles, "one whose name is missing may do nothing"


def test_what_one_may_not_do_is_not_offered(tab: LibraryTab) -> None:
    offered = {who: tab.show([], of(who))[0] for who in ("reader", "ana", "librarian")}
    assert [offered[who].count('data-needs="remove"') for who in offered] == [0, 2, 2]
    assert 'data-slug="office" data-day="" data-added="' in offered["ana"]
    rights = {
        who: {
            one.split('"')[0]: one.split('data-may="')[1].split('"')[0]
            for one in html.split('<tr data-slug="')[1:]
        }
        for who, html in offered.items()
    }
    assert rights == {
        "reader": {"theirs": "", "office": ""},
        "ana": {"theirs": "change remove", "office": ""},
        "librarian": {"theirs": "change remove", "office": "change remove"},
    }
    for who, may_add in (("reader", False), ("auditor", False), ("ana", True), ("librarian", True)):
        row, foot, ways = tab.offered(of(who))
        assert (row.visible, 'data-act="attach"' in foot) == (may_add, may_add)
        assert ("A web address" in [value for value, _ in ways.choices]) == may_add
    assert 'type="submit"' not in tab.details(event(slug="theirs"), of("reader"))
    assert 'name="access"' not in tab.details(event(slug="theirs"), of("ana"))
    assert 'name="access" value="public"' in tab.details(event(slug="theirs"), of("librarian"))


def test_a_librarian_says_who_may_read_and_only_groups_that_are(tab: LibraryTab) -> None:
    _kept, told = tab.edit(event(slug="theirs", known={"access": "harbor"}), of("librarian"))
    assert 'data-field="access"' in told and "no group" in told
    tab.edit(event(slug="theirs", known={"access": "harbour"}), of("librarian"))
    assert "theirs" in tab.show([], of("ana"))[0] and "theirs" not in tab.show([], of("reader"))[0]
    with pytest.raises(UnknownSource):
        tab.details(event(slug="theirs"), of("auditor"))
    assert "changed by librarian@office.example" in tab.details(event(slug="theirs"), of("librarian"))


def test_a_removal_is_undone_by_who_may_still_remove(tab: LibraryTab) -> None:
    tab.remove(event(slug="theirs"), of("ana"))
    home = Path(tab._settings.home)
    (home / "access.toml").write_text(ROLES.replace('"contributor@office.example", "ana@office.example"', ""))
    assert "cannot be brought back" in tab.restore(of("ana"))
    assert "theirs" not in stored(tab)


def test_who_added_a_document_is_known_after_it_was_replaced_and_made_anew(
    tab: LibraryTab, tmp_path: Path
) -> None:
    assert given(tab, tmp_path, "theirs.txt", NOTE.replace("4", "5"), of("librarian")) == "replaced"
    tab.edit(event(slug="theirs", known={"title": "Toll"}), of("librarian"))
    source, text, said = stored(tab)["theirs"]
    assert source.by == said.by == "ana@office.example" and "5 euros" in text
    tab.remove(event(slug="theirs"), of("ana"))
    tab.restore(of("ana"))
    assert stored(tab)["theirs"][0].by == "ana@office.example"


def test_somebody_elses_file_of_the_same_name_stays_beside_it(tab: LibraryTab, tmp_path: Path) -> None:
    *_, (html, _), _ = tab.upload([str(written(tmp_path, "theirs.txt", "Other words."))], of("contributor"))
    assert "which somebody else added, stays" in html
    found = stored(tab)
    assert len(found) == 3 and "4 euros" in found["theirs"][1]


WHO = st.sampled_from([*RIGHTS, "ana", "stranger"])
DOING = st.tuples(WHO, st.sampled_from(["edit", "tag", "remove", "label", "upload", "restore", "take"]))


@hypothesis.settings(max_examples=5, phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate))
@hypothesis.given(steps=st.lists(DOING, min_size=12, max_size=12), role=st.sampled_from([*RIGHTS]))
def test_nobody_does_through_any_listener_what_they_may_not(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]], role: str
) -> None:
    folder = tmp_path_factory.mktemp("office")
    tab = made(folder, ROLES.replace(f"{role} = [", f'{role} = ["stranger@office.example", '))
    words: Iterator[int] = itertools.count(1)
    for who, doing in steps:
        before, number = stored(tab), next(words)
        view = tab._view(of(who))
        seen = {one.slug for one in view.sources}
        slug = sorted(before)[number % len(before)] if before else "none"
        try:
            _do(tab, folder, doing, slug, number, of(who))
        except (NotAllowed, UnknownSource):
            assert stored(tab) == before
            continue
        _check(view.reader, before, stored(tab), seen)


def _do(tab: LibraryTab, folder: Path, doing: str, slug: str, number: int, request: gr.Request) -> None:
    if doing == "upload":
        given(tab, folder, f"{slug}.txt", f"The ferry carries {number} cars.", request)
    elif doing == "restore":
        tab.restore(request)
    else:
        known = {
            "edit": {"title": f"Title {number}"},
            "label": {"access": "harbour" if number % 2 else "public"},
        }
        listener = "edit" if doing == "label" else doing
        at = event(slug=slug, add=f"Tag {number}", known=known.get(doing, {}))
        getattr(tab, listener)(at, request)


def _check(reader: Reader, before: dict[str, Any], after: dict[str, Any], seen: set[str]) -> None:
    for slug in {*before, *after}:
        was, now = before.get(slug), after.get(slug)
        if was == now:
            continue
        either = was or now
        assert either is not None
        source = either[0]
        if now is None:
            assert slug in seen and may(reader, "remove", source)
        elif was is None:
            assert may(reader, "add") or may(reader, "remove", source)
        elif was[0].access != now[0].access:
            assert slug in seen and may(reader, "label", source)
        else:
            assert slug in seen and may(reader, "change", source)
