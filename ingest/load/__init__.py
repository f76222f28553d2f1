"""Files in, `Document` out: one module a format family, chosen by suffix, or by media type where the suffix
is unknown."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path, PurePosixPath

from ingest.errors import EmptyDocument, PinciteError, TooLarge, Unforeseen, Unreadable, WrongFormat
from ingest.load.budgets import BYTES, MARKUP_BYTES, check
from ingest.load.sniff import sniffed
from ingest.types import Document

_FAMILY = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".epub": "epub",
    ".pdf": "pdf",
    ".docx": "docx",
    ".pptx": "pptx",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".csv": "csv",
    ".tsv": "csv",
    ".odt": "odt",
    ".ods": "ods",
    ".rtf": "rtf",
    ".eml": "mail",
    ".msg": "msg",
    ".xml": "xml",
    ".akn": "xml",
    ".fmx": "xml",
    ".nxml": "xml",
    ".sdmx": "xml",
    ".xbrl": "xml",
}
# Formats whose first bytes are nobody else's: they go before a suffix that says something else.
_BEYOND_DOUBT = frozenset({".pdf", ".docx", ".pptx", ".xlsx", ".odt", ".ods", ".odp", ".epub", ".rtf"})
_SUFFIX_OF_MEDIA_TYPE = {
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/x-markdown": ".md",
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "application/epub+zip": ".epub",
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
    "message/rfc822": ".eml",
    "application/vnd.ms-outlook": ".msg",
    "application/xml": ".xml",
    "text/xml": ".xml",
}
# The families whose transcripts print the names of speakers and do not mark them.
_PAGED = frozenset(("docx", "odt", "pdf", "html", "epub", "markdown"))
# The families whose files hold pictures and other files beside their text.
_PACKED = frozenset(("docx", "odt", "pdf", "epub", "pptx", "xlsx", "ods", "mail", "msg", "rtf"))
_NEWER = {".doc": ".docx", ".dot": ".docx", ".xls": ".xlsx", ".ppt": ".pptx"}
"""Old formats, and what to save them as."""


def supported_suffixes() -> tuple[str, ...]:
    """The suffixes that `load` takes, in alphabetical order."""
    return tuple(sorted(_FAMILY))


def suffix_of(media_type: str) -> str:
    """The suffix that goes with a media type (parameters are ignored); empty when no loader takes it."""
    return _SUFFIX_OF_MEDIA_TYPE.get(media_type.partition(";")[0].strip().lower(), "")


def newer_format(suffix: str) -> str:
    """The suffix to save a file of an old format as; empty where there is none."""
    return _NEWER.get(suffix, "")


def load(data: bytes, *, name: str, media_type: str = "") -> Document:
    """The document in `data`. `name` picks the loader by its suffix and stands in every error; raises a
    `LoadError`."""
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    family, told = _family(data, suffix, media_type)
    if family is None:
        raise _not_taken(name, suffix, media_type)
    if not data:
        raise EmptyDocument(
            f"{name} is empty (0 bytes)", hint="check that the file was saved or downloaded completely"
        )
    try:
        check(len(data), BYTES if family in _PACKED else MARKUP_BYTES, "bytes")
        document = _load(family, data, name, media_type, suffix)
        if family in _PAGED:
            from ingest.load.text.turns import credited

            document = credited(document)
    except TooLarge as error:
        raise TooLarge(f"{name} is too large: {error.message}", hint=error.hint) from None
    except RecursionError:
        raise TooLarge(
            f"{name} is too large: its parts lie too deep within one another",
            hint="save it in another format",
        ) from None
    except (PinciteError, MemoryError):
        raise
    except Exception as error:
        raise Unforeseen(
            f"{name} cannot be read: an unexpected {type(error).__name__}: {error}",
            hint="save it in another format; please report the file",
        ) from error
    if not document.text:
        raise EmptyDocument(
            f"{name} holds no text",
            hint="check the file in the program that made it; pictures of text need a PDF and OCR",
        )
    return replace(document, notes=(*document.notes, told)) if told else document


def _family(data: bytes, suffix: str, media_type: str) -> tuple[str | None, str]:
    """The family that a file is of, and what is to be told of it: that its suffix says something else."""
    family = _FAMILY.get(suffix) or _FAMILY.get(suffix_of(media_type))
    found = sniffed(BytesIO(data))
    other = _FAMILY.get(found)
    if other and other != family and (family is None or found in _BEYOND_DOUBT):
        says = f"its suffix is {suffix}" if suffix else "it has no suffix"
        return other, f"{says}, and its content is that of a {found} file: it was read as one"
    if family is None and not suffix and not media_type:
        return "text", ""
    return family, ""


def read(path: Path) -> bytes:
    """The bytes of a file; raises `Unreadable` when there is none, it is a directory, or the system
    refuses."""
    try:
        if not path.is_file() and path.exists() and not path.is_dir():
            raise Unreadable(f"{path} is no file but a device or a pipe", hint="save what it gives as a file")
        if path.stat().st_size > BYTES:
            raise TooLarge(
                f"{path} has more than {BYTES:,} bytes, which is more than is read",
                hint="take out pictures and media, or split the file",
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise Unreadable(
            f"{path}: no such file",
            hint="check the spelling and the current folder",
        ) from None
    except IsADirectoryError:
        raise Unreadable(f"{path} is a directory", hint="name a file, or the files in it") from None
    except PermissionError:
        raise Unreadable(
            f"{path}: permission denied", hint=f"make it readable, for example with: chmod u+r {path}"
        ) from None
    except (OSError, ValueError) as error:
        raise Unreadable(
            f"{path} cannot be read: {getattr(error, 'strerror', None) or error}",
            hint="copy the file to a local disk",
        ) from error


def _not_taken(name: str, suffix: str, media_type: str) -> WrongFormat:
    if suffix in _NEWER:
        return WrongFormat(
            f"{name} is in the old {suffix} format",
            hint=f"open it in its program and save it as {_NEWER[suffix]} or PDF",
        )
    given = f"suffix {suffix!r}" if suffix else "no suffix"
    given += f", media type {media_type!r}" if media_type else ""
    return WrongFormat(
        f"{name}: this format is not supported ({given}); supported are {', '.join(supported_suffixes())}",
        hint="convert it to PDF, .docx or .txt",
    )


def _load(family: str, data: bytes, name: str, media_type: str, suffix: str) -> Document:
    if family == "text":
        from ingest.load.text import load_text

        return load_text(data, name, media_type)
    if family == "markdown":
        from ingest.load.markdown import load_markdown

        return load_markdown(data, name, media_type)
    if family == "html":
        from ingest.load.html import load_html

        return load_html(data, name, media_type)
    if family == "epub":
        from ingest.load.epub import load_epub

        return load_epub(data, name)
    if family == "pdf":
        from ingest.load.pdf import load_pdf

        return load_pdf(data, name)
    if family == "mail":
        from ingest.load.mail import load_mail

        return load_mail(data, name)
    if family == "msg":
        from ingest.load.mail import load_msg

        return load_msg(data, name)
    if family == "xml":
        from ingest.load.xml import load_xml

        return load_xml(data, name)
    return _load_office(family, data, name, suffix)


def _load_office(family: str, data: bytes, name: str, suffix: str) -> Document:
    if family == "csv":
        from ingest.load.sheets.delimited import load_csv

        return load_csv(data, name, delimiter="\t" if suffix == ".tsv" else "")
    if family == "xlsx":
        from ingest.load.sheets import load_xlsx

        return load_xlsx(data, name)
    if family == "docx":
        from ingest.load.word import load_docx

        return load_docx(data, name)
    if family == "ods":
        from ingest.load.opendocument.sheets import load_ods

        return load_ods(data, name)
    if family == "odt":
        from ingest.load.opendocument import load_odt

        return load_odt(data, name)
    if family == "pptx":
        from ingest.load.slides import load_pptx

        return load_pptx(data, name)
    from ingest.load.rtf import load_rtf

    return load_rtf(data, name)
