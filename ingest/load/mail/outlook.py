"""Outlook's `.msg` files: a compound file with a stream for each property of the message, as [MS-OXMSG] and
[MS-OXPROPS] describe it."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.parser import HeaderParser
from email.policy import default
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

from ingest.errors import LoadError, WrongFormat
from ingest.load.mail.letter import Attached, Letter
from ingest.load.metadata import iso_date

if TYPE_CHECKING:
    from olefile import OleFileIO

    Compound = OleFileIO[Any]

_SUBJECT, _BODY, _RTF, _PAGE = 0x0037, 0x1000, 0x1009, 0x1013
_HEADERS, _SENDER, _ADDRESS, _SMTP, _FOR = 0x007D, 0x0C1A, 0x0C1F, 0x5D01, 0x0042
_SUBMITTED, _DELIVERED = 0x0039, 0x0E06
_CODE_PAGE, _PAGE_CODE_PAGE = 0x3FFD, 0x3FDE
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _DATA, _MEDIA_TYPE = 0x3707, 0x3704, 0x3001, 0x3701, 0x370E
_UNICODE, _STRING, _BINARY, _OBJECT = 0x001F, 0x001E, 0x0102, 0x000D
_PROPERTIES = "__properties_version1.0"
_ROOT_HEADER, _ENCLOSED_HEADER = 32, 24  # bytes before the first property, in a file and in a message within
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_UTF8 = 65001
_DEEPEST = 8  # messages within one another
# The text with which compressed RTF counts as begun.
_RTF_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


@dataclass(frozen=True, slots=True)
class _Storage:
    """A folder of the compound file: the message itself, or something attached to it."""

    file: Compound
    path: tuple[str, ...]
    fixed: Mapping[int, bytes]

    def stream(self, number: int, kind: int) -> bytes | None:
        path = [*self.path, f"__substg1.0_{number:04X}{kind:04X}"]
        return bytes(self.file.openstream(path).read()) if self.file.exists(path) else None

    def text(self, number: int) -> str:
        """A property that is text, in either of the two forms."""
        wide = self.stream(number, _UNICODE)
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\x00")
        narrow = self.stream(number, _STRING)
        return narrow.decode(self.encoding(_CODE_PAGE), "replace").rstrip("\x00") if narrow else ""

    def encoding(self, number: int) -> str:
        """The encoding that a property names by its code page."""
        page = int.from_bytes(self.fixed.get(number, b"")[:4], "little")
        name = "utf-8" if page == _UTF8 else f"cp{page}" if page else "cp1252"
        try:
            "".encode(name)
        except LookupError:
            return "cp1252"
        return name

    def time(self, number: int) -> datetime | None:
        """A property that is a time, in units of 100 nanoseconds since 1601."""
        ticks = int.from_bytes(self.fixed.get(number, b"")[:8], "little")
        return _EPOCH + timedelta(microseconds=ticks // 10) if 0 < ticks < 1 << 62 else None


def read_msg(data: bytes, name: str) -> Letter:
    """The message in a `.msg` file; raises `WrongFormat` where it is none, or damaged."""
    import olefile

    if not olefile.isOleFile(data=data):
        raise WrongFormat(
            f"{name} is not an Outlook message: it is no compound file",
            hint="save the message in Outlook as .msg, or as .eml or .txt",
        )
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            if not file.exists(_PROPERTIES):
                raise WrongFormat(
                    f"{name} is an Office file without a message in it: it has no {_PROPERTIES}",
                    hint="correct its file extension, or save the message in Outlook as .msg",
                )
            return _letter(file, (), name, _ROOT_HEADER)
    except LoadError:
        raise
    except (OSError, ValueError, IndexError, struct.error, KeyError, RecursionError, OverflowError) as error:
        raise WrongFormat(
            f"{name} is a damaged Outlook message: {error}",
            hint="open it in Outlook and save it again as .msg, or as .eml or .txt",
        ) from None


def _storage(file: Compound, path: tuple[str, ...], header: int) -> _Storage:
    stream = [*path, _PROPERTIES]
    properties = bytes(file.openstream(stream).read()) if file.exists(stream) else b""
    fixed = {
        struct.unpack("<HH", properties[at : at + 4])[1]: properties[at + 8 : at + 16]
        for at in range(header, len(properties) - 15, 16)
    }
    return _Storage(file, path, fixed)


def _letter(file: Compound, path: tuple[str, ...], name: str, header: int) -> Letter:
    own = _storage(file, path, header)
    headers = HeaderParser(policy=default).parsestr(own.text(_HEADERS).lstrip())
    sent = own.time(_SUBMITTED) or own.time(_DELIVERED)
    address = own.text(_SMTP) or own.text(_ADDRESS)
    sender = own.text(_SENDER) or own.text(_FOR)
    if "@" in address and address != sender:
        sender = f"{sender} <{address}>".strip()
    letter = Letter(
        sender=str(headers["From"] or "") or sender,
        sent=str(headers["Date"] or "") or (format_datetime(sent) if sent else ""),
        day=iso_date(getattr(headers["Date"], "datetime", None)) or iso_date(sent),
        subject=own.text(_SUBJECT) or str(headers["Subject"] or ""),
        plain=own.text(_BODY),
        page=_page(own),
    )
    if not letter.plain.strip() and not letter.page.strip():
        letter.plain = _rich_text(own, name)
    for entry in sorted({tuple(entry[: len(path) + 1]) for entry in file.listdir(storages=True)}):
        if entry[: len(path)] == path and entry[-1].startswith("__attach_version1.0_"):
            _attach(letter, file, entry, name)
    return letter


def _attach(letter: Letter, file: Compound, path: tuple[str, ...], name: str) -> None:
    own = _storage(file, path, 8)
    inner = (*path, f"__substg1.0_{_DATA:04X}{_OBJECT:04X}")
    if file.exists([*inner, _PROPERTIES]) and len(path) < _DEEPEST:
        letter.enclosed.append(_letter(file, inner, name, _ENCLOSED_HEADER))
        return
    letter.attached.append(
        Attached(
            own.text(_LONG_NAME) or own.text(_SHORT_NAME) or own.text(_SHOWN_NAME),
            own.stream(_DATA, _BINARY) or b"",
            own.text(_MEDIA_TYPE),
        )
    )


def _page(own: _Storage) -> str:
    data = own.stream(_PAGE, _BINARY)
    return data.decode(own.encoding(_PAGE_CODE_PAGE), "replace") if data else own.text(_PAGE)


def _rich_text(own: _Storage, name: str) -> str:
    """The body of a message that holds it as RTF alone."""
    from ingest.load.rtf import load_rtf

    packed = own.stream(_RTF, _BINARY)
    if not packed:
        return ""
    document = load_rtf(unpacked(packed), name)
    return "\n\n".join(document.text[block.start : block.end] for block in document.blocks)


def unpacked(packed: bytes) -> bytes:
    """RTF as Outlook packs it ([MS-OXRTFCP]): a byte that says of eight tokens which are single bytes and
    which point back into the last 4096; raises `ValueError` where it is not that."""
    size, length, kind = struct.unpack("<III", packed[:12])
    body = packed[16 : size + 4]
    if kind == 0x414C454D:  # “MELA”: not packed
        return body[:length]
    if kind != 0x75465A4C:  # “LZFu”
        raise ValueError("its RTF is packed in an unknown way")
    window = bytearray(_RTF_DICTIONARY.ljust(4096, b"\x00"))
    write, at, found = len(_RTF_DICTIONARY), 0, bytearray()
    while at < len(body) and len(found) < length:
        control, at = body[at], at + 1
        for bit in range(8):
            if at >= len(body):
                break
            if not control >> bit & 1:
                run, at = body[at : at + 1], at + 1
            else:
                token, at = int.from_bytes(body[at : at + 2], "big"), at + 2
                start = token >> 4
                if start == write:
                    return bytes(found)
                run = b""
                for step in range((token & 15) + 2):
                    run += window[(start + step) % 4096 : (start + step) % 4096 + 1]
                    window[(write + step) % 4096] = run[-1]
            for step, byte in enumerate(run):
                window[(write + step) % 4096] = byte
            write = (write + len(run)) % 4096
            found += run
    return bytes(found)
