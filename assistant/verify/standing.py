"""What holds of quoted words that whoever quotes them should say: that they are not in force, or not yet,
that they are put into another act or quoted from another, or that their document has ended."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.drafting.instruments import told_status
from assistant.verify.documents import CitedDocuments, FoundQuote
from assistant.verify.types import Detail, DetailKind, SentenceFinding

_SAID: Mapping[DetailKind, re.Pattern[str]] = {
    "not in force": re.compile(r"\bnot (?:yet )?in (?:force|effect)|\bwould\b", re.IGNORECASE),
    "not yet in force": re.compile(
        r"\bnot (?:yet )?in (?:force|effect)|\b(?:not yet|prospective(?:ly)?|from|until|as of|would|will)\b",
        re.IGNORECASE,
    ),
    "proposed": re.compile(r"\b(?:would|propos\w+|bills?|drafts?|if enacted|if adopted)\b", re.IGNORECASE),
    "inserted": re.compile(
        r"\b(?:insert\w*|amend\w*|add(?:s|ed|ing)|substitut\w*|replac\w*|into)\b", re.IGNORECASE
    ),
    "quoted": re.compile(r"\b(?:quot\w+|cit(?:es|ed|ing)|according to|in the words of)\b", re.IGNORECASE),
    "ended": re.compile(
        r"\b(?:repeal\w*|no longer|former(?:ly)?|expired|revoked|ended|until|was in force|provided|lapsed"
        r"|withdrawn|superseded|became|public law)\b",
        re.IGNORECASE,
    ),
}
"""What in a sentence says so already."""


def standing(place: FoundQuote, sentence: str, documents: CitedDocuments) -> SentenceFinding | None:
    """What is to be known of the words at a place, where the sentence that quotes them does not say it."""
    source = documents.sources[place.slug]
    found: DetailKind | None = None
    for one in documents.touched(place):
        if one.role == "quoted" or one.standing == "quoted":
            found = "quoted"
        elif one.standing in ("not in force", "not yet in force", "proposed", "inserted"):
            found = one.standing
    status = told_status(source)
    if found is None and status:
        found = "ended"
    if found is None or _SAID[found].search(sentence):
        return None
    words = (status,) if found == "ended" else ()
    return SentenceFinding("standing", Detail(found, words), source=place.slug, failed=False)
