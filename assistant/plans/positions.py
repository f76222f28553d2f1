"""Two or more held beside each other: each is searched by itself for the same aspects and has the same share,
and what the library lacks of one is told."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.grouped import grouped
from assistant.drafting.quotes import choose_quotes, overlap
from assistant.guard.screening import Screened
from assistant.lexicon.names import is_plain
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems, stems
from assistant.plans.asks import facets_of
from assistant.plans.plan import PLAIN, Plan
from assistant.plans.pool import is_told_of, pooled, read, screened
from assistant.plans.sides import Side, has_name, is_of, sides_of
from assistant.query.query import Query
from assistant.retrieval.retriever import Retriever, best_first
from assistant.types import Draft, Evidence
from ingest.gloss import in_english

_NAME = re.compile(r"(?<=\w )[A-Z][^\W\d_]{2,}")  # a capitalised word that opens nothing
_PASSAGES = 40  # of each side
_KEPT = 48  # sentences of all sides together
_FEW, _ALL = 2, 1000  # documents of a side of which all passages are looked at
_READ = 96  # sentences that the cross-encoder reads, of all sides together
_SIGN = 3.0  # what a sentence gains that tells the aspect that is asked for
_MOST_SIGNS = 3
_TITLE = 8.0  # what a long title gains where it is asked what an instrument does
_LONG, _A_SIGN_LONG = 50, 40  # words: what a longer sentence tells is told among much else
_SHORT = 6  # words: fewer say little of a position
_FLOOR = 0.5  # of the best of a side: what is further below says little of it
_UNANSWERED = -2.5  # of the answerability model, for the best passage
_AVOIDED = 8.0  # what a sentence loses that tells what is not to be told
_RULES = ("power", "duty", "exception", "penalty")


@dataclass(frozen=True, slots=True)
class _Aspect:
    """One thing that is compared: what is searched for it, and what a sentence gains that tells it."""

    text: str
    gain: Callable[[Evidence], float]


def _find(query: Query, retriever: Retriever) -> Screened:
    """The evidence of each side, set under its name; by likeness where there is nothing to compare."""
    rules = retriever.rules
    sides = sides_of(query, retriever)
    if len(sides) < 2:
        return PLAIN.find(query, retriever)
    aspects = _aspects(query, sides, rules)
    avoided, nothing = _avoided(query, rules), rules["aspects"].of("nothing")
    found: list[Evidence] = []
    share = _READ // (len(sides) * len(aspects))
    for side in sides:
        others = [one for one in sides if one is not side]

        def worth(one: Evidence, side: Side = side, others: Sequence[Side] = others) -> bool:
            is_telling = len(one.text.split()) >= _SHORT and not nothing.find(one.text)
            return is_telling and is_of(side, one, others, rules)

        best: dict[tuple[str, int], Evidence] = {}
        for aspect in aspects:
            searches = (f"{side.name} {aspect.text}", aspect.text)
            slugs = tuple(side.devoted.intersection(side.slugs)) or side.slugs
            passages = _ALL if len(slugs) <= _FEW else _PASSAGES
            pool = pooled(searches, retriever, passages=passages, slugs=slugs, worth=worth)
            gained = best_first(replace(one, score=one.score + aspect.gain(one)) for one in pool)
            for one in read(gained, searches[0], retriever, share):
                place = (one.source.slug, one.sentence.start)
                if place not in best or best[place].score < one.score:
                    best[place] = one
        found += [
            replace(one, found_for=side.name, score=one.score - (_AVOIDED if _has(avoided, one) else 0.0))
            for one in best.values()
        ]
    named = query.request.documents or query.request.facets or len(query.variants) > 1
    if not named and not is_told_of(aspects[0].text, found, retriever):
        return _answering(PLAIN.find(query, retriever))
    return _screened(found, len(sides), retriever)


def _answering(found: Screened) -> Screened:
    """What was found by likeness, where a passage of it answers: sides alone are no topic."""
    sure = max((one.answers for one in found.usable if one.answers is not None), default=_UNANSWERED)
    return found if sure > _UNANSWERED else Screened((), found.quarantined)


def _screened(found: Sequence[Evidence], sides: int, retriever: Retriever) -> Screened:
    """The best of each side that may be used."""
    by_side: dict[str, list[Evidence]] = defaultdict(list)
    for one in best_first(found):
        if len(by_side[one.found_for]) < _KEPT // sides:
            by_side[one.found_for].append(one)
    return screened(best_first(one for kept in by_side.values() for one in kept), retriever)


def _aspects(query: Query, sides: Sequence[Side], rules: Rules) -> list[_Aspect]:
    """What is asked of each side: the several things that the request names, or its one topic."""
    texts = [_without_sides(one.rpartition(": ")[2], sides, rules) for one in query.request.facets]
    said = query.request.subject or query.question
    leans = len(query.variants) > 1  # on the turns before it
    whole = _without_sides(query.variants[-1].text if leans else said, sides, rules)
    texts = [one for one in texts if one] or [whole]
    named = _named(query, sides, rules)
    voices = any(one.who or (one.slugs and not one.told_of) for one in sides)
    return [
        _Aspect(one, _gain(one, named, rules, stand=voices and not query.request.facets))
        for one in dict.fromkeys(texts)
    ]


def _named(query: Query, sides: Sequence[Side], rules: Rules) -> list[str]:
    """The names that the topic has besides the sides."""
    own = stems(" ".join(one.name for one in sides))
    named = _NAME.findall(query.request.subject or query.question)
    return [one for one in named if not stems(one) & own and not is_plain(one, rules)]


def _without_sides(text: str, sides: Sequence[Side], rules: Rules) -> str:
    named = stems(" ".join(one.name for one in sides))
    pack = rules["aspects"]
    bare = pack.of("not").pattern.sub(" ", text)
    kept = [word for word in pack.of("asking").pattern.sub(" ", bare).split() if not stems(word) <= named]
    return " ".join(kept).strip(" ,.;:?-")


def _gain(text: str, named: Sequence[str], rules: Rules, *, stand: bool) -> Callable[[Evidence], float]:
    """What a sentence gains for telling what a request asks for in these words."""
    pack = rules["aspects"]
    tells = [
        pack.of(f"tells {aspect}")
        for aspect in ("does", "sponsor", "status", "stand")
        if pack.of(f"asks {aspect}").find(text) or (stand and aspect == "stand")
    ]
    is_accused = pack.of("asks accused").find(text) is not None
    accuses = [
        row for row in rules["reasons"].of("grounds").rows if row.id.endswith((".accuses", ".grounds"))
    ]
    asks_does = pack.of("asks does").find(text) is not None

    def gain(one: Evidence) -> float:
        told = one.statement
        signs = sum(each.find(told) is not None for each in tells)
        if is_accused:
            signs += sum(row.find(told) is not None for row in accuses)
            signs += len({each.group() for row in accuses for each in row.find_all(told)})
        if asks_does:
            signs += any(facet in _RULES for facet in facets_of(told, rules))
        if is_accused and facets_of(told, rules):
            signs = 0
        if named:
            signs += _naming(named, one, rules)
        long = max(0, len(one.text.split()) - _LONG) / _A_SIGN_LONG
        title = _TITLE if asks_does and pack.of("title").find(one.text) else 0.0
        return title + _SIGN * (min(signs, _MOST_SIGNS) - long)

    return gain


def _naming(named: Sequence[str], one: Evidence, rules: Rules) -> int:
    """Whether a sentence has one of the topic's names (1), or only its passage (0), or neither."""
    if any(has_name(name, f"{one.statement} {one.english}", rules) for name in named):
        return 1
    return 0 if any(has_name(name, one.passage.text, rules) for name in named) else -1


