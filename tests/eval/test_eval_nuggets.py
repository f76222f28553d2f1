from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from assistant.types import Answer, AnswerSentence, Citation, Listed
from eval.nuggets import (
    Line,
    Quoted,
    Reply,
    by_case,
    figures,
    held_in,
    intervals,
    overlap,
    reply_of,
    says,
    score,
)
from eval.request_cases import Nugget, Proof, Request

DUTY = "Every ferry that carries more than 40 passengers shall have two radios on board."
FINE = "An owner who sails without them shall pay a fine of 9,000 crowns for each voyage."
OTHER = "The harbour is closed on the first Monday of the year."

RADIOS = Nugget("Larger ferries need two radios.", True, (Proof("act", "shall have two radios on board"),))
MONEY = Nugget("The fine is 9,000 crowns a voyage.", True, (Proof("act", "a fine of 9,000 crowns"),))
CLOSED = Nugget("The harbour closes on one Monday.", False, (Proof("rules", "closed on the first Monday"),))
LETTER = Nugget("The union's letter is held.", True, (Proof("union-letter", ""),))


def line(words: str, source: str = "act", text: str = "It is told.") -> Line:
    return Line(text, (Quoted(source, words),))


def reply(*lines: Line, **told: Any) -> Reply:
    return replace(Reply("answered" if lines else "abstained", lines, model="quotes"), **told)


def request(*nuggets: Nugget, expected: str = "answer", kind: str = "legal", name: str = "R1") -> Request:
    return Request(name, kind, "Who needs radios?", expected, nuggets=nuggets)


def held(nugget: Nugget, *lines: Line) -> tuple[int, ...]:
    return held_in(nugget, reply(*lines))


# What holds a nugget


def test_a_quote_of_the_evidence_holds_it() -> None:
    assert held(RADIOS, line(OTHER), line(DUTY)) == (2,)


def test_the_same_words_in_another_document_do_not() -> None:
    assert held(RADIOS, line(DUTY, source="bill")) == ()


def test_any_piece_of_evidence_is_enough() -> None:
    either = replace(RADIOS, evidence=(Proof("bill", "never said"), *RADIOS.evidence))
    assert held(either, line(DUTY)) == (1,)


def test_a_quote_cut_short_holds_it_while_six_tenths_are_left() -> None:
    evidence = "one two three four five six seven eight nine ten"
    nugget = Nugget("", True, (Proof("act", evidence),))
    assert overlap(evidence, "one two three four five six") == 0.6
    assert held(nugget, line("one two three four five six")) == (1,)
    assert held(nugget, line("one two three four five")) == ()


def test_single_words_here_and_there_are_no_quote() -> None:
    assert overlap("shall have two radios", "two who shall sail have no radios") == 0
    assert overlap("shall have two radios", "radios two have shall") == 0, "the order counts"


def test_capitals_and_punctuation_are_not_words() -> None:
    assert overlap("A fine, of 9 crowns!", "a FINE of 9 crowns") == 1


def test_a_sentence_with_the_figures_and_the_content_words_holds_it_without_a_quote() -> None:
    assert held(MONEY, Line("Owners face a fine of 9,000 crowns for every voyage.")) == (1,)


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("The fine is 9,000 crowns for each voyage.", True),
        ("The fine is 8,000 crowns for each voyage.", False),  # another figure
        ("They are fined 9,000 crowns when voyages begin.", True),  # three of four
        ("They are fined 9,000 crowns.", False),  # two of four: a fine is not to be fined
    ],
)
def test_figures_and_seven_tenths_of_the_content_words_are_asked_for(text: str, is_said: bool) -> None:
    assert says(text, MONEY) is is_said


def test_words_are_alike_by_their_first_six_letters() -> None:
    nugget = Nugget("Inspections are announced.", True, ())
    assert says("The inspectors announce them.", nugget)
    assert not says("They inspe and annou.", nugget), "five letters are too few"


def test_a_nugget_of_small_words_is_said_by_nothing() -> None:
    assert not says("It is not so.", Nugget("It is not so.", True, ()))


