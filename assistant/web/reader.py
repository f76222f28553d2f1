"""Who asks: the user that Gradio or the proxy before it has signed in, else the one user of this machine."""

from __future__ import annotations

import gradio as gr

from assistant.settings import Settings
from ingest.types import EVERYBODY, Reader


def reader_of(request: gr.Request, settings: Settings) -> Reader:
    """The reader of a request; `user_header` names the header in which a proxy tells who it signed in."""
    told = request.headers.get(settings.user_header, "") if settings.user_header else ""
    name = told or request.username or ""
    return Reader(name) if name else EVERYBODY
