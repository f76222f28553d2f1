from __future__ import annotations

from pathlib import Path

import pytest

from assistant.lexicon.rules import our_rules
from assistant.query.catalogue import catalogue_request
from ingest.folders import collect
from ingest.library import Library
from ingest.pipeline import ingest
from ingest.view import View
from tests.ingest.libraries import WordEmbeddings

PAPERS = (
    (
        "Why the levy must go",
        "The Harbour Times",
        "2025-03-01",
        "op-ed",
        "Ingrid Vale",
        "The levy harms islands.",
    ),
    (
        "Order 31 on lamps",
        "The President",
        "2025-03-09",
        "executive order",
        "",
        "Lamps shall be lit at dusk.",
    ),
    ("Night sailing rule", "Ports Ministry", "2025-06-30", "unknown", "", "A ferry may sail at night."),
)


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    folder = tmp_path_factory.mktemp("papers")
    for number, (title, publisher, day, kind, author, text) in enumerate(PAPERS):
        head = f'title: "{title}"\npublisher: {publisher}\ndate: {day}\nkind: {kind}\n'
        head += f"author: {author}\n" if author else ""
        (Path(folder) / f"{number}.md").write_text(f"---\n{head}---\n{text}\n")
    library = Library(folder / "home", WordEmbeddings(), "words")
    ingest(collect([str(folder)]), library)
    return library.visible_to()


@pytest.mark.parametrize(
    ("question", "kind", "titles"),
    [
        ("What is the newest document in the library?", "newest", ["Night sailing rule"]),
        ("Which is the oldest document?", "oldest", ["Why the levy must go"]),
        ("How many executive orders are in the library?", "count", ["Order 31 on lamps"]),
        ("How many documents do you have?", "count", [title for title, *_ in PAPERS]),
        ("What documents do we have?", "list", [title for title, *_ in PAPERS]),
        ("List the documents of March 2025", "list", ["Why the levy must go", "Order 31 on lamps"]),
        ("What documents do we have on lamps?", "list", ["Order 31 on lamps"]),
        ("List the documents by Ports Ministry", "list", ["Night sailing rule"]),
        ("Who wrote “Why the levy must go”?", "author", ["Why the levy must go"]),
        ("When was Order 31 on lamps published?", "date", ["Order 31 on lamps"]),
    ],
)
def test_the_catalogue_answers_what_is_asked_of_it(
    question: str, kind: str, titles: list[str], view: View
) -> None:
    request = catalogue_request(question, view, our_rules())
    assert request is not None and request.kind == kind
    assert [one.title for one in request.sources] == titles


@pytest.mark.parametrize(
    "question",
    [
        "What does the newest document say of lamps?",
        "How many ferries sail at night?",
        "Who wrote the harbour code?",  # no document of that title
        "When was the pier opened?",
        "What is the levy?",
    ],
)
def test_other_questions_are_asked_of_the_documents(question: str, view: View) -> None:
    assert catalogue_request(question, view, our_rules()) is None
