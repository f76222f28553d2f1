from __future__ import annotations

import pytest

from ingest.load import load
from ingest.types import Document
from tests.ingest.load.packages import zipped

SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in {
        "office": "office",
        "text": "text",
        "table": "table",
        "style": "style",
        "draw": "drawing",
        "meta": "meta",
        "chart": "chart",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
SPACES += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'


def read(body: str, styles: str = "", common: str = "", meta: str = "", **parts: str) -> Document:
    files = {
        "content.xml": f"<office:document-content {SPACES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>",
        "styles.xml": f"<office:document-styles {SPACES}>{common}</office:document-styles>",
        "meta.xml": f"<office:document-meta {SPACES}><office:meta>{meta}</office:meta>"
        "</office:document-meta>",
    }
    return load(zipped(files | parts), name="a.odt")


def texts(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def style(name: str, properties: str, family: str = "text", parent: str = "") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}" style:parent-style-name="{parent}">'
        f"<style:text-properties {properties}/></style:style>"
    )


@pytest.mark.parametrize(
    ("properties", "kept", "note"),
    [
        ('style:text-line-through-style="solid"', "They must pay.", "struck text was left out: 1 words"),
        ('style:text-line-through-type="double"', "They must pay.", "struck text was left out: 1 words"),
        ('style:text-line-through-style="none"', "They must never pay.", ""),
        ('text:display="none"', "They must pay.", ""),
        ('fo:color="#ffffff"', "They must pay.", ""),
        ('fo:font-weight="bold"', "They must never pay.", ""),
    ],
)
def test_what_is_struck_or_hidden_is_left_out(properties, kept, note):
    styles = style("Base", properties) + style("T1", "", parent="Base")
    document = read(
        '<text:p>They must <text:span text:style-name="T1">never </text:span>pay.</text:p>', styles
    )
    assert document.text == kept
    assert document.notes == ((note,) if note else ())


def test_raised_runs_are_marks_of_notes_or_powers():
    body = (
        '<text:p>The toll is 25<text:span text:style-name="Up">3</text:span> crowns on 10'
        '<text:span text:style-name="Up">6</text:span> tonnes of CO<text:span text:style-name="Down">'
        "2</text:span>."
        "</text:p>"
    )
    styles = style("Up", 'style:text-position="super 58%"') + style("Down", 'style:text-position="-33% 58%"')
    assert read(body, styles).text == "The toll is 25 crowns on 10⁶ tonnes of CO2."


def test_a_frame_stands_outside_its_sentence():
    frame = (
        "<draw:frame><draw:text-box><text:p>In brief.</text:p></draw:text-box><svg:desc>A "
        "box</svg:desc></draw:frame>"
    )
    assert texts(read(f"<text:p>The toll{frame} rose.</text:p>")) == ["The toll rose.", "In brief."]


def test_the_table_of_contents_comments_and_deletions_are_counted():
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>old words</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:table-of-content><text:index-body><text:p>Tolls 4</text:p></text:index-body>"
        "</text:table-of-content>"
        "<text:p>The toll<office:annotation><text:p>Is this so?</text:p></office:annotation> rose.</text:p>"
    )
    document = read(body)
    assert document.text == "The toll rose."
    assert len(document.notes) == 3


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def test_spans_and_repeats_fill_their_places():
    body = (
        "<table:table><table:table-header-rows>"
        + row(
            cell("Bridge", 'table:number-rows-spanned="2"'),
            cell("2024", 'table:number-columns-spanned="2"'),
            "<table:covered-table-cell/>",
        )
        + row("<table:covered-table-cell/>", cell("Carts"), cell("Toll"))
        + "</table:table-header-rows>"
        + row(cell("Old"), cell("9", 'table:number-columns-repeated="2"'))
        + row(cell("New"), cell("30"), cell("8"))
        + row(cell("Gone"), cell("1"), cell("1"), more='table:visibility="collapse"')
        + "</table:table>"
    )
    assert texts(read(body)) == [
        "Bridge: Old | 2024, Carts: 9 | 2024, Toll: 9",
        "Bridge: New | 2024, Carts: 30 | 2024, Toll: 8",
    ]


LISTS = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-prefix="Rule " style:num-suffix="." text:start-value="4"/>'
    '<text:list-level-style-number text:level="2" '
    'style:num-format="a" style:num-prefix="(" style:num-suffix=")"/></text:list-style>'
    '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1"/></text:list-style>'
)


