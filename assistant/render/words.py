"""What all front ends say alike: numbers, pages and dates of sources, and text that cannot steer a screen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.drafting.introductions import readable_date
from assistant.types import Answer, AnswerSentence, Citation, source_numbers

_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


def plain(text: str) -> str:
    """The text on one line without control characters, so that nothing in a document moves the cursor, turns
    the writing round or breaks a file."""
    return " ".join(_CONTROL.sub("", text).split())


def verdict_told(verdict: str) -> str:
    """What a sentence is said to be that failed the check."""
    return {"partly": "only partly supported", "unsupported": "not supported"}.get(verdict, verdict)


def sentence_numbers(sentence: AnswerSentence, numbers: Mapping[int, int]) -> list[int]:
    """The numbers of a sentence's sources, each once; `numbers` has them by citation."""
    return list(dict.fromkeys(numbers[one] for one in sentence.citations))


def cited_sources(answer: Answer) -> list[tuple[int, list[Citation]]]:
    """Each source that an answer cites, by its number, with its citations."""
    numbers, cited = source_numbers(answer.citations), dict[int, list[Citation]]()
    for one in answer.citations:
        cited.setdefault(numbers[one.number], []).append(one)
    return list(cited.items())


def pages_told(cited: Sequence[Citation]) -> str:
    """The pages that are cited: `p. 3`, `pp. 3–4, 7`; empty where the format has none."""
    spans = sorted({(one.page, one.page_end or one.page) for one in cited if one.page is not None})
    told = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in spans)
    return f"{'p.' if len(spans) == 1 and spans[0][0] == spans[0][1] else 'pp.'} {told}" if spans else ""


def source_told(cited: Sequence[Citation]) -> str:
    """What is said of a source besides its title: publisher, date, kind, cited pages."""
    first = cited[0]
    kind = "" if first.kind == "unknown" else first.kind
    told = [first.publisher, readable_date(first.date) or "undated", kind, pages_told(cited)]
    return plain(", ".join(part for part in told if part))


def note_text(citation: Citation) -> str:
    """What a footnote says: `Title, Publisher, 3 February 2025, p. 3: “quote”`; the quote is its last
    words."""
    told = [
        citation.title,
        citation.publisher,
        readable_date(citation.date) or "undated",
        pages_told([citation]),
    ]
    return f"{plain(', '.join(part for part in told if part))}: “{plain(citation.quote)}”"
