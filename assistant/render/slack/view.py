"""Modals of Slack, and the fields in them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from assistant.lexicon.printable import plain
from assistant.render.slack import wording
from assistant.render.slack.text import Blocks, plain_text

_MOST_BLOCKS = 100
_MOST_BYTES = 200_000  # Slack takes 250 kB (`view_too_large`)
_MOST_IN_TITLE = 24
_MOST_IN_LABEL = 2_000
_MOST_IN_EXAMPLE = 150
_MOST_IN_OPTION = 75
_MOST_IN_CHOSEN = 150  # the value of an option: a longer one cannot be chosen in Slack
_MOST_OPTIONS = 100


def modal(title: str, blocks: Blocks) -> dict[str, Any]:
    """A modal to be read."""
    return {
        "type": "modal",
        "title": plain_text(title, _MOST_IN_TITLE),
        "close": plain_text(wording.CLOSE, _MOST_IN_TITLE),
        "blocks": blocks,
    }


def form(name: str, title: str, submit: str, fields: Blocks, at: str) -> dict[str, Any]:
    """A modal to be filled in: `name` is its `callback_id`, and `at` what its submission tells."""
    said = {"submit": plain_text(submit, _MOST_IN_TITLE), "close": plain_text(wording.CANCEL, _MOST_IN_TITLE)}
    return modal(title, fields) | said | {"callback_id": name, "private_metadata": at}


def field(
    name: str,
    label: str,
    example: str = "",
    *,
    needed: bool = False,
    most: int = 300,
    value: str = "",
    lines: bool = False,
) -> dict[str, Any]:
    """A text box of at most so many characters. Its `block_id` and its `action_id` are its name, as of every
    field."""
    box = {"type": "plain_text_input", "action_id": name, "multiline": lines, "max_length": most}
    if example:
        box["placeholder"] = plain_text(example, _MOST_IN_EXAMPLE)
    if given := plain(value)[:most]:
        box["initial_value"] = given
    return _input(name, label, box, needed)


def choice(name: str, label: str, options: Sequence[tuple[str, str, str]], chosen: str) -> dict[str, Any]:
    """One of several, each a value, what it is called and what it is for; the first where what is `chosen` is
    not among them."""
    choices = [_option(*one) for one in options if len(one[0]) <= _MOST_IN_CHOSEN][:_MOST_OPTIONS]
    first = next((one for one in choices if one["value"] == chosen), choices[0])
    return _input(
        name,
        label,
        {"type": "static_select", "action_id": name, "options": choices, "initial_option": first},
        True,
    )


def _option(value: str, text: str, about: str) -> dict[str, Any]:
    described = {"description": plain_text(about, _MOST_IN_OPTION)} if plain(about) else {}
    return {"text": plain_text(text, _MOST_IN_OPTION), "value": value, **described}


def _input(name: str, label: str, element: dict[str, Any], needed: bool) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": name,
        "label": plain_text(label, _MOST_IN_LABEL),
        "element": element,
        "optional": not needed,
    }


def fitting(groups: Iterable[Blocks], left_out: Callable[[int], Blocks]) -> Blocks:
    """The groups for which a modal has room, none in part, and what is said of how many it has none for."""
    shown: Blocks = []
    missing, size = 0, 0
    for group in groups:
        more = len(json.dumps(group))
        if len(shown) + len(group) < _MOST_BLOCKS and size + more <= _MOST_BYTES:
            shown += group
            size += more
        else:
            missing += 1
    return [*shown, *(left_out(missing) if missing else [])]
