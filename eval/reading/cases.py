"""Cases of reading: what must hold of a file once it is stored."""

from __future__ import annotations

from pathlib import Path
from typing import NotRequired

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict

from ingest.errors import UsageError

CASES = Path(__file__).with_name("cases.jsonl")

Alternatives = str | list[str]
"""One string, or several of which one is enough."""

_STRICT = ConfigDict(extra="forbid", strict=True)


@with_config(_STRICT)
class Place(TypedDict):
    """A quote that holds `text`, and what must stand beside it."""

    text: str
    at: Alternatives


Speaker = TypedDict("Speaker", {"text": str, "who": Alternatives, "not": NotRequired[str]})
"""A quote that holds `text`, and whom its introduction names, and whom it does not."""


@with_config(_STRICT)
class Question(TypedDict):
    """A question to a library of the file alone: `must` stands in its answer, or whatever sentence of it
    holds `if_quoted` holds `needs` too."""

    question: str
    must: NotRequired[str]
    if_quoted: NotRequired[str]
    needs: NotRequired[str]


@with_config(_STRICT)
class Case(TypedDict):
    """A line of JSON: a file, the kind of fault that the case stands for, and what must hold."""

    file: str
    format: str
    fault: str
    why: NotRequired[str]
    text_must: NotRequired[list[Alternatives]]
    """Strings of the stored text, in this order, each within one block."""
    sentence_must: NotRequired[list[Alternatives]]
    """Strings that each stand within one sentence that may be quoted."""
    text_must_not: NotRequired[list[str]]
    """Strings that no such sentence holds, unless what is shown with it holds one of `unless`."""
    unless: NotRequired[list[str]]
    meta: NotRequired[dict[str, Alternatives]]
    """Title, publisher and kind: contained; date: equal; any other: in any field or notice."""
    meta_not: NotRequired[dict[str, Alternatives]]
    notices_must: NotRequired[list[Alternatives]]
    """Words of what is told of the document when it is ingested."""
    speaker: NotRequired[list[Speaker]]
    place: NotRequired[list[Place]]
    ask: NotRequired[list[Question]]
    refusal_ok: NotRequired[bool]
    """The case also passes when the file is refused."""


_CHECKS = (
    "text_must",
    "sentence_must",
    "text_must_not",
    "meta",
    "meta_not",
    "notices_must",
    "speaker",
    "place",
    "ask",
)
_HINT = (
    'a case is a line of JSON: {"file", "format", "fault"} and one or more of '
    + ", ".join(_CHECKS)
    + "; see eval/README.md"
)
_READER = TypeAdapter(Case)


def load_cases(path: Path) -> list[Case]:
    """The cases of a file, in order.

    Raises:
        UsageError: it cannot be read, or a line of it is no case; the line is named.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}", hint="--cases names a file of cases, in UTF-8") from error
    cases = [_case(line, f"{path}, line {number}") for number, line in enumerate(lines, 1) if line.strip()]
    if not cases:
        raise UsageError(f"{path} holds no cases", hint=_HINT)
    return cases


def _case(line: str, where: str) -> Case:
    try:
        case = _READER.validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"{where}: {f'{place}: ' if place else ''}{first['msg']}", hint=_HINT) from error
    if not any(key in case for key in _CHECKS):
        raise UsageError(f"{where}: it checks nothing", hint=_HINT)
    for one in case.get("ask", ()):
        if ("must" in one) == ("if_quoted" in one and "needs" in one):
            raise UsageError(f"{where}: ask: a question has either must, or if_quoted with needs", hint=_HINT)
    return case
