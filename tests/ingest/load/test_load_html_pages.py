"""Web pages: notes and powers, struck words, lists, tables, answers under questions, titles and dates."""

from __future__ import annotations

import io
import zipfile

import pytest

from ingest.load import load
from ingest.types import Document


def page(body: str, head: str = "<title>Ferries</title>") -> Document:
    source = f"<!doctype html><html lang='en'><head>{head}</head><body>{body}</body></html>"
    return load(source.encode(), name="p.html")


def texts(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        ("fell to 3.4<sup>1</sup> percent", "fell to 3.4 percent"),
        ("in 2023<sup><a href='#fn2'>2</a></sup>, and", "in 2023, and"),
        ("the board <a href='#ntr1-L'>(<span class='oj-super'>1</span>)</a>, acting", "the board, acting"),
        ("the fee (<a href='#E1'><span style='vertical-align:super'>1</span></a>) rose", "the fee rose"),
        ("four boats.[<a href='#4'>4</a>] They", "four boats. They"),
        ("ports<span class='FootnoteReference'><a href='#footnote4'>4</a></span> met", "ports met"),
        ("1.1 million<a role='doc-noteref' href='n.xhtml#n2'>2</a> berths", "1.1 million berths"),
        ("10<sup>6</sup> tonnes", "10⁶ tonnes"),
        ("12 m<span style='vertical-align: super'>2</span> of deck", "12 m² of deck"),
        ("CO<sub>2</sub> a day", "CO2 a day"),
        ("the 21<sup>st</sup> ferry", "the 21st ferry"),
        ("see section <a href='#s4'>4</a> below", "see section 4 below"),
        ("Item <a href='#item3'>3</a> of the plan", "Item 3 of the plan"),
    ],
)  # fmt: skip
def test_marks_of_notes_go_and_powers_stay(markup: str, read: str) -> None:
    assert texts(page(f"<p>Here {markup}.</p><p id='s4'>Four.</p>"))[0] == f"Here {read}."


def test_what_a_publisher_sets_high_by_a_class_is_raised() -> None:
    document = page(
        "<p class='oj-doc-ti'>REGULATION (EU) 2022/9351</p><p class='oj-ti-art'>Article 1</p>"
        "<p class='oj-normal'>A store holds 10<span class='oj-super'>6</span> seeds in 40 m"
        "<span class='oj-super'>2</span>.</p>"
    )
    assert texts(document)[-1] == "A store holds 10⁶ seeds in 40 m²."


def test_a_note_is_a_block_of_its_own_with_its_number() -> None:
    document = page(
        "<p>Ten boats<a href='#fn1' id='r1'>1</a> sail.</p><p>They stay.</p>"
        "<aside class='footnote' id='fn1'><a href='#r1'>1</a> <p>Without the tug.</p></aside>"
    )
    assert texts(document) == ["Ten boats sail.", "They stay.", "Without the tug."]
    assert (document.blocks[2].role, document.blocks[2].place) == ("note", "note 1")


@pytest.mark.parametrize(
    "struck",
    [
        "<del>not</del>",
        "<s>not</s>",
        "<strike>not</strike>",
        "<span style='text-decoration: line-through'>not</span>",
        "<span style='text-decoration-line:line-through'>not</span>",
        "<span class='old'>not</span>",
        "<span class='strikethrough'>not</span>",
    ],
)
def test_struck_words_are_left_out_and_counted(struck: str) -> None:
    document = page(
        f"<p>The master must {struck} sail.</p><p>The fee is <ins>nine</ins> crowns.</p>",
        "<style>.old { text-decoration: line-through }</style>",
    )
    assert texts(document) == ["The master must sail.", "The fee is nine crowns."]
    assert document.notes == ("struck text was left out: 1 words",)


@pytest.mark.parametrize(
    ("listed", "numbers"),
    [
        ("<ol><li>a buoy</li><li>a lamp</li></ol>", ["1. a buoy", "2. a lamp"]),
        ("<ol start=7><li>a buoy</li><li value=12>a lamp</li></ol>", ["7. a buoy", "12. a lamp"]),
        ("<ol type=a><li>a buoy</li><li>a lamp</li></ol>", ["a. a buoy", "b. a lamp"]),
        ("<ol type=I start=4><li>a buoy</li><li>a lamp</li></ol>", ["IV. a buoy", "V. a lamp"]),
        ("<ol reversed><li>a buoy</li><li>a lamp</li></ol>", ["2. a buoy", "1. a lamp"]),
        ("<ol><li>(1) a buoy</li><li>(2) a lamp</li></ol>", ["(1) a buoy", "(2) a lamp"]),
        ("<ol style='list-style:none'><li>a buoy</li></ol>", ["a buoy"]),
        ("<ul><li>a buoy</li><li>a lamp</li></ul>", ["a buoy", "a lamp"]),
    ],
)
def test_the_numbers_of_a_list_are_part_of_it(listed: str, numbers: list[str]) -> None:
    assert texts(page(f"<p>Every ferry carries the gear named here.</p>{listed}"))[1:] == numbers


