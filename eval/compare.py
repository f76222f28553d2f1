"""Comparison: two results of one suite, metric by metric and case by case; the differences are paired, so
that what is hard for both cancels."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.command import Result
from eval.intervals import Array, Interval, interval_of
from ingest.errors import UsageError


def load_result(path: Path) -> dict[str, Any]:
    """A saved result.

    Raises:
        UsageError: the file is missing or is no result.
    """
    try:
        result: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if {"suite", "on", "metrics"} - result.keys():
            raise ValueError("it has no suite, on or metrics")
    except (OSError, ValueError, AttributeError) as error:
        raise UsageError(f"{path}: not a result: {error}", hint="name two files of eval/results") from error
    return result


def difference(before: Mapping[str, Sequence[float]], after: Mapping[str, Sequence[float]]) -> Interval:
    """The second mean less the first over the cases that both have, with the interval over resampled
    cases."""
    shared = sorted(before.keys() & after.keys())
    rows = [
        (sum(before[case]), len(before[case]), sum(after[case]), len(after[case]))
        for case in shared
        if before[case] and after[case]
    ]

    def gain(drawn: Array) -> float | None:
        sums = drawn.sum(axis=0)
        return float(sums[2] / sums[3] - sums[0] / sums[1])

    return interval_of(gain, rows)


def changed(
    before: Mapping[str, Sequence[float]], after: Mapping[str, Sequence[float]]
) -> tuple[list[str], list[str]]:
    """The cases that got worse and those that got better."""
    means = {
        case: (sum(before[case]) / len(before[case]), sum(after[case]) / len(after[case]))
        for case in before.keys() & after.keys()
    }
    return sorted(case for case, (one, other) in means.items() if other < one), sorted(
        case for case, (one, other) in means.items() if other > one
    )


def compare(first: Result, second: Result) -> dict[str, Any]:
    """What differs in the circumstances, and each metric's difference.

    Raises:
        UsageError: the results are of different suites.
    """
    if (first["suite"], first.get("stem")) != (second["suite"], second.get("stem")):
        told = [f"{one['suite']} {one.get('stem', '')}".strip() for one in (first, second)]
        raise UsageError(
            f"{told[0]} and {told[1]} cannot be compared",
            hint="name two results of one suite on the same cases",
        )
    rows = {}
    for name, before in first["metrics"].items():
        after = second["metrics"].get(name)
        if after is None or before["mean"] is None or after["mean"] is None:
            continue
        own, others = (one.get("by_case", {}).get(name) for one in (first, second))
        paired = difference(own, others) if own and others else Interval(None, None, None, 0)
        worse, better = changed(own, others) if own and others else ([], [])
        rows[name] = {
            "before": before["mean"],
            "after": after["mean"],
            "difference": round(after["mean"] - before["mean"], 4),
            "low": paired.low,
            "high": paired.high,
            "cases": paired.n,
            "worse": worse,
            "better": better,
        }
    differing = {
        key: (first["on"].get(key), second["on"].get(key))
        for key in first["on"]
        if first["on"].get(key) != second["on"].get(key)
    }
    return {"suite": first["suite"], "on": differing, "metrics": rows}


def text(compared: Mapping[str, Any]) -> str:
    """The differences as a table; `*` where the interval leaves out zero."""
    lines = [f"{key}: {before} → {after}" for key, (before, after) in compared["on"].items()]
    lines += ["", f"{'':<30}{'before':>8}{'after':>8}{'difference':>12}  95 %              cases"]
    for name, row in compared["metrics"].items():
        within = "—" if row["low"] is None else f"[{row['low']:+.3f}, {row['high']:+.3f}]"
        sure = " *" if row["low"] is not None and (row["low"] > 0 or row["high"] < 0) else ""
        lines.append(
            f"{name:<30}{row['before']:>8.3f}{row['after']:>8.3f}{row['difference']:>+12.3f} "
            f" {within:<18}{row['cases']:>5}{sure}"
        )
    for name, row in compared["metrics"].items():
        for word in ("worse", "better"):
            if row[word]:
                lines.append(f"{name} {word}: {', '.join(row[word])}")
    return "\n".join(lines)


def add_options(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("first", type=Path, metavar="A", help="a saved result")
    parser.add_argument("second", type=Path, metavar="B", help="a later one of the same suite")


def run(options: Namespace) -> dict[str, Any]:
    """Compare the two files."""
    return compare(load_result(options.first), load_result(options.second))
