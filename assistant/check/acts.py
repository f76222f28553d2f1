"""What officials do to somebody or something: a sentence that tells of such an act leans on a quote that has
a word for it."""

from __future__ import annotations

import re

from assistant.lexicon.rules import Rules

# A name, such as “Specially Designated Global Terrorist”, tells of no act.
_IN_CAPITALS = re.compile(r"\b\w*[^\Wa-z]\w*")


def untold_act(text: str, quotes: str, rules: Rules) -> str:
    """The first verb of a sentence that tells of an official act for which the quotes have no word; empty
    where there is none."""
    there = _IN_CAPITALS.sub("", quotes)
    return next(
        (
            match.group()
            for row, match in rules["acts"].matches(_IN_CAPITALS.sub("", text))
            if match.group().endswith(("s", "ed")) and not row.find(there)
        ),
        "",
    )
