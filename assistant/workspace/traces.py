"""What is left of a document in what was written with it: answers, memos, reviews. A thing rests on it where
it names it, has its title, or has several words in a row of it that no other document has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ingest.view import View

_RUN = 8  # words in a row: shorter ones are anybody's
_LEAST_TITLE = 8  # characters: a shorter title is a word like any other
_LEAST_WORD = 5
# What the program writes of the documents around an answer: it goes word by word, and the answer stays.
_ASIDES = ("follow_ups", "readings", "notices", "mentions", "missing")
_ITEMS = ("documents", "evidence")
_TYPED = ("question", "standalone_question", "topic")


@dataclass(frozen=True, slots=True)
class Trace:
    """By what a document is known: its slug, its digests, its title, runs of its words, and those of its
    words that stand in no other."""

    names: frozenset[str]
    titles: frozenset[str] = frozenset()
    runs: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()

    def rests(self, value: Any) -> bool:
        """Whether a value rests on the document, however deep."""
        return any(
            (text in self.names and key not in _TYPED) or self.quotes(text) for key, text in _texts(value)
        )

    def quotes(self, text: str) -> bool:
        """Whether a text has its title or words in a row of it."""
        folded = text.casefold()
        return any(one in folded for one in self.titles) or not self.runs.isdisjoint(_runs(folded))

    def without_asides(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """An answer, a memo or an entry of the record without what it tells of the document by the way."""
        return {key: self._kept(key, value) for key, value in told.items()}

    def _kept(self, key: str, value: Any) -> Any:
        if key in _ASIDES:
            if isinstance(value, str):
                return "" if self._tells(value) else value
            if isinstance(value, list):
                return [one for one in value if not (isinstance(one, str) and self._tells(one))]
        if key in _ITEMS and isinstance(value, list):
            return [one for one in value if not self.rests(one)]
        return self.without_asides(value) if isinstance(value, Mapping) else value

    def _tells(self, text: str) -> bool:
        return self.quotes(text) or not self.words.isdisjoint(re.findall(r"\w+", text.casefold()))


def trace_of(view: View, slug: str, quoted: Iterable[str] = (), digests: Iterable[str] = ()) -> Trace:
    """The trace of a document, stored or not; `quoted` is what was quoted of it, also of versions that are no
    longer stored, and `digests` their files'. What another stored document says too is not its own."""
    stored = {one.slug: one for one in view.sources}
    texts = [*quoted, *([view.text(slug)] if slug in stored else [])]
    runs, words, titles = set[str](), set[str](), set[str]()
    for text in texts:
        folded = text.casefold()
        runs.update(_runs(folded))
        words.update(one for one in re.findall(r"\w+", folded) if len(one) >= _LEAST_WORD)
    if slug in stored:
        titles = {stored[slug].title.casefold()}
        words.update(re.findall(r"\w+", stored[slug].title.casefold()))
    for other in stored.values():
        if other.slug != slug:
            folded = view.text(other.slug).casefold()
            runs.difference_update(_runs(folded))
            words.difference_update(re.findall(r"\w+", f"{folded} {other.title.casefold()}"))
            titles.discard(other.title.casefold())
    own = {stored[slug].sha256} if slug in stored else set()
    names = {slug, *own, *digests} - {one.sha256 for one in stored.values() if one.slug != slug}
    long = frozenset(one for one in titles if len(one) >= _LEAST_TITLE)
    return Trace(frozenset(names), long, frozenset(runs), frozenset(words))


def quoted_of(value: Any, slug: str) -> Iterator[tuple[str, str]]:
    """What a value quotes of the document of that slug, each quote with its file's digest, however deep."""
    if isinstance(value, Mapping):
        if value.get("source") == slug and isinstance(value.get("quote"), str):
            yield value["quote"], str(value.get("sha256") or "")
        for one in value.values():
            yield from quoted_of(one, slug)
    elif isinstance(value, list):
        for one in value:
            yield from quoted_of(one, slug)


def renamed(value: Any, name: str, other: str) -> Any:
    """The value with another name in the place of one, however deep: wherever it stands by itself, and an
    e-mail address also within words."""
    if isinstance(value, Mapping):
        return {key: renamed(one, name, other) for key, one in value.items()}
    if isinstance(value, list):
        return [renamed(one, name, other) for one in value]
    if not isinstance(value, str) or name not in value.casefold():
        return value
    if "@" in name:
        return re.sub(re.escape(name), other, value, flags=re.IGNORECASE)
    return other if value.casefold() == name else value


def has_name(value: Any, name: str) -> bool:
    """Whether `renamed` would change something."""
    return any(
        text.casefold() == name or ("@" in name and name in text.casefold()) for _, text in _texts(value)
    )


def _texts(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, Mapping):
        for name, one in value.items():
            yield from _texts(one, name)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one, key)


def _runs(folded: str) -> Iterator[str]:
    words = re.findall(r"\w+", folded)
    for first in range(len(words) - _RUN + 1):
        yield " ".join(words[first : first + _RUN])
