"""What a test costs, as marks: `model`, `browser`, `process`. A test with none of them is a unit test, and
`make unit` holds it to that: it fails where it loads a model or starts a program."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

MARKS = {
    "model": "runs a model",
    "browser": "drives a browser",
    "process": "starts a program: a server, LibreOffice, Python or the command line",
}
# What the tests that ask for a fixture cost.
_BY_FIXTURE = {
    "bundled_home": "model",
    "chat_server": "model",
    "browser": "browser",
    "pincite_apart": "process",
}
_PROGRAMS = ("subprocess.Popen", "os.posix_spawn", "os.exec", "os.system", "os.fork", "os.forkpty")


class CostsMore(RuntimeError):
    """A unit test does what unit tests do not."""


class _Watch:
    """What is held to be a unit test now, and what it did."""

    is_on = False
    seen: tuple[str, ...] = ()

    def __call__(self, event: str, args: tuple[object, ...]) -> None:
        if not self.is_on:
            return
        if event == "open" and str(args[0]).endswith(".onnx"):
            what = f"it loads the model {args[0]}: mark it `model`"
        elif event in _PROGRAMS and args[0] != "uname":  # `platform` asks it once a process
            what = f"it starts {args[:2]}: mark it `process`"
        else:
            return
        self.seen = (*self.seen, what)
        raise CostsMore(what)


_watch = _Watch()
sys.addaudithook(_watch)


def mark(items: Sequence[pytest.Item]) -> None:
    """Mark each test by the fixtures that it needs, directly or not."""
    for item in items:
        for fixture in getattr(item, "fixturenames", ()):
            if cost := _BY_FIXTURE.get(fixture):
                item.add_marker(cost)


def is_costly(item: pytest.Item) -> bool:
    """Whether the test has a mark of cost."""
    return any(map(item.get_closest_marker, MARKS))


@contextmanager
def held(is_unit: bool) -> Iterator[None]:
    """Hold what runs meanwhile to what a unit test may do."""
    _watch.is_on, _watch.seen = is_unit, ()
    try:
        yield
    finally:
        _watch.is_on = False
    if _watch.seen:  # a broad `except` may have kept the error from the test
        pytest.fail(_watch.seen[0])
