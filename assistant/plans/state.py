"""How things stand: the newest word first, with what it leaves in force, then what it replaced."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.drafting.cut import shortened
from assistant.drafting.grouped import grouped, quoted_alone
from assistant.drafting.introductions import is_asked
from assistant.drafting.quotes import Quote, may_quote, overlap, with_items
from assistant.guard.screening import Screened, screen
from assistant.lexicon.dates import readable_date
from assistant.lexicon.event_days import told_on
from assistant.lexicon.features import features
from assistant.lexicon.references import opening_reference
from assistant.lexicon.rules import Rules
from assistant.lexicon.sameness import shared_words
from assistant.plans.events import eventful
from assistant.plans.plan import Plan, what_is_over
from assistant.plans.subject import aboutness, covers_of, telling_words, widened
from assistant.query.query import Query, Variant
from assistant.query.requirements import NONE, shortfall
from assistant.retrieval.changes import changes_to, kept_by
from assistant.retrieval.ranking import answering, rarities
from assistant.retrieval.retriever import Retriever, best_first
from assistant.retrieval.sentences import sentences_of
from assistant.types import Draft, Evidence
from ingest.gloss import in_english

_FOUND = 60  # passages
_READ = 72  # sentences that the cross-encoder reads
_HAS = 0.3  # of a subject's words: what a passage has where the library has anything on it
_LATEST = 6.0  # what the newest day gains over the oldest, in units of the cross-encoder's logit
_LOGIT_COUNTS, _SUBJECT_COUNTS, _EVENTS_COUNT = 0.6, 5.0, 0.5
_STANDS, _OPINION, _LACKING_COUNTS = 1.5, 5.0, 0.5
_STEP = 0.01  # of a score: what puts one before another
_BELOW_BEST = 7.0  # a sentence further below the best is about something else
_ALIKE = 0.5  # of the words of two sentences: one of them is enough
_LATELY = 200  # days before the newest word, in which what was said may still hold
_RESTS_ON = 0.5  # of how much the sentence that is most about the subject is: one that the answer rests on
_OF_IT = 0.1  # of a subject's words: what ended something else has none of them
_CHANGES = 4  # sentences of what changed and what was left
_ACT = 4.0  # what the words of an instrument gain over others, of what was so before
_BEFORE = 2  # sentences of what was so before
_ARGUED = "Argued"
"""What stands over what op-eds say of how things are."""
_PARTS = re.compile(r"\s*(?:[,;+&?/]|\s-\s|\band\b|\bor\b|\by\b|\bo\b)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What it is asked of: the `subject`, and the `parts` that the answer has to hold."""

    subject: str
    parts: tuple[str, ...]


def _find(query: Query, retriever: Retriever) -> Screened:
    asked = _asked(query, retriever)
    searches = dict.fromkeys((*query.searches, asked.subject, *asked.parts, in_english(asked.subject)))
    hits = retriever.fused(tuple(filter(None, searches)))[:_FOUND]
    if max(covers_of(asked.subject, hits, retriever).values(), default=0.0) < _HAS:
        return Screened((), ())
    found: dict[tuple[str, int], Evidence] = {}
    for hit in hits:
        for one in sentences_of(hit, retriever):
            if may_quote(one) and not is_asked(one):
                found.setdefault((one.source.slug, one.sentence.start), one)
    screened = screen(list(found.values()), retriever.view, retriever.rules)
    ranked = _ranked(query, asked, screened.usable, retriever)
    return Screened(tuple(_with_changes(query, asked, ranked, retriever)), screened.quarantined)


def _asked(query: Query, retriever: Retriever) -> _Asked:
    """What is asked of, without the words that ask how it stands; what follows the first part is asked of it,
    too, where it names nothing that the library tells apart."""
    rules = retriever.rules
    text = in_english(query.standalone if query.standalone != query.question else query.request.subject)
    bare = rules["events"].of("standing").pattern.sub(" ", text)
    parts = [words for part in _PARTS.split(bare) if (words := telling_words(part))]
    whole = " ".join(parts) or query.question
    return _Asked(widened(whole, retriever), tuple(widened(part, retriever) for part in parts) or (whole,))


