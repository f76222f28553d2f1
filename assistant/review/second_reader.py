"""A chat model as a second reader: it reads a claim beside the nearest sentences and names the one that
decides. It is believed only where the words that it gives stand in that sentence and our own check does not
say the opposite; it is not asked where a plain sign has decided."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.check.check import Check
from assistant.models.chat import Meter, reply
from assistant.review.types import Claim, ClaimFinding, Point
from assistant.types import Draft, Evidence
from prompts import fenced, prompt

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_READ = 8  # sentences
_MAX_TOKENS = 96
_FEWEST = 3  # words that the model gives as those that decide
_SURE = 0.7  # of the support model: a sentence that it holds to bear the claim out is not against it
_ANSWER = re.compile(r"\W*(WRONG|OUTDATED|CONTEXT|SUPPORTED)\W+(\d+)\b[^“\"]*[“\"]([^”\"]+)[”\"]")
_FINDINGS: dict[str, ClaimFinding] = {
    "WRONG": "contradicted",
    "OUTDATED": "overtaken",
    "CONTEXT": "qualified",
    "SUPPORTED": "supported",
}
_TOLD: dict[ClaimFinding, str] = {
    "contradicted": "The chat model reads this as saying otherwise: “{words}”.",
    "overtaken": "The chat model reads this as telling a change since: “{words}”.",
    "qualified": "The chat model reads this as said of something else, or within a bound: “{words}”.",
    "supported": "The chat model reads this as saying so: “{words}”.",
}


@dataclass(frozen=True, slots=True)
class SecondReader:
    """A chat model that reads, and the check that its verdicts are held to; each claim has a `meter`."""

    model: BaseChatModel
    meter: Callable[[], Meter]
    check: Check

    def read(self, claim: Claim, near: Sequence[Evidence]) -> list[Point]:
        """What the model finds, where it is to be believed.

        Raises:
            ServiceError, BudgetSpent, Stopped: as in `chat.reply`.
        """
        shown = list(near[:_READ])
        if not shown:
            return []
        messages = [
            ("system", prompt("review.system")),
            (
                "user",
                prompt(
                    "review.user",
                    before=fenced(claim.before),
                    claim=fenced(claim.text),
                    sentences="\n".join(
                        f"{number} {fenced(f'{one.source.date}: {one.english}')}"
                        for number, one in enumerate(shown, 1)
                    ),
                ),
            ),
        ]
        told = reply(self.model, messages, max_tokens=_MAX_TOKENS, meter=self.meter())
        return self._believed(claim, shown, told)

    def _believed(self, claim: Claim, shown: Sequence[Evidence], told: str) -> list[Point]:
        found = _ANSWER.match(told)
        if found is None or not 1 <= int(found[2]) <= len(shown):
            return []
        one, words, finding = shown[int(found[2]) - 1], _plain(found[3]), _FINDINGS[found[1]]
        if len(words.split()) < _FEWEST or words not in _plain(one.english):
            return []
        verdict = self.check.verdict(Draft(claim.text, (one,)))
        borne_out = verdict.judgement == "supported" and verdict.score >= _SURE
        if (
            borne_out
            if finding != "supported"
            else bool(verdict.failures) or verdict.judgement == "contradicted"
        ):
            return []
        return [Point(finding, _TOLD[finding].format(words=found[3]), (one,))]


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
