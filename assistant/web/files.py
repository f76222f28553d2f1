"""Papers as files to download."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from pathlib import Path

from assistant.paper import Paper
from assistant.render.docx.document import paper_docx
from assistant.render.html.paper import paper_html
from assistant.render.markdown import paper_markdown
from assistant.render.pdf import paper_pdf
from assistant.web.bound import for_reader
from ingest.view import View

_LONGEST = 60  # characters of a file's name


def paper_files(
    paper: Paper, folder: Path, title: str, view: View, rests: Iterable[str], *, what: str, of: str
) -> dict[str, Path]:
    """The paper as a file of each kind, by kind, for the view's reader; as `write_file`."""
    stem = file_stem(title)
    data = {
        "word": (paper_docx(paper), "docx"),
        "pdf": (paper_pdf(paper), "pdf"),
        "markdown": (paper_markdown(paper).encode(), "md"),
        "html": (paper_html(paper).encode(), "html"),
    }
    return {
        kind: write_file(folder, f"{stem}.{suffix}", content, view, rests, what=what, of=of)
        for kind, (content, suffix) in data.items()
    }


def write_file(
    folder: Path,
    name: str,
    data: bytes,
    view: View,
    rests: Iterable[str] = (),
    *,
    what: str = "",
    of: str = "",
) -> Path:
    """The data in a file of that name, in a folder of its own below the given one, so that none replaces
    another. The view's reader alone may download it, while they may read what it `rests` on, by slug; what it
    takes out of here, as in `for_reader`."""
    own = folder / uuid.uuid4().hex
    own.mkdir()
    (own / name).write_bytes(data)
    for_reader(own / name, view, rests, what=what, of=of)
    return own / name


def file_stem(title: str) -> str:
    """The title as the name of a file, without its ending."""
    words = re.sub(r"\W+", "-", title).strip("-").lower()
    return words[:_LONGEST].rstrip("-") or "untitled"
