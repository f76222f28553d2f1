from __future__ import annotations

import time

import pytest

from ingest.errors import WrongFormat
from ingest.load import load
from ingest.types import Document

HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Arial;}}"
    r"{\colortbl;\red0\green0\blue0;\red255\green255\blue255;}"
    r"{\stylesheet{\s0 Normal;}{\s1\b heading 1;}{\*\cs10 Default;}}"
    r"{\info{\title Tolls}{\author Ann}}"
)


def read(body: str) -> Document:
    return load((HEAD + body + "}").encode("latin-1"), name="a.rtf")


def texts(body: str) -> list[str]:
    document = read(body)
    return [document.text[block.start : block.end] for block in document.blocks]


@pytest.mark.parametrize(
    "gone",
    [
        r"{\strike never }",
        r"{\striked1 never }",
        r"\strike never \strike0 ",
        r"{\deleted\revauthdel1 never }",
    ],
)
def test_struck_and_deleted_words_are_left_out_and_counted(gone):
    document = read(rf"\pard They must {gone}pay.\par")
    assert document.text == "They must pay."
    assert document.notes[0] in ("struck text was left out: 1 words", "deleted text was left out: 1 words")


def test_a_deleted_paragraph_end_joins_two_paragraphs():
    assert texts(r"\pard Carts are free{\deleted\par} until May.\par Next.\par") == [
        "Carts are free until May.",
        "Next.",
    ]


def test_raised_runs_are_marks_of_notes_or_powers():
    body = r"\pard The toll is 25{\super 3} crowns{\up6\fs16 *} on 10{\super 6} tonnes of CO{\sub 2}.\par"
    assert texts(body) == ["The toll is 25 crowns on 10⁶ tonnes of CO2."]


def test_letters_of_all_encodings():
    body = r"\pard caf\'e9 \u8212? {\f1 \'cc\'ee\'f1\'f2} \u-10179?\u-8704? {\uc2\u8364\'80\'80}5\par"
    assert texts(body) == ["café — Мост 😀 €5"]
    assert texts("\\pard se\xf1or\\~x\\_y\\par") == ["señor x-y"]


def test_hidden_and_white_words_are_left_out():
    hidden = r"{\v these four words too}"
    white = r"{\cf2 and these in white}"
    document = read(rf"\pard Seen {hidden}{white}{{\cf2\highlight1 shown}}.\par")
    assert document.text == "Seen shown."
    assert document.notes[0].startswith("hidden text was left out: 8 words")


def test_tables_have_heads_and_merged_cells():
    shape = r"\trowd\clvmgf\cellx1000\clmgf\cellx2000\clmrg\cellx3000"
    under = r"\trowd\clvmrg\cellx1000\cellx2000\cellx3000"
    plain = r"\trowd\cellx1000\cellx2000\cellx3000"
    body = (
        rf"{shape}\pard\intbl Bridge\cell 2024\cell\cell\row{under}\pard\intbl\cell Carts\cell Toll\cell\row"
        rf"{plain}\pard\intbl Old\cell 30\cell 9\cell\row{plain}\pard\intbl New\par bridge\cell "
        rf"31\cell 8\cell\row"
        r"\pard After.\par"
    )
    assert texts(body) == [
        "Bridge: Old | 2024, Carts: 30 | 2024, Toll: 9",
        "Bridge: New bridge | 2024, Carts: 31 | 2024, Toll: 8",
        "After.",
    ]


def test_a_wider_cell_spans_the_columns_below_it():
    body = (
        r"\trowd\cellx1000\cellx3000\intbl Bridge\cell Carts in\cell\row"
        r"\trowd\cellx1000\cellx2000\cellx3000\intbl\cell 2023\cell 2024\cell\row"
        r"\trowd\cellx1010\cellx2010\cellx3010\intbl Old\cell 30\cell 31\cell\row\pard"
    )
    assert texts(body) == ["Bridge: Old | Carts in, 2023: 30 | Carts in, 2024: 31"]