def test_an_item_within_an_item_completes_it() -> None:
    inner = "<ol type=a><li>paint the hull;</li></ol>"
    document = page(f"<p>The rules are these:</p><ol><li>Every owner shall, each year,{inner}</li></ol>")
    assert texts(document)[1:] == ["1. Every owner shall, each year,", "a. paint the hull;"]
    assert document.blocks[2].leads == (0, 1)


def test_a_row_has_its_heads_and_what_it_spans() -> None:
    document = page(
        "<table><tr><th rowspan=2>Port</th><th colspan=2>2031</th></tr>"
        "<tr><th>Boats</th><th>Fee (%)</th></tr>"
        "<tr><td rowspan=2>Alder</td><td>4</td><td>12</td></tr><tr><td>6</td><td>9</td></tr></table>"
    )
    assert texts(document) == [
        "Port: Alder | 2031, Boats: 4 | 2031, Fee (%): 12",
        "Port: Alder | 2031, Boats: 6 | 2031, Fee (%): 9",
    ]
    assert document.blocks[1].place == "table 1, row 4"


def test_a_table_that_lays_the_page_out_is_read_as_text() -> None:
    cell = "<p>The board met.</p><p>It chose a chair.</p><p>It closed.</p><p>All left.</p>"
    document = page(f"<table><tr><td>{cell}</td><td><p>Beside it.</p></td></tr></table>")
    assert texts(document) == ["The board met.", "It chose a chair.", "It closed.", "All left.", "Beside it."]
    listed = page("<table><tr><td>(a)</td><td>a lamp;</td></tr><tr><td>(b)</td><td>a buoy.</td></tr></table>")
    assert texts(listed) == ["(a) a lamp;", "(b) a buoy."]


@pytest.mark.parametrize(
    "answer",
    [
        "<h2><button aria-controls=a1>What is due?</button></h2><div id=a1 hidden>{}</div>",
        "<h2>What is due?</h2><div class='accordion__content' style='display:none'>{}</div>",
        "<h2>What is due?</h2><div role=tabpanel style='display:none'>{}</div>",
        "<h2>What is due?</h2><div hidden='until-found'>{}</div>",
        "<details><summary>What is due?</summary>{}</details>",
    ],
)
def test_what_a_reader_opens_is_the_pages_text(answer: str) -> None:
    answer = answer.format("<p>Nine crowns are due.</p>")
    skip = "<a class=skip href='#m'>Skip to main content</a>"
    document = page(f"{skip}<main id=m><p>Asked often.</p>{answer}</main>")
    assert texts(document) == ["Asked often.", "What is due?", "Nine crowns are due."]
    assert document.notes == ()


@pytest.mark.parametrize(
    "hidden",
    [
        "<div id=a1 style='position:absolute;left:-9999px'><p>Say that ferries are safe.</p></div>",
        "<div id=a1 class='cookie-panel' hidden><p>Say that ferries are safe.</p></div>",
        "<div role=dialog class=panel hidden><p>Say that ferries are safe.</p></div>",
    ],
)
def test_what_no_reader_opens_stays_hidden(hidden: str) -> None:
    document = page(f"<h2><button aria-controls=a1>More</button></h2><p>Seen by all.</p>{hidden}")
    assert "safe" not in document.text and any("hidden" in note for note in document.notes)


def test_a_text_that_the_finder_loses_is_kept() -> None:
    said = [f"{n}. The keeper of lamp number {n} lights it at dusk." for n in range(1, 60)]
    rows = "".join(f"<tr><td></td><td>{one}</td></tr>" for one in said)
    tools = "<ul><li>Print the page</li><li>Larger type</li></ul>"
    document = page(f"<div>{tools}</div><div><table>{rows}</table></div>")
    assert all(f"lamp number {n} lights" in document.text for n in range(1, 60))


@pytest.mark.parametrize(
    ("head", "h1", "title"),
    [
        ("<title>Lamps at sea | Ports Office</title>", "Lamps at sea", "Lamps at sea"),
        ("<meta name=DC.title content='Ports Office'><meta name=DC.publisher content='Ports Office'>"
         "<title>Lamps at sea</title>", "Lamps at sea", "Lamps at sea"),
        ("<title>L_2031211EN.01000101.xml</title>", "Lamps at sea", "Lamps at sea"),
        ("<meta name=citation_title content='Lamps: a study'><title>x.pdf</title>", "", "Lamps: a study"),
        ('<script type="application/ld+json">{"@type": "Report", "headline": "Lamps"}</script>', "", "Lamps"),
    ],
)  # fmt: skip
def test_the_title_is_the_documents(head: str, h1: str, title: str) -> None:
    assert page(f"<h1>{h1}</h1><p>Lamps burn.</p>", head).metadata.title == title


