from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from assistant.answer.record import Record
from assistant.paper import Heading, Paragraph
from assistant.verify.read import read_paper
from tests.commands import Pincite

EDITED = """# The bridge

Deadline: 3 June 2025

## Bottom line

**Decision sought:** close the bridge by 3 June 2025

## Key facts

1. The bridge carried 400 cars a day.
"""


def test_the_formats_are_listed_with_the_offices_own(pincite: Pincite, home: Path) -> None:
    (home / "formats").mkdir(parents=True)
    (home / "formats" / "minute.toml").write_text(
        'title = "M"\nabout = "ours"\n[[section]]\nheading = "Point"\n', encoding="utf-8"
    )
    done = pincite("memo", "--formats", home=home)
    assert done.returncode == 0 and "minute          ours" in done.stdout and "op-ed-response" in done.stdout


def test_a_file_is_held_to_the_reviewers_checks(pincite: Pincite, tmp_path: Path) -> None:
    file = tmp_path / "memo.md"
    file.write_text(EDITED, encoding="utf-8")
    done = pincite("memo", "--lint", file, "--json")
    found = json.loads(done.stdout)
    assert (
        done.returncode == 1
        and [one["check"] for one in found] == ["sourced"]
        and "400 cars" in found[0]["told"]
    )
    told = pincite("memo", "--lint", file, "--format", "bluf")
    assert told.returncode == 1 and "Ask: the section is missing" in told.stdout


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ((), "there is no topic"),
        (("duties", "--out", "memo.odt"), "memos are written as .docx, .md, .pdf, .html"),
        (("duties", "--format", "poem"), "there is no memo format 'poem'"),
        (("--lint", "nowhere.docx"), "nowhere.docx"),
        (("--update", "0123456789ab"), "no memo on record has an id that begins with '0123456789ab'"),
        (("--versions", "012"), "the id, or its first 8 characters or more, is at a memo's foot"),
    ],
)
def test_what_cannot_be_done_says_why(
    pincite: Pincite, bundled_home: Path, args: tuple[str, ...], told: str
) -> None:
    done = pincite("memo", *args, home=bundled_home)
    assert done.returncode == 2 and told in done.stderr


def test_a_memo_is_written_to_a_file_with_its_progress_and_findings(
    pincite: Pincite, bundled_home: Path, tmp_path: Path
) -> None:
    home, out = Path(shutil.copytree(bundled_home, tmp_path / "home")), tmp_path / "memo.md"
    (home / "formats").mkdir()
    (home / "formats" / "minute.toml").write_text(
        'title = "M"\nabout = "ours"\n[[section]]\nheading = "Bottom line"\n[[section.ask]]\nwants ='
        ' "state"\n',
        encoding="utf-8",
    )
    done = pincite("memo", "the duties on goods from Mexico", "--format", "minute", "--out", out, home=home)
    assert done.returncode == 0, done.stderr
    assert "1/1 Bottom line" in done.stderr and f"written to {out}" in done.stderr and done.stdout == ""
    assert out.read_text(encoding="utf-8").count("Mexic") >= 2


def test_a_memo_is_brought_up_to_date_and_its_versions_are_listed(
    pincite: Pincite, bundled_home: Path, tmp_path: Path
) -> None:
    home, out = Path(shutil.copytree(bundled_home, tmp_path / "home")), tmp_path / "memo.docx"
    (home / "formats").mkdir()
    (home / "formats" / "minute.toml").write_text(
        'title = "M"\nabout = "ours"\n[[section]]\nheading = "Bottom line"\n[[section.ask]]\nwants ='
        ' "timeline"\npoints = 3\n',
        encoding="utf-8",
    )
    topic, sources = "the duties on goods from Mexico", "since:2025-02-04"
    done = pincite("memo", topic, "--format", "minute", "--sources", sources, "--json", home=home)
    first = json.loads(done.stdout)
    ended = tmp_path / "ended.md"
    ended.write_text(
        '---\ntitle: "Executive Order 15001, Ending Duties"\ndate: 2026-06-20\n---\nThe duties on goods from'
        " Mexico ended on 20 June 2026. Executive Order 14198 and Executive Order 14389 are revoked.\n",
        encoding="utf-8",
    )
    assert pincite("ingest", ended, home=home).returncode == 0
    done = pincite("memo", "--update", first["id"][:10], "--out", out, home=home)
    assert done.returncode == 0 and "overtaken" in done.stderr, done.stderr
    paper = read_paper(out)
    assert [one.text.partition(" since")[0] for one in paper.annexes if isinstance(one, Heading)][:1] == [
        "What changed"
    ]
    said = [text.text for block in paper.blocks if isinstance(block, Paragraph) for text in block.texts]
    assert any("Superseded by Executive Order 15001" in text for text in said), (
        "the facts that it tells of again, too"
    )
    told = pincite("memo", "--versions", paper.record, "--json", home=home)
    newer, older = json.loads(told.stdout)
    assert (newer["id"], newer["replaces"], older["id"]) == (paper.record, first["id"], first["id"])
    assert newer["counts"]["overtaken"] >= 1 and older["counts"] == {}
    *_, entry, exported = Record(home).entries()
    assert exported["exported"]["what"] == "a memo (.docx)" and exported["exported"]["id"] == newer["id"]
    assert entry["replaces"] == entry["memo"]["replaces"] == first["id"]
    assert entry["restrictions"][0]["since"] == "2025-02-04", "it is written within what the first was"
    again = json.loads(pincite("memo", "--update", paper.record, "--json", home=home).stdout)
    assert again["replaces"] == paper.record and "overtaken" not in again["update"]["counts"]


