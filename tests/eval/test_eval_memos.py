from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answer.assistant import Assistant
from assistant.build import build_assistant
from assistant.settings import Settings
from eval import memos

TOPIC = "the additional duties on goods from Mexico"


@pytest.fixture(scope="module")
def assistant(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    home = Path(shutil.copytree(bundled_home, tmp_path_factory.mktemp("memos") / "home"))
    made = build_assistant(Settings(home=str(home)))
    yield made
    made.library.close()


@pytest.fixture(scope="module")
def measured(assistant: Assistant) -> dict[str, Any]:
    return memos.measure(assistant, (TOPIC,), ("talking-points", "one-pager"))


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
    assistant: Assistant, measured: dict[str, Any]
) -> None:
    slug = next(one.slug for one in assistant.library.sources() if "tariff" in one.slug)
    before = assistant.library.text

    class Changed:
        def __getattr__(self, name: str) -> Any:
            return getattr(assistant.library, name)

        def text(self, of: str) -> str:
            return before(of).upper() if of == slug else before(of)

    memo = assistant.memo(replace(memos.ASKED, topic=TOPIC, format="talking-points"))
    exact = [memos.is_exact(memo, number, Changed()) for number in range(len(memo.citations))]  # type: ignore[arg-type]
    assert not all(exact)


def test_the_first_format_is_the_one_that_is_timed() -> None:
    assert (
        memos.formats()[0] == "bluf" and "op-ed-response" not in memos.formats() and len(memos.formats()) == 7
    )
