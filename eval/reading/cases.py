"""Cases of reading: what must hold of a file once it is stored.

A case is a line of JSON with `file`, `format`, `fault` (the kind of fault that it stands for), `why`, and
some of these checks; a list in the place of a string gives alternatives:

text_must      strings of the stored text, in this order, each within one block
sentence_must  strings that each stand within one sentence that may be quoted
text_must_not  strings that no such sentence holds, unless what is shown with it holds one of `unless`
meta           title, publisher, kind: contained; date: equal; any other: in any field or notice
meta_not       the same, turned round
notices_must   words of what is told of the document when it is ingested
speaker        `who` (and `not` whom) the introduction of the quote of `text` names
place          `at`: what is shown with the quote of `text` names one of these
ask            a question to a library of the file alone: `must` stands in the answer, or a sentence with
               `if_quoted` has `needs` too
refusal_ok     the case also passes when the file is refused
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ingest.errors import UsageError

Case = Mapping[str, Any]
CASES = Path(__file__).with_name("cases.jsonl")
_NEEDED = ("file", "format", "fault")
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
_KEYS = frozenset((*_NEEDED, *_CHECKS, "why", "unless", "refusal_ok"))
_HINT = 'a case is a line of JSON: {"file", "format", "fault", "why", "text_must": [...], "meta": {...}, ...}'


def load_cases(path: Path) -> list[Case]:
    """The cases of a file, in order.

    Raises:
        UsageError: it cannot be read, or a line of it is no case.
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
        case = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{where}: {error}", hint=_HINT) from error
    if not isinstance(case, dict):
        raise UsageError(f"{where}: a case is an object", hint=_HINT)
    if lacking := [key for key in _NEEDED if not isinstance(case.get(key), str)]:
        raise UsageError(f"{where}: there is no {' and no '.join(lacking)}", hint=_HINT)
    if strange := sorted(case.keys() - _KEYS):
        raise UsageError(
            f"{where}: there is no check {', '.join(strange)}", hint=f"checks: {', '.join(_CHECKS)}"
        )
    if not case.keys() & set(_CHECKS):
        raise UsageError(f"{where}: it checks nothing", hint=f"checks: {', '.join(_CHECKS)}")
    return case
