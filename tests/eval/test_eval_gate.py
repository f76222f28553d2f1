"""The gate passes the program as it is, and stops it when something that matters is broken."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answer.assistant import Assistant
from assistant.build import build_assistant, open_library
from assistant.check.check import Check
from assistant.guard.screening import Screened
from assistant.plans.plan import PLAIN
from assistant.settings import Settings
from assistant.types import Answer, Evidence, Verdict
from eval import answers, statements
from eval.__main__ import main
from eval.cases import CASES, Case, load_cases
from eval.gate import Floor, failures, load_floors
from ingest.errors import UsageError
from ingest.types import EVERYBODY, Passage

# Of the cases, some that cite a PDF, that have an overtaken document or words that must not be shown, and
# that have no answer.
ASKED = ("B01", "B02", "B06", "B09", "B11", "B26", "B71", "B104", "B29", "B30", "B33")


@contextmanager
def assistant_at(home: Path) -> Iterator[Assistant]:
    assistant = build_assistant(Settings(home=str(home)))
    try:
        yield assistant
    finally:
        assistant.library.close()


def asked() -> list[Case]:
    return [one for one in load_cases(CASES) if one.id in ASKED]


def measured(assistant: Any, cases: list[Case] | None = None) -> dict[str, Any]:
    return {"suite": "answers", **answers.measure(cases or asked(), assistant)}


def told(result: dict[str, Any]) -> list[str]:
    return failures([result], [floor for floor in load_floors() if floor.suite == result["suite"]])


@pytest.fixture(scope="module")
def given(bundled_home: Path) -> dict[str, Answer]:
    """The program's answers to the cases, by question."""
    with assistant_at(bundled_home) as assistant:
        return {
            case.question: answer
            for case, answer in answers.ask_all(asked(), assistant)
            if isinstance(answer, Answer)
        }


class Playback:
    """An assistant whose answers were given before, and are altered on their way out."""

    def __init__(
        self, assistant: Assistant, answers: dict[str, Answer], alter: Callable[[Answer], Answer]
    ) -> None:
        self.library = assistant.library
        self._answers, self._alter = answers, alter

    def ask(self, question: str, *_: Any) -> Answer:
        return self._alter(self._answers[question])


def test_the_program_as_it_is_passes(bundled_home: Path, given: dict[str, Answer]) -> None:
    with assistant_at(bundled_home) as assistant:
        assert told(measured(Playback(assistant, given, lambda answer: answer))) == []


def shifted(answer: Answer) -> Answer:
    """Every sentence cites the number after its own."""
    count = len(answer.citations)
    moved = [
        replace(one, citations=tuple(number % count + 1 for number in one.citations))
        for one in answer.sentences
    ]
    return replace(answer, sentences=tuple(moved))


def off_by_one(answer: Answer) -> Answer:
    return replace(
        answer,
        citations=tuple(replace(one, start=one.start + 1, end=one.end + 1) for one in answer.citations),
    )


def next_page(answer: Answer) -> Answer:
    moved = [
        replace(one, page=one.page + 1, page_end=one.page + 1) if one.page else one
        for one in answer.citations
    ]
    return replace(answer, citations=tuple(moved))


@pytest.mark.parametrize(
    ("alter", "metric"), [(shifted, "faithfulness"), (off_by_one, "quote_exact"), (next_page, "page_right")]
)
def test_damaged_citations_are_stopped(
    bundled_home: Path, given: dict[str, Answer], alter: Callable[[Answer], Answer], metric: str
) -> None:
    with assistant_at(bundled_home) as assistant:
        assert any(f"answers {metric}" in one for one in told(measured(Playback(assistant, given, alter))))


