"""Long sentences cut: a quote of sixty words is read, the statute's sentence of a hundred and twenty is not.

What is cut is the end of the sentence, from a place where something is only added to it. No word that denies,
excepts, limits or conditions goes: the quote says no more than its sentence, only less of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from assistant.lexicon.rules import Rules
from assistant.types import Evidence

LONG = 60  # words: a longer sentence is cut where that can be done
_FEWEST_KEPT = 15  # words: fewer seldom hold the verb
_FEWEST_CUT = 12  # words: less is not worth a mark
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("‘‘", "’’"), ("«", "»"))


def shortened(one: Evidence, rules: Rules, needed: Callable[[str], bool] = lambda text: False) -> Evidence:
    """The sentence, cut where it is long and that can be done; of what is `needed` nothing goes."""
    return cut(one, rules, needed) or one


def cut(one: Evidence, rules: Rules, needed: Callable[[str], bool] = lambda text: False) -> Evidence | None:
    """A long sentence without its end, as a narrower span of the same stored text; None where it is short, a
    row, or has no place to be cut at that leaves every denial, exception, limit and condition, and all that
    is `needed`, in the quote."""
    if len(one.text.split()) <= LONG or one.sentence.role == "row":
        return None
    places = [
        place
        for place in _places(one.text, rules)
        if _may_go(one.text, place, rules) and not needed(one.text[place:])
    ]
    lengths = {place: len(one.text[:place].split()) for place in places}
    enough = [place for place in places if lengths[place] >= _FEWEST_KEPT]
    short = [place for place in enough if lengths[place] <= LONG]
    if not enough:
        return None
    place = max(short) if short else min(enough)
    if len(one.text[place:].split()) < _FEWEST_CUT:
        return None
    text = one.text[:place]
    return replace(one, text=text, sentence=replace(one.sentence, end=one.sentence.start + len(text)))


def goes_on(one: Evidence) -> bool:
    """Whether the sentence of the document goes on after the quoted words."""
    end = one.sentence.end
    return any(each.start < end < each.end for each in one.passage.sentences)


def _places(text: str, rules: Rules) -> Iterator[int]:
    """Where something is added to a sentence, before the mark or the blank that divides it off."""
    for row in rules["cuts"].of("added").rows:
        for found in row.find_all(text):
            yield found.start()


def _may_go(text: str, place: int, rules: Rules) -> bool:
    """Whether nothing from this place on binds the rest, and what is kept is closed in itself."""
    kept, gone = text[:place], text[place:]
    if rules["cuts"].of("dangling").find(kept) or (_told(gone, rules) and not _told(kept, rules)):
        return False
    binding = rules["cuts"].of("binds"), rules["negation"], rules["exceptions"].of("except")
    if any(pack.find(gone) for pack in binding):
        return False
    return all(kept.count(opens) == kept.count(closes) for opens, closes in _PAIRS)


def _told(text: str, rules: Rules) -> bool:
    """Whether the words hold what somebody must, may or will do."""
    return rules["modality"].find(text) is not None
