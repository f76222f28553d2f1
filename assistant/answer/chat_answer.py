"""A chat model's draft, checked as it comes: each sentence is re-cited or written once more where it fails,
and set apart where it fails again."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.answer.notices import Notice, NoticeKind
from assistant.answer.wording import Wording
from assistant.check.check import Check
from assistant.drafting.chat import (
    Brief,
    as_draft,
    brief,
    draft_with_chat,
    is_whole,
    links,
    redraft,
    refuses,
    says_nothing,
)
from assistant.drafting.introduced import introduced, is_somebodys, may_introduce, names_its_source
from assistant.drafting.reply import DraftSentence
from assistant.errors import BudgetSpent, with_remedy
from assistant.guard.injection import addresses_a_model, holds_link, is_disguised
from assistant.lexicon.features import features
from assistant.lexicon.rules import Rules
from assistant.lexicon.sameness import same_statement
from assistant.lexicon.words import content_stems, stems
from assistant.models.chat import Meter, Patience
from assistant.models.protocol import writes_by_group
from assistant.types import Draft, Evidence, Failure, FailureKind, Turn, Verdict
from ingest.errors import ServiceError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# sentences of an answer that may be written once more: each is a call, and a model that fails more often will
# again
_REWRITTEN = 3
_TOO_MANY = 2  # times the sentences asked for: what comes after is not read
# Words of the question that a sentence may have without the source, and the score from which it may have
# more.
_ECHOED, _SURE = 2, 0.85


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat model and what it may use: tokens of its context, of one reply, and of one answer; seconds
    for one reply; prices are dollars per million tokens, 0 where they are not known."""

    model: BaseChatModel
    name: str = ""
    base_url: str = ""
    protocol: str = "auto"
    context_tokens: int = 8000
    reply_tokens: int = 800
    budget: int = 30_000
    timeout_s: float = 60.0
    price_input: float = 0.0
    price_output: float = 0.0
    judge: bool = False

    def meter(self, patience: Patience | None = None) -> Meter:
        """A meter for one answer."""
        return Meter(self.name, self.budget, patience or Patience(self.timeout_s))

    def warm_up(self) -> None:
        """Have the model loaded, where it is in a file; without waiting for it."""
        if start := getattr(self.model, "start", None):
            start()

    @property
    def by_group(self) -> bool:
        """Whether it is given one group of evidence at a time."""
        return writes_by_group(self.model, self.name, self.base_url, self.protocol)

    def cost(self, meter: Meter) -> float | None:
        """Dollars; None where no price is set."""
        if not (self.price_input or self.price_output):
            return None
        return round(
            (meter.tokens["input"] * self.price_input + meter.tokens["output"] * self.price_output) / 1e6, 6
        )


@dataclass(slots=True)
class Outcome:
    """What became of a draft: every sentence with its verdict, the reply as it came, what the model found
    unsaid, and what the reader is told."""

    checked: list[tuple[Draft, Verdict]] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    unsaid: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    ended: bool = False  # the service is asked no more
    first_written: float | None = None  # when the first sentence was whole, by `time.perf_counter`

    def wrote(self) -> None:
        """The model has written a sentence."""
        if self.first_written is None:
            self.first_written = time.perf_counter()

    @property
    def supported(self) -> int:
        """The sentences that passed."""
        return sum(verdict.judgement == "supported" for _, verdict in self.checked)

    @property
    def is_enough(self) -> bool:
        """Whether enough of the draft passed for it to be the answer."""
        return self.supported > 0 and 2 * self.supported >= len(self.checked)


def write(
    question: str,
    evidence: Sequence[Evidence],
    history: Sequence[Turn],
    limit: int,
    chat: Chat,
    check: Check,
    meter: Meter,
    outcome: Outcome,
    wording: Wording,
) -> Iterator[tuple[Draft, Verdict]]:
    """The sentences of the model's draft with their verdicts, each as soon as it is checked; all of it is
    also in `outcome`.

    A service that fails, and a budget that is spent, end the draft with a notice.

    Raises:
        Stopped: nobody waits for the answer any more.
    """
    given = brief(
        question,
        evidence,
        history,
        model=chat.name,
        context_tokens=chat.context_tokens,
        reply_tokens=chat.reply_tokens,
        limit=limit,
    )
    if not given.by_id:
        outcome.notices.append(Notice("context too small" if given.left_out else "nothing to quote"))
        return
    if given.left_out:
        outcome.notices.append(Notice("evidence left out", given.left_out))
    rewritten = 0
    try:
        for sentence in draft_with_chat(
            chat.model,
            given,
            reply_tokens=chat.reply_tokens,
            meter=meter,
            raw=outcome.raw,
            protocol=chat.protocol,
        ):
            outcome.wrote()
            if len(outcome.checked) >= _TOO_MANY * limit:
                outcome.notices.append(Notice("reply too long", _TOO_MANY * limit))
                break
            if says_nothing(sentence.text):
                outcome.unsaid.append(sentence.text)
                continue
            if links(sentence.text) or repeats(sentence.text, outcome, check.rules):
                continue
            checked = judged(question, sentence, given.by_id, check)
            if checked[1].judgement != "supported" and checked[0].evidence and rewritten < _REWRITTEN:
                rewritten += 1
                checked = _rewritten(question, checked, given, chat, check, meter, outcome, wording)
            outcome.checked.append(checked)
            yield checked
    except (ServiceError, BudgetSpent) as error:
        has_begun = outcome.checked or outcome.unsaid
        kind: NoticeKind = "draft ended early" if has_begun else "not drafted"
        outcome.notices.append(Notice(kind, error=with_remedy(error)))
    else:
        if not outcome.checked and not outcome.unsaid:
            outcome.notices.append(Notice("no sentence"))


