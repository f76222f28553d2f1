"""Plain prompt files, `<task>.<role>.md`, and their strict loader.

A file is the text of one message; `{{name}}` stands for a value. A value that is missing, or given and not
used, is an error: a prompt that silently lost its evidence would still be answered."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from importlib.resources import files

_VARIABLE = re.compile(r"\{\{(\w+)\}\}")


def prompt(name: str, **values: str) -> str:
    """The message of the file `name.md` with its variables filled in.

    Raises:
        KeyError: a variable of the file has no value, or a value no variable.
        FileNotFoundError: there is no such file.
    """
    text = _text(name)
    wanted = set(_VARIABLE.findall(text))
    if wanted != set(values):
        raise KeyError(f"prompts/{name}.md has the variables {sorted(wanted)}, given were {sorted(values)}")
    return _VARIABLE.sub(lambda found: values[found.group(1)], text)


def fenced(value: object) -> str:
    """A value as data inside a prompt: JSON on one line, with nothing in it that could close a fence or open
    a tag."""
    return (
        json.dumps(value, ensure_ascii=False)
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("`", "\\u0060")
    )


@cache
def memo_formats() -> dict[str, str]:
    """The texts of the memo formats that come with the program, by name: TOML, which `assistant.memo.formats`
    reads."""
    found = sorted(
        (file.name, file.read_text(encoding="utf-8"))
        for file in (files("prompts") / "memo").iterdir()
        if file.name.endswith(".toml")
    )
    return {name.removesuffix(".toml"): text for name, text in found}


def digest() -> str:
    """Twelve hex digits that change with any prompt or memo format."""
    names = sorted(file.name for file in files("prompts").iterdir() if file.name.endswith(".md"))
    told = [name + _text(name.removesuffix(".md")) for name in names] + [
        name + text for name, text in memo_formats().items()
    ]
    return hashlib.sha256("\0".join(told).encode()).hexdigest()[:12]


@cache
def _text(name: str) -> str:
    return (files("prompts") / f"{name}.md").read_text(encoding="utf-8").strip()
