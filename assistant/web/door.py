"""The door of the page: who comes in, from where, and with how much, before Gradio hears of it."""

from __future__ import annotations

import ipaddress
import json
import secrets
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.settings import Settings
from assistant.watch import happened
from assistant.watch.logs import request_id
from ingest.errors import UsageError

_MB = 1_000_000
_MOST_SENT = 4 * _MB  # bytes of anything but an upload: a pasted op-ed is a few thousand
_UPLOADS = ("/gradio_api/upload", "/upload")
_STARTS = "/gradio_api/startup-events"  # Gradio asks itself for it once, as nobody; it tells nothing
OURSELVES = ("x-pincite-ourselves", secrets.token_urlsafe(32))
"""The header by which this process knows itself: Gradio's MCP server asks Gradio in the name of its callers,
but for some of it as nobody."""
NUMBER = "pincite.request"
"""Where a request's own number stands in its scope, by which the log tells what was done for it."""
PROBES = ("/health", "/ready", "/metrics")
"""Addresses that tell a machine how this server is, and nobody anything else; `probes.py` answers them."""
_CALLS = ("queue", "run", "file", "upload", "mcp")
_PARTS = (*PROBES, "/", "/config", *(f"/gradio_api/{one}" for one in _CALLS))
_AT_ONCE = 10  # files of the largest size in one upload
# Gradio writes its script and its styles into the page, and makes functions of text.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not let in: the HTTP status, and what is told."""

    status: int
    message: str


class _TooLarge(Exception):
    """More was sent than is taken."""


class Door:
    """ASGI middleware that lets in what `refusal` does not refuse, and tells the browser what the page may
    do."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        number = scope[NUMBER] = secrets.token_hex(6)
        request_id.set(number)
        refused = refusal(scope, self._settings)
        if refused:
            _told(refused, scope)
        if refused or scope["type"] == "websocket":
            await (_refuse(refused, scope, send) if refused else self._app(scope, receive, send))
            return
        left, has_begun = most_sent(scope["path"], self._settings), False

        async def counted() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise _TooLarge
            return message

        async def guarded(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                told = {name for name, _ in message["headers"]}
                ours = [(name.encode(), value.encode()) for name, value in _HEADERS.items()]
                message["headers"] = [*message["headers"], *(one for one in ours if one[0] not in told)]
            await send(message)

        try:
            await self._app(scope, counted, guarded)
        except _TooLarge:
            refused = _too_large(scope["path"], self._settings)
            _told(refused, scope)
            if not has_begun:
                await _refuse(refused, scope, send)


def refusal(scope: Scope, settings: Settings) -> Refusal | None:
    """Why a request is not let in, if it is not. It comes by a name of ours, from a page of ours if from any,
    from one user that a trusted proxy names where one is to, and it is not too large."""
    headers = _headers(scope)
    host = _one(headers, "host")
    if not _is_ours(host, settings):
        return Refusal(
            421,
            "This address is not served here. Its name can be added to PINCITE_HOSTS by your administrator.",
        )
    origin = _one(headers, "origin")
    if origin and not _is_same(origin, host, headers, scope, settings):
        return Refusal(403, "This request comes from another web page.")
    if _one(headers, "sec-fetch-site") == "cross-site" and _one(headers, "sec-fetch-mode") != "navigate":
        return Refusal(403, "This request comes from another web page.")
    is_own = secrets.compare_digest(headers.get(OURSELVES[0], [""])[0], OURSELVES[1])
    needs_no_user = is_own or scope["path"] in (_STARTS, *PROBES)
    if settings.user_header and not needs_no_user:
        named = [one.strip() for one in headers.get(settings.user_header.lower(), ())]
        if not _is_trusted(scope, settings):
            return Refusal(
                401, "Open this page at your office's address: it is not to be reached past its proxy."
            )
        if len(named) != 1 or not named[0]:
            return Refusal(
                401, "You are not signed in. Sign in at your office's address, then open this page again."
            )
    sent = _one(headers, "content-length")
    if sent.isdecimal() and int(sent) > most_sent(scope["path"], settings):
        return _too_large(scope["path"], settings)
    return None


def require_guarded(settings: Settings) -> None:
    """See that whoever reaches the page is known, or that it is meant to be open.

    Raises:
        UsageError: it is open to the network, and nobody signs anybody in.
    """
    if not (is_loopback(settings.host) or settings.user_header or settings.open):
        raise UsageError(
            f"{settings.host} is reached from the network, and nothing says who people are: everybody could"
            " read, add and remove documents",
            hint="put a proxy before the page that signs people in and set PINCITE_USER_HEADER; or say with"
            " --open that it is meant to be so",
        )


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def most_sent(path: str, settings: Settings) -> int:
    """The bytes that a request to that path may hold."""
    is_upload = path.startswith(_UPLOADS)
    return _AT_ONCE * settings.max_fetch_mb * _MB if is_upload else _MOST_SENT


def _too_large(path: str, settings: Settings) -> Refusal:
    return Refusal(
        413, f"This is too large: at most {most_sent(path, settings) // _MB} MB are taken at once."
    )


def _is_ours(host: str, settings: Settings) -> bool:
    """Whether a name is one of the page's. A numeric address always is: no one can have a name lead to it."""
    name = _name(f"//{host}")
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name in {"localhost", settings.host, *_local_names(), *_listed(settings.hosts)}
    return True


def _is_same(
    origin: str, host: str, headers: Mapping[str, Sequence[str]], scope: Scope, settings: Settings
) -> bool:
    """Whether a page's origin is ours: the address that is asked, one that the trusted proxy says it was
    asked for, or a configured name."""
    forwarded = _one(headers, "x-forwarded-host") if _is_trusted(scope, settings) else ""
    asked = urlsplit(origin).netloc.lower()
    return bool(asked) and (asked in {host, forwarded} or _name(origin) in _listed(settings.hosts))


def _is_trusted(scope: Scope, settings: Settings) -> bool:
    """Whether who connects is the proxy that may say who asks."""
    try:
        peer = ipaddress.ip_address((scope.get("client") or ("",))[0])
    except ValueError:
        return False
    return any(peer in ipaddress.ip_network(one, strict=False) for one in _listed(settings.trusted_proxy))


def _headers(scope: Scope) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return found


def _one(headers: Mapping[str, Sequence[str]], name: str) -> str:
    return headers.get(name, ("",))[0].strip().lower()


def _name(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _listed(setting: str) -> list[str]:
    return [one.strip().lower() for one in setting.split(",") if one.strip()]


@cache
def _local_names() -> set[str]:
    return {socket.gethostname().lower()}


def _told(refused: Refusal, scope: Scope) -> None:
    """Have who watches hear of a refusal: of the address no more than which part of the page it is of, as the
    rest may name a document."""
    part = "/".join(scope["path"].split("/")[:3])
    happened(
        "refused",
        status=refused.status,
        method=scope.get("method", scope["type"]),
        part=part if part in _PARTS else "other",
        peer=(scope.get("client") or ("",))[0],
    )


async def _refuse(refused: Refusal, scope: Scope, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008, "reason": refused.message[:120]})
        return
    is_call = scope["path"].startswith("/gradio_api")
    body = json.dumps({"error": refused.message}) if is_call else refused.message
    kind = "application/json" if is_call else "text/plain; charset=utf-8"
    headers = {"content-type": kind, "content-length": str(len(body.encode())), **_HEADERS}
    told = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": refused.status, "headers": told})
    await send({"type": "http.response.body", "body": body.encode()})
