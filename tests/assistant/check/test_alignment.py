from __future__ import annotations

import pytest

from assistant.check.alignment import align, tokens


def test_numbers_and_dates_are_whole_and_names_of_things_are_words() -> None:
    read = {one.text: one.kind for one in tokens("On 3 May 2030, Order 12 fined 40 ferries $2 million.")}
    assert read["3 May 2030"] == "date" and read["40"] == read["$2 million"] == "number"
    assert read["12"] == read["ferries"] == "word" and read["On"] == "little"
    assert {one.kind for one in tokens("under 18 U.S.C. 932") if one.text == "18"} == {"word"}


def test_a_list_and_clauses_are_parts_and_brackets_are_not() -> None:
    parts = [
        one.part for one in tokens("Ferries (old, slow) sank, boats sailed and barges, which rot, stayed.")
    ]
    assert parts == [0, 0, 0, 0, 1, 1, 1, 2, 3, 3, 4]


def test_what_was_left_out_lies_between_what_was_taken() -> None:
    found = align("Ferries sail at noon.", "Old ferries of the line sail slowly at noon.")
    left = [" ".join(one.text for one in found.source[first:end]) for first, end in found.gaps()]
    assert found.share == 1 and left == ["of the line", "slowly"]


@pytest.mark.parametrize(
    ("claim", "splices"),
    [("Pilots died of influenza.", True), ("Pilots died of old age.", False)],
)
def test_a_preposition_keeps_its_words(claim: str, splices: bool) -> None:
    source = "Pilots died of old age, which often is a case for influenza."
    assert align(claim, source).splices == splices
