from __future__ import annotations

from itertools import pairwise

import pytest

from assistant.drafting.quotes import draft_quotes, is_quotable
from assistant.lexicon.rules import our_rules
from tests.assistant.evidence import evidence


def test_quotes_are_attributed_and_verbatim() -> None:
    [draft] = draft_quotes(
        [evidence("The duty is 25 percent on goods.", publisher="The Office", date="2025-02-01")],
        5,
        our_rules(),
    )
    assert draft.text == "The Office said on 1 February 2025: “The duty is 25 percent on goods.”"


def test_no_more_than_asked_for_and_none_twice() -> None:
    pool = [
        evidence("The duty is 25 percent on all goods of Mexico.", slug=f"d{i}", score=5 - i)
        for i in range(3)
    ]
    pool += [evidence("Canada and China were named in other orders that day.", slug="x", score=1.0)]
    assert [draft.evidence[0].source.slug for draft in draft_quotes(pool, 5, our_rules())] == ["d0", "x"]
    assert len(draft_quotes(pool, 1, our_rules())) == 1


def test_other_documents_are_heard() -> None:
    texts = [
        "Alpha beta gamma delta one.",
        "Epsilon zeta eta theta two.",
        "Iota kappa lambda mu three.",
        "Nu xi omicron pi four.",
    ]
    pool = [evidence(text, slug="a", start=100 * i, score=5.0) for i, text in enumerate(texts[:3])] + [
        evidence(texts[3], slug="b", score=4.0)
    ]
    assert [draft.evidence[0].source.slug for draft in draft_quotes(pool, 2, our_rules())] == ["a", "b"]


def test_a_sentence_that_leans_brings_the_one_before_it() -> None:
    passage = "Congress passed the Act in May. It bars such rifles outright."
    first = evidence("Congress passed the Act in May.", passage=passage, score=-3.0)
    second = evidence("It bars such rifles outright.", start=32, passage=passage, score=6.0)
    [draft] = draft_quotes([second, first], 1, our_rules())
    assert draft.quotes == (passage,)
    assert (draft.evidence[0].sentence.start, draft.evidence[0].sentence.end) == (0, len(passage))


def test_neighbours_that_both_answer_become_one_quote() -> None:
    passage = "The share is 70 percent in 2024. Officials said 74 percent in 2025."
    one = evidence("The share is 70 percent in 2024.", passage=passage, score=6.0)
    two = evidence("Officials said 74 percent in 2025.", start=33, passage=passage, score=5.0)
    [draft] = draft_quotes([one, two], 3, our_rules())
    assert draft.quotes == (passage,)


def test_no_words_are_quoted_twice() -> None:
    passage = "The system spent $107 billion. This estimate covers annual costs alone. It is an average."
    first = evidence("The system spent $107 billion.", passage=passage, score=1.0)
    second = evidence("This estimate covers annual costs alone.", start=31, passage=passage, score=6.0)
    third = evidence("It is an average.", start=72, passage=passage, score=5.9)
    spans = sorted(
        (one.sentence.start, one.sentence.end)
        for draft in draft_quotes([second, third, first], 3, our_rules())
        for one in draft.evidence
    )
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_an_interviewer_s_words_are_not_quoted() -> None:
    assert (
        draft_quotes(
            [evidence("They say the share is 70 percent.", at={"speaker": "PREGUNTA"}, kind="transcript")],
            3,
            our_rules(),
        )
        == []
    )


@pytest.mark.parametrize(
    "text",
    [
        "Y, finalmente, su opinión de…",
        "Fact sheet:",
        "WASHINGTON, D.C. AND OTHER PLACES",
        "What did it do to them?",
        "https://example.org/a b c d e",
        "See above.",
    ],
)
def test_labels_and_questions_are_not_quoted(text: str) -> None:
    assert not is_quotable(text)
