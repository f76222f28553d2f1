from __future__ import annotations

from pathlib import Path

import pytest

from assistant.review.types import Assessed, Claim, OpEd, Review
from assistant.types import Citation
from eval.reviews import Case, KnownPoint, is_flagged, is_found, is_right, load_cases, load_points
from ingest.errors import UsageError

QUOTE = Citation(
    1,
    "levy-ended",
    "The levy ended",
    "",
    "2025-03-01",
    "note",
    "",
    None,
    None,
    0,
    30,
    "The parking levy ended in March.",
    "0" * 64,
)
CLAIM = Claim(1, "The council agreed to pause the parking levy.", "fact", 0, 45)


def review(finding: str) -> Review:
    return Review(
        "id",
        OpEd(CLAIM.text, "Levies"),
        (Assessed(CLAIM, finding, ("Since.",), (), (1,)),),  # type: ignore[arg-type]
        (),
        (QUOTE,),
    )


@pytest.mark.parametrize(
    ("finding", "right"), [("overtaken", True), ("contradicted", False), ("not in the record", False)]
)
def test_a_planted_error_is_found_by_its_finding_and_its_document(finding: str, right: bool) -> None:
    made = review(finding)
    assert (
        is_right(Case("pause the parking levy", ("overtaken",), ("levy-ended",)), made.claims, made) is right
    )
    assert not is_right(Case("pause the parking levy", ("overtaken",), ("another",)), made.claims, made)


def test_what_is_sound_is_not_to_be_flagged() -> None:
    for finding, right in (("overtaken", False), ("not in the record", True)):
        made = review(finding)
        case = Case("pause the parking levy", ())
        assert is_right(case, made.claims, made) is right
        assert is_flagged(case, made.claims) is not right


def test_a_point_is_found_by_a_flag_on_its_words_with_its_document() -> None:
    point = KnownPoint("C01", "The levy on parking ended in March, and was not only paused.", ("levy-ended",))
    assert is_found(point, review("overtaken"))
    assert not is_found(point, review("not in the record"))
    assert not is_found(KnownPoint("C02", point.words, ("levy-raised",)), review("overtaken"))


def test_points_are_read_from_a_list_without_those_that_agree(tmp_path: Path) -> None:
    path = tmp_path / "FACTS.md"
    path.write_text(
        "C01. **Ended.** It ended. [levy-ended]\nC02. **Agreement: size.** It holds. [levy-size]\n",
        encoding="utf-8",
    )
    assert [one.name for one in load_points(path)] == ["C01"]
    with pytest.raises(UsageError):
        load_points(tmp_path / "none.md")


def test_every_case_is_about_a_sentence_of_the_op_ed() -> None:
    text = (Path(__file__).resolve().parents[2] / "eval" / "review-op-ed.md").read_text(encoding="utf-8")
    assert all(case.claim in text for case in load_cases())
