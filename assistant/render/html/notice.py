"""What stands on the page in the place of something that cannot be shown → HTML."""

from __future__ import annotations

from assistant.render.jinja import filled


def notice_html(message: str, hint: str = "") -> str:
    """An error in place of what it kept from being shown."""
    return filled("notice", message=message, hint=hint)
