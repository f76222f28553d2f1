"""The library → HTML: its documents a line each, what is known of one, and what becomes of what is added.

The browser filters, sorts and chooses among the lines (`web/script/library.js`)."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Literal

from assistant.lexicon.dates import readable_date
from assistant.render.jinja import filled
from assistant.workspace.finding import Found
from ingest.edit import shown
from ingest.kinds import UNKNOWN
from ingest.metadata import DATES
from ingest.types import EVERYBODY, Change, FileReport, Metadata, Source

_OUTCOMES = {
    "stored": "Added",
    "replaced": "Updated",
    "moved": "Already in the library",
    "unchanged": "Already in the library",
    "skipped": "Already in the library",
    "refused": "Not added",
    "gone": "No longer there",
    "removed": "Removed",
}
_REWORDED = (
    (
        r"(?P<name>.*): this format is not supported \(suffix '(?P<suffix>\.\w+)'\).*",
        "{name}: {suffix} files are not supported.",
        "Use PDF, Word, Excel, PowerPoint, e-mail, web page or text.",
    ),
    (
        r"(?P<name>.*) is a damaged PDF: .*",
        "{name} cannot be read as a PDF.",
        "It may be damaged: save it again, or send the original.",
    ),
    (
        r"https?://(?P<host>[^/ ]+?)(?:/[^ ]*)?: could not connect .*",
        "Could not reach {host}.",
        "Check the address.",
    ),
    (
        r"https?://(?P<host>[^/ ]+?)(?:/[^ ]*)?: not an address of the public internet .*",
        "Could not reach {host}.",
        "Check the address. What is inside your office, download and add as a file.",
    ),
)
"""What a reason of a refusal is on the page, where a staffer would not understand it: its pattern, its words,
and what helps."""
_FIELDS = {
    "title": "Title",
    "publisher": "Publisher",
    "author": "Author",
    "date": "Date",
    "kind": "Kind",
    "tags": "Tags",
    "url": "Link",
}
_MORE = {
    "number": "Number",
    "stage": "Stage",
    "status": "Status",
    "version": "Version of",
    "language": "Language",
    "jurisdiction": "Jurisdiction",
}
_SHORT = ("title", "publisher", "date", "kind", "tags")
"""The fields that stand below a file that was added."""
_SEVERAL = 3  # files that are listed though nothing is to be done about them
_FORMS = 30  # files that have a form each, of one upload; the others are corrected in the list
_NEWS = 99  # documents that may be said to be new
_MONTH = 3  # letters of a month's name where there is little room


May = Callable[[Literal["change", "remove"], Source], bool]


def _anything(_action: str, _source: Source) -> bool:
    return True


def library_html(
    sources: Sequence[Source], today: date | None = None, *, may: May = _anything, may_add: bool = True
) -> str:
    """The documents, those added last first, with what their reader `may` do to each; `today` is the day that
    is called so."""
    day = today or datetime.now(UTC).date()
    newest = sorted(sources, key=lambda one: one.added, reverse=True)
    rows = [_row(one, day, may) for one in newest]
    some = {one for row in rows for one in row["may"]}
    return filled("library", rows=rows, some=some, may_add=may_add)


def _row(source: Source, today: date, may: May) -> dict[str, Any]:
    return {
        "may": [one for one in ("change", "remove") if may(one, source)],
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


def reports_html(
    reports: Sequence[FileReport],
    sources: Mapping[str, Source],
    at: str = "",
    share: float | None = None,
) -> str:
    """What became of each file, what was not added first, and how far the one at hand is; what was added has
    a form, open where it lacks something. `sources` are the documents by slug."""
    ordered = sorted(reports, key=lambda one: one.outcome != "refused")
    lines = [_line(one, sources.get(one.slug), number) for number, one in enumerate(ordered)]
    is_quiet = len(lines) > _SEVERAL and not any(one["lacks"] or one["outcome"] == "refused" for one in lines)
    return filled(
        "reports", reports=lines, added=_count(reports), at=at, share=share, is_quiet=is_quiet and not at
    )


def _line(report: FileReport, source: Source | None, number: int) -> dict[str, Any]:
    is_new = report.outcome in ("stored", "replaced") and source is not None
    reason, hint = _reworded(report)
    lacks = [name for name in ("publisher", "date") if source and not getattr(source, name)]
    has_form = is_new and number < _FORMS
    return {
        "outcome": report.outcome,
        "label": _OUTCOMES[report.outcome],
        "about": source.title if source else reason,
        "hint": "" if source else hint,
        "notes": [one for one in report.warnings if not one.endswith(("lack it", "lack them"))],
        "slug": report.slug,
        "lacks": f"no {' or '.join(lacks)} found" if is_new and lacks else "",
        "fields": _fields(source, Metadata(), (), _SHORT) if has_form and source else [],
    }


def _reworded(report: FileReport) -> tuple[str, str]:
    """Why a file was not added, and what helps."""
    reason = report.reason or report.path
    for pattern, words, hint in _REWORDED:
        if found := re.fullmatch(pattern, reason):
            return words.format(**found.groupdict()), hint
    named = reason if report.path in reason or not report.path else f"{report.path}: {reason}"
    return named, report.hint


def _count(reports: Sequence[FileReport]) -> str:
    added = sum(one.outcome == "stored" for one in reports)
    return f"{added} document{'s' if added > 1 else ''} added" if added else ""


def begin_html(count: int, slugs: Sequence[str], questions: Sequence[str]) -> str:
    """What is next once documents were added: questions that they answer."""
    return filled("begin", count=count, slugs=slugs, questions=questions)


def details_html(
    source: Source,
    notes: Sequence[str],
    found: Metadata,
    changes: Sequence[Change] = (),
    *,
    may_change: bool = True,
    may_label: bool = False,
) -> str:
    """What is known of a document as a form, with what its file says of each, who changed it, and what was
    left out of it or is in doubt. Only who `may_change` it can, and who `may_label` it is told who may
    read it."""
    was = {one.field: one for one in changes}
    label = {
        "name": "access",
        "label": "Who may read it",
        "value": ", ".join(sorted(source.access)),
        "found": "",
        "was": _changed("access", was["access"]) if "access" in was else "",
    }
    return filled(
        "details",
        may_change=may_change,
        labels=[label] if may_label else [],
        source=source,
        fields=_fields(source, found, changes, _FIELDS),
        more=_fields(source, found, changes, _MORE),
        notes=notes,
    )


def _fields(
    source: Source, found: Metadata, changes: Sequence[Change], names: Iterable[str]
) -> list[dict[str, str]]:
    was = {one.field: one for one in changes}
    return [
        {
            "name": name,
            "label": (_FIELDS | _MORE)[name],
            "value": _entered(name, shown(source, name)),
            "found": _entered(name, getattr(found, name)),
            "was": _changed(name, was[name]) if name in was else "",
        }
        for name in names
    ]


def _entered(name: str, value: str) -> str:
    """A field's value as one would enter it."""
    if name in DATES:
        return readable_date(value)
    return "" if name == "kind" and value == UNKNOWN else value


