"""Who must do what by when, with penalties, exceptions and definitions: every provision of the instrument
that is named is looked at, and each thing that is asked is answered by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.drafting.cut import shortened
from assistant.drafting.grouped import grouped
from assistant.drafting.instruments import is_law
from assistant.drafting.quotes import Quote, choose_quotes, may_quote, overlap
from assistant.guard.screening import Screened
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems
from assistant.plans.asks import FACETS, UNSAID, Ask, asks, facets_of
from assistant.plans.plan import Plan, by_likeness
from assistant.query.documents import documents_named
from assistant.query.query import Query
from assistant.retrieval.changes import changes_to
from assistant.retrieval.retriever import Retriever, best_first
from assistant.retrieval.within import MOST_READ, read_for, sentences_within
from assistant.types import Draft, Evidence
from ingest.types import Lead, Source

_MOST_NAMED = 4  # documents: a turn that names more of them means none as the instrument
_LOOKED_AT = 10  # passages, which tell what a request is about that names no document
_MOST_MEANT = 3
_SURE = -9.0  # what the best provision scores at least, where the document was only likely
_IN_ORDER = 0.01  # of a score, from one provision to the next: what is wanted whole stays in its order
_FURTHEST = 3.0  # below the best of its ask a provision is about something else
_NOT_FIRST = 2.0  # what a provision costs that does something rarer first, for which it may be found too
_ANOTHERS = 2.5  # what words cost that are put into another act, or are another's
_SAME_WORDS = 3.0  # what a provision gains that has all words of what is asked
_BESIDE = 2.5  # what a provision gains that stands beside the best
_FURTHEST_OF_FEW = 8.0  # the same, where hardly anything is nearer
_AFTER = 30.0  # below everything: terms that may be needed
_MOST_TERMS = 2
_EVERYWHERE = 0.12  # of its provisions, in which a term stands that needs no explaining
_SELDOM = 3  # provisions
_HEADINGS: Mapping[str, str] = {
    "penalty": "Penalties",
    "exception": "Exceptions",
    "definition": "Definitions",
    "waiver": "Waivers",
    "remedy": "Review",
    "deadline": "Deadlines",
    "proof": "What must be shown",
    "duty": "Duties",
    "power": "Powers",
}
_ENOUGH = 3  # provisions that say whom they oblige: others need not be shown
_SINCE = "Since then"
_COMMON = ("duty", "power")
_LONGEST_NAME = 130  # characters of an addressee: a longer one is no heading


def _find(query: Query, retriever: Retriever) -> Screened:
    """The provisions that answer, best first, each with what it was found for: of the instruments that are
    named, or of the one that is plainly meant; by likeness where there is none."""
    named = query.request.documents or documents_named(
        query.standalone, retriever.view.sources, retriever.rules
    )
    if 0 < len(named) <= _MOST_NAMED:
        return _within(named, query, retriever)
    if meant := _meant(query, retriever):
        found = _within(meant, query, retriever)
        if found.usable and found.usable[0].score >= _SURE:
            return found
    return by_likeness(query, retriever)


def _meant(query: Query, retriever: Retriever) -> tuple[str, ...]:
    """The documents that a request which names none is most likely about: the law among what is most like it,
    or the few of which most of that is, and what is most like it; none where there are none."""
    near = [hit.passage.source for hit in retriever.fused(query.searches)[:_LOOKED_AT]]
    counts = Counter(near)
    least = min(2, len(near))  # one passage of many may only sound alike
    several = [slug for slug, count in counts.most_common() if count >= least]
    laws = [slug for slug in several if is_law(retriever.view.source(slug))]
    if laws:
        return (laws[0],)
    meant = several[:_MOST_MEANT]
    return tuple(meant) if near[:1] and near[0] in meant else ()  # a long paper is not meant for its length


def _within(named: Sequence[str], query: Query, retriever: Retriever) -> Screened:
    """The provisions of these documents, and what later became of them."""
    rules = retriever.rules
    asked = asks(query, [retriever.view.source(slug) for slug in named], rules)
    whole = sentences_within(named, retriever, lambda one: _is_provision(one, rules))
    scored: dict[tuple[str, int], Evidence] = {
        _place(one): replace(one, score=-_AFTER) for one in whole.usable
    }
    closed = sum(not one.is_open for one in asked)
    likeness = [] if closed else [0.0]
    for ask in asked:
        read = _read_for(ask, query, whole.usable, MOST_READ // max(1, closed), retriever)
        best = max(read, key=lambda one: one.score, default=None)
        if best is None:
            continue
        if not ask.is_open:
            likeness.append(best.score)
        for one in read:
            below = one.score - best.score + _worth(one, facets_of(one.statement, rules), ask, best)
            if below > scored[_place(one)].score:
                scored[_place(one)] = replace(one, score=below, found_for=ask.text)
    raised = max(likeness, default=-_AFTER)  # scores tell how well an ask is answered, and all of it at all
    found = best_first(replace(one, score=one.score + raised) for one in scored.values())
    return Screened((*found, *changes_to(query, found, retriever)), whole.quarantined)


def _read_for(
    ask: Ask, query: Query, provisions: Sequence[Evidence], most: int, retriever: Retriever
) -> list[Evidence]:
    """The provisions that do what is asked, best first; where everything is wanted that the instrument says,
    in its order."""
    fitting = [one for one in provisions if set(facets_of(one.statement, retriever.rules)) & set(ask.facets)]
    if ask.is_open:
        return [replace(one, score=-_IN_ORDER * place) for place, one in enumerate(fitting)]
    return read_for(_put(ask, query), fitting, retriever, most)


def _worth(one: Evidence, done: Sequence[str], ask: Ask, best: Evidence | None) -> float:
    """What a provision gains or loses for what it does first, where it stands, and whose words it is."""
    gain = 0.0 if done[0] in ask.facets else -_NOT_FIRST
    if one.sentence.standing in ("inserted", "quoted"):
        gain -= _ANOTHERS
    words = content_stems(ask.text)
    gain += (
        _SAME_WORDS * len(words & content_stems(f"{one.passage.heading} {one.english}")) / max(1, len(words))
    )
    beside = best is not None and not ask.is_open and one is not best and _is_beside(one, best)
    return gain + (_BESIDE if beside else 0.0)


def _is_beside(one: Evidence, best: Evidence) -> bool:
    """Whether it stands where the best does, or right after: a section goes on with what it is about."""
    return one.source.slug == best.source.slug and one.passage.number - best.passage.number in (0, 1)


def _place(one: Evidence) -> tuple[str, int]:
    return one.source.slug, one.sentence.start


def _put(ask: Ask, query: Query) -> str:
    """How a thing that is asked is put to the model: a turn that leans on another is read after it, but one
    that only adds a case (“and if it sinks?”) by itself, since what was asked before has its answer."""
    if query.standalone == query.question or ask.facets == UNSAID:
        return ask.text
    return f"{query.standalone} {ask.text}"


def _is_provision(one: Evidence, rules: Rules) -> bool:
    if not may_quote(one) or rules["requirements"].of("boilerplate").find(one.statement):
        return False
    return bool(facets_of(one.statement, rules))


def _drafts(query: Query, evidence: Sequence[Evidence], limit: int, rules: Rules) -> list[Draft]:
    """What answers each thing that is asked, under its facet or whom it obliges, and last what the terms
    mean that stand in it."""
    since = [one for one in evidence if one.overtakes]
    evidence = [one for one in evidence if not one.overtakes]
    asked = asks(query, _sources(evidence), rules)
    chosen: list[tuple[str, Quote]] = []
    share = -(-limit // len(asked))
    for ask in asked:
        for quote in _of_ask(ask, evidence, share, rules):
            if not any(
                overlap(mine, other) for mine in quote.words for _, before in chosen for other in before.words
            ):
                chosen.append((_heading(ask, quote, rules), quote))
    chosen += [("Definitions", one) for one in _terms([quote for _, quote in chosen], evidence, rules)]
    headings = dict.fromkeys(heading for heading, _ in chosen)
    drafts = (
        draft
        for heading in headings
        for draft in grouped(
            [_cut(quote, asked, rules) for at, quote in chosen if at == heading], rules, heading
        )
    )
    after = [Quote((one,)) for one in since if may_quote(one)]
    return [*drafts, *grouped([_cut(one, asked, rules) for one in after], rules, _SINCE)][
        : limit + len(after)
    ]


def _of_ask(ask: Ask, evidence: Sequence[Evidence], most: int, rules: Rules) -> list[Quote]:
    """The quotes for one thing that is asked."""
    fitting = [one for one in evidence if _fits(one, ask, rules)]
    if ask.is_open and ask.facet == "duty":
        named = [one for one in fitting if _whom([*one.sentence.leads, one], rules)]
        fitting = named if len(named) >= _ENOUGH else fitting
    best = max((one.score for one in fitting), default=0.0)
    near = [one for one in fitting if one.score >= best - _FURTHEST]
    if len(near) < _ENOUGH:  # a model finds little alike in the words of a short law
        first = (one for one in fitting if facets_of(one.statement, rules)[:1] == ask.facets[:1])
        near += [one for one in first if one not in near and one.score >= best - _FURTHEST_OF_FEW]
        near = near[:_ENOUGH]
    return choose_quotes(near, 2 * most if ask.is_open else most, rules)


def _fits(one: Evidence, ask: Ask, rules: Rules) -> bool:
    if one.found_for:
        return one.found_for == ask.text
    return bool(set(facets_of(one.statement, rules)) & set(ask.facets))


def _heading(ask: Ask, quote: Quote, rules: Rules) -> str:
    """What a quote stands under: whom it obliges, or what it does of what is asked."""
    done = facets_of(" ".join(one.text for one in quote.words), rules)
    facet = next((one for one in FACETS if one in ask.facets and one in done), ask.facet)
    if facet in ("duty", "power"):
        return _whom(quote.words, rules) or _HEADINGS[facet]
    return _HEADINGS[facet]


def _whom(words: Sequence[Evidence | Lead], rules: Rules) -> str:
    """Whom the words oblige, as they say it; empty where they name nobody."""
    for row in rules["legal"].of("addressee").rows:
        for one in words:
            if (found := row.find(one.text)) and len(found["name"]) <= _LONGEST_NAME:
                return " ".join(found["name"].split())
    return ""


def _terms(chosen: Sequence[Quote], evidence: Sequence[Evidence], rules: Rules) -> Iterator[Quote]:
    """What the instrument says that terms mean which stand in the quotes, but for those that it uses
    everywhere."""
    said = " ".join(one.text for quote in chosen for one in quote.words).lower()
    shown = [one for quote in chosen for one in quote.words]
    left = _MOST_TERMS
    for one in evidence:
        if not left:
            return
        term = _defined(one, rules).lower()
        if not term or term not in said or any(overlap(one, other) for other in shown):
            continue
        used = sum(term in other.text.lower() for other in evidence)
        if used <= max(_SELDOM, _EVERYWHERE * len(evidence)):
            left -= 1
            yield from choose_quotes([one], 1, rules)


def _defined(one: Evidence, rules: Rules) -> str:
    """The term that a sentence defines; empty where it defines none."""
    if "definition" not in facets_of(one.text, rules):
        return ""
    return next(
        (found["name"] for row in rules["legal"].of("term").rows if (found := row.find(one.text))), ""
    )


def _cut(quote: Quote, asked: Sequence[Ask], rules: Rules) -> Quote:
    """The quote with its long sentences cut, but not what is asked for off them."""
    wanted = {facet for ask in asked for facet in ask.facets if facet not in _COMMON}

    def needed(text: str) -> bool:
        return bool(wanted & set(facets_of(text, rules)))

    return Quote(tuple(shortened(one, rules, needed) for one in quote.parts))


def _sources(evidence: Sequence[Evidence]) -> list[Source]:
    return list({one.source.slug: one.source for one in evidence}.values())


PLAN = Plan(find=_find, drafts=_drafts, declines=lambda query: not query.request.documents, length=2.0)
"""The provisions of the instrument that is named, for each thing that is asked."""
