from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.build import build_assistant, build_writer
from assistant.memo.types import MemoRequest
from assistant.memo.writer import MemoWriter
from assistant.settings import Settings
from eval import memos
from eval.memo_cases import ASSIGNMENTS, load_assignments
from eval.request_cases import SECOND_LIBRARY
from ingest.view import View

SECOND = SECOND_LIBRARY / "documents"
TOPIC = "the additional duties on goods from Mexico"


@pytest.fixture(scope="module")
def made(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[MemoWriter, View]]:
    home = Path(shutil.copytree(bundled_home, tmp_path_factory.mktemp("memos") / "home"))
    settings = Settings(home=str(home))
    assistant = build_assistant(settings)
    yield build_writer(settings, assistant), assistant.library.visible_to()
    assistant.library.close()


@pytest.fixture(scope="module")
def measured(made: tuple[MemoWriter, View]) -> dict[str, Any]:
    return memos.measure(*made, (TOPIC,), ("talking-points", "one-pager"))


def test_a_memo_of_the_sample_library_has_nothing_wrong_with_it(measured: dict[str, Any]) -> None:
    means = {name: one["mean"] for name, one in measured["metrics"].items()}
    assert (
        means["quote exact"] == means["passes again"] == means["quoted once"] == means["limits kept"] == 1.0
    )
    assert means["linter's errors"] == 0.0 and means["facts"] >= 3


def test_every_memo_is_told_with_its_time(measured: dict[str, Any]) -> None:
    assert [row["case"] for row in measured["rows"]] == [f"talking-points: {TOPIC}", f"one-pager: {TOPIC}"]
    assert all(row["seconds"] > 0 and row["facts"] for row in measured["rows"])


def test_a_quote_that_does_not_stand_in_the_library_is_told(
    made: tuple[MemoWriter, View], measured: dict[str, Any]
) -> None:
    writer, view = made
    slug = next(one.slug for one in view.sources if "tariff" in one.slug)
    before = view.text

    class Changed:
        def __getattr__(self, name: str) -> Any:
            return getattr(view, name)

        def text(self, of: str) -> str:
            return before(of).upper() if of == slug else before(of)

    memo = writer.write(replace(memos.ASKED, topic=TOPIC, format="talking-points"), view).memo
    exact = [memos.is_exact(memo, number, Changed()) for number in range(len(memo.citations))]  # type: ignore[arg-type]
    assert not all(exact)


def test_the_first_format_is_the_one_that_is_timed() -> None:
    assert (
        memos.formats()[0] == "bluf" and "op-ed-response" not in memos.formats() and len(memos.formats()) == 7
    )


CASE = {
    "id": "T1",
    "format": "talking-points",
    "topic": TOPIC,
    "nuggets": [
        {"text": "The rate", "vital": True, "evidence": [{"source": "S", "start": 0, "end": 40}]},
        {
            "text": "Nothing of the kind",
            "vital": True,
            "evidence": [{"source": "S", "quote": "no such words"}],
        },
    ],
}


def test_assignments_are_scored_by_the_facts_that_their_memos_hold(
    made: tuple[MemoWriter, View], tmp_path: Path
) -> None:
    writer, view = made
    cited = writer.write(MemoRequest(TOPIC, "talking-points"), view).memo.citations[0]
    text = json.dumps(CASE).replace('"S"', json.dumps(cited.source))
    text = text.replace('"start": 0, "end": 40', f'"start": {cited.start}, "end": {cited.end}')
    path = tmp_path / "cases.jsonl"
    path.write_text(text + "\n", encoding="utf-8")
    result = memos.measure_facts(writer, view, load_assignments(path, view))
    told = memos.printed(result)
    assert (
        told["ALL"]["n"] == 1 and told["ALL"]["vital_recall"] == told["talking-points"]["vital_recall"] == 0.5
    )
    assert 0 <= told["ALL"]["off_point"] < 1 and result["errors"] == {"T1": []}
    assert any("lacks: Nothing of the kind" in line for line in result["told"])


def test_the_assignments_of_ours_are_whole(tmp_path: Path) -> None:
    rows = [json.loads(line) for line in ASSIGNMENTS.read_text(encoding="utf-8").splitlines()]
    documents = {path.stem: path.read_text(encoding="utf-8") for path in SECOND.iterdir()}
    for row in rows:
        assert row["format"] in memos.formats() and any(one["vital"] for one in row["nuggets"])
        for nugget in row["nuggets"]:
            assert all(one["source"] in documents for one in nugget["evidence"]), nugget["text"]
