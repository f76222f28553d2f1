"""Figures: each thing that is asked is searched for by itself, among sentences that count or measure; those
of one document stand under one attribution, and all are set out in a table that rests on the quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.drafting.cut import shortened
from assistant.drafting.figures import count_alike, counted_stems, figures_of, has_figure
from assistant.drafting.grouped import grouped
from assistant.drafting.quotes import Quote, choose_quotes, may_quote, overlap
from assistant.guard.screening import Screened, screen
from assistant.lexicon.dates import MONTHS, days
from assistant.lexicon.quantities import quantity_places
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems
from assistant.plans.figure_table import figure_table
from assistant.plans.plan import Plan
from assistant.query.query import Query
from assistant.query.requirements import Requirements, shortfall
from assistant.retrieval.retriever import Retriever, best_first
from assistant.retrieval.sentences import sentences_of
from assistant.retrieval.within import MOST_READ, read_for, sentences_within
from assistant.types import Draft, Evidence
from ingest.gloss import in_english
from ingest.types import EVERYTHING, Lead, Restriction

_PASSAGES = 24  # that a thing asked for is looked for in
_PARTS = re.compile(
    r"[,;?:]\s+|\s[+&–—]\s|\s(?:and|y|versus|plus|including|incluyendo|vs?\.?)\s+(?=\w)", re.IGNORECASE
)
_MOST_PARTS = 4
_FURTHEST = 5.0  # below the best of its part a figure is another
_FURTHEST_OF_TIME = (
    9.0  # below the best of all, the same, where it is the only one of a time that is asked for
)
_OF_THE_TIME = 2.0  # what a document gains whose sentence or date is of a year that is asked for
_SAME_WORDS = 1.5  # what a sentence gains that has all words of what is asked for
_COUNTED = 1.5  # what a sentence gains whose figure counts what is asked for
_SAME_FIGURE = 4.0  # what a sentence gains that has a figure of the question
_TELLING = 100.0  # a smaller number stands in too many sentences
_NAMES_COUNT = 0.5  # how much of its cost a missing name has here: a table may have it in its title
_NEWEST = 1.5  # what the newest document gains over the oldest
_TO_MIND = "What to mind"
_MINDED = 4  # documents of the best sentences
_MOST_CAVEATS = 3
_MORE = 3  # quotes than sentences: those of one document stand together
_REACH = 8  # sentences that a line such as “From May to July:” may stand before
_NO_FIGURE = content_stems(
    """
    figures figure numbers number statistics totals total data how much many what which give gives given
    source sources please want both two different latest year years one line each who says so say says too
    caveats fit for the by from of per can could add since until through between during before after up down
    is it like and
    """
)


def _find(query: Query, retriever: Retriever) -> Screened:
    """The sentences with figures that each part of the request asks for, best first."""
    rules = retriever.rules
    narrowed = retriever.within(_restriction(query, retriever))
    parts = parts_of(query, rules)
    scored: dict[tuple[str, int], tuple[float, Evidence]] = {}
    quarantined = []
    for part in parts:
        hits = narrowed.fused([part, *_searches(query, parts)])[:_PASSAGES]
        found = [one for hit in hits for one in sentences_of(hit, narrowed) if _counts(one, rules)]
        screened = screen(found, narrowed.view, rules)
        quarantined += [one for one in screened.quarantined if one not in quarantined]
        usable = list({_place(one): _under_its_period(one, narrowed) for one in screened.usable}.values())
        read = read_for(part, usable, retriever, MOST_READ // len(parts), headed=False)
        weighed = best_first(_weighed(query, part, read, retriever))
        for one in weighed:
            below = one.score - weighed[0].score  # which part it answers best, whatever that part's scores
            if _place(one) not in scored or scored[_place(one)][0] < below:
                scored[_place(one)] = below, replace(one, found_for=part)
    found = best_first(one for _, one in scored.values())
    minded = _to_mind(query, found, narrowed)
    return Screened((*found, *minded.usable), (*quarantined, *minded.quarantined))


def _to_mind(query: Query, found: Sequence[Evidence], retriever: Retriever) -> Screened:
    """What the documents of the best sentences say of how their figures are to be read, most like the request
    first, behind all that was found: it has few of its words, and was seldom found with it."""
    known = {_place(one) for one in found}
    slugs = list(dict.fromkeys(one.source.slug for one in found))[:_MINDED]
    words = content_stems(in_english(query.standalone)) - _NO_FIGURE
    whole = sentences_within(
        slugs,
        retriever,
        lambda one: (
            _place(one) not in known
            and may_quote(one)
            and retriever.rules["basis"].of("caveat").find(one.english) is not None
        ),
    )
    shared = [(len(words & content_stems(one.english)), one) for one in whole.usable]
    least = min((one.score for one in found), default=0.0)
    ranked = [replace(one, score=least - 1 / count) for count, one in shared if count]
    return Screened(tuple(best_first(ranked)), whole.quarantined)


def parts_of(query: Query, rules: Rules) -> list[str]:
    """The things whose figures are asked for, each with what the first of them is about."""
    leans = query.standalone != query.question
    subject = in_english(query.standalone if leans else query.request.subject or query.question)
    subject = rules["figures"].of("papers").pattern.sub(" ", subject)
    told = [part.strip(" .?!") for part in _PARTS.split(subject)]
    own = [part for part in told if _names_a_thing(part)]
    if len(own) < 2:
        return [subject]
    return [own[0], *(f"{own[0]}: {part}" for part in own[1:_MOST_PARTS])]


def _names_a_thing(part: str) -> bool:
    """Whether a part asks for more than a time, or than figures."""
    bare = part
    for day in days(part):
        bare = bare.replace(day.text, " ")
    return bool(content_stems(bare) - _NO_FIGURE)


def _searches(query: Query, parts: Sequence[str]) -> Sequence[str]:
    """The request's own searches, where its parts are not all of it."""
    return query.searches if len(parts) == 1 else ()


