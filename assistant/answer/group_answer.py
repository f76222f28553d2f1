"""An answer that a small chat model writes of a few quotes at a time: what passes the check stands in the
place of its quotes, which are shown themselves where nothing does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer.chat_answer import Chat, Outcome, attributed, judged, repeats
from assistant.answer.notices import Notice, NoticeKind
from assistant.check.check import Check
from assistant.check.shortening import shortened
from assistant.drafting.by_group import may_write, parts, write_part
from assistant.drafting.grouped import grouped, quoted_alone
from assistant.drafting.introduced import without_speech
from assistant.drafting.reply import DraftSentence
from assistant.errors import BudgetSpent, with_remedy
from assistant.models.chat import Meter
from assistant.types import Draft, Evidence, Verdict
from ingest.errors import ServiceError

Part = tuple[Evidence, ...]


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
        kind: NoticeKind = "draft ended early" if outcome.checked else "not drafted"
        outcome.notices.append(Notice(kind, error=with_remedy(error)))
        outcome.ended = True
        return
    outcome.wrote()
    text = without_speech(text, check.rules)
    if not text or repeats(text, outcome, check.rules):
        return
    by_id = {str(number): one for number, one in enumerate(part)}
    draft, verdict = judged(question, DraftSentence(text, tuple(by_id)), by_id, check)
    checked = draft, shortened(draft, verdict, check.rules)
    outcome.checked.append(checked)
    yield checked


def _quotes(quoted: Sequence[Part], draft: Draft, check: Check) -> Iterator[tuple[Draft, Verdict]]:
    alone = [quoted_alone(one) for part in quoted for one in part]
    for one in grouped(alone, check.rules, draft.heading, in_order=True):
        yield one, check.verdict(one)
