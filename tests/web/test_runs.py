"""A piece of work goes on whatever becomes of its page, in its turn, and can be followed from another."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import gradio as gr

from assistant.web.runs import FormRuns, Run, Updates
from assistant.web.turns import Turns
from ingest.errors import PinciteError, UsageError

SKIP = gr.skip()


def page(name: str) -> gr.Request:
    return gr.Request(session_hash=name, headers={})


def shown(runs: FormRuns[str], name: str) -> list[Updates]:
    return list(runs.follow(page(name)))


def test_what_a_page_follows_late_is_as_it_stands_and_then_as_it_grows() -> None:
    runs: FormRuns[str] = FormRuns(1, Turns(1))
    half, on = threading.Event(), threading.Event()

    def make(run: Run[str]) -> Iterator[Updates]:
        yield "read", SKIP, SKIP, SKIP
        yield "half", "preview", SKIP, SKIP
        half.set()
        assert on.wait(10)
        yield "done", SKIP, SKIP, "file"

    run = Run("a memo")
    runs.begin(page("one"), lambda: run, make)
    assert half.wait(10) and runs.followed(page("one")) is run
    assert not runs.turn_to(page("two"), "none") and runs.turn_to(page("two"), run.id)
    following = runs.follow(page("two"))
    assert next(following) == (SKIP,) * 4
    assert next(following) == ("half", "preview", SKIP, SKIP)
    on.set()
    assert next(following) == ("done", SKIP, SKIP, "file")
    assert shown(runs, "one")[-1] == ("done", "preview", SKIP, "file")
    assert runs.followed(page("one")) is None


def test_a_page_that_turns_to_something_else_hears_no_more_of_it() -> None:
    runs: FormRuns[str] = FormRuns(0, Turns(1))
    on = threading.Event()

    def make(run: Run[str]) -> Iterator[Updates]:
        assert on.wait(10)
        yield "done", SKIP, SKIP

    run = Run("a memo")
    runs.begin(page("one"), lambda: run, make)
    following = runs.follow(page("one"))
    next(following)
    runs.turn_to(page("one"), "")
    on.set()
    assert list(following) == []


def test_work_waits_for_its_turn_and_may_be_stopped_there() -> None:
    turns = Turns(1)
    first, second = FormRuns[str](0, turns), FormRuns[str](0, turns)
    on, ends = threading.Event(), list[PinciteError | None]()

    def waits(run: Run[str]) -> Iterator[Updates]:
        assert on.wait(10)
        yield "first", SKIP, SKIP

    first.begin(page("one"), lambda: Run("a memo"), waits)
    later = Run("a review", ended=ends.append)
    second.begin(page("two"), lambda: later, lambda run: iter([("second", SKIP, SKIP)]))
    following = second.follow(page("two"))
    next(following)
    assert "Waiting: 1 job before yours" in next(following)[0]
    second.stop(page("two"))
    assert "Stopped before it began" in list(following)[-1][0] and ends == [None]
    on.set()
    assert shown(first, "one")[-1][0] == "first"


def test_what_ends_it_stands_in_the_place_of_the_progress_and_is_told_to_who_keeps_it() -> None:
    runs: FormRuns[str] = FormRuns(0, Turns(1))
    ends = list[PinciteError | None]()
    error = UsageError("The ferry is gone", hint="take the bridge")

    def fails(run: Run[str]) -> Iterator[Updates]:
        yield "begun", SKIP, SKIP
        raise error

    runs.begin(page("one"), lambda: Run("a memo", ended=ends.append, address="m=ab"), fails)
    told = shown(runs, "one")[-1][0]
    assert "The ferry is gone" in told and 'role="alert"' in told and 'data-address="m=ab"' in told
    assert ends == [error]


def test_a_form_that_lacks_something_begins_nothing() -> None:
    runs: FormRuns[str] = FormRuns(0, Turns(1))

    def lacks() -> Run[str]:
        raise UsageError("Enter a topic")

    told, *rest = runs.begin(page("one"), lacks, lambda run: iter(()))
    assert "Enter a topic" in told and rest == [SKIP] * 4 and runs.followed(page("one")) is None
