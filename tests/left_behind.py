"""What is left of words in the files of a folder: every byte of every file is looked at, and what archives
hold too."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np


def holders(folder: Path, *needles: str | bytes) -> list[str]:
    """The files, and members of archives, in which one of the needles stands, whatever its case and
    encoding."""
    wanted = [one for needle in needles for one in _forms(needle)]
    return sorted(
        name
        for path in folder.rglob("*")
        if path.is_file()
        for name, data in _layers(str(path.relative_to(folder)), path.read_bytes())
        if any(one in data or one in data.lower() for one in wanted)
    )


def packed(vector: Sequence[float]) -> tuple[bytes, bytes]:
    """A vector as the database holds it, and as the index does, which makes its length one."""
    raw = np.asarray(vector, dtype="<f4")
    return raw.tobytes(), (raw / np.linalg.norm(raw)).astype("<f4").tobytes()[: raw.nbytes // 2]


def _forms(needle: str | bytes) -> list[bytes]:
    if isinstance(needle, bytes):
        return [needle]
    text = needle.lower()
    return [text.encode(), text.encode("utf-16-le"), text.encode("unicode_escape")]


def _layers(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, data
    if data[:2] == b"\x1f\x8b":
        yield f"{name}!", gzip.decompress(data)
    if data[:1] == b"\x78":
        with suppress(zlib.error):
            yield f"{name}!", zlib.decompress(data)
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.namelist():
                yield from _layers(f"{name}!{member}", archive.read(member))
