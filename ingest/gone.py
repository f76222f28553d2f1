"""The sources of a folder whose files are no longer there: told, or taken out of the library where that is
asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ingest.folders import is_url
from ingest.identity import Shelf
from ingest.library import Library
from ingest.types import FileReport, Source

_NAMED = 10  # sources of a folder that is away; of more, the rest are counted


def report_gone(
    folders: Sequence[str], library: Library, shelf: Shelf, *, prune: bool
) -> Iterator[FileReport]:
    """What became of the sources that were read from the folders and whose files are gone. With `prune` they
    are removed, where the labels allow it; but of a folder that is away as a whole, as a drive is that is not
    connected, nothing is. Call within `writing`."""
    away: dict[Path, list[Source]] = {}
    told: set[str] = set()
    for name in folders:
        folder = Path(name).resolve()
        for source in shelf.sources:
            if source.slug in told or not _is_in(source, folder) or not shelf.is_gone(source):
                continue
            told.add(source.slug)
            whole = _away(Path(source.path), folder)
            if whole:
                away.setdefault(whole, []).append(source)
            elif prune and shelf.labels.keep(source):
                library.remove(source.slug)
                yield FileReport(
                    source.path, "removed", source.slug, reason=f"{source.path} is no longer there"
                )
            else:
                yield _told(source, name, prune=prune)
    yield from (_told_away(folder, sources) for folder, sources in away.items())


def _is_in(source: Source, folder: Path) -> bool:
    return not is_url(source.path) and folder in Path(source.path).parents


def _away(path: Path, folder: Path) -> Path | None:
    """The folder that a file was in, or one around it, up to the given one, if it has nothing in it any more,
    or the given one is not there."""
    around = [one for one in path.parents if one == folder or folder in one.parents]
    there = next((one for one in around if one.is_dir()), None)
    if there is None:
        return folder
    return None if any(not one.name.startswith(".") for one in there.iterdir()) else there


def _told(source: Source, folder: str, *, prune: bool) -> FileReport:
    reason = f"{source.path} is no longer there; the library still has it as {source.slug!r}"
    hint = (
        f"it has other labels than those named with --access; remove it with `pincite library remove"
        f" {source.slug}`"
        if prune
        else f"`pincite ingest --prune {folder}` removes such documents"
    )
    return FileReport(source.path, "gone", source.slug, reason=reason, hint=hint)


def _told_away(folder: Path, sources: Sequence[Source]) -> FileReport:
    """One report for all that was in a folder."""
    slugs = [source.slug for source in sources]
    names = ", ".join(slugs[:_NAMED]) + (f" and {len(slugs) - _NAMED} more" if len(slugs) > _NAMED else "")
    held = f"{len(slugs)} document{'s' if len(slugs) > 1 else ''} from it: {names}"
    return FileReport(
        str(folder),
        "gone",
        reason=f"this folder is empty or not there, like an unconnected drive; the library keeps {held}",
        hint="connect it and run the same command again, or remove them with `pincite library remove SLUG…`",
    )
