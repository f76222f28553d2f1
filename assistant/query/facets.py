"""The several things that a turn asks of one subject, each as a phrase that can be searched for by itself:
“Levy act: who must pay, what is the penalty” asks who must pay under the act, and what its penalty is."""

from __future__ import annotations

import re

from assistant.lexicon.names import is_country
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import LITTLE_WORDS, content_stems
from assistant.types import RequestKind

_MOST = 6
_LONGEST_HEAD = 12  # words
_HEAD = re.compile(r"^(?P<head>[^?.!:]{2,90}?)\s*(?::\s+|\s[-–—]\s+)(?P<tail>\S.*)$")
_ASKING = (
    r"(?:(?:since|by|under|for|on|in|to|from|at|desde|a) (?=(?:when|which|what|whom|whose|cuándo|qué)\b))?"
    r"(?:who|whom|whose|what|which|when|where|why|how|any|are|is|does|do|did|has|have|can|could|will|would|must|quién|qué|cuándo"
    r"|cuánt[oa]s?|cómo)\b"
)
_PARTS = re.compile(
    rf"[?;]+\s+|\s+[-–—]\s+|,?\s+(?:and|plus|&|\+|y)\s+(?:also\s+)?(?={_ASKING})|,\s+(?={_ASKING})",
    re.IGNORECASE,
)
_ITEMS = re.compile(r",\s+(?:and\s+|plus\s+|or\s+)?|\s+(?:&|\+|plus)\s+")
_MORE = re.compile(r"[,.;]?\s+(?:including|plus|as well as|especially)\s+(?P<more>\S.*)$", re.IGNORECASE)
_NAME = re.compile(r"[A-Z][^\W\d]*(?:[-'’.][^\W\d]+)*|\d+[A-Z]\w*")
_AND = re.compile(r",?\s+(?:and|&|\+|y)\s+")
# A part that opens with one of these only says more of the one before it.
_SAYS_MORE = re.compile(
    r"(?:since|after|before|until|from|with|without|in|by|for|on|as|per|if|but|then|or)\b", re.IGNORECASE
)
_CONDITION = re.compile(r"(?:if|suppose|say)\b", re.IGNORECASE)
_SHORTEST = 3  # words: a shorter question goes with the one before it: “who is against it, and why?”
# A fact is asked for in questions of their own (`conversation.parts`).
_NONE_OF: frozenset[RequestKind] = frozenset(
    ("capabilities", "catalogue", "claim", "fact", "timeline", "said")
)


def facets_of(turn: str, kind: RequestKind, rules: Rules) -> tuple[str, ...]:
    """The things that a turn, read with its shorthand spelt out, asks of one subject, at least two, each with
    the subject; empty where it asks one thing."""
    if kind in _NONE_OF:
        return ()
    opening = _HEAD.match(turn)
    head, rest = (opening["head"], opening["tail"]) if opening else ("", turn)
    if re.match(_ASKING, head, re.IGNORECASE) or len(head.split()) > _LONGEST_HEAD or not content_stems(head):
        head, rest = "", turn
    parts = [part.strip(" ,.?!¿()") for part in _PARTS.split(rest)]
    parts = [item for part in parts for item in _with_more(part)]
    if head:
        parts = [item for part in parts for item in _items(part)]
    found: list[str] = []
    for part in filter(str.strip, parts):
        if found and (_goes_with(part) or _CONDITION.match(found[-1])):
            found[-1] = f"{found[-1]}, {part}"
        elif head or not found or _is_asked(part, turn):
            found.append(part)
    if not 1 < len(found) <= _MOST:
        return ()
    subject = head or _subject(found[0])
    return tuple(_with_subject(part, subject) for part in found)


def _goes_with(part: str) -> bool:
    """Whether a part only says more of the one before it."""
    short = len(part.split()) < _SHORTEST and re.match(_ASKING, part, re.IGNORECASE)
    asks = re.match(_ASKING, part, re.IGNORECASE) is not None
    return bool(short) or (not asks and _SAYS_MORE.match(part) is not None) or not content_stems(part)


def _is_asked(part: str, turn: str) -> bool:
    """Whether a part asks, or is to be included; a sentence beside a question is none."""
    return re.match(_ASKING, part, re.IGNORECASE) is not None or _MORE.search(turn) is not None


def _with_more(part: str) -> list[str]:
    """The part, and what it is to include besides."""
    more = _MORE.search(part)
    return [part[: more.start()], *_AND.split(more["more"])] if more else [part]


def _items(part: str) -> list[str]:
    return [part] if re.match(_ASKING, part, re.IGNORECASE) and "," not in part else _ITEMS.split(part)


def _subject(first: str) -> str:
    """What the first part is about: its names, or else its words that say something."""
    words = [word.strip(",.?!¿()") for word in first.split()]
    names = [
        word for place, word in enumerate(words) if is_country(word) or (place and _NAME.fullmatch(word))
    ]
    telling = [word for word in words if word.lower() not in LITTLE_WORDS and content_stems(word)]
    return " ".join(names if any(map(is_country, names)) or len(names) > 1 else telling)


def _with_subject(part: str, subject: str) -> str:
    """The part with the words of the subject that it lacks, where it says too little or points back."""
    if content_stems(subject) <= content_stems(part):
        return part
    return f"{subject}: {part}" if subject else part
