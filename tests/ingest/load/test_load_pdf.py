from __future__ import annotations

import difflib
import re
from typing import Any

import pypdfium2
import pytest
from fpdf import FPDF

from ingest.errors import LoadError, NeedsOcr, PasswordProtected, WrongFormat
from ingest.load import load
from ingest.load.pdf import boxes

LEFT, STEP = 72, 14


def column(lines: list[str], x: int = LEFT, y: int = 120) -> list[tuple[object, ...]]:
    return [(x, y + STEP * number, line) for number, line in enumerate(lines)]


PROSE = [
    "The department reported that seizures at the border rose during the first",
    "half of the year, and that most of the parcels had come by mail. Officials",
    "said the drug-trafficking networks had changed their routes.",
]


def inside(data: bytes, page: int, rectangles) -> str:
    textpage = pypdfium2.PdfDocument(data)[page - 1].get_textpage()
    return " ".join(textpage.get_text_bounded(box.left, box.bottom, box.right, box.top) for box in rectangles)


def bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def test_paragraphs_headings_and_items(make_pdf, blocks):
    page = [
        (LEFT, 80, "A Report on Parcels", "B", 18),
        *column(PROSE),
        *column(
            ["A second paragraph follows after a gap and it also runs over two lines of", "type."], y=180
        ),
        *column(["(1) first thing;", "(2) second thing."], y=230),
    ]
    document = load(make_pdf(page, title="Parcels"), name="p.pdf")
    assert blocks(document) == [
        ("heading", "A Report on Parcels"),
        ("paragraph", " ".join(PROSE)),
        ("paragraph", "A second paragraph follows after a gap and it also runs over two lines of type."),
        ("item", "(1) first thing;"),
        ("item", "(2) second thing."),
    ]
    assert document.metadata.title == "Parcels"


def test_first_line_indents_open_paragraphs(make_pdf, blocks):
    lines = [
        *column(
            [
                "First paragraph is long enough to fill the whole of this line of type here,",
                "and it ends here in the middle of the line, quite soon.",
            ]
        )
    ]
    lines += [
        (
            LEFT + 15,
            120 + 2 * STEP,
            "The second one is indented and has as many words as the line is wide, to",
        ),
        (LEFT, 120 + 3 * STEP, "its end."),
    ]
    assert len(blocks(load(make_pdf(lines), name="p.pdf"))) == 2


def test_words_divided_at_line_ends_are_joined_and_compounds_keep_their_hyphen(make_pdf):
    lines = [
        "The international order was the subject, and drug-trafficking was too; the inter-",
        "national community saw that some of the drug-",
        "trafficking was new, and that the desig-",
        "nation of the groups had a quasi-",
        "governmental purpose.",
    ]
    text = load(make_pdf(column(lines)), name="p.pdf").text
    assert "the international community" in text
    assert "the drug-trafficking was new" in text
    assert "designation of the groups" in text
    assert "quasi-governmental purpose" in text


def test_running_headers_footers_and_page_numbers_go_and_a_paragraph_goes_on(make_pdf, blocks):
    parts = [
        "The first page ends in the middle of a sentence that goes",
        "on over the page and ends here. Then the second page goes",
        "on until the last page, where it stops.",
    ]
    pages = [
        [
            (LEFT, 40, f"Annual Report 2024 | part {number}"),
            *column([part]),
            (300, 770, f"{number}"),
            (LEFT, 755, "For official use only"),
        ]
        for number, part in enumerate(parts, 1)
    ]
    document = load(make_pdf(*pages), name="p.pdf")
    assert blocks(document) == [("paragraph", " ".join(parts))]
    assert [document.text[page.start : page.end].strip() for page in document.pages] == parts
    assert [page.number for page in document.pages] == [1, 2, 3]


def test_two_columns_are_read_one_after_the_other(make_pdf):
    left = [f"left column line {number} has enough words" for number in range(12)]
    right = [f"right column line {number} has enough words" for number in range(12)]
    rows: list[tuple[Any, ...]] = [
        (LEFT, 60, "A title that stands across both of the columns of this page here", "B", 16)
    ]
    for number in range(12):  # the file holds the page row by row, as some programs write it
        rows += [(LEFT, 120 + STEP * number, left[number]), (330, 120 + STEP * number, right[number])]
    words = load(make_pdf(rows), name="p.pdf").text
    assert bare(words) == bare(rows[0][2] + "".join(left) + "".join(right))


def test_a_table_is_read_row_by_row(make_pdf, blocks):
    rows = [
        (x, 120 + STEP * n, f"{name} {n}")
        for n in range(6)
        for x, name in ((LEFT, "Year"), (250, "Deaths"), (420, "Rate"))
    ]
    assert blocks(load(make_pdf(rows), name="t.pdf")) == [
        ("row", f"Year {n} | Deaths {n} | Rate {n}") for n in range(6)
    ]


