"""What became of the instrument that a quote is from, by the documents of the library: a later one that says
of it, by its number or name, that it ended or that another took its place. None is read as saying so by its
subject alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.drafting.instruments import is_proposed, own_reference
from assistant.guard.screening import screen
from assistant.lexicon.dates import days
from assistant.lexicon.references import Reference, references, without_references
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems
from assistant.retrieval.changes import changed_by
from assistant.retrieval.retriever import Retriever
from assistant.retrieval.sentences import sentences_of
from assistant.retrieval.supersession import change_search, instrument_numbers, numbers_of
from assistant.types import Evidence, Superseded
from ingest.types import Restriction, Source

_READ = 40  # passages of later documents
_BETWEEN = 8  # words between an instrument's name and what ends it: more speak of another thing
_SHARED = 2  # words of what ended: one alone may stand anywhere
_BEFORE = 3  # words before what ends it, in which it is made unsure
_NO_VOICE = frozenset(("op-ed", "correspondence"))
_OF_ANY = content_stems(
    "order executive act law regulation section paragraph title amended impose imposed certain set setting"
)
_QUOTED = re.compile(r"“[^”]*”|‘‘[^’]*’’")  # such as the title of an instrument that is cited
_PLURAL = re.compile(r"(?<=[a-z]{2})(?:ies|(?<!s)s)\b")
_WITHOUT_IT = re.compile(r"\b\w+-free\b", re.IGNORECASE)
_CLAUSE_START = re.compile(r"[.:?!](?:\s|$)")
_ASIDE = re.compile(r"\([^()]*\)")
_UNDER = re.compile(r"\b(?:under|pursuant to|in accordance with|by virtue of)\s+(?:the\s+)?$", re.IGNORECASE)
_CLAUSE = re.compile(r"[.:?!](?:\s|$)|\b(?:which|who|that|but|although|while|because)\b", re.IGNORECASE)
_ANOTHER = re.compile(r"\b(?:the|an?|its|their|his|her|this|these|I|we|they)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Ending:
    """A sentence that says of an instrument that it is no more, or of a `section` of it, or of what it is of:
    `what` are the words of that, none where it is the whole."""

    by: Evidence
    section: str
    what: frozenset[str]
    is_done: bool
    is_replaced: bool

    @property
    def day(self) -> str:
        """When: the day of the document, or one that its sentence names, from which it is so."""
        told = {one.iso for one in days(self.by.text) if one.year and one.month and one.day}
        later = [one for one in told if one >= self.by.source.date]
        return later[0] if self.is_done and len(later) == 1 else self.by.source.date


class Endings:
    """What later documents say of the instruments that are quoted, each looked up once; what the reader may
    see counts, also where the question is kept to some documents."""

    def __init__(self, retriever: Retriever) -> None:
        self._retriever = Retriever(retriever.view.unrestricted, retriever.rules, retriever.models)
        self._of: dict[str, tuple[_Ending, ...]] = {}
        self._titles: dict[str, str] = {}

    def of(self, one: Evidence) -> Superseded | None:
        """What became of what a quote says; None where the library does not say that it ended."""
        slug = one.source.slug
        if slug not in self._of:
            self._of[slug] = tuple(self._endings(one.source))
        titles, rules = self._titles.get(slug, ""), self._retriever.rules
        found = [
            ending
            for ending in self._of[slug]
            if _is_of_it(ending.section, one) and _speaks_of(ending.what, one, titles, rules)
        ]
        first = min(found, key=lambda ending: (not ending.is_done, ending.day), default=None)
        return _told(first, rules) if first else None

    def _endings(self, source: Source) -> Iterator[_Ending]:
        rules, view = self._retriever.rules, self._retriever.view
        if not source.date or not own_reference(source, rules):
            return
        numbers = (*instrument_numbers([source.title], rules), *self._changed(source))
        titled = (one.title for one in view.sources if {*instrument_numbers([one.title], rules)} & {*numbers})
        self._titles[source.slug] = " ".join(titled)
        for one in self._later(numbers, source):
            yield from _endings_in(one, {each.casefold() for each in numbers}, rules)

    def _later(self, numbers: Sequence[str], source: Source) -> Sequence[Evidence]:
        """The sentences of later documents that may tell of an end of the instruments of these numbers, of
        whoever does not only argue, or propose."""
        rules = self._retriever.rules
        later = self._retriever.within(Restriction(since=source.date))
        found = {
            (one.source.slug, one.sentence.start): one
            for number in numbers
            for hit in later.view.full_text(change_search([number], rules), _READ)
            for one in sentences_of(hit, later)
            if one.source.date > source.date
            and one.source.kind not in _NO_VOICE
            and not is_proposed(one.source, rules)
        }
        return screen(list(found.values()), later.view, rules).usable

    def _changed(self, source: Source) -> list[str]:
        """The numbers of the instruments that a document changes, or says of to what they apply, and does not
        end itself."""
        rules, view = self._retriever.rules, self._retriever.view
        named, text = changed_by(source, self._retriever), view.text(source.slug)
        sentences = [
            text[one.start : one.end] for each in view.passages(source.slug) for one in each.sentences
        ]
        return [
            number
            for number in named
            if number not in text  # it is named by its day
            or (
                any(_changes(one, number, rules) for one in sentences)
                and not any(_said(one, {number.casefold()}, rules) for one in sentences)
            )
        ]


def _changes(text: str, number: str, rules: Rules) -> bool:
    """Whether a sentence changes what an instrument says, and does not merely act under it."""
    before, found, _ = text.partition(number)
    named = next((one for one in references(text, rules) if one.start <= len(before) < one.end), None)
    if not found or named is None or _UNDER.search(text[: named.start]):
        return False
    change = rules["change"]
    told = change.of("cites").pattern.sub(" ", text)
    return bool(change.of("tells").find(told) or change.of("does").find(told))


def _endings_in(one: Evidence, numbers: set[str], rules: Rules) -> Iterator[_Ending]:
    """What a sentence says of the end of the instruments of these numbers."""
    for named, what, words in _said(one.text, numbers, rules):
        is_done = bool(own_reference(one.source, rules)) and not rules["endings"].of("done").find(words)
        is_replaced = rules["endings"].of("replaced").find(words) is not None
        yield _Ending(one, named.section, what, is_done, is_replaced)


def _said(text: str, numbers: set[str], rules: Rules) -> list[tuple[Reference, frozenset[str], str]]:
    """The instruments of these numbers of which a text says that they are no more, each with what of them,
    and the words that say it: after its name, or before it."""
    over, ends, unsure = (rules["endings"].of(one) for one in ("over", "ends", "unsure"))
    passive = [one.span() for one in over.pattern.finditer(text)]
    active = [
        one.span()
        for one in ends.pattern.finditer(text)
        if not any(start <= one.start() < end for start, end in passive)
    ]
    found = []
    for named in references(text, rules):
        if _called(named).casefold() not in numbers or _UNDER.search(text[: named.start]):
            continue
        first = max((one.end() for one in _CLAUSE_START.finditer(text, 0, named.start)), default=0)
        spans = [(span, first) for span in passive if span[0] >= named.end]
        spans += [(span, span[1]) for span in active if span[1] <= named.start]
        for (start, end), opening in spans:
            between = text[named.end : start] if start >= named.end else text[end : named.start]
            before = " ".join(text[:start].split()[-_BEFORE:])
            of_another = start >= named.end and _ANOTHER.search(_ASIDE.sub(" ", between))
            if not of_another and _is_close(between, rules) and not unsure.find(before):
                what = frozenset(_plain(text[opening : named.start], rules) - _OF_ANY)
                found.append((named, what, text[start:end]))
    return found


def _called(named: Reference) -> str:
    return next(iter(numbers_of([replace(named, section="")])), "")


def _is_close(between: str, rules: Rules) -> bool:
    """Whether nothing but other instruments and a few words stand between a name and what ends it."""
    bare = without_references(_ASIDE.sub(" ", between), rules)
    bare = rules["change"].of("cites").pattern.sub(" ", bare)
    words = [word for word in bare.split() if any(map(str.isalnum, word)) and word not in ("and", "in")]
    return len(words) <= _BETWEEN and not _CLAUSE.search(bare)


def _plain(text: str, rules: Rules) -> set[str]:
    """The words of a text without what it names and cites."""
    return _singular(without_references(_QUOTED.sub(" ", _ASIDE.sub(" ", text)), rules))


def _singular(text: str) -> set[str]:
    """The stems of a text's words, “duties” as “duty”."""
    bare = _WITHOUT_IT.sub(" ", text.lower())
    return content_stems(_PLURAL.sub(lambda one: "y" if one[0] == "ies" else "", bare))


