"""The record: the documents that an op-ed is held against, searched sentence by sentence."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from assistant.answer.inquiry import Inquiry
from assistant.guard.screening import screen
from assistant.lexicon.dates import days
from assistant.lexicon.features import features
from assistant.lexicon.quantities import quantities
from assistant.lexicon.rules import Rules
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import stems
from assistant.plans.pool import pooled, rarity_of
from assistant.query.query import Variant
from assistant.retrieval.retriever import best_first
from assistant.types import Evidence
from ingest.gloss import in_english
from ingest.types import Restriction, Source

_PASSAGES = 48
_AROUND = 60  # sentences on a paragraph
SMALL = 12
"""A count up to a dozen tells little."""
_TELLING = 0.45  # rarity of a name that tells documents apart
_ALSO = 14  # ... of those that lean on others, or have a figure
_READ = 22  # sentences that the cross-encoder reads: it takes most of the time of a review
_TITLED = 160  # characters of a title that are read with a sentence
_WORDS, _PLACED = 4.0, 0.6
"""What all words of a search gain, and how much the place of the passage counts, whose first has 4."""

_WRITTEN_OUT = re.compile(r"((?:[A-Z][\w-]+ (?:of |and |for |the )*){1,6})\(([A-Z]{2,6}s?)\)")


@dataclass
class Shelf:
    """The documents of a library without the op-ed's own."""

    inquiry: Inquiry
    _acronyms: dict[str, dict[str, str]] = field(default_factory=dict)
    _pools: dict[tuple[str, ...], list[Evidence]] = field(default_factory=dict)
    _logits: dict[tuple[str, str], float] = field(default_factory=dict)
    _screened: set[tuple[str, int, int]] = field(default_factory=set)
    _refused: set[tuple[str, int]] = field(default_factory=set)

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
        self,
        asked: str,
        *more: str,
        telling: Callable[[Evidence], bool] = lambda one: True,
        since: str = "",
        slugs: tuple[str, ...] = (),
        most: int = _READ,
    ) -> list[Evidence]:
        """The sentences that are most relevant to what is asked, best first by the cross-encoder's logit, of
        what the searches find; `telling` says which are worth reading, `since` of what date their documents
        are at least, and `slugs` which they are."""
        searches = tuple(dict.fromkeys(filter(None, (asked, *more))))
        likeliest = self._likeliest(
            searches, [one for one in self._pool(searches, since, slugs) if telling(one)], most
        )
        return best_first(self._read(in_english(asked), self._usable(likeliest)))

    def about(self, text: str) -> list[Evidence]:
        """The sentences of the passages that a text finds, not read by any model."""
        return self._pool((text,))[:_AROUND]

    def near(self, claim: str, before: str = "", topic: Sequence[str] = ()) -> list[Evidence]:
        """What the record has that is nearest to a claim, best first: read as it stands; where it leans on
        the sentence before, also with that, and in the documents (`topic`) that were nearest to it; and among
        what has one of its figures."""
        found = self.find(claim)
        whole = with_antecedent(claim, before, self.rules)
        if whole != claim:
            found += self.find(whole, most=_ALSO)
        if topic and self.rules["standing"].of("points").find(claim):
            found += self.find(claim, slugs=tuple(topic), most=_ALSO)
        told = [one.text for one in quantities(claim) if one.unit or one.value > SMALL]
        if told:
            names = " ".join(features(claim, self.rules).names())
            found += self.find(
                claim,
                *(f"{one} {names}" for one in told),
                telling=partial(self.has_figure_of, claim),
                most=_ALSO,
            )
        return self.merged(found)

    def merged(self, found: Iterable[Evidence]) -> list[Evidence]:
        """What several searches found, each sentence once by its best score, best first."""
        best: dict[tuple[str, int], Evidence] = {}
        for one in best_first(found):
            best.setdefault((one.source.slug, one.sentence.start), one)
        return list(best.values())

    def has_figure_of(self, claim: str, one: Evidence) -> bool:
        """Whether a sentence has one of a claim's figures that tell something."""
        told = [each for each in quantities(claim) if each.unit or each.value > SMALL]
        theirs = quantities(one.english)
        return any((mine.value, mine.unit) == (other.value, other.unit) for mine in told for other in theirs)

    def rarity(self, text: str) -> dict[str, float]:
        """How rare each word of a text is among the documents, by its stem."""
        return rarity_of(text, self.inquiry.retriever)

    def share(self, wanted: Mapping[str, float], one: Evidence, *, titled: bool = True) -> float:
        """The share of some words, by their rarity, that a sentence has, with its document's title; words
        that mean the same count, and what its acronyms stand for."""
        text = f"{one.source.title if titled else ''} {one.english}"
        there = with_synonyms(stems(f"{text} {' '.join(self.long_forms(one.source.slug, text))}"), self.rules)
        return sum(wanted[stem] for stem in wanted.keys() & there) / (sum(wanted.values()) or 1.0)

    def has_names(self, text: str, one: Evidence, *, itself: bool = False) -> bool:
        """Whether what surrounds a sentence has the telling names of a text, without which it is of somebody
        else; those that stand everywhere tell little, and those of no document cannot be asked for."""
        named = self.rarity(" ".join(features(text, self.rules).names()))
        seats = self.rules["denials"].of("seats").stems
        telling = {stem for stem, rare in named.items() if _TELLING <= rare < 1.0} - seats
        place = f"{one.source.title} {one.english}" if itself else one.context
        around = f"{place} {' '.join(self.long_forms(one.source.slug, place))}"
        return telling <= with_synonyms(stems(in_english(around)), self.rules)

    def _usable(self, found: Sequence[Evidence]) -> list[Evidence]:
        """Those that may be used; each is screened once, in each passage where it is found."""
        new = [one for one in found if (*_place(one), one.passage.start) not in self._screened]
        self._screened |= {(*_place(one), one.passage.start) for one in new}
        refused = screen(new, self.inquiry.view, self.rules).quarantined
        self._refused |= {_place(one.evidence) for one in refused}
        return [one for one in found if _place(one) not in self._refused]

    def _pool(
        self, searches: tuple[str, ...], since: str = "", slugs: tuple[str, ...] = ()
    ) -> list[Evidence]:
        key = (*searches, since, *slugs)
        if key not in self._pools:
            retriever = self.inquiry.retriever.within(Restriction(since=since, slugs=slugs))
            self._pools[key] = pooled(searches, retriever, passages=_PASSAGES)
        return self._pools[key]

    def _likeliest(self, searches: tuple[str, ...], found: Sequence[Evidence], most: int) -> list[Evidence]:
        """The sentences that have most of the words of what is searched for, by how rare these are, and stand
        in the passages that the searches find first."""
        if len(found) <= most:
            return list(found)
        rarity = rarity_of(" ".join(searches), self.inquiry.retriever)
        whole = sum(rarity.values()) or 1.0

        def gain(one: Evidence) -> float:
            there = with_synonyms(stems(f"{one.source.title} {one.english}"), self.rules)
            return _PLACED * one.score + _WORDS * sum(rarity[stem] for stem in rarity.keys() & there) / whole

        return sorted(found, key=gain, reverse=True)[:most]

    def _read(self, asked: str, found: Sequence[Evidence]) -> list[Evidence]:
        """The sentences with the cross-encoder's logit of each after its document's title, read once."""
        texts = [f"{one.source.title[:_TITLED]}. {_spoken(one)}{one.english}" for one in found]
        new = list(dict.fromkeys(text for text in texts if (asked, text) not in self._logits))
        if new:
            logits = self.inquiry.retriever.read([Variant(asked)], new)
            self._logits.update({(asked, text): logit for text, logit in zip(new, logits, strict=True)})
        return [replace(one, score=self._logits[asked, text]) for one, text in zip(found, texts, strict=True)]


