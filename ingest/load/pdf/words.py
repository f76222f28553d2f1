"""Words that are divided at the ends of lines, put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from ingest.load.pdf.glyphs import HYPHEN_MARK, Line

HYPHENS = (HYPHEN_MARK, "-", "\u00ad", "\u2010", "\ufffe")
_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)*")
# First halves that English joins without a hyphen, though both halves are words.
_JOINED = frozenset(
    {
        "under",
        "over",
        "some",
        "with",
        "home",
        "them",
        "what",
        "when",
        "where",
        "there",
        "here",
        "your",
        "after",
        "before",
        "every",
        "good",
        "life",
    }
)
# Second halves that English sets off with a hyphen, and that are no ending of a divided word.
_SET_OFF = frozenset(
    {
        "free",
        "based",
        "related",
        "wide",
        "specific",
        "linked",
        "backed",
        "funded",
        "owned",
        "controlled",
        "sponsored",
        "sized",
    }
)
_HYPHENATED = frozenset({"quasi", "self"})


class Words:
    """How often each word stands undivided within a line of the document."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.words = _whole_words(lines)
        self._pairs = Counter[str]()
        for word, count in self.words.items():
            halves = word.split("-")
            for first, second in pairwise(halves):
                self._pairs[f"{first}-{second}"] += count

    def glue(self, before: str, after: str) -> tuple[str, int]:
        """What goes between two lines of a block, and how many characters the first one loses."""
        before, after = before.rstrip(), after.lstrip()
        if before.endswith(HYPHENS) and len(before) > 1 and not before[-2].isspace():
            marked = before.endswith(HYPHEN_MARK)
            return "", 1 if self._is_broken(before[:-1], after, marked) else 0
        if before.endswith(("–", "—")) and len(before) > 1 and not before[-2].isspace():
            return "", 0
        last = before.split()[-1] if before.split() else ""
        return ("" if "://" in last and last.endswith(("/", "-", "_", "=", "&")) else " "), 0

    def _is_broken(self, before: str, after: str, marked: bool) -> bool:
        """Whether the hyphen only divides a word for the line's sake."""
        head, tail = re.search(r"[^\W_]*$", before), re.match(r"[^\W_]+", after)
        if not head or not head[0] or not tail or not tail[0][0].islower() or head[0].isdigit():
            return marked and bool(tail) and bool(tail and tail[0][0].islower())
        first, second = head[0].lower(), tail[0].lower()
        joined, hyphenated = self.words[first + second], self._hyphenated(before, after)
        if joined or hyphenated:
            return joined >= hyphenated
        if first in _HYPHENATED or second in _SET_OFF:
            return False
        both = self.words[first] and self.words[second] and min(len(first), len(second)) > 3
        return not (both and first not in _JOINED)

    def _hyphenated(self, before: str, after: str) -> int:
        compound = re.search(r"[\w-]*$", before), re.match(r"[\w-]+", after)
        if not compound[0] or not compound[1]:
            return 0
        whole = f"{compound[0][0]}-{compound[1][0]}".lower()
        pair = "-".join(whole.split("-")[-2:]) if compound[1][0].count("-") == 0 else whole
        return self.words[whole] or self._pairs[pair]


def _whole_words(lines: Sequence[Line]) -> Counter[str]:
    """How often each word stands undivided within a line."""
    words = Counter[str]()
    divided = False
    for line in lines:
        found = [word.lower() for word in _WORD.findall(line.text)]
        ends = line.text.rstrip().endswith(HYPHENS)
        words.update(found[divided : len(found) - ends])
        divided = ends
    return words