def _changed(name: str, change: Change) -> str:
    """What a field was, who changed it, and when."""
    by = f" by {change.by}" if change.by not in ("", EVERYBODY.name) else ""
    was = _entered(name, change.was)
    return f"{f'Was “{was}”, changed' if was else 'Added'}{by}, {short_date(change.at[:10])}"


def told_html(message: str, *, can_undo: bool = False) -> str:
    """What was done to documents, until the next is, and the way to undo it."""
    return filled("told", message=message, slug="", wrong={}, at=uuid.uuid4().hex, can_undo=can_undo)


def saved_html(slug: str, title: str) -> str:
    """That what is known of a document is kept, which closes its form."""
    return filled("told", message=f"Saved: {title}", slug=slug, wrong={}, at=uuid.uuid4().hex, can_undo=False)


def wrong_html(slug: str, wrong: Mapping[str, str]) -> str:
    """What is wrong with the fields of a document's form, which the browser puts at them."""
    return filled("told", message="", slug=slug, wrong=wrong, at=uuid.uuid4().hex, can_undo=False)


def restricted_html(titles: Sequence[str], asked: str) -> str:
    """How many documents are `asked`, if only some are, and which collections and documents, by their
    titles."""
    return filled("restricted", titles=titles, asked=asked)


def collections_html(of_collections: Mapping[str, int], chosen: Sequence[str]) -> str:
    """The collections with how many documents are in each, of which some are `chosen`."""
    shown = [
        (tag, number, tag.casefold() in (one.casefold() for one in chosen))
        for tag, number in of_collections.items()
    ]
    return filled("collections", collections=shown)


def document_label(source: Source) -> str:
    """What a document is called where it is chosen among others."""
    kind = "" if source.kind == UNKNOWN else source.kind
    about = ", ".join(filter(None, (kind, short_date(source.date))))
    return f"{source.title} ({about})" if about else source.title


def of_many(count: int) -> str:
    """So many documents, in words."""
    return f"{count} document{'' if count == 1 else 's'}"


def news_html(sources: Sequence[Source]) -> str:
    """When documents were added, of all and of each collection, the last first, for the browser to tell what
    is new since the last visit."""
    added = sorted((one.added for one in sources), reverse=True)[:_NEWS]
    by_tag: dict[str, list[str]] = {}
    for source in sources:
        for tag in source.tags:
            by_tag.setdefault(tag.casefold(), []).append(source.added)
    of = {tag: sorted(days, reverse=True)[:_NEWS] for tag, days in by_tag.items()}
    return filled("news", added=added, collections=json.dumps(of, ensure_ascii=False))
