from __future__ import annotations

import pytest

from ingest.load import load
from ingest.types import Document
from tests.ingest.load.packages import SPACES, related, zipped

RAISED, STRUCK = 'baseline="30000"', 'strike="sngStrike"'


def read(*slides: str, **parts: tuple[str, str]) -> Document:
    """A deck of slides, each the markup of its shapes. `parts` belong to the first slide: id=(kind, "
    "content)."""
    ids = "".join(f'<p:sldId id="{256 + at}" r:id="s{at}"/>' for at in range(len(slides)))
    files = {
        "_rels/.rels": related({"r0": ("officeDocument", "ppt/presentation.xml")}),
        "ppt/presentation.xml": f"<p:presentation {SPACES}><p:sldIdLst>{ids}</p:sldIdLst>"
        '<p:sldSz cx="900" cy="700"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": related(
            {f"s{at}": ("slide", f"slides/slide{at}.xml") for at in range(len(slides))}
        ),
    }
    for at, shapes in enumerate(slides):
        show = ' show="0"' if shapes.startswith("HIDDEN") else ""
        tree = f"<p:cSld><p:spTree>{shapes.removeprefix('HIDDEN')}</p:spTree></p:cSld>"
        files[f"ppt/slides/slide{at}.xml"] = f"<p:sld {SPACES}{show}>{tree}</p:sld>"
    links = {name: (kind, f"../parts/{name}.xml") for name, (kind, _) in parts.items()}
    files["ppt/slides/_rels/slide0.xml.rels"] = related(links)
    for name, (_, content) in parts.items():
        tag, _, rest = content.partition(">")
        files[f"ppt/parts/{name}.xml"] = f"{tag} {SPACES}>{rest}"
    return load(zipped(files), name="a.pptx")


def found(document: Document) -> list[tuple[str, str, str]]:
    return [(block.role, block.place, document.text[block.start : block.end]) for block in document.blocks]


def texts(document: Document) -> list[str]:
    return [text for _, _, text in found(document)]


def sp(*paragraphs: str, kind: str = "", x: int = 0, y: int = 0, more: str = "") -> str:
    holder = f'<p:ph type="{kind}"/>' if kind else ""
    body = "".join(text if text.startswith("<") else f"<a:p>{r(text)}</a:p>" for text in paragraphs)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="1" name="x" {more}/><p:nvPr>{holder}</p:nvPr></p:nvSpPr>'
        f"<p:spPr><a:xfrm>"
        f'<a:off x="{x}" y="{y}"/><a:ext cx="10" cy="10"/></a:xfrm></p:spPr><p:txBody>'
        f"{body}</p:txBody></p:sp>"
    )


def r(text: str, look: str = "") -> str:
    return f"<a:r><a:rPr {look}/><a:t>{text}</a:t></a:r>"


def test_shapes_are_read_from_the_top_down_those_of_groups_too():
    group = (
        f'<p:grpSp><p:grpSpPr><a:xfrm><a:off x="0" y="40"/></a:xfrm></p:grpSpPr>{sp("In a group.")}</p:grpSp>'
    )
    document = read(sp("Last.", y=90) + group + sp("First.", y=10) + sp("Tolls", kind="title", y=99))
    assert texts(document) == ["Tolls", "First.", "In a group.", "Last."]
    assert {block.place for block in document.blocks} == {"slide 1"}


def test_struck_and_raised_runs():
    line = f"<a:p>{r('The toll is 25')}{r('3', RAISED)}"
    line += f"{r(' never', STRUCK)}{r(' crowns.')}</a:p>"
    document = read(sp(line))
    assert document.text == "The toll is 25 crowns."
    assert document.notes == ("struck text was left out: 1 words",)


def test_what_nobody_sees_is_left_out_and_counted():
    document = read(
        sp("Shown.") + sp("Beside the slide for later use.", x=1000) + sp("Switched off.", more='hidden="1"'),
        "HIDDEN" + sp("A hidden slide."),
    )
    assert texts(document) == ["Shown."]
    assert document.notes[0].startswith("hidden text was left out: 11 words")
    assert document.notes[1] == "1 hidden slide was left out"
    assert [page.number for page in document.pages] == [1, 2]


