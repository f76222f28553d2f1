from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.build import build_assistant, build_writer
from assistant.memo.writer import MemoWriter
from assistant.settings import Settings
from eval import memos
from ingest.view import View

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
