"""Exceptions: an op-ed says that something holds for all, and the record that it does not."""

from __future__ import annotations

from functools import partial

from assistant.lexicon.dates import days
from assistant.lexicon.quantities import quantities
from assistant.lexicon.rules import Rules
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import content_stems, stems
from assistant.review.shelf import Shelf, best_of_each, by_date, english
from assistant.review.types import Claim, Point
from assistant.types import Evidence

_MOST = 2
_LEAST_SCORE = 0.0
_SHARED = 3  # content words


def excepted(claim: Claim, shelf: Shelf) -> list[Point]:
    """For “every …”, “all …”: sentences of the record that make an exception of what is said."""
    signs = shelf.rules["exceptions"]
    of_all = signs.of("all")
    if not of_all.find(without_rates(claim.text, shelf.rules)) or claim.kind in ("opinion", "proposal"):
        return []
    wanted = content_stems(of_all.pattern.sub(" ", claim.text)) - stems(
        " ".join([one.text for one in quantities(claim.text)] + [one.text for one in days(claim.text)])
    )
    near = shelf.find(
        claim.text,
        f"{claim.text} exempt except shall not be subject",
        telling=partial(_makes_one, wanted, shelf.rules),
    )
    chosen = by_date(best_of_each(near, least=_LEAST_SCORE)[:_MOST])
    return [Point("qualified", "Your documents name an exception.", chosen)] if chosen else []


def without_rates(text: str, rules: Rules) -> str:
    """A text without “every day”, “each hour”, which tell a rate and not of all."""
    return rules["exceptions"].of("rate").pattern.sub(" ", text)


def _makes_one(wanted: set[str], rules: Rules, one: Evidence) -> bool:
    text = english(one)
    return (
        bool(rules["exceptions"].of("except").find(text))
        and len(with_synonyms(wanted, rules) & stems(f"{one.source.title} {text}")) >= _SHARED
    )
