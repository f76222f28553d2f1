"""What kind of answer a turn asks for: its kind, what it is about once instructions and manners of speaking
are taken off, the documents that it names, the sides that it sets against each other, and the form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from assistant.lexicon.rules import Rules
from assistant.query.documents import documents_named
from assistant.types import RequestKind
from ingest.types import Source

_BLANKS = re.compile(r"\s+")
_LOOSE = " ,;:–—-"
_MOST_POINTS = 20


@dataclass(frozen=True, slots=True)
class Form:
    """How the answer is to look: so many `points` (0: not said), one line each (`brief`), or as a `table`."""

    points: int = 0
    brief: bool = False
    table: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for. `subject` is the turn without instructions, manners of speaking and the form;
    `documents` are the slugs of those that it names; `sides` are the actors or things that it sets against
    each other; `facets` are the several things that it asks of one subject."""

    kind: RequestKind = "fact"
    subject: str = ""
    documents: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    form: Form = Form()


PLAIN = Request()
"""A question that asks for a fact, and says no more about its answer."""


def read_request(turn: str, sources: Sequence[Source], rules: Rules) -> Request:
    """The request that a turn makes of these sources."""
    kind, form = _kind(turn, rules), _form(turn, rules)
    subject = _without_form(turn, rules)
    return Request(kind=kind, subject=subject, documents=documents_named(turn, sources, rules), form=form)


def _kind(turn: str, rules: Rules) -> RequestKind:
    """The kind of the first row that matches; the rows stand in the order of precedence."""
    found = next((row.value for row in rules["requests"].rows if row.find(turn)), "fact")
    return cast("RequestKind", found)


def _form(turn: str, rules: Rules) -> Form:
    pack, points = rules["form"], 0
    for row in pack.of("points").rows:
        if found := row.find(turn):
            points = _number(found["number"])
            break
    return Form(
        min(points, _MOST_POINTS),
        brief=pack.of("brief").find(turn) is not None,
        table=pack.of("table").find(turn) is not None,
    )


_NUMBERS = (
    ("one", "un", "una"),
    ("two", "dos"),
    ("three", "tres"),
    ("four", "cuatro"),
    ("five", "cinco"),
    ("six", "seis"),
    ("seven", "siete"),
    ("eight", "ocho"),
    ("nine", "nueve"),
    ("ten", "diez"),
    ("eleven", "once"),
    ("twelve", "doce"),
)
_WORDS = {word: value for value, words in enumerate(_NUMBERS, start=1) for word in words}


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _WORDS.get(word.lower(), 0)


def _without_form(turn: str, rules: Rules) -> str:
    """The turn without what it says of the answer's form and manner, and without politeness; the turn itself
    where nothing else is left."""
    bare = _BLANKS.sub(" ", rules["form"].pattern.sub(" ", turn)).strip(_LOOSE)
    return bare if any(map(str.isalnum, bare)) else turn
