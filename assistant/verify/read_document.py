"""Text without marks of its own, pasted or in a file, and any document whose blocks are known → a paper."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from assistant.paper import Heading, Paper, Style
from assistant.verify.layout import laid_out
from assistant.verify.read_blocks import ReadBlock, ReadParagraph
from assistant.verify.sentences import (
    FIELDS,
    GAP,
    RECORD,
    Marked,
    annex_begins,
    head_field,
    is_apart,
    is_list_of_notes,
)
from ingest.load.builder import clean
from ingest.load.text import decode, load_text
from ingest.types import Block, Document

_ENUMERATOR = re.compile(r"(?P<lead>\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,5})[.)]|[-–*•‣▪●◦·])\s+(?=\S)")
_LABEL = re.compile(r"(?P<label>[A-ZÁÉÍÓÚÑ][^\W\d_]*(?: [\w’'/-]+){0,4}:)\s+(?=\S)")
# What is typed on a line of its own, short and without a stop or a figure, is a heading.
_TITLE_LINE = re.compile(r"(?!.*\d)[^\W\da-zß-ÿ_](?:[^.?!:;\n]|[:;](?=\s)){1,70}(?<!,)")
_MOST_WORDS = 9
_COLUMNS = ("source", "date", "document", "sha-256")  # of our list of sources, copied as text
_SENTENCE = re.compile(r"[.!?][”\"’»)]*\s*(?:\[[\d, ;–-]+\]|\d{1,3}|[⁰¹²³⁴-⁹]+)?$|\[\d{1,3}\]")
_GOES_ON = re.compile(r"\s*(?:\([0-9A-Za-z]{1,5}\)|\d{1,3}[.)])\s")
_WITHIN = re.compile(r"^.{40,119}[^\W\d],?\s*$")
_LONGEST_WRAPPED = 120  # characters: nobody breaks lines wider
_RULE = re.compile(r"\s*(?:[_=–—-]\s?){3,}\s*")
_ENTRY = re.compile(
    r"\s*(?:\[(?P<bracket>\d{1,3})\]|(?P<raised>[⁰¹²³⁴-⁹]{1,3})|\(?(\d{1,3})(?:[.):]|(?=\s+[^\W\da-z]|\s+[“\"«])))\s*\S"
)
_OPENING = tuple('“"«„‘')
_QUOTING = re.compile(r"^[ \t]*>[ \t]?", re.MULTILINE)
_STAMP = re.compile(r"[A-ZÁÉÍÓÚÑ]{3,}(?:[ :–-]+[A-ZÁÉÍÓÚÑ]{2,}){0,3}")


def read_text(data: bytes, name: str) -> Paper:
    """The paper in text as people paste it: of lines that are broken anywhere, or with a paragraph a line.

    Raises:
        WrongFormat: it is not text.
    """
    text = clean(decode(data, name))
    lines = [line for line in text.split("\n") if line.strip()]
    if lines and sum(bool(_QUOTING.match(line)) for line in lines) > len(lines) / 2:
        text = _QUOTING.sub("", text)  # a mail that is quoted whole
    return paper_of_document(load_text(_with_entries_apart(text).encode(), name))


def _with_entries_apart(text: str) -> str:
    """The text with each entry of a list of notes on one line, between empty lines: under a heading or a
    rule, or after an empty line, where it begins with `[1]`."""
    found: list[str] = []
    is_list, last = False, 0
    for line in text.split("\n"):
        if is_list_of_notes(line) or _RULE.fullmatch(line):
            is_list, last = True, 0
            found += ["", "" if _RULE.fullmatch(line) else line, ""]
            continue
        opening = _ENTRY.match(line)
        number = int(unicodedata.normalize("NFKC", next(filter(None, opening.groups())))) if opening else 0
        begins = bool(opening and (opening["bracket"] or opening["raised"])) and (
            not found or not found[-1].strip()
        )
        if number and (number == last + 1 if is_list else begins):
            is_list, last = True, number
            found += ["", line]
        elif is_list and line.strip() and found[-1].strip():
            found[-1] += f" {line.strip()}"
        elif len(line) > _LONGEST_WRAPPED:
            is_list = False
            found += ["", line, ""]  # a paragraph a line
        elif found and _GOES_ON.match(line) and _WITHIN.search(found[-1]):
            found[-1] += f" {line.strip()}"  # a line that happens to begin as an item does
        else:
            is_list = is_list and not line.strip()
            is_title = _TITLE_LINE.fullmatch(line.strip()) and len(line.split()) <= _MOST_WORDS
            if is_title and found and _SENTENCE.search(found[-1].strip()):
                found += ["", line, ""]  # a heading, right after a sentence that its mark ends
            else:
                found.append(line)
    return "\n".join(found)


def paper_of_document(document: Document) -> Paper:
    """The paper that a document is."""
    blocks: list[ReadBlock] = []
    fields: list[tuple[str, str]] = []
    record = ""
    for block in document.blocks:
        text = document.text[block.start : block.end]
        line = head_field(text)
        if found := RECORD.fullmatch(text):
            record = found["id"]
        elif line and _is_head(blocks, line[0]):
            fields.append(line)
        elif blocks and (
            (_introduces(blocks[-1]) and text[:1] in _OPENING) or _breaks_quote(blocks[-1], text)
        ):
            blocks[-1] = _with_more(blocks[-1], text)
        else:
            blocks += _read(block, text)
    heads = (one.text for one in blocks if isinstance(one, Heading))
    title = next(
        (one for one in heads if not (_STAMP.fullmatch(one) or is_apart(one) or is_list_of_notes(one))), ""
    )
    laid, notes = laid_out(blocks, {})
    cut = annex_begins(laid)
    return Paper(
        title=title or ("" if _SENTENCE.search(document.metadata.title) else document.metadata.title),
        blocks=laid[:cut],
        annexes=laid[cut:],
        notes=notes,
        fields=tuple(fields),
        record=record,
    )


def _is_head(blocks: Sequence[ReadBlock], name: str) -> bool:
    """Whether a line is of the paper's head: nothing but headings goes before it, or a title that asks."""
    before = [one for one in blocks if isinstance(one, ReadParagraph)]
    return not before or (name.lower() in FIELDS and before == [blocks[0]])


