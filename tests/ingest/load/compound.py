"""Writes compound files, the container of Outlook's messages, so small that each table is one sector."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from datetime import UTC, datetime

Tree = Mapping[str, "bytes | Tree"]
_SECTOR, _MINI, _SMALL = 512, 64, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def compound(tree: Tree) -> bytes:
    """The file that holds a tree of streams and storages."""
    entries: list[dict[str, object]] = [{"name": "Root Entry", "type": 5, "data": b""}]
    _enter(entries, 0, tree)
    mini, mini_fat, sectors = bytearray(), list[int](), list[bytes]()
    chains: list[tuple[int, int]] = []

    def put(data: bytes) -> int:
        first, pieces = (
            len(sectors),
            [data[at : at + _SECTOR].ljust(_SECTOR, b"\x00") for at in range(0, len(data), _SECTOR)],
        )
        sectors.extend(pieces)
        chains.append((first, len(pieces)))
        return first

    for entry in entries[1:]:
        data = entry["data"]
        assert isinstance(data, bytes)
        if entry["type"] == 2 and data and len(data) < _SMALL:
            entry["start"] = len(mini_fat)
            count = -(-len(data) // _MINI)
            mini_fat += [*range(len(mini_fat) + 1, len(mini_fat) + count), _END]
            mini += data.ljust(count * _MINI, b"\x00")
        elif entry["type"] == 2 and data:
            entry["start"] = put(data)
    entries[0] |= {"data": bytes(mini), "start": put(bytes(mini)) if mini else _END}
    directory = put(b"".join(map(_entry, entries)))
    mini_table = (
        put(struct.pack(f"<{len(mini_fat)}I", *mini_fat).ljust(_SECTOR, b"\xff")) if mini_fat else _END
    )
    fat = [_FREE] * (_SECTOR // 4)
    for first, count in chains:
        fat[first : first + count] = [*range(first + 1, first + count), _END]
    fat[len(sectors)] = _FAT
    header = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(16)
        + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
        + bytes(10)
    )
    header += struct.pack("<IIIIIIII", 1, directory, 0, _SMALL, mini_table, int(bool(mini_fat)), _END, 0)
    header += struct.pack("<109I", len(sectors), *[_FREE] * 108)
    return header + b"".join(sectors) + struct.pack(f"<{len(fat)}I", *fat)


def _enter(entries: list[dict[str, object]], parent: int, tree: Tree) -> None:
    before = None
    for name, value in sorted(tree.items(), key=lambda item: (len(item[0]), item[0].upper())):
        number = len(entries)
        entries.append(
            {
                "name": name,
                "type": 2 if isinstance(value, bytes) else 1,
                "data": value if isinstance(value, bytes) else b"",
            }
        )
        if before is None:
            entries[parent]["child"] = number
        else:
            entries[before]["right"] = number
        before = number
        if not isinstance(value, bytes):
            _enter(entries, number, value)


def _entry(entry: dict[str, object]) -> bytes:
    name, data = str(entry["name"]).encode("utf-16-le") + b"\x00\x00", entry["data"]
    assert isinstance(data, bytes)
    return (
        name.ljust(64, b"\x00")
        + struct.pack("<HBB", len(name), entry["type"], 1)
        + struct.pack("<III", _FREE, entry.get("right", _FREE), entry.get("child", _FREE))
        + bytes(36)
        + struct.pack("<IQ", entry.get("start", 0), len(data))
    )


def message(
    texts: Mapping[int, str],
    *,
    sent: datetime | None = None,
    attached: Mapping[str, Tree] | None = None,
    streams: Mapping[str, bytes] | None = None,
    within: bool = False,
) -> Tree:
    """The tree of a message: its text properties by number, when it was sent, what is attached."""
    properties = bytes(24 if within else 32)
    if sent:
        ticks = int((sent - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
        properties += struct.pack("<HHIQ", 0x0040, 0x0039, 6, ticks)
    return {
        "__properties_version1.0": properties,
        **{f"__substg1.0_{number:04X}001F": text.encode("utf-16-le") for number, text in texts.items()},
        **{f"__attach_version1.0_#{n:08X}": one for n, one in enumerate((attached or {}).values())},
        **(streams or {}),
    }
