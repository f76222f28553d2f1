"""Accounts in inline XBRL: the day and the unit of a figure stand in the page's hidden head."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ingest.load.html.tree import elements, tag_of, text_of
from ingest.load.written_dates import written_date

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SIGNS = {"GBP": "£", "EUR": "€", "USD": "$"}
_DAYS = (
    "BalanceSheetDate",
    "EndDateForPeriodCoveredByReport",
    "DocumentPeriodEndDate",
    "DateOfEndOfReportingPeriod2013",
)

Periods = Mapping[str, str]
"""The day on which each period ends or each balance is struck, by the name that the figures call it."""


def periods_of(root: Any) -> dict[str, str]:
    """The periods and the units that a page's figures refer to."""
    found: dict[str, str] = {}
    for element in elements(root):
        name = tag_of(element).rpartition(":")[2]
        if name == "context" and element.get("id") and (days := _DAY.findall(text_of(element))):
            found[element.get("id")] = days[-1]
        elif name == "unit" and element.get("id"):
            measure = text_of(element).rpartition(":")[2]
            found[f"unit {element.get('id')}"] = _SIGNS.get(measure, measure)
    return found


def heads_of(rows: Sequence[Sequence[Any]], periods: Periods) -> dict[Any, str]:
    """The row of a table with the most figures whose day is known: what stands over each of its cells where
    the table prints no heads. Empty where there is no such row."""
    best: dict[Any, str] = {}
    for row in rows if periods else ():
        heads = {cell: _head(cell, periods) for cell in row}
        if sum(map(bool, heads.values())) > sum(map(bool, best.values())):
            best = heads
    return best


def _head(cell: Any, periods: Periods) -> str:
    """The day and the unit of the figure in a cell."""
    for fact in cell.iter("ix:nonfraction", "nonfraction"):
        if day := periods.get(fact.get("contextref") or "", ""):
            return ", ".join(filter(None, (day, periods.get(f"unit {fact.get('unitref')}", ""))))
    return ""


def accounts_of(root: Any) -> dict[str, str]:
    """Whose accounts a page gives, and of which day."""
    facts: dict[str, str] = {}
    for element in root.iter("ix:nonnumeric", "nonnumeric"):
        facts.setdefault((element.get("name") or "").rpartition(":")[2], text_of(element))
    day = next((day for name in _DAYS if (day := written_date(facts.get(name, "")))), "")
    return {"date": day, "publisher": facts.get("EntityCurrentLegalOrRegisteredName", "")} if day else {}
