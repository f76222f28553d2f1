"""What somebody said: their own words on the topic and no one else's, by document, in the order of dates.

What is looked for is an exchange: an answer is found by the question before it, which has the words of the
topic where the answer leans on them. So a passage of theirs ranks by what the searches make of it and of
that question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.drafting.grouped import grouped, quoted_alone
from assistant.drafting.quotes import may_quote, overlap, with_items
from assistant.guard.screening import Screened, screen
from assistant.lexicon.rules import Rules
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import LITTLE_WORDS, content_stems, folded, stems
from assistant.plans.plan import Plan
from assistant.plans.voices import evidence_at, is_said_by, is_same, name_words, own_labels, whom, words_of
from assistant.query.query import Query, Variant
from assistant.retrieval.retriever import Retriever, best_first, key
from assistant.types import Draft, Evidence
from ingest.gloss import in_english, without_accents
from ingest.types import Hit, Passage, Restriction

_NAMED_IN = 80  # passages that name somebody, in which it is looked whether they are heard
_EXCHANGES = 24  # passages of theirs, nearest first
_READ = 60  # sentences that the cross-encoder reads
_REACH = 3  # passages of an answer after the question that it answers
_OF_A_PASSAGE = 2  # sentences
# How ranks count (reciprocal, each plus a constant), set on our own requests and on those of a library of 59
# documents: passages by what the searches make of them, of the question before them, and half of what they
# make of the passages beside; sentences by their passage and half by the cross-encoder, which reads Spanish
# as a gloss.
_RRF_PASSAGE, _RRF_SENTENCE = 20, 5
_BESIDE, _READ_COUNTS = 0.5, 0.5
_NEAR = 0.5  # of the best score: a document whose best is further below says nothing on the topic
_FEWEST = 2  # sentences of a document that counts
_SHORT = 5  # words: fewer say little on their own
_OF_OTHERS = 3  # sentences about somebody who is not heard
_BY_OTHERS = "Told by others"
_WORD = re.compile(r"[\w$£€-]*\w")


@dataclass(frozen=True, slots=True)
class _Heard:
    """Sentences of one passage that are somebody's words, with what was asked before it."""

    score: float
    asked: str
    sentences: tuple[Evidence, ...]


def _find(query: Query, retriever: Retriever) -> Screened:
    who = _who(query, retriever)
    slugs = _heard_in(who, retriever)
    if not slugs:
        return _of_others(query, retriever)
    narrowed = retriever.within(Restriction(slugs=slugs))
    theirs = _theirs(who, narrowed)
    topic = _topic(query, who, theirs, retriever.rules)
    searches = dict.fromkeys(filter(None, (topic, in_english(topic), *query.searches)))
    heard = _nearest(narrowed.fused(tuple(searches)), theirs, narrowed)
    if not _is_on(in_english(topic), heard, retriever.rules):
        return Screened((), ())
    screened = screen([one for each in heard for one in each.sentences], retriever.view, retriever.rules)
    return Screened(
        tuple(_ranked(topic or query.question, heard, screened.usable, narrowed)), screened.quarantined
    )


def _ranked(
    topic: str, heard: Sequence[_Heard], usable: Sequence[Evidence], retriever: Retriever
) -> list[Evidence]:
    """The sentences by the rank of their passage and, half, by what the cross-encoder makes of them after
    what was asked."""
    asked = {key(each.sentences[0].passage): (rank, each.asked) for rank, each in enumerate(heard)}
    found = usable[:_READ]
    texts = [f"{asked[key(one.passage)][1]} {one.english}".strip() for one in found]
    logits = retriever.read([Variant(in_english(topic))], texts)
    order = sorted(range(len(found)), key=lambda n: -logits[n])
    place = {n: rank for rank, n in enumerate(order)}
    scored = [
        replace(
            one,
            score=1 / (_RRF_SENTENCE + asked[key(one.passage)][0])
            + _READ_COUNTS / (_RRF_SENTENCE + place[n]),
        )
        for n, one in enumerate(found)
    ]
    return best_first(scored)


def _who(query: Query, retriever: Retriever) -> frozenset[str]:
    """Whose words are wanted: the speaker that the turn names; where it names none, whoever is heard of those
    whom it mentions, or the conversation before it."""
    if named := query.request.speaker:
        return whom(named, retriever) or name_words(named, retriever.rules)
    return whom(query.question, retriever) or whom(query.standalone, retriever)


def _topic(
    query: Query, who: frozenset[str], theirs: Mapping[tuple[str, int], Sequence[Evidence]], rules: Rules
) -> str:
    """What it is to be about: the turn without the name, the office, and the words of asking."""
    offices = {one.sentence.speaker for each in theirs.values() for one in each}
    known = who | {without_accents(word) for label in offices for word in folded(label).split()}
    bare = rules["voices"].of("asking").pattern.sub(" ", query.question)
    kept = [word for word in _WORD.findall(bare) if without_accents(word.lower()) not in known]
    return " ".join(kept) if {word.lower() for word in kept} - LITTLE_WORDS else ""


def _heard_in(who: frozenset[str], retriever: Retriever) -> tuple[str, ...]:
    """The documents that have words of theirs."""
    view, rules = retriever.view, retriever.rules
    found = [
        hit.passage.source
        for hit in (view.full_text(" ".join(sorted(who)), _NAMED_IN) if who else ())
        if any(is_said_by(one, who, rules) for one in _all(hit.passage, retriever))
    ]
    own = [
        source.slug
        for source in view.sources
        if any(is_same(who, label, rules) for label in own_labels(source, rules))
    ]
    return tuple(dict.fromkeys((*found, *own)))


