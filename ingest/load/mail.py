"""Saved e-mails: the text the sender wrote, its headers as metadata, the names of its attachments."""

from __future__ import annotations

import email
import re
from email.message import MIMEPart
from email.policy import default

from ingest.errors import WrongFormat
from ingest.load.builder import TextBuilder, one_line
from ingest.load.html import blocks_of
from ingest.load.lines import add_lines, stanzas
from ingest.load.metadata import iso_date, metadata
from ingest.load.signature import binary
from ingest.load.text import decode
from ingest.types import Document

_FEW = 4  # words: a shorter paragraph is a greeting, or the name of a picture
_MOST = 0.8  # of a paragraph's words, and all its figures


def load_mail(data: bytes, name: str) -> Document:
    """An `.eml` file: the plain text part, as far as the HTML part beside it, which mail programs show, has
    it too; or else the HTML part. Attachments are named in a last row, not read."""
    looks = binary(data)
    if looks:
        raise WrongFormat(
            f"{name} is not an e-mail: it looks like {looks}",
            hint="save the message as .eml, or its text as .txt",
        )
    message = email.message_from_bytes(data, policy=default)
    if not any(message[header] for header in ("From", "Date", "Subject", "Received", "Message-ID")):
        raise WrongFormat(
            f"{name} is not an e-mail: it has no From, Date or Subject",
            hint="save the message as .eml, or its text as .txt",
        )
    builder = TextBuilder()
    body, page = message.get_body(("plain", "html")), message.get_body(("html",))
    if body is not None:
        _add_body(builder, body, page if page is not body else None, name)
    names = [one_line(part.get_filename() or "") for part in message.iter_attachments()]
    if any(names):
        builder.add("Attachments: " + "; ".join(filter(None, names)), "row")
    sent = message["Date"]
    return builder.document(
        metadata(
            {
                "title": message["Subject"],
                "author": message["From"],
                "date": iso_date(getattr(sent, "datetime", None)),
            }
        ),
    )


def _add_body(builder: TextBuilder, body: MIMEPart, page: MIMEPart | None, name: str) -> None:
    text = _text_of(body, name)
    if body.get_content_type() == "text/html":
        for block, role in blocks_of(text, builder.hide):
            builder.add(block, role)
        return
    lines = text.splitlines()
    if page is not None:
        shown = set(_words(" ".join(block for block, _ in blocks_of(_text_of(page, name)))))
        paragraphs = ["\n".join(stanza) for stanza in stanzas(lines)]
        kept = [paragraph for paragraph in paragraphs if _is_shown(paragraph, shown)]
        builder.hide(" ".join(paragraph for paragraph in paragraphs if paragraph not in kept))
        lines = "\n\n".join(kept).splitlines()
    add_lines(builder, lines)


def _text_of(part: MIMEPart, name: str) -> str:
    payload = part.get_payload(decode=True)
    return (
        decode(payload, name, part.get_content_charset() or "")
        if isinstance(payload, bytes) and payload
        else ""
    )


def _is_shown(paragraph: str, shown: set[str]) -> bool:
    """Whether a paragraph of the plain part is in the part that a mail program shows, of which these are the
    words; addresses of links are not."""
    words = _words(re.sub(r"\S+://\S+", " ", paragraph))
    figures = [word for word in words if any(map(str.isdigit, word))]
    return len(words) < _FEW or (
        sum(word in shown for word in words) >= _MOST * len(words) and shown.issuperset(figures)
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
