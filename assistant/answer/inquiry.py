"""One question put to what a reader may see: what is found, and what is drafted of it and checked. Answers
and memos are both made of these steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from assistant.answer.abstention import Coverage, cover_parts
from assistant.answer.chat_answer import Chat, Outcome, write
from assistant.answer.group_answer import write_by_group
from assistant.answer.notices import Notice
from assistant.answer.wording import Wording
from assistant.check.check import Check, Judge
from assistant.check.entailment import SupportModel
from assistant.check.judge import judge
from assistant.drafting.grouped import grouped
from assistant.drafting.listing import chosen_first
from assistant.drafting.quotes import choose_quotes, overlap
from assistant.errors import EmptyLibrary, EmptyQuestion
from assistant.guard.injection import without_links
from assistant.guard.screening import Quarantined
from assistant.lexicon.leads import without_leads
from assistant.lexicon.rules import Rules
from assistant.models.chat import Meter, Patience
from assistant.plans.registry import plan_of
from assistant.query.query import Query
from assistant.retrieval.retriever import Logits, Retriever
from assistant.types import Citation, Draft, Evidence, Turn, Verdict, Withheld
from ingest.gloss import gloss_to_show, is_spanish
from ingest.types import Restriction
from ingest.view import View

NEAREST = "Nearest in the library"
"""What stands over quotes that do not answer."""
_MOST_NEAREST = 3

QuotePlace = tuple[str, int, int]
"""Where a quote stands: slug, start and end."""


@dataclass(frozen=True, slots=True)
class Found:
    """The evidence for each part of a question, and what is quarantined."""

    covered: tuple[Coverage, ...]
    quarantined: tuple[Quarantined, ...]


@dataclass(slots=True)
class Drafting:
    """What drafting one question took and came to: at most `limit` sentences; `outcome` is the chat model's,
    None where none wrote; `quoted` says whether the documents are quoted, by whoever asked for the drafts."""

    meter: Meter
    limit: int
    outcome: Outcome | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Engine:
    """How documents are read and what is told of them: by these rules, in this wording, with the local models
    at `models`, and, where there is one, the chat model that writes. Threads may share it."""

    rules: Rules
    wording: Wording
    models: str = ""
    chat: Chat | None = None

    def over(
        self,
        view: View,
        stopped: Callable[[], bool] = lambda: False,
        hurried: Callable[[], bool] = lambda: False,
    ) -> Inquiry:
        """What reads the documents of a view; it waits for the chat model until `stopped` or `hurried` turns
        true."""
        return Inquiry(view, self, Patience(self.chat.timeout_s if self.chat else 0.0, stopped, hurried))


@dataclass(frozen=True)
class Inquiry:
    """What one reader asks of what they may see, and the engine that answers."""

    view: View
    engine: Engine
    patience: Patience = field(default_factory=Patience)
    _logits: Logits = field(default_factory=dict, repr=False, compare=False)

    @property
    def rules(self) -> Rules:
        """The rules that documents are read by."""
        return self.engine.rules

    @property
    def wording(self) -> Wording:
        """What words verdicts are put in."""
        return self.engine.wording

    @property
    def chat(self) -> Chat | None:
        """The chat model that writes, where there is one."""
        return self.engine.chat

    @property
    def retriever(self) -> Retriever:
        """What searches the view."""
        return Retriever(self.view, self.engine.rules, self.engine.models, self._logits)

    def within(self, restriction: Restriction) -> Inquiry:
        """The same, asked of what of the view the restriction lets through."""
        return replace(self, view=self.view.within(restriction))

    def require(self, question: str) -> None:
        """See that there is something to ask, and something to ask it of.

        Raises:
            EmptyQuestion: the question holds no words.
            EmptyLibrary: there is no source in the view.
        """
        if not any(character.isalnum() for character in question):
            raise EmptyQuestion(
                "the question is empty", hint='for example: pincite ask "What does the order say?"'
            )
        if not self.view.sources:
            if self.view.unrestricted.sources:
                raise EmptyLibrary(
                    "no document matches the restriction",
                    hint="remove the restriction, or list the documents with `pincite library list`",
                )
            raise EmptyLibrary(
                "the library is empty",
                hint="add documents with `pincite ingest PATH`, or in the Library tab of the page",
            )

    def find(self, queries: Sequence[Query]) -> Found:
        """What the view has on the parts of a question."""
        found = [plan_of(query).find(query, self.retriever) for query in queries]
        covered = cover_parts(queries, [one.usable for one in found], self.rules, self._supported)
        return Found(tuple(covered), tuple(each for one in found for each in one.quarantined))

    def meter(self) -> Meter:
        """A meter for one question."""
        return self.chat.meter(self.patience) if self.chat else Meter()

    def check(self, meter: Meter) -> Check:
        """The check, with the judge where one is configured."""
        return Check(self.view, self.rules, self.engine.models, self._judge(meter))

    def checked_drafts(
        self,
        queries: Sequence[Query],
        question: str,
        covered: Sequence[Coverage],
        history: Sequence[Turn],
        drafting: Drafting,
    ) -> Iterator[tuple[Draft, Verdict]]:
        """The chat model's sentences where there is one; quotes, as the plans of the queries choose and order
        them, where there is none, or too little of what it wrote passed.

        Raises:
            Stopped: nobody waits for the chat model any more.
        """
        share = -(-drafting.limit // len(covered))
        planned = [
            plan_of(query).drafts(query, one.evidence, plan_of(query).limit(query, share), self.rules)
            for query, one in zip(queries, covered, strict=True)
        ]
        yield from self.written(question, planned, distinct_evidence(covered), history, drafting)

    def written(
        self,
        question: str,
        planned: Sequence[Sequence[Draft]],
        found: Sequence[Evidence],
        history: Sequence[Turn],
        drafting: Drafting,
    ) -> Iterator[tuple[Draft, Verdict]]:
        """The chat model's sentences of what was found, where there is one; the planned quotes where there is
        none, or too little of what it wrote passed.

        Raises:
            Stopped: nobody waits for the chat model any more.
        """
        chat, check = self.chat, self.check(drafting.meter)
        if chat and found and chat.by_group:
            yield from self._written_by_group(question, planned, chat, check, drafting)
            return
        if chat and found:
            drafting.outcome = outcome = Outcome()
            found = chosen_first(chain.from_iterable(planned), found)
            yield from write(
                question, found, history, drafting.limit, chat, check, drafting.meter, outcome, self.wording
            )
            if outcome.is_enough:
                return
        drafting.quoted = True
        fell_short = drafting.outcome  # until the reader is told
        shown = drafting.outcome.checked if drafting.outcome else []
        cited = [
            one for draft, verdict in shown if verdict.judgement == "supported" for one in draft.evidence
        ]
        for draft in _distinct(chain.from_iterable(planned), cited):
            verdict = check.verdict(draft)
            if fell_short and verdict.judgement == "supported":
                fell_short.notices += _shortfall(fell_short, quoted=True)
                fell_short = None
            yield draft, verdict
        if fell_short:
            fell_short.notices += _shortfall(fell_short, quoted=False)

    def _written_by_group(
        self, question: str, planned: Iterable[Sequence[Draft]], chat: Chat, check: Check, drafting: Drafting
    ) -> Iterator[tuple[Draft, Verdict]]:
        """The plan in a small model's sentences; it is an answer in quotes where the fewer of what is shown
        are the model's."""
        drafting.outcome = outcome = Outcome()
        written = quoted = 0
        drafts = _distinct(chain.from_iterable(planned), ())
        for draft, verdict in write_by_group(question, drafts, chat, check, drafting.meter, outcome):
            if verdict.judgement == "supported":
                written, quoted = (written, quoted + 1) if draft.quotes else (written + 1, quoted)
            yield draft, verdict
        drafting.quoted = written < quoted
        if drafting.quoted:
            outcome.notices += _shortfall(outcome, quoted=True)

    def nearest_drafts(self, covered: Sequence[Coverage], meter: Meter) -> Iterator[tuple[Draft, Verdict]]:
        """What comes nearest to a question that nothing answers, as quotes under a heading that says so."""
        near = [one for part in covered for one in part.nearest]
        check = self.check(meter)
        quotes = choose_quotes(near, _MOST_NEAREST, self.rules)
        for draft in grouped(quotes, self.rules, NEAREST):
            yield draft, check.verdict(draft)

    def withheld(self, draft: Draft, verdict: Verdict) -> Withheld:
        """A sentence that failed, with no link in its text or in why."""
        failures = tuple(
            replace(
                one,
                words=tuple(map(without_links, one.words)),
                source=without_links(one.source),
                nearest=without_links(one.nearest),
            )
            for one in verdict.failures
        )
        why = without_links(self.wording.reason(failures))
        return Withheld(without_links(draft.shown), verdict.judgement, why, failures)

    def _supported(self, claim: str, texts: Sequence[str]) -> float:
        scores = SupportModel(self.engine.models).scores([(claim, text) for text in texts], self.rules)
        return max(scores, default=0.0)

    def _judge(self, meter: Meter) -> Judge | None:
        chat = self.chat
        if chat is None or not chat.judge:
            return None
        return lambda sentence, evidence: judge(chat.model, sentence, evidence, meter)


