"""A server on loopback that is at fault in a way that can be changed while it is asked: a chat service, an
embedding service or a Chroma server, as it should not be."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from tests.odd_service import word

Fault = Callable[[socket.socket], None]
_DRIP_S = 0.05
_EVENTS = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
_PAGE = b"<!doctype html><html><body><p>Sign in to the harbour</p></body></html>"


def hangs(asker: socket.socket) -> None:
    """Takes the question, and says nothing."""
    asker.recv(1)  # until the asker hangs up


def drips_head(asker: socket.socket) -> None:
    """Says its headers letter by letter, without end."""
    asker.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        asker.sendall(b"X-Ferry: north\r\n")
        time.sleep(_DRIP_S)


def drips(asker: socket.socket) -> None:
    """Says its reply word by word, without end."""
    asker.sendall(_EVENTS)
    while True:
        asker.sendall(word("and "))
        time.sleep(_DRIP_S)


def keeps_alive(asker: socket.socket) -> None:
    """Says that it is still there, without end."""
    asker.sendall(_EVENTS)
    while True:
        asker.sendall(b": still here\n\n")
        time.sleep(_DRIP_S)


def web_page(asker: socket.socket) -> None:
    """Is something else."""
    length = str(len(_PAGE)).encode()
    asker.sendall(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: "
        + length
        + b"\r\n\r\n"
        + _PAGE
    )


def garbage(asker: socket.socket) -> None:
    """Speaks another protocol."""
    asker.sendall(bytes(range(256)) * 20)


def cut(asker: socket.socket) -> None:
    """Breaks off in the middle."""
    asker.sendall(_EVENTS + word("The ferry ") + word("sails "))
    time.sleep(_DRIP_S)
    asker.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset


def shuts(asker: socket.socket) -> None:
    """Hangs up at once, as one does that has just been killed."""


def fails(asker: socket.socket) -> None:
    """Says that it cannot."""
    asker.sendall(b"HTTP/1.1 500 Broken\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno")


FAULTS: dict[str, Fault] = {
    "hangs": hangs,
    "drips its headers": drips_head,
    "drips": drips,
    "keeps alive": keeps_alive,
    "a web page": web_page,
    "garbage": garbage,
    "breaks off": cut,
    "hangs up": shuts,
    "fails": fails,
}


@dataclass
class Service:
    """The server's address, what is wrong with it now, and how often it was asked."""

    url: str
    fault: Fault = hangs
    asked: int = 0
    _open: list[socket.socket] = field(default_factory=list)


@contextmanager
def service(fault: Fault = hangs) -> Iterator[Service]:
    """A running server."""
    listens = socket.create_server(("127.0.0.1", 0))
    found = Service(f"http://127.0.0.1:{listens.getsockname()[1]}", fault)

    def answer(asker: socket.socket) -> None:
        with suppress(OSError), asker:
            _read(asker)
            found.asked += 1
            found.fault(asker)

    def take() -> None:
        with suppress(OSError):
            while True:
                asker, _ = listens.accept()
                found._open.append(asker)
                threading.Thread(target=answer, args=(asker,), daemon=True).start()

    threading.Thread(target=take, daemon=True).start()
    try:
        yield found
    finally:
        listens.close()
        for one in found._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


def _read(asker: socket.socket) -> None:
    """Take a whole request."""
    came = b""
    while b"\r\n\r\n" not in came:
        if not (more := asker.recv(65536)):
            return
        came += more
    head, _, body = came.partition(b"\r\n\r\n")
    lengths = [one for one in head.lower().split(b"\r\n") if one.startswith(b"content-length:")]
    left = int(lengths[0].partition(b":")[2]) - len(body) if lengths else 0
    while left > 0 and (more := asker.recv(65536)):
        left -= len(more)
