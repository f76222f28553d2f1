"""Who asks: the user that Gradio or the proxy before it has signed in, else the one user of this machine."""

from __future__ import annotations

import gradio as gr

from assistant.settings import Settings
from assistant.workspace.access import read_access
from assistant.workspace.workspace import Workspace
from ingest.types import EVERYBODY, Reader
from ingest.view import View


def reader_of(request: gr.Request, settings: Settings) -> Reader:
    """The reader of a request, in the groups that `access.toml` puts them; `user_header` names the header in
    which a proxy tells who it signed in.

    Raises:
        UsageError: `access.toml` is not as it should be.
    """
    header = request.headers.get(settings.user_header, "") if settings.user_header else ""
    name = (header or request.username or "").strip().casefold()
    return Reader(name, read_access(settings.home_path).of(name)) if name else EVERYBODY


def page_of(request: gr.Request) -> str:
    """Which open page a request comes from: one browser tab, until it is left or loaded again."""
    return request.session_hash or ""


def view_of(request: gr.Request, workspace: Workspace, settings: Settings) -> View:
    """What the reader of a request may see.

    Raises:
        UsageError: as in `reader_of`.
    """
    return workspace.visible_to(reader_of(request, settings))
