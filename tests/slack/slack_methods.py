"""The methods of Slack's Web API that an app like this one calls: what each does to the workspace, what it
answers, and the scope that it needs."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.slack import slack_chat
from tests.slack.block_kit import message_problems, view_problems
from tests.slack.slack_chat import Answer, Args, valid
from tests.slack.slack_payloads import file_json, message_json, view_json
from tests.slack.slack_state import Workspace
from tests.slack.slack_values import APP, BOT, BOT_USER, TEAM, Channel, File, Message, Refused, View

FAMILY = {"channel": "channels", "group": "groups", "mpim": "mpim", "im": "im"}
"""How scopes and subscriptions name the kind of a conversation."""


@dataclass(frozen=True)
class Method:
    """A method. `scope` is what the app's token must have; `*` in it stands for the kind of the
    conversation."""

    run: Callable[[Workspace, Args], Answer]
    scope: str = ""


def _auth_test(_: Workspace, __: Args) -> Answer:
    who = {"user": "pincite", "user_id": BOT_USER, "bot_id": BOT, "team": "Stand-in", "team_id": TEAM}
    return {"url": "https://stand-in.slack.com/", "is_enterprise_install": False, **who}


def _bots_info(_: Workspace, __: Args) -> Answer:
    return {"bot": {"id": BOT, "app_id": APP, "user_id": BOT_USER, "name": "pincite", "deleted": False}}


def _users_info(slack: Workspace, args: Args) -> Answer:
    if (user := slack.users.get(args.get("user", ""))) is None:
        raise Refused("user_not_found")
    profile = {"real_name": user.name, "display_name": user.name} | (
        {"email": user.email} if "users:read.email" in slack.scopes else {}
    )
    return {
        "user": {
            "id": user.id,
            "team_id": TEAM,
            "name": user.name,
            "deleted": False,
            "is_bot": False,
            "profile": profile,
        }
    }


def _conversation(channel: Channel) -> Answer:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": channel.kind == "group",
        "is_im": channel.kind == "im",
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "channel",
        "is_member": channel.has_bot,
        "is_ext_shared": False,
        "num_members": len(channel.members),
    } | ({"user": next(iter(channel.members))} if channel.kind == "im" else {})


def _conversations_info(slack: Workspace, args: Args) -> Answer:
    return {"channel": _conversation(slack.channel(args.get("channel")))}


def _conversations_members(slack: Workspace, args: Args) -> Answer:
    return {
        "members": sorted({*slack.channel(args.get("channel")).members, BOT_USER}),
        "response_metadata": {"next_cursor": ""},
    }


def _conversations_open(slack: Workspace, args: Args) -> Answer:
    return {"channel": {"id": slack.channel(args.get("users")).id}}


def _between(message: Message, args: Args) -> bool:
    """Whether a message is after `oldest` and before `latest`; the two themselves count where the call is
    `inclusive`."""
    oldest, latest = str(args.get("oldest") or "0"), str(args.get("latest") or "9")
    at_an_end = message.ts in (oldest, latest) and args.get("inclusive") in (True, "1", "true")
    return oldest < message.ts < latest or at_an_end


def _page(slack: Workspace, messages: list[Message], args: Args) -> Answer:
    """A page of messages; the cursor is how many came before it."""
    start, size = int(args.get("cursor") or 0), int(args.get("limit") or 100)
    page = [message_json(one, slack.base) for one in messages[start : start + size]]
    more = start + size < len(messages)
    return {
        "messages": page,
        "has_more": more,
        "response_metadata": {"next_cursor": str(start + size) if more else ""},
    }


def _conversations_replies(slack: Workspace, args: Args) -> Answer:
    channel = slack.channel(args.get("channel")).id
    if not (thread := slack.thread(channel, str(args.get("ts")))):
        raise Refused("thread_not_found")
    return _page(slack, [one for one in thread if one.ts == args.get("ts") or _between(one, args)], args)


def _conversations_history(slack: Workspace, args: Args) -> Answer:
    channel = slack.channel(args.get("channel")).id
    first = [
        one for one in slack.messages.values() if one.channel == channel and one.thread_ts in (None, one.ts)
    ]
    return _page(slack, [one for one in reversed(first) if _between(one, args)], args)


# --- modals and files


def _open_view(slack: Workspace, args: Args) -> Answer:
    valid(view_problems(args.get("view")))
    user, channel = slack.pull(args.get("trigger_id", ""))
    view = View(slack.new_id("V"), user, _view(slack, args), uuid.uuid4().hex, channel)
    slack.views[view.id] = view
    return {"view": view_json(view)}


def _update_view(slack: Workspace, args: Args) -> Answer:
    valid(view_problems(args.get("view")))
    name = args.get("external_id")
    found = [
        one
        for one in slack.views.values()
        if one.id == args.get("view_id") or (name and one.view.get("external_id") == name)
    ]
    if not found:
        raise Refused("not_found")
    if args.get("hash") not in (None, found[0].hash):
        raise Refused("hash_conflict")
    view = replace(found[0], view=_view(slack, args), hash=uuid.uuid4().hex)
    slack.views[view.id] = view
    return {"view": view_json(view)}


def _view(slack: Workspace, args: Args) -> dict[str, Any]:
    return {**args["view"], "blocks": slack.with_ids(args["view"]["blocks"])}


def _file_info(slack: Workspace, args: Args) -> Answer:
    if (file := slack.files.get(args.get("file", ""))) is None:
        raise Refused("file_not_found")
    return {"file": file_json(file, slack.base)}


def _upload_url(slack: Workspace, args: Args) -> Answer:
    if not args.get("filename") or int(args.get("length") or 0) < 1:
        raise Refused("invalid_arguments")
    file = File(slack.new_id("F"), args["filename"], "application/octet-stream", b"", int(args["length"]))
    slack.files[file.id] = file
    return {"upload_url": f"{slack.base}/upload/{file.id}", "file_id": file.id}


def _complete_upload(slack: Workspace, args: Args) -> Answer:
    valid(message_problems(args))
    files = []
    for one in args.get("files", []):
        file = slack.files.get(one.get("id"))
        if file is None or len(file.content) != file.size:
            raise Refused("file_not_found")
        files.append(replace(file, title=one.get("title", "")))
    slack.files |= {file.id: file for file in files}
    if args.get("channel_id"):
        channel = slack.channel(args["channel_id"]).id
        slack.post(
            channel,
            BOT_USER,
            args.get("initial_comment", ""),
            blocks=args.get("blocks"),
            thread_ts=args.get("thread_ts"),
            files=files,
        )
    return {"files": [file_json(file, slack.base) for file in files]}


METHODS = {
    "assistant.threads.setStatus": Method(slack_chat.set_status, "chat:write"),
    "assistant.threads.setSuggestedPrompts": Method(slack_chat.set_prompts, "assistant:write"),
    "assistant.threads.setTitle": Method(slack_chat.set_title, "assistant:write"),
    "auth.test": Method(_auth_test),
    "bots.info": Method(_bots_info, "users:read"),
    "chat.appendStream": Method(slack_chat.append_stream, "chat:write"),
    "chat.delete": Method(slack_chat.delete, "chat:write"),
    "chat.getPermalink": Method(slack_chat.permalink),
    "chat.postEphemeral": Method(slack_chat.post_ephemeral, "chat:write"),
    "chat.postMessage": Method(slack_chat.post, "chat:write"),
    "chat.startStream": Method(slack_chat.start_stream, "chat:write"),
    "chat.stopStream": Method(slack_chat.stop_stream, "chat:write"),
    "chat.update": Method(slack_chat.update, "chat:write"),
    "conversations.history": Method(_conversations_history, "*:history"),
    "conversations.info": Method(_conversations_info, "*:read"),
    "conversations.members": Method(_conversations_members, "*:read"),
    "conversations.open": Method(_conversations_open, "im:write"),
    "conversations.replies": Method(_conversations_replies, "*:history"),
    "files.completeUploadExternal": Method(_complete_upload, "files:write"),
    "files.getUploadURLExternal": Method(_upload_url, "files:write"),
    "files.info": Method(_file_info, "files:read"),
    "reactions.add": Method(slack_chat.react, "reactions:write"),
    "reactions.remove": Method(slack_chat.unreact, "reactions:write"),
    "users.info": Method(_users_info, "users:read"),
    "views.open": Method(_open_view),
    "views.push": Method(_open_view),
    "views.update": Method(_update_view),
}
_FAMILIES = [f"{family}:{right}" for family in FAMILY.values() for right in ("history", "read")]
SCOPES = frozenset(
    {method.scope for method in METHODS.values() if method.scope and "*" not in method.scope}
    | {
        *_FAMILIES,
        "app_mentions:read",
        "commands",
        "users:read.email",
    }
)
"""Every scope that anything here needs."""


def call(slack: Workspace, name: str, args: Args) -> Answer:
    """Carry out a call of the Web API, or refuse it."""
    method = METHODS.get(name)
    if method is None:
        raise Refused("unknown_method", req_method=name)
    scope = method.scope
    if "*" in scope:
        scope = scope.replace("*", FAMILY[slack.channel(args.get("channel")).kind])
    if scope and scope not in slack.scopes:
        raise Refused("missing_scope", needed=scope, provided=",".join(sorted(slack.scopes)))
    with slack.lock:
        return {"ok": True, **method.run(slack, args)}
