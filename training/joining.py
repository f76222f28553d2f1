"""Fits how the sentences of a claim count beside the whole of it, and adds that to the coefficients.

    python -m training.joining --pool train-pool.jsonl.gz --model support.onnx --coefficients support.json

The claims are whole answers of several sentences: those of MTRAG, of which training saw none, and those of
RAGTruth on the documents that it left out. A claim of one sentence has the score of its whole, so the weights
add up to one and nothing is added for one sentence."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from assistant.check.entailment import (
    PART_WIDTHS,
    TOKENS,
    Calibration,
    Joining,
    claim_sentences,
    log_odds,
    read_apart,
    signals,
)
from assistant.lexicon.rules import our_rules
from ingest.models import RERANKER, ModelSpec, load_model
from training.pool import is_set_aside, read_pool
from training.thresholds import balanced

_RIDGE = 3.0


def main() -> None:
    """Fit and add the weights to the file of coefficients."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pool", type=Path, required=True)
    arguments.add_argument("--model", type=Path, required=True)
    arguments.add_argument("--coefficients", type=Path, required=True)
    given = arguments.parse_args()
    told = json.loads(given.coefficients.read_text(encoding="utf-8"))
    regression = Calibration(
        told["model_sha256"],
        told["intercept"],
        told["coefficients"],
        told["threshold"],
        Joining(0.0, 0.0, 0.0),
    )
    rows = [
        row
        for row in read_pool(given.pool)[0]
        if row["dataset"] == "mtrag_human_eval"
        or (row["dataset"] == "ragtruth_response" and is_set_aside(row))
    ]
    model = load_model(
        ModelSpec(RERANKER.folder, regression.model_sha256, RERANKER.tokenizer_sha256, TOKENS, given.model)
    )
    rows = [row for row in rows if read_apart(row["claim"], row["evidence"], model)]
    rules = our_rules()
    odds, numbers = [], []
    for row in rows:
        parts = [(part, row["evidence"]) for part in claim_sentences(row["claim"])]
        whole = log_odds(signals([(row["claim"], row["evidence"])], model, rules)[0], regression)
        its = [log_odds(one, regression) for one in signals(parts, model, rules, PART_WIDTHS)]
        odds.append((whole, sum(its) / len(its), min(its)))
        numbers.append(len(its))
    labels = np.array([float(row["label"]) for row in rows])
    weights = balanced([row["dataset"] for row in rows], labels)
    mean, least, number = fitted(np.array(odds), np.array(numbers), labels, weights)
    told["joining"] = {"mean": round(mean, 4), "least": round(least, 4), "number": round(number, 4)}
    given.coefficients.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


def fitted(
    odds: np.ndarray, numbers: np.ndarray, labels: np.ndarray, weights: np.ndarray
) -> tuple[float, float, float]:
    """The weights of the sentences' mean, of the least and of the logarithm of their number. `odds` has a row
    for each claim: of the whole, the mean, the least."""

    def loss(solution: np.ndarray) -> float:
        mean, least, number = solution
        logits = odds @ np.array([1 - mean - least, mean, least]) + number * np.log(numbers)
        cost = weights * (np.logaddexp(0, logits) - labels * logits)
        return float(cost.sum() + _RIDGE * (solution**2).sum())

    solution = minimize(
        loss,
        np.array([0.3, 0.3, 0.0]),
        bounds=[(0, 1), (0, 1), (None, None)],
        constraints=[{"type": "ineq", "fun": lambda one: 1 - one[0] - one[1]}],
        method="SLSQP",
    ).x
    return float(solution[0]), float(solution[1]), float(solution[2])


if __name__ == "__main__":
    main()
