"""Our errors as Gradio's, which reach the reader with their words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import gradio as gr

from ingest.errors import PinciteError


@contextmanager
def errors_told() -> Iterator[None]:
    """Raise `gr.Error`, with message and remedy, for an error of ours."""
    try:
        yield
    except PinciteError as error:
        raise gr.Error(f"{error.message}. {error.hint}".strip(), print_exception=False) from error
