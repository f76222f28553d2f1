"""What other programs import from the package."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest

import assistant

CHECKOUT = Path(__file__).resolve().parents[2]
HEAVY = {
    "chromadb",
    "onnxruntime",
    "gradio",
    "langchain",
    "numpy",
    "pydantic",
    "assistant.answer.assistant",
    "assistant.build",
}


def loaded_by(statement: str) -> set[str]:
    told = "import sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", f"{statement}\n{told}"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=CHECKOUT,
    )
    return set(done.stdout.split())


@pytest.mark.process
def test_the_package_alone_loads_nothing_heavy() -> None:
    assert loaded_by("import assistant") & HEAVY == set()


@pytest.mark.process
def test_its_values_and_errors_load_neither_models_nor_store() -> None:
    few = "from assistant import Answer, Citation, EmptyQuestion, PinciteError, Reader, Settings"
    assert loaded_by(few) & (HEAVY - {"pydantic"}) == set()


def test_all_that_is_offered_is_there() -> None:
    for name in assistant.__all__:
        assert getattr(assistant, name) is not None
    assert set(assistant.__all__) <= set(dir(assistant))
    with pytest.raises(AttributeError, match="no attribute 'open_assistent'"):
        assistant.open_assistent  # noqa: B018


def test_a_library_is_opened_and_asked(bundled_home: Path) -> None:
    from assistant import Answer, Assistant, Citation, open_assistant

    opened = open_assistant(home=bundled_home)
    assert isinstance(opened, Assistant)
    answer = opened.ask("How many synthetic-opioid deaths were there in 2025?")
    opened.library.close()
    assert isinstance(answer, Answer)
    assert answer.citations and all(isinstance(one, Citation) for one in answer.citations)


def test_a_folder_without_a_library_is_told(tmp_path: Path) -> None:
    from assistant import NoLibrary, PinciteError, open_assistant

    with pytest.raises(NoLibrary, match="no library") as caught:
        open_assistant(home=tmp_path)
    assert isinstance(caught.value, PinciteError)


def test_the_settings_of_the_folder_hold(tmp_path: Path) -> None:
    from assistant import UsageError, open_assistant

    (tmp_path / "pincite.toml").write_text("sentences = 3\n")
    with pytest.raises(UsageError, match="unknown setting 'sentences'"):
        open_assistant(home=tmp_path)


def test_the_version_is_the_installed_one_and_the_project_s() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    assert assistant.__version__ == version("pincite") == project["project"]["version"]


def test_the_packages_are_typed_also_where_they_are_installed() -> None:
    data = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"][
        "package-data"
    ]
    for package in ("assistant", "ingest", "prompts"):
        assert (CHECKOUT / package / "py.typed").is_file()
        assert "py.typed" in data[package]
