"""What the list of documents made does: it shows what the reader made, leads to it, and lets it be deleted;
and what the tabs have alike in keeping what comes of their work."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant.errors import EmptyLibrary
from assistant.render.html.made import made_html
from assistant.render.labels import as_sentence
from assistant.render.remedies import remedy
from assistant.settings import Settings
from assistant.web.reader import view_of
from assistant.workspace.made import Made, MadeStore, NotMade
from assistant.workspace.workspace import Workspace
from ingest.errors import LibraryError, PinciteError
from ingest.view import View

Updates = tuple[Any, ...]


class MadeList:
    """The listeners of the list over one workspace."""

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        self._workspace = workspace
        self._settings = settings

    def show(self, request: gr.Request) -> Updates:
        """The list, and whether it is to be looked at again, since something is under way."""
        view, made = view_of(request, self._workspace, self._settings), self._workspace.made
        if not view.reader.is_somebody and not self._settings.user_header:  # nobody signs in
            with suppress(LibraryError):  # the list is shown without what cannot be read
                self._workspace.recorded.take_up(view)
        found = [(one, made.state(one), made.running.get(one.id, "")) for one in made.list(view)]
        return made_html(found), gr.Timer(active=any(state == "running" for _, state, _ in found))

    def seen(self, event: gr.EventData, request: gr.Request) -> Updates:
        """What is done was looked at."""
        with suppress(NotMade):  # it was deleted on another page
            view = view_of(request, self._workspace, self._settings)
            self._workspace.made.update(view, event.id, lambda one: replace(one, is_seen=True))
        return self.show(request)

    def delete(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Take something off the list."""
        self._workspace.made.delete(view_of(request, self._workspace, self._settings), event.id)
        return self.show(request)


def found(made: MadeStore, view: View, name: str) -> Made | None:
    """What the reader made that is named so, if anything is."""
    try:
        return made.load(view, name)
    except NotMade:
        return None


def made_form(made: Made, names: Sequence[str]) -> list[Any]:
    """The values of the form that something was asked for with."""
    return [made.form.get(name) for name in names]


def ended(made: MadeStore, view: View, name: str, error: PinciteError | None) -> None:
    """Keep that work came to nothing, where it did."""
    if name in made.running:
        hint = "" if not error or isinstance(error, EmptyLibrary) else error.hint
        told = " ".join(map(as_sentence, filter(None, (error.message, remedy(hint))))) if error else ""
        made.finish(view, name, state="failed" if error else "stopped", told=told)
