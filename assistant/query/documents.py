"""Which documents of the library a turn names: by their number (“EO 31”, “the 2021 Act”), by words of their
title, or by what they are with when or whose they are (“the March briefings”, “Grey's letter”, “the op-ed”).

A document that is named wrongly costs more than one that is missed, since an answer may keep to those that
are named: words that fit several documents name one only where just one is meant, and the name of a country
names none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.lexicon.rules import Rules
from assistant.query.called import Mention, called
from assistant.query.described import described
from assistant.query.numbered import numbered
from assistant.query.titled import titled
from ingest.gloss import in_english
from ingest.types import Source

# “The op-ed pitches a new pier. What is there already?” tells of the op-ed and asks of the rest.
_TELLS_THEN_ASKS = re.compile(r"[^.?!]*[.!]\s+[^?]*\?")


def documents_named(turn: str, sources: Sequence[Source], rules: Rules) -> tuple[str, ...]:
    """The slugs of the sources that a turn names, in the order in which it names them."""
    return tuple(dict.fromkeys(slug for one in mentions(turn, sources, rules) for slug in one.slugs))


def mentions(turn: str, sources: Sequence[Source], rules: Rules) -> list[Mention]:
    """Where a turn names which of the sources, in order."""
    english = in_english(turn)
    known = [called(one, rules) for one in sources]
    found = list(numbered(english, known, rules))
    for more in (titled(english, known, rules), described(english, known, rules)):
        found += [one for one in more if not any(one.overlaps(other) for other in found)]
    placed = rules["naming"]
    opinions = {one.slug for one in sources if one.kind == "op-ed"}
    found.sort(key=lambda one: one.start)
    befores = [f"{english[: one.start].rstrip()} …" for one in found]
    return [
        replace(
            one,
            in_passing=placed.of("in passing").find(before) is not None
            or (set(one.slugs) <= opinions and _TELLS_THEN_ASKS.match(english, one.end) is not None),
            account=placed.of("account").find(before) is not None,
        )
        for one, before in zip(found, befores, strict=True)
    ]
