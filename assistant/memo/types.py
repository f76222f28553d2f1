"""The values a memo is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from pydantic import TypeAdapter

from assistant.paper import Block
from assistant.types import Citation, Failure, Judgement, Withheld


@dataclass(frozen=True, slots=True)
class MemoRequest:
    """What who asks for a memo says. Everything but the topic and the format may be left empty; `pages` 0
    means the format's own limit."""

    topic: str
    format: str = "bluf"
    to: str = ""
    sender: str = ""
    deadline: str = ""
    decision: str = ""
    position: str = ""
    jurisdiction: str = ""
    marking: str = ""
    pages: int = 0


TypedOutcome = Literal["supported", "own", "to be confirmed", "withheld"]
"""What the check makes of a sentence that a person wrote: a quote bears it out, so that it stands as a fact
with that quote; it is the office's own (advice, a question, a view of ours); it states a fact that no
document tells, and is ours to confirm; or what it cites does not bear it out, and it stands apart."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A sentence that a person wrote, and what the check made of it. `source` is the quote that bears it out,
    or what comes nearest; `verdict` and `failures` say as values, and `why` in words, what that lacks."""

    text: str
    outcome: TypedOutcome
    why: str = ""
    source: Citation | None = None
    verdict: Judgement = "unsupported"
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section as it stands in the memo; the notes of its texts are numbers of the memo's citations. `typed`
    are the sentences of it that a person wrote; those of them that are withheld keep their places among the
    blocks, as `failed` texts, and are not printed there."""

    heading: str
    blocks: tuple[Block, ...]
    typed: tuple[Typed, ...] = ()


@dataclass(frozen=True, slots=True)
class LintFinding:
    """What the linter finds: the check's name, where, what is wrong and what would mend it. An `error` keeps
    a memo a draft."""

    check: str
    where: str
    told: str
    error: bool = False


@dataclass(frozen=True, slots=True)
class Memo:
    """A memo whose every sentence of role `fact` was checked against its quotes. `gaps` are what is to be
    confirmed, `withheld` what failed; `replaces` is the id of the memo that it brings up to date, or is an
    edit of, and `removed` are the headings of its format that a person took out."""

    id: str
    request: MemoRequest
    title: str
    date: str
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...] = ()
    gaps: tuple[str, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    findings: tuple[LintFinding, ...] = ()
    notices: tuple[str, ...] = ()
    model: str = ""
    timing_ms: Mapping[str, float] = field(default_factory=dict)
    tokens: Mapping[str, int] = field(default_factory=dict)
    cost: float | None = None
    settings: str = ""
    replaces: str = ""
    removed: tuple[str, ...] = ()

    @property
    def is_draft(self) -> bool:
        """Whether a sentence failed the check, or the linter found an error."""
        return bool(self.withheld) or any(one.error for one in self.findings)

    def to_json(self) -> dict[str, Any]:
        """The memo as plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Memo:
        """The memo that `to_json` gave."""
        return TypeAdapter(cls).validate_python(told)
