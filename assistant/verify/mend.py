"""A memo's file, or its text, with some of its words put right; all else in it stays as it is."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from assistant.lexicon.same_words import plain_marks
from ingest.errors import UsageError

MENDED = (".docx", ".md", ".txt")
"""The endings of the files in which words can be put right."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def mended_text(text: str, old: str, new: str) -> str:
    """The text with the old words replaced where they first stand, however their lines are broken and
    whichever marks they have.

    Raises:
        UsageError: it does not have them.
    """
    words = [re.escape(word) for word in plain_marks(old).split()]
    found = re.search(r"\s+".join(words), plain_marks(text)) if words else None
    if found is None:
        raise UsageError(
            f"“{old}” does not stand there in one piece", hint="correct it in the memo, and check that again"
        )
    return text[: found.start()] + new + text[found.end() :]


def mended_docx(data: bytes, old: str, new: str) -> bytes:
    """The Word file with the old words of a paragraph replaced; the new ones look as the first of the old.

    Raises:
        UsageError: no paragraph has them.
    """
    from docx import Document

    document = Document(io.BytesIO(data))
    for pieces in _paragraphs(document.element):
        text = "".join(piece.text or "" for piece in pieces)
        try:
            mended = mended_text(text, old, new)
        except UsageError:
            continue
        _put(pieces, text, mended)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()
    raise UsageError(
        f"“{old}” does not stand there in one piece", hint="correct it in the memo, and check that again"
    )


def _paragraphs(body: Any) -> Iterator[list[Any]]:
    """The pieces of text of each paragraph; what was deleted under revision is in others."""
    for paragraph in body.iter(f"{_W}p"):
        if pieces := list(paragraph.iter(f"{_W}t")):
            yield pieces


def _put(pieces: list[Any], old: str, new: str) -> None:
    """Give the pieces of a text those of another: what both begin and end with stays where it is."""
    shorter = min(len(old), len(new))
    first = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    last = next((at for at in range(shorter - first) if old[-1 - at] != new[-1 - at]), shorter - first)
    end, said, at, is_put = len(old) - last, new[first : len(new) - last], 0, False
    for piece in pieces:
        text = piece.text or ""
        low, high = (min(max(one - at, 0), len(text)) for one in (first, end))
        at += len(text)
        if not is_put and (first < at or piece is pieces[-1]):
            piece.text, is_put = text[:low] + said + text[high:], True
        elif high > low:
            piece.text = text[:low] + text[high:]
        piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
