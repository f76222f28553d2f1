"""The instruments on a subject, those that they change and those that change them, and the words by which
each does what it does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.quotes import may_quote
from assistant.lexicon.event_days import event_day
from assistant.lexicon.features import features
from assistant.lexicon.references import opening_references, references
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems
from assistant.retrieval.changes import changed_by, changing
from assistant.retrieval.retriever import Retriever
from assistant.retrieval.sentences import sentences_of
from assistant.retrieval.supersession import instrument_numbers, numbers_of, tells_of_change
from assistant.types import Evidence
from ingest.types import Hit, Source

_SEEDS = 6  # instruments on the subject that lead to others
_OF_THE_NAME = 0.1  # of how often the instrument that is most about somebody names them
_ACTS = 2  # sentences of one instrument
_NEAR = 3.0  # an act this near to the first of its instrument is told beside it
_OPENING = 40  # characters
_RATES = frozenset("%$€£")
_WORD = re.compile(r"[^\W\d_]{3,}")
_ENDS, _CHANGES, _FIGURES, _BOILERPLATE, _OF_SUBJECT, _RECOUNTS = 4.0, 3.0, 3.0, 8.0, 2.0, 2.0


@dataclass(frozen=True, slots=True)
class Instruments:
    """Instruments by slug, and the numbers that they go by."""

    sources: Mapping[str, Source]
    numbers: tuple[str, ...]


def instruments_on(subject: str, found: Sequence[str], retriever: Retriever) -> Instruments:
    """The instruments among the documents found for a subject (most first) that are about whom it names,
    those that they change, and the later ones by which these were changed or ended."""
    rules, view = retriever.rules, retriever.view
    own = [one for slug in found if opening_references((one := view.source(slug)).title, rules)]
    seeds = _about(subject, own, retriever)[:_SEEDS]
    numbers = tuple(
        dict.fromkeys(
            number
            for one in seeds
            for number in (*instrument_numbers([one.title], rules), *changed_by(one, retriever))
        )
    )
    known = {number: one for one in view.sources for number in instrument_numbers([one.title], rules)}
    held = _about(subject, [known[number] for number in numbers if number in known], retriever)
    changed = tuple(number for number in numbers if number not in known or known[number] in held)
    later = [one.source for one in changing(changed, "", retriever)]
    later = [one for one in later if opening_references(one.title, rules)]
    return Instruments({one.slug: one for one in (*held, *later)}, changed)


def _about(subject: str, sources: Sequence[Source], retriever: Retriever) -> list[Source]:
    """Those of the instruments that name whom the subject names, about as often as the one that does most."""
    texts = {one.slug: f"{one.title} {retriever.view.text(one.slug)}" for one in sources}
    for name in _names(subject, texts.values()):
        often = {slug: len(re.findall(rf"\b{name}", text)) / len(text) for slug, text in texts.items()}
        most = max(often.values(), default=0.0)
        sources = [one for one in sources if often[one.slug] >= _OF_THE_NAME * most]
    return list(sources)


def _names(subject: str, texts: Iterable[str]) -> list[str]:
    """The words of a subject that texts write with a capital letter alone, as they write them."""
    whole, found = "\n".join(texts), []
    for word in _WORD.findall(subject):
        name = re.escape(word.capitalize())
        small = len(re.findall(rf"\b{re.escape(word.lower())}", whole))
        if len(re.findall(rf"\b{name}", whole)) > 10 * small:
            found.append(name)
    return found


def acts_of(instruments: Instruments, subject: set[str], retriever: Retriever) -> list[Evidence]:
    """For each instrument the sentence, or the few, by which it does what it does on a subject (given as
    stems), with how plainly it does so as the score."""
    found: list[Evidence] = []
    for slug in instruments.sources:
        scored = [
            replace(one, score=_plainness(one, instruments.numbers, subject, retriever.rules))
            for passage in retriever.view.passages(slug)
            for one in sentences_of(Hit(passage, 0.0), retriever)
            if may_quote(one)
        ]
        own = sorted((one for one in scored if one.score > 0), key=lambda one: -one.score)
        found += _few(own, retriever.rules)
    return found


def _few(own: Sequence[Evidence], rules: Rules) -> list[Evidence]:
    """The first, and those near it that set another figure."""
    kept: list[Evidence] = []
    figures: set[tuple[float, str]] = set()
    for one in own:
        mine = rates(one, rules)
        if not kept or (len(kept) < _ACTS and one.score >= kept[0].score - _NEAR and mine - figures):
            kept.append(one)
            figures |= mine
    return kept


def rates(one: Evidence, rules: Rules) -> set[tuple[float, str]]:
    """The shares and sums of money that a sentence gives."""
    return {
        (each.value, each.unit) for each in features(one.english, rules).quantities if each.unit in _RATES
    }


def _plainness(one: Evidence, numbers: Sequence[str], subject: set[str], rules: Rules) -> float:
    change = rules["change"]
    if change.of("does").find(one.english) is None or event_day(one, rules).given:
        return 0.0
    ends = change.of("ends").find(one.english) is not None
    changes = tells_of_change(one.text, numbers, rules)
    score = _ENDS * (ends and changes) + _CHANGES * changes + _FIGURES * bool(rates(one, rules))
    if not score:
        return 0.0
    shared = len(subject & content_stems(one.english)) / max(1, len(subject))
    score += _OF_SUBJECT * shared
    if rules["requirements"].of("boilerplate").find(one.text):
        score -= _BOILERPLATE
    return score


def left_in_force(acts: Sequence[Evidence], instruments: Instruments, retriever: Retriever) -> list[Evidence]:
    """The sentences by which the documents that end something leave in force something else of the
    instruments."""
    rules = retriever.rules
    ending = dict.fromkeys(
        one.source.slug for one in acts if rules["change"].of("ends").find(one.english) is not None
    )
    return [
        one
        for slug in ending
        for passage in retriever.view.passages(slug)
        for one in sentences_of(Hit(passage, 0.0), retriever)
        if rules["change"].of("keeps").find(one.english) and _names_any(one, instruments.numbers, rules)
    ]


def _names_any(one: Evidence, numbers: Sequence[str], rules: Rules) -> bool:
    return bool({*numbers_of(references(one.text, rules))} & {*numbers})


def recounts_another(one: Evidence, instruments: Instruments, retriever: Retriever) -> bool:
    """Whether a sentence opens with an instrument that the library does not have, and tells what it did to
    these."""
    rules = retriever.rules
    named = references(one.text, rules)
    if not named or named[0].start > _OPENING or not event_day(one, rules).given:
        return False
    held = {
        number for source in retriever.view.sources for number in instrument_numbers([source.title], rules)
    }
    return not {*numbers_of(named[:1])} & held and _names_any(one, instruments.numbers, rules)
