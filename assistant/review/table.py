"""A review as a claim table: CSV for a spreadsheet."""

from __future__ import annotations

import csv
import io

from assistant.paper import where
from assistant.review.types import Review
from assistant.types import Citation

COLUMNS = (
    "number",
    "claim",
    "kind",
    "finding",
    "why",
    "quote for",
    "source for",
    "quote against",
    "source against",
    "page against",
    "date against",
    "nearest quote",
    "nearest source",
    "place for",
    "place against",
    "nearest place",
)
# A cell that starts like a formula is one to a spreadsheet.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def claim_table(review: Review) -> str:
    """The claims, one or more rows each: one for every quote for or against, side by side."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for one in review.claims:
        near = review.citation(one.nearest[0]) if one.nearest else None
        nearest = (near.words, _named(near)) if near else ("", "")
        for position in range(max(1, len(one.supports), len(one.against))):
            supports = review.citation(one.supports[position]) if position < len(one.supports) else None
            against = review.citation(one.against[position]) if position < len(one.against) else None
            told = (
                one.claim.number,
                one.claim.text,
                one.claim.kind,
                one.finding,
                " ".join(one.told),
                supports.words if supports else "",
                _named(supports) if supports else "",
                against.words if against else "",
                _named(against) if against else "",
                against.page if against else "",
                against.date if against else "",
                *nearest,
                where([supports]) if supports else "",
                where([against]) if against else "",
                where([near]) if near else "",
            )
            rows.writerow([_cell(value) for value in told])
    return out.getvalue()


def _named(one: Citation) -> str:
    """What a document is called by who reads the table."""
    return one.title or one.source


def _cell(value: object) -> str:
    text = "" if value is None else " ".join(str(value).split())
    return f"'{text}" if text.startswith(_FORMULA) else text
