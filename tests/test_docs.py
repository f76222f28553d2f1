"""What README, docs/ and the notes for contributors say is so: commands, options, settings, files, links and
examples are those that there are."""

from __future__ import annotations

import ast
import importlib
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer

from assistant.cli.options import app
from assistant.settings import Settings, read_settings
from assistant.workspace.access import may, read_access
from docs.generate import reference
from tests.commands import Pincite

CHECKOUT = Path(__file__).resolve().parents[1]
DOCS = CHECKOUT / "docs"
TOLD = {
    path.relative_to(CHECKOUT).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted((*CHECKOUT.glob("*.md"), *DOCS.rglob("*.md"), *CHECKOUT.glob("examples/*.md")))
}
WRITTEN = {name: text for name, text in TOLD.items() if not name.startswith("docs/reference/")}
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_FILE = re.compile(r"`((?:assistant|docs|eval|examples|findings|ingest|prompts|tests|training)/[\w./-]+)`")
_VARIABLE = re.compile(r"\b(?:PINCITE|OPENAI|SLACK)_[A-Z_]+\b")
# Options that text names without what they take.
_NAMED_ALONE = {"--update", "--edit", "--versions"}
# Said of a place in the home folder or of a folder that only a run makes.
_MADE_LATER = {"eval/results/"}


def blocks(language: str) -> Iterator[tuple[str, str]]:
    """The examples of a language, each with the file that it stands in."""
    for name, text in WRITTEN.items():
        for kind, body in _BLOCK.findall(text):
            if kind == language:
                yield name, body


def test_the_reference_is_current() -> None:
    made = reference()
    assert {path.name for path in (DOCS / "reference").iterdir()} == set(made)
    stale = [name for name, text in made.items() if TOLD[f"docs/reference/{name}"] != text]
    assert not stale, "`make docs` writes the reference anew"


def test_every_setting_and_every_command_is_in_the_reference() -> None:
    settings = TOLD["docs/reference/settings.md"]
    assert all(f"| `{one.metadata['variable']}` |" in settings for one in fields(Settings))
    headings = set(re.findall(r"^## (pincite .+)$", TOLD["docs/reference/commands.md"], re.MULTILINE))
    assert headings == {name for name, _ in commands()}


@cache
def commands() -> tuple[tuple[str, Any], ...]:
    def found(group: Any, name: str) -> Iterator[tuple[str, Any]]:
        if not hasattr(group, "commands"):
            yield name, group
            return
        for key, child in group.commands.items():
            yield from found(child, f"{name} {key}")

    return tuple(found(typer.main.get_command(app), "pincite"))


def typed() -> Iterator[tuple[str, str]]:
    """Every call of `pincite` in an example, and in a line of code of the text."""
    for name, body in blocks("sh"):
        for line in body.replace("\\\n", "").splitlines():
            if line.startswith("pincite "):
                yield name, line
    for name, text in WRITTEN.items():
        for line in re.findall(r"`(pincite [^`]+)`", text):
            yield name, line.replace("\\|", "|")


def understood(line: str) -> bool:
    """Whether the command line takes what is typed: the command, its options, and what they need."""
    words = shlex.split(re.split(r" [<>|] ", line.replace("…", "X"))[0])
    if words[-1] in _NAMED_ALONE:
        words.append("X")
    for name, command in commands():
        path = name.split()
        if words[: len(path)] == path:
            if len(words) > len(path):  # a command alone names it, and runs nothing
                command.make_context(name, words[len(path) :])
            return True
    return line in ("pincite library", "pincite ask|memo|review|sources|help")


@pytest.mark.parametrize(("name", "line"), sorted(set(typed())))
def test_what_is_typed_is_taken(name: str, line: str) -> None:
    assert understood(line), f"{name}: {line}"


def test_what_is_not_taken_is_seen() -> None:
    assert not understood("pincite answer it")
    with pytest.raises(Exception, match="--sources-of"):
        understood("pincite ask why --sources-of x")
    assert len(list(typed())) > 40


