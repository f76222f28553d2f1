"""How sure a mean is: the percentile bootstrap (Efron 1979)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RESAMPLES = 2000
Array = npt.NDArray[np.float64]
_SEED = 20250224  # any fixed number: the same values always give the same interval


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean over `n` values with its 95 % interval; all None where there was nothing to measure, because
    unscored is not zero."""

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


def interval_of(statistic: Callable[[Array], float | None], rows: Sequence[Sequence[float]]) -> Interval:
    """A statistic of rows × columns with its 95 % interval over resampled rows; resamples for which it is not
    defined do not count."""
    given = np.asarray(rows, dtype=np.float64)
    mean = statistic(given) if len(given) else None
    if mean is None:
        return Interval(None, None, None, len(given))
    drawn = np.random.default_rng(_SEED).integers(0, len(given), size=(RESAMPLES, len(given)))
    told = [one for rows_drawn in drawn if (one := statistic(given[rows_drawn])) is not None]
    low, high = np.percentile(told, [2.5, 97.5])
    return Interval(round(mean, 4), round(float(low), 4), round(float(high), 4), len(given))


def flat(by_case: Mapping[str, Sequence[float]]) -> Interval:
    """The interval of values that come by case: the cases are drawn, since the values of one case depend on
    one another."""
    cases = [(sum(given), float(len(given))) for given in by_case.values() if len(given)]
    found = interval_of(lambda rows: float(rows[:, 0].sum() / rows[:, 1].sum()), cases)
    return Interval(found.mean, found.low, found.high, sum(map(len, by_case.values())))
