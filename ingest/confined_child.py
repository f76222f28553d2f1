"""A process that reads other people's files, one after the other, for the one that started it; see
`ingest.confined`."""

from __future__ import annotations

import importlib
import json
import os
import signal
import struct
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, get_type_hints

from ingest.confined import MORE_S
from ingest.errors import PinciteError
from ingest.load import budgets

_MB = 1_000_000


def main() -> None:
    """Read until there is nothing more to read."""
    memory_mb, seconds = int(sys.argv[2]), float(sys.argv[3])
    given, told = sys.stdin.buffer, _answers()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started this ends it
    sys.addaudithook(_refuse)
    _limit_memory(memory_mb)

    def more() -> None:
        _limit_time(MORE_S)
        _tell(told, b".", b"")

    budgets.more_time = more
    while head := given.read(16):
        call, data = (given.read(size) for size in struct.unpack(">QQ", head))
        _limit_time(seconds, anew=True)
        kind, body = _answered(call, data)
        del data
        _tell(told, kind, body)


def _answers() -> BinaryIO:
    """Where answers go: what libraries print is not to be among them."""
    told = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return told


def _tell(told: BinaryIO, kind: bytes, body: bytes) -> None:
    told.write(struct.pack(">cQ", kind, len(body)))
    told.write(body)
    told.flush()


def _answered(call: bytes, data: bytes) -> tuple[bytes, bytes]:
    from pydantic import TypeAdapter

    try:
        asked = json.loads(call)
        function = getattr(importlib.import_module(asked["module"]), asked["name"])
        result = function(data, *asked["args"], **asked["options"])
        form: TypeAdapter[Any] = TypeAdapter(get_type_hints(function)["return"])
        return b"+", form.dump_json(result)
    except PinciteError as error:
        return b"-", json.dumps([type(error).__name__, error.message, error.hint]).encode()
    except MemoryError:
        return b"-", json.dumps(["MemoryError", "", ""]).encode()
    except Exception as error:  # noqa: BLE001 (a damaged file breaks libraries in ways that they do not document)
        told = f"an unexpected {type(error).__name__}: {error}"
        hint = "save it in another format; please report the file"
        return b"-", json.dumps(["Unforeseen", told, hint]).encode()


def _refuse(event: str, args: tuple[object, ...]) -> None:
    """Whoever reads a file calls nobody and starts nothing."""
    if event in ("socket.connect", "socket.bind", "subprocess.Popen", "os.posix_spawn", "os.exec", "os.fork"):
        raise PermissionError(f"{event} while a file is read")


def _limit_memory(memory_mb: int) -> None:
    """Limit what this process has of its own. Where memory runs out for all, it is the first to end."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        # Address space counts what is only reserved, of which threads reserve much; macOS knows no other.
        kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
        resource.setrlimit(kind, (memory_mb * _MB, memory_mb * _MB))


def _limit_time(seconds: float, *, anew: bool = False) -> None:
    """Let it compute so many seconds more, from now where it is `anew`."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        has = resource.getrlimit(resource.RLIMIT_CPU)[0]
        used = sum(os.times()[:2])
        most = int((used if anew or has == resource.RLIM_INFINITY else has) + seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.RLIM_INFINITY))
