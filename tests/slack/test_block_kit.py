"""The judge of payloads catches each way to break Block Kit's limits and the bot's own rules, and lets
through what keeps them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.slack.block_kit import (
    assistant_problems,
    message_problems,
    problems,
    stream_problems,
    view_problems,
)
from tests.slack.shown import quotes, shown, shown_view

Json = dict[str, Any]


def plain(text: str, **more: Any) -> Json:
    return {"type": "plain_text", "text": text, "emoji": False, **more}


def rich(*pieces: Json, kind: str = "rich_text_section", **more: Any) -> Json:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(pieces), **more}]}


def word(text: str, **more: Any) -> Json:
    return {"type": "text", "text": text, **more}


def button(action_id: str = "quotes", **more: Any) -> Json:
    return {"type": "button", "text": plain("Show quotes"), "action_id": action_id, "value": "x", **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def entry(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Topic"), "element": element, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Memo"), "blocks": list(blocks), "submit": plain("Write"), **more}


SIDE: Json = {"text": plain("Good"), "value": "up"}
FEEDBACK: Json = {
    "type": "feedback_buttons",
    "action_id": "feedback",
    "positive_button": SIDE,
    "negative_button": {**SIDE, "text": plain("Bad")},
}
CONFIRM: Json = {
    "title": plain("Sure?"),
    "text": plain("For all"),
    "confirm": plain("Add"),
    "deny": plain("Leave"),
}
OPTION: Json = {"text": plain("One page"), "value": "bluf"}
SELECT: Json = {"type": "static_select", "action_id": "format", "options": [OPTION]}
LINE: Json = {"type": "plain_text_input", "action_id": "topic", "max_length": 3000}
ANSWER: list[Json] = [
    {"type": "header", "text": plain("Answer")},
    rich(word("The duty is paused "), word("[1]", style={"bold": True})),
    rich(
        word("until ", style={"italic": True}), word("<"), word("!channel> 2 April\n"), kind="rich_text_quote"
    ),
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_list",
                "style": "bullet",
                "elements": rich(word("Source: "), {"type": "link", "url": "https://office.example/a"})[
                    "elements"
                ],
            }
        ],
    },
    {"type": "divider"},
    {"type": "section", "text": {"type": "mrkdwn", "text": "Notices &lt;none&gt;"}},
    {"type": "context", "elements": [plain("7 documents")]},
    actions(button(), button("add", confirm=CONFIRM, style="danger")),
    {"type": "context_actions", "elements": [FEEDBACK]},
]


def test_what_keeps_the_limits_has_no_problems() -> None:
    assert problems(ANSWER) == []
    assert (
        message_problems({"text": "Paused &lt;b&gt;", "blocks": ANSWER})
        == message_problems({"text": "Paused"})
        == []
    )
    assert stream_problems({"chunks": [{"type": "blocks", "blocks": ANSWER}], "blocks": ANSWER}) == []
    assert (
        view_problems(
            modal(
                entry(LINE),
                entry({**SELECT, "initial_option": OPTION}, optional=True, hint=plain("A hint")),
                *ANSWER[:7],
            )
        )
        == []
    )
    assert problems([rich(word("x" * 3000), word("x" * 3000), word("x" * 3000), word("x" * 1000))]) == []
    assert (
        assistant_problems(
            {"status": "", "loading_messages": ["Reading"], "prompts": [{"title": "a", "message": "b"}]}
        )
        == []
    )


def test_what_is_shown_is_the_literal_text_in_order() -> None:
    assert shown(ANSWER).splitlines() == [
        "Answer",
        "The duty is paused [1]",
        "until <!channel> 2 April",
        "",
        "Source: https://office.example/a",
        "Notices &lt;none&gt;",
        "7 documents",
        "Show quotes | Show quotes",
        "Good | Bad",
    ]
    assert quotes(ANSWER) == ["until <!channel> 2 April\n"]
    assert shown_view(modal(entry(SELECT))).splitlines() == ["Memo", "Topic", "One page", "Write"]


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ({"type": "markdown", "text": "x"}, "type 'markdown' is not known"),
        ("text", "type 'none' is not known"),
        ({"type": "header", "text": plain("x" * 151)}, ".text.text: 151 characters, at most 150"),
        ({"type": "header", "text": plain(" ")}, ".text.text: empty"),
        ({"type": "header", "text": {"type": "plain_text", "text": "x"}}, ".text: no emoji"),
        ({"type": "header", "text": plain("x", emoji=True)}, ".text.emoji: True is none of False"),
        ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "type 'mrkdwn' is not known"),
        ({"type": "header"}, ": no text"),
        ({"type": "header", "text": plain("x"), "size": 2}, ": unknown field size"),
        ({"type": "divider", "block_id": "x" * 256}, ".block_id: 256 characters, at most 255"),
        ({"type": "section"}, ": neither text nor fields"),
        ({"type": "section", "text": plain("x" * 3001)}, "3001 characters, at most 3000"),
        ({"type": "section", "text": {"type": "mrkdwn", "text": "Ask <@U1>"}}, "mentions or links: '<@U1>'"),
        ({"type": "context", "elements": [plain("x")] * 11}, ".elements: 11 of them, 1 to 10"),
        ({"type": "context", "elements": {}}, ".elements: dict, not a list"),
        (actions(), ".elements: 0 of them, 1 to 25"),
        (actions(*[button(str(at)) for at in range(26)]), ".elements: 26 of them, 1 to 25"),
        (actions(button(), button()), ": 2 have the action_id quotes"),
        (actions(button(text=plain("x" * 76))), ".text.text: 76 characters, at most 75"),
        (actions(button(value="x" * 2001)), ".value: 2001 characters, at most 2000"),
        (actions(button("x" * 256)), ".action_id: 256 characters, at most 255"),
        (actions(button(style="loud")), ".style: 'loud' is none of 'primary', 'danger'"),
        (
            actions(button(confirm={**CONFIRM, "title": plain("x" * 101)})),
            ".confirm.title.text: 101 characters, at most 100",
        ),
        (actions(button(url="javascript:alert(1)")), ".url: not an address of the web"),
        (actions({**SELECT, "options": []}), ".options: 0 of them, 1 to 100"),
        (
            actions({**SELECT, "options": [{**OPTION, "value": str(at)} for at in range(101)]}),
            ".options: 101 of them",
        ),
        (actions({**SELECT, "options": [OPTION, OPTION]}), "one stands there twice"),
        (
            actions({**SELECT, "initial_option": {**OPTION, "value": "other"}}),
            ".initial_option: none of the options",
        ),
        (
            actions({**SELECT, "options": [{**OPTION, "value": "x" * 151}]}),
            ".value: 151 characters, at most 150",
        ),
        ({"type": "context_actions", "elements": [FEEDBACK] * 6}, ".elements: 6 of them, 1 to 5"),
        ({"type": "context_actions", "elements": [button()]}, "type 'button' is not known"),
        (
            {
                "type": "context_actions",
                "elements": [{**FEEDBACK, "positive_button": {"text": plain("Good")}}],
            },
            ".positive_button: no value",
        ),
        (entry(LINE), "type 'input' is not known"),
        ({"type": "rich_text", "elements": []}, ".elements: 0 of them"),
        ({"type": "rich_text", "elements": [word("x")]}, "type 'text' is not known"),
        (rich(), ".elements: 0 of them"),
        (rich(word("")), ".text: empty"),
        (rich(word("x" * 3001)), ".text: 3001 characters, at most 3000"),
        (rich(word("x", style={"bold": "yes"})), ".style.bold: 'yes' is none of True, False"),
        (rich(word("x", style={"bold": 1})), ".style.bold: 1 is none of"),
        (rich({"type": "link", "url": "ftp://office.example"}), ".url: not an address of the web"),
        (rich({"type": "link", "url": "https://a.example/" + "x" * 3000}), ".url: 3018 characters"),
        (
            rich({"type": "link", "url": "https://a.example", "text": "https://b.example"}),
            "shows another address than it opens",
        ),
        (rich({"type": "broadcast", "range": "channel"}), "a broadcast element pings people"),
        (rich({"type": "usergroup", "usergroup_id": "S1"}), "a usergroup element pings people"),
        (rich(word("x"), kind="rich_text_list", style="bullet"), "type 'text' is not known"),
        (rich(word("x"), kind="rich_text_quote", indent=1), "unknown field indent"),
        *[
            (rich(word(f"See {live}")), f"mentions or links: {live[:20]!r}")
            for live in ("<!here>", "<@U1>", "<#C1>", "<https://a.example|x>")
        ],
    ],
)
def test_a_block_that_breaks_a_rule_is_named(block: Json, said: str) -> None:
    (found,) = problems([block])
    assert found.startswith("blocks[0]") and said in found


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (problems([]), "blocks: 0 of them, 1 to 50"),
        (problems(None), "blocks: NoneType, not a list"),
        (problems([rich(word("x"))] * 51), "blocks: 51 of them, 1 to 50"),
        (problems([rich(word("x"))] * 101, "modal"), "blocks: 101 of them, 1 to 100"),
        (problems([rich(word("x" * 2501))] * 4), "blocks: 10007 characters, at most 10000"),
        (problems([{"type": "divider", "block_id": "a"}] * 2), "blocks: 2 have the block_id a"),
        (message_problems({}), "no_text: neither text nor blocks"),
        (message_problems({"text": " "}), "text: empty"),
        (message_problems({"text": ""}), "no_text: neither text nor blocks"),
        (message_problems({"text": "x" * 4001}), "text: 4001 characters, at most 4000"),
        (message_problems({"text": "<!everyone> look"}), "text: mentions or links: '<!everyone> look'"),
        (message_problems({"files": [], "initial_comment": "<!here>"}), "text: mentions or links: '<!here>'"),
        (message_problems({"blocks": ANSWER}), "text: missing, and a notification shows nothing else"),
        (message_problems({"text": "@here", "link_names": True}), "link_names: not used here"),
        (message_problems({"text": "@here", "parse": "full"}), "parse: not used here"),
        (stream_problems({"markdown_text": "**x**"}), "markdown_text: Slack would parse it"),
        (
            stream_problems({"chunks": [{"type": "markdown_text", "text": "x"}]}),
            "chunks[0]: type 'markdown_text' is not known here",
        ),
        (
            stream_problems({"chunks": [{"type": "blocks", "blocks": []}]}),
            "chunks[0].blocks: blocks: 0 of them, 1 to 50",
        ),
        (stream_problems({"blocks": [rich(word(""))]}), "blocks[0].elements[0].elements[0].text: empty"),
        (assistant_problems({"loading_messages": ["x"] * 11}), "loading_messages: 11 of them, 1 to 10"),
        (assistant_problems({"prompts": [{"title": "a", "message": "b"}] * 5}), "prompts: 5 of them, 1 to 4"),
        (
            view_problems(modal(entry(LINE), title=plain("x" * 25))),
            "view.title.text: 25 characters, at most 24",
        ),
        (
            view_problems(modal(entry(LINE), close=plain("x" * 25))),
            "view.close.text: 25 characters, at most 24",
        ),
        (
            view_problems(modal(entry(LINE), private_metadata="x" * 3001)),
            "view.private_metadata: 3001 characters, at most 3000",
        ),
        (
            view_problems(modal(entry(LINE), callback_id="x" * 256)),
            "view.callback_id: 256 characters, at most 255",
        ),
        (
            view_problems(modal(entry({**LINE, "max_length": 3001}))),
            "blocks[0].element.max_length: 3001, not a whole number from 1 to 3000",
        ),
        (
            view_problems(modal(entry(LINE, label=plain("x" * 2001)))),
            "blocks[0].label.text: 2001 characters, at most 2000",
        ),
        (view_problems(modal(entry(button()))), "blocks[0].element: type 'button' is not known here"),
        (
            view_problems(modal({"type": "context_actions", "elements": [FEEDBACK]})),
            "blocks[0]: type 'context_actions' is not known here",
        ),
        (
            view_problems({"type": "modal", "title": plain("Memo"), "blocks": [entry(LINE)]}),
            "view: it has inputs and no submit",
        ),
        (view_problems(modal(*[rich(word("x" * 3000))] * 90)), "view: over 250000 bytes"),
    ],
)
def test_a_message_a_stream_or_a_modal_that_breaks_a_rule_is_named(found: list[str], said: str) -> None:
    assert found == [said]
