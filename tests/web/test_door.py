"""Who is let in to the page: by a name of its own, from a page of its own, as one user that the proxy names,
with no more than is taken."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from assistant.settings import Settings
from assistant.web.door import OURSELVES, Door, refusal, require_guarded, signed_in
from ingest.errors import UsageError

ALONE = Settings(host="127.0.0.1")
OFFICE = Settings(
    host="0.0.0.0", user_header="X-User", hosts="pincite.example", trusted_proxy="10.0.0.7, 10.1.0.0/16"
)
PROXY = "10.0.0.7"


def asked(
    *headers: tuple[str, str],
    host: str = "127.0.0.1:7860",
    client: str = PROXY,
    path: str = "/",
    kind: str = "http",
) -> Scope:
    told = [("Host", host), *headers]
    raw = [(name.lower().encode(), value.encode()) for name, value in told]
    return {"type": kind, "method": "POST", "path": path, "headers": raw, "client": (client, 5)}


def status(settings: Settings, *headers: tuple[str, str], **more: Any) -> int:
    scope = asked(*headers, **more)
    found = refusal(scope, settings, signed_in(scope, settings, None))
    return found.status if found else 200


def test_a_name_that_was_bound_to_this_machine_gets_nothing() -> None:
    for host in ("127.0.0.1:7860", "localhost:7860", "[::1]:7860", "192.0.2.7"):
        assert status(ALONE, host=host) == 200
    for host in ("harbour.example", "localhost.harbour.example", "127.0.0.1.harbour.example", "", "["):
        assert status(ALONE, host=host) == 421
    assert status(OFFICE, ("X-User", "ana"), host="pincite.example") == 200
    assert status(OFFICE, ("X-User", "ana"), host="other.example") == 421


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_another_page_may_ask_for_nothing(kind: str) -> None:
    def given(*headers: tuple[str, str], settings: Settings = ALONE) -> int:
        return status(settings, *headers, kind=kind)

    assert given(("Origin", "http://127.0.0.1:7860")) == 200
    for origin in ("http://harbour.example", "null", "http://127.0.0.1:9999", "http://harbour.example:7860"):
        assert given(("Origin", origin)) == 403
    assert given(("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors")) == 403
    assert given(("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate")) == 200, "a link leads here"
    user = ("X-User", "ana")
    assert given(user, ("Origin", "https://pincite.example"), settings=OFFICE) == 200
    shown = (user, ("X-Forwarded-Host", "desk.example"), ("Origin", "https://desk.example"))
    assert given(*shown, settings=OFFICE) == 200, "the proxy says by which name it was asked"
    assert given(*shown[1:], settings=ALONE) == 403, "whoever is no proxy says nothing"


def test_one_user_is_named_and_by_the_proxy_alone() -> None:
    assert status(OFFICE, ("X-User", "ana")) == 200
    assert status(OFFICE, ("x-user", "ana"), client="10.1.9.9") == 200
    assert status(OFFICE) == status(OFFICE, ("X-User", " ")) == 401
    assert status(OFFICE, ("X-User", "ana"), ("X-User", "bea")) == 401
    for client in ("10.0.0.8", "127.0.0.1", "not an address"):
        assert status(OFFICE, ("X-User", "ana"), client=client) == 401
    assert status(ALONE) == 200, "alone on a machine nobody is named"
    assert status(OFFICE, path="/gradio_api/startup-events") == 200, "Gradio starts itself"
    assert status(OFFICE, path="/gradio_api/startup-events", host="other.example") == 421
    assert status(OFFICE, OURSELVES) == 200, "and asks itself for what MCP wants"
    assert status(OFFICE, (OURSELVES[0], "x")) == status(OFFICE, (OURSELVES[0], "")) == 401


def test_what_is_larger_than_is_taken_is_refused_before_it_is_read() -> None:
    assert status(ALONE, ("Content-Length", "3000000")) == 200
    assert status(ALONE, ("Content-Length", "5000000")) == 413
    assert status(ALONE, ("Content-Length", "400000000"), path="/gradio_api/upload") == 200
    assert status(ALONE, ("Content-Length", "600000000"), path="/gradio_api/upload") == 413


def test_nobody_serves_the_network_unguarded_by_mistake() -> None:
    for settings in (ALONE, replace(ALONE, host="::1"), OFFICE, Settings(host="0.0.0.0", open=1)):
        require_guarded(settings)
    for host in ("0.0.0.0", "::", "192.0.2.7", "pincite.example"):
        with pytest.raises(UsageError, match="nothing says who people are") as caught:
            require_guarded(Settings(host=host))
        assert "PINCITE_USER_HEADER" in caught.value.hint and "--open" in caught.value.hint


def through(scope: Scope, *bodies: bytes) -> list[Message]:
    """What comes back of an app that reads all and says yes."""
    sent: list[Message] = []
    left = [*bodies]

    async def receive() -> Message:
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    async def send(message: Message) -> None:
        sent.append(message)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive())["more_body"]:
            pass
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"yes"})

    asyncio.run(Door(app, ALONE)(scope, receive, send))
    return sent


def test_what_does_not_say_how_large_it_is_is_counted() -> None:
    assert through(asked(), b"x" * 1000)[-1]["body"] == b"yes"
    told = through(asked(), *[b"x" * 1_000_000] * 5)
    assert told[0]["status"] == 413 and b"at most 4 MB" in told[1]["body"]


def test_every_answer_says_what_the_page_may_do() -> None:
    for scope in (asked(), asked(host="harbour.example")):
        headers = {name: value.decode() for name, value in through(scope, b"")[0]["headers"]}
        assert "default-src 'self'" in headers[b"content-security-policy"]
        assert "frame-ancestors 'none'" in headers[b"content-security-policy"]
        assert (headers[b"x-content-type-options"], headers[b"referrer-policy"]) == ("nosniff", "same-origin")
    call = through(asked(host="harbour.example", path="/gradio_api/run/x"))
    assert b'{"error": "This address' in call[1]["body"]
