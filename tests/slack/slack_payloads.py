"""What Slack sends to an app and answers it with: messages, files, events and interactions, in the shape that
Slack's reference gives them."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from tests.slack.slack_values import APP, BOT, BOT_USER, TEAM, Channel, File, Message, User, View

Json = dict[str, Any]
_TOKEN = "verification-token"  # deprecated by Slack and still sent
_TEAM = {"id": TEAM, "domain": "stand-in"}


def file_json(file: File, base: str) -> Json:
    """A file as messages and `files.info` show it."""
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.mimetype,
        "filetype": file.name.rpartition(".")[2],
        "size": file.size,
        "user": file.user,
        "mode": "hosted",
        "is_external": False,
        "url_private": f"{base}/files-pri/{TEAM}-{file.id}/{file.name}",
        "url_private_download": f"{base}/files-pri/{TEAM}-{file.id}/download/{file.name}",
    }


def message_json(message: Message, base: str) -> Json:
    """A message as `conversations.replies` and payloads show it."""
    shown: Json = {
        "type": "message",
        "user": message.user,
        "ts": message.ts,
        "text": message.text or message.shown,
        "team": TEAM,
    }
    if message.blocks:
        shown["blocks"] = message.blocks
    if message.by_bot:
        shown |= {"bot_id": BOT, "app_id": APP}
    if message.thread_ts:
        shown["thread_ts"] = message.thread_ts
    if message.files:
        shown |= {"files": [file_json(file, base) for file in message.files], "upload": False}
    if message.edits:
        shown["edited"] = {"user": message.user, "ts": message.ts}
    return shown


def message_event(message: Message, channel: Channel, base: str, what: str = "new") -> Json:
    """The `message` event of a message that is `new`, `changed` or `deleted`."""
    where = {"channel": channel.id, "channel_type": channel.kind}
    inner = message_json(message, base)
    if what == "new":
        return {
            **inner,
            **where,
            "event_ts": message.ts,
            **({"subtype": "file_share"} if message.files else {}),
        }
    event: Json = {
        "type": "message",
        "subtype": f"message_{what}",
        **where,
        "ts": message.ts,
        "event_ts": message.ts,
        "hidden": True,
    }
    if what == "changed":
        return event | {"message": inner, "previous_message": inner}
    return event | {"deleted_ts": message.ts, "previous_message": inner}


def mention_event(message: Message, base: str) -> Json:
    """The `app_mention` event of the same message."""
    return {
        **message_json(message, base),
        "type": "app_mention",
        "channel": message.channel,
        "event_ts": message.ts,
    }


def assistant_event(channel: str, user: str, ts: str, about: str) -> Json:
    """The event of somebody who opens the assistant's pane, `about` the channel that they see beside it."""
    context = {"channel_id": about, "team_id": TEAM, "enterprise_id": None} if about else {}
    thread = {"user_id": user, "context": context, "channel_id": channel, "thread_ts": ts}
    return {"type": "assistant_thread_started", "assistant_thread": thread, "event_ts": ts}


def callback(event: Json, event_id: str) -> Json:
    """An event in its envelope of the Events API."""
    bot = {
        "enterprise_id": None,
        "team_id": TEAM,
        "user_id": BOT_USER,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": _TOKEN,
        "team_id": TEAM,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(time.time()),
        "authorizations": [bot],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }


def command(text: str, channel: Channel, user: User, trigger: str, response_url: str, name: str) -> Json:
    """A slash command; over HTTP it comes as a form."""
    return {
        "token": _TOKEN,
        "team_id": TEAM,
        "team_domain": "stand-in",
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": user.id,
        "user_name": user.name,
        "command": name,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger,
    }


def _interaction(kind: str, user: User, trigger: str) -> Json:
    return {
        "type": kind,
        "token": _TOKEN,
        "api_app_id": APP,
        "team": _TEAM,
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": trigger,
        "user": {"id": user.id, "username": user.name, "name": user.name, "team_id": TEAM},
    }


def _about(message: Message, channel: Channel, base: str, response_url: str) -> Json:
    return {
        "channel": {"id": channel.id, "name": channel.name},
        "message": message_json(message, base),
        "response_url": response_url,
    }


def block_actions(
    action: Json, message: Message, channel: Channel, user: User, base: str, trigger: str, response_url: str
) -> Json:
    """The `block_actions` of a button in a message."""
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": bool(message.to),
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    actions = [{**action, "action_ts": f"{time.time():.6f}"}]
    more = {"container": container, "actions": actions, "state": {"values": {}}}
    return _interaction("block_actions", user, trigger) | _about(message, channel, base, response_url) | more


def shortcut(
    callback_id: str,
    message: Message,
    channel: Channel,
    user: User,
    base: str,
    trigger: str,
    response_url: str,
) -> Json:
    """The `message_action` of a shortcut that somebody picked in a message's menu."""
    more = {"callback_id": callback_id, "message_ts": message.ts, "action_ts": f"{time.time():.6f}"}
    return _interaction("message_action", user, trigger) | _about(message, channel, base, response_url) | more


def view_json(view: View, values: Mapping[str, Json] | None = None) -> Json:
    """A modal as Slack answers and sends it."""
    kept = {
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        **view.view,
    }
    ids = {
        "id": view.id,
        "root_view_id": view.id,
        "previous_view_id": None,
        "team_id": TEAM,
        "app_id": APP,
        "bot_id": BOT,
    }
    return {
        **kept,
        **ids,
        "hash": view.hash,
        "state": {"values": dict(values or {})},
        "app_installed_team_id": TEAM,
    }


def submitted(view: View, values: Mapping[str, Json], user: User, trigger: str) -> Json:
    """The `view_submission` of a modal that somebody filled in."""
    return _interaction("view_submission", user, trigger) | {
        "view": view_json(view, values),
        "response_urls": [],
    }


def closed(view: View, user: User) -> Json:
    """The `view_closed` of a modal that asked for it."""
    return _interaction("view_closed", user, "") | {"view": view_json(view), "is_cleared": False}
