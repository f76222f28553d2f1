"""What is wrong with a payload for Slack: Block Kit's documented limits, and the rules that this bot keeps on
top of them.

Beside `type`, an object may have only the fields that are named here: Slack refuses others, and refuses the
whole message with them. The block and element types are those that this bot uses; any other is a problem
until its limits stand here."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.slack.shown import shown
from tests.slack.slack_checks import Check, by_type, listed, mrkdwn, one_of, rich, shaped, string, url, whole

Json = Mapping[str, Any]

BLOCKS = {"message": 50, "modal": 100}
CHARACTERS = 10_000  # this bot's; Slack refuses a message with `msg_blocks_too_long` at about 13,000
SLACK_CHARACTERS = 13_000
MESSAGE_TEXT = 4_000  # `chat.update` refuses more with `msg_too_long`
VIEW_BYTES = 250_000
ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)


def problems(blocks: Any, surface: str = "message") -> list[str]:
    """What is wrong with the blocks of a message or of a modal (`surface`)."""
    most = BLOCKS[surface]
    found = list(listed(by_type(_ON[surface]), most)(blocks, "blocks"))
    if not found:
        found += _ids(blocks)
        if surface == "message" and (length := len(shown(blocks))) > CHARACTERS:
            found.append(f"blocks: {length} characters, at most {CHARACTERS}")
    return found


def view_problems(view: Any) -> list[str]:
    """What is wrong with a modal."""
    found = list(by_type({"modal": _VIEW})(view, "view"))
    if isinstance(view, Mapping):
        found += problems(view.get("blocks"), "modal")
        if not found and "submit" not in view and any(block["type"] == "input" for block in view["blocks"]):
            found.append("view: it has inputs and no submit")
        if len(json.dumps(view)) > VIEW_BYTES:
            found.append(f"view: over {VIEW_BYTES} bytes")
    return found


def message_problems(arguments: Json) -> list[str]:
    """What is wrong with the arguments that post, update or answer with a message, or share a file."""
    text, blocks = arguments.get("text") or arguments.get("initial_comment"), arguments.get("blocks")
    found = list(mrkdwn(MESSAGE_TEXT)(text, "text")) if text is not None else []
    if blocks:
        found += problems(blocks)
        if not text:
            found.append("text: missing, and a notification shows nothing else")
    elif text is None and "files" not in arguments and not arguments.get("delete_original"):
        found.append("no_text: neither text nor blocks")
    return found + [
        f"{name}: not used here"
        for name in ("attachments", "link_names", "markdown_text", "parse")
        if arguments.get(name)
    ]


def stream_problems(arguments: Json) -> list[str]:
    """What is wrong with one call of `chat.startStream`, `appendStream` or `stopStream`. What all calls of a
    stream add up to is not seen here."""
    found = list(listed(by_type(_CHUNKS), 100, least=0)(arguments.get("chunks", []), "chunks"))
    if arguments.get("blocks"):
        found += problems(arguments["blocks"])
    return found + ["markdown_text: Slack would parse it"] * ("markdown_text" in arguments)


def assistant_problems(arguments: Json) -> list[str]:
    """What is wrong with a call of `assistant.threads.setStatus`, `setSuggestedPrompts` or `setTitle`."""
    prompt = shaped({"title": string(150), "message": string(3000)})
    checks = {
        "status": string(150, least=0),
        "loading_messages": listed(string(150), 10),
        "title": string(255),
        "prompts": listed(prompt, 4),
    }
    return [
        one for name, check in checks.items() if name in arguments for one in check(arguments[name], name)
    ]


def _ids(blocks: Sequence[Json]) -> Iterator[str]:
    """Ids that must be unique: of blocks in a message, of actions in a block."""
    for name, count in Counter(block["block_id"] for block in blocks if "block_id" in block).items():
        if count > 1:
            yield f"blocks: {count} have the block_id {name}"
    for index, block in enumerate(blocks):
        actions = Counter(
            element.get("action_id") for element in block.get("elements", []) if block["type"] != "rich_text"
        )
        yield from (
            f"blocks[{index}]: {count} have the action_id {name}"
            for name, count in actions.items()
            if name and count > 1
        )


# --- the objects, as Slack's reference has them

_flag = one_of(True, False)
_id = string(255)


def _plain(most: int) -> Check:
    """A plain_text object. Emoji codes in it stay as they are written: they may be a document's."""
    return by_type({"plain_text": shaped({"text": string(most), "emoji": one_of(False)})})


def _text(most: int) -> Check:
    return by_type(
        {"plain_text": _plain(most), "mrkdwn": shaped({"text": mrkdwn(most)}, {"verbatim": _flag})}
    )


