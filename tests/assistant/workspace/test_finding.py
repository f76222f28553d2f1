from __future__ import annotations

from pathlib import Path

import pytest

from assistant.workspace.finding import Found, find
from ingest.edit import edit
from ingest.folders import collect
from ingest.library import Library
from ingest.pipeline import ingest
from ingest.types import EVERYBODY, Reader
from tests.ingest.libraries import word_library

TEXTS = {
    "tolls": "The toll at the Alder Bridge rose to 4 euros in May.\n\nFerries to the island are free.",
    "ferries": "The harbour board lets two ferries cross each hour. No toll is asked at the bridge.",
    "islas": "El puerto cobra un peaje a los camiones.",
}


@pytest.fixture
def library(home: Path, tmp_path: Path) -> Library:
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    library = word_library(home)
    ingest(collect([str(folder / "tolls.txt"), str(folder / "islas.txt")]), library)
    ingest(collect([str(folder / "ferries.txt")]), library, access=frozenset({"harbour"}))
    return library


HARBOUR = Reader("ana", frozenset({"harbour"}))


def told(found: list[Found]) -> dict[str, str]:
    return {
        one.source: "".join(f"[{text}]" if is_word else text for text, is_word in one.words) for one in found
    }


def test_documents_are_found_by_all_of_the_words_with_the_place_shown(library: Library) -> None:
    found = told(find(library.visible_to(HARBOUR), "bridge toll"))
    assert found == {
        "tolls": "The [toll] at the Alder [Bridge] rose to 4 euros in May.",
        "ferries": "No [toll] is asked at the [bridge].",
    }
    assert not find(library.visible_to(HARBOUR), "bridge parrots") and not find(library.whole(), "the of")


def test_a_title_alone_is_no_place_in_a_text(library: Library) -> None:
    with library.writing():
        edit(library, "tolls", {"title": "Parrots"})
    view = library.visible_to(EVERYBODY)
    assert not find(view, "parrots")
    assert told(find(view, "parrots euros")) == {
        "tolls": "The toll at the Alder Bridge rose to 4 [euros] in May."
    }


def test_a_document_in_spanish_is_found_by_english_words(library: Library) -> None:
    assert told(find(library.visible_to(EVERYBODY), "port")) == {
        "islas": "El puerto cobra un peaje a los camiones."
    }


def test_words_may_stand_in_several_places_of_a_document(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "apart"
    folder.mkdir()
    parts = "\n\n".join(
        f"# Part {one}\n\n{f'The {one} is told at length. ' * 60}" for one in ("quay", "crane")
    )
    (folder / "apart.md").write_text(parts)
    (folder / "beside.md").write_text("The crane stands at the quay.")
    library = word_library(home)
    ingest(collect([str(folder)]), library)
    assert [one.source for one in find(library.whole(), "crane quay")] == ["beside", "apart"]
    assert not find(library.whole(), "crane quay otter")


def test_what_a_reader_may_not_see_is_not_found(library: Library) -> None:
    assert told(find(library.visible_to(EVERYBODY), "ferries")).keys() == {"tolls"}


def test_the_place_is_where_it_is_said_to_be(library: Library) -> None:
    (found,) = find(library.visible_to(HARBOUR), "hour")
    text = library.whole().text("ferries")
    assert text[found.start : found.end] == "The harbour board lets two ferries cross each hour."
    assert found.more == 0 and found.page is None


def test_words_in_quotes_stand_together_and_accents_do_not_count(library: Library) -> None:
    view = library.visible_to(HARBOUR)
    assert told(find(view, "“two ferries”")).keys() == {"ferries"}
    assert not find(view, '"ferries two"')
    assert told(find(view, "camiónes"))["islas"].count("[camiones]") == 1


def test_a_long_sentence_is_shown_around_the_word(home: Path, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text(
        f"The board {'of the old harbour ' * 30}counted otters {'there ' * 60}."
    )
    library = word_library(home)
    ingest(collect([str(tmp_path / "long.txt")]), library)
    (shown,) = told(find(library.whole(), "otters")).values()
    assert shown.startswith("… ") and shown.endswith(" …") and "counted [otters]" in shown
    assert len(shown) < 260
