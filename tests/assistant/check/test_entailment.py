from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from assistant.check.entailment import (
    TOKENS,
    WEIGHTS,
    Calibration,
    Joining,
    SupportModel,
    calibration,
    claim_sentences,
    joined,
    log_odds,
    probability,
    read_apart,
)
from assistant.lexicon.rules import our_rules
from ingest.errors import ModelFilesError
from ingest.models import RERANKER, ModelSpec, OnnxModel, load_model, models_root

pytestmark = pytest.mark.model

FILLER = "The committee met in the morning and heard several reports on matters of procedure. " * 60
FERRY = "The ferry to Ulm sails on Mondays at nine. A ticket costs 4 euros and is sold on board."
TWO = "The ferry to Ulm sails on Mondays. A ticket costs 4 euros."
EVIDENCE = "The additional 25 percent duty on goods from Mexico is paused until 4 March 2025."


def test_the_committed_weights_are_those_of_the_committed_coefficients() -> None:
    assert hashlib.sha256((WEIGHTS / "support.onnx").read_bytes()).hexdigest() == calibration().model_sha256
    assert (WEIGHTS / "support.onnx").stat().st_size <= 35_000_000


def test_what_the_evidence_says_scores_above_what_it_does_not() -> None:
    model = SupportModel()
    same, other, beside = model.scores(
        [
            ("The duty of 25 percent on Mexican goods has been paused until 4 March 2025.", EVIDENCE),
            ("The duty of 25 percent on Mexican goods was repealed by a court.", EVIDENCE),
            ("The Senate confirmed a new ambassador to Spain.", EVIDENCE),
        ],
        our_rules(),
    )
    assert same > max(model.threshold, other) and model.threshold > beside


def test_long_evidence_is_read_where_it_matters() -> None:
    filler = "The committee met in the morning and heard several reports on matters of procedure. " * 200
    model = SupportModel()
    assert (
        model.scores(
            [
                (
                    "The duty on goods from Mexico is paused until 4 March 2025.",
                    filler + EVIDENCE + " " + filler,
                )
            ],
            our_rules(),
        )[0]
        > model.threshold
    )


def test_weights_that_were_altered_are_refused(tmp_path: Path) -> None:
    altered = tmp_path / "support.onnx"
    altered.write_bytes((WEIGHTS / "support.onnx").read_bytes()[:-1] + b"\0")
    known = calibration()
    with pytest.raises(ModelFilesError, match="checksum"):
        OnnxModel(
            ModelSpec(RERANKER.folder, known.model_sha256, RERANKER.tokenizer_sha256, 192, altered),
            models_root(),
        )


def test_the_score_is_a_logistic_regression() -> None:
    given = Calibration("", 1.0, {"logit": 2.0}, 0.5, Joining(0.0, 0.0, 0.0))
    assert probability(log_odds({"logit": -0.5}, given)) == pytest.approx(0.5)
    assert probability(log_odds({"logit": 100.0}, given)) == pytest.approx(1.0)


def test_a_claim_of_several_sentences_is_worth_its_sentences() -> None:
    given = Joining(mean=0.6, least=0.3, number=0.0)
    assert joined(1.0, [], given) == 1.0
    assert joined(1.0, [1.0, 1.0], given) == pytest.approx(1.0)
    assert joined(0.0, [2.0, 2.0], given) > joined(0.0, [2.0, -2.0], given) > joined(0.0, [-2.0, -2.0], given)


def test_only_several_sentences_are_read_one_by_one() -> None:
    assert claim_sentences("The U.S. ferry of Dr. Weiss sails at 9 a.m. on Mondays.") == []
    assert claim_sentences("Yes. The ferry sails on Mondays.") == []
    assert claim_sentences("The ferry sails on Mondays. It costs 4 euros.") == [
        "The ferry sails on Mondays.",
        "It costs 4 euros.",
    ]


def test_sentences_are_read_apart_where_the_evidence_is_cut() -> None:
    model = load_model(
        ModelSpec(
            RERANKER.folder,
            calibration().model_sha256,
            RERANKER.tokenizer_sha256,
            TOKENS,
            WEIGHTS / "support.onnx",
        )
    )
    assert read_apart(TWO, FERRY, model) == []
    assert len(read_apart(TWO, f"{FERRY} {FILLER}", model)) == 2
    assert read_apart("The ferry sails on Mondays.", f"{FERRY} {FILLER}", model) == []


def test_of_long_evidence_each_sentence_of_a_claim_has_its_own() -> None:
    model = SupportModel()
    false = "The ferry to Ulm sails on Mondays. The captain was sentenced to prison."
    for evidence in (FERRY, f"{FERRY} {FILLER}"):
        true, wrong = model.scores([(TWO, evidence), (false, evidence)], our_rules())
        assert true > model.threshold > wrong
