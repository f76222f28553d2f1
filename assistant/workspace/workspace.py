"""What a front end works with: one library's assistant, with the conversations, the documents and the
feedback around it.

A front end parses, calls this, and renders what comes back; every user's turn, upload and thumb goes through
here, whichever page or program it came from."""

from __future__ import annotations

from contextlib import suppress

from assistant.answer.assistant import Assistant
from assistant.answer.record import Record
from assistant.review.reviewer import Reviewer
from assistant.workspace.audit import Audit
from assistant.workspace.checks import Checks
from assistant.workspace.conversations import Conversations
from assistant.workspace.documents import Documents, Limits
from assistant.workspace.listed import Recorded
from assistant.workspace.made import MadeStore
from assistant.workspace.memos import Memos
from assistant.workspace.reviews import Reviews
from assistant.workspace.shares import Shares
from ingest.errors import PinciteError
from ingest.library import Library
from ingest.types import Reader
from ingest.view import View


class Workspace:
    """One home folder as its users work in it: its conversations, documents, memos, reviews and checks.
    Threads may share it."""

    def __init__(
        self, library: Library, assistant: Assistant, reviewer: Reviewer, record: Record, limits: Limits
    ) -> None:
        self.assistant = assistant
        self.library = library
        self.documents = Documents(library, limits, record)
        self.conversations = Conversations(library.home, assistant, record)
        self.shares = Shares(library.home, self.conversations)
        self.memos = Memos(reviewer.writer)
        self.reviews = Reviews(reviewer, self.documents.fetched)
        self.checks = Checks(assistant.engine)
        self.made = MadeStore(library.home, self.documents.stored)
        self.recorded = Recorded(self.made, record)
        self.audit = Audit(record)
        self.record = record

    def visible_to(self, reader: Reader) -> View:
        """What a reader may see, which everything that they do here takes."""
        return self.library.visible_to(reader)

    def warm_up(self) -> None:
        """Load what a first question would load."""
        with suppress(PinciteError):  # the first question tells what is wrong
            self.library.warm_up()
            self.assistant.warm_up()
