"""The values of a check of a paper: its sentences, and what was found wrong or doubtful with each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.types import Failure

FindingKind = Literal[
    "fabricated",
    "frankenquote",
    "misattributed",
    "altered quote",
    "altered number",
    "altered date",
    "altered name",
    "contradicted",
    "not supported",
    "wrong note",
    "wrong page",
    "wrong place",
    "standing",
    "unknown source",
    "source replaced",
    "overtaken",
    "unsourced",
    "left out",
]
"""What is wrong, or doubtful. The three classic failures: `fabricated` words stand in no document; a
`frankenquote` is of real words that were never contiguous; `misattributed` words are real, but of another
document, or another speaker, than is named. `standing`: they are not, or not yet, law, or another's."""


DetailKind = Literal[
    "failed the check",
    "lacking",
    "not in the document",
    "names another document",
    "of another document",
    "of another note",
    "borne out by another note",
    "nothing bears it out",
    "no note",
    "no source",
    "note missing",
    "unknown document",
    "file replaced, words gone",
    "file replaced, words kept",
    "file replaced",
    "page not known",
    "on another page",
    "at another place",
    "not in force",
    "not yet in force",
    "proposed",
    "inserted",
    "quoted",
    "ended",
    "negation left out",
    "change told",
    "title denied",
    "title changed",
    "quote denied",
    "quote changed",
    "never stood together",
    "in no document",
]


@dataclass(frozen=True, slots=True)
class Detail:
    """What exactly was found: the `words` of the paper, or the document, note or page that is meant; the
    `others` that stand against them; and the check's failures where it refused."""

    kind: DetailKind
    words: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class SentenceFinding:
    """What is wrong with a sentence, or, where it has not `failed`, what its reader should know. `instead` is
    what the source `source` has in its place, as far as anything is near; `note` is the number of the note
    that it is about, 0 where it is about the sentence."""

    kind: FindingKind
    detail: Detail
    instead: str = ""
    source: str = ""
    failed: bool = True
    note: int = 0


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence of the paper. `paragraph` is the number of its paragraph or cell, counted from 1 through the
    whole paper; `where` says it in words;
    `quotes` is how many quotes of it and its notes were looked up; one that is not `checked` rests on no note
    and says nothing that needs one."""

    paragraph: int
    where: str
    sentence: str
    notes: tuple[int, ...] = ()
    quotes: int = 0
    checked: bool = True
    findings: tuple[SentenceFinding, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether something is wrong with it."""
        return any(one.failed for one in self.findings)


Outcome = Literal["fails", "unsourced", "doubtful", "nothing checked", "holds"]
"""What a check comes to: something is wrong; nothing is, but sentences state facts without a source, or cite
what the library does not have; something is to be known; there was nothing to check; all holds."""


@dataclass(frozen=True, slots=True)
class Verification:
    """Every sentence of a paper, in its order, with what was found."""

    title: str
    record: str
    sentences: tuple[Checked, ...]

    @property
    def failed(self) -> tuple[Checked, ...]:
        """The sentences with which something is wrong."""
        return tuple(one for one in self.sentences if one.failed)

    @property
    def doubtful(self) -> tuple[Checked, ...]:
        """The sentences with which nothing is wrong, but something is to be known."""
        return tuple(one for one in self.sentences if one.findings and not one.failed)

    @property
    def unsourced(self) -> tuple[Checked, ...]:
        """The sentences that state a fact and have no source."""
        return self._found("unsourced")

    @property
    def of_unknown(self) -> tuple[Checked, ...]:
        """The sentences whose source the library does not have."""
        return self._found("unknown source")

    @property
    def outcome(self) -> Outcome:
        """What the check comes to."""
        if self.failed:
            return "fails"
        if self.unsourced or self.of_unknown:
            return "unsourced"
        if self.doubtful:
            return "doubtful"
        return "holds" if any(one.checked for one in self.sentences) else "nothing checked"

    def _found(self, kind: FindingKind) -> tuple[Checked, ...]:
        return tuple(one for one in self.sentences if any(each.kind == kind for each in one.findings))

    @property
    def counts(self) -> Mapping[str, int]:
        """How many sentences were read, checked, hold, failed, are doubtful or lack a source, and how many
        quotes were looked up. Those that lack a source are among the doubtful, or failed otherwise."""
        return {
            "sentences": len(self.sentences),
            "checked": sum(one.checked for one in self.sentences),
            "hold": sum(one.checked and not one.findings for one in self.sentences),
            "failed": len(self.failed),
            "doubtful": len(self.doubtful),
            "unsourced": len(self.unsourced),
            "quotes": sum(one.quotes for one in self.sentences),
        }
