"""The suffix that a file's bytes deserve, where they say it beyond doubt: for files without a suffix, or with
another's."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import IO

_HEAD = 4096  # bytes: a page's first tag may follow a long comment
_MAGIC = ((b"%PDF-", ".pdf"), (b"{\\rtf", ".rtf"))
_MIMETYPES = {
    "application/epub+zip": ".epub",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
}
_PARTS = (("word/document.xml", ".docx"), ("ppt/presentation.xml", ".pptx"), ("xl/workbook.xml", ".xlsx"))
_HTML = re.compile(
    rb"(?:<!--.*?-->\s*|<\?xml[^>]*\?>\s*)*<(?:!doctype html|html)\b", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(rb"<\?xml\s")
_MAIL = re.compile(
    rb"(?:Return-Path|Received|Delivered-To|MIME-Version|Message-ID|From|Date|Subject): ", re.IGNORECASE
)
_MAIL_HEADS = 3  # a letter may begin with “From: ” and “Date: ”
_HEAD_LINE = re.compile(rb"^[A-Za-z][A-Za-z-]*: ", re.MULTILINE)


def sniffed(file: IO[bytes]) -> str:
    """The suffix that goes with the bytes, or nothing where they leave doubt, as plain text does."""
    head = file.read(_HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return _of_archive(file)
    certain = next((suffix for magic, suffix in _MAGIC if head.startswith(magic)), "")
    if certain:
        return certain
    if _HTML.match(head):
        return ".html"
    if _XML.match(head):
        return ".xml"
    is_mail = _MAIL.match(head) and len(_HEAD_LINE.findall(head.partition(b"\n\n")[0])) >= _MAIL_HEADS
    return ".eml" if is_mail and b"message-id:" in head.lower() else ""


def _of_archive(file: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                declared = archive.open("mimetype").read(100).decode("ascii", "replace").strip()
                return _MIMETYPES.get(declared, "")
            return next((suffix for part, suffix in _PARTS if part in names), "")
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError):
        return ""
