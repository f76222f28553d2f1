"""What is argued for and against, by actor: each side's strongest, and nobody's words under another's name.

A sentence is an argument where it says what harm a thing does, why it is wrong, or what it is needed for; the
grounds that an instrument gives are its maker's case for it; what a case grants is its weak spot. Every
publisher's documents are searched by themselves, so that no side is drowned by the one that writes most."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from itertools import chain
from typing import Literal

from assistant.drafting.grouped import grouped
from assistant.drafting.instruments import is_law, own_reference
from assistant.drafting.quotes import Quote, choose_quotes
from assistant.guard.screening import Screened
from assistant.lexicon.rules import Rules
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import LITTLE_WORDS, content_stems, folded, roots, stems
from assistant.plans.asks import facets_of
from assistant.plans.plan import Plan
from assistant.plans.pool import is_told_of, pooled, read, screened
from assistant.plans.sides import has_name
from assistant.plans.voices import actor
from assistant.query.query import Query
from assistant.retrieval.retriever import Retriever, best_first
from assistant.types import Draft, Evidence
from ingest.gloss import in_english

Side = Literal["Against", "For", "Weak spots"]

_PASSAGES = 40  # of each publisher
_PUBLISHERS = 12  # those of which the searches find most
_READ = 90  # sentences that the cross-encoder reads
_OF_A_VOICE = 3  # sentences of one actor on one side
_OF_MANY_VOICES = 2  # ... where who argues what is asked, and not for or against
_FLOOR = 0.5  # of the best of a side: what is further below says little on it
_OWN_SIDE = 2  # times as many sentences on one side show that an actor is on it
# Of the subject's words, and at most so many: a sentence whose passage has fewer is about something else.
_ABOUT, _MOST_WORDS = 0.67, 2
_SIGN = 1.5  # what each sign of an argument gains
_MOST_SIGNS = 4
_REACH = 60  # characters around a word of ending, in which what is ended is named
_DANGER = 0.4  # of a sign


def _find(query: Query, retriever: Retriever) -> Screened:
    rules = retriever.rules
    subject = _subject(query, rules)
    searches = _searches(subject, rules)
    wanted = _known(subject, retriever)
    sides = query.request.sides
    wanted -= roots(" ".join(sides))
    accuses = rules["aspects"].of("asks accused").find(query.question) is not None

    def place(one: Evidence) -> str | None:
        if not sides:
            return _side(one, query, wanted, rules)
        # Who is for or against what does not show where others than the subject are set against each other.
        is_of_them = bool(wanted) or _names_any(sides, one, rules)
        return "" if is_of_them and _taken(one, wanted, rules) else None

    found: list[Evidence] = []
    for slugs in _by_publisher(query, searches, retriever):
        pool = pooled(searches, retriever, passages=_PASSAGES, slugs=slugs)
        found += [
            replace(
                one, score=one.score + _SIGN * min(_signs(one, rules, accuses), _MOST_SIGNS), found_for=side
            )
            for one in pool
            if (side := place(one)) is not None and _is_about(one, wanted, rules)
        ]
    found = found if sides else _on_own_side(found, rules)
    if not is_told_of(subject, found, retriever):
        return Screened((), ())
    return screened(read(best_first(found), subject, retriever, _READ), retriever)


def _subject(query: Query, rules: Rules) -> str:
    """What is argued about: the turn without the words that ask for arguments."""
    asking = rules["reasons"].of("asking").pattern
    said = query.request.subject or query.question
    bare = " ".join(asking.sub(" ", said).split()).strip(" ,.;:?+&-")
    return bare or said


def _known(subject: str, retriever: Retriever) -> set[str]:
    """The stems of the subject's words that the library has."""
    words = [word for word in folded(in_english(subject)).split() if word not in LITTLE_WORDS and word[1:]]
    frequency = retriever.view.document_frequency(words)
    return roots(" ".join(word for word in words if frequency[word])) or roots(subject)


def _searches(subject: str, rules: Rules) -> tuple[str, ...]:
    harm, need = (
        " ".join(example for row in rules["reasons"].of(value).rows for example in row.words)
        for value in ("searched against", "searched for")
    )
    return subject, f"{subject} {harm}", f"{subject} {need}"


def _by_publisher(query: Query, searches: Sequence[str], retriever: Retriever) -> list[tuple[str, ...]]:
    """The documents of each publisher, of those that the searches find most of; only those that the request
    is to be answered from, where it names some."""
    if query.request.within and (named := _named(query, retriever)):
        others = tuple(one.slug for one in retriever.view.sources if one.slug not in named)
        return [named, others] if _asks_weak(query, retriever.rules) else [named]
    groups: dict[str, list[str]] = defaultdict(list)
    for source in retriever.view.sources:
        groups[source.publisher].append(source.slug)
    found = retriever.fused(searches)
    worth = {
        publisher: sum(1 / (1 + rank) for rank, hit in enumerate(found) if hit.passage.source in slugs)
        for publisher, slugs in groups.items()
    }
    best = sorted(groups, key=lambda publisher: -worth[publisher])[:_PUBLISHERS]
    return [tuple(groups[publisher]) for publisher in best]


def _named(query: Query, retriever: Retriever) -> tuple[str, ...]:
    """The documents that the request names by two words of their title, or by their kind."""
    turn = stems(query.question)
    sources = (retriever.view.source(slug) for slug in query.request.documents)
    return tuple(
        one.slug
        for one in sources
        if stems(one.kind) <= turn or len(content_stems(f"{one.title} {one.number}") & turn) > 1
    )


def _asks_weak(query: Query, rules: Rules) -> bool:
    return rules["reasons"].of("weak").find(query.question) is not None


