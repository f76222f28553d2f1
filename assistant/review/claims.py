"""An op-ed's sentences as claims: which state a fact, and which are opinion, prediction or proposal."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.lexicon.quantities import quantities
from assistant.review.types import Claim, Kind
from ingest.sentences import split_sentences

_FEWEST_WORDS = 4  # less than these is a fragment, which claims nothing
_PROPOSAL = re.compile(
    r"\b(?:should|ought to|must|needs? to|why not|how about|(?:might|could) (?:also"
    r" )?(?:include|use|involve|begin|start|name|appoint|create)|let us"
    r"|let['’]s|it is time (?:to|for)|i (?:propose|urge|recommend)|deserves? to|needs? is|could use|is"
    r" overdue)\b",
    re.IGNORECASE,
)
_PREDICTION = re.compile(
    r"\b(?:[Ww]ill|[Ww]ould|[Cc]ould|may|[Mm]ight|is(?: un)?likely|are(?: un)?likely|going"
    r" to|risks?|doomed|inevitably|[Ss]ooner or later)\b"
)
_OPINION = re.compile(
    r"\b(?:i|we|my|our|us) (?:\w+"
    r" )?(?:agree|disagree|believe|think|feel|see|admit|know|fear|hope|want|rarely|lost|met)\b|\bi['’](?:ll|ve|m|d)\b"
    r"|\b(?:wrong|right|dangerous|foolish|shameful|disastrous|absurd|cartoonish\w*|incendiary|xenophobic|misguided|reckless|cynical|serious"
    r" enough"
    r"|tough enough|the problem|the biggest|best|worst|unfortunately|sadly|surely|of course)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?<=\s)[A-ZÁÉÍÓÚÑ][\w’'-]+")
# What a news page puts around the article.
_FURNITURE = re.compile(
    r"^The post .+ appeared first on\b|^(?:advertisement|read more|subscribe|sign up)\b", re.IGNORECASE
)


def claims(text: str) -> list[Claim]:
    """The claims of an op-ed, in order, with their places in its text."""
    found: list[Claim] = []
    before = ""
    for start, end in _sentences(text):
        told = text[start:end]
        if len(told.split()) >= _FEWEST_WORDS and not _FURNITURE.match(told):
            found.append(Claim(len(found) + 1, told, kind_of(told), start, end, before))
        before = told
    return found


def kind_of(sentence: str) -> Kind:
    """What a sentence is. A question is a proposal where it asks why not; a sentence that judges is a fact
    all the same where it gives a figure."""
    if _PROPOSAL.search(sentence):
        return "proposal"
    if _PREDICTION.search(sentence):
        return "prediction"
    if quantities(sentence) and _NAMED.search(sentence) and not re.search(r"\b(?:I|my)\b", sentence):
        return "fact"
    return "opinion" if _OPINION.search(sentence) or sentence.rstrip().endswith("?") else "fact"


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for line in re.finditer(r"[^\n]*\S[^\n]*", text):
        yield from split_sentences(text, *line.span())
