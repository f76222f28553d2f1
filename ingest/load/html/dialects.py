"""What the marks of a publisher's pages mean: the form of one row of the table in `html_publishers`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ingest.load.html.tree import classes_of, tag_of

Mark = Literal[
    "furniture",
    "change",
    "annotation",
    "noteref",
    "note",
    "raised",
    "heading",
    "unit",
    "number",
    "marginal",
    "recital",
    "line",
    "opens",
    "closes",
    "inserted",
    "title",
    "paragraph",
    "block",
    "nested",
]
"""`furniture` is no text of the document; `change` is a sign that a change stands here; an `annotation` is
an editor's note, left out and counted; a `noteref` leads to a `note`; `raised` is set higher than the line;
a `unit` is a heading that counts (“Article 3”); a `number` belongs to the text after it; a `marginal` title
to the provision beside it; a `line` is a line of its own within a title; `opens` and `closes` are quotation
marks set apart; `inserted` is text put into another act; a `title` is a heading that is the document's
title; a `paragraph` is prose whatever its element is; a `block` is an inline element that stands on lines
of its own; what is `nested` belongs to the number that it opens with."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one publisher writes its pages. `signs` are selectors of which a page has one; the text stands in
    the first `root` that there is; `fields` say where the page has its title, number, dates and names,
    `patterns` are those of classes whose names are made of parts; `change` is the sign in the text that it
    was changed; `texts` (of several the first that there is, a line each) by which words they are led,
    `known` what holds of them all. A `law` has numbered provisions; `unit` is what one is called that has a
    number alone. Where there are `raised_numbers`, paragraphs open with them."""

    name: str
    signs: tuple[str, ...]
    root: tuple[str, ...] = ()
    marks: Mapping[str, Mark] = field(default_factory=dict)
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    patterns: tuple[tuple[str, Mark], ...] = ()
    known: Mapping[str, str] = field(default_factory=dict)
    change: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    law: bool = False
    unit: str = ""
    raised_numbers: bool = False


def keys_of(element: Any) -> Iterable[str]:
    """The selectors that an element answers to, the plainest last."""
    tag = tag_of(element)
    names = classes_of(element)
    if element.get("id"):
        yield f"#{element.get('id')}"
    yield from (f"{tag}.{name}" for name in names)
    yield from (f".{name}" for name in names)
    yield tag
