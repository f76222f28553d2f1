"""An op-ed's sentences as claims: which state a fact, and which are opinion, prediction or proposal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from assistant.lexicon.quantities import quantities
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import folded
from assistant.review.types import Claim, ClaimKind
from ingest.sentences import split_sentences

_FEWEST_WORDS = 4  # less than these is a fragment, which claims nothing
_NAMED = re.compile(r"(?<=\s)[A-ZÁÉÍÓÚÑ][\w’'-]+")


def claims(text: str, rules: Rules, title: str = "") -> list[Claim]:
    """The claims of an op-ed, in order, with their places in its text; the headline is none."""
    found: list[Claim] = []
    furniture = rules["claims"].of("furniture")
    before = ""
    for start, end in _sentences(text):
        told = text[start:end]
        is_headline = not found and folded(told) == folded(title)
        if len(told.split()) >= _FEWEST_WORDS and not furniture.find(told) and not is_headline:
            found.append(Claim(len(found) + 1, told, kind_of(told, rules), start, end, before))
        before = told
    return found


def clauses(claim: Claim, rules: Rules) -> list[Claim]:
    """The clauses of a claim that say something alone, each as a claim after the one before it; none where it
    has only one."""
    places = [match.start() for match in rules["claims"].of("clause").pattern.finditer(claim.text)]
    ends = [0, *places, len(claim.text)]
    parts = [claim.text[start:end].strip(" ,;:—") for start, end in pairwise(ends)]
    if len(parts) < 2 or min(len(part.split()) for part in parts) < _FEWEST_WORDS:
        return []
    befores = [claim.before, *parts[:-1]]
    return [
        replace(claim, text=part, before=before, kind=kind_of(part, rules))
        for part, before in zip(parts, befores, strict=True)
    ]


def kind_of(sentence: str, rules: Rules) -> ClaimKind:
    """What a sentence is. A question is a proposal where it asks why not; a sentence that judges is a fact
    all the same where it gives a figure."""
    signs = rules["claims"]
    if signs.of("proposal").find(sentence):
        return "proposal"
    if signs.of("prediction").find(sentence):
        return "prediction"
    if quantities(sentence) and _NAMED.search(sentence) and not signs.of("own voice").find(sentence):
        return "fact"
    return (
        "opinion"
        if signs.of("opinion", "judging").find(sentence) or sentence.rstrip().endswith("?")
        else "fact"
    )


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        yield from split_sentences(text, *line.span())
