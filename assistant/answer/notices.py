"""What a reader should know of how an answer or a memo came about, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.types import CautionKind

NoticeKind = Literal[
    CautionKind,
    "context too small",
    "nothing to quote",
    "evidence left out",
    "reply too long",
    "draft ended early",
    "not drafted",
    "no sentence",
    "nothing found",
    "too few passed",
    "quoted directly",
    "question not rewritten",
    "questions not planned",
    "withheld",
    "read as",
    "capabilities",
    "greeting",
    "goodbye",
    "thanks",
    "assent",
    "which",
    "catalogue",
]


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to know: `count` sentences or documents (`of` so many), the `error` that a service gave, or
    the `words` that it is about."""

    kind: NoticeKind
    count: int = 0
    of: int = 0
    error: str = ""
    words: tuple[str, ...] = ()
