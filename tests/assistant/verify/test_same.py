from __future__ import annotations

import pytest

from assistant.verify.same import difference

SOURCE = "The toll on the Holm bridge shall not exceed 4 crowns a car."


@pytest.mark.parametrize(
    ("mine", "kind", "only_mine", "only_theirs"),
    [
        ("The toll on the Holm bridge shall not exceed 9 crowns a car.", "words changed", ["9"], ["4"]),
        ("The toll on the Holm bridge shall exceed 4 crowns a car.", "words left out", [], ["not"]),
        ("The toll on the old Holm bridge shall not exceed 4 crowns a car", "words added", ["old"], []),
    ],
)
def test_only_the_words_that_differ_are_told(
    mine: str, kind: str, only_mine: list[str], only_theirs: list[str]
) -> None:
    found = difference(f"The order says: “{mine}” We agree.", SOURCE)
    assert found is not None and found.kind == kind and found.words == mine
    assert [one.text.strip() for one in found.mine if one.differs] == only_mine
    assert [one.text.strip() for one in found.theirs if one.differs] == only_theirs
    assert found.before.endswith("says: “") and found.after == "” We agree."


@pytest.mark.parametrize("mine", [SOURCE, "Ferries sail at night from the pier.", ""])
def test_the_same_words_and_another_sentence_differ_in_nothing(mine: str) -> None:
    assert difference(mine, SOURCE) is None


def test_the_words_put_back_end_as_those_they_stand_for() -> None:
    found = difference(
        "The toll on the Holm bridge shall not exceed 9 crowns.", SOURCE.removesuffix(" a car.")
    )
    assert found is not None and found.put_back == "The toll on the Holm bridge shall not exceed 4 crowns."
