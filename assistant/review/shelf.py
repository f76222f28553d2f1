"""The record: the documents that an op-ed is held against, searched sentence by sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from assistant.answer.inquiry import Inquiry
from assistant.drafting.introductions import is_asked
from assistant.drafting.quotes import may_quote
from assistant.lexicon.rules import Rules
from assistant.query.query import read_claim
from assistant.retrieval.evidence import find_evidence
from assistant.retrieval.options import CLAIM
from assistant.types import Evidence
from ingest.types import Source

_WRITTEN_OUT = re.compile(r"((?:[A-Z][\w-]+ (?:of |and |for |the )*){1,6})\(([A-Z]{2,6}s?)\)")


@dataclass
class Shelf:
    """The documents of a library without the op-ed's own."""

    inquiry: Inquiry
    _acronyms: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def rules(self) -> Rules:
        """The rules that its library is read by."""
        return self.inquiry.rules

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The documents, by slug."""
        return {source.slug: source for source in self.inquiry.view.sources}

    def long_forms(self, slug: str, text: str) -> list[str]:
        """What the acronyms of a text stand for, as its document writes them out: “Foreign Terrorist
        Organizations (FTOs)”."""
        if slug not in self._acronyms:
            self._acronyms[slug] = {
                short.removesuffix("s"): words
                for words, short in _WRITTEN_OUT.findall(self.inquiry.view.text(slug))
            }
        return [words for short, words in self._acronyms[slug].items() if re.search(rf"\b{short}s?\b", text)]

    def find(
        self, asked: str, *more: str, telling: Callable[[Evidence], bool] = lambda one: True, since: str = ""
    ) -> list[Evidence]:
        """The sentences that are most relevant to what is asked, best first by the cross-encoder's logit, of
        what the searches find; `telling` says which are worth reading, `since` of what date their documents
        are at least."""
        options = replace(
            CLAIM,
            worth=lambda one: may_quote(one) and not is_asked(one) and telling(one),
            since=since,
        )
        query = read_claim(asked, *more)
        found = find_evidence(query, self.inquiry.retriever, options)
        return list(found.usable)


def english(one: Evidence) -> str:
    """The sentence's words in English; Spanish as its gloss."""
    return one.english


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
