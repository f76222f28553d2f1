"""Whether a document was understood: told where its stored text looks as if it was not, in any format."""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.types import Block, Document

_FRAGMENTS = 0.3  # of the blocks: documents that are understood have fewer
_UNREAD = 0.4  # of the file's own text
_FEW = 10  # blocks: of so few, a share says nothing
_SHORT = 3  # words
_PROSE = frozenset({"paragraph", "provision", "recital", "preamble", "note", "speech", "quoted"})
_END = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_NUMBER = re.compile(r"[\W\d_]*")


def with_doubts(document: Document) -> Document:
    """The document with its doubts among its notes."""
    return replace(document, notes=(*document.notes, *doubts(document)))


def doubts(document: Document) -> tuple[str, ...]:
    """What makes it doubtful that the document was understood."""
    return (*_fragments(document), *_unread(document))


def _unread(document: Document) -> tuple[str, ...]:
    if document.unread <= _UNREAD:
        return ()
    return (f"{document.unread:.0%} of the file's own text was not stored: its format may not be understood",)


def _fragments(document: Document) -> tuple[str, ...]:
    number = sum(_is_fragment(document.text[one.start : one.end], one) for one in document.blocks)
    total = len(document.blocks)
    if total < _FEW or number <= _FRAGMENTS * total:
        return ()
    return (f"{number} of {total} blocks are fragments: the layout may not have been understood",)


def _is_fragment(text: str, block: Block) -> bool:
    """Whether a block of prose is a bare number, or a word or two that end nothing."""
    if block.role not in _PROSE:
        return False
    return bool(_NUMBER.fullmatch(text)) or (len(text.split()) < _SHORT and not _END.search(text))
