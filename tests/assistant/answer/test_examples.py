from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer.examples import example_op_ed, example_quote, example_topic
from assistant.lexicon.rules import our_rules
from ingest.library import Library
from tests.assistant.memo.test_update import COUNT, PAPERS, store
from tests.ingest.libraries import word_library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    found = word_library(tmp_path / "home")
    yield found
    found.close()


def test_an_empty_library_gives_no_example(library: Library) -> None:
    view = library.visible_to()
    assert (example_topic(view, our_rules()), example_op_ed(view), example_quote(view)) == ("", None, "")


def test_examples_are_of_the_librarys_own_documents(library: Library) -> None:
    store(library, PAPERS)
    view = library.visible_to()
    assert example_topic(view, our_rules()) == "Executive Order 20100"
    quote = example_quote(view)
    wrong = COUNT.replace("2024", "3024")
    assert quote == f"Ferry report: “{wrong}”"
