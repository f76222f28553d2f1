"""Those of our files that no text editor writes: each function makes the bytes of one, in the markup that the
office programs give it."""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

FILES = Path(__file__).with_name("files")


@contextmanager
def own_files() -> Iterator[Path]:
    """A folder of all our files, those that are made with those that are stored."""
    with tempfile.TemporaryDirectory(prefix="pincite-eval-") as folder:
        for path in FILES.iterdir():
            shutil.copy(path, folder)
        for name, make in MADE.items():
            (Path(folder) / name).write_bytes(make())
        yield Path(folder)


_FLOATING = """<w:r {ns}><w:drawing><wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0"
 relativeHeight="7" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="column"><wp:posOffset>365760</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="paragraph"><wp:posOffset>182880</wp:posOffset></wp:positionV>
<wp:extent cx="914400" cy="914400"/><wp:wrapSquare wrapText="bothSides"/><wp:docPr id="3" name="Map"/>
</wp:anchor></w:drawing></w:r>"""
_NUMBERING = """<w:abstractNum {ns} w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="4"/>
<w:numFmt w:val="decimal"/><w:lvlText w:val="Recommendation %1:"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
</w:abstractNum>"""
_NUMBER = '<w:num {ns} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'
_NUMBERED = '<w:numPr {ns}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'


