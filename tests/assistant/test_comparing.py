"""Comparing takes no longer than it must, whatever stands in the texts: two sentences of the longest kind
that there is, and texts of which there is twice as much."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from itertools import count

import pytest

from assistant.check import actors, acts, alignment, binding, merging, names, numbers, omissions, periods
from assistant.lexicon import contradiction, dates, expiry, quantities, references, same_words, sameness
from assistant.lexicon.features import Features, features
from assistant.lexicon.rules import load_rules
from assistant.review import claims
from assistant.verify import nearest, quotes, same

_MANY = os.environ.get("EXAMPLES") == "many"
_LONGEST = 2000  # characters of a sentence (`ingest/sentences.py`)
_MOST_S = 1.5  # of the processor; the slowest takes a fifth of it
_GROWTH, _MEASURABLE_S = 2.6, 0.2
RULES = load_rules()

UNITS = {
    "words": "the ferry runs at eight ",
    "one word": "ferry",
    "blanks": "ferry            ",
    "amounts": "1,234.50 ",
    "digits": "123456789",
    "money": "$4 million to $5 million, ",
    "dates": "on 4 May 2026 and ",
    "ranges": "from 4 to 5 ",
    "names": "Ana Bell of Cork and ",
    "capitals": "ABC ",
    "denials": "not ",
    "modals": "may ",
    "commas": "a, ",
    "quotes": "“a” ",
    "open quotes": "“ ",
    "brackets": "(",
    "instruments": "Order No. 12 of 2020, ",
    "sections": "section 16(b)(1)(A) ",
    "shares": "4 percent of the 5 percent ",
    "dots": ". . . ",
    "comparisons": "Ana more than Bob ",
    "years": "40 in 2020 and ",
}


def read(text: str) -> Features:
    return features(text, RULES)


PAIRS: dict[str, Callable[[str, str], object]] = {
    "contradiction": lambda a, b: contradiction.contradiction(read(a), read(b)),
    "quantities": lambda a, b: numbers.lacking_quantities(read(a), read(b)),
    "days": lambda a, b: numbers.lacking_days(read(a), read(b)),
    "names": lambda a, b: names.lacking_names(read(a), read(b), read(b)),
    "exchanged names": lambda a, b: names.exchanged_names(read(a), read(b), read(b)),
    "titles": lambda a, b: names.wrong_titles(read(a), read(b)),
    "openings": lambda a, b: names.unsaid_openings(read(a), read(b)),
    "alignment": alignment.align,
    "figures": binding.misplaced_figure,
    "omissions": lambda a, b: omissions.left_out(a, b, RULES),
    "periods": periods.turned_period,
    "merged": lambda a, b: merging.merged(read(a), [read(b), read(a)], read(b)),
    "actors": lambda a, b: actors.wrong_actor(read(a), [(read(b), read(b))]),
    "acts": lambda a, b: acts.untold_act(a, b, RULES),
    "sameness": lambda a, b: sameness.same_statement(read(a), read(b)),
    "difference": same.difference,
    "changed quotes": lambda a, b: nearest.changed_kind(a, b, RULES),
    "found quotes": lambda a, b: [one.search(b) for one in same_words.patterns(a)],
}
WHOLE: dict[str, Callable[[str], object]] = {
    "quotations": quotes.quoted,
    "claims": lambda text: claims.claims(text, RULES),
    "dates": dates.days,
    "numbers": quantities.quantities,
    "references": lambda text: references.references(text, RULES),
    "ends": lambda text: expiry.expiries(text, "2026-01-01", RULES),
}
_number = count()
_USUAL = ("dates", "open quotes", "names")


def made(unit: str, length: int) -> str:
    """A text of about that many characters, which was not read before."""
    return f"Toll {next(_number)} {(UNITS[unit] * length)[:length]} is due."


def seconds(function: Callable[..., object], *given: str) -> float:
    started = time.process_time()  # other work on the machine does not count
    function(*given)
    return time.process_time() - started


@pytest.mark.hypothesis
@pytest.mark.parametrize("unit", UNITS if _MANY else _USUAL)
@pytest.mark.parametrize("name", PAIRS)
def test_two_of_the_longest_sentences_are_compared_in_a_moment(name: str, unit: str) -> None:
    took = min(seconds(PAIRS[name], made(unit, _LONGEST), made(unit, _LONGEST)) for _ in range(2))
    assert took < _MOST_S, f"{took:.2f} s"


@pytest.mark.hypothesis
@pytest.mark.parametrize("unit", UNITS if _MANY else _USUAL)
@pytest.mark.parametrize("name", WHOLE)
def test_twice_as_long_a_text_takes_about_twice_as_long(name: str, unit: str) -> None:
    length = 20_000
    once, twice = (min(seconds(WHOLE[name], made(unit, n)) for _ in range(2)) for n in (length, 2 * length))
    assert twice <= _GROWTH * once or twice < _MEASURABLE_S, f"{once:.2f} s, twice: {twice:.2f} s"
