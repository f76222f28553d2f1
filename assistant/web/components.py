"""The components of which the page is laid out: those of Gradio's that are set up everywhere alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

_SCRIPT = (Path(__file__).parent / "page.js").read_text(encoding="utf-8")


def line(label: str, placeholder: str, name: str, **more: Any) -> gr.Textbox:
    """A text box whose label is for those who cannot see what stands in it."""
    bare = {"show_label": False, "container": False, "scale": 1, "min_width": 160}
    return gr.Textbox(label=label, placeholder=placeholder, elem_id=name, **bare, **({"max_lines": 1} | more))


def field(label: str, name: str, placeholder: str = "", **more: Any) -> gr.Textbox:
    """A text box of a form, its label above it."""
    return gr.Textbox(label=label, placeholder=placeholder, elem_id=name, **({"max_lines": 1} | more))


def html(name: str, value: str = "", role: str = "", **more: Any) -> gr.HTML:
    """A component whose content our templates write and whose presses `page.js` hears."""
    template = (
        f'<div class="ours" role="{role}" aria-live="polite">${{value}}</div>'
        if role
        else '<div class="ours">${value}</div>'
    )
    return gr.HTML(
        value, html_template=template, js_on_load=_SCRIPT, apply_default_css=False, elem_id=name, **more
    )
