"""The words that an item of a list or a law completes (“an appeal may not be taken from—”): without them it
may say the opposite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems
from assistant.types import LEFT_OUT, Evidence
from ingest.types import Lead, Sentence

LONGEST = 700  # characters: a longer quote is not read
_OF_THE_ITEM = 0.34  # of an item's words, from which a claim is about it
_ENDS = re.compile(r"[:—–][\"'”’») ]*$")
_WORD_BEFORE = re.compile(r"[^\W\d_]+\s+$")


def leads_in(text: str) -> bool:
    """Whether words end as those do that others complete."""
    return bool(_ENDS.search(text))


def is_open(one: Evidence) -> bool:
    """Whether a sentence is words that others complete, by what its document says or how it ends."""
    return one.sentence.role == "lead-in" or leads_in(one.text)


def denial(text: str, rules: Rules) -> str:
    """What of a lead-in denies or excepts (“may not”, “except”), so that its items say the opposite without
    it; empty where nothing does."""
    plain = rules["negation_exceptions"].pattern.sub(lambda found: " " * len(found.group()), text)
    found = rules["negation"].find(plain) or rules["exceptions"].of("except").find(plain)
    if found is None:
        return ""
    before = _WORD_BEFORE.search(text, 0, found.start())
    return text[before.start() if before else found.start() : found.end()]


def with_kept_leads(sentence: Sentence, rules: Rules) -> Sentence:
    """The sentence with as many of its lead-ins as a quote may hold: the nearest, those that deny, and of the
    others the nearest ones first."""
    room = LONGEST - (sentence.end - sentence.start)
    kept: list[Lead] = []
    for lead in reversed(sentence.leads):
        room -= len(lead.text) + len(LEFT_OUT)
        if room >= 0 or not kept or denial(lead.text, rules):
            kept.insert(0, lead)
    return replace(sentence, leads=tuple(kept))


def completed(one: Evidence) -> tuple[Evidence, ...]:
    """The words that a sentence completes and then itself, each as evidence, in the order in which they are
    quoted."""
    return (*(_lead(one, lead) for lead in one.sentence.leads), one)


def _lead(one: Evidence, lead: Lead) -> Evidence:
    whole = one.sentence
    place = Sentence(
        lead.start, lead.end, lead.page, lead.page, "lead-in", lead.place, whole.speaker, whole.standing
    )
    return replace(one, sentence=place, text=lead.text)


def is_lead_of(one: Evidence, other: Evidence) -> bool:
    """Whether the other completes this one's words."""
    return one.source.slug == other.source.slug and any(
        (lead.start, lead.end) == (one.sentence.start, one.sentence.end) for lead in other.sentence.leads
    )


def without_leads(evidence: Iterable[Evidence]) -> list[Evidence]:
    """The evidence without what another of it has as its lead-in, with which it is cited."""
    given = list(evidence)
    return [one for one in given if not any(is_lead_of(one, other) for other in given)]


def affirmed(claim: str, one: Evidence, rules: Rules) -> tuple[str, Lead] | None:
    """What denies an item in the words before it, and those words, where a claim has the item's words and
    nothing of a denial."""
    item = content_stems(one.text)
    denies = rules["negation"].find(claim) or rules["exceptions"].of("except").find(claim)
    if not item or denies or rules["leads"].find(claim):
        return None
    if len(item & content_stems(claim)) < max(1.0, _OF_THE_ITEM * len(item)):
        return None
    return denied_by([one], rules)


def denied_by(quoted: Sequence[Evidence], rules: Rules) -> tuple[str, Lead] | None:
    """What denies a quoted item in words before it that are not quoted with it, and those words; None where
    nothing does."""
    for one in quoted:
        for lead in one.sentence.leads:
            is_quoted = any(
                other.source.slug == one.source.slug
                and other.sentence.start <= lead.start
                and lead.end <= other.sentence.end
                for other in quoted
            )
            if not is_quoted and (words := denial(lead.text, rules)):
                return words, lead
    return None
