"""How sure a mean is: the percentile bootstrap (Efron 1979)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 2000
_SEED = 20250224  # any fixed number: the same values always give the same interval


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over `n` values with its 95 % interval; all None where there was nothing to measure, because unscored is not zero."""

    mean: float | None
    low: float | None
    high: float | None
    n: int

    def __str__(self) -> str:
        return "—" if self.mean is None else f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}]"


def interval(values: Sequence[float]) -> Interval:
    """The mean of the values and its 95 % interval over 2,000 resamples."""
    if not values:
        return Interval(None, None, None, 0)
    given = np.asarray(values, dtype=np.float64)
    drawn = np.random.default_rng(_SEED).integers(0, len(given), size=(RESAMPLES, len(given)))
    low, high = np.percentile(given[drawn].mean(axis=1), [2.5, 97.5])
    return Interval(round(float(given.mean()), 4), round(float(low), 4), round(float(high), 4), len(given))