def _avoided(query: Query, rules: Rules) -> set[str]:
    """The words of what the request says is not to be told."""
    rows = rules["aspects"].of("not").rows
    told = " ".join(found["what"] for row in rows for found in row.find_all(query.question))
    return {stem.rstrip("s") for stem in content_stems(in_english(told))}


def _has(words: set[str], one: Evidence) -> bool:
    return bool(words & {stem.rstrip("s") for stem in stems(one.english)})


def _lacking(query: Query, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """The sides of which nothing is found, where anything is found of others."""
    heard = {one.found_for for one in evidence} - {""}
    return tuple(one for one in query.request.sides if one not in heard) if heard else ()


def _drafts(query: Query, evidence: Sequence[Evidence], limit: int, rules: Rules) -> list[Draft]:
    """Side by side, each with the same share; what one leaves the others have. Within a side documents come
    in the order of their dates."""
    sides: dict[str, list[Evidence]] = defaultdict(list)
    for one in evidence:
        sides[one.found_for].append(one)
    if len(sides) < 2 and "" in sides:
        return PLAIN.drafts(query, evidence, limit, rules)
    order = [name for name in (*query.request.sides, *sides) if name in sides]
    drafts: list[Draft] = []
    used: list[Evidence] = []
    left, waiting = limit, list(dict.fromkeys(order))
    while waiting:
        name = waiting.pop(0)
        fresh = [one for one in sides[name] if not any(overlap(one, other) for other in used)]
        worthy = [one for one in fresh if one.score >= _FLOOR * fresh[0].score]
        quotes = choose_quotes(worthy, max(1, left // (len(waiting) + 1)), rules)
        left -= len(quotes)
        used += [one for quote in quotes for one in quote.words]
        dated = sorted(quotes, key=lambda one: one.parts[0].source.date)
        drafts += grouped(dated, rules, name)
    return drafts


PLAN = Plan(find=_find, drafts=_drafts, decides=True, lacking=_lacking, length=2.0)
"""Each side by itself, and the same of each."""
