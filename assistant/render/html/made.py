"""What a reader made → HTML for the web page: the list, and what came to nothing."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.lexicon.dates import readable_date
from assistant.render.jinja import filled
from assistant.workspace.made import Made, MadeKind, MadeState, MadeStore

KEYS: dict[MadeKind, str] = {"memo": "m", "review": "r", "check": "k"}
"""The names in the page's address."""
_TABS: dict[MadeKind, str] = {"memo": "memo", "review": "review", "check": "verify"}
_STATES: dict[MadeState, str] = {
    "ready": "Done",  # whether it can be sent as it is, it says itself
    "draft": "DRAFT",
    "stopped": "Stopped",
    "failed": "Failed",
    "running": "Running",
}
_AT_FIRST = 6  # of the list; the rest is folded


def made_html(found: Sequence[tuple[Made, MadeState, str]]) -> str:
    """The list: of each its state, and how far it has come where it is under way."""
    return filled(
        "made",
        first=found[:_AT_FIRST],
        rest=found[_AT_FIRST:],
        keys=KEYS,
        tabs=_TABS,
        states=_STATES,
        day=lambda made: readable_date(made.begun[:10]).rpartition(" ")[0],
    )


def unfinished_html(store: MadeStore, made: Made) -> str:
    """Why nothing came of something, and how to go on."""
    return filled("unfinished", made=made, state=store.state(made))
