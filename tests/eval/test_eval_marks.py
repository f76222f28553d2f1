"""Marks in place of other people's sentences in the files of cases."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.types import Answer, AnswerSentence, Citation
from eval.cases import Case, ExpectedQuote, load_cases, located, problems
from eval.marks import MOST_WORDS, Mark, main, mark_of, marked
from eval.quotes import normalised
from eval.scores import is_shown
from ingest.embed import LOCAL, LocalEmbeddings
from ingest.folders import collect
from ingest.library import Library
from ingest.pipeline import ingest

CHECKOUT = Path(__file__).resolve().parents[2]
FILES = sorted((CHECKOUT / "eval").glob("cases-*.jsonl"))
QUOTE = "The harbour office of Brask pays every keeper of a lighthouse forty crowns for each winter night."
OTHER = "The harbour office of Brask pays every keeper of a ferry nothing at all for the summer months."
TEXT = f"# Pay\n\nKeepers write their own logs. {OTHER} {QUOTE} Nobody else is paid.\n"


@pytest.fixture
def library(tmp_path: Path):
    (tmp_path / "pay.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "old.md").write_text("# Old pay\n\nThe harbour office paid nobody then.\n", encoding="utf-8")
    library = Library(tmp_path / "home", LocalEmbeddings(), LOCAL)
    ingest(collect([str(tmp_path / "pay.md"), str(tmp_path / "old.md")]), library)
    yield library
    library.close()


def answer(quote: str, source: str = "pay") -> Answer:
    place: dict[str, Any] = {"page": None, "page_end": None, "start": 0, "end": len(quote), "sha256": ""}
    cited = Citation(1, source, "Pay", "", "", "note", "", quote=quote, **place)
    return Answer(
        "a",
        "?",
        "?",
        "answered",
        (AnswerSentence(f"It says: “{quote}”", "supported", 1.0, (1,)),),
        (),
        (cited,),
    )


def case(mark: Mark | None, source: str = "pay") -> Case:
    return Case("A1", "single-fact", "?", "", (ExpectedQuote(source, "", "", mark),))


def test_a_mark_is_no_more_than_eight_words_and_brings_the_whole_back() -> None:
    text = normalised(TEXT)
    for quote in (QUOTE, OTHER):
        mark = mark_of(quote, text)
        assert mark is not None
        assert len(mark.words.split()) <= MOST_WORDS and quote.startswith(mark.words)
        assert marked(mark, text) == quote


def test_as_few_words_as_stand_once_do() -> None:
    mark = mark_of(
        "Keepers write their own logs. The harbour office of Brask pays every keeper", normalised(TEXT)
    )
    assert mark and mark.words == "Keepers write their"


def test_short_words_and_words_that_the_document_lacks_have_no_mark() -> None:
    assert mark_of("Keepers write their own logs.", normalised(TEXT)) is None
    assert (
        mark_of("The harbour office of Brask pays no keeper of any lighthouse a crown.", normalised(TEXT))
        is None
    )


def test_an_altered_document_has_the_words_no_more() -> None:
    mark = mark_of(QUOTE, normalised(TEXT))
    assert mark and marked(mark, normalised(TEXT.replace("forty", "fifty"))) == ""


@pytest.mark.model
def test_a_mark_counts_as_shown_only_where_the_quote_has_the_whole(library: Library) -> None:
    [one] = located([case(mark_of(QUOTE, normalised(TEXT)))], library.visible_to())
    [expected] = one.evidence
    assert is_shown(expected, answer(QUOTE))
    assert is_shown(
        expected, answer("pays every keeper of a lighthouse forty crowns")
    )  # a sizable part of it, as before
    assert expected.mark and not is_shown(expected, answer(expected.mark.words + " of the sea"))
    assert not is_shown(expected, answer(OTHER))  # it begins with the same words
    assert not is_shown(expected, answer(QUOTE, source="old"))


@pytest.mark.model
def test_what_is_not_located_is_shown_by_nothing_and_told(library: Library) -> None:
    mark = mark_of(QUOTE, normalised(TEXT))
    assert mark is not None
    not_read = case(mark).evidence[0]
    assert not is_shown(not_read, answer(QUOTE))
    [one] = located([case(mark, "old")], library.visible_to())
    assert not is_shown(one.evidence[0], answer(QUOTE, source="old"))
    assert problems([case(mark, "old")], library.visible_to()) == [
        f"A1: old does not hold the words that begin “{mark.words}”"
    ]
    assert problems([case(replace(mark, digest="0" * 16))], library.visible_to()) == [
        f"A1: pay does not hold the words that begin “{mark.words}”"
    ]
    assert problems([case(mark)], library.visible_to()) == []


@pytest.mark.model
def test_the_command_turns_the_quotes_of_a_file_into_marks(library: Library, tmp_path: Path) -> None:
    row = {
        "id": "A1",
        "kind": "x",
        "question": "?",
        "expected": "",
        "evidence": [{"point": "It pays.", "source": "pay", "quote": QUOTE}],
    }
    file = tmp_path / "cases.jsonl"
    file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    [before] = load_cases(file)
    library.close()
    assert main([str(file), "--home", str(tmp_path / "home")]) == 0
    assert "forty" not in file.read_text(encoding="utf-8")
    again = Library(tmp_path / "home", LocalEmbeddings(), LOCAL)
    [after] = located(load_cases(file), again.visible_to())
    again.close()
    assert [replace(one, mark=None) for one in after.evidence] == list(before.evidence)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_file_of_cases_holds_more_than_a_few_words_of_a_document(file: Path) -> None:
    for one in load_cases(file):
        for expected in one.evidence:
            words = expected.mark.words if expected.mark else expected.quote
            assert 0 < len(words.split()) <= MOST_WORDS, one.id


@pytest.mark.parametrize("name", ["cases-bundled.jsonl", "cases-held-out-bundled.jsonl"])
def test_every_mark_is_found_in_the_sample_documents(name: str, bundled_home: Path) -> None:
    library = Library(bundled_home, LocalEmbeddings(), LOCAL)
    try:
        assert problems(load_cases(CHECKOUT / "eval" / name), library.visible_to()) == []
    finally:
        library.close()
