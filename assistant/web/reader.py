"""Who asks: the user that Gradio or the proxy before it has signed in, else the one user of this machine."""

from __future__ import annotations

import gradio as gr

from assistant.settings import Settings
from assistant.workspace.access import read_access
from ingest.types import EVERYBODY, Reader


def reader_of(request: gr.Request, settings: Settings) -> Reader:
    """The reader of a request, in the groups that `access.toml` puts them; `user_header` names the header in
    which a proxy tells who it signed in.

    Raises:
        UsageError: `access.toml` is not as it should be.
    """
    header = request.headers.get(settings.user_header, "") if settings.user_header else ""
    name = header or request.username or ""
    return Reader(name, read_access(settings.home_path).of(name)) if name else EVERYBODY
