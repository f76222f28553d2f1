"""Signed: what signing in costs. The same questions are asked alternately of two pages over copies of one
library, of which one lets in only who signs in, by a program with a token; each answer is warm."""

from __future__ import annotations

import shutil
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from eval.cases import CASES, load_cases
from eval.command import Command, Result
from eval.crowd import served
from eval.libraries import add_options as add_library_options
from eval.libraries import measured_library
from eval.results import circumstances, digest_of
from ingest.errors import UsageError

if TYPE_CHECKING:
    from gradio_client import Client

_WHO = "measure@office.example"


def run(options: Namespace) -> Result:
    """Ask both pages, and compare how long each answer took."""
    from gradio_client import Client

    from assistant.settings import Settings
    from assistant.workspace.accounts_store import accounts_of

    if options.rounds < 1:
        raise UsageError("--rounds counts from 1")
    questions = [case.question for case in load_cases(options.cases) if not case.after][: options.questions]
    with (
        measured_library(options) as (settings, documents),
        tempfile.TemporaryDirectory(prefix="pincite-signed-") as folder,
    ):
        open_, closed = Path(folder) / "open", Path(folder) / "closed"
        for home in (open_, closed):
            shutil.copytree(settings.home_path, home)
        accounts = accounts_of(Settings(home=str(closed)))
        accounts.add(_WHO, None)
        _, token = accounts.make_token(_WHO, "measure", 1)
        quiet = {"verbose": False, "analytics_enabled": False}
        with served(open_) as without, served(closed, PINCITE_SIGN_IN="accounts") as with_:
            clients = (
                Client(without, **quiet),
                Client(with_, headers={"Authorization": f"Bearer {token}"}, **quiet),
            )
            pairs = _asked(clients, questions, options.rounds)
    ratios = [signed / unsigned for unsigned, signed in pairs]
    return {
        "suite": "signed",
        "stem": f"{len(questions)}x{options.rounds}",
        "on": circumstances(settings=settings.digest, documents=documents, cases=digest_of(options.cases)),
        "metrics": {
            "without_s": _figure(median(one for one, _ in pairs), len(pairs)),
            "signed_s": _figure(median(one for _, one in pairs), len(pairs)),
            "signed_ratio": _figure(median(ratios), len(pairs)),
        },
    }


def _asked(clients: Sequence[Client], questions: Sequence[str], rounds: int) -> list[tuple[float, float]]:
    """How long each of the two took for each question of each round. Which is asked first alternates, and
    nothing is counted of what they take to warm up."""
    pairs: list[tuple[float, float]] = []
    for number in range(rounds + 1):
        for question in questions:
            took = [0.0, 0.0]
            for which in (0, 1) if (number + len(pairs)) % 2 else (1, 0):
                began = time.perf_counter()
                clients[which].predict(question, "", [], api_name="/ask")
                took[which] = time.perf_counter() - began
            if number:
                pairs.append((took[0], took[1]))
    return pairs


def _figure(value: float, count: int) -> dict[str, float | int | None]:
    return {"mean": value, "low": None, "high": None, "n": count}


def text(result: Result, _: Namespace) -> str:
    """The medians, and that of the ratios."""
    return "\n".join(f"{name:<14} {told['mean']:.3f}" for name, told in result["metrics"].items())


def add_options(parser: ArgumentParser) -> None:
    """Which questions, and how often."""
    add_library_options(parser)
    parser.add_argument("--questions", type=int, default=8, help="how many different ones")
    parser.add_argument("--rounds", type=int, default=10, help="how often each is asked of both")
    parser.add_argument("--cases", type=Path, default=CASES, metavar="FILE", help="whose questions are asked")


COMMAND = Command("signed", "What signing in costs an answer.", add_options, run, text)
