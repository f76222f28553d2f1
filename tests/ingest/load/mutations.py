"""Files that are damaged, or forged, in every way that a generator of numbers thinks of."""

from __future__ import annotations

import copy
import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from lxml import etree

_ODD = (
    "",
    "0",
    "-1",
    "1e999",
    "NaN",
    "99999999999999999999",
    "4294967296",
    "A1:XFD1048576",
    "\u202e\u0130\u00df",
    "../../x",
    "\u2160.5",
    "2025-13-45",
    "%00",
    "²",
    " ",
    "none",
)
_NUMBER = re.compile(rb"\d+")
_WORD = re.compile(rb"[A-Za-z_]{2,}")


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A file like this one that nobody made: its bytes or, where it is one of parts, those of a part or the
    elements of its XML changed."""
    if data.startswith(b"PK") and chance.random() < 0.85:
        return _repacked(data, chance)
    return _some(data, chance)


def _some(data: bytes, chance: random.Random) -> bytes:
    if data.lstrip()[:1] == b"<" and chance.random() < 0.7:
        changed = _restructured(data, chance)
        if changed is not None:
            return changed
    for _ in range(chance.choice((1, 1, 2, 5))):
        data = chance.choice(_OF_BYTES)(data, chance)
    return data


def _repacked(data: bytes, chance: random.Random) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError):
        return _some(data, chance)
    if not parts:
        return _some(data, chance)
    chosen = chance.choice([*parts, *(name for name in parts if name.endswith(".xml"))])
    if chance.random() < 0.05:
        del parts[chosen]
    elif chance.random() < 0.05:
        parts[chosen] = b""
    else:
        parts[chosen] = _some(parts[chosen], chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def _restructured(data: bytes, chance: random.Random) -> bytes | None:
    """The XML with some of its elements taken out, doubled, moved, emptied or given odd attributes."""
    try:
        root = etree.fromstring(data)
    except (etree.XMLSyntaxError, ValueError):
        return None
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        elements = [one for one in root.iter() if isinstance(one.tag, str)]
        one, other = chance.choice(elements), chance.choice(elements)
        chance.choice(_OF_ELEMENTS)(one, other, chance)
    return etree.tostring(root, encoding="utf-8")


def _remove(one: Any, _: Any, __: random.Random) -> None:
    if one.getparent() is not None:
        one.getparent().remove(one)


def _empty(one: Any, _: Any, __: random.Random) -> None:
    tag, attributes = one.tag, dict(one.attrib)
    one.clear()
    one.tag = tag
    one.attrib.update(attributes)


def _double(one: Any, _: Any, chance: random.Random) -> None:
    if one.getparent() is not None:
        for _number in range(chance.choice((1, 1, 20))):
            one.addnext(copy.deepcopy(one))


def _move(one: Any, other: Any, _: random.Random) -> None:
    if one.getparent() is not None and one not in (*other.iterancestors(), other):
        other.append(one)


def _wrap(one: Any, other: Any, chance: random.Random) -> None:
    if len(list(one.iter())) < 50:
        inner = copy.deepcopy(one)
        for _number in range(chance.choice((1, 3, 30))):
            outer = etree.Element(other.tag)
            outer.append(inner)
            inner = outer
        one.append(inner)


def _rename(one: Any, other: Any, _: random.Random) -> None:
    one.tag = other.tag


def _bare(one: Any, _: Any, __: random.Random) -> None:
    one.attrib.clear()


def _attribute(one: Any, other: Any, chance: random.Random) -> None:
    given = [*one.attrib] or [*other.attrib]
    if given:
        values = [*other.attrib.values(), *(value for value in _ODD if "\x00" not in value)]
        one.set(chance.choice(given), chance.choice(values))


def _text(one: Any, other: Any, chance: random.Random) -> None:
    one.text = chance.choice([*_ODD, other.text or "", "x" * 3000, None])


_OF_ELEMENTS = (_remove, _empty, _double, _move, _wrap, _rename, _bare, _attribute, _attribute, _text, _text)


def _flip(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) or 1)
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) or 1)
    return data[:at] + data[at + chance.choice((1, 4, 50, 400)) :]


def _end(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) or 1)]


def _again(data: bytes, chance: random.Random) -> bytes:
    at, to = chance.randrange(len(data) or 1), chance.randrange(len(data) or 1)
    piece = data[at : at + chance.choice((1, 10, 100, 1000))]
    return data[:to] + piece * chance.choice((1, 2, 30)) + data[to:]


def _noise(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data) or 1)
    return data[:at] + chance.randbytes(chance.choice((1, 3, 30))) + data[at:]


def _figure(data: bytes, chance: random.Random) -> bytes:
    return _one_of(_NUMBER, data, chance, lambda: chance.choice(_ODD).encode())


def _other_word(data: bytes, chance: random.Random) -> bytes:
    words = _WORD.findall(data[:20000])
    return _one_of(_WORD, data, chance, lambda: chance.choice([*words, b""]))


def _one_of(
    pattern: re.Pattern[bytes], data: bytes, chance: random.Random, new: Callable[[], bytes]
) -> bytes:
    found = list(pattern.finditer(data))
    if not found:
        return data
    one = chance.choice(found)
    return data[: one.start()] + new() + data[one.end() :]


_OF_BYTES = (_flip, _flip, _cut, _end, _again, _noise, _figure, _figure, _other_word)
