"""Op-eds → reviews and responses: the one that makes them for one library, and puts them on record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from assistant.answer.inquiry import Engine
from assistant.answer.record import Record
from assistant.memo.types import MemoRequest
from assistant.memo.writer import MemoWriter, Written
from assistant.review.review import ReviewProgress, reviewing
from assistant.review.sections import builders_for
from assistant.review.types import Assessed, OpEd, Review
from assistant.watch import Values, followed
from ingest.view import View


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Holds op-eds against one library; responses are memos, which `writer` writes. Threads may share it."""

    engine: Engine
    writer: MemoWriter
    record: Record | None = None
    settings: str = ""

    def review(
        self,
        op_ed: OpEd,
        view: View,
        *,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Iterator[ReviewProgress | Assessed | Review]:
        """An op-ed held against the other documents, claim by claim, and the whole review last.

        Raises:
            EmptyQuestion, EmptyLibrary: as in `reviewing`.
        """
        yield from followed("review", self._events(op_ed, view, stopped), _outcome, user=view.reader.name)

    def _events(
        self, op_ed: OpEd, view: View, stopped: Callable[[], bool]
    ) -> Iterator[ReviewProgress | Assessed | Review]:
        inquiry = self.engine.over(view, stopped)
        for event in reviewing(op_ed, inquiry, stopped=stopped, settings=self.settings):
            yield self._recorded(event, view) if isinstance(event, Review) else event

    def respond(self, review: Review, request: MemoRequest, view: View) -> Written:
        """The response to a reviewed op-ed, as a memo of the format that is asked for (`op-ed-response`); its
        topic is the op-ed's title.

        Raises:
            UsageError: as in `MemoWriter.write`.
        """
        writer = replace(self.writer, builders={**self.writer.builders, **builders_for(review)})
        topic = f"Response to the op-ed: {review.op_ed.title}"
        return writer.write(replace(request, topic=topic), view)

    def _recorded(self, review: Review, view: View) -> Review:
        """The review, put on record; one that cannot be says so."""
        kept = {"review": review.to_json(), "rules": self.engine.rules.digest, "by": view.reader.name}
        lost = self.record.keep(kept) if self.record else ()
        return replace(review, notices=(*review.notices, *lost))


def _outcome(one: ReviewProgress | Assessed | Review) -> Values:
    return {"outcome": "done", "id": one.id} if isinstance(one, Review) else {}
