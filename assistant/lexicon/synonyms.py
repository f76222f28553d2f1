"""Words that mean the same in policy and share no stem: a claim that somebody “died” is about “deaths”."""

from __future__ import annotations

from assistant.lexicon.rules import Rules


def with_synonyms(words: set[str], rules: Rules) -> set[str]:
    """The stems with those of the words that mean the same."""
    return words.union(*(alike for alike in rules["synonyms"].stems_by_row if alike & words))