_confirm = shaped(
    {"title": _plain(100), "text": _text(300), "confirm": _plain(30), "deny": _plain(30)},
    {"style": one_of("primary", "danger")},
)
_button = shaped(
    {"text": _plain(75)},
    {
        "action_id": _id,
        "value": string(2000),
        "url": url,
        "style": one_of("primary", "danger"),
        "confirm": _confirm,
        "accessibility_label": string(75),
    },
)
_feedback = shaped({"text": _plain(75), "value": string(2000)}, {"accessibility_label": string(75)})
_feedback_buttons = shaped({"positive_button": _feedback, "negative_button": _feedback}, {"action_id": _id})
_option = shaped({"text": _plain(75), "value": string(150)}, {"description": _plain(75)})
_options = shaped(
    {"options": listed(_option, 100), "action_id": _id},
    {"placeholder": _plain(150), "initial_option": _option, "confirm": _confirm, "focus_on_load": _flag},
)
_date = shaped(
    {"action_id": _id},
    {"placeholder": _plain(150), "initial_date": string(10), "confirm": _confirm, "focus_on_load": _flag},
)
_input_text = shaped(
    {"action_id": _id},
    {
        "placeholder": _plain(150),
        "initial_value": string(3000, least=0),
        "multiline": _flag,
        "min_length": whole(0, 3000),
        "max_length": whole(1, 3000),
        "focus_on_load": _flag,
    },
)


def _select(value: Any, where: str) -> Iterator[str]:
    yield from _options(value, where)
    options = value.get("options") or []
    if "initial_option" in value and value["initial_option"] not in options:
        yield f"{where}.initial_option: none of the options"
    if len({json.dumps(option, sort_keys=True) for option in options}) < len(options):
        yield f"{where}.options: one stands there twice"


def _link(value: Any, where: str) -> Iterator[str]:
    yield from shaped({"url": url}, {"text": rich, "style": _style})(value, where)
    if ADDRESS.search(text := str(value.get("text", ""))) and text != value.get("url"):
        yield f"{where}: it shows another address than it opens"


def _ping(value: Any, where: str) -> Iterator[str]:
    yield f"{where}: a {value['type']} element pings people"


_style = shaped({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), _flag))
_pieces = listed(
    by_type(
        {
            "text": shaped({"text": rich}, {"style": _style}),
            "link": _link,
            "user": shaped({"user_id": _id}, {"style": _style}),
            "channel": shaped({"channel_id": _id}, {"style": _style}),
            "emoji": shaped({"name": _id}, {"style": _style, "unicode": _id}),
            "date": shaped({"timestamp": whole(0, 2**40), "format": _id}, {"fallback": _id, "style": _style}),
            "broadcast": _ping,
            "usergroup": _ping,
        }
    ),
    1000,
)
_section_part = shaped({"elements": _pieces})
_list_part = shaped(
    {
        "elements": listed(by_type({"rich_text_section": _section_part}), 1000),
        "style": one_of("bullet", "ordered"),
    },
    {"indent": whole(0, 8), "offset": whole(0, 10_000), "border": whole(0, 1)},
)
_bordered_part = shaped({"elements": _pieces}, {"border": whole(0, 1)})
_rich_parts = by_type(
    {
        "rich_text_section": _section_part,
        "rich_text_list": _list_part,
        "rich_text_quote": _bordered_part,
        "rich_text_preformatted": _bordered_part,
    }
)


def _section(value: Any, where: str) -> Iterator[str]:
    yield from shaped(
        {},
        {
            "text": _text(3000),
            "fields": listed(_text(2000), 10),
            "accessory": _interactive,
            "expand": _flag,
            "block_id": _id,
        },
    )(value, where)
    if not value.get("text") and not value.get("fields"):
        yield f"{where}: neither text nor fields"


_interactive = by_type({"button": _button, "static_select": _select, "datepicker": _date})
_inputs = by_type({"plain_text_input": _input_text, "static_select": _select, "datepicker": _date})
_input = shaped(
    {"label": _plain(2000), "element": _inputs},
    {"hint": _plain(2000), "optional": _flag, "dispatch_action": _flag, "block_id": _id},
)
_everywhere: dict[str, Check] = {
    "actions": shaped({"elements": listed(_interactive, 25)}, {"block_id": _id}),
    "context": shaped({"elements": listed(_text(3000), 10)}, {"block_id": _id}),
    "divider": shaped({}, {"block_id": _id}),
    "header": shaped({"text": _plain(150)}, {"block_id": _id}),
    "rich_text": shaped({"elements": listed(_rich_parts, 1000)}, {"block_id": _id}),
    "section": _section,
}
_context_actions = shaped(
    {"elements": listed(by_type({"feedback_buttons": _feedback_buttons}), 5)}, {"block_id": _id}
)
_ON = {
    "message": {**_everywhere, "context_actions": _context_actions},
    "modal": {**_everywhere, "input": _input},
}
_VIEW = shaped(
    {"title": _plain(24), "blocks": lambda _value, _where: iter(())},
    {
        "submit": _plain(24),
        "close": _plain(24),
        "private_metadata": string(3000, least=0),
        "callback_id": _id,
        "clear_on_close": _flag,
        "notify_on_close": _flag,
        "external_id": _id,
    },
)
_CHUNKS: dict[str, Check] = {
    "blocks": shaped({"blocks": lambda value, where: (f"{where}: {one}" for one in problems(value))}),
    "task_update": shaped(
        {"id": _id, "title": string(256), "status": one_of("pending", "in_progress", "complete", "error")},
        {"details": string(256), "output": string(256)},
    ),
    "plan_update": shaped({"title": string(256)}),
}
