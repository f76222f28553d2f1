"""An answer, step by step: retrieve, draft, check, show."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from assistant.abstain import Coverage, cover_parts, missing
from assistant.chat_model import Meter
from assistant.conversation import Understanding, parts, understand
from assistant.draft import draft_quotes, overlap
from assistant.errors import BudgetSpent, EmptyLibrary, EmptyQuestion
from assistant.evidence import gather
from assistant.fluent import Chat, Outcome, write
from assistant.follow_ups import follow_ups
from assistant.held_back import sift, told
from assistant.instructions import without_links
from assistant.judge import judge
from assistant.readings import other_readings
from assistant.record import Record
from assistant.retrieve import Retriever
from assistant.rewrite import rewrite
from assistant.support import Check, Judge
from assistant.support_model import SupportModel
from assistant.types import Answer, AnswerSentence, Citation, Draft, Evidence, Manner, Shown, Turn, Verdict, Withheld
from ingest.errors import LibraryUnwritable, TemporaryServiceError
from ingest.library import Library
from ingest.types import EVERYBODY, EVERYTHING, Hit, Reader, Restriction, Source
from prompts import digest

QUOTES = "quotes"
"""The `model` of an answer that no chat model wrote."""


@dataclass(slots=True)
class _Clock:
    """The milliseconds of each step."""

    timing_ms: dict[str, float] = field(default_factory=dict)
    _started: float = field(default_factory=time.perf_counter)
    _lap: float = field(default_factory=time.perf_counter)

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self.timing_ms[step] = round((now - self._lap) * 1000, 1)
        self._lap = now

    def mark(self, event: str) -> None:
        """The time from the start to an event within a step."""
        self.timing_ms[event] = round((time.perf_counter() - self._started) * 1000, 1)

    def total(self) -> Mapping[str, float]:
        return {**self.timing_ms, "total": round((time.perf_counter() - self._started) * 1000, 1)}


class Assistant:
    """Answers questions from one library. Threads may share it."""

    def __init__(
        self, library: Library, *, models: str = "", chat: Chat | None = None, manner: Manner | None = None, settings: str = "",
        record: Record | None = None,
    ) -> None:  # fmt: skip
        self.library = library
        self._retriever = Retriever(library, models)
        self._models = models
        self._chat = chat
        self._manner = manner or Manner()
        self._settings = settings
        self._record = record

    def ask(
        self, question: str, history: Sequence[Turn] = (), *, reader: Reader = EVERYBODY, restriction: Restriction = EVERYTHING,
        manner: Manner | None = None,
    ) -> Answer:  # fmt: skip
        """The answer to a question after the turns of its conversation (oldest first), of sentences that each carry a checked quote; or a
        refusal that says what is missing.

        Raises:
            EmptyQuestion: the question holds no words.
            EmptyLibrary: there is no source that the reader may see within the restriction.
            ServiceError: the chat model that is configured refused the key or the request.
        """
        *_, answer = self.stream(question, history, reader=reader, restriction=restriction, manner=manner)
        assert isinstance(answer, Answer)
        return answer

    def stream(
        self, question: str, history: Sequence[Turn] = (), *, reader: Reader = EVERYBODY, restriction: Restriction = EVERYTHING,
        manner: Manner | None = None,
    ) -> Iterator[Shown | Answer]:  # fmt: skip
        """Each sentence of the answer as soon as it has passed the check, and the answer last.

        Raises:
            EmptyQuestion, EmptyLibrary, ServiceError: as in `ask`.
        """
        self._require(question, reader, restriction)
        made = _Making(self._chat.meter() if self._chat else Meter(), manner or self._manner)
        asked = parts(question)
        turns = self._understand(asked, history, self.library.sources(reader, restriction), made)
        made.clock.lap("understand")
        sifted = [sift(gather(turn, self._retriever, reader, restriction), self.library, reader) for turn in turns]
        made.notices += told([held for one in sifted for held in one.held])
        made.clock.lap("retrieve")
        covered = cover_parts([turn.question for turn in turns], [one.usable for one in sifted])
        standalone = _understood(asked, turns, question)
        for draft, verdict in self._checked_drafts(standalone, covered, history, made):
            shown = made.add(draft, verdict)
            if shown is not None:
                yield shown
        made.clock.lap("draft and check")
        answer = self._answer(question, standalone, turns, covered, made, reader)
        yield self._recorded(answer, covered, made)

    def _checked_drafts(
        self, question: str, covered: Sequence[Coverage], history: Sequence[Turn], made: _Making
    ) -> Iterator[tuple[Draft, Verdict]]:  # fmt: skip
        """The chat model's sentences where there is one; quotes where there is none, or too little of what it wrote passed."""
        chat, found = self._chat, _distinct_evidence(covered)
        check = Check(self.library, self._models, self._judge(made))
        if chat and found:
            made.outcome = outcome = Outcome()
            yield from write(question, found, history, made.manner.sentences, chat, check, made.meter, outcome)
            if outcome.is_enough:
                return
            said = "The chat model stated nothing from the documents"
            if outcome.checked:
                said = f"{outcome.supported} of the {len(outcome.checked)} sentences that the chat model wrote passed the check"
            outcome.notices.append(f"{said}; the documents' own words {'follow' if outcome.supported else 'are shown instead'}.")
        made.quoted = True
        share = -(-made.manner.sentences // len(covered))
        cited = list(made.places.values())
        for draft in _distinct((draft for one in covered for draft in draft_quotes(one.evidence, share)), cited):
            yield draft, check.verdict(draft)

    def _recorded(self, answer: Answer, covered: Sequence[Coverage], made: _Making) -> Answer:
        """The answer, put on record; one that cannot be says so."""
        try:
            if self._record is not None:
                self._record.append(_entry(answer, covered, made))
        except LibraryUnwritable as error:
            return replace(answer, notices=(*answer.notices, f"This answer is not on record: {error.message}."))
        return answer

    def _judge(self, made: _Making) -> Judge | None:
        chat = self._chat
        if chat is None or not chat.judge:
            return None
        return lambda sentence, evidence: judge(chat.model, sentence, evidence, made.meter)

    def _understand(self, asked: Sequence[str], history: Sequence[Turn], sources: Sequence[Source], made: _Making) -> list[Understanding]:
        """How each part of a question is understood after the conversation and the parts before it."""
        turns = []
        for number, part in enumerate(asked):
            before = (*history, *map(Turn, asked[:number]))
            turns.append(understand(part, before, sources, self._rewritten(part, before, made) if history else ""))
        return turns

    def _rewritten(self, part: str, before: Sequence[Turn], made: _Making) -> str:
        """The part as the chat model puts it; a service that fails for a time is a notice, since the question is understood without it too."""
        if self._chat is None:
            return ""
        try:
            return rewrite(part, before, self._chat.model, made.meter)
        except (TemporaryServiceError, BudgetSpent) as error:
            made.notices.append(f"The chat model could not rewrite the question: {error.message}.")
            return ""

    def warm_up(self) -> None:
        """Load the models that a first question would load."""
        self._retriever.read([("warm up", 1.0)], ["a text"])
        self._retriever.answers("warm up", ["a text"])
        SupportModel(self._models).scores([("A claim.", "A text.")])

    def search(self, query: str, *, limit: int = 10, reader: Reader = EVERYBODY, restriction: Restriction = EVERYTHING) -> list[Hit]:
        """The most pertinent passages, best first.

        Raises:
            EmptyQuestion, EmptyLibrary: as in `ask`.
        """
        self._require(query, reader, restriction)
        return self._retriever.passages(understand(query), reader, restriction, limit)

    def _require(self, question: str, reader: Reader, restriction: Restriction) -> None:
        if not any(character.isalnum() for character in question):
            raise EmptyQuestion("the question is empty", hint='ask in words, such as: pincite ask "What does the order say?"')
        if not self.library.sources(reader, restriction):
            if self.library.sources(reader):
                raise EmptyLibrary("no document is within the restriction", hint="ask all documents, or see what there is: `pincite library list`")
            raise EmptyLibrary("the library is empty", hint="put documents into it: `pincite ingest PATH`, or the Library tab of the page")

    def _answer(
        self, question: str, standalone: str, turns: Sequence[Understanding], covered: Sequence[Coverage], made: _Making, reader: Reader
    ) -> Answer:  # fmt: skip
        chat, outcome = self._chat, made.outcome
        unsaid = " ".join(outcome.unsaid) if outcome and outcome.is_enough else ""
        lacking = " ".join(filter(None, (missing([turn.question for turn in turns], covered), unsaid))) or None
        said = [standalone, *(sentence.text for sentence in made.sentences)]
        notices = (*made.notices, *(outcome.notices if outcome else ()))
        strict = made.manner.strict
        if strict and made.withheld:
            notices += (f"{len(made.withheld)} sentences failed the check and are withheld (strict).",)
        wrote = chat.name or "chat" if chat and outcome else ""
        return Answer(
            id=uuid.uuid4().hex,
            question=question,
            standalone_question=standalone,
            status="abstained" if not made.sentences else "partial" if lacking else "answered",
            sentences=tuple(made.sentences),
            withheld=() if strict else tuple(made.withheld),
            citations=tuple(made.citations.values()),
            missing=lacking,
            readings=other_readings(turns[0].standalone, covered[0].evidence) if len(turns) == 1 else (),
            follow_ups=follow_ups(said, _distinct_evidence(covered), self.library, reader, self._models),
            notices=notices,
            pertinence=max((one.confidence for one in covered if one.confidence is not None), default=None),
            model=f"{wrote} + {QUOTES}" if wrote and made.quoted else wrote or QUOTES,
            timing_ms=made.clock.total(),
            tokens=dict(made.meter.tokens) if chat else {},
            cost=chat.cost(made.meter) if chat else None,
            settings=self._settings,
        )


_Place = tuple[str, int, int]


class _Making:
    """An answer as it is made: what was shown, what failed, the numbers of the citations, and what it took."""

    def __init__(self, meter: Meter, manner: Manner) -> None:
        self.meter = meter
        self.manner = manner
        self.clock = _Clock()
        self.outcome: Outcome | None = None
        self.quoted = False
        self.notices: list[str] = []
        self.sentences: list[AnswerSentence] = []
        self.withheld: list[Withheld] = []
        self.citations: dict[_Place, Citation] = {}
        self.places: dict[_Place, Evidence] = {}

    def add(self, draft: Draft, verdict: Verdict) -> Shown | None:
        """Show a sentence that passed, with the citations that are new; set apart one that did not."""
        if verdict.judgement != "supported":
            self.withheld.append(Withheld(without_links(draft.text), verdict.judgement, without_links(verdict.reason)))
            return None
        if not self.sentences:
            self.clock.mark("first sentence")
        new = tuple(citation for one in draft.evidence if (citation := self._cite(one)) is not None)
        sentence = AnswerSentence(
            draft.text, verdict.judgement, verdict.score, tuple(dict.fromkeys(self.citations[_place(one)].number for one in draft.evidence))
        )
        self.sentences.append(sentence)
        return Shown(sentence, new)

    def _cite(self, one: Evidence) -> Citation | None:
        """A citation for the quoted place, numbered in the order in which places are first cited; None where it has one."""
        if _place(one) in self.citations:
            return None
        source, sentence = one.source, one.sentence
        self.places[_place(one)] = one
        self.citations[_place(one)] = Citation(
            number=len(self.citations) + 1,
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
        )
        return self.citations[_place(one)]


def _entry(answer: Answer, covered: Sequence[Coverage], made: _Making) -> dict[str, Any]:
    """What the record keeps: the answer, the draft as it came with every verdict, and the evidence that there was."""
    outcome = made.outcome
    return {
        "answer": answer.to_json(),
        "draft": "".join(outcome.raw) if outcome else None,
        "verdicts": [{"text": draft.text, **asdict(verdict)} for draft, verdict in outcome.checked] if outcome else [],
        "withheld": [asdict(one) for one in made.withheld],
        "evidence": [_place(one) for part in covered for one in part.evidence],
        "prompts": digest(),
    }


def _distinct_evidence(covered: Sequence[Coverage]) -> list[Evidence]:
    """The evidence of all parts, best first, each place once; the parts take turns."""
    found: dict[_Place, Evidence] = {}
    for depth in range(max(len(one.evidence) for one in covered)):
        for one in covered:
            if depth < len(one.evidence):
                found.setdefault(_place(one.evidence[depth]), one.evidence[depth])
    return list(found.values())


def _distinct(drafts: Iterable[Draft], cited: Sequence[Evidence]) -> list[Draft]:
    """The drafts without those that quote what is cited, or what an earlier one has quoted: the parts of a question may find the same."""
    kept: list[Draft] = []
    for draft in drafts:
        before = [*cited, *(other for earlier in kept for other in earlier.evidence)]
        if not any(overlap(one, other) for one in draft.evidence for other in before):
            kept.append(draft)
    return kept


def _understood(asked: Sequence[str], turns: Sequence[Understanding], question: str) -> str:
    """How the whole question reads without its conversation, and of which time the documents are that answer it."""
    whole = question if turns[0].standalone == asked[0] else " ".join((turns[0].standalone, *asked[1:]))
    kept_to = dict.fromkeys(turn.period.words for turn in turns if turn.period.said)
    return f"{whole} [{'; '.join(kept_to)}]" if kept_to else whole


def _place(evidence: Evidence) -> _Place:
    return evidence.source.slug, evidence.sentence.start, evidence.sentence.end
