"""Of which names a question is suggested, without a model."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.answer.suggestions import _is_place, _is_whole, follow_ups
from assistant.lexicon.rules import our_rules
from assistant.retrieval.retriever import Retriever
from assistant.retrieval.sentences import sentences_of
from ingest.load.builder import TextBuilder
from ingest.types import Hit, Metadata
from tests.assistant.laws import filed


@pytest.mark.parametrize("name", ["Harbour Board", "Ana Ruiz Pell", "NHB"])
def test_a_name_is_whole(name: str) -> None:
    assert _is_whole(name)


@pytest.mark.parametrize("name", ["Harbour", "Harbour Act.It", "Through Holm", "Board and Council"])
def test_a_piece_of_a_name_and_two_in_one_are_not(name: str) -> None:
    assert not _is_whole(name)


def test_nobody_is_asked_what_a_place_does() -> None:
    assert _is_place("North Holm", "Ships in North Holm pay what the Harbour Board asks.")
    assert _is_place("Western Isles", "It applies throughout the Western Isles.")
    assert not _is_place("Harbour Board", "Ships in North Holm pay what the Harbour Board asks.")


class _Reads(Retriever):
    """Finds an answer where a passage has the question's verb."""

    def answers(self, question: str, texts: Sequence[str]) -> list[float]:
        verb = next((one for one in ("ended", "effect", "signed", "replaced") if one in question), "?")
        return [1.0 if verb in text else -5.0 for text in texts]


def _set(text: TextBuilder) -> None:
    text.add("Cars pay a toll of 4 crowns. The toll takes effect on 3 May 2020.")


def _end(text: TextBuilder) -> None:
    text.add("The toll of Executive Order 20100 is ended. The mayor signed it.")


def test_what_a_staffer_asks_next_is_offered_where_a_passage_answers_it(tmp_path: Path) -> None:
    papers = (
        (Metadata("set", "Executive Order 20100, On Tolls", date="2020-01-05", kind="executive order"), _set),
        (Metadata("end", "Executive Order 20300, On Piers", date="2022-06-01", kind="executive order"), _end),
    )
    retriever = _Reads(filed(tmp_path, papers), our_rules())
    passages = retriever.view.passages("set")
    evidence = [one for each in passages for one in sentences_of(Hit(each, 0.0), retriever)]
    said = ("What do cars pay?", "Executive Order 20100 says: “Cars pay a toll of 4 crowns.”")
    ended, effect = "What ended Executive Order 20100?", "When does Executive Order 20100 take effect?"
    assert follow_ups(said, evidence, retriever) == (ended, effect)
    assert follow_ups((ended, said[1]), evidence, retriever) == (effect,)
    assert follow_ups(said, evidence, retriever, spanish=True)[0] == "¿Qué puso fin a Executive Order 20100?"
