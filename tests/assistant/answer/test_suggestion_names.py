"""Of which names a question is suggested, without a model."""

from __future__ import annotations

import pytest

from assistant.answer.suggestions import _is_place, _is_whole


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
