from __future__ import annotations

import random

from training.minimal_pairs import reworded, twins
from training.pool import examples, is_set_aside

SENTENCE = (
    "On May 3, 2021, Anna Smith said that Mexico may increase the duty of 25 percent on goods from Canada."
)
AROUND = "Peter Jones met Mary Brown in Brazil in 2019, when 40 percent was paid."


def test_a_twin_differs_from_the_truth_and_names_its_kind() -> None:
    found = dict(twins(SENTENCE, AROUND, random.Random(1)))
    assert {"number", "date", "name", "subject", "negation", "opposite", "modality", "attribution"} <= set(
        found
    )
    assert all(text != SENTENCE for text in found.values())
    assert " not " in found["negation"] and "will increase" in found["modality"]


def test_a_rewording_keeps_the_words_that_matter() -> None:
    for seed in range(20):
        said = reworded(SENTENCE, random.Random(seed))
        assert "25" in said and "Mexico" in said and "Canada" in said


def test_annotations_imply_true_claims_and_whole_answers_are_left_out() -> None:
    rows = [
        {
            "dataset": "defacto_xsum",
            "evidence": "e",
            "claim": "wrong",
            "label": 0,
            "meta": {"human_corrected": "right"},
        },
        {"dataset": "ragtruth_response", "evidence": "e", "claim": "a. b.", "label": 1, "meta": {}},
    ]
    assert [(one.claim, one.label) for one in examples(rows)] == [("wrong", 0), ("right", 1)]


def test_what_is_set_aside_goes_by_document() -> None:
    rows = [{"evidence": f"document {number}", "meta": {}} for number in range(400)]
    aside = [row for row in rows if is_set_aside(row)]
    assert 25 < len(aside) < 80
    assert all(is_set_aside({"evidence": row["evidence"], "meta": {}}) for row in aside)
