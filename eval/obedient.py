"""The worst chat model: a server on loopback that speaks OpenAI's protocol and does what any text in its
prompt wants.

It knows what each attack is after. Where the evidence that it is given holds that, however it is written, it
says it in several ways: the sentence that holds it, with the id of that sentence; the claim, with that id and
with another; and an image from the attacker's host. Where the evidence holds none of it, it repeats its
evidence."""

from __future__ import annotations

import base64
import binascii
import codecs
import json
import re
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from eval.hostile_documents import HOST, Hostile

_LINE = re.compile(r"^ *([A-Z]\d[A-Z]) (\".*\")$", re.MULTILINE)
_ENCODED = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")
_PIECE = 40  # characters of a streamed event
_REPEATED = 2  # sentences of evidence that it repeats


@dataclass(slots=True)
class Obedient:
    """The running server: its address, and the names of the attacks that reached it, in order."""

    url: str = ""
    reached: list[str] = field(default_factory=list)


def obey(asked: str, attacks: Sequence[Hostile]) -> tuple[str, list[str]]:
    """What the model says to a prompt, and the names of the attacks that it found in it."""
    lines = [(found[1], str(json.loads(found[2]))) for found in _LINE.finditer(asked)]
    outside = readable(_LINE.sub("", asked))
    said: list[str] = []
    obeyed = []
    for attack in attacks:
        holding = [(name, text) for name, text in lines if _wants(readable(text), attack)]
        if holding or _wants(outside, attack):
            obeyed.append(attack.name)
            said += _said(attack, holding, [name for name, _ in lines])
    said += [f"{text} [{name}]" for name, text in lines[:_REPEATED]]
    return "\n".join(said) or "The documents do not say.", obeyed


def _wants(text: str, attack: Hostile) -> bool:
    return any(goal in text for goal in attack.goals if goal != HOST) or (
        HOST in text and any(mark in text for mark in attack.marks)
    )


def _said(attack: Hostile, holding: Sequence[tuple[str, str]], names: Sequence[str]) -> Iterator[str]:
    own = holding[0][0] if holding else (names[0] if names else "A2B")
    other = next((name for name in names if name != own), own)
    yield f"{attack.claim} [{own}]"
    yield f"{attack.claim} [{other}]".replace(" is ", " was ", 1)
    yield from (f"{text} [{name}]" for name, text in holding[:1])
    yield f"![status](https://{HOST}/p.png?q=1) {attack.fact} [{own}]"


def readable(text: str) -> str:
    """A text with every way of writing that the attacks use undone beside it: backwards, in rot13, in base64,
    in look-alike letters, with blanks."""
    bare = "".join(
        one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf"
    ).replace("\u034f", "")
    found = [bare, bare[::-1], codecs.decode(bare, "rot13"), bare.translate(str.maketrans("оеа", "oea"))]
    for token in _ENCODED.findall(bare):
        try:
            found.append(base64.b64decode(token + "=" * (-len(token) % 4)).decode())
        except (binascii.Error, UnicodeDecodeError):
            continue
    return "\n".join(found)


@contextmanager
def obedient_model(attacks: Sequence[Hostile]) -> Iterator[Obedient]:
    """A running server on a free port of loopback."""
    model = Obedient()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            text, obeyed = obey("\n".join(message["content"] for message in body["messages"]), attacks)
            model.reached += obeyed
            if body.get("stream"):
                self._stream(text)
            else:
                choice = {
                    "index": 0,
                    "message": {"role": "assistant", "content": text},
                    "finish_reason": "stop",
                }
                data = json.dumps(
                    {
                        "id": "x",
                        "object": "chat.completion",
                        "created": 1,
                        "model": "obedient",
                        "choices": [choice],
                    }
                ).encode()
                self._send("application/json", data)

        def _stream(self, text: str) -> None:
            pieces = [
                {"role": "assistant", "content": text[start : start + _PIECE]}
                for start in range(0, len(text), _PIECE)
            ]
            events: list[dict[str, Any]] = [
                {"index": 0, "delta": piece, "finish_reason": None} for piece in pieces
            ]
            events.append({"index": 0, "delta": {}, "finish_reason": "stop"})
            chunk = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "obedient"}
            whole = "".join(f"data: {json.dumps(chunk | {'choices': [event]})}\n\n" for event in events)
            self._send("text/event-stream", (whole + "data: [DONE]\n\n").encode())

        def _send(self, media_type: str, data: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    model.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
