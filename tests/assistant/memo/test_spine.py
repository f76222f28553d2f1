"""Which points a memo tells, and in which section."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest

from assistant.answer.inquiry import Inquiry
from assistant.drafting.quotes import Quote
from assistant.errors import Stopped
from assistant.lexicon.rules import our_rules
from assistant.memo.assignment import Assignment
from assistant.memo.context import fitting
from assistant.memo.findings import Findings, Want
from assistant.memo.formats import Ask, MemoFormat, SectionFormat
from assistant.memo.ledger import Ledger
from assistant.memo.spine import allotted, points_of, spine
from assistant.models.chat import Patience
from assistant.types import Evidence
from ingest.types import Sentence
from tests.assistant.evidence import evidence

LONG = "The harbour office raised the ferry toll to {} crowns for every lorry in the port in spring"


class Found:
    """What a library has, by want."""

    subjects: tuple[str, ...] = ("the ferry toll",)
    assignment = Assignment(("the ferry toll",))

    def __init__(self, **found: list[Quote]) -> None:
        self.found = found
        self.changes: dict[str, Evidence] = {}

    def of(self, want: Want) -> tuple[Quote, ...]:
        return tuple(self.found.get(want, ()))

    def documents(self) -> tuple[str, ...]:
        return ()

    def about(self, quote: Quote) -> float:
        return 0.0

    def change(self, quote: Quote) -> Evidence | None:
        return self.changes.get(quote.parts[0].text)

    def read(self, quotes: list[Quote]) -> list[float]:
        return [-9.0 if "elsewhere" in one.parts[0].text else 0.0 for one in quotes]


def quote(text: str, slug: str = "a", kind: str = "press release") -> Quote:
    return Quote((evidence(text, slug=slug, kind=kind),))


def told(form: MemoFormat, found: Found) -> dict[tuple[int, int], list[str]]:
    def fits(one: Quote, ask: Ask) -> Quote | None:
        return fitting(one, ask, ask.words, our_rules())

    shown = allotted(form, cast("Findings", found), our_rules(), fits)
    return {place: [one.parts[0].text for one in quotes] for place, quotes in shown.items()}


def form(*asks: Ask, facts: int = 9) -> MemoFormat:
    return MemoFormat("f", "F", "", tuple(SectionFormat("S", ask=(one,)) for one in asks), facts=facts)


FIRST, SECOND = quote(LONG.format(4) + "."), quote(LONG.format(5) + " again.", "b")


def test_a_point_stands_once_in_the_first_section_that_wants_it() -> None:
    shown = told(form(Ask("state"), Ask("figures")), Found(state=[FIRST], figures=[SECOND, FIRST]))
    assert shown == {(0, 0): [FIRST.parts[0].text], (1, 0): [SECOND.parts[0].text]}


def test_the_spine_is_the_best_of_all_wants() -> None:
    shown = told(form(Ask("spine"), Ask("state", points=2)), Found(state=[FIRST], figures=[FIRST, SECOND]))
    assert shown[0, 0] == [FIRST.parts[0].text] and shown[1, 0] == []


def test_what_is_left_goes_where_it_is_taken() -> None:
    shown = told(form(Ask("state"), Ask("points", rest=True)), Found(state=[FIRST], figures=[SECOND]))
    assert shown == {(0, 0): [FIRST.parts[0].text], (1, 0): [SECOND.parts[0].text]}


def test_no_more_points_are_told_than_the_format_has_room_for() -> None:
    shown = told(
        form(Ask("state"), Ask("points", rest=True), facts=1), Found(state=[FIRST], figures=[SECOND])
    )
    assert shown == {(0, 0): [FIRST.parts[0].text], (1, 0): []}


def test_an_op_ed_is_heard_only_where_sides_are() -> None:
    opinion = quote(LONG.format(6) + ", which is wrong.", "o", "op-ed")
    found = Found(state=[opinion], against=[opinion])
    assert told(form(Ask("state"), Ask("against", least=1)), found) == {
        (0, 0): [],
        (1, 0): [opinion.parts[0].text],
    }


def test_a_section_has_to_have_nothing_that_is_far_from_the_subject() -> None:
    far = quote("The council should fear what becomes of the ferry toll if they build the bridge elsewhere.")
    found = Found(state=[FIRST], against=[far])
    assert told(form(Ask("state"), Ask("against", least=1)), found)[1, 0] == []


def test_talk_that_shares_no_word_with_the_subject_is_not_told() -> None:
    texts = (
        "We have built a hundred thousand homes in the east of the city, and next month come the keys.",
        "We have heard that the ferry is late again, and next month come the new boats, four of them.",
    )
    beside, about = (
        Quote((evidence(text, slug=f"talk-{place}", at={"speaker": "Ms Reed"}),))
        for place, text in enumerate(texts)
    )
    shown = told(form(Ask("state"), Ask("figures")), Found(state=[beside], figures=[about]))
    assert shown == {(0, 0): [], (1, 0): [about.parts[0].text]}


@pytest.mark.parametrize(
    "text",
    [
        "Harbour Office Issues New Rules on Ferry Tolls and Lorries of the Northern and Southern Ports",
        "119th Parliament, 1st Session, of the harbour and its ferry toll, north and south",
    ],
)
def test_a_heading_is_no_fact(text: str) -> None:
    shown = told(form(Ask("state"), Ask("figures")), Found(state=[quote(text, "b")], figures=[FIRST]))
    assert shown == {(0, 0): [], (1, 0): [FIRST.parts[0].text]}


def test_words_that_only_amend_an_act_are_worth_less() -> None:
    amends = quote(
        "Section 4 of the Ferry Toll Act is amended in paragraph (10) by striking or at its end.",
        "act",
    )
    shown = told(form(Ask("points", rest=True), facts=1), Found(state=[amends], figures=[FIRST]))
    assert shown == {(0, 0): [FIRST.parts[0].text]}


def test_what_is_asked_and_where_to_turn_are_no_facts() -> None:
    for text in (
        "Who pays the toll of 4 crowns in the port of the harbour office, and why?",
        "Questions on the ferry toll of 4 crowns go to www.harbour.example at the harbour office.",
    ):
        assert told(form(Ask("state")), Found(state=[quote(text)])) == {(0, 0): []}


def test_a_quote_stands_without_the_number_of_its_list() -> None:
    numbered = quote("3. " + LONG.format(4) + ".")
    ((shown,),) = told(form(Ask("state")), Found(state=[numbered])).values()
    assert shown == LONG.format(4) + "."


def test_a_section_takes_only_what_tells_of_its_cue() -> None:
    cost = quote(
        "The new ferry line costs the harbour office 4 million crowns in every year of service.", "c"
    )
    shown = told(form(Ask("figures", cues=("money",))), Found(figures=[cost, FIRST]))
    assert shown == {(0, 0): [cost.parts[0].text]}


def test_a_point_that_two_plans_put_first_is_worth_more_and_a_short_one_less() -> None:
    short = quote("Tolls rose.", "s")
    found = Found(state=[SECOND, short], figures=[FIRST], points=[FIRST])
    points = points_of(cast("Findings", found), ("state", "figures", "points"), our_rules())
    assert [one.quote for one in points] == [FIRST, SECOND, short]
    assert [one.quote for one in spine(points, 9, our_rules())] == [FIRST, SECOND]


def test_what_is_of_another_country_than_the_subject_is_no_point() -> None:
    danish = quote("The toll on Danish lorries in the port of Esbjerg rose to 5 crowns in the spring.", "d")
    both = quote("Norway and Denmark raised the toll on lorries in their ports to 6 crowns in May.", "b")
    found = Found(state=[danish], figures=[both])
    assert told(form(Ask("state"), Ask("figures")), found)[0, 0] == [danish.parts[0].text]
    treaty = quote(
        "Denmark raised the toll under the Norway-Denmark Treaty on ferries and ports to 7 crowns.", "t"
    )
    found.found["points"] = [treaty]
    found.subjects = ("the toll on lorries from Norway",)
    shown = told(form(Ask("state"), Ask("figures"), Ask("points", rest=True)), found)
    assert shown == {(0, 0): [], (1, 0): [both.parts[0].text], (2, 0): []}


def test_nothing_more_is_found_when_nobody_waits() -> None:
    waits_no_more = SimpleNamespace(patience=Patience(stopped=lambda: True))
    findings = Findings(cast("Inquiry", waits_no_more), Assignment(("the ferry toll",)), Ledger())
    with pytest.raises(Stopped):
        findings.of("state")


def test_a_memo_opens_with_how_things_stand() -> None:
    """Not with what goes on from something else, nor with what may come, nor with what was ended."""
    also = quote(
        "The council also raised the ferry toll for every lorry, van, bus, car, cart and bicycle in 2024."
    )
    could = quote(
        "The council could lower the ferry toll for lorries again if the port should ever ask for it."
    )
    old = quote(
        "The ferry toll for lorries is 30 crowns a day under the harbour order of 3 May 2024.", slug="b"
    )
    ended = "The ferry toll for lorries is no longer charged, says the harbour order of 1 September 2025."
    found = Found(points=[also], figures=[old], asked=[could], state=[quote(ended, slug="c")])
    (opening,) = told(form(Ask("spine")), found)[0, 0]
    assert opening == ended
    found = Found(points=[also], figures=[old])
    found.changes[old.parts[0].text] = evidence(ended, slug="c")
    assert told(form(Ask("spine")), found)[0, 0] == [ended], "what ended it leads, though no search found it"


def test_of_two_sentences_that_are_too_long_together_the_first_opens_and_the_other_is_told_below() -> None:
    first = "The ferry toll for lorries is 30 crowns a day under the harbour order of 3 May 2024."
    second = (
        "Vans and buses pay 20 crowns a day, and cars pay 10 crowns, as the order says in its third part."
    )
    whole = evidence(f"{first} {second}")
    spans = Sentence(0, len(first)), Sentence(len(first) + 1, len(whole.text))
    both = Quote((replace(whole, passage=replace(whole.passage, sentences=spans)),))
    shown = told(form(Ask("spine", words=20), Ask("asked")), Found(asked=[both]))
    assert shown == {(0, 0): [first], (1, 0): [second]}
