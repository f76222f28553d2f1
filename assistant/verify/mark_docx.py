"""A copy of a Word file with comments where something is wrong; its text stays as it is."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from assistant.verify.read_docx import read_body
from assistant.verify.types import Checked, Verification
from ingest.errors import UsageError
from ingest.load.archive import opened

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_AUTHOR, _INITIALS = "Pincite", "P"


def mark_docx(
    data: bytes, name: str, verification: Verification, told: Callable[[Checked], str], whole: str = ""
) -> bytes:
    """The file with a comment at the paragraph of each sentence that failed or is doubtful; `told` gives its
    words. `whole` is what the check comes to, and stands at the first paragraph unless all holds.

    Raises:
        WrongFormat, PasswordProtected: it is not a Word file, or cannot be opened.
        UsageError: Word's own library cannot open it.
    """
    from docx import Document
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    with opened(data, name, holding="word/document.xml") as archive:
        try:
            document = Document(io.BytesIO(data))
        except (KeyError, ValueError) as error:  # how python-docx meets a package that lacks a part
            raise UsageError(
                f"{name} cannot be marked: {error}", hint="open it in its program and save it again as .docx"
            ) from error
        body = read_body(document.element, archive, name)
        found = [one for one in verification.sentences if one.findings]
        places = [(body.elements[one.paragraph - 1], told(one)) for one in found]
        if whole and verification.outcome != "holds":
            places.insert(0, ([each for element in body.elements for each in element], whole))
        for paragraphs, words in places:
            for paragraph in paragraphs:
                if runs := list(_runs(paragraph)):
                    around = Paragraph(paragraph, document._body)
                    ends = [Run(runs[0], around), Run(runs[-1], around)]
                    document.add_comment(ends, words, _AUTHOR, _INITIALS)
                    break
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _runs(paragraph: Any) -> Iterator[Any]:
    """The runs between which a comment can be put: those of the paragraph itself, or, where it has none,
    those inserted into it."""
    if paragraph.tag != f"{_W}p":
        return
    own: Iterable[Any] = paragraph.findall(f"{_W}r") or [
        run
        for run in paragraph.iter(f"{_W}r")
        if not any(around.tag == f"{_W}del" for around in run.iterancestors())
    ]
    yield from own
