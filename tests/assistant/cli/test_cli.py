from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from fpdf import FPDF

from tests.commands import Pincite


def test_the_sample_library_of_these_tests_is_the_one_that_the_command_makes(
    pincite_apart: Pincite, bundled_home: Path, home: Path
) -> None:
    shutil.copytree(bundled_home, home)
    done = pincite_apart("ingest", "--bundled", "--json", home=home)
    assert done.returncode == 0, done.stderr
    assert {one["outcome"] for one in json.loads(done.stdout)["files"]} == {"unchanged"}
    assert len(json.loads(done.stdout)["files"]) == 14


def test_ask_prints_quotes_and_sources(pincite_apart: Pincite, bundled_home: Path) -> None:
    done = pincite_apart("ask", "What is the maximum sentence under 18 U.S.C. 2339B?", home=bundled_home)
    assert done.returncode == 0, done.stderr
    assert "20 years" in done.stdout and "Sources" in done.stdout and "[1]" in done.stdout


def test_ask_and_search_print_json(pincite: Pincite, bundled_home: Path) -> None:
    answer = json.loads(
        pincite("ask", "Which groups does Executive Order 14157 name?", "--json", home=bundled_home).stdout
    )
    assert answer["status"] == "answered"
    cited = answer["citations"][0]
    text = pincite("library", "show", cited["source"], "--text", home=bundled_home).stdout
    assert text[cited["start"] : cited["end"]] == cited["quote"]
    [hit, *_] = json.loads(
        pincite("search", "trilateral fentanyl committee", "--json", home=bundled_home).stdout
    )
    assert hit.keys() == {"source", "page", "place", "start", "end", "text", "score"}


