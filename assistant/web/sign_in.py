"""Signing in and out: the few addresses besides Gradio's. Who is let in by it the door decides."""

from __future__ import annotations

import asyncio
import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, partial
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.render.html.sign_in import sign_in_html
from assistant.settings import Settings
from assistant.web.door import (
    SIGN_IN,
    SIGN_OUT,
    SIGNED_IN,
    asked_host,
    cookie_name,
    is_https,
    session_of,
)
from assistant.web.openid import Provider, who_is
from assistant.workspace.accounts import Accounts
from ingest.errors import PinciteError, TemporaryServiceError, UsageError

_AT_ONCE = 2  # passwords looked at: each takes 64 MB and a core for a moment
_MOST_WAITING = 60  # who sign in at once; whoever comes then is told to wait
_WAY_OUT_S = 600  # within which whoever went to the provider must be back
_WAYS_OUT = 6
_KEPT = {"cache-control": "no-store"}


class SignIn:
    """ASGI middleware with the addresses of signing in and out; all else is the app's."""

    def __init__(self, app: ASGIApp, settings: Settings, accounts: Accounts) -> None:
        self._app = app
        self._desk = _Desk(settings, accounts)
        ways = {
            "accounts": [Route(SIGN_IN, self._desk.enter, methods=["POST"])],
            "oidc": [
                Route(f"{SIGN_IN}/start", self._desk.start, methods=["GET"]),
                Route(f"{SIGN_IN}/return", self._desk.back, methods=["GET"]),
            ],
        }
        routes = [
            Route(SIGN_IN, self._desk.show, methods=["GET"]),
            Route(SIGN_OUT, self._desk.leave, methods=["POST"]),
            *ways[settings.sign_in],
        ]
        self._routes: ASGIApp = ExceptionMiddleware(Router(routes))
        if settings.sign_in == "oidc":
            self._routes = _remembering(self._routes, settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        path = scope.get("path", "")
        is_ours = scope["type"] == "http" and (path in (SIGN_IN, SIGN_OUT) or path.startswith(f"{SIGN_IN}/"))
        await (self._routes if is_ours else self._app)(scope, receive, send)


def _remembering(app: ASGIApp, settings: Settings) -> ASGIApp:
    """The app, with what authlib keeps of somebody while they are at the provider: state, nonce and verifier,
    signed, in a cookie."""
    from starlette.middleware.sessions import SessionMiddleware  # needs itsdangerous, of the extra

    return SessionMiddleware(
        app,
        secret_key=secrets.token_urlsafe(32),
        session_cookie="pincite-way",
        max_age=_WAY_OUT_S,
        https_only=bool(settings.tls_cert),
        path=settings.root_path or "/",
    )


def require_installed(settings: Settings) -> None:
    """See that what people sign in with is there, before a server starts.

    Raises:
        UsageError: a package is missing.
    """
    needs = {"accounts": ("argon2",), "oidc": ("authlib", "itsdangerous")}.get(settings.sign_in, ())
    if missing := [one for one in needs if not find_spec(one)]:
        raise UsageError(
            f"PINCITE_SIGN_IN={settings.sign_in} needs {' and '.join(missing)}, which is not installed",
            hint='pip install "pincite[office]"',
        )


@dataclass
class _Desk:
    settings: Settings
    accounts: Accounts
    waiting: int = 0
    threads: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(_AT_ONCE, "sign in"))

    @cached_property
    def provider(self) -> Provider:
        """Where people sign in, for `oidc`."""
        return Provider(self.settings)

    @property
    def root(self) -> str:
        """The path under which we are shown."""
        return self.settings.root_path.rstrip("/")

    async def show(self, request: Request) -> Response:
        """The sign-in page; whoever is signed in goes on at once."""
        onward = own_path(request.query_params.get("next", ""))
        if request.scope.get(SIGNED_IN):
            return _led(self.root + onward)
        told = "You are signed out." if "out" in request.query_params else ""
        return self._page(request, onward, told=told)

    async def enter(self, request: Request) -> Response:
        """Sign in with name and password."""
        async with request.form(max_files=0, max_fields=8) as form:
            name, password, onward = (str(form.get(one, "")) for one in ("name", "password", "next"))
        onward = own_path(onward)
        try:
            _, secret = await self._apart(self.accounts.sign_in, name, password)
        except PinciteError as error:
            return self._page(request, onward, error=error, user=name)
        return self._entered(request, secret, onward)

    async def start(self, request: Request) -> Response:
        """Go to the provider."""
        back = f"{'https' if is_https(request.scope, self.settings) else 'http'}://"
        back += f"{asked_host(request.scope, self.settings)}{self.root}{SIGN_IN}/return"
        if len(request.session) > _WAYS_OUT:  # each is a tab that went to the provider
            request.session.clear()
        request.session["next"] = own_path(request.query_params.get("next", ""))
        try:
            return await self.provider.lead(request, back)
        except PinciteError as error:
            return self._page(request, "", error=error)

    async def back(self, request: Request) -> Response:
        """Come back from the provider, with what it says of who signed in."""
        onward = own_path(str(request.session.get("next", "")))
        try:
            name, groups = who_is(await self.provider.claims(request), self.settings)
            _, secret = await self._apart(self.accounts.vouched, name, groups)
        except PinciteError as error:
            if request.scope.get(SIGNED_IN):  # in another tab, by then
                return _led(self.root + onward)
            return self._page(request, onward, error=error)
        request.session.clear()
        return self._entered(request, secret, onward)

    async def leave(self, request: Request) -> Response:
        """End the session."""
        if secret := session_of(request.scope):
            await asyncio.to_thread(self.accounts.sign_out, secret)
        left = _led(f"{self.root}{SIGN_IN}?out")
        for is_secure in (True, False):
            left.delete_cookie(cookie_name(is_secure=is_secure), path="/", secure=is_secure, httponly=True)
        return left

    async def _apart(self, work: Any, *given: str | list[str]) -> Any:
        if self.waiting >= _MOST_WAITING:
            raise TemporaryServiceError("Many people sign in just now", hint="try again in a moment")
        self.waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.threads, partial(work, *given))
        finally:
            self.waiting -= 1

    def _entered(self, request: Request, secret: str, onward: str) -> Response:
        is_secure = is_https(request.scope, self.settings)
        entered = _led(self.root + onward)
        entered.set_cookie(
            cookie_name(is_secure=is_secure),
            secret,
            path="/",
            secure=is_secure,
            httponly=True,
            samesite="lax",
        )
        return entered

    def _page(
        self,
        request: Request,
        onward: str,
        *,
        told: str = "",
        error: PinciteError | None = None,
        user: str = "",
    ) -> Response:
        shown = sign_in_html(
            self.settings.sign_in,
            root=self.root,
            onward=onward,
            user=user,
            provider=urlsplit(self.settings.oidc_issuer).hostname or "",
            told=told,
            message=error.message if error else "",
            hint=error.hint if error else "",
        )
        return HTMLResponse(shown, 401 if error else 200, headers=_KEPT)


def own_path(asked: str) -> str:
    """Where to go after signing in: a path of ours, and nothing else."""
    is_ours = asked.startswith("/") and not asked.startswith(("//", "/\\", SIGN_IN, SIGN_OUT))
    return asked if is_ours and asked.isprintable() and "\\" not in asked else "/"


def _led(to: str) -> Response:
    return RedirectResponse(to, 303, headers=_KEPT)
