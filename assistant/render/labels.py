"""What all front ends say alike: numbers, pages and dates of sources, and text that cannot steer a screen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.lexicon.dates import readable_date
from assistant.lexicon.printable import plain
from assistant.paper import where
from assistant.types import Answer, Citation, source_numbers

GLOSS = "Machine gloss, word for word, not checked:"
"""What is said before the program's own English of a quote in another language."""
SOURCE = "Source"
"""The head of the column that says where a figure stands."""
_FIRST_WORD = re.compile(
    r"[a-z]+(?=[\s,;:])(?!:/)"
)  # not the beginning of a path, a command's name or an address


def language_named(code: str) -> str:
    """What a screen reader says before words in another language."""
    return {"es": "In Spanish", "fr": "In French", "de": "In German", "pt": "In Portuguese"}.get(
        code, "In another language"
    )


def verdict_label(verdict: str) -> str:
    """What a sentence is said to be that failed the check."""
    return {"partly": "only partly supported", "unsupported": "not supported"}.get(verdict, verdict)


def cited_sources(answer: Answer) -> list[tuple[int, list[Citation]]]:
    """Each source that an answer cites, by its number, with its citations."""
    numbers, cited = source_numbers(answer.citations), dict[int, list[Citation]]()
    for one in answer.citations:
        cited.setdefault(numbers[one.number], []).append(one)
    return list(cited.items())


def source_details(cited: Sequence[Citation]) -> str:
    """What is said of a source besides its title: publisher, date, kind, and where the quotes stand in it."""
    first = cited[0]
    kind = "" if first.kind == "unknown" else first.kind
    details = [first.publisher, readable_date(first.date) or "undated", kind, where(cited)]
    return plain(", ".join(part for part in details if part))


def as_sentence(text: str) -> str:
    """A message or a hint of an error as a sentence: with a capital, and a full stop."""
    whole = capital(text.strip())
    return whole if not whole or whole[-1] in ".!?…”" else f"{whole}."


def capital(text: str) -> str:
    """The text with a capital, where it begins with a word."""
    return text[:1].upper() + text[1:] if _FIRST_WORD.match(text) else text


def capital_of(label: str) -> str:
    """A label on one line, with a capital."""
    line = plain(label)
    return line[:1].upper() + line[1:]
