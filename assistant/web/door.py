"""The door of the page: who comes in, from where, and with how much, before Gradio hears of it."""

from __future__ import annotations

import ipaddress
import json
import re
import secrets
import socket
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlencode, urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.settings import Settings
from assistant.watch import happened
from assistant.watch.logs import request_id
from assistant.workspace.access import checked_name
from assistant.workspace.accounts import Accounts, SignedIn
from ingest.errors import NotAllowed, UsageError

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
SIGNED_IN = "pincite.signed_in"
"""Under which a request's scope has who it comes from, where somebody signed in."""
SIGN_IN = "/sign-in"
"""The page on which people sign in; what is below it is reached by everybody, as is `SIGN_OUT`."""
SIGN_OUT = "/sign-out"
WAYS = ("accounts", "oidc")
_LOOKED_AT = 5.0  # seconds after which it is looked again whether who is being answered is still signed in
# What our page and other programs ask of Gradio. It has more, by which one page reaches another's state.
_PATHS = re.compile(
    r"/(?:health|ready|metrics|config/?|theme\.css|manifest\.json|robots\.txt|favicon\.ico|pwa_icon(?:/.*)?"
    r"|(?:assets|static|svelte)/.*|sign-(?:in(?:/start|/return)?|out)"
    r"|gradio_api/(?:info/?|openapi\.json|startup-events|app_id/?|login_check/?|theme\.css|heartbeat/[^/]+"
    r"|(?:run|api)/[^/]+/?|call/.+|queue/(?:join|data|status)|cancel|reset/?|upload|upload_progress"
    r"|file(?:=|/).+|custom_component/.+|mcp(?:/.*)?)?)?"
)
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


class _Ended(Exception):
    """Who is being answered is not signed in any more."""


class Door:
    """ASGI middleware that lets in what `refusal` does not refuse, says in the scope who it is, and tells the
    browser what the page may do. A stream ends when its reader's session does."""

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        accounts: Accounts | None = None,
        looks_s: float = _LOOKED_AT,
    ) -> None:
        self._app, self._settings, self._accounts, self._looks_s = app, settings, accounts, looks_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        number = scope[NUMBER] = secrets.token_hex(6)
        request_id.set(number)
        who = signed_in(scope, self._settings, self._accounts)
        scope[SIGNED_IN] = who
        refused = refusal(scope, self._settings, who)
        if refused and refused.status == 401 and self._settings.sign_in and _is_visit(scope):
            await _send_to_sign_in(scope, send, self._settings)
            return
        if refused:
            _told(refused, scope)
        if refused or scope["type"] == "websocket":
            await (refuse(refused, scope, send) if refused else self._app(scope, receive, send))
            return
        left, has_begun = most_sent(scope["path"], self._settings), False
        looked_at, has_ended = time.monotonic(), False

        async def counted() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise _TooLarge
            return message

        async def guarded(message: Message) -> None:
            nonlocal has_begun, has_ended, looked_at
            if who and message.get("more_body") and time.monotonic() - looked_at > self._looks_s:
                looked_at = time.monotonic()
                has_ended = signed_in(scope, self._settings, self._accounts) is None
                if has_ended:
                    raise _Ended
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
                await refuse(refused, scope, send)
        except (_Ended, BaseExceptionGroup):  # Starlette streams in tasks
            if not has_ended:
                raise
            await send({"type": "http.response.body", "body": b""})


def signed_in(scope: Scope, settings: Settings, accounts: Accounts | None) -> SignedIn | None:
    """Who a request comes from, where somebody signed in: whom the proxy names, whose token it bears, or
    whose session it is of."""
    headers = _headers(scope)
    if settings.user_header:
        if not (_is_trusted(scope, settings) or _is_ourselves(headers)):
            return None
        if told := headers.get(settings.user_header.lower()):
            return _named_by_proxy(told)
    if accounts is None or not (settings.sign_in or settings.user_header):
        return None
    if told := headers.get("authorization"):
        kind, _, secret = told[0].partition(" ")
        is_one = len(told) == 1 and kind.lower() == "bearer"
        return accounts.known(secret.strip(), "token") if is_one else None
    secret = session_of(scope)
    return accounts.known(secret, "session") if secret and settings.sign_in else None


def refusal(scope: Scope, settings: Settings, who: SignedIn | None) -> Refusal | None:
    """Why a request of `who` signed in, if anybody, is not let in, if it is not. It comes by a name of ours,
    from a page of ours if from any, from somebody where people are to sign in, and it is not too large."""
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
    path = scope["path"]
    if not _PATHS.fullmatch(path):
        return Refusal(404, "There is nothing here.")
    is_open = path in (_STARTS, *PROBES) or _is_ourselves(headers) or _is_sign_in(path, settings)
    if (settings.user_header or settings.sign_in) and not is_open:
        if settings.user_header and not _is_trusted(scope, settings):
            return Refusal(
                401, "Open this page at your office's address: it is not to be reached past its proxy."
            )
        if who is None:
            at = "at your office's address, then open this page again" if settings.user_header else "again"
            return Refusal(401, f"You are not signed in, or not any more. Sign in {at}.")
    sent = _one(headers, "content-length")
    if sent.isdecimal() and int(sent) > most_sent(scope["path"], settings):
        return _too_large(scope["path"], settings)
    return None


