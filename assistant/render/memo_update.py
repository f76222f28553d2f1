"""What changed since an earlier version of a memo, in words: a section of the paper, a line, and the list of
versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.lexicon.dates import readable_date
from assistant.memo.update import CHANGE_KINDS, Change, ChangeKind, MemoUpdate
from assistant.memo.versions import MemoVersion
from assistant.paper import Block, Heading, Paragraph, Text, note_text
from assistant.render.labels import as_sentence

_LABELS: dict[ChangeKind, str] = {
    "overtaken": "Overtaken",
    "gone": "Gone",
    "changed file": "Stands in a changed file",
    "stands": "Stands",
    "new": "New",
}
_COUNTED: dict[ChangeKind, tuple[str, str]] = {
    "overtaken": ("is overtaken", "are overtaken"),
    "gone": ("is gone", "are gone"),
    "changed file": ("stands in a changed file", "stand in a changed file"),
    "stands": ("stands", "stand"),
    "new": ("is new", "are new"),
}
_OPENS = {"ended": "What it rests on was ended since", "changed": "What it rests on was changed since"}
_ORDER: tuple[ChangeKind, ...] = ("overtaken", "gone", "changed file", "new", "stands")
"""What a reader must act on comes first."""


def of_record(record: str) -> str:
    """Which version is meant, for who reads a file: on the page it is a press away."""
    return f" (record {record})"


def update_blocks(update: MemoUpdate) -> tuple[Block, ...]:
    """The section “What changed since …”: the counts, then each sentence with what has become of it."""
    replaced = f"It replaces the memo of {_since(update)}{of_record(update.replaces)}."
    return (
        Heading(f"What changed since {_since(update)}"),
        Paragraph((Text(replaced), Text(update_line(update)))),
        *(
            Paragraph(tuple(_texts(one)), "bullet", f"{_LABELS[kind]} ({one.section}, {one.number}):")
            for kind in _ORDER
            for one in update.of(kind)
        ),
    )


def update_line(update: MemoUpdate) -> str:
    """How many sentences there are of each kind: “Of 12 facts, 10 stand, 1 is gone and 1 is overtaken; no
    fact is new.”"""
    counts = update.counts
    new = counts.pop("new", 0)
    total = sum(counts.values())
    told = [
        f"{counts[kind]} {_COUNTED[kind][counts[kind] > 1]}" for kind in reversed(_ORDER) if kind in counts
    ]
    added = f"{new} {'fact is' if new == 1 else 'facts are'} new"
    if not told:
        return f"The earlier memo had no facts; {added}." if new else "Neither version has facts."
    if counts.get("stands") == total and not new:
        return f"Nothing changed: {'its one fact stands' if total == 1 else f'all {total} facts stand'}."
    listed = " and ".join(filter(None, (", ".join(told[:-1]), told[-1])))
    return f"Of {total} {'fact' if total == 1 else 'facts'}, {listed}; {added if new else 'no fact is new'}."


def version_line(version: MemoVersion) -> str:
    """A version on a line: when it was written, its id, what it replaces, what had changed, and what a person
    did."""
    replaced = f"replaces {version.replaces[:8]}" if version.replaces else "the first"
    told = "; ".join(filter(None, (replaced, _counts(version), _edited(version))))
    return f"{_when(version)}  {version.id}  {told}"


def version_told(version: MemoVersion) -> str:
    """When a version was written, and how it differs from the one before."""
    told = _edited(version) or (f"brought up to date: {_counts(version)}" if version.counts else "")
    return f"{_when(version)}: {told or ('brought up to date' if version.replaces else 'first written')}"


def _when(version: MemoVersion) -> str:
    day, _, time = version.at.partition("T")
    return f"{readable_date(day)} {time[:5]}"


def _counts(version: MemoVersion) -> str:
    return ", ".join(
        f"{version.counts[kind]} {_LABELS[kind].lower()}" for kind in CHANGE_KINDS if kind in version.counts
    )


def _edited(version: MemoVersion) -> str:
    by = f" by {version.by}" if version.by else ""
    return f"{', '.join(version.edited)}{by}" if version.edited else ""


def version_lines(found: Sequence[MemoVersion]) -> str:
    """The versions, a line each, under what the memo is about."""
    return "\n".join((found[0].title, *map(version_line, found)))


def _since(update: MemoUpdate) -> str:
    return readable_date(update.since) or update.since


def _texts(change: Change) -> Iterator[Text]:
    """The sentence, and what has become of it."""
    if change.text:
        numbers = tuple(one.number for one in change.citations) if change.kind == "new" else ()
        yield Text(change.text, "fact" if numbers else "form", numbers)
    yield from map(Text, _told(change))
    if change.kind in ("changed file", "stands") and not change.kept:
        yield Text("This version leaves it out.")


def _told(change: Change) -> Iterator[str]:
    by = [as_sentence(note_text(one)) for one in change.told_by]
    came = readable_date(change.added)
    match change.kind, change.why:
        case "gone", "document":
            yield "What it rested on is no longer in the library, or you may not see it."
        case "gone", _:
            yield "Its words are no longer in its document."
            yield from (f"What comes nearest now: {one}" for one in by)
        case "overtaken", "status":
            yield f"Its document now says of itself: {change.status}."
        case "overtaken", why:
            opens = _OPENS.get(why, "There is a newer figure")
            yield from (f"{opens}: {one}" for one in by)
            if came:
                yield f"That came into the library on {came}."
        case "changed file", _:
            yield "Its document was replaced; the words are still there."
        case "new", _ if came:
            yield f"Its document came into the library on {came}."
        case "new", _:
            yield "Its document was in the library before."
