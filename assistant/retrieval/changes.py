"""What became later of that on which evidence rests: the sentences of later documents that ended it, changed
it, or left it in force. They are found by the words of the documents alone, whatever the question's wording:
what ended an order names it by its number, or by what it did, and has few of the words of the question."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from assistant.guard.screening import screen
from assistant.lexicon.dates import days, without_dates
from assistant.lexicon.quantities import quantity_places
from assistant.lexicon.references import Reference, opening_references, references, without_references
from assistant.lexicon.rules import Rules
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import content_stems
from assistant.query.query import Query, read_claim
from assistant.retrieval.rarity import rarity
from assistant.retrieval.retriever import Retriever, best_first
from assistant.retrieval.sentences import sentences_of
from assistant.retrieval.supersession import change_search, instrument_numbers, numbers_of, tells_of_change
from assistant.types import Evidence
from ingest.gloss import in_english
from ingest.types import Hit, Restriction, Source

_RESTS_ON = 8  # sentences: an answer is made of some of the first
_READ = 40  # passages of later documents
_CHANGES = 2  # documents that tell of one
_FEWEST_NAMED = 2  # times that a document names an instrument that it changes
_TELLING = 4  # characters of a number that no other instrument is likely to have
_A_DAY = 20  # characters
_BEFORE_A_NUMBER = 4  # words: “The amending Executive Order”
_DOES = re.compile(
    r"""(?x:(?:\ of\ [\w\ ,]{4,20}?)?\ (?:also\ |further\ |then\ )?
    (?!(?:is|was|has|shall|will|are|were|as|no|remains)\b)\w+(?:s|ed)\b)""",
)
_STEP = 0.01  # of a score: what puts one before another
_BEHIND = 3.0  # the best, in units of a score: near enough to be shown, and after what answers
_SHARED = 2  # words of what it ended that a sentence has which names no number
_OF_ANY_ORDER = content_stems(
    "order executive act law regulation amend amended amendment impose imposing address end ended ending"
    " action certain set setting revoke revoked revoking revocation repeal repealed terminate termination"
)
_ASIDE = re.compile(r"\([^()]*\)")  # such as the title of an instrument that is cited
_TOLD_OF = 4  # words that a sentence shares with the instrument of which it tells
_OF_ITS_WORDS = 0.5  # of what tells of an end: what has fewer of a fact's speaks of something else
_OF_THE_SUBJECT = 0.5  # of the words asked about, weighed by how rare they are


@dataclass(frozen=True, slots=True)
class _Basis:
    """What evidence rests on: the `numbers` of instruments, and the day after which it may have changed; they
    are `guessed` where the evidence names none, and only tells of what they did."""

    numbers: tuple[str, ...]
    since: str
    guessed: bool = False


def with_changes(query: Query, found: Sequence[Evidence], retriever: Retriever) -> list[Evidence]:
    """The evidence (best first) with what later became of that on which it rests. Where the question asks for
    the latest, that goes before all others; else it stands close behind the best."""
    if not found:
        return []
    told = changes_to(query, found, retriever)
    best, places = found[0], {_place(one) for one in told}
    if query.wants_latest:
        scores = [best.score + (len(told) - number) * _STEP for number in range(len(told))]
    else:
        scores = [best.score - _BEHIND] * len(told)
    own = {_place(one): one.score for one in found}
    raised = [
        replace(
            one,
            score=max(score, own.get(_place(one), score)),
            answers=max((each.answers for each in found if each.answers is not None), default=None),
        )
        for one, score in zip(told, scores, strict=True)
    ]
    return best_first([*raised, *(one for one in found if _place(one) not in places)])


def _place(one: Evidence) -> tuple[str, int, int]:
    return one.source.slug, one.sentence.start, one.sentence.end


def changes_to(query: Query, found: Sequence[Evidence], retriever: Retriever) -> list[Evidence]:
    """The sentences of later documents by which what the evidence (best first) rests on was ended or changed,
    one a document, the newest document's first, each marked as such (`overtakes`). Nothing of them is read by
    a model, so that it costs little."""
    basis = _basis(query, found, retriever)
    if not basis.since:
        return []
    by_number = changing(basis.numbers, basis.since, retriever)
    if basis.guessed:  # what changed something else of the same days is no news
        by_number = [one for one in by_number if _ends(one.english, retriever.rules)]
    telling = [*by_number, *_by_subject(query, found, basis, retriever)]
    return _one_of_each(telling, retriever)


def changes_since(fact: Sequence[Evidence], retriever: Retriever, slugs: Sequence[str]) -> list[Evidence]:
    """The sentences of these documents by which what a fact rests on was ended or changed, as `changes_to`
    gives them. Nobody asks for them, so that they must speak of the fact itself: they tell more of its
    instrument than that it is cited “as amended”, and of a matter of which the fact speaks (what ends a duty
    ends no finding of its order), or most of their words are the fact's. A fact that itself is of an end is
    overtaken only by what names its instrument: others may end the same anew."""
    rules, later = retriever.rules, retriever.within(Restriction(slugs=tuple(slugs)))
    query = read_claim(" ".join(one.english for one in fact))
    basis = _basis(query, fact, retriever)
    if not basis.since or not slugs:
        return []
    told_of = (number for one in fact for number in _told_of(one, retriever))
    basis = replace(basis, numbers=tuple(dict.fromkeys((*basis.numbers, *told_of))))
    cites = rules["change"].of("cites").pattern
    named = (one.title for one in retriever.view.sources)
    titles = " ".join(one for one in named if set(instrument_numbers([one], rules)) & set(basis.numbers))
    own = frozenset().union(*(content_stems(f"{one.source.title} {one.english}") for one in fact))
    telling = [
        one
        for one in changing(basis.numbers, basis.since, later)
        if tells_of_change(cites.sub(" ", one.text), basis.numbers, rules)
        and _speaks_of(one, fact, titles, rules)
    ]
    if not any(_ends(one.english, rules) for one in fact):
        telling += [
            one for one in _by_subject(query, fact, basis, later) if _share(one.english, own) >= _OF_ITS_WORDS
        ]
    return _one_of_each(telling, later)


def _told_of(one: Evidence, retriever: Retriever) -> tuple[str, ...]:
    """The numbers of the instruments of which a sentence tells without a number, as a release or a fact sheet
    does of an order: one has a figure of it and several of its words, in a sentence and the title; fewer of
    them where it is of the same days."""
    rules, day = retriever.rules, one.source.date
    figures = _figures(one.english)
    if not figures or not day or opening_references(one.source.title, rules):
        return ()
    first, until = _around(day)
    near = tuple(
        each.slug
        for each in retriever.view.sources
        if each.date <= until and each.slug != one.source.slug and instrument_numbers([each.title], rules)
    )
    if not near:
        return ()
    narrowed, words = retriever.within(Restriction(slugs=near)), _plain_stems(one.english)
    titles = [
        each.source.title
        for hit in narrowed.view.full_text(one.english, _READ)
        for each in sentences_of(hit, narrowed)
        if figures & _figures(each.english)
        and len(words & _plain_stems(f"{each.source.title} {each.english}"))
        >= (_SHARED if each.source.date >= first else _TOLD_OF)
    ]
    return instrument_numbers(dict.fromkeys(titles), rules)


def _figures(text: str) -> set[tuple[float, str]]:
    """The figures of a text, each with its unit or the word that it counts: “three” alone stands anywhere."""
    text = without_dates(text)
    counted = ((one, " ".join(text[end:].split()[:1])) for _, end, one in quantity_places(text))
    return {(one.value, one.unit or word.strip(".,;:—").lower().rstrip("s")) for one, word in counted}


def _around(iso: str) -> tuple[str, str]:
    """The days before and after one; what is not known to the day is taken as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso, iso
    return (day - timedelta(days=1)).isoformat(), (day + timedelta(days=1)).isoformat()