@pytest.mark.model
def test_the_library_is_listed_shown_and_removed_from(pincite: Pincite, home: Path, tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(
        "---\ntitle: A note\ndate: 2025-03-01\nkind: note\n---\nThe committee met in Ottawa on 3 March"
        " 2025.\n"
    )
    done = pincite("ingest", tmp_path / "note.md", "--json", home=home)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["files"][0]["outcome"] == "stored"
    assert "2025-03-01  note" in pincite("library", "list", home=home).stdout
    assert "A note" in pincite("library", "show", "note", home=home).stdout
    assert pincite("library", "remove", "note", "nothing", home=home).returncode == 3
    assert "the library is empty" in pincite("library", "list", home=home).stdout
    done = pincite("ask", "Where did the committee meet?", "--json", home=home)
    assert done.returncode == 1
    assert json.loads(done.stdout)["status"] == "error"


@pytest.mark.model
def test_a_folder_that_changes_is_followed_and_its_documents_are_corrected(
    pincite: Pincite, home: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "notes"
    folder.mkdir()
    for name, what in (("quay", "six boats"), ("mole", "eleven lamps")):
        (folder / f"{name}.md").write_text(f"# The {name}\n\nThe {name} has {what}.\n")
    (folder / "plan.dwg").write_bytes(b"x")
    done = pincite("ingest", folder, home=home)
    assert "plan.dwg: .dwg files are not read" in done.stderr and "2 stored, 1 skipped" in done.stdout
    (folder / "quay.md").rename(folder / "berths.md")
    (folder / "mole.md").unlink()
    done = pincite("ingest", folder, home=home)
    assert done.returncode == 0 and "1 moved, 1 skipped, 1 gone" in done.stdout
    assert "mole.md is no longer there" in done.stderr and f"--prune {folder}" in done.stderr
    assert "1 removed" in pincite("ingest", "--prune", folder, home=home).stdout

    done = pincite("library", "edit", "quay", "--title", "Berths", "--version", "2025-03", home=home)
    assert re.search(r"^title +Berths \(by hand\)$", done.stdout, re.MULTILINE)
    shown = json.loads(pincite("library", "show", "quay", "--json", home=home).stdout)
    assert (shown["version"], shown["notes"], shown["by_hand"]) == (
        "2025-03",
        [],
        {"title": "Berths", "version": "2025-03"},
    )
    done = pincite("library", "edit", "quay", "--title", "", "--json", home=home)
    assert json.loads(done.stdout)["title"] == "The quay"
    assert pincite("library", "edit", "quay", home=home).returncode == 2
    done = pincite("library", "edit", "quay", "--date", "2025-02-31", home=home)
    assert done.returncode == 2 and "2025-02-31 is not a date" in done.stderr
    assert pincite("library", "edit", "lamp", "--title", "x", home=home).returncode == 1


@pytest.mark.model
def test_a_folder_without_documents_makes_no_library(pincite: Pincite, home: Path, tmp_path: Path) -> None:
    (tmp_path / "plan.dwg").write_bytes(b"x")
    done = pincite("ingest", tmp_path / "plan.dwg", home=home)
    assert done.returncode == 1 and "this format is not supported" in done.stderr
    (tmp_path / "notes").mkdir()
    (tmp_path / "plan.dwg").rename(tmp_path / "notes" / "plan.dwg")
    other = tmp_path / "other"
    done = pincite("ingest", tmp_path / "notes", home=other)
    assert done.returncode == 2 and ".dwg files are not read" in done.stderr and not other.exists()


def _locked_pdf(path: Path) -> None:
    pdf = FPDF()
    pdf.set_encryption(owner_password="owner", user_password="user")
    pdf.add_page()
    pdf.set_font("helvetica")
    pdf.cell(text="Secret words.")
    pdf.output(str(path))


@pytest.mark.model
@pytest.mark.parametrize(
    ("name", "content", "reason", "remedy"),
    [
        ("empty.txt", b"", "empty.txt is empty", "check that the file was saved"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "PNG", "→"),
        ("locked.pdf", _locked_pdf, "password", "→"),
        ("film.mp4", b"\x00\x01", "film.mp4", ".pdf"),
        ("missing.txt", None, "missing.txt", "→"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(
    pincite: Pincite, home: Path, tmp_path: Path, name: str, content: Any, reason: str, remedy: str
) -> None:
    path = tmp_path / name
    if callable(content):
        content(path)
    elif content is not None:
        path.write_bytes(content)
    good = tmp_path / "good.txt"
    good.write_text("The treaty was signed in Ottawa in 1990.\n")
    done = pincite("ingest", path, good, home=home)
    assert done.returncode == 3
    assert "refused" in done.stderr and reason in done.stderr and remedy in done.stderr
    assert "1 stored, 1 refused" in done.stdout
    assert pincite("ingest", path, home=home).returncode == 1


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("ask", "What?"), 1, "there is no library at"),
        (("ingest",), 2, "nothing to ingest"),
        (("ingest", "x.txt", "--date", "spring"), 2, "--date spring is not a date"),
        (("ask", "What?", "--sources", "sort:a"), 2, "--sources has 'sort:a'"),
        (("library", "show", "x"), 1, "there is no library at"),
        (("frobnicate",), 2, "frobnicate"),
    ],
)
def test_misuse_ends_with_its_code_and_a_remedy(
    pincite: Pincite, home: Path, arguments: tuple[str, ...], code: int, message: str
) -> None:
    done = pincite(*arguments, **({} if arguments == ("frobnicate",) else {"home": home}))
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_setting_stops_the_command(pincite_apart: Pincite, home: Path) -> None:
    done = pincite_apart("library", "list", home=home, env={"PINCITE_COLOUR": "red"})
    assert done.returncode == 2
    assert "unknown setting PINCITE_COLOUR" in done.stderr and "PINCITE_HOME" in done.stderr


def test_chat_understands_each_line_after_those_before_it(pincite: Pincite, bundled_home: Path) -> None:
    first_question, deaths = (
        "What is the maximum sentence under 18 U.S.C. 2339B?",
        "How many synthetic-opioid deaths were there in 2025?",
    )
    done = pincite(
        "chat", home=bundled_home, typed=f"{first_question}\nAnd if it causes a death?\n???\nnew\n{deaths}\n"
    )
    assert done.returncode == 0, done.stderr
    first, second = done.stdout.split("Understood as: ")
    assert "20 years" in first
    assert second.startswith(f"{first_question} And if 18 U.S.C. 2339B causes a")
    assert "38,084" in second and "[1]" in second
    assert "the question is empty" in done.stderr
