"""A turn that mostly is a text pasted into it, taken apart: what is asked of the text, and what the text says
that can be checked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.lexicon.rules import Rules
from assistant.query.shorthand import plain
from ingest.full_text import full_text_terms

_PASTED = 90  # words: a turn this long holds more than a question
_LONGEST = 60  # words of a question
_SHORT = 20  # words: of a piece no longer one sentence that asks is enough
_EMPTY_LINE = re.compile(r"\n\s*\n")
_SENTENCE = re.compile(r"(?<=[.!?])[\"”’')]*\s+(?=[\"“‘'(]*[A-Z0-9¿¡])")
_FROM_MAIL = re.compile(
    r"^(?:\s*>|(?:from|to|cc|bcc|sent|date|subject|re|fwd?|asunto|de|para)\s*:)", re.IGNORECASE
)
_SIGNS_OFF = re.compile(
    r"^(?:best|regards|thanks|cheers|kind regards|fyi|sent from|saludos)\b", re.IGNORECASE
)
_FIGURE = re.compile(r"\d[\d,.]*(?:\s?(?:%|percent|per cent|million|billion|thousand))?", re.IGNORECASE)
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w.'’-]+")
_SHORTEST_CLAIM, _LONGEST_CLAIM = 6, 60  # words
_MOST_CLAIMS = 3
_FEWEST_OWN = 2  # words that say something: with no more, a question is about the text


@dataclass(frozen=True, slots=True)
class Pasted:
    """What is asked (empty where nothing is), and the text that was pasted with it (empty where none was)."""

    question: str
    text: str = ""


def taken_apart(turn: str, rules: Rules) -> Pasted:
    """A turn as its question and the text pasted before, after or around it. Names and figures of the pasted
    text are no demands on the answer."""
    if len(turn.split()) < _PASTED:
        return Pasted(turn)
    for parts in (_EMPTY_LINE.split(turn), turn.splitlines(), _SENTENCE.split(turn)):
        pieces = [part.strip() for part in parts if part.strip()]
        asked = _asked(pieces, rules)
        if asked:
            rest = [piece for place, piece in enumerate(pieces) if place not in asked]
            return Pasted(" ".join(pieces[place] for place in asked), "\n\n".join(rest))
    return Pasted("", turn)


def _asked(pieces: Sequence[str], rules: Rules) -> list[int]:
    """The places of the pieces that ask: the first or the last, or else one in between that speaks to the
    reader; what a writer asks of their own readers stands within."""
    if len(pieces) < 2:
        return []
    whole = [place for place, piece in enumerate(pieces) if not _FROM_MAIL.match(piece)]
    ends = [place for place in dict.fromkeys(whole[:1] + whole[-1:]) if _asks(pieces[place], rules)]
    within = [place for place in whole if _speaks_to_us(pieces[place], rules)]
    return ends or within[:1]


def _asks(piece: str, rules: Rules) -> bool:
    """Whether a piece asks, for the most part."""
    if len(piece.split()) > _LONGEST:
        return False
    sentences = _SENTENCE.split(piece)
    asking = [one for one in sentences if one.rstrip("\"”’')").endswith("?") or _is_request(one, rules)]
    return bool(asking) and (len(asking) + 1 >= len(sentences) or len(piece.split()) <= _SHORT)


def _is_request(sentence: str, rules: Rules) -> bool:
    read = plain(sentence, rules)
    kind = next((row.value for row in rules["requests"].rows if row.find(read)), "")
    return kind == "claim" or rules["pasted"].find(read) is not None


def _speaks_to_us(piece: str, rules: Rules) -> bool:
    return _asks(piece, rules) and rules["pasted"].find(plain(piece, rules)) is not None


def says_something(question: str) -> bool:
    """Whether a question has a subject of its own, beside the text that is pasted with it (“thoughts?”)."""
    return len(full_text_terms(question)) > _FEWEST_OWN


def checkable(text: str, rules: Rules, most: int = _MOST_CLAIMS) -> tuple[str, ...]:
    """The statements of a text that can be held against documents, in its order: those with most figures,
    days and names, and none that only asks or opines."""
    sentences = [
        " ".join(sentence.split())
        for line in re.split(r"\n+", text)
        if not _FROM_MAIL.match(line) and not _SIGNS_OFF.match(line.strip())
        for sentence in _SENTENCE.split(line)
    ]
    scored = [(_tells(one, rules), -place, one) for place, one in enumerate(sentences)]
    best = sorted((each for each in scored if each[0] > 0), reverse=True)[:most]
    return tuple(one for _, _, one in sorted(best, key=lambda each: -each[1]))


def _tells(sentence: str, rules: Rules) -> float:
    """How much there is to check in a sentence."""
    if not _SHORTEST_CLAIM <= len(sentence.split()) <= _LONGEST_CLAIM or sentence.rstrip('"”’').endswith("?"):
        return 0.0
    figures, names = len(_FIGURE.findall(sentence)), len(_NAME.findall(sentence))
    if not figures and names < 2:
        return 0.0
    opines = rules["opinion"].find(sentence) is not None
    return 3.0 * min(figures, 3) + min(names, 4) - 4.0 * opines
