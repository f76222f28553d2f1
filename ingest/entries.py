"""Beside each kept file, what no file tells: the slug, the path, the labels and what was said by hand of each
source that was made of it.

The catalogue is the truth; these are what is left of it when it is lost. One small file a source, in the
folder `entries` of the home."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ingest.errors import LibraryCorrupt
from ingest.types import Change, Metadata, Said, Source
from ingest.whole_file import as_unwritable, write_whole

NEEDS_LABEL = "needs-label"
"""The label of a file of which nobody knows any more who may read it: it is in no group unless somebody makes
one of that name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A source without what its file tells. The slug is empty where nobody knows it."""

    sha256: str
    slug: str = ""
    path: str = ""
    added: str = ""
    access: frozenset[str] = frozenset({NEEDS_LABEL})
    said: Said = field(default_factory=Said)


def entry_of(source: Source, said: Said) -> Entry:
    """The entry of a source of which people said `said`."""
    return Entry(source.sha256, source.slug, source.path, source.added, source.access, said)


def originals(home: Path) -> list[Path]:
    """The kept files, whole ones alone, by name, which is their digest."""
    return sorted(
        path
        for path in (home / "files").glob("*")
        if path.suffix != ".part" and re.fullmatch(r"[0-9a-f]{64}", path.stem)
    )


def catalogue_lost(catalogue: Path) -> LibraryCorrupt:
    """Our error for a library without its catalogue."""
    kept = len(originals(catalogue.parent))
    message = (
        f"{catalogue} is gone, and {kept} original file{'s' if kept != 1 else ''} of its library"
        f" {'are' if kept != 1 else 'is'} still there"
    )
    return LibraryCorrupt(
        message,
        hint=(
            "restore it from a backup, or run `pincite library rebuild`: the library is rebuilt from the kept"
            " files"
        ),
    )


def write_entry(home: Path, entry: Entry) -> None:
    """Keep an entry, in place of the one of the same slug.

    Raises:
        LibraryUnwritable: as its name says.
    """
    values = asdict(entry)
    values |= {"access": sorted(entry.access)} | values.pop("said")
    text = json.dumps(values, ensure_ascii=False, indent=1)
    path = _place(home, entry.slug)
    with as_unwritable(path):
        if path.exists() and path.read_text(encoding="utf-8") == text:
            return
    write_whole(path, text)


def drop_entry(home: Path, slug: str) -> None:
    """Forget the entry of a slug, if there is one."""
    _place(home, slug).unlink(missing_ok=True)


def read_entries(home: Path) -> list[Entry]:
    """The entries that can be read, those stored first before the others."""
    found = (_read(path) for path in (home / "entries").glob("*.json"))
    return sorted((one for one in found if one), key=lambda one: (one.added, one.slug))


def unnamed(files: Iterable[Path], entries: Iterable[Entry]) -> list[Entry]:
    """An entry for each kept file that no entry names, for readers of whom nobody is one."""
    named = {entry.sha256 for entry in entries}
    return [Entry(path.stem, path=str(path.resolve())) for path in files if path.stem not in named]


def _place(home: Path, slug: str) -> Path:
    return home / "entries" / f"{hashlib.sha256(slug.encode()).hexdigest()[:32]}.json"


def _read(path: Path) -> Entry | None:
    """An entry that is damaged is none: its file is then one that nobody names."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        access = frozenset(str(label) for label in values.pop("access"))
        # An entry of before documents could be edited has no word of it.
        changes = tuple(Change(**one) for one in values.pop("changes", ()))
        edited, by = Metadata(**values.pop("edited", {})), str(values.pop("by", ""))
        said = Said(Metadata(**values.pop("given")), edited, changes, by)
        return Entry(**values, access=access, said=said) if access else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
