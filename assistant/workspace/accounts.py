"""Who may sign in, and by what they are known again: passwords, sessions of the page, tokens of programs.

Where they are kept is a `Store` (`accounts_store.py` has one in SQLite). Of a password its argon2 hash is
kept, of a session and of a token the SHA-256 of what was given out: nobody signs in with what the store
holds."""

from __future__ import annotations

import hashlib
import secrets
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Literal, Protocol

from assistant.workspace.access import checked_name, folded
from ingest.errors import NotAllowed, UsageError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST = 12
"""Characters of a password; NIST SP 800-63B asks for 8, and for 15 where nothing else is asked for."""
_LONGEST = 256  # characters: the hash reads all of them
FREE_TRIES = 5
"""Wrong passwords after which a name is refused for a time, which doubles with each more."""
_FIRST_WAIT, _LONGEST_WAIT = 30, 900  # seconds
_FORGOTTEN = 86_400  # seconds after which wrong passwords count no more
_TOUCHED = 60  # seconds: how exactly it is kept when a session or a token was last used
_NOBODY = "\n"  # no name: that nobody can have
DAY = 86_400
"""Seconds."""
MARK = "pincite_"
"""How a token begins, so that it is found where it should not lie."""

Kind = Literal["session", "token"]
Told = Callable[[str, str, str], None]
"""Hears of what happened (`signed in`, `token made` …), the name that it is about, and how or why."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in. Without a hash it is somebody else who looks at their password: the provider,
    which also says the groups, or the proxy."""

    name: str
    password: str = field(default="", repr=False)
    groups: tuple[str, ...] = ()
    is_locked: bool = False
    made_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Pass:
    """By what somebody is known again, a session or a token, until it ends; times in seconds since 1970."""

    kind: Kind
    digest: str = field(repr=False)
    user: str
    id: str
    label: str
    made_at: float
    ends_at: float
    used_at: float


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a request comes from, and the groups that their provider put them in."""

    name: str
    groups: tuple[str, ...] = ()


class Store(Protocol):
    """Where accounts, passes and wrong tries are kept. Threads and processes may share it; each call is one
    transaction."""

    def account(self, name: str) -> Account | None:
        """The account of that name."""

    def accounts(self) -> Sequence[Account]:
        """All accounts, by name."""

    def put(self, account: Account) -> None:
        """Keep an account, over one of the same name."""

    def remove(self, name: str) -> None:
        """Forget an account with its passes."""

    def add_pass(self, one: Pass) -> None:
        """Keep a pass."""

    def known(self, digest: str) -> tuple[Pass, Account] | None:
        """The pass of that digest with its account."""

    def passes(self, name: str, kind: Kind) -> Sequence[Pass]:
        """The passes of an account, oldest first."""

    def touch(self, digest: str, at: float) -> None:
        """Keep when a pass was last used."""

    def end(self, digests: Iterable[str]) -> None:
        """Forget passes."""

    def tries(self, name: str) -> tuple[int, float]:
        """How many wrong passwords came under a name, which need be nobody's, and when the last did."""

    def put_tries(self, name: str, count: int, at: float) -> None:
        """Keep as much; 0 forgets them, and those of any name from before a day."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """The accounts of one home; `told` hears what goes on the record. A session ends `idle_s` after its last
    request, and `whole_s` after it began."""

    store: Store
    told: Told = lambda event, name, how: None
    idle_s: float = 2 * 3600
    whole_s: float = 12 * 3600

    # Accounts -----------------------------------------------------------------------------------------------

    def add(self, name: str, password: str | None) -> Account:
        """Give somebody an account; without a password they sign in elsewhere, and here have tokens alone.

        Raises:
            UsageError: the name is taken or cannot be one, or the password is too short or too long.
        """
        name = checked_name(name)
        if self.store.account(name):
            raise UsageError(
                f"there is an account {name!r} already", hint=f"`pincite user reset {name}` sets its password"
            )
        kept = "" if password is None else hashed(password, name)
        account = Account(name, kept, made_at=time.time())
        self.store.put(account)
        self.told("account made", name, "")
        return account

    def reset(self, name: str, password: str) -> None:
        """Give an account another password; its sessions end, and it may be tried again.

        Raises:
            UsageError: there is no such account, or as in `add`.
        """
        account = self.named(name)
        self.store.put(replace(account, password=hashed(password, account.name)))
        self.store.put_tries(account.name, 0, 0)
        self._end_sessions(account.name)
        self.told("password reset", account.name, "")

    def lock(self, name: str) -> None:
        """Let nobody in by an account: its sessions end at once, and its tokens open nothing.

        Raises:
            UsageError: there is no such account.
        """
        account = self.named(name)
        self.store.put(replace(account, is_locked=True))
        self._end_sessions(account.name)
        self.told("account locked", account.name, "")

    def unlock(self, name: str) -> None:
        """Let an account in again, whatever wrong passwords came before.

        Raises:
            UsageError: there is no such account.
        """
        account = self.named(name)
        self.store.put(replace(account, is_locked=False))
        self.store.put_tries(account.name, 0, 0)
        self.told("account unlocked", account.name, "")

    def remove(self, name: str) -> None:
        """Forget an account with its sessions and tokens; what they made stays.

        Raises:
            UsageError: there is no such account.
        """
        account = self.named(name)
        self.store.remove(account.name)
        self.told("account removed", account.name, "")

    def named(self, name: str) -> Account:
        """The account of that name.

        Raises:
            UsageError: there is none.
        """
        if found := self.store.account(folded(name)):
            return found
        raise UsageError(f"there is no account {name!r}", hint="`pincite user list` shows them")

    # Signing in ---------------------------------------------------------------------------------------------

    def sign_in(self, name: str, password: str) -> tuple[SignedIn, str]:
        """Who a name and a password are, and the secret of a new session. A name that nobody has costs as
        much and gets the same answer.

        Raises:
            NotAllowed: they do not match, or too many wrong ones came before.
        """
        name, now = folded(name), time.time()
        if wait := self.waits(name, now):
            raise NotAllowed(
                f"Too many wrong passwords for this name. Try again in {_in_words(wait)}",
                hint="an administrator can let you in before",
            )
        account = self.store.account(name)
        is_right = _matches(account.password if account else "", password)
        if account is None or not is_right or account.is_locked:
            count, at = self.store.tries(name)
            self.store.put_tries(name, 1 if now - at > _FORGOTTEN else count + 1, now)
            why = "" if account is None or not account.is_locked else "the account is locked"
            if account is None:
                self._tell_of_nobody(now)
            else:
                self.told("sign-in failed", name, why)
                if wait := self.waits(name, now):
                    self.told("locked out", name, f"for {_in_words(wait)}")
            raise NotAllowed("This name and password do not match", hint="check both, and try again")
        self.store.put_tries(name, 0, 0)
        if _hasher().check_needs_rehash(account.password):
            self.store.put(replace(account, password=_hasher().hash(_normal(password))))
        self.told("signed in", name, "password")
        return SignedIn(name, account.groups), self._open_session(name, now)

    def vouched(self, name: str, groups: Iterable[str]) -> tuple[SignedIn, str]:
        """Let in somebody for whom a provider vouches, with the groups that it puts them in; as `sign_in`.

        Raises:
            NotAllowed: the account is locked here.
            UsageError: the name cannot be one.
        """
        name, now = checked_name(name), time.time()
        account = self.store.account(name) or Account(name, made_at=now)
        if account.is_locked:
            self.told("sign-in failed", name, "the account is locked")
            raise NotAllowed("This account is locked", hint="an administrator can unlock it")
        self.store.put(replace(account, groups=tuple(groups)))
        self.told("signed in", name, "provider")
        return SignedIn(name, tuple(groups)), self._open_session(name, now)

    def waits(self, name: str, now: float) -> float:
        """Seconds for which a name is refused after wrong passwords."""
        count, at = self.store.tries(name)
        if count < FREE_TRIES or now - at > _FORGOTTEN:
            return 0
        wait = min(_FIRST_WAIT * 2.0 ** (count - FREE_TRIES), _LONGEST_WAIT)
        return max(0.0, at + wait - now)

    def known(self, secret: str, kind: Kind) -> SignedIn | None:
        """Who a session or a token belongs to, where it has not ended."""
        found = self.store.known(digest_of(secret))
        if not found:
            return None
        one, account = found
        now = time.time()
        is_over = now >= one.ends_at or (kind == "session" and now - one.used_at >= self.idle_s)
        if one.kind != kind or account.is_locked or is_over:
            return None
        if now - one.used_at > _TOUCHED:
            self.store.touch(one.digest, now)
        return SignedIn(account.name, account.groups)

    def sign_out(self, secret: str) -> None:
        """End a session."""
        if found := self.store.known(digest_of(secret)):
            self.store.end([found[0].digest])
            self.told("signed out", found[1].name, "")

    # Tokens -------------------------------------------------------------------------------------------------

    def make_token(self, name: str, label: str, days: int) -> tuple[Pass, str]:
        """A token for a program of somebody's, and its secret, which is told this once.

        Raises:
            UsageError: there is no such account, or the token has no name.
        """
        account, now = self.named(name), time.time()
        if not label.strip():
            raise UsageError("a token needs a name", hint="say with --name which program it is for")
        secret = MARK + secrets.token_urlsafe(32)
        made = self._new("token", account.name, secret, label.strip(), now, now + days * DAY)
        self.told("token made", account.name, f"{made.label} ({made.id})")
        return made, secret

    def tokens(self, name: str) -> Sequence[Pass]:
        """Somebody's tokens, oldest first.

        Raises:
            UsageError: there is no such account.
        """
        return self.store.passes(self.named(name).name, "token")

    def revoke(self, name: str, token: str) -> None:
        """Have a token, named by its id, open nothing any more.

        Raises:
            UsageError: there is no such account, or it has no such token.
        """
        found = next((one for one in self.tokens(name) if one.id == token), None)
        if found is None:
            raise UsageError(
                f"{folded(name)} has no token {token!r}",
                hint=f"`pincite user token {folded(name)} list` shows them",
            )
        self.store.end([found.digest])
        self.told("token revoked", found.user, f"{found.label} ({found.id})")

    def _tell_of_nobody(self, now: float) -> None:
        """Put on record that somebody tried a name that nobody has, once a minute at most: whoever is not
        signed in must not fill it. What was typed is not told, as it may be a password."""
        count, at = self.store.tries(_NOBODY)
        is_told = now - at >= _TOUCHED
        if is_told:
            self.told("sign-in failed", "nobody's name", f"and {count - 1} before it" if count > 1 else "")
        self.store.put_tries(_NOBODY, 1 if is_told else count + 1, now if is_told else at)

    def _open_session(self, name: str, now: float) -> str:
        ended = [
            one.digest
            for one in self.store.passes(name, "session")
            if now >= one.ends_at or now - one.used_at >= self.idle_s
        ]
        self.store.end(ended)
        secret = secrets.token_urlsafe(32)
        self._new("session", name, secret, "", now, now + self.whole_s)
        return secret

    def _end_sessions(self, name: str) -> None:
        self.store.end(one.digest for one in self.store.passes(name, "session"))

    def _new(self, kind: Kind, user: str, secret: str, label: str, now: float, ends: float) -> Pass:
        made = Pass(kind, digest_of(secret), user, secrets.token_hex(4), label, now, ends, now)
        self.store.add_pass(made)
        return made


def digest_of(secret: str) -> str:
    """What is kept of a session or of a token; it was drawn at random, so that there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hashed(password: str, name: str) -> str:
    """What is kept of a password.

    Raises:
        UsageError: it is too short, too long, or the name.
    """
    text = _normal(password)
    if len(text) < SHORTEST or text.casefold().strip() == name:
        raise UsageError(
            f"the password must have at least {SHORTEST} characters, and be another than the name",
            hint="several words in a row are easy to remember",
        )
    if len(text) > _LONGEST:
        raise UsageError(f"the password has more than {_LONGEST} characters", hint="a shorter one is as safe")
    return _hasher().hash(text)


def _matches(kept: str, password: str) -> bool:
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        _hasher().verify(kept or _nobodys(), _normal(password)[: _LONGEST + 1])
        return bool(kept)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hasher() -> PasswordHasher:
    try:
        from argon2 import PasswordHasher
    except ImportError as error:
        raise UsageError(
            "accounts need a package that is not installed", hint='pip install "pincite[office]"'
        ) from error
    return PasswordHasher()


@cache
def _nobodys() -> str:
    """The hash against which the password for a name that nobody has is held."""
    return _hasher().hash(secrets.token_urlsafe(16))


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def _in_words(seconds: float) -> str:
    minutes = -(-int(seconds) // 60)
    return f"{minutes} minutes" if minutes > 1 else "a minute"
