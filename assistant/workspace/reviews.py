"""Reviews of op-eds as a front end asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.memo.types import MemoRequest
from assistant.memo.writer import Written
from assistant.review.op_ed import read_op_ed
from assistant.review.review import ReviewProgress
from assistant.review.reviewer import Reviewer
from assistant.review.types import Assessed, Review
from assistant.workspace.access import require
from ingest.load.web import Fetched
from ingest.types import Metadata
from ingest.view import View


@dataclass(frozen=True, slots=True)
class Reviews:
    """What reviews op-eds against one library; `fetch` brings one from a web address."""

    reviewer: Reviewer
    fetch: Callable[[str], Fetched]

    def review(
        self,
        view: View,
        location: str,
        given: Metadata | None = None,
        *,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Iterator[ReviewProgress | Assessed | Review]:
        """An op-ed (a document of the library by its slug, a file, or a web address) held against the other
        documents, claim by claim.

        Raises:
            LoadError: the file or the page cannot be read.
            NotAllowed: the view's reader may not have an address fetched.
            EmptyQuestion, EmptyLibrary: as in `Reviewer.review`.
        """

        def fetched(address: str) -> Fetched:
            require(view.reader, "fetch")
            return self.fetch(address)

        op_ed = read_op_ed(location, view, fetched, given or Metadata())
        return self.reviewer.review(op_ed, view, stopped=stopped)

    def respond(self, view: View, review: Review, request: MemoRequest) -> Written:
        """The response to a reviewed op-ed, as a memo of the format `op-ed-response`.

        Raises:
            UsageError: as in `Reviewer.respond`.
        """
        return self.reviewer.respond(review, request, view)
