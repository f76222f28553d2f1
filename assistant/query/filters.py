"""`--sources kind:statute,title:fentanyl,since:2025-02-01` → which sources may be used."""

from __future__ import annotations

from ingest.errors import UsageError
from ingest.kinds import canonical_kind
from ingest.metadata import entered_date
from ingest.types import Restriction

_KEYS = ("source", "kind", "tag", "title", "publisher", "since", "until")


def parse_restriction(text: str) -> Restriction:
    """The restriction that a comma-separated list of `key:value` says; the same key again is an alternative.

    Raises:
        UsageError: a key is unknown, or a date is not one.
    """
    found: dict[str, list[str]] = {key: [] for key in _KEYS}
    for part in filter(None, (part.strip() for part in text.split(","))):
        key, colon, value = (piece.strip() for piece in part.partition(":"))
        if not colon or not value or key not in found:
            raise UsageError(
                f"--sources has {part!r}", hint=f"write key:value with the keys {', '.join(_KEYS)}"
            )
        found[key].append(value)
    return Restriction(
        slugs=tuple(found["source"]),
        kinds=tuple(canonical_kind(kind) for kind in found["kind"]),
        titles=tuple(found["title"]),
        publishers=tuple(found["publisher"]),
        tags=tuple(found["tag"]),
        since=_date(found["since"], "since"),
        until=_date(found["until"], "until"),
    )


def _date(values: list[str], key: str) -> str:
    if not values:
        return ""
    date = entered_date(values[-1])
    if not date:
        raise UsageError(
            f"--sources has {key}:{values[-1]}", hint="write dates as YYYY, YYYY-MM or YYYY-MM-DD"
        )
    return date
