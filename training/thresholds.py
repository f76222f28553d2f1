"""Fits the logistic regression over the support model's logits and the plain signals, on the documents that
training left out.

    python -m training.thresholds --pool train-pool.jsonl.gz --model support.onnx --out support.json

`training.joining` then adds how the sentences of a claim count.

Each set's two labels weigh the same. The threshold is the highest whose balanced accuracy on the same
documents is within half a point of the best: of thresholds that are as good, the one that lets fewest
fabrications pass. Nothing is tuned on what is reported."""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from assistant.check.entailment import TOKENS, signals
from assistant.lexicon.rules import our_rules
from ingest.models import RERANKER, ModelSpec, load_model
from training.pool import examples, is_set_aside, read_pool

# Signals that may only lower or only raise the score: a sign that the few rows set aside would turn round is
# noise.
_SIGNS = {
    "numbers_lacking": -1,
    "days_lacking": -1,
    "names_lacking": -1,
    "turned_round": -1,
    "covered": 1,
    "covered_by_one": 1,
    "logit": 1,
    "focused": 1,
    "least": 1,
}
_RIDGE = 2.0
_AS_GOOD = 0.005


def main() -> None:
    """Fit and write the coefficients."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pool", type=Path, required=True)
    arguments.add_argument("--model", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    given = arguments.parse_args()
    rows, digest = read_pool(given.pool)
    aside = examples([row for row in rows if is_set_aside(row)])
    sha256 = hashlib.sha256(given.model.read_bytes()).hexdigest()
    model = load_model(ModelSpec(RERANKER.folder, sha256, RERANKER.tokenizer_sha256, TOKENS, given.model))
    found = signals([(one.claim, one.evidence) for one in aside], model, our_rules())
    sets = [one.dataset for one in aside]
    names = list(found[0])
    values = np.array([[one[name] for name in names] for one in found])
    labels = np.array([float(one.label) for one in aside])
    weights = balanced(sets, labels)
    mean, deviation = values.mean(0), values.std(0) + 1e-9
    scaled = (values - mean) / deviation

    def loss(solution: np.ndarray) -> tuple[float, np.ndarray]:
        logits = scaled @ solution[1:] + solution[0]
        error = weights * (1 / (1 + np.exp(-logits)) - labels)
        cost = (weights * (np.logaddexp(0, logits) - labels * logits)).sum() + _RIDGE * (
            solution[1:] ** 2
        ).sum()
        return cost, np.concatenate([[error.sum()], scaled.T @ error + 2 * _RIDGE * solution[1:]])

    bounds = [
        (None, None),
        *(((0, None) if _SIGNS[n] > 0 else (None, 0)) if n in _SIGNS else (None, None) for n in names),
    ]
    solution = minimize(loss, np.zeros(len(names) + 1), jac=True, bounds=bounds, method="L-BFGS-B").x
    coefficients = solution[1:] / deviation
    probabilities = 1 / (1 + np.exp(-(scaled @ solution[1:] + solution[0])))
    told = {
        "model_sha256": sha256,
        "pool_sha256": digest,
        "fitted_on": dict(sorted(Counter(sets).items())),
        "intercept": round(float(solution[0] - mean @ coefficients), 6),
        "coefficients": {
            name: round(float(value), 6) for name, value in zip(names, coefficients, strict=True)
        },
        "threshold": threshold(probabilities, labels, np.array(sets)),
    }
    given.out.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def balanced(sets: Sequence[str], labels: np.ndarray) -> np.ndarray:
    """The weight of each row: a set's two labels weigh the same, larger sets more; a set with one label is
    left out."""
    counts, sizes = Counter(zip(sets, labels, strict=True)), Counter(sets)
    weights = np.array(
        [
            sizes[one] ** 0.5 / counts[one, label] if counts[one, 1 - label] else 0.0
            for one, label in zip(sets, labels, strict=True)
        ]
    )
    return weights * len(weights) / weights.sum()


def threshold(scores: np.ndarray, labels: np.ndarray, sets: np.ndarray) -> float:
    """The threshold by the rule above, in steps of .05; balanced accuracy is the mean over the sets that have
    both labels."""

    def accuracy(least: float) -> float:
        both = [name for name in set(sets) if len(set(labels[sets == name])) == 2]
        return float(
            np.mean(
                [
                    np.mean(
                        [
                            ((scores >= least) == label)[(sets == name) & (labels == label)].mean()
                            for label in (0, 1)
                        ]
                    )
                    for name in both
                ]
            )
        )

    found = {round(least, 2): accuracy(least) for least in np.arange(0.3, 0.95, 0.05)}
    return max(least for least, value in found.items() if value >= max(found.values()) - _AS_GOOD)


if __name__ == "__main__":
    main()