def test_the_numbers_of_lists_stand_before_their_items():
    inner = (
        "<text:list><text:list-item><text:p>count carts;</text:p></text:list-item>"
        "<text:list-item><text:p>report.</text:p><text:p>A second paragraph.</text:p>"
        "</text:list-item></text:list>"
    )
    body = (
        f'<text:list text:style-name="L"><text:list-item><text:p>The keeper shall</text:p>'
        f"{inner}</text:list-item>"
        '<text:list-item text:start-value="9"><text:p>Fines.</text:p></text:list-item></text:list>'
        '<text:list text:style-name="B"><text:list-item><text:p>a bullet</text:p></text:list-item>'
        "</text:list>"
        '<text:list text:style-name="L" text:continue-numbering="true"><text:list-item><text:p>Goes '
        "on.</text:p>"
        "</text:list-item></text:list>"
    )
    document = read(body, LISTS)
    found = [(block.place, document.text[block.start : block.end], block.leads) for block in document.blocks]
    assert found == [
        ("Rule 4", "Rule 4. The keeper shall", ()),
        ("Rule 4(a)", "(a) count carts;", (0,)),
        ("Rule 4(b)", "(b) report.", (0,)),
        ("", "A second paragraph.", ()),
        ("Rule 9", "Rule 9. Fines.", ()),
        ("", "a bullet", ()),
        ("Rule 10", "Rule 10. Goes on.", ()),
    ]


def test_headings_are_numbered_where_the_outline_is():
    common = (
        '<office:styles><text:outline-style style:name="O"><text:outline-level-style text:level="1" '
        'style:num-format="I" style:num-suffix="."/><text:outline-level-style text:level="2" '
        'style:num-format=""/>'
        "</text:outline-style></office:styles>"
    )
    body = '<text:h text:outline-level="1">Tolls</text:h><text:h text:outline-level="2">Carts</text:h>'
    assert texts(read(body * 2, common=common)) == ["I. Tolls", "Carts", "II. Tolls", "Carts"]


def test_headers_charts_and_notes():
    common = (
        "<office:master-styles><style:master-page><style:header><text:p>DRAFT of 3 May</text:p>"
        "</style:header>"
        "<style:footer><text:p>Page <text:page-number>2</text:page-number></text:p></style:footer>"
        "</style:master-page></office:master-styles>"
    )
    chart = (
        f"<office:document-content {SPACES}><office:body><office:chart><chart:chart><chart:title>"
        f"<text:p>Carts by year"
        "</text:p></chart:title><table:table><table:table-header-rows>"
        + row(cell(""), cell("Carts"))
        + "</table:table-header-rows><table:table-rows>"
        + row(cell("2023"), cell("30"))
        + row(cell("2024"), cell("25"))
        + "</table:table-rows></table:table></chart:chart></office:chart></office:body>"
        "</office:document-content>"
    )
    body = (
        '<text:p>See<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame> below<text:note>'
        "<text:note-citation>2"
        "</text:note-citation><text:note-body><text:p>By count.</text:p></text:note-body></text:note>"
        ".</text:p>"
    )
    document = read(body, common=common, **{"Object 1/content.xml": chart})
    assert [
        (block.role, block.place, document.text[block.start : block.end]) for block in document.blocks
    ] == [
        ("note", "header", "DRAFT of 3 May"),
        ("paragraph", "", "See below."),
        ("paragraph", "", "Carts by year"),
        ("row", "table 1, row 2", "2023 | Carts: 30"),
        ("row", "table 1, row 3", "2024 | Carts: 25"),
        ("note", "note 2", "By count."),
    ]


def test_the_date_is_not_that_of_an_older_file():
    made = "<meta:creation-date>2009-05-01T10:00:00</meta:creation-date>"
    meta = f"{made}<dc:date>2025-02-09T10:00:00</dc:date>"
    assert read("<text:p>Toll</text:p>", meta=meta).metadata.date == ""
    assert read("<text:h>Toll</text:h><text:p>3 May 2025</text:p>", meta=meta).metadata.date == "2025-05-03"
    assert read("<text:p>Toll</text:p>", meta=made).metadata.date == "2009-05-01"


def test_a_title_is_a_heading_whatever_element_holds_it():
    styles = style("P1", "", family="paragraph", parent="Title") + style("P2", "", family="paragraph")
    body = '<text:p text:style-name="P1">Tolls</text:p><text:p text:style-name="P2">Carts pay.</text:p>'
    assert [block.role for block in read(body, styles).blocks] == ["heading", "paragraph"]


def test_a_formula_stands_in_its_line():
    formula = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi>E</mi><mo>=</mo><msup>'
        "<mi>c</mi>"
        "<mn>2</mn></msup></mrow><annotation>E = c^2</annotation></semantics></math>"
    )
    body = '<text:p>So <draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>.</text:p>'
    assert read(body, **{"Object 1/content.xml": formula}).text == "So E=c²."
