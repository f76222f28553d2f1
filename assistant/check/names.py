"""The names of a claim against those of its evidence: missing, exchanged, with another's title."""

from __future__ import annotations

import re
from functools import cache

from assistant.lexicon.dates import MONTH
from assistant.lexicon.features import Features
from assistant.lexicon.names import is_country, is_plain
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import stems

_NAME_WORD = r"[A-ZÁÉÍÓÚÑ][a-záéíóúñ][\w'’-]*"
_OPENING = re.compile(r"[A-Z][a-z]+")
_THIS = re.compile(r"(?:This|That|These|Those|Such) ([a-z]{3,})\b", re.IGNORECASE)
_DATED = re.compile(
    r"\b(?:was|were|is|been) (\w+(?:ed|en|wn)) (?:on|in|at|since) (?:early |late |mid-)?"
    rf"(?:\d|(?:{MONTH})\b)"
)
_FEW_STRANGERS, _LONG_ENOUGH = 1, 7  # words
_SHORT = range(3, 8)  # letters of an acronym


def lacking_names(claim: Features, evidence: Features, around: Features) -> list[str]:
    """The names of the claim that no form of is in the evidence; `around` decides which words are names."""
    return [name for name in claim.names(around.text) if not _is_there(name, evidence)]


def exchanged_names(claim: Features, quote: Features, around: Features) -> list[str]:
    """The countries and acronyms of the claim that are only in the text around the quote, while the quote has
    another of its kind that the claim leaves out: “resources from Mexico” on a page about Mexico whose
    sentence says “from Canada”."""
    lacking = [name for name in lacking_names(claim, quote, around) if _kind(name)]
    left_out = {_kind(name) for name in lacking_names(quote, claim, around)} if lacking else set()
    return [name for name in lacking if _kind(name) in left_out]


def opening_stranger(claim: Features, around: Features) -> list[str]:
    """The word that opens the claim, where all but it and one other of its words are in the text: “Jalisco
    accounted for …” of Guanajuato."""
    first = _OPENING.match(claim.text)
    if first is None or is_plain(first.group(), claim.rules):
        return []
    strangers = claim.stems - around.stems
    known = not stems(first.group()) <= strangers or around.has_alias_of(first.group())
    few = len(strangers) <= _FEW_STRANGERS and len(claim.stems) >= _LONG_ENOUGH
    return [first.group()] if few and not known else []


def wrong_titles(claim: Features, evidence: Features) -> list[str]:
    """The people of the claim whose office is not the one that the evidence gives them right before their
    name: “Secretary of State Gertz” of “Secretary of the Navy Ojeda; Attorney General of the Republic
    Gertz”."""
    holder = _office_holder(claim.rules)
    found = []
    for office, person in holder.findall(claim.text):
        last = person.split()[-1]
        theirs = [stems(other) for other, named in holder.findall(evidence.text) if last in named.split()]
        if theirs and not any(stems(office) <= other or other <= stems(office) for other in theirs):
            found.append(f"{office} {person}")
    return found


@cache
def _office_holder(rules: Rules) -> re.Pattern[str]:
    office = rules["offices"].of("office").pattern.pattern
    body = rf"(?: of(?: the)? (?:{_NAME_WORD}(?: and | for | of the | of )?){{1,5}}?)?"
    holder = rf"{_NAME_WORD}(?: (?:de )?{_NAME_WORD}){{1,3}}"
    return re.compile(rf"\b((?:{office})(?: General)?{body}) ({holder})\b")


def unsaid_openings(claim: Features, evidence: Features) -> list[str]:
    """What a sentence takes up or dates without the evidence having it: “This law …” where no law is spoken
    of; “was issued on 1 February” where nothing is said to be issued."""
    taken_up, dated = _THIS.match(claim.text), _DATED.findall(claim.text)
    words = [taken_up[1]] if taken_up and not claim.rules["openings"].covers(taken_up[1]) else []
    return [word for word in (*words, *dated) if not stems(word) & evidence.stems]


def _kind(name: str) -> str:
    if is_country(name):
        return "country"
    capitals = sum(map(str.isupper, name))
    return "acronym" if " " not in name and len(name) in _SHORT and 2 * capitals > len(name) else ""


def _is_there(name: str, evidence: Features) -> bool:
    words = [
        word
        for word in re.findall(r"[\w.&'’-]+", name)
        if word[:1].isupper() and not is_plain(word, evidence.rules)
    ]
    if not words:
        return True
    letters = "".join(word[0] for word in words).lower()
    if len(words) > 1 and letters in evidence.forms:
        return True
    return all(_word_is_there(word, evidence) for word in words) or evidence.has_alias_of(name)


def _word_is_there(word: str, evidence: Features) -> bool:
    own = re.sub(r"['’]s$", "", word)
    return (
        stems(own) <= evidence.forms
        or word.replace(".", "").lower() in evidence.initials
        or evidence.has_alias_of(own)
    )