def judged(
    question: str, sentence: DraftSentence, by_id: Mapping[str, Evidence], check: Check
) -> tuple[Draft, Verdict]:
    """A written sentence on the evidence that bears it out best, and what is to be said of it; `by_id` is all
    that the model was given."""
    return _answering(question, attributed(*_checked(sentence, by_id, check), check))


def attributed(
    draft: Draft, verdict: Verdict, check: Check, *, always: bool = False
) -> tuple[Draft, Verdict]:
    """The sentence after who says it, where it does not say so itself: always, or where what it rests on is
    an op-ed's or a speaker's, and so no fact."""
    told = draft.evidence and (always or is_somebodys(draft.evidence[0]))
    if not told or not may_introduce(draft.evidence[0], check.rules):
        return draft, verdict
    if draft.introduction or names_its_source(draft.text, draft.evidence, check.rules):
        return draft, verdict
    said = introduced(draft, check.rules)
    again = check.verdict(said)
    return (said, again) if again.judgement == "supported" else (draft, verdict)


def _checked(sentence: DraftSentence, by_id: Mapping[str, Evidence], check: Check) -> tuple[Draft, Verdict]:
    draft = as_draft(sentence, by_id)
    if refuses(sentence.text) and not sentence.ids:
        return draft, _refused("declined")
    if not is_whole(sentence.text):
        return draft, _refused("not a sentence")
    if addresses_a_model(sentence.text, check.rules):
        return draft, _refused("instruction")
    if holds_link(sentence.text) or is_disguised(sentence.text):
        return draft, _refused("link or disguise")
    draft, verdict = check.recited(draft, list(by_id.values()))
    if verdict.judgement != "supported" and sentence.unknown and not sentence.ids:
        return draft, replace(verdict, failures=(Failure("unknown id", tuple(sentence.unknown)),))
    return draft, verdict


def _answering(question: str, checked: tuple[Draft, Verdict]) -> tuple[Draft, Verdict]:
    """The verdict, unless the sentence gives the question's own words for an answer: a weak model says “it
    compares to theirs” when asked how it compares."""
    draft, verdict = checked
    known = stems(" ".join(f"{one.context} {one.text}" for one in draft.evidence))
    echoed = (content_stems(draft.text) & content_stems(question)) - known
    if verdict.judgement != "supported" or len(echoed) < _ECHOED or verdict.score >= _SURE:
        return checked
    return draft, Verdict(
        "unsupported", verdict.score, (Failure("echoes the question", tuple(sorted(echoed))),)
    )


def _refused(kind: FailureKind) -> Verdict:
    return Verdict("unsupported", 0.0, (Failure(kind),))


def repeats(text: str, outcome: Outcome, rules: Rules) -> bool:
    """Whether the draft has the sentence, in the same words: in others it may pass where the earlier one
    failed."""
    own = features(text, rules)
    return any(same_statement(own, features(draft.text, rules), least=1.0) for draft, _ in outcome.checked)


def _rewritten(
    question: str,
    failed: tuple[Draft, Verdict],
    given: Brief,
    chat: Chat,
    check: Check,
    meter: Meter,
    outcome: Outcome,
    wording: Wording,
) -> tuple[Draft, Verdict]:
    """The failed sentence as the model writes it once more, where that passes; itself where not."""
    draft, verdict = failed
    cited = {name: one for name, one in given.by_id.items() if one in draft.evidence}
    again = redraft(chat.model, draft.text, wording.reason(verdict.failures), cited, meter, outcome.raw)
    if again is None or repeats(again.text, outcome, check.rules):
        return failed
    second = judged(question, again, given.by_id, check)
    return second if second[1].judgement == "supported" else failed
