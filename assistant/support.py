"""The check: a draft sentence against the stored text that it quotes. It trusts nothing of the drafter's but offsets, and reads the text anew."""

from __future__ import annotations

import re

from assistant.attribution import FRAME_WORDS, readable_date
from assistant.types import Draft, Evidence, Verdict
from ingest.library import Library


def check(draft: Draft, library: Library) -> Verdict:
    """Supported when every quote stands byte for byte where its evidence says, the sentence holds nothing but its introduction and its
    quotes, and the introduction says nothing that the source's metadata does not."""
    if not draft.evidence or not draft.quotes:
        return Verdict("unsupported", 0.0, "it cites no document")
    frame = draft.text
    for quote, evidence in zip(draft.quotes, draft.evidence, strict=True):
        start, end = evidence.sentence.start, evidence.sentence.end
        if library.text(evidence.source.slug)[start:end] != quote:
            return Verdict("unsupported", 0.0, f"the quote does not stand in {evidence.source.slug} at {start}–{end}")
        if f"“{quote}”" not in frame:
            return Verdict("unsupported", 0.0, "the sentence does not give its quote in full")
        frame = frame.replace(f"“{quote}”", "", 1)
    strangers = _words(frame) - set().union(*(_known_words(evidence, library) for evidence in draft.evidence))
    if strangers:
        return Verdict("partly", 0.5, f"the introduction says more than the source's metadata: {', '.join(sorted(strangers))}")
    return Verdict("supported", 1.0)


def _known_words(evidence: Evidence, library: Library) -> set[str]:
    """The words that may introduce the evidence, by the library's own record of the source rather than the drafter's."""
    source = library.source(evidence.source.slug)
    return set(FRAME_WORDS) | _words(
        " ".join((source.title, source.publisher, source.author, source.date, readable_date(source.date), source.kind, _heading(evidence, library)))
    )


def _heading(evidence: Evidence, library: Library) -> str:
    """The drafter's heading, if it is one of the source's words before the quote."""
    before = library.text(evidence.source.slug)[: evidence.sentence.start]
    return evidence.passage.heading if evidence.passage.heading in before else ""


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+(?:['’.\-][^\W_]+)*", text.lower()))
