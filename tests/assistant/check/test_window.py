from __future__ import annotations

from collections.abc import Sequence

from assistant.check.window import choose_window, choose_windows


def words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


FILLER = "The committee met in the morning and heard several reports on matters of procedure."


def test_evidence_that_fits_is_read_whole() -> None:
    assert choose_window(FILLER, "a claim", 50, words) == FILLER


def test_the_sentences_that_share_most_with_the_claim_are_read_in_their_order() -> None:
    text = "\n".join(
        [FILLER] * 20
        + ["The duty on steel was raised to 25 percent.", "It was paused in March."]
        + [FILLER] * 20
    )
    window = choose_window(text, "In March the duty on steel of 25 percent was paused.", 40, words)
    assert "raised to 25 percent. It was paused in March." in window
    assert len(window.split()) <= 40


def test_windows_of_several_widths_are_those_of_each() -> None:
    text = "\n".join([FILLER] * 8 + ["The duty on steel was raised to 25 percent."] + [FILLER] * 8)
    claim = "The duty on steel is 25 percent."
    assert choose_windows(text, claim, (500, 30, 12), words) == [
        choose_window(text, claim, budget, words) for budget in (500, 30, 12)
    ]
