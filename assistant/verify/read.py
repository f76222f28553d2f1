"""What is to be verified → a paper: a file by its suffix, pasted text, or what is on record."""

from __future__ import annotations

import re
from pathlib import Path

from assistant.paper import Paper
from ingest.confined import confined
from ingest.errors import LoadError, UsageError

READ = (".docx", ".md", ".markdown", ".txt", ".pdf")
"""The suffixes of the files that can be read back."""

_FILES = (*READ, ".doc", ".odt", ".rtf", ".html")
_MOST_BYTES = 50_000_000  # a memo with pictures stays far below
_MOST_PASTED = 2_000_000  # characters
# Text is Markdown that has a note or its mark, a heading, words in bold, a table's rule, or front matter.
_IS_MARKDOWN = re.compile(
    r"\[\^[^\]\s]+\]|^#{1,6}[ \t]\S|\*\*\S[^*\n]*\*\*|^\|?[ \t]*:?-{3,}:?[ \t]*\||\A\s*---[ \t]*\n\w+:",
    re.MULTILINE,
)


def is_file(named: str) -> bool:
    """Whether what a user names is a file and not an id on record."""
    return Path(named).exists() or "/" in named or "\\" in named or Path(named).suffix.lower() in _FILES


def read_paper(path: Path) -> Paper:
    """The paper in a file.

    Raises:
        UsageError: there is no such file, it is not of a format that can be read back, or it is damaged.
    """
    if path.suffix.lower() not in READ:
        raise UsageError(
            f"{path} cannot be read back: a memo is verified as Word, PDF, Markdown or plain text",
            hint="save it as .docx, or export it as .pdf or .md",
        )
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError(
                f"{path} is larger than {_MOST_BYTES // 1_000_000} MB",
                hint="take out its pictures and save a copy",
            )
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{path}: {error.strerror}", hint="name a .docx, .pdf, .md or .txt file that you may read"
        ) from error
    return _read(data, path.name, path.name)


def paper_of(data: bytes, name: str) -> Paper:
    """The paper in the bytes of a file, as `read_paper`."""
    from assistant.verify.read_docx import read_docx
    from assistant.verify.read_markdown import read_markdown
    from assistant.verify.read_pdf import read_pdf

    suffix = Path(name).suffix.lower()
    try:
        if suffix == ".docx":
            return read_docx(data, name)
        if suffix == ".pdf":
            return read_pdf(data, name)
        return _of_text(data, name) if suffix == ".txt" else read_markdown(data, name)
    except LoadError as error:
        raise UsageError(error.message, hint=error.hint) from error


def pasted(text: str) -> Paper:
    """The paper in text that was pasted, or came from another program: Markdown where it has its signs.

    Raises:
        UsageError: there is none, or too much.
    """
    if not text.strip():
        raise UsageError("There is no text to check", hint="paste the memo with its notes")
    if len(text) > _MOST_PASTED:
        raise UsageError(
            f"the text has more than {_MOST_PASTED:,} characters", hint="check it in parts, or as a file"
        )
    return _read(text.encode("utf-8", "replace"), "the text.txt", "the text")


def _read(data: bytes, name: str, called: str) -> Paper:
    """The paper, read where other people's files are read."""
    try:
        return confined(paper_of, data, called=called, name=name)
    except LoadError as error:
        raise UsageError(error.message, hint=error.hint) from error


def _of_text(data: bytes, name: str) -> Paper:
    from assistant.verify.read_document import read_text
    from assistant.verify.read_markdown import read_markdown
    from ingest.load.builder import clean
    from ingest.load.text import decode

    is_markdown = _IS_MARKDOWN.search(clean(decode(data, name)))
    return read_markdown(data, name) if is_markdown else read_text(data, name)
