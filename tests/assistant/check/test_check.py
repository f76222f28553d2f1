from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.build import build_assistant
from assistant.check.check import Check
from assistant.drafting.quotes import draft_quotes
from assistant.lexicon.rules import our_rules
from assistant.query.query import read_query
from assistant.retrieval.evidence import find_evidence
from assistant.retrieval.retriever import Retriever
from assistant.settings import Settings
from assistant.types import Draft
from ingest.types import Sentence
from ingest.view import Readable


@pytest.fixture(scope="module")
def made(bundled_home: Path) -> Iterator[tuple[Readable, list[Draft]]]:
    """A library and what the quote drafter makes of a question over it."""
    assistant = build_assistant(Settings(home=str(bundled_home)))
    query = read_query("What is the duty on goods from Canada?", our_rules())
    evidence = find_evidence(query, Retriever(assistant.library.visible_to(), our_rules()))
    yield assistant.library, draft_quotes(evidence.usable, 5, our_rules())
    assistant.library.close()


def test_what_the_drafter_quotes_is_supported(made: tuple[Readable, list[Draft]]) -> None:
    library, drafts = made
    assert len(drafts) == 5
    assert {Check(library.visible_to(), our_rules()).verdict(draft).judgement for draft in drafts} == {
        "supported"
    }


def test_an_altered_quote_is_not(made: tuple[Readable, list[Draft]]) -> None:
    library, drafts = made
    for draft in drafts:
        changed = draft.quotes[0].replace("e", "a", 1)
        forged = Draft(draft.text.replace(draft.quotes[0], changed), draft.evidence, (changed,))
        assert Check(library.visible_to(), our_rules()).verdict(forged).judgement == "unsupported"


def test_a_shifted_offset_is_not(made: tuple[Readable, list[Draft]]) -> None:
    library, [draft, *_] = made
    place = draft.evidence[0].sentence
    moved = replace(
        draft.evidence[0], sentence=Sentence(place.start + 1, place.end + 1, place.page, place.page_end)
    )
    assert (
        Check(library.visible_to(), our_rules()).verdict(Draft(draft.text, (moved,), draft.quotes)).judgement
        == "unsupported"
    )


def test_a_quote_of_another_document_is_not(made: tuple[Readable, list[Draft]]) -> None:
    library, [draft, *_] = made
    other = next(
        source for source in library.visible_to().sources if source.slug != draft.evidence[0].source.slug
    )
    assert (
        Check(library.visible_to(), our_rules())
        .verdict(Draft(draft.text, (replace(draft.evidence[0], source=other),), draft.quotes))
        .judgement
        == "unsupported"
    )


@pytest.mark.parametrize(
    "forged", ["Canada agrees, and “{quote}”", "The Treasury said on 9 May 2031: “{quote}”"]
)
def test_an_introduction_that_says_more_than_the_record_is_not(
    made: tuple[Readable, list[Draft]], forged: str
) -> None:
    library, [draft, *_] = made
    verdict = Check(library.visible_to(), our_rules()).verdict(
        Draft(forged.replace("{quote}", draft.quotes[0]), draft.evidence, draft.quotes)
    )
    assert verdict.judgement == "partly"
    assert [one.kind for one in verdict.failures] == ["introduction says more"]


def test_a_sentence_that_cites_nothing_is_not(made: tuple[Readable, list[Draft]]) -> None:
    assert (
        Check(made[0].visible_to(), our_rules()).verdict(Draft("The duty is 25 percent.", ())).judgement
        == "unsupported"
    )