def test_a_table_in_a_cell_follows_its_row():
    inner = (
        r"\pard\intbl\itap2 Class A\nestcell 600\nestcell{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}"
        r"{\nonesttables\par}"
    )
    body = (
        r"\trowd\cellx1000\cellx2000\pard\intbl Permit\cell "
        + inner
        + r"\pard\intbl\itap1\cell\trowd\cellx1000\cellx2000\row\pard End.\par"
    )
    document = read(body)
    assert [document.text[block.start : block.end] for block in document.blocks] == [
        "Permit",
        "Class A | 600",
        "End.",
    ]
    assert document.blocks[1].leads == (0,)


def test_numbers_that_the_file_holds_are_read():
    body = (
        r"\pard\s1 Duties\par\pard\ls1{\listtext\pard\plain 4.\tab}The keeper shall\par"
        r"\pard\ls1\ilvl1{\listtext\pard\plain (a)\tab}count carts;\par"
        r"\pard{\pntext\'b7\tab}a bullet\par\pard \bullet\tab another\par"
    )
    document = read(body)
    found = [(block.role, block.place, document.text[block.start : block.end]) for block in document.blocks]
    assert found == [
        ("heading", "", "Duties"),
        ("item", "4", "4. The keeper shall"),
        ("item", "4(a)", "(a) count carts;"),
        ("item", "", "a bullet"),
        ("item", "", "another"),
    ]
    assert document.blocks[2].leads == (1,)


def test_notes_headers_boxes_and_comments():
    body = (
        r"{\header\pard DRAFT of 3 May\par}{\footer\pard Page {\field{\*\fldinst PAGE}{\fldrslt 7}}\par}"
        r"\pard The toll{\super\chftn}{\footnote\pard{\super\chftn} By count.\par}"
        r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt\pard In brief.\par}}{\shprslt{\*\do In brief.}}}"
        r"{\*\annotation Is this so?} {\field{\*\fldinst HYPERLINK x}{\fldrslt rose}}.\par"
        r"{\pict\wmetafile8 00ff}{\*\unknown words}\bin4 {{{{\par"
    )
    document = read(body)
    found = [(block.role, block.place, document.text[block.start : block.end]) for block in document.blocks]
    assert found == [
        ("note", "header", "DRAFT of 3 May"),
        ("paragraph", "", "The toll rose."),
        ("paragraph", "", "In brief."),
        ("note", "note 1", "By count."),
    ]
    assert document.notes == ("comments were left out: 3 words",)
    assert (document.metadata.title, document.metadata.author) == ("Tolls", "Ann")


def test_the_day_of_the_file():
    made = r"{\info{\creatim\yr2025\mo2\dy3\hr9}{\revtim\yr2025\mo2\dy5}}"
    assert read(rf"{made}\pard Toll.\par").metadata.date == "2025-02-03"
    assert read(rf"{made}\pard Toll\par 14 February 2025\par").metadata.date == "2025-02-14"


def test_what_is_no_rtf_is_refused_and_what_is_cut_off_is_read():
    with pytest.raises(WrongFormat, match="is not RTF"):
        load(b"plain words", name="a.rtf")
    assert load(rb"{\rtf1\ansi {\b The toll", name="a.rtf").text == "The toll"


def test_time_grows_with_the_length_alone():
    def seconds(count: int) -> float:
        data = (HEAD + r"\pard The {\b toll} rose.\par " * count + "}").encode()
        start = time.process_time()
        load(data, name="a.rtf")
        return time.process_time() - start

    seconds(100)
    assert min(seconds(16000) for _ in range(3)) < 4 * min(seconds(8000) for _ in range(3)) + 2


def test_boxes_within_boxes_without_end_are_refused():
    with pytest.raises(WrongFormat, match="not a readable RTF file") as caught:
        read(r"\pard " + r"{\shptxt deep\par" * 5000 + "}" * 5000)
    assert caught.value.hint
