"""What is to be verified → a paper: a Word or a Markdown file by its suffix, or what is on record."""

from __future__ import annotations

from pathlib import Path

from assistant.paper import Paper
from ingest.errors import LoadError, UsageError

_MARKDOWN = (".md", ".markdown", ".txt")
_FILES = (".docx", *_MARKDOWN, ".doc", ".pdf", ".odt", ".rtf", ".html")
_MOST_BYTES = 50_000_000  # a memo with pictures stays far below


def is_file(named: str) -> bool:
    """Whether what a user names is a file and not an id on record."""
    return Path(named).exists() or "/" in named or "\\" in named or Path(named).suffix.lower() in _FILES


def read_paper(path: Path) -> Paper:
    """The paper in a file.

    Raises:
        UsageError: there is no such file, it is not of a format that can be read back, or it is damaged.
    """
    suffix = path.suffix.lower()
    if suffix not in (".docx", *_MARKDOWN):
        raise UsageError(
            f"{path} cannot be read back: a memo is verified as Word or Markdown",
            hint="save it as .docx, or export it as .md",
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
            f"{path}: {error.strerror}", hint="name a .docx or .md file that you may read"
        ) from error
    return paper_of(data, path.name)


def paper_of(data: bytes, name: str) -> Paper:
    """The paper in the bytes of a file, as `read_paper`."""
    from assistant.verify.read_docx import read_docx
    from assistant.verify.read_markdown import read_markdown

    try:
        return read_docx(data, name) if name.lower().endswith(".docx") else read_markdown(data, name)
    except LoadError as error:
        raise UsageError(error.message, hint=error.hint) from error
