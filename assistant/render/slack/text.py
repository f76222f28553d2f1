"""Pieces of Block Kit, and Slack's limits on them.

Text that is not the program's own goes only into the text elements of rich text, which Slack never parses: no
mention, link or bold type can come of it, and a quote stays as it is. Should Slack parse it one day, no
element has a `<` and what follows it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Any, Literal

from assistant.lexicon.printable import plain
from assistant.render.slack.wording import NOTIFICATION

Blocks = list[dict[str, Any]]
Line = list[dict[str, Any]]
"""Elements of rich text that stand on one line."""

MOST_BLOCKS = 45  # of a message: Slack takes 50, and who sends them may add a few
MOST_IN_MESSAGE = 10_000
"""Characters of a message's blocks as JSON. Slack refuses more than some 13,000 (`msg_blocks_too_long`), and
does not say of what; of JSON there are the most."""
MOST_IN_BLOCK = 3_500  # characters as JSON: so that a message is cut at a good place
MOST_IN_ELEMENT = 2_900
MOST_IN_NOTIFICATION = 3_000
MOST_ON_BUTTON = 75
MOST_IN_VALUE = 2_000
MOST_IN_URL = 3_000
_LABEL = 400  # characters as JSON: what is shorter stays in one block with what follows

_SEAM = re.compile(r"(?<=<)(?=.)|(?<=&)(?=#?\w+;)")  # where a mention, a link or an entity would begin
_SENTENCE_END = re.compile(r"[.!?…][”’\")\]]*\s+")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


@dataclass(frozen=True, slots=True)
class Part:
    """A line of rich text, and whether it stands in the text, as an item of a list, as a quote, or as a line
    of a table in letters of one width."""

    line: Line
    kind: Literal["text", "item", "quote", "columns"] = "text"


def words(text: str, **style: bool) -> Line:
    """Text of any origin on one line, in a style (`bold`, `italic`, `code`)."""
    return literal(plain(text), **style)


def literal(text: str, **style: bool) -> Line:
    """Text that may begin or end with a space."""
    styled = {"style": style} if style else {}
    return [
        {"type": "text", "text": piece, **styled}
        for part in _SEAM.split(text)
        for piece in pieces(part, MOST_IN_ELEMENT)
    ]


def link(url: str) -> Line:
    """An address that shows where it goes; nothing for what is no web address, or too long for Slack."""
    address = plain(url)
    is_web = address.lower().startswith(("https://", "http://")) and not re.search(r"[\s<>|]", address)
    return [{"type": "link", "url": address}] if is_web and len(address) <= MOST_IN_URL else []


def quote(text: str) -> Part:
    """A source's own words."""
    return Part(words(text), "quote")


def listed(label: str, lines: Iterable[Line]) -> Blocks:
    """Lines as a list under a label in bold."""
    return rich(Part(literal(label, bold=True)), *(Part(line, "item") for line in lines))


def rich(*parts: Part) -> Blocks:
    """The parts one below the other, in as few blocks as are not too long; empty ones are left out."""
    blocks: list[list[Part]] = []
    weight = 0
    for piece in (piece for part in parts for piece in _short(part)):
        more = _weight(piece.line)
        if not blocks or (weight > _LABEL and weight + more > MOST_IN_BLOCK):
            blocks.append([])
            weight = 0
        blocks[-1].append(piece)
        weight += more
    return [{"type": "rich_text", "elements": list(_elements(one))} for one in blocks]


def _short(part: Part) -> Iterator[Part]:
    """The part, as several where it is too long for a block."""
    line: Line = []
    weight = 0
    for element in part.line:
        more = _weight(element)
        if line and weight + more > MOST_IN_BLOCK:
            yield Part(line, part.kind)
            line, weight = [], 0
        line.append(element)
        weight += more
    if line:
        yield Part(line, part.kind)


