"""What is known of a stored document, corrected by hand without reading its file again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace

from ingest.errors import UsageError
from ingest.library import Library, OnPassages
from ingest.load.builder import one_line
from ingest.metadata import DATES, entered_date, known, told
from ingest.types import Metadata, Said, Source

EDITABLE = tuple(field.name for field in fields(Metadata) if field.name != "slug")
"""What can be corrected; the slug is what others know a document by."""


def edit(
    library: Library, slug: str, changes: Mapping[str, str], on_passages: OnPassages = lambda _: None
) -> Source:
    """Correct what is known of the source; an empty value goes back to what its file says. It stays when the
    file is ingested again, and in a rebuild. Call within `writing`.

    Raises:
        UnknownSource: there is none of that slug.
        UsageError: a value is not what its field takes.
    """
    checked = {name: _checked(name, value) for name, value in changes.items()}
    whole = library.whole()
    source, before = whole.source(slug), whole.said(slug)
    cleared = {name: "" for name, value in checked.items() if not value}
    said = Said(replace(before.given, **cleared), replace(before.edited, **checked))
    facts = known(told(said), whole.found(slug), slug)
    return library.amend(
        replace(source, **{name: getattr(facts, name) for name in EDITABLE}), said, on_passages
    )


def _checked(name: str, value: str) -> str:
    """A field's value as it is kept."""
    value = one_line(value)
    if name not in EDITABLE:
        raise UsageError(f"{name} cannot be edited", hint=f"these can: {', '.join(EDITABLE)}")
    if name in DATES and value and not entered_date(value):
        raise UsageError(f"{name}: {value} is not a date", hint="write YYYY-MM-DD, YYYY-MM or YYYY")
    if name == "url" and value and not value.startswith(("http://", "https://")):
        raise UsageError(f"url: {value} is not a web address", hint="write https://…")
    return entered_date(value) if name in DATES else value
