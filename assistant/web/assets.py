"""Gradio's front end, sent so that a page is soon usable: its scripts are asked for at once, and not when one
after the other has found out what it needs; the browser keeps what was sent, and so do we."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import gradio as gr
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NAMED = re.compile(r"/assets/(?P<name>[\w.-]+-[\w-]{8}\d?\.(?P<kind>js|css))$")
"""A file whose name changes with its content."""
_TYPES = {"js": b"text/javascript; charset=utf-8", "css": b"text/css; charset=utf-8"}
_IMPORT = re.compile(r"(?:from|import)\s*\"\./([\w.-]+\.js)\"")
_LATER = re.compile(r"import\(`\./([\w.-]+\.js)`\)")
_DEPENDENCIES = re.compile(r"m\.f=(\[.*?\])", re.DOTALL)
_NEEDED = re.compile(r"__vite__mapDeps\(\[([\d,]+)\]\)")
_END = b"</head>"
_SMALLEST = 500  # bytes: less is sent as it is


class FrontEnd:
    """Sends the files of the front end from memory, compressed once, for the browser to keep, and puts `head`
    into the page; all else is the app's."""

    def __init__(self, app: ASGIApp, head: str) -> None:
        self._app = app
        self._head = head.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        asked = _NAMED.search(scope["path"])
        if asked is None or not (folder() / asked["name"]).is_file():
            await self._app(scope, receive, self._adding(send) if scope["path"].endswith("/") else send)
            return
        accepts = dict(scope["headers"]).get(b"accept-encoding", b"")
        body, is_packed = _sent(asked["name"], b"gzip" in accepts)
        headers = [
            (b"content-type", _TYPES[asked["kind"]]),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"public, max-age=31536000, immutable"),
            (b"vary", b"Accept-Encoding"),
            *([(b"content-encoding", b"gzip")] if is_packed else []),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _adding(self, send: Send) -> Send:
        """Send an answer with our head, where it is a page."""
        begun: list[Message] = []
        parts: list[bytes] = []

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = dict(message["headers"])
                if headers.get(b"content-type", b"").startswith(b"text/html"):
                    begun.append(message)
                    return
            if not begun:
                await send(message)
                return
            parts.append(message.get("body", b""))
            if message.get("more_body"):
                return
            body = b"".join(parts).replace(_END, self._head + _END, 1)
            kept = [(name, value) for name, value in begun[0]["headers"] if name != b"content-length"]
            length = (b"content-length", str(len(body)).encode())
            await send({**begun[0], "headers": [*kept, length]})
            await send({"type": "http.response.body", "body": body})

        return sending


def preloads(page: gr.Blocks) -> str:
    """The links by which a browser asks at once for the scripts that a page of these components needs; none
    where Gradio's front end is built otherwise than we know. Its styles so asked for would make a reload
    slower."""
    try:
        names = list(dict.fromkeys(_needed({one.get_block_name() for one in page.blocks.values()})))
    except (OSError, ValueError, IndexError, TypeError):
        return ""
    return "".join(f'<link rel="modulepreload" href="assets/{one}">' for one in names if one.endswith(".js"))


@cache
def folder() -> Path:
    """Where the front end's files lie."""
    found = find_spec("gradio")
    assert found is not None and found.origin is not None
    return Path(found.origin).parent / "templates" / "frontend" / "assets"


def _needed(kinds: Iterable[str]) -> Iterator[str]:
    """The files that a page with components of these kinds asks for: the app and its parts, and of each kind
    those that the app's core names."""
    page = (folder().parent / "index.html").read_text(encoding="utf-8")
    [entry] = re.findall(r"src=\"\./assets/(index-[\w-]+\.js)\"", page)
    later = _LATER.findall(_text(entry))
    [app] = [one for one in later if one.startswith("Index-")]
    [core] = [one for one in later if one.startswith("core-")]
    [blocks] = [one for one in _LATER.findall(_text(app)) if one.startswith("Blocks-")]
    for one in (app, blocks, core):
        yield from _with_imports(one)
    told = _text(core)
    [listed] = _DEPENDENCIES.findall(told)[:1]
    files = [one.removeprefix("./") for one in json.loads(listed)]
    for kind in sorted({"state" if one == "api" else one for one in kinds}):  # as the core has it
        if part := re.search(rf"[{{,]{re.escape(kind)}:\{{(.*?)import\.meta\.url\)\}}", told):
            for needed in _NEEDED.findall(part[1]):
                yield from (files[int(number)] for number in needed.split(","))
            yield from _LATER.findall(part[1])


def _with_imports(name: str) -> Iterator[str]:
    yield name
    yield from _IMPORT.findall(_text(name))


def _text(name: str) -> str:
    return (folder() / name).read_text(encoding="utf-8")


@cache
def _sent(name: str, packs: bool) -> tuple[bytes, bool]:
    """A file as it is sent, and whether that is compressed."""
    data = (folder() / name).read_bytes()
    return (gzip.compress(data, mtime=0), True) if packs and len(data) > _SMALLEST else (data, False)
