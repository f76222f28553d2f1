"""Words found in the text of documents, a place in each: a search as one looks for a document, where an
answer would look for what is true."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.lexicon.printable import plain
from assistant.lexicon.words import stems
from ingest.full_text import full_text_terms
from ingest.gloss import gloss, is_spanish
from ingest.types import Passage
from ingest.view import View

_READ = 400  # passages that have some of the words
_BEFORE, _AFTER = 40, 180  # characters around the first word that is shown


@dataclass(frozen=True, slots=True)
class Found:
    """The best place of a document in which words stand: `words` is its text in parts, each with whether it
    is one that was looked for. The passage `has` so many of them, and so many `more` of the document as
    many."""

    source: str
    start: int
    end: int
    page: int | None
    words: tuple[tuple[str, bool], ...]
    more: int
    has: int = 0


def find(view: View, words: str) -> list[Found]:
    """The documents that have all the words, those first of which a passage has them all; what is in “quotes”
    stands there as it is."""
    phrases = [one.casefold() for one in re.findall(r"[\"“”]([^\"“”]+)[\"“”]", words)]
    wanted = stems(" ".join(full_text_terms(words)))
    passages: dict[str, list[tuple[int, Passage]]] = {}
    missing = {one.slug: wanted - stems(one.title) for one in view.sources}
    for hit in view.full_text(words, _READ) if wanted else ():
        passage = hit.passage
        said, text = wanted & stems(_said(passage)), passage.text.casefold()
        if said and all(phrase in text for phrase in phrases):
            passages.setdefault(passage.source, []).append((len(said), passage))
            missing[passage.source] -= said
    found = [_shown(found, wanted) for slug, found in passages.items() if not missing[slug]]
    return sorted(found, key=lambda one: -one.has)


def _said(passage: Passage) -> str:
    """The words of a passage as they are searched: of one in Spanish, its gloss too."""
    text = f"{passage.heading} {passage.text}"
    return f"{text} {gloss(passage.text)}" if is_spanish(passage.text) else text


def _shown(passages: Sequence[tuple[int, Passage]], wanted: set[str]) -> Found:
    """The sentence that has most of the words, in the best of the passages that have most."""
    most = max(has for has, _ in passages)
    best, *others = [passage for has, passage in passages if has == most]
    spans = [(one.start, one.end, one.page) for one in best.sentences] or [(best.start, best.end, best.page)]
    start, end, page = max(
        spans, key=lambda one: len(wanted & stems(best.text[one[0] - best.start : one[1] - best.start]))
    )
    text = best.text[start - best.start : end - best.start]
    return Found(best.source, start, end, page, _parts(text, wanted), len(others), most)


def _parts(text: str, wanted: set[str]) -> tuple[tuple[str, bool], ...]:
    """A text around the first of the words, in parts."""
    first = next((one.start() for one in re.finditer(r"\w+", text) if stems(one.group()) & wanted), 0)
    begin, end = max(0, first - _BEFORE), first + _AFTER
    begin = text.rfind(" ", 0, begin) + 1 if begin else 0
    shown = f"{'… ' if begin else ''}{text[begin:end].rstrip()}{' …' if end < len(text) else ''}"
    parts = re.split(r"(\w+)", plain(shown))
    return tuple((part, bool(stems(part) & wanted)) for part in parts if part)
