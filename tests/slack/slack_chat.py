"""The Web API's methods for messages, streamed messages and the assistant's pane, as `slack_methods` lists
them."""

from __future__ import annotations

import time
from typing import Any

from tests.slack.block_kit import assistant_problems, message_problems, stream_problems
from tests.slack.slack_payloads import message_json
from tests.slack.slack_state import Workspace
from tests.slack.slack_values import BOT_USER, Blocks, Message, Refused, Status

Args = dict[str, Any]
Answer = dict[str, Any]


def valid(found: list[str]) -> None:
    """Refuse what has problems, as Slack would; `errors` of the answer are the problems."""
    if found:
        errors = {"blocks": "invalid_blocks", "chunks": "invalid_chunks", "no_text": "no_text"}
        error = next(
            (name for start, name in errors.items() if found[0].startswith(start)), "invalid_arguments"
        )
        raise Refused(
            error, errors=found, response_metadata={"messages": [f"[ERROR] {one}" for one in found]}
        )


# --- messages


def post(slack: Workspace, args: Args) -> Answer:
    """Write a message."""
    valid(message_problems(args))
    channel = slack.channel(args.get("channel")).id
    message = slack.post(
        channel, BOT_USER, args.get("text", ""), blocks=args.get("blocks"), thread_ts=args.get("thread_ts")
    )
    return {"channel": channel, "ts": message.ts, "message": message_json(message, slack.base)}


def update(slack: Workspace, args: Args) -> Answer:
    """Change one."""
    valid(message_problems(args))
    changes: dict[str, Any] = {name: args[name] for name in ("text", "blocks") if name in args}
    message = slack.update(slack.channel(args.get("channel")).id, args.get("ts", ""), changes)
    return {
        "channel": message.channel,
        "ts": message.ts,
        "text": message.text,
        "message": message_json(message, slack.base),
    }


def delete(slack: Workspace, args: Args) -> Answer:
    """Take one away."""
    slack.delete(slack.channel(args.get("channel")).id, args.get("ts", ""))
    return {"channel": args["channel"], "ts": args["ts"]}


def post_ephemeral(slack: Workspace, args: Args) -> Answer:
    """Write what one person sees."""
    valid(message_problems(args))
    channel = slack.channel(args.get("channel"))
    if args.get("user") not in channel.members:
        raise Refused("user_not_in_channel")
    return {"message_ts": add_ephemeral(slack, channel.id, args["user"], args).ts}


def add_ephemeral(slack: Workspace, channel: str, user: str, args: Args) -> Message:
    """A message that one reader sees only."""
    blocks = slack.with_ids(args.get("blocks") or [])
    message = Message(
        channel, slack.new_ts(), BOT_USER, args.get("text", ""), blocks, args.get("thread_ts"), to=user
    )
    slack.ephemerals.append(message)
    return message


def permalink(slack: Workspace, args: Args) -> Answer:
    """The address of a message."""
    message = slack.message(args.get("channel"), args.get("message_ts"))
    thread = f"?thread_ts={message.thread_ts}&cid={message.channel}" if message.thread_ts else ""
    address = f"https://stand-in.slack.com/archives/{message.channel}/p{message.ts.replace('.', '')}{thread}"
    return {"channel": message.channel, "permalink": address}


def react(slack: Workspace, args: Args) -> Answer:
    """Put an emoji to a message."""
    reaction = (slack.message(args.get("channel"), args.get("timestamp")).ts, BOT_USER, args.get("name", ""))
    if reaction in slack.reactions:
        raise Refused("already_reacted")
    slack.reactions.append(reaction)
    return {}


def unreact(slack: Workspace, args: Args) -> Answer:
    """Take it away."""
    reaction = (str(args.get("timestamp")), BOT_USER, args.get("name", ""))
    if reaction not in slack.reactions:
        raise Refused("no_reaction")
    slack.reactions.remove(reaction)
    return {}


# --- streams and the assistant


def _chunks(args: Args) -> Blocks:
    valid(stream_problems(args))
    return list(args.get("chunks", []))


def start_stream(slack: Workspace, args: Args) -> Answer:
    """Begin a message that is shown as being written."""
    channel, chunks = slack.channel(args.get("channel")), _chunks(args)
    for name in ("recipient_user_id", "recipient_team_id"):
        if channel.kind != "im" and not args.get(name):
            raise Refused(f"missing_{name}")
    if not args.get("thread_ts"):
        raise Refused("invalid_arguments")
    return {"channel": channel.id, "ts": slack.start_stream(channel.id, args["thread_ts"], chunks).ts}


def append_stream(slack: Workspace, args: Args) -> Answer:
    """Write more of it."""
    message = slack.append_stream(slack.channel(args.get("channel")).id, args.get("ts", ""), _chunks(args))
    return {"channel": message.channel, "ts": message.ts}


def stop_stream(slack: Workspace, args: Args) -> Answer:
    """End it."""
    message = slack.stop_stream(
        slack.channel(args.get("channel")).id, args.get("ts", ""), _chunks(args), args.get("blocks") or []
    )
    return {"channel": message.channel, "ts": message.ts, "message": message_json(message, slack.base)}


def _thread_of(slack: Workspace, args: Args) -> tuple[str, str]:
    valid(assistant_problems(args))
    channel = slack.channel(args.get("channel_id")).id
    try:
        return channel, slack.root(channel, args.get("thread_ts"))
    except Refused:
        raise Refused("invalid_thread_ts") from None


def set_status(slack: Workspace, args: Args) -> Answer:
    """Say what the app is doing in a thread."""
    slack.statuses.append(Status(*_thread_of(slack, args), args.get("status", ""), time.monotonic()))
    return {}


def set_title(slack: Workspace, args: Args) -> Answer:
    """Name a thread of the assistant's pane."""
    _thread_of(slack, args)
    return {}


def set_prompts(slack: Workspace, args: Args) -> Answer:
    """Suggest questions there."""
    _thread_of(slack, args)
    slack.prompts.append(args)
    return {}
