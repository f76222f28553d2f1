from __future__ import annotations

from pathlib import Path

import pytest

from assistant.lexicon.rules import our_rules
from assistant.query.catalogue import asks_catalogue, catalogue_request
from assistant.query.request import read_request
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
    (
        "Remarks on the pier",
        "Cabinet of Norland (with Sudland)",
        "2025-04-02",
        "statement",
        "",
        "The pier is long.",
    ),
    (
        "Joint remarks",
        "Port Board (joint with Norland)",
        "2025-04-03",
        "statement",
        "",
        "Both piers are long.",
    ),
    ("Night sailing rule", "Ports Ministry", "2025-06-30", "unknown", "", "A ferry may sail at night."),
)


OTHERS = [title for title, _, _, kind, *_ in PAPERS if kind != "statement"]


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
        ("List the documents by Ports Ministry", "list", ["Night sailing rule"]),
        ("what papers of the Norlandic government do we have", "list", ["Remarks on the pier"]),
        ("What have we got from the Port Board itself?", "list", ["Joint remarks"]),
        ("Anything from April 2025 onwards, newest first", "list", [t for t, *_ in PAPERS[:1:-1]]),
        ("what came in between March and 2 April 2025?", "list", [t for t, *_ in PAPERS[:3]]),
        ("anything since 1 May?", "list", ["Night sailing rule"]),
        ("apart from the statements, what else have we got? op-eds, emails etc", "list", OTHERS),
        ("¿Qué órdenes ejecutivas hay?", "list", ["Order 31 on lamps"]),
        ("What is the newest Norlandic government document?", "newest", ["Remarks on the pier"]),
        ("¿Qué documentos hay de abril de 2025?", "list", ["Remarks on the pier", "Joint remarks"]),
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
    ("question", "nearest"),
    [
        ("Which bills do we hold?", "Night sailing rule"),
        ("Which executive orders do we hold since April 2025?", "Order 31 on lamps"),
        ("Anything before 2020?", "Why the levy must go"),
    ],
)
def test_where_nothing_is_held_the_nearest_is_named(question: str, nearest: str, view: View) -> None:
    request = catalogue_request(question, view, our_rules())
    assert request is not None and not request.sources
    assert request.nearest is not None and request.nearest.title == nearest


@pytest.mark.model
def test_documents_on_a_subject_are_about_it(view: View) -> None:
    request = catalogue_request("What documents do we have on ferries?", view, our_rules())
    assert request is not None and [one.title for one in request.sources] == ["Night sailing rule"]
    assert [one.source for one in request.passages] == [request.sources[0].slug]
    request = catalogue_request("Do we have anything on tuna quotas?", view, our_rules())
    assert request is not None and not request.sources and request.nearest


@pytest.mark.parametrize(
    "question",
    ["What does the newest document say of lamps?", "How many ferries sail at night?", "What is the levy?"],
)
def test_other_questions_are_asked_of_the_documents(question: str, view: View) -> None:
    rules = our_rules()
    assert not asks_catalogue(question, read_request(question, view.sources, rules), rules)


@pytest.mark.parametrize("question", ["Who wrote the harbour code?", "When was the pier opened?"])
def test_who_wrote_what_is_not_held_is_asked_of_the_documents(question: str, view: View) -> None:
    assert asks_catalogue(question, read_request(question, view.sources, our_rules()), our_rules())
    assert catalogue_request(question, view, our_rules()) is None


def test_who_wrote_a_document_is_told_where_it_is_named_by_what_it_is(view: View) -> None:
    (column,) = (one for one in view.sources if one.kind == "op-ed")
    request = catalogue_request("Who wrote the op-ed?", view, our_rules(), documents=(column.slug,))
    assert request is not None and request.kind == "author" and request.sources == (column,)