def place(evidence: Evidence) -> QuotePlace:
    """Where the evidence stands."""
    return evidence.source.slug, evidence.sentence.start, evidence.sentence.end


def cite(one: Evidence, number: int) -> Citation:
    """The citation of a quote, under a number."""
    source, sentence = one.source, one.sentence
    around = one.passage.sentences
    return Citation(
        number=number,
        source=source.slug,
        title=source.title,
        publisher=source.publisher,
        date=source.date,
        kind=source.kind,
        url=source.url,
        page=sentence.page,
        page_end=sentence.page_end,
        start=sentence.start,
        end=sentence.end,
        quote=one.text,
        sha256=source.sha256,
        place=sentence.place,
        standing=sentence.standing,
        leads=tuple(lead.text for lead in sentence.leads),
        cut=(
            any(whole.start < sentence.start < whole.end for whole in around),
            any(whole.start < sentence.end < whole.end for whole in around),
        ),
        gloss=gloss_to_show(one.text) if is_spanish(one.passage.text) else "",
        language=_language(one),
    )


def _language(one: Evidence) -> str:
    """The language of a quote that is not in English: as it reads, or else as its document is said to be in
    another than those that are told by how they read."""
    said = one.source.language[:2].lower()
    return "es" if is_spanish(one.passage.text) else "" if said in ("en", "es") else said


