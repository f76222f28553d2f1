"""A memo from end to end on the sample library, with no chat model."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from assistant.answer.record import Record
from assistant.build import build_assistant, build_workspace, build_writer
from assistant.memo.compose import MemoProgress
from assistant.memo.formats import load_format
from assistant.memo.layout import lay_out
from assistant.memo.types import Memo, MemoRequest
from assistant.memo.writer import MemoWriter, Written
from assistant.paper import Heading, Paper, Paragraph, Table, Text
from assistant.settings import Settings
from eval.memos import remembering
from ingest.errors import UsageError
from ingest.types import EVERYBODY, Restriction
from ingest.view import View

REQUEST = MemoRequest(
    "the additional duties on goods from Mexico",
    "bluf",
    to="The Director",
    sender="A. Analyst",
    deadline="3 March 2099",
    decision="approve a hearing",
    position="We support published figures.",
    marking="OFFICIAL",
)
DUTY = "the duty on goods from Mexico"
SHORT = """
title = "Minute"
about = "two questions"

[[section]]
heading = "Point"
  [[section.ask]]
  wants = "figures"
  empty = "the rate"

[[section]]
heading = "Kangaroos"
own = ["We ask: {decision}"]
  [[section.ask]]
  wants = "legal"
  cues = ["agreed"]
  empty = "how many there are"
  settles = "a count"
