"""Acts: what an op-ed says is done, decided or pending, against what the record says was done, is only to be
done, or changed since."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.lexicon.dates import readable_date
from assistant.lexicon.names import names
from assistant.lexicon.synonyms import with_kin
from assistant.lexicon.words import content_stems, stems
from assistant.retrieval.retriever import best_first
from assistant.review.shelf import Shelf, best_of_each, english
from assistant.review.types import Claim, Point
from assistant.types import Evidence

_MOST = 3
_LEAST_SCORE = -3.0  # of the cross-encoder, for the act read as a question
_LEAST_SURE = 0.0  # ... where only words of the state itself say what it is about
# An act under a word that leaves it open or gives it an end.
_OPEN = re.compile(
    r"\b(?:whether or not to|whether to|threaten(?:ed|s|ing) (?:to )?|plans?"
    r" (?:on|to)|agree(?:d|s|ments?)?\b[^.;—]{0,60}? to|order\w* to"
    r"|promised? to|vow(?:ed|s) to|propos(?:ed|es|al)s? to"
    r"|intends? to|consider(?:s|ed|ing)|wants? to|offer(?:ed|s) to|call(?:ed|s)? (?:for|on \w+ to))\s*"
    r"(?P<act>[^.;—–]{8,120})",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:will|would|shall|may|could) (?:\w+ )?be \w+(?:ed|en)\b|\bprocess (?:by"
    r" which|for|to)\b|\brecommend\w*\b|\bpropos\w+\b|\bwithin \d+ days\b",
    re.IGNORECASE,
)
_CHANGED = re.compile(
    r"\b(?:took effect|taken effect|in effect|effective|went into (?:force|effect)|no"
    r" longer|ended|ceased?|terminat\w+|revok\w+|repeal\w+|rescind\w+"
    r"|suspend\w+|exempt\w*|shall not (?:be subject|apply)|increas\w+ from|shall"
    r" (?:increase|decrease)|reduc\w+ (?:\w+ ){0,12}from|raised?"
    r"|surpass\w*|overt(?:ook|aken)|replac\w+|striking the words"
    r"|(?:were|was|been)"
    r" (?:issued|imposed|signed|adopted|enacted|approved|designated|charged|transferred))\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\b(?:still|stands? at|remains?|continues? to|to this day)\b", re.IGNORECASE)
_SAYS_WHAT = 2  # content words
_STOP_AT = re.compile(
    r"\s*(?:,|\bciting\b|\bin exchange\b|\bin order\b|\bwhich\b|\bwho\b|\bbecause\b|\bwhile\b|\bso that\b)",
    re.IGNORECASE,
)
# What ends by itself: any change to its object overtakes it; another act is overtaken by being done.
_STATE = "state"
_PASSING = {_STATE} | stems("delay pause suspend postpone extend freeze halt hold defer waive")
_GENERIC = stems(
    "group groups organization organizations some them those their they leader leaders one month order orders"
    " executive new"
)


@dataclass(frozen=True, slots=True)
class Act:
    """What is done and to what: the words, the verb's stem, the stems of the rest, and how many of them a
    sentence must have to be about it."""

    words: str
    verb: str
    objects: frozenset[str]
    enough: int


def acts(text: str) -> list[Act]:
    """The acts that a sentence leaves open: those after “whether to”, “threatened”, “agreed to”, “an order
    to”, …"""
    found = []
    for match in _OPEN.finditer(text):
        words = _STOP_AT.split(match["act"].strip())[0]
        tokens = re.findall(r"[^\W\d_]+", words.lower())
        if len(tokens) >= 2:
            objects = frozenset(content_stems(" ".join(tokens[1:])) - _GENERIC)
            found.append(Act(words, tokens[0][:5], objects, max(1, (len(objects) + 1) // 2)))
    return found


def states(text: str) -> list[Act]:
    """What a sentence says goes on: “the duty still stands at 10 percent”, “the ban remains in force”."""
    found = []
    for clause in re.split(r"[;—]|, (?:and|but|because|while|which)\b", text):
        if _GOES_ON.search(clause):
            words = _GOES_ON.sub(" ", clause).strip(" .,")
            objects = frozenset(word for word in content_stems(words) - _GENERIC if not word.isdigit())
            if len(objects) >= _SAYS_WHAT:
                found.append(Act(" ".join(words.split()), _STATE, objects, _SAYS_WHAT))
    return found


def since_then(claim: Claim, shelf: Shelf, date: str) -> list[Point]:
    """For each act: the record says that it is only to be done, which qualifies a claim that takes it as
    done; or that it was done or changed after `date` (the op-ed's, or empty), which overtakes it."""
    points = []
    for act in (*acts(claim.text), *states(claim.text)) if claim.kind != "opinion" else ():
        about = f"{act.words} {' '.join(names(claim.text))}"
        near = [
            one for one in shelf.find(about, claim.text) if one.score >= _LEAST_SCORE and _of(act, one, shelf)
        ]
        late = (
            [
                one
                for one in shelf.find(about, f"{about} took effect ended changed", since=date)
                if _of(act, one, shelf)
            ]
            if date
            else near
        )
        points += _to_come(act, near, date) + _overtaken(act, late, date)
    return points


def _to_come(act: Act, near: list[Evidence], date: str) -> list[Point]:
    """What says that the act is to be done; a law says so of every act that it allows."""
    if act.verb == _STATE:
        return []
    found = [
        one
        for one in near
        if one.source.kind != "statute" and _TO_COME.search(english(one)) and act.verb in stems(english(one))
    ]
    found = [one for one in found if not (date and one.source.date > date)]
    if not found:
        return []
    return [Point("qualified", f"By the record it was still to be done: {act.words}.", tuple(found[:_MOST]))]


def _overtaken(act: Act, near: list[Evidence], date: str) -> list[Point]:
    found = [
        one
        for one in near
        if _is_done(act, english(one))
        and one.source.date > date
        and (act.verb != _STATE or one.score >= _LEAST_SURE)
    ]
    if not found:
        return []
    first = min(found, key=lambda one: one.source.date)
    others = [one for one in best_of_each(best_first(found)) if one.source.slug != first.source.slug]
    chosen = sorted((first, *others[: _MOST - 1]), key=lambda one: one.source.date)
    told = (
        f"The record tells of what came of it, first in a document of {readable_date(first.source.date)}:"
        f" {act.words}."
    )
    return [Point("overtaken", told, tuple(chosen))]


def _is_done(act: Act, text: str) -> bool:
    if act.verb in _PASSING:
        return bool(_CHANGED.search(text))
    # Not “Specially Designated”, which is a name.
    return bool(re.search(rf"\b{re.escape(act.verb)}\w*(?:ed|en)\b", _TO_COME.sub(" ", text)))


def _of(act: Act, one: Evidence, shelf: Shelf) -> bool:
    """Whether a sentence is about the act's object, by its own words, its document's title, and what its
    acronyms stand for."""
    text = f"{one.source.title} {english(one)}"
    there = with_kin(stems(f"{text} {' '.join(shelf.long_forms(one.source.slug, text))}"))
    hit = sum(bool(with_kin({stem}) & there) for stem in act.objects)
    return hit >= act.enough
