"""Abstention: is declined what the library does not answer, and is what is answered the surer, the more it is
worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from eval.intervals import Array, Interval, interval_of


def abstention(rows: Sequence[tuple[bool, bool]]) -> dict[str, Interval]:
    """Precision, recall and F1 of declining, over `(should decline, did decline)` of each case."""
    given = [(float(should), float(did)) for should, did in rows]
    return {
        "abstention_precision": interval_of(lambda drawn: _share(drawn[drawn[:, 1] == 1, 0]), given),
        "abstention_recall": interval_of(lambda drawn: _share(drawn[drawn[:, 0] == 1, 1]), given),
        "abstention_f1": interval_of(_f1, given),
    }


def _share(values: Array) -> float | None:
    return float(values.mean()) if len(values) else None


def _f1(drawn: Array) -> float | None:
    right = float((drawn[:, 0] * drawn[:, 1]).sum())
    return 2 * right / float(drawn.sum()) if drawn.sum() else None


def risk_coverage(rows: Sequence[tuple[float | None, float]]) -> dict[str, Any]:
    """The curve of risk against coverage (El-Yaniv & Wiener 2010) over `(confidence, worth of the answer from
    0 to 1)` of each case: the share of worth that is missing among the surest answers, as ever more are
    given. `area` is the mean risk. A case without confidence comes last."""
    ordered = sorted(rows, key=lambda one: -np.inf if one[0] is None else one[0], reverse=True)
    risks = [1 - worth for _, worth in ordered]
    curve = [
        {"coverage": (n + 1) / len(risks), "risk": float(np.mean(risks[: n + 1]))} for n in range(len(risks))
    ]
    return {"curve": curve, "area": float(np.mean([point["risk"] for point in curve])) if curve else None}