def _speaks_of(what: frozenset[str], one: Evidence, titles: str, rules: Rules) -> bool:
    """Whether a quote speaks of what ended: it has a word of that which the titles have too, where any has,
    and lays something down, or has more of its words. The end of the whole is of all that is quoted."""
    said = _plain(one.english, rules)
    matter = set(what & _singular(titles)) or set(what)
    lays_down = rules["modality"].of("must", "will", "may").find(one.english) is not None
    return not what or bool(matter & said and (lays_down or len(what & said) >= _SHARED))


def _is_of_it(section: str, one: Evidence) -> bool:
    """Whether an end of a section is one of a quote: it stands there. One of the whole is of every quote."""
    return not section or re.search(rf"(?<!\w){re.escape(section)}(?!\w)", one.sentence.place) is not None


def _told(ending: _Ending, rules: Rules) -> Superseded:
    by = ending.by
    how: Literal["ended", "superseded", "ends", "reported ended", "reported superseded"]
    if ending.is_done:
        is_to_come = ending.day > by.source.date and not ending.is_replaced
        how = "ends" if is_to_come else "superseded" if ending.is_replaced else "ended"
    else:
        how = "reported superseded" if ending.is_replaced else "reported ended"
    return Superseded(
        source=by.source.slug,
        title=by.source.title,
        name=own_reference(by.source, rules) or by.source.title,
        date=ending.day,
        how=how,
        quote=by.text,
        start=by.sentence.start,
        end=by.sentence.end,
        page=by.sentence.page,
        sha256=by.source.sha256,
    )
