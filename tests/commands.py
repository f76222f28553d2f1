"""The command line as tests run it: mostly in this process, whose models and modules are loaded already, and
where the process itself is the point, in one of its own."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
Done = subprocess.CompletedProcess[str]
Pincite = Callable[..., Done]


def pincite_here(
    *args: object, home: Path | None = None, env: Mapping[str, str] | None = None, typed: str = ""
) -> Done:
    """Run `pincite ARGS` through its `main`, and return what a process would have: exit status and both
    streams. `typed` is what a user types."""
    from assistant.cli import main

    command = ["pincite", *_words(args, home)]
    out, err = _stream(), _stream()
    os.umask(mask := os.umask(0o022))
    with _as_process(command, env or {}, typed), redirect_stdout(out), redirect_stderr(err):
        try:
            main()
            status: object = 0
        except SystemExit as stop:
            status = stop.code
        except BaseException:  # noqa: BLE001 (what nobody caught ends a process with its trace)
            traceback.print_exc()
            status = 1
        finally:
            os.umask(mask)
    return Done(command, status if isinstance(status, int) else int(bool(status)), _text(out), _text(err))


def pincite_apart(
    *args: object,
    home: Path | None = None,
    env: Mapping[str, str] | None = None,
    typed: str | None = None,
    timeout: float = 120,
) -> Done:
    """Run `pincite ARGS` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli", *_words(args, home)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **(env or {})},
        timeout=timeout,
        cwd=CHECKOUT,
        check=False,
        input=typed,
    )


def _words(args: tuple[object, ...], home: Path | None) -> list[str]:
    return [*map(str, args), *(("--home", str(home)) if home else ())]


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


@contextmanager
def _as_process(command: list[str], env: Mapping[str, str], typed: str) -> Iterator[None]:
    """What a process has of its own: arguments, environment, input, folder and the hook for what nobody
    caught."""
    arguments, environment, given, hook = sys.argv, dict(os.environ), sys.stdin, sys.excepthook
    sys.argv, sys.stdin = command, io.StringIO(typed)
    os.environ.update(env)
    try:
        with chdir(CHECKOUT):
            yield
    finally:
        sys.argv, sys.stdin, sys.excepthook = arguments, given, hook
        os.environ.clear()
        os.environ.update(environment)
