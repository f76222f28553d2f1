from __future__ import annotations

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.build import open_library
from assistant.paper import Paper, Text
from assistant.settings import Settings
from assistant.verify.paragraphs import units
from eval.edited_memos import memo_lines, memo_paper, replaced_library
from eval.edits import EXPECTED, REPLACED, RULES, SWAPPED, Around, Line, plant
from eval.gate import failures, load_floors
from eval.memo_forms import FORMS, OTHER_FORMS
from eval.statements import CASES, load_statements
from eval.verify import measure, measured_rows, text
from ingest.library import Library


@pytest.fixture(scope="module")
def library(bundled_home: Path) -> Iterator[Library]:
    library = open_library(Settings(home=str(bundled_home)))
    yield library
    library.close()


@pytest.fixture(scope="module")
def lines(library: Library) -> list[Line]:
    return memo_lines([one for one in load_statements(CASES) if not one.error], library.visible_to())


def around(lines: list[Line], library: Library) -> Around:
    return Around(
        lines,
        library.visible_to().sources,
        {one.slug: one.page_count or 0 for one in library.visible_to().sources},
    )


def test_sixty_edits_of_every_kind_are_planted_and_each_changes_its_line(
    lines: list[Line], library: Library
) -> None:
    done: dict[str, int] = {}
    edited = plant(lines, range(0, len(lines)), around(lines, library), done)
    assert set(done) == {*RULES, SWAPPED} and set(EXPECTED) == {*RULES, SWAPPED, REPLACED}
    assert sum(done.values()) >= 60 and min(done.values()) >= 4
    assert Counter(one.edit for one in edited if one.edit) == done
    for before, after in zip(lines, edited, strict=True):
        assert not after.edit or (before.text, before.note) != (after.text, after.note), after
    assert plant(lines, range(0, len(lines)), around(lines, library), {}) == edited  # the same every time


def test_what_is_not_chosen_is_left_as_it_was(lines: list[Line], library: Library) -> None:
    edited = plant(lines, range(0, len(lines), 3), around(lines, library), {})
    assert [one for position, one in enumerate(edited) if position % 3] == [
        one for position, one in enumerate(lines) if position % 3
    ]


def test_a_memo_has_every_line_with_its_note(lines: list[Line]) -> None:
    paper = memo_paper(lines[:5])
    assert [one.text for one in paper.notes] == [one.note for one in lines[:5]]
    assert {
        text.notes
        for block in paper.blocks
        if block.block == "paragraph"
        for text in block.texts
        if text.notes
    } == {(n,) for n in range(1, 6)}


def test_documents_give_way_to_others_in_a_copy(
    lines: list[Line], library: Library, bundled_home: Path
) -> None:
    chosen = [one for one in lines if one.source.slug == "designation-order"]
    with replaced_library(Settings(home=str(bundled_home)), chosen) as (changed, slugs):
        assert slugs == ("designation-order",)
        assert changed.whole().source(slugs[0]).sha256 != library.whole().source(slugs[0]).sha256
        assert chosen[0].evidence.text not in changed.whole().text(slugs[0])
    assert chosen[0].evidence.text in library.whole().text("designation-order")


def row(edit: str, caught: bool, named: bool = False) -> dict[str, Any]:
    return {"case": "V1", "edit": edit, "caught": caught, "named": named, "failed": caught, "findings": []}


def test_shares_are_of_what_they_say() -> None:
    shares = measure(
        [
            row("number", True, True),
            row("number", False),
            row("date", True, False),
            row("rewritten", False),
            row("", True),
            row("", False),
        ]
    )
    means = {name: one["mean"] for name, one in shares["metrics"].items() if one["n"]}
    assert means["edits caught"] == pytest.approx(2 / 3, abs=1e-3) and means["number caught"] == 0.5
    assert (means["named rightly"], means["rewritten caught"], means["false alarms"], means["cautions"]) == (
        0.5,
        0.0,
        0.5,
        0.0,
    )
    assert len(shares["wrong"]) == 4


def test_forms_and_what_has_no_note_are_counted_apart() -> None:
    bare = {"case": "kept-1", "half": "kept", "text": "The toll rose.", "told": False}
    shares = measure(
        [
            {**row("number", True, True), "form": "PDF"},
            {**row("", True), "form": "PDF", "text": "It fell.", "note": "A report"},
            {**row("number", False), "form": "Word", "text": "It rose.", "note": "A report"},
            {**bare, "bare": "fact"},
            {**bare, "bare": "own"},
        ]
    )
    means = {name: one["mean"] for name, one in shares["metrics"].items() if one["n"]}
    assert (means["PDF: edits caught"], means["PDF: false alarms"], means["edits caught"]) == (1.0, 1.0, 0.5)
    assert means["facts without a source told (kept)"] == means["the writer's own words told (kept)"] == 0.0
    assert len(shares["wrong"]) == 3 and "not told of" in text({**shares, "problems": []}, Namespace())


def test_every_form_gives_a_memo_back(lines: list[Line]) -> None:
    paper = memo_paper(lines[:9])
    said = [(one.text, one.notes) for one in _facts(paper)]
    for name, form in {**FORMS, **OTHER_FORMS}.items():
        read = form(paper)
        assert [(one.text, one.notes) for one in _facts(read)] == said, name
        assert [one.text for one in read.notes] == [one.text for one in paper.notes], name


def _facts(paper: Paper) -> list[Text]:
    found = (text for unit in units(paper) if unit.is_own for text in unit.texts)
    return [one for one in found if one.notes]


def test_the_gate_stops_a_check_that_passes_everything() -> None:
    floors = [one for one in load_floors() if one.suite == "verify"]
    assert {one.metric for one in floors} >= {"edits caught", "false alarms"}
    blind = {"suite": "verify", **measure([row("number", False), row("", False), row("rewritten", False)])}
    assert any("edits caught" in told for told in failures([blind], floors))
    deaf = {"suite": "verify", **measure([row("number", True, True), row("", True), row("rewritten", True)])}
    assert any("false alarms" in told for told in failures([deaf], floors))


def test_a_few_statements_go_all_the_way(bundled_home: Path) -> None:
    statements = [one for one in load_statements(CASES) if one.case in ("B01", "B02")]
    rows, problems = measured_rows(statements, Settings(home=str(bundled_home)))
    assert problems == []
    assert {one["edit"] for one in rows} >= {"", "number", "invented quote", REPLACED, "rewritten"}
    assert not [one for one in rows if one["failed"] and not one["edit"]]
    assert all(one["caught"] for one in rows if one["edit"])