def _restriction(query: Query, retriever: Retriever) -> Restriction:
    """The documents that the request is about: those that it names, or those of a month whose papers it
    names (“the May reports”)."""
    if query.request.documents and query.request.within:
        return Restriction(slugs=query.request.documents)
    for row in retriever.rules["figures"].of("papers").rows:
        if found := row.find(in_english(query.question)):
            for day in days(found["name"]):
                if day.year and day.month:
                    period = Restriction(since=f"{day.iso[:7]}-01", until=f"{day.iso[:7]}-31")
                    return period if retriever.view.within(period).sources else EVERYTHING
    return EVERYTHING  # a time is that of the figures, of which later documents tell too


def _counts(one: Evidence, rules: Rules) -> bool:
    """Whether a sentence may be quoted and counts, compares amounts, or says what to mind of figures."""
    tells = has_figure(one.text, rules) or rules["basis"].of("compared", "caveat").find(one.english)
    return bool(tells) and may_quote(one)


def _place(one: Evidence) -> tuple[str, int]:
    return one.source.slug, one.sentence.start


def _weighed(query: Query, part: str, found: Sequence[Evidence], retriever: Retriever) -> Iterator[Evidence]:
    """The evidence with what counts besides likeness: words and times that are asked for, and how new it
    is."""
    wanted, words = _times(query.question), content_stems(part) - _NO_FIGURE
    names = tuple(name for name in query.requirements.names if not any(map(str.isdigit, name)))
    asked = {one.value for *_, one in quantity_places(query.question) if one.value >= _TELLING}
    dates = sorted({one.source.date for one in found})
    for one in found:
        told = _times(f"{one.statement} {one.source.date}")
        gain = _OF_THE_TIME * len(wanted & told) / len(wanted) if wanted else 0.0
        gain += _SAME_WORDS * len(words & content_stems(one.english)) / max(1, len(words))
        counted = (counted_stems(figure) for figure in figures_of(one, retriever.rules))
        gain += _COUNTED if any(words & each for each in counted) else 0.0
        values = {quantity.value for *_, quantity in quantity_places(one.text)}
        gain += _SAME_FIGURE if asked & values else 0.0
        gain += _NEWEST * dates.index(one.source.date) / max(1, len(dates) - 1)
        lacks = shortfall(Requirements(names=names), one, {}, retriever.rules)
        yield replace(one, score=one.score + gain - _NAMES_COUNT * lacks)


def _times(text: str) -> set[str]:
    """The years and the months that a text names."""
    named = days(text)
    return {f"{day.year}" for day in named if day.year} | {
        MONTHS[day.month - 1] for day in named if day.month
    }


