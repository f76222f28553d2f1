"""What an op-ed leaves out: the terms that many documents of the record have and it has not."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import partial
from itertools import pairwise

from assistant.lexicon.words import stems
from assistant.review.shelf import Shelf, english
from assistant.review.types import OpEd
from assistant.types import Evidence

_MOST = 6
_LEAST_SHARE = 0.1  # of the documents, that have the term
_FEWEST_PUBLISHERS = 3  # what only one office writes is its form
_LEAST_SCORE = -4.0
_SUBJECT = 6  # words that say what an op-ed is about
_SHORTEST = 5  # letters of each word of a term


def omitted(op_ed: OpEd, shelf: Shelf) -> list[tuple[str, int, Evidence]]:
    """The terms that documents of several publishers have and the op-ed has not, most frequent first, each
    with how many documents have it and the sentence that tells most of it in the light of what the op-ed is
    about."""
    common = _common(shelf)
    words = Counter(word for word in re.findall(r"[^\W\d_]{5,}", op_ed.text.lower()) if word not in common)
    subject = " ".join(word for word, _ in words.most_common(_SUBJECT))
    found: list[tuple[str, int, Evidence]] = []
    for term, count in _frequent(shelf, stems(f"{op_ed.title} {op_ed.text}")):
        near = shelf.find(f"{term} {subject}", term, telling=partial(_has, term))
        if (
            near
            and near[0].score >= _LEAST_SCORE
            and not any(near[0].text == other.text for _, _, other in found)
        ):
            found.append((term, count, near[0]))
        if len(found) == _MOST:
            break
    return found


def _frequent(shelf: Shelf, known: set[str]) -> list[tuple[str, int]]:
    """The pairs of words by how many documents have them, of which the op-ed lacks one; none that shares a
    word with a more frequent one."""
    documents: Counter[str] = Counter()
    publishers: dict[str, set[str]] = defaultdict(set)
    common = _common(shelf)
    for slug, source in shelf.sources.items():
        for term in _terms(shelf.inquiry.view.text(slug), common):
            documents[term] += 1
            publishers[term].add(source.publisher)
    least = _LEAST_SHARE * len(shelf.sources)
    chosen: list[tuple[str, int]] = []
    for term, count in documents.most_common():
        enough = count >= least and len(publishers[term]) >= min(
            _FEWEST_PUBLISHERS, len({one.publisher for one in shelf.sources.values()})
        )
        if enough and not stems(term) <= known and not any(stems(term) & stems(other) for other, _ in chosen):
            chosen.append((term, count))
    return chosen


def _common(shelf: Shelf) -> frozenset[str]:
    return frozenset(word for row in shelf.rules["omissions"].rows for word in row.words)


def _terms(text: str, common: frozenset[str]) -> set[str]:
    """The pairs of neighbouring words that may be a term: neither a name's, which are capitals, nor a
    participle."""
    words = re.findall(r"[^\W\d_]+|\S", text)
    return {
        f"{one} {other}"
        for one, other in pairwise(words)
        if _may_be_of_a_term(one, common) and _may_be_of_a_term(other, common)
    }


def _may_be_of_a_term(word: str, common: frozenset[str]) -> bool:
    return (
        len(word) >= _SHORTEST
        and word.islower()
        and word.isalpha()
        and word not in common
        and not word.endswith("ed")
    )


def _has(term: str, one: Evidence) -> bool:
    return term in english(one).lower()
