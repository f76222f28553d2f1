"""The countries that sentences speak of."""

from __future__ import annotations

from functools import lru_cache

from assistant.lexicon.names import countries_in
from assistant.lexicon.rules import Rules
from assistant.types import Evidence

_REMEMBERED = 2048  # sentences: each is held against several claims


@lru_cache(_REMEMBERED)
def countries(text: str, rules: Rules) -> frozenset[str]:
    """The countries that a text names, by name, people or capital."""
    named = (row for subject in ("demonyms", "capitals") for row in rules[subject].rows)
    return countries_in(text) | {row.id.rpartition(".")[2] for row in named if row.find(text)}


def of_one_country(text: str, one: Evidence, rules: Rules) -> bool:
    """Whether a sentence names a country that the text names, or one of the two names none; where the
    sentence names none, its title does for it."""
    mine = countries(text, rules)
    theirs = countries(one.english, rules) or countries(one.source.title, rules)
    return not mine or not theirs or bool(mine & theirs)
