"""Who a sentence is said to be from, against who published the documents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.build import open_library
from assistant.lexicon.rules import our_rules
from assistant.settings import Settings
from assistant.verify.documents import CitedDocuments
from assistant.verify.nearest import missing_quote
from assistant.verify.speakers import other_speaker
from ingest.folders import Input
from ingest.pipeline import ingest
from ingest.types import Metadata

pytestmark = pytest.mark.model

TOLLS = "The toll rose to £4 in May. Nobody was told of it before June. The harbour stays open all winter."


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CitedDocuments]:
    folder: Path = tmp_path_factory.mktemp("speakers")
    library = open_library(Settings(home=str(folder / "home")), create=True)
    for slug, publisher, text in (
        ("tolls", "Port Office (invented)", f"# Tolls\n\n{TOLLS}\n"),
        ("boats", "Coast Review", "# Boats\n\nTwelve boats left. The Pilots' Guild objects.\n"),
        ("pilots", "Pilots' Guild", "# Pilots\n\nThe pier is too short.\n"),
    ):
        path = folder / f"{slug}.md"
        path.write_text(text, encoding="utf-8")
        ingest([Input(str(path), Metadata(slug=slug, publisher=publisher, date="2024-05-03"))], library)
    yield CitedDocuments(library.visible_to(), our_rules())
    library.close()


@pytest.mark.parametrize(
    ("text", "label", "slug", "is_wrong"),
    [
        ("The Port Office said on 3 May 2024: “”", "", "tolls", False),
        ("The Coast Review said on 3 May 2024: “”", "", "tolls", True),
        ("It says: “”", "Coast Review:", "tolls", True),
        ("It says: “”", "Port Office:", "tolls", False),
        ("The Coast Review is not quoted here: “”", "", "tolls", False),
        ("The Pilots’ Guild said: “”", "", "boats", False),  # whom the document names itself
    ],
)
def test_a_publisher_of_other_documents_says_nothing_in_these(
    documents: CitedDocuments, text: str, label: str, slug: str, is_wrong: bool
) -> None:
    found = other_speaker(text, label, [slug], documents, our_rules())
    assert (found is not None) is is_wrong
    assert found is None or (found.kind, found.source) == ("misattributed", slug)


def test_a_change_in_a_quote_of_several_sentences_is_named(documents: CitedDocuments) -> None:
    found = missing_quote(TOLLS.replace("£4", "£9"), documents, ["tolls"])
    assert found.kind == "altered number" and "£9" in found.detail.words and found.instead in TOLLS
    assert missing_quote(TOLLS.replace("stays", "does not stay"), documents, ["tolls"]).kind == "contradicted"
