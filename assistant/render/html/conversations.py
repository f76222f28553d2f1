"""The list of a user's conversations → HTML, by when they last went on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from assistant.lexicon.dates import readable_date
from assistant.render.jinja import filled
from assistant.workspace.conversation_store import Conversation

_WEEK = timedelta(days=7)


def conversations_html(
    found: Sequence[Conversation], current: str, words: str = "", today: date | None = None
) -> str:
    """The list, the one that went on last first, under “Today”, “Yesterday”, “Last 7 days” and “Earlier”."""
    now = today or date.today()
    dated = [(one, _changed(one)) for one in found]
    groups = [
        (heading, [(one, _when(at, now)) for one, at in of_it])
        for heading, of_it in groupby(dated, lambda pair: _heading(pair[1], now))
    ]
    return filled("conversations", groups=groups, current=current, words=words)


def signed_in_html(name: str, *, may_leave: bool = False) -> str:
    """Under which name somebody is signed in, and where they `may_leave`, the way out."""
    return filled("signed-in", who=name, may_leave=may_leave)


def _changed(conversation: Conversation) -> datetime | None:
    try:
        return datetime.fromisoformat(conversation.changed).astimezone()
    except ValueError:
        return None


def _heading(at: datetime | None, today: date) -> str:
    if at is None or at.date() <= today - _WEEK:
        return "Earlier"
    if at.date() == today:
        return "Today"
    return "Yesterday" if at.date() == today - timedelta(days=1) else "Last 7 days"


def _when(at: datetime | None, today: date) -> str:
    """The time of today, or the day."""
    if at is None:
        return ""
    return f"{at:%H:%M}" if at.date() == today else readable_date(at.date().isoformat())
