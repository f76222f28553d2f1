from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.lexicon.rules import our_rules
from assistant.verify.documents import CitedDocuments
from assistant.verify.nearest import missing_quote
from tests.assistant.memo.test_update import PAPERS, TOLL, store
from tests.ingest.libraries import word_library


@pytest.fixture
def documents(tmp_path: Path) -> Iterator[CitedDocuments]:
    library = word_library(tmp_path / "home")
    store(library, PAPERS)
    yield CitedDocuments(library.visible_to(), our_rules())
    library.close()


@pytest.mark.parametrize(
    ("quote", "instead"),
    [
        (
            "that crosses the Holm bridge shall pay a toll of 9",
            "that crosses the Holm bridge shall pay a toll of 4",
        ),
        ("No car that crosses the Holm bridge shall pay", "Every car that crosses the Holm bridge shall pay"),
    ],
)
def test_the_sources_words_reach_as_far_as_the_quote(
    documents: CitedDocuments, quote: str, instead: str
) -> None:
    assert instead in TOLL
    assert missing_quote(quote, documents, ["order"]).instead == instead
