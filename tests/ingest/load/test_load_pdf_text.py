"""What the lines of PDF pages become: whole paragraphs, notes, tables, speakers, bilingual columns."""

from __future__ import annotations

import pytest
from fpdf import FPDF

from ingest.load import load

LEFT, STEP = 72, 14
LONG = [
    "The council did not find that the lamps were kept, and it said so in each of the",
    "three reports which it made to the islands before the winter of the year that",
]


def lines_at(lines: list[str], y: int, x: int = LEFT, size: float = 10, step: float = STEP):
    return [(x, y + step * number, line, "", size) for number, line in enumerate(lines)]


def row(document, text: str):
    return next(block for block in document.blocks if text in document.text[block.start : block.end])


@pytest.mark.parametrize("raised", [True, False])
def test_a_footnote_does_not_part_the_sentence_that_goes_on_overleaf(make_pdf, blocks, raised):
    note = [(LEFT, 696, "1", "", 4.5), (LEFT + 3, 700, "Lamps Act, section 9.", "", 8)]
    plain = [(LEFT, 700, "1 Lamps Act, section 9.", "", 8)]
    first = [
        *lines_at(
            [
                *LONG[:1],
                "three reports",
            ],
            100,
        ),
        (LEFT + 56, 110, "1", "", 6),
        (LEFT + 62, 114, "which it made to the islands before the winter of the year that", "", 10),
        *(note if raised else plain),
    ]
    second = lines_at(["followed the storm. A new lamp was then bought."], 100)
    document = load(make_pdf(first, second), name="r.pdf")
    assert blocks(document) == [
        ("paragraph", " ".join([*LONG, "followed the storm. A new lamp was then bought."])),
        ("note", "Lamps Act, section 9."),
    ]
    assert document.blocks[1].place == "note 1"
    assert [page.number for page in document.pages] == [1, 2, 1]
    assert "Lamps" in document.text[document.pages[2].start :]


def test_hanging_labels_open_whole_paragraphs_and_are_their_place(make_pdf, blocks):
    labels = [
        ("1.1", "para. 1.1"),
        ("Q12.", "Q12"),
        ("Recommendation 7:", "Recommendation 7"),
        ("§ 4", "§ 4"),
    ]
    page: list[tuple[object, ...]] = []
    for number, (label, _) in enumerate(labels):
        y = 100 + 42 * number
        page += [
            (LEFT, y, label),
            *lines_at(
                [f"The lamp of island {number} is not to be lit before the", "keeper has come back."], y, 190
            ),
        ]
    document = load(make_pdf(page), name="f.pdf")
    assert blocks(document) == [
        (
            "paragraph",
            f"{label} The lamp of island {number} is not to be lit before the keeper has come back.",
        )
        for number, (label, _) in enumerate(labels)
    ]
    assert [block.place for block in document.blocks] == [place for _, place in labels]


def test_entries_of_minutes_name_who_speaks(make_pdf):
    page = [
        (LEFT, 100, "Chair:"),
        *lines_at(["The lamp will not be lit before the council has", "met."], 100, 140),
        (LEFT, 142, "Action 2:"),
        *lines_at(["The clerk will write to the keepers that did not", "answer."], 142, 140),
    ]
    document = load(make_pdf(page), name="m.pdf")
    chair, action = document.blocks
    assert (chair.speaker, chair.place) == ("Chair", "")
    assert (action.speaker, action.place) == ("", "Action 2")
    assert document.text.startswith("Chair: The lamp will not be lit before the council has met.")


def test_speakers_of_a_transcript_open_their_speeches(make_pdf, blocks):
    page = lines_at(
        ["MS. HALE: The lamp was lit at nine.", "CHIEF JUSTICE ORR: By whom was it lit?"], 100, step=28
    )
    assert blocks(load(make_pdf(page), name="t.pdf")) == [
        ("speaker", "MS. HALE"),
        ("paragraph", "The lamp was lit at nine."),
        ("speaker", "CHIEF JUSTICE ORR"),
        ("paragraph", "By whom was it lit?"),
    ]


def test_a_long_table_repeats_its_heads_and_keeps_the_rows_at_the_ends_of_pages(make_pdf):
    def page(first: int) -> list[tuple[object, ...]]:
        cells = [("Island", "Lamps", "Cost (USD)")]
        cells += [(f"Island {n:03}", str(n % 7), f"{n * 211:,}") for n in range(first, first + 30)]
        return [
            (x, 60 + 20 * number, text, "B" if number == 0 else "", 10)
            for number, line in enumerate(cells)
            for x, text in zip((LEFT, 128, 300), line, strict=True)
        ]

    document = load(make_pdf(page(1), page(31), page(61)), name="t.pdf")
    assert row(document, "Island 030").role == "row"
    rows = [document.text[block.start : block.end] for block in document.blocks]
    assert rows == [f"Island: Island {n:03} | Lamps: {n % 7} | Cost (USD): {n * 211:,}" for n in range(1, 91)]
    assert row(document, "Island 044").place == "table 1, row 45"
    assert [page.number for page in document.pages] == [1, 2, 3]