def test_random_passages_are_stopped(bundled_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with assistant_at(bundled_home) as assistant:
        drawn = random.Random(7)
        everything = [
            Evidence(
                source,
                passage,
                sentence,
                passage.text[sentence.start - passage.start : sentence.end - passage.start],
            )
            for source in assistant.library.visible_to().sources
            for passage in assistant.library.visible_to(EVERYBODY).neighbours(
                Passage(source.slug, 0, 0, 0, "", ""), before=0, after=1000
            )
            for sentence in passage.sentences
        ]
        at_random = replace(PLAIN, find=lambda *_: Screened(tuple(drawn.sample(everything, 20)), ()))
        monkeypatch.setattr("assistant.answer.inquiry.plan_of", lambda _: at_random)
        assert any("answers point_recall" in one for one in told(measured(assistant)))


def test_a_stale_index_is_stopped(bundled_home: Path, tmp_path: Path) -> None:
    """The text was replaced by a corrected one, and the passages still point into the old."""
    home = Path(shutil.copytree(bundled_home, tmp_path / "home"))
    with sqlite3.connect(home / "catalogue.sqlite3") as catalogue:
        catalogue.execute(
            "update source set text = 'This version corrects two figures of the one before it.\n\n' || text"
        )
    with assistant_at(home) as assistant:  # four cases with an answer will do
        assert any("answers point_recall: 0." in one for one in told(measured(assistant, asked()[:4])))


def test_a_check_that_is_off_is_stopped(bundled_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = [one for one in statements.load_statements(statements.CASES) if one.case < "B06"]
    library = open_library(Settings(home=str(bundled_home)))
    on = statements.measure(statements.check_all(given, library.visible_to()))
    monkeypatch.setattr(Check, "_local", lambda _self, _draft: Verdict("supported", 1.0))
    off = statements.measure(statements.check_all(given, library.visible_to()))
    library.close()
    assert not any(
        "errors stopped" in one
        for one in told({"suite": "statements", **on})
        if not one.startswith("statements exact")
    )
    assert any("statements errors stopped" in one for one in told({"suite": "statements", **off}))


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        (
            {"suite": "s", "metrics": {"m": {"mean": 0.4}}},
            "s m: 0.400, at least 0.5 is asked for (why; 2026-01-02)",
        ),
        ({"suite": "s", "metrics": {"m": {"mean": None}}}, "s m: not measured; at least 0.5 is asked for"),
        ({"suite": "s", "metrics": {}}, "s m: not measured; at least 0.5 is asked for"),
        (
            {"suite": "s", "metrics": {"m": {"mean": 1}}, "unscored": {"X": "it broke"}},
            "s X: unscored: it broke",
        ),
        ({"suite": "s", "metrics": {"m": {"mean": 1}}, "problems": ["no such source"]}, "s: no such source"),
    ],
)
def test_what_is_under_a_floor_missing_or_broken_is_told(result: dict[str, Any], reason: str) -> None:
    assert failures([result], [Floor("s", "m", "why", date(2026, 1, 2), at_least=0.5)]) == [reason]


def test_a_ceiling_is_one() -> None:
    ceiling = Floor("s", "m", "why", date(2026, 1, 2), at_most=0.1)
    assert failures([{"suite": "s", "metrics": {"m": {"mean": 0.1}}}], [ceiling]) == []
    assert failures([{"suite": "s", "metrics": {"m": {"mean": 0.2}}}], [ceiling]) != []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[[floor]]\nsuite = 's'",
        "floor = 3",
        "[[floor]]\nsuite='s'\nmetric='m'\nreason='r'\ndate=2026-01-02",
    ],
)
def test_a_file_of_floors_that_is_not_one_is_bad_usage(tmp_path: Path, text: str) -> None:
    (tmp_path / "floors.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"floors\.toml"):
        load_floors(tmp_path / "floors.toml")


@pytest.mark.model
def test_the_command_fails_under_a_floor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    floors = tmp_path / "floors.toml"
    row = (
        "[[floor]]\nsuite='statements'\nmetric='true passed'\nreason='more than can"
        " be'\ndate=2026-01-02\nat_least="
    )
    floors.write_text(f"{row}1.1", encoding="utf-8")
    assert main(["gate", "--floors", str(floors), "--results", str(tmp_path)]) == 1
    assert "more than can be" in capsys.readouterr().err
    floors.write_text(f"{row}0.5", encoding="utf-8")
    assert main(["gate", "--floors", str(floors), "--results", str(tmp_path)]) == 0