def _introduces(block: ReadBlock) -> bool:
    return isinstance(block, ReadParagraph) and block.marked.text.rstrip().endswith(":")


def _breaks_quote(block: ReadBlock, text: str) -> bool:
    """Whether a quotation is open at the end of a paragraph, within a sentence, and closes in the text."""
    before = block.marked.text.rstrip() if isinstance(block, ReadParagraph) else ""
    closes = "”" in text and "“" not in text.partition("”")[0]
    return before.count("“") > before.count("”") and closes and not before.endswith((".", "!", "?"))


def _with_more(block: ReadBlock, text: str) -> ReadBlock:
    """A paragraph with what belongs to it and stands in a paragraph of its own."""
    if isinstance(block, ReadParagraph):
        block.marked.add(f" {text}")
    return block


def _read(block: Block, text: str) -> Iterator[ReadBlock]:
    is_line = bool(_TITLE_LINE.fullmatch(text)) and len(text.split()) <= _MOST_WORDS
    is_line = is_line and text.lower() not in _COLUMNS
    is_title = block.role == "heading" and not _SENTENCE.search(text)
    if is_title or (block.role in ("paragraph", "heading") and is_line):
        yield Heading(text)
        return
    opening = _ENUMERATOR.match(text) if block.role == "item" else None
    lead, text = (opening["lead"], text[opening.end() :]) if opening else ("", text)
    label = None if GAP.match(text) else _LABEL.match(text)
    marked = Marked()
    marked.add(text[label.end() :] if label else text)
    style: Style = "numbered" if re.search(r"\w", lead) else "bullet" if lead else "plain"
    yield ReadParagraph(marked, style, label["label"] if label else "", lead)
