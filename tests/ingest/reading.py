"""What a file can do to who reads it, as functions that a process which reads is asked for."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
import time
from unittest.mock import patch

from ingest.errors import NeedsOcr
from ingest.load import load


def reading(data: bytes, what: str) -> str:
    """What comes of reading a file that does so."""
    if what == "memory":
        return str(len([bytearray(10_000_000) for _ in range(1_000)]))
    if what == "crash":
        ctypes.string_at(0)
    if what == "spin":
        while True:
            pass
    if what == "sleep":
        time.sleep(600)
    if what == "exit":
        os._exit(0)
    if what == "call":
        socket.create_connection(("127.0.0.1", 9))
    if what == "start":
        subprocess.run([sys.executable, "--version"], check=False)
    if what == "print":
        os.write(1, b"+" * 10_000)
    if what == "refuse":
        raise NeedsOcr("these are pictures", hint="recognise them")
    if what == "keys":
        return " ".join(os.environ)
    return f"{what} {len(data)} {os.getpid()}"


def characters(data: bytes, name: str) -> int:
    """How many characters are read in a file; pictures are not recognised."""
    with patch("importlib.util.find_spec", lambda _: None):
        return len(load(data, name=name).text)


def lying(data: bytes) -> int:
    """What is not of its type."""
    return data.decode()  # type: ignore[return-value]