def _plain_stems(text: str) -> set[str]:
    return {word for word in content_stems(without_dates(text)) if not any(map(str.isdigit, word))}


def _share(text: str, words: frozenset[str]) -> float:
    """The share of a text's words, but its days and figures, that are among some."""
    said = _plain_stems(text)
    return len(said & words) / max(1, len(said))


def _speaks_of(change: Evidence, fact: Sequence[Evidence], titles: str, rules: Rules) -> bool:
    """Whether a fact speaks of the matter that a change is of: the words of the change that the title of its
    document has, or those of the instruments that the fact rests on; of one that names none, as a plain
    revocation, what these titles are of."""
    named = with_synonyms(_plain_stems(f"{titles} {change.source.title}") - _OF_ANY_ORDER, rules)
    bare = without_references(_ASIDE.sub(" ", change.english), rules)
    matter = (with_synonyms(_plain_stems(bare), rules) & named) or named
    told = set().union(*(_plain_stems(one.english) for one in fact))
    return not matter or bool(with_synonyms(matter, rules) & with_synonyms(told, rules))


def _one_of_each(telling: Sequence[Evidence], retriever: Retriever) -> list[Evidence]:
    """The plainest usable sentence of each document, of the newest documents."""
    usable = screen(telling, retriever.view, retriever.rules).usable
    plainest = sorted(usable, key=lambda one: -_plainness(one, retriever.rules))
    best = {one.source.slug: one for one in reversed(plainest)}
    newest = sorted(best.values(), key=lambda one: one.source.date, reverse=True)
    return [replace(one, overtakes=True) for one in newest[:_CHANGES]]


