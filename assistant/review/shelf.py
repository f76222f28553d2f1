"""The record: the documents that an op-ed is held against, searched sentence by sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from assistant.answer.inquiry import Inquiry, place
from assistant.drafting.introductions import is_asked
from assistant.drafting.quotes import is_quotable
from assistant.guard.screening import sift
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems, stems
from assistant.retrieval.neighbours import widened
from assistant.retrieval.retriever import best_first
from assistant.types import Evidence
from ingest.gloss import gloss, in_english, is_spanish
from ingest.types import Hit, Reader, Restriction, Source

_PASSAGES = 24  # whose sentences are looked at
# those that share most words with what is asked, which the cross-encoder reads, each with its document's
# title
_SENTENCES = 20
_WRITTEN_OUT = re.compile(r"((?:[A-Z][\w-]+ (?:of |and |for |the )*){1,6})\(([A-Z]{2,6}s?)\)")


@dataclass
class Shelf:
    """The documents of a library without the op-ed's own."""

    inquiry: Inquiry
    reader: Reader
    restriction: Restriction
    _acronyms: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def rules(self) -> Rules:
        """The rules that its library is read by."""
        return self.inquiry.rules

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The documents, by slug."""
        return {source.slug: source for source in self.inquiry.library.sources(self.reader, self.restriction)}

    def long_forms(self, slug: str, text: str) -> list[str]:
        """What the acronyms of a text stand for, as its document writes them out: “Foreign Terrorist
        Organizations (FTOs)”."""
        if slug not in self._acronyms:
            self._acronyms[slug] = {
                short.removesuffix("s"): words
                for words, short in _WRITTEN_OUT.findall(self.inquiry.library.text(slug))
            }
        return [words for short, words in self._acronyms[slug].items() if re.search(rf"\b{short}s?\b", text)]

    def find(
        self, asked: str, *more: str, telling: Callable[[Evidence], bool] = lambda one: True, since: str = ""
    ) -> list[Evidence]:
        """The sentences that are most pertinent to what is asked, best first by the cross-encoder's logit, of
        what the searches find; `telling` says which are worth reading, `since` of what date their documents
        are at least."""
        within = replace(self.restriction, since=max(since, self.restriction.since))
        searches = tuple(dict.fromkeys(in_english(one) for one in (asked, *more)))
        hits = self.inquiry.retriever.fused(searches, self.reader, within)[:_PASSAGES]
        found = {
            place(one): one
            for hit in hits
            for one in self._sentences(hit)
            if is_quotable(one.text) and not is_asked(one) and telling(one)
        }
        usable = sift(list(found.values()), self.inquiry.library, self.reader).usable
        wanted = content_stems(" ".join(searches))
        likeliest = sorted(
            usable, key=lambda one: -len(wanted & stems(f"{one.source.title} {english(one)}"))
        )[:_SENTENCES]
        reading = [(in_english(asked), 1.0)]
        scores = (
            self.inquiry.retriever.read(reading, [f"{one.source.title}. {english(one)}" for one in likeliest])
            if likeliest
            else []
        )
        return best_first(replace(one, score=score) for one, score in zip(likeliest, scores, strict=True))

    def _sentences(self, hit: Hit) -> Iterator[Evidence]:
        passage = widened(hit.passage, self.inquiry.library, self.reader)
        for one in passage.sentences:
            text = passage.text[one.start - passage.start : one.end - passage.start]
            yield Evidence(self.sources[passage.source], passage, one, text, hit.score)


def english(one: Evidence) -> str:
    """The sentence's words in English; Spanish as its gloss."""
    return gloss(one.text) if is_spanish(one.passage.text) else one.text


def best_of_each(found: Iterable[Evidence], least: float = -math.inf) -> list[Evidence]:
    """The best sentence of each document (what was found is best first) that scores at least so much."""
    first: dict[str, Evidence] = {}
    for one in found:
        if one.score >= least:
            first.setdefault(one.source.slug, one)
    return list(first.values())


def by_date(found: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """What was found, oldest document first."""
    return tuple(sorted(found, key=lambda one: one.source.date))