def test_columns_in_two_languages_are_two_texts(make_pdf):
    english = [
        "The keeper of the lamp shall not",
        "leave the island before the end",
        "of the winter, and the council",
        "may in that time send to him the",
    ]
    french = [
        "Le gardien de la lampe ne quitte",
        "pas une île avant la fin de cet",
        "hiver, et le conseil peut dans ce",
        "temps lui envoyer par bateau les",
    ]
    ends = ["stores that are in his list.", "provisions qui sont sur la liste."]

    def page(left: list[str], right: list[str]):
        return [*lines_at(left, 100), *lines_at(right, 100, 330)]

    document = load(
        make_pdf(page(english * 2, french * 2), page([ends[0], *english], [ends[1], *french])), name="b.pdf"
    )
    assert "may in that time send to him the stores that are in his list." in document.text
    assert "temps lui envoyer par bateau les provisions qui sont sur la liste." in document.text


def test_star_pages_and_double_spacing_leave_a_sentence_whole(make_pdf):
    first = lines_at(
        ["The court held that the keeper was not bound to light a lamp for which no oil was"], 100
    )
    second = [
        *lines_at(
            ["[*2] sent, and that the island could not charge him with the cost of the ship that was"], 100
        ),
        *lines_at(["lost. The claim was dismissed."], 128),
        *lines_at(
            [
                "A keeper who had oil and lit no lamp was in another case found to be at fault, and was",
                "sentenced. It was",
                "the first such case.",
            ],
            170,
        ),
    ]
    text = load(make_pdf(first, second), name="o.pdf").text
    assert (
        "a lamp for which no oil was sent, and that the island could not charge him with the cost of the "
        "ship that was lost."
    ) in text


def cells(y: int, places: tuple[int, ...], *texts: str, style: str = ""):
    return [(x, y, text, style, 10) for x, text in zip(places, texts, strict=True)]


def test_banners_stand_over_the_columns_around_their_middle(make_pdf):
    places = (72, 200, 280, 380, 460)
    page = cells(100, (252, 432), "Oil", "Wicks", style="B")
    page += cells(118, places, "Island", "2023", "2024", "2023", "2024", style="B")
    for n in range(4):
        page += cells(136 + 18 * n, places, f"Island {n}", f"{n}11", f"{n}22", f"{n}33", f"{n}44")
    text = load(make_pdf(page), name="t.pdf").text
    assert "Island: Island 2 | Oil, 2023: 211 | Oil, 2024: 222 | Wicks, 2023: 233 | Wicks, 2024: 244" in text


def test_a_row_of_several_lines_is_one_row(make_pdf):
    places = (72, 260, 400)
    page = [
        *cells(100, places, "Measure", "Cost", "Year", style="B"),
        *cells(118, places, "Repair of the lamp of the north", "900", "2021"),
        (72, 130, "island and its tower", "", 10),
        *cells(148, places, "Oil", "120", "2022"),
        *cells(166, places, "Wicks", "30", "2023"),
    ]
    first = "Measure: Repair of the lamp of the north island and its tower | Cost: 900 | Year: 2021"
    assert load(make_pdf(page), name="t.pdf").text.startswith(f"{first}\n")


def test_rows_of_dots_lead_from_cell_to_cell(make_pdf):
    page = [
        (72, 100 + 16 * n, f"{name} ........................ {n + 3} boats ................ {n}11", "", 10)
        for n, name in enumerate(("North island", "South island", "East island"))
    ]
    assert "South island | 4 boats | 111" in load(make_pdf(page), name="t.pdf").text


def framed(*rows: tuple[object, ...], merged: tuple[int, int] | None = None) -> bytes:
    """A table with a frame around each cell; `merged` is the cell that spans two columns."""
    file = FPDF(unit="pt", format=(612, 792))
    file.set_font("Times", size=10)
    for start in range(0, len(rows), 4):
        file.add_page()
        for number, row in enumerate(rows[start : start + 4]):
            for column, text in enumerate(row):
                if text is None:
                    continue
                file.set_xy(72 + 90 * column, 100 + 30 * number)
                wide = 180 if (start + number, column) == merged else 90
                file.rect(file.x, file.y, wide, 30)
                file.multi_cell(wide, 12, str(text), align="L")
    return bytes(file.output())


def test_frames_tell_the_cells_of_a_table_and_what_they_span():
    table = framed(
        ("Island", "Lamps", None, "Remarks"),
        ("", "2023", "2024", ""),
        ("North", "4", "5", "Burns all night, kept by two"),
        ("South", "6", "7", "Dark"),
        merged=(0, 1),
    )
    text = load(table, name="t.pdf").text
    assert "Island: North | Lamps, 2023: 4 | Lamps, 2024: 5 | Remarks: Burns all night, kept by two" in text


def test_a_framed_table_goes_on_on_the_next_page():
    heads = ("Island", "Lamps", "Oil")
    rows = [(f"Island {n}", str(n * 3), str(n * 7)) for n in range(1, 7)]
    document = load(framed(heads, *rows[:3], heads, *rows[3:]), name="t.pdf")
    assert document.text.endswith("\nIsland: Island 6 | Lamps: 18 | Oil: 42")
    assert [page.number for page in document.pages] == [1, 2]
    assert [block.place for block in document.blocks][-1] == "table 1, row 7"
