from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.errors import EmptyDocument, WrongFormat
from ingest.load import load
from ingest.load.builder import TextBuilder, clean


def text(content: str | bytes, name: str = "note.txt"):
    return load(content if isinstance(content, bytes) else content.encode(), name=name)


def test_blank_lines_divide_paragraphs_and_wrapped_lines_come_together(blocks):
    wrapped = (
        "The committee met on Tuesday to hear three witnesses on the state of\n"
        "the border, and it heard them for most of the day without a pause, as\n"
        "the record shows.\n\nA second paragraph — “quoted” — stays as it is."
    )
    assert blocks(text("Report on the border\n\n" + wrapped)) == [
        ("heading", "Report on the border"),
        (
            "paragraph",
            (
                "The committee met on Tuesday to hear three witnesses on the state of the border, and it"
                " heard them for most of the day without a pause, as the record shows."
            ),
        ),
        ("paragraph", "A second paragraph — “quoted” — stays as it is."),
    ]


def test_leading_keys_are_metadata_and_not_text():
    document = text(
        "URL: https://example.mx/a\nFecha: 2025-02-03\nTítulo: Conferencia\nKind: transcript\n\nBuenos días a"
        " todos ustedes, compañeras."
    )
    assert document.text == "Buenos días a todos ustedes, compañeras."
    assert document.metadata.url == "https://example.mx/a"
    assert (document.metadata.date, document.metadata.title, document.metadata.kind) == (
        "2025-02-03",
        "Conferencia",
        "transcript",
    )


def test_speakers_stand_alone_before_what_they_say(blocks):
    document = text(
        "PRESIDENTA DE MÉXICO, CLAUDIA PARDO: Buenos días.\nPREGUNTA: ¿Cómo está?\nPRESIDENTA DE MÉXICO,"
        " CLAUDIA PARDO: Bien.\nGracias."
    )
    assert blocks(document) == [
        ("speaker", "PRESIDENTA DE MÉXICO, CLAUDIA PARDO:"),
        ("paragraph", "Buenos días."),
        ("speaker", "PREGUNTA:"),
        ("paragraph", "¿Cómo está?"),
        ("speaker", "PRESIDENTA DE MÉXICO, CLAUDIA PARDO:"),
        ("paragraph", "Bien."),
        ("paragraph", "Gracias."),
    ]


def test_a_bill_keeps_its_lines_apart(blocks):
    bill = (
        "2. Prohibition on rifles\n(a) In general\nChapter 44 of title 18, United States Code, is"
        " amended—\n(1) in section 922, by adding at the end the following:\n(2) in section 924(a)(1)(B), by"
        " striking or (q)."
    )
    assert [role for role, _ in blocks(text(bill))] == ["heading", "item", "paragraph", "item", "item"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1"])
def test_encodings(encoding):
    said = (
        "La administración añadió medidas: «más cooperación» en la región del Pacífico, señaló el señor"
        " Núñez."
    )
    assert text(said.encode(encoding)).text == said


@pytest.mark.parametrize(
    ("data", "looks"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a PNG picture"),
        (b"PK\x03\x04rest", "a ZIP archive"),
        (b"abc\x00def" * 40, "binary data"),
    ],
)
def test_what_is_not_text_is_refused_by_its_looks(data, looks):
    with pytest.raises(WrongFormat, match=looks) as caught:
        text(data, "photo.txt")
    assert "photo.txt" in caught.value.message and caught.value.hint


def test_nothing_to_read_is_an_error():
    for data in (b"", b" \n\t\n", "\ufeff\u200b".encode()):
        with pytest.raises(EmptyDocument, match=r"blank\.txt") as caught:
            text(data, "blank.txt")
        assert caught.value.hint


def test_invisible_characters_go_and_visible_ones_stay():
    assert (
        clean("fen\u200bta\u00adnyl\x00 \u00a07%\r\nna\u00efve “x”—½ ﬁ\u202e")
        == "fentanyl  7%\nnaïve “x”—½ ﬁ"
    )
    assert clean("می\u200cخواهم") == "می\u200cخواهم"


def test_builder_joins_rows_tightly_and_keeps_pages_contiguous(blocks):
    builder = TextBuilder()
    builder.page(1)
    builder.add("One  two")
    builder.add("a", "item")
    builder.add("b", "item")
    builder.page(2)
    builder.page(3)
    builder.add("inter-")
    builder.extend("national", "", drop=1)
    document = builder.document()
    assert document.text == "One two\n\na\nb\n\ninternational"
    assert [(page.number, document.text[page.start : page.end]) for page in document.pages] == [
        (1, "One two\n\na\nb\n\n"),
        (2, ""),
        (3, "international"),
    ]
    blocks(document)


# A figure or letter between backslashes is how the printing office marks a note: it is left out.
_LINES = st.lists(
    st.text(
        st.characters(exclude_categories=["C", "Zl", "Zp"], exclude_characters="\\", max_codepoint=0x2FFF),
        max_size=90,
    ),
    max_size=12,
).map("\n".join)


@given(_LINES)
@example("A B:\nC D: x\nA B: y")
@example("- a\n- b\n\n1. c\nd")
@example("\\0\\")
def test_no_visible_character_is_lost_or_invented(content):
    content = "Begin here, please.\n" + content
    expected = re.sub(r"\s", "", clean(content))
    assert re.sub(r"\s", "", text(content).text) == expected


@pytest.mark.parametrize("mark", ["{}. ", "{}.", "{}) ", "{} - ", "{}.- ", "({}) "])
def test_each_item_of_a_numbered_list_is_a_block_that_completes_its_lead_in(mark: str) -> None:
    items = (
        "Fares on the northern line go up by four per cent from the first of May.",
        "The southern line loses its late sailing on Sundays, as few people took it.",
        "A new boat is ordered.",
    )
    marked = "\n".join(mark.format(number) + item for number, item in enumerate(items, start=1))
    document = text(f"    The board set out the steps that the ferries are to take this spring:\n{marked}\n")
    lead, *found = document.blocks
    assert document.text[lead.start : lead.end].endswith("this spring:")
    assert [(one.role, one.leads) for one in found] == [("item", (0,))] * 3


def test_a_number_that_opens_a_line_of_prose_is_no_item() -> None:
    document = text(
        "The board met in the spring of the year before last, which was the year\n"
        "2021. The toll was four crowns then, and it is six crowns now, as we know.\n"
    )
    assert len(document.blocks) == 1
