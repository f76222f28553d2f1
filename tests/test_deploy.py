"""What an office installs is what pyproject.toml asks for, to the digest, and runs with as few rights as can
be."""

from __future__ import annotations

import configparser
import json
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parents[1]
DEPLOY = CHECKOUT / "deploy"
LOCK = DEPLOY / "requirements.lock"
EXTRAS = ("mcp", "ocr", "office", "slack", "writer")


@pytest.fixture(scope="module")
def locked() -> set[tuple[str, str]]:
    """The name and the version of every package in the lock; one may stand there for each of two Pythons."""
    found = re.findall(r"^([\w.-]+)==([^\s;]+)", LOCK.read_text(), re.MULTILINE)
    return {(canonicalize_name(name), version) for name, version in found}


def test_the_lock_has_all_that_is_asked_for_with_its_digests(locked: set[tuple[str, str]]) -> None:
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]
    asked = [
        *project["dependencies"],
        *(one for extra in EXTRAS for one in project["optional-dependencies"][extra]),
    ]
    for one in map(Requirement, asked):
        versions = [version for name, version in locked if name == canonicalize_name(one.name)]
        assert versions and all(version in one.specifier for version in versions), f"{one}: run `make papers`"
    parts = re.split(r"^(?=[\w.-]+==)", LOCK.read_text(), flags=re.MULTILINE)[1:]
    assert len(parts) == len(locked) and all("--hash=sha256:" in one for one in parts)


def test_the_bill_of_materials_is_of_the_lock(locked: set[tuple[str, str]]) -> None:
    bill = json.loads((DEPLOY / "sbom.json").read_text())
    listed = {(canonicalize_name(one["name"]), one["version"]) for one in bill["components"]}
    assert len(listed) > 100 and listed <= locked, "run `make papers`"
    assert not {name for name, _ in locked} - {name for name, _ in listed} - _elsewhere()
    licensed = [one for one in bill["components"] if one.get("licenses")]
    assert len(licensed) > 0.9 * len(listed)


def _elsewhere() -> set[str]:
    """What the lock has for other systems or Pythons alone."""
    lines = re.findall(r"^([\w.-]+)==\S+ ; ", LOCK.read_text(), re.MULTILINE)
    return {canonicalize_name(one) for one in lines}


@pytest.mark.parametrize("name", ["requirements.lock", "sbom.json"])
def test_nothing_says_where_it_was_made_or_fetched(name: str) -> None:
    text = (DEPLOY / name).read_text()
    assert not re.findall(r"file://|://(?!cyclonedx\.org)\S+|--(?:extra-)?index-url|--find-links|/tmp/", text)


def test_the_unit_takes_every_right_that_is_not_needed() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(DEPLOY / "pincite.service")
    assert (
        dict(unit["Service"]).items()
        >= {
            "User": "pincite",
            "ProtectSystem": "strict",
            "ProtectHome": "yes",
            "NoNewPrivileges": "yes",
            "CapabilityBoundingSet": "",
            "IPAddressDeny": "any",
            "IPAddressAllow": "localhost",
            "UMask": "0077",
        }.items()
    )
    assert {"MemoryMax", "TasksMax", "LimitNOFILE"} <= set(unit["Service"])


def test_the_services_run_read_only_without_rights_and_pincite_reaches_nobody() -> None:
    told = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    for one in told["services"].values():
        assert one["read_only"] and one["cap_drop"] == ["ALL"]
        assert one["security_opt"] == ["no-new-privileges:true"]
    ours = told["services"]["pincite"]
    assert ours["networks"] == ["inside"] and told["networks"]["inside"]["internal"]
    assert ours["user"] != "0" and {"mem_limit", "pids_limit"} <= set(ours) and "ports" not in ours
    assert ours["environment"]["PINCITE_SIGN_IN"] == "accounts"


def test_the_image_installs_by_digest_and_runs_as_nobody_in_particular() -> None:
    lines = (DEPLOY / "Containerfile").read_text().splitlines()
    assert any("--require-hashes" in one for one in lines)
    assert lines.index("USER 10001") < next(n for n, one in enumerate(lines) if one.startswith("ENTRYPOINT"))
