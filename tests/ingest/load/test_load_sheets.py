from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.table import Table

from ingest.errors import WrongFormat
from ingest.load import load
from ingest.load.number_formats import shown
from ingest.types import Document
from tests.ingest.load.packages import SPACES, related, zipped


def book_of(*rows: Sequence[object], title: str = "Tolls"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def read(book) -> Document:
    out = io.BytesIO()
    book.save(out)
    return load(out.getvalue(), name="a.xlsx")


def texts(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (2500000, '"$"0.0,,"M"', "$2.5M"),
        (1234567, "[$€-407] #,##0", "€ 1,234,567"),
        (1234567, '_-"£"* #,##0_-;-"£"* #,##0_-', "£1,234,567"),
        (-1250.5, "#,##0.00;(#,##0.00)", "(1,250.50)"),
        (-3, "0;[Red]-0", "-3"),
        (0, '0.0;-0.0;"–"', "–"),
        (0.125, "0.0%", "12.5%"),
        (2.675, "0.00", "2.68"),
        (12, '0" km"', "12 km"),
        (7, 'General" carts"', "7 carts"),
        (5, "000", "005"),
        (12345.678, "#,##0.###", "12,345.678"),
        (-0.001, "0.0", "0.0"),
        (1500000, '[>=1000000]0.0,,"m";[>=1000]0,"k";0', "1.5m"),
        (3, '[>=1000000]0.0,,"m";[>=1000]0,"k";0', "3"),
        (7, ";;;", ""),
        (5551234567, "(000) 000-0000", "(555) 123-4567"),
        (123456789, r"000\-00\-0000", "123-45-6789"),
        (12345.678, "0.00E+00", "1.23E+04"),
        (12345.678, "##0.0E+0", "1.2E+04"),
        (23.75, "# ?/?", "23.75"),
        (1234567, "#,##0.0,,", "1.2"),
        (45689, "mmm-yy", "Feb-25"),
        (45689, "[$-409]d mmmm yyyy;@", "1 February 2025"),
        (45689.395, "m/d/yy h:mm", "2025-02-01 09:28"),
        (45689, "dd/mm/yyyy", "2025-02-01"),
        (0.5, "h:mm AM/PM", "12:00 PM"),
        (1.5, "[h]:mm", "36:00"),
        (0.1 + 0.2, "General", "0.3"),
        (0.0000001, "General", "0.0000001"),
        (2024, "", "2024"),
    ],
)
def test_numbers_are_shown_as_their_format_shows_them(value, form, text):
    assert shown(value, form) == text


def test_hidden_rows_columns_and_sheets_are_left_out_and_counted():
    book = book_of(["Bridge", "Draft", "Toll"], ["Old", 1, 9], ["Gone", 2, 8], ["New", 3, 7])
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True
    secret = book.create_sheet("Scratch")
    secret.append(["secret words"])
    secret.sheet_state = "veryHidden"
    document = read(book)
    assert texts(document) == ["Tolls", "Bridge: Old | Toll: 9", "Bridge: New | Toll: 7"]
    assert [block.place for block in document.blocks] == ["", "Tolls, row 2", "Tolls, row 4"]
    assert document.notes[0].startswith("hidden text was left out: 8 words")
    assert "Tolls: hidden cells were left out: 1 row and 1 column" in document.notes
    assert "hidden sheets were left out: Scratch" in document.notes


def test_struck_cells_rows_and_runs_are_left_out():
    book = book_of(["Measure", "Owner"], ["Old rule", "Board"], ["New rule", "Mayor"], ["Third", "Clerk"])
    for cell in book.active[2]:
        cell.font = Font(strike=True)
    book.active["B3"] = CellRichText(
        TextBlock(InlineFont(strike=True), "Board "), TextBlock(InlineFont(), "Mayor")
    )
    book.active["A4"] = CellRichText("Third", TextBlock(InlineFont(vertAlign="superscript"), "2"))
    document = read(book)
    assert texts(document) == ["Tolls", "Measure: New rule | Owner: Mayor", "Measure: Third | Owner: Clerk"]
    assert document.notes[0] == "struck text was left out: 4 words"


def test_merged_cells_hold_for_all_their_places():
    book = book_of(
        ["Tolls of the bridges", None, None, None],
        ["Bridge", "2023", None, "2024"],
        [None, "Carts", "Toll", "Carts"],
        ["Old", 30, 9, 31],
        ["Closed all year", None, None, 2],
    )
    for area in ("A1:D1", "A2:A3", "B2:C2", "A4:A5"):
        book.active.merge_cells(area)
    assert texts(read(book)) == [
        "Tolls",
        "Tolls of the bridges",
        "Bridge: Old | 2023, Carts: 30 | 2023, Toll: 9 | 2024, Carts: 31",
        "Bridge: Old | 2024, Carts: 2",
    ]


def test_formulas_without_a_value_are_told():
    document = read(book_of(["Bridge", "Toll"], ["Old", 9], ["All", "=SUM(B2:B2)"]))
    assert texts(document)[-1] == "Bridge: All"
    assert "1 formula has no stored value" in document.notes[-1]