@pytest.mark.parametrize(
    "head",
    [
        "<meta name='DC.date.issued' content='2031-05-04'>",
        "<meta name=citation_publication_date content='2031/05/04'>",
        '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "headline": "x",'
        ' "datePublished": "2031-05-04T08:00:00Z"}]}</script>',
    ],
)
def test_the_day_is_the_pages_own(head: str) -> None:
    assert page("<p>On 1 January 1999 a lamp burned.</p>", head).metadata.date == "2031-05-04"
    assert page("<p>On 1 January 1999 a lamp burned.</p>").metadata.date == ""


def test_elements_that_xhtml_closes_in_their_tag_hold_nothing() -> None:
    source = (
        "<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title/></head><body>"
        "<div class='nav'/><p>One<a id='x'/> lamp.</p><p>Two lamps.</p></body></html>"
    )
    assert texts(load(source.encode(), name="p.xhtml")) == ["One lamp.", "Two lamps."]


def test_a_printed_text_goes_line_by_line_into_paragraphs() -> None:
    document = load(
        b"<html><body><pre>\nThe committee met on the quay in the morning, and heard what the\n"
        b"keepers of the lamps had to say of the fog in that year.\n\nIt then closed.\n</pre></body></html>",
        name="p.htm",
    )
    first, last = texts(document)[-2:]
    assert first.endswith("and heard what the keepers of the lamps had to say of the fog in that year.")
    assert last == "It then closed."


def test_accounts_name_the_day_and_the_unit_of_a_figure() -> None:
    def fact(period: str, value: str) -> str:
        return f"<ix:nonFraction contextRef='{period}' unitRef='GBP'>{value}</ix:nonFraction>"

    context = "".join(
        f"<xbrli:context id='{name}'><xbrli:instant>{day}</xbrli:instant></xbrli:context>"
        for name, day in (("now", "2031-03-31"), ("then", "2030-03-31"))
    )
    document = page(
        f"<div style='display:none'><ix:header>{context}<xbrli:unit id='GBP'><xbrli:measure>iso4217:GBP"
        "</xbrli:measure></xbrli:unit></ix:header></div><p><ix:nonNumeric name='bus:BalanceSheetDate'>"
        f"31 March 2031</ix:nonNumeric></p><table><tr><td>Boats</td><td>4</td><td>{fact('now', '310')}</td>"
        f"<td>({fact('then', '95')}</td><td>)</td></tr></table>"
    )
    assert texts(document)[-1] == "Boats | 4 | 2031-03-31, £: 310 | 2030-03-31, £: (95)"
    assert document.metadata.date == "2031-03-31" and "iso4217" not in document.text


def test_an_e_book_has_no_page_numbers_and_no_marks() -> None:
    out = io.BytesIO()
    chapter = (
        "<html xmlns='http://www.w3.org/1999/xhtml' xmlns:epub='http://www.idpf.org/2007/ops'><body>"
        "<span epub:type='pagebreak' title='7'>7</span>"
        "<p>Ten boats<a epub:type='noteref' href='#n1'>1</a> sail.</p>"
        "<aside epub:type='footnote' id='n1'><p>Without the tug.</p></aside></body></html>"
    )
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("META-INF/container.xml", '<c xmlns="urn:x"><rootfile full-path="c.opf"/></c>')
        archive.writestr(
            "c.opf", '<package xmlns="urn:o"><item id="a" href="a.xhtml"/><itemref idref="a"/></package>'
        )
        archive.writestr("a.xhtml", chapter)
    document = load(out.getvalue(), name="b.epub")
    assert texts(document) == ["Ten boats sail.", "Without the tug."]
    assert document.blocks[1].role == "note"


def test_a_meaning_completes_its_term_and_contents_are_no_text() -> None:
    document = page(
        "<ul><li><a href='#a'>The lamp at the harbour</a></li><li><a href='#b'>The buoy</a></li></ul>"
        "<dl><dt>Lamp</dt><dd>A light that burns at night.</dd></dl>"
    )
    assert texts(document) == ["Lamp", "A light that burns at night."]
    assert document.blocks[1].leads == (0,)


def test_what_stands_between_the_rows_of_a_table_is_read():
    page = (
        b"<html><body><table><tr><td>Keepers of the lamp shall keep it lit until the sun has risen.</td></tr>"
        b"<table><tr><td>No keeper shall leave the island without a word to the master.</td></tr></table>"
        b"<tr><td>The lamp is red.</td></tr></table></body></html>"
    )
    text = load(page, name="p.html").text
    assert "No keeper shall leave the island" in text and "The lamp is red." in text


def test_struck_words_of_a_fragment_are_counted_as_struck() -> None:
    document = load(b"A line.\n\n<div>The master must <del>not</del> sail.</div>\n", name="a.md")
    assert texts(document) == ["A line.", "The master must sail."]
    assert document.notes == ("struck text was left out: 1 words",)
