"""Who is to be heard: the name that a turn gives as the one whose words are asked for."""

from __future__ import annotations

import re

from assistant.lexicon.rules import Rules

_LONGEST = 6  # words: more are a clause, and no name


def speaker_of(turn: str, rules: Rules) -> str:
    """The speaker whose words a turn asks for, without office and form of address, as the turn spells it;
    empty where it names none."""
    rows = (*rules["requests"].of("said").rows, *rules["speakers"].of("opening").rows)
    for row in rows:
        found = row.find(turn)
        for named in filter(None, found.groupdict().values()) if found else ():
            if speaker := bare_name(named, rules):
                return speaker
    return ""


def bare_name(named: str, rules: Rules) -> str:
    """A name without the office, form of address or country before it and the house after it, unless these
    are all of it; empty where the words are no name."""
    pack = rules["speakers"]
    titles = pack.of("title")
    name = pack.of("none").pattern.sub("", named.strip(" \"'“”,"))
    words = (pack.of("tail").pattern.sub("", name) or name).split()
    while len(words) > 1:
        # “Norlandic President Grey”: what an office is of may stand before it.
        length = next((n for n in (3, 2, 1) if n < len(words) and titles.covers(" ".join(words[:n]))), 0)
        before = 2 if len(words) > 2 and titles.covers(words[1]) else 0
        if not length and not before:
            break
        words = words[max(length, before) :]
    if not 0 < len(words) <= _LONGEST:
        return ""
    return re.sub(r"'s$", "", " ".join(words))
