"""The signs of an RTF file, one after another, and the text in the encodings that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_SIGN = re.compile(
    r"\\bin(?P<raw>\d+) ?"
    r"|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    r"|(?P<bytes>(?:\\'[0-9a-fA-F]{2}[\r\n]*)+)"
    r"|\\(?P<symbol>[^a-zA-Z])"
    r"|(?P<brace>[{}])"
    r"|(?P<text>[^\\{}\r\n]+)"
)
# The character sets that fonts name, as Python's encodings.
_CHARSETS = {
    0: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    134: "gbk",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
}


class Sign(NamedTuple):
    """One sign: `kind` is "{", "}", "word", "symbol", "bytes" (text in the file's encoding) or "text"."""

    kind: str
    text: str
    number: int | None = None


def signs(source: str) -> Iterator[Sign]:
    """The signs of a file that was decoded byte for byte."""
    at = 0
    while at < len(source):
        match = _SIGN.match(source, at)
        if match is None:
            at += 1
            continue
        at = match.end()
        kind = match.lastgroup
        if match["raw"]:
            at += int(match["raw"])  # pictures and objects in binary
        elif match["word"]:
            yield Sign("word", match["word"], int(match["number"]) if match["number"] else None)
        elif kind == "brace":
            yield Sign(match["brace"], "")
        elif kind == "bytes":
            for code in re.findall(r"'([0-9a-fA-F]{2})", match["bytes"]):
                yield Sign("bytes", chr(int(code, 16)))
        elif kind == "symbol":
            yield Sign("symbol", match["symbol"])
        else:
            yield Sign("text", match["text"])


def encoding_of(charset: int) -> str:
    """The encoding of a font's character set; empty for one that says nothing."""
    return _CHARSETS.get(charset, "")


def decoded(text: str, encoding: str) -> str:
    """Text that was read byte for byte, in its own encoding."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode(encoding or "cp1252", errors="replace")
    except (LookupError, UnicodeEncodeError):
        return text
