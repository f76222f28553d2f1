"""Checks of edited memos as a front end asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.answer.inquiry import Engine
from assistant.types import Citation
from assistant.verify.check import verifying
from assistant.verify.places import noted, places
from assistant.verify.read import read_paper
from assistant.verify.types import Checked, Verification
from assistant.verify.types import SentenceFinding as Wrong
from ingest.view import View


@dataclass(frozen=True, slots=True)
class Checks:
    """What checks memos, whoever wrote them, against one library."""

    engine: Engine

    def verify(self, view: View, path: Path) -> Iterator[Checked | Verification]:
        """Each sentence of a memo in a file as it is checked against what the view has, and last the
        whole.

        Raises:
            UsageError: the file cannot be read back.
            EmptyLibrary: there is no document in the view.
        """
        engine = self.engine
        return verifying(read_paper(path), view, engine.rules, models=engine.models)

    def places(self, view: View, finding: Wrong, sentence: str) -> tuple[Citation, ...]:
        """Where the source that a finding about a sentence names has its words; see `places`."""
        return places(finding, sentence, view, self.engine.rules)

    def noted(self, view: View, path: Path) -> dict[int, Citation]:
        """Where the quotes of a memo's notes stand, by the notes' numbers; see `noted`.

        Raises:
            UsageError: the file cannot be read back.
        """
        return noted(read_paper(path), view, self.engine.rules)
