"""What somebody reads in Slack: the literal text of blocks and views, in order, a line for each line that
Slack would set."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]


def shown(blocks: Iterable[Json]) -> str:
    """Everything that the blocks show. Labels of buttons and inputs count; values, ids and dialogs to confirm
    do not."""
    return "\n".join(line for block in blocks for line in _lines(block))


def shown_view(view: Json) -> str:
    """The same of a modal: its title, its blocks and the labels of its buttons."""
    around = [text["text"] for text in (view.get("submit"), view.get("close")) if text]
    return "\n".join([view["title"]["text"], shown(view["blocks"]), *around])


def _lines(block: Json) -> Iterator[str]:
    match block.get("type"):
        case "rich_text":
            for part in block["elements"]:
                yield from _rich_lines(part)
        case "section":
            yield from (text["text"] for text in [block.get("text"), *block.get("fields", [])] if text)
            yield from _labels([block["accessory"]] if "accessory" in block else [])
        case "context":
            yield " ".join(element.get("text", "") for element in block["elements"])
        case "actions" | "context_actions":
            yield " | ".join(_labels(block["elements"]))
        case "input":
            yield from (text["text"] for text in (block["label"], block.get("hint")) if text)
            yield from _labels([block["element"]])
        case "header":
            yield block["text"]["text"]
        case "task_card":
            yield block["title"]


def _rich_lines(part: Json) -> Iterator[str]:
    if part["type"] == "rich_text_list":
        for item in part["elements"]:
            yield from _rich_lines(item)
    else:
        yield "".join(_piece(piece) for piece in part["elements"])


def _piece(piece: Json) -> str:
    match piece["type"]:
        case "link":
            return str(piece.get("text") or piece["url"])
        case "user":
            return f"@{piece['user_id']}"
        case "channel":
            return f"#{piece['channel_id']}"
        case "broadcast":
            return f"@{piece['range']}"
        case "emoji":
            return f":{piece['name']}:"
    return str(piece.get("text") or piece.get("fallback") or "")


def _labels(elements: Iterable[Json]) -> Iterator[str]:
    for element in elements:
        if element["type"] == "feedback_buttons":
            yield from (element[side]["text"]["text"] for side in ("positive_button", "negative_button"))
        elif "options" in element:
            yield from (option["text"]["text"] for option in element["options"])
        elif text := element.get("text") or element.get("placeholder"):
            yield text["text"]


def quotes(blocks: Iterable[Json]) -> list[str]:
    """The text of each `rich_text_quote`, as it was written."""
    parts = (part for block in blocks if block["type"] == "rich_text" for part in block["elements"])
    return [
        "".join(_piece(piece) for piece in part["elements"])
        for part in parts
        if part["type"] == "rich_text_quote"
    ]
