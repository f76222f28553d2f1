"""A judging model, measured before it is believed: how often it agrees with people on labelled claims is told
beside every figure it gives."""

from __future__ import annotations

import random
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.check.check import Judge
from assistant.check.judge import judge
from assistant.check.window import choose_window
from assistant.settings import Settings
from eval.intervals import Array, Interval, interval_of
from eval.support import load_rows
from ingest.errors import UsageError
from ingest.tokens import count_for

_SEED = 20261125
_PROMPT_TOKENS = 500  # what the judge's prompt takes beside the evidence


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often a judge says what people say: `balanced` is the mean of the shares for supported and for
    unsupported claims; a claim on which it gave no verdict is `unscored`, and counts as not agreed."""

    model: str
    balanced: Interval
    unscored: int

    def __str__(self) -> str:
        silent = f", {self.unscored} of them without a verdict" if self.unscored else ""
        return (
            f"the judge {self.model} agrees with people on {self.balanced} of {self.balanced.n} labelled"
            f" claims{silent}"
        )


def agreement(model: str, judged: Judge, rows: Sequence[Mapping[str, Any]], context_tokens: int) -> Agreement:
    """The agreement on labelled claims; long evidence is cut to what the claim is about."""
    told = []
    for row in rows:
        evidence = choose_window(
            row["evidence"],
            row["claim"],
            context_tokens - _PROMPT_TOKENS,
            lambda texts: [count_for(model, text) for text in texts],
        )
        verdict = judged(row["claim"], evidence)
        agreed = verdict is not None and (verdict == "supported") == bool(int(row["label"]))
        told.append((float(row["label"]), float(agreed), float(verdict is None)))
    return Agreement(model, interval_of(_balanced, told), int(sum(silent for _, _, silent in told)))


def _balanced(drawn: Array) -> float | None:
    shares = [float(of[:, 1].mean()) for label in (0, 1) if len(of := drawn[drawn[:, 0] == label])]
    return sum(shares) / 2 if len(shares) == 2 else None


def sample(rows: Sequence[Mapping[str, Any]], size: int) -> list[Mapping[str, Any]]:
    """So many rows, evenly over the sets and their two labels, always the same ones."""
    groups: dict[tuple[str, int], list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row["dataset"], int(row["label"])].append(row)
    drawn = [random.Random(_SEED).sample(group, len(group)) for _, group in sorted(groups.items())]
    return [
        group[place]
        for place in range(max(map(len, drawn), default=0))
        for group in drawn
        if place < len(group)
    ][:size]


def add_options(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--judge",
        default="",
        metavar="MODEL",
        help="a chat model that judges what was written; needs --judge-data",
    )
    parser.add_argument(
        "--judge-data",
        type=Path,
        metavar="FILE",
        help="labelled claims (as for `support`) on which the judge is measured first",
    )
    parser.add_argument(
        "--judge-sample", type=int, default=200, metavar="N", help="on how many of them (default: 200)"
    )


def measured_judge(options: Namespace, settings: Settings) -> tuple[Judge, Agreement] | None:
    """The judge that the options name, with its agreement; None where they name none.

    Raises:
        UsageError: there is nothing to measure it on.
        ServiceError: its service failed.
    """
    from assistant.build import build_chat

    if not options.judge:
        return None
    if options.judge_data is None:
        raise UsageError(
            "--judge needs --judge-data: a judge that nobody measured is not believed",
            hint="name a file of labelled claims",
        )
    chat = build_chat(replace(settings, chat_model=options.judge))
    assert chat is not None

    def judged(sentence: str, evidence: str) -> Any:
        return judge(chat.model, sentence, evidence, chat.meter())

    return judged, agreement(
        options.judge,
        judged,
        sample(load_rows(options.judge_data), options.judge_sample),
        settings.context_tokens,
    )
