from __future__ import annotations

from ingest.load import load
from ingest.types import Block, Document


def read(text: str) -> Document:
    return load(text.encode(), name="note.md")


def found(document: Document, words: str) -> Block:
    return next(block for block in document.blocks if words in document.text[block.start : block.end])


def test_struck_words_are_left_out_and_counted():
    document = read("The toll is ~~12~~ 9 dollars, due on <del>1 May</del> 1 June.\n")
    assert document.text == "The toll is 9 dollars, due on 1 June."
    assert document.notes == ("struck text was left out: 3 words",)


def test_raised_figures_are_notes_or_powers():
    document = read(
        "It rose to 31<sup>2</sup> percent, to 10<sup>9</sup> litres, on 40 m<sup>2</sup>,"
        " by H<sub>2</sub>O<sup><a href='#n4'>4</a></sup>.\n"
    )
    assert document.text == "It rose to 31 percent, to 10⁹ litres, on 40 m², by H2O."


def test_footnotes_stand_apart_and_their_marks_are_gone():
    document = read(
        "The toll fell[^a] in 2024.[^2]\n\n[^a]: By order of the board,\n    in March.\n"
        "[^2]: Net of rebates.\n\nEnd.\n"
    )
    assert document.text.startswith("The toll fell in 2024.\n\nEnd.")
    assert [(block.role, block.place) for block in document.blocks[2:]] == [
        ("note", "note a"),
        ("note", "note 2"),
    ]
    assert "By order of the board, in March." in document.text


def test_items_within_an_item_complete_it():
    document = read(
        "A ferry is exempt if it:\n\n- carries\n  - fewer than 12 passengers, or\n  - no cars;\n- is new.\n"
    )
    texts = [document.text[block.start : block.end] for block in document.blocks]
    assert [[texts[lead] for lead in block.leads] for block in document.blocks] == [
        [],
        ["A ferry is exempt if it:"],
        ["A ferry is exempt if it:", "carries"],
        ["A ferry is exempt if it:", "carries"],
        ["A ferry is exempt if it:"],
    ]


def test_rows_of_a_table_carry_their_heads():
    document = read("| Line | Toll |\n|---|---|\n| North | 4 |\n| South | 6 |\n")
    assert document.text == "Line: North | Toll: 4\nLine: South | Toll: 6"


GOVSPEAK = """\
$CTA
Apply by 3 May[^1].
$CTA

$!
The scheme helps ferries.
$!

^Islands pay nothing.^

%You may lose your berth.%

{stat-headline}
**£40** is the toll
{/stat-headline}

:wales:It does not apply to rivers.:wales:

Elsewhere it does.

s1. Find your number
s2. Call us

$LegislativeList
* 1. The toll is £40.
* 2. No toll is due where
  * a) the ferry is new
$EndLegislativeList

$A
Harbour House
$A

x[Read the order](https://example.com/order)x and {button}[Apply](https://example.com){/button}

[InlineAttachment:order.pdf]

|           |# 2024 |# 2025 |
|-----------|-------|-------|
|# Ferries | 12 | 14 |
{barchart}

*[RO]: River Office

[^1]: Extended once.
"""


def test_govspeak_is_read_as_its_page():
    document = read(GOVSPEAK)
    assert [document.text[block.start : block.end] for block in document.blocks] == [
        "Apply by 3 May.",
        "The scheme helps ferries.",
        "Islands pay nothing.",
        "You may lose your berth.",
        "£40 is the toll",
        "It does not apply to rivers.",
        "Elsewhere it does.",
        "1. Find your number",
        "2. Call us",
        "1. The toll is £40.",
        "2. No toll is due where",
        "a) the ferry is new",
        "Harbour House",
        "Read the order and Apply",
        "Ferries | 2024: 12 | 2025: 14",
        "Extended once.",
    ]
    assert found(document, "rivers").place == "Wales"
    assert found(document, "Elsewhere").place == ""


def test_the_same_signs_in_other_text_and_in_code_stay():
    text = "It costs $C 4, 5% and x^2^.\n\n```\n$CTA\ncode\n$CTA\n```\n"
    assert read(text).text == "It costs $C 4, 5% and x^2^.\n\n$CTA\ncode\n$CTA"
