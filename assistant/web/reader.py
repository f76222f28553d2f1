"""Who asks: the user that Gradio or the proxy before it has signed in, else the one user of this machine."""

from __future__ import annotations

import gradio as gr

from assistant.settings import Settings
from assistant.watch.logs import request_id
from assistant.web.door import NUMBER, is_loopback
from assistant.workspace.access import nobody, read_access
from assistant.workspace.workspace import Workspace
from ingest.types import Reader
from ingest.view import View


def reader_of(request: gr.Request, settings: Settings) -> Reader:
    """The reader of a request, in the groups and roles that `access.toml` puts them; `user_header` names the
    header in which a proxy tells who it signed in.

    Raises:
        UsageError: `access.toml` is not as it should be.
    """
    # Gradio's queue answers many requests in the context of one
    request_id.set(getattr(request.request, "scope", {}).get(NUMBER, ""))
    header = request.headers.get(settings.user_header, "") if settings.user_header else ""
    name, access = (header or request.username or "").strip(), read_access(settings.home_path)
    if name:
        return access.reader(name)
    is_alone = is_loopback(settings.host) and not settings.user_header
    return nobody(access, is_alone=is_alone)


def page_of(request: gr.Request) -> str:
    """Which open page a request comes from: one browser tab, until it is left or loaded again."""
    return request.session_hash or ""


def view_of(request: gr.Request, workspace: Workspace, settings: Settings) -> View:
    """What the reader of a request may see.

    Raises:
        UsageError: as in `reader_of`.
    """
    return workspace.visible_to(reader_of(request, settings))
