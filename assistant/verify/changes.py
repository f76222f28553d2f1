"""What a memo's documents have become since: a later one that tells of a change to an instrument, and that
the memo does not cite."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.lexicon.rules import Rules
from assistant.retrieval.supersession import change_search, instrument_numbers, tells_of_change
from assistant.verify.cited import told_source
from assistant.verify.documents import CitedDocuments
from assistant.verify.types import Detail, SentenceFinding
from ingest.types import Source

_READ = 30  # passages


def changes(slugs: Iterable[str], documents: CitedDocuments, rules: Rules) -> dict[str, SentenceFinding]:
    """For each of the documents that are cited, what the latest other one tells of a change to it; nothing
    for those of which none does."""
    cited = list(dict.fromkeys(slugs))
    found = {slug: _change(documents.sources[slug], cited, documents, rules) for slug in cited}
    return {slug: finding for slug, finding in found.items() if finding}


def _change(
    source: Source, cited: Sequence[str], documents: CitedDocuments, rules: Rules
) -> SentenceFinding | None:
    numbers = instrument_numbers([source.title], rules)
    if not numbers or not source.date:
        return None
    hits = documents.view.full_text(change_search(numbers, rules), _READ)
    later = [
        (documents.sources[hit.passage.source], sentence)
        for hit in hits
        if hit.passage.source not in cited and documents.sources[hit.passage.source].date > source.date
        for sentence in hit.passage.sentences
    ]
    telling = [
        (other, text)
        for other, one in later
        if tells_of_change(text := documents.text(other.slug)[one.start : one.end], numbers, rules)
    ]
    if not telling:
        return None
    other, text = max(telling, key=lambda each: each[0].date)
    return SentenceFinding(
        "overtaken", Detail("change told", (told_source(other),)), text, other.slug, failed=False
    )
