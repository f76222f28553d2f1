from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.render.arranged import choices, chosen, columns, is_day, is_long, points, sections, shown_table
from assistant.types import Answer, AnswerSentence, Citation, Table, TableRow
from tests.assistant.render.laid_out import (
    ASKS_WHICH,
    BESIDE,
    BOARD,
    CAN_DO,
    FARES,
    LETTER,
    ORDER,
    REPORT,
    SIDES,
    TIMELINE,
    TITLED,
    TWO_QUOTES,
    made,
)


def told(answer: Answer) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    return [
        (
            section.heading,
            point.attribution,
            [(one.label, one.text, one.place) for one in point.quotes],
        )
        for section in sections(answer.sentences, answer.citations)
        for point in section.points
    ]


def test_the_quotes_of_a_document_stand_under_one_attribution_each_with_its_page() -> None:
    assert told(TWO_QUOTES) == [
        ("", f"{BOARD}:", [("", f"“{REPORT.quote}”", "p. 2"), ("", f"“{FARES.quote}”", "p. 5")])
    ]


def test_sentences_that_say_alike_whose_words_they_quote_say_it_once() -> None:
    apart = made(("", f"{BOARD}: “{REPORT.quote}”", (REPORT,)), ("", f"{BOARD}: “{FARES.quote}”", (FARES,)))
    assert told(apart) == told(TWO_QUOTES)
    assert [one.attribution for one in points(apart.sentences, apart.citations)] == [f"{BOARD}:", ""]


def test_under_another_heading_it_is_said_again() -> None:
    apart = made(
        ("For", f"{BOARD}: “{REPORT.quote}”", (REPORT,)),
        ("Against", f"{BOARD}: “{FARES.quote}”", (FARES,)),
    )
    assert [one[:2] for one in told(apart)] == [("For", f"{BOARD}:"), ("Against", f"{BOARD}:")]


def test_a_place_between_the_quotes_belongs_to_the_one_after_it() -> None:
    later = replace(ORDER, start=90, end=111, quote="Dogs travel for free.", place="Section 4")
    answer = made(
        ("", f"Ferry Order 7 says: Section 2: “{ORDER.quote}” Section 4: “{later.quote}”", (ORDER, later))
    )
    assert told(answer) == [
        (
            "",
            "Ferry Order 7 says:",
            [("Section 2:", f"“{ORDER.quote}”", "p. 1"), ("Section 4:", f"“{later.quote}”", "p. 1")],
        )
    ]


def test_what_is_said_already_is_not_said_again_as_the_place() -> None:
    (said,) = told(made(("", f"Section 2 of Ferry Order 7 says: “{ORDER.quote}”", (ORDER,))))
    assert said[2][0][2] == "p. 1"
    (bare,) = told(made(("", f"County Council said: “{ORDER.quote}”", (ORDER,))))
    assert bare[2][0][2] == "Section 2, p. 1"


def test_a_document_named_in_full_is_named_shortly_afterwards() -> None:
    again = replace(LETTER, start=50, end=70, quote="Nadie lo ha probado.")
    answer = made(
        ("", f"{TITLED}: “{LETTER.quote}”", (LETTER,)),
        ("", f"{BOARD}: “{REPORT.quote}”", (REPORT,)),
        ("", f"{TITLED}: “{again.quote}”", (again,)),
    )
    assert [one[1] for one in told(answer)] == [
        f"{TITLED}:",
        f"{BOARD}:",
        "Diario del Puerto, 10 February 2025:",
    ]


def test_a_short_name_that_two_documents_would_have_is_not_used() -> None:
    again = replace(LETTER, start=50, end=70, quote="Nadie lo ha probado.")
    other = replace(LETTER, source="carta-2", title="Otra carta", quote="Es el más seguro.", end=22)
    answer = made(
        ("", f"{TITLED}: “{LETTER.quote}”", (LETTER,)),
        ("", f"“Otra carta” (Diario del Puerto, 10 February 2025) says: “{other.quote}”", (other,)),
        ("", f"{TITLED}: “{again.quote}”", (again,)),
    )
    assert told(answer)[2][1] == f"{TITLED}:"


def test_a_day_is_not_said_again_under_itself() -> None:
    assert [one[:2] for one in told(TIMELINE)] == [
        ("10 February 2025", "“Carta al director” (Diario del Puerto) says:"),
        ("4 March 2025", "Norwick Harbour Board said:"),
    ]


@pytest.mark.parametrize("heading", ["3 February 2025", "March 2025", "2024", "3 Feb 2025"])
def test_a_date_is_a_day(heading: str) -> None:
    assert is_day(heading)


@pytest.mark.parametrize("heading", ["", "For", "As of 3 February 2025", "The County Council"])
def test_another_heading_is_none(heading: str) -> None:
    assert not is_day(heading)


def test_a_quote_that_is_cut_out_of_its_sentence_says_so() -> None:
    cut = replace(FARES, cut=(True, True))
    answer = made(("", f"{BOARD}: “{cut.quote}”", (cut,)))
    assert told(answer)[0][2][0][1] == f"“… {cut.quote} …”"
    inside = made(("", f"The board says that “{cut.quote}” in all.", (cut,)))
    assert told(inside)[0][1] == f"The board says that “… {cut.quote} …” in all."


