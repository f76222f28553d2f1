"""Our errors as Gradio's, which reach the reader with their words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import gradio as gr

from ingest.errors import PinciteError


@contextmanager
def errors_told() -> Iterator[None]:
    """Raise `gr.Error`, with message and remedy, for an error of ours."""
    try:
        yield
    except PinciteError as error:
        raise gr.Error(f"{error.message}. {error.hint}".strip(), print_exception=False) from error


@contextmanager
def path_hidden(path: Path) -> Iterator[None]:
    """Raise an error of ours with the file's name in the place of where the server keeps it."""
    try:
        yield
    except PinciteError as error:
        raise PinciteError(error.message.replace(str(path), path.name), hint=error.hint) from error
