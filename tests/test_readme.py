from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import typer

from assistant.cli.options import app
from assistant.settings import Settings

CHECKOUT = Path(__file__).resolve().parents[1]
README = (CHECKOUT / "README.md").read_text(encoding="utf-8")


def test_the_settings_table_is_the_settings() -> None:
    rows = [
        f"| `{one.metadata['variable']}` | {f'`{one.default}` ' if str(one.default) else ''}|"
        f" {one.metadata['meaning']} |"
        for one in fields(Settings)
    ]
    assert re.findall(r"^\| `(?:PINCITE|OPENAI|SLACK)_.*$", README, re.MULTILINE) == rows


def _commands(group: Any, name: str = "pincite") -> list[str]:
    if not hasattr(group, "commands"):
        return [name]
    return [found for key, child in group.commands.items() for found in _commands(child, f"{name} {key}")]


def test_the_commands_table_has_every_command_and_no_other() -> None:
    told = {
        re.sub(r" [A-Z|\\…]+$", "", row) for row in re.findall(r"^\| `(pincite [^`]+)`", README, re.MULTILINE)
    }
    assert told == set(_commands(typer.main.get_command(app)))


@pytest.mark.parametrize("target", ["demo", "test"])
def test_the_two_commands_are_in_the_makefile(target: str) -> None:
    assert f"make {target}" in README
    assert re.search(rf"^{target}:", (CHECKOUT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
