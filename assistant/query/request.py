"""What kind of answer a turn asks for: its kind, what it is about once instructions and manners of speaking
are taken off, the documents that it names, the sides that it sets against each other, and the form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from assistant.lexicon.rules import Rules
from assistant.query.documents import mentions
from assistant.query.facets import facets_of
from assistant.query.shorthand import plain, spelt_out
from assistant.query.sides import sides_of
from assistant.query.speaker import speaker_of
from assistant.types import RequestKind
from ingest.types import Source

_BLANKS = re.compile(r"\s+")
# The punctuation left around words that were taken off: of “ , .” the last, joined to what it ends.
_LEFT_OVER = re.compile(
    r"(?:\s*[,;:–—-]+)*\s*(?P<last>[.?!])(?:\s*[,;:.–—-]+(?=\s|$))*|\s+(?P<comma>,)(?:\s*,)*"
)
_EMPTY = re.compile(r"\(\W*\)|[¿¡](?=\s)|\s+(?=[:;)])")
_LOOSE = " ,;:–—-+&"
_MOST_POINTS = 20
# Kinds of which a named document is the object or the limit; a claim may be one that it makes, and how
# things stand is told by others.
OF_DOCUMENTS: frozenset[RequestKind] = frozenset(
    ("fact", "summary", "arguments", "positions", "said", "legal", "figures")
)
# Of these, kinds that a text about the document answers as well as the document.
_OF_ONE_TEXT: frozenset[RequestKind] = frozenset(("summary", "legal"))


Stance = Literal["", "for", "against", "both"]
"""Which side's arguments are asked for; empty where none are."""


@dataclass(frozen=True, slots=True)
class Form:
    """How the answer is to look: so many `points` (0: not said), one line each (`brief`), as a `table`, or
    `short`."""

    points: int = 0
    brief: bool = False
    table: bool = False
    short: bool = False


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for. `subject` is the turn without instructions, manners of speaking and the form;
    `documents` are the slugs of those that it names, and `within` is whether the answer is to come from these
    alone: they are what is asked about (“Summarise EO 1”) or by whose account (“according to it”), and
    not just mentioned (“after EO 1”). `sides` are the actors or things that it sets against each other;
    `stance` is whose arguments are wanted; `facets` are the several things that it asks of one subject, each
    with the subject, to be searched for; `speaker` is whose words are wanted, as the turn spells the name
    (perhaps in small letters and without accents), without office or title. It `is_pasted` where it is a
    statement of a text that was pasted with the turn, one of several that are checked together."""

    kind: RequestKind = "fact"
    subject: str = ""
    documents: tuple[str, ...] = ()
    within: bool = False
    sides: tuple[str, ...] = ()
    stance: Stance = ""
    facets: tuple[str, ...] = ()
    speaker: str = ""
    form: Form = Form()
    is_pasted: bool = False


PLAIN = Request()
"""A question that asks for a fact, and says no more about its answer."""


def read_request(turn: str, sources: Sequence[Source], rules: Rules) -> Request:
    """The request that a turn makes of these sources."""
    read = plain(turn, rules)
    kind = _kind(read, rules)
    named = mentions(read, sources, rules)
    about = [one for one in named if not one.in_passing]
    kept_to = [
        one
        for one in about
        if (kind in OF_DOCUMENTS and (kind in _OF_ONE_TEXT or not one.stands_for))
        or (kind == "timeline" and one.account)
    ]
    subject = without_form(turn, rules)
    about_what = plain(subject, rules)
    return Request(
        kind=kind,
        subject=subject,
        documents=tuple(dict.fromkeys(slug for one in about or named for slug in one.slugs)),
        within=bool(kept_to),
        sides=sides_of(about_what, kind, rules),
        facets=facets_of(about_what, kind, rules),
        stance=_stance(read, rules) if kind == "arguments" else "",
        speaker=speaker_of(read, rules) if kind == "said" else "",
        form=_form(read, rules),
    )


def _kind(read: str, rules: Rules) -> RequestKind:
    """The kind of the first row that matches; the rows stand in the order of precedence."""
    found = next((row.value for row in rules["requests"].rows if row.find(read)), "fact")
    return cast("RequestKind", found)


def _stance(read: str, rules: Rules) -> Stance:
    """The side whose arguments are wanted; both, where the turn has words of both or of neither."""
    stance = rules["stance"]
    sides = [side for side in ("for", "against") if stance.of(side).find(read)]
    return cast("Stance", sides[0]) if len(sides) == 1 and not stance.of("both").find(read) else "both"


def _form(read: str, rules: Rules) -> Form:
    pack, points = rules["form"], 0
    for row in pack.of("points").rows:
        if found := row.find(read):
            points = _number(found["number"])
            break
    return Form(
        min(points, _MOST_POINTS),
        brief=pack.of("brief").find(read) is not None,
        table=pack.of("table").find(read) is not None,
        short=pack.of("short").find(read) is not None,
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


def without_form(turn: str, rules: Rules) -> str:
    """The turn, spelt out, without what it says of the answer's form and manner, and without politeness; the
    turn itself where nothing else is left."""
    turn = spelt_out(turn, rules)
    bare = _BLANKS.sub(" ", rules["form"].pattern.sub(" ", turn))
    bare = _EMPTY.sub("", bare)
    bare = _LEFT_OVER.sub(lambda marks: marks["last"] or marks["comma"], bare).strip(_LOOSE)
    return bare if any(map(str.isalnum, bare)) else turn
