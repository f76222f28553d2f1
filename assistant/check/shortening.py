"""Whether a sentence shortens its quotes: more than is asked of what else is written, where the quotes
themselves stand in the place of what is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.check.alignment import Token, align
from assistant.lexicon.rules import Rules
from assistant.types import Draft, Failure, Verdict

# Of its telling words that a sentence has from its quotes, in their order, and the least support. On the half
# of the written sentences that is for fitting, 7 of a 1.5B model's 62 that passed were false; with these 1 of
# 42, and the quote stands where a true one is refused (eval/LOG.md).
_LEAST_SHARE, _SURE = 0.8, 0.85
# Where a clause begins that has a subject of its own.
_CLAUSE = re.compile(r"[;:]\s|\s[—–-]+\s|—|[.!?][\"”’)]*\s+(?=[\"“(]?[A-Z])")
_WORD = 3  # letters: fewer number an item
# Whoever speaks in the quotes would speak in the answer: “we will act” is not ours to say.
_FIRST_PERSON = re.compile(r"\b(?:I|[Mm]y|[Mm]e|[Ww]e|[Oo]urs?|us)\b")


def shortened(draft: Draft, verdict: Verdict, rules: Rules) -> Verdict:
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
    if cut := next(filter(None, (_beheaded(draft.text, text) for text in texts)), ()):
        return replace(verdict, judgement="partly", failures=(Failure("narrower in the source", cut),))
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


def _beheaded(text: str, source: str) -> tuple[str, ...]:
    """How a clause of the source begins that the sentence goes on with, but whose beginning it leaves out:
    “the campaign — losses have fallen” told as a campaign that has fallen; empty where there is none."""
    laid = align(text, source)
    for first, end in laid.gaps():
        between = source[laid.source[first - 1].start : laid.source[end].start]
        borders = [one.end() for one in _CLAUSE.finditer(between)]
        if borders:
            begins = laid.source[first - 1].start + borders[-1]
            lost = (one for one in laid.source[first:end] if one.tells and one.start >= begins)
            if words := tuple(one.text for one in lost if len(one.text) >= _WORD):
                return words
    return ()


def _before(tokens: Sequence[Token], place: int) -> Token | None:
    return next((one for one in reversed(tokens[:place]) if one.tells), None)
