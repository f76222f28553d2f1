"""A chat server on loopback that speaks OpenAI's protocol and does as it is told: says something, fails in a
given way, or breaks off."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Say = Callable[[str], str]
"""The text of the request's messages → the reply."""


@dataclass(frozen=True)
class Turn:
    """One reply: what is said, and what where the request holds it to a schema or a tool; None: it does not
    heed that. `refuses` are those that it takes no request with. The reply comes in pieces of so many
    characters; `cut_after` breaks the connection off after so many; `hang_s` waits before anything is
    sent."""

    say: Say = lambda _: ""
    data: Say | None = None
    refuses: tuple[str, ...] = ()
    piece: int = 7
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    hang_s: float = 0.0
    finish: str = "stop"


@dataclass
class Stub:
    """The server's address, what it was asked and held to, how often its models were listed, and what it does
    next; the last turn is repeated."""

    url: str
    turns: list[Turn]
    asked: list[str] = field(default_factory=list)
    held_to: list[str] = field(default_factory=list)
    listed: int = 0


def cite(asked: str, fragment: str) -> str:
    """The id under which the request gives the sentence that contains the fragment, in brackets."""
    found = (re.match(r" *([A-Z]\d[A-Z]) ", line) for line in asked.splitlines() if fragment in line)
    return f"[{next(filter(None, found))[1]}]"


def as_data(*sentences: tuple[str, Sequence[str]]) -> Say:
    """A reply of sentences as data: each with fragments of the evidence that it cites."""
    return lambda asked: json.dumps(
        {
            "sentences": [
                {"text": text, "ids": [cite(asked, one).strip("[]") for one in fragments]}
                for text, fragments in sentences
            ]
        }
    )


def _content(text: str, body: dict[str, Any], *, calls: bool, first: bool) -> dict[str, Any]:
    """A piece of a message: of its text, or of the arguments with which it calls the tool of the request."""
    if not calls:
        return {"content": text}
    of = {"name": body["tools"][0]["function"]["name"]} if first else {}
    told = {"index": 0, "type": "function", "function": {**of, "arguments": text}}
    return {"content": None, "tool_calls": [{**told, **({"id": "call"} if first else {})}]}


@contextmanager
def chat_stub(*turns: Turn, n_params: int | None = None, unlisted: int = 0) -> Iterator[Stub]:
    """A running server; `n_params` is how large it says that its model is, once it has failed to list it
    `unlisted` times."""
    stub = Stub("", list(turns))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            stub.listed += 1
            if stub.listed <= unlisted:
                self._whole(503, {"error": {"message": "later", "type": "later"}}, {})
                return
            meta = {} if n_params is None else {"meta": {"n_params": n_params}}
            self._whole(200, {"object": "list", "data": [{"id": "m", "object": "model", **meta}]}, {})

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked = "\n".join(message["content"] for message in body["messages"])
            stub.asked.append(asked)
            turn = stub.turns[min(len(stub.asked), len(stub.turns)) - 1]
            form = "schema" if "response_format" in body else "tool" if "tools" in body else "text"
            stub.held_to.append(form)
            time.sleep(turn.hang_s)
            if form in turn.refuses:
                self._whole(400, {"error": {"message": f"unknown parameter for {form}", "type": "no"}}, {})
                return
            if turn.status != 200:
                self._whole(turn.status, {"error": {"message": "no", "type": "no"}}, turn.headers)
                return
            heeds = form != "text" and turn.data is not None
            text = turn.data(asked) if heeds and turn.data else turn.say(asked)
            calls = heeds and form == "tool"
            usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
            if not body.get("stream"):
                choice = {
                    "index": 0,
                    "message": {"role": "assistant", **_content(text, body, calls=calls, first=True)},
                    "finish_reason": turn.finish,
                }
                self._whole(
                    200,
                    {
                        "id": "x",
                        "object": "chat.completion",
                        "model": "m",
                        "choices": [choice],
                        "usage": usage,
                    },
                    {},
                )
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for start in range(0, len(text), turn.piece):
                if turn.cut_after is not None and start >= turn.cut_after:
                    self.close_connection = True
                    self.connection.close()
                    return
                self._event(
                    {
                        "choices": [
                            {
                                "index": 0,
                                "delta": {
                                    "role": "assistant",
                                    **_content(
                                        text[start : start + turn.piece],
                                        body,
                                        calls=calls,
                                        first=start == 0,
                                    ),
                                },
                                "finish_reason": None,
                            }
                        ]
                    }
                )
            self._event({"choices": [{"index": 0, "delta": {}, "finish_reason": turn.finish}]})
            self._event({"choices": [], "usage": usage})
            self._chunk(b"data: [DONE]\n\n")
            self._chunk(b"")

        def _event(self, event: dict[str, Any]) -> None:
            self._chunk(
                b"data: "
                + json.dumps(
                    {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", **event}
                ).encode()
                + b"\n\n"
            )

        def _chunk(self, data: bytes) -> None:
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()

        def _whole(self, status: int, body: dict[str, Any], headers: dict[str, str]) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(data)),
                **headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass  # a client that gave up waiting

    server = Server(("127.0.0.1", 0), Handler)
    stub.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
