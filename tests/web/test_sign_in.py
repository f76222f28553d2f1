"""Signing in with an account, and what lets a request in afterwards: the door and the sign-in page, before an
app that says whom they let in."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, StreamingResponse
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.settings import Settings
from assistant.web.door import OURSELVES, Door, require_guarded
from assistant.web.reader import reader_of
from assistant.web.sign_in import SignIn, own_path
from assistant.workspace.accounts import Accounts
from assistant.workspace.accounts_store import accounts_of
from ingest.errors import UsageError

PASSWORD = "four small ferries sail"
BROWSER = {"accept": "text/html"}
HERE = "http://127.0.0.1:7860"


def app_of(settings: Settings) -> ASGIApp:
    """An app that tells who reads, behind our doors."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        reader = reader_of(gr.Request(Request(scope)), settings)
        told = [reader.name, sorted(reader.groups), sorted(reader.roles)]
        answer = JSONResponse(told) if scope["path"] != "/" else PlainTextResponse(json.dumps(told))
        await answer(scope, receive, send)

    accounts = accounts_of(settings)
    within = SignIn(app, settings, accounts) if settings.sign_in else app
    return Door(within, settings, accounts)


@pytest.fixture
def settings(home: Path) -> Settings:
    home.mkdir()
    (home / "access.toml").write_text('[groups]\nenergy = ["ana@office.example"]\n')
    return Settings(home=str(home), sign_in="accounts")


@pytest.fixture
def accounts(settings: Settings) -> Accounts:
    made = accounts_of(settings)
    made.add("ana@office.example", PASSWORD)
    return made


@pytest.fixture
def browser(settings: Settings, accounts: Accounts) -> TestClient:
    return TestClient(app_of(settings), base_url=HERE, follow_redirects=False)


def enter(browser: TestClient, **more: str) -> Any:
    form = {"name": "ana@office.example", "password": PASSWORD} | more
    return browser.post("/sign-in", data=form, headers={"origin": str(browser.base_url)})


ANA = ["ana@office.example", ["energy"], ["contributor"]]


def test_who_opens_the_page_signs_in_and_comes_back_to_where_they_were(browser: TestClient) -> None:
    led = browser.get("/?c=a%26b", headers=BROWSER)
    assert (led.status_code, led.headers["location"]) == (303, "/sign-in?next=%2F%3Fc%3Da%2526b")
    page = browser.get(led.headers["location"], headers=BROWSER)
    assert page.status_code == 200 and 'name="next" value="/?c=a%26b"' in page.text
    assert page.headers["cache-control"] == "no-store" and "default-src 'self'" in str(page.headers)
    assert not re.search(r"(?:src|href)=\"?(?:https?:)?//", page.text), "it needs nothing from elsewhere"
    entered = enter(browser, next="/?c=a%26b")
    assert (entered.status_code, entered.headers["location"]) == (303, "/?c=a%26b")
    assert browser.get("/", headers=BROWSER).json() == ANA
    assert browser.get("/sign-in?next=/?c=1").headers["location"] == "/?c=1", "who is in goes on"


@pytest.mark.parametrize("path", ["/config", "/gradio_api/info", "/gradio_api/queue/data?session_hash=x"])
def test_who_is_not_signed_in_gets_nothing_of_the_app(browser: TestClient, path: str) -> None:
    for headers in ({}, {"cookie": "pincite=x"}, {"authorization": "Bearer pincite_x"}, {OURSELVES[0]: "x"}):
        assert browser.get(path, headers=headers).status_code == 401
    assert browser.post("/gradio_api/run/ask", json={}).status_code == 401
    enter(browser)
    assert browser.get(path).json() == ANA


def test_what_is_wrong_with_a_sign_in_is_told_and_escaped(browser: TestClient) -> None:
    name = "<b>ana</b>"
    refused = enter(browser, name=name, password="wrong")
    assert refused.status_code == 401 and "set-cookie" not in refused.headers
    assert 'role="alert"' in refused.text and name not in refused.text
    assert "&lt;b&gt;ana&lt;/b&gt;" in refused.text and "wrong" not in refused.text.split("<body>")[1]


def test_the_cookie_is_the_hosts_alone_where_it_can_be(browser: TestClient, settings: Settings) -> None:
    plain = enter(browser).headers["set-cookie"]
    assert plain.startswith("pincite=") and "HttpOnly" in plain and "samesite=lax" in plain.lower()
    secure = TestClient(app_of(settings), base_url=HERE.replace("http", "https"), follow_redirects=False)
    cookie = enter(secure).headers["set-cookie"]
    assert cookie.startswith("__Host-pincite=") and "Secure" in cookie and "Path=/" in cookie
    assert "omain" not in cookie
    assert secure.get("/config").json() == ANA


def test_each_sign_in_is_a_new_session_and_signing_out_ends_it_here(browser: TestClient) -> None:
    first, second = (enter(browser).cookies["pincite"] for _ in range(2))
    assert first != second
    browser.cookies.clear()
    assert browser.get("/config", headers={"cookie": f"pincite={second}"}).status_code == 200
    away = browser.post("/sign-out", headers={"cookie": f"pincite={second}", "origin": HERE})
    assert (away.status_code, away.headers["location"]) == (303, "/sign-in?out")
    assert browser.get("/config", headers={"cookie": f"pincite={second}"}).status_code == 401
    assert browser.get("/config", headers={"cookie": f"pincite={first}"}).status_code == 200


def test_no_other_page_signs_anybody_in_or_out(browser: TestClient) -> None:
    for path in ("/sign-in", "/sign-out"):
        sent = browser.post(path, data={"name": "x"}, headers={"origin": "https://harbour.example"})
        assert sent.status_code == 403
    assert browser.get("/sign-out").status_code == 405, "a link or a picture ends no session"


