"""How events, commands and interactions reach the app, by Socket Mode or as signed HTTP requests, and when it
acknowledged each."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import socket
import struct
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from tests.slack.slack_values import APP

Json = dict[str, Any]
_FORMS: dict[str, Callable[[Json], Json]] = {
    "slash_commands": lambda body: body,
    "interactive": lambda body: {"payload": json.dumps(body)},
}


@dataclass
class Sent:
    """Something that was sent to the app, and when and how the app acknowledged it: `acked` stays `None`
    until then."""

    kind: str
    body: Json
    retry: int = 0
    envelope: str = field(default_factory=lambda: str(uuid.uuid4()))
    at: float = field(default_factory=time.monotonic)
    acked: float | None = None
    answer: Any = None
    status: int = 0

    @property
    def event_id(self) -> str:
        """The id that a repeated event has again."""
        return str(self.body.get("event_id", ""))

    @property
    def latency(self) -> float:
        """Seconds until it was acknowledged, or until now."""
        return (self.acked or time.monotonic()) - self.at


@dataclass
class Delivery:
    """Everything sent so far, and where to send: to the sockets that are connected, or to `url` in HTTP
    mode."""

    secret: str
    heard: Callable[[], None] = lambda: None
    url: str = ""
    sent: list[Sent] = field(default_factory=list)
    connections: list[ServerConnection] = field(default_factory=list)
    _tickets: set[str] = field(default_factory=set)
    _envelopes: dict[str, Sent] = field(default_factory=dict)
    _server: Server | None = None

    def start(self) -> None:
        """Listen for sockets on a free port of loopback."""
        self._server = serve(self._talk, "127.0.0.1", 0, compression=None)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Hang up on all and listen no more."""
        self.drop()
        if self._server:
            self._server.shutdown()

    def address(self) -> str:
        """A new address to connect to, good for once."""
        assert self._server
        ticket = uuid.uuid4().hex
        self._tickets.add(ticket)
        return f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}/link/?ticket={ticket}&app_id={APP}"

    def send(self, sent: Sent) -> Sent:
        """Send it, over HTTP with waiting for the answer. Without a socket it counts as sent and not
        acknowledged."""
        self.sent.append(sent)
        self._envelopes[sent.envelope] = sent
        if self.url:
            self._post(sent)
        else:
            self._write(sent)
        return sent

    def disconnect(self, reason: str) -> None:
        """Tell the newest socket that it will be closed, as Slack does when it refreshes connections."""
        self._tell(
            self.connections[-1], {"type": "disconnect", "reason": reason, "debug_info": {"host": "stand-in"}}
        )

    def drop(self, reset: bool = True) -> None:
        """Cut every socket off without a word: with a reset, or with an orderly end of the connection, which
        Slack's client is slow to see."""
        dropped, self.connections[:] = list(self.connections), []
        for connection in dropped:
            # Under the mutex, so that the thread that reads from the socket cannot end it in order when it
            # wakes up.
            with contextlib.suppress(OSError), connection.protocol_mutex:
                if reset:
                    connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    connection.socket.shutdown(socket.SHUT_RD)
                    connection.socket.close()
                else:
                    connection.socket.shutdown(socket.SHUT_RDWR)

    def _talk(self, connection: ServerConnection) -> None:
        """One socket, from its greeting to its end."""
        ticket = (
            (connection.request.path if connection.request else "").partition("ticket=")[2].partition("&")[0]
        )
        if ticket not in self._tickets:
            connection.close(1008, "invalid ticket")
            return
        self._tickets.discard(ticket)
        info = {"app_id": APP}
        self._tell(
            connection,
            {
                "type": "hello",
                "connection_info": info,
                "num_connections": len(self.connections) + 1,
                "debug_info": {},
            },
        )
        self.connections.append(connection)
        self.heard()
        try:
            with contextlib.suppress(ConnectionClosed, OSError):
                for raw in connection:
                    self._ack(json.loads(raw))
        finally:
            with contextlib.suppress(ValueError):
                self.connections.remove(connection)
            self.heard()

    def _ack(self, said: Json) -> None:
        sent = self._envelopes.get(said.get("envelope_id", ""))
        if sent and sent.acked is None:
            sent.acked, sent.answer, sent.status = time.monotonic(), said.get("payload"), 200
        self.heard()

    def _write(self, sent: Sent) -> None:
        envelope = {
            "envelope_id": sent.envelope,
            "type": sent.kind,
            "payload": sent.body,
            "accepts_response_payload": sent.kind != "events_api",
        }
        if sent.kind == "events_api":
            envelope |= {"retry_attempt": sent.retry, "retry_reason": "timeout" if sent.retry else ""}
        if self.connections:
            self._tell(self.connections[-1], envelope)

    def _tell(self, connection: ServerConnection, what: Json) -> None:
        with contextlib.suppress(ConnectionClosed, OSError):
            connection.send(json.dumps(what))

    def _post(self, sent: Sent) -> None:
        """The same as a request, signed as Slack signs it; Slack waits three seconds."""
        form = _FORMS.get(sent.kind)
        body = urlencode(form(sent.body)) if form else json.dumps(sent.body)
        headers = signed(body, self.secret) | {
            "Content-Type": "application/x-www-form-urlencoded" if form else "application/json"
        }
        if sent.retry:
            headers |= {"X-Slack-Retry-Num": str(sent.retry), "X-Slack-Retry-Reason": "http_timeout"}
        request = urllib.request.Request(self.url, body.encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=3) as response:
                sent.status, text = response.status, response.read().decode()
            sent.acked = time.monotonic()
            sent.answer = json.loads(text) if text.startswith("{") else text or None
        except urllib.error.HTTPError as error:
            sent.status = error.code
        except OSError:
            sent.status = 0
        self.heard()


def signed(body: str, secret: str, at: float | None = None) -> dict[str, str]:
    """The headers by which an app knows that a request is Slack's; `at` makes it an old one."""
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}
