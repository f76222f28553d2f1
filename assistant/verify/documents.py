"""The library's documents as a reader sees them, ready to be searched for words and to be read around a
place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.lexicon.leads import denial, with_kept_leads
from assistant.lexicon.references import Reference, opening_references
from assistant.lexicon.rules import Rules
from assistant.lexicon.same_words import patterns, plain_marks, words
from assistant.types import Evidence
from ingest.types import Page, Passage, Restriction, Sentence, Source
from ingest.view import View

_LEFT_OUT = re.compile(r"\s*(?:…|\.\s?\.\s?\.)\s*")
_MOST_PLACES = 20  # of one quote in one document: more is a phrase


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """Words of a document: `text[start:end]`; `exact` is False where the quote leaves out or puts in
    something that it marks; `led` where they are quoted after the words that they complete."""

    slug: str
    start: int
    end: int
    exact: bool = True
    led: bool = False

    def touches(self, other: FoundQuote) -> bool:
        """Whether the two share words."""
        return self.slug == other.slug and self.start < other.end and other.start < self.end


class CitedDocuments:
    """What a view has. What was read is kept, so one is made for one paper."""

    def __init__(self, view: View, rules: Rules) -> None:
        self.view = view
        self.rules = rules
        self.sources: dict[str, Source] = {one.slug: one for one in view.sources}
        self._texts: dict[str, str] = {}
        self._plain: dict[str, str] = {}
        self._passages: dict[str, list[Passage]] = {}
        self._words: dict[str, tuple[str, list[int], list[tuple[int, int]]]] = {}

    def text(self, slug: str) -> str:
        """The stored text."""
        if slug not in self._texts:
            self._texts[slug] = self.view.text(slug)
        return self._texts[slug]

    def find(self, quote: str, slugs: Iterable[str] | None = None) -> list[FoundQuote]:
        """Where the quote stands in these documents (None: in any)."""
        slugs = list(self.sources if slugs is None else slugs)
        for pattern, exact in zip(patterns(quote), (True, False), strict=False):
            if not exact and (completed := self._completed(quote, slugs)):
                return completed
            found = [
                FoundQuote(slug, match.start(), match.end(), exact)
                for slug in slugs
                for match, _ in zip(
                    pattern.finditer(self._plain_text(slug)), range(_MOST_PLACES), strict=False
                )
            ]
            if found:
                return found
        return []

    def _completed(self, quote: str, slugs: Sequence[str]) -> list[FoundQuote]:
        """Where an item stands that is quoted after the words that it completes, however far before it those
        stand: “may not be dismissed for— … growing old”."""
        *leads, last = [part for part in _LEFT_OUT.split(quote) if part.strip()] or [""]
        if not leads or not all(re.search(r"\w", part) for part in (*leads, last)):
            return []
        places = [
            FoundQuote(slug, match.start(), match.end(), exact=False)
            for slug in slugs
            for match in patterns(last)[0].finditer(self._plain_text(slug))
        ]
        return [
            replace(place, led=self._has_denials(place, leads))
            for place in places
            if self._completes(place, leads)
        ][:_MOST_PLACES]

    def _leads_at(self, place: FoundQuote) -> list[str]:
        return [lead.text for one in self.touched(place)[:1] for lead in one.leads]

    def _completes(self, place: FoundQuote, parts: Sequence[str]) -> bool:
        """Whether the words at a place complete the first of these parts of a quote, and each other is of
        those words too, or an item before it that completes the same."""
        leads = self._leads_at(place)

        def is_item(part: str) -> bool:
            found = patterns(part)[0].finditer(self._plain_text(place.slug), 0, place.start)
            places = (FoundQuote(place.slug, match.start(), match.end()) for match in found)
            return any(self._leads_at(other) == leads for other in places)

        return _is_of(parts[0], leads) and all(_is_of(part, leads) or is_item(part) for part in parts[1:])

    def _has_denials(self, place: FoundQuote, parts: Sequence[str]) -> bool:
        """Whether what the place completes is quoted as far as it denies."""
        denying = [lead for lead in self._leads_at(place) if denial(lead, self.rules)]
        return all(any(_is_of(part, [lead]) for part in parts) for lead in denying)

    def _plain_text(self, slug: str) -> str:
        if slug not in self._plain:
            self._plain[slug] = plain_marks(self.text(slug))
        return self._plain[slug]

    @cached_property
    def instruments(self) -> dict[str, list[Reference]]:
        """The instruments that documents' titles open with, by slug."""
        opened = {slug: opening_references(one.title, self.rules) for slug, one in self.sources.items()}
        return {slug: own for slug, own in opened.items() if own}

    # Places -------------------------------------------------------------------------------------------------

    def passages(self, slug: str) -> list[Passage]:
        """A document's passages, in order."""
        if slug not in self._passages:
            self._passages[slug] = self.view.passages(slug)
        return self._passages[slug]

    def pages(self, place: FoundQuote) -> tuple[int, int] | None:
        """The pages on which the place begins and ends; None where the format has none."""
        return _pages(self._pages_of(place.slug), place)

    def last_page(self, slug: str) -> int:
        """The number of its last page; 0 where the format has none."""
        return max((page.number for page in self._pages_of(slug)), default=0)

    def _pages_of(self, slug: str) -> tuple[Page, ...]:
        return self.view.pages(slug)

    def evidence(self, place: FoundQuote) -> Evidence:
        """The place as evidence, letter by letter."""
        passages = self.passages(place.slug)
        passage = next((one for one in reversed(passages) if one.start <= place.start), passages[0])
        pages = self.pages(place) or (None, None)
        text = self.text(place.slug)[place.start : place.end]
        known = next(iter(self.touched(place)), Sentence(0, 0))
        sentence = replace(known, start=place.start, end=place.end, page=pages[0], page_end=pages[1])
        return Evidence(self.sources[place.slug], passage, with_kept_leads(sentence, self.rules), text)

    def touched(self, place: FoundQuote) -> list[Sentence]:
        """The sentences that share words with the place, in order."""
        return [
            one
            for passage in self.passages(place.slug)
            if passage.start < place.end and place.start < passage.end
            for one in passage.sentences
            if one.start < place.end and place.start < one.end
        ]

    def sentences(self, place: FoundQuote) -> Evidence:
        """The sentences that the place is of, as evidence."""
        touched = self.touched(place)
        start = min((one.start for one in touched), default=place.start)
        end = max((one.end for one in touched), default=place.end)
        return self.evidence(FoundQuote(place.slug, min(start, place.start), max(end, place.end)))

    def nearest(self, text: str, slugs: Sequence[str], limit: int) -> list[Evidence]:
        """The sentences of these documents that share most words with a text, best first."""
        wanted = set(words(text))
        hits = self.view.within(Restriction(slugs=tuple(slugs))).full_text(text, limit)
        found = [
            self.evidence(FoundQuote(hit.passage.source, one.start, one.end))
            for hit in hits
            for one in hit.passage.sentences
        ]
        return sorted(
            found,
            key=lambda one: -len(wanted & set(words(one.text))) / (6 + len(set(words(one.text)))) ** 0.5,
        )[:limit]

    # Words --------------------------------------------------------------------------------------------------

    def run_at(self, run: Sequence[str], slugs: Iterable[str]) -> list[FoundQuote]:
        """Where these words stand one after the other, whatever marks are between them."""
        wanted, found = f" {' '.join(run)} ", list[FoundQuote]()
        for slug in slugs:
            joined, starts, spans = self._words_of(slug)
            first = joined.find(wanted)
            while first >= 0 and len(found) < _MOST_PLACES:
                number = bisect_right(starts, first + 1) - 1
                found.append(FoundQuote(slug, spans[number][0], spans[number + len(run) - 1][1]))
                first = joined.find(wanted, first + 1)
        return found

    def holds_run(self, run: Sequence[str], slugs: Iterable[str]) -> bool:
        """Whether the words stand so in one of the documents."""
        wanted = f" {' '.join(run)} "
        return any(wanted in self._words_of(slug)[0] for slug in slugs)

    def _words_of(self, slug: str) -> tuple[str, list[int], list[tuple[int, int]]]:
        """The document's words with a space around each, where each begins in that, and where it stands in
        the stored text."""
        if slug not in self._words:
            found = list(re.finditer(r"\d[\d.,]*\d|\w+", self._plain_text(slug)))
            starts, place = [], 1
            for match in found:
                starts.append(place)
                place += len(match.group()) + 1
            self._words[slug] = (
                f" {' '.join(match.group() for match in found)} ",
                starts,
                [match.span() for match in found],
            )
        return self._words[slug]

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """The titles of the documents."""
        return tuple(one.title for one in self.sources.values())


def _is_of(part: str, leads: Iterable[str]) -> bool:
    """Whether a part of a quote is of one of these words that others complete."""
    return any(patterns(part)[0].search(plain_marks(lead)) for lead in leads)


def _pages(pages: Sequence[Page], place: FoundQuote) -> tuple[int, int] | None:
    first = next((page.number for page in pages if page.start <= place.start < page.end), None)
    last = next((page.number for page in pages if page.start < place.end <= page.end), first)
    return None if first is None or last is None else (first, last)
