"""A label stays unless it is changed by name."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.folders import Input
from ingest.library import Library
from ingest.load.web import Fetched
from ingest.pipeline import ingest
from ingest.types import EVERYBODY, PUBLIC, FileReport, Metadata, Reader

OpenLibrary = Callable[[], Library]
Store = Callable[..., list[FileReport]]
ADDRESS = "https://a.gov/report"
EVERYBODYS = frozenset({PUBLIC})
TRADE = frozenset({"trade"})


def fetch(text: str) -> Callable[[str], Fetched]:
    return lambda url: Fetched(f"<p>{text}</p>".encode(), "report.html", "text/html; charset=utf-8", url)


def labels(library: Library) -> dict[str, set[str]]:
    return {source.slug: set(source.access) for source in library.whole().sources}


@pytest.mark.parametrize("change", ["nothing", "its text", "its title", "its slug", "its place"])
def test_without_access_a_stored_document_keeps_its_labels(
    store: Store, open_library: OpenLibrary, documents_folder: Path, tmp_path: Path, change: str
) -> None:
    path = documents_folder / "tariffs.md"
    store(path, access=["trade", "law"])
    given = Metadata()
    if change == "its text":
        path.write_text("# Tariffs\n\nAnother text.\n")
    elif change == "its title":
        given = Metadata(title="Duties")
    elif change == "its slug":
        given = Metadata(slug="duties")
    elif change == "its place":
        path = path.rename(tmp_path / path.name)
    (report,) = store(path, given=given)
    assert report.outcome == {"nothing": "unchanged", "its place": "moved"}.get(change, "replaced")
    assert any("readers in law, trade" in told for told in report.warnings)
    library = open_library()
    assert labels(library) == {report.slug: {"trade", "law"}}
    assert library.visible_to(EVERYBODY).sources == () and library.visible_to().full_text("tariffs", 5) == []


def test_a_new_document_is_public_and_stays_so(
    store: Store, open_library: OpenLibrary, documents_folder: Path
) -> None:
    for outcome in ("stored", "unchanged"):
        reports = store(documents_folder)
        assert {report.outcome for report in reports} == {outcome} and not any(
            report.warnings for report in reports
        )
    assert set(map(frozenset, labels(open_library()).values())) == {EVERYBODYS}


@pytest.mark.parametrize(
    ("first", "then"), [(["trade"], ["public"]), (["public"], ["trade"]), (["trade"], ["trade", "law"])]
)
def test_a_label_is_changed_by_name_and_told(
    store: Store, open_library: OpenLibrary, documents_folder: Path, first: list[str], then: list[str]
) -> None:
    path = documents_folder / "tariffs.md"
    store(path, access=first)
    (report,) = store(path, access=then)
    assert report.outcome == "replaced" and any("labels were changed" in told for told in report.warnings)
    assert labels(open_library()) == {"tariffs": set(then)}
    assert [(one.outcome, one.warnings) for one in store(path, access=then)] == [("unchanged", ())]


def test_a_copy_of_what_only_some_may_read_is_not_made_public_without_a_word(
    store: Store, open_library: OpenLibrary, documents_folder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.md"
    copy.write_bytes((documents_folder / "tariffs.md").read_bytes())
    store(documents_folder / "tariffs.md", access=["trade"])
    (report,) = store(copy)
    assert (
        report.outcome == "skipped"
        and "'tariffs', which only readers in trade may see" in report.reason
        and "--access" in report.reason
    )
    (report,) = store(copy, access=["public"])
    assert report.outcome == "stored"
    assert labels(open_library()) == {"tariffs": {"trade"}, "copy": {"public"}}


def test_the_same_address_given_by_others_is_a_document_of_theirs(open_library: OpenLibrary) -> None:
    library = open_library()
    ingest([Input(ADDRESS)], library, access=TRADE, fetch=fetch("What trade was told."))
    for text, outcome in (
        ("What all are told.", "stored"),
        ("What all are told.", "unchanged"),
        ("What all are told now.", "replaced"),
    ):
        (report,) = ingest([Input(ADDRESS)], library, access=EVERYBODYS, apart=True, fetch=fetch(text))
        assert (report.outcome, report.warnings[1:]) == (outcome, ())
        (public,) = library.visible_to(EVERYBODY).sources
        assert labels(library) == {"report": {"trade"}, public.slug: {"public"}}
        assert (library.whole().text("report"), library.whole().text(public.slug)) == (
            "What trade was told.",
            text,
        )
    (report,) = ingest([Input(ADDRESS)], library, fetch=fetch("What trade is told now."))
    assert (report.outcome, report.slug) == ("replaced", "report")
    assert labels(library) == {"report": {"trade"}, public.slug: {"public"}}
    assert [source.slug for source in library.visible_to(Reader("ann", TRADE)).sources] == sorted(
        ["report", public.slug]
    )


def test_a_slug_that_is_given_takes_nobody_elses_place(
    store: Store, open_library: OpenLibrary, documents_folder: Path
) -> None:
    store(documents_folder / "tariffs.md", access=["trade"])
    library = open_library()
    inputs = [Input(str(documents_folder / "fentanyl.md"), Metadata(slug="tariffs"))]
    (report,) = ingest(inputs, library, access=EVERYBODYS, apart=True)
    assert labels(library) == {"tariffs": {"trade"}, report.slug: {"public"}} and report.slug != "tariffs"


@pytest.mark.model
def test_the_command_line_keeps_labels_and_says_so(
    home: Path, documents_folder: Path, pincite: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    path = documents_folder / "tariffs.md"
    pincite("ingest", path, "--access", "trade", home=home)
    done = pincite("ingest", path, "--title", "Duties", home=home)
    assert "readers in trade" in done.stdout + done.stderr
    assert "trade" in pincite("library", "show", "tariffs", home=home).stdout
    done = pincite("ingest", path, "--access", "public", home=home)
    assert "everybody may see it" in done.stdout + done.stderr


def test_whoever_writes_does_not_wait_for_what_is_fetched(
    open_library: OpenLibrary, documents_folder: Path
) -> None:
    """While somebody's server has not answered, others write."""
    library = open_library()
    others: list[str] = []

    def watching(url: str) -> Fetched:
        other = documents_folder / f"other-{len(others)}.txt"
        other.write_text(f"The harbour has {len(others)} berths.", encoding="utf-8")
        [report] = ingest([Input(str(other))], library)
        others.append(report.outcome)
        return fetch(f"What stands at {url}.")(url)

    paths = [documents_folder / "tariffs.md", ADDRESS, f"{ADDRESS}/2", documents_folder / "missing.md"]
    reports = ingest([Input(str(path)) for path in paths], library, fetch=watching)
    assert others == ["stored", "stored"]
    assert [one.outcome for one in reports] == ["stored", "stored", "stored", "refused"]
