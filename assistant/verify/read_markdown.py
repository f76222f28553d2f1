"""A Markdown file → a paper: what a reader of the rendered page sees, with its footnotes at their
sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.paper import Block, Heading, Paper, Style
from assistant.verify.layout import laid_out, texts_of
from assistant.verify.read_blocks import ReadBlock, ReadParagraph, ReadTable
from assistant.verify.sentences import RECORD, Marked, annex_begins, head_field, numbered
from ingest.load.builder import clean
from ingest.load.text import decode

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\A\s*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_DEFINITION = re.compile(r"^ {0,3}\[\^(?P<mark>[^\]\s]+)\]:[ \t]*(?P<text>.*)$")
_MARK = re.compile(r"\[\^([^\]\s]+)\]")
# `[1]: …` is a link's address to Markdown, and would be gone; it is an entry of a list of notes.
_NUMBERED = re.compile(r"^( {0,3}\[\d{1,3}\]):(?=[ \t])", re.MULTILINE)
_RAISED = re.compile(
    r"<sup>\s*\[?(\d{1,3}(?:\s*,\s*\d{1,3})*)\]?\s*</sup>|\^\[?(\d{1,3})\]?\^", re.IGNORECASE
)
_TYPED = re.compile(r"\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\](?![:(])")
_BREAKS = ("softbreak", "hardbreak")


@dataclass(slots=True)
class _Reading:
    """The paper so far; `numbers` are the notes' numbers by mark."""

    numbers: Mapping[str, int]
    title: str = ""
    marking: str = ""
    record: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    blocks: list[ReadBlock] = field(default_factory=list)


def read_markdown(data: bytes, name: str) -> Paper:
    """The paper in a `.md` file.

    Raises:
        WrongFormat: it is not text.
    """
    text = clean(decode(data, name))
    front = _FRONT.match(text)
    body, definitions = _without_notes(_with_brackets(text[front.end() :] if front else text))
    marks = numbered(mark for mark in _MARK.findall(body) if mark in definitions)
    notes = {number: _plain(definitions[mark]) for mark, number in marks.items()}
    values = dict(re.findall(r"^(\w+):\s*[\"']?(.*?)[\"']?\s*$", front[1], re.MULTILINE)) if front else {}
    found = _Reading(marks, marking=values.get("marking", ""))
    tokens = list(_parser().parse(body))
    _add_blocks(found, tokens)
    links = {
        number: one
        for block in found.blocks
        for text in texts_of(block)
        for number, one in text.links.items()
    }
    blocks, all_notes = laid_out(found.blocks, notes, links)
    cut = annex_begins(blocks)
    return Paper(
        title=found.title or values.get("title", ""),
        blocks=blocks[:cut],
        annexes=blocks[cut:],
        notes=all_notes,
        fields=tuple(found.fields),
        marking=found.marking,
        draft=values.get("draft", "").lower() == "true"
        or bool(re.search(r"^\W*DRAFT\W*$", body, re.MULTILINE)),
        record=found.record or values.get("record", ""),
    )


def read_section(text: str, notes: Mapping[int, str]) -> tuple[Block, ...]:
    """The blocks of a section that is typed as Markdown; `notes` are the texts of the notes that its marks,
    `[1]` or `[^1]`, may stand for."""
    marks = {str(number): number for number in notes}
    typed = _without_notes(_with_brackets(clean(text)))[0]
    typed = _TYPED.sub(lambda found: _program_marks(found, marks), typed)
    # Neither a title nor fields stand in a section.
    found = _Reading(marks, title="-", blocks=[Heading("-")])
    _add_blocks(found, list(_parser().parse(typed)))
    return laid_out(found.blocks, notes)[0][1:]


def _program_marks(typed: re.Match[str], known: Mapping[str, int]) -> str:
    """A typed mark as marks of footnotes, where there are such notes."""
    numbers = re.findall(r"\d+", typed[1])
    return "".join(f"[^{one}]" for one in numbers) if all(one in known for one in numbers) else typed[0]


def _parser() -> Any:
    from markdown_it import MarkdownIt

    return (
        MarkdownIt("commonmark").enable("table").enable("strikethrough").disable("text_join")
    )  # an escaped mark stays apart


def _with_brackets(text: str) -> str:
    """The text with typed notes in one form, `[1]`."""
    return _RAISED.sub(lambda found: f"[{found[1] or found[2]}]", _NUMBERED.sub(r"\1", text))


def _without_notes(text: str) -> tuple[str, dict[str, str]]:
    """The text without the definitions of footnotes, and these by their marks; lines that follow one, or are
    indented after it, belong to it."""
    kept: list[str] = []
    notes: dict[str, str] = {}
    mark, goes_on = (
        "",
        False,
    )  # the last mark, until other text comes, and whether a line would go on with it that is not indented
    for line in text.split("\n"):
        if found := _DEFINITION.match(line):
            mark, goes_on = found["mark"], True
            notes[mark] = found["text"]
        elif (
            mark
            and line.strip()
            and (line.startswith(("    ", "\t")) or (goes_on and not _begins_block(line)))
        ):
            notes[mark] += f" {line.strip()}"
        else:
            mark, goes_on = "" if line.strip() else mark, False
            kept.append(line)
    return "\n".join(kept), notes