def test_comments_are_counted_and_page_headers_told():
    book = book_of(["Bridge", "Toll"], ["Old", 9])
    book.active["B2"].comment = Comment("Is this so?", "Ann")
    book.active.oddHeader.center.text = "DRAFT of 3 May"
    book.active.oddFooter.right.text = "Page &P of &N"
    document = read(book)
    assert texts(document) == ["Tolls", "DRAFT of 3 May", "Bridge: Old | Toll: 9"]
    assert document.notes[0] == "comments were left out: 3 words"


def test_a_table_of_words_has_heads_where_the_sheet_says_so():
    rows = (["Item:", "Text"], ["Owner:", "Board"], ["Place:", "Town"])
    plain, named = book_of(*rows), book_of(*rows)
    named.active.add_table(Table(displayName="T", ref="A1:B3"))
    assert texts(read(plain))[1] == "Item: | Text"
    assert texts(read(named))[1] == "Item: Owner: | Text: Board"


def test_gaps_part_tables():
    book = book_of(["Bridge", "Toll"], ["Old", 9], [], ["Year", "Carts"], [2024, 30])
    for row, (month, fines) in enumerate([("Month", "Fines"), ("May", 4), ("June", 5)], 1):
        book.active.cell(row, 6, month)
        book.active.cell(row, 7, fines)
    assert set(texts(read(book))[1:]) == {
        "Bridge: Old | Toll: 9",
        "Year: 2024 | Carts: 30",
        "Month: May | Fines: 4",
        "Month: June | Fines: 5",
    }


