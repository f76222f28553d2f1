from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import UsageError
from ingest.load import load
from ingest.metadata import canonical_kind, complete, inferred_kind, merge, read_manifest, slug_from_name
from ingest.types import Metadata

DOCUMENT = b"---\ntitle: From the file\npublisher: File Office\ndate: 2025-06-18\nkind: press release\n---\nThe office said so.\n"


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
        ("x", "S. 367, Stop Arming Cartels Act", "bill"),
        ("x", "Treasury acts on statutes and bills", "unknown"),
    ],
)
def test_a_kind_is_inferred_only_when_plain(slug: str, title: str, kind: str) -> None:
    assert inferred_kind(slug, title) == kind


def test_what_the_user_says_goes_before_the_manifest_and_that_before_the_file() -> None:
    given = merge(Metadata(title="From a flag"), Metadata(title="From the manifest", publisher="Manifest Office"))
    known = complete(given, load(DOCUMENT, name="note.md"), "note.md")
    assert (known.title, known.publisher, known.date, known.kind, known.slug) == (
        "From a flag", "Manifest Office", "2025-06-18", "press release", "note"
    )  # fmt: skip


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
        manifest(tmp_path, "slug\tfiles\tdoc_type\tcanonical_url\ttier\nact\tact.pdf;act.txt\tstatute\thttps://example.org\tcore\n")
    )
    assert entries["act.pdf"] is entries["act.txt"]
    assert entries["act.pdf"].files == ("act.pdf", "act.txt")
    assert entries["act.pdf"].metadata == Metadata(slug="act", kind="statute", url="https://example.org")


def test_the_real_manifest_is_read_whole(real_library: Path) -> None:
    entries = read_manifest(real_library / "MANIFEST.tsv")
    assert {entry.metadata.slug for entry in entries.values()} >= {"eo14194-mexico-duties", "usc-8-1189-fto-designation"}
    assert all(entry.metadata.title and entry.metadata.date for entry in entries.values())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name\tcolour\nx\tred\n", "the manifest has the columns name, colour"),
        ("slug\tdate\nact\tspring\n", r"manifest.tsv:2: 'spring' is not a date"),
        ("slug\tfiles\ta\n\t\tx\n", "manifest.tsv:2: the row names neither a slug nor a file"),
        ("slug\nact\nact\n", "manifest.tsv:3: the slug act stands in the manifest twice"),
    ],
)
def test_a_wrong_manifest_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read_manifest(manifest(tmp_path, text))


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read the manifest"):
        read_manifest(tmp_path / "none.tsv")
