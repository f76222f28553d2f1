"""The numbers and dates of a claim that its evidence does not have."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.lexicon.dates import days, replace_year
from assistant.lexicon.features import Features
from assistant.lexicon.quantities import Quantity


def lacking_quantities(claim: Features, evidence: Features) -> list[str]:
    """The numbers of the claim that the evidence does not have with the same unit, as the claim writes
    them."""
    return [one.text for one in claim.quantities if not _is_there(one, evidence)]


def _is_there(one: Quantity, evidence: Features) -> bool:
    if one.text.lower() in ("one", "uno", "una", "first"):  # articles and connectives more often than numbers
        return True
    if any(_same(one, other) for other in evidence.quantities):
        return True
    # The number of a section, an order or a law, which may be written together with letters: "14157",
    # "1189(a)", "Title 18".
    alike = [other for other in evidence.quantities if abs(one.value - other.value) < 1e-9]
    written = one.text[:1].isdigit()
    plain = written and one.unit in ("", "th") and not alike and one.value.is_integer()
    return plain and str(int(one.value)) in evidence.numerals


def _same(one: Quantity, other: Quantity) -> bool:
    """Whether the evidence's number is the claim's: the same, or what the claim rounds, up where it says
    “more than”, down for “nearly”."""
    if one.unit != other.unit or one.bound + other.bound in ("><", "<>"):
        return False
    off = other.value - one.value
    if abs(off) <= 1e-6 * max(1.0, abs(other.value)):
        return True
    step = _last_place(one.value)
    return {">": 0 < off < step, "<": -step < off < 0, "~": abs(off) <= step / 2}.get(one.bound, False)


def _last_place(value: float) -> float:
    """What the last digit of a rounded number that is not 0 counts: 1,000 for 107,000."""
    digits = f"{value:.12g}"
    if "e" in digits or "." in digits:
        return 10.0 ** -len(digits.partition(".")[2]) if "." in digits else value / 10
    return float(10 ** (len(digits) - len(digits.rstrip("0"))))


def lacking_days(claim: Features, evidence: Features, also: Sequence[str] = ()) -> list[str]:
    """The dates of the claim that neither the evidence nor one of the ISO dates `also` (of the documents
    cited) has."""
    there = [*evidence.days, *(day for text in also for day in days(text))]
    known_years = {other.year for other in there}
    lacking = []
    for one in claim.days:
        whole = any(one.within(other) for other in there)
        # A day and month that the text names, in the year of the document that names it.
        dated = one.year in known_years and any(
            replace_year(one).within(other) for other in there if not other.year
        )
        if not whole and not (dated and one.month):
            lacking.append(one.text)
    return lacking