def _all(passage: Passage, retriever: Retriever) -> Iterator[Evidence]:
    source = retriever.view.source(passage.source)
    return (evidence_at(source, passage, number) for number in range(len(passage.sentences)))


def _theirs(who: frozenset[str], retriever: Retriever) -> dict[tuple[str, int], tuple[Evidence, ...]]:
    """The sentences that are their words and say something, by passage."""
    view, found = retriever.view, dict[tuple[str, int], tuple[Evidence, ...]]()
    for source in view.sources:
        found |= words_of(who, source, view.passages(source.slug), retriever.rules)
    telling = {place: tuple(filter(may_quote, sentences)) for place, sentences in found.items()}
    return {place: sentences for place, sentences in telling.items() if sentences}


def _nearest(
    hits: Sequence[Hit], theirs: Mapping[tuple[str, int], tuple[Evidence, ...]], retriever: Retriever
) -> list[_Heard]:
    """The passages with words of theirs that the searches find, or whose question or neighbours they find."""
    worth = {key(hit.passage): 1 / (_RRF_PASSAGE + rank) for rank, hit in enumerate(hits)}
    found: list[_Heard] = []
    for source in retriever.view.sources:
        asked: Passage | None = None
        since = 0
        for passage in retriever.view.passages(source.slug):
            place = key(passage)
            if place not in theirs:
                asked, since = (passage if _is_spoken(passage) else None), 0
                continue
            since += 1
            context = asked if since <= _REACH else None
            beside = [(source.slug, passage.number + step) for step in (-1, 1)]
            score = (
                worth.get(place, 0.0)
                + _BESIDE * sum(worth.get(one, 0.0) for one in beside if one in theirs)
                + (worth.get(key(context), 0.0) if context else 0.0)
            )
            if score:
                found.append(_Heard(score, in_english(context.text) if context else "", theirs[place]))
    return sorted(found, key=lambda one: -one.score)[:_EXCHANGES]


def _is_spoken(passage: Passage) -> bool:
    return any(one.speaker for one in passage.sentences)


def _is_on(topic: str, heard: Sequence[_Heard], rules: Rules) -> bool:
    """Whether anything of theirs has a word of the topic, where that has any."""
    wanted = with_synonyms(content_stems(topic), rules)
    if not wanted:
        return bool(heard)
    return any(
        wanted & stems(f"{each.asked} {one.passage.text} {one.english} {one.source.title}")
        for each in heard
        for one in each.sentences[:1]
    )


def _of_others(query: Query, retriever: Retriever) -> Screened:
    """What others tell of somebody who is not heard themselves."""
    names = stems(_named(query))
    if not names:
        return Screened((), ())
    hits = retriever.fused(query.searches)[:_EXCHANGES]
    found = [one for hit in hits for one in _all(hit.passage, retriever) if may_quote(one)]
    screened = screen([one for one in found if names <= stems(one.text)], retriever.view, retriever.rules)
    told_of = [replace(one, found_for=_BY_OTHERS) for one in screened.usable[:_OF_OTHERS]]
    return Screened(tuple(told_of), screened.quarantined)


def _named(query: Query) -> str:
    return query.request.speaker or " ".join(query.requirements.names)


def _lacking(query: Query, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Who was asked about, where nothing is theirs."""
    is_heard = any(one.found_for != _BY_OTHERS for one in evidence)
    return (_named(query),) if _named(query) and not is_heard else ()


def _drafts(query: Query, evidence: Sequence[Evidence], limit: int, rules: Rules) -> list[Draft]:
    chosen = _chosen(evidence, limit, wants_all=rules["voices"].of("every").find(query.question) is not None)
    if len({one.source.slug for one in chosen}) > 1:
        chosen.sort(key=lambda one: (one.source.date, one.source.slug, one.sentence.start))
    quotes = [with_items(quoted_alone(one), rules) for one in chosen]
    return grouped(quotes, rules, evidence[0].found_for if evidence else "")


def _chosen(evidence: Sequence[Evidence], limit: int, *, wants_all: bool) -> list[Evidence]:
    """The best sentences, few of one passage before more of it. Every document has a share where all is
    wanted; where not, those count whose best is near the best of all."""
    firsts: dict[str, float] = {}
    for one in evidence:
        firsts.setdefault(one.source.slug, one.score)
    counted = {slug for slug, first in firsts.items() if wants_all or first >= _NEAR * evidence[0].score}
    share = max(_FEWEST, -(-limit // len(counted))) if counted else limit
    chosen: list[Evidence] = []
    for most, of_document in ((_OF_A_PASSAGE, share), (_OF_A_PASSAGE, limit), (limit, limit)):
        for one in evidence:
            of_passage = sum(key(one.passage) == key(other.passage) for other in chosen)
            of_source = sum(one.source.slug == other.source.slug for other in chosen)
            if (
                len(chosen) < limit
                and one.source.slug in counted
                and of_passage < most
                and of_source < of_document
                and len(one.text.split()) >= _SHORT
                and not any(overlap(one, other) for other in chosen)
            ):
                chosen.append(one)
    return chosen


PLAN = Plan(find=_find, drafts=_drafts, decides=True, lacking=_lacking, length=1.7)
"""The words of whom is asked about."""