@pytest.mark.parametrize("name", WRITTEN)
def test_links_and_files_are_there(name: str) -> None:
    text = re.sub(r"^```.*?^```$", "", TOLD[name], flags=re.MULTILINE | re.DOTALL)
    here = (CHECKOUT / name).parent
    links = [one.partition("#")[0] for one in _LINK.findall(text) if "://" not in one]
    assert not [one for one in links if one and not (here / one).exists()]
    if name != "CHANGELOG.md":
        named = [one for one in _FILE.findall(text) if one not in _MADE_LATER]
        assert not [one for one in named if not (CHECKOUT / one).exists() and not list(CHECKOUT.glob(one))]


@pytest.mark.parametrize("name", WRITTEN)
def test_variables_are_settings(name: str) -> None:
    known = {one.metadata["variable"] for one in fields(Settings)}
    assert set(_VARIABLE.findall(TOLD[name])) <= known


@pytest.mark.parametrize("target", ["demo", "test", "docs", "unit", "fuzz", "gate", "lint", "wheel"])
def test_the_targets_that_are_told_are_in_the_makefile(target: str) -> None:
    assert any(f"make {target}" in text for text in WRITTEN.values())
    assert re.search(rf"^{target}:", (CHECKOUT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(("name", "body"), blocks("python"))
def test_examples_in_python_import_what_there_is(name: str, body: str) -> None:
    for node in ast.walk(ast.parse(body)):
        if isinstance(node, ast.ImportFrom):
            module = importlib.import_module(str(node.module))
            assert all(hasattr(module, alias.name) for alias in node.names), name


@pytest.mark.parametrize(("name", "body"), blocks("python"))
def test_examples_in_python_run(
    name: str, body: str, bundled_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exec(compile(body.replace("FOLDER", str(bundled_home)), name, "exec"), {})
    assert "Executive Order 14389" in capsys.readouterr().out or "LibraryRetriever" in body


def test_the_answers_that_the_readme_shows_are_given(pincite: Pincite, bundled_home: Path) -> None:
    [(_, body)] = [one for one in blocks("text") if one[0] == "README.md"]
    for asked in filter(None, body.split("$ pincite ask ")):
        question, _, shown = asked.partition("\n")
        given = " ".join(pincite("ask", question.strip('"'), home=bundled_home).stdout.split())
        for piece in re.split(r"^ *…$", shown, flags=re.MULTILINE):
            assert " ".join(piece.split()) in given


@pytest.mark.parametrize(("name", "body"), blocks("toml"))
def test_examples_of_files_are_read(name: str, body: str, tmp_path: Path) -> None:
    if body.startswith("# pincite.toml\n"):
        (tmp_path / "pincite.toml").write_text(body, encoding="utf-8")
        assert read_settings({}, home=str(tmp_path)) != read_settings({}, home=str(tmp_path / "none"))
        return
    assert body.startswith("# access.toml\n"), name
    (tmp_path / "access.toml").write_text(body, encoding="utf-8")
    access = read_access(tmp_path)
    assert access.of("bo@energy.office.example") == {"energy"} == access.in_channel("C0123ABCD")
    assert may(access.reader("ana@office.example"), "share")


@pytest.mark.parametrize(("name", "body"), blocks("json"))
def test_examples_of_cases_are_read(name: str, body: str, tmp_path: Path) -> None:
    from eval.cases import load_cases

    (tmp_path / "cases.jsonl").write_text(json.dumps(json.loads(body)), encoding="utf-8")
    assert [one.id for one in load_cases(tmp_path / "cases.jsonl")] == ["1"], name


@pytest.mark.process
def test_the_pages_are_built_and_fetch_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)],
        cwd=CHECKOUT,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    pages = {path: path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.html")}
    assert len(pages) > len(list(DOCS.rglob("*.md")))
    fetched = re.compile(r"<(?:script|img|link|iframe)\b[^>]*(?:src|href)=\"?(?:https?:)?//")
    assert not [path for path, text in pages.items() if fetched.search(text)]
    styles = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.css")]
    assert styles and not any(re.search(r"url\([\"']?(?:https?:)?//|@import", text) for text in styles)


def test_the_readme_is_short() -> None:
    assert len(TOLD["README.md"].split()) < 950
