from __future__ import annotations

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from eval.support import auroc, balanced_accuracy, calibration_error, load_rows, measure
from ingest.errors import UsageError

LABELS = np.array([1.0, 1.0, 0.0, 0.0])


def test_balanced_accuracy_is_the_mean_of_the_two_recalls() -> None:
    assert balanced_accuracy(LABELS, np.array([0.9, 0.4, 0.1, 0.2]), 0.5) == 0.75
    assert balanced_accuracy(np.array([1.0, 1.0]), np.array([0.9, 0.4]), 0.5) is None


def test_auroc_counts_pairs_and_ties_as_half() -> None:
    assert auroc(LABELS, np.array([0.9, 0.3, 0.3, 0.1])) == pytest.approx(3.5 / 4)
    assert auroc(np.array([1.0]), np.array([0.9])) is None


def test_a_score_that_is_always_as_often_right_as_it_says_is_calibrated() -> None:
    assert calibration_error(np.array([1.0, 0.0]), np.array([0.5, 0.5])) == pytest.approx(0.0)
    assert calibration_error(np.array([0.0, 0.0]), np.array([0.95, 0.95])) == pytest.approx(0.95)


def test_sets_are_told_apart_and_the_hard_ones_once_more() -> None:
    rows = [{"dataset": name, "label": label} for name in ("wice", "easy") for label in (1, 0)]
    found = measure(rows, [0.9, 0.8, 0.9, 0.1], 0.5)
    assert (
        found["datasets"]["wice"]["balanced_accuracy"],
        found["datasets"]["easy"]["balanced_accuracy"],
    ) == (50.0, 100.0)
    assert (found["macro"], found["hard"]) == (75.0, 50.0)


def test_a_file_that_is_not_one_is_named(tmp_path: Path) -> None:
    good = tmp_path / "rows.jsonl.gz"
    good.write_bytes(
        gzip.compress(json.dumps({"dataset": "d", "evidence": "e", "claim": "c", "label": 1}).encode())
    )
    assert len(load_rows(good)) == 1
    for content in (
        b"",
        b"{}\n",
        b'{"dataset": "d", "evidence": "e", "claim": "c", "label": 2}\n',
        b"\x1f\x8bnot gzip",
    ):
        bad = tmp_path / "bad"
        bad.write_bytes(content)
        with pytest.raises(UsageError, match="bad"):
            load_rows(bad)