def _ranked(query: Query, asked: _Asked, found: Sequence[Evidence], retriever: Retriever) -> list[Evidence]:
    """The sentences, best first: about what is asked, and late; each found for the part that it is most
    about."""
    rules = retriever.rules
    about = {part: aboutness(part, retriever) for part in (asked.subject, *asked.parts)}
    whole = about[asked.subject]
    late = _lateness(found)
    # What a request of several parts names is of one of them.
    required = query.requirements if len(asked.parts) == 1 else NONE
    rare = rarities((*required.names, *required.numbers), retriever.view)

    def worth(one: Evidence) -> float:
        return (
            _SUBJECT_COUNTS * max(whole(one), *(_share(about, part, asked)(one) for part in asked.parts))
            + _EVENTS_COUNT * eventful(one, rules)
            + late[told_on(one)]
            + (_STANDS if rules["events"].of("stands").find(one.english) else 0.0)
            - (_OPINION if one.source.kind == "op-ed" else 0.0)
            - _LACKING_COUNTS * shortfall(required, one, rare, rules)
        )

    likely = sorted(found, key=lambda one: -worth(one))[:_READ]
    logits = retriever.read(
        [Variant(query.variants[-1].text)], [f"{one.source.title}. {one.english}" for one in likely]
    )
    scored = [
        replace(
            one,
            score=worth(one) + _LOGIT_COUNTS * logit,
            found_for=max(asked.parts, key=lambda part: about[part](one)),
        )
        for one, logit in zip(likely, logits, strict=True)
    ]
    ranked = best_first(scored)
    answered = answering(query, ranked, retriever)
    return answered if len(asked.parts) == 1 else _with_answers(ranked, answered)


def _with_answers(ranked: Sequence[Evidence], answered: Sequence[Evidence]) -> list[Evidence]:
    """The sentences with what the answerability model makes of their passages, in their order: it reads all
    of a request, and puts what answers one part of it after another."""
    answers = {(one.source.slug, one.sentence.start): one.answers for one in answered}
    return [replace(one, answers=answers[(one.source.slug, one.sentence.start)]) for one in ranked]


def _share(
    about: dict[str, Callable[[Evidence], float]], part: str, asked: _Asked
) -> Callable[[Evidence], float]:
    return lambda one: about[part](one) * (0.5 + 0.5 * about[asked.parts[0]](one))


def _lateness(found: Sequence[Evidence]) -> dict[str, float]:
    days = sorted({told_on(one) for one in found})
    return {day: _LATEST * place / max(1, len(days) - 1) for place, day in enumerate(days)}


def _with_changes(
    query: Query, asked: _Asked, ranked: Sequence[Evidence], retriever: Retriever
) -> list[Evidence]:
    """The sentences with those of later documents that ended, changed or kept what they rest on, first: the
    kept before the ended where that has nothing of what is asked."""
    rules = retriever.rules
    about = aboutness(asked.subject, retriever)
    most = max(map(about, ranked), default=0.0)
    rests_on = [one for one in ranked if about(one) >= _RESTS_ON * most]
    changes = changes_to(query, rests_on, retriever)
    ending = [one for one in changes if rules["change"].of("ends").find(one.english)]
    kept = [one for one in kept_by(ending, query, retriever) if about(one) >= _HAS]
    newest = max((told_on(one) for one in ending), default="")
    told = [one for one in changes if told_on(one) >= newest][:1] if newest else changes[:1]
    is_of_it = any(about(one) >= _OF_IT for one in told)
    order = [*told, *kept] if is_of_it else [*kept, *told]
    best = ranked[0].score if ranked else 0.0
    first = [
        replace(
            one, score=best + _STEP * (_CHANGES - number), answers=ranked[0].answers, found_for=asked.parts[0]
        )
        for number, one in enumerate(order)
    ]
    return best_first([*first, *(one for one in ranked if not any(overlap(one, other) for other in first))])