def test_boxes_hold_the_quote_line_by_line(make_pdf):
    data = make_pdf([*column(PROSE)])
    quote = "rose during the first half of the year, and that most of the parcels had come by mail."
    found = boxes(data, 1, quote)
    assert len(found) == 2
    assert bare(inside(data, 1, found)) == bare(quote)
    assert found[0].bottom > found[1].top - 1 and found[1].left == pytest.approx(LEFT, abs=1)
    assert boxes(data, 1, "words that stand nowhere in it") == ()
    assert boxes(data, 2, quote) == ()


def test_boxes_of_a_quote_over_two_pages_give_the_part_on_each(make_pdf):
    data = make_pdf(
        [*column(["An opening line.", "The sentence begins on this page and"])],
        [*column(["ends on the other one. A closing line."])],
    )
    quote = "The sentence begins on this page and ends on the other one."
    assert bare(inside(data, 1, boxes(data, 1, quote))) == bare("The sentence begins on this page and")
    assert bare(inside(data, 2, boxes(data, 2, quote))) == bare("ends on the other one.")


def test_what_cannot_be_opened(make_pdf):
    with pytest.raises(PasswordProtected, match=r"locked\.pdf") as caught:
        load(make_pdf([(LEFT, 100, "x")], password="secret"), name="locked.pdf")
    assert "password" in caught.value.hint
    with pytest.raises(WrongFormat, match=r"broken\.pdf is a damaged PDF"):
        load(b"%PDF-1.7\n" + b"garbage " * 50, name="broken.pdf")
    with pytest.raises(WrongFormat, match="looks like a PNG picture"):
        load(b"\x89PNG\r\n\x1a\n", name="x.pdf")


def scan(text: str) -> bytes:
    """A PDF whose page is a picture of `text`."""
    source = FPDF(unit="pt", format=(400, 120))
    source.add_page()
    source.set_font("Helvetica", size=20)
    source.text(30, 60, text)
    picture = pypdfium2.PdfDocument(bytes(source.output()))[0].render(scale=3).to_pil()
    pdf = FPDF(unit="pt", format=(400, 120))
    pdf.set_margin(0)
    pdf.add_page()
    pdf.image(picture, 0, 0, 400, 120)
    return bytes(pdf.output())


@pytest.mark.model
def test_scanned_pages_are_recognised(blocks):
    pytest.importorskip("rapidocr")
    document = load(scan("Seizures rose to 9.5 tons"), name="scan.pdf")
    assert bare(document.text) == bare("Seizures rose to 9.5 tons")
    assert document.pages[0].number == 1
    blocks(document)


@pytest.mark.process
def test_scanned_pages_without_the_extra_name_it(tmp_path):
    """In a fresh interpreter that cannot see rapidocr."""
    import subprocess
    import sys

    (tmp_path / "s.pdf").write_bytes(scan("Hello there"))
    program = (
        "import sys, pathlib; sys.modules['rapidocr'] = None\n"
        "from ingest.load import load\n"
        "try: load(pathlib.Path(sys.argv[1]).read_bytes(), name='scan.pdf')\n"
        "except Exception as error: print(type(error).__name__, error.hint)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "s.pdf")], capture_output=True, text=True, check=True
    )
    assert done.stdout.split(maxsplit=1) == [NeedsOcr.__name__, 'pip install "pincite[ocr]"\n']


def words_of(text: str) -> list[str]:
    return [word for word in (bare(word) for word in text.split()) if word]


def test_real_pdfs_say_what_their_transcripts_say(documents, blocks):
    for path in sorted(documents.glob("eo*.pdf")):
        document = load(path.read_bytes(), name=path.name)
        blocks(document)
        mine, theirs = (
            words_of(document.text),
            words_of(load(path.with_suffix(".txt").read_bytes(), name="a.txt").text),
        )
        assert difflib.SequenceMatcher(None, mine, theirs, autojunk=False).ratio() > 0.99, path.name
        assert "VerDate" not in document.text and "Federal Register / Vol." not in document.text


def test_real_two_column_report_reads_in_order(documents):
    document = load((documents / "crs-if11175-us-mexico-trade-relations.pdf").read_bytes(), name="crs.pdf")
    assert "The 119th Congress is engaged in a range of legislative and oversight activities" in document.text
    assert "from a surplus of $1.7 billion" in document.text
    assert "digital trade provisions, and updated provisions on worker rights." in document.text
    page = document.pages[1]
    assert document.text[page.start : page.end].lstrip().startswith("Services trade largely consisted")


def test_boxes_hit_every_sentence_of_real_pages(documents):
    data = (documents / "eo14157-designating-cartels-fto.pdf").read_bytes()
    document = load(data, name="eo.pdf")
    for page in document.pages:
        for quote in re.findall(r"[^.]{40,}\.", document.text[page.start : page.end]):
            quote = quote.strip()
            assert bare(inside(data, page.number, boxes(data, page.number, quote))) == bare(quote)


def test_a_truncated_file_is_refused_or_read_but_never_crashes(make_pdf):
    whole = make_pdf([*column(PROSE)])
    for cut in range(20, len(whole), 97):
        try:
            load(whole[:cut], name="cut.pdf")
        except LoadError as error:
            assert "cut.pdf" in error.message and error.hint
