"""An answer that a small chat model writes of a few quotes at a time: what passes the check stands in the
place of its quotes, which are shown themselves where nothing does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answer.chat_answer import Chat, Outcome, attributed, judged, repeats
from assistant.answer.notices import Notice
from assistant.check.alignment import Token, align
from assistant.check.check import Check
from assistant.drafting.by_group import may_write, parts, write_part
from assistant.drafting.grouped import grouped, quoted_alone
from assistant.drafting.introduced import without_speech
from assistant.drafting.reply import DraftSentence
from assistant.errors import BudgetSpent, with_remedy
from assistant.lexicon.rules import Rules
from assistant.models.chat import Meter
from assistant.types import Draft, Evidence, Failure, Verdict
from ingest.errors import ServiceError

Part = tuple[Evidence, ...]
# Of its telling words that a sentence has from its quotes, in their order, and the least support. On the half
# of the written sentences that is for fitting, 7 of a 1.5B model's 62 that passed were false; with these 1 of
# 42, and the quote stands where a true one is refused (eval/LOG.md).
_LEAST_SHARE, _SURE = 0.8, 0.85
# Whoever speaks in the quotes would speak in the answer: “we will act” is not ours to say.
_FIRST_PERSON = re.compile(r"\b(?:I|[Mm]y|[Mm]e|[Ww]e|[Oo]urs?|us)\b")


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
    checked = draft, as_shortened(draft, verdict, check.rules)
    outcome.checked.append(checked)
    yield checked


def as_shortened(draft: Draft, verdict: Verdict, rules: Rules) -> Verdict:
    """The verdict, held to what shortening is: the quotes' own words in their order, all that they deny, and
    with a figure what it is of. A sentence with other words tells of the document's title, or of what the
    model knows, and the support model may take that for support. More is asked here than of a sentence for
    which nothing else would be shown."""
    if verdict.judgement != "supported" or not draft.evidence:
        return verdict
    if spoken := _FIRST_PERSON.search(draft.text):
        return replace(verdict, judgement="partly", failures=(Failure("misattributed", (spoken[0],)),))
    texts = [one.statement for one in draft.evidence]
    whole = " ".join(texts)
    if max(align(draft.text, text).share for text in (*texts, whole)) < _LEAST_SHARE:
        return replace(verdict, judgement="unsupported", failures=(Failure("off subject"),))
    denied, told = (list(rules["negation"].pattern.finditer(text)) for text in (whole, draft.text))
    if len(denied) != len(told):
        words = tuple(dict.fromkeys(one.group().lower() for one in denied or told))
        failure = Failure("contradicted", words, aspect="affirms" if denied else "denies")
        return replace(verdict, judgement="contradicted", failures=(failure,))
    if lost := _without_what(draft.text, whole):
        return replace(verdict, judgement="partly", failures=(Failure("misplaced figure", lost),))
    if verdict.score < _SURE:
        failure = Failure("not entailed", score=verdict.score, threshold=_SURE)
        return replace(verdict, judgement="unsupported", failures=(failure,))
    return verdict


def _without_what(text: str, source: str) -> tuple[str, ...]:
    """A figure that the source gives beside a word which the sentence lacks, and the word beside it in the
    sentence: “a surplus of 2 million” told as a deficit of 2 million; empty where there is none."""
    laid = align(text, source)
    own = {one.key for one in laid.claim}
    for mine, theirs in laid.pairs:
        figure, beside = laid.claim[mine], _before(laid.source, theirs)
        if figure.is_figure and beside and not beside.is_figure and beside.key not in own:
            told = _before(laid.claim, mine)
            return (figure.text, *([told.text] if told else []))
    return ()


def _before(tokens: Sequence[Token], place: int) -> Token | None:
    return next((one for one in reversed(tokens[:place]) if one.tells), None)


def _quotes(quoted: Sequence[Part], draft: Draft, check: Check) -> Iterator[tuple[Draft, Verdict]]:
    alone = [quoted_alone(one) for part in quoted for one in part]
    for one in grouped(alone, check.rules, draft.heading, in_order=True):
        yield one, check.verdict(one)
