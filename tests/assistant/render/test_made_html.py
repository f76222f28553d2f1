"""What the list of documents made shows, and what is said of one that came to nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.render.html.made import made_html, unfinished_html
from assistant.workspace.made import Made, MadeState, MadeStore

MEMO = Made("memo", "Tolls <b>now</b>", begun="2026-11-28T10:00:00+00:00", state="ready", records=("ab",))


def test_each_has_its_title_day_state_and_address() -> None:
    html = made_html([(MEMO, "ready", "")])
    assert "Tolls &lt;b&gt;now" in html and "Memo · 28 November ·" in html and "Done" in html
    assert 'data-key="m" data-id="ab"' in html and 'data-new="1"' in html and 'class="dot"' in html
    assert 'class="dot"' not in made_html([(replace(MEMO, is_seen=True), "ready", "")])


def test_a_memo_with_open_points_is_not_green() -> None:
    html = made_html([(replace(MEMO, told="2 points to be confirmed"), "ready", "")])
    assert 'state doubt">2 points to be confirmed' in html and "✓" not in html


@pytest.mark.parametrize(
    ("made", "state", "told"),
    [
        (replace(MEMO, state="draft"), "draft", "DRAFT"),
        (MEMO, "running", "Running 2 of 4"),
        (replace(MEMO, kind="check", told="2 wrong"), "draft", "2 wrong"),
        (MEMO, "stopped", "Stopped"),
        (MEMO, "failed", "Failed"),
    ],
)
def test_a_state_stands_in_words(made: Made, state: MadeState, told: str) -> None:
    assert told in made_html([(made, state, "2 of 4")])


def test_the_last_ones_are_shown_and_the_others_folded() -> None:
    html = made_html([(replace(MEMO, title=f"Toll {number}"), "ready", "") for number in range(9)])
    assert html.index("Toll 5") < html.index("3 earlier") < html.index("Toll 6")
    assert not made_html([]).strip()


def test_what_failed_says_why_and_how_to_go_on(tmp_path: Path) -> None:
    store = MadeStore(tmp_path, lambda: pytest.fail("the library is not asked"))
    failed = replace(MEMO, state="failed", told="There is no document.")
    assert "There is no document." in unfinished_html(store, failed)
    assert "go on from the sections" in unfinished_html(store, replace(MEMO, state="running"))
