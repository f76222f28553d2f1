"""The assistant's branch of the error tree."""

from __future__ import annotations

import logging
import uuid

from ingest.errors import PinciteError, UsageError

_LOG = logging.getLogger(__name__)


class AssistantError(PinciteError):
    """A question cannot be answered for a reason that is not the library's content."""


class EmptyLibrary(AssistantError):
    """There is nothing to search: no document was ingested, or none that the asker may read."""


class EmptyQuestion(AssistantError):
    """The question holds no words."""


class QuestionTooLong(AssistantError):
    """The question is longer than is read."""


class BudgetSpent(AssistantError):
    """The chat model may not be called again for this answer."""


class Stopped(AssistantError):
    """Whoever asked does not wait for the answer any more."""


class WrongField(UsageError):
    """A field of a form lacks something, or says what it cannot: `field` is its component's name."""

    def __init__(self, message: str, field: str, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.field = field


class Unforeseen(AssistantError):
    """Something that is nobody's input failed: a defect of ours."""


def with_remedy(error: PinciteError) -> str:
    """What a notice says of an error: with its remedy, unless that is to wait."""
    return error.message if error.retryable or not error.hint else f"{error.message} ({error.hint})"


def unforeseen(error: Exception) -> Unforeseen:
    """What a reader sees of an error that is not in the tree; the log has it in full under the same
    number."""
    number = uuid.uuid4().hex[:8]
    _LOG.error("error %s", number, exc_info=error, extra={"number": number})
    return Unforeseen(
        f"Something went wrong in Pincite itself: error {number}",
        hint="the log has the details under this number",
    )
