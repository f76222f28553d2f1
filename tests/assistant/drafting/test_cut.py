"""Long sentences cut: byte for byte, and with all that binds them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.cut import LONG, cut, goes_on
from assistant.drafting.quotes import in_marks
from assistant.lexicon.rules import our_rules
from assistant.types import Evidence
from ingest.types import Passage, Sentence
from tests.assistant.evidence import source

RULES = our_rules()
DUTY = (
    "The harbour master shall publish on the first working day of each month a list of every vessel that was"
    " berthed in the inner basin, of every toll that was charged for it, and of every pilot who came here"
)
ADDED = (
    ", including the name of the vessel, the name of its owner, the tonnage that it declared on its arrival,"
    " the draught that was measured by the pilot, and the port from which it came and to which it sailed"
)
BINDING = ("not", "no", "unless", "except", "if", "provided", "only", "until")


def one(text: str, role: str = "provision") -> Evidence:
    sentence = Sentence(40, 40 + len(text), role=role)  # type: ignore[arg-type]
    return Evidence(
        source(), Passage("doc", 0, 40, 40 + len(text), text, sentences=(sentence,)), sentence, text
    )


def test_what_is_only_added_goes_and_is_marked() -> None:
    found = cut(one(f"{DUTY}{ADDED}."), RULES)
    assert found is not None
    assert found.text == DUTY and found.sentence.end == 40 + len(DUTY)
    assert in_marks([found]) == f"“{DUTY} …”"


def test_a_sentence_that_is_short_a_row_or_whole_is_left_and_not_marked() -> None:
    assert cut(one(f"{DUTY}."), RULES) is None
    assert cut(one(f"{DUTY}{ADDED}.", "row"), RULES) is None
    assert not goes_on(one(f"{DUTY}."))


@pytest.mark.parametrize("word", BINDING)
def test_what_binds_the_rest_is_never_cut_off(word: str) -> None:
    assert cut(one(f"{DUTY}{ADDED}, {word} in the months of winter."), RULES) is None


def test_what_is_needed_is_not_cut_off() -> None:
    assert cut(one(f"{DUTY}{ADDED}."), RULES, lambda text: "tonnage" in text) is None


def test_a_bracket_is_not_left_open() -> None:
    found = cut(one(f"The master (and any pilot{ADDED}) {DUTY}."), RULES)
    assert found is None or found.text.count("(") == found.text.count(")")


PIECES = st.sampled_from(
    (
        *BINDING,
        *("the vessel", "shall pay the toll of the inner basin", "a pilot", "and the owner", "of the port"),
        *(
            ", including",
            "; and",
            ", which",
            ", such as",
            "(the master)",
            "(",
            ")",
            "“",
            "”",
            "salvo",
            "sólo",
        ),
    )
)


@given(st.lists(PIECES, min_size=20, max_size=120))
def test_no_cut_drops_a_binding_word_and_every_cut_is_the_beginning(pieces: list[str]) -> None:
    whole = one(f"{' '.join(pieces)}.")
    found = cut(whole, RULES)
    if found is None:
        return
    gone = whole.text[len(found.text) :]
    assert whole.text.startswith(found.text) and len(whole.text.split()) > LONG
    assert found.sentence.start == whole.sentence.start
    assert found.sentence.end - found.sentence.start == len(found.text)
    assert not re.search(rf"\b(?:{'|'.join(BINDING)})\b", gone)
    assert found.text.count("(") == found.text.count(")") and found.text.count("“") == found.text.count("”")
    assert goes_on(found)
