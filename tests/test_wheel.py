"""The wheel has what the tree has, and nothing else. `make wheel` also installs it, which takes minutes."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

CHECKOUT = Path(__file__).resolve().parents[1]
PACKAGES = ("assistant", "eval", "ingest", "prompts")
UNSHIPPED = {"eval/LOG.md", "eval/README.md"}
"""What is of the repository alone."""
_BUILD = "import sys; from setuptools import build_meta; build_meta.build_wheel(sys.argv[1])"


def tracked(*under: str) -> list[str]:
    """The files that git knows of, and those that it would take."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *under],
        cwd=CHECKOUT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout.splitlines()
    return [name for name in listed if (CHECKOUT / name).is_file()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names in a wheel built of a copy of the tree, in which the models' weights are empty: packing them
    takes most of the time."""
    if not (CHECKOUT / ".git").exists():
        pytest.skip("this is no clone")
    tree, out = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("dist")
    for name in (*tracked(*PACKAGES), "pyproject.toml", "README.md", "LICENSE"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_bytes(b"" if name.endswith(".onnx") else (CHECKOUT / name).read_bytes())
    done = subprocess.run(
        [sys.executable, "-c", _BUILD, str(out)], cwd=tree, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    [built] = out.glob("*.whl")
    with zipfile.ZipFile(built) as archive:
        return archive.namelist()


@pytest.mark.process
def test_the_wheel_is_the_tree(wheel: list[str]) -> None:
    shipped = {name for name in wheel if ".dist-info/" not in name}
    assert shipped == set(tracked(*PACKAGES)) - UNSHIPPED


@pytest.mark.process
def test_the_wheel_puts_four_names_beside_other_packages(wheel: list[str]) -> None:
    assert {name.split("/")[0] for name in wheel if ".dist-info/" not in name} == set(PACKAGES)


@pytest.mark.process
@pytest.mark.parametrize("package", ["ingest", "prompts"])
def test_a_package_that_hides_one_of_ours_is_named(tmp_path: Path, package: str) -> None:
    (tmp_path / package).mkdir()
    (tmp_path / package / "__init__.py").touch()
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:0] = [{str(tmp_path)!r}]; import assistant"],
        cwd=CHECKOUT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert f"ImportError: Pincite's package {package!r} is hidden" in done.stderr
    assert str(tmp_path) in done.stderr


def test_the_wheel_is_tried_on_each_version_that_is_promised() -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    versions = [one.rpartition(" ")[2] for one in project["classifiers"] if " :: 3." in one]
    workflow = yaml.safe_load((CHECKOUT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    assert workflow["jobs"]["wheel"]["strategy"]["matrix"]["python"] == versions
    assert project["requires-python"] == f">={versions[0]}"
    commands = [step.get("run", "") for job in workflow["jobs"].values() for step in job["steps"]]
    assert any(".ci/run" in one for one in commands) and any("tests/wheel.sh" in one for one in commands)


def test_nothing_of_ours_is_hidden_here() -> None:
    from assistant import hidden

    assert hidden(PACKAGES) == ""
    assert "'json' is hidden" in hidden(("json",))