def kept_by(changes: Sequence[Evidence], query: Query, retriever: Retriever) -> list[Evidence]:
    """The sentences of the same documents that say what the changes leave in force, those about what is asked
    first."""
    asked = content_stems(query.standalone)
    rules = retriever.rules
    found = [
        one
        for change in changes
        for passage in retriever.view.passages(change.source.slug)
        for one in sentences_of(Hit(passage, 0.0), retriever)
        if rules["change"].of("keeps").find(one.english)
    ]
    usable = screen(found, retriever.view, rules).usable
    return sorted(
        (replace(one, overtakes=True) for one in usable if asked & content_stems(one.english)),
        key=lambda one: -len(asked & content_stems(one.english)),
    )


def _basis(query: Query, found: Sequence[Evidence], retriever: Retriever) -> _Basis:
    best, rules = found[:_RESTS_ON], retriever.rules
    of_sources = {one.source.slug: one.source for one in best}
    named = numbers_of(references(query.question, rules))
    of_titles = instrument_numbers((one.title for one in of_sources.values()), rules)
    told = () if named else [number for one in best for number in _numbers(one.text, rules)]
    changed = [number for one in of_sources.values() for number in changed_by(one, retriever)]
    days = [one.source.date for one in best if one.source.date]
    numbers, since = dict.fromkeys((*named, *of_titles, *changed, *told)), min(days, default="")
    if numbers:
        return _Basis(tuple(numbers), since)
    guessed = dict.fromkeys(number for one in best for number in _told_of(one, retriever))
    return _Basis(tuple(guessed), since, guessed=True)


def changed_by(source: Source, retriever: Retriever) -> tuple[str, ...]:
    """The numbers of the instruments that a document changes, if it is an instrument itself: what becomes of
    those becomes of it."""
    rules = retriever.rules
    own = opening_references(source.title, rules)
    if not own:
        return ()
    text = retriever.view.text(source.slug)
    kinds, mine = {one.kind for one in own}, {one.key[:-1] for one in own}
    named = Counter(
        _number(one)
        for one in references(text, rules)
        if one.kind in kinds and one.key[:-1] not in mine and _number(one)
    )
    often = [number for number, times in named.most_common() if times >= _FEWEST_NAMED]
    return tuple(dict.fromkeys((*often, *_named_by_day(source, own[0], text, retriever))))


