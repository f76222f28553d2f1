"""A source as a reader opens it at a quote: the picture of its page where it is a PDF, its stored text
elsewhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypedDict

from ingest.confined import confined
from ingest.load.pdf import Picture, picture
from ingest.types import Source, Standing
from ingest.view import View

_AROUND = 20_000  # characters on either side of a quote: a long chapter; more makes a page slow


class _At(TypedDict, total=False):
    place: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class SourceView:
    """What is shown of a source. `picture` is page `page` of a PDF, with the quote's rectangles; else None,
    and `before`, `quote` and `after` are the stored text around the quote; `cut_before` and `cut_after` tell
    how many characters more there are; `place` and `standing` are the quote's. `is_replaced` where the quote
    is from an earlier version, and so is not shown in this one; where words are `sought`, the quote is where
    they stand, and empty where they do not."""

    source: Source
    quote: str
    start: int = 0
    end: int = 0
    page: int | None = None
    picture: Picture | None = None
    before: str = ""
    after: str = ""
    cut_before: int = 0
    cut_after: int = 0
    is_replaced: bool = False
    place: str = ""
    standing: Standing = ""
    sought: str = ""


def view_source(
    view: View,
    slug: str,
    *,
    start: int = 0,
    end: int = 0,
    page: int | None = None,
    sha256: str = "",
    as_text: bool = False,
    sought: str = "",
) -> SourceView:
    """The source at the quote `text[start:end]` of the file that `sha256` is of; a PDF at `page`, by default
    the quote's first, or page 1, or `as_text`. With words that are `sought`, where they stand next, from
    `start` on and round again.

    Raises:
        UnknownSource: it is not in the view.
        LoadError: the PDF has no such page.
    """
    source = view.source(slug)
    text = view.text(slug)
    is_replaced = bool(sha256) and sha256 != source.sha256
    if is_replaced:
        start = end = 0
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    if sought:
        start, end = _found(text, sought, start)
        page = None
    quote = text[start:end]
    at = _at(view, slug, start, end)
    data = view.original(slug)
    if not as_text and source.page_count and data.lstrip()[:5] == b"%PDF-":
        pages = view.pages(slug)
        shown = page or next((one.number for one in pages if one.start <= start < one.end), 1)
        seen = confined(picture, data, shown, quote, called=source.title, lane="pictures")
        return SourceView(
            source, quote, start, end, shown, seen, is_replaced=is_replaced, sought=sought, **at
        )
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    return SourceView(
        source,
        quote,
        start,
        end,
        before=text[first:start],
        after=text[end:last],
        cut_before=first,
        cut_after=len(text) - last,
        is_replaced=is_replaced,
        sought=sought,
        **at,
    )


def _found(text: str, words: str, start: int) -> tuple[int, int]:
    """Where the words stand in the text, however they are spaced and written; nowhere is its beginning."""
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)
    found = pattern.search(text, start) or pattern.search(text)
    return found.span() if found else (0, 0)


def _at(view: View, slug: str, start: int, end: int) -> _At:
    """How the quote is cited, and what holds of it, by the sentence in which it begins."""
    sentences = (one for passage in view.passages(slug) for one in passage.sentences) if start < end else ()
    found = next((one for one in sentences if one.start <= start < one.end), None)
    return {"place": found.place, "standing": found.standing} if found else {}
