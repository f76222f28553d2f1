"""Who may sign in to the page, and the tokens of their programs."""

from __future__ import annotations

import getpass
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.options import Home, Json, app, keep_private, print_json, settings_of
from assistant.cli.record import whoever
from ingest.errors import UsageError

if TYPE_CHECKING:
    from assistant.workspace.accounts import Account, Accounts, Pass

user_app = typer.Typer(no_args_is_help=True, help="Say who may sign in to the page, and by what.")
app.add_typer(user_app, name="user")

Name = Annotated[str, typer.Argument(metavar="NAME", help="Whose: an e-mail address, or another name.")]


@user_app.command("add")
def add_user(
    name: Name,
    elsewhere: Annotated[
        bool, typer.Option("--elsewhere", help="They sign in at a proxy or a provider: no password is kept.")
    ] = False,
    home: Home = "",
) -> None:
    """Give somebody an account. The password is asked for, or read from standard input."""
    added = _accounts(home).add(name, None if elsewhere else _password())
    print(f"{added.name} has an account")


@user_app.command("reset")
def reset_user(name: Name, home: Home = "") -> None:
    """Give an account another password, as `add`. Its sessions end; its tokens stay."""
    accounts = _accounts(home)
    accounts.named(name)  # before a password is asked for
    accounts.reset(name, _password())
    kept = len(accounts.tokens(name))
    print(f"{name} has another password" + (f"; {kept} tokens stay" if kept else ""))


@user_app.command("list")
def list_users(home: Home = "", as_json: Json = False) -> None:
    """List the accounts: the name, who looks at the password, and what else is to be told."""
    accounts = _accounts(home)
    shown = [_shown(one, accounts) for one in accounts.store.accounts()]
    if as_json:
        print_json(shown)
        return
    for one in shown:
        words = [one["name"], one["way"], "locked" if one["is_locked"] else ""]
        words += [f"refused for {one['refused_s']} s" if one["refused_s"] else "", f"{one['tokens']} tokens"]
        print("  ".join(filter(None, words)))


@user_app.command("lock")
def lock_user(name: Name, home: Home = "") -> None:
    """Let nobody in by an account. Its sessions end at once, and its tokens open nothing."""
    _accounts(home).lock(name)
    print(f"{name} is locked")


@user_app.command("unlock")
def unlock_user(name: Name, home: Home = "") -> None:
    """Let an account in again, also one that is refused after wrong passwords."""
    _accounts(home).unlock(name)
    print(f"{name} may sign in")


@user_app.command("remove")
def remove_user(name: Name, home: Home = "") -> None:
    """Remove an account with its sessions and tokens. What its owner made and added stays."""
    _accounts(home).remove(name)
    print(f"{name} may not sign in any more")


@user_app.command("token")
def token_of_user(
    name: Name,
    action: Annotated[str, typer.Argument(metavar="add|list|revoke")],
    token: Annotated[str, typer.Argument(metavar="[ID]", help="Which token is revoked.")] = "",
    label: Annotated[str, typer.Option("--name", help="Which program the token is for.")] = "",
    days: Annotated[int, typer.Option(min=1, max=730, help="Days after which it opens nothing.")] = 90,
    home: Home = "",
    as_json: Json = False,
) -> None:
    """Make a token by which a program asks in somebody's name, list them, or revoke one. A token is shown
    once."""
    accounts = _accounts(home)
    match action:
        case "add":
            made, secret = accounts.make_token(name, label, days)
            print(secret)
            print(
                f"{made.label}: token {made.id} of {made.user}, until {_day(made.ends_at)};"
                " it is not shown again",
                file=sys.stderr,
            )
        case "list":
            tokens = [_token(one) for one in accounts.tokens(name)]
            if as_json:
                print_json(tokens)
                return
            for one in tokens:
                print(f"{one['id']}  {one['name']}  until {one['until']}  last used {one['last_used']}")
        case "revoke":
            accounts.revoke(name, token)
            print(f"token {token} opens nothing any more")
        case _:
            raise UsageError(f"{action!r} is nothing that is done with tokens", hint="add, list or revoke")


def _accounts(home: str) -> Accounts:
    from assistant.answer.record import record_of
    from assistant.workspace.accounts_store import accounts_of

    settings = settings_of(home)
    keep_private()
    return accounts_of(settings, record_of(settings), by=whoever())


def _password() -> str:
    """A password, typed twice; where nobody types, the first line that is given.

    Raises:
        UsageError: the two differ.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != first:
        raise UsageError("the two passwords differ", hint="run the command again")
    return first


def _shown(account: Account, accounts: Accounts) -> dict[str, Any]:
    return {
        "name": account.name,
        "way": "password" if account.password else "signed in elsewhere",
        "is_locked": account.is_locked,
        "refused_s": round(accounts.waits(account.name, time.time())),
        "groups": list(account.groups),
        "tokens": len(accounts.tokens(account.name)),
    }


def _token(one: Pass) -> dict[str, Any]:
    used = _day(one.used_at) if one.used_at > one.made_at else "never"
    is_over = one.ends_at <= time.time()
    return {
        "id": one.id,
        "name": one.label,
        "made": _day(one.made_at),
        "until": _day(one.ends_at),
        "is_over": is_over,
        "last_used": used,
    }


def _day(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).date().isoformat()