def _named_by_day(source: Source, own: Reference, text: str, retriever: Retriever) -> list[str]:
    """The number of the instrument that a text names by its kind and day (“the Order of 3 May 2021”): of
    several of one day, that whose title shares most words with the document's. An instrument that goes by
    its title alone has no kind that others are named by."""
    if not own.number:
        return []
    rules, words = retriever.rules, content_stems(source.title)
    kind = re.escape(own.text.partition(own.number)[0].strip())
    after = re.compile(rf"\b{kind} of (.{{,{_A_DAY}}})", re.IGNORECASE | re.DOTALL) if kind else None
    told = {
        day.iso for found in (after.finditer(text) if after else ()) for day in days(found[1])[:1] if day.day
    }
    of_day: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for other in retriever.view.sources:
        opening = opening_references(other.title, rules)
        if other.date in told and other.slug != source.slug and opening and opening[0].kind == own.kind:
            shared = len(words & content_stems(other.title))
            of_day[other.date].append((shared, _number(opening[0])))
    return [max(of_the_day)[1] for of_the_day in of_day.values()]


def _numbers(text: str, rules: Rules) -> list[str]:
    return [number for one in references(text, rules) if (number := _number(one))]


def _number(named: Reference) -> str:
    """What tells an instrument from others wherever it is named; empty where no number does."""
    return next(iter(numbers_of([replace(named, section="")])), "") if len(named.number) >= _TELLING else ""


def _later(text: str, since: str, retriever: Retriever) -> Iterable[Hit]:
    later = retriever.within(Restriction(since=since))
    return (
        hit
        for hit in later.view.full_text(text, _READ)
        if retriever.view.source(hit.passage.source).date > since
    )


def changing(numbers: Sequence[str], since: str, retriever: Retriever) -> list[Evidence]:
    """The sentences of documents after a day that tell of an end or a change of one of the instruments that
    go by these numbers, and are later than it."""
    rules, dates = retriever.rules, _dates(numbers, retriever)
    found = []
    for number in numbers:
        after = max(dates.get(number, since), since)
        for hit in _later(change_search([number], rules), after, retriever):
            if tells_of_change(hit.passage.text, [number], rules):
                found += [
                    one
                    for one in sentences_of(hit, retriever)
                    if tells_of_change(one.text, [number], rules) and not _does_it(number, one.text)
                ]
    return found


def _does_it(number: str, text: str) -> bool:
    """Whether the instrument is what ended or changed another: “Order 5 of 3 May ends the toll”."""
    opens, found, after = text.partition(number)
    return bool(found) and len(opens.split()) <= _BEFORE_A_NUMBER and _DOES.match(after) is not None


def _dates(numbers: Sequence[str], retriever: Retriever) -> dict[str, str]:
    """The days of the instruments of these numbers that the library has."""
    own = {
        number: one.date
        for one in retriever.view.sources
        for number in instrument_numbers([one.title], retriever.rules)
    }
    return {number: own[number] for number in numbers if number in own}


def _by_subject(
    query: Query, found: Sequence[Evidence], basis: _Basis, retriever: Retriever
) -> list[Evidence]:
    """The sentences of later documents that tell plainly of an end, of what is asked about and of what the
    best evidence says."""
    rules = retriever.rules
    asked = content_stems(without_references(query.standalone, rules))
    weights = {word: rare for word, rare in rarity(query.standalone, retriever.view).items() if word in asked}
    said = content_stems(" ".join(one.english for one in found[:_RESTS_ON]))
    telling = []
    for hit in _later(change_search(query.searches[:1], rules), basis.since, retriever):
        if not asked & content_stems(hit.passage.text) or not _ends(in_english(hit.passage.text), rules):
            continue
        for one in sentences_of(hit, retriever):
            own = content_stems(one.english)
            share = sum(weights.get(word, 0.0) for word in own & asked) / max(1.0, sum(weights.values()))
            if _ends(one.english, rules) and share >= _OF_THE_SUBJECT and len(own & said) >= _SHARED:
                telling.append(one)
    return telling


def _plainness(one: Evidence, rules: Rules) -> int:
    """How plainly a sentence does what it tells of: one that recounts what others did comes last."""
    return 2 * _ends(one.english, rules) + (rules["change"].of("does").find(one.english) is not None)


def _ends(text: str, rules: Rules) -> bool:
    return rules["change"].of("ends").find(text) is not None
