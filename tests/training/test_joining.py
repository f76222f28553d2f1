from __future__ import annotations

import numpy as np
import pytest

joining = pytest.importorskip("training.joining", reason="fitting needs the extra `training`")


def test_what_tells_the_labels_apart_has_the_weight() -> None:
    mean = np.array([2.0, 2.0, -2.0, -2.0] * 30)
    beside = np.array([1.0, -1.0] * 60)
    odds = np.stack([beside, mean, beside], 1)
    weights = joining.fitted(odds, np.full(120, 2), (mean > 0).astype(float), np.ones(120))
    assert weights[0] > 0.8 > 0.2 > weights[1] >= 0


def test_the_labels_of_a_set_weigh_alike() -> None:
    labels = np.array([1.0, 0.0, 0.0, 0.0, 1.0])
    found = joining.balanced(["harbour"] * 4 + ["toll"], labels)
    assert found[0] == pytest.approx(found[1:4].sum())
    assert found[4] == 0
