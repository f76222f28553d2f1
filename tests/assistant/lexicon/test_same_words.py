from __future__ import annotations

import pytest

from assistant.lexicon.same_words import patterns, plain_marks
from assistant.verify.quotes import note_parts, quoted

TEXT = (
    "The order — as signed — does not\nitself designate any “organization”, and the Secretary of State has"
    " 14.5 days to recommend them … at once."
)


def found(quote: str) -> str:
    text = plain_marks(TEXT)
    return next(
        (TEXT[match.start() : match.end()] for pattern in patterns(quote) if (match := pattern.search(text))),
        "",
    )


@pytest.mark.parametrize(
    "quote",
    [
        "does not itself designate any 'organization'",
        "The order -- as signed – does not",
        "the order-as signed",
        "[T]he Secretary of State has 14.5\u00a0days",
        "order … does not itself designate any",
        "The order [...] designate[s]",
        "the Secretary [Rubio] has 14.5 days to recommend [the groups].",
        "recommend them... at once",
    ],
)
def test_a_quote_is_found_whatever_an_editor_made_of_its_marks(quote: str) -> None:
    assert found(quote)


@pytest.mark.parametrize(
    "quote",
    ["has 14 days", "does itself designate any", "State … The order", "order … has 15 days", "sign", "…"],
)
def test_other_words_are_not(quote: str) -> None:
    assert not found(quote)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('A said: “We “will” act.” B said: "no more of it".', ["We “will” act.", "no more of it"]),
        ("He called it ‘the country’s worst deal’ today.", ["the country’s worst deal"]),
        ("She said «algo muy malo» twice.", ["algo muy malo"]),
        ("A 6\" pipe and 5' of wire", []),
        ("“never closed", []),
        ("A said: ““We will act.” and B said: “Yes.”", ["“We will act.", "Yes."]),
    ],
)
def test_quotations_are_told_in_whichever_marks(text: str, expected: list[str]) -> None:
    assert [one.text for one in quoted(text)] == expected
    assert all(text[one.start : one.end] == one.text for one in quoted(text))


def test_a_known_quote_stays_whole_with_the_marks_within() -> None:
    known = "The White House said “no”. Mexico said “yes"
    assert [one.text for one in quoted(f"The note has “{known}” and “more”.", [known])] == [known, "more"]


def test_a_note_of_ours_ends_with_its_quote() -> None:
    assert note_parts("A “short” title, The Press, 3 May 2025, p. 3: “It said “no”.”") == (
        "A “short” title, The Press, 3 May 2025, p. 3",
        ["It said “no”."],
    )
    head, quotes = note_parts('See DEA, Assessment 2024, at 7 ("deaths fell in every single state").')
    assert quotes == ["deaths fell in every single state"] and "Assessment 2024, at 7" in head