MINUTE = """
title = "Minute"
about = "ours"

[[section]]
heading = "Bottom line"
  [[section.ask]]
  wants = "state"
  points = 2

[[section]]
heading = "Ask"
own = ["We ask: {decision}"]
"""


@pytest.fixture(scope="module")
def minuted(
    pincite: Pincite, bundled_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, Any]]:
    """A home with a memo on record, and the memo."""
    home = Path(shutil.copytree(bundled_home, tmp_path_factory.mktemp("edited") / "home"))
    (home / "formats").mkdir()
    (home / "formats" / "minute.toml").write_text(MINUTE, encoding="utf-8")
    topic = "the duties on goods from Mexico"
    done = pincite("memo", topic, "--format", "minute", "--decision", "hold a hearing", "--json", home=home)
    return home, json.loads(done.stdout)


def test_a_section_is_written_made_anew_and_added_and_the_memo_edited_in_its_file(
    pincite: Pincite, minuted: tuple[Path, dict[str, Any]], tmp_path: Path
) -> None:
    (home, memo), file, out = minuted, tmp_path / "section.txt", tmp_path / "memo.md"
    file.write_text(
        "The duty on goods from Mexico is 95 percent. [1] We should wait for the talks.", encoding="utf-8"
    )
    bare = pincite("memo", "--edit", memo["id"], home=home)
    assert "1 Bottom line; 2 Ask" in bare.stderr and f"Record: {memo['id']}" in bare.stdout
    done = pincite("memo", "--edit", memo["id"], "--section", "Bottom line", "--text", file, home=home)
    assert done.returncode == 0 and "Not supported: The duty on goods from Mexico is 95" in done.stderr
    assert "Ours: We should wait for the talks." in done.stderr and "stamped DRAFT" in done.stderr
    assert "95 percent" not in done.stdout.partition("## Not supported")[0]

    again = pincite("memo", "--edit", memo["id"], "--section", "1", "--again", "--json", home=home)
    made = json.loads(again.stdout)
    assert made["replaces"] == memo["id"] and made["edit"]["told"] == ["“Bottom line” made anew"]
    facts = [
        text for block in made["sections"][0]["blocks"] for text in block["texts"] if text["role"] == "fact"
    ]
    assert facts and all(one["notes"] for one in facts) and not made["withheld"]

    args = ("--edit", made["id"], "--add", "Canada", "--after", "Bottom line", "--out", out)
    assert pincite("memo", *args, home=home).returncode == 0
    text = out.read_text(encoding="utf-8")
    assert text.index("## Bottom line") < text.index("## Canada") < text.index("## Ask")
    canada = text[text.index("## Canada") : text.index("## Ask")]
    assert "Canad" in canada.removeprefix("## Canada") and "[^" in canada
    quotes = re.findall(
        "“([^”]{40,})”", text.partition("---")[2].partition("## Canada")[0].partition("##")[2]
    )
    assert quotes and not any(one in canada for one in quotes), "nothing is told twice"

    head = pincite("memo", "--edit", made["id"], "--decision", "wait", "--to", "Ann", "--json", home=home)
    assert json.loads(head.stdout)["request"]["to"] == "Ann"
    assert json.loads(head.stdout)["sections"][1]["blocks"][0]["texts"][0]["text"] == "wait"

    unchanged = pincite("memo", "--edit", out, home=home)
    assert unchanged.returncode == 2 and "nothing is to be done" in unchanged.stderr
    out.write_text(text.replace("hold a hearing", "hold two hearings", 1), encoding="utf-8")
    done = pincite("memo", "--edit", out, "--out", out, home=home)
    assert "“Ask” edited" in done.stderr, done.stderr
    newest = read_paper(out).record
    told = json.loads(pincite("memo", "--versions", newest, "--json", home=home).stdout)
    assert [one["edited"] for one in told][0::2][:2] == [["“Ask” edited"], ["“Canada” added"]]
    older = pincite("memo", "--edit", memo["id"], "--section", "Ask", "--remove", home=home)
    assert f"a newer version is on record: {newest}" in older.stderr


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--section", "Ask"), "say which section, and one thing"),
        (("--section", "Ask", "--again", "--remove"), "say which section, and one thing"),
        (("--section", "Costs", "--remove"), "its sections are: 1 Bottom line; 2 Ask"),
        (("--section", "Ask", "--text", "nowhere.txt"), "nowhere.txt cannot be read"),
    ],
)
def test_an_edit_that_cannot_be_done_says_why(
    pincite: Pincite, minuted: tuple[Path, dict[str, Any]], args: tuple[str, ...], told: str
) -> None:
    home, memo = minuted
    done = pincite("memo", "--edit", memo["id"], *args, home=home)
    assert done.returncode == 2 and told in done.stderr


def test_what_is_to_be_edited_must_be_named(pincite: Pincite, tmp_path: Path) -> None:
    done = pincite("memo", "--remove", "--section", "Ask", home=tmp_path)
    assert done.returncode == 2 and "--edit RECORD" in done.stderr
