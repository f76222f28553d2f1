"""The spine of a memo: the points that decide, of all that its sections want, and the section in which each
is told. Every point is told once, so that what two sections want stands where a reader looks for it first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.drafting.quotes import Quote, overlap
from assistant.lexicon.event_days import told_on
from assistant.lexicon.features import features
from assistant.lexicon.names import countries_in, is_country
from assistant.lexicon.rules import Rules
from assistant.lexicon.sameness import same_statement
from assistant.lexicon.words import content_stems
from assistant.memo.excerpt import after
from assistant.memo.findings import FURTHEST, Findings, Want
from assistant.memo.formats import Ask, MemoFormat
from assistant.memo.lead import Opening, Point, leading
from assistant.plans.sides import has_name
from ingest.gloss import in_english

# What a point is worth, near to what a logistic regression gives for being one of the facts that readers said
# a memo must hold, over the quotes of 18 assignments (eval/LOG.md): where the plans put it, how near its
# document is to the subject, how new it is, and what the cross-encoder makes of it.
_FIRST: Mapping[Want, float] = {"points": 1.0, "state": 1.0, "figures": 1.0, "asked": 1.0, "positions": 0.5}
_DOCUMENT, _LATEST, _LOGIT, _OVERTAKES = 1.0, 1.0, 0.07, 1.0
_SHORT, _FEWEST_WORDS, _OPINION, _AMENDS = 1.0, 12, 1.0, 1.0
_LEAST = 0.6  # a point that is worth less is about something else
_COMPOUND = re.compile(r"\b(?:[A-Z]\w+[-–])+[A-Z]\w+")  # a treaty is named after all of its parties
_WORD = re.compile(r"[^\W\d_]+")
_READ = 40  # points that the cross-encoder reads
_NOW = 2.0  # of worth: what is found first of how things stand, over what is worth as much
_OF_A_DOCUMENT = 8  # points: other documents should be heard


Fitting = Callable[[Quote, Ask], Quote | None]
"""The quote as an ask takes it; None where it does not."""
Place = tuple[int, int]
"""A section and an ask of it, by number."""


def allotted(
    format: MemoFormat,  # noqa: A002 (the field's noun)
    findings: Findings,
    rules: Rules,
    fitting: Fitting,
) -> dict[Place, tuple[Quote, ...]]:
    """What each ask of a format is to tell: first the spine's points, in the order of the sections, then what
    is left of them where a section takes it, and last, for an ask that has to have some, what is best for
    it alone and not far from the subject."""
    if not any(section.ask for section in format.section):
        return {}
    wants = tuple(dict.fromkeys((*_FIRST, *(ask.wants for _, ask in _asks(format)))))
    left = spine(points_of(findings, wants, rules), format.facts, rules)
    told: dict[Place, list[Quote]] = {place: [] for place, _ in _asks(format)}

    def take(place: Place, ask: Ask, candidates: Sequence[Point], most: int) -> None:
        for one in candidates:
            if len(told[place]) >= most:
                return
            if (quote := fitting(one.quote, ask)) is not None:
                told[place].append(_worth(quote, one.worth))
                left.remove(one)

    for place, ask in _asks(format):
        if ask.wants == "spine":
            fit = [Opening(one, quote) for one in left if (quote := fitting(one.quote, ask)) is not None]
            opens = _opening(fit, ask, findings, rules, fitting)
            told[place] += [_worth(one.quote, one.point.worth) for one in opens]
            left = [rest for one in left for rest in _besides(one, opens)]
        else:
            take(place, ask, _wanted(left, ask.wants), ask.points)
    for place, ask in _asks(format):
        if ask.rest:
            take(place, ask, list(left), format.facts)
    for place, ask in _asks(format):
        for quote in findings.of(ask.wants) if ask.least and ask.wants != "spine" else ():
            known = [other for each in told.values() for other in each]
            if len(told[place]) >= ask.least:
                break
            if _is_off(quote, findings, rules) or not _is_near(quote, known, findings):
                continue
            if (mine := fitting(quote, ask)) and not any(_same(mine, other, rules) for other in known):
                told[place].append(_worth(mine, 0.0))
    return {place: tuple(quotes) for place, quotes in told.items()}


def _opening(
    fit: Sequence[Opening], ask: Ask, findings: Findings, rules: Rules, fitting: Fitting
) -> list[Opening]:
    """What a memo opens with: the best of what still stands; where nothing does, what ended or changed the
    best, and that itself only where this cannot be quoted."""
    ranked, stands = leading(fit, findings, rules, ask.words), list[Opening]()
    changes: list[Opening] = []
    for one in ranked:
        if len(stands) == ask.points:
            break
        change = findings.change(one.quote)
        if change is None:
            stands.append(one)
        elif quote := fitting(Quote((change,)), ask):
            changes.append(Opening(one.point, quote))
    return stands or changes[:1] or ranked[: ask.points]


def _besides(point: Point, opens: Sequence[Opening]) -> Iterator[Point]:
    """The point; of one that the memo opens with, what goes on after the opening."""
    told = next((one.quote for one in opens if _shares(one.quote, point.quote)), None)
    if told is None:
        yield point
    elif len(point.quote.parts) == len(told.parts) == 1 and (
        rest := after(point.quote.parts[0], told.parts[0])
    ):
        yield replace(point, quote=Quote((rest,)))


def _wanted(left: Sequence[Point], want: Want) -> list[Point]:
    """The points that a want found, best first; of how things stand, what is new comes before what is."""

    def worth(one: Point) -> float:
        return one.worth + (_NOW / (1 + one.places[want]) if want == "state" else 0.0)

    return sorted((one for one in left if want in one.places), key=worth, reverse=True)


def _shares(one: Quote, other: Quote) -> bool:
    """Whether two quotes share words of a document."""
    return any(overlap(mine, theirs) for mine in one.parts for theirs in other.parts)


def _asks(format: MemoFormat) -> Iterator[tuple[Place, Ask]]:  # noqa: A002
    for number, section in enumerate(format.section):
        for position, ask in enumerate(section.ask):
            yield (number, position), ask


def points_of(findings: Findings, wants: Sequence[Want], rules: Rules) -> list[Point]:
    """What is found for some wants, each place once, by worth, without what is of another country or beside
    the subject."""
    quotes: dict[tuple[str, int], Quote] = {}
    places: dict[tuple[str, int], dict[Want, int]] = {}
    for want in wants:
        for number, quote in enumerate(findings.of(want) if want != "spine" else ()):
            key = quote.parts[0].source.slug, quote.parts[0].sentence.start
            if _is_off(quote, findings, rules):
                continue
            quotes.setdefault(key, quote)
            places.setdefault(key, {}).setdefault(want, number)
    if not quotes:
        return []
    documents = findings.documents()
    days = sorted({told_on(one.parts[0]) for one in quotes.values()})
    amends = rules["telling"].of("amends")
    found: list[Point] = []
    for key, quote in quotes.items():
        first = quote.parts[0]
        worth = sum(_FIRST.get(want, 0.0) / (1 + place) for want, place in places[key].items())
        worth += _DOCUMENT / (1 + documents.index(key[0])) if key[0] in documents else 0.0
        worth += _LATEST * days.index(told_on(first)) / max(1, len(days) - 1)
        worth += _OVERTAKES * any(one.overtakes for one in quote.words)
        worth -= _SHORT * (sum(len(one.text.split()) for one in quote.words) < _FEWEST_WORDS)
        worth -= _AMENDS * any(amends.find(one.text) is not None for one in quote.words)
        worth -= _OPINION * (first.source.kind == "op-ed")
        found.append(Point(quote, places[key], worth))
    likely = sorted(found, key=lambda one: -one.worth)[:_READ]
    logits = findings.read([one.quote for one in likely])
    read = zip(likely, logits, strict=True)
    told = (replace(one, worth=one.worth + _LOGIT * (logit - max(logits))) for one, logit in read)
    return sorted(told, key=lambda one: -one.worth)


def spine(points: Sequence[Point], most: int, rules: Rules) -> list[Point]:
    """The points that are worth most, none of which says the same as another, nor too many of one
    document."""
    chosen: list[Point] = []
    counts: Counter[str] = Counter()
    for one in points:
        slug = one.quote.parts[0].source.slug
        if len(chosen) == most or one.worth < _LEAST:
            break
        if counts[slug] < _OF_A_DOCUMENT and not any(
            _same(one.quote, other.quote, rules) for other in chosen
        ):
            chosen.append(one)
            counts[slug] += 1
    return chosen


def _is_near(quote: Quote, known: Sequence[Quote], findings: Findings) -> bool:
    """Whether a quote is of a document that is most about the subject, or the cross-encoder reads it as not
    far below the best that is told."""
    if quote.parts[0].source.slug in findings.documents():
        return True
    own, *others = findings.read([quote, *known])
    return own >= max(others, default=own) - FURTHEST


def _is_off(quote: Quote, findings: Findings, rules: Rules) -> bool:
    return _is_of_another_country(quote, findings.subjects, rules) or _is_beside(quote, findings)


def _is_of_another_country(quote: Quote, subjects: Sequence[str], rules: Rules) -> bool:
    """Whether a quote names countries, and none of those that the subjects name."""
    own = [word for subject in subjects for word in _WORD.findall(subject) if is_country(word)]
    said = _COMPOUND.sub(" ", f"{quote.parts[0].source.title} {' '.join(part.text for part in quote.words)}")
    names_any = bool(countries_in(said)) or rules["demonyms"].find(said) is not None
    return bool(own) and names_any and not any(has_name(one, said, rules) for one in own)


def _is_beside(quote: Quote, findings: Findings) -> bool:
    """Whether a quote is talk, in which much is said on one day, and shares no word with what is asked, the
    names of countries aside."""
    if not quote.parts[0].sentence.speaker:
        return False
    said = content_stems(" ".join(f"{part.text} {part.english}" for part in quote.words))
    asked = " ".join((*findings.subjects, *findings.assignment.questions))
    own = " ".join(word for word in _WORD.findall(asked) if not is_country(word))
    return not said & (content_stems(own) | content_stems(in_english(own)))


def _worth(quote: Quote, worth: float) -> Quote:
    """The quote, with what it is worth as its score."""
    first, *others = quote.parts
    return Quote((replace(first, score=worth), *others))


def _same(one: Quote, other: Quote, rules: Rules) -> bool:
    """Whether two quotes share words of a document, or say the same."""
    if _shares(one, other):
        return True
    mine, theirs = (" ".join(part.text for part in each.words) for each in (one, other))
    return same_statement(features(mine, rules), features(theirs, rules))
