"""What a machine asks of this server: whether it lives, whether it can answer, and its metrics."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import anyio.to_thread
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.settings import Settings
from assistant.watch.metrics import CONTENT_TYPE
from assistant.web.door import PROBES

_PASSED_ON = {b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip", b"via"}
"""Headers by which a proxy says that somebody else asks."""


@dataclass(frozen=True, slots=True)
class Probed:
    """What probes are told: `lacking` what there is not yet to answer with, `metrics` the metrics as text,
    None where there are none."""

    lacking: Callable[[], Sequence[str]]
    metrics: Callable[[], bytes] | None = None


class Probes:
    """ASGI middleware that answers `/health`, `/ready` and `/metrics` to this machine and to those that
    `PINCITE_WATCHERS` names, and to nobody for whom a proxy asks."""

    def __init__(self, app: ASGIApp, probed: Probed, settings: Settings) -> None:
        self._app, self._probed, self._settings = app, probed, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a probe, or hand the request on."""
        if scope["type"] != "http" or scope["path"] not in PROBES:
            await self._app(scope, receive, send)
            return
        status, kind, body = 404, "text/plain; charset=utf-8", b"not here"
        if _may_ask(scope, self._settings):
            # in a thread, as a library on another machine may let one wait
            status, kind, body = await anyio.to_thread.run_sync(self._answer, scope["path"])
        headers = [
            (b"content-type", kind.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    def _answer(self, path: str) -> tuple[int, str, bytes]:
        if path == "/health":
            return 200, "application/json", b'{"alive": true}'
        if path == "/ready":
            lacking = list(self._probed.lacking())
            told = {"ready": not lacking, **({"lacking": lacking} if lacking else {})}
            return 503 if lacking else 200, "application/json", json.dumps(told).encode()
        if self._probed.metrics is None:
            return 404, "text/plain; charset=utf-8", b"metrics are off: PINCITE_METRICS=1 turns them on"
        return 200, CONTENT_TYPE, self._probed.metrics()


def _may_ask(scope: Scope, settings: Settings) -> bool:
    """Whether a probe is of this machine or of those that are named, and of nobody behind a proxy: to that
    anybody in the office is this machine."""
    names = {name for name, _ in scope["headers"]}
    if names & _PASSED_ON or (settings.user_header and settings.user_header.lower().encode() in names):
        return False
    try:
        peer = ipaddress.ip_address((scope.get("client") or ("",))[0])
    except ValueError:
        return False
    listed = [one.strip() for one in settings.watchers.split(",") if one.strip()]
    return peer.is_loopback or any(peer in ipaddress.ip_network(one, strict=False) for one in listed)
