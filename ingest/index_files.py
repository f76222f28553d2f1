"""The files of the vectors' index, looked at before they are opened: the engine believes what they say, and a
file that was cut short or damaged ends the whole process.

An index has a header with its measures, one record of fixed size for each vector, whose neighbours are
numbers of other vectors, and the lengths of all."""

from __future__ import annotations

import os
import struct
import time
from pathlib import Path

import numpy as np

from ingest.errors import LibraryCorrupt
from ingest.whole_file import as_unwritable

_HEADER = struct.Struct("<iQQQQQQiIQQQ")
_AT_ONCE = 1 << 20  # bytes
_TRIES = 4
_PAUSE_S = 0.25  # another process may be writing the files anew: they agree again when it is done


def check_index(folder: Path, *, is_strict: bool = False) -> None:
    """Look through the indexes of a folder of vectors for what the engine would follow out of bounds; with
    `is_strict`, for what it would notice itself too.

    Raises:
        LibraryCorrupt: the files of one do not agree.
    """
    for header in folder.glob("*/header.bin"):
        for left in reversed(range(_TRIES)):
            wrong = _wrong(header.parent, is_strict=is_strict)
            if not wrong:
                break
            if not left:
                raise LibraryCorrupt(
                    f"{header.parent}: {wrong}",
                    hint="run `pincite library rebuild`: the vectors are rebuilt from the kept files",
                )
            time.sleep(_PAUSE_S)


def blank_unused(folder: Path) -> None:
    """Write over what the files of the indexes of a folder of vectors hold beyond their vectors: the engine
    writes its whole memory out, and what lay there before, such as texts, with it. Nobody may write to them
    meanwhile.

    Raises:
        LibraryUnwritable: as its name says.
    """
    for header in folder.glob("*/header.bin"):
        data = header.read_bytes()
        if len(data) < _HEADER.size:
            continue
        version, _, _, count, size, *_ = _HEADER.unpack_from(data)
        if version == 1:
            _blank(header.with_name("data_level0.bin"), count * size)
            _blank(header.with_name("length.bin"), count * 4)


def _blank(path: Path, first: int) -> None:
    with as_unwritable(path), path.open("r+b") as file:
        left = file.seek(0, 2) - file.seek(first)
        while left > 0:
            left -= file.write(bytes(min(left, _AT_ONCE)))
        file.flush()
        os.fsync(file.fileno())


def _wrong(folder: Path, *, is_strict: bool) -> str:
    """What does not agree, or nothing. A header of another make is not understood, and left to the engine."""
    try:
        header = (folder / "header.bin").read_bytes()
        sizes = {name: (folder / name).stat().st_size for name in ("data_level0.bin", "length.bin")}
    except OSError as error:
        return f"{error.filename or folder}: {error.strerror}" if is_strict else ""
    if len(header) < _HEADER.size:
        return "header.bin is cut short"
    version, _, most, count, size, *_, most_neighbours, _ = _HEADER.unpack_from(header)
    if version != 1:
        return ""
    if count > most or size < 4 * (most_neighbours + 1):
        return "header.bin is damaged"
    short = [
        name
        for name, least in (("data_level0.bin", count * size), ("length.bin", count * 4))
        if sizes[name] < least
    ]
    if short and is_strict:
        return f"{short[0]} is cut short"
    if short or not count:
        return ""
    records = np.memmap(folder / "data_level0.bin", np.uint8, "r", shape=(count, size))
    links = np.ascontiguousarray(records[:, : 4 * (most_neighbours + 1)]).view("<u4")
    held = links[:, 0] & 0xFFFF
    used = np.arange(most_neighbours) < held[:, None]
    if bool((held > most_neighbours).any()) or bool((links[:, 1:][used] >= count).any()):
        return "data_level0.bin is damaged"
    return ""
