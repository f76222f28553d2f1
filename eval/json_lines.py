"""Files of cases, one JSON object a line: read, and refused with the line and the remedy."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol, TypeVar

from ingest.errors import UsageError


class _Numbered(Protocol):
    @property
    def id(self) -> str: ...


Row = TypeVar("Row", bound=_Numbered)


def rows_of(
    path: Path, of_row: Callable[[dict[str, Any]], Row], *, what: str, fields: str
) -> Iterator[tuple[int, Row]]:
    """The rows of a file with the numbers of their lines, as they are read; `what` a row is and which
    `fields` it has, for the reader of an error.

    Raises:
        UsageError: the file cannot be read, a line is no such row, an id stands twice, or there is none.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path}: cannot read the {what}s: {error}", hint="--cases names a JSON Lines file in UTF-8"
        ) from error
    known: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = of_row(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise UsageError(
                f"{path}:{number}: not a {what}: {error!r}", hint=f"a {what} has {fields}"
            ) from error
        if row.id in known:
            raise UsageError(
                f"{path}:{number}: the id {row.id!r} stands twice", hint=f"number the {what}s apart"
            )
        known.add(row.id)
        yield number, row
    if not known:
        raise UsageError(f"{path}: no {what}s", hint="--cases names a JSON Lines file")