def _begins_block(line: str) -> bool:
    return bool(re.match(r"\s{0,3}(?:#{1,6}\s|[-*+]\s|\d+[.)]\s|>|\||---)", line))


def _plain(text: str) -> str:
    marked = Marked()
    for token in _parser().parseInline(text):
        _inline(token.children or [], {}, marked)
    return marked.text.strip()


def _add_blocks(found: _Reading, tokens: Sequence[Token]) -> None:
    style: list[Style] = []
    level, rows = 0, list[list[Marked]]()
    for token in tokens:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                style.append("bullet" if token.type.startswith("bullet") else "numbered")
            case "bullet_list_close" | "ordered_list_close":
                style.pop()
            case "heading_open":
                level = int(token.tag[1:])
            case "heading_close":
                level = 0
            case "table_open":
                rows = [[]]
            case "tr_open":
                rows.append([])
            case "table_close":
                _add_table(found, [row for row in rows if row])
                rows = []
            case "inline" if rows:
                rows[-1].append(_marked(token.children or [], found.numbers))
            case "inline":
                _add_text(found, token, level, style[-1] if style else "plain")
            case "fence" | "code_block":
                _add_paragraph(found, Marked(text=" ".join(token.content.split())), "plain")


def _add_text(found: _Reading, token: Token, level: int, style: Style) -> None:
    children = token.children or []
    if level:
        text = _marked(children, found.numbers).text.strip()
        if level == 1 and not found.title:
            found.title = text
        elif text:
            found.blocks.append(Heading(text, max(1, level - bool(found.title))))
        return
    lines = list(_lines(children))
    fields = [head_field(_marked(line, {}).text.strip()) for line in lines]
    if not found.blocks and not any(_MARK.search(one.content) for one in children) and all(fields):
        found.fields += [one for one in fields if one]
    else:
        label, rest = _label(children)
        _add_paragraph(found, _marked(rest, found.numbers), style, label)


def _add_paragraph(found: _Reading, marked: Marked, style: Style, label: str = "") -> None:
    text = marked.text.strip()
    if record := RECORD.fullmatch(text):
        found.record = record["id"]
    elif not found.blocks and text in ("DRAFT", found.marking):
        return  # stamps, which stand on every page
    elif text or label:
        found.blocks.append(ReadParagraph(marked, style, label))


def _add_table(found: _Reading, rows: Sequence[Sequence[Marked]]) -> None:
    """A table; one of labels and values at the head of the file is its fields."""
    if not rows:
        return
    filled = [row for row in rows if any(cell.text.strip() for cell in row)]
    lines = [
        head_field(f"{row[0].text.strip().rstrip(':')}: {row[1].text.strip()}") if len(row) == 2 else None
        for row in filled
    ]
    if not found.blocks and all(lines):
        found.fields += [line for line in lines if line]
        return
    head, *others = rows
    cells = tuple(tuple(row) for row in others)
    found.blocks.append(ReadTable(tuple(one.text.strip() for one in head), cells))


def _lines(children: Sequence[Token]) -> Iterator[list[Token]]:
    line: list[Token] = []
    for one in children:
        if one.type in _BREAKS:
            yield line
            line = []
        else:
            line.append(one)
    yield line


def _label(children: Sequence[Token]) -> tuple[str, Sequence[Token]]:
    """What stands first in bold, where it ends with a colon, and the rest."""
    children = [one for one in children if one.type != "text" or one.content]
    if not children or children[0].type != "strong_open":
        return "", children
    end = next((at for at, one in enumerate(children) if one.type == "strong_close"), 0)
    label = _marked(children[1:end], {}).text.strip()
    return (label, children[end + 1 :]) if label.endswith(":") and len(children) > end + 1 else ("", children)


def _marked(children: Sequence[Token], numbers: Mapping[str, int]) -> Marked:
    marked = Marked()
    _inline(children, numbers, marked)
    marked.text = marked.text.rstrip()
    return marked


def _inline(children: Sequence[Token], numbers: Mapping[str, int], marked: Marked) -> None:
    """Add what is seen: no marks of emphasis, no targets of links, and nothing struck out."""
    struck, address = 0, ""
    for text in children:
        struck += {"s_open": 1, "s_close": -1}.get(text.type, 0)
        if text.type in ("link_open", "link_close"):
            address = str(text.attrGet("href") or "") if text.type == "link_open" else ""
        if address and text.type == "text" and re.fullmatch(r"\d{1,3}", text.content) and not struck:
            marked.add(f"[{text.content}]")  # a number that leads to its source
            marked.links[int(text.content)] = address
            continue
        if struck or text.type not in ("text", "text_special", "code_inline", *_BREAKS):
            continue
        if text.type in _BREAKS:
            marked.add(" ")
        last = 0
        for mark in _MARK.finditer(text.content):
            marked.add(text.content[last : mark.start()])
            if number := numbers.get(mark[1]):
                marked.mark(number)
            last = mark.end()
        marked.add(text.content[last:])
