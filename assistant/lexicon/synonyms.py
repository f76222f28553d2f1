"""Words that mean the same in policy and share no stem: a claim that somebody “died” is about “deaths”."""

from __future__ import annotations

from assistant.lexicon.rules import Rules

_STEM = 5  # letters
_PLURAL, _SINGULAR = "ie", "y"  # “duties” is cut to “dutie”, which is not “duty”


def with_synonyms(words: set[str], rules: Rules) -> set[str]:
    """The stems with those of the words that mean the same, and of their other number."""
    same = words.union(*(alike for alike in rules["synonyms"].stems_by_row if alike & words))
    return same | {other for word in same if (other := _other_number(word))}


def _other_number(stem: str) -> str:
    """The stem of the plural in “…ies” of a short word in “…y”, or the other way round."""
    if len(stem) == _STEM and stem.endswith(_PLURAL):
        return stem.removesuffix(_PLURAL) + _SINGULAR
    if len(stem) == _STEM - 1 and stem.endswith(_SINGULAR):
        return stem.removesuffix(_SINGULAR) + _PLURAL
    return ""
