"""How much a sentence tells of an event: something done on a day, as against what is so, said or planned."""

from __future__ import annotations

from assistant.lexicon.dates import without_dates
from assistant.lexicon.event_days import event_day, plans_for_a_day
from assistant.lexicon.rules import Rules
from assistant.plans.acts import rates
from assistant.types import Evidence

_FEWEST_WORDS, _A_LABEL = 5, 7  # words besides a date
# In units of the cross-encoder's logit.
_GIVEN, _DONE, _FIGURE, _PLANNED, _TODAY, _DATED_ACT = 1.0, 1.0, 0.5, 3.0, 0.5, 3.0


def tells_of_event(one: Evidence, rules: Rules) -> bool:
    """Whether a sentence gives a day, or tells of something done."""
    day, words = event_day(one, rules), len(without_dates(one.text).split())
    if not day.iso or words < _FEWEST_WORDS:
        return False
    return is_done(one, rules) or (words > _A_LABEL and (day.given or is_of_today(one, rules)))


def is_done(one: Evidence, rules: Rules) -> bool:
    """Whether a sentence tells of something done."""
    done = rules["change"].of("does", "ends").find(one.english) or rules["events"].of("act").find(one.text)
    return done is not None


def is_of_today(one: Evidence, rules: Rules) -> bool:
    """Whether a sentence tells of the day on which it is said."""
    return rules["events"].of("today").find(one.text) is not None


def is_plan(one: Evidence, rules: Rules) -> bool:
    """Whether a sentence tells of what is planned, supposed or advised."""
    return rules["events"].of("plan").find(one.text) is not None


def eventful(one: Evidence, rules: Rules) -> float:
    """How much a sentence tells of an event: something done, on a day that it gives or on its own."""
    given, today, done = event_day(one, rules).given, is_of_today(one, rules), is_done(one, rules)
    score = _GIVEN * given + _DONE * done + _TODAY * today + _FIGURE * bool(rates(one, rules))
    if not is_plan(one, rules):
        return score + _DATED_ACT * (done and (given or today))
    return score + (_DATED_ACT / 2 if plans_for_a_day(one, rules) else -_PLANNED)
