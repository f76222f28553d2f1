"""Whatever goes wrong, what a reader is told of it holds nothing of the server's own and no HTML, by
whichever way it comes."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import gradio as gr
import pytest

import assistant
import ingest
from assistant.errors import WrongField
from assistant.render.html.notice import notice_html
from assistant.render.html.sign_in import sign_in_html
from assistant.render.html.work import failed_html
from assistant.render.remedies import on_page, own
from assistant.web.errors import show_errors
from assistant.web.page import _manner
from ingest.errors import PinciteError

OWN = {
    "/srv/pincite/home/files/note.pdf": "note.pdf",
    "~/stored/record.jsonl": "record.jsonl",
    r"C:\Users\ana\stored\note.pdf": "note.pdf",
    "sk-proj-abcdef0123456789": "…",
    "xoxb-123456789012-abcdef": "…",
    "pincite_ZFGCWoYNcQ5VcCjvl0QXheJ": "…",
    "Bearer abcdef": "Bearer …",
    "0123456789abcdef0123456789abcdef": "01234567…",
    "01234567-89ab-cdef-0123-456789abcdef": "01234567…",
}
WORDS = " and ".join(OWN) + " at <img src=x onerror=alert(1)>"
NEVER = ("/srv", "home", "Users", "stored", "proj", "xoxb-1", "ZFGC", "abcdef", "<img")

_DEFINES = re.compile(r"^class \w+\(\w+\):$", re.MULTILINE)  # an error has one base, which is not called


def all_errors() -> list[type[PinciteError]]:
    """Every class of the tree, in whichever module it stands."""
    for package in (ingest, assistant):
        folder = Path(package.__path__[0])
        for path in folder.rglob("*.py"):
            if _DEFINES.search(path.read_text(encoding="utf-8")):
                importlib.import_module(".".join(path.relative_to(folder.parent).with_suffix("").parts))

    def below(kind: type[PinciteError]) -> Iterator[type[PinciteError]]:
        yield kind
        for one in kind.__subclasses__():
            yield from below(one)

    return sorted({*below(PinciteError)}, key=lambda one: (one.__module__, one.__qualname__))


def made(kind: type[PinciteError]) -> PinciteError:
    if kind is WrongField:
        return WrongField(WORDS, "field", hint=WORDS)
    takes = inspect.signature(kind).parameters
    assert list(takes) == ["message", "hint"], f"{kind} is made in another way: say how above"
    return kind(WORDS, hint=WORDS)


def test_no_error_tells_what_is_the_servers_own() -> None:
    kinds = all_errors()
    assert len(kinds) > 30
    for kind in kinds:
        error = made(kind)
        for told in (shown(error), shown(error, streams=True)):
            assert not [one for one in NEVER if one in told], (kind, told)
            assert "note.pdf" in told and "‹img" in told
        for html in (
            failed_html(error),
            notice_html(error.message, error.hint),
            sign_in_html("accounts", message=error.message, hint=error.hint).partition("<body>")[2],
        ):
            assert not [one for one in NEVER if one in html], (kind, html)
            assert "&lt;img" in html


def test_what_is_no_error_of_ours_is_told_by_its_number_alone() -> None:
    for error in (KeyError(WORDS), OSError(2, WORDS, "/srv/pincite/home"), ValueError(WORDS)):
        told = shown(error)
        assert told.startswith("Something went wrong in Pincite itself: error ")
        assert not [one for one in NEVER if one in told] and "note.pdf" not in told


def shown(error: Exception, *, streams: bool = False) -> str:
    """What Gradio is given to show of an error that a listener raises."""
    _raised[:] = [error]
    with pytest.raises(gr.Error) as caught:
        list(_listeners()[streams]() or ())
    return str(caught.value.message)


_raised: list[Exception] = []


@cache
def _listeners() -> list[Any]:
    """The listeners of a page, of which one streams."""

    def listener() -> None:
        raise _raised[0]

    def streaming() -> Iterator[None]:
        yield
        raise _raised[0]

    with gr.Blocks(analytics_enabled=False) as page:
        gr.Button("Do").click(listener, None, None)
        gr.Button("Do").click(streaming, None, None)
    show_errors(page)
    return [one.fn for one in page.fns.values()]


@pytest.mark.parametrize(("given", "left"), OWN.items())
def test_what_stays_of_it(given: str, left: str) -> None:
    assert own(f"Of {given}: no such thing") == f"Of {left}: no such thing"


@pytest.mark.parametrize(
    "text",
    [
        "and/or at 3/4 of https://www.example.org/laws/2026/toll.html and wiki/page",
        "such as `/pincite`, text/html, 1/2/2026, or “/srv/pincite/note.pdf” as it is quoted",
        "the id 01234567 of PINCITE_HOME",
    ],
)
def test_what_is_not_the_servers_own_is_told_as_it_is(text: str) -> None:
    assert on_page(text) == text


def test_what_a_browser_kept_is_a_length_or_nothing() -> None:
    assert _manner(["Short", True]) == ("Short", True)
    file = {"path": "pyproject.toml", "meta": {"_type": "gradio.FileData"}}
    for kept in ([file, True], ["Short", file], ["Endless", True], [], None, "Short", {"0": "Short"}):
        assert _manner(kept) == (gr.skip(), gr.skip())