def test_a_document_that_is_asked_for_is_cited_named_or_listed() -> None:
    assert held(LETTER, line(OTHER), line("Any words of it.", source="union-letter")) == (2,)
    assert held(LETTER, Line("It is union-letter.")) == (1,)
    assert held_in(LETTER, reply(Line("These are held."), listed=(Quoted("union-letter", "Letter"),))) == (1,)
    assert held_in(LETTER, reply(Line("These are held."), listed=(Quoted("act", "Act"),))) == ()


def test_a_document_is_not_listed_for_what_it_says() -> None:
    assert held_in(RADIOS, reply(Line("These are held."), listed=(Quoted("act", "Act"),))) == ()


# What is counted


def test_recall_is_of_vital_nuggets_and_of_all() -> None:
    found = figures([score(request(RADIOS, MONEY, CLOSED), reply(line(DUTY)))])
    assert (found["vital_recall"], found["all_recall"]) == (0.5, 0.333)


def test_a_sentence_without_a_nugget_is_off_the_point_and_so_is_a_quote() -> None:
    two_quotes = Line("Both.", (Quoted("act", DUTY), Quoted("rules", "Nothing.")))
    found = figures([score(request(RADIOS), reply(two_quotes, line(OTHER)))])
    assert found["off_point"] == 0.5
    assert found["off_point_quotes"] == 0.667, "a quote beside one that holds a nugget does not"


def test_a_quote_that_two_sentences_cite_counts_once() -> None:
    found = score(request(RADIOS), reply(line(DUTY), line(DUTY, text="Again.")))
    assert [is_held for _, is_held in found.quotes] == [True]


def test_a_quote_in_the_words_of_the_nugget_holds_it_though_the_evidence_is_another() -> None:
    nugget = replace(MONEY, evidence=(Proof("circular", "nine thousand"),))
    found = score(request(nugget), reply(line(FINE, text="It is dear.")))
    assert [is_held for _, is_held in found.quotes] == [True]
    assert found.on_point == frozenset(), "the sentence itself does not say it"


def test_where_no_nuggets_are_told_nothing_is_off_the_point() -> None:
    found = figures([score(request(), reply(line(OTHER)))])
    assert (found["off_point"], found["off_point_quotes"]) == (0, 0)


def test_a_list_without_sentences_is_on_the_point() -> None:
    only_list = reply(listed=(Quoted("union-letter", "Letter"),), status="answered")
    told = score(request(LETTER), only_list)
    assert figures([told])["vital_recall"] == 1
    assert figures([told, score(request(RADIOS, name="R2"), reply(line(OTHER)))])["off_point"] == 0


@pytest.mark.parametrize(
    ("lines", "before"),
    [
        ([line(DUTY)], 0),
        ([Line("Three short words."), line(FINE, text="Then it comes.")], 3),
        ([Line("Three short words.")], None),
        ([line("closed on the first Monday", "rules", "Not vital."), line(DUTY)], 2),
    ],
)
def test_words_are_counted_up_to_the_first_vital_fact(lines: Sequence[Line], before: int | None) -> None:
    told = score(request(RADIOS, MONEY, CLOSED), reply(*lines))
    assert told.words_before_first_vital == before


@pytest.mark.parametrize(
    ("lines", "before"),
    [
        ([line(DUTY)], 0),  # a sentence that does not show the quote: its start
        ([Line(f"The Act says: “{DUTY}”", (Quoted("act", DUTY),))], 3),
        (
            [Line(f"It says: “{OTHER}” “{DUTY}”", (Quoted("rules", OTHER), Quoted("act", DUTY)))],
            2 + len(OTHER.split()),
        ),
        ([Line("Three short words."), Line("Owners face a fine of 9,000 crowns every voyage.")], 3),
        ([Line("Three short words.")], None),
    ],
)
def test_words_are_counted_up_to_the_first_quote_of_a_vital_fact(
    lines: Sequence[Line], before: int | None
) -> None:
    told = score(request(RADIOS, MONEY, CLOSED), reply(*lines))
    assert told.words_before_first_vital_quote == before


