"""The values of a memo that is brought up to date: what has become of each of its sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from pydantic import TypeAdapter

from assistant.memo.types import Memo
from assistant.paper import note_text, texts_of, without_lead_ins
from assistant.types import Citation

ChangeKind = Literal["overtaken", "gone", "changed file", "stands", "new"]
"""What has become of a sentence, the gravest first: a later document speaks against what it rests on, its
words or their document are no longer there for who asks, its document was replaced and still has the words,
nothing changed; or it is of the new version alone."""
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
Why = Literal["", "ended", "changed", "figure", "status", "document", "words"]
"""Overtaken: what it rests on was `ended` or `changed`, there is a newer `figure` of the same, or its
document says now what has become of it (`status`). Gone: its `document` is not there for who asks, or has the
`words` no more."""


@dataclass(frozen=True, slots=True)
class MemoFact:
    """A checked sentence of a memo: the section that it stands in, and which fact of that it is, from 1."""

    section: str
    number: int
    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What has become of a fact of a memo; for `new`, the fact of the new version.

    `text` and `citations` are empty where who asks may not see what the fact rested on. `told_by` is what
    tells of the change, in words of today's documents: what ended it, the newer figure, or what stands now in
    the place of the words. It is `kept` where the new version rests on the same words. `added` is the day on
    which the document that tells, or that is new, came into the library, and empty where it was there
    before."""

    kind: ChangeKind
    section: str
    number: int
    text: str = ""
    citations: tuple[Citation, ...] = ()
    why: Why = ""
    told_by: tuple[Citation, ...] = ()
    status: str = ""
    kept: bool = False
    added: str = ""


@dataclass(frozen=True, slots=True)
class MemoUpdate:
    """What changed since a memo (`replaces`: its id, `since`: its day), in the memo's order, each kind by
    itself."""

    replaces: str
    since: str
    changes: tuple[Change, ...]

    @property
    def counts(self) -> dict[ChangeKind, int]:
        """How many sentences there are of each kind, those that there are none of left out."""
        found = Counter(one.kind for one in self.changes)
        return {kind: found[kind] for kind in CHANGE_KINDS if found[kind]}

    def of(self, kind: ChangeKind) -> tuple[Change, ...]:
        """The sentences of which this became."""
        return tuple(one for one in self.changes if one.kind == kind)

    def to_json(self) -> dict[str, Any]:
        """The update as plain values, with its counts."""
        return {**asdict(self), "counts": self.counts}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> MemoUpdate:
        """The update that `to_json` gave."""
        return TypeAdapter(cls).validate_python({name: told[name] for name in cls.__dataclass_fields__})


def facts_of(memo: Memo) -> list[MemoFact]:
    """The checked sentences of a memo, in order, each text once. Quotes that stand together under one
    attribution are a fact each."""
    cited = {one.number: one for one in memo.citations}
    found: dict[str, MemoFact] = {}
    for section in memo.sections:
        number = 0
        for text in texts_of(section.blocks):
            if text.role == "fact" and text.notes:
                sources = tuple(cited[note] for note in text.notes if note in cited)
                for told, rests_on in _quotes(text.text, sources) or [(text.text, sources)]:
                    if told not in found:
                        number += 1
                        found[told] = MemoFact(section.heading, number, told, rests_on)
    return list(found.values())


def _quotes(text: str, cited: Sequence[Citation]) -> list[tuple[str, tuple[Citation, ...]]]:
    """The quotes of a text that is made of several, each with where it stands; none where it is a
    sentence."""
    whole, apart = " ".join(text.split()), without_lead_ins(cited)
    if len(apart) < 2 or not all(" ".join(one.quote.split()) in whole for one in apart):
        return []
    return [(note_text(one), (one,)) for one in apart]
