from __future__ import annotations

import asyncio
import ipaddress
import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.installed import missing


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
    for lookup in (
        lambda: socket.getaddrinfo("example.org", 80),
        lambda: socket.gethostbyname("example.org"),
    ):
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
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(("localhost", server.getsockname()[1])) as client,
    ):
        assert client.getpeername() == server.getsockname()


@pytest.mark.process
def test_the_guard_holds_in_the_processes_that_tests_start() -> None:
    script = "import socket; socket.create_connection(('192.0.2.1', 80))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "NetworkForbidden" in done.stderr


@pytest.mark.process
def test_searching_and_reranking_try_no_connection(bundled_home: object) -> None:
    script = f"""
import sitecustomize
from pathlib import Path
from assistant.models.reranker import rerank
from ingest.embed import LOCAL, LocalEmbeddings
from ingest.library import Library
library = Library(Path({str(bundled_home)!r}), LocalEmbeddings(), LOCAL)
hits = library.visible_to().nearest("tariff pause", 5)
assert len(rerank("tariff pause", [hit.passage.text for hit in hits])) == 5
assert sitecustomize.attempts == [], sitecustomize.attempts
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# Native code, which Python's guard does not see -------------------------------------------------------------

_CALLED = re.compile(
    r'(?:connect|send\w*)\(.*?sa_family=AF_INET6?\b.*?inet_(?:addr\(|pton\(AF_INET6, )"([^"]+)"'
)


def called(trace: str) -> list[str]:
    """The addresses beyond this machine in a record of system calls; a name is looked up by a call to the
    name server."""
    return [
        address
        for address in _CALLED.findall(trace)
        if not ipaddress.ip_address(address.split("%")[0]).is_loopback
    ]


def traced(script: str, folder: Path, *, timeout_s: float = 120) -> list[str]:
    """Run a script in an interpreter of its own, whose home is `folder`, and return what it called, native
    code included."""
    strace = shutil.which("strace")
    if not strace:
        missing("strace is not installed")
    record = folder / "trace"
    command = [strace, "-f", "-qq", "-e", "trace=connect,sendto,sendmsg,sendmmsg", "-o", str(record)]
    if subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        missing("strace may not look into processes here")
    done = subprocess.run(
        [*command, sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        env=at(folder),
        timeout=timeout_s,
    )
    assert done.returncode == 0, done.stderr
    return called(record.read_text(encoding="utf-8", errors="replace"))


def at(folder: Path) -> dict[str, str]:
    """This environment, as of somebody whose home is `folder` and who has told no library anything."""
    told = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    return told | {"HOME": str(folder), "XDG_CACHE_HOME": str(folder / ".cache")}


@pytest.mark.process
@pytest.mark.parametrize("address", ["192.0.2.1", "127.0.0.1"])
def test_a_native_call_is_seen(tmp_path: Path, address: str) -> None:
    """A datagram socket that is connected to a name server sends nothing."""
    script = f"""
import ctypes, socket, struct
libc = ctypes.CDLL(None)
one = libc.socket(socket.AF_INET, socket.SOCK_DGRAM, 0)
port = struct.pack("=H", socket.AF_INET) + struct.pack("!H", 53)
libc.connect(one, port + socket.inet_aton({address!r}) + bytes(8), 16)
"""
    assert traced(script, tmp_path) == ([address] if address == "192.0.2.1" else [])


@pytest.mark.process
def test_embedding_and_reranking_call_nobody_from_native_code_either(tmp_path: Path) -> None:
    """onnxruntime reports to its maker nine seconds after it was imported, and before that makes itself an id
    in the cache."""
    script = """
import time
from assistant.models.reranker import rerank
from ingest.embed import LocalEmbeddings
LocalEmbeddings().embed_query("tariff pause")
assert len(rerank("tariff pause", ["The tariff is paused.", "Forty otters live in the harbour."])) == 2
time.sleep(15)
"""
    assert traced(script, tmp_path) == []
    assert not list(tmp_path.rglob("*onnxruntime*"))


def test_the_command_line_lets_nothing_be_kept_for_a_report(
    tmp_path: Path, pincite_apart: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    (tmp_path / "otters.txt").write_text(
        "Forty otters live in the harbour of Ensenada, says the count of 2025."
    )
    for command in (
        ("ingest", tmp_path / "otters.txt"),
        ("ask", "How many otters live in the harbour of Ensenada?"),
    ):
        done = pincite_apart(
            *command, home=tmp_path / "home", env=at(tmp_path) | {"ORT_DISABLE_TELEMETRY": ""}
        )
        assert done.returncode == 0, done.stderr
    assert not list(tmp_path.rglob("*onnxruntime*"))
