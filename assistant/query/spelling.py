"""Slips of the pen in a question: a word that is nowhere in the library and one letter away from one that is.

Without this, “Mexcian” is a name that the documents do not know, and its question is declined. A word that
the tokenizer knows whole is a word, and no slip."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.tokens import count
from ingest.view import View

_SHORTEST = 5  # letters: of two shorter words, one letter apart, both may be names (Iran, Iraq)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Slip:
    """A word as it was typed, and as it was read."""

    typed: str
    read: str


def corrected(question: str, view: View) -> tuple[str, tuple[Slip, ...]]:
    """The question with its slips put right, and what these were."""
    words = dict.fromkeys(word for word in _WORD.findall(question) if len(word) >= _SHORTEST)
    unknown = [word for word in words if not _is_word(word)]
    if not unknown:
        return question, ()
    often = view.document_frequency([word.lower() for word in unknown])
    slips = []
    for word in unknown:
        read = _nearest(word, view) if not often.get(word.lower()) else ""
        if read:
            slips.append(Slip(word, read))
            question = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", read, question)
    return question, tuple(slips)


def _is_word(word: str) -> bool:
    """Whether the tokenizer knows it whole, as it does the words that texts are mostly made of."""
    return count(f" {word}") == 1 or count(f" {word.lower()}") == 1


def _nearest(word: str, view: View) -> str:
    """The word of the view that is one letter away, in the case of the one that was typed; of several the one
    that most passages have, and none where two are as common."""
    typed = word.lower()
    shortest, longest = len(typed) - 1, len(typed) + 1
    near = [one for one in view.vocabulary(typed[0], shortest, longest) if is_one_off(typed, one)]
    often = sorted(view.document_frequency(near).items(), key=lambda each: -each[1]) if near else []
    often = [each for each in often if each[1]]
    if not often or (len(often) > 1 and often[0][1] == often[1][1]):
        return ""
    read = often[0][0]
    return read.upper() if word.isupper() else read.capitalize() if word[0].isupper() else read


def is_one_off(first: str, second: str) -> bool:
    """Whether two words differ by one letter that is missing, added or another, or by two that changed
    places."""
    if first == second or abs(len(first) - len(second)) > 1:
        return False
    both = zip(first, second, strict=False)
    start = next((n for n, (a, b) in enumerate(both) if a != b), min(len(first), len(second)))
    a, b = first[start:], second[start:]
    if len(a) == len(b):
        return a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
    return a[1:] == b if len(a) > len(b) else a == b[1:]
