from __future__ import annotations

from pathlib import Path

import pytest

from assistant.memo.formats import load_format, load_formats
from ingest.errors import UsageError
from prompts import memo_formats

SECTIONS = {
    "bluf": ["Bottom line", "Why now", "Key facts", "Ask"],
    "decision": [
        "Bottom line",
        "Recommendation",
        "Background",
        "Options",
        "Who supports and who opposes",
        "Legal base",
        "Next steps",
        "Clearances",
        "Attachments",
    ],
    "information": [
        "Bottom line",
        "Background",
        "Current state: what changed",
        "Positions of the actors",
        "Analysis",
        "What to watch",
        "Sources",
    ],
    "one-pager": [
        "The ask",
        "Problem",
        "Why it matters here",
        "Solution",
        "Proof points",
        "Opposition and answer",
        "Contact",
    ],
    "talking-points": ["Purpose", "Headline points", "If raised", "Avoid"],
    "hearing": [
        "Topic summary",
        "Witnesses and positions",
        "Questions for witnesses",
        "Likely questions to us",
        "If pressed",
    ],
    "submission": [
        "Issue",
        "Recommendation",
        "Timing",
        "Background",
        "Argument: options",
        "Handling",
        "Presentation",
        "Clearances",
    ],
    "op-ed-response": [
        "Bottom line",
        "Claims to answer",
        "What it omits",
        "Our line",
        "Risks of engaging",
        "Questions to the author",
        "Annex: every claim",
    ],
}
OWN = """
title = "Minute"
about = "a line"

[[section]]
heading = "Point"
  [[section.ask]]
  wants = "state"
  empty = "the point"
"""


def office(tmp_path: Path, text: str, name: str = "minute") -> Path:
    (tmp_path / "formats").mkdir(exist_ok=True)
    (tmp_path / "formats" / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_formats_have_the_sections_that_policy_staff_use_in_their_order() -> None:
    assert {
        name: [one.heading for one in found.section] for name, found in load_formats().items()
    } == SECTIONS
    assert set(memo_formats()) == set(SECTIONS)


def test_the_limits_are_those_of_the_conventions() -> None:
    found = load_formats()
    assert found["bluf"].section[0].lines == 4
    assert found["decision"].pages == 2 and found["one-pager"].pages == 1
    assert found["talking-points"].section[1].points == 4


def test_an_office_adds_its_own_without_code(tmp_path: Path) -> None:
    home = office(tmp_path, OWN)
    assert load_format("minute", home).section[0].ask[0].empty == "the point"
    assert load_format("bluf", home) == load_format("bluf")


def test_an_offices_own_goes_over_ours(tmp_path: Path) -> None:
    assert load_format("bluf", office(tmp_path, OWN, "bluf")).title == "Minute"


def test_the_digest_changes_with_the_file(tmp_path: Path) -> None:
    first = load_format("minute", office(tmp_path, OWN)).digest
    assert first != load_format("minute", office(tmp_path, OWN.replace("a line", "two lines"))).digest


def test_an_unknown_format_lists_those_there_are() -> None:
    with pytest.raises(UsageError, match="'memo9'") as told:
        load_format("memo9")
    assert "bluf" in told.value.hint and "op-ed-response" in told.value.hint


@pytest.mark.parametrize(
    ("before", "after", "key", "hint"),
    [
        ('about = "a line"', 'abuot = "a line"', "abuot", "about"),
        ('about = "a line"', "", "about", "add about"),
        ('about = "a line"', 'about = "a line"\npages = "two"', "pages", "whole number"),
        ('about = "a line"', 'about = "a line"\nchecks = ["spelling"]', "checks", "deadline"),
        ('heading = "Point"', "", "section 1 heading", "add heading"),
        ('heading = "Point"', 'heading = "Point"\nkind = "poem"', "section 1 kind", "positions"),
        ('heading = "Point"', 'heading = "Point"\nown = "{decision}"', "section 1 own", "a list"),
        ('"state"', '"gossip"', "section 1 ask 1 wants", "figures"),
        ('heading = "Point"', 'heading = "Point"\nown = ["{queston}"]', "section 1 own", "decision"),
        ('empty = "the point"', 'cues = ["gossip"]', "section 1 ask cues", "figure"),
        ("[[section]]", "[section]", "section", "a list"),
    ],
)
def test_what_is_wrong_is_told_with_its_file_and_key(
    tmp_path: Path, before: str, after: str, key: str, hint: str
) -> None:
    home = office(tmp_path, OWN.replace(before, after))
    with pytest.raises(UsageError, match=r"minute\.toml") as told:
        load_format("minute", home)
    assert f": {key}: " in told.value.message and hint in told.value.hint


def test_a_file_that_is_not_toml_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"minute\.toml is not TOML.*line 1"):
        load_format("minute", office(tmp_path, "title = Minute"))
