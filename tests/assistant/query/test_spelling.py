from __future__ import annotations

from pathlib import Path

import pytest

from assistant.query.spelling import Slip, corrected, is_one_off
from ingest.folders import collect
from ingest.library import Library
from ingest.pipeline import ingest
from ingest.types import Reader
from ingest.view import View
from tests.ingest.libraries import WordEmbeddings


@pytest.fixture
def view(tmp_path: Path) -> View:
    (tmp_path / "a.md").write_text(
        "# Norland\n\nThe duty on goods of Norland is 35 percent. Ships moor in Vellmark. Seizures rose, and"
        " the tariffs with them. A shipper told of a summary sentence.\n"
    )
    (tmp_path / "b.md").write_text("# Ostrand\n\nThe levy of Ostrand is secret.\n")
    library = Library(tmp_path / "home", WordEmbeddings(), "words")
    ingest(collect([str(tmp_path / "a.md")]), library)
    ingest(collect([str(tmp_path / "b.md")]), library, access=frozenset({"board"}))
    return library.visible_to()


@pytest.mark.parametrize(
    ("first", "second"),
    [("norlnad", "norland"), ("norlad", "norland"), ("norlannd", "norland"), ("norlend", "norland")],
)
def test_one_letter_apart(first: str, second: str) -> None:
    assert is_one_off(first, second) and is_one_off(second, first)


@pytest.mark.parametrize(
    ("first", "second"), [("norland", "norland"), ("norldan", "norlnad"), ("norx", "norland")]
)
def test_more_than_one_letter_apart(first: str, second: str) -> None:
    assert not is_one_off(first, second)


def test_a_slip_in_a_name_is_read_as_the_name(view: View) -> None:
    question, slips = corrected("What duty do goods of Norlnad pay?", view)
    assert question == "What duty do goods of Norland pay?"
    assert slips == (Slip("Norlnad", "Norland"),)


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("drug siezures of norlnad", "drug seizures of norland"),
        ("how many were siezed", "how many were siezed"),  # the library has no such word
        ("the tarrifs", "the tariffs"),
        ("the maximum sentance", "the maximum sentence"),
    ],
)
def test_slips_in_small_letters_and_before_an_ending(question: str, read: str, view: View) -> None:
    assert corrected(question, view)[0] == read


@pytest.mark.parametrize(
    "question",
    [
        "What duty do goods of Norland pay?",  # no slip
        "Summarise the skipper's case",  # words of English that the library does not have
        "¿Quién compara los sumarios?",  # nor those of Spanish
        "What duty do goods of Northmark pay?",  # another name
        "What boats moor there?",  # a word that is none of the library's, and a word
        "What is the levy of Ostrnad?",  # near to a word of a document that this reader may not see
    ],
)
def test_other_words_stay(question: str, view: View) -> None:
    assert corrected(question, view) == (question, ())


def test_who_may_see_it_is_read_as_they_mean(view: View, tmp_path: Path) -> None:
    library = Library(tmp_path / "home", WordEmbeddings(), "words")
    theirs = library.visible_to(Reader("ana", frozenset({"board"})))
    assert corrected("What is the levy of Ostrnad?", theirs)[0] == "What is the levy of Ostrand?"
