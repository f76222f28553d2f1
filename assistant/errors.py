"""The assistant's branch of the error tree."""

from __future__ import annotations

from ingest.errors import PinciteError


class AssistantError(PinciteError):
    """A question cannot be answered for a reason that is not the library's content."""


class EmptyLibrary(AssistantError):
    """There is nothing to search: no document was ingested, or none that the asker may read."""


class EmptyQuestion(AssistantError):
    """The question holds no words."""


class BudgetSpent(AssistantError):
    """The chat model may not be called again for this answer."""
