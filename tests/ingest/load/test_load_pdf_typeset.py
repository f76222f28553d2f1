"""PDFs as a typesetting program makes them: raised figures that are glyphs of their own, columns that end at
different heights."""

from __future__ import annotations

import typst

from ingest.load import load

HEAD = """
#set page("a5", columns: 2, margin: 1.5cm)
#set text(size: 9pt)
"""
LINE = "The keeper lights the lamp when the tide is low and the boats of the bay are all at home. "


def read(source):
    data = bytes(typst.compile((HEAD + source).encode(), ignore_system_fonts=True))
    return load(data, name="keepers.pdf")


def test_a_raised_figure_that_the_font_draws_is_the_mark_of_a_note():
    document = read(
        "Of the keepers, 64 percent#footnote[Those who answered.] have served for ten years; each is paid 212"
        " crowns#footnote[Before tax.] a month."
    )
    assert "Of the keepers, 64 percent have served for ten years; each is paid 212 crowns a month." in (
        document.text.replace("\n", " ")
    )


def test_figures_on_the_line_stay_what_they_are():
    assert (
        "paid 1,450 crowns in 2024 and 10 in 2025."
        in read("Each is paid 1,450 crowns in 2024 and 10 in 2025.").text
    )


def test_a_column_that_runs_on_below_the_other_is_read_before_it():
    document = read(
        f"{LINE * 14}\n\nThe office does not recommend that a keeper be paid by the night, unless the bay has"
        f" fewer than three lights.\n\n#colbreak()\n{LINE * 3}\n\nThe last keeper left in the year 1971."
    )
    order = [document.text.index(words) for words in ("does not recommend", "left in the year 1971")]
    assert order == sorted(order)


def test_the_pieces_of_a_running_head_stand_in_no_sentence():
    document = read(
        "#set page(header: [_The keepers_ #h(1fr) Harbour Office])\n" + LINE * 36 + "\n\nIt ends here."
    )
    assert "Harbour Office" in document.text
    assert document.text.replace("\n", " ").count(LINE.strip()) == 36


def test_the_words_around_what_is_struck_stay_apart_and_the_number_of_a_struck_item_goes():
    document = read(
        "#set page(columns: 1)\n+ A keeper shall be paid #strike[30] 45 crowns a night.\n"
        "+ #strike[A keeper shall live in the tower.]\n+ No keeper shall keep more than 2 lights."
    )
    assert "A keeper shall be paid 45 crowns a night." in document.text
    assert "No keeper shall keep more than 2 lights." in document.text
    assert "2. " not in document.text and "tower" not in document.text
    assert "struck text was left out: 8 words" in document.notes


def test_the_first_item_under_an_unfinished_sentence_is_an_item_that_completes_it() -> None:
    document = read(
        f'#set page(columns: 1)\n{LINE * 6}\n\n#set enum(numbering: "(a)")\n'
        "A light shall not be closed unless\n"
        f"+ the master agrees; and\n+ no ship has struck the coast near it in ten years.\n\n{LINE * 6}"
    )
    (lead,) = [
        n for n, one in enumerate(document.blocks) if document.text[: one.end].endswith("closed unless")
    ]
    items = [one for one in document.blocks if one.role == "item"]
    assert [document.text[one.start :][:3] for one in items] == ["(a)", "(b)"]
    assert all(one.leads == (lead,) for one in items)
