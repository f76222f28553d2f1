"""Slack's payloads → jobs: what is for us, what is wanted, and the words of a message as its reader sees
them."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.slack.inbox import Job, JobKind
from assistant.slack.thread import SlackThread, parse_button

_READ_SUBTYPES = (
    "",
    "file_share",
    "thread_broadcast",
)  # what a person writes; edits, joins and the like are not questions
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_MARK = re.compile(r"<([@#!]?)([^>|]*)(?:\|([^>]*))?>")
_ADDRESS = re.compile(r"https?://\S+")
_THANKS = re.compile(
    r"(?:ok(?:ay)?|great|perfect|many|thanks?|thank you|thx|cheers|a lot|so much|very much|got"
    r" it|[,.!\s🙏👍])+",
    re.IGNORECASE,
)
_GREETING = re.compile(
    r"(?:hi|hello|hey|good (?:morning|afternoon|evening)|what can you do|there|[,.!?\s👋])+", re.IGNORECASE
)
_DOCUMENTS = re.compile(
    r"(?:which|what) (?:documents|sources|files) (?:do you have|are there|have you(?: got)?|can you"
    r" (?:read|see))\W*",
    re.IGNORECASE,
)
_MEMO = re.compile(r"\s*memo\s*(?:$|:|(?:on|about|for|regarding)\b|[\w-]+:)", re.IGNORECASE)
_EMOJI = re.compile(r"(?<![\w:]):([a-z0-9_+'-]+):(?![\w:])")
_GLAD = ("+1", "thumbsup", "tada", "pray", "heart", "ok_hand", "raised_hands", "white_check_mark")
_WORD = re.compile(r"\s*(\w+)\s*:?\s*")

COMMANDS: tuple[JobKind, ...] = ("ask", "memo", "review", "sources", "help")
"""What may follow `/pincite`."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a text asks for; `name` is the first word where that is no command."""

    kind: JobKind | None
    text: str
    name: str = ""


def in_command(text: str) -> Wanted:
    """What is wanted after `/pincite`: its first word says."""
    first = _WORD.match(text)
    name = first[1].lower() if first else ""
    if not name:
        return Wanted("help", "")
    kind = next((one for one in COMMANDS if one == name), None)
    return Wanted(kind, text[first.end() :].strip() if first and kind else text.strip(), name)


def in_message(text: str) -> Wanted:
    """What is wanted in a message: a question, unless it is plainly a command. `Sources say …` and `Review
    the …` are questions; `sources`, and `review` alone or with an address, are not."""
    if text.strip("!,. ") and _THANKS.fullmatch(text.strip()):
        return Wanted("thanks", "")
    if not any(character.isalnum() for character in text):
        return Wanted("ask", "")
    if _GREETING.fullmatch(text.strip()):
        return Wanted("help", "")
    if _DOCUMENTS.fullmatch(text.strip()):
        return Wanted("sources", "")
    given = in_command(text)
    if given.kind in ("help", "sources") and not given.text:
        return given
    if _MEMO.match(text) and not text.rstrip().endswith("?"):
        return given
    if given.kind == "review" and (not given.text or _ADDRESS.fullmatch(given.text)):
        return given
    return Wanted("ask", text.strip())


def addressed(event: Mapping[str, Any], bot: str, is_ours: bool) -> bool:
    """Whether a person's message is for us: it is written to us alone, names us, or stands in a thread of
    ours and names nobody else at its start."""
    if event.get("bot_id") or not event.get("user") or event.get("subtype", "") not in _READ_SUBTYPES:
        return False
    if event.get("channel_type") == "im" or event.get("type") == "app_mention":
        return True
    text = event.get("text", "")
    if bot in _MENTION.findall(text):
        return True
    first = _MENTION.match(text.lstrip())
    return is_ours and first is None


def message_job(event: Mapping[str, Any], bot: str, team: str) -> Job:
    """The job that a message is."""
    files = [one for one in event.get("files", ()) if one]
    wanted = in_message(said(event.get("text", ""), bot))
    if files and wanted.kind not in ("memo", "review"):
        wanted = Wanted("ask", wanted.text)
    assert wanted.kind is not None
    return Job(
        key=f"{event['channel']}:{event['ts']}",
        kind=wanted.kind,
        channel=event["channel"],
        user=event["user"],
        ts=event["ts"],
        thread=event.get("thread_ts") or event["ts"],
        text=wanted.text,
        team=event.get("team") or team,
        is_direct=event.get("channel_type") == "im" or event["channel"].startswith("D"),
        more={"files": files} if files else {},
    )


