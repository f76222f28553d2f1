"""Slips of the pen in a question: a word that is nowhere in the library and one letter away from one that is.

Without this, “Mexcian” is a name that the documents do not know, and its question is declined. A word that
the tokenizer knows whole is a word, and no slip."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.gloss import is_spanish
from ingest.tokens import count
from ingest.view import View

_SHORTEST = (
    6  # letters: of two shorter words, one letter apart, both may be words (annul, annual; Iran, Iraq)
)
# What the tokenizer of the full text takes off, so that “siezures” is near to “seizur”; none first.
_ENDINGS = ("", "s", "es", "e", "ed", "d", "ing", "ly")
_LONGEST_ENDING = 3
_ALIKE = (frozenset("aeiouy"), frozenset("szc"), frozenset("ckq"), frozenset("mn"), frozenset("gj"))
_DOUBLED = re.compile(r"(.)\1")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Slip:
    """A word as it was typed, and as it was read."""

    typed: str
    read: str


def corrected(question: str, view: View) -> tuple[str, tuple[Slip, ...]]:
    """The question with its slips put right, and what these were."""
    words = dict.fromkeys(word for word in _WORD.findall(question) if len(word) >= _SHORTEST)
    if is_spanish(question):  # of Spanish the tokenizer knows few words whole
        words = dict.fromkeys(
            word for word in words if word[0].isupper() and not question.lstrip("¿¡ “").startswith(word)
        )
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
    that most passages have, and none where two are as common. The view knows words without their endings."""
    typed = word.lower()
    read: dict[str, str] = {}
    terms = view.vocabulary(typed[0], len(typed) - _LONGEST_ENDING - 1, len(typed) + 1)
    for ending in _ENDINGS:
        if not typed.endswith(ending) or len(bare := typed.removesuffix(ending)) < _SHORTEST - bool(ending):
            continue
        for one in terms:
            if _is_slip(bare, one, is_name=word[0].isupper()):
                read.setdefault(one, f"{one}{ending}")
    # An ending makes a word of a name only where there is such a word.
    near = [one for term, one in read.items() if one != typed and (one == term or _is_word(one))]
    found = view.document_frequency(near) if near else {}
    often = sorted(((one, found[one]) for one in near if found.get(one)), key=lambda each: -each[1])
    whole = [each for each in often if _is_word(each[0])] or often
    if not whole or (len(whole) > 1 and whole[0][1] == whole[1][1] and whole[0][0][:5] != whole[1][0][:5]):
        return ""
    best = whole[0][0]
    return best.upper() if word.isupper() else best.capitalize() if word[0].isupper() else best


def _is_slip(typed: str, read: str, *, is_name: bool) -> bool:
    """Whether one word may be typed for the other: a letter is missing, added, doubled or in the wrong place,
    or another of the same sound. In a name any letter may be wrong."""
    if _DOUBLED.sub(r"\1", typed) == _DOUBLED.sub(r"\1", read) and typed != read:
        return True
    if not is_one_off(typed, read):
        return False
    wrong = [{a, b} for a, b in zip(typed, read, strict=False) if a != b]
    return is_name or len(typed) != len(read) or len(wrong) == 2 or any(wrong[0] <= of for of in _ALIKE)


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
