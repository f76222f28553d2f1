"""What a memo has come to by now: the quotes that it cites, what is to be confirmed, what failed the check.

It is kept with each finished section, so that a stopped memo goes on from there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.answer.inquiry import QuotePlace, cite, place
from assistant.lexicon.features import features
from assistant.lexicon.rules import Rules
from assistant.lexicon.sameness import same_statement
from assistant.models.chat import Meter
from assistant.paper import Text
from assistant.types import Citation, Evidence, Withheld

GAP = "To be confirmed: "


@dataclass(slots=True)
class Ledger:
    """The books of one memo in the making. `planned` are questions that the chat model adds, `scores` how
    relevant each sentence is, `places` where all evidence stands, `raw` the chat model's replies; `quoted`
    and `wrote` say whether quotes and the chat model made it."""

    planned: tuple[str, ...] = ()
    citations: list[Citation] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    withheld: list[Withheld] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    scores: dict[str, float] = field(default_factory=dict)
    places: list[QuotePlace] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    tokens: dict[str, int] = field(default_factory=dict)
    quoted: bool = False
    wrote: bool = False

    def cite(self, one: Evidence) -> int:
        """The number of the note that quotes it."""
        known = next((it.number for it in self.citations if (it.source, it.start, it.end) == place(one)), 0)
        if not known:
            self.citations.append(cite(one, len(self.citations) + 1))
        return known or len(self.citations)

    def gap(self, empty: str) -> Text:
        """What is to be confirmed, which goes on the memo's list too."""
        text = gap_text(empty)
        if text not in self.gaps:
            self.gaps.append(text)
        return Text(text, "gap")

    def notice(self, notices: Iterable[str]) -> None:
        """Take up notices, each once."""
        self.notices += [one for one in dict.fromkeys(notices) if one not in self.notices]

    def found(self, evidence: Iterable[Evidence]) -> None:
        """Take up where evidence stands, each place once."""
        known = set(self.places)
        self.places += [one for one in dict.fromkeys(map(place, evidence)) if one not in known]

    def spent(self, meter: Meter) -> None:
        """Take up the tokens that a model used."""
        for name, count in meter.tokens.items():
            self.tokens[name] = self.tokens.get(name, 0) + count

    def has(self, one: Evidence, rules: Rules) -> bool:
        """Whether the memo quotes these words, or others that say the same."""
        own = features(one.statement, rules)
        return is_among(one, self.citations) or any(
            same_statement(own, features(" ".join((*it.leads, it.quote)), rules)) for it in self.citations
        )


def gap_text(empty: str) -> str:
    """What is to be confirmed, as a memo says it."""
    return f"{GAP}{empty.rstrip(' .?:')}."


def is_among(one: Evidence, cited: Sequence[Citation]) -> bool:
    """Whether words of the evidence are cited."""
    return any(
        it.source == one.source.slug and it.start < one.sentence.end and one.sentence.start < it.end
        for it in cited
    )
