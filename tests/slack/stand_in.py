"""A stand-in for Slack on loopback, over real HTTP and a real WebSocket: what tests call to talk to the app
as people do, and to see what it did.

    with StandIn() as slack:
        ... start the app with slack.api, slack.token and slack.app_token ...
        asked = slack.mention("Is the duty paused?")
        reply, = slack.wait_replies(asked)
        assert "paused" in reply.shown and not slack.problems

The parts: `slack_state` keeps what Slack keeps, `slack_methods` and `slack_chat` are the Web API,
`slack_http` and `slack_delivery` are the two ways in and out, `slack_payloads` is the shape of what is sent,
`slack_failures` is what goes wrong on command, and `block_kit` judges every payload."""

from __future__ import annotations

import mimetypes
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any, Self, TypeVar

from tests.slack import slack_payloads as payloads
from tests.slack.block_kit import view_problems
from tests.slack.slack_delivery import Delivery, Sent
from tests.slack.slack_failures import Failure, Failures
from tests.slack.slack_forms import state_values
from tests.slack.slack_http import Call, Http, serve
from tests.slack.slack_methods import FAMILY, SCOPES
from tests.slack.slack_state import STREAM_LIFE_S, Workspace
from tests.slack.slack_values import BOT_USER, Channel, File, Kind, Message, ResponseUrl, User, View

ANA, BEN = "U0ANA", "U0BEN"
DESK, BOARD, OUTSIDE = "C0DESK", "C0BOARD", "C0OUTSIDE"
"""A public channel, a private one, and a public one that the app is not in. Both people are in the first, Ana
alone in the second."""
MENTION = f"<@{BOT_USER}>"
T = TypeVar("T")