def test_a_chart_of_a_hidden_sheet_is_read():
    book = book_of(["See the chart below for the carts of each year."])
    data = book.create_sheet("Data")
    for row in (["Year", "Carts"], ["y2023", 30], ["y2024", 25]):
        data.append(row)
    data.sheet_state = "hidden"
    chart = BarChart()
    chart.title = "Carts by year"
    chart.add_data(Reference(data, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    book.active.add_chart(chart, "C3")
    assert "Carts by year" in texts(read(book))


def test_a_sheet_with_cells_far_apart_is_read():
    book = book_of(["Bridge", "Toll"], ["Old", 9])
    book.active.cell(1_000_000, 16_000, "Far away")
    assert texts(read(book))[1:] == ["Bridge: Old | Toll: 9", "Far away"]


def test_time_grows_with_the_length_alone():
    def seconds(count: int) -> float:
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Tolls")
        sheet.append(["Bridge", "Carts", "Toll"])
        for number in range(count):
            sheet.append([f"Bridge {number}", number, 9.5])
        out = io.BytesIO()
        book.save(out)
        start = time.process_time()
        load(out.getvalue(), name="a.xlsx")
        return time.process_time() - start

    seconds(100)
    assert min(seconds(8000) for _ in range(3)) < 4 * min(seconds(4000) for _ in range(3)) + 2


def test_escaped_signs_are_spaces():
    out = io.BytesIO()
    book_of(["Bridge", "Toll"], ["Old_x000D_bridge", 9]).save(out)
    changed = io.BytesIO()
    with zipfile.ZipFile(out) as given, zipfile.ZipFile(changed, "w") as archive:
        for item in given.infolist():
            data = given.read(item).replace(b"_x005F_x000D_", b"_x000D_")
            archive.writestr(item, data)
    assert texts(load(changed.getvalue(), name="a.xlsx"))[1] == "Bridge: Old bridge | Toll: 9"


def csv_texts(text: str, name: str = "a.csv") -> list[tuple[str, str]]:
    document = load(text.encode(), name=name)
    return [(block.role, document.text[block.start : block.end]) for block in document.blocks]


def test_the_line_for_the_program_is_no_text():
    document = load("\ufeffsep=;\nBridge;Toll\nOld;1,5\n".encode(), name="a.csv")
    assert document.text == "Bridge: Old | Toll: 1,5"
    assert document.blocks[0].place == "row 3"


def test_a_title_with_a_comma_is_one_line():
    rows = (
        "Tolls by bridge, 2024,,\nNot final\n\nBridge,Toll,Note\nOld,9,\nNew,7,x\nSource: Office of bridges\n"
    )
    assert csv_texts(rows) == [
        ("heading", "Tolls by bridge, 2024"),
        ("paragraph", "Not final"),
        ("row", "Bridge: Old | Toll: 9"),
        ("row", "Bridge: New | Toll: 7 | Note: x"),
        ("paragraph", "Source: Office of bridges"),
    ]


def test_the_keys_of_eurostat_are_columns():
    text = "freq,unit,geo\\TIME_PERIOD\t2023 \t2024 \nA,PC,ES\t1.5 p\t: \n"
    assert csv_texts(text, "a.tsv") == [("row", "freq: A | unit: PC | geo: ES | 2023: 1.5 p | 2024: :")]


def test_the_codes_of_sdmx_keep_their_heads():
    text = "DATAFLOW,FREQ,REF_AREA,TIME_PERIOD,OBS_VALUE\nX:CARTS(1.0),M,NO,2024-01,30.5\n"
    assert csv_texts(text)[0][1] == (
        "DATAFLOW: X:CARTS(1.0) | FREQ: M | REF_AREA: NO | TIME_PERIOD: 2024-01 | OBS_VALUE: 30.5"
    )


def test_semicolons_part_cells_where_commas_are_decimal():
    assert csv_texts("Bridge;Toll\nOld;1,5\nNew;2,5\n")[0][1] == "Bridge: Old | Toll: 1,5"


def test_comments_above_a_table_decide_nothing():
    assert csv_texts("# Tolls, 2024\n# Contact: a@b.example\nBridge;Toll\nOld;1,5\nNew;2,5\n") == [
        ("heading", "Tolls, 2024"),
        ("paragraph", "Contact: a@b.example"),
        ("row", "Bridge: Old | Toll: 1,5"),
        ("row", "Bridge: New | Toll: 2,5"),
    ]


def test_a_cover_sheet_and_a_sheet_of_notes_have_no_heads():
    book = book_of(["Title", "Tolls"], ["Published", "12 May 2025"], ["Pages", 4], title="Cover")
    notes = book.create_sheet("Notes")
    for line in ("About the tolls", "This workbook gives the tolls of each bridge.", "Ask the office."):
        notes.append([line])
    assert texts(read(book))[1:4] == ["Title | Tolls", "Published | 12 May 2025", "Pages | 4"]
    assert texts(read(book))[4:] == [
        "Notes",
        "About the tolls",
        "This workbook gives the tolls of each bridge.",
        "Ask the office.",
    ]


def test_the_last_total_belongs_to_no_section():
    book = book_of(["Port", "Fee"], ["North"], ["Alder", 1], ["South"], ["Cedar", 2], ["Total", 3])
    for row in (2, 4):
        book.active.cell(row, 1).font = Font(bold=True)
    assert texts(read(book))[1:] == [
        "North | Port: Alder | Fee: 1",
        "South | Port: Cedar | Fee: 2",
        "Port: Total | Fee: 3",
    ]


def test_a_series_has_its_title_as_the_head_of_its_values():
    text = (
        "Title,Carts: all bridges\nCode,C1\nRelease date,12-02-2025\n"
        '"2023","30"\n"2024 Q1","8"\n"2024 JAN","3"\n'
    )
    document = load(text.encode(), name="a.csv")
    assert texts(document) == [
        "Code | C1",
        "Release date | 12-02-2025",
        "2023 | Carts: all bridges: 30",
        "2024 Q1 | Carts: all bridges: 8",
        "2024 JAN | Carts: all bridges: 3",
    ]
    assert (document.metadata.title, document.metadata.date) == ("Carts: all bridges", "2025-02-12")
    assert document.blocks[2].place == "row 4"


def test_blanks_after_the_marks_are_none_of_the_cells():
    assert csv_texts('Bridge, Toll, Note\n"Old, grey", 9, "not\nnew"\nNew one, 7, x\n') == [
        ("row", "Bridge: Old, grey | Toll: 9 | Note: not new"),
        ("row", "Bridge: New one | Toll: 7 | Note: x"),
    ]
    assert csv_texts("Bridge, Toll\nOld one, 9\nNew one, 7\n")[1] == ("row", "Bridge: New one | Toll: 7")


def test_a_cell_alone_after_the_tables_is_no_title():
    assert csv_texts("Bridge,Toll\nOld,9\n\nfor the board only,\n")[-1] == ("paragraph", "for the board only")


def test_many_merged_cells_take_time_by_their_number_alone():
    def seconds(count: int) -> float:
        book = book_of(["Bridge", "Toll", "Note"])
        for row in range(2, count + 2):
            book.active.append([f"Bridge {row}", row])
            book.active.merge_cells(start_row=row, end_row=row, start_column=2, end_column=3)
        out = io.BytesIO()
        book.save(out)
        start = time.process_time()
        load(out.getvalue(), name="a.xlsx")
        return time.process_time() - start

    seconds(20)
    assert min(seconds(800) for _ in range(3)) < 4 * min(seconds(400) for _ in range(3)) + 2


def test_a_text_that_too_many_cells_share_is_refused():
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rows = '<row><c t="s"><v>0</v></c></row>' * 4000
    data = zipped(
        {
            "_rels/.rels": related({"r0": ("officeDocument", "xl/workbook.xml")}),
            "xl/workbook.xml": f"<workbook {space} {SPACES}><sheets>"
            '<sheet name="Tolls" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": related(
                {"r1": ("worksheet", "sheet1.xml"), "r2": ("sharedStrings", "strings.xml")}
            ),
            "xl/sheet1.xml": f"<worksheet {space}><sheetData>{rows}</sheetData></worksheet>",
            "xl/strings.xml": f"<sst {space}><si><t>{'toll ' * 6000}</t></si></sst>",
        }
    )
    with pytest.raises(WrongFormat, match="more than 100,000,000 characters"):
        load(data, name="a.xlsx")
