"""What stands beside the text of a PDF page: raised marks, line numbers, side notes, further columns."""

from __future__ import annotations

import pytest

from ingest.load import load
from ingest.load.pdf import boxes

LEFT, STEP = 150, 20
BILL = [
    "SEC. 4. GRANTS FOR LIGHTHOUSES.",
    "The Administrator may make grants of up to 250,000",
    "dollars to each island that keeps a lighthouse, pro-",
    "vided that the island reports every outage within",
    "48 hours and pays 12 percent of the cost of the re-",
    "placement of any lamp that is older than",
    "30 years, unless the Administrator waives it.",
    "No grant is made for a lamp that burns oil.",
]


def numbered(lines: list[str], at: int = 110, *, first: int = 1, step: int = 1, right: bool = False):
    page: list[tuple[object, ...]] = []
    for place, line in enumerate(lines):
        number = first + place
        if number % step == 0:
            page.append(((500 if right else at) - 5 * len(str(number)), 100 + STEP * place, str(number)))
        if line:
            page.append((LEFT, 100 + STEP * place, line))
    return page


@pytest.mark.parametrize("step", [1, 5])
@pytest.mark.parametrize("right", [False, True])
def test_the_numbers_of_lines_are_no_words(make_pdf, step, right):
    lines = BILL * 3
    document = load(make_pdf(numbered(lines, step=step, right=right), title="A bill"), name="bill.pdf")
    assert (
        "The Administrator may make grants of up to 250,000 dollars to each island that keeps a lighthouse, "
        "provided that the island reports every outage within 48 hours and pays 12 percent of the cost of "
        "the replacement of any lamp that is older than 30 years, unless the Administrator waives it."
    ) in document.text


def test_the_numbers_of_empty_lines_and_of_a_short_last_page_go_too(make_pdf):
    pages = [numbered(BILL + [""] * 6), numbered(BILL), numbered(["The fee is then 9 dollars."])]
    text = load(make_pdf(*pages), name="pleading.pdf").text
    assert text.endswith("The fee is then 9 dollars.")
    assert "9 10" not in text and " 1 " not in text


def test_a_quote_from_numbered_lines_is_found_on_the_page(make_pdf):
    data = make_pdf(numbered(BILL))
    assert len(boxes(data, 1, "reports every outage within 48 hours and pays 12 percent")) == 2


def test_numbers_that_count_no_lines_stay(make_pdf):
    table = [
        (x, 100 + 14 * row, text)
        for row in range(1, 9)
        for x, text in ((72, str(row)), (110, f"Port {row}"), (250, f"{row * 31} boats"), (400, f"{row}.5"))
    ]
    assert "7 Port 7" in load(make_pdf(table), name="t.pdf").text.replace("|", "").replace("  ", " ")
    years = [(72, 100 + 40 * row, f"{2010 + row} The board met and heard the pilots.") for row in range(9)]
    assert "2014 The board" in load(make_pdf(years), name="y.pdf").text


def test_side_notes_are_not_in_the_sentence_and_are_counted(make_pdf):
    lines = [
        (LEFT, 100 + 12 * place, line, "", 10)
        for place, line in enumerate(
            [
                "Not later than 90 days after the date on which this Act takes effect, the Board",
                "shall publish a list of the lighthouses that are to be closed, together with the",
                "reasons for which each of them is to be closed, and shall send it to each island",
                "council that asked for it before the first day of the year that follows.",
            ]
        )
    ]
    notes = [(520, 102, "Deadline.", "", 7), (520, 126, "Lists.", "", 7)]
    document = load(make_pdf([*lines, *notes]), name="law.pdf")
    assert "the Board shall publish a list of the lighthouses that are to be closed" in document.text
    assert "Deadline" not in document.text
    assert document.notes[0] == "notes to the text were left out: 2 words"


def raised_page(make_pdf):
    """“rose to 40² percent in 2021³ and weighs 10⁶ tonnes”, each raised figure small and high."""
    parts = [
        (72, 100, "The harvest rose to 40", 11),
        (176, 96, "2", 6.5),
        (180, 100, " percent in 2021", 11),
        (252, 96, "3", 6.5),
        (256, 100, " and weighs 10", 11),
        (321, 96, "6", 6.5),
        (325, 100, " tonnes.", 11),
    ]
    return make_pdf([(x, y, text, "", size) for x, y, text, size in parts])


def test_raised_marks_are_no_figures_and_powers_stay(make_pdf):
    data = raised_page(make_pdf)
    text = load(data, name="p.pdf").text
    assert text == "The harvest rose to 40 percent in 2021 and weighs 10⁶ tonnes."
    assert len(boxes(data, 1, "40 percent in 2021 and weighs 10⁶ tonnes")) == 1


@pytest.mark.parametrize("count", [2, 3, 4])
def test_columns_are_read_one_after_the_other(make_pdf, count):
    width = 480 // count
    words = "abcdefghijklmnopqrstuvwxyz "[: width // 6]
    page = [
        (66 + width * column, 100 + 12 * row, f"{column}-{row:02} {words}", "", 9)
        for row in range(20)
        for column in range(count)
    ]
    page.insert(0, (66, 60, "A heading that stands over all of the columns", "B", 16))
    text = load(make_pdf(page), name="c.pdf").text.replace("\n", " ")
    order = [text.index(f"{column}-{row:02}") for column in range(count) for row in range(20)]
    assert order == sorted(order)
