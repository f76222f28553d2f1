from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.query.request import read_request
from tests.assistant.query.wordings import WORDINGS

_WRITTEN_BY = [(turn, kind) for kind, turns in WORDINGS.items() for turn in turns[::2]]
_HELD_OUT = [(turn, kind) for kind, turns in WORDINGS.items() for turn in turns[1::2]]
_LEAST = 0.95


def _right(turn: str, kind: str) -> bool:
    return read_request(turn, (), our_rules()).kind == kind


@pytest.mark.parametrize(("turn", "kind"), _WRITTEN_BY)
def test_the_kind_of_a_hurried_request_is_read(turn: str, kind: str) -> None:
    assert _right(turn, kind)


def test_the_rules_carry_to_wordings_that_they_were_not_written_by() -> None:
    wrong = [(turn, kind) for turn, kind in _HELD_OUT if not _right(turn, kind)]
    assert len(wrong) <= (1 - _LEAST) * len(_HELD_OUT), wrong
