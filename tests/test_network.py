from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import urllib.request

import httpx
import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80, 0, 0)])
def test_no_socket_leaves_this_machine(address: tuple[object, ...]) -> None:
    family = socket.AF_INET6 if len(address) == 4 else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as one, pytest.raises(RuntimeError, match="may not reach"):
        one.connect(address)
    with socket.socket(family, socket.SOCK_STREAM) as one, pytest.raises(RuntimeError, match="may not reach"):
        one.connect_ex(address)
    with socket.socket(family, socket.SOCK_DGRAM) as one, pytest.raises(RuntimeError, match="may not reach"):
        one.sendto(b"hello", address)


def test_no_name_is_looked_up() -> None:
    for lookup in (lambda: socket.getaddrinfo("example.org", 80), lambda: socket.gethostbyname("example.org")):
        with pytest.raises(RuntimeError, match=r"may not reach example\.org"):
            lookup()


def test_the_guard_holds_under_every_client() -> None:
    with pytest.raises(RuntimeError, match="may not reach"):
        httpx.get("http://192.0.2.1/")
    with pytest.raises(RuntimeError, match="may not reach"):
        urllib.request.urlopen("http://192.0.2.1/")
    with pytest.raises(RuntimeError, match="may not reach"):
        asyncio.run(asyncio.wait_for(asyncio.open_connection("192.0.2.1", 80), 5))


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(("localhost", server.getsockname()[1])) as client:
        assert client.getpeername() == server.getsockname()


def test_the_guard_holds_in_the_processes_that_tests_start() -> None:
    script = "import socket; socket.create_connection(('192.0.2.1', 80))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "NetworkForbidden" in done.stderr


def test_searching_and_reranking_try_no_connection(bundled_home: object) -> None:
    script = f"""
import sitecustomize
from pathlib import Path
from assistant.rerank import rerank
from ingest.embed import LOCAL, LocalEmbeddings
from ingest.library import Library
library = Library(Path({str(bundled_home)!r}), LocalEmbeddings(), LOCAL)
hits = library.nearest("tariff pause", 5)
assert len(rerank("tariff pause", [hit.passage.text for hit in hits])) == 5
assert sitecustomize.attempts == [], sitecustomize.attempts
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
