"""The quote drafter: evidence → attributed verbatim sentences, without a model that writes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.drafting.introductions import introduction, is_asked
from assistant.lexicon.features import features
from assistant.lexicon.rules import Rules
from assistant.lexicon.sameness import same_statement
from assistant.retrieval.neighbours import leans_back
from assistant.types import Draft, Evidence
from ingest.types import Sentence

# What each quote already taken from a document costs the next one from it, in units of the score: other
# documents should be heard.
_REPEATED = 2.0
# A neighbour of a chosen sentence that scores within this of the best is quoted along with it.
_WORTH_JOINING = 10.0
_MAX_QUOTE = 700  # characters: a longer quote is not read


def draft_quotes(evidence: Sequence[Evidence], limit: int, rules: Rules) -> list[Draft]:
    """At most `limit` quotes, most relevant first, none saying the same as another, and from different
    documents where they compete."""
    best = evidence[0].score if evidence else 0.0
    chosen: list[Evidence] = []
    counts: Counter[str] = Counter()
    pool = [one for one in evidence if is_quotable(one.text) and not is_asked(one)]
    while pool and len(chosen) < limit:
        one = max(pool, key=lambda candidate: candidate.score - _REPEATED * counts[candidate.source.slug])
        pool.remove(one)
        joined = _join(one, chosen) if one.score > best - _WORTH_JOINING else None
        if joined is not None:
            chosen[joined[0]] = joined[1]
        elif not any(overlap(one, other) or _same(one, other, rules) for other in chosen):
            whole = _with_antecedent(one, evidence, rules)
            chosen.append(one if any(overlap(whole, other) for other in chosen) else whole)
            counts[one.source.slug] += 1
    return [Draft(f"{introduction(one, rules)}: “{one.text}”", (one,), (one.text,)) for one in chosen]


def _same(one: Evidence, other: Evidence, rules: Rules) -> bool:
    return same_statement(features(one.text, rules), features(other.text, rules))


def _join(one: Evidence, chosen: Sequence[Evidence]) -> tuple[int, Evidence] | None:
    """The chosen quote that this sentence touches, with its position, made one with it."""
    for position, other in enumerate(chosen):
        first, second = sorted((one, other), key=lambda each: each.sentence.start)
        if _touch(first, second):
            return position, replace(_run(first, second), score=other.score)
    return None


def _with_antecedent(one: Evidence, around: Sequence[Evidence], rules: Rules) -> Evidence:
    """The sentence with the one before it, where it leans back."""
    before = next((other for other in around if leans_back(one.text, rules) and _touch(other, one)), None)
    return _run(before, one) if before else one


def _touch(first: Evidence, second: Evidence) -> bool:
    """Whether the second follows the first with nothing but a space between, within the length of a quote."""
    same_place = first.source.slug == second.source.slug and first.sentence.end + 1 == second.sentence.start
    return (
        same_place
        and len(first.text) + len(second.text) < _MAX_QUOTE
        and first.passage.number == second.passage.number
    )


def overlap(one: Evidence, other: Evidence) -> bool:
    """Whether the two share words of one document."""
    same_source = one.source.slug == other.source.slug
    return same_source and one.sentence.start < other.sentence.end and other.sentence.start < one.sentence.end


def _run(first: Evidence, second: Evidence) -> Evidence:
    """The two as one quote; what the stored text has between them is in the passage."""
    start, end = first.sentence.start, second.sentence.end
    text = first.passage.text[start - first.passage.start : end - first.passage.start]
    return replace(
        second, sentence=Sentence(start, end, first.sentence.page, second.sentence.page_end), text=text
    )


def is_quotable(text: str) -> bool:
    """Whether a sentence says something on its own: not a question, a label, a heading, a link, or words cut
    short."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    if len(words) < 4 or text.rstrip('”"’) ').endswith(("?", ":", "…", "—")):
        return False
    return not text.isupper() and not re.match(
        r"(?:https?://|\[?FR Doc|Billing code|###)", text, re.IGNORECASE
    )