def _names_any(sides: Sequence[str], one: Evidence, rules: Rules) -> bool:
    text = f"{one.passage.text} {one.english}"
    return any(has_name(side, text, rules) for side in sides)


def _signs(one: Evidence, rules: Rules, accuses: bool = False) -> float:
    """How many signs of an argument a sentence has, or of an accusation where it `accuses`; that something is
    a danger is said of much."""
    pack = rules["reasons"]
    values = ("against", "grounds") if accuses else ("against", "for", "grounds", "concedes")
    signs = {
        match.group().lower(): _DANGER if row.id.endswith(".danger") else 1.0
        for row in pack.of(*values).rows
        for match in row.find_all(one.statement)
    }
    return sum(signs.values())


def _side(one: Evidence, query: Query, subject: Set[str], rules: Rules) -> Side | None:
    """On which side a sentence argues, if on one that is asked for."""
    weak, stance = _asks_weak(query, rules), query.request.stance
    if weak and _has("concedes", one, rules):
        return "Weak spots"
    side = _taken(one, subject, rules)
    if side is None or (stance == "for" and side == "Against") or (stance == "against" and side == "For"):
        return None
    return "Weak spots" if weak and stance == "both" and side == "Against" else side


def _taken(one: Evidence, subject: Set[str], rules: Rules) -> Side | None:
    """The side that a sentence takes. What speaks against ending a thing speaks for it, and who wants it
    ended is against it; an instrument's own words are its maker's case, where they are no rule."""
    if is_law(one.source) or own_reference(one.source, rules):
        is_ground = _has("grounds", one, rules) or _has("for", one, rules)
        return "For" if is_ground and not facets_of(one.statement, rules) else None
    ended = _ends(one, subject, rules)
    if ended and _has("wanted", one, rules):
        return "Against"
    if _has("against", one, rules) or _denies(one, subject, rules):
        return "For" if ended else "Against"
    if _has("for", one, rules) or _has("grounds", one, rules):
        return "Against" if ended else "For"
    return None


def _has(value: str, one: Evidence, rules: Rules) -> bool:
    return rules["reasons"].of(value).find(one.statement) is not None


def _ends(one: Evidence, subject: Set[str], rules: Rules) -> bool:
    """Whether a sentence tells of the subject's being ended."""
    text = one.statement
    return any(
        subject & roots(text[max(0, found.start() - _REACH) : found.end() + _REACH])
        for found in rules["reasons"].of("ending").pattern.finditer(text)
    )


def _denies(one: Evidence, subject: Set[str], rules: Rules) -> bool:
    """Whether a sentence says that something is not the subject."""
    rows = rules["denials"].of("denies").rows
    return any(subject & roots(found["rest"]) for row in rows for found in row.find_all(one.statement))


def _on_own_side(found: Sequence[Evidence], rules: Rules) -> list[Evidence]:
    """The sentences without those that set an actor on the other side than most of theirs do, by no more
    than one sign."""
    counts: Counter[tuple[str, str]] = Counter((actor(one, rules), one.found_for) for one in found)

    def keeps(one: Evidence) -> bool:
        name = actor(one, rules)
        others = sum(
            count for (each, side), count in counts.items() if each == name and side != one.found_for
        )
        return others < _OWN_SIDE * counts[name, one.found_for] or _signs(one, rules) > 1

    return [one for one in found if keeps(one)]


def _is_about(one: Evidence, wanted: Set[str], rules: Rules) -> bool:
    """Whether the passage of a sentence has enough of the subject's words."""
    # Talk leans on what it is about, and who speaks is of somewhere.
    told = one.context if one.sentence.speaker else f"{one.passage.heading} {one.passage.text}"
    text = f"{told} {in_english(told)}"
    around = {stem.rstrip("s") for stem in with_synonyms(stems(text), rules)}
    return len(wanted & around) >= min(_MOST_WORDS, math.ceil(_ABOUT * len(wanted)))


def _drafts(query: Query, evidence: Sequence[Evidence], limit: int, rules: Rules) -> list[Draft]:
    """The sides in the order in which they are asked for, each with its share; within a side, actor by
    actor, the strongest first."""
    sides: dict[str, list[Evidence]] = defaultdict(list)
    for one in evidence:
        sides[one.found_for].append(one)
    order = sorted(sides, key=lambda side: _ORDER.index(side) if side in _ORDER else 0)
    drafts: list[Draft] = []
    for number, side in enumerate(order):
        share = -(-(limit - sum(len(one.evidence) for one in drafts)) // (len(order) - number))
        drafts += chain.from_iterable(
            grouped(quotes, rules, f"{side}: {name}" if side else name)
            for name, quotes in _heard(sides[side], share, rules)
        )
    return drafts


_ORDER: tuple[str, ...] = ("Against", "For", "Weak spots")


def _heard(evidence: Sequence[Evidence], most: int, rules: Rules) -> Iterator[tuple[str, list[Quote]]]:
    """The actors of one side with their best quotes, in the order of the first; none has more than a few
    while others have none."""
    voices: dict[str, list[Evidence]] = defaultdict(list)
    for one in evidence:
        if one.score >= _FLOOR * evidence[0].score:
            voices[actor(one, rules)].append(one)
    left = most
    for name, words in voices.items():
        if left <= 0:
            break
        most_of_one = _OF_A_VOICE if words[0].found_for else _OF_MANY_VOICES
        quotes = choose_quotes(words, min(most_of_one, left), rules)
        if quotes:
            left -= len(quotes)
            yield name, quotes


PLAN = Plan(find=_find, drafts=_drafts, decides=True, length=1.7)
"""Both sides, or the one that is asked for."""
