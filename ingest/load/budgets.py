"""How much of one file is read: far more than any document that people read holds, and far less than holds up
a server. What has more is refused, with what helps."""

from __future__ import annotations

from collections.abc import Callable

from ingest.errors import TooLarge

BYTES = 500_000_000
"""Of a file, and of all that an archive unpacks to: no document comes near, a zip bomb goes far beyond."""

MARKUP_BYTES = 100_000_000
"""Of a text, a page of markup or one part of an archive, which takes ten times as much memory once it is
parsed."""

CHARACTERS = 20_000_000
"""Of a document's text: about 10,000 pages."""

BLOCKS = 400_000
"""Paragraphs, items, rows and headings of a document."""

CELLS = 2_000_000
"""Of one table, each as often as it spans rows and columns."""

WIDEST = 1_000
"""Columns that one cell spans, as in browsers; Word has 63 in a table."""

COVERED = 100
"""Places of a table for each cell that it gives, and for a hundred more: in tables that people read a few are
covered by others."""

PAGES = 5_000
"""Of a PDF, with those of the files in it."""

PARTS = 20_000
"""Of an archive, and of a message."""

PIXELS = 40_000_000
"""Of the picture of a page: a larger sheet is drawn coarser."""

REFERENCES = 1_000_000
"""Of the blocks of a document to those whose words they complete."""

_SPLIT = "split it and ingest the parts"


def check(has: int, most: int, what: str, *, hint: str = _SPLIT) -> None:
    """See that a file is within a budget.

    Raises:
        TooLarge: it is not; `load` says which file it is.
    """
    if has > most:
        raise TooLarge(f"it has more than {most:,} {what}, which is more than is read", hint=hint)


def scale(size: tuple[float, float], wanted: float) -> float:
    """How finely a sheet is drawn: as wanted, or as the pixels allow."""
    area = max(size[0], 1.0) * max(size[1], 1.0)
    return float(min(wanted, (PIXELS / area) ** 0.5))


def _nobody_waits() -> None:
    """Where nobody counts the time."""


more_time: Callable[[], None] = _nobody_waits
"""Called when a step is done that takes seconds and of which an honest file has many; a process that has a
limit of time puts in its place what allows it more."""
