"""Other programs that read the same files: what they give is held against what is stored."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from xml.etree import ElementTree

_PATIENCE = 120  # seconds for one file


class NotRead(Exception):
    """Another program gave no text; the message says why."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader that shares no code with ours. `program` has to be installed; empty where Python reads."""

    name: str
    read: Callable[[Path], str]
    program: str = ""
    remedy: str = ""


def reader_of(path: Path) -> Reader | None:
    """Who else reads the file, by its suffix; None where nobody does."""
    return _READERS.get(path.suffix.lower())


def read_by(other: Reader, path: Path) -> str:
    """The file's text by another other.

    Raises:
        NotRead: its program is not installed, or cannot read the file.
    """
    if other.program and shutil.which(other.program) is None:
        raise NotRead(f"{other.program} is not installed: {other.remedy}")
    try:
        return other.read(path)
    except (OSError, ValueError, SyntaxError, KeyError, zipfile.BadZipFile, csv.Error) as error:
        raise NotRead(f"{other.name}: {error}") from error


def _run(*words: str) -> str:
    try:
        done = subprocess.run(words, capture_output=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired as error:
        raise NotRead(f"{words[0]} took more than {_PATIENCE} seconds") from error
    if done.returncode:
        raise NotRead(f"{words[0]}: {done.stderr.decode('utf-8', 'replace').strip()[:200]}")
    return done.stdout.decode("utf-8", "replace")


def _pdf(path: Path) -> str:
    return _run("pdftotext", "-q", "-enc", "UTF-8", str(path), "-")


def _pandoc(kind: str) -> Callable[[Path], str]:
    return lambda path: _run("pandoc", "-f", kind, "-t", "plain", "--wrap=none", str(path))


def _xml(path: Path) -> str:
    """All text of all elements, a blank between them: also what is struck, told of the file, or noted."""
    return " ".join(ElementTree.parse(path).getroot().itertext())


def _sheet(path: Path) -> str:
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    values = (value for page in book.worksheets for row in page.iter_rows(values_only=True) for value in row)
    return "\n".join(str(value) for value in values if value is not None)


def _slides(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        trees = [
            ElementTree.fromstring(parts.read(name))
            for name in parts.namelist()
            if name.endswith(".xml") and name.startswith(("ppt/slides/", "ppt/notesSlides/", "ppt/charts/"))
        ]
    return "\n".join(
        one.text or "" for tree in trees for one in tree.iter() if one.tag.rpartition("}")[2] in ("t", "v")
    )


def _table(separator: str) -> Callable[[Path], str]:
    def read(path: Path) -> str:
        rows = csv.reader(io.StringIO(_text(path)), delimiter=separator)
        return "\n".join(cell for row in rows for cell in row)

    return read


def _text(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def _mail(path: Path) -> str:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)  # what the default policy makes
    return "\n".join((str(message["subject"] or ""), *_parts(message)))


def _parts(message: EmailMessage) -> Iterator[str]:
    for part in message.walk():
        if part.get_content_type() == "text/plain":
            yield str(part.get_content())


_PDFTOTEXT = Reader("pdftotext", _pdf, "pdftotext", "install poppler-utils")
_READERS = {
    ".pdf": _PDFTOTEXT,
    **{
        suffix: Reader("pandoc", _pandoc(kind), "pandoc", "install pandoc")
        for suffix, kind in (
            (".docx", "docx"),
            (".odt", "odt"),
            (".rtf", "rtf"),
            (".epub", "epub"),
            (".html", "html"),
            (".htm", "html"),
            (".xhtml", "html"),
            (".md", "markdown"),
            (".markdown", "markdown"),
        )
    },
    ".xml": Reader("ElementTree", _xml),
    ".xlsx": Reader("openpyxl", _sheet),
    ".pptx": Reader("zipfile and ElementTree", _slides),
    ".csv": Reader("csv", _table(",")),
    ".tsv": Reader("csv", _table("\t")),
    ".eml": Reader("email", _mail),
    **{suffix: Reader("the bytes themselves", _text) for suffix in (".txt", ".text")},
}
