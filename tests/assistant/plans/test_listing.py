"""What documents that the catalogue lists say."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer.assistant import Assistant
from assistant.build import build_assistant, open_library
from assistant.settings import Settings
from ingest.folders import collect
from ingest.pipeline import ingest

pytestmark = pytest.mark.model

PAPERS = {
    "first-order": """---
title: Order 3 on Lamps
publisher: Council of Holm
date: 2023-02-01
kind: order
---
The council met at noon in the old hall, as it does each month. Every lamp on the quay shall be lit at dusk.
""",
    "second-order": """---
title: Order 8 on Ferries
publisher: Council of Holm
date: 2024-05-06
kind: order
---
Ferries were late in the winter. A ferry that sails 15 minutes late shall pay a fine of 40 crowns.
""",
    "report": """---
title: The ferries of Holm
publisher: Harbour Office
date: 2024-09-01
kind: report
---
Holm has had ferries for a long time. In 2011 the ferries carried 90,000 people.

From 1 July 2024 the ferries carry bicycles without a charge, and 3,100 riders used that in the first month.

The market sells fish.
""",
}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("listed")
    for name, text in PAPERS.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    settings = Settings(home=str(folder / "home"))
    library = open_library(settings, create=True)
    ingest(collect([str(folder)]), library)
    library.close()
    assistant = build_assistant(settings)
    yield assistant
    assistant.library.close()


def test_each_document_of_a_list_comes_with_a_checked_line(assistant: Assistant) -> None:
    answer = assistant.ask("Which orders do we hold? One line each.")
    assert answer.status == "answered" and answer.kind == "catalogue"
    assert [one.source for one in answer.documents] == ["first-order", "second-order"]
    said = [one.text for one in answer.sentences]
    assert len(said) == 2
    assert "shall be lit" in said[0] and "40 crowns" in said[1]
    assert [one.source for one in answer.citations] == ["first-order", "second-order"]


def test_the_newest_on_a_subject_tells_what_is_new_in_it(assistant: Assistant) -> None:
    answer = assistant.ask("whats the latest thing we've got on ferries?")
    assert [one.source for one in answer.documents] == ["report"]
    said = " ".join(one.text for one in answer.sentences)
    assert "bicycles" in said
    assert {one.source for one in answer.citations} == {"report"}


def test_how_many_and_who_wrote_are_told_with_what_they_say(assistant: Assistant) -> None:
    answer = assistant.ask("How many orders are in the library?")
    assert len(answer.documents) == len(answer.sentences) == 2
    answer = assistant.ask("Who wrote “The ferries of Holm”?")
    assert "Harbour Office" in answer.documents[0].line
    assert [one.source for one in answer.citations] == ["report"]


def test_what_is_not_held_is_declined_with_the_nearest(assistant: Assistant) -> None:
    answer = assistant.ask("Which bills do we hold?")
    assert answer.status == "abstained" and not answer.documents
    assert answer.missing and "no such document" in answer.missing and "nearest" in answer.missing
