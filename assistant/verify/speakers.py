"""Who a sentence is said to be from, where that is the publisher of other documents than its own."""

from __future__ import annotations

import re
from collections.abc import Collection

from assistant.lexicon.rules import Rules
from assistant.verify.cited import bare, told_source
from assistant.verify.documents import CitedDocuments
from assistant.verify.types import Detail, SentenceFinding

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_ARTICLE = re.compile(r"^(?:the|el|la|los|las)\s+")
_VERB_WITHIN = 40  # characters after the name: “…, in a letter, said”


def other_speaker(
    text: str, label: str, slugs: Collection[str], documents: CitedDocuments, rules: Rules
) -> SentenceFinding | None:
    """What is wrong where a sentence opens with, or stands under the name of, somebody who published other
    documents than its own, and whom its own do not name anywhere."""
    own = [documents.sources[slug] for slug in slugs]
    opening = _ARTICLE.sub("", bare(_BRACKETS.sub("", text[:120])))
    heading = _ARTICLE.sub("", bare(_BRACKETS.sub("", label)))
    for source in documents.sources.values():
        name = _ARTICLE.sub("", bare(_BRACKETS.sub("", source.publisher)))
        if len(name.split()) < 2 or source.slug in slugs:
            continue
        said = opening.startswith(f"{name} ") and rules["speech"].of("says", "argues", "gives").find(
            opening[len(name) : len(name) + _VERB_WITHIN]
        )
        if (said or heading == name) and own and not any(_names(name, one.slug, documents) for one in own):
            told = _BRACKETS.sub("", source.publisher)
            detail = Detail("of another document", (told_source(own[0]),), (told,))
            return SentenceFinding("misattributed", detail, told_source(own[0]), own[0].slug)
    return None


def _names(name: str, slug: str, documents: CitedDocuments) -> bool:
    source = documents.sources[slug]
    known = f"{source.title} {source.publisher} {source.author} {documents.text(slug)}"
    return name in bare(known)