def _elements(parts: Iterable[Part]) -> Iterator[dict[str, Any]]:
    """Lines of text in one section, since some of Slack's clients show sections that follow each other on one
    line; items in one list."""
    for kind, run in groupby(parts, key=lambda part: part.kind):
        lines = [part.line for part in run]
        if kind == "text":
            yield _section(_below(lines))
        elif kind == "columns":
            yield {"type": "rich_text_preformatted", "elements": _below(lines)}
        elif kind == "item":
            yield {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": [_section(line) for line in lines],
            }
        else:
            yield from ({"type": "rich_text_quote", "elements": line} for line in lines)


def _below(lines: Sequence[Line]) -> Line:
    """The lines as one, with breaks between."""
    return [element for line in lines for element in (*literal("\n"), *line)][1:]


def _section(line: Line) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": line}


def divider() -> Blocks:
    """A line across."""
    return [{"type": "divider"}]


def plain_text(text: str, most: int) -> dict[str, Any]:
    """Text that Slack shows as it is, cut to so many characters."""
    line = plain(text)
    return {
        "type": "plain_text",
        "text": line if len(line) <= most else f"{line[: most - 1].rstrip()}…",
        "emoji": False,
    }


def button(action: str, text: str, value: str, **more: Any) -> dict[str, Any]:
    """A button; `value` is what a press of it tells."""
    return {
        "type": "button",
        "action_id": action,
        "text": plain_text(text, MOST_ON_BUTTON),
        "value": value,
        **more,
    }


def pieces(text: str, most: int) -> list[str]:
    """The text in pieces of at most so many characters, which together are the text: cut after a sentence,
    else between words, where there is a place not too far back."""
    found = []
    while len(text) > most:
        end = _place_to_cut(text, most)
        found.append(text[:end])
        text = text[end:]
    return [*found, text] if text else found


def _place_to_cut(text: str, most: int) -> int:
    room = text[:most]
    sentence = max((one.end() for one in _SENTENCE_END.finditer(room)), default=0)
    return next((end for end in (sentence, room.rfind(" ") + 1) if end > most // 2), most)


def packed(blocks: Blocks) -> list[Blocks]:
    """The blocks in messages that keep Slack's limits. More blocks change none of the messages but the
    last."""
    messages: list[Blocks] = []
    weight = 0
    for block in blocks:
        more = _weight(block)
        if not messages or len(messages[-1]) == MOST_BLOCKS or weight + more > MOST_IN_MESSAGE:
            messages.append(_loose_ends(messages[-1]) if messages else [])
            weight = sum(map(_weight, messages[-1]))
        messages[-1].append(block)
        weight += more
    return messages


def _loose_ends(message: Blocks) -> Blocks:
    """The dividers at the end of a message, taken off it, since they belong to what follows."""
    taken: Blocks = []
    while len(message) > 1 and message[-1]["type"] == "divider":
        taken.append(message.pop())
    return taken


def _weight(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False))


def notification(blocks: Blocks) -> str:
    """The `text` of a message with these blocks, which notifications and screen readers have. Slack parses
    it, so what it might take for a mention or a link is escaped."""
    text = "\n".join(filter(None, map(_said, blocks))) or NOTIFICATION
    lengths = accumulate(len(_ENTITIES.get(one, one)) for one in text)
    room = sum(1 for length in lengths if length < MOST_IN_NOTIFICATION)
    cut = text if room == len(text) else f"{text[: _place_to_cut(text, room)].rstrip()}…"
    return "".join(_ENTITIES.get(one, one) for one in cut)


def _said(part: dict[str, Any]) -> str:
    """The text of a block or of a part of one; what is pressed says nothing."""
    if part["type"] == "text":
        return str(part["text"])
    between = (
        "" if part["type"] in ("rich_text_section", "rich_text_quote", "rich_text_preformatted") else "\n"
    )
    return between.join(map(_said, part["elements"])) if part["type"].startswith("rich_text") else ""
