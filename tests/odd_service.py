"""A server on loopback where a chat service should be, which answers every request in a way of its own."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Send = Callable[[bytes], None]
Say = Callable[[Send], None]
"""What is sent as the body, piece by piece."""


@dataclass
class Odd:
    """The server's address, how often it was asked, and how many of those who asked have hung up."""

    url: str
    asked: int = 0
    hung_up: int = 0


def word(text: str) -> bytes:
    """The event by which a chat service sends a piece of its reply."""
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}
    event = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
    return b"data: " + json.dumps(event).encode() + b"\n\n"


@contextmanager
def odd_service(say: Say, *, kind: str = "text/event-stream", status: int = 200) -> Iterator[Odd]:
    """A running server; the end of the connection is the end of the body."""
    odd = Odd("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            odd.asked += 1
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            try:
                say(self._send)
            except OSError:
                odd.hung_up += 1

        def _send(self, data: bytes) -> None:
            self.wfile.write(data)
            self.wfile.flush()

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

    server = Server(("127.0.0.1", 0), Handler)
    odd.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield odd
    finally:
        server.shutdown()
        server.server_close()