def require_guarded(settings: Settings) -> None:
    """See that whoever reaches the page is known, or that it is meant to be open.

    Raises:
        UsageError: it is open to the network, and nobody signs anybody in; or how they sign in is not said
            whole.
    """
    if settings.sign_in and settings.sign_in not in WAYS:
        raise UsageError(
            f"PINCITE_SIGN_IN is {settings.sign_in!r}", hint=f"it can be {' or '.join(WAYS)}, or empty"
        )
    if settings.sign_in and settings.user_header:
        raise UsageError(
            "PINCITE_SIGN_IN and PINCITE_USER_HEADER are both set, and people sign in in one way",
            hint="unset PINCITE_USER_HEADER, unless a proxy signs people in",
        )
    if settings.sign_in == "oidc" and not (settings.oidc_issuer and settings.oidc_client_id):
        raise UsageError(
            "to sign in with an OpenID provider, Pincite must know it",
            hint="set PINCITE_OIDC_ISSUER, PINCITE_OIDC_CLIENT_ID and PINCITE_OIDC_CLIENT_SECRET",
        )
    if not (is_loopback(settings.host) or settings.user_header or settings.sign_in or settings.open):
        raise UsageError(
            f"{settings.host} is reached from the network, and nothing says who people are: everybody could"
            " read, add and remove documents",
            hint="set PINCITE_SIGN_IN, or put a proxy before the page that signs people in and set"
            " PINCITE_USER_HEADER; or say with --open that it is meant to be so",
        )


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def session_of(scope: Scope) -> str:
    """The secret of the session that a request says it is of."""
    sent = SimpleCookie()
    with suppress(CookieError):
        sent.load("; ".join(_headers(scope).get("cookie", ())))
    found = sent.get(cookie_name(is_secure=True)) or sent.get(cookie_name(is_secure=False))
    return found.value if found else ""


def cookie_name(*, is_secure: bool) -> str:
    """What the cookie of a session is called; a browser takes one called `__Host-` from this very host alone,
    by HTTPS."""
    return "__Host-pincite" if is_secure else "pincite"


def is_https(scope: Scope, settings: Settings) -> bool:
    """Whether the reader's browser came by HTTPS, to us or to the trusted proxy."""
    forwarded = _one(_headers(scope), "x-forwarded-proto") if _is_trusted(scope, settings) else ""
    return (forwarded or scope["scheme"]) == "https"


def asked_host(scope: Scope, settings: Settings) -> str:
    """The name and port by which the reader's browser asked."""
    headers = _headers(scope)
    forwarded = _one(headers, "x-forwarded-host") if _is_trusted(scope, settings) else ""
    return forwarded if forwarded and _is_ours(forwarded, settings) else _one(headers, "host")


def most_sent(path: str, settings: Settings) -> int:
    """The bytes that a request to that path may hold."""
    is_upload = path.startswith(_UPLOADS)
    return _AT_ONCE * settings.max_fetch_mb * _MB if is_upload else _MOST_SENT


def _too_large(path: str, settings: Settings) -> Refusal:
    return Refusal(
        413, f"This is too large: at most {most_sent(path, settings) // _MB} MB are taken at once."
    )


def _named_by_proxy(told: Sequence[str]) -> SignedIn | None:
    """The one user that a header names, if it does."""
    with suppress(NotAllowed):
        return SignedIn(checked_name(told[0])) if len(told) == 1 else None
    return None


def is_ourselves(scope: Scope) -> bool:
    """Whether this process asks itself."""
    return _is_ourselves(_headers(scope))


def _is_ourselves(headers: Mapping[str, Sequence[str]]) -> bool:
    return secrets.compare_digest(headers.get(OURSELVES[0], [""])[0], OURSELVES[1])


def _is_sign_in(path: str, settings: Settings) -> bool:
    is_one = path in (SIGN_IN, SIGN_OUT) or path.startswith(f"{SIGN_IN}/")
    return bool(settings.sign_in) and is_one


def _is_visit(scope: Scope) -> bool:
    """Whether somebody opens the page, and not a program or the page itself asks."""
    accepts = _one(_headers(scope), "accept")
    return scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and "text/html" in accepts


async def _send_to_sign_in(scope: Scope, send: Send, settings: Settings) -> None:
    query = scope["query_string"].decode("latin-1")
    asked = scope["path"] + (f"?{query}" if query else "")
    onward = f"?{urlencode({'next': asked})}" if asked != "/" else ""
    to = f"{settings.root_path.rstrip('/')}{SIGN_IN}{onward}"
    headers = [(b"location", to.encode()), (b"cache-control", b"no-store"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


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


async def refuse(refused: Refusal, scope: Scope, send: Send) -> None:
    """Answer with why a request is not let in."""
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
