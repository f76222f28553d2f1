"""What a memo opens with: of its best points that which says how its subject stands by now, in words that
lean on nothing before them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.drafting.quotes import Quote
from assistant.lexicon.event_days import told_on
from assistant.lexicon.rules import Rules
from assistant.memo.excerpt import leans
from assistant.memo.findings import Findings, Want

# In units of a point's worth: how much of the subject it names, whether it is how things stand, how late it
# is, whether it ends something; and what speaks against it: that it tells of plans or of what stays as it
# was, or takes more words than an opening likes.
_ABOUT, _STATE, _LATE, _ENDS = 3.0, 1.5, 1.0, 2.0
_PLANS, _KEEPS, _LONG = 1.5, 2.0, 1.0
_ON_IT = 0.2  # of the subject's words: what ends something else has fewer


@dataclass(frozen=True, slots=True)
class Point:
    """A quote, at which place each want found it (0 is first), and what it is worth."""

    quote: Quote
    places: Mapping[Want, int]
    worth: float


class Opening(NamedTuple):
    """A point, and its quote as the memo would open with it."""

    point: Point
    quote: Quote


def leading(fit: Sequence[Opening], findings: Findings, rules: Rules, longest: int) -> list[Opening]:
    """The points that a memo may open with, best first; `longest` is how many words an opening likes. Those
    that start in mid-thought come only where there are no others."""
    days = sorted({told_on(one.quote.parts[0]) for one in fit})

    def worth(one: Opening) -> float:
        quote, state = one.quote, one.point.places.get("state")
        about, said = findings.about(quote), " ".join(part.english for part in quote.words)
        change = rules["change"]
        ends = any(part.overtakes for part in quote.words) and change.of("ends").find(said)
        late = days.index(told_on(quote.parts[0])) / max(1, len(days) - 1)
        found = one.point.worth + _ABOUT * about + _LATE * late
        found += _STATE * about / (1 + state) if state is not None else 0.0
        found += _ENDS if ends and about >= _ON_IT else 0.0
        found -= _KEEPS if change.of("keeps").find(said) and not ends else 0.0
        found -= _PLANS if rules["events"].of("plan").find(said) else 0.0
        return found - (_LONG if sum(len(part.text.split()) for part in quote.words) > longest > 0 else 0.0)

    ranked = sorted(fit, key=worth, reverse=True)
    return [one for one in ranked if not is_midway(one.quote, rules)] or ranked


def is_midway(quote: Quote, rules: Rules) -> bool:
    """Whether a quote starts in mid-thought: it goes on from what was said, or points at what stands
    elsewhere in its document."""
    midway = rules["excerpts"].of("midway").find(quote.words[0].english.strip())
    return leans(quote.parts[0], rules) or midway is not None
