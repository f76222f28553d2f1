"""Signing in at an OpenID provider: Canaille, a real one, in an environment of its own; and what a provider
may say of somebody."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from filelock import FileLock

from assistant.answer.record import Record
from assistant.settings import Settings
from assistant.web.openid import who_is
from assistant.workspace.accounts_store import accounts_of
from eval.crowd import served
from ingest.errors import NotAllowed
from tests.installed import missing
from tests.web.openid_provider import CLIENT, PASSWORD, SECRET

CANAILLE = "canaille[front,oidc]==0.3.6"  # its pages and its API are what the tests press
ANA, BEA = "ana@office.example", "bea@office.example"


@pytest.fixture(scope="session")
def canaille() -> str:
    """The Python of an environment with Canaille, which is made once a machine."""
    kept = Path(tempfile.gettempdir()) / f"pincite-tests-{os.getuid()}"
    kept.mkdir(mode=0o700, exist_ok=True)
    folder = kept / "-".join(("canaille", CANAILLE.rpartition("=")[2], *map(str, sys.version_info[:2])))
    python = folder / "bin" / "python"
    with FileLock(f"{folder}.lock"):
        if not (folder / "whole").exists():
            venv.create(folder, with_pip=True, clear=True)
            command = [str(python), "-m", "pip", "install", "--quiet", CANAILLE]
            done = subprocess.run(command, env=_apart(), capture_output=True, text=True, check=False)
            if done.returncode:
                missing(f"{CANAILLE} cannot be installed: {done.stderr[-300:]}")
            (folder / "whole").touch()
    return str(python)


def _apart() -> dict[str, str]:
    """Our environment without what keeps tests from the network, which that of Canaille lacks."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("openid") / "home"
    home.mkdir()
    (home / "access.toml").write_text("[groups]\nenergy = []\n[roles]\nlibrarian = ['*@office.example']\n")
    return home


@pytest.fixture(scope="module")
def site(canaille: str, home: Path) -> Iterator[str]:
    """The page, whose people sign in at the provider."""
    port, ours = free_port(), free_port()
    back = f"http://127.0.0.1:{ours}/sign-in/return"
    program = Path(__file__).with_name("openid_provider.py")
    with tempfile.TemporaryDirectory() as folder:
        command = [canaille, str(program), str(port), back]
        provider = subprocess.Popen(
            command, cwd=folder, env=_apart(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        try:
            assert provider.stdout and "the provider is at" in provider.stdout.readline()
            settings = {
                "PINCITE_SIGN_IN": "oidc",
                "PINCITE_OIDC_ISSUER": f"http://127.0.0.1:{port}",
                "PINCITE_OIDC_CLIENT_ID": CLIENT,
                "PINCITE_OIDC_CLIENT_SECRET": SECRET,
                "PINCITE_OIDC_SCOPES": "openid email profile groups",
                "PINCITE_PORT": str(ours),
            }
            with served(home, **settings) as address:
                yield address.rstrip("/")
        finally:
            provider.kill()
            provider.wait(30)


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


LOGIN = "input[name=user_name], input[name=login]"
_IN = ".who strong, [role=alert]"


def enter(page: Any, name: str) -> None:
    """Sign in at the provider, agree where it asks, and come back."""
    page.fill(LOGIN, name)
    if not page.locator("input[name=password]").count():
        page.keyboard.press("Enter")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"button[value=accept], {_IN}", state="attached")
    if page.locator("button[value=accept]").count():
        page.click("button[value=accept]")


def test_one_signs_in_at_the_provider_and_is_known_by_its_groups(page: Any, site: str, home: Path) -> None:
    page.goto(f"{site}/?q=1")
    page.click("a:has-text('Sign in')")
    enter(page, "ana")
    page.wait_for_selector(f".who:has-text('Signed in as {ANA}')", state="attached")
    assert page.url == f"{site}/?q=1"
    accounts = accounts_of(Settings(home=str(home)))
    assert accounts.named(ANA).groups == ("energy",)
    assert {
        ("event", "signed in"),
        ("name", ANA),
        ("how", "provider"),
    } <= set([*Record(home).entries()][-1]["account"].items())
    cookies = {one["name"]: one for one in page.context.cookies(site)}
    assert cookies["pincite"]["httpOnly"] and cookies["pincite"]["sameSite"] == "Lax"
    accounts.lock(ANA)
    page.goto(f"{site}/")
    page.click("a:has-text('Sign in')")
    page.wait_for_selector("[role=alert]:has-text('This account is locked')")
    accounts.unlock(ANA)


def test_a_way_that_was_begun_elsewhere_leads_in_nobody(page: Any, site: str, home: Path) -> None:
    page.goto(f"{site}/")
    page.click("a:has-text('Sign in')")
    page.wait_for_selector(LOGIN)
    page.context.clear_cookies(name="pincite-way")  # as in the browser of somebody else
    enter(page, "bea")
    page.wait_for_selector("[role=alert]:has-text('This sign-in was not begun here')")
    assert not [one for one in page.context.cookies(site) if one["name"] == "pincite"]
    assert "code=" not in page.inner_text("main")
    assert accounts_of(Settings(home=str(home))).store.account(BEA) is None


@pytest.mark.process
def test_the_way_there_has_pkce_state_and_nonce(site: str) -> None:
    with httpx.Client(follow_redirects=False) as client:
        led = client.get(f"{site}/sign-in/start")
        asked = httpx.URL(led.headers["location"]).params
        assert asked["response_type"] == "code" and asked["code_challenge_method"] == "S256"
        assert all(len(asked[name]) > 16 for name in ("state", "nonce", "code_challenge"))
        assert asked["redirect_uri"] == f"{site}/sign-in/return" and SECRET not in str(led.headers)
        assert client.post(f"{site}/sign-in", data={"name": "ana"}).status_code == 405, "no password is taken"


@pytest.mark.process
def test_a_provider_that_is_gone_is_told(tmp_path: Path) -> None:
    gone = {"PINCITE_OIDC_ISSUER": f"http://127.0.0.1:{free_port()}", "PINCITE_OIDC_CLIENT_ID": CLIENT}
    with served(tmp_path / "home", PINCITE_SIGN_IN="oidc", **gone) as address:
        told = httpx.get(f"{address}sign-in/start")
        assert told.status_code == 401 and "cannot be reached" in told.text


OIDC = Settings(sign_in="oidc", oidc_issuer="https://id.office.example", oidc_client_secret="x y z")  # type: ignore[arg-type]


def test_whom_claims_are_about() -> None:
    told = {"sub": "17", "email": "Ana@office.example", "groups": ["energy", 3, "trade"]}
    assert who_is(told, OIDC) == ("Ana@office.example", ["energy", "trade"])
    assert who_is(told | {"email_verified": True, "groups": "energy"}, OIDC)[1] == ["energy"]
    assert who_is(told, replace(OIDC, oidc_groups_claim="roles"))[1] == []
    assert who_is({"sub": "17", "preferred_username": "ana@office.example"}, OIDC) == ("17", [])
    for no in (False, "false", None, "no", 0):
        with pytest.raises(NotAllowed, match="not verified"):
            who_is(told | {"email_verified": no}, OIDC)
    for nobody in ({}, {"sub": ""}, {"sub": "ana@office.example"}):
        with pytest.raises(NotAllowed, match="does not tell"):
            who_is(nobody, OIDC)


def test_the_secret_of_the_client_is_shown_by_nothing() -> None:
    assert "x y z" not in repr(OIDC) and OIDC.digest == Settings().digest