def test_automatic_numbers_and_levels():
    def item(text: str, level: int, kind: str = "", start: str = "") -> str:
        number = f'<a:buAutoNum type="{kind}" {start}/>' if kind else ""
        return f'<a:p><a:pPr lvl="{level}">{number}</a:pPr>{r(text)}</a:p>'

    document = read(
        sp(
            item("The keeper shall", 0, "arabicPeriod", 'startAt="4"'),
            item("count carts", 1, "alphaLcParenBoth"),
            item("report", 1, "alphaLcParenBoth"),
            item("Fines", 0, "arabicPeriod", 'startAt="4"'),
            item("plain", 0),
        )
    )
    assert texts(document) == ["4. The keeper shall", "(a) count carts", "(b) report", "5. Fines", "plain"]
    assert [block.leads for block in document.blocks] == [(), (0,), (0,), (), ()]


def test_a_table_with_spans():
    def tc(text: str, more: str = "") -> str:
        return f"<a:tc {more}><a:txBody><a:p>{r(text)}</a:p></a:txBody></a:tc>"

    rows = [
        tc("Bridge", 'rowSpan="2"') + tc("2024", 'gridSpan="2"') + tc("", 'hMerge="1"'),
        tc("", 'vMerge="1"') + tc("Carts") + tc("Toll"),
        tc("Old") + tc("30") + tc("9"),
    ]
    table = f"<a:tbl><a:tblPr/>{''.join(f'<a:tr>{row}</a:tr>' for row in rows)}</a:tbl>"
    document = read(
        f"<p:graphicFrame><a:graphic><a:graphicData>{table}</a:graphicData></a:graphic></p:graphicFrame>"
    )
    assert found(document) == [("row", "slide 1, row 3", "Bridge: Old | 2024, Carts: 30 | 2024, Toll: 9")]


def test_the_speakers_notes_are_marked():
    shapes = sp("Keep it short.", kind="body") + sp("7", kind="sldNum")
    notes = f"<p:notes><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:notes>"
    document = read(sp("Tolls rise."), n1=("notesSlide", notes))
    assert found(document)[1] == ("note", "slide 1, speaker's notes", "Speaker's notes: Keep it short.")


@pytest.mark.parametrize("kind", ["ftr", "sldNum", "dt"])
def test_the_furniture_of_slides_is_told_once_if_it_says_anything(kind):
    document = read(
        sp("Tolls.") + sp("Not for release", kind=kind), sp("Carts.") + sp("Not for release", kind=kind)
    )
    wanted = [("note", "footer", "Not for release")] if kind == "ftr" else []
    assert found(document)[:-2] == wanted
    assert texts(document)[-2:] == ["Tolls.", "Carts."]


def test_charts_and_diagrams():
    values = "".join(f"<c:pt idx='{at}'><c:v>{value}</c:v></c:pt>" for at, value in enumerate((30, 25)))
    years = "".join(f"<c:pt idx='{at}'><c:v>{value}</c:v></c:pt>" for at, value in enumerate((2023, 2024)))
    chart = (
        "<c:chartSpace><c:chart><c:plotArea><c:lineChart><c:ser><c:tx><c:v>Carts</c:v></c:tx>"
        f"<c:cat><c:numLit>{years}</c:numLit></c:cat><c:val><c:numLit>{values}</c:numLit></c:val>"
        f"</c:ser></c:lineChart>"
        "</c:plotArea></c:chart></c:chartSpace>"
    )
    points = "<dgm:pt><dgm:t><a:p><a:r><a:t>Count the carts</a:t></a:r></a:p></dgm:t></dgm:pt>"
    data = f"<dgm:dataModel><dgm:ptLst>{points}</dgm:ptLst></dgm:dataModel>"
    frames = (
        '<p:graphicFrame><a:graphic><c:chart r:id="c1"/></a:graphic></p:graphicFrame>'
        '<p:graphicFrame><a:graphic><dgm:relIds r:dm="d1" r:lo="d1"/></a:graphic></p:graphicFrame>'
    )
    document = read(frames, c1=("chart", chart), d1=("diagramData", data))
    assert texts(document) == ["2023 | Carts: 30", "2024 | Carts: 25", "Count the carts"]


def test_the_day_on_the_first_slide_is_the_decks():
    assert read(sp("Tolls.") + sp("12 March 2025", kind="dt")).metadata.date == "2025-03-12"
    field = '<a:p><a:fld type="datetime1"><a:t>12 March 2025</a:t></a:fld></a:p>'
    assert read(sp("Tolls.") + sp(field, kind="dt")).metadata.date == ""
