"""What the sections of a memo are made in: the questions, what the library has on them, and the ledger.

All sections share it, so that nothing is quoted twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answer.inquiry import Inquiry
from assistant.answer.notices import Notice
from assistant.lexicon.leads import without_leads
from assistant.memo.formats import Ask, MemoFormat, SectionFormat
from assistant.memo.ledger import Ledger
from assistant.memo.lookup import Lookup
from assistant.memo.plan import plan
from assistant.memo.questions import Questions, is_own
from assistant.memo.selection import Choice, relevant
from assistant.memo.sentences import Checked, drafted
from assistant.paper import Text
from assistant.types import Evidence


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence that passed the check, as it stands in the memo, with its evidence; a higher `score` is more
    relevant."""

    text: Text
    evidence: tuple[Evidence, ...]
    score: float

    @property
    def date(self) -> str:
        """The date of the latest document that it rests on."""
        return max(one.source.date for one in self.evidence)


@dataclass(frozen=True, slots=True)
class Context:
    """One memo in the making."""

    format: MemoFormat
    inquiry: Inquiry
    questions: Questions
    lookup: Lookup
    ledger: Ledger
    stopped: Callable[[], bool] = lambda: False

    def plan(self) -> None:
        """Have the chat model, where there is one, put the questions better."""
        chat, ledger = self.inquiry.chat, self.ledger
        if chat is None:
            return
        meter, asked = self.inquiry.meter(), self.questions.to_plan(self.format.section)
        topic = self.questions.request.topic
        notices: list[Notice] = []
        ledger.planned.update(plan(topic, asked, chat, meter, notices, self.inquiry.rules))
        ledger.notice(map(self.inquiry.wording.notice, notices))
        ledger.spent(meter)

    def facts(
        self,
        ask: Ask,
        section: SectionFormat,
        *,
        points: int = 0,
        publisher: str = "",
        opinion: bool = False,
        option: str = "",
    ) -> list[Fact]:
        """At most so many sentences that answer a question of a section and passed the check, most relevant
        first, none that the memo has already. What op-eds say is left out unless `opinion` is wanted, since
        it is said under its author's name only."""
        question, wanted = self.questions.asked(ask, option), points or ask.points
        covered = self.lookup.find(question, ask.kinds, publisher)
        evidence = self._relevant(ask, question, covered.evidence, section, opinion, option)
        if not evidence or self.stopped():
            return []
        found: list[Fact] = []
        narrowed = replace(covered, evidence=tuple(map(self.lookup.paged, evidence)))
        for one in drafted(question, narrowed, wanted, self.inquiry, self.ledger, brief=section.brief):
            if one.verdict.judgement != "supported":
                self.ledger.withheld.append(self.inquiry.withheld(one.draft, one.verdict))
            elif len(found) < wanted:
                found.append(self._fact(one))
        return found

    def _fact(self, one: Checked) -> Fact:
        notes = tuple(dict.fromkeys(map(self.ledger.cite, without_leads(one.draft.evidence))))
        self.ledger.scores[one.draft.text] = one.score
        return Fact(Text(one.draft.text, "fact", notes), one.draft.evidence, one.score)

    def missing(self, ask: Ask, section: SectionFormat, *, opinion: bool = False, option: str = "") -> Text:
        """What stands where a question brought nothing new: where to look, if the memo has its answer; else
        what is to be confirmed."""
        question = self.questions.asked(ask, option)
        found = self.lookup.find(question, ask.kinds).evidence
        if self._relevant(ask, question, found, section, opinion, option):
            return Text("See above.")
        empty = self.questions.fill(ask.empty or "the answer", option)
        return self.ledger.gap(empty, "" if ask.voices else question)

    def own(self, template: str) -> Text:
        """A line of the writer's own words, or what is to be confirmed where they gave none."""
        if lacking := self.questions.lacking(template):
            return self.ledger.gap(", ".join(lacking))
        return Text(self.questions.fill(template), "own" if is_own(template) else "form")

    def names_topic(self, words: str) -> bool:
        """Whether the words name anything that the topic names."""
        return self.questions.names_topic(words, self.inquiry.rules)

    def _relevant(
        self,
        ask: Ask,
        question: str,
        evidence: Sequence[Evidence],
        section: SectionFormat,
        opinion: bool,
        option: str,
    ) -> list[Evidence]:
        topic, one_page = self.questions.request.topic, self.format.pages == 1
        choice = Choice(topic, question, ask, section, opinion=opinion, option=option, one_page=one_page)
        return relevant(choice, evidence, self.ledger.citations, self.inquiry.rules)
