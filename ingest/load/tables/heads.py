"""Which rows of a table are its heads: those that the format gives as such, or rows of words over rows of
figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

_UNIT = r"(?:%|‰|°C|[^\W\d_]{1,9}\.?(?:/[^\W\d_]{1,4})?)"
_MONEY = r"(?:US\$|C\$|A\$|[$€£¥₹]|[A-Z]{3}\s)"
_NUMBER = rf"[+\-−–]?\s*{_MONEY}?\s*[+\-−–]?[\d.,]*\d[\d.,'’ ]*(?:\s?{_UNIT})?"
_FIGURE = re.compile(
    rf"[~≈<>≤≥±(]*\s*{_NUMBER}(?:\s?(?:[–/:-]|to)\s?{_NUMBER})?\)?(?:[*†‡]{{1,3}}|\s?[\[(]\w{{1,2}}[\])])?"
    r"|:\s?[a-z]{0,3}"
    r"|\d{4}-\d\d-\d\d(?: \d\d:\d\d)?|\d{1,2}[ ./-](?:\d{1,2}|[^\W\d_]{3,9})\.?[ ./-]\d{2,4}"
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d.*|\d{1,2}[ ./-](?:\d{1,2}|[^\W\d_]{3,9})\.?[ ./-]\d{2,4}")
_PERIOD = re.compile(
    r"(?:FY\s?|[QHT][1-4][ /-]?|[^\W\d_]{3,9}\.?[ /-])?(?:19|20)\d\d(?:\s?[/–-]\s?(?:19|20)?\d\d)?"
    r"(?:[ /-]?[QHTM]\d{1,2}|[ -](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})?"
    r"[*†a-z]{0,2}(?:\s?\([^()]{1,14}\))?"
    r"|[^\W\d_]{3}[ -]\d\d",
    re.IGNORECASE,
)
# What stands in the place of a value.
_MISSING = frozenset(
    "– — - −− n/a n.a. na nd n.d. .. ... … : x * / nil none null zero free exempt closed suspended pending "
    "unknown varies unlimited".split()
) | {"not available", "not applicable", "no data", "not reported"}
MOST_HEADS = 5  # rows; statistical offices print three or four
_SAMPLE = 200  # rows that tell what a column holds
_LONGEST_HEAD = 12  # words
_SHORT = 6  # words
_LONGEST_FORM = 12  # rows
# What stands before the values of a cover sheet.
_FIELDS = frozenset(
    "title subject author publisher contact email telephone phone date published updated released version "
    "status reference ref source licence license copyright to from re cc frequency coverage pages "
    "language".split()
) | {"last updated", "next release", "next update", "release date", "publication date", "prepared by"}

Rows = Sequence[Sequence[str]]


def is_figure(text: str) -> bool:
    """Whether a cell holds a value rather than words: a figure with or without its unit, a date, or the sign
    of a value that is missing."""
    return len(text) <= 40 and (bool(_FIGURE.fullmatch(text)) or text.lower() in _MISSING)


def is_period(text: str) -> bool:
    """Whether a cell names a year, a quarter or a month, which is a figure in one table and a head in
    another."""
    return len(text) <= 30 and bool(_PERIOD.fullmatch(text))


def figure_columns(rows: Rows) -> frozenset[int]:
    """The columns in which at least half of what stands there is figures."""
    found = set()
    for column in range(max(map(len, rows), default=0)):
        texts = [row[column] for row in rows[:_SAMPLE] if row[column]]
        figures = sum(is_figure(text) for text in texts)
        if figures and 2 * figures >= len(texts):
            found.add(column)
    return frozenset(found)


def opens_with_heads(first: Sequence[str], body: Rows, *, set_apart: bool, usual: bool) -> bool:
    """Whether the row `first` holds the heads of the rows after it. `set_apart` says that it is printed as
    heads are (bold, shaded), `usual` that a table of this kind has a head."""
    named = [text for text in first if text]
    if not named or not body:
        return False
    figures = figure_columns(body)
    over = [(text, [row[column] for row in body[:_SAMPLE]]) for column, text in enumerate(first) if text]
    if all(not is_figure(text) or _is_period_over(text, texts) for text, texts in over):
        if any(first[column] for column in figures):
            form = len(first) == 2 and 0 not in figures and _is_form([first, *body], usual=usual)
            return set_apart or not form
        return _stand_over_sentences(first, body) or (
            (set_apart or usual) and _are_names(named, len(first), body)
        )
    if usual and not figures and all(map(is_figure, named)) and _is_scale(named):
        return True  # numbered columns of words
    numbers = [text for text in named if is_figure(text)]
    return (set_apart or usual) and (not first[0] or not is_figure(first[0])) and _is_scale(numbers)


def _is_period_over(text: str, below: Sequence[str]) -> bool:
    """A year is a head where other figures stand below it."""
    return is_period(text) and not all(is_period(other) for other in below if other)


def _are_names(named: Sequence[str], width: int, body: Rows) -> bool:
    """Whether words over words are heads: short, nearly a full row of them, none a sentence, and no form with
    a label before each value."""
    labels = [row[0] for row in body if row[0]]
    form = named[0].endswith(":") or (labels and all(label.endswith(":") for label in labels))
    return (
        not form
        and not (width == 2 and _are_fields([named[0], *labels]))
        and 3 * len(named) >= 2 * width
        and all(len(name.split()) <= _LONGEST_HEAD and not name.endswith((".", ";")) for name in named)
    )


def _stand_over_sentences(first: Sequence[str], body: Rows) -> bool:
    """Whether short words stand over sentences in every column ("Text proposed | Amendment")."""
    short = all(text and len(text.split()) <= _SHORT and not text.endswith((".", ":", ";")) for text in first)
    return (
        short
        and len(first) > 1
        and all(
            texts and 2 * sum(_is_sentence(text) for text in texts) >= len(texts)
            for texts in (
                [row[column] for row in body[:_SAMPLE] if row[column]] for column in range(len(first))
            )
        )
    )


def _is_sentence(text: str) -> bool:
    return len(text.split()) > _SHORT and (text[-1] in ".;,:" or len(text.split()) > 2 * _SHORT)


def _is_form(rows: Rows, *, usual: bool) -> bool:
    """Whether two columns are labels with values of several kinds ("Date | 3 May", "Pages | 12"), as on a
    cover sheet, rather than a table. Where heads are usual, only a short one is taken for that."""
    values = [row[1] for row in rows[1:_SAMPLE] if row[1]]
    dates = sum(bool(_DAY.fullmatch(value)) for value in values)
    words = sum(not is_figure(value) for value in values)
    mixed = 0 < dates < len(values) or (words > 0 and not usual)
    fields = _are_fields([row[0] for row in rows[:_SAMPLE]])
    return fields or (mixed and (not usual or len(rows) <= _LONGEST_FORM))


def _are_fields(labels: Sequence[str]) -> bool:
    """Whether labels are those of a document's cover ("Title", "Contact") rather than of a table's rows."""
    named = sum(label.lower().rstrip(": ") in _FIELDS for label in labels)
    return named > 1 and 3 * named >= len(labels)


def _is_scale(numbers: Sequence[str]) -> bool:
    """Whether figures in the first row are steps of a scale ("100 | 500 | 1000"), and so heads."""
    plain = [text.replace(",", "").replace(" ", "") for text in numbers]
    if len(plain) < 3 or not all(text.isdecimal() for text in plain):
        return False
    steps = [int(text) for text in plain]
    rising = all(after > before for before, after in pairwise(steps))
    counted = steps == list(range(steps[0], steps[0] + len(steps)))
    return rising and (counted or all(step % 5 == 0 for step in steps))


def continues_heads(row: Sequence[str], above: Sequence[str], body: Rows, *, covered: bool) -> bool:
    """Whether `row` is one more row of heads under the head row `above`. `covered` says that a cell of
    `above` reaches down into it."""
    figures = figure_columns(body)
    if not body or not any(row):
        return False
    over = ((text, [line[column] for line in body[:_SAMPLE]]) for column, text in enumerate(row))
    if any(is_figure(text) and not _is_period_over(text, texts) for text, texts in over):
        return False
    parted = any(not text or text == before for before, text in pairwise(above))
    below_blank = any(text and not over for over, text in zip(above, row, strict=False))
    opened = covered or not row[0]
    if not figures:
        return opened and parted
    if opened and below_blank:
        return True
    return any(row[column] for column in figures) and (opened or (parted and below_blank))


def joined_heads(rows: Rows, spanned: Sequence[Sequence[bool]]) -> list[str]:
    """The heads of each column, joined down: "2024, Duty (%)"."""
    heads: list[list[str]] = [[] for _ in rows[0]]
    for number, row in enumerate(rows):
        under = [any(lower[column] for lower in rows[number + 1 :]) for column in range(len(row))]
        for column, text in enumerate(_with_banners(row, under, spanned[number])):
            text = text.rstrip(":").rstrip()
            if text and text not in heads[column]:
                heads[column].append(text)
    return [", ".join(parts) for parts in heads]


def _with_banners(row: Sequence[str], under: Sequence[bool], spanned: Sequence[bool]) -> list[str]:
    """A row of heads in which a banner that was not merged holds for the columns to its right that have a
    head under them, or, where it stands over the last of them, to its left."""
    below = [column for column, found in enumerate(under) if found]
    leftward = len(below) > 1 and not row[below[0]] and bool(row[below[-1]])
    filled = list(row)
    banner = ""
    for column in reversed(range(len(row))) if leftward else range(len(row)):
        if row[column]:
            banner = row[column] if under[column] and not spanned[column] else ""
        elif under[column]:
            filled[column] = banner
    return filled
