"""Files that carry an attack: each function returns the bytes of one file, with the open text where a reader
sees it and the rest where none does."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from typing import Any

_MARGIN, _STEP = 72, 16  # points
_LINE = 85  # characters in a line of a PDF


def text(*paragraphs: str) -> bytes:
    """Plain text or Markdown, a paragraph each."""
    return ("\n\n".join(paragraphs) + "\n").encode("utf-8", "surrogatepass")


def front_matter(values: Mapping[str, str], *paragraphs: str) -> bytes:
    """Markdown that says these things of itself."""
    head = "\n".join(f'{key}: "{value}"' for key, value in values.items())
    return text(f"---\n{head}\n---", *paragraphs)


def page(paragraphs: Sequence[str], body: str = "", head: str = "") -> bytes:
    """A web page: the paragraphs, then `body` as it stands, with `head` in its head."""
    shown = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        "<!doctype html><html><head><meta"
        f" charset='utf-8'>{head}</head><body><article>{shown}{body}</article></body></html>".encode()
    )


def pdf(
    paragraphs: Sequence[str], unseen: str = "", how: str = "", *, title: str = "", xmp: str = ""
) -> bytes:
    """A PDF whose `unseen` text is set in one way that no reader sees: white, tiny, off the page, invisible,
    covered or transparent."""
    from fpdf import FPDF
    from fpdf.enums import TextMode

    file = FPDF(unit="pt", format=(612, 792))
    file.set_auto_page_break(False)
    file.set_title(title)
    if xmp:
        file.set_xmp_metadata(xmp)
    file.add_page()
    file.set_font("Helvetica", size=11)
    line = _MARGIN
    for paragraph in paragraphs:
        for words in textwrap.wrap(paragraph, _LINE):
            file.text(_MARGIN, line, words)
            line += _STEP
        line += _STEP
    if how == "white":
        file.set_text_color(255, 255, 255)
    elif how == "tiny":
        file.set_font("Helvetica", size=0.4)
    elif how == "invisible":
        file.text_mode = TextMode.INVISIBLE
    if how == "transparent":
        with file.local_context(fill_opacity=0):
            file.text(_MARGIN, line, unseen)
    elif unseen:
        file.text(_MARGIN if how != "off the page" else 2000, line, unseen)
    if how == "covered":
        file.set_fill_color(255, 255, 255)
        file.rect(_MARGIN - 5, line - _STEP, 500, 1.5 * _STEP, style="F")
    return bytes(file.output())


def word(paragraphs: Sequence[str], unseen: str = "", how: str = "", *, title: str = "") -> bytes:
    """A Word file whose `unseen` text stands where no reader looks: hidden, deleted under track changes,
    white, tiny, hidden by its style, or in a comment."""
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Pt, RGBColor

    file = docx.Document()
    file.core_properties.title = title
    runs = [file.add_paragraph(paragraph).runs[0] for paragraph in paragraphs]
    if how == "comment":
        file.add_comment(runs[0], text=unseen, author="Reviewer", initials="R")
    elif how == "deleted":
        deleted = f"<w:del {nsdecls('w')}><w:r><w:delText>{unseen}</w:delText></w:r></w:del>"
        file.add_paragraph()._p.append(parse_xml(deleted))
    elif unseen:
        run = file.add_paragraph().add_run(unseen)
        if how == "hidden":
            run.font.hidden = True
        elif how == "white":
            run.font.color.rgb = RGBColor(255, 255, 255)
        elif how == "tiny":
            run.font.size = Pt(1)
        elif how == "style":
            style = file.styles.add_style("Unseen", 2)  # a character style
            style.font.hidden = True
            run.style = style
    return _saved(file)


def word_table(paragraphs: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A Word file with a table under its paragraphs."""
    import docx

    file = docx.Document()
    for paragraph in paragraphs:
        file.add_paragraph(paragraph)
    table = file.add_table(rows=len(rows), cols=len(rows[0]))
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, words in zip(cells.cells, row, strict=True):
            cell.text = words
    return _saved(file)


def _saved(file: Any) -> bytes:
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def rtf(paragraphs: Sequence[str], unseen: str) -> bytes:
    """An RTF file with `unseen` in hidden type."""
    shown = "".join(rf"{paragraph}\par " for paragraph in paragraphs)
    return rf"{{\rtf1\ansi {shown}{{\v {unseen}}}\par}}".encode("ascii", "replace")


def mail(
    paragraphs: Sequence[str],
    *,
    subject: str,
    sender: str = "",
    headers: Mapping[str, str] | None = None,
    shown_html: str = "",
) -> bytes:
    """An e-mail in plain text; with `shown_html` a mail program shows that part instead."""
    message = EmailMessage()
    message["From"] = sender or "Port Desk <desk@ports.example>"
    message["Subject"] = subject
    message["Date"] = "Mon, 03 Mar 2025 10:00:00 -0600"
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content("\n\n".join(paragraphs) + "\n")
    if shown_html:
        message.add_alternative(shown_html, subtype="html")
    return message.as_bytes()
