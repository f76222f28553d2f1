"""A claim held against the record: what it says, what supports it, what speaks against it, what qualifies it,
and what else bears on it, each from documents other than the one that makes it.

No verdict is given that the words do not bear: a sentence is set under “Supports” where the support model is
sure of it, under “Against” where it turns the claim round or rejects it, and otherwise under what it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.check.entailment import SupportModel
from assistant.drafting.grouped import grouped
from assistant.drafting.quotes import choose_quotes
from assistant.guard.screening import Screened
from assistant.lexicon.contradiction import contradiction
from assistant.lexicon.features import features
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import LITTLE_WORDS, content_stems, folded, stems
from assistant.plans import positions
from assistant.plans.plan import Plan
from assistant.plans.pool import is_told_of, pooled, rarity_of, read, screened
from assistant.plans.voices import is_said_by, whom
from assistant.query.query import Query
from assistant.retrieval.retriever import Retriever, best_first
from assistant.types import Draft, Evidence
from ingest.gloss import in_english

CLAIM, SUPPORTS, AGAINST, QUALIFIES, BEARS = "The claim", "Supports", "Against", "Qualifies", "Bears on it"
_ORDER = (CLAIM, SUPPORTS, AGAINST, QUALIFIES, BEARS)

_PASSAGES = 48
_READ = 72  # sentences that the cross-encoder reads
_MADE_IN = 24  # passages of the document that makes the claim
_JUDGED = 14  # sentences that the support model reads
_SURE = 0.8  # of the support model: a claim is nobody's answer to what was found, so chance counts for more
_ITS_OWN = 0.6  # of the claim's words: what shares fewer of its own supports it by chance
_NEARLY = 0.5  # of the claim's words: what shares fewer says something else rather than the opposite
# What all words of the claim gain, by their rarity; a quoted term; a document that is named.
_WORDS, _TERM, _NAMED = 4.0, 3.0, 3.0
_FLOOR = 0.6  # of the best: what is further below bears on something else
_HAVE_IT = 2  # sentences with a quoted term, from which others need not be shown
_MADE_BY = 1  # sentences that make the claim
_MOST_OF_IT = 0.6  # of a claim's words: fewer in quotation marks are a part of it
_A_SENTENCE = 5  # words in quotation marks: fewer are a term
_NEAR_ENOUGH = 0.34  # of the claim's words: a sentence that has fewer does not make it
_QUOTED = re.compile(r"(?<!\w)[“\"‘'](?=\w)([^”\"’“‘]{4,}?)[”\"’'](?!\w)")


def _find(query: Query, retriever: Retriever) -> Screened:
    """The sentence that makes the claim, and those of the record that say something to it; where sides are
    held against each other, the evidence of each."""
    if len(query.request.sides) > 1:
        return positions.PLAN.find(query, retriever)
    rules = retriever.rules
    claim = claim_of(query, rules)
    made = _made(query, claim, retriever)
    own = {one.source.slug for one in made}
    whole = f"{claim} {made[0].text}" if made else claim
    named = [slug for slug in query.request.documents if slug not in own]
    wanted = _words(whole)
    record = tuple(one.slug for one in retriever.view.sources if one.slug not in own and one.kind != "op-ed")
    if not record:
        return screened(made, retriever)
    pool = pooled((claim, whole, *query.searches), retriever, passages=_PASSAGES, slugs=record)
    if not made and not is_told_of(claim, pool, retriever):
        return Screened((), ())
    terms = [folded(one) for one in _terms(query.question)]
    rarity = rarity_of(whole, retriever)
    whole_rarity = sum(rarity.values()) or 1.0

    def gain(one: Evidence) -> float:
        shared = sum(rarity.get(word, 0.0) for word in wanted & stems(one.english)) / whole_rarity
        quoted = sum(bool(stems(term) & stems(one.english)) for term in terms)
        return _WORDS * shared + _TERM * quoted + _NAMED * (one.source.slug in named)

    gained = best_first(
        replace(one, score=one.score + gain(one)) for one in pool if wanted & stems(one.context)
    )
    ranked = read(gained, whole, retriever, _READ)
    fit = screened((*made, *_near(ranked, terms)), retriever)
    judged = _judged(claim, [one for one in fit.usable if one.found_for != CLAIM], retriever)
    return Screened((*(one for one in fit.usable if one.found_for == CLAIM), *judged), fit.quarantined)


def claim_of(query: Query, rules: Rules) -> str:
    """The claim itself: what the turn quotes as a sentence, or the turn without what asks for a check."""
    said = query.request.subject or query.question
    bare = " ".join(rules["checking"].of("asking").pattern.sub(" ", said).split()).strip(" ,.;:?–-") or said
    quoted = max(_QUOTED.findall(query.question), key=len, default="")
    words = len(quoted.split())
    return quoted if words >= max(_A_SENTENCE, _MOST_OF_IT * len(bare.split())) else bare


def _terms(turn: str) -> list[str]:
    """The words or two that a turn quotes."""
    return [one for one in _QUOTED.findall(turn) if len(one.split()) < _A_SENTENCE]


def _words(text: str) -> set[str]:
    return content_stems(in_english(text)) - stems(" ".join(LITTLE_WORDS))


def _made(query: Query, claim: str, retriever: Retriever) -> list[Evidence]:
    """The sentence of an op-ed, or of whom the turn names, that makes the claim; none where none is near."""
    slugs = tuple(one.slug for one in retriever.view.sources if one.kind == "op-ed")
    if not slugs:
        return []
    who = whom(query.question, retriever)
    pool = pooled((claim, query.question), retriever, passages=_MADE_IN, slugs=slugs)
    wanted = _words(claim)
    terms = [folded(one) for one in (*_terms(query.question), claim)]

    def near(one: Evidence) -> float:
        shared = len(wanted & stems(one.text)) / max(1, len(wanted))
        quoted = any(term and term in folded(one.text) for term in terms)
        return shared + quoted + 0.1 * is_said_by(one, who, retriever.rules)

    best = max(pool, key=near, default=None)
    if best is None or near(best) < _NEAR_ENOUGH:
        return []
    return [replace(best, found_for=CLAIM)]


def _near(ranked: Sequence[Evidence], terms: Sequence[str]) -> list[Evidence]:
    """What is near enough to the best; where the turn quotes a term and several have it, these alone: whether
    it was used is what is asked."""
    wanted = stems(" ".join(terms))
    having = [one for one in ranked if wanted & stems(one.english)]
    fitting = having if len(having) >= _HAVE_IT else list(ranked)
    return [one for one in fitting if one.score >= _FLOOR * fitting[0].score]


def _judged(claim: str, ranked: Sequence[Evidence], retriever: Retriever) -> list[Evidence]:
    """The sentences, each under what it is to the claim."""
    best = list(ranked)
    if not best:
        return []
    rules = retriever.rules
    foresees = rules["checking"].of("foresees").find(claim) is not None
    told = best[:_JUDGED]
    scores = SupportModel(retriever.models).scores([(claim, one.english) for one in told], rules)
    sure = dict(zip(map(id, told), scores, strict=True))
    return [
        replace(one, found_for=_what_it_is(claim, one, 0.0 if foresees else sure.get(id(one), 0.0), rules))
        for one in best
    ]


def _what_it_is(claim: str, one: Evidence, sure: float, rules: Rules) -> str:
    mine, theirs = features(in_english(claim), rules), features(one.english, rules)
    near = mine.share_in(theirs) >= _NEARLY
    if near and (contradiction(mine, theirs) or rules["rejections"].find(one.statement)):
        return AGAINST
    own = mine.share_in(features(in_english(one.text), rules)) >= _ITS_OWN
    if own and sure >= _SURE and not rules["negation"].find(one.english):
        return SUPPORTS
    return QUALIFIES if rules["checking"].of("qualifies").find(one.statement) else BEARS


def _drafts(query: Query, evidence: Sequence[Evidence], limit: int, rules: Rules) -> list[Draft]:
    if len(query.request.sides) > 1:
        return positions.PLAN.drafts(query, evidence, limit, rules)
    made = [one for one in evidence if one.found_for == CLAIM]
    record = [one for one in evidence if one.found_for != CLAIM]
    quotes = choose_quotes(record, max(1, limit - len(made)), rules)
    drafts: list[Draft] = grouped(choose_quotes(made, _MADE_BY, rules), rules, CLAIM)
    for heading in _ORDER[1:]:
        under = [one for one in quotes if one.parts[0].found_for == heading]
        drafts += grouped(under, rules, heading)
    return drafts


def _lacking(query: Query, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    return positions.PLAN.lacking(query, evidence) if len(query.request.sides) > 1 else ()


PLAN = Plan(find=_find, drafts=_drafts, decides=True, lacking=_lacking, length=1.3)
"""What the record says to a claim."""
