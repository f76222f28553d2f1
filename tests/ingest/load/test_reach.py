"""Whom a fetch reaches: real servers on loopback, and a resolver that says where names lead."""

from __future__ import annotations

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

import pytest

from ingest.errors import FetchError, TemporaryFetchError, UsageError
from ingest.load.reach import Reach, Refused, is_public, reach_of
from ingest.load.web import fetch

Serve = Callable[[socket.socket], None]
PAGE = b"<html><body><p>The ferry runs at eight.</p></body></html>"


class Site:
    """A server on loopback that does with each connection what it is told; what it was sent first."""

    def __init__(self, serve: Serve) -> None:
        self.heard: list[bytes] = []
        self._serve = serve
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        with suppress(OSError):
            while True:
                one, _ = self._socket.accept()
                threading.Thread(target=self._answer, args=(one,), daemon=True).start()

    def _answer(self, one: socket.socket) -> None:
        with one, suppress(OSError):
            self.heard.append(one.recv(65536))
            self._serve(one)

    def close(self) -> None:
        # A listening socket that is only closed goes on accepting for whoever waits in it.
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@contextmanager
def site(serve: Serve) -> Iterator[Site]:
    one = Site(serve)
    try:
        yield one
    finally:
        one.close()


def answer(body: bytes = PAGE, status: str = "200 OK", *headers: str) -> Serve:
    head = "\r\n".join([f"HTTP/1.1 {status}", "Content-Type: text/html", "Connection: close", *headers])
    return lambda one: one.sendall(head.encode() + b"\r\n\r\n" + body)


class Names:
    """A resolver: where each name leads, asked in turn, and how often it was asked."""

    def __init__(self, **leads: Sequence[Sequence[str]]) -> None:
        self._leads = {name.replace("_", "."): list(turns) for name, turns in leads.items()}
        self.asked: list[str] = []

    def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        if host in self._leads:
            turns = self._leads[host]
            return turns.pop(0) if len(turns) > 1 else turns[0]
        if ":" in host:
            return [host]
        with suppress(OSError):
            return [socket.inet_ntoa(socket.inet_aton(host))]  # in every way of writing one
        raise OSError("no such name")


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.0.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:8.8.8.8",
        "::ffff:127.0.0.1",
        "::8.8.8.8",
        "64:ff9b::7f00:1",
        "64:ff9b::808:808",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2001:10::1",
        "2001:db8::1",
        "2002:7f00:1::1",
        "2002:808:808::1",
        "2606:4700::5efe:10.0.0.1",
        "2606:4700::200:5efe:10.0.0.1",
        "3fff::1",
        "4000::1",
        "fc00::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
    ],
)
def test_what_is_not_the_public_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "2a00:1450::200e"])
def test_what_is_the_public_internet(address: str) -> None:
    assert is_public(address)


def test_the_address_that_was_looked_at_is_called_and_the_name_stays_the_request_s() -> None:
    """A name that leads elsewhere when it is asked again is not asked again."""
    with site(answer()) as here:
        names = Names(quay_example=[["127.0.0.1"], ["10.0.0.1"]])
        reach = reach_of("quay.example:*", names)
        found = fetch(f"http://quay.example:{here.port}/list", reach=reach)
    assert found.data == PAGE and names.asked == ["quay.example"]
    assert f"\r\nhost: quay.example:{here.port}\r\n".encode() in here.heard[0].lower()


def test_a_certificate_is_asked_for_by_the_name() -> None:
    with site(lambda _: None) as here:
        reach = reach_of("quay.example:*", Names(quay_example=[["127.0.0.1"]]))
        with pytest.raises(TemporaryFetchError):
            fetch(f"https://quay.example:{here.port}/", reach=reach)
    assert b"quay.example" in here.heard[0] and here.heard[0][0] == 0x16  # a TLS hello that names it


def test_of_a_name_that_leads_inside_and_outside_the_inside_is_not_called() -> None:
    leads = ["10.0.0.1", "93.184.216.34", "fe80::1", "2606:4700::1111"]
    names = Names(both_example=[leads])
    assert Reach(resolve=names).addresses("both.example", 443) == ["93.184.216.34", "2606:4700::1111"]
    assert reach_of("both.example", names).addresses("Both.Example.", 443) == leads
    assert reach_of("10.0.0.0/8", names).addresses("both.example", 443) == [leads[0], leads[1], leads[3]]


def test_where_a_page_leads_is_looked_at_anew() -> None:
    with site(answer()) as inner:
        for place in (
            f"http://inner.example:{inner.port}/",
            f"http://127.0.0.1:{inner.port}/",
            "http://[::1]/",
        ):
            with site(answer(b"", "302 Found", f"Location: {place}")) as outer:
                names = Names(outer_example=[["127.0.0.1"]], inner_example=[["127.0.0.1"]])
                with pytest.raises(FetchError, match=r"outer\.example.*not an address") as caught:
                    fetch(f"http://outer.example:{outer.port}/", reach=reach_of("outer.example:*", names))
            assert place not in caught.value.message  # not even where it led
    assert inner.heard == []


