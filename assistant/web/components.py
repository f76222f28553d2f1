"""The components of which the page is laid out: those of Gradio's that are set up everywhere alike."""

from __future__ import annotations

from typing import Any

import gradio as gr

EVENTS = (
    *(
        "conversation",
        "memo",
        "review",
        "check",
        "source",
    ),  # what an address names
    *("open", "go", "shut"),  # a source
    *("again", "follow", "hurry", "keep", "rate"),  # a question and its answer
    *("adopt", "publish", "shared", "unshare", "unshown"),  # a conversation that others read
    *("delete", "pick", "rename"),  # conversations, and the versions of a memo
    *(
        "all",
        "collection",
        "details",
        "library",
        "only",
        "remove",
        "restore",
        "samples",
        "search",
        "tag",
        "take",
    ),  # documents
    *("move", "save", "settle"),  # the sections of a memo
    *("attach", "example", "mark", "mend", "seen"),  # what is made
)
"""What a press on one of our components may have Python do; Gradio takes no name that its script lacks."""

_HEAR = f"window.pincite.hear(element, trigger, watch); // {list(EVENTS)}"
"""What each of our components does when it is made; the rest is in `script/`, once for the page."""


def line(label: str, placeholder: str, name: str, **more: Any) -> gr.Textbox:
    """A text box whose label is for those who cannot see what stands in it."""
    bare = {"show_label": False, "container": False, "scale": 1, "min_width": 160}
    return gr.Textbox(label=label, placeholder=placeholder, elem_id=name, **bare, **({"max_lines": 1} | more))


def field(label: str, name: str, placeholder: str = "", **more: Any) -> gr.Textbox:
    """A text box of a form, its label above it."""
    return gr.Textbox(label=label, placeholder=placeholder, elem_id=name, **({"max_lines": 1} | more))


def html(name: str, value: str = "", role: str = "", **more: Any) -> gr.HTML:
    """A component whose content our templates write and whose presses `script/press.js` hears."""
    template = (
        f'<div class="ours" role="{role}" aria-live="polite">${{value}}</div>'
        if role
        else '<div class="ours">${value}</div>'
    )
    return gr.HTML(
        value, html_template=template, js_on_load=_HEAR, apply_default_css=False, elem_id=name, **more
    )
