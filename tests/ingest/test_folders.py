"""What a folder holds that is read, and what is said of the rest."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from ingest.folders import collect
from ingest.load import load


def zipped(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/"), text)
    return out.getvalue()


def test_each_file_that_is_not_read_is_named_with_its_kind(tmp_path: Path) -> None:
    for name in ("a.md", "b.tif", "c.tif", "sub/d.tif", "e.json", "f.xls", "no-suffix"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "link.md").symlink_to(tmp_path / "nowhere")
    skipped = {Path(one.location).name: one.skipped for one in collect([str(tmp_path)]) if one.skipped}
    assert skipped == {
        tmp_path.name: f"3 .tif files are not read: b.tif, c.tif, {Path('sub/d.tif')}",
        "e.json": ".json files are not read",
        "f.xls": ".xls files are not read (save it as .xlsx or PDF)",
        "no-suffix": "files without a suffix are not read",
        "link.md": "links that lead nowhere are not read",
    }


def test_a_library_among_the_documents_is_not_read_into_another(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("The quay takes six boats.")
    (tmp_path / "home" / "files").mkdir(parents=True)
    (tmp_path / "home" / "catalogue.sqlite3").write_bytes(b"x")
    (tmp_path / "home" / "files" / "b.md").write_text("The quay takes six boats.")
    found = {Path(one.location).name: one.skipped for one in collect([str(tmp_path)])}
    assert found == {"a.md": "", "home": "it is not looked into: it is a library of Pincite"}


def test_of_many_files_of_a_kind_some_are_named_and_the_rest_counted(tmp_path: Path) -> None:
    for number in range(50):
        (tmp_path / f"{number:02}.tif").write_bytes(b"x")
    (told,) = [one.skipped for one in collect([str(tmp_path)])]
    assert told.startswith("50 .tif files are not read: 00.tif, 01.tif") and told.endswith("and 30 more")


def test_what_programs_leave_behind_is_not_spoken_of(tmp_path: Path) -> None:
    for name in ("a.md", ".DS_Store", "~$b.docx", "._c.md", "Thumbs.db", ".~lock.d.odt#"):
        (tmp_path / name).write_bytes(b"x")
    assert [Path(one.location).name for one in collect([str(tmp_path)])] == ["a.md"]


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("letter", rb"{\rtf1\ansi The quay takes six boats.\par}", "The quay takes six boats."),
        ("old.doc", rb"{\rtf1\ansi The quay takes six boats.\par}", "The quay takes six boats."),
        ("export.xls", b"<html><body><p>The quay takes six boats.</p></body></html>", "takes six boats."),
        ("wrong.txt", rb"{\rtf1\ansi The quay takes six boats.\par}", "The quay takes six boats."),
        (
            "page",
            b"\n<!-- by hand -->\n<!DOCTYPE html><title>Quay</title><p>The quay takes six boats.</p>",
            "takes six boats.",
        ),
        (
            "mail",
            b"Message-ID: <1@x.gov>\nFrom: a@x.gov\nSubject: Quay\n\nThe quay takes six boats.\n",
            "takes six boats.",
        ),
    ],
)
def test_a_file_without_its_suffix_is_read_by_what_it_is(
    tmp_path: Path, name: str, data: bytes, text: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (found,) = collect([str(tmp_path)])
    assert not found.skipped
    document = load(data, name=name)
    assert text in document.text
    assert "it was read as one" in document.notes[-1]


def test_a_word_file_with_another_suffix_is_read_and_a_plain_archive_is_not(tmp_path: Path) -> None:
    body = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p>'
    body += "<w:r><w:t>The quay takes six boats.</w:t></w:r></w:p></w:body></w:document>"
    data = zipped(**{"[Content_Types].xml": "<Types/>", "word__document.xml": body})
    assert "six boats" in load(data, name="quay.pdf").text
    (tmp_path / "quay.zip").write_bytes(zipped(**{"quay.txt": "The quay takes six boats."}))
    assert collect([str(tmp_path)])[0].skipped == ".zip files are not read"


def test_a_text_without_a_suffix_is_read_where_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "README").write_text("The quay takes six boats.")
    assert collect([str(tmp_path)])[0].skipped
    assert not collect([str(tmp_path / "README")])[0].skipped
    assert load(b"The quay takes six boats.", name="README").text == "The quay takes six boats."


@pytest.mark.parametrize("suffix", [".akn", ".nxml", ".fmx", ".xbrl", ".sdmx"])
def test_dialects_of_xml_are_read_under_their_own_suffix(suffix: str) -> None:
    data = b"<?xml version='1.0'?><note><p>The quay takes six boats.</p></note>"
    assert "The quay takes six boats." in load(data, name=f"note{suffix}").text


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder, outside = tmp_path / "given", tmp_path / "secret"
    for one in (folder / "sub", outside):
        one.mkdir(parents=True)
    (outside / "wages.md").write_text("What the harbour master earns.")
    (folder / "toll.md").write_text("The toll is three marks.")
    (folder / "sub" / "same.md").symlink_to(folder / "toll.md")
    (folder / "sub" / "wages.md").symlink_to(outside / "wages.md")
    (folder / "again.md").symlink_to(folder / "sub" / "wages.md")
    (folder / "all").symlink_to(outside)
    found = {Path(one.location).relative_to(folder).as_posix(): one.skipped for one in collect([str(folder)])}
    out = (
        "it is a link that leads out of the folder, and is not followed: name the file itself to have it read"
    )
    assert found == {
        "toll.md": "",
        "sub/same.md": "",
        "sub/wages.md": out,
        "again.md": out,
        "all": "links to folders are not read",
    }
    # Who names a link, or a folder by one, means what it leads to.
    (tmp_path / "link").symlink_to(folder)
    for named in (tmp_path / "link" / "toll.md", folder / "again.md"):
        assert [one.skipped for one in collect([str(named)])] == [""]
    assert {one.skipped for one in collect([str(tmp_path / "link")])} == set(found.values())