"""


@dataclass(frozen=True)
class Made:
    writer: MemoWriter
    view: View
    memo: Memo
    paper: Paper
    progress: list[MemoProgress]


@pytest.fixture(scope="module")
def made(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    home = Path(shutil.copytree(bundled_home, tmp_path_factory.mktemp("memo") / "home"))
    (home / "formats").mkdir()
    (home / "formats" / "minute.toml").write_text(SHORT, encoding="utf-8")
    settings = Settings(home=str(home))
    assistant = build_assistant(settings)
    writer, view = build_writer(settings, assistant), assistant.library.visible_to()
    writer = replace(writer, engine=remembering(writer.engine))  # several memos of one module ask the same
    *progress, made = writer.stream(REQUEST, view)
    assert isinstance(made, Written) and all(isinstance(one, MemoProgress) for one in progress)
    yield Made(writer, view, made.memo, made.paper, progress)  # type: ignore[arg-type]
    assistant.library.close()


def texts(memo: Memo) -> list[Text]:
    found: list[Text] = []
    for section in memo.sections:
        for block in section.blocks:
            if isinstance(block, Paragraph):
                found += block.texts
            elif isinstance(block, Table):
                found += [text for row in block.rows for cell in row for text in cell]
    return found


def test_the_sections_are_the_formats_in_their_order(made: Made) -> None:
    assert [one.heading for one in made.memo.sections] == [one.heading for one in load_format("bluf").section]
    assert [one.heading for one in made.progress] == [one.heading for one in load_format("bluf").section]
    assert made.progress[0].question == REQUEST.topic
    assert made.progress[-1].of == 4


def test_every_fact_is_a_quote_of_the_library_and_none_is_told_twice(made: Made) -> None:
    facts = [one for one in texts(made.memo) if one.role == "fact"]
    assert len(facts) >= 3 and all(one.notes for one in facts)
    cited = {one.number: one for one in made.memo.citations}
    for fact in facts:
        assert all(f"“{cited[number].quote}”" in fact.text for number in fact.notes)
    for one in cited.values():
        assert made.view.text(one.source)[one.start : one.end] == one.quote
    assert len({(one.source, one.start) for one in cited.values()}) == len(cited)
    assert list(cited) == list(range(1, len(cited) + 1))


def test_what_another_section_tells_is_not_said_to_be_lacking(made: Made) -> None:
    figures = next(section for section in load_format("bluf").section if section.heading == "Key facts").ask[
        0
    ]
    assert figures.wants == "figures" and made.memo.citations
    assert not any(figures.empty in gap for gap in made.memo.gaps)


def test_the_writers_words_are_their_own_and_come_first(made: Made) -> None:
    first = texts(made.memo)[0]
    assert first == Text("approve a hearing.", "own")
    assert [one.text for one in texts(made.memo) if one.role == "own"] == [
        "approve a hearing.",
        "Needed by 3 March 2099.",
        "We support published figures.",
        "approve a hearing",
    ]


def test_it_keeps_to_its_limits(made: Made) -> None:
    assert not [one for one in made.memo.findings if one.check not in ("acronym", "over")]
    assert not made.memo.is_draft


def test_the_paper_has_the_annexes_that_let_it_be_checked(made: Made) -> None:
    paper = made.paper
    assert paper == lay_out(made.memo, load_format("bluf"))
    assert (
        paper.fields[0] == ("To", "The Director")
        and paper.marking == "OFFICIAL"
        and paper.record == made.memo.id
    )
    assert [one.text for one in paper.annexes if isinstance(one, Heading)][-1] == "Sources"
    table = next(one for one in paper.annexes if isinstance(one, Table))
    assert table.columns == ("Source", "Date", "Document", "SHA-256")
    rows = {row[2][0].text: row[3][0].text for row in table.rows}
    assert rows == {one.source: one.sha256[:16] for one in made.memo.citations}
    assert paper.annexes[-1] == Paragraph((Text(f"Record: {made.memo.id}"),))
    named = made.memo.citations[0]
    assert paper.notes[0].text.startswith(named.title) and named.quote not in paper.notes[0].text


def test_it_is_on_record_with_its_evidence(made: Made) -> None:
    entry = list(Record(made.writer.home).entries())[-1]
    assert Memo.from_json(entry["memo"]) == Memo.from_json(
        json.loads(json.dumps(made.memo.to_json(), default=str))
    )
    places = {tuple(one) for one in entry["evidence"]}
    assert places and len(entry["prompts"]) == 12


def test_what_the_library_lacks_is_to_be_confirmed(made: Made) -> None:
    written = made.writer.write(MemoRequest(DUTY, "minute", to="anyone"), made.view)
    memo = written.memo
    lacking = "how many there are; no document of the library tells it; a count would"
    assert f"To be confirmed: {lacking}." in memo.gaps
    assert "To be confirmed: the decision sought." in memo.gaps
    assert [one.role for one in texts(memo)] == ["fact", "gap"]
    assert [one.text for one in written.paper.annexes[:1] if isinstance(one, Heading)] == ["To be confirmed"]


def test_a_stopped_memo_goes_on_from_its_finished_sections(made: Made) -> None:
    request, home = MemoRequest(DUTY, "minute", to="stopped"), made.writer.home
    seen: list[MemoProgress] = []

    def stopped() -> bool:
        return any(one.heading == "Kangaroos" for one in seen)

    for event in made.writer.stream(request, made.view, stopped=stopped):
        assert isinstance(event, MemoProgress)
        seen.append(event)
    kept = list((home / "memos").glob("*.json"))
    assert len(kept) == 1
    *again, last = made.writer.stream(request, made.view)
    assert isinstance(last, Written) and {one.heading for one in again if isinstance(one, MemoProgress)} == {
        "Kangaroos"
    }
    assert last.memo.citations and not list((home / "memos").glob("*.json"))


def test_a_kept_quote_that_no_longer_stands_is_made_anew(made: Made) -> None:
    request, home = MemoRequest(DUTY, "minute", to="changed"), made.writer.home
    events = made.writer.stream(request, made.view)
    assert next(one for one in events if isinstance(one, MemoProgress) and one.heading == "Kangaroos")
    events.close()  # type: ignore[attr-defined]
    (kept,) = (home / "memos").glob("*.json")
    told = json.loads(kept.read_text(encoding="utf-8"))
    told[0]["ledger"]["citations"][0]["quote"] += " indeed"
    kept.write_text(json.dumps(told), encoding="utf-8")
    *again, _ = made.writer.stream(request, made.view)
    assert {one.heading for one in again if isinstance(one, MemoProgress)} == {"Point", "Kangaroos"}


def test_another_request_is_another_draft(made: Made) -> None:
    request = MemoRequest(DUTY, "minute", to="other")
    events = made.writer.stream(request, made.view)
    assert next(one for one in events if isinstance(one, MemoProgress) and one.heading == "Kangaroos")
    events.close()  # type: ignore[attr-defined]
    first = next(
        one
        for one in made.writer.stream(replace(request, decision="wait"), made.view)
        if isinstance(one, MemoProgress)
    )
    assert first.heading == "Point"


def test_it_keeps_to_the_sources_that_it_may_use(made: Made) -> None:
    memo = made.writer.write(
        MemoRequest(DUTY, "minute", to="restricted"),
        made.view.within(Restriction(slugs=("homicide-in-mexico",))),
    ).memo
    assert {one.source for one in memo.citations} <= {"homicide-in-mexico"}


def test_the_workspace_makes_the_same_and_lays_it_out(made: Made) -> None:
    workspace = build_workspace(Settings(home=str(made.writer.home)))
    memos = replace(workspace.memos, writer=made.writer)
    *_, last = memos.write(workspace.visible_to(EVERYBODY), MemoRequest(DUTY, "minute", to="again"))
    assert isinstance(last, Written) and last.paper.record == last.memo.id
    assert memos.paper(Memo.from_json(last.memo.to_json())) == last.paper
    assert "minute" in [one.name for one in memos.formats()]


def test_an_unknown_format_makes_nothing(made: Made) -> None:
    with pytest.raises(UsageError, match="'poem'"):
        made.writer.write(MemoRequest(DUTY, "poem"), made.view)


def test_one_of_several_options_is_not_recommended_by_itself(made: Made) -> None:
    asked = MemoRequest(DUTY, "decision", deadline="3 March 2099", decision="Sign, hold, or drop the letter")
    memo = made.writer.write(asked, made.view).memo
    assert "To be confirmed: which of the options we recommend." in memo.gaps
    table = next(
        block
        for section in memo.sections
        for block in section.blocks
        if section.heading == "Options" and isinstance(block, Table)
    )
    assert table.columns == ("", "A. Sign", "B. hold", "C. drop the letter")
    assert not any("speaks" in text.text for row in table.rows for cell in row[2:] for text in cell)


def test_a_day_until_which_something_was_to_be_is_marked_when_it_has_passed(made: Made) -> None:
    told = texts(made.writer.write(replace(REQUEST, format="information"), made.view).memo)
    paused = next(place for place, one in enumerate(told) if "until 4 March 2025" in one.text)
    assert told[paused].role == "fact" and Text("4 March 2025 has passed.") in told[paused + 1 : paused + 3]
