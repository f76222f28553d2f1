"""The HTML templates. Jinja2 escapes whatever a template puts in; the templates add nothing unescaped."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from assistant.lexicon.printable import plain
from assistant.paper import told_end
from assistant.render.labels import as_sentence
from assistant.render.remedies import on_page, remedy

_TEMPLATES = Environment(
    loader=PackageLoader("assistant.render"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _host(url: str) -> str:
    """The name of a web address's server, without “www.”."""
    return (urlsplit(url).hostname or "its address").removeprefix("www.")


_TEMPLATES.filters |= {"ended": told_end, "plain": plain, "sentence": as_sentence, "host": _host}
_TEMPLATES.filters |= {"on_page": on_page, "remedy": remedy}


def filled(name: str, **values: Any) -> str:
    """The template with the values put in."""
    return _TEMPLATES.get_template(f"{name}.html").render(values)
