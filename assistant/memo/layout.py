"""A memo as it stands on paper: the lines at its head, its sections, its notes, and the annexes that let
anyone check it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.lexicon.dates import readable_date
from assistant.memo.formats import MemoFormat
from assistant.memo.types import Memo
from assistant.paper import Block, Heading, Note, Paper, Paragraph, Table, Text, note_text, texts_of
from assistant.types import LEFT_OUT, Citation, Withheld

SOURCES = ("Source", "Date", "Document", "SHA-256")
"""The columns of the table of sources in the annex."""
_SHA = 16  # hex digits, enough to tell any two files apart


def lay_out(memo: Memo, format: MemoFormat) -> Paper:  # noqa: A002 (the field's noun)
    """The memo as a paper. A note repeats no quote that the body has whole."""
    return Paper(
        title=memo.title,
        blocks=tuple(_body(memo)),
        annexes=tuple(_annexes(memo)),
        notes=notes_of(memo),
        fields=tuple(_fields(memo, format)),
        marking=memo.request.marking,
        draft=memo.is_draft,
        record=memo.id,
    )


def notes_of(memo: Memo) -> tuple[Note, ...]:
    """The notes of a memo as they are printed."""
    said = "\n".join(text.text for text in texts_of(tuple(_body(memo))))
    return tuple(
        Note(one.number, note_text(one, quoted=_is_quoted(one, said)), one) for one in memo.citations
    )


def withheld_line(one: Withheld) -> str:
    """A sentence that failed the check, and why, as it is printed."""
    return f"{one.text} ({one.verdict}: {one.reason})"


def _is_quoted(one: Citation, said: str) -> bool:
    """Whether the body quotes all of its words."""
    return all(f"“{words}" in said or f"… {words}" in said for words in one.words.split(LEFT_OUT))


def _fields(memo: Memo, format: MemoFormat) -> Iterator[tuple[str, str]]:  # noqa: A002
    """The lines at the head. Who it is to and from may be left out; a deadline that the format wants and
    nobody gave is to be confirmed."""
    request = memo.request
    known = {
        "To": request.to,
        "From": request.sender,
        "Date": readable_date(memo.date),
        "Subject": memo.title,
        "Deadline": request.deadline,
        "Jurisdiction": request.jurisdiction,
        "Position": request.position,
        "Decision": request.decision,
    }
    for name in format.fields:
        if value := known.get(name, "") or ("To be confirmed" if name == "Deadline" else ""):
            yield name, value
    if request.jurisdiction and "Jurisdiction" not in format.fields:
        yield "Jurisdiction", request.jurisdiction


def _body(memo: Memo) -> Iterator[Block]:
    for section in memo.sections:
        if blocks := printed(section.blocks):
            yield Heading(section.heading)
            yield from blocks


def printed(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks without the sentences that failed the check, which stand apart."""
    return tuple(filter(None, map(_printed, blocks)))


def _printed(block: Block) -> Block | None:
    if isinstance(block, Paragraph):
        texts = _sound(block.texts)
        return replace(block, texts=texts) if texts or not block.texts else None
    if isinstance(block, Table):
        return replace(block, rows=tuple(tuple(map(_sound, row)) for row in block.rows))
    return block


def _sound(texts: Sequence[Text]) -> tuple[Text, ...]:
    return tuple(one for one in texts if one.role != "failed")


def _annexes(memo: Memo) -> Iterator[Block]:
    if memo.gaps:
        yield Heading("To be confirmed")
        yield from (Paragraph((Text(gap, "gap"),), "bullet") for gap in memo.gaps)
    if memo.withheld:
        yield Heading("Not supported by the documents")
        yield from (Paragraph((Text(withheld_line(one), "failed"),), "bullet") for one in memo.withheld)
    used = {note for text in texts_of(tuple(_body(memo))) for note in text.notes}
    if cited := {one.source: one for one in memo.citations if one.number in used}:
        yield Heading("Sources")
        rows = [
            (
                ", ".join(filter(None, (one.title, one.publisher))),
                readable_date(one.date) or "undated",
                one.source,
                one.sha256[:_SHA],
            )
            for one in sorted(cited.values(), key=lambda one: (one.date, one.source))
        ]
        yield Table(
            SOURCES,
            tuple(tuple((Text(value),) for value in row) for row in rows),
        )
    if memo.notices:
        yield Heading("Notices")
        yield from (Paragraph((Text(one),), "bullet") for one in memo.notices)
    yield record_line(memo.id)


def record_line(record: str) -> Paragraph:
    """The number of a memo on record, as it stands at its foot."""
    return Paragraph((Text(f"Record: {record}"),))