class StandIn:
    """Slack, with one workspace and one app in it.

    `scopes` is what the app's tokens may do and `events` what it is subscribed to (all, unless named as in a
    manifest). `echo` sends the app its own messages too, as Slack does. What the app did is read from
    `calls`, `problems`, `ephemerals`, `statuses`, `prompts`, `views`, `files`, `sent`."""

    token, app_token, signing_secret = "xoxb-stand-in", "xapp-stand-in", "secret-of-the-stand-in"

    def __init__(
        self,
        *,
        scopes: Collection[str] = SCOPES,
        events: Collection[str] | None = None,
        stream_life_s: float = STREAM_LIFE_S,
        echo: bool = True,
    ) -> None:
        self.slack = Workspace(scopes=frozenset(scopes), stream_life_s=stream_life_s)
        self.delivery = Delivery(self.signing_secret, self._tell)
        self.http = Http(self.slack, (self.token, self.app_token), self.delivery.address, heard=self._tell)
        self.ephemerals, self.statuses, self.prompts = (
            self.slack.ephemerals,
            self.slack.statuses,
            self.slack.prompts,
        )
        self.views, self.files, self.reactions = self.slack.views, self.slack.files, self.slack.reactions
        self.calls, self.problems, self.sent = self.http.calls, self.http.problems, self.delivery.sent
        self._events = events
        self._heard = threading.Condition()
        self._later = ThreadPoolExecutor(4, "stand-in")
        self.add_user(ANA, "ana@office.example")
        self.add_user(BEN, "ben@office.example")
        self.add_channel(DESK, members={ANA, BEN})
        self.add_channel(BOARD, "group", members={ANA})
        self.add_channel(OUTSIDE, members={ANA}, has_bot=False)
        if echo:
            self.slack.changed = self._echo

    # --- running

    def start(self) -> Self:
        """Listen, each side on a free port of loopback."""
        self.delivery.start()
        self._server = serve(self.http)
        self.slack.base = f"http://127.0.0.1:{self._server.server_address[1]}"
        return self

    def stop(self) -> None:
        """Hang up on everybody."""
        self.http.stopped.set()
        self._later.shutdown(wait=False, cancel_futures=True)
        self.delivery.stop()
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def api(self) -> str:
        """The base URL of the Web API."""
        return f"{self.slack.base}/api/"

    # --- who and where

    def add_user(self, user: str, email: str) -> None:
        """Somebody new, who can write to the app directly."""
        self.slack.users[user] = User(user, email.partition("@")[0], email)
        self.slack.channels[direct(user)] = Channel(direct(user), "", "im", frozenset({user}))

    def add_channel(
        self, channel: str, kind: Kind = "channel", *, members: Iterable[str] = (), has_bot: bool = True
    ) -> None:
        """A channel, public unless `kind` says otherwise."""
        self.slack.channels[channel] = Channel(channel, channel.lower(), kind, frozenset(members), has_bot)

    def file(
        self, name: str, content: bytes, *, kind: str = "", size: int | None = None, user: str = ANA
    ) -> File:
        """A file that somebody puts into Slack; it is sent with a message's `files`. `size` is what Slack
        claims."""
        kind = kind or mimetypes.guess_type(name)[0] or "application/octet-stream"
        return self.slack.add(
            File(
                self.slack.new_id("F"), name, kind, content, len(content) if size is None else size, user=user
            )
        )

    # --- what people do

    def mention(
        self,
        text: str,
        *,
        channel: str = DESK,
        user: str = ANA,
        thread: str | None = None,
        files: Sequence[File] = (),
        first: str = "app_mention",
    ) -> str:
        """Somebody mentions the app: its timestamp. Slack sends `app_mention` and `message`, in no sure
        order: `first` says which comes first."""
        message = self.slack.post(channel, user, f"{MENTION} {text}".strip(), thread_ts=thread, files=files)
        both = ["app_mention", "message"] if first == "app_mention" else ["message", "app_mention"]
        for kind in both:
            self.tell_of(message, kind)
        return message.ts

    def say(
        self,
        text: str,
        *,
        channel: str = DESK,
        user: str = ANA,
        thread: str | None = None,
        files: Sequence[File] = (),
    ) -> str:
        """Somebody writes without a mention: the message's timestamp."""
        message = self.slack.post(channel, user, text, thread_ts=thread, files=files)
        self.tell_of(message, "message")
        return message.ts

    def dm(self, text: str, *, user: str = ANA, thread: str | None = None, files: Sequence[File] = ()) -> str:
        """Somebody writes to the app directly."""
        return self.say(text, channel=direct(user), user=user, thread=thread, files=files)

    def edit(self, channel: str, ts: str, text: str) -> None:
        """Somebody changes what they wrote."""
        before = self.slack.message(channel, ts)
        self.slack.messages[channel, ts] = after = replace(before, text=text, edits=before.edits + 1)
        self.tell_of(after, "message", "changed")

    def assistant_opened(self, user: str = ANA, about: str = DESK) -> str:
        """Somebody opens the assistant's pane beside a channel: the timestamp of the thread in it."""
        root = self.slack.post(direct(user), user, "New assistant thread")
        self._deliver_event(
            "assistant_thread_started",
            payloads.assistant_event(direct(user), user, root.ts, about),
            "assistant:write",
        )
        return root.ts

    def slash(self, text: str, *, channel: str = DESK, user: str = ANA, name: str = "/pincite") -> Sent:
        """Somebody types a command."""
        trigger, url = self._trigger(user, ResponseUrl(channel, user))
        body = payloads.command(
            text, self.slack.channels[channel], self.slack.users[user], trigger, url, name
        )
        return self.delivery.send(Sent("slash_commands", body))

    def shortcut(self, callback_id: str, channel: str, ts: str, *, user: str = ANA) -> Sent:
        """Somebody picks a shortcut in a message's menu."""
        message = self.slack.message(channel, ts)
        trigger, url = self._trigger(user, ResponseUrl(channel, user, message.ts, message.thread_ts))
        person, where = self.slack.users[user], self.slack.channels[channel]
        return self.delivery.send(
            Sent(
                "interactive",
                payloads.shortcut(callback_id, message, where, person, self.slack.base, trigger, url),
            )
        )

    def press(self, action_id: str, message: Message, value: str | None = None, *, user: str = ANA) -> Sent:
        """Somebody presses a button of a message, and confirms where it asks. `value` picks among several."""
        actions = [
            one for one in buttons(message) if one["action_id"] == action_id and value in (None, one["value"])
        ]
        assert actions, f"no button {action_id} with {value} in {buttons(message)}"
        trigger, url = self._trigger(user, ResponseUrl(message.channel, user, message.ts, message.thread_ts))
        person, where = self.slack.users[user], self.slack.channels[message.channel]
        return self.delivery.send(
            Sent(
                "interactive",
                payloads.block_actions(actions[0], message, where, person, self.slack.base, trigger, url),
            )
        )

    def submit(self, view: View, values: Mapping[str, str], *, timeout: float = 3.0) -> Sent:
        """Somebody fills in a modal by the inputs' `action_id` and sends it; waits for what the app says to
        it, which the modal then shows."""
        filled, user = state_values(view, values), self.slack.users[view.user]
        sent = self.delivery.send(
            Sent(
                "interactive",
                payloads.submitted(view, filled, user, self.slack.new_trigger(user.id, view.channel)),
            )
        )
        self.wait(lambda: sent.acked, timeout)
        answer = sent.answer or {}
        if answer.get("response_action") in ("update", "push"):
            self.problems += [f"view_submission: {one}" for one in view_problems(answer["view"])]
            self.views[view.id] = replace(view, view=answer["view"])
        elif answer.get("response_action") != "errors":
            self.views.pop(view.id, None)
        return sent

    def close(self, view: View) -> None:
        """Somebody closes a modal."""
        self.views.pop(view.id)
        if view.view.get("notify_on_close"):
            self.delivery.send(Sent("interactive", payloads.closed(view, self.slack.users[view.user])))

    # --- what Slack does

    def event(self, event: Mapping[str, Any], *, event_id: str = "", retry: int = 0) -> Sent:
        """Send any event of the Events API."""
        return self.delivery.send(
            Sent("events_api", payloads.callback(dict(event), event_id or self.slack.new_id("Ev")), retry)
        )

    def duplicate(self, sent: Sent) -> Sent:
        """Send the same once more, as a retry: same `event_id`, new envelope."""
        return self.delivery.send(Sent(sent.kind, sent.body, sent.retry + 1))

    def resend_unacked(self) -> list[Sent]:
        """Send again whatever was not acknowledged, as Slack does after a socket was lost."""
        return [self.duplicate(sent) for sent in self.unacked()]

    def http_to(self, url: str) -> None:
        """From here on send by HTTP to this address."""
        self.delivery.url = url

    def verify_url(self, challenge: str = "challenge") -> Sent:
        """Ask over HTTP whether the address is the app's, as Slack does when somebody enters it; the answer
        is to be the challenge."""
        return self.delivery.send(
            Sent("events_api", {"type": "url_verification", "challenge": challenge, "token": ""})
        )

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to connect anew."""
        self.delivery.disconnect(reason)

    def drop(self, reset: bool = True) -> None:
        """Lose every socket, by a reset or by an end in order that no close frame announces."""
        self.delivery.drop(reset)

    def expire_stream(self, message: Message) -> None:
        """End a stream that was open for too long."""
        self.slack.end_stream(message.channel, message.ts, "message_not_in_streaming_state")

    def stop_by_user(self, message: Message) -> None:
        """Somebody presses stop on a message that is being written."""
        self.slack.end_stream(message.channel, message.ts, "stopped_by_user")

    def fail(
        self,
        method: str,
        times: int | None = 1,
        *,
        status: int = 200,
        error: str = "",
        retry_after: int | None = None,
        timeout: float | None = None,
        lost: bool = False,
        delay: float = 0.0,
        **more: Any,
    ) -> None:
        """Let the next calls of a method fail (all for `None`; `*` is every method): see `Failure`. `more` is
        what the answer says beside `error`."""
        error = error or ("ratelimited" if status == 429 else "")
        self.failures.plan(method, Failure(status, error, retry_after, more, timeout, lost, delay), times)

    @property
    def failures(self) -> Failures:
        """What goes wrong on command: `limit` and `heal` beside what `fail` plans."""
        return self.http.failures

    # --- what people see

    def thread(self, ts: str, channel: str = DESK) -> list[Message]:
        """A thread as it stands: its root and its replies, by time."""
        return self.slack.thread(channel, ts)

    def replies(self, ts: str, channel: str = DESK) -> list[Message]:
        """What the app wrote into a thread."""
        return [message for message in self.thread(ts, channel) if message.by_bot and message.ts != ts]

    def shown(self, ts: str, channel: str = DESK) -> str:
        """Everything that the app's messages in a thread show."""
        return "\n".join(message.shown for message in self.replies(ts, channel))

    def status(self, ts: str, channel: str = DESK) -> str:
        """What the app says that it is doing in a thread."""
        return self.slack.status(channel, ts)

    def called(self, method: str) -> list[Call]:
        """The calls of a method."""
        return [call for call in self.calls if call.method == method]

    def unacked(self) -> list[Sent]:
        """What was sent, and not acknowledged in any of its repetitions."""
        acked = {sent.event_id for sent in self.sent if sent.acked and sent.event_id}
        latest = {sent.event_id or sent.envelope: sent for sent in self.sent}
        return [sent for sent in latest.values() if not sent.acked and sent.event_id not in acked]

    def wait(self, condition: Callable[[], T], timeout: float = 10.0) -> T:
        """Wait until the condition gives something true, and return that."""
        until = time.monotonic() + timeout
        with self._heard:
            while not (found := condition()):
                assert time.monotonic() < until, (
                    f"not within {timeout} s; the last calls:"
                    f" {[(one.method, one.answer) for one in self.calls[-5:]]}"
                )
                self._heard.wait(0.05)
        return found

    def wait_connected(self, timeout: float = 10.0) -> None:
        """Wait until a socket is connected."""
        self.wait(lambda: self.delivery.connections, timeout)

    def wait_replies(
        self, ts: str, channel: str = DESK, *, least: int = 1, timeout: float = 10.0
    ) -> list[Message]:
        """Wait until the app wrote so many messages into a thread and is writing none."""

        def done() -> list[Message]:
            found = self.replies(ts, channel)
            return found if len(found) >= least and not any(message.streaming for message in found) else []

        return self.wait(done, timeout)

    # --- inside

    def _tell(self) -> None:
        with self._heard:
            self._heard.notify_all()

    def _trigger(self, user: str, to: ResponseUrl) -> tuple[str, str]:
        return (
            self.slack.new_trigger(user, to.channel),
            f"{self.slack.base}/respond/{self.slack.new_response_url(to)}",
        )

    def tell_of(self, message: Message, kind: str, what: str = "new") -> None:
        """Send the event of a message: `app_mention`, or `message`."""
        channel = self.slack.channels[message.channel]
        if kind == "app_mention":
            self._deliver_event(kind, payloads.mention_event(message, self.slack.base), "app_mentions:read")
        else:
            family = FAMILY[channel.kind]
            self._deliver_event(
                f"message.{family}",
                payloads.message_event(message, channel, self.slack.base, what),
                f"{family}:history",
            )

    def _deliver_event(self, name: str, event: dict[str, Any], scope: str) -> None:
        """Send an event to an app that is subscribed to it, has the scope and is in the channel."""
        channel = self.slack.channels.get(event.get("channel", ""))
        if (
            scope in self.slack.scopes
            and (self._events is None or name in self._events)
            and (channel is None or channel.has_bot)
        ):
            self.event(event)

    def _echo(self, what: str, message: Message) -> None:
        if message.by_bot and not self.http.stopped.is_set():
            self._later.submit(self.tell_of, message, "message", what)


def direct(user: str) -> str:
    """The conversation in which somebody writes to the app directly."""
    return f"D{user[1:]}"


def buttons(message: Message) -> list[dict[str, Any]]:
    """What can be pressed in a message, as the action that a press sends."""
    found = []
    for block in message.blocks:
        for element in (
            block["elements"]
            if block["type"] in ("actions", "context_actions")
            else [block.get("accessory", {})]
        ):
            shown = (
                [element.get(name) for name in ("positive_button", "negative_button")]
                if element.get("type") == "feedback_buttons"
                else [element]
            )
            found += [
                {
                    "type": element["type"],
                    "action_id": element.get("action_id", ""),
                    "block_id": block["block_id"],
                    "text": one["text"],
                    "value": one.get("value", ""),
                }
                for one in shown
                if one and "text" in one
            ]
    return found
