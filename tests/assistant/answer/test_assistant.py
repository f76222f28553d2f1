from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer.assistant import Assistant
from assistant.build import build_assistant, open_library
from assistant.errors import EmptyLibrary, EmptyQuestion
from assistant.lexicon.rules import our_rules
from assistant.query.filters import parse_restriction
from assistant.render.english import WORDING
from assistant.settings import Settings
from assistant.types import Turn

PLAIN = "How many synthetic-opioid deaths were there in 2025?"


@pytest.fixture(scope="module")
def assistant(bundled_home: Path) -> Iterator[Assistant]:
    assistant = build_assistant(Settings(home=str(bundled_home)))
    yield assistant
    assistant.library.close()


def test_a_plain_fact_is_answered_from_its_document(assistant: Assistant) -> None:
    answer = assistant.ask(PLAIN)
    assert answer.status == "answered"
    assert "38,084" in answer.sentences[0].text
    assert answer.citations[0].source == "fentanyl-deaths"
    assert answer.citations[0].page == 2


def test_every_sentence_shown_carries_a_quote_that_stands_where_it_says(assistant: Assistant) -> None:
    for question in (
        PLAIN,
        "What did Mexico get for the pause?",
        "Who may be convicted of material support?",
    ):
        answer = assistant.ask(question)
        numbers = {citation.number: citation for citation in answer.citations}
        assert answer.sentences
        for sentence in answer.sentences:
            assert sentence.verdict == "supported" and sentence.citations
            for number in sentence.citations:
                citation = numbers[number]
                assert (
                    assistant.library.visible_to().text(citation.source)[citation.start : citation.end]
                    == citation.quote
                )
                assert citation.quote in sentence.text
                assert citation.sha256 == assistant.library.visible_to().source(citation.source).sha256


def test_two_documents_that_differ_are_both_shown_with_their_dates(assistant: Assistant) -> None:
    answer = assistant.ask("Is the duty on Mexican goods paused or ended?")
    assert {"tariffs-paused-2025-02", "tariffs-after-the-pause"} <= {
        citation.source for citation in answer.citations
    }
    assert all(citation.date for citation in answer.citations)


def test_an_op_ed_is_shown_as_argument(assistant: Assistant) -> None:
    answer = assistant.ask("What does the op-ed propose instead of more troops?")
    quoted = [
        sentence.text
        for sentence in answer.sentences
        if "op-ed-abstract" in {answer.citations[n - 1].source for n in sentence.citations}
    ]
    assert quoted and all("argues in an op-ed" in text for text in quoted)


