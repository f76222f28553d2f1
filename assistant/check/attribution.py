"""Who says it: an op-ed's claim stands as its author's, and a speaker is one whom the document names so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.types import Evidence, Failure

_SPEECH = (
    r"(?:said|says|argues?|argued|claims?|claimed|announced|announces|warned|warns|stated|states|wrote|writes|promised|vowed|insist(?:s|ed)|told"
    r"|believes?|believed)"
)


_SAYS_SO = re.compile(
    r"((?:[A-Z][\w.’'-]*)(?: (?:of |de |the )?[A-Z][\w.’'-]*){0,4}),? (?:has |had |have |also"
    rf" )?{_SPEECH}\b"
)


_ACCORDING = re.compile(
    r"\b[Aa]ccording to (?:the )?((?:[A-Z][\w.’'-]*)(?: (?:of |de |the )?[A-Z][\w.’'-]*){0,4})"
)


_OPINION = re.compile(
    r"\b(?:op-ed|opinion|argu\w+|author|column\w*|contends?|in (?:his|her|their)"
    r" view|believes?|claims?|calls? for|urges?|advocates?)\b",
    re.IGNORECASE,
)


_NOT_SPEAKERS = frozenset(
    "the a this that order act law document report section title executive fact sheet statement press release"
    " proclamation".split()
)


def misattributed(sentence: str, evidence: Sequence[Evidence]) -> Failure | None:
    """What is wrong with who a sentence says it is from; None when nothing. An op-ed's claim is not stated
    as fact, and a speaker is one whom the document, its section or its words name as such."""
    if all(one.source.kind == "op-ed" for one in evidence):
        known = {
            word.lower()
            for one in evidence
            for word in re.findall(r"\w{3,}", f"{one.source.author} {one.source.publisher}")
        }
        names_it = bool(known & {word.lower() for word in re.findall(r"\w+", sentence)})
        if not (_OPINION.search(sentence) or (names_it and re.search(_SPEECH, sentence))):
            return Failure("opinion as fact")
    for speaker in (*_SAYS_SO.findall(sentence), *_ACCORDING.findall(sentence)):
        words = [
            word
            for word in re.findall(r"[\w-]+", re.sub(r"['’]s\b", "", speaker))
            if word.lower() not in _NOT_SPEAKERS
        ]
        if words and not any(_speaks(words, one) for one in evidence):
            return Failure("misattributed", (speaker,))
    return None


def _speaks(words: Sequence[str], one: Evidence) -> bool:
    """Whether the document, its section, or a verb of speech beside the name gives the words as this
    speaker's."""
    told = f"{one.attribution}\n{one.source.kind}".lower()
    if all(word.lower()[:5] in told for word in words):
        return True
    text = one.passage.text[: one.sentence.end - one.passage.start]
    last, speech = re.escape(words[-1]), rf"(?:{_SPEECH}|according to|estimates?|data from)"
    return bool(
        re.search(
            rf"\b{last}\b[^“”]{{0,60}}\b{speech}|\b{speech}\b[^“”]{{0,80}}\b{last}\b|\b{last}\s*:",
            text,
            re.IGNORECASE,
        )
    )
