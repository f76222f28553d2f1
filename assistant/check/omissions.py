"""What a claim leaves out of the sentence that it was written from, so that it says more: “nearly all”,
“unless the harbour is closed”, “12 percent of small ferries”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.check.alignment import Alignment, Token, align, tokens
from assistant.lexicon.quantities import quantities
from assistant.lexicon.rules import Rules
from assistant.types import Failure

_NEAR_COPY = 0.7  # of a claim's words, from which it is one sentence of the source made shorter
_RESTRICTION = 2  # words that say something, from which what is left out tells whom a rule is for
_NOUN_PHRASE = 6  # words after “all” or “percent of” among which its noun is looked for
_NEXT = 2  # words after the last that was taken, at which a condition may begin
_PIECES = re.compile(r"[-–]")  # of “non-stop”
_AS_OF = re.compile(r"\W*As of [^,;]{4,30},\s")
_TRAILING = re.compile(r"[;.]|,? (?:and|or)\b")
_UP_TO = re.compile(
    r"\b(?:up to|at most|(?:no|not) more than|not (?:to )?exceed(?:ing)?|less than|fewer than|a maximum of"
    r"|(?:no|not) longer than)\W*(?:a |an |the )?(?:fine of |term of )?\W*$",
    re.IGNORECASE,
)
_HEARSAY = re.compile(
    r"(?:reported|alleged)ly", re.IGNORECASE
)  # so is what is given as according to somebody
_RELATIVE = frozenset(("that", "who", "whoever", "which", "any"))
_BINDS = frozenset(("shall", "must"))
_PREPOSITIONS = frozenset(
    "at in from for on to as since during under by with between through against of about into over".split()
)


def left_out(claim: str, source: str, rules: Rules) -> Failure | None:
    """What narrows the source's sentence and is not in the claim, where the claim is that sentence made
    shorter; None where nothing is."""
    found = align(claim, source)
    if found.share < _NEAR_COPY:
        return None
    words = (
        next(_narrowing(claim, source, found, rules), "")
        or _unlimited(claim, source, rules)
        or _no_longer_dated(claim, source)
    )
    return Failure("narrower in the source", (words,)) if words else None


def _no_longer_dated(claim: str, source: str) -> str:
    """The day as of which the source says how things stand, where the claim has none."""
    opening = _AS_OF.match(source)
    return opening[0].rstrip(" ,") if opening and not any(one.kind == "date" for one in tokens(claim)) else ""


def widened(claim: str, around: str, rules: Rules) -> str:
    """What a claim says of one thing alone, or of one as the most of its kind, for which nothing around has a
    word; empty where there is nothing."""
    pack = rules["wholes"]
    for value in ("only", "most", "least"):
        mark = pack.of(value).find(claim)
        if mark and not pack.of(f"{value} too").find(around):
            return mark[0]
    return ""


def _narrowing(claim: str, source: str, found: Alignment, rules: Rules) -> Iterator[str]:
    pack = rules["qualifiers"]
    for first, end in ((0, found.first), *found.gaps()):
        if first == end:
            continue
        text = _text(found, first, end, source)
        for value in ("hedge", "knowing", "only"):
            mark = pack.of(value).find(text)
            if not mark or pack.of(value).find(claim) or _of_what_is_left_out(found, first, end, mark[0]):
                continue
            if not (_HEARSAY.match(mark[0]) and rules["speech"].of("source").find(claim)):
                yield mark[0]
        if first and _restricts(found, first, end):
            yield text
        condition = pack.of("condition").find(text)
        if first and condition and not pack.of("condition", "case").find(claim):
            yield condition[0]
    yield from _around(claim, source, found, rules)
    yield from _kinds(found, rules, source)


def _restricts(found: Alignment, first: int, end: int) -> bool:
    """Whether a gap is what tells whom or what a rule is for: “any ferry that [carries freight and] sails at
    night shall …”."""
    gap = found.source[first:end]
    part = [place for place, one in enumerate(found.source) if one.part == gap[0].part]
    opened = any(found.source[place].text.lower() in _RELATIVE for place in part if place < first)
    binds = any(one.text.lower() in _BINDS for one in found.source[end:])
    mine = {one.key for one in found.claim}
    telling = [one for one in gap if one.kind == "word" and one.key not in mine]
    tells = len(telling) >= _RESTRICTION and not any(one.text.lower() == "or" for one in gap)
    within = gap[0].part == gap[-1].part == found.source[end].part
    return opened and binds and tells and within


def _around(claim: str, source: str, found: Alignment, rules: Rules) -> Iterator[str]:
    """A condition before or after all that was taken: “unless the harbour is closed, …”."""
    if not found.pairs or rules["qualifiers"].of("condition", "case").find(claim):
        return
    condition = rules["qualifiers"].of("condition")
    last = found.pairs[-1][1]
    rest = source[found.source[last].start + len(found.source[last].text) :]
    after = condition.find(_TRAILING.split(rest)[0])
    if after and len(rest[: after.start()].split()) <= _NEXT:
        yield after[0]
    before = condition.pattern.match(source.lstrip())
    if before and found.source[found.pairs[0][1]].part > found.source[0].part:
        yield before[0]


def _of_what_is_left_out(found: Alignment, first: int, end: int, word: str) -> bool:
    """Whether the word is of what was left out with it: the next that says something is not there either."""
    first_word = word.split()[0].lower()
    at = next((place for place in range(first, end) if found.source[place].text.lower() == first_word), first)
    after = [place for place in range(at + len(word.split()), len(found.source)) if found.source[place].tells]
    return not after or after[0] not in found.taken


def _kinds(found: Alignment, rules: Rules, source: str) -> Iterator[str]:
    """A word between “all” or “percent of” and its noun, or before the noun, that was left out."""
    whole = rules["qualifiers"].of("whole")
    for mark in whole.pattern.finditer(source):
        at = [place for place, one in enumerate(found.source) if mark.start() <= one.start < mark.end()]
        if not at or not any(place in found.taken for place in at):
            continue
        phrase: list[int] = []
        for place in range(at[-1] + 1, min(at[-1] + 1 + _NOUN_PHRASE, len(found.source))):
            one = found.source[place]
            if one.text.lower() in _PREPOSITIONS or one.part != found.source[at[-1]].part:
                break
            phrase.append(place)
        mine = {one.key.rstrip("s") for one in found.claim}
        missing = [
            place
            for place in phrase
            if place not in found.taken
            and found.source[place].tells
            and not _pieces(found.source[place].text) & mine
        ]
        for place in missing:
            follows = [after for after in phrase if after > place and after in found.taken]
            if follows and found.source[place].kind == "word" and not _is_verb(found.source[follows[0]]):
                yield found.source[place].text


def _pieces(word: str) -> set[str]:
    """The parts of a word with a hyphen: what is “non-food” is other than food."""
    pieces = _PIECES.split(word)
    return {each.key.rstrip("s") for piece in pieces for each in tokens(piece)} if len(pieces) > 1 else set()


def _is_verb(one: Token) -> bool:
    return one.text.endswith(("ed", "ing")) or not one.tells


def _unlimited(claim: str, source: str, rules: Rules) -> str:
    """A number that the source gives as a limit and the claim as it is."""
    if rules["qualifiers"].of("limit").find(claim):
        return ""
    theirs = quantities(source)
    for one in quantities(claim):
        same = [other for other in theirs if abs(one.value - other.value) < 1e-9 and one.unit == other.unit]
        if same and all(_is_limit(source, other.text) for other in same):
            return one.text
    return ""


def _is_limit(source: str, number: str) -> bool:
    at = source.find(number)
    return at >= 0 and _UP_TO.search(source[:at]) is not None


def _text(found: Alignment, first: int, end: int, source: str) -> str:
    last = found.source[end - 1]
    return source[found.source[first].start : last.start + len(last.text)]
