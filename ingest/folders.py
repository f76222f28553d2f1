"""What there is to ingest: the files that folders hold, each with what a manifest says of it, and those that
are not read, with the reason."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import UsageError
from ingest.load import newer_format, supported_suffixes
from ingest.load.metadata import merge
from ingest.load.sniff import sniffed
from ingest.metadata import ManifestEntry, read_manifest, slug_from_name
from ingest.types import Metadata

# Where one folder has the same document twice, the format that keeps pages and structure is taken.
_PREFERENCE = (".pdf", ".docx", ".odt", ".epub", ".html", ".htm", ".xml", ".md", ".rtf", ".txt")
_NAMED = 20  # files of one kind that are named; of more, the rest are counted
_OUT = "it is a link that leads out of the folder, and is not followed: name the file itself to have it read"
# What systems and programs leave in folders, and nobody misses.
_LITTER = ("~$", "._", ".DS_Store", ".~lock.", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to ingest: a file's path or a URL, with what the user and the manifest say of it. `skipped`
    says why it, or what of a folder, is not to be read; `instead_of` are the files of the same document that
    are not read because this one is; `held_at` is where the bytes are meanwhile, of what was sent."""

    location: str
    given: Metadata = field(default_factory=Metadata)
    skipped: str = ""
    instead_of: tuple[str, ...] = ()
    held_at: str = ""

    @property
    def is_url(self) -> bool:
        """Whether it is to be fetched."""
        return is_url(self.location)


def is_url(location: str) -> bool:
    """Whether a location is to be fetched rather than opened."""
    return location.startswith(("http://", "https://"))


def is_folder(location: str) -> bool:
    """Whether a location is a folder."""
    return not is_url(location) and os.path.isdir(location)  # noqa: PTH112 (Path.is_dir raises for a name that is too long)


def collect(
    locations: Sequence[str], *, manifest: Path | None = None, given: Metadata | None = None
) -> list[Input]:
    """The inputs that the locations name, folders walked in order; what of a folder is not read is among
    them, with the reason.

    Raises:
        UsageError: the manifest is wrong, or a slug is given for more than one input.
    """
    given = given or Metadata()
    entries = read_manifest(manifest) if manifest else {}
    # A manifest among the documents describes them and is not one of them.
    inputs = [
        one
        for location in locations
        for one in _walk(location, entries, given)
        if not manifest or not _is_file(one.location, manifest)
    ]
    readable = [one for one in inputs if not one.skipped]
    if given.slug and len(readable) > 1:
        raise UsageError(
            f"--slug {given.slug} is given for {len(readable)} files",
            hint="name a slug for one file at a time",
        )
    return inputs


def _is_file(location: str, file: Path) -> bool:
    return not is_url(location) and os.path.abspath(location) == os.path.abspath(file)  # noqa: PTH100 (links are not followed)


def _walk(location: str, manifest: Mapping[str, ManifestEntry], given: Metadata) -> Iterator[Input]:
    if not is_folder(location):
        entry = _entry(location, manifest)
        yield Input(location, merge(given, entry.metadata) if entry else given)
        return
    folder = Path(location)
    files, closed = _files(folder)
    shown = [file for file in files if not _is_hidden(file.relative_to(folder))]
    out = [file for file in shown if _leads_out(file, folder)]
    shown = [file for file in shown if file not in {*out}]
    read = [file for file in shown if _is_read(file)]
    names = {(file.parent, file.name) for file in read}
    entries = {file: _entry(str(file), manifest) for file in read}
    better = {file: file.with_name(_better(file, entries[file], names) or file.name) for file in read}
    others: dict[Path, list[str]] = {}
    for file in read:
        if better[file] != file:
            others.setdefault(better[file], []).append(str(file))
    for file in read:
        entry, taken = entries[file], better[file]
        yield Input(
            str(file),
            merge(given, entry.metadata) if entry else given,
            f"{taken.name} is the same document in a format that keeps more" if taken != file else "",
            tuple(others.get(file, ())),
        )
    yield from _unread(folder, [file for file in shown if file not in entries])
    yield from (Input(str(file), skipped=_OUT) for file in out)
    yield from _hidden(folder, [one.relative_to(folder) for one in files if one not in {*shown, *out}])
    yield from (Input(path, skipped=f"it is not looked into: {why}") for path, why in closed)


