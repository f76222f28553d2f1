import pytest

from eval.intervals import interval


def test_nothing_to_measure_is_not_zero() -> None:
    nothing = interval([])
    assert (nothing.mean, nothing.low, nothing.high, nothing.n) == (None, None, None, 0)
    assert str(nothing) == "—"


def test_equal_values_leave_no_doubt() -> None:
    assert str(interval([1.0] * 20)) == "1.000 [1.000, 1.000]"


def test_the_interval_is_that_of_the_normal_approximation_on_many_values() -> None:
    found = interval([1.0] * 300 + [0.0] * 100)
    assert found.mean == 0.75
    half = 1.96 * (0.75 * 0.25 / 400) ** 0.5
    assert found.low == pytest.approx(0.75 - half, abs=0.006)
    assert found.high == pytest.approx(0.75 + half, abs=0.006)


def test_fewer_values_are_less_sure() -> None:
    few, many = interval([1.0, 0.0] * 5), interval([1.0, 0.0] * 50)
    assert few.high is not None and few.low is not None and many.high is not None and many.low is not None
    assert few.high - few.low > 2 * (many.high - many.low)


def test_the_same_values_give_the_same_interval() -> None:
    assert interval([0.1, 0.5, 0.9]) == interval([0.1, 0.5, 0.9])
