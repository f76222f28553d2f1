"""Checks of edited memos as a front end asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.answer.inquiry import Inquiry
from assistant.types import Citation
from assistant.verify.check import verifying
from assistant.verify.places import noted, places
from assistant.verify.read import read_paper
from assistant.verify.types import Checked, Verification
from assistant.verify.types import Finding as Wrong
from ingest.types import Reader


@dataclass(frozen=True, slots=True)
class Checks:
    """What checks memos, whoever wrote them, against one library."""

    inquiry: Inquiry

    def verify(self, reader: Reader, path: Path) -> Iterator[Checked | Verification]:
        """Each sentence of a memo in a file as it is checked against what the reader may see, and last the
        whole.

        Raises:
            UsageError: the file cannot be read back.
            EmptyLibrary: the reader may see no document.
        """
        return verifying(
            read_paper(path),
            self.inquiry.library,
            self.inquiry.rules,
            models=self.inquiry.models,
            reader=reader,
        )

    def places(self, reader: Reader, finding: Wrong, sentence: str) -> tuple[Citation, ...]:
        """Where the source that a finding about a sentence names has its words; see `places`."""
        return places(finding, sentence, self.inquiry.library, reader, self.inquiry.rules)

    def noted(self, reader: Reader, path: Path) -> dict[int, Citation]:
        """Where the quotes of a memo's notes stand, by the notes' numbers; see `noted`.

        Raises:
            UsageError: the file cannot be read back.
        """
        return noted(read_paper(path), self.inquiry.library, reader, self.inquiry.rules)
