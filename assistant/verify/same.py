"""Where a sentence of a paper and its source differ, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from assistant.lexicon.same_words import plain_marks
from assistant.verify.quotes import quoted

_LEAST = 0.5
"""Of the words of both: what has fewer alike is another sentence, of which no word stands for another."""

_ENDS = (".", ",", ";", ":", "!", "?")

DifferenceKind = Literal["words left out", "words added", "words changed"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row that both have, or that only one has."""

    text: str
    differs: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """The words that stand for a source's: `before` and `after` them in the sentence, `mine` and `theirs` in
    pieces, and in which way they differ."""

    before: str
    mine: tuple[Piece, ...]
    after: str
    theirs: tuple[Piece, ...]
    kind: DifferenceKind

    @property
    def words(self) -> str:
        """The sentence's words, without what is around them."""
        return " ".join(one.text for one in self.mine)

    @property
    def put_back(self) -> str:
        """The source's words for the sentence's, which end as these do."""
        theirs, mine = " ".join(one.text for one in self.theirs), self.words
        return theirs if theirs[-1:] in _ENDS or mine[-1:] not in _ENDS else theirs + mine[-1]


def difference(sentence: str, source: str) -> Difference | None:
    """How the sentence's quote, or else the sentence, differs from the source's words; None where it is not
    the same sentence, or they do not differ."""
    spans = [(one.start, one.end) for one in quoted(sentence) if one.is_quote]
    start, end = max(
        spans or [(0, len(sentence))], key=lambda span: _alike(sentence[span[0] : span[1]], source)
    )
    mine, theirs = _words(sentence[start:end]), _words(source)
    matched = SequenceMatcher(None, [*map(_plain, mine)], [*map(_plain, theirs)], autojunk=False)
    if matched.ratio() < _LEAST or matched.ratio() == 1:
        return None
    blocks = matched.get_opcodes()
    only_mine, only_theirs = (
        any(tag in (name, "replace") for tag, *_ in blocks) for name in ("delete", "insert")
    )
    kind: DifferenceKind = (
        "words changed" if only_mine and only_theirs else "words added" if only_mine else "words left out"
    )
    return Difference(
        sentence[:start],
        _pieces(mine, [(a, b, tag != "equal") for tag, a, b, _, _ in blocks]),
        sentence[end:],
        _pieces(theirs, [(a, b, tag != "equal") for tag, _, _, a, b in blocks]),
        kind,
    )


def _alike(text: str, source: str) -> float:
    return SequenceMatcher(None, [*map(_plain, _words(text))], [*map(_plain, _words(source))]).ratio()


def _words(text: str) -> list[str]:
    return text.split()


def _plain(word: str) -> str:
    return plain_marks(word).strip(".,;:“”\"'()[]")


def _pieces(words: Sequence[str], blocks: Sequence[tuple[int, int, bool]]) -> tuple[Piece, ...]:
    return tuple(Piece(" ".join(words[a:b]), differs) for a, b, differs in blocks if b > a)
