"""The process in which a GGUF file runs: it serves OpenAI's protocol on loopback and ends with the process
that started it. A script of its own, so that it begins without the rest of Pincite.

    python gguf_server.py FILE CONTEXT THREADS     with the key as a line on standard input

Once the model can answer, one line of JSON on standard output tells the address and the memory taken. What
llama.cpp has to say of a failure goes to standard error. The end of standard input is the end."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
import time
from pathlib import Path

_AT_A_TIME = 2  # answers: the page and Slack make as many
_BATCH = 128  # tokens of a prompt between two looks at whether anybody still waits
_DIE_WITH_PARENT = 1  # prctl's PR_SET_PDEATHSIG
_REASON_WITHIN_S = 2.0
_ERRORS = 1  # llama.cpp's verbosity


def main() -> None:
    """Serve until standard input ends."""
    path, context, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    # Also while the file is loaded, when Python does not run and cannot see its input end.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    told = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # llama.cpp writes where it likes
    key = sys.stdin.readline().strip()
    if not key:
        return
    try:
        server = _server(path, context, threads, key)
    except Exception as error:  # noqa: BLE001 (whatever it is, the parent tells it)
        _hear_why()
        sys.stderr.write(f"{error}\n")
        sys.stderr.flush()
        os._exit(1)
    told.write(json.dumps({"url": f"{server.listening_address}/v1", "memory": _memory()}) + "\n")
    told.flush()
    sys.stdin.read()
    os._exit(0)  # at once, whatever it is writing


def _server(path: str, context: int, threads: int, key: str):  # type: ignore[no-untyped-def]
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = path
    params.hostnames, params.port, params.api_keys = ["127.0.0.1"], 0, [key]
    params.n_parallel, params.n_ctx = _AT_A_TIME, _AT_A_TIME * context
    params.n_batch = params.n_ubatch = _BATCH
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.cache_ram_mib = 0  # by default prompts that went before are kept in up to 8 GiB
    params.warmup, params.offline, params.ui, params.endpoint_slots = False, True, False, False
    params.verbosity = _ERRORS
    return xllamacpp.Server(params)


def _hear_why() -> None:
    """Wait a moment for llama.cpp's own reason: it is written by a thread, which our end would cut off."""
    deadline = time.monotonic() + _REASON_WITHIN_S
    while not os.fstat(2).st_size and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.1)  # a reason is a few lines


def _memory() -> int:
    """Bytes of memory that this process takes; 0 where the system does not say."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))
    except (OSError, StopIteration):
        pass
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


if __name__ == "__main__":
    main()
