"""Slack's side of HTTP on loopback: the Web API, files to download and upload, and the addresses at which an
app answers an interaction."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.slack.block_kit import message_problems
from tests.slack.slack_chat import Answer, Args, add_ephemeral, valid
from tests.slack.slack_failures import Failure, Failures
from tests.slack.slack_methods import call
from tests.slack.slack_state import Workspace
from tests.slack.slack_values import BOT_USER, Refused

LOGIN = (
    "<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in to your"
    " workspace</body></html>"
)
_JSON_FIELDS = ("attachments", "blocks", "chunks", "files", "loading_messages", "metadata", "prompts", "view")


@dataclass(frozen=True)
class Call:
    """One call that came in: a method of the Web API, or `files.download`, `files.upload` or `response_url`.

    `answer` is empty where nothing was sent.
    """

    method: str
    args: Args
    at: float
    answer: Answer = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether it was carried out and the app was told so."""
        return bool(self.answer.get("ok"))


@dataclass(frozen=True)
class Reply:
    """An answer over HTTP."""

    body: bytes = b""
    status: int = 200
    kind: str = "application/json; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """What came in over HTTP."""

    path: str
    body: bytes
    kind: str
    token: str


@dataclass
class Http:
    """The HTTP side. `calls` and `problems` grow; `heard` is told after each call; `socket` makes the address
    of a new Socket Mode connection."""

    slack: Workspace
    tokens: tuple[str, str]
    socket: Callable[[], str]
    failures: Failures = field(default_factory=Failures)
    calls: list[Call] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    heard: Callable[[], None] = lambda: None
    stopped: threading.Event = field(default_factory=threading.Event)

    def respond(self, request: Request) -> Reply | None:
        """Answer a request, or hang up (`None`)."""
        area, _, rest = request.path.strip("/").partition("/")
        if area == "api":
            args = _arguments(request)
            token = request.token or str(args.pop("token", ""))
            return self._call(rest, args, lambda: self._method(rest, args, token))
        if area == "respond":
            args = _arguments(request)
            return self._call("response_url", args, lambda: self._answer_interaction(rest, args))
        if area == "upload":
            return self._call(
                "files.upload",
                {"file": rest, "length": len(request.body)},
                lambda: self._take(rest, request.body),
            )
        if area == "files-pri":
            return self._download(rest, request.token)
        return Reply(LOGIN.encode(), 200 if area == "login" else 404, "text/html; charset=utf-8")

    def _call(
        self, method: str, args: Args, run: Callable[[], Answer], reply: Reply | None = None
    ) -> Reply | None:
        """Carry a call out, or let it fail as planned, and keep it. `reply` is what the app gets where the
        answer itself is not."""
        at, failure = time.monotonic(), self.failures.take(method)
        carried_out = failure is None or failure.lost or failure.only_late
        if failure is None or carried_out:
            answer = self._run(method, run)
        else:
            answer = {"ok": False, "error": failure.error, **failure.more} if failure.error else {}
        if failure:
            self.stopped.wait(failure.timeout or failure.delay)
        hangs_up = failure is not None and failure.hangs_up
        self.calls.append(Call(method, args, at, {} if hangs_up else answer))
        self.heard()
        if hangs_up:
            return None
        return reply if reply and carried_out else _reply(answer, failure)

    def _run(self, method: str, run: Callable[[], Answer]) -> Answer:
        try:
            return run()
        except Refused as refused:
            self.problems += [f"{method}: {problem}" for problem in refused.answer.get("errors", [])]
            return refused.answer

    def _method(self, method: str, args: Args, token: str) -> Answer:
        bot, app = self.tokens
        if not token:
            raise Refused("not_authed")
        if token not in self.tokens:
            raise Refused("invalid_auth")
        if token != (app if method == "apps.connections.open" else bot):
            raise Refused("not_allowed_token_type")
        if method == "apps.connections.open":
            return {"ok": True, "url": self.socket()}
        return call(self.slack, method, args)

    def _answer_interaction(self, name: str, args: Args) -> Answer:
        """What the app posts to a `response_url`."""
        valid(message_problems(args))
        to = self.slack.respond(name)
        changes: dict[str, Any] = {key: args[key] for key in ("text", "blocks") if key in args}
        if args.get("delete_original"):
            self.slack.delete(to.channel, to.message_ts)
        elif args.get("replace_original") and to.message_ts:
            self.slack.update(to.channel, to.message_ts, changes)
        elif args.get("response_type") == "in_channel":
            self.slack.post(
                to.channel,
                BOT_USER,
                args.get("text", ""),
                blocks=args.get("blocks"),
                thread_ts=args.get("thread_ts"),
            )
        else:
            add_ephemeral(self.slack, to.channel, to.user, {"thread_ts": to.thread_ts, **args})
        return {"ok": True}

    def _take(self, name: str, content: bytes) -> Answer:
        if name not in self.slack.files:
            raise Refused("file_not_found")
        self.slack.add(replace(self.slack.files[name], content=content))
        return {"ok": True}

    def _download(self, path: str, token: str) -> Reply | None:
        """A file's content for who may read it; anybody else is sent to a page to sign in, as Slack does."""
        file = self.slack.files.get(path.partition("/")[0].rpartition("-")[2])
        if token != self.tokens[0] or "files:read" not in self.slack.scopes:
            answer, reply = (
                {"ok": False, "error": "not_authed"},
                Reply(status=302, headers={"Location": f"{self.slack.base}/login"}),
            )
        elif file is None:
            answer, reply = {"ok": False, "error": "file_not_found"}, Reply(b"", 404, "text/plain")
        else:
            answer, reply = {"ok": True}, Reply(file.content, kind=file.mimetype)
        return self._call("files.download", {"path": path}, lambda: answer, reply)


def _arguments(request: Request) -> Args:
    """The arguments of a call, whether they came as JSON or as a form with JSON in some of its fields."""
    if request.kind.startswith("application/json"):
        return dict(json.loads(request.body or b"{}"))
    args: Args = dict(parse_qsl(request.body.decode(), keep_blank_values=True))
    return {
        name: json.loads(value) if name in _JSON_FIELDS and isinstance(value, str) else value
        for name, value in args.items()
    }


def _reply(answer: Answer, failure: Failure | None) -> Reply:
    status = failure.status if failure else 200
    headers = {"Retry-After": str(failure.retry_after)} if failure and failure.retry_after is not None else {}
    if not answer:
        return Reply(b"Internal Server Error", status, "text/plain", headers)
    return Reply(json.dumps(answer).encode(), status, headers=headers)


class _Handler(BaseHTTPRequestHandler):
    """Reads a request, lets `Http.respond` answer, and hangs up where that gives nothing."""

    http: Http

    def _serve(self) -> None:
        split = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)) or split.query.encode()
        kind = self.headers.get("Content-Type") or ""
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        reply = self.http.respond(Request(split.path, body, kind, token))
        if reply is None:
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in {
            "Content-Type": reply.kind,
            "Content-Length": str(len(reply.body)),
            **reply.headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body)

    do_GET = do_POST = _serve  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256  # a burst opens many connections at once

    def handle_error(self, *_: object) -> None:
        pass  # a client that gave up waiting


def serve(http: Http) -> ThreadingHTTPServer:
    """A running server on a free port of loopback."""
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"http": http}))
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server