def distinct_evidence(covered: Sequence[Coverage]) -> list[Evidence]:
    """The evidence of all parts, best first, each place once; the parts take turns."""
    found: dict[QuotePlace, Evidence] = {}
    for depth in range(max(len(one.evidence) for one in covered)):
        for one in covered:
            if depth < len(one.evidence):
                found.setdefault(place(one.evidence[depth]), one.evidence[depth])
    return list(found.values())


def _shortfall(outcome: Outcome, *, quoted: bool) -> list[Notice]:
    """What a reader is told where too little of a draft passed. One that ended before its first sentence has
    said why."""
    found = [Notice("nothing found")] if outcome.unsaid else []
    if outcome.checked:
        found = [Notice("too few passed", outcome.supported, len(outcome.checked))]
    return [*found, Notice("quoted directly")] if quoted else found


def _distinct(drafts: Iterable[Draft], cited: Sequence[Evidence]) -> list[Draft]:
    """The drafts without those that quote what is cited, or what an earlier one has quoted: the parts of a
    question may find the same. The words that several complete may stand before each."""
    kept: list[Draft] = []
    for draft in drafts:
        before = [*cited, *(other for earlier in kept for other in without_leads(earlier.evidence))]
        if not any(overlap(one, other) for one in without_leads(draft.evidence) for other in before):
            kept.append(draft)
    return kept
