"""The gate: the fast suites, held to the floors of `floors.toml`. It fails when a figure is under its floor,
missing, or a case broke."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from eval.command import Result
from ingest.errors import UsageError

FLOORS = Path(__file__).parent / "floors.toml"


@dataclass(frozen=True, slots=True)
class Floor:
    """The bound of one metric of one suite, why it is what it is, and since when."""

    suite: str
    metric: str
    reason: str
    date: date
    at_least: float | None = None
    at_most: float | None = None

    def holds(self, mean: float) -> bool:
        """Whether the mean is within the bounds."""
        return (self.at_least is None or mean >= self.at_least) and (
            self.at_most is None or mean <= self.at_most
        )

    def __str__(self) -> str:
        return f"at least {self.at_least}" if self.at_least is not None else f"at most {self.at_most}"


def load_floors(path: Path = FLOORS) -> list[Floor]:
    """The floors of a file.

    Raises:
        UsageError: the file is missing, holds no floors, or one of them is not whole.
    """
    try:
        floors = [Floor(**row) for row in tomllib.loads(path.read_text(encoding="utf-8"))["floor"]]
        if any((one.at_least is None) == (one.at_most is None) for one in floors) or not floors:
            raise ValueError("a floor has either at_least or at_most")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path}: {error}", hint="[[floor]] tables of suite, metric, at_least or at_most, reason and date"
        ) from error
    return floors


def failures(results: Sequence[Result], floors: Sequence[Floor]) -> list[str]:
    """What keeps the results from passing, in words; empty when they pass."""
    found = []
    by_suite: dict[str, Any] = {result["suite"]: result for result in results}
    for floor in floors:
        measured = by_suite.get(floor.suite, {}).get("metrics", {}).get(floor.metric, {}).get("mean")
        if measured is None:
            found.append(f"{floor.suite} {floor.metric}: not measured; {floor} is asked for")
        elif not floor.holds(measured):
            found.append(
                f"{floor.suite} {floor.metric}: {measured:.3f}, {floor} is asked for ({floor.reason};"
                f" {floor.date})"
            )
    for result in results:
        found += [
            f"{result['suite']} {case}: unscored: {reason}"
            for case, reason in result.get("unscored", {}).items()
        ]
        found += [f"{result['suite']}: {problem}" for problem in result.get("problems", ())]
    return found
