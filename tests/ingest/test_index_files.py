"""An index whose files do not agree is found before the engine, which it would end, opens it."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from ingest import index_files
from ingest.errors import LibraryCorrupt
from ingest.index_files import check_index

COUNT, NEIGHBOURS, SIZE = 5, 4, 40


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index of five vectors, each with two neighbours."""
    monkeypatch.setattr(index_files, "_PAUSE_S", 0.0)
    index = tmp_path / "index"
    index.mkdir()
    header = struct.pack("<iQQQQQQiIQQQdQ", 1, 0, 100, COUNT, SIZE, 36, 20, 0, 0, 2, NEIGHBOURS, 2, 0.3, 100)
    (index / "header.bin").write_bytes(header)
    records = np.zeros((COUNT, SIZE // 4), "<u4")
    records[:, 0], records[:, 1], records[:, 2] = 2, 0, 4
    (index / "data_level0.bin").write_bytes(records.tobytes())
    (index / "length.bin").write_bytes(b"\0" * 4 * COUNT)
    return tmp_path


def _cut(name: str) -> Callable[[Path], object]:
    return lambda index: (index / name).write_bytes((index / name).read_bytes()[:-30])


def _astray(index: Path) -> None:
    """A neighbour that there is not."""
    records = bytearray((index / "data_level0.bin").read_bytes())
    records[SIZE + 8 : SIZE + 12] = struct.pack("<I", 2_000_000)
    (index / "data_level0.bin").write_bytes(records)


def _too_small(index: Path) -> None:
    """Records that have no room for their neighbours."""
    header = bytearray((index / "header.bin").read_bytes())
    struct.pack_into("<Q", header, 28, 16)
    (index / "header.bin").write_bytes(header)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "header cut": lambda index: (index / "header.bin").write_bytes(b"\1\0\0\0"),
    "records cut": _cut("data_level0.bin"),
    "lengths cut": lambda index: (index / "length.bin").write_bytes(b""),
    "records gone": lambda index: (index / "data_level0.bin").unlink(),
    "neighbour": _astray,
    "size": _too_small,
}


FATAL = ("header cut", "size", "neighbour")
"""What ends the engine: it is found whenever the vectors are opened."""


@pytest.mark.parametrize("damage", DAMAGE)
def test_what_does_not_agree_is_found(folder: Path, damage: str) -> None:
    check_index(folder, is_strict=True)
    DAMAGE[damage](folder / "index")
    with pytest.raises(LibraryCorrupt, match="index") as caught:
        check_index(folder, is_strict=damage not in FATAL)
    assert "rebuild" in caught.value.hint
