from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import docx
import openpyxl
import pptx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.errors import EmptyDocument, PasswordProtected, TooLarge, WrongFormat
from ingest.load import load


def saved(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_docx_in_document_order(blocks):
    file = docx.Document()
    file.core_properties.title, file.core_properties.author = "Memo", "Ann Lee"
    file.core_properties.created = datetime(2025, 2, 3)
    file.add_heading("Purpose", 1)
    paragraph = file.add_paragraph("Funds of ")
    paragraph.add_run("$7 billion").bold = True
    paragraph.add_run(" secret").font.hidden = True
    paragraph._p.append(parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t> inserted</w:t></w:r></w:ins>"))
    paragraph._p.append(
        parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText> deleted</w:delText></w:r></w:del>")
    )
    file.add_paragraph("one", style="List Bullet")
    file.add_paragraph("two", style="List Number")
    table = file.add_table(rows=2, cols=2)
    for number, cell in enumerate(["Year", "Deaths", "2023", "107,543"]):
        table.cell(number // 2, number % 2).text = cell
    file.add_paragraph("After the table.")
    document = load(saved(file), name="m.docx")
    assert blocks(document) == [
        ("heading", "Purpose"),
        ("paragraph", "Funds of $7 billion inserted"),
        ("item", "one"),
        ("item", "1. two"),
        ("row", "Year: 2023 | Deaths: 107,543"),
        ("paragraph", "After the table."),
    ]
    assert (document.metadata.title, document.metadata.author, document.metadata.date) == (
        "Memo",
        "Ann Lee",
        "2025-02-03",
    )


def test_pptx_has_a_page_for_each_slide(blocks):
    deck = pptx.Presentation()
    first = deck.slides.add_slide(deck.slide_layouts[1])
    first.shapes.title.text = "Findings"
    first.placeholders[1].text = "point one\npoint two"
    first.notes_slide.notes_text_frame.text = "Say this aloud."
    second = deck.slides.add_slide(deck.slide_layouts[5])
    second.shapes.title.text = "Table"
    table = second.shapes.add_table(2, 2, 0, 2_000_000, 4_000_000, 1_000_000).table
    for number, cell in enumerate(["a", "b", "c", "d"]):
        table.cell(number // 2, number % 2).text = cell
    hidden = deck.slides.add_slide(deck.slide_layouts[5])
    hidden.shapes.title.text = "Hidden"
    hidden._element.set("show", "0")
    document = load(saved(deck), name="d.pptx")
    assert blocks(document) == [
        ("heading", "Findings"),
        ("item", "point one"),
        ("item", "point two"),
        ("note", "Speaker's notes: Say this aloud."),
        ("heading", "Table"),
        ("row", "a: c | b: d"),
    ]
    assert [page.number for page in document.pages] == [1, 2, 3]


def test_xlsx_rows_name_their_columns(blocks):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Seizures"
    sheet.append(["Fentanyl seizures by year", None, None, None])
    sheet.append(["Date", "Pounds", "Share", "Note"])
    sheet.append([date(2023, 1, 31), 27000, 0.255, None])
    sheet.append([])
    sheet.append([datetime(2024, 2, 1, 9, 30), 21100.5, 1, "fell"])
    sheet["C3"].number_format = sheet["C5"].number_format = "0.0%"
    secret = book.create_sheet("Secret")
    secret.append(["x"])
    secret.sheet_state = "hidden"
    assert blocks(load(saved(book), name="s.xlsx")) == [
        ("heading", "Seizures"),
        ("heading", "Fentanyl seizures by year"),
        ("row", "Date: 2023-01-31 | Pounds: 27000 | Share: 25.5%"),
        ("row", "Date: 2024-02-01 09:30 | Pounds: 21100.5 | Share: 100.0% | Note: fell"),
    ]


@pytest.mark.parametrize(("name", "mark"), [("t.csv", ","), ("t.csv", ";"), ("t.tsv", "\t")])
def test_csv(name, mark, blocks):
    data = f'Country{mark}Deaths\nMéxico{mark}"30{mark}000"\nCanada{mark}8000\n'
    assert blocks(load(data.encode(), name=name)) == [
        ("row", f"Country: México | Deaths: {' '.join(f'30{mark}000'.split())}"),
        ("row", "Country: Canada | Deaths: 8000"),
    ]


def odt(body: str) -> bytes:
    out = io.BytesIO()
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in (("office", "office"), ("text", "text"), ("table", "table"), ("meta", "meta"))
    )
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>",
        )
        archive.writestr(
            "meta.xml",
            f"<office:document-meta {spaces}"
            ' xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>T</dc:title></office:meta></office:document-meta>',
        )
    return out.getvalue()


def test_odt(blocks):
    body = (
        "<text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h>Head</text:h>"
        "<text:p>A<text:s/>b <text:span>bold</text:span>"
        " tail<text:note><text:note-body><text:p>Note.</text:p></text:note-body></text:note>.</text:p>"
        "<text:list><text:list-item><text:p>item</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>1</text:p></table:table-cell>"
        "<table:table-cell><text:p>2</text:p></table:table-cell></table:table-row></table:table>"
    )
    document = load(odt(body), name="a.odt")
    assert blocks(document) == [
        ("heading", "Head"),
        ("paragraph", "A b bold tail."),
        ("item", "item"),
        ("row", "1 | 2"),
        ("note", "Note."),
    ]
    assert document.metadata.title == "T"


def test_rtf():
    data = (
        rb"{\rtf1\ansi\ansicpg1252{\info{\title Memo}{\author Ann}}{\fonttbl{\f0 Times;}}\f0 First \b bold\b0"
        rb"  se\'f1or \u8212?.\par Second.\par}"
    )
    document = load(data, name="a.rtf")
    assert document.text == "First bold señor —.\n\nSecond."
    assert (document.metadata.title, document.metadata.author) == ("Memo", "Ann")


@pytest.mark.parametrize("suffix", [".docx", ".xlsx", ".pptx", ".odt", ".epub"])
def test_containers_that_are_not_what_they_say(suffix):
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    with pytest.raises(PasswordProtected, match=f"f{suffix}") as caught:
        load(ole + "EncryptedPackage".encode("utf-16-le"), name=f"f{suffix}")
    assert "password" in caught.value.hint
    with pytest.raises(WrongFormat, match="old Office file"):
        load(ole, name=f"f{suffix}")
    with pytest.raises(WrongFormat, match=f"f{suffix} is damaged"):
        load(b"PK\x03\x04 broken", name=f"f{suffix}")
    with pytest.raises(WrongFormat, match="looks like a PNG picture"):
        load(b"\x89PNG\r\n\x1a\n" + bytes(20), name=f"f{suffix}")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("other.txt", "x")
    with pytest.raises(WrongFormat, match="it has no part"):
        load(out.getvalue(), name=f"f{suffix}")


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "x")
    bomb = bytearray(out.getvalue())
    at = bomb.rindex(b"PK\x01\x02")
    bomb[at + 24 : at + 28] = (600_000_000).to_bytes(4, "little")
    with pytest.raises(TooLarge, match=r"bomb\.docx.* 600,000,000 bytes"):
        load(bytes(bomb), name="bomb.docx")


def test_an_empty_document_is_no_document():
    for name, file in (
        ("e.docx", docx.Document()),
        ("e.pptx", pptx.Presentation()),
        ("e.xlsx", openpyxl.Workbook()),
    ):
        with pytest.raises(EmptyDocument, match=name):
            load(saved(file), name=name)


def test_truncated_office_files_are_refused():
    file = docx.Document()
    file.add_paragraph("text")
    for name, whole in (
        ("a.docx", saved(file)),
        ("a.pptx", saved(pptx.Presentation())),
        ("a.xlsx", saved(openpyxl.Workbook())),
    ):
        with pytest.raises(WrongFormat):
            load(whole[: len(whole) // 2], name=name)
