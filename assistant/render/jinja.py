"""The HTML templates. Jinja2 escapes whatever a template puts in; the templates add nothing unescaped."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from assistant.lexicon.printable import plain
from assistant.render.labels import as_sentence

_TEMPLATES = Environment(
    loader=PackageLoader("assistant.render"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters |= {"plain": plain, "sentence": as_sentence}


def filled(name: str, **values: Any) -> str:
    """The template with the values put in."""
    return _TEMPLATES.get_template(f"{name}.html").render(values)
