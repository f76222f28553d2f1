"""What a document is: a law, a bill, a judgment, what somebody says of one, by the rows in `kinds.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

UNKNOWN = "unknown"
Told = Literal["declared", "title", "name", "opening"]


@dataclass(frozen=True, slots=True)
class Row:
    """A kind and what tells it. `needs` must stand in the first lines where the title tells it."""

    id: str
    kind: str
    why: str
    patterns: dict[Told, re.Pattern[str]]
    needs: re.Pattern[str] | None
    publisher: str
    hit: tuple[str, ...]
    miss: tuple[str, ...]

    def tells(self, told: Told, text: str) -> bool:
        """Whether the row tells the kind of a document whose title, name, … is this."""
        pattern = self.patterns.get(told)
        return pattern is not None and pattern.search(text) is not None


@cache
def rows() -> tuple[Row, ...]:
    """The rows, in the order in which they decide."""
    table = tomllib.loads((files("ingest") / "kinds.toml").read_text(encoding="utf-8"))
    return tuple(map(_row, table["row"]))


def _row(given: dict[str, object]) -> Row:
    flags = re.NOFLAG if given.get("case") else re.IGNORECASE
    sources: tuple[tuple[Told, re.RegexFlag], ...] = (
        ("declared", re.IGNORECASE),
        ("title", flags),
        ("name", flags),
        ("opening", re.MULTILINE),
    )
    needs = given.get("needs")
    return Row(
        str(given["id"]),
        str(given["kind"]),
        str(given["why"]),
        {told: re.compile(str(given[told]), flag) for told, flag in sources if told in given},
        re.compile(str(needs), re.MULTILINE) if needs else None,
        str(given.get("publisher", "")),
        tuple(given["hit"]),  # type: ignore[arg-type]
        tuple(given["miss"]),  # type: ignore[arg-type]
    )


def canonical_kind(declared: str) -> str:
    """The field's word for a kind as an office wrote it: `statute (enrolled bill)` is `statute`, and
    `press-release` is `press release`. A kind that no row knows is kept as the office wrote it."""
    plain = declared.strip().lower()
    row = next((row for row in rows() if row.tells("declared", plain)), None)
    bare = re.sub(r"\s*\(.*\)", "", plain)
    return row.kind if row else _spaced_kinds().get(spaced(bare), bare)


def spaced(kind: str) -> str:
    """A kind with its words divided by spaces, by which two that are written otherwise are the same."""
    return re.sub(r"[-_\s]+", " ", kind)


@cache
def _spaced_kinds() -> dict[str, str]:
    return {spaced(row.kind): row.kind for row in rows()}


def row_of(name: str, title: str, opening: str) -> Row | None:
    """The row that tells the kind of a document by its title, its file's name or its first lines. A title
    that is the number of a bill proves nothing by itself: much that is said of a bill opens with it."""
    by_text = next((row for row in rows() if row.tells("opening", opening)), None)
    plain = name.lower().replace("_", "-")
    for row in rows():
        if row.tells("title", title) or row.tells("name", plain):
            told_by_text = row.needs is None or bool(row.needs.search(opening))
            outranked = row.needs is not None and by_text is not None and _first(by_text, row)
            if told_by_text and not outranked:
                return row
    return by_text


def _first(one: Row, other: Row) -> bool:
    return rows().index(one) < rows().index(other)


def inferred_kind(name: str, title: str, opening: str = "") -> str:
    """The kind when the title, the file's name or the first lines plainly say it, else `unknown`."""
    row = row_of(name, title, opening)
    return row.kind if row else UNKNOWN