def test_one_answer_for_all_that_is_refused() -> None:
    """Whether there is such a name, a server, a port: nobody learns it by what is said."""
    with site(answer()) as here, socket.create_server(("127.0.0.1", 0)) as closed:
        free = closed.getsockname()[1]
        closed.close()
        names = Names(inner_example=[["10.0.0.1"]], outer_example=[["93.184.216.34"]])
        addresses = [
            f"http://127.0.0.1:{here.port}/",
            f"http://127.0.0.1:{free}/",
            "http://127.0.0.1/",
            "http://0x7f000001/",
            "http://2130706433/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://inner.example/",
            "http://inner.example:22/",
            "http://nowhere.example/",
            "http://outer.example:22/",
            "http://outer.example:8443/",
        ]
        said = set()
        for address in addresses:
            with pytest.raises(FetchError) as caught:
                fetch(address, reach=Reach(resolve=names))
            error = caught.value
            said.add((error.message.replace(address, "ADDRESS"), error.hint, error.retryable))
        assert len(said) == 1 and here.heard == []


def test_what_is_allowed_is_allowed_by_name_network_and_port() -> None:
    reach = reach_of("wiki.office.example, *.lab.example:8080, 10.1.0.0/16, [fd00::/8]:8443, fd01::/16")
    reach = Reach(reach.allowed, resolve=lambda host, _: [host if host[0] in "1f" else "10.9.9.9"])
    allowed = [
        ("wiki.office.example", 443),
        ("a.lab.example", 8080),
        ("10.1.2.3", 80),
        ("fd00::1", 8443),
        ("fd01::1", 80),
    ]
    for host, port in allowed:
        assert reach.addresses(host, port)
    refused = [
        ("wiki.office.example", 8080),
        ("x.wiki.office.example", 443),
        ("lab.example", 8080),
        ("a.lab.example", 443),
        ("10.2.2.3", 80),
        ("10.1.2.3", 22),
        ("fd00::1", 80),
        ("fd02::1", 8080),
    ]
    for host, port in refused:
        with pytest.raises(Refused):
            reach.addresses(host, port)
    for wrong in ("http://wiki.office.example", "10.0.0.0/99", "wiki office", "a..b", "[fd00::/8"):
        with pytest.raises(UsageError, match="PINCITE_FETCH_ALLOW"):
            reach_of(wrong)


def dripping(*first: bytes, drop: bytes) -> Serve:
    def serve(one: socket.socket) -> None:
        one.sendall(b"".join(first))
        for _ in range(100):
            one.sendall(drop)
            time.sleep(0.05)

    return serve


OK = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "serve",
    [
        dripping(drop=b""),
        dripping(OK, drop=b"X-A: b\r\n"),
        dripping(OK, b"\r\n", drop=b"x"),
        dripping(OK, b"Transfer-Encoding: chunked\r\n\r\n", drop=b"1\r\nx\r\n"),
    ],
    ids=["silence", "headers", "body", "chunks"],
)
def test_one_deadline_holds_over_all_of_it(serve: Serve) -> None:
    with site(serve) as here:
        started = time.monotonic()
        with pytest.raises(TemporaryFetchError):
            fetch(f"http://127.0.0.1:{here.port}/", reach=reach_of("127.0.0.1:*"), timeout_s=0.4)
        assert time.monotonic() - started < 3  # twice 0.4 s, and the pause between


def test_a_name_server_that_is_silent_has_no_more_time_than_the_rest() -> None:
    held = threading.Event()

    def never(_: str, __: int) -> Sequence[str]:
        held.wait(20)
        return []

    started = time.monotonic()
    with pytest.raises(TemporaryFetchError, match="did not answer in time"):
        fetch("http://quay.example/", reach=Reach(resolve=never), timeout_s=0.2)
    held.set()
    assert time.monotonic() - started < 5


def test_a_body_is_counted_as_it_is_unpacked() -> None:
    packed = gzip.compress(bytes(80_000_000), 9)
    assert len(packed) < 100_000
    with (
        site(answer(packed, "200 OK", "Content-Encoding: gzip")) as here,
        pytest.raises(FetchError, match="limit of 1,000,000 bytes"),
    ):
        fetch(f"http://127.0.0.1:{here.port}/", reach=reach_of("127.0.0.1:*"), max_bytes=1_000_000)
    with site(answer(gzip.compress(PAGE), "200 OK", "Content-Encoding: gzip")) as here:
        assert fetch(f"http://127.0.0.1:{here.port}/", reach=reach_of("127.0.0.1:*")).data == PAGE
    for encoding, body in (("br", PAGE), ("gzip, gzip", PAGE), ("gzip", b"no gzip"), ("deflate", b"x" * 50)):
        with (
            site(answer(body, "200 OK", f"Content-Encoding: {encoding}")) as here,
            pytest.raises(FetchError, match="decompressed"),
        ):
            fetch(f"http://127.0.0.1:{here.port}/", reach=reach_of("127.0.0.1:*"))


def test_the_body_of_a_page_that_leads_on_is_not_read() -> None:
    sent = 0

    def endless(one: socket.socket) -> None:
        nonlocal sent
        one.sendall(b"HTTP/1.1 302 Found\r\nLocation: /on\r\n\r\n")
        while True:
            sent += one.send(bytes(1_000_000))

    with site(endless) as here, pytest.raises(FetchError, match="redirects"):
        fetch(f"http://127.0.0.1:{here.port}/", reach=reach_of("127.0.0.1:*"), timeout_s=5)
    assert len(here.heard) == 6 and sent < 60_000_000  # what the system buffers for each


@pytest.mark.parametrize(
    "address", ["http://[::1/", "http://a b/", "http://\x00/", "http://x:99999/", "http://é\ud800/"]
)
def test_what_is_no_address_is_refused_as_one(address: str) -> None:
    with pytest.raises(FetchError):
        fetch(address, reach=Reach(resolve=Names()))
