"""An answer, step by step: retrieve, draft, check, show."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.abstain import Coverage, cover_parts, missing
from assistant.conversation import Understanding, parts, understand
from assistant.draft import draft_quotes, overlap
from assistant.errors import EmptyLibrary, EmptyQuestion
from assistant.evidence import gather
from assistant.readings import other_readings
from assistant.retrieve import Retriever
from assistant.rewrite import rewrite
from assistant.support import check
from assistant.types import Answer, AnswerSentence, Citation, Draft, Evidence, Turn, Verdict, Withheld
from ingest.library import Library
from ingest.types import EVERYBODY, EVERYTHING, Hit, Reader, Restriction, Source

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

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

    def total(self) -> Mapping[str, float]:
        return {**self.timing_ms, "total": round((time.perf_counter() - self._started) * 1000, 1)}


class Assistant:
    """Answers questions from one library. Threads may share it."""

    def __init__(
        self, library: Library, *, models: str = "", chat_model: BaseChatModel | None = None, answer_sentences: int = 6, settings: str = ""
    ) -> None:
        self.library = library
        self._retriever = Retriever(library, models)
        self._chat_model = chat_model
        self._limit = answer_sentences
        self._settings = settings

    def ask(self, question: str, history: Sequence[Turn] = (), *, reader: Reader = EVERYBODY, restriction: Restriction = EVERYTHING) -> Answer:
        """The answer to a question after the turns of its conversation (oldest first), of sentences that each carry a checked quote; or a
        refusal that says what is missing.

        Raises:
            EmptyQuestion: the question holds no words.
            EmptyLibrary: there is no source that the reader may see within the restriction.
            ServiceError: the chat model that is configured failed.
        """
        self._require(question, reader, restriction)
        clock = _Clock()
        asked = parts(question)
        turns = self._understand(asked, history, self.library.sources(reader, restriction))
        clock.lap("understand")
        evidence = [gather(turn, self._retriever, reader, restriction) for turn in turns]
        clock.lap("retrieve")
        covered = cover_parts([turn.question for turn in turns], evidence)
        share = -(-self._limit // len(turns))
        drafts = _distinct(draft for one in covered for draft in draft_quotes(one.evidence, share))
        clock.lap("draft")
        checked = [(draft, check(draft, self.library)) for draft in drafts]
        clock.lap("check")
        return self._answer(question, _understood(asked, turns, question), turns, checked, covered, clock)

    def _understand(self, asked: Sequence[str], history: Sequence[Turn], sources: Sequence[Source]) -> list[Understanding]:
        """How each part of a question is understood after the conversation and the parts before it."""
        turns = []
        for number, part in enumerate(asked):
            before = (*history, *map(Turn, asked[:number]))
            rewritten = rewrite(part, before, self._chat_model) if self._chat_model and history else ""
            turns.append(understand(part, before, sources, rewritten))
        return turns

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
                raise EmptyLibrary("no source is within --sources", hint="`pincite library list` shows what there is")
            raise EmptyLibrary("the library is empty", hint="`pincite ingest PATH` puts documents into it")

    def _answer(
        self, question: str, standalone: str, turns: Sequence[Understanding], checked: Sequence[tuple[Draft, Verdict]],
        covered: Sequence[Coverage], clock: _Clock,
    ) -> Answer:  # fmt: skip
        lacking = missing([turn.question for turn in turns], covered)
        citations = _numbered(evidence for draft, verdict in checked if verdict.judgement == "supported" for evidence in draft.evidence)
        sentences = tuple(
            AnswerSentence(draft.text, verdict.judgement, verdict.score, tuple(citations[_place(evidence)].number for evidence in draft.evidence))
            for draft, verdict in checked
            if verdict.judgement == "supported"
        )
        withheld = tuple(Withheld(draft.text, verdict.judgement, verdict.reason) for draft, verdict in checked if verdict.judgement != "supported")
        return Answer(
            id=uuid.uuid4().hex,
            question=question,
            standalone_question=standalone,
            status="abstained" if not sentences else "partial" if lacking else "answered",
            sentences=sentences,
            withheld=withheld,
            citations=tuple(citations.values()),
            missing=lacking,
            readings=other_readings(turns[0].standalone, covered[0].evidence) if len(turns) == 1 else (),
            model=QUOTES,
            timing_ms=clock.total(),
            settings=self._settings,
        )


def _distinct(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts without those that quote what an earlier one has quoted: the parts of a question may find the same."""
    kept: list[Draft] = []
    for draft in drafts:
        if not any(overlap(one, other) for one in draft.evidence for earlier in kept for other in earlier.evidence):
            kept.append(draft)
    return kept


def _understood(asked: Sequence[str], turns: Sequence[Understanding], question: str) -> str:
    """How the whole question reads without its conversation, and of which time the documents are that answer it."""
    whole = question if turns[0].standalone == asked[0] else " ".join((turns[0].standalone, *asked[1:]))
    kept_to = dict.fromkeys(turn.period.words for turn in turns if turn.period.said)
    return f"{whole} [{'; '.join(kept_to)}]" if kept_to else whole


_Place = tuple[str, int, int]


def _place(evidence: Evidence) -> _Place:
    return evidence.source.slug, evidence.sentence.start, evidence.sentence.end


def _numbered(evidence: Iterable[Evidence]) -> dict[_Place, Citation]:
    """A citation for each quoted place, numbered in the order in which they are first cited."""
    citations: dict[_Place, Citation] = {}
    for one in evidence:
        if _place(one) not in citations:
            source, sentence = one.source, one.sentence
            citations[_place(one)] = Citation(
                number=len(citations) + 1,
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
    return citations
