"""No step reads another's sentence: what a step must know is a value, and words are made in `render`."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
WORDED = {"reason", "told", "missing"}
"""Fields that hold sentences for a reader."""
READS = {"startswith", "endswith", "split", "rsplit", "partition", "rpartition", "find", "index", "count"}
READS |= {
    "removeprefix",
    "removesuffix",
    "replace",
    "match",
    "search",
    "fullmatch",
    "findall",
    "sub",
    "finditer",
}
BELOW = [
    path
    for path in sorted((ROOT / "assistant").rglob("*.py"))
    if path.relative_to(ROOT / "assistant").parts[0] not in ("render", "cli", "web", "slack")
]


def readings(code: str) -> list[str]:
    """Where code takes a sentence apart: a method of text on one, a pattern over one, a comparison of its
    words."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in READS:
            given = [node.func.value, *node.args]
        elif isinstance(node, ast.Compare):
            given = [node.left, *node.comparators]
            if all(isinstance(one, ast.Constant) and one.value is None for one in node.comparators):
                continue
        elif isinstance(node, ast.Subscript):
            given = [node.value]
        else:
            continue
        if any(isinstance(one, ast.Attribute) and one.attr in WORDED for one in given):
            found.append(ast.unparse(node))
    return found


@pytest.mark.parametrize(
    "code",
    [
        "verdict.reason.partition('; the source:')[0]",
        "finding.told.startswith('it says')",
        "re.search('said by', finding.told)",
        "'judge' in one.reason",
        "answer.missing == 'No sentence'",
        "one.reason[:40]",
    ],
)
def test_reading_a_sentence_is_seen(code: str) -> None:
    assert readings(code)


@pytest.mark.parametrize("code", ["render(one.reason)", "one.missing is None", "one.kind == 'no evidence'"])
def test_showing_one_is_not_reading_it(code: str) -> None:
    assert readings(code) == []


@pytest.mark.parametrize("path", BELOW, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_step_takes_anothers_sentence_apart(path: Path) -> None:
    assert readings(path.read_text(encoding="utf-8")) == []
