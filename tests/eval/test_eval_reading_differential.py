"""What is stored against what another program reads: what only one of them has is listed, and why a file was
not compared is said."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from eval.__main__ import main
from eval.reading.differential import compared, counted, difference, measure, runs_apart, text
from eval.reading.made import slides, word
from eval.reading.others import reader_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It rose from 1,250 to 1250.", {"1250": 2}),
        ("A levy of $25, or 4.5 per cent; 4.5%.", {"$25": 1, "4.5%": 2}),
        ("In Section 16(b)(1), Sec. 16(b)(1).", {"16": 2, "1": 2, "§ 16(b)(1)": 2}),
        ("Article 3 and Art. 3", {"3": 2, "article 3": 2}),
        ("Ms. Teasel and Senator de la Mole", {"Ms. Teasel": 1, "Senator. de la Mole": 1}),
        ("percent1 and 20243", {"20243": 1}),
    ],
)
def test_figures_sections_and_speakers_are_counted(text: str, found: dict[str, int]) -> None:
    assert counted(text) == found


def test_what_only_one_reader_has_is_listed_with_the_words_about_it(tmp_path: Path) -> None:
    path = tmp_path / "act.xml"
    body = "<p>The fee is 25<note>See page 900.</note> dollars under section 4.</p>"
    path.write_text(f"<act><meta>7,001</meta>{body}<p>It is 25 again.</p></act>", encoding="utf-8")
    row = compared(path)
    assert row["reader"] == "ElementTree" and not row["told"]
    assert row["theirs"] >= 5 and row["shared"] >= 3
    assert {found: one["times"] for found, one in row["lost"].items()}.keys() <= {"900", "7001"}
    assert row["added"] == {}


def test_a_figure_that_is_nowhere_in_the_file_is_found_out() -> None:
    told = difference(
        "It rose to 253 percent, 25 now.", "It rose to 25 3 percent,\n25\u00a0now. See http://a.b/77"
    )
    assert told["added"] == {"253%": {"times": 1, "near": "It rose to 253 percent, 25 now."}}
    assert set(told["lost"]) == {"3%"} and told["rarer"] == {"25": 1} and told["more often"] == {}
    assert (told["ours"], told["theirs"], told["shared"]) == (2, 3, 1)


SENTENCE = (
    "The keeper lights every lamp along that northern coast before darkness comes over those waters again"
)


@pytest.mark.parametrize(
    ("these", "those", "runs"),
    [
        (f"Alpha beta. {SENTENCE}.", f"{SENTENCE}. Alpha beta.", 0),
        (f"Alpha beta. {SENTENCE}. Gamma delta.", "Alpha beta. Gamma delta.", 1),
        (SENTENCE, "", 1),
        ("", SENTENCE, 0),
        ("Only five words stand here", "", 0),
    ],
)
def test_a_run_of_words_that_only_one_text_has_is_listed(these: str, those: str, runs: int) -> None:
    found = list(runs_apart(these, those))
    assert len(found) == runs
    assert all("northern coast before darkness" in run for run in found)


def test_runs_are_shown_with_how_many_words_they_have() -> None:
    row = {"file": "a.txt", "reader": "r", "told": "", "notes": ["a note"], **difference("", f"{SENTENCE} 7")}
    shown = text({"rows": [row], "not compared": {}, "totals": {}})
    assert "   - 7 ×1: " in shown and "     a note" in shown
    assert "   - 15 words: keeper lights every lamp" in shown


def test_totals_are_kept_by_reader_and_weigh_each_figure() -> None:
    def row(**given: Any) -> dict[str, Any]:
        made = {
            "file": "a.pdf",
            "reader": "pdftotext",
            "told": "",
            "notes": [],
            "ours": 4,
            "theirs": 5,
            "shared": 3,
        }
        only = {"9": {"times": 2, "near": "9"}}
        return {**made, "lost": only, "added": {}, "rarer": {}, "more often": {}, **given}

    told = row(file="b.pdf", told="pdftotext is not installed: install poppler-utils")
    counts = measure([row(), row(file="c.pdf", added={"8": {"times": 1, "near": "8"}}), told])
    assert counts["totals"] == {
        "pdftotext": {"files": 2, "ours": 8, "theirs": 10, "shared": 6, "lost": 4, "added": 1}
    }
    assert counts["metrics"]["figures kept"]["mean"] == pytest.approx(6 / 10)
    assert counts["metrics"]["figures borne out"]["mean"] == pytest.approx(7 / 8)
    assert counts["not compared"] == {"b.pdf": "pdftotext is not installed: install poppler-utils"}


def test_a_program_that_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "oil.docx").write_bytes(word())
    monkeypatch.setenv("PATH", str(tmp_path))
    assert compared(tmp_path / "oil.docx")["told"] == "pandoc is not installed: install pandoc"


def test_a_file_that_a_reader_refuses_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<!DOCTYPE a [<!ENTITY b '1'>]><a>&b; &c;</a>", encoding="utf-8")
    (tmp_path / "b.pdf").write_bytes(b"no file at all")
    assert compared(tmp_path / "a.xml")["told"]
    assert compared(tmp_path / "b.pdf")["told"].startswith("refused: ")


@pytest.mark.process
@pytest.mark.skipif(shutil.which("pandoc") is None, reason="pandoc is not installed")
def test_a_word_file_is_read_by_pandoc(tmp_path: Path) -> None:
    (tmp_path / "oil.docx").write_bytes(word())
    row = compared(tmp_path / "oil.docx")
    assert row["reader"] == "pandoc" and row["shared"] >= 10


def test_the_parts_of_slides_are_read(tmp_path: Path) -> None:
    (tmp_path / "deck.pptx").write_bytes(slides())
    reader = reader_of(tmp_path / "deck.pptx")
    assert reader and {"23", "52"} <= set(counted(reader.read(tmp_path / "deck.pptx")))


def test_a_folder_is_compared_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "dues.csv").write_text("Month,Ships\nJanuary,31\nFebruary,27\n", encoding="utf-8")
    (tmp_path / "note.txt").write_text("The dues rose by 600 dollars a ship in 2023.\n", encoding="utf-8")
    given = ["reading", "--differential", "--files", str(tmp_path), "--results", str(tmp_path / "r")]
    assert main([*given, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {row["file"]: row["shared"] == row["theirs"] for row in told["rows"]} == {
        "dues.csv": True,
        "note.txt": True,
    }
    assert main([*given, "--only", "note"]) == 0
    shown = capsys.readouterr().out
    assert "note.txt (the bytes themselves): 2 of 2 there, 2 here" in shown and "dues.csv" not in shown


def test_without_a_folder_it_says_what_it_needs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["reading", "--differential", "--results", str(tmp_path)]) == 2
    assert "--files DIR" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    words = ["reading", "--differential", "--files", str(tmp_path / "empty"), "--results", str(tmp_path)]
    assert main(words) == 2
    assert "holds no file to read" in capsys.readouterr().err