def _place(one: Evidence) -> tuple[str, int]:
    return one.source.slug, one.sentence.start


def _spoken(one: Evidence) -> str:
    """Who says a sentence, where its document tells: “I” is them."""
    return f"{one.sentence.speaker}: " if one.sentence.speaker else ""


def when_told(one: Evidence) -> str:
    """The earliest date that a sentence names, or its section's, or its document's; ISO as far as told."""
    headed = [day.iso for day in days(one.passage.heading) if day.day and day.year]
    named = [day.iso for day in days(one.statement) if day.year] or headed
    dates = headed or [one.source.date]
    return min(filter(None, (*named, *dates)), default="")


def tells_it_exists(one: Evidence, rules: Rules) -> bool:
    """Whether a sentence tells of something that exists or was done."""
    return any(map(rules["proposals"].of("exists").find, (one.english, one.statement)))


def tells_of_a_deed(one: Evidence, rules: Rules) -> bool:
    """Whether a sentence tells of something that exists, was done, or is being done."""
    return rules["proposals"].of("exists", "deed").find(one.english) is not None


def with_antecedent(text: str, before: str, rules: Rules) -> str:
    """A sentence that leans on the one before it (“that law”, “it”) with the names of that one."""
    if not before or not rules["standing"].of("leans").find(text):
        return text
    names = " ".join(features(before, rules).names())
    return f"{names}: {text}" if names else f"{before} {text}"


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
