"""The support model: a claim × evidence → how likely the evidence supports it, from 0 to 1.

A small cross-encoder of our own training (training/README.md) reads the claim against a window of the
evidence; its logit goes with plain signals (numbers, dates and names that are missing, words turned round,
how much of the claim's wording is there) into a logistic regression, whose coefficients were fitted on
documents that the cross-encoder was not trained on, so that the score is calibrated. A claim of several
sentences whose evidence has to be cut is also read sentence by sentence, each against a window of its own."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.check.names import lacking_names
from assistant.check.numbers import lacking_days, lacking_quantities
from assistant.check.window import choose_windows
from assistant.lexicon.contradiction import contradiction
from assistant.lexicon.features import features, nearest
from assistant.lexicon.rules import Rules
from ingest.models import RERANKER, ModelSpec, OnnxModel, load_model
from ingest.sentences import split_sentences

WEIGHTS = Path(__file__).parents[1] / "models" / "weights"
TOKENS = 192
# Read in one call: a window of the model's whole width, and one of half, which leaves less beside the point.
_WIDTHS = (TOKENS, 96)
PART_WIDTHS = (96,)  # for one sentence of several
_LEAST_WINDOW = 60  # tokens: a long claim still gets some evidence
_LEAST_PART = 3  # words: “Yes.” is no claim
_MOST_PARTS = 8


@dataclass(frozen=True, slots=True)
class Joining:
    """How the sentences of a claim count beside the whole: the weights of their mean and of the least in the
    log odds (the whole has the rest), and of the logarithm of their number."""

    mean: float
    least: float
    number: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The logistic regression: `threshold` is the least score that counts as support."""

    model_sha256: str
    intercept: float
    coefficients: Mapping[str, float]
    threshold: float
    joining: Joining


@cache
def calibration(path: Path = WEIGHTS / "support.json") -> Calibration:
    """The committed coefficients."""
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return Calibration(
        told["model_sha256"],
        told["intercept"],
        told["coefficients"],
        told["threshold"],
        Joining(**told["joining"]),
    )


def support_spec() -> ModelSpec:
    """The weights and their checksum."""
    return ModelSpec(
        RERANKER.folder,
        calibration().model_sha256,
        RERANKER.tokenizer_sha256,
        TOKENS,
        WEIGHTS / "support.onnx",
    )


class SupportModel:
    """Scores claims. Threads may share it."""

    def __init__(self, models: str = "") -> None:
        self._calibration = calibration()
        self._model = load_model(support_spec(), models)
        self.threshold = self._calibration.threshold

    def scores(self, pairs: Sequence[tuple[str, str]], rules: Rules) -> list[float]:
        """For each `(claim, evidence)`, the calibrated probability of support in [0, 1]."""
        given = self._calibration
        parts = [read_apart(claim, evidence, self._model) for claim, evidence in pairs]
        asked = [(part, evidence) for (_, evidence), its in zip(pairs, parts, strict=True) for part in its]
        odds = [log_odds(one, given) for one in signals(pairs, self._model, rules)]
        told = iter(log_odds(one, given) for one in signals(asked, self._model, rules, PART_WIDTHS))
        return [
            probability(joined(whole, [next(told) for _ in its], given.joining))
            for whole, its in zip(odds, parts, strict=True)
        ]


def log_odds(found: Mapping[str, float], given: Calibration) -> float:
    """The logistic regression's log odds of support."""
    return given.intercept + sum(weight * found[name] for name, weight in given.coefficients.items())


def joined(whole: float, parts: Sequence[float], given: Joining) -> float:
    """The log odds of a claim of several sentences from those of the whole and of each sentence."""
    if not parts:
        return whole
    mean, least = sum(parts) / len(parts), min(parts)
    rest = 1 - given.mean - given.least
    return rest * whole + given.mean * mean + given.least * least + given.number * math.log(len(parts))


def probability(odds: float) -> float:
    """The probability of these log odds."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def claim_sentences(claim: str) -> list[str]:
    """The sentences of a claim that has several, none of one that has only one."""
    sentences = [claim[start:end].strip() for start, end in split_sentences(claim)]
    sentences = [one for one in sentences if len(one.split()) >= _LEAST_PART]
    return sentences[:_MOST_PARTS] if len(sentences) > 1 else []


def read_apart(claim: str, evidence: str, model: OnnxModel) -> list[str]:
    """The sentences that are read one by one: none where the whole claim and the whole evidence fit."""
    sentences = claim_sentences(claim)
    fits = sentences and model.lengths([evidence])[0] <= _budget(TOKENS, model.lengths([claim])[0])
    return [] if fits else sentences


def signals(
    pairs: Sequence[tuple[str, str]], model: OnnxModel, rules: Rules, widths: Sequence[int] = _WIDTHS
) -> list[dict[str, float]]:
    """What the logistic regression sees of each `(claim, evidence)`."""
    windows: list[list[str]] = []
    for claim, evidence in pairs:
        taken = model.lengths([claim])[0]
        budgets = [_budget(width, taken) for width in widths]
        windows.append(list(dict.fromkeys(choose_windows(evidence, claim, budgets, model.lengths))))
    logits = model.logits(
        [(claim, window) for (claim, _), ones in zip(pairs, windows, strict=True) for window in ones]
    )
    found, first = [], 0
    for (claim, evidence), ones in zip(pairs, windows, strict=True):
        read = logits[first : first + len(ones)]
        first += len(ones)
        found.append(
            {"logit": read[0], "focused": read[-1], "least": min(read)}
            | _plain_signals(claim, evidence, ones[-1], rules)
        )
    return found


def _budget(width: int, taken: int) -> int:
    """The tokens for evidence in a window of which the claim takes some."""
    return max(_LEAST_WINDOW, width - 3 - taken)


def _plain_signals(claim: str, evidence: str, window: str, rules: Rules) -> dict[str, float]:
    """The plain signals: counts of what is missing or turned round, and shares of the claim's words that are
    there."""
    mine, theirs = features(claim, rules), features(evidence, rules)
    near = nearest(mine, [window[start:end] for start, end in split_sentences(window)])
    return {
        "covered": mine.share_in(theirs),
        "covered_by_one": mine.share_in(near),
        "numbers_lacking": float(min(2, len(lacking_quantities(mine, theirs)))),
        "days_lacking": float(min(2, len(lacking_days(mine, theirs)))),
        "names_lacking": float(min(3, len(lacking_names(mine, theirs, theirs)))),
        "turned_round": float(bool(contradiction(mine, near))),
        "claim_words": math.log(1 + len(claim.split())),
        "evidence_words": math.log(1 + len(evidence.split())),
    }