@pytest.mark.parametrize(
    "question",
    [
        "Which country won the last World Cup?",
        "How many agents does the DEA have in Mexico?",
        "What is France's retirement age?",
    ],
)
def test_what_the_library_does_not_say_is_declined(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "abstained"
    assert not answer.sentences and not answer.citations
    assert answer.missing and "nearest document" in answer.missing


def test_sources_restrict_the_answer(assistant: Assistant) -> None:
    answer = assistant.ask(
        "What is the position on tariffs on Mexico?", restriction=parse_restriction("until:2025-02-28")
    )
    assert answer.citations
    assert all(citation.date <= "2025-02-28" for citation in answer.citations)


def test_the_object_is_the_contract_s(assistant: Assistant) -> None:
    value = json.loads(json.dumps(assistant.ask(PLAIN).to_json()))
    contract = {
        "id",
        "question",
        "standalone_question",
        "status",
        "sentences",
        "withheld",
        "citations",
        "missing",
        "model",
        "timing_ms",
        "tokens",
    }
    assert contract <= value.keys()
    assert value["sentences"][0].keys() == {"text", "verdict", "score", "citations", "heading"}
    quoted = {
        "number",
        "source",
        "title",
        "publisher",
        "date",
        "kind",
        "url",
        "page",
        "start",
        "end",
        "quote",
        "sha256",
    }
    assert quoted <= value["citations"][0].keys()
    assert value["timing_ms"]["total"] > 0


def test_an_empty_question_and_an_empty_library_are_errors(assistant: Assistant, tmp_path: Path) -> None:
    with pytest.raises(EmptyQuestion):
        assistant.ask(" ?! ")
    with pytest.raises(EmptyLibrary, match="matches the restriction"):
        assistant.ask(PLAIN, restriction=parse_restriction("kind:treaty"))
    with pytest.raises(EmptyLibrary, match="is empty"):
        Assistant(open_library(Settings(), tmp_path / "new", create=True), our_rules(), WORDING).ask(PLAIN)


def test_search_ranks_passages(assistant: Assistant) -> None:
    hits = assistant.search("straw purchase maximum sentence", limit=3)
    assert len(hits) == 3
    assert hits[0].passage.source == "firearms-to-mexico"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_each_part_of_a_question_is_answered_and_a_part_without_support_is_named(
    assistant: Assistant,
) -> None:
    answer = assistant.ask(
        "What is the maximum sentence under 18 U.S.C. 2339B, and who won the chess championship in Reykjavik"
        " in 1972?"
    )
    assert any("20 years" in sentence.text for sentence in answer.sentences)
    assert answer.status == "partial"
    assert answer.missing and answer.missing.startswith(
        "On “who won the chess championship in Reykjavik in 1972?”"
    )


def test_a_part_that_asks_about_an_unanswered_one_is_not_answered_with_something_else(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("Who won the chess championship in Reykjavik in 1972, and how many were there?")
    assert answer.status == "abstained"
    answer = assistant.ask(
        "Who won the chess championship in Reykjavik in 1972, and what is the maximum sentence under 18"
        " U.S.C. 2339B?"
    )
    assert any("20 years" in sentence.text for sentence in answer.sentences)


def test_a_question_that_does_not_say_which_is_answered_and_its_readings_are_named(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("When does the duty take effect?")
    assert answer.sentences
    assert {reading.partition(":")[0] for reading in answer.readings} >= {"Mexican", "Canadian"}
    assert assistant.ask("When does the duty on Mexican goods take effect?").readings == ()


def test_a_premise_that_no_passage_bears_out_is_said_to_be_open(assistant: Assistant) -> None:
    answer = assistant.ask("When did Executive Order 14157 designate the Jalisco cartel?")
    assert answer.status == "partial"
    assert answer.missing and "Jalisco" in answer.missing


def test_what_was_said_in_a_period_is_answered_from_documents_of_the_period(assistant: Assistant) -> None:
    answer = assistant.ask("What was said about the duty on Mexican goods before March 2025?")
    assert answer.citations
    assert all(citation.date <= "2025-02-28" for citation in answer.citations)
    assert answer.standalone_question == f"{answer.question} [documents until 28 February 2025]"


def test_how_things_stand_is_answered_with_what_ended_them(assistant: Assistant) -> None:
    answer = assistant.ask("Is the duty on Mexican goods still in force?")
    assert any("14389" in sentence.text for sentence in answer.sentences)


def test_a_share_is_not_answered_without_one(assistant: Assistant) -> None:
    answer = assistant.ask("What share of material support defendants pleaded guilty?")
    assert answer.status == "abstained"


def test_a_spanish_question_finds_english_documents(assistant: Assistant) -> None:
    answer = assistant.ask("¿Cuántas muertes por opioides sintéticos hubo en 2025?")
    assert any("38,084" in sentence.text for sentence in answer.sentences)


def test_a_follow_up_that_names_another_thing_is_asked_of_that(assistant: Assistant) -> None:
    asked = "What duty was set on goods from Mexico in February 2025?"
    answer = assistant.ask("What about Canada?", [Turn(asked)])
    assert answer.standalone_question == "What duty was set on goods from Canada in February 2025?"
    assert "Canad" in answer.sentences[0].text


def test_the_statements_of_a_pasted_text_are_checked(assistant: Assistant) -> None:
    filler = " ".join(
        "The keepers wrote home every night and nobody read what they had written." for _ in range(9)
    )
    pasted = (
        f"{filler}\n\nThe order of 1 February 2025 put a duty of 25 percent on goods from Mexico, he said."
    )
    answer = assistant.ask(f"is this right?\n\n{pasted}")
    assert answer.kind == "claim"
    assert "25 percent" in answer.text


def test_a_follow_up_of_nothing_but_form_repeats_the_request(assistant: Assistant) -> None:
    asked = "What duty did Executive Order 14194 put on goods from Mexico?"
    first = assistant.ask(asked)
    again = assistant.ask("in one line pls", [Turn(asked, first.text)])
    assert len(again.sentences) == 1
    assert again.citations[0].source == first.citations[0].source
