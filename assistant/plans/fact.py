"""A short answer: the sentence that answers, with the words that do marked, and what adds to it or says
otherwise. Three right quotes are better than six of which three are about something else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.drafting.cut import shortened
from assistant.drafting.grouped import grouped
from assistant.drafting.marked import Spans, answering
from assistant.drafting.quotes import Quote, choose_quotes, may_quote
from assistant.guard.screening import Screened
from assistant.lexicon.dates import days
from assistant.lexicon.event_days import event_day
from assistant.lexicon.names import is_country, read_names
from assistant.lexicon.references import references
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems, stems
from assistant.plans.plan import Cited, Plan, Told, by_likeness, what_is_over
from assistant.query.documents import documents_named
from assistant.query.query import Query
from assistant.retrieval.retriever import Retriever, best_first
from assistant.retrieval.within import MOST_READ, read_for, sentences_within
from assistant.types import Draft, Evidence

_SHARED = 2  # words of the question, and of the best, that what ended has
_FURTHEST = 6.0  # below the first quote, from which one must add something to be shown
_ADDS = 10.0  # below the first quote, from which not even that counts
_DENIES = 12.0  # below the first quote, from which even a denial is of something else
_MOST_NAMED = 2  # documents that a turn leans on: more are not what “it” or “them” is about
# What a sentence gains that gives a reason, or names those to whom it happened, where a reason is asked for.
_BECAUSE = 2.0
_ABOUT_THEM = 4.0
_WAS_DONE = re.compile(r"\b(?:was|were|is|are|been)\s+(?:\w+ly\s+)?(\w+)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_LIKENESS_COUNTS = 0.3  # of a score, there: “why them?” is like no sentence


def _find(query: Query, retriever: Retriever) -> Screened:
    """The evidence by likeness; for a turn that leans on another, which names a document or its day, every
    sentence of that."""
    about = leant_on(query, retriever)
    if not about:
        found = _reasons_first(query, by_likeness(query, retriever), retriever.rules)
        return replace(found, usable=tuple(with_ends_marked(query, found.usable, retriever.rules)))
    whole = sentences_within(about, retriever, may_quote)
    read = read_for(query.standalone, whole.usable, retriever, MOST_READ, headed=False)
    reasoned = best_first(with_reasons(query, read, retriever.rules))
    return Screened(tuple(reasoned), whole.quarantined)


def _reasons_first(query: Query, found: Screened, rules: Rules) -> Screened:
    """The evidence; where a reason is asked for, what gives one gains."""
    if not rules["answering"].of("reason").find(query.question):
        return found
    because = rules["answering"].of("because")
    raised = (
        replace(one, score=one.score + (_BECAUSE if because.find(one.english) else 0.0))
        for one in found.usable
    )
    return replace(found, usable=tuple(best_first(raised)))


def leant_on(query: Query, retriever: Retriever) -> tuple[str, ...]:
    """The documents that the turns before are about: those that they name, or those of the day that they
    name whose publisher or title they name too."""
    if query.standalone == query.question:
        return ()
    sources = retriever.view.sources
    named = documents_named(query.standalone, sources, retriever.rules)
    if not named:
        dated = {day.iso for day in days(query.standalone) if day.year and day.day}
        asked = content_stems(query.standalone)
        named = tuple(
            one.slug
            for one in sources
            if one.date in dated and asked & content_stems(f"{one.publisher} {one.title}")
        )
    return named if len(named) <= _MOST_NAMED else ()


def with_reasons(query: Query, found: Sequence[Evidence], rules: Rules) -> list[Evidence]:
    """The evidence of one document; where a reason is asked for, what gives one gains, and what names those
    to whom it happened: the question has only “them”."""
    if not rules["answering"].of("reason").find(query.question):
        return list(found)
    them = _to_whom_it_happened(query, found, rules)
    return [
        replace(
            one,
            score=_LIKENESS_COUNTS * one.score
            + (_BECAUSE if rules["answering"].of("because").find(one.english) else 0.0)
            + (_ABOUT_THEM if them & set(_WORD.findall(one.text)) else 0.0),
        )
        for one in found
    ]


def _to_whom_it_happened(query: Query, found: Sequence[Evidence], rules: Rules) -> set[str]:
    """The words of the names in sentences that say that what the turns before ask about was done (“were
    fined”), without those of the document and of its publisher."""
    asked = content_stems(query.standalone)
    done = [
        one.text for one in found if any(stems(was[1]) & asked for was in _WAS_DONE.finditer(one.english))
    ]
    told = content_stems(" ".join(f"{one.source.title} {one.source.publisher}" for one in found[:1])) | asked
    names = (name.text for text in done for name in read_names(text, rules) if not is_country(name.text))
    return {word for name in names for word in name.split() if word[0].isupper() and not stems(word) & told}


def _drafts(query: Query, evidence: Sequence[Evidence], limit: int, rules: Rules) -> list[Draft]:
    """The best quote and what stands with it in its document, then the others, without those that are far
    less likely than the first and add nothing to it."""
    quotes = choose_quotes(evidence, limit, rules)
    kept = [quote for place, quote in enumerate(quotes) if _is_worth(quote, quotes[:place], query, rules)]
    sources = list(dict.fromkeys(one.parts[0].source.slug for one in kept))
    kept.sort(key=lambda one: sources.index(one.parts[0].source.slug))
    kept = _with_the_end_told(kept, query, rules)
    cut = [Quote(tuple(shortened(one, rules) for one in quote.parts)) for quote in kept]
    return grouped(cut, rules, in_order=True)


def with_ends_marked(query: Query, found: Sequence[Evidence], rules: Rules) -> list[Evidence]:
    """The evidence; where it is asked how things are now, what of it says that what the best tells of ended
    is marked as such, and stands close behind the best."""
    if not found or not _asks_of_now(query, rules) or any(_ends(one, rules) for one in found):
        return list(found)
    best = found[0]
    asked, told = content_stems(query.standalone), content_stems(best.english)

    def marked(one: Evidence) -> Evidence:
        own = content_stems(one.english)
        is_near = one.score >= best.score - _DENIES and event_day(one, rules).iso > event_day(best, rules).iso
        is_of_it = len(own & asked) >= _SHARED and len(own & told) >= _SHARED
        if not (is_near and is_of_it and rules["change"].of("ends").find(one.english)):
            return one
        return replace(one, overtakes=True, score=max(one.score, best.score - _FURTHEST))

    return best_first(map(marked, found))


def _with_the_end_told(quotes: Sequence[Quote], query: Query, rules: Rules) -> list[Quote]:
    """The quotes with what ended that of which the first is right after it. Where it is asked how things are
    now, it stands before a first that is older, and what was so before comes last."""
    ending = next((one for one in quotes if any(_ends(part, rules) for part in one.parts)), None)
    if ending is None or ending is quotes[0]:
        return list(quotes)
    first, since = quotes[0], event_day(ending.parts[0], rules).iso
    others = [one for one in quotes if one is not ending]
    if _asks_of_now(query, rules):
        is_old = event_day(first.parts[0], rules).iso < since
        later = sorted(others[not is_old :], key=lambda one: event_day(one.parts[0], rules).iso < since)
        return [ending, *later] if is_old else [first, ending, *later]
    with_first = next(
        (at for at, one in enumerate(others) if one.parts[0].source != first.parts[0].source), len(others)
    )
    return [*others[:with_first], ending, *others[with_first:]]


def _ends(one: Evidence, rules: Rules) -> bool:
    return one.overtakes and rules["change"].of("ends").find(one.english) is not None


def _asks_of_now(query: Query, rules: Rules) -> bool:
    """Whether it is asked how things are, and not what a document says."""
    is_of_a_document = query.request.documents or references(query.question, rules)
    return not is_of_a_document and rules["questions"].of("now").find(query.question) is not None


def _is_worth(quote: Quote, before: Sequence[Quote], query: Query, rules: Rules) -> bool:
    """Whether a quote is one of several that are asked for, is near the first, tells what later became of it,
    has words of the question that none before it has, or is the first that denies something."""
    if not before or rules["answering"].of("several").find(query.question):
        return True
    below = max(one.parts[0].score for one in before) - quote.parts[0].score
    if below <= _FURTHEST or any(one.overtakes for one in quote.parts):
        return True
    earlier = [one.english for other in before for one in other.words]
    if below > _ADDS:
        return _denies(quote, rules) and below <= _DENIES and not any(map(rules["negation"].find, earlier))
    said = set().union(*map(content_stems, earlier))
    asked = content_stems(query.variants[-1].text)
    return any(asked & content_stems(one.english) - said for one in quote.words)


def _denies(quote: Quote, rules: Rules) -> bool:
    return any(rules["negation"].find(one.english) for one in quote.words)


def _marks(query: Query, one: Evidence, rules: Rules) -> Spans:
    return answering(query.question, one, rules)


def _told(query: Query, shown: Sequence[Cited], rules: Rules) -> Told:
    return what_is_over(query, shown, rules) if _asks_of_now(query, rules) else Told()


PLAN = Plan(find=_find, drafts=_drafts, marks=_marks, tells=_told)
"""Few quotes, with the words marked that answer."""
