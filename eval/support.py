"""Support: how well the check's score agrees with people who said whether evidence supports a claim.

The file is JSON lines (gzip or not) of `dataset`, `evidence`, `claim`, `label` (1: supported). Balanced
accuracy is the mean of the shares of supported and of unsupported claims that are judged as people judged
them, at the one threshold that the check itself uses."""

from __future__ import annotations

import gzip
import json
import time
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.check.entailment import SupportModel
from assistant.lexicon.rules import our_rules
from eval.command import Command, Result
from eval.intervals import RESAMPLES
from eval.results import circumstances, digest_of
from ingest.errors import UsageError

HARD = ("wice", "contractnli", "summedits", "halubench")
"""Sets whose mean is told apart: long evidence, small differences. A set counts by the start of its name."""
_BINS = 10
_AT_ONCE = 64
_SEED = 20261124
Array = npt.NDArray[np.float64]


def load_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of labelled claims.

    Raises:
        UsageError: the file is missing, or a line is not a labelled claim.
    """
    try:
        data = path.read_bytes()
        text = (gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8")
        rows = [json.loads(line) for line in text.splitlines() if line.strip()]
        for row in rows:
            if {"dataset", "evidence", "claim", "label"} - row.keys() or int(row["label"]) not in (0, 1):
                raise ValueError(f"a line has the keys {sorted(row)}")
    except (OSError, ValueError, EOFError) as error:
        raise UsageError(
            f"{path}: {error}",
            hint="JSON lines of dataset, evidence, claim and label (0 or 1), gzipped or not",
        ) from error
    if not rows:
        raise UsageError(
            f"{path}: no rows",
            hint="JSON lines of dataset, evidence, claim and label (0 or 1), gzipped or not",
        )
    return rows


def balanced_accuracy(labels: Array, scores: Array, threshold: float) -> float | None:
    """The mean of the two classes' recall; None where there is only one class."""
    judged = scores >= threshold
    classes = [
        float((judged[labels == label] == bool(label)).mean()) for label in (0, 1) if (labels == label).any()
    ]
    return sum(classes) / 2 if len(classes) == 2 else None


def auroc(labels: Array, scores: Array) -> float | None:
    """How often a supported claim has a higher score than an unsupported one (ties count half); None where
    there is only one class."""
    positive, negative = scores[labels == 1], scores[labels == 0]
    if not len(positive) or not len(negative):
        return None
    ordered = np.sort(negative)
    below, at_most = np.searchsorted(ordered, positive, "left"), np.searchsorted(ordered, positive, "right")
    return float(((below + at_most) / 2).mean() / len(negative))


def calibration_error(labels: Array, scores: Array) -> float:
    """The expected calibration error over ten bins of equal width (Naeini et al. 2015)."""
    return sum(
        one["n"] * abs(one["score"] - one["supported"]) for one in calibration_bins(labels, scores)
    ) / len(labels)


def calibration_bins(labels: Array, scores: Array) -> list[dict[str, float]]:
    """Each bin that holds claims: their mean score, the share that people called supported, how many there
    are."""
    bins = np.minimum((scores * _BINS).astype(int), _BINS - 1)
    held = [bins == one for one in range(_BINS) if (bins == one).any()]
    return [
        {
            "score": round(float(scores[of].mean()), 4),
            "supported": round(float(labels[of].mean()), 4),
            "n": int(of.sum()),
        }
        for of in held
    ]


