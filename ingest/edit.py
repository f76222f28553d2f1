"""What is known of a stored document, corrected by hand without reading its file again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

from ingest.errors import UsageError
from ingest.library import Library, OnPassages
from ingest.load.builder import one_line
from ingest.metadata import DATES, entered_date, known, told
from ingest.tags import tags_of, tags_text
from ingest.types import PUBLIC, Change, Metadata, Said, Source

EDITABLE = tuple(field.name for field in fields(Metadata) if field.name != "slug")
"""What can be corrected; the slug is what others know a document by."""


def edit(
    library: Library,
    slug: str,
    changes: Mapping[str, str],
    on_passages: OnPassages = lambda _: None,
    *,
    by: str = "",
) -> Source:
    """Correct what is known of the source; an empty value goes back to what its file says. It stays when the
    file is ingested again, and in a rebuild; what it was, that it was changed `by` somebody, and when, is
    kept. Call within `writing`.

    Raises:
        UnknownSource: there is none of that slug.
        UsageError: a value is not what its field takes.
    """
    checked = {name: _checked(name, value) for name, value in changes.items()}
    whole = library.whole()
    source, before = whole.source(slug), whole.said(slug)
    cleared = {name: "" for name, value in checked.items() if not value}
    given, edited = replace(before.given, **cleared), replace(before.edited, **checked)
    facts = known(told(Said(given, edited)), whole.found(slug), slug)
    corrected = replace(source, **_values(facts))
    changed = (*before.changes, *_changes(source, corrected, by))
    said = replace(before, given=given, edited=edited, changes=changed)
    return library.amend(corrected, said, on_passages)


def retag(
    library: Library,
    slugs: Sequence[str],
    *,
    add: Iterable[str] = (),
    remove: Iterable[str] = (),
    by: str = "",
) -> list[Source]:
    """Put tags to sources, and take some from them. Call within `writing`.

    Raises:
        UnknownSource: there is none of one of the slugs.
    """
    gone = {one.casefold() for one in remove}
    sources, added, changed = [library.whole().source(slug) for slug in slugs], [*add], []
    for source in sources:
        kept = [one for one in source.tags if one.casefold() not in gone]
        tags = tags_text([*kept, *added])
        if tags_of(tags) != source.tags:
            source = edit(library, source.slug, {"tags": tags}, by=by)
        changed.append(source)
    return changed


def relabel(library: Library, slug: str, labels: frozenset[str], *, by: str = "") -> Source:
    """Say who may read a source from now on; who could before, who changed it and when, is kept. Call within
    `writing`.

    Raises:
        UnknownSource: there is none of that slug.
        UsageError: nobody could read it, or a label is none.
    """
    if not labels or any(not one.strip() or "\n" in one for one in labels):
        raise UsageError(f"{slug} would have no readers", hint="name a group, or make it public")
    whole = library.whole()
    source, said = whole.source(slug), whole.said(slug)
    if source.access == labels:
        return source
    change = Change("access", ", ".join(sorted(source.access)), by, _now())
    return library.amend(replace(source, access=labels), replace(said, changes=(*said.changes, change)))


def relabelled(source: Source, add: Iterable[str], remove: Iterable[str]) -> frozenset[str]:
    """The labels of a source that groups are given and taken: whoever names a group of what was public means
    that group alone."""
    added = frozenset(add)
    return ((source.access | added) - (frozenset({PUBLIC}) - added if added else frozenset())) - {*remove}


def shown(source: Source, name: str) -> str:
    """What is known of a source in one of its fields, as text."""
    return tags_text(source.tags) if name == "tags" else str(getattr(source, name))


def _values(facts: Metadata) -> dict[str, Any]:
    """The fields of a source that can be corrected, as they are by the facts."""
    values = {name: getattr(facts, name) for name in EDITABLE}
    return values | {"tags": tags_of(facts.tags)}


def _changes(before: Source, after: Source, by: str) -> list[Change]:
    now = _now()
    return [
        Change(name, was, by, now) for name in EDITABLE if (was := shown(before, name)) != shown(after, name)
    ]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _checked(name: str, value: str) -> str:
    """A field's value as it is kept."""
    value = one_line(value)
    if name not in EDITABLE:
        raise UsageError(f"{name} cannot be edited", hint=f"these can: {', '.join(EDITABLE)}")
    if name in DATES and value and not entered_date(value):
        raise UsageError(f"{name}: {value} is not a date", hint="write YYYY-MM-DD, YYYY-MM or YYYY")
    if name == "url" and value and not value.startswith(("http://", "https://")):
        raise UsageError(f"url: {value} is not a web address", hint="write https://…")
    if name == "tags":
        return tags_text([value])
    return entered_date(value) if name in DATES else value
