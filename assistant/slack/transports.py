"""Where Slack's events come in: a socket that we open, or requests that Slack sends."""

from __future__ import annotations

import logging
import socket
import threading
import time

import uvicorn
from pydantic import SecretStr
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.starlette.handler import to_bolt_request, to_starlette_response
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assistant.slack.client import FAILURES, mapped
from ingest.errors import UsageError

PATH = "/slack/events"
_PING_S = 2.0  # a connection that ended without a word is noticed after five pings
_AT_ONCE = 10
_START_S = 20.0
_MOST_BYTES = 5_000_000  # of a request: Slack's are a thousandth of that


class SocketTransport:
    """Socket Mode: no address of ours need be reachable, and a lost connection is opened again."""

    def __init__(self, app: App, token: SecretStr) -> None:
        self._app = app
        self._token = token
        self._handler: SocketModeHandler | None = None

    def open(self) -> str:
        """Connect.

        Raises:
            ServiceError: Slack does not take the token, or is not to be reached.
        """
        self._handler = SocketModeHandler(
            self._app, self._token.get_secret_value(), ping_interval=_PING_S, concurrency=_AT_ONCE
        )
        try:
            self._handler.connect()  # type: ignore[no-untyped-call]
        except FAILURES as error:
            self.close()
            raise mapped(error, "SLACK_APP_TOKEN") from error
        return "Socket Mode"

    def close(self) -> None:
        """Disconnect."""
        if self._handler is not None:
            # What comes in at this moment is kept and cannot be acknowledged any more; Slack sends it again,
            # and it is known.
            self._app.logger.setLevel(logging.CRITICAL)
            self._handler.close()  # type: ignore[no-untyped-call]


class HttpTransport:
    """HTTP mode: Slack's requests. Of others nothing is read but their signature and time: Bolt verifies too,
    but parses first."""

    def __init__(self, app: App, signing_secret: SecretStr, host: str, port: int) -> None:
        verifier = SignatureVerifier(signing_secret.get_secret_value())

        async def events(request: Request) -> Response:
            body = await _body(request)
            if body is None:
                return Response(status_code=413)
            if not _is_signed(verifier, body, request):
                return Response(status_code=401)
            return to_starlette_response(
                await run_in_threadpool(app.dispatch, to_bolt_request(request, body))
            )

        site = Starlette(routes=[Route(PATH, events, methods=["POST"])])
        self._server = uvicorn.Server(uvicorn.Config(site, log_level="warning", lifespan="off"))
        self._address = (host, port)
        self._thread: threading.Thread | None = None

    def open(self) -> str:
        """Listen.

        Raises:
            UsageError: the port is taken.
        """
        host, port = self._address
        try:
            listening = socket.create_server((host, port))
        except OSError as error:
            raise UsageError(
                f"cannot listen on {host}:{port}: it is taken, or not this machine's",
                hint="PINCITE_SLACK_PORT takes another",
            ) from error
        self._thread = threading.Thread(
            target=self._server.run, args=([listening],), name="http", daemon=True
        )
        self._thread.start()
        deadline = time.monotonic() + _START_S
        while not self._server.started and time.monotonic() < deadline:
            time.sleep(0.02)
        return f"http://{host}:{listening.getsockname()[1]}{PATH}"

    def close(self) -> None:
        """Listen no more."""
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(_START_S)


async def _body(request: Request) -> bytes | None:
    """What a request holds, unless it is too much."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_BYTES:
            return None
    return bytes(body)


def _is_signed(verifier: SignatureVerifier, body: bytes, request: Request) -> bool:
    """Whether Slack signed it, within the last five minutes."""
    try:
        return verifier.is_valid_request(body, dict(request.headers))
    except ValueError:  # its time is no number, or the body no text
        return False