def _drafts(query: Query, evidence: Sequence[Evidence], limit: int, rules: Rules) -> list[Draft]:
    whole = _chosen(evidence, limit, rules)
    argued = [one for one in whole if one.source.kind == "op-ed"]
    chosen = [one for one in whole if one not in argued]
    since = _since(chosen)
    now = [one for one in chosen if told_on(one) >= since[one.found_for]]
    then = [one for one in chosen if one not in now]
    then = sorted(then, key=lambda one: -one.score - _ACT * _does(one, rules))[:_BEFORE]
    then.sort(key=told_on, reverse=True)
    drafts: list[Draft] = []
    newest = {part: max(told_on(one) for one in now if one.found_for == part) for part in _parts_of(now)}
    if any(one.overtakes for one in now):  # what changed comes first, whatever was said later of a part
        newest = dict.fromkeys(newest, max(newest.values()))
    for day in sorted({*newest.values()}, reverse=True):
        told = sorted(
            (one for one in now if newest[one.found_for] == day), key=lambda one: not _ends(one, rules)
        )
        quotes = [_quote(one, rules) for one in told]
        as_of = f"As of {readable_date(day)}" if readable_date(day) else ""
        drafts += grouped(quotes, rules, as_of, in_order=True)
    drafts += grouped([_quote(one, rules) for one in then], rules, "Before", in_order=True)
    # How things stand is nothing that an op-ed can say; what it argues is not as of its day.
    return [*drafts, *grouped([_quote(one, rules) for one in argued], rules, _ARGUED, in_order=True)]


def _since(chosen: Sequence[Evidence]) -> dict[str, str]:
    """From when what was said of a part holds: from the newest change on, where one is told, else from
    shortly before the newest word on it."""
    changed = max((told_on(one) for one in chosen if one.overtakes), default="")
    since = {}
    for part in _parts_of(chosen):
        newest = max(told_on(one) for one in chosen if one.found_for == part)
        since[part] = changed or _lately(newest)
    return since


def _lately(day: str) -> str:
    try:
        return (date.fromisoformat(day) - timedelta(days=_LATELY)).isoformat()
    except ValueError:
        return day


def _ends(one: Evidence, rules: Rules) -> bool:
    """Whether it says that something is ended, which is how things stand before all else."""
    return rules["change"].of("ends").find(one.english) is not None and not one.overtakes


def _does(one: Evidence, rules: Rules) -> bool:
    """Whether an instrument does it with these words."""
    does = rules["change"].of("does").find(one.english) is not None
    return does and opening_reference(one.source.title, rules) is not None


def _chosen(evidence: Sequence[Evidence], limit: int, rules: Rules) -> list[Evidence]:
    """The changes, and then the best of each part in turn, none saying the same as another; with each what
    touches it and is near as good."""
    chosen = [one for one in evidence if one.overtakes][:limit]
    rest = [one for one in evidence if not one.overtakes]
    told = [one.score for one in rest if one.source.kind != "op-ed"] or [one.score for one in rest]
    floor = max(told, default=0.0) - _BELOW_BEST
    worth = [one for one in rest if one.score >= floor]
    pools = [[one for one in worth if one.found_for == part] for part in _parts_of(rest)]
    points = len(chosen)
    while points < limit and any(pools):
        for pool in filter(None, pools):
            one = pool.pop(0)
            if points < limit and not any(_same(one, other, rules) for other in chosen):
                chosen.append(one)
                points += 1
                chosen += [other for other in worth if _follows(one, other) and other not in chosen]
    return chosen


def _parts_of(found: Sequence[Evidence]) -> list[str]:
    return list(dict.fromkeys(one.found_for for one in found))


def _follows(one: Evidence, other: Evidence) -> bool:
    """Whether the other sentence goes on where one ends."""
    return one.passage == other.passage and 0 <= other.sentence.start - one.sentence.end <= 1


def _same(one: Evidence, other: Evidence, rules: Rules) -> bool:
    if overlap(one, other):
        return True
    return shared_words(features(one.english, rules), features(other.english, rules)) >= _ALIKE


def _quote(one: Evidence, rules: Rules) -> Quote:
    return with_items(quoted_alone(shortened(one, rules)), rules)


PLAN = Plan(find=_find, drafts=_drafts, tells=what_is_over, length=1.34)
