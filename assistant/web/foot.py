"""The line below the question: what it opens stands above it (`script/foot.js`)."""

from __future__ import annotations

_PANEL = (
    '<button type="button" class="quiet" data-act="panel" data-panel="{0}" aria-expanded="false"'
    ' aria-controls="panel-{0}">{1} ▾</button>'
)
_ATTACH = '<button type="button" class="quiet" id="attach" data-act="attach">Attach</button>'


def foot(*, may_add: bool = True) -> str:
    """The line, for whoever may add documents or not."""
    return (
        '<p class="foot">'
        + _PANEL.format("length", '<span class="long">Answer </span>length: <span class="told">Normal</span>')
        + _PANEL.format("documents", 'Documents: <span class="told">all</span>')
        + (_ATTACH if may_add else "")
        + _PANEL.format("exports", "Export")
        + "</p>"
    )
