"""Questions about the library itself: what it holds, how much, the newest, who wrote what. No sentence of a
document answers them; the catalogue does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems, folded
from assistant.query.period import dated_period
from ingest.kinds import canonical_kind
from ingest.types import Source
from ingest.view import View

CatalogueKind = Literal["newest", "oldest", "count", "list", "author", "date"]
_ANY = frozenset(("document", "file", "source", "text", "paper", "publication"))  # no kind in particular
_ABOUT = re.compile(r"^(?:about|on|of|from|by)\s+", re.IGNORECASE)
_SEARCHED = 60  # passages in which documents on a subject are looked for


@dataclass(frozen=True, slots=True)
class CatalogueRequest:
    """What is asked of the catalogue, and the documents that answer it, in order."""

    kind: CatalogueKind
    sources: tuple[Source, ...]


def catalogue_request(question: str, view: View, rules: Rules) -> CatalogueRequest | None:
    """The request that a question makes of the catalogue; None where it asks the documents, or names a
    document, a kind or a time that the catalogue does not know."""
    question = " ".join(question.split())
    for row in rules["catalogue"].rows:
        found = row.find(question)
        if found:
            kind = cast("CatalogueKind", row.value)
            sources = _answering(kind, found.groupdict(), view, rules)
            return CatalogueRequest(kind, tuple(sources)) if sources else None
    return None


def _answering(kind: str, named: dict[str, str | None], view: View, rules: Rules) -> Sequence[Source]:
    sources = view.sources
    if kind in ("author", "date"):
        titled = _titled(named.get("title") or "", sources)
        known = [one for one in titled if (one.author or one.publisher if kind == "author" else one.date)]
        return known if len(known) == len(titled) else ()
    wanted = named.get("what") or named.get("also") or "documents"
    sources = _of_kind(wanted, sources)
    if kind in ("newest", "oldest"):
        dated = [one for one in sources if one.date]
        return dated[-1:] if kind == "newest" else dated[:1]
    if rest := named.get("of"):
        sources = _narrowed(rest, sources, view, rules)
    return sources


def _titled(words: str, sources: Sequence[Source]) -> list[Source]:
    """The sources whose title the words are, or are of."""
    asked = folded(words)
    same = [one for one in sources if asked and asked == folded(one.title)]
    stems = content_stems(words)
    return same or [
        one for one in sources if len(stems) > 1 and stems <= content_stems(f"{one.title} {one.number}")
    ]


def _of_kind(wanted: str, sources: Sequence[Source]) -> tuple[Source, ...]:
    """The sources of the kind that a noun in the plural names: all, for “documents”."""
    noun = re.sub(r"s$", "", wanted.lower().split()[-1])
    if noun in _ANY and len(wanted.split()) == 1:
        return tuple(sources)
    singular = re.sub(r"s$", "", wanted.lower())
    kinds = {singular, canonical_kind(singular), noun}
    return tuple(one for one in sources if one.kind in kinds)


def _narrowed(rest: str, sources: Sequence[Source], view: View, rules: Rules) -> tuple[Source, ...]:
    """The sources of a time, of a publisher, or on a subject."""
    words = _ABOUT.sub("", rest).strip()
    period = dated_period(words)
    if period is not None:
        return tuple(one for one in sources if period.holds(one.date))
    by = [one for one in sources if folded(words) in folded(f"{one.publisher} {one.author}")]
    if by:
        return tuple(by)
    about = {hit.passage.source for hit in view.full_text(words, _SEARCHED)}
    return tuple(one for one in sources if one.slug in about)
