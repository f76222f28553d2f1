"""Checks of edited memos as a front end asks for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.answer.inquiry import Engine
from assistant.paper import Paper
from assistant.types import Citation
from assistant.verify.check import verifying
from assistant.verify.places import noted, places
from assistant.verify.types import Checked, Verification
from assistant.verify.types import SentenceFinding as Wrong
from assistant.watch import Values, followed
from ingest.view import View


@dataclass(frozen=True, slots=True)
class Checks:
    """What checks memos, whoever wrote them, against one library."""

    engine: Engine

    def verify(self, view: View, paper: Paper) -> Iterator[Checked | Verification]:
        """Each sentence of a memo as it is checked against what the view has, and last the whole; of a file
        or of text `read_paper` and `pasted` make a paper.

        Raises:
            EmptyLibrary: there is no document in the view.
        """
        steps = verifying(paper, view, self.engine.rules, models=self.engine.models)
        return followed("check", steps, _outcome, user=view.reader.name)

    def places(self, view: View, finding: Wrong, sentence: str) -> tuple[Citation, ...]:
        """Where the source that a finding about a sentence names has its words; see `places`."""
        return places(finding, sentence, view, self.engine.rules)

    def noted(self, view: View, paper: Paper) -> dict[int, Citation]:
        """Where what a memo's notes are about stands, by the notes' numbers; see `noted`."""
        return noted(paper, view, self.engine.rules)


def _outcome(one: Checked | Verification) -> Values:
    return {"outcome": "done"} if isinstance(one, Verification) else {}
