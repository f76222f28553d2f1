"""Accounts, their passwords, sessions and tokens: who is let in, until when, and what is kept of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer.record import Record
from assistant.settings import Settings
from assistant.workspace.access import checked_name
from assistant.workspace.accounts import FREE_TRIES, Account, Accounts, Pass, SignedIn, digest_of
from assistant.workspace.accounts_store import NAME, SqliteStore, accounts_of
from ingest.errors import LibraryCorrupt, NotAllowed, PinciteError, UsageError

PASSWORD = "four small ferries sail"
ANA = SignedIn("ana@office.example")


@pytest.fixture
def accounts(home: Path) -> Accounts:
    made = accounts_of(Settings(home=str(home)), Record(home))
    made.add("Ana@Office.example", PASSWORD)
    return made


def told(home: Path) -> list[tuple[str, str]]:
    return [
        (one["account"]["event"], one["account"]["name"])
        for one in Record(home).entries()
        if "account" in one
    ]


def aged(accounts: Accounts, secret: str, **seconds: float) -> None:
    """Make a session or a token older."""
    found = accounts.store.known(digest_of(secret))
    assert found is not None
    accounts.store.end([found[0].digest])
    accounts.store.add_pass(
        replace(found[0], **{name: getattr(found[0], name) - by for name, by in seconds.items()})
    )


def test_who_has_the_password_gets_a_session_and_nobody_else(accounts: Accounts, home: Path) -> None:
    who, secret = accounts.sign_in(" ANA@office.example ", PASSWORD)
    assert who == ANA and accounts.known(secret, "session") == ANA
    assert accounts.known(secret, "token") is None and accounts.known("x", "session") is None
    refusals = set()
    for name, password in (("ana@office.example", "wrong"), ("bea@office.example", PASSWORD), ("", "")):
        with pytest.raises(NotAllowed) as caught:
            accounts.sign_in(name, password)
        refusals.add((caught.value.message, caught.value.hint))
    assert len(refusals) == 1, "whether there is such an account is told to nobody"
    assert told(home) == [
        ("account made", ANA.name),
        ("signed in", ANA.name),
        ("sign-in failed", ANA.name),
        ("sign-in failed", "nobody's name"),
    ]


def test_who_is_nobody_does_not_fill_the_record(accounts: Accounts, home: Path) -> None:
    def tries(count: int) -> None:
        for number in range(count):
            with pytest.raises(NotAllowed):
                accounts.sign_in(f"nobody {number}", "a password typed as a name")

    tries(3)
    assert [event for event, _ in told(home)].count("sign-in failed") == 1
    count, at = accounts.store.tries("\n")
    accounts.store.put_tries("\n", count, at - 61)
    tries(1)
    assert [*Record(home).entries()][-1]["account"]["how"] == "and 2 before it"
    assert "nobody 0" not in (home / "record.jsonl").read_text()


def test_what_is_kept_lets_nobody_in_and_is_its_owners_alone(accounts: Accounts, home: Path) -> None:
    _, session = accounts.sign_in(ANA.name, PASSWORD)
    _, token = accounts.make_token(ANA.name, "script", 1)
    for path in home.glob(f"{NAME}*"):
        kept = path.read_bytes()
        assert not any(one.encode() in kept for one in (PASSWORD, session, token))
        assert path.stat().st_mode & 0o077 == 0
    assert b"$argon2id$" in (home / NAME).read_bytes()
    account = accounts.named(ANA.name)
    assert account.password and account.password not in repr(account)


def test_wrong_passwords_close_a_name_for_a_time_that_grows_whoever_has_it(accounts: Accounts) -> None:
    def waits(name: str) -> list[int]:
        found = []
        for count in range(1, FREE_TRIES + 8):
            accounts.store.put_tries(name, count, time.time())
            found.append(round(accounts.waits(name, time.time())))
        return found

    assert waits(ANA.name) == waits("nobody@office.example")
    assert waits(ANA.name) == [*[0] * (FREE_TRIES - 1), 30, 60, 120, 240, 480, 900, 900, 900]
    with pytest.raises(NotAllowed, match="15 minutes"):
        accounts.sign_in(ANA.name, PASSWORD)
    accounts.store.put_tries(ANA.name, FREE_TRIES, time.time() - 31)
    accounts.sign_in(ANA.name, PASSWORD)
    assert accounts.store.tries(ANA.name)[0] == 0, "who got in begins anew"


def test_the_record_tells_that_a_name_was_closed(accounts: Accounts, home: Path) -> None:
    accounts.store.put_tries(ANA.name, FREE_TRIES - 1, time.time())
    with pytest.raises(NotAllowed):
        accounts.sign_in(ANA.name, "wrong")
    assert told(home)[-2:] == [("sign-in failed", ANA.name), ("locked out", ANA.name)]
    accounts.unlock(ANA.name)
    accounts.sign_in(ANA.name, PASSWORD)


@pytest.mark.parametrize("password", ["short", "x" * 257, "ana@office.example", " " * 3])
def test_a_password_is_neither_short_nor_the_name(accounts: Accounts, password: str) -> None:
    with pytest.raises(UsageError):
        accounts.reset(ANA.name, password)
    accounts.sign_in(ANA.name, PASSWORD)


def test_a_session_ends_when_it_is_idle_and_when_it_is_old(accounts: Accounts) -> None:
    for name, seconds in (("used_at", 2 * 3600 + 1), ("ends_at", 12 * 3600 + 1)):
        _, secret = accounts.sign_in(ANA.name, PASSWORD)
        aged(accounts, secret, **{name: seconds - 60})
        assert accounts.known(secret, "session") == ANA
        aged(accounts, secret, **{name: seconds})
        assert accounts.known(secret, "session") is None


Ends = Callable[[Accounts, str], object]


@pytest.mark.parametrize(
    "end",
    [
        lambda accounts, secret: accounts.lock(ANA.name),
        lambda accounts, secret: accounts.remove(ANA.name),
        lambda accounts, secret: accounts.reset(ANA.name, PASSWORD + "!"),
        lambda accounts, secret: accounts.sign_out(secret),
    ],
)
def test_a_session_ends_at_once_with_what_it_stands_on(accounts: Accounts, home: Path, end: Ends) -> None:
    _, secret = accounts.sign_in(ANA.name, PASSWORD)
    elsewhere = accounts_of(Settings(home=str(home)))  # as the terminal, beside the server
    end(elsewhere, secret)
    assert accounts.known(secret, "session") is None
    if accounts.store.account(ANA.name):
        accounts.unlock(ANA.name)
    assert accounts.known(secret, "session") is None, "it does not come back"


def test_a_token_opens_until_it_is_over_revoked_or_locked(accounts: Accounts, home: Path) -> None:
    made, secret = accounts.make_token(ANA.name, "script", 30)
    assert secret.startswith("pincite_") and accounts.known(secret, "token") == ANA
    assert accounts.known(secret, "session") is None, "a browser cannot use it"
    accounts.reset(ANA.name, PASSWORD + "!")
    assert accounts.known(secret, "token") == ANA, "a script goes on with another password"
    accounts.lock(ANA.name)
    assert accounts.known(secret, "token") is None
    accounts.unlock(ANA.name)
    aged(accounts, secret, used_at=61)
    assert accounts.known(secret, "token") == ANA
    assert time.time() - accounts.tokens(ANA.name)[0].used_at < 30, "its last use is kept"
    accounts.revoke(ANA.name, made.id)
    assert accounts.known(secret, "token") is None and not accounts.tokens(ANA.name)
    _, other = accounts.make_token(ANA.name, "other", 30)
    aged(accounts, other, ends_at=31 * 86_400)
    assert accounts.known(other, "token") is None
    events = [event for event, _ in told(home)]
    assert events.count("token made") == 2 and events.count("token revoked") == 1
    assert secret not in (home / "record.jsonl").read_text()
    with pytest.raises(UsageError, match="has no token"):
        accounts.revoke(ANA.name, made.id)


def test_whom_a_provider_vouches_for_has_its_groups_and_may_be_locked_here(accounts: Accounts) -> None:
    who, secret = accounts.vouched("Bea@office.example", ["energy"])
    assert accounts.known(secret, "session") == who == SignedIn("bea@office.example", ("energy",))
    accounts.vouched("bea@office.example", [])
    assert accounts.known(secret, "session") == SignedIn("bea@office.example"), "those of the last sign-in"
    with pytest.raises(NotAllowed, match="do not match"):
        accounts.sign_in("bea@office.example", "")
    accounts.lock("bea@office.example")
    with pytest.raises(NotAllowed, match="locked"):
        accounts.vouched("bea@office.example", [])
    accounts.vouched(ANA.name, [])
    accounts.sign_in(ANA.name, PASSWORD)


@pytest.mark.parametrize("name", ["local", " LOCAL ", "terminal:root", "", " ", "a\nb", "x" * 201])
def test_nobody_signs_in_by_a_name_of_nobodys_or_of_the_terminals(accounts: Accounts, name: str) -> None:
    with pytest.raises(NotAllowed):
        accounts.add(name, PASSWORD)
    with pytest.raises(NotAllowed):
        accounts.vouched(name, [])
    assert checked_name(" Ana ") == "ana"


def test_a_damaged_file_lets_nobody_in(home: Path) -> None:
    home.mkdir()
    (home / NAME).write_bytes(b"not a database, but long enough to be looked at as one" * 99)
    store = SqliteStore(home / NAME)
    with pytest.raises(LibraryCorrupt, match="damaged"):
        store.known("x")
    with pytest.raises(LibraryCorrupt, match="damaged"):
        store.put(Account("ana"))


def test_nothing_is_made_where_nobody_signs_in(home: Path) -> None:
    home.mkdir()
    accounts = accounts_of(Settings(home=str(home)))
    assert accounts.known("x", "token") is None and not list(home.iterdir())
    with pytest.raises(PinciteError):
        accounts.store.add_pass(Pass("token", "x", "nobody", "x", "x", 0, 0, 0))
