"""Where a piece of work stands, or why it failed → HTML for the web page."""

from __future__ import annotations

from html import escape

from assistant.errors import EmptyLibrary, WrongField
from assistant.render.jinja import filled
from ingest.errors import PinciteError


def progress_html(status: str, detail: str = "", share: float | None = None, *, is_over: bool = False) -> str:
    """Where it stands; `share` is how much of it is done, None where that is not known."""
    return filled("progress", status=status, detail=detail, share=share, is_over=is_over)


def failed_html(error: PinciteError) -> str:
    """What kept it from being done, and what helps; of a field, it is told there too."""
    field = error.field if isinstance(error, WrongField) else ""
    is_empty = isinstance(error, EmptyLibrary)  # here there is a better remedy than a command
    return filled(
        "failed",
        message=error.message,
        hint="" if is_empty else error.hint,
        field=field,
        is_empty=is_empty,
    )


def attaching_html() -> str:
    """That something under way is about to be shown; the page then asks to follow it."""
    return f'<div data-attach="1">{progress_html("Opening")}</div>'


def addressed_html(html: str, address: str) -> str:
    """What stands there, under an address such as “m=ID”; as it is where there is none."""
    return f'<div data-address="{escape(address)}">{html}</div>' if address else html


def nothing_yet_html(about: str, example: str, *, has_documents: bool) -> str:
    """What a tab is for, in a sentence, with an example to press; where there is no document, the way to
    add some."""
    return filled("nothing-yet", about=about, example=example, has_documents=has_documents)
