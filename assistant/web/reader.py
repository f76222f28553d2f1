"""Who asks: whom the door let in as somebody, else the one user of this machine."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.settings import Settings
from assistant.watch.logs import request_id
from assistant.web.door import NUMBER, SIGNED_IN, is_loopback
from assistant.workspace.access import checked_name, nobody, read_access
from assistant.workspace.accounts import SignedIn
from assistant.workspace.workspace import Workspace
from ingest.types import Reader
from ingest.view import View

_STRANGER = Reader(roles=frozenset())
"""Whom nobody signed in where people are to be: they may do nothing."""


def reader_of(request: gr.Request, settings: Settings) -> Reader:
    """The reader of a request, in the groups and roles that `access.toml` puts them: whom the door knows.

    Raises:
        UsageError: `access.toml` is not as it should be.
        NotAllowed: whoever is signed in has a name that nobody can have.
    """
    scope = _scope(request)
    request_id.set(scope.get(NUMBER, ""))  # Gradio's queue answers many requests in the context of one
    known: SignedIn | None = scope.get(SIGNED_IN)
    access, name = read_access(settings.home_path), ""
    groups: tuple[str, ...] = ()
    if known:
        name, groups = known.name, known.groups
    elif not settings.sign_in:
        header = request.headers.get(settings.user_header, "") if settings.user_header else ""
        name = (header or request.username or "").strip()
    if name:
        return access.reader(checked_name(name), groups)
    if settings.sign_in or settings.user_header:
        return _STRANGER
    return nobody(access, is_alone=is_loopback(settings.host))


def _scope(request: gr.Request) -> dict[str, Any]:
    asked = getattr(request, "request", request)  # Gradio's request holds Starlette's; MCP gives that itself
    return getattr(asked, "scope", None) or {}


def page_of(request: gr.Request) -> str:
    """Which open page a request comes from: one browser tab, until it is left or loaded again."""
    return request.session_hash or ""


def view_of(request: gr.Request, workspace: Workspace, settings: Settings) -> View:
    """What the reader of a request may see.

    Raises:
        UsageError: as in `reader_of`.
    """
    return workspace.visible_to(reader_of(request, settings))
