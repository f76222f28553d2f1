"""Crowd: many people asking one page at once, each waiting for an answer, and reading it, before the next
question."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from eval.cases import CASES, load_cases
from eval.command import Command, Result
from eval.libraries import add_options as add_library_options
from eval.libraries import measured_library
from eval.results import circumstances, digest_of
from ingest.errors import UsageError

_STARTS_WITHIN_S = 60


def run(options: Namespace) -> Result:
    """Have users ask the page of a library and measure how long each waits."""
    if options.users < 1 or options.questions < 1 or options.pause < 0:
        raise UsageError("--users and --questions count from 1, --pause from 0")
    questions = [case.question for case in load_cases(options.cases) if not case.after]
    with (
        measured_library(options) as (settings, documents),
        served(Path(settings.home), PINCITE_CHAT_MODEL=settings.chat_model) as address,
    ):
        waited, failed, wall_s = _crowd(address, questions, options)
    told = (
        {"wait_p50_s": median(waited), "wait_p95_s": quantiles(waited, n=20, method="inclusive")[-1]}
        if len(waited) > 1
        else {}
    )
    told |= {"answers_per_s": len(waited) / wall_s, "failed": float(len(failed))}
    return {
        "suite": "crowd",
        "stem": f"{options.users}x{options.questions}-pause-{options.pause:g}",
        "on": circumstances(settings=settings.digest, documents=documents, cases=digest_of(options.cases)),
        "metrics": {
            name: {"mean": value, "low": None, "high": None, "n": len(waited)} for name, value in told.items()
        },
        "failures": failed,
        "wall_s": round(wall_s, 2),
    }


@contextmanager
def served(home: Path, **environment: str) -> Iterator[str]:
    """`pincite serve` over a home folder, on a port that is free, in a process of its own; its address.

    Raises:
        UsageError: it does not start.
    """
    command = [sys.executable, "-m", "assistant.cli", "serve", "--home", str(home)]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(
            command,
            stdout=said,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PINCITE_PORT": "0", **environment},
        )
        try:
            yield _address(process, said)
        finally:
            process.terminate()
            process.wait(30)


def _address(process: subprocess.Popen[bytes], said: Any) -> str:
    """Where the process says that the page is."""
    deadline = time.monotonic() + _STARTS_WITHIN_S
    while process.poll() is None and time.monotonic() < deadline:
        said.seek(0)
        if found := re.search(r"^Pincite is at (http\S+)", said.read(), re.MULTILINE):
            return found.group(1)
        time.sleep(0.1)
    said.seek(0)
    raise UsageError(f"the page was not served: {said.read()}")


def _crowd(
    address: str, questions: Sequence[str], options: Namespace
) -> tuple[list[float], list[str], float]:
    """How long each answer was waited for, what failed, and how long it took in all."""
    from gradio_client import Client

    clients = [Client(address, verbose=False, analytics_enabled=False) for _ in range(options.users)]
    clients[0].predict(
        questions[0], "", [], api_name="/ask"
    )  # what loads at the first question is not the crowd's doing
    waited: list[float] = []
    failed: list[str] = []

    def one(number: int) -> None:
        time.sleep(
            options.pause * number / options.users
        )  # people do not begin in the same moment, unless they do not read either
        for turn in range(options.questions):
            question = questions[(number * options.questions + turn) % len(questions)]
            asked = time.perf_counter()
            try:
                clients[number].predict(question, "", [], api_name="/ask")
                waited.append(time.perf_counter() - asked)
            except Exception as error:  # noqa: BLE001 (whatever went wrong is what is measured)
                failed.append(f"{question}: {error}")
            time.sleep(options.pause)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(options.users)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waited, failed, time.perf_counter() - started


def text(result: Result, _: Namespace) -> str:
    """The figures, a line each, and what failed."""
    lines = [f"{name:<14} {told['mean']:.2f}" for name, told in result["metrics"].items()]
    return "\n".join([*lines, *(f"! {one}" for one in result["failures"])])


def add_options(parser: ArgumentParser) -> None:
    """Who asks, how often, and of what."""
    add_library_options(parser)
    parser.add_argument("--users", type=int, default=10)
    parser.add_argument("--questions", type=int, default=5, help="how many each asks")
    parser.add_argument(
        "--pause",
        type=float,
        default=0.0,
        metavar="S",
        help="seconds for which each reads before asking again",
    )
    parser.add_argument("--cases", type=Path, default=CASES, metavar="FILE", help="whose questions are asked")


COMMAND = Command("crowd", "Many people ask one page at once.", add_options, run, text)
