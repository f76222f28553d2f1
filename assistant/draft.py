"""The quote drafter: evidence → attributed verbatim sentences, without a model that writes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from assistant.attribution import introduction
from assistant.types import Draft, Evidence
from ingest.types import Sentence

# Two sentences that share more of their words than this say the same; the better one is kept.
_SAME = 0.7
# More quotes than this from one document crowd out what others say.
_PER_SOURCE = 2
# A sentence that opens with one of these leans on the one before it, which is then quoted with it.
_LEANS = re.compile(
    r"(?:it|its|this|that|these|those|they|their|he|his|she|her|such|both|there|according to (?:him|her|them)|esto|esta|este|ello|ellos|ellas|eso)\b",
    re.I,
)
_MAX_QUOTE = 700  # characters: a longer quote is not read


def draft_quotes(evidence: Sequence[Evidence], limit: int) -> list[Draft]:
    """At most `limit` quotes, most pertinent first, none saying the same as another, at most two from one document."""
    chosen: list[Evidence] = []
    counts: Counter[str] = Counter()
    for candidate in evidence:
        if len(chosen) == limit:
            break
        slug = candidate.source.slug
        if counts[slug] < _PER_SOURCE and is_quotable(candidate.text) and not any(_says_the_same(candidate, other) for other in chosen):
            chosen.append(candidate)
            counts[slug] += 1
    return [draft_quote(one, evidence) for one in chosen]


def draft_quote(one: Evidence, around: Sequence[Evidence]) -> Draft:
    """The evidence as `Who said on when: “…”`, with the sentence before it where it leans on that."""
    whole = _with_antecedent(one, around)
    return Draft(f"{introduction(whole)}: “{whole.text}”", (whole,), (whole.text,))


def _with_antecedent(one: Evidence, around: Sequence[Evidence]) -> Evidence:
    if not _LEANS.match(one.text):
        return one
    for other in around:
        same_place = other.source.slug == one.source.slug and other.sentence.end + 1 == one.sentence.start
        if same_place and len(other.text) + len(one.text) < _MAX_QUOTE:
            sentence = Sentence(other.sentence.start, one.sentence.end, other.sentence.page, one.sentence.page_end)
            return replace(one, sentence=sentence, text=f"{other.text} {one.text}")
    return one


def is_quotable(text: str) -> bool:
    """Whether a sentence says something on its own: not a question, a label, a heading, a link or a fragment of a few words."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    if len(words) < 4 or text.rstrip('”"’) ').endswith(("?", ":")):
        return False
    return not text.isupper() and not re.match(r"(?:https?://|\[?FR Doc|Billing code|###)", text, re.IGNORECASE)


def _says_the_same(one: Evidence, other: Evidence) -> bool:
    first, second = (set(re.findall(r"\w+", evidence.text.lower())) for evidence in (one, other))
    return len(first & second) > _SAME * len(first | second)