def test_of_an_even_number_the_higher_median_counts() -> None:
    late = reply(Line("Three short words."), line(DUTY))
    scores = [
        score(request(RADIOS, name="R1"), late, 4.0),
        score(request(RADIOS, name="R2"), reply(line(DUTY)), 1.0),
    ]
    found = figures(scores)
    assert (found["words_before_first_vital"], found["p50_s"]) == (3, 4.0)
    assert figures([score(request(RADIOS), reply(line(OTHER)))])["words_before_first_vital"] is None


@pytest.mark.parametrize(
    ("expected", "shown", "is_met"),
    [
        ("answer", reply(line(DUTY)), True),
        ("answer", reply(line(DUTY), status="partial"), True),
        ("answer", reply(status="answered"), False),
        ("answer", reply(), False),
        ("answer", reply(line(DUTY), status="error"), False),
        ("decline", reply(), True),
        ("decline", reply(line(DUTY)), False),
        ("clarify", reply(line(DUTY), asks_which=True), True),
        ("clarify", reply(line(DUTY)), False),
        ("correct", reply(line(DUTY), tells_missing=True), True),
        ("correct", reply(line(DUTY), status="partial"), True),
        ("correct", reply(), True),
        ("correct", reply(line(DUTY)), False),
        ("capabilities", reply(status="capabilities"), True),
        ("capabilities", reply(line(DUTY)), False),
        ("a poem", reply(line(DUTY)), False),
    ],
)
def test_what_is_expected_is_met(expected: str, shown: Reply, is_met: bool) -> None:
    assert score(request(RADIOS, expected=expected), shown).is_met is is_met


def test_a_written_answer_is_told_from_quotes() -> None:
    scores = [
        score(request(RADIOS, name=name), reply(line(DUTY), model=name))
        for name in ("quotes", "small-writer", "small-writer, then quotes")
    ]
    assert figures(scores)["fluent"] == 1


def test_intervals_are_over_requests_and_none_where_there_is_nothing() -> None:
    hit, miss = reply(line(DUTY)), reply(line(OTHER))
    told = intervals([score(request(RADIOS, name=str(n)), hit if n % 2 else miss) for n in range(8)])
    assert told["vital_recall"].mean == 0.5 and told["vital_recall"].n == 8
    low, high = told["vital_recall"].low, told["vital_recall"].high
    assert low is not None and high is not None and 0 < low < 0.5 < high < 1
    assert intervals([score(request(), hit)])["vital_recall"].mean is None


def test_the_values_of_a_request_add_up_to_its_share() -> None:
    told = by_case([score(request(RADIOS, MONEY), reply(line(DUTY))), score(request(name="R2"), reply())])
    assert told["vital_recall"] == {"R1": [0.5, 0.5]}, "one without nuggets has no share"
    assert told["met"] == {"R1": [1], "R2": [0]}


# From an answer


def test_an_answer_is_read_from_the_json_of_its_contract() -> None:
    citation = Citation(
        7, "act", "Ferry Act", "", "2024-03-04", "statute", "", None, None, 0, len(DUTY), DUTY, "0" * 64
    )
    made = Answer(
        "1",
        "?",
        "?",
        "partial",
        (AnswerSentence("It says so.", "supported", 1.0, (7,)),),
        citations=(citation,),
        missing="Nothing on the rest.",
        readings=("Act of 2023",),
        documents=(Listed("union-letter", "Letter", "Union", "2024-05-01", "letter", "A letter of May"),),
        model="quotes",
    )
    found = reply_of(made.to_json())
    assert found == Reply(
        "partial",
        (Line("It says so.", (Quoted("act", DUTY),)),),
        (Quoted("union-letter", "A letter of May"),),
        True,
        True,
        "quotes",
    )
    assert (found.words, found.words_with_list) == (3, 7)
    assert held_in(RADIOS, found) == (1,)


def test_an_answer_that_asks_which_is_meant_may_say_so_by_its_status() -> None:
    assert reply_of({"status": "clarify"}).asks_which


def test_a_citation_that_is_not_there_is_none() -> None:
    sentence = {"text": "So it is.", "citations": [3]}
    assert reply_of({"status": "answered", "sentences": [sentence]}).lines == (Line("So it is."),)
