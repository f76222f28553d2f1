"""Gradio's own words, said as we would, in the languages of our readers."""

from __future__ import annotations

import gradio as gr

_DROP_ZONE = {
    "en": ("Drop files here", "or", "choose files"),
    "es": ("Suelte aquí los archivos", "o", "elija archivos"),
}


def words() -> gr.I18n:
    """Gradio's words, by the language of the browser; where we have none, its own."""
    return gr.I18n(
        **{
            language: {"upload_text.drop_file": drop, "common.or": or_, "upload_text.click_to_upload": choose}
            for language, (drop, or_, choose) in _DROP_ZONE.items()
        }
    )
