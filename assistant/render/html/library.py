"""The library → HTML: its documents a line each, what is known of one, and what becomes of what is added.

The browser filters, sorts and chooses among the lines (`web/script/library.js`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from assistant.lexicon.dates import readable_date
from assistant.render.jinja import filled
from assistant.workspace.finding import Found
from ingest.kinds import UNKNOWN
from ingest.types import FileReport, Metadata, Source

_OUTCOMES = {
    "stored": "Added",
    "replaced": "Updated",
    "moved": "Already in the library",
    "unchanged": "Already in the library",
    "skipped": "Skipped",
    "refused": "Not added",
    "gone": "No longer there",
    "removed": "Removed",
}
_FIELDS = {
    "title": "Title",
    "publisher": "Publisher",
    "author": "Author",
    "date": "Date (year-month-day)",
    "kind": "Kind",
    "number": "Number",
    "stage": "Stage",
    "status": "Status",
    "version": "Version of (year-month-day)",
    "language": "Language",
    "jurisdiction": "Jurisdiction",
    "url": "Web address",
}
_MONTH = 3  # letters of a month's name where there is little room


def library_html(sources: Sequence[Source], today: date | None = None) -> str:
    """The documents, those added last first; `today` is the day that is called so."""
    day = today or datetime.now(UTC).date()
    newest = sorted(sources, key=lambda one: one.added, reverse=True)
    return filled("library", rows=[_row(one, day) for one in newest])


def _row(source: Source, today: date) -> dict[str, Any]:
    return {
        "source": source,
        "kind": "" if source.kind == UNKNOWN else source.kind,
        "day": short_date(source.date),
        "added": _added(source.added, today),
    }


def short_date(iso: str) -> str:
    """`2025-06-18` as `18 Jun 2025`; what is no date as an empty string."""
    return " ".join(word if word[:1].isdigit() else word[:_MONTH] for word in readable_date(iso).split())


def _added(when: str, today: date) -> str:
    """When a document was added: the year is told of another year alone."""
    day = when[: len("2025-03-01")]
    if day == today.isoformat():
        return "today"
    return short_date(day).removesuffix(f" {today.year}")


def found_html(words: str, found: Sequence[Found]) -> str:
    """Where the words stand in the documents' text: the best place of each document, which the browser puts
    under its line."""
    return filled("found", words=words, found=found)


def reports_html(reports: Sequence[FileReport], at: str = "", share: float | None = None) -> str:
    """What became of each file, and how far the one at hand is."""
    return filled(
        "reports", reports=[(one, _report(one)) for one in reports], labels=_OUTCOMES, at=at, share=share
    )


def _report(report: FileReport) -> str:
    """What is said of a file beside its outcome: its name, where the reason does not begin with it, and the
    reason or how much of it there is."""
    count = report.passages
    about = report.reason or (f"{count} passage{'' if count == 1 else 's'}" if count else "")
    name = report.slug or report.path
    return about if about and about.startswith(name) else ": ".join(filter(None, (name, about)))


def removed_html(title: str) -> str:
    """That a document is in the library no more."""
    return filled("removed", title=title)


def details_html(source: Source, notes: Sequence[str], found: Metadata) -> str:
    """What is known of a document as a form, with what its file says of each, and what was left out of it or
    is in doubt."""
    fields = [(name, label, getattr(source, name), getattr(found, name)) for name, label in _FIELDS.items()]
    return filled("details", source=source, fields=fields, notes=notes)


def edited_html(title: str, *, changed: bool) -> str:
    """That what is known of a document was corrected, or was so already."""
    return filled("edited", title=title, changed=changed)


def restricted_html(titles: Sequence[str]) -> str:
    """Which documents alone are asked, if only some are."""
    return filled("restricted", titles=titles)
