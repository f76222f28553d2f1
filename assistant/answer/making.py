"""An answer as it is made: what is shown so far, what failed, what it took, and what the record keeps."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from assistant.answer.abstention import Coverage
from assistant.answer.chat_answer import Outcome
from assistant.answer.endings import Endings
from assistant.answer.inquiry import Drafting, Inquiry, QuotePlace, cite, place
from assistant.answer.replay import recorded
from assistant.models.chat import Meter
from assistant.plans.plan import Cited
from assistant.plans.registry import plan_of
from assistant.query.query import Query
from assistant.types import (
    Answer,
    AnswerSentence,
    Citation,
    Draft,
    Evidence,
    Manner,
    Shown,
    Verdict,
    Withheld,
)
from assistant.watch import lapped
from prompts import digest


@dataclass(slots=True)
class Clock:
    """The milliseconds of each step; `told` hears of each as it ends."""

    told: Callable[[str, float], None] = lambda step, ms: None
    timing_ms: dict[str, float] = field(default_factory=dict)
    _started: float = field(default_factory=time.perf_counter)
    _lap: float = field(default_factory=time.perf_counter)

    def lap(self, step: str) -> None:
        """A step has ended, which began where the one before did."""
        now = time.perf_counter()
        self.timing_ms[step] = round((now - self._lap) * 1000, 1)
        self._lap = now
        lapped(step, self.timing_ms[step])
        self.told(step, self.timing_ms[step])

    def mark(self, event: str, at: float | None = None) -> None:
        """The time from the start to an event within a step: now, or at a time by `time.perf_counter`."""
        self.timing_ms[event] = round(((at or time.perf_counter()) - self._started) * 1000, 1)

    def total(self) -> Mapping[str, float]:
        """The steps and the events so far, with the whole time."""
        return {**self.timing_ms, "total": round((time.perf_counter() - self._started) * 1000, 1)}


class Making:
    """An answer as it is made: what was shown, what failed, the numbers of the citations, and what it
    took."""

    def __init__(
        self, inquiry: Inquiry, manner: Manner, told: Callable[[str, float], None] = lambda step, ms: None
    ) -> None:
        self.inquiry = inquiry
        self.drafting = Drafting(inquiry.meter(), manner.sentences)
        self.manner = manner
        self.clock = Clock(told)
        self.notices: list[str] = []
        self.sentences: list[AnswerSentence] = []
        self.withheld: list[Withheld] = []
        self.citations: dict[QuotePlace, Citation] = {}
        self.cited: list[Cited] = []
        self.checked: list[tuple[Draft, Verdict]] = []
        self.queries: Sequence[Query] = ()
        self._endings = Endings(inquiry.retriever)
        self.answers = True  # what is shown; else it only comes near

    @property
    def has_answered(self) -> bool:
        """Whether anything is shown as an answer, and not merely as what comes nearest to one."""
        return self.answers and bool(self.sentences)

    @property
    def meter(self) -> Meter:
        """What it has cost so far."""
        return self.drafting.meter

    @property
    def outcome(self) -> Outcome | None:
        """What became of the chat model's draft, where one wrote."""
        return self.drafting.outcome

    def add(self, draft: Draft, verdict: Verdict) -> Shown | None:
        """Show a sentence that passed, with the citations that are new; set apart one that did not."""
        self.checked.append((draft, verdict))
        if verdict.judgement != "supported":
            self.withheld.append(self.inquiry.withheld(draft, verdict))
            return None
        if not self.sentences:
            self.clock.mark("first sentence")
        new = tuple(citation for one in draft.evidence if (citation := self._cite(one)) is not None)
        sentence = AnswerSentence(
            draft.shown,
            verdict.judgement,
            verdict.score,
            tuple(dict.fromkeys(self.citations[place(one)].number for one in draft.evidence)),
            draft.heading,
        )
        self.sentences.append(sentence)
        return Shown(sentence, new)

    def _cite(self, one: Evidence) -> Citation | None:
        """A citation for the quoted place, numbered in the order in which places are first cited; None where
        it has one."""
        if place(one) in self.citations:
            return None
        citation = cite(one, len(self.citations) + 1)
        spans = (plan_of(query).marks(query, one, self.inquiry.rules) for query in self.queries)
        marked = next(filter(None, spans), ())
        self.citations[place(one)] = citation = replace(
            citation, marked=marked, superseded=self._endings.of(one)
        )
        self.cited.append(Cited(citation.number, one))
        return citation


def entry(answer: Answer, covered: Sequence[Coverage], made: Making, rules: str) -> dict[str, Any]:
    """What the record keeps: the answer, the draft as it came with every verdict, each sentence that was
    checked with what it rests on, and the evidence that there was."""
    outcome = made.outcome
    return {
        "answer": answer.to_json(),
        "draft": "".join(outcome.raw) if outcome else None,
        "verdicts": (
            [{"text": draft.shown, **asdict(verdict)} for draft, verdict in outcome.checked]
            if outcome
            else []
        ),
        "drafts": [recorded(*one) for one in made.checked],
        "withheld": [asdict(one) for one in made.withheld],
        "evidence": [place(one) for part in covered for one in part.evidence],
        "prompts": digest(),
        "rules": rules,
    }
