"""How far an answer has come → the steps that are shown of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

_SEARCHED = ("understand", "retrieve")  # the steps of an answer before it is drafted


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the answer to a question over so many documents has come: what it waits for, if anything, and
    the steps that are over with their milliseconds; `writes` says that a chat model writes it."""

    documents: int
    writes: bool = False
    waits: str = ""
    over: Mapping[str, float] = field(default_factory=dict)

    def waiting(self, waits: str) -> Progress:
        """The same, while it waits for this; for nothing, where it is empty."""
        return replace(self, waits=waits)

    def then(self, step: str, ms: float) -> Progress:
        """The same, once that step is over too."""
        return replace(self, over={**self.over, step: ms})

    @property
    def is_drafting(self) -> bool:
        """Whether what is found is being put into sentences."""
        return not self.waits and _SEARCHED[-1] in self.over

    @property
    def done(self) -> str:
        """What is over, with how long it took."""
        seconds = sum(self.over[step] for step in _SEARCHED if step in self.over) / 1000
        return f"{self._searching} ✓ {seconds:.1f} s" if self.is_drafting else ""

    @property
    def doing(self) -> str:
        """What is under way."""
        if self.waits:
            return f"Waiting: {self.waits}"
        if not self.is_drafting:
            return self._searching
        return "Writing, and checking each sentence" if self.writes else "Checking the quotes"

    @property
    def _searching(self) -> str:
        return f"Searching {self.documents} document{'' if self.documents == 1 else 's'}"
