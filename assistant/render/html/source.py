"""A source opened beside the page → HTML: the picture of a page, with its words over it, or its text."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import urlencode

from assistant.lexicon.dates import readable_date
from assistant.lexicon.printable import plain
from assistant.paper import told_standing
from assistant.render.jinja import filled
from assistant.workspace.source_view import SourceView
from ingest.load.pdf import PICTURE_DPI, Picture

_LARGEST = 0.06  # of a page's height: a taller line is a heading, or stands upright


def source_html(view: SourceView | None) -> str:
    """A source opened beside the page; nothing when none is."""
    if view is None:
        return ""
    shown = view.picture
    marks = [_share(box, shown.width, shown.height) for box in shown.marks] if shown else []
    return filled(
        "source",
        view=view,
        source=view.source,
        day=readable_date(view.source.date),
        address=_address(view),
        cited=_cited(view),
        place=", ".join(part for part in (view.place, told_standing(view.standing)) if part),
        picture=base64.b64encode(shown.png).decode() if shown else "",
        points=round(72 * shown.width / PICTURE_DPI) if shown else 0,
        marks=marks,
        lines=_lines(shown) if shown else [],
        paragraphs=_paragraphs(view) if shown is None else [],
    )


def _address(view: SourceView) -> str:
    """What the page's address says of the source that is open, and of where."""
    shown = {"doc": view.source.slug, "p": view.page or "", "start": view.start, "end": view.end}
    return urlencode({name: value for name, value in shown.items() if value})


def _cited(view: SourceView) -> str:
    """The quote with where it is from, as it is copied."""
    source, page = view.source, f"p. {view.page}" if view.page else ""
    of = (source.title, source.publisher, readable_date(source.date), view.place, page)
    return f"“{plain(view.quote)}” ({', '.join(map(plain, filter(None, of)))})" if view.quote else ""


def _lines(shown: Picture) -> list[dict[str, Any]]:
    """The page's words as they lie on its picture, to be selected there: `size` is that of their letters, as
    a share of the picture's width."""
    return [
        {
            "text": plain(text),
            "size": round(100 * height / shown.width, 2),
            **_share(box, shown.width, shown.height),
        }
        for text, box in shown.lines
        if 0 < (height := abs(box.bottom - box.top)) < _LARGEST * shown.height
    ]


def _share(box: Any, width: int, height: int) -> dict[str, float]:
    """A rectangle in per cent of its picture, so that it stays on its words at any size."""
    top, bottom = min(box.top, box.bottom), max(box.top, box.bottom)
    return {
        "left": round(100 * box.left / width, 2),
        "top": round(100 * top / height, 2),
        "width": round(100 * (box.right - box.left) / width, 2),
        "height": round(100 * (bottom - top) / height, 2),
    }


def _paragraphs(view: SourceView) -> list[list[tuple[str, bool]]]:
    """The text in paragraphs of parts, each with whether it belongs to the quote."""
    paragraphs: list[list[tuple[str, bool]]] = [[]]
    for text, is_quote in ((view.before, False), (view.quote, True), (view.after, False)):
        for position, piece in enumerate(text.split("\n")):
            if position:
                paragraphs.append([])
            if piece.strip():
                paragraphs[-1].append((piece, is_quote))
    return [one for one in paragraphs if one]
