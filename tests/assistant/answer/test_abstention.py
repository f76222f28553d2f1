"""What is declined, what is shown, and what is said of either. The evidence is made by hand; the models that
score it have tests of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from assistant.answer.abstention import Coverage, Lack, confidence, cover_parts, coverage, mentioned, missing
from assistant.lexicon.rules import our_rules
from assistant.query.query import Query, read_query
from assistant.query.request import read_request
from assistant.render.missing import lack
from assistant.types import Evidence
from tests.assistant.evidence import evidence


def asked(*questions: str) -> list[Query]:
    return [read_query(one, our_rules()) for one in questions]


[QUESTION] = asked("When was the bridge closed?")
CLOSED = "The bridge was closed on 3 May 2021."


def read(text: str, score: float, answers: float | None) -> Evidence:
    return replace(evidence(text, score=score), answers=answers)


def test_confidence_is_the_weaker_of_the_two_signs() -> None:
    found = [
        read(CLOSED, 5.0, -1.0),
        read("The bridge is old.", 2.0, 3.0),
        read("The harbour is old.", 1.0, None),
    ]
    by_answers, by_score = (
        confidence([replace(one, score=99.0) for one in found]),
        confidence([replace(one, answers=99.0) for one in found]),
    )
    assert by_answers is not None and by_score is not None
    assert confidence(found) == min(by_answers, by_score)
    assert confidence([]) is None


def test_what_no_passage_answers_is_declined_though_it_is_relevant() -> None:
    declined = coverage(QUESTION, [read("The bridge is old.", 9.0, -5.0)], our_rules())
    assert declined.evidence == () and declined.missing and declined.missing.kind == "no answer"
    assert declined.missing.nearest and "nearest document" in lack(declined.missing)
    assert declined.confidence is not None and declined.confidence < 0


def test_what_is_not_relevant_is_declined_though_it_might_answer() -> None:
    assert coverage(QUESTION, [read(CLOSED, -12.0, 4.0)], our_rules()).evidence == ()


def test_what_answers_is_shown() -> None:
    shown = coverage(QUESTION, [read(CLOSED, 2.0, 3.0)], our_rules())
    assert shown.evidence and shown.missing is None and shown.confidence is not None and shown.confidence > 0


def test_sentences_far_below_the_best_are_left_out() -> None:
    shown = coverage(QUESTION, [read(CLOSED, 8.0, 4.0), read("The harbour is old.", -7.0, -4.0)], our_rules())
    assert [one.text for one in shown.evidence] == [CLOSED]


def test_a_name_that_no_passage_mentions_is_told() -> None:
    told = coverage(asked("When was the Alder bridge closed?")[0], [read(CLOSED, 8.0, 4.0)], our_rules())
    assert told.evidence and told.missing == Lack("words", ("Alder",))
    assert lack(told.missing) == "The passages found do not mention “Alder”."


def requested(turn: str) -> Query:
    return read_query(turn, our_rules(), request=read_request(turn, (), our_rules()))


SUBJECTS = [
    "Give me a timeline of the bridge closures",
    "Summarise what there is on the bridge",
    "the arguments for and against closing the bridge",
    "Compare the bridge and the ferry",
]


@pytest.mark.parametrize("turn", SUBJECTS)
def test_a_subject_that_the_library_has_is_not_declined_for_its_scores(turn: str) -> None:
    shown = coverage(requested(turn), [read(CLOSED, -20.0, -9.0)], our_rules())
    assert shown.evidence and shown.missing is None and shown.confidence is not None and shown.confidence >= 0


@pytest.mark.parametrize("turn", SUBJECTS)
def test_a_subject_that_the_library_does_not_have_is_declined(turn: str) -> None:
    about_bread = [read("Rye bread is baked twice.", -20.0, -6.0)]
    declined = coverage(requested(turn), about_bread, our_rules())
    assert declined.evidence == () and declined.missing and declined.missing.kind == "no answer"
    assert declined.confidence is not None and declined.confidence < 0


def test_a_subject_none_of_whose_names_is_anywhere_is_declined() -> None:
    declined = coverage(
        requested("A timeline of the closures of the Alder bridge"), [read(CLOSED, -20.0, -6.0)], our_rules()
    )
    assert declined.evidence == () and declined.missing and declined.missing.words == ("Alder",)


def test_a_part_that_leans_on_a_declined_part_falls_with_it() -> None:
    queries = asked("Who designed the bridge?", "and how many were there?")
    covered = cover_parts(
        queries, [[read("The bridge is old.", 0.0, -6.0)], [read("There were 12.", 5.0, 4.0)]], our_rules()
    )
    assert [one.evidence for one in covered] == [(), ()]
    assert missing(queries, covered) == (covered[0].missing,)


def test_each_part_that_lacks_something_is_named() -> None:
    queries = asked("When was the bridge closed?", "Who won the Reykjavik chess title?")
    covered = cover_parts(
        queries, [[read(CLOSED, 8.0, 4.0)], [read("The harbour is old.", -9.0, -6.0)]], our_rules()
    )
    [told] = missing(queries, covered)
    assert lack(told).startswith(
        "On “Who won the Reykjavik chess title?”: None of your documents answers this"
    )


def test_what_comes_near_is_kept_beside_a_refusal() -> None:
    old, bread = read("The Alder bridge is old.", -30.0, -6.0), read("Rye bread is baked twice.", -31.0, -6.0)
    declined = coverage(asked("When did the court close the Alder bridge?")[0], [old, bread], our_rules())
    assert declined.evidence == () and declined.nearest == (old,)


def test_nothing_is_near_that_shares_no_name_with_what_is_asked() -> None:
    found = [read("The bridge is old.", -30.0, -6.0)]
    assert coverage(asked("When did the court close the Alder bridge?")[0], found, our_rules()).nearest == ()


def test_a_name_that_the_best_passages_lack_is_declined_unless_the_answer_is_sure() -> None:
    [query] = asked("Who closed the Alder bridge?")
    doubtful = coverage(query, [read(CLOSED, 8.0, -1.0)], our_rules())
    assert doubtful.evidence == () and doubtful.missing and doubtful.missing.words == ("Alder",)
    assert coverage(query, [read(CLOSED, 8.0, 4.0)], our_rules()).evidence
    named = read("The Alder bridge was closed on 3 May 2021.", 8.0, -1.0)
    assert coverage(query, [named], our_rules()).evidence
    taken_for_granted = coverage(
        asked("When was the Alder bridge closed?")[0], [read(CLOSED, 8.0, -1.0)], our_rules()
    )
    assert taken_for_granted.evidence and taken_for_granted.missing


@pytest.mark.parametrize(
    ("question", "lacks", "gives"),
    [
        ("How much did the bridge cost?", "The bridge took 40 months.", "The bridge cost 4 million crowns."),
        ("Why was the bridge closed?", CLOSED, "The bridge was closed because of the ice."),
        ("How many lamps has the bridge?", "The bridge has lamps.", "The bridge has 12 lamps."),
    ],
)
def test_passages_without_the_sort_of_thing_that_is_asked_for_answer_less(
    question: str, lacks: str, gives: str
) -> None:
    [query] = asked(question)
    without, with_it = (coverage(query, [read(one, 8.0, -3.2)], our_rules()) for one in (lacks, gives))
    assert without.evidence == () and with_it.evidence


@pytest.mark.parametrize(("support", "told"), [(0.1, True), (0.9, False)])
def test_a_premise_that_no_passage_supports_is_told(support: float, told: bool) -> None:
    [query] = asked("Why did the council close the bridge in May?")
    held: list[str] = []

    def supported(claim: str, texts: Sequence[str]) -> float:
        held.append(claim)
        return support

    found = [read("The council asked for money because of the bridge.", 8.0, -0.5)]
    shown = coverage(query, found, our_rules(), supported)
    assert shown.evidence and held == ["the council close the bridge in May."]
    assert (shown.missing == Lack("premise")) is told
    assert "premise may be wrong" in lack(Lack("premise"))


def test_a_reason_that_a_passage_plainly_gives_is_not_doubted() -> None:
    [query] = asked("Why did the council close the bridge in May?")
    found = [read("The council closed it because of the ice.", 8.0, 2.0)]
    assert coverage(query, found, our_rules(), lambda claim, texts: 0.0).missing is None


def test_what_asks_for_several_things_may_find_what_it_names_in_several_passages() -> None:
    found = [
        read("The Alder bridge carried 40 lorries.", 8.0, -1.0),
        read("The Birch bridge carried 50 lorries.", 8.0, -1.0),
    ]
    turn = "figures on lorries on the Alder bridge and the Birch bridge"
    assert coverage(requested(turn), found, our_rules()).evidence
    assert (
        coverage(asked("Which Alder lorries crossed the Birch bridge?")[0], found, our_rules()).evidence == ()
    )


def test_a_claim_is_not_doubted_for_the_figure_that_it_claims() -> None:
    found = [read("Traffic fell by a tenth.", 8.0, -3.5)]
    assert coverage(requested("Fact-check: traffic fell 10% on the bridge"), found, our_rules()).evidence


def test_what_the_quotes_mention_of_what_nobody_counts_is_named_where_all_of_them_do() -> None:
    queries = asked("How many pilots does Vellmark Shipping have?")
    uncounted = Coverage((), Lack("not counted", ("pilots",)), 1.0)
    both = ["Vellmark Shipping pays its crews.", "A port of Vellmark Shipping closed."]
    assert mentioned(queries, [uncounted], both) == "Vellmark"
    assert mentioned(queries, [uncounted], [*both, "The pilots met."]) == "the subject"
    assert mentioned(queries, [replace(uncounted, missing=Lack("words", ("pilots",)))], both) == ""
    assert mentioned(queries, [uncounted], []) == ""
