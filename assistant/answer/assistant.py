"""An answer, step by step: retrieve, draft, check, show."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.answer.abstention import Coverage, Lack, dropped, mentioned, missing, unshown
from assistant.answer.chat_answer import Chat
from assistant.answer.inquiry import Engine, distinct_evidence
from assistant.answer.making import Making, entry
from assistant.answer.notices import Notice
from assistant.answer.openers import is_in_spanish, openers
from assistant.answer.record import Record
from assistant.answer.suggestions import follow_ups
from assistant.answer.wording import Wording
from assistant.check.entailment import SupportModel
from assistant.errors import BudgetSpent, with_remedy
from assistant.lexicon.rules import Rules
from assistant.models.answerability import answerability
from assistant.models.reranker import rerank
from assistant.plans.listing import drafts, quoted
from assistant.plans.plan import Told
from assistant.plans.registry import plan_of
from assistant.query.ambiguity import Unclear, interpretations, unclear
from assistant.query.bounds import bounded, remembered
from assistant.query.catalogue import CatalogueRequest, asks_catalogue, catalogue_request
from assistant.query.conversation import SmallTalk, small_talk
from assistant.query.follow_up import apart, asked_after
from assistant.query.pasted import checkable, says_something, taken_apart
from assistant.query.query import Query, read_query
from assistant.query.request import Request, read_request
from assistant.query.rewrite import rewrite
from assistant.query.spelling import corrected
from assistant.retrieval import options
from assistant.retrieval.retriever import Retriever
from assistant.types import (
    Answer,
    Listed,
    Manner,
    Shown,
    Turn,
)
from assistant.watch import Values, followed
from ingest.errors import ServiceError
from ingest.types import EVERYBODY, EVERYTHING, Hit, Reader, Restriction, Source
from ingest.view import Readable, View

QUOTES = "quotes"
"""The `model` of an answer that no chat model wrote."""
_OUTCOMES = {"partial": "answered", "abstained": "declined"}  # what is counted
_MOST_LISTED = 50  # documents of a catalogue answer
_OPENERS_KEPT = 16  # views whose questions to begin with are kept


class Assistant:
    """Answers questions from one library. Threads may share it."""

    def __init__(
        self,
        library: Readable,
        rules: Rules,
        wording: Wording,
        *,
        models: str = "",
        chat: Chat | None = None,
        manner: Manner | None = None,
        settings: str = "",
        record: Record | None = None,
    ) -> None:
        self.library = library
        self.engine = Engine(rules, wording, models, chat)
        self._manner = manner or Manner()
        self._settings = settings
        self._record = record
        self._opened: dict[tuple[object, ...], tuple[str, ...]] = {}

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        reader: Reader = EVERYBODY,
        restriction: Restriction = EVERYTHING,
        manner: Manner | None = None,
    ) -> Answer:
        """The answer to a question after the turns of its conversation (oldest first), of sentences that each
        carry a checked quote; or a refusal that says what is missing.

        Raises:
            EmptyQuestion: the question holds no words.
            EmptyLibrary: there is no source that the reader may see within the restriction.
        """
        *_, answer = self.stream(question, history, reader=reader, restriction=restriction, manner=manner)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        reader: Reader = EVERYBODY,
        restriction: Restriction = EVERYTHING,
        manner: Manner | None = None,
    ) -> Iterator[Shown | Answer]:
        """Each sentence of the answer as soon as it has passed the check, and the answer last.

        Raises:
            EmptyQuestion, EmptyLibrary: as in `ask`.
        """
        return self.stream_from(
            self.library.visible_to(reader, restriction), question, history, manner=manner
        )

    def stream_from(
        self,
        view: View,
        question: str,
        history: Sequence[Turn] = (),
        *,
        manner: Manner | None = None,
        stopped: Callable[[], bool] = lambda: False,
        hurried: Callable[[], bool] = lambda: False,
        told: Callable[[str, float], None] = lambda step, ms: None,
    ) -> Iterator[Shown | Answer]:
        """As `stream`, from what the view has; the chat model is waited for until `stopped` turns true, or
        `hurried`, from which on the documents are quoted. `told` hears of each step that is over, with its
        milliseconds.

        Raises:
            EmptyQuestion, EmptyLibrary: as in `ask`.
            Stopped: `stopped` turned true while the chat model was waited for.
        """
        steps = self._steps(view, question, history, manner, stopped, hurried, told)
        return followed("question", steps, _outcome, user=view.reader.name, text=question)

    def _steps(
        self,
        view: View,
        question: str,
        history: Sequence[Turn],
        manner: Manner | None,
        stopped: Callable[[], bool],
        hurried: Callable[[], bool],
        told: Callable[[str, float], None],
    ) -> Iterator[Shown | Answer]:
        question, history = bounded(question), remembered(history)
        inquiry = self.engine.over(view, stopped, hurried)
        made = Making(inquiry, manner or self._manner, told)
        talk = small_talk(question, self.engine.rules)
        if talk or _asks_what_it_does(question, self.engine.rules):
            yield self._recorded(self._capabilities(question, made, talk), (), made)
            return
        inquiry.require(question)
        pasted = taken_apart(question, self.engine.rules)
        claims = checkable(pasted.text, self.engine.rules) if pasted.text else ()
        put, slips = (
            corrected(pasted.question or claims[0], view) if pasted.question or claims else (question, ())
        )
        made.notices += [
            self.engine.wording.notice(Notice("read as", words=(one.typed, one.read))) for one in slips
        ]
        whole = asked_after(put, history, view.sources, self.engine.rules)
        put, history, request = whole.question, whole.history, whole.request
        if claims and (request.kind == "claim" or not says_something(pasted.question)):
            asked, history = claims, ()
            request = replace(request, kind="claim", documents=(), is_pasted=True)
        else:
            if asks_catalogue(put, request, self.engine.rules):
                wanted = request.subject or put
                listing = catalogue_request(
                    wanted, view, self.engine.rules, self.engine.models, request.documents
                )
                if listing is not None:
                    yield from self._from_catalogue(question, listing, request, made)
                    return
            asked = apart(put, request.kind, self.engine.rules)
        made.queries = queries = self._queries(asked, history, view.sources, made, request)
        made.clock.lap("understand")
        found = inquiry.find(queries)
        made.notices += self.engine.wording.quarantined(found.quarantined)
        made.clock.lap("retrieve")
        standalone = _as_understood(asked, queries, put)
        evidence = [one for part in found.covered for one in (*part.evidence, *part.nearest)]
        if len(queries) == 1 and (which := unclear(queries[0], evidence, view.sources, self.engine.rules)):
            yield self._recorded(self._clarify(question, standalone, which, made), found.covered, made)
            return
        for draft, verdict in inquiry.checked_drafts(
            queries, standalone, found.covered, history, made.drafting
        ):
            shown = made.add(draft, verdict)
            if shown is not None:
                yield shown
        if not made.sentences and not any(one.evidence for one in found.covered):
            made.answers = False
            for draft, verdict in inquiry.nearest_drafts(found.covered, made.meter):
                if verdict.judgement == "supported" and (shown := made.add(draft, verdict)) is not None:
                    yield shown
        if made.outcome and made.outcome.first_written:
            made.clock.mark("first written", made.outcome.first_written)
        made.clock.lap("draft and check")
        answer = self._answer(question, standalone, queries, found.covered, made)
        yield self._recorded(answer, found.covered, made)

    def _capabilities(self, question: str, made: Making, talk: SmallTalk) -> Answer:
        """What is said to a greeting or thanks, or where it is asked what this is: what it does."""
        inquiry, spanish = made.inquiry, is_in_spanish(question, self.engine.rules)
        sources = inquiry.view.sources
        if talk == "" or talk == "about" or not sources:
            told = Notice("capabilities", len(sources), sum(one.kind == "op-ed" for one in sources))
        else:
            told = Notice(talk, len(sources), words=("es",) if spanish else ())
        offers = told.kind in ("capabilities", "greeting")
        return Answer(
            id=uuid.uuid4().hex,
            question=question,
            standalone_question=question,
            status="capabilities",
            kind="capabilities",
            notices=(self.engine.wording.notice(told),),
            follow_ups=self._openers(inquiry.retriever, spanish=spanish) if offers else (),
            model=QUOTES,
            timing_ms=made.clock.total(),
            settings=self._settings,
        )

    def openers(self, view: View, slugs: Sequence[str] = ()) -> tuple[str, ...]:
        """Questions to begin with, on the documents of those slugs, if any are named."""
        among = [one for one in view.sources if one.slug in slugs]
        return self._openers(self.engine.over(view).retriever, spanish=False, among=among)

    def _openers(
        self, retriever: Retriever, *, spanish: bool, among: Sequence[Source] = ()
    ) -> tuple[str, ...]:
        """Questions to begin with, found once for the same documents and language."""
        of = (spanish, *(one.sha256 for one in retriever.view.sources), "among", *(one.slug for one in among))
        if of not in self._opened:
            self._opened = {of: openers(retriever, spanish=spanish, among=among), **self._opened}
            self._opened = dict(list(self._opened.items())[:_OPENERS_KEPT])
        return self._opened[of]

    def _clarify(self, question: str, standalone: str, which: Unclear, made: Making) -> Answer:
        """Which of several documents is meant, where a request does not say."""
        asks = Notice("which", len(which.readings), words=(which.phrase,))
        return Answer(
            id=uuid.uuid4().hex,
            question=question,
            standalone_question=standalone,
            status="clarify",
            readings=which.readings,
            follow_ups=which.requests,
            notices=(*made.notices, self.engine.wording.notice(asks)),
            kind=made.queries[0].request.kind,
            model=QUOTES,
            timing_ms=made.clock.total(),
            settings=self._settings,
        )

    def _from_catalogue(
        self, question: str, listing: CatalogueRequest, request: Request, made: Making
    ) -> Iterator[Shown | Answer]:
        """The documents that a question about the library is answered with, and what they say."""
        inquiry, wording = made.inquiry, self.engine.wording
        made.clock.lap("understand")
        found = quoted(listing, request.form, inquiry.retriever)
        made.notices += wording.quarantined(found.quarantined)
        check = inquiry.check(made.meter)
        for draft in drafts(found.usable, inquiry.rules):
            shown = made.add(draft, check.verdict(draft))
            if shown is not None:
                yield shown
        made.clock.lap("draft and check")
        listed = listing.sources[:_MOST_LISTED]
        told = Notice("catalogue", len(listed), len(listing.sources))
        lacking = () if listed else (Lack("not held", nearest=listing.nearest),)
        answer = Answer(
            id=uuid.uuid4().hex,
            question=question,
            standalone_question=question,
            status="answered" if listed else "abstained",
            sentences=tuple(made.sentences),
            citations=tuple(made.citations.values()),
            missing=" ".join(map(wording.lack, lacking)) or None,
            kind="catalogue",
            documents=tuple(
                Listed(
                    one.slug, one.title, one.publisher, one.date, one.kind, wording.listed(listing.kind, one)
                )
                for one in listed
            ),
            notices=(*made.notices, *([wording.notice(told)] if listed else [])),
            model="catalogue",
            timing_ms=made.clock.total(),
            settings=self._settings,
        )
        yield self._recorded(answer, (), made)

    def _recorded(self, answer: Answer, covered: Sequence[Coverage], made: Making) -> Answer:
        """The answer, put on record; one that cannot be says so."""
        kept = entry(answer, covered, made, self.engine.rules.digest)
        lost = self._record.keep(kept | {"by": made.inquiry.view.reader.name}) if self._record else ()
        return replace(answer, notices=(*answer.notices, *lost))

    def _queries(
        self,
        asked: Sequence[str],
        history: Sequence[Turn],
        sources: Sequence[Source],
        made: Making,
        request: Request,
    ) -> list[Query]:
        """Each part of a question, read after the conversation and the parts before it; `request` is what the
        whole of it asks for."""
        queries = []
        for number, part in enumerate(asked):
            before = (*history, *map(Turn, asked[:number]))
            rewritten = self._rewritten(part, before, made) if history else ""
            is_whole = len(asked) == 1 and not request.is_pasted
            wanted = request if is_whole else self._of_part(part, sources, request)
            queries.append(
                read_query(
                    part,
                    self.engine.rules,
                    history=before,
                    sources=sources,
                    rewritten=rewritten,
                    request=wanted,
                )
            )
        return queries

    def _of_part(self, part: str, sources: Sequence[Source], whole: Request) -> Request:
        """What a part asks for; a statement of a pasted text is one however it reads."""
        if whole.is_pasted:
            return replace(whole, subject=part)
        return read_request(part, sources, self.engine.rules)

    def _rewritten(self, part: str, before: Sequence[Turn], made: Making) -> str:
        """The part as the chat model puts it; a service that fails is a notice, since the question is
        understood without it too."""
        if self.engine.chat is None or self.engine.chat.by_group:
            return ""  # a small model puts it no better than the rules do
        try:
            return rewrite(part, before, self.engine.chat.model, made.meter)
        except (ServiceError, BudgetSpent) as error:
            made.notices.append(
                self.engine.wording.notice(Notice("question not rewritten", error=with_remedy(error)))
            )
            return ""

    def warm_up(self) -> None:
        """Load the models that a first question would load, and have a chat model in a file loaded beside."""
        if self.engine.chat:
            self.engine.chat.warm_up()
        rerank("warm up", ["a text"], self.engine.models)
        answerability("warm up", ["a text"], self.engine.models)
        SupportModel(self.engine.models).scores([("A claim.", "A text.")], self.engine.rules)

    def search(
        self,
        query: str,
        *,
        limit: int = 10,
        reader: Reader = EVERYBODY,
        restriction: Restriction = EVERYTHING,
    ) -> list[Hit]:
        """The most relevant passages, best first.

        Raises:
            EmptyQuestion, EmptyLibrary: as in `ask`.
        """
        inquiry = self.engine.over(self.library.visible_to(reader, restriction))
        inquiry.require(query)
        asked, wanted = read_query(query, inquiry.rules), options.search(limit)
        return inquiry.retriever.within(asked.period.asked).passages(asked, wanted)

    def _answer(
        self,
        question: str,
        standalone: str,
        queries: Sequence[Query],
        covered: Sequence[Coverage],
        made: Making,
    ) -> Answer:
        chat, outcome, wording = self.engine.chat, made.outcome, self.engine.wording
        unquoted = (
            dropped(queries, covered, made.citations)
            if made.has_answered
            else unshown(standalone, covered, len(made.withheld))
        )
        asked_of = len(made.inquiry.view.sources)

        def told_of(lacks: Iterable[Lack]) -> Iterator[str]:
            return (wording.lack(replace(one, documents=asked_of)) for one in lacks)

        lacking = [
            *told_of(missing(queries, covered)),
            *(outcome.unsaid if outcome and outcome.is_enough else ()),
            *told_of(unquoted),
        ]
        said = [standalone, *(sentence.text for sentence in made.sentences)]
        told = _told(queries, made, self.engine.rules)
        cautions = (Notice(one.kind, words=one.words) for one in told.cautions)
        notices = (*made.notices, *map(wording.notice, (*cautions, *(outcome.notices if outcome else ()))))
        strict = made.manner.strict
        if strict and made.withheld:
            notices += (wording.notice(Notice("withheld", len(made.withheld))),)
        wrote = chat.name or "chat" if chat and outcome else ""
        return Answer(
            id=uuid.uuid4().hex,
            question=question,
            standalone_question=standalone,
            status="abstained" if not made.has_answered else "partial" if lacking else "answered",
            sentences=tuple(made.sentences),
            withheld=() if strict else tuple(made.withheld),
            citations=tuple(made.citations.values()),
            missing=" ".join(lacking) or None,
            kind=queries[0].request.kind,
            as_table=any(one.request.form.table for one in queries),
            table=told.table,
            readings=(
                interpretations(queries[0], covered[0].evidence, made.inquiry.rules)
                if len(queries) == 1
                else ()
            ),
            follow_ups=follow_ups(
                said,
                distinct_evidence(covered),
                made.inquiry.retriever,
                spanish=is_in_spanish(question, self.engine.rules),
            ),
            notices=notices,
            mentions=mentioned(queries, covered, [one.words for one in made.citations.values()]),
            pertinence=max((one.confidence for one in covered if one.confidence is not None), default=None),
            model=f"{wrote} + {QUOTES}" if wrote and made.drafting.quoted else wrote or QUOTES,
            timing_ms=made.clock.total(),
            tokens=dict(made.meter.tokens) if chat else {},
            cost=chat.cost(made.meter) if chat else None,
            settings=self._settings,
        )


def _told(queries: Sequence[Query], made: Making, rules: Rules) -> Told:
    """What the plan of the first part tells of all that is shown."""
    return plan_of(queries[0]).tells(queries[0], made.cited, rules)


def _asks_what_it_does(turn: str, rules: Rules) -> bool:
    """Whether a turn asks about the program itself, which it can tell of an empty library too."""
    return read_request(turn, (), rules).kind == "capabilities"


def _as_understood(asked: Sequence[str], queries: Sequence[Query], question: str) -> str:
    """How the whole question reads without its conversation, and of which time the documents are that answer
    it."""
    first = queries[0].standalone
    whole = question if first == asked[0] else " ".join((first, *asked[1:]))
    kept_to = dict.fromkeys(query.period.words for query in queries if query.period.said)
    return f"{whole} [{'; '.join(kept_to)}]" if kept_to else whole


def _outcome(one: Shown | Answer) -> Values:
    """What those who watch are told of an answer."""
    if not isinstance(one, Answer):
        return {}
    outcome = _OUTCOMES.get(one.status, one.status)
    by = "quotes" if one.model in (QUOTES, "catalogue") else "chat model"
    return {"outcome": outcome, "id": one.id, "by": by, "sentences": len(one.sentences)}
