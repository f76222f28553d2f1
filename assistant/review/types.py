"""The values a review is made of: what an op-ed claims, and what the record says to each claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from pydantic import TypeAdapter

from assistant.types import Citation, Evidence

ClaimKind = Literal["fact", "opinion", "prediction", "proposal"]
ClaimFinding = Literal[
    "contradicted", "overtaken", "qualified", "supported", "not decided", "not in the record", "judgement"
]
"""What the record says to a claim. `overtaken` (superseded): true when it was written, or undecided then, and
changed since. `qualified`: the record has it by another measure, of another scope, or under a condition. `not
decided`: it has words near to the claim, and no plain sign tells whether they support it. `judgement`: an
opinion, a prediction or a proposal to which the record says nothing."""

WORDS: Mapping[ClaimFinding, str] = {
    "contradicted": "wrong",
    "overtaken": "out of date",
    "qualified": "needs context",
    "supported": "supported",
    "not decided": "unclear",
    "not in the record": "not in your documents",
    "judgement": "opinion",
}
"""The findings as a reader sees them; their values are those of the JSON contract."""

FLAGS: tuple[ClaimFinding, ...] = ("contradicted", "overtaken", "qualified")
"""The findings that a reader should act on, gravest first."""


@dataclass(frozen=True, slots=True)
class OpEd:
    """What is reviewed. `date` is ISO 8601, empty where it is not known; `sha256` is its file's."""

    text: str
    title: str
    author: str = ""
    publisher: str = ""
    date: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence of an op-ed, with where it stands in its text and the sentence before it."""

    number: int
    text: str
    kind: ClaimKind
    start: int
    end: int
    before: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that the record says to a claim: what is found, why in a sentence of the program's, and the
    evidence, most telling first."""

    finding: ClaimFinding
    told: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Assessed:
    """A claim with what the record says to it; `supports` and `against` are numbers of the review's
    citations, and `told` has one reason for each finding. `nearest` is what the record has nearest to a claim
    to which it says nothing: to be read, since a disagreement of argument shows by no plain sign."""

    claim: Claim
    finding: ClaimFinding
    told: tuple[str, ...] = ()
    supports: tuple[int, ...] = ()
    against: tuple[int, ...] = ()
    nearest: tuple[int, ...] = ()


def flagged_first(claims: Sequence[Assessed]) -> list[Assessed]:
    """The claims as a reader in a hurry wants them: the gravest findings first, else in their order."""
    order = list(WORDS)
    return sorted(claims, key=lambda one: order.index(one.finding))


@dataclass(frozen=True, slots=True)
class Omission:
    """A point that several documents of the record make and the op-ed does not: how many they are, the
    citation of the sentence that makes it best, and the documents' titles."""

    documents: int
    citation: int
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """An op-ed held against the other documents of a library."""

    id: str
    op_ed: OpEd
    claims: tuple[Assessed, ...]
    omissions: tuple[Omission, ...]
    citations: tuple[Citation, ...]
    notices: tuple[str, ...] = ()
    timing_ms: Mapping[str, float] = field(default_factory=dict)
    settings: str = ""

    def citation(self, number: int) -> Citation:
        """The citation of that number."""
        return self.citations[number - 1]

    @property
    def flags(self) -> tuple[Assessed, ...]:
        """The claims that the record contradicts, supersedes or qualifies, in their order."""
        return tuple(one for one in self.claims if one.finding in FLAGS)

    def to_json(self) -> dict[str, Any]:
        """The review as plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Review:
        """The review that `to_json` gave."""
        return TypeAdapter(cls).validate_python(told)
