"""What those who watch hear of a question, and what they do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from assistant.answer.assistant import Assistant
from assistant.build import build_assistant
from assistant.errors import EmptyLibrary, Stopped
from assistant.settings import Settings
from assistant.watch import Event, followed, step, watch
from assistant.watch.metrics import Metrics
from ingest.folders import collect
from ingest.library import Library
from ingest.pipeline import ingest
from tests.ingest.libraries import word_library

QUESTION = "When does the ferry sail?"


@pytest.fixture
def heard() -> Iterator[list[Event]]:
    events: list[Event] = []
    end = watch(events.append)
    yield events
    end()


@pytest.fixture
def metrics() -> Iterator[Metrics]:
    metrics = Metrics(lambda: 3)
    end = watch(metrics)
    yield metrics
    end()


@pytest.fixture
def library(home: Path, tmp_path: Path) -> Library:
    (tmp_path / "ferry.txt").write_text("The ferry of Ensenada sails at nine each morning.")
    library = word_library(home)
    ingest(collect([str(tmp_path / "ferry.txt")]), library)
    return library


def numbers(metrics: Metrics) -> dict[str, float]:
    lines = (one.rpartition(" ") for one in metrics.text().decode().splitlines() if not one.startswith("#"))
    return {name: float(value) for name, _, value in lines}


@pytest.mark.model
def test_a_question_is_counted_with_its_stages(
    library: Library, home: Path, metrics: Metrics, heard: list[Event]
) -> None:
    assistant = build_assistant(Settings(home=str(home)), library=library)
    answer = assistant.ask(QUESTION)
    told = numbers(metrics)
    assert told['pincite_questions_total{outcome="answered"}'] == 1
    for stage in ("retrieve", "rerank", "check", "record"):
        assert told[f'pincite_stage_seconds_count{{stage="{stage}"}}'] == 1
    assert told['pincite_record_writes_total{outcome="written"}'] == 1 and told["pincite_documents"] == 3
    assert answer.sentences and "ferry" not in metrics.text().decode()
    (question,) = [one for one in heard if one.name == "question"]
    assert question.text == QUESTION and QUESTION not in map(str, question.values.values())
    whole = question.began_ns, question.ended_ns
    assert all(whole[0] - 1e6 <= one.began_ns <= one.ended_ns <= whole[1] for one in question.steps)


def test_a_question_of_an_empty_library_has_failed(home: Path, metrics: Metrics) -> None:
    assistant: Assistant = build_assistant(Settings(home=str(home)), library=word_library(home))
    with pytest.raises(EmptyLibrary):
        assistant.ask(QUESTION)
    assert numbers(metrics)['pincite_questions_total{outcome="failed"}'] == 1


@pytest.mark.parametrize(
    ("ends", "outcome"),
    [
        (lambda: None, "done"),
        (lambda: (_ for _ in ()).throw(Stopped("stopped")), "stopped"),
        (lambda: ""[1], "failed"),
    ],
)
def test_how_work_ended(heard: list[Event], ends: Callable[[], object], outcome: str) -> None:
    def work() -> Iterator[str]:
        with step("first"):
            yield "half"
        ends()
        yield "whole"

    def told(item: str) -> dict[str, str]:
        return {"outcome": "done"} if item == "whole" else {}

    with suppress(Stopped, IndexError):
        assert [*followed("memo", work(), told)] == ["half", "whole"]
    assert [(one.name, one.values["outcome"]) for one in heard] == [("memo", outcome)]
    assert [one.name for one in heard[0].steps] == ["first"]


def test_work_that_nobody_waits_for_any_more_is_stopped_and_closed(heard: list[Event]) -> None:
    closed = []

    def work() -> Iterator[str]:
        try:
            yield "half"
            yield "whole"
        finally:
            closed.append(True)

    items = followed("memo", work(), lambda item: {})
    assert next(items) == "half"
    del items
    assert closed and heard[0].values["outcome"] == "stopped"


def test_steps_of_work_do_not_leak_into_what_its_caller_does_meanwhile(heard: list[Event]) -> None:
    def work(name: str) -> Iterator[str]:
        with step(name):
            pass
        yield name
        with step(f"{name} again"):
            pass

    one = followed("memo", work("one"), lambda item: {})
    two = followed("check", work("two"), lambda item: {})
    for items in (one, two, one, two):  # in turns
        next(items, None)
        with step("of the caller"):
            pass
    assert {each.name: [part.name for part in each.steps] for each in heard} == {
        "memo": ["one", "one again"],
        "check": ["two", "two again"],
    }


def test_where_nobody_watches_nothing_is_kept() -> None:
    items = iter(["half"])
    assert [*followed("memo", items, lambda item: pytest.fail("nobody asked"))] == ["half"]
