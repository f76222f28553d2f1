"""How somebody fills in a modal: what Slack's own form would let them send."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.slack.slack_values import View

Json = dict[str, Any]


def state_values(view: View, values: Mapping[str, str]) -> dict[str, Json]:
    """The `state.values` of a modal with these values by `action_id`; what the form would not take fails the
    test."""
    inputs = {
        block["element"]["action_id"]: block for block in view.view["blocks"] if block["type"] == "input"
    }
    assert set(values) <= set(inputs), f"the modal has {sorted(inputs)}"
    filled = {}
    for action_id, block in inputs.items():
        element = block["element"]
        state = _FILLED[element["type"]](element, values.get(action_id))
        assert block.get("optional") or any(value for name, value in state.items() if name != "type"), (
            f"{action_id} must be filled in"
        )
        filled[block["block_id"]] = {action_id: {"type": element["type"], **state}}
    return filled


def _text(element: Json, value: str | None) -> Json:
    value = element.get("initial_value") if value is None else value
    assert not value or len(value) <= element.get("max_length", 3000), (
        f"{element['action_id']} takes {element.get('max_length', 3000)} characters"
    )
    return {"value": value or None}


def _option(element: Json, value: str | None) -> Json:
    if value is None:
        return {"selected_option": element.get("initial_option")}
    found = [option for option in element["options"] if option["value"] == value]
    assert found, f"{element['action_id']} has no {value}"
    return {"selected_option": found[0]}


def _date(element: Json, value: str | None) -> Json:
    return {"selected_date": value or element.get("initial_date")}


_FILLED = {"plain_text_input": _text, "static_select": _option, "datepicker": _date}
