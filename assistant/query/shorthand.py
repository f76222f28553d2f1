"""A turn with what was written short spelt out: “abt”, “w/”, “figs”."""

from __future__ import annotations

from assistant.lexicon.rules import Rules

_APOSTROPHES = str.maketrans("’‘", "''")


def spelt_out(turn: str, rules: Rules) -> str:
    """The turn with its shorthand in full words. What is typed in full stays as it is."""
    for row in rules["shorthand"].rows:
        for found in reversed(list(row.find_all(turn))):
            turn = f"{turn[: found.start()]}{row.value}{turn[found.end() :]}"
    return turn


def plain(turn: str, rules: Rules) -> str:
    """The turn as rules read it: spelt out, on one line, with straight apostrophes."""
    return " ".join(spelt_out(turn, rules).translate(_APOSTROPHES).split())
