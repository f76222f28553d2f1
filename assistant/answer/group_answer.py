"""An answer that a small chat model writes of a few quotes at a time: what passes the check stands in the
place of its quotes, which are shown themselves where nothing does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer.chat_answer import Chat, Outcome, attributed, judged, repeats
from assistant.answer.notices import Notice
from assistant.check.alignment import align
from assistant.check.check import Check
from assistant.drafting.by_group import may_write, parts, write_part
from assistant.drafting.grouped import grouped, quoted_alone
from assistant.drafting.introduced import without_speech
from assistant.drafting.reply import DraftSentence
from assistant.errors import BudgetSpent, with_remedy
from assistant.models.chat import Meter
from assistant.types import Draft, Evidence, Failure, Verdict
from ingest.errors import ServiceError

Part = tuple[Evidence, ...]
# Of its telling words that a sentence has from its quotes, in their order, and the least support. On the half
# of the written sentences that is for fitting, of a 1.5B model's 62 that passed 7 were false; with these 1 of
# 42, and the quote stands where a true one is refused (eval/LOG.md).
_LEAST_SHARE, _SURE = 0.7, 0.85


def write_by_group(
    question: str, planned: Sequence[Draft], chat: Chat, check: Check, meter: Meter, outcome: Outcome
) -> Iterator[tuple[Draft, Verdict]]:
    """The planned quotes in their order, told in the model's sentences where those pass; a sentence that
    fails is told too, with its verdict. A service that fails, and a budget that is spent, leave the rest to
    the quotes, with a notice."""
    last = ""  # the document that was told of last
    for draft in planned:
        quoted: list[Part] = []
        given = parts(draft)
        for part in given:
            passed = None
            if not outcome.ended and may_write(part, question, check.rules):
                for one in _written(question, part, chat, check, meter, outcome):
                    if one[1].judgement == "supported":
                        passed = one
                    else:
                        yield replace(one[0], heading=draft.heading), one[1]
            if passed is None:
                quoted.append(part)
                continue
            yield from _quotes(quoted, draft, check)
            quoted = []
            source = part[0].source.slug
            written, verdict = attributed(*passed, check, always=source != last)
            yield replace(written, heading=draft.heading), verdict
            last = source
        if len(quoted) == len(given):
            yield draft, check.verdict(draft)
        else:
            yield from _quotes(quoted, draft, check)
        if quoted:
            last = ""


def _written(
    question: str, part: Part, chat: Chat, check: Check, meter: Meter, outcome: Outcome
) -> Iterator[tuple[Draft, Verdict]]:
    """What the model writes of some quotes, checked; nothing where it repeats itself, or ends."""
    try:
        text = write_part(chat.model, part, meter=meter, raw=outcome.raw)
    except (ServiceError, BudgetSpent) as error:
        outcome.notices.append(Notice("draft ended early", error=with_remedy(error)))
        outcome.ended = True
        return
    outcome.wrote()
    text = without_speech(text, check.rules)
    if not text or repeats(text, outcome, check.rules):
        return
    by_id = {str(number): one for number, one in enumerate(part)}
    draft, verdict = judged(question, DraftSentence(text, tuple(by_id)), by_id, check)
    checked = draft, _as_shortened(draft, verdict)
    outcome.checked.append(checked)
    yield checked


def _as_shortened(draft: Draft, verdict: Verdict) -> Verdict:
    """The verdict, held to what shortening is: the quotes' own words in their order. One that has others
    tells of the document's title, or of what the model knows, and the support model may take that for
    support. More is asked here than of a sentence for which nothing else would be shown."""
    if verdict.judgement != "supported" or not draft.evidence:
        return verdict
    texts = [one.statement for one in draft.evidence]
    share = max(align(draft.text, text).share for text in (*texts, " ".join(texts)))
    if share < _LEAST_SHARE:
        return Verdict("unsupported", verdict.score, (Failure("off subject"),))
    if verdict.score < _SURE:
        failure = Failure("not entailed", score=verdict.score, threshold=_SURE)
        return Verdict("unsupported", verdict.score, (failure,))
    return verdict


def _quotes(quoted: Sequence[Part], draft: Draft, check: Check) -> Iterator[tuple[Draft, Verdict]]:
    alone = [quoted_alone(one) for part in quoted for one in part]
    for one in grouped(alone, check.rules, draft.heading, in_order=True):
        yield one, check.verdict(one)
