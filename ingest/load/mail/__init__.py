"""Saved mails: what the sender wrote, the words of others that it quotes under their own names, the messages
and files that came with it, its headers as metadata."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart
from email.policy import EmailPolicy
from pathlib import PurePosixPath
from typing import Any, cast

from ingest.errors import LoadError, WrongFormat
from ingest.load.builder import TextBuilder, one_line
from ingest.load.html import blocks_of
from ingest.load.html.tree import parse
from ingest.load.mail.letter import Attached, Letter
from ingest.load.mail.outlook import read_msg
from ingest.load.mail.replies import Part, header_lines, name_of, parts_of
from ingest.load.metadata import iso_date, metadata
from ingest.load.signature import binary
from ingest.load.text import decode
from ingest.load.text.lines import add_lines, stanzas
from ingest.types import Block, Document, Role

_FEW = 4  # words: a shorter paragraph is a greeting, or the name of a picture
_MOST = 0.8  # of a paragraph's words, and all its figures
_MOST_FILES, _MOST_CHARACTERS = 20, 2_000_000  # of what came with a mail and is read as part of it
_DEEPEST = 4  # messages within one another


class _Lenient(EmailPolicy):
    """Takes a header that the library breaks on by its words, or as if it were empty."""

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        for one in (value, " ".join(re.findall(r"[\w@.:/+-]+", str(value))), ""):
            try:
                return super().header_fetch_parse(name, one)
            except Exception:  # noqa: BLE001 (the library's faults with forged headers are of every kind)
                continue
        return None


_LENIENT = _Lenient()


def load_mail(data: bytes, name: str) -> Document:
    """An `.eml` file: the plain text part, as far as the HTML part beside it, which mail programs show, has
    it too; or else the HTML part."""
    looks = binary(data)
    if looks:
        raise WrongFormat(
            f"{name} is not an e-mail: it looks like {looks}",
            hint="save the message as .eml, or its text as .txt",
        )
    message = cast("EmailMessage", email.message_from_bytes(data, policy=_LENIENT))
    if not any(message[header] for header in ("From", "Date", "Subject", "Received", "Message-ID")):
        raise WrongFormat(
            f"{name} is not an e-mail: it has no From, Date or Subject",
            hint="save the message as .eml, or its text as .txt",
        )
    if message.get_content_type() in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        raise WrongFormat(
            f"{name} is an encrypted or sealed message", hint="open it in your mail program and save its text"
        )
    return _document(_letter(message, name), name)


def load_msg(data: bytes, name: str) -> Document:
    """A `.msg` file of Outlook, read as a mail is."""
    return _document(read_msg(data, name), name)


def _document(letter: Letter, name: str) -> Document:
    reader = _Reader(TextBuilder(), name)
    reader.add(letter, 0)
    return reader.builder.document(
        metadata(
            {
                "title": letter.subject,
                "author": letter.sender,
                "date": letter.day,
                "kind": "correspondence",
            }
        ),
    )


def _letter(message: EmailMessage | MIMEPart, name: str) -> Letter:
    """A message of a `.eml` file, with the messages in it."""
    body, page = message.get_body(("plain", "html")), message.get_body(("html",))
    plain = body is not None and body.get_content_type() == "text/plain"
    letter = Letter(
        sender=_header(message, "From"),
        sent=_header(message, "Date"),
        day=iso_date(getattr(message["Date"], "datetime", None)),
        subject=_header(message, "Subject"),
        plain=_text_of(body, name) if body is not None and plain else "",
        page=_text_of(page, name) if page is not None else "",
    )
    for part in _attachments(message):
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage):
                letter.enclosed.append(_letter(inner[0], name))
        elif part is not body and part is not page:
            payload = part.get_payload(decode=True)
            letter.attached.append(
                Attached(
                    one_line(part.get_filename() or ""),
                    payload if isinstance(payload, bytes) else b"",
                    part.get_content_type(),
                )
            )
    return letter


def _header(message: EmailMessage | MIMEPart, name: str) -> str:
    return one_line(str(message[name] or ""))


def _attachments(message: EmailMessage | MIMEPart) -> Iterator[MIMEPart]:
    """What is attached, digests and mixed parts within mixed parts opened."""
    if not message.is_multipart():
        return
    for part in (
        message.iter_attachments()
        if message.get_content_type() != "multipart/digest"
        else message.iter_parts()
    ):
        if part.get_content_maintype() == "multipart":
            yield from _attachments(part)
        else:
            yield part


def _text_of(part: MIMEPart, name: str) -> str:
    payload = part.get_payload(decode=True)
    return (
        decode(payload, name, part.get_content_charset() or "")
        if isinstance(payload, bytes) and payload
        else ""
    )


class _Reader:
    """Puts a message, and what came with it, into a text."""

    def __init__(self, builder: TextBuilder, name: str) -> None:
        self.builder, self.name = builder, name
        self.files, self.characters = 0, 0
        self.unread: list[str] = []

    def add(self, letter: Letter, depth: int, place: str = "") -> None:
        """Add a message and, below it, the messages and files that came with it."""
        who = name_of(letter.sender) if depth else ""
        for part in self._parts(letter):
            self._part(part, who, name_of(letter.sender), place)
        named = [one.name for one in letter.attached if one.name]
        named += [one.subject or "a message" for one in letter.enclosed]
        if named:
            self.builder.add("Attachments: " + "; ".join(named), "row", place=place, speaker=who)
        for enclosed in letter.enclosed:
            self._enclosed(enclosed, depth + 1)
        for attached in letter.attached:
            self._attached(attached)
        if depth == 0 and self.unread:
            self.builder.note(f"attachments were not read: {'; '.join(self.unread)}")

    def _enclosed(self, letter: Letter, depth: int) -> None:
        if depth > _DEEPEST:
            self.unread.append(f"{letter.subject or 'a message'} (a message within {depth - 1} others)")
            return
        heads = (("From", letter.sender), ("Date", letter.sent), ("Subject", letter.subject))
        told = " | ".join(f"{key}: {value}" for key, value in heads if value)
        self.builder.add(told or "A message", "heading")
        who = ", ".join(filter(None, (name_of(letter.sender) or "an unnamed sender", letter.day)))
        self.add(letter, depth, f"message of {who}")

    def _parts(self, letter: Letter) -> Iterator[Part | list[tuple[str, Role]]]:
        if not letter.plain.strip():
            yield from _of_page(letter.page, self.builder)
            return
        lines = letter.plain.splitlines()
        if letter.page:
            lines = self._shown(lines, letter.page)
        yield from parts_of(lines)

    def _shown(self, lines: list[str], page: str) -> list[str]:
        """The lines of the plain part that the part which a mail program shows has too."""
        shown = set(_words(" ".join(block for block, _ in blocks_of(page))))
        paragraphs = ["\n".join(stanza) for stanza in stanzas(lines)]
        kept = [paragraph for paragraph in paragraphs if _is_shown(paragraph, shown)]
        self.builder.hide(" ".join(paragraph for paragraph in paragraphs if paragraph not in kept))
        return "\n\n".join(kept).splitlines()

    def _part(self, part: Part | list[tuple[str, Role]], who: str, sender: str, place: str) -> None:
        if isinstance(part, list):
            for text, role in part:
                self.builder.add(text, role, place=place, speaker=who)
            return
        if part.opening:
            self.builder.add(part.opening, "speaker", place=place, speaker=part.who)
        own = TextBuilder()
        add_lines(own, part.lines, titled=False)
        document = own.document()
        if part.quoted:
            self._copy(document, place=place, speaker=part.who, role="quoted")
        else:
            # After words of others the sender's own must say that they are his.
            self._copy(document, place=place, speaker=who or (sender if self.builder.last >= 0 else ""))

    def _attached(self, attached: Attached) -> None:
        from ingest.load import load, suffix_of, supported_suffixes

        suffix = PurePosixPath(attached.name.lower()).suffix or suffix_of(attached.media_type)
        if suffix not in supported_suffixes():
            self.unread.append(attached.name or attached.media_type or "one without a name")
            return
        if self.files >= _MOST_FILES or self.characters > _MOST_CHARACTERS:
            self.unread.append(f"{attached.name} (there are too many)")
            return
        self.files += 1
        name = attached.name or f"attachment{suffix}"
        try:
            document = load(attached.data, name=name, media_type=attached.media_type)
        except LoadError as error:
            self.unread.append(error.message)
            return
        self.characters += len(document.text)
        self.builder.add(f"Attachment: {name}", "heading")
        self._copy(document, place=f"attachment {name}")
        for note in document.notes:
            self.builder.note(f"{name}: {note}")

    def _copy(self, document: Document, *, place: str, speaker: str = "", role: Role | None = None) -> None:
        """Add the blocks of another document, in the place and with the speaker that they have here."""
        first = self.builder.last + 1
        for block in document.blocks:
            self.builder.add(
                document.text[block.start : block.end],
                _as(block, role),
                place=", ".join(filter(None, (place, block.place))),
                speaker=block.speaker or speaker,
                standing=block.standing,
                leads=[first + number for number in block.leads],
            )
        for note in document.notes if role or not place.startswith("attachment") else ():
            self.builder.note(note)


def _as(block: Block, role: Role | None) -> Role:
    return role if role and block.role not in ("heading", "speaker", "row") else block.role


def _of_page(page: str, builder: TextBuilder) -> Iterator[Part | list[tuple[str, Role]]]:
    """The body of a mail that is a page: the sender's own blocks, and what a reply quotes in it."""
    blocks: list[tuple[int, str, Role]] = list(_levelled(page, builder))
    lines = [
        line
        for level, text, _ in blocks
        for line in (*(f"{'> ' * level}{one}" for one in header_lines(text)), "")
    ]
    parts = parts_of(lines)
    if len(parts) <= 1 and not any(part.quoted for part in parts):
        yield [(text, role) for _, text, role in blocks]
        return
    yield from parts


def _levelled(page: str, builder: TextBuilder) -> Iterator[tuple[int, str, Role]]:
    """The blocks of a page, each with how many quotations it stands in."""
    root = parse(page.encode(), "utf-8")
    if root is None:
        return
    from lxml import html

    inner: list[str] = []
    for quote in [*root.iter("blockquote")]:
        if quote.getparent() is None or any(above.tag == "blockquote" for above in quote.iterancestors()):
            continue
        mark = html.Element("p")
        mark.text, mark.tail = f"\ue000{len(inner)}\ue001", quote.tail
        quote.tail = None
        inner.append(
            "".join(html.tostring(child, encoding="unicode") for child in quote) + (quote.text or "")
        )
        quote.getparent().replace(quote, mark)
    for text, role in blocks_of(html.tostring(root, encoding="unicode"), builder):
        marked = re.fullmatch("\ue000(\\d+)\ue001", text)
        if marked:
            yield from (
                (level + 1, own, kind) for level, own, kind in _levelled(inner[int(marked[1])], builder)
            )
        else:
            yield 0, text, role


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
