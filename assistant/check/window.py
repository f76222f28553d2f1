"""The part of long evidence that a claim is read against: the support model sees about two hundred words at a
time."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence

from assistant.lexicon.words import content_stems, stems
from ingest.sentences import split_sentences

# A word already covered by a chosen sentence counts this much for the next one; a neighbour of a good
# sentence has this share of its score.
_COVERED = 0.3
_NEIGHBOUR = 0.35
Length = Callable[[Sequence[str]], Sequence[int]]


def choose_window(evidence: str, claim: str, budget: int, length: Length) -> str:
    """The sentences of the evidence that share most with the claim, in their order, `budget` units long at
    most by `length`, which gives the length of each of some texts. Evidence that fits is given whole."""
    return choose_windows(evidence, claim, (budget,), length)[0]


def choose_windows(evidence: str, claim: str, budgets: Sequence[int], length: Length) -> list[str]:
    """The window of each budget, from one reading of the evidence."""
    whole = length([evidence])[0]
    if whole <= min(budgets):
        return [evidence for _ in budgets]
    texts = [
        evidence[start:end] for line in _lines(evidence) for start, end in split_sentences(evidence, *line)
    ]
    lengths = length(texts)
    words = [stems(text) for text in texts]
    wanted = content_stems(claim)
    weight = {word: math.log(1 + len(texts) / (1 + sum(word in one for one in words))) for word in wanted}
    return [
        evidence
        if whole <= budget
        else " ".join(texts[i] for i in _chosen(words, lengths, weight, budget)) or evidence
        for budget in budgets
    ]


def _chosen(
    words: Sequence[Collection[str]], lengths: Sequence[int], weight: Mapping[str, float], budget: int
) -> list[int]:
    """The sentences that fill the budget, the best first taken, in the order of the text."""
    shared = [[word for word in weight if word in one] for one in words]
    chosen: set[int] = set()
    covered: set[str] = set()
    used = 0
    while True:
        own = [
            sum(weight[word] * (_COVERED if word in covered else 1.0) for word in mine)
            / (4 + len(one)) ** 0.5
            for mine, one in zip(shared, words, strict=True)
        ]
        scores = {
            i: (
                own[i]
                + _NEIGHBOUR
                * max(
                    own[i - 1] if i else 0.0,
                    own[i + 1] if i + 1 < len(own) else 0.0,
                    float(i - 1 in chosen or i + 1 in chosen),
                )
            )
            for i in range(len(words))
            if i not in chosen and used + lengths[i] <= budget
        }
        if not scores:
            return sorted(chosen)
        best = max(scores, key=lambda i: scores[i])
        chosen.add(best)
        covered.update(shared[best])
        used += lengths[best]


def _lines(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"[^\n]*\S[^\n]*", text)]
