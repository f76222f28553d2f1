"""Whom a fetch may connect to, and the connection: a name is resolved once, and the address that was looked
at is the one that is called. One deadline holds over name, connection, headers and body."""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import httpcore
import httpx

from ingest.errors import UsageError

Resolve = Callable[[str, int], Sequence[str]]
"""The addresses of a name; an `OSError` where there is none."""

_PORTS = frozenset({80, 443})
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# What `is_global` of some Python that we run on calls global, and is not the public internet: relays and
# addresses that hold another address, tests, documentation.
_NOT_PUBLIC = tuple(
    map(
        ipaddress.ip_network,
        (
            "100.64.0.0/10",  # shared by a carrier's customers
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",  # 6to4 relays
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/3",  # multicast and reserved
            "2001::/23",  # Teredo (2001::/32) and other protocols'
            "2001:db8::/32",
            "2002::/16",  # 6to4
            "3fff::/20",
        ),
    )
)
_UNICAST = ipaddress.ip_network("2000::/3")  # outside of it: NAT64, mapped, link-local, private, multicast
_ISATAP = re.compile(r"0[02]005efe")  # the last half of an address that holds an IPv4 address


def is_public(address: str) -> bool:
    """Whether a numeric address is one of the public internet, and reaches nothing else by a detour."""
    one = ipaddress.ip_address(address.partition("%")[0])
    if not one.is_global or any(one.version == net.version and one in net for net in _NOT_PUBLIC):
        return False
    return one.version == 4 or (one in _UNICAST and not _ISATAP.match(one.exploded.replace(":", "")[16:]))


def resolved(host: str, port: int) -> list[str]:
    """The addresses that this system has for a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


@dataclass(frozen=True, slots=True)
class _Allowed:
    """One entry of the list: a name, `*.name` or network, and its port; None: those of the web, 0: any."""

    name: str
    network: _Network | None
    port: int | None

    def holds_port(self, port: int) -> bool:
        return port in _PORTS if self.port is None else self.port in (0, port)

    def names(self, host: str) -> bool:
        if self.name.startswith("*."):
            return host.endswith(self.name[1:])
        return bool(self.name) and host == self.name


class Refused(Exception):
    """An address that may not be reached, or a name that has none: one answer for all, as whoever asks is to
    learn nothing of a network that they cannot see."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a fetch may reach: the public internet on the ports of the web, and what is allowed by name."""

    allowed: tuple[_Allowed, ...] = ()
    is_anywhere: bool = False
    resolve: Resolve = field(default=resolved, compare=False)

    def addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host that may be called.

        Raises:
            Refused: there are none.
        """
        host = host.lower().rstrip(".")
        rows = [one for one in self.allowed if one.holds_port(port)]
        is_named = self.is_anywhere or any(one.names(host) for one in rows)
        networks = [one.network for one in rows if one.network is not None]
        if not is_named and port not in _PORTS and not networks:
            raise Refused
        try:
            found = self.resolve(host, port)
        except (OSError, UnicodeError) as error:
            if self.is_anywhere:
                raise httpcore.ConnectError(str(error)) from error
            raise Refused from None

        def may(address: str) -> bool:
            numeric = ipaddress.ip_address(address.partition("%")[0])
            return (
                is_named
                or (port in _PORTS and is_public(address))
                or any(numeric.version == net.version and numeric in net for net in networks)
            )

        # Where a name has addresses of both kinds, the inner ones are as if they were not.
        if called := [address for address in found if may(address)]:
            return called
        raise Refused


PUBLIC = Reach()
"""The public internet alone."""

ANYWHERE = Reach(is_anywhere=True)
"""For whoever has the machine itself."""

_ENTRY = re.compile(r"(?P<bare>\[[^\]]+\]|[^\[\]]+?)(?::(?P<port>\d+|\*))?")


def reach_of(setting: str, resolve: Resolve = resolved) -> Reach:
    """What a list of names and networks, comma separated, lets be reached besides the public internet:
    `NAME`, `*.NAME`, `NETWORK`, each with `:PORT` or `:*` where it is not 80 or 443, IPv6 in brackets. `*` is
    everything.

    Raises:
        UsageError: an entry is none of these.
    """
    entries = [one.strip().lower() for one in setting.split(",") if one.strip()]
    if "*" in entries:
        return Reach(is_anywhere=True, resolve=resolve)
    return Reach(tuple(map(_allowed, entries)), resolve=resolve)


def _allowed(entry: str) -> _Allowed:
    network = _network(entry)
    if network is not None:  # an IPv6 network without brackets is full of colons
        return _Allowed("", network, None)
    match = _ENTRY.fullmatch(entry)
    bare = match["bare"].strip("[]") if match else ""
    port = None if not match or match["port"] is None else int(match["port"].replace("*", "0"))
    network = _network(bare)
    if network is None and not re.fullmatch(r"(?:\*\.)?[\w-]+(?:\.[\w-]+)*", bare):
        raise UsageError(
            f"PINCITE_FETCH_ALLOW: {entry!r} is neither a name nor a network",
            hint="write wiki.office.example, *.office.example:8080 or 10.1.0.0/16, with commas between",
        )
    return _Allowed("" if network else bare, network, port)


def _network(text: str) -> _Network | None:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


# The connection ---------------------------------------------------------------------------------------------


class Clock:
    """The time that is left of one fetch."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left.

        Raises:
            httpcore.ReadTimeout: none are.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time is over")
        return left


class Wire(httpx.BaseTransport):
    """How httpx reaches the addresses of a `Reach`, and no other; the name stays that of the request and of
    the certificate."""

    def __init__(self, reach: Reach, clock: Clock) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(), network_backend=_Backend(reach, clock)
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and return the answer, whose body is not read yet."""
        url = request.url
        response = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=cast("Iterable[bytes]", request.stream),
                extensions=request.extensions,
            )
        )
        return httpx.Response(
            response.status,
            headers=response.headers,
            stream=_Body(response),
            extensions=response.extensions,
        )

    def close(self) -> None:
        """Hang up."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from cast("Iterable[bytes]", self._response.stream)

    def close(self) -> None:
        self._response.close()


class _Backend(httpcore.NetworkBackend):
    def __init__(self, reach: Reach, clock: Clock) -> None:
        self._reach, self._clock = reach, clock
        self._system = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Any = None,
    ) -> httpcore.NetworkStream:
        addresses = _within(self._clock.left(), lambda: self._reach.addresses(host, port))
        failed: Exception = httpcore.ConnectError("no address")
        for number, address in enumerate(addresses):
            # One that does not answer leaves time for the others.
            share = self._clock.left() / (len(addresses) - number)
            try:
                stream = self._system.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _Stream(stream, self._clock)
        raise failed


class _Stream(httpcore.NetworkStream):
    """A connection each of whose steps has no more time than is left of the whole."""

    def __init__(self, stream: httpcore.NetworkStream, clock: Clock) -> None:
        self._stream, self._clock = stream, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._clock.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._clock.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: Any,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._clock.left())
        return _Stream(stream, self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _within(seconds: float, look_up: Callable[[], list[str]]) -> list[str]:
    """What a look-up finds in time; the system's own takes as long as its name servers do."""
    found: list[list[str]] = []
    failed: list[Exception] = []

    def run() -> None:
        try:
            found.append(look_up())
        except Exception as error:  # noqa: BLE001 (it is raised where it was asked for)
            failed.append(error)

    thread = threading.Thread(target=run, name="resolve", daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not found:
        raise httpcore.ConnectTimeout("the name was not found in time")
    return found[0]