def command_job(body: Mapping[str, Any], wanted: Wanted) -> Job:
    """The job that a slash command is; it has no thread yet."""
    assert wanted.kind is not None
    return Job(
        key=f"command:{body['trigger_id']}",
        kind=wanted.kind,
        channel=body["channel_id"],
        user=body["user_id"],
        ts="",
        text=said(wanted.text),
        team=body.get("team_id", ""),
        is_direct=body["channel_id"].startswith("D"),
        more={"response_url": body.get("response_url", "")},
    )


def shortcut_job(body: Mapping[str, Any]) -> Job:
    """The job of reviewing a message that somebody chose."""
    message, channel = body["message"], body["channel"]["id"]
    return Job(
        key=f"shortcut:{body['trigger_id']}",
        kind="review",
        channel=channel,
        user=body["user"]["id"],
        ts=body.get("action_ts", message["ts"]),
        thread=message.get("thread_ts") or message["ts"],
        text="",
        team=(body.get("team") or {}).get("id", ""),
        is_direct=channel.startswith("D"),
        more={
            "message": {"text": said(message.get("text", "")), "ts": message["ts"]},
            "response_url": body.get("response_url", ""),
        },
    )


def said(text: str, bot: str = "") -> str:
    """The words of a message as its reader sees them, without the mention of us."""

    def plain(mark: re.Match[str]) -> str:
        kind, target, label = mark[1], mark[2], mark[3]
        if kind == "@":
            return "" if target == bot else f"@{label or 'somebody'}"
        if kind == "#":
            return f"#{label or target}"
        if kind == "!":
            return label or f"@{target.split('^')[0]}"
        return label if label and label not in target else target.removeprefix("mailto:")

    glad = _EMOJI.sub(lambda emoji: "👍" if emoji[1].split("::")[0] in _GLAD else "", text)
    return html.unescape(_MARK.sub(plain, glad)).strip()


def follow_up_job(body: Mapping[str, Any]) -> Job:
    """The job of a question that was suggested under an answer; pressed twice, it is asked once."""
    action, thread = body["actions"][0], _where(body)
    return Job(
        key=f"press:{thread.channel}:{body['message']['ts']}:{action['action_id']}:{body['user']['id']}",
        kind="ask",
        channel=thread.channel,
        user=body["user"]["id"],
        ts=action["action_ts"],
        thread=thread.ts,
        team=_team(body),
        is_direct=thread.is_direct,
        text=html.unescape(action["value"]),  # Slack gives it back escaped
        more={"echo": True},
    )


def share_job(body: Mapping[str, Any]) -> Job:
    """The job of putting a thread's files into the library."""
    action, thread = body["actions"][0], _where(body)
    key = f"share:{thread.channel}:{body['message']['ts']}:{action['action_ts']}"
    slugs = parse_button(html.unescape(action["value"]))[1].split(",")
    return Job(
        key=key,
        kind="share",
        channel=thread.channel,
        user=body["user"]["id"],
        ts=action["action_ts"],
        thread=thread.ts,
        team=_team(body),
        is_direct=thread.is_direct,
        more={"slugs": slugs},
    )


def form_job(body: Mapping[str, Any]) -> Job:
    """The job of a memo that was asked for by its form."""
    thread, _ = parse_button(body["view"]["private_metadata"])
    return Job(
        key=f"form:{body['view']['id']}",
        kind="memo",
        channel=thread.channel,
        user=body["user"]["id"],
        ts=thread.ts,
        thread=thread.ts,
        team=_team(body),
        is_direct=thread.is_direct,
        more={"form": fields_of(body)},
    )


def fields_of(body: Mapping[str, Any]) -> dict[str, str]:
    """What was filled into a form, by the fields' names; what was left empty is left out."""
    found: dict[str, str] = {}
    for elements in body["view"]["state"]["values"].values():
        for name, element in elements.items():
            value = element.get("value") or (element.get("selected_option") or {}).get("value")
            if value:
                found[name] = html.unescape(value)
    return found


def _where(body: Mapping[str, Any]) -> SlackThread:
    """The thread in which something was pressed."""
    message = body["message"]
    return SlackThread(body["channel"]["id"], message.get("thread_ts") or message["ts"])


def _team(body: Mapping[str, Any]) -> str:
    return str((body.get("team") or {}).get("id", ""))
