"""What a reader takes from a file before its sentences are told apart."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.paper import Heading, Style
from assistant.verify.sentences import Marked


@dataclass(frozen=True, slots=True)
class ReadParagraph:
    """A paragraph. `lead` is the sign or the number before it where that is typed, and not a program's."""

    marked: Marked
    style: Style = "plain"
    label: str = ""
    lead: str = ""

    @property
    def text(self) -> str:
        """All that is typed of it."""
        return " ".join(part for part in (self.lead, self.label, self.marked.text.strip()) if part)


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Marked, ...], ...]


ReadBlock = Heading | ReadParagraph | ReadTable
