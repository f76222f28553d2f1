"""Whether the one who does something in a claim is the one who does it in the source."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.check.alignment import Token, tokens
from assistant.lexicon.features import Features
from assistant.types import Failure

_AUXILIARIES = frozenset(
    """
    is are was were be been being has have had do does did will would shall must may can could should might
    not also now never still currently previously recently already further jointly then
    """.split()
)
_PASSIVE = frozenset("is are was were be been being".split())
_STANDS_FOR = frozenset("it they he she we i this these those who which that our its their".split())
_LEAD_IN = re.compile(
    r"^(?:in|on|since|during|from|by|at|as|under|after|before|between|over|for|according|today|through|within)\b"
    r"[^,]*(?:, \d{4})?,\s+",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\s*\((?![A-Z][\w.&-]*\))[^()]*\)")  # but for an acronym
_POSSESSED = re.compile(r"s['’]$|['’]s$")
_OFFICE_OF = re.compile(r"\b(?:Office|Department|Bureau|Agency|Network|Ministry|Commission|Administration)\b")
_PAST = re.compile(
    r"ed$|^(?:made|put|set|gave|took|began|sent|told|said|wrote|won|lost|held|met|built|paid|sold)$"
)
_LINK, _LINKED = re.compile(r"and |or "), 4  # before the last member of a list
_AGENT = 8  # words after a verb among which “by” and who does it are looked for
_FURTHEST = 14  # words before a verb in which the one who does it is looked for


def wrong_actor(claim: Features, sources: Sequence[tuple[Features, Features]]) -> Failure | None:
    """The name that the claim has do what others do in the sources' sentences, each of which is given with
    what is known of who speaks there; None where it is the same, or where they have no name for it."""
    mine = tokens(_LEAD_IN.sub("", claim.text))
    verb = next((place for place, one in enumerate(mine) if place and _is_verb(mine, place)), None)
    if verb is None or any(claim.rules["speech"].of("document").covers(one.text) for one in mine[:verb]):
        return None
    around = " ".join(source.text for source, _ in sources)
    named = {word for name in claim.names(around) for word in re.findall(r"[\w&-]+", name)}
    actor = [
        one
        for place, one in enumerate(mine[:verb])
        if one.is_name and (place or named & set(re.findall(r"[\w&-]+", one.text)))
    ]
    main = next((place for place in range(verb, len(mine)) if _says_what(mine[place])), None)
    if not actor or main is None or not _acts(mine[main]):
        return None
    if claim.rules["speech"].of("says", "argues").covers(mine[main].text):  # attribution is held to more
        return None
    if any(one.text.lower() in _PASSIVE for one in mine[verb:main]):
        return None
    found = [_who_does(actor, mine[main], source, told_by) for source, told_by in sources]
    if True in found or False not in found:
        return None
    return Failure("wrong actor", (" ".join(one.text for one in actor), mine[main].text))


def _who_does(actor: Sequence[Token], verb: Token, source: Features, told_by: Features) -> bool | None:
    """Whether the source has the actor do it; None where it does not tell of it."""
    theirs = tokens(_IN_BRACKETS.sub("", source.text))
    places = [
        place
        for place, one in enumerate(theirs)
        if one.key == verb.key and one.kind == "word" and not one.is_name and _acts(one)
    ]
    return any(_does(actor, place, theirs, source, told_by) for place in places) if places else None


def _does(
    actor: Sequence[Token], place: int, theirs: Sequence[Token], source: Features, told_by: Features
) -> bool:
    """Whether the source has the actor, or nobody by name, do what stands at the place."""
    subject = _subject(theirs, place, source.text)
    if any(_same(one, other, source) for one in actor for other in subject):
        return True
    after = theirs[place + 1 : place + _AGENT]
    if any(one.text.lower() == "by" for one in after) and any(
        _same(one, other, source) for one in actor for other in after
    ):
        return True
    if any(_refers(one) for one in subject):
        return True
    names = [one for one in subject if one.is_name]
    if not names and any(_same(one, other, source) for one in actor for other in theirs[:place]):
        return True
    own = all(_in(one, told_by) for one in actor)
    if names:
        body = any((one.text.isupper() and len(one.text) > 1) or _OFFICE_OF.match(one.text) for one in names)
        return own and body
    return own or not any(one.tells for one in subject)


def _subject(theirs: Sequence[Token], place: int, text: str) -> list[Token]:
    """The words before a verb that may tell who does it: those of its clause, with the members of a list that
    ends there; those before it where the clause begins with the verb."""
    part, found = theirs[place].part, list[Token]()
    for one in reversed(theirs[max(0, place - _FURTHEST) : place]):
        if one.part != part:
            linked = _LINK.match(text, found[-1].start - _LINKED if found else 0) if found else None
            if found and any(each.tells or _refers(each) for each in found) and not linked:
                break
            part = one.part
        if one.text.lower() not in _AUXILIARIES:
            found.append(one)
    return found


def _refers(one: Token) -> bool:
    return one.text.lower() in _STANDS_FOR


def _same(one: Token, other: Token, source: Features) -> bool:
    if one.key == other.key:
        return True
    letters = one.text.replace(".", "").lower()
    return other.is_name and len(letters) > 1 and one.text.isupper() and letters in source.initials


def _in(one: Token, text: Features) -> bool:
    return one.key in {each.key for each in tokens(text.text)} or text.has_alias_of(one.text)


def _is_verb(of: Sequence[Token], place: int) -> bool:
    """Whether a word may be the verb of the one named before it."""
    low, before = of[place].text.lower(), of[place - 1]
    if low in _AUXILIARIES or _is_past(of[place]):
        return True
    may_be = of[place].kind == "word" and not of[place].is_name and _POSSESSED.search(low) is None
    return before.is_name and may_be and low.endswith("s")


def _says_what(one: Token) -> bool:
    return one.kind == "word" and one.text.lower() not in _AUXILIARIES


def _is_past(one: Token) -> bool:
    return one.kind == "word" and not one.is_name and bool(_PAST.search(one.text))


def _acts(one: Token) -> bool:
    """Whether a word has the form of a verb that tells what somebody does."""
    return _is_past(one) or (one.kind == "word" and not one.is_name and one.text.endswith(("s", "ing")))
