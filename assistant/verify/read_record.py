"""What is on record → a paper: an answer or a memo, whose notes know the place of each quote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from assistant.answer.record import Record
from assistant.memo.layout import printed
from assistant.memo.types import Memo
from assistant.paper import Block, Heading, Note, Paper, Paragraph, Text, note_text
from assistant.types import Answer, Citation
from ingest.errors import UsageError

_KINDS = ("memo", "answer")
_FEWEST = 4  # characters of an id that are taken for its beginning


def read_record(record: Record, beginning: str) -> Paper:
    """The answer or the memo on record whose id begins so.

    Raises:
        UsageError: there is none, or several.
        LibraryCorrupt: the record was changed.
    """
    found: dict[str, Paper] = {}
    for entry in record.entries() if len(beginning) >= _FEWEST else ():
        for kind in _KINDS:
            if kind in entry and str(entry[kind]["id"]).startswith(beginning):
                found[entry[kind]["id"]] = _memo(entry[kind]) if kind == "memo" else _answer(entry[kind])
    if len(found) != 1:
        told = (
            f"several answers or memos on record have ids that begin with {beginning!r}"
            if found
            else f"nothing on record has the id {beginning!r}"
        )
        raise UsageError(
            told,
            hint="name a .docx, .pdf, .md or .txt file, or the id that `pincite ask --json` or `pincite memo`"
            " printed",
        )
    return next(iter(found.values()))


def _answer(told: Mapping[str, Any]) -> Paper:
    answer = Answer.from_json(told)
    texts = tuple(Text(one.text, "fact", one.citations) for one in answer.sentences)
    return Paper(answer.question, (Paragraph(texts),), notes=_notes(answer.citations), record=answer.id)


def _memo(told: Mapping[str, Any]) -> Paper:
    memo = Memo.from_json(told)
    blocks: list[Block] = []
    for section in memo.sections:
        blocks += [Heading(section.heading), *printed(section.blocks)]
    return Paper(
        memo.title,
        tuple(blocks),
        notes=_notes(memo.citations),
        marking=memo.request.marking,
        draft=memo.is_draft,
        record=memo.id,
    )


def _notes(citations: tuple[Citation, ...]) -> tuple[Note, ...]:
    return tuple(Note(one.number, note_text(one), one) for one in citations)
