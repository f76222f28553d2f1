"""Who says it: the words that introduce a quote, made of the source's metadata and nothing else."""

from __future__ import annotations

import re
from datetime import date

from assistant.types import Evidence
from ingest.types import Source

_REFERENCE = re.compile(
    r"^(?:Executive Order \d+|Public Law [\d\-–]+|\d+ U\.S\.C\. [^,;:]+|(?:S|H\.R|H\. ?Res|S\. ?Res)\. ?\d+|Proclamation \d+)", re.IGNORECASE
)
_NEEDS_ARTICLE = re.compile(r"^(?:U\.S\.|US|UK|Department|Office|Executive Office|Ministry|Congressional|National|Federal|Government)", re.IGNORECASE)
_SPEAKER = re.compile(r"[^a-z]*[A-ZÁÉÍÓÚÜÑ]{3}[^a-z]*")
_ASKED = re.compile(r"PREGUNTA|INTERLOCUTOR|QUESTION|REPORTER|^Q$", re.IGNORECASE)
_SMALL_WORDS = frozenset(["de", "del", "la", "las", "los", "y", "e", "of", "the", "and", "for"])
_SAYS = {"statute": "provides", "bill": "would provide, if enacted", "op-ed": "argues"}

FRAME_WORDS = frozenset(
    """
    the a an on in of and says said asked argues provides would provide if enacted op-ed reporter undated no named author
    """.split()
)
"""The words that an introduction may have besides the source's own metadata; the check holds introductions to them."""


def introduction(evidence: Evidence) -> str:
    """What goes before the quote: who says it, and when. An op-ed's words are its author's argument, a transcript's are the speaker's."""
    source = evidence.source
    day = readable_date(source.date)
    if source.kind == "op-ed":
        return _op_ed(source, day)
    speaker = _speaker(evidence)
    if speaker:
        return f"{speaker} on {day}" if day else speaker
    reference = short_reference(source.title)
    if reference:
        return f"{reference}{f' ({day})' if day else ''} {_SAYS.get(source.kind, 'says')}"
    if source.publisher and source.kind not in ("note", "correspondence"):
        return f"{_article(source.publisher)} said{f' on {day}' if len(source.date) == 10 else f' in {day}' if day else ''}"
    told = ", ".join(part for part in (source.publisher, day) if part)
    return f"“{source.title}”{f' ({told})' if told else ''} says"


def _op_ed(source: Source, day: str) -> str:
    told = ", ".join(part for part in (source.publisher, day) if part)
    published = f" ({told})" if told else ""
    return f"{source.author} argues in an op-ed{published}" if source.author else f"The op-ed “{source.title}”{published} argues"


def _speaker(evidence: Evidence) -> str:
    """The speaker with the verb, when the section is a speech: its heading is then a name in capitals."""
    heading = evidence.passage.heading
    if evidence.source.kind != "transcript" or not _SPEAKER.fullmatch(heading):
        return ""
    if is_asked(evidence):
        return "A reporter asked"
    return f"{' '.join(_cased(word) for word in heading.split())} said"


def is_asked(evidence: Evidence) -> bool:
    """Whether the words are an interviewer's, which say what was asked and not what is so."""
    return evidence.source.kind == "transcript" and bool(_ASKED.search(evidence.passage.heading))


def _cased(word: str) -> str:
    return word.lower() if word.lower() in _SMALL_WORDS else word.capitalize()


def short_reference(title: str) -> str:
    """The legal reference that a title opens with (`Executive Order 14198`), or an empty string."""
    found = _REFERENCE.match(title)
    return found.group().strip() if found else ""


def _article(publisher: str) -> str:
    return f"The {publisher}" if _NEEDS_ARTICLE.match(publisher) else publisher


def readable_date(iso: str) -> str:
    """`2025-06-18` as `18 June 2025`, `2025-06` as `June 2025`, `2025` as itself; anything else as an empty string."""
    parts = iso.split("-")
    try:
        if len(parts) == 3:
            day = date.fromisoformat(iso)
            return f"{day.day} {day:%B %Y}"
        return f"{date(int(parts[0]), int(parts[1]), 1):%B %Y}" if len(parts) == 2 else (iso if re.fullmatch(r"\d{4}", iso) else "")
    except ValueError:
        return ""
