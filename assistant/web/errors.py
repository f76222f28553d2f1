"""What goes wrong as Gradio's errors, which reach the reader with their words; those of listeners that are
not queued reach `start.js`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.errors import unforeseen
from assistant.render.labels import as_sentence
from assistant.render.remedies import on_page, remedy
from ingest.errors import PinciteError

_NO_HTML = str.maketrans("<>", "‹›")


def show_errors(page: gr.Blocks) -> None:
    """Have every listener of a page raise nothing but `gr.Error`: Gradio shows no other, and the press would
    seem to do nothing."""
    for one in page.fns.values():
        if one.fn is not None:
            one.fn = _showing_errors(one.fn)


def _showing_errors(listener: Callable[..., Any]) -> Callable[..., Any]:
    """The listener, whose errors are shown; Gradio asks of its function whether it is a generator, and what
    it takes."""

    @wraps(listener)
    def call(*given: Any) -> Any:
        with _as_gradio_errors():
            return listener(*given)

    @wraps(listener)
    def run(*given: Any) -> Iterator[Any]:
        with _as_gradio_errors():
            yield from listener(*given)

    return run if inspect.isgeneratorfunction(listener) else call


@contextmanager
def _as_gradio_errors() -> Iterator[None]:
    """Raise `gr.Error` with message and remedy; of an error that is not in the tree, with the number under
    which the log has it."""
    try:
        yield
    except gr.Error:
        raise
    except Exception as error:
        failure = error if isinstance(error, PinciteError) else unforeseen(error)
        raise gr.Error(as_sentences(failure), print_exception=False) from error


def as_sentences(error: PinciteError) -> str:
    """What is wrong, and the remedy. Gradio's toasts take it for HTML, and other programs for text: it is the
    same as either."""
    said = " ".join(filter(None, map(as_sentence, (on_page(error.message), remedy(error.hint)))))
    return said.translate(_NO_HTML)


@contextmanager
def path_hidden(path: Path) -> Iterator[None]:
    """Raise an error of ours with the file's name in the place of where the server keeps it."""
    try:
        yield
    except PinciteError as error:
        raise PinciteError(error.message.replace(str(path), path.name), hint=error.hint) from error