@pytest.mark.parametrize(
    "asked",
    [
        *("https://harbour.example", "//harbour.example", "/\\harbour.example", "/\t/harbour.example"),
        *("javascript:alert(1)", "harbour", "", "/sign-out", "/sign-in?next=/", "/a\r\nset-cookie: a=b"),
    ],
)
def test_one_is_led_to_a_path_of_ours_alone(browser: TestClient, asked: str) -> None:
    assert own_path(asked) == "/" and enter(browser, next=asked).headers["location"] == "/"
    assert own_path("/?doc=a&start=1") == "/?doc=a&start=1"


def test_a_program_comes_in_by_its_token_until_it_is_revoked(browser: TestClient, accounts: Accounts) -> None:
    made, secret = accounts.make_token("ana@office.example", "script", 1)

    def asks(*told: str) -> int:
        headers = [("authorization", one) for one in told]
        return browser.get("/gradio_api/info", headers=headers).status_code

    assert browser.get("/config", headers={"authorization": f"bearer {secret}"}).json() == ANA
    assert asks(f"Bearer {secret}") == 200
    assert asks(f"Basic {secret}") == asks(secret) == asks(f"Bearer {secret}", "Bearer x") == 401
    accounts.revoke("ana@office.example", made.id)
    assert asks(f"Bearer {secret}") == 401


def test_before_a_proxy_a_token_takes_the_place_of_the_header(home: Path) -> None:
    settings = Settings(home=str(home), host="0.0.0.0", user_header="X-User", trusted_proxy="10.0.0.7")
    accounts = accounts_of(settings)
    accounts.add("ana@office.example", None)
    _, secret = accounts.make_token("ana@office.example", "script", 1)
    token = {"authorization": f"Bearer {secret}"}

    def asks(headers: dict[str, str], client: str = "10.0.0.7") -> Any:
        program = TestClient(app_of(settings), base_url=HERE, client=(client, 5))
        answer = program.get("/config", headers=headers)
        return answer.json()[0] if answer.status_code == 200 else answer.status_code

    assert asks(token) == "ana@office.example"
    assert asks(token, client="10.0.0.8") == 401, "whoever goes past the proxy is nobody, token or not"
    assert asks(token | {"x-user": "Bea@office.example"}) == "bea@office.example", "whom the proxy names"
    assert asks({"authorization": "Bearer x"}) == asks({"x-user": "local"}) == 401
    assert asks({"x-user": "terminal:root"}) == asks({"x-user": ""}) == asks({}) == 401


def test_this_process_asks_in_somebodys_name_or_may_do_nothing(
    browser: TestClient, accounts: Accounts
) -> None:
    _, secret = accounts.make_token("ana@office.example", "script", 1)
    ours = dict([OURSELVES])
    assert browser.get("/config", headers=ours | {"authorization": f"Bearer {secret}"}).json() == ANA
    assert browser.get("/config", headers=ours).json() == ["local", [], []]


@pytest.mark.parametrize(
    "path",
    [
        *("/login", "/logout", "/monitoring", "/monitoring/summary", "/gradio_api/deep_link"),
        *("/gradio_api/proxy=http://127.0.0.1", "/gradio_api/vibe-edit", "/gradio_api/stream/x"),
        *("/gradio_api/component_server", "/gradio_api/token", "/gradio_api/runs", "/dev/reload"),
    ],
)
def test_what_gradio_has_besides_is_not_there(browser: TestClient, path: str) -> None:
    enter(browser)
    assert browser.get(path).status_code == browser.post(path, json={}).status_code == 404


def test_how_people_sign_in_is_said_whole_before_a_server_starts(settings: Settings) -> None:
    require_guarded(Settings(host="0.0.0.0", sign_in="accounts"))
    issuer = "https://id.office.example"
    require_guarded(Settings(host="0.0.0.0", sign_in="oidc", oidc_issuer=issuer, oidc_client_id="pincite"))
    for wrong, why in (
        (Settings(sign_in="password"), "accounts or oidc"),
        (Settings(sign_in="accounts", user_header="X-User"), "unset PINCITE_USER_HEADER"),
        (Settings(sign_in="oidc", oidc_issuer=issuer), "PINCITE_OIDC_CLIENT_ID"),
    ):
        with pytest.raises(UsageError) as caught:
            require_guarded(wrong)
        assert why in caught.value.hint


def test_a_stream_ends_with_its_session(settings: Settings, accounts: Accounts) -> None:
    sent: list[int] = []

    async def endless(scope: Scope, receive: Receive, send: Send) -> None:
        async def parts() -> AsyncIterator[bytes]:
            for number in itertools.count():
                sent.append(number)
                if number == 3:
                    accounts.lock("ana@office.example")
                yield b"data: more\n\n"

        await StreamingResponse(parts())(scope, receive, send)

    within = SignIn(endless, settings, accounts)
    browser = TestClient(Door(within, settings, accounts, looks_s=-1), base_url=HERE, follow_redirects=False)
    enter(browser)
    told = browser.get("/gradio_api/queue/data?session_hash=x")
    assert told.status_code == 200 and told.text.count("more") == 3 and len(sent) == 4


@pytest.mark.process
def test_whoever_signs_nobody_in_needs_none_of_its_packages() -> None:
    """With the packages of the extra `office` hidden the page loads, and the accounts say what they
    lack."""
    program = """
import sys
sys.modules |= dict.fromkeys(("argon2", "authlib", "itsdangerous"))
import assistant.web.launch, assistant.cli
from assistant.settings import Settings
from assistant.workspace.accounts import hashed
from ingest.errors import UsageError
try:
    hashed("four small ferries sail", "ana")
except UsageError as error:
    print(error.hint)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert 'pip install "pincite[office]"' in done.stdout, done.stderr
