"""Saved e-mails: the text the sender wrote, its headers as metadata, the names of its attachments."""

from __future__ import annotations

import email
from email.message import MIMEPart
from email.policy import default

from ingest.errors import WrongFormat
from ingest.load.builder import TextBuilder, one_line
from ingest.load.html import blocks_of
from ingest.load.metadata import iso_date, metadata
from ingest.load.signature import binary
from ingest.load.text import add_lines, decode
from ingest.types import Document


def load_mail(data: bytes, name: str) -> Document:
    """An `.eml` file: the plain text part, or else the HTML part; attachments are named in a last row, not read."""
    looks = binary(data)
    if looks:
        raise WrongFormat(f"{name} is not an e-mail: it looks like {looks}", hint="save the message as .eml, or its text as .txt")
    message = email.message_from_bytes(data, policy=default)
    if not any(message[header] for header in ("From", "Date", "Subject", "Received", "Message-ID")):
        raise WrongFormat(f"{name} is not an e-mail: it has no From, Date or Subject", hint="save the message as .eml, or its text as .txt")
    builder = TextBuilder()
    body = message.get_body(("plain", "html"))
    if body is not None:
        _add_body(builder, body, name)
    names = [one_line(part.get_filename() or "") for part in message.iter_attachments()]
    if any(names):
        builder.add("Attachments: " + "; ".join(filter(None, names)), "row")
    sent = message["Date"]
    return builder.document(
        metadata({"title": message["Subject"], "author": message["From"], "date": iso_date(getattr(sent, "datetime", None))}),
    )


def _add_body(builder: TextBuilder, body: MIMEPart, name: str) -> None:
    payload = body.get_payload(decode=True)
    text = decode(payload, name, body.get_content_charset() or "") if isinstance(payload, bytes) and payload else ""
    if body.get_content_type() == "text/html":
        for block, role in blocks_of(text):
            builder.add(block, role)
    else:
        add_lines(builder, text.splitlines())
