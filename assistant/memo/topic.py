"""What a memo is about, as a question and as a noun phrase that the templates of a format take in."""

from __future__ import annotations

import re

_ASKS = (
    r"(?:what|how|why|when|where|who|which|whose|whom|is|are|was|were|do|does|did|has|have|had|can|could"
    r"|will|would|should|must|may)"
)
_QUESTION = re.compile(rf"^\W*{_ASKS}\b", re.IGNORECASE)
_ABOUT = re.compile(
    r"^\W*(?:what|how)\b[^?]*?\b(?:done|known|said|changed|happening|happened|going on|planned|new)\s+(?:so"
    r" far\s+)?"
    r"(?:about|on|with|to|in|against)\s+(?P<about>.+)",
    re.IGNORECASE,
)
_DOING = re.compile(
    r"^\W*(?:is|are|was|were|has|have)\s+(?P<about>(?:[\w’'.-]+\s+){1,6}?[\w’'.-]*[^\Wd])\s+(?:\w+ing|\w+ed|still|really|legal|\w+ly)\b",
    re.IGNORECASE,
)
_WHAT_IS = re.compile(r"^\W*(?:what|who)\s+(?:is|are|was|were)\s+(?P<about>.+)", re.IGNORECASE)
_OPENING = re.compile(rf"^\W*(?:{_ASKS}\b\s*)+", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\s+(?:of|on|in|to|for|from|by|with|over|against|as|at|about|between|under|after|before|into|through|during|across)\s+"
)


def is_question(topic: str) -> bool:
    """Whether a topic is put as a question."""
    return topic.rstrip().endswith("?") or bool(_QUESTION.match(topic))


def question_of(topic: str) -> str:
    """The topic as it is asked of the library."""
    plain = " ".join(topic.split())
    return plain if is_question(topic) else f"What is the current state of {core_of(plain)}?"


def core_of(topic: str) -> str:
    """The noun phrase without the last of several qualifiers, which may drown the rest, unless it names
    something: `tolls on lorries` of `tolls on lorries over congestion`, but all of `tolls on lorries
    from Leeds`."""
    phrase = phrase_of(topic)
    links = list(_PREPOSITION.finditer(phrase))
    names_something = links and re.search(r"[^\W_a-z]", phrase[links[-1].end() :])
    return phrase[: links[-1].start()] if len(links) > 1 and not names_something else phrase


def head_of(topic: str) -> str:
    """The word that the noun phrase is about: `tolls` of `higher tolls on lorries over congestion`."""
    return (_PREPOSITION.split(phrase_of(topic))[0].split() or [""])[-1]


def phrase_of(topic: str) -> str:
    """The topic as a noun phrase: `tolls on lorries` of `What has been done about tolls on lorries?`"""
    plain = " ".join(topic.split()).rstrip(" ?.!")
    if not is_question(topic):
        return plain
    for shape in (_ABOUT, _WHAT_IS, _DOING):
        if found := shape.match(plain):
            return found["about"].strip()
    return _OPENING.sub("", plain) or plain