def test_the_words_that_answer_stand_apart_within_the_quote() -> None:
    marked = replace(REPORT, marked=((118, 124),))
    (point,) = points(*_of(made(("", f"{BOARD}: “{marked.quote}”", (marked,)))))
    assert [one.text for one in point.quotes[0].runs if one.kind == "marked"] == ["41,000"]
    assert point.quotes[0].text == f"“{REPORT.quote}”"


def test_a_mark_outside_the_quote_is_left_out() -> None:
    marked = replace(REPORT, marked=((10, 20), (130, 300)))
    (point,) = points(*_of(made(("", f"{BOARD}: “{marked.quote}”", (marked,)))))
    assert {one.kind for one in point.quotes[0].runs} == {"own", "quoted"}


def test_a_sentence_that_goes_on_after_a_quote_stays_as_it_is() -> None:
    text = f"The board says “{REPORT.quote}” and “{FARES.quote}”, and more."
    (point,) = points(*_of(made(("", text, (REPORT, FARES)))))
    assert (point.attribution, point.quotes) == (text, ())
    assert [one.text for one in point.said if one.kind == "quoted"] == [REPORT.quote, FARES.quote]


def test_what_is_cited_and_not_quoted_keeps_its_number() -> None:
    answer = made(("", f"{BOARD}: “{REPORT.quote}”", (REPORT, ORDER)))
    (point,) = points(*_of(answer))
    assert [one.source for one in point.quotes[-1].cited] == ["ferry-report", "ferry-order"]


def test_sides_stand_beside_each_other_only_where_each_has_one_column() -> None:
    assert columns(sections(*_of(BESIDE)))
    assert not columns(sections(*_of(TWO_QUOTES)))
    many = made(*((f"Side {number}", f"{BOARD}: “{REPORT.quote}”", (REPORT,)) for number in range(5)))
    assert not columns(sections(*_of(many)))


def test_what_there_is_of_an_answer_is_set_out_as_in_the_whole() -> None:
    for answer in (SIDES, TIMELINE, TWO_QUOTES):
        whole = points(*_of(answer))
        for count in range(len(whole)):
            assert points(answer.sentences[:count], answer.citations) == whole[:count]


def _of(answer: Answer) -> tuple[tuple[AnswerSentence, ...], tuple[Citation, ...]]:
    return answer.sentences, answer.citations


def test_a_number_stands_for_the_question_of_that_choice() -> None:
    offered = choices(ASKS_WHICH)
    assert chosen("2", offered) == "What does Harbour Order 2 say?"
    assert [chosen(line, offered) for line in ("0", "3", "2025", "²", "Why?")] == [
        "0",
        "3",
        "2025",
        "²",
        "Why?",
    ]
    assert choices(CAN_DO) == [(one, one) for one in CAN_DO.follow_ups]
    assert choices(TWO_QUOTES) == [] and chosen("1", []) == "1"


def test_quotes_without_a_word_before_them_belong_to_what_was_quoted_last() -> None:
    answer = made(("", f"{BOARD}: “{REPORT.quote}”", (REPORT,)), ("", f"“{FARES.quote}”", (FARES,)))
    assert told(answer) == told(TWO_QUOTES)
    other = made(("", f"{BOARD}: “{REPORT.quote}”", (REPORT,)), ("", f"“{LETTER.quote}”", (LETTER,)))
    assert [one[1:] for one in told(other)] == [
        (f"{BOARD}:", [("", f"“{REPORT.quote}”", "p. 2")]),
        ("", [("", f"“{LETTER.quote}”", "")]),
    ]


def test_whoever_goes_on_is_not_named_by_a_pronoun() -> None:
    answer = made(("", f"{BOARD}: “{REPORT.quote}”", (REPORT,)), ("", f"It said: “{FARES.quote}”", (FARES,)))
    assert told(answer) == told(TWO_QUOTES)


def test_a_column_that_says_nothing_new_is_left_out() -> None:
    first, second = (
        ("41,000 people", "", "people", "4 March 2025", "2024"),
        ("62%", "", "%", "4 March 2025", ""),
    )
    table = Table(("Figure", "Basis", "Unit", "Date", "Period"), (TableRow(first, 1), TableRow(second, 2)))
    shown = shown_table(table, TWO_QUOTES.citations)
    assert shown.columns == ("Figure", "Period")
    assert [one.cells for one in shown.rows] == [("41,000 people", "2024"), ("62%", "")]


def test_what_few_rows_say_stands_in_brackets() -> None:
    rows = [
        TableRow((f"{number},000", "people", "in all" if number == 3 else ""), 1) for number in range(1, 5)
    ]
    shown = shown_table(Table(("figure", "of what", "basis"), tuple(rows)), TWO_QUOTES.citations)
    assert shown.columns == ("Figure", "Of what")
    assert [one.cells[1] for one in shown.rows] == ["people", "people", "people (in all)", "people"]
    assert not is_long(shown) and is_long(replace(shown, rows=shown.rows * 3))