def _bootstrap(
    labels: Array, scores: Array, threshold: float
) -> tuple[list[float] | None, list[float] | None]:
    """The 95 % intervals of the balanced accuracy and of the AUROC."""
    random = np.random.default_rng(_SEED)
    drawn = [random.integers(0, len(labels), len(labels)) for _ in range(RESAMPLES // 4)]
    accuracies = [
        one for rows in drawn if (one := balanced_accuracy(labels[rows], scores[rows], threshold)) is not None
    ]
    areas = [one for rows in drawn if (one := auroc(labels[rows], scores[rows])) is not None]
    return _middle(accuracies), _middle(areas)


def _middle(values: Sequence[float]) -> list[float] | None:
    return [round(100 * float(bound), 1) for bound in np.percentile(values, [2.5, 97.5])] if values else None


def measure(rows: Sequence[Mapping[str, Any]], scores: Sequence[float], threshold: float) -> dict[str, Any]:
    """The figures by set, in percent, and their means."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        groups[row["dataset"]].append(number)
    labels, given = np.array([float(row["label"]) for row in rows]), np.array(scores)
    datasets: dict[str, Any] = {}
    for name, places in sorted(groups.items()):
        mine, its = labels[places], given[places]
        accuracy, area = balanced_accuracy(mine, its, threshold), auroc(mine, its)
        within, area_within = _bootstrap(mine, its, threshold)
        datasets[name] = {
            "n": len(places),
            "balanced_accuracy": None if accuracy is None else round(100 * accuracy, 1),
            "balanced_accuracy_95": within,
            "auroc": None if area is None else round(100 * area, 1),
            "auroc_95": area_within,
            "calibration_error": round(calibration_error(mine, its), 3),
        }
    scored = {
        name: one["balanced_accuracy"]
        for name, one in datasets.items()
        if one["balanced_accuracy"] is not None
    }
    areas = [one["auroc"] for one in datasets.values() if one["auroc"] is not None]
    hard = [value for name, value in scored.items() if name.startswith(HARD)]
    means = {"balanced_accuracy": list(scored.values()), "balanced_accuracy_hard": hard, "auroc": areas}
    return {
        "metrics": {
            name: {"mean": round(float(np.mean(of)) / 100, 4), "low": None, "high": None, "n": len(of)}
            for name, of in means.items()
            if of
        },
        "datasets": datasets,
        "macro": round(float(np.mean(list(scored.values()))), 2) if scored else None,
        "hard": round(float(np.mean(hard)), 2) if hard else None,
        "macro_auroc": round(float(np.mean(areas)), 2) if areas else None,
        "calibration": calibration_bins(labels, given),
        "calibration_error": round(calibration_error(labels, given), 3),
        "brier": round(float(((given - labels) ** 2).mean()), 4),
    }


def run(options: Namespace) -> Result:
    """Score every row of the file and compare with its label."""
    rows = load_rows(options.data)
    model = SupportModel(options.models)
    rules = our_rules()
    model.scores([(rows[0]["claim"], rows[0]["evidence"])], rules)  # the first run sets the model up
    started = time.perf_counter()
    scores: list[float] = []
    for first in range(0, len(rows), _AT_ONCE):
        pairs = [(row["claim"], row["evidence"]) for row in rows[first : first + _AT_ONCE]]
        scores += model.scores(pairs, rules)
    seconds = time.perf_counter() - started
    return {
        "suite": "support",
        "stem": options.data.name.split(".")[0],
        "on": circumstances(data=digest_of(options.data)),
        "per_second": round(len(rows) / seconds, 1),
        "threshold": model.threshold,
        **measure(rows, scores, model.threshold),
    }


def text(result: Result, _options: Namespace) -> str:
    """The table."""
    lines = [f"{'set':<22}{'n':>6}  balanced accuracy       AUROC                   calibration error"]
    for name, one in result["datasets"].items():
        told = [
            f"{one[key]} {one[f'{key}_95']}" if one[key] is not None else "—"
            for key in ("balanced_accuracy", "auroc")
        ]
        lines.append(f"{name:<22}{one['n']:>6}  {told[0]:<24}{told[1]:<24}{one['calibration_error']}")
    lines.append(
        f"macro {result['macro']}, hard {result['hard']}, AUROC {result['macro_auroc']}, threshold"
        f" {result['threshold']}"
    )
    lines.append(
        f"calibration error {result['calibration_error']}, Brier {result['brier']}, {result['per_second']}"
        " claims/s"
    )
    return "\n".join(lines)


def _add_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--data",
        type=Path,
        required=True,
        metavar="FILE",
        help="JSON lines of dataset, evidence, claim, label; may be gzipped",
    )
    parser.add_argument(
        "--models",
        default="",
        metavar="DIR",
        help="folder of the local models (default: those in the installed package)",
    )


COMMAND = Command("support", "The check's score against human labels.", _add_options, run, text)
