"""OpenDocument spreadsheets: rows with their heads, cells as they are shown, what is hidden left out."""

from __future__ import annotations

import io
import zipfile

from ingest.load import load
from ingest.types import Document

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "style", "table", "text")
)
STYLES = """<office:automatic-styles>
<style:style style:name="off" style:family="table"><style:table-properties table:display="false"/>
</style:style></office:automatic-styles>"""


def ods(*tables: str) -> Document:
    """The document in a spreadsheet of these sheets."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {_SPACES}>{STYLES}<office:body><office:spreadsheet>{''.join(tables)}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return load(out.getvalue(), name="fares.ods")


def sheet(*rows: str, name: str = "Fares", more: str = "", columns: str = "") -> str:
    return f'<table:table table:name="{name}" {more}>{columns}{"".join(rows)}</table:table>'


def row(*cells: str, more: str = "") -> str:
    made = (one if one.startswith("<") else cell(one) for one in cells)
    return f"<table:table-row {more}>{''.join(made)}</table:table-row>"


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


HEAD = row("Route", "Fare")


def rows_of(document: Document) -> list[tuple[str, str]]:
    return [(document.text[one.start : one.end], one.place) for one in document.blocks if one.role == "row"]


def test_each_row_has_its_heads_and_its_own_number() -> None:
    far = '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    rest = '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
    document = ods(sheet(HEAD, row("North Sound", "£6.00"), row("Bay Cross", "£11.00"), far, rest))
    assert rows_of(document) == [
        ("Route: North Sound | Fare: £6.00", "Fares, row 2"),
        ("Route: Bay Cross | Fare: £11.00", "Fares, row 3"),
    ]
    assert document.text.startswith("Fares\n\n") and document.unread == 0


def test_a_row_far_below_keeps_its_number() -> None:
    far = '<table:table-row table:number-rows-repeated="7"><table:table-cell/></table:table-row>'
    document = ods(sheet(HEAD, row("North Sound", "6"), far, HEAD, row("Isle Link", "19")))
    assert rows_of(document)[-1] == ("Route: Isle Link | Fare: 19", "Fares, row 11")


def test_what_is_hidden_is_left_out_and_told() -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
    document = ods(
        sheet(
            row("Route", "Cost to us", "Fare"),
            row("North Sound", "two pounds and forty pence", "6"),
            row("Bay Cross by the old boat", "three", "4", more='table:visibility="filter"'),
            columns=columns,
        ),
        sheet(row("Plans", "Close the northern route in June"), name="Draft", more='table:style-name="off"'),
    )
    assert rows_of(document) == [("Route: North Sound | Fare: 6", "Fares, row 2")]
    assert any("hidden text was left out" in note for note in document.notes)
    assert "hidden sheets were left out: Draft" in document.notes
    assert "northern" not in document.text


def test_repeated_and_spanning_cells_stand_where_they_are_seen() -> None:
    both = cell("6", 'table:number-columns-repeated="2"')
    over = cell("North", 'table:number-rows-spanned="2"')
    covered = "<table:covered-table-cell/>"
    document = ods(
        sheet(
            row("Area", "Adult", "Child"),
            row(over, both),
            row(covered, "7", "3"),
        )
    )
    assert [text for text, _ in rows_of(document)] == [
        "Area: North | Adult: 6 | Child: 6",
        "Area: North | Adult: 7 | Child: 3",
    ]


def test_a_date_in_figures_is_told_as_the_file_keeps_it_and_comments_are_left_out() -> None:
    day = cell("02/03/25", 'office:value-type="date" office:date-value="2025-03-02"')
    noted = (
        "<table:table-cell><office:annotation><text:p>ask the board about this one</text:p>"
        "</office:annotation><text:p>6</text:p></table:table-cell>"
    )
    document = ods(sheet(row("From", "Fare"), row(day, noted)))
    assert rows_of(document) == [("From: 2025-03-02 | Fare: 6", "Fares, row 2")]
    assert not any("board" in text for text, _ in rows_of(document))
