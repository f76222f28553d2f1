"""Words found in the text of documents, a place in each: a search as one looks for a document, where an
answer would look for what is true."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.lexicon.printable import plain
from assistant.lexicon.words import stems
from ingest.full_text import full_text_terms
from ingest.types import Passage
from ingest.view import View

_READ = 400  # passages that have some of the words
_BEFORE, _AFTER = 40, 180  # characters around the first word that is shown


@dataclass(frozen=True, slots=True)
class Found:
    """The best place of a document in which words stand: `words` is its text in parts, each with whether it
    is one that was looked for; so many `more` passages of the document have them too."""

    source: str
    start: int
    end: int
    page: int | None
    words: tuple[tuple[str, bool], ...]
    more: int


def find(view: View, words: str) -> list[Found]:
    """The documents of whose passages one has all the words, best first; what is in “quotes” stands there as
    it is."""
    phrases = [one.casefold() for one in re.findall(r"[\"“”]([^\"“”]+)[\"“”]", words)]
    wanted = stems(" ".join(full_text_terms(words)))
    passages: dict[str, list[Passage]] = {}
    for hit in view.full_text(words, _READ) if wanted else ():
        passage = hit.passage
        said = passage.text.casefold()
        # Of a passage in Spanish, the words may be those of its gloss.
        is_whole = wanted <= stems(f"{passage.heading} {passage.text}") or not wanted & stems(passage.text)
        if is_whole and all(phrase in said for phrase in phrases):
            passages.setdefault(passage.source, []).append(passage)
    return [_shown(found, wanted) for found in passages.values()]


def _shown(passages: Sequence[Passage], wanted: set[str]) -> Found:
    """The sentence of the best passage that has most of the words."""
    best = passages[0]
    spans = [(one.start, one.end, one.page) for one in best.sentences] or [(best.start, best.end, best.page)]
    start, end, page = max(
        spans, key=lambda one: len(wanted & stems(best.text[one[0] - best.start : one[1] - best.start]))
    )
    text = best.text[start - best.start : end - best.start]
    return Found(best.source, start, end, page, _parts(text, wanted), len(passages) - 1)


def _parts(text: str, wanted: set[str]) -> tuple[tuple[str, bool], ...]:
    """A text around the first of the words, in parts."""
    first = next((one.start() for one in re.finditer(r"\w+", text) if stems(one.group()) & wanted), 0)
    begin, end = max(0, first - _BEFORE), first + _AFTER
    begin = text.rfind(" ", 0, begin) + 1 if begin else 0
    shown = f"{'… ' if begin else ''}{text[begin:end].rstrip()}{' …' if end < len(text) else ''}"
    parts = re.split(r"(\w+)", plain(shown))
    return tuple((part, bool(stems(part) & wanted)) for part in parts if part)
