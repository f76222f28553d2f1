"""Whether two texts are the same words: for quotes as people wrote them down, and for pages as another reader
sees them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# A sentence shorter than this is too common to be taken for a part of an expected quote.
_FEWEST_WORDS = 5
_MARKDOWN = (
    (re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)"), r"\1"),  # links and pictures
    (re.compile(r"^\s*(?:#{1,6}|>|[-*+]|\d+\.)\s+", re.MULTILINE), ""),  # titles, quotations, items
    (re.compile(r"\*+|`+|~~|(?<!\w)_+|_+(?!\w)"), ""),  # emphasis and code
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!>~|])"), r"\1"),  # escapes
)
_QUOTATION_MARKS = re.compile(r"[\"“”„‟«»″]")
_APOSTROPHES = re.compile(r"[‘’‚‛′`´]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
# What a hyphen at a line's end can come out as; pdfium writes U+FFFE or U+0002.
_HYPHENS = re.compile("[-\u2010\u2011\u00ad\ufffe\uffff\u0002]")


def normalised(text: str) -> str:
    """The words, without Markdown and double quotation marks, with plain apostrophes, single spaces and
    compatibility characters resolved."""
    for pattern, plain in _MARKDOWN:
        text = pattern.sub(plain, text)
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return " ".join(_plain_marks(text).split())


def shows(shown: str, expected: str) -> bool:
    """Whether a shown text contains the expected quote, or is a sizable part of it."""
    one, other = normalised(shown), normalised(expected)
    return other in one or (len(one.split()) >= _FEWEST_WORDS and one in other)


def stands_on(quote: str, pages: Sequence[str]) -> bool:
    """Whether the quote stands on the pages: on the one, or running over all of them in order and on no
    single one of them whole.

    White space and hyphens do not count: where lines and words break is the reader's doing, not the
    document's."""
    rest, texts = _squeezed(quote), [_squeezed(page) for page in pages]
    if not rest or not texts:
        return False
    if len(texts) == 1:
        return rest in texts[0]
    if any(rest in text for text in texts):
        return False
    for text in texts:
        taken = _longest_start(rest, text)
        if not taken:
            return False
        rest = rest[taken:]
    return not rest


def squeezed(text: str) -> str:
    """The letters and digits of a text."""
    return re.sub(r"[\W_]", "", text.casefold())


def _squeezed(text: str) -> str:
    return "".join(_plain_marks(unicodedata.normalize("NFKC", _HYPHENS.sub("", text))).split())


def _plain_marks(text: str) -> str:
    """Without double quotation marks, also those that printers make of two single ones; other single ones as
    apostrophes."""
    return _APOSTROPHES.sub("'", _QUOTATION_MARKS.sub("", text)).replace("''", "")


def _longest_start(words: str, text: str) -> int:
    """How many of the first characters of `words` stand together in `text`. If n do, so do n - 1: hence the
    bisection."""
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if words[:middle] in text else (low, middle - 1)
    return low
