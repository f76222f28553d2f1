"""Forbids every connection beyond this machine. Python imports this file at its start in the processes that
tests run; conftest imports it too."""

from __future__ import annotations

import ipaddress
import sys

attempts: list[str] = []


class NetworkForbidden(RuntimeError):
    pass


def _is_loopback(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in (None, "", "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return False


def _guard(event: str, args: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = args[1]
        allowed = (
            address is None or not isinstance(address, tuple) or _is_loopback(address[0])
        )  # a Unix socket's address is a path
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        address = args[0]
        allowed = _is_loopback(address)
    else:
        return
    if not allowed:
        attempts.append(f"{event} {address}")
        raise NetworkForbidden(f"tests may not reach {address}")


sys.addaudithook(_guard)
