"""What bytes are, told from the bytes alone: for messages that say what a wrongly named file looks like."""

from __future__ import annotations

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"RIFF", "a RIFF file (WebP, WAV or AVI)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"{\\rtf", "an RTF document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a Windows program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"ID3", "an MP3 recording"),
    (b"OggS", "an Ogg recording"),
)
_SAMPLE = 8192  # bytes: enough to tell text from data
_TEXT_CONTROLS = frozenset(b"\t\n\r\x0b\x0c\x1a\x1b")
_MOST_CONTROLS = 0.02  # of the sample; real text files stay far below


def signature(data: bytes) -> str:
    """What the first bytes announce, such as "a PDF"; empty when they announce nothing known."""
    return next((name for magic, name in _MAGIC if data.startswith(magic)), "")


def binary(data: bytes) -> str:
    """What `data` is when it is not text: a known format, or "binary data"; empty when it may be text. UTF-16
    and UTF-32 must be ruled out before."""
    sample = data[:_SAMPLE]
    known = signature(sample)
    if known:
        return known
    controls = sum(byte < 32 and byte not in _TEXT_CONTROLS for byte in sample)
    return "binary data" if b"\x00" in data or controls > _MOST_CONTROLS * len(sample) else ""
