"""What the headers and footers of a document's pages say that its text does not: an embargo, "draft", the
number of a paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.load.builder import one_line

_LONGEST = 40  # words
_PAGE = re.compile(r"\s*\b(?:page|seite|página|p\.)(?:\s+(?:of|von|de|\w{1,3}[-–.]))?\s*$", re.IGNORECASE)


def telling(marks: Iterable[tuple[str, str]], said: str) -> Iterator[tuple[str, str]]:
    """Those of the marks (a text and its place), each once, that are not in the document's text `said`, nor
    the word before a page's number alone."""
    told: set[str] = set()
    text = _squeezed(said)
    for mark, place in marks:
        mark = _PAGE.sub("", one_line(mark))
        plain = _squeezed(mark)
        alike = re.sub(r"\d+", "0", plain)  # the same on each page but for a number
        if not re.search(r"[^\W\d]{2}", plain) or alike in told or plain in text:
            continue
        told.add(alike)
        if len(mark.split()) <= _LONGEST:
            yield mark, place


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()
