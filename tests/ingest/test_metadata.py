from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import UsageError
from ingest.folders import collect
from ingest.kinds import canonical_kind, inferred_kind
from ingest.load import load
from ingest.load.metadata import merge
from ingest.metadata import complete, read_manifest, slug_from_name
from ingest.pipeline import ingest
from ingest.types import Metadata
from tests.ingest.libraries import word_library

DOCUMENT = (
    b"---\ntitle: From the file\npublisher: File Office\ndate: 2025-06-18\nkind: press release\n---\nThe"
    b" office said so.\n"
)


def manifest(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "manifest.tsv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("declared", "kind"),
    [
        ("statute (enrolled bill)", "statute"),
        ("official press-conference transcript (Spanish)", "transcript"),
        ("Executive Order", "executive order"),
        ("congressional testimony", "testimony"),
        ("joint statement", "statement"),
        ("presidential determination", "presidential determination"),
        ("Guest essay", "op-ed"),
        ("Supreme Court opinion", "court opinion"),
        ("press release on the HALT Fentanyl Act", "press release"),
        ("CRS report on a bill", "agency report"),
        ("law enforcement bulletin", "law enforcement bulletin"),
        ("E-mail", "correspondence"),
        ("  Note ", "note"),
    ],
)
def test_a_declared_kind_becomes_the_field_s_word(declared: str, kind: str) -> None:
    assert canonical_kind(declared) == kind


@pytest.mark.parametrize(
    ("slug", "title", "kind"),
    [
        ("op-ed", "The plan is not tough enough", "op-ed"),
        ("x", "FACT SHEET: New actions", "fact sheet"),
        ("x", "18 U.S.C. 2339A, Material support", "statute"),
        ("x", "S. 367, Stop Arming Cartels Act", "unknown"),
        ("x", "Treasury acts on statutes and bills", "unknown"),
    ],
)
def test_a_kind_is_inferred_only_when_plain(slug: str, title: str, kind: str) -> None:
    assert inferred_kind(slug, title) == kind


def test_what_the_user_says_goes_before_the_manifest_and_that_before_the_file() -> None:
    given = merge(
        Metadata(title="From a flag"), Metadata(title="From the manifest", publisher="Manifest Office")
    )
    known = complete(given, load(DOCUMENT, name="note.md"), "note.md")
    assert (known.title, known.publisher, known.date, known.kind, known.slug) == (
        "From a flag",
        "Manifest Office",
        "2025-06-18",
        "press release",
        "note",
    )


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("eo14198-pause.pdf", "eo14198-pause"),
        ("My report (final).docx", "My-report-final"),
        ("https://example.org/a/b.html?x=1", "b"),
        ("v1.2 notes", "v1.2-notes"),
    ],
)
def test_slugs_are_file_names_without_suffix(name: str, slug: str) -> None:
    assert slug_from_name(name) == slug


def test_a_manifest_maps_the_names_of_its_columns(tmp_path: Path) -> None:
    entries = read_manifest(
        manifest(
            tmp_path,
            "slug\tfiles\tdoc_type\tcanonical_url\ttier\nact\tact.pdf;act.txt\tstatute\thttps://example.org\tcore\n",
        )
    )
    assert entries["act.pdf"] is entries["act.txt"]
    assert entries["act.pdf"].files == ("act.pdf", "act.txt")
    assert entries["act.pdf"].metadata == Metadata(slug="act", kind="statute", url="https://example.org")


def test_the_real_manifest_is_read_whole(real_library: Path) -> None:
    entries = read_manifest(real_library / "MANIFEST.tsv")
    assert {entry.metadata.slug for entry in entries.values()} >= {
        "eo14194-mexico-duties",
        "usc-8-1189-fto-designation",
    }
    assert all(entry.metadata.title and entry.metadata.date for entry in entries.values())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name\tcolour\nx\tred\n", "the manifest has the columns name, colour"),
        ("slug\tdate\nact\tspring\n", r"manifest.tsv:2: 'spring' is not a date"),
        ("slug\tfiles\ta\n\t\tx\n", "manifest.tsv:2: the row names neither a slug nor a file"),
        ("slug\nact\nact\n", "manifest.tsv:3: the slug act is in the manifest twice"),
        ("slug\n\n\nact\nact\n", "manifest.tsv:5: the slug act is in the manifest twice"),
        ("files\tslug\na.md\tx\na.md\ty\n", "manifest.tsv:3: a.md is in the manifest twice"),
        ("", "the manifest has the columns none"),
    ],
)
def test_a_wrong_manifest_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_manifest(manifest(tmp_path, text))


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read the manifest"):
        read_manifest(tmp_path / "none.tsv")


