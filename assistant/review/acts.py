"""Acts: what an op-ed says is done, decided or pending, against what the record says was done, is only to be
done, or changed since."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.lexicon.dates import readable_date
from assistant.lexicon.features import features
from assistant.lexicon.rules import Rules
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import content_stems, stems
from assistant.retrieval.retriever import best_first
from assistant.review.shelf import Shelf, best_of_each, english
from assistant.review.types import Claim, Point
from assistant.types import Evidence

_MOST = 3
_LEAST_SCORE = -3.0  # of the cross-encoder, for the act read as a question
_LEAST_SURE = 0.0  # ... where only words of the state itself say what it is about
_SAYS_WHAT = 2  # content words
_STATE = "state"
"""The verb of what goes on by itself: any change to its object supersedes it."""
_CLAUSE = re.compile(r"[;—]|, (?:and|but|because|while|which)\b")


@dataclass(frozen=True, slots=True)
class Act:
    """What is done and to what: the words, the verb's stem, the stems of the rest, and how many of them a
    sentence must have to be about it."""

    words: str
    verb: str
    objects: frozenset[str]
    enough: int


def acts(text: str, rules: Rules, *values: str) -> list[Act]:
    """The acts that a sentence leaves open (`open`: those after “whether to”, “threatened”, …) or tells as
    ordered (`ordered`: after “agreed to”, “an order to”)."""
    found = []
    signs = rules["open_acts"]
    for match in (match for row in signs.of(*values).rows for match in row.find_all(text)):
        words = signs.of("stop").pattern.split(match["act"].strip())[0]
        tokens = re.findall(r"[^\W\d_]+", words.lower())
        if len(tokens) >= 2:
            objects = frozenset(content_stems(" ".join(tokens[1:])) - signs.of("no object").stems)
            found.append(Act(words, tokens[0][:5], objects, max(1, (len(objects) + 1) // 2)))
    return found


def states(text: str, rules: Rules) -> list[Act]:
    """What a sentence says goes on: “the duty still stands at 10 percent”, “the ban remains in force”."""
    found = []
    signs = rules["open_acts"]
    goes_on, little = signs.of("goes on"), signs.of("no object").stems
    for clause in _CLAUSE.split(text):
        if goes_on.find(clause):
            words = goes_on.pattern.sub(" ", clause).strip(" .,")
            objects = frozenset(word for word in content_stems(words) - little if not word.isdigit())
            if len(objects) >= _SAYS_WHAT:
                found.append(Act(" ".join(words.split()), _STATE, objects, _SAYS_WHAT))
    return found


def since_then(claim: Claim, shelf: Shelf, date: str) -> list[Point]:
    """For each act: the record says that it is only to be done, which qualifies a claim that takes it as
    done; or that it was done or changed after `date` (the op-ed's, or empty), which supersedes it."""
    points = []
    if claim.kind == "opinion":
        return []
    ordered, left = (acts(claim.text, shelf.rules, value) for value in ("ordered", "open"))
    for act in (*ordered, *left, *(states(claim.text, shelf.rules) if date else ())):
        about = f"{act.words} {' '.join(features(claim.text, shelf.rules).names())}"
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
        points += _to_come(act, near, date, shelf.rules) if act in ordered else []
        points += _superseded(act, late, date, shelf.rules)
    return points


def _to_come(act: Act, near: list[Evidence], date: str, rules: Rules) -> list[Point]:
    """What says that the act is to be done; a law says so of every act that it allows."""
    to_come = rules["open_acts"].of("to come")
    found = [
        one
        for one in near
        if one.source.kind != "statute" and to_come.find(english(one)) and act.verb in stems(english(one))
    ]
    found = [one for one in found if not (date and one.source.date > date)]
    if not found:
        return []
    return [
        Point(
            "qualified",
            f"Your documents say that this was still to be done: {act.words}.",
            tuple(found[:_MOST]),
        )
    ]


def _superseded(act: Act, near: list[Evidence], date: str, rules: Rules) -> list[Point]:
    found = [
        one
        for one in near
        if _is_done(act, english(one), rules)
        and one.source.date > date
        and (act.verb != _STATE or one.score >= _LEAST_SURE)
    ]
    if not found:
        return []
    first = min(found, key=lambda one: one.source.date)
    others = [one for one in best_of_each(best_first(found)) if one.source.slug != first.source.slug]
    chosen = sorted((first, *others[: _MOST - 1]), key=lambda one: one.source.date)
    day = readable_date(first.source.date)
    told = (
        f"This had changed by {day}."
        if _passes(act, rules)
        else f"This was still pending then; it had happened by {day}."
    )
    return [Point("overtaken", told, tuple(chosen))]


def _passes(act: Act, rules: Rules) -> bool:
    """Whether an act is of a state that lasts until it changes, as a pause does."""
    return act.verb == _STATE or act.verb in rules["open_acts"].of("passing").stems


def _is_done(act: Act, text: str, rules: Rules) -> bool:
    signs = rules["open_acts"]
    if _passes(act, rules):
        return bool(signs.of("changed").find(text))
    # Not “Specially Designated”, which is a name.
    return bool(
        re.search(rf"\b{re.escape(act.verb)}\w*(?:ed|en)\b", signs.of("to come").pattern.sub(" ", text))
    )


def _of(act: Act, one: Evidence, shelf: Shelf) -> bool:
    """Whether a sentence is about the act's object, by its own words, its document's title, and what its
    acronyms stand for."""
    text = f"{one.source.title} {english(one)}"
    there = with_synonyms(stems(f"{text} {' '.join(shelf.long_forms(one.source.slug, text))}"), shelf.rules)
    hit = sum(bool(with_synonyms({stem}, shelf.rules) & there) for stem in act.objects)
    return hit >= act.enough
