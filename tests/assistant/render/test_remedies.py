"""What helps, in the words of those who read the page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.render.remedies import on_page, remedy

_ROOT = Path(__file__).resolve().parents[3]
_TERMINAL = re.compile(r"`(pincite|pip|chroma)|\bpip install\b|\bpincite [a-z]|(?<!\w)--[a-z]")


def hints() -> Iterator[str]:
    """The hints of all errors that a reader of the page may meet; what is put into one is an X."""
    for folder in ("assistant", "ingest"):
        for path in sorted((_ROOT / folder).rglob("*.py")):
            if path.relative_to(_ROOT).parts[1] in ("cli", "slack"):
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.keyword) and node.arg == "hint":
                    yield from _texts(node.value)


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(one.value) if isinstance(one, ast.Constant) else "X" for one in node.values)
    elif isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))


def test_no_remedy_on_the_page_is_a_command_of_a_terminal() -> None:
    found = list(hints())
    assert len(found) > 80 and any(_TERMINAL.search(one) for one in found)
    assert not {one: said for one in found if _TERMINAL.search(said := remedy(one)) or not said}


@pytest.mark.parametrize(
    ("hint", "said"),
    [
        (
            "add documents with `pincite ingest PATH`, or in the Library tab of the page",
            "add documents in the Library tab",
        ),
        (
            "restore it from a backup, or run `pincite library rebuild`: anew",
            "ask whoever runs Pincite to",
        ),
        ('pip install "pincite[ocr]"', "ask whoever runs Pincite"),
        ("check OPENAI_API_KEY and OPENAI_BASE_URL", "tell whoever runs Pincite to check OPENAI_API_KEY and"),
        ("try again; nothing was stored or shown", "try again; nothing was stored or shown"),
    ],
)
def test_a_remedy_is_something_that_a_reader_can_do(hint: str, said: str) -> None:
    assert remedy(hint).startswith(said)


def test_what_a_notice_quotes_stays_as_it_is() -> None:
    told = on_page("The chat service failed. “The chat service”: `pincite library list` shows all.")
    assert told == "The writing service failed. “The chat service”: The Library tab shows all."