def word() -> bytes:
    """A report in Word: raised and struck runs, a floating picture, numbers that Word counts, a table whose
    heads stand in two rows."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    file = docx.Document()
    file.core_properties.title = "Oil for the lights"
    file.add_heading("Oil for the lights", 1)
    spent = file.add_paragraph("The office spent 4")
    spent._p.append(parse_xml(_FLOATING.format(ns=nsdecls("w", "wp"))))
    spent.add_run(" million crowns on oil in 2021")
    spent.add_run("3").font.superscript = True
    spent.add_run(", which is ")
    spent.add_run("9").font.strike = True
    spent.add_run("7 percent less than before.")
    numbering = file.part.numbering_part.element
    numbering.insert(0, parse_xml(_NUMBERING.format(ns=nsdecls("w"))))
    numbering.append(parse_xml(_NUMBER.format(ns=nsdecls("w"))))
    for level, words in (
        (0, "The oil should be bought in May."),
        (1, "Each harbour should send its own barrels."),
        (0, "No oil should be kept for more than two winters."),
    ):
        properties = file.add_paragraph(words)._p.get_or_add_pPr()
        properties.append(parse_xml(_NUMBERED.format(ns=nsdecls("w"), level=level)))
    table = file.add_table(rows=4, cols=5)
    heads = [["Harbour", "2020", "", "2021", ""], ["", "Barrels", "Cost", "Barrels", "Cost"]]
    rows = [["Gull Rock", "310", "0.9", "290", "0.8"], ["Long Spit", "120", "0.4", "135", "0.5"]]
    for cells, values in zip(table.rows, heads + rows, strict=True):
        for cell, words in zip(cells.cells, values, strict=True):
            cell.text = words
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 3).merge(table.cell(0, 4))
    return _saved(file)


def sheet() -> bytes:
    """A workbook: a title, two tables on one sheet, a hidden column, a struck row, numbers in formats."""
    import openpyxl
    from openpyxl.styles import Font

    book = openpyxl.Workbook()
    page = book.active
    page.title = "Lamps"
    rows: list[list[object]] = [
        ["Lamps in store, end of year"],
        [],
        ["Kind", "Price", "Share", "Bought", "Draft price"],
        ["Argand", 2_400_000, 0.125, date(2022, 5, 3), 4000],
        ["Fresnel", 7_100_000, 0.4, date(2023, 2, 14), 9000],
        ["Carbide", 650_000, 0.02, date(2020, 8, 30), 1000],
        [],
        ["Year", "Dark nights"],
        ["2022", 14],
        ["2023", 9],
    ]
    for row in rows:
        page.append(row)
    page.column_dimensions["E"].hidden = True
    for number in (4, 5, 6):
        page[f"B{number}"].number_format = '"$"#,##0'
        page[f"C{number}"].number_format = "0.0%"
        page[f"D{number}"].number_format = "yyyy-mm-dd"
    for cell in page[6]:
        cell.font = Font(strike=True)
    return _saved(book)


def slides() -> bytes:
    """Two slides: a table, and a chart with notes that are not for the audience."""
    import pptx
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    deck = pptx.Presentation()
    deck.core_properties.title = "Lights that went dark"
    first = deck.slides.add_slide(deck.slide_layouts[5])
    first.shapes.title.text = "Where they are"
    size = Inches(1), Inches(2), Inches(6), Inches(2)
    table = first.shapes.add_table(3, 2, *size).table
    for row, values in enumerate([["Coast", "Dark lights"], ["North", "23"], ["West", "6"]]):
        for column, words in enumerate(values):
            table.cell(row, column).text = words
    second = deck.slides.add_slide(deck.slide_layouts[5])
    second.shapes.title.text = "Nights without light"
    chart: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    chart.categories = ["2017", "2018"]
    chart.add_series("Nights", (38, 52))
    second.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *size, chart)
    second.notes_slide.notes_text_frame.text = "Say nothing of the strike of the keepers."
    return _saved(deck)


def _saved(file: Any) -> bytes:
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


_BILL = r"""
#set page("us-letter", margin: (left: 1.6in, right: 1in, y: 1in))
#set text(size: 14pt, hyphenate: true)
#set par(justify: true, leading: 1.1em)
#align(center)[*A BILL*] #align(center)[To count the lamps of the coast.]
#set par.line(numbering: "1")
_Be it enacted by the Senate and House of Representatives of the United States of America in Congress
assembled,_
*SECTION 1. COUNT OF LAMPS.* #parbreak()
(a) The Commandant shall count the lamps of the coast in each of the 5 years that follow the enactment of this
Act, and shall give no fewer than 200 lamps to the harbors that have lost more than 15 percent of theirs.
#parbreak()
(b) A lamp that is older than 25 years shall be replaced by one that is seen at 9 miles, unless the keeper of
the harbor has told the Commandant in writing that it is not to be replaced before the next count is done.
"""
_COLUMNS = r"""
#set page("a4", columns: 2, header: [_The keepers of the coast_ #h(1fr) Harbour Office], numbering: "1")
#set text(size: 10pt, hyphenate: true)
#set par(justify: true)
= Who keeps the lights
The office has asked all 212 keepers of the coast how long they have served and what they are paid. Of those
who answered, 64 percent#footnote[Answers that gave no year are left out.] have served for more than ten
years, and the oldest of them has kept the same light since 1971. The office did not ask the keepers of
private lights.

#lorem(260)

The office does not recommend that a keeper be paid by the night, unless the harbour has fewer than
three#footnote[Harbours Act, section 8.] lights, because most of the nights without fog are nights without
work.

#lorem(300)

A keeper is paid 1,450 crowns a month.
"""


def numbered_bill() -> bytes:
    """A bill in PDF, whose lines are numbered in the margin."""
    return _set(_BILL)


def columns() -> bytes:
    """A report in PDF: two columns, footnotes, words divided at the ends of lines, a running head."""
    return _set(_COLUMNS)


def _set(source: str) -> bytes:
    import typst

    # The paper shows no date of its own: a reader that takes the file's for the document's is found out.
    return bytes(typst.compile(source.encode(), ignore_system_fonts=True))


MADE: Mapping[str, Callable[[], bytes]] = {
    "oil.docx": word,
    "lamps.xlsx": sheet,
    "dark-lights.pptx": slides,
    "numbered-bill.pdf": numbered_bill,
    "keepers.pdf": columns,
}
"""What makes a file, by its name."""
