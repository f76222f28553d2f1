"""What happened when: dated events in their order, the instruments on the subject first among them, with the
last that changed or ended what they did."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant.drafting.cut import shortened
from assistant.drafting.grouped import grouped, quoted_alone
from assistant.drafting.introductions import is_asked
from assistant.drafting.quotes import Quote, may_quote, overlap, with_items
from assistant.guard.screening import Screened, screen
from assistant.lexicon.dates import placed_days, readable_date
from assistant.lexicon.event_days import event_day
from assistant.lexicon.features import features
from assistant.lexicon.rules import Rules
from assistant.lexicon.sameness import shared_words
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import content_stems, stems
from assistant.plans.acts import (
    Instruments,
    acts_of,
    instruments_on,
    left_in_force,
    rates,
    recounts_another,
)
from assistant.plans.events import eventful, is_plan, tells_of_event
from assistant.plans.plan import Plan
from assistant.plans.subject import aboutness, covers_of, widened
from assistant.query.period import ANY_TIME, Period
from assistant.query.query import Query, Variant
from assistant.retrieval.retriever import Retriever, best_first
from assistant.retrieval.sentences import sentences_of
from assistant.types import Draft, Evidence
from ingest.gloss import in_english
from ingest.types import Hit, Restriction, Source

_FOUND = 100  # passages
_ON_SUBJECT = 0.12  # of the best document's weight: one that weighs less is about something else
_DOCUMENTS = 14
_READ = 64  # sentences that the cross-encoder reads
_RRF = 20
_FEW, _OF_EACH = 12, 3  # documents that a request names, of which all is looked at; events of each
_STEP = 0.01  # of a score: what puts one before another
_HAS = 0.34  # of a subject's words: what a passage of a document that is on it has
_LOOSE = " .,;:-–—?¿"
_OF = re.compile(r"^(?:(?:of|on|about|for|the|what|de|del|la|el|los|las|sobre)\s+)+", re.IGNORECASE)
_WORDS_COUNT = 8.0  # all of a subject's words, in choosing what to read
_CONTEXT = 200  # characters before and after a sentence that the cross-encoder reads with it
_ABOUT = 0.75  # of the subject's words, the rarer the more: what another event has beside acts
_TOLD_BY_ACTS = 3  # instruments from which they are what the timeline is of
# What counts besides the cross-encoder's logit, and how much that does: it knows topics, not events.
_LOGIT_COUNTS, _SUBJECT_COUNTS = 0.6, 4.0
_KEPT = 100.0  # what puts the act of an instrument on the subject before all else
_BELOW_BEST = 6.0  # an event further below the best is about something else
_LEAST = -9.0  # of the best sentence: below it nothing is about the subject
_SAME_EVENT = 0.45  # of the words of two sentences of one day


def _find(query: Query, retriever: Retriever) -> Screened:
    rules = retriever.rules
    period = _period(query)
    restriction = _restriction(query, period, retriever)
    narrowed = retriever.within(restriction)
    subject = widened(_subject(query, rules), narrowed)
    searches = dict.fromkeys(filter(None, (subject, in_english(subject), *query.searches)))
    hits = narrowed.fused(tuple(searches))[:_FOUND]
    covers = covers_of(subject, hits, narrowed)
    if max(covers.values(), default=0.0) < _HAS:
        return Screened((), ())
    weights = _weights(hits)
    if are_few := 0 < len(restriction.slugs) <= _FEW:
        weights = dict.fromkeys(restriction.slugs, 1.0) | weights
        hits += [Hit(passage, 0.0) for slug in restriction.slugs for passage in narrowed.view.passages(slug)]
    instruments = instruments_on(subject, [slug for slug in weights if covers[slug] >= _HAS], narrowed)
    wanted = with_synonyms(content_stems(f"{subject} {in_english(subject)}"), rules)
    acts = acts_of(instruments, wanted, narrowed)
    kept = [*acts, *left_in_force(acts, instruments, narrowed)]
    others: list[Evidence] = []
    for one in _candidates(hits, weights, instruments, narrowed):
        if not any(overlap(one, act) for act in kept):
            (kept if one.source.slug in instruments.sources else others).append(one)
    screened = screen([*kept, *others], narrowed.view, rules)
    dated = [replace(one, found_for=event_day(one, rules).iso) for one in screened.usable]
    of_period = [one for one in dated if period.holds(one.found_for)]
    places = {(one.source.slug, one.sentence.start) for one in kept}
    first = [one for one in of_period if (one.source.slug, one.sentence.start) in places]
    rest = [one for one in of_period if (one.source.slug, one.sentence.start) not in places]
    if len({one.source.slug for one in first}) >= _TOLD_BY_ACTS:
        about = aboutness(in_english(subject), narrowed)
        rest = [
            one
            for one in rest
            if event_day(one, rules).given and not is_plan(one, rules) and about(one) >= _ABOUT
        ]
    read = _read(subject, wanted, rest, narrowed, of_each=are_few)
    told = [replace(one, score=one.score + _KEPT) for one in first]
    return Screened(tuple(best_first([*told, *read])), screened.quarantined)


def _subject(query: Query, rules: Rules) -> str:
    """What the events are to be about: the request without what it says of the timeline itself."""
    text = query.variants[-1].text if query.standalone != query.question else query.request.subject
    for said in (rules["requests"].of("timeline"), rules["events"].of("form")):
        text = said.pattern.sub(" ", text)
    bare = _OF.sub("", " ".join(text.strip(_LOOSE).split()))
    return bare if any(map(str.isalnum, bare)) else query.question


def _period(query: Query) -> Period:
    """The time that the events are to be of: the month or the days that the request names. One day alone is
    where it begins: of a single day there is no timeline."""
    if query.period != ANY_TIME:
        is_a_day = query.period.since == query.period.until
        return replace(query.period, until="") if is_a_day else query.period
    named = [(at, day) for at, day in placed_days(query.question) if day.year and day.month]
    if len(named) == 1 and not named[0][1].day:
        month = named[0][1].iso
        return Period(f"{month}-01", f"{month}-31")
    return ANY_TIME


def _restriction(query: Query, period: Period, retriever: Retriever) -> Restriction:
    """The documents that the request names, or those of whom it names, where their own are wanted."""
    if query.request.documents and query.request.within:
        return Restriction(slugs=query.request.documents)
    if retriever.rules["events"].of("own").find(query.question) is None:
        return Restriction()
    asked = content_stems(query.question)
    theirs = [
        one.slug
        for one in retriever.view.sources
        if period.holds(one.date) and asked & _heard(one) - _common_names(retriever)
    ]
    return Restriction(slugs=tuple(theirs))


def _heard(source: Source) -> set[str]:
    """The names of whoever a document is of, as stems."""
    told = f"{source.title} {source.publisher} {source.author}"
    return stems(" ".join(word for word in told.split() if word[:1].isupper()))


def _common_names(retriever: Retriever) -> set[str]:
    """The words that stand in the titles of more than a third of the documents, which tell of nobody."""
    counts: dict[str, int] = defaultdict(int)
    for source in retriever.view.sources:
        for word in _heard(source):
            counts[word] += 1
    return {word for word, count in counts.items() if 3 * count > len(retriever.view.sources)}


def _weights(hits: Sequence[Hit]) -> dict[str, float]:
    """The documents by how much of them was found, most first; those near the first alone."""
    weights: dict[str, float] = defaultdict(float)
    for rank, hit in enumerate(hits):
        weights[hit.passage.source] += 1 / (_RRF + rank)
    order = sorted(weights, key=lambda slug: -weights[slug])[:_DOCUMENTS]
    return {slug: weights[slug] for slug in order if weights[slug] >= _ON_SUBJECT * weights[order[0]]}


def _candidates(
    hits: Sequence[Hit], weights: Mapping[str, float], instruments: Instruments, retriever: Retriever
) -> list[Evidence]:
    """The sentences that tell of an event, in the passages found of documents on the subject; of an
    instrument whose acts are told for themselves, what it recounts of others."""
    rules = retriever.rules
    passages = {
        (slug, passage.number): Hit(passage, 0.0)
        for slug in instruments.sources
        for passage in retriever.view.passages(slug)
    }
    passages |= {
        (hit.passage.source, hit.passage.number): hit for hit in hits if hit.passage.source in weights
    }
    found: dict[tuple[str, int], Evidence] = {}
    for hit in passages.values():
        for one in sentences_of(hit, retriever):
            if one.source.slug in instruments.sources and not recounts_another(one, instruments, retriever):
                continue
            if may_quote(one) and not is_asked(one) and tells_of_event(one, rules):
                found.setdefault((one.source.slug, one.sentence.start), one)
    return list(found.values())


def _read(
    subject: str, wanted: set[str], found: Sequence[Evidence], retriever: Retriever, *, of_each: bool
) -> list[Evidence]:
    """The events, best first, by what the cross-encoder makes of them and by what makes an event; with some
    `of_each` document, where these are all that the request wants."""
    rules = retriever.rules
    about = aboutness(in_english(subject), retriever)
    likely = _likeliest([one for one in found if about(one)], about, rules)
    texts = [f"{one.source.title}. {_around(one, wanted)}" for one in likely]
    logits = retriever.read([Variant(in_english(subject))], texts) if texts else []
    if max(logits, default=_LEAST) <= _LEAST:
        return []
    counts = _LOGIT_COUNTS / 2 if of_each else _LOGIT_COUNTS
    best = best_first(
        replace(one, score=counts * logit + eventful(one, rules) + _SUBJECT_COUNTS * about(one))
        for one, logit in zip(likely, logits, strict=True)
    )
    if of_each:
        return _of_each(best, rules)
    return [one for one in best if one.score >= best[0].score - _BELOW_BEST]


def _of_each(best: Sequence[Evidence], rules: Rules) -> list[Evidence]:
    """The events of several documents in turn, few of each; what one of them tells twice, once."""
    pools: dict[str, list[Evidence]] = defaultdict(list)
    for one in best:
        pool = pools[one.source.slug]
        near = not pool or one.score >= pool[0].score - _BELOW_BEST / 2
        if near and len(pool) < _OF_EACH and not any(_same_words(one, other, rules) for other in pool):
            pool.append(one)
    turns = [pool[turn] for turn in range(_OF_EACH) for pool in pools.values() if turn < len(pool)]
    return [replace(one, score=best[0].score - number * _STEP) for number, one in enumerate(turns)]


def _around(one: Evidence, wanted: set[str]) -> str:
    """A sentence, with what stands about it in its passage where it has no word of the subject itself."""
    if wanted & stems(one.english):
        return one.english
    start = one.sentence.start - one.passage.start
    return in_english(one.passage.text[max(0, start - _CONTEXT) : start + len(one.text) + _CONTEXT])


def _likeliest(found: Sequence[Evidence], about: Callable[[Evidence], float], rules: Rules) -> list[Evidence]:
    """The sentences that are worth reading: those that tell most of an event, and of the subject."""
    worth = {id(one): _WORDS_COUNT * about(one) + eventful(one, rules) for one in found}
    return sorted(found, key=lambda one: -worth[id(one)])[:_READ]


def _drafts(query: Query, evidence: Sequence[Evidence], limit: int, rules: Rules) -> list[Draft]:
    chosen: list[Evidence] = []
    for one in evidence:
        if len(chosen) == limit:
            break
        if not any(_same_event(one, other, rules) for other in chosen):
            chosen.append(one)
    chosen.sort(key=lambda one: (one.found_for, one.source.date, one.source.slug, one.sentence.start))
    drafts: list[Draft] = []
    days = dict.fromkeys(one.found_for for one in chosen)
    for day in days:
        quotes = [_quote(one, rules) for one in chosen if one.found_for == day]
        drafts += grouped(quotes, rules, readable_date(day), in_order=True)
    return drafts


def _quote(one: Evidence, rules: Rules) -> Quote:
    return with_items(quoted_alone(shortened(one, rules)), rules)


def _same_event(one: Evidence, other: Evidence, rules: Rules) -> bool:
    """Whether two sentences tell of one event: of one day, in much the same words or with the same figures of
    one instrument."""
    shorter = min(len(one.found_for), len(other.found_for))
    is_of_day = one.found_for[:shorter] == other.found_for[:shorter]
    return overlap(one, other) or (is_of_day and _same_words(one, other, rules))


def _same_words(one: Evidence, other: Evidence, rules: Rules) -> bool:
    if shared_words(features(one.english, rules), features(other.english, rules)) >= _SAME_EVENT:
        return True
    figures = rates(one, rules), rates(other, rules)
    return bool(figures[0]) and figures[0] <= figures[1]


PLAN = Plan(find=_find, drafts=_drafts, declines=lambda query: False, decides=True, length=2.0)
