from __future__ import annotations

from pathlib import Path

import pytest

from ingest.doubts import doubts
from ingest.errors import Unreadable, WrongFormat
from ingest.load import load, read, supported_suffixes


def test_an_unknown_suffix_lists_what_is_accepted():
    with pytest.raises(WrongFormat) as caught:
        load(b"x", name="song.mp3", media_type="audio/mpeg")
    assert (
        "song.mp3" in caught.value.message
        and "'.mp3'" in caught.value.message
        and "audio/mpeg" in caught.value.message
    )
    assert all(suffix in caught.value.message for suffix in supported_suffixes())


def test_the_media_type_decides_where_the_suffix_does_not():
    assert (
        load(b"# Head", name="page.aspx", media_type="text/markdown; charset=utf-8").blocks[0].role
        == "heading"
    )
    assert load(b"words", name="README", media_type="text/plain").text == "words"


@pytest.mark.parametrize(("old", "new"), [(".doc", ".docx"), (".xls", ".xlsx"), (".ppt", ".pptx")])
def test_old_office_names_its_successor(old, new):
    with pytest.raises(WrongFormat, match=f"old {old} format") as caught:
        load(b"\xd0\xcf\x11\xe0", name=f"a{old}")
    assert new in caught.value.hint


def test_files_that_cannot_be_read(tmp_path: Path):
    with pytest.raises(Unreadable, match="no such file") as caught:
        read(tmp_path / "none.txt")
    assert caught.value.hint
    with pytest.raises(Unreadable, match="is a directory"):
        read(tmp_path)
    with pytest.raises(Unreadable):
        read(Path("a\x00b"))
    (tmp_path / "a.txt").write_bytes(b"x")
    assert read(tmp_path / "a.txt") == b"x"


def test_every_real_document_loads(documents, blocks):
    for path in sorted(documents.iterdir()):
        document = load(read(path), name=path.name)
        assert len(blocks(document)) > 3
        assert "](http" not in document.text and "**" not in document.text and "<!--" not in document.text
        assert doubts(document) == (), path.name


def test_real_facts_can_be_found_in_the_stored_text(documents):
    xml = load(read(documents / "pl118-50-fend-off-fentanyl-act.xml"), name="a.xml").text
    assert "has killed hundreds of thousands of United States citizens;" in xml
    assert xml.startswith("DIVISION E—FEND Off Fentanyl Act\n\nSEC. 3001. Short titles\n\n")
    talk = load(read(documents / "mx-2025-02-03-tariff-pause.txt"), name="a.txt")
    assert talk.metadata.date == "2025-02-03"
    assert talk.text.startswith(
        "PRESIDENTA DE MÉXICO, CLAUDIA SHEINBAUM PARDO:\n\nBuenos días. ¿Cómo están?\n\nPREGUNTA:"
    )
