"""A document that was not understood says so, whatever its format."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from ingest.doubts import doubts
from ingest.folders import collect
from ingest.load import load
from ingest.load.builder import TextBuilder
from ingest.load.own_text import own_letters
from ingest.pipeline import ingest
from ingest.types import Document, Role
from tests.ingest.libraries import word_library

WHOLE = "The quay takes six boats."


def made(*blocks: tuple[str, Role], seen: int = 0) -> Document:
    builder = TextBuilder()
    for text, role in blocks:
        builder.add(text, role)
    builder.see(seen)
    return builder.document()


@pytest.mark.parametrize("fragment", ["the", "of boats", "12.5", "(2)", "§ 4", "–"])
def test_many_fragments_are_told(fragment: str) -> None:
    whole: list[tuple[str, Role]] = [(WHOLE, "paragraph")] * 12
    (told,) = doubts(made(*whole, *[(fragment, whole[0][1])] * 8))
    assert told.startswith("8 of 20 blocks are fragments: the layout may not have been understood")


@pytest.mark.parametrize(
    "blocks",
    [
        [(WHOLE, "paragraph")] * 12 + [("of boats", "paragraph")] * 5,
        [(WHOLE, "paragraph")] * 12 + [("Agreed.", "paragraph"), ("Why?", "speech")] * 10,
        [(WHOLE, "paragraph")] * 12 + [("Boats", "heading"), ("12", "row"), ("nets", "item")] * 10,
        [("Boats", "paragraph")] * 9,
    ],
    ids=["few", "short sentences", "headings, rows and items", "too little to tell"],
)
def test_what_is_understood_raises_no_doubt(blocks: list[tuple[str, Role]]) -> None:
    assert doubts(made(*blocks)) == ()


def test_text_that_was_neither_stored_nor_left_out_is_told() -> None:
    (told,) = doubts(made((WHOLE, "paragraph"), seen=840))
    assert told.startswith("98% of the file's own text was not stored")
    assert doubts(made((WHOLE, "paragraph"), seen=190)) == ()
    builder = TextBuilder()
    builder.add(WHOLE)
    builder.leave_out("ended", "The quay takes five boats. " * 30)
    builder.see(840)
    assert doubts(builder.document()) == ()


def test_xml_is_measured_by_what_it_holds_as_text() -> None:
    text = "<p>The quay takes six boats.</p>" * 4
    assert load(f"<?xml version='1.0'?><note>{text}</note>".encode(), name="a.xml").unread == 0
    cells = "".join(f'<obs place="quay number {n}" boats="{n} boats were counted"/>' for n in range(30))
    notes = load(f"<?xml version='1.0'?><data><p>Boats.</p>{cells}</data>".encode(), name="a.xml").notes
    assert any("stands in attributes" in note for note in notes)
    notes = load(f"<?xml version='1.0'?><note id='{'x' * 90}'>{text}</note>".encode(), name="a.xml").notes
    assert not any("stands in attributes" in note for note in notes)


def test_a_doubt_is_reported_and_kept(home: Path, tmp_path: Path) -> None:
    (tmp_path / "quay.txt").write_text("\n\n".join([WHOLE] * 6 + ["of boats"] * 6))
    library = word_library(home)
    (report,) = ingest(collect([str(tmp_path / "quay.txt")]), library)
    (note,) = library.whole().notes("quay")
    assert note.startswith("6 of 12 blocks are fragments") and note in report.warnings
    library.close()


def test_what_a_file_holds_is_counted_apart_from_how_it_is_read() -> None:
    text = "The quay takes six boats. " * 20
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    root = etree.fromstring(
        f'<w:body xmlns:w="{word}"><w:p><w:r><w:t>{text}</w:t><w:instrText>PAGE</w:instrText></w:r>'
        f"<w:del><w:r><w:t>{text}</w:t></w:r></w:del></w:p></w:body>"
    )
    assert own_letters(root, f"{{{word}}}t") == len(text.replace(" ", ""))
    odt = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    root = etree.fromstring(
        f'<b xmlns:t="{odt}"><t:tracked-changes><t:p>{text}</t:p></t:tracked-changes><t:p>Six '
        "<t:span>boats</t:span> came<!-- soon -->.</t:p></b>"
    )
    assert own_letters(root) == len("Sixboatscame.")