def _files(folder: Path) -> tuple[list[Path], list[tuple[str, str]]]:
    """What is in a folder and in those within it, in order, links to folders among the files, and which of
    them are not looked into, each with the reason. Links to folders are not followed: they may lead round in
    a circle."""
    closed: list[tuple[str, str]] = []

    def on_error(error: OSError) -> None:
        closed.append((str(error.filename), error.strerror or str(error)))

    found: list[Path] = []
    for root, folders, files in os.walk(folder, onerror=on_error):
        if "catalogue.sqlite3" in files:
            closed.append((root, "it is a library of Pincite"))
            folders.clear()
            continue
        found += (Path(root, name) for name in files)
        found += (Path(root, name) for name in folders if Path(root, name).is_symlink())
    return sorted(found), closed


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", *_LITTER)) for part in path.parts)


def _leads_out(file: Path, folder: Path) -> bool:
    """Whether a file is a link to one outside the folder: who may put a link there may perhaps not read
    that."""
    return file.is_symlink() and file.is_file() and not file.resolve().is_relative_to(folder.resolve())


def _is_read(file: Path) -> bool:
    """Whether a file's suffix, or else its content, is of a format that is read."""
    if not file.is_file():
        return False
    if file.suffix.lower() in supported_suffixes():
        return True
    try:
        with file.open("rb") as opened:
            return sniffed(opened) in supported_suffixes()
    except OSError:
        return False


def _unread(folder: Path, files: Sequence[Path]) -> Iterator[Input]:
    """What of a folder is of no format that is read, a kind at a time."""
    kinds: dict[str, list[Path]] = {}
    for file in files:
        kinds.setdefault(_kind(file), []).append(file)
    for kind, ones in kinds.items():
        suffix = ones[0].suffix.lower()
        newer = newer_format(suffix)
        remedy = f" (save {'it' if len(ones) == 1 else 'them'} as {newer} or PDF)" if newer else ""
        if len(ones) == 1:
            yield Input(str(ones[0]), skipped=f"{kind} are not read{remedy}")
        else:
            names = _names([str(file.relative_to(folder)) for file in ones])
            yield Input(str(folder), skipped=f"{len(ones)} {kind} are not read{remedy}: {names}")


def _kind(file: Path) -> str:
    if not file.is_file():
        return "links to folders" if file.is_dir() else "links that lead nowhere"
    return f"{file.suffix.lower()} files" if file.suffix else "files without a suffix"


def _hidden(folder: Path, files: Sequence[Path]) -> Iterator[Input]:
    """What is hidden in a folder and would be read if it were not, in one line."""
    tops: dict[str, int] = {}
    for file in files:
        if file.suffix.lower() in supported_suffixes() and not file.name.startswith(_LITTER):
            at = next(number for number, part in enumerate(file.parts) if part.startswith((".", *_LITTER)))
            top = str(Path(*file.parts[: at + 1])) + ("/" if at + 1 < len(file.parts) else "")
            tops[top] = tops.get(top, 0) + 1
    total = sum(tops.values())
    if total:
        word = "1 hidden file is" if total == 1 else f"{total} hidden files are"
        yield Input(str(folder), skipped=f"{word} left out: {_names(list(tops))}")


def _names(names: Sequence[str]) -> str:
    rest = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")


def _entry(location: str, manifest: Mapping[str, ManifestEntry]) -> ManifestEntry | None:
    """The manifest's entry for a file or URL: by as much of its path as the manifest gives, else by its name
    without suffix."""
    parts = Path(location).parts
    paths = ("/".join(parts[first:]) for first in range(len(parts)))
    return next(
        (manifest[key] for key in (location, *paths, slug_from_name(location)) if key in manifest), None
    )


def _better(file: Path, entry: ManifestEntry | None, names: set[tuple[Path, str]]) -> str:
    """The name of the file beside this one that is taken instead of it, or an empty string."""
    suffix = file.suffix.lower()
    rivals = [Path(name).name for name in entry.files] if entry else []
    for rival in rivals or [file.stem + other for other in _PREFERENCE if suffix in _PREFERENCE]:
        if rival == file.name:
            return ""
        if (file.parent, rival) in names:
            return rival
    return ""
