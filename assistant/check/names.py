"""The names of a claim against those of its evidence: missing, exchanged, with another's title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.lexicon.names import COUNTRIES, NOT_NAMES, alias_is_there, forms, initials, names
from assistant.lexicon.words import stems
from ingest.gloss import without_accents


def lacking_names(claim: str, evidence: Sequence[str], around: str = "") -> list[str]:
    """The names of the claim that no form of is in the evidence (texts, or what is known of their
    documents)."""
    whole = " ".join(evidence)
    there, short = forms(whole), initials(whole)
    return [name for name in names(claim, around) if not _is_there(name, there, short, whole)]


def exchanged_names(claim: str, quote: str, around: str) -> list[str]:
    """The countries and acronyms of the claim that are only in the text around the quote, while the quote has
    another of its kind that the claim leaves out: “resources from Mexico” on a page about Mexico whose
    sentence says “from Canada”."""
    lacking = [name for name in lacking_names(claim, [quote], around) if _kind(name)]
    left_out = {_kind(name) for name in lacking_names(quote, [claim], around)}
    return [name for name in lacking if _kind(name) in left_out]


def opening_stranger(claim: str, around: str) -> list[str]:
    """The word that opens the claim, where all but it and one other of its words are in the text: “Jalisco
    accounted for …” of Guanajuato."""
    first = re.match(r"[A-Z][a-z]+", claim)
    if first is None or first.group().lower() in NOT_NAMES:
        return []
    strangers = stems(claim) - stems(around)
    known = not stems(first.group()) <= strangers or alias_is_there(first.group(), around)
    return (
        []
        if known or len(strangers) > _FEW_STRANGERS or len(stems(claim)) < _LONG_ENOUGH
        else [first.group()]
    )


def wrong_titles(claim: str, evidence: str) -> list[str]:
    """The people of the claim whose office is not the one that the evidence gives them right before their
    name: “Secretary of State Gertz” of “Secretary of the Navy Ojeda; Attorney General of the Republic
    Gertz”."""
    found = []
    for office, person in _OFFICE_HOLDER.findall(claim):
        last = person.split()[-1]
        theirs = [stems(other) for other, named in _OFFICE_HOLDER.findall(evidence) if last in named.split()]
        if theirs and not any(stems(office) <= other or other <= stems(office) for other in theirs):
            found.append(f"{office} {person}")
    return found


def unsaid_openings(claim: str, evidence: str) -> list[str]:
    """What a sentence takes up or dates without the evidence having it: “This law …” where no law is spoken
    of; “was issued on 1 February” where nothing is said to be issued."""
    taken_up, dated = _THIS.match(claim), _DATED.findall(claim)
    words = [taken_up.group(1)] if taken_up and taken_up.group(1).lower() not in _NOT_TAKEN_UP else []
    return [word for word in (*words, *dated) if not stems(word) & stems(evidence)]


_THIS = re.compile(r"(?:This|That|These|Those|Such) ([a-z]{3,})\b", re.IGNORECASE)


_NOT_TAKEN_UP = frozenset(
    """
    includes included include means meant was were are has have had will would can may could should might must allows allowed makes made helps helped
    shows showed suggests led leads came comes marks marked follows followed gives gave applies applied also does did not and the
    """.split()
)


_DATED = re.compile(
    r"\b(?:was|were|is|been) (\w+(?:ed|en|wn)) (?:on|in|at|since) (?:early |late |mid-)?"
    r"(?:\d|January|February|March|April|May |June|July|August|September|October|November|December)"
)


_OFFICES = r"(?:Secretary|Minister|President|Attorney|Senator|Governor|Ambassador|Director|Administrator|Representative|Commissioner|Chairman|Chair)"


_NAME_WORD = r"[A-ZÁÉÍÓÚÑ][a-záéíóúñ][\w'’-]*"


_OFFICE_HOLDER = re.compile(
    rf"\b({_OFFICES}(?: General)?(?: of(?: the)? (?:{_NAME_WORD}(?: and | for | of the | of )?){{1,5}}?)?)"
    rf" ({_NAME_WORD}(?: (?:de )?{_NAME_WORD}){{1,3}})\b"
)


_FEW_STRANGERS, _LONG_ENOUGH = 1, 7


def _kind(name: str) -> str:
    if without_accents(name.lower()) in COUNTRIES:
        return "country"
    return "acronym" if (name.isupper() and 2 < len(name) < 7) or name in ("FinCEN", "Treasury") else ""


def _is_there(name: str, there: set[str], initials: set[str], whole: str) -> bool:
    words = [
        word
        for word in re.findall(r"[\w.&'’-]+", name)
        if word[:1].isupper() and word.lower().rstrip(".") not in NOT_NAMES
    ]
    if not words:
        return True
    if (
        len(words) == 1
        and words[0].replace(".", "").isupper()
        and words[0].replace(".", "").lower() in initials
    ):
        return True
    if (
        "".join(word[0] for word in words).lower() in {form for form in there if len(form) > 1}
        and len(words) > 1
    ):
        return True
    return all(_word_is_there(word, there, initials) for word in words) or alias_is_there(name, whole)


def _word_is_there(word: str, there: set[str], initials: set[str]) -> bool:
    mine = stems(re.sub(r"['’]s$", "", word))
    return mine <= there or alias_is_there(word, " ".join(there)) or word.replace(".", "").lower() in initials