def _under_its_period(one: Evidence, retriever: Retriever) -> Evidence:
    """The sentence after the line that says of which time it and others are (“From May to July:”), where it
    names no time itself."""
    if one.sentence.leads or any(day.month for day in days(one.text)):
        return one
    around = retriever.view.neighbours(one.passage, before=2, after=0)
    earlier = [
        (sentence, passage.text[sentence.start - passage.start : sentence.end - passage.start])
        for passage in around
        for sentence in passage.sentences
        if sentence.end <= one.sentence.start and sentence.speaker == one.sentence.speaker
    ][-_REACH:]
    for sentence, text in reversed(earlier):
        if text.rstrip().endswith(":"):
            if not any(day.month for day in days(text)):
                return one
            lead = Lead(sentence.start, sentence.end, text, sentence.page, sentence.place)
            return replace(one, sentence=replace(one.sentence, leads=(lead,)))
    return one


def _drafts(query: Query, evidence: Sequence[Evidence], limit: int, rules: Rules) -> list[Draft]:
    """The figures of every part in turn, of versions of one figure the newest first; by date where that is
    asked for."""
    parts = list(dict.fromkeys(one.found_for for one in evidence if one.found_for))
    order = {part: place for place, part in enumerate(parts_of(query, rules))}
    parts.sort(key=lambda part: order.get(part, len(order)))
    quotes: list[Quote] = []
    for part in parts:
        of_part = [one for one in evidence if one.found_for == part]
        near = [one for one in of_part if one.score >= of_part[0].score - _FURTHEST]
        quotes += choose_quotes(near, -(-(limit + _MORE) // len(parts)), rules)
    quotes += choose_quotes(_of_times_left(query, quotes, evidence), limit // 2, rules)
    quotes += choose_quotes(_against(quotes, evidence, rules), limit // 2, rules)
    quotes = [one for place, one in enumerate(quotes) if not _is_in(one, quotes[:place])]
    if rules["figures"].of("by date").find(in_english(query.question)):
        quotes.sort(key=lambda one: one.parts[0].source.date)
    drafts = grouped([_cut(one, rules) for one in quotes], rules)[:limit]
    minded = [one for one in _caveats(quotes, evidence, rules) if not _is_in(one, quotes)]
    return [*drafts, *grouped([_cut(one, rules) for one in minded], rules, _TO_MIND)[: limit - len(drafts)]]


def _cut(quote: Quote, rules: Rules) -> Quote:
    return Quote(tuple(shortened(one, rules, lambda text: has_figure(text, rules)) for one in quote.parts))


def _caveats(quotes: Sequence[Quote], evidence: Sequence[Evidence], rules: Rules) -> list[Quote]:
    """What the documents that are quoted say of how their figures are to be read."""
    quoted = {one.source.slug for quote in quotes for one in quote.parts}
    told = [
        one for one in evidence if one.source.slug in quoted and rules["basis"].of("caveat").find(one.english)
    ]
    return choose_quotes(told, _MOST_CAVEATS, rules)


def _of_times_left(query: Query, quotes: Sequence[Quote], evidence: Sequence[Evidence]) -> list[Evidence]:
    """The best sentence of each time that the request names and of which the quotes tell nothing."""
    told = set().union(*(_times(one.statement) for quote in quotes for one in quote.parts))
    least = max((one.score for one in evidence), default=0.0) - _FURTHEST_OF_TIME
    near = [one for one in evidence if one.found_for and one.score >= least]
    first = (
        next((one for one in near if time in _times(one.statement)), None)
        for time in sorted(_times(query.question) - told)
    )
    return [one for one in first if one is not None]


def _against(quotes: Sequence[Quote], evidence: Sequence[Evidence], rules: Rules) -> list[Evidence]:
    """What other documents, or other sentences, say of what the quotes count: another figure of it."""
    shown = [(one, figure) for quote in quotes for one in quote.parts for figure in figures_of(one, rules)]
    return [
        other
        for other in evidence
        if any(
            one.source.slug != other.source.slug
            and figure.text != figure_of_other.text
            and count_alike(figure, figure_of_other)
            for figure_of_other in figures_of(other, rules)
            for one, figure in shown
        )
    ]


def _is_in(one: Quote, others: Sequence[Quote]) -> bool:
    return any(overlap(mine, theirs) for other in others for mine in one.parts for theirs in other.parts)


PLAN = Plan(find=_find, drafts=_drafts, tells=figure_table, length=1.5)
"""Sentences that count or measure, and a table of their figures."""
