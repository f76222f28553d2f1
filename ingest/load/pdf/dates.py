"""Dates as the heads of documents print them."""

from __future__ import annotations

import re

from ingest.load.builder import one_line
from ingest.load.metadata import iso_date
from ingest.load.written_dates import written_date

_MONTHS = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*|"
    r"janvier|février|mars|avril|mai|juin|juillet|août|octobre|novembre|décembre|enero|febrero|marzo|abril|"
    r"mayo|junio|julio|agosto|septiembre|noviembre|diciembre|januar|februar|märz|juni|juli|oktober|dezember"
)
DAY = (
    rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th|er|\.|º)? (?:de |of )?(?:{_MONTHS})\.?,? (?:de |del )?\d{{4}})"
    rf"|(?:(?:{_MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
    r"|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}/\d{4}"
    rf"|(?:{_MONTHS}) (?:19|20)\d\d)"
)
"""The pattern of a day, or of a month and its year."""

DATE = re.compile(rf"\b({DAY})\b", re.IGNORECASE)
ALONE = re.compile(
    rf"[(\[]?(?:[A-ZÀ-Þ][\w .’'-]+, (?:[A-Z.]+, )?)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
    rf"({DAY})[)\]]?(?: \([^)]*\))?\.?",
    re.IGNORECASE,
)
"""A line that holds a date and at most the place or the day of the week before it."""


def iso_of(text: str) -> str:
    """A written date, ISO; empty where it is none."""
    text = one_line(re.sub(r"\bsept\b", "Sep", text.strip(), flags=re.IGNORECASE))
    text = re.sub(r"^([A-Z]{3,9})", lambda match: match[0].capitalize(), text)
    return iso_date(text) or written_date(text)