def test_a_manifest_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "manifest.csv"
    path.write_bytes("slug,title\nx,Versi\u00f3n\n".encode("latin-1"))
    with pytest.raises(UsageError, match="cannot read the manifest") as caught:
        read_manifest(path)
    assert "UTF-8" in caught.value.hint


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("slug", ["slug", "id"]),
        ("title", ["title", "name", "Title ", "TITLE"]),
        ("publisher", ["publisher", "organisation", "organization", "agency", "source"]),
        ("author", ["author", "authors"]),
        ("date", ["date", "published", "publication_date"]),
        ("kind", ["kind", "doc_type", "type", "document_type"]),
        ("url", ["url", "canonical_url", "link"]),
    ],
)
def test_every_name_of_a_column_is_understood(tmp_path: Path, field: str, names: list[str]) -> None:
    for name in names:
        for files in ("files", "file", "filename", "path"):
            entry = read_manifest(manifest(tmp_path, f"{files},{name}\na.md,2025\n"))["a.md"]
            assert entry.metadata == Metadata(**{field: "2025"})


def test_a_value_may_hold_what_separates(tmp_path: Path) -> None:
    text = '\ufefffiles,title,publisher\r\n a.md ; a.txt ,"Duties, ""paused""",The Office\u2028of Trade\r\n'
    entry = read_manifest(manifest(tmp_path, text))["a.txt"]
    assert entry.files == ("a.md", "a.txt")
    assert entry.metadata.title == 'Duties, "paused"'
    assert entry.metadata.publisher == "The Office\u2028of Trade"


def test_the_manifest_describes_files_by_path_name_or_slug(tmp_path: Path) -> None:
    for part in ("a", "b"):
        (tmp_path / part).mkdir()
        for name in ("note.md", "report.md"):
            (tmp_path / part / name).write_text("Text.")
    path = manifest(
        tmp_path, "files\tslug\ttitle\na/note.md\t\tNote of A\nnote.md\t\tAny note\n\treport\tA report\n"
    )
    found = {
        Path(one.location).relative_to(tmp_path).as_posix(): one.given.title
        for one in collect([str(tmp_path)], manifest=path)
    }
    assert found == {
        "a/note.md": "Note of A",
        "a/report.md": "A report",
        "b/note.md": "Any note",
        "b/report.md": "A report",
    }
    (single,) = collect([str(tmp_path / "a" / "note.md")], manifest=path)
    assert single.given.title == "Note of A"
    (page,) = collect(["https://a.gov/releases/report"], manifest=path)
    assert page.given.title == "A report"


def test_of_the_files_of_one_row_the_first_is_taken(tmp_path: Path) -> None:
    for name in ("act.xml", "act.txt", "act.pdf"):
        (tmp_path / name).write_text("Text.")
    path = manifest(tmp_path, "files\nact.xml;act.txt\n")
    skipped = {Path(one.location).name: one.skipped for one in collect([str(tmp_path)], manifest=path)}
    assert skipped["act.xml"] == "" and "act.xml is the same document" in skipped["act.txt"]


def test_flags_go_before_the_manifest_and_the_manifest_before_the_file(home: Path, tmp_path: Path) -> None:
    (tmp_path / "note.md").write_bytes(DOCUMENT)
    path = manifest(tmp_path, "file\ttitle\tdate\nnote.md\tFrom the manifest\tMarch 4, 2025\n")
    library = word_library(home)
    inputs = collect(
        [str(tmp_path / "note.md")], manifest=path, given=Metadata(title="From a flag", kind="Guest essay")
    )
    assert [report.outcome for report in ingest(inputs, library)] == ["stored"]
    source = library.whole().source("note")
    assert (source.title, source.date, source.publisher, source.kind) == (
        "From a flag",
        "2025-03-04",
        "File Office",
        "op-ed",
    )
    library.close()


def test_what_is_not_known_is_said(home: Path, tmp_path: Path) -> None:
    (tmp_path / "bare.txt").write_text("The office said so.")
    library = word_library(home)
    (report,) = ingest(collect([str(tmp_path / "bare.txt")]), library)
    [warning] = report.warnings
    assert warning.startswith("no title, no publisher and no date found: citations will lack them")
    assert (library.whole().source("bare").title, library.whole().source("bare").kind) == ("bare", "unknown")
    library.close()


@pytest.mark.parametrize("field", ["number", "stage", "status", "language", "jurisdiction"])
def test_a_manifest_says_what_citations_need(tmp_path: Path, field: str) -> None:
    entry = read_manifest(manifest(tmp_path, f"file,{field},version\na.md,x,2024-05\n"))["a.md"]
    assert entry.metadata == Metadata(version="2024-05", **{field: "x"})
    with pytest.raises(UsageError, match=r":2: 'spring' is not a date"):
        read_manifest(manifest(tmp_path, "file,version\na.md,spring\n"))
