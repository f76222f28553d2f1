"""Who says it: the words that introduce a quote, made of the source's metadata and nothing else."""

from __future__ import annotations

import re

from assistant.lexicon.dates import readable_date
from assistant.lexicon.references import opening_reference, short_reference
from assistant.lexicon.rules import Rules
from assistant.types import Evidence
from ingest.types import Source

_NEEDS_ARTICLE = re.compile(
    r"^(?:U\.S\.|US|UK|Department|Office|Executive"
    r" Office|Ministry|Congressional|National|Federal|Government)",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"[^a-z]*[A-ZÁÉÍÓÚÜÑ]{3}[^a-z]*")
_ASKED = re.compile(r"PREGUNTA|INTERLOCUTOR|QUESTION|REPORTER|^Q$", re.IGNORECASE)
_SMALL_WORDS = frozenset(["de", "del", "la", "las", "los", "y", "e", "of", "the", "and", "for"])
_PROVIDES, _WOULD_PROVIDE = "provides", "would provide, if enacted"
_SAYS = {"statute": _PROVIDES, "bill": _WOULD_PROVIDE, "executive order": "says", "proclamation": "says"}
# Documents of these kinds, or with these words in their titles, tell of the instrument whose name they have.
_TELLS_OF_IT = frozenset(
    ("note", "correspondence", "press release", "fact sheet", "agency report", "testimony", "statement")
)
_ABOUT_IT = re.compile(
    r"\b(?:guid(?:e|ance)|notes?|summary|explained|explanatory|faqs?|questions|briefing|analysis|assessment|report"
    r"|commentary|factsheet|gu[íi]a|resumen|notas?)\b",
    re.IGNORECASE,
)

FRAME_WORDS = frozenset(
    """
    the a an on in of and says said asked argues provides would provide if enacted op-ed reporter undated no
    named author
    """.split()
)
"""The words that an introduction may have besides the source's own metadata; the check holds introductions to
them."""


def introduction(evidence: Evidence, rules: Rules) -> str:
    """What goes before the quote: who says it, and when. An op-ed's words are its author's argument, a
    transcript's are the speaker's."""
    source = evidence.source
    day = readable_date(source.date)
    if source.kind == "op-ed":
        return _op_ed(source, day)
    name = speaker(evidence)
    said = f"{name} said" if name else "A reporter asked" if _names_speaker(evidence) else ""
    if said:
        return f"{said} on {day}" if day else said
    if reference := own_reference(source, rules):
        return f"{reference}{f' ({day})' if day else ''} {_verb(source, rules)}"
    if source.publisher and source.kind not in ("note", "correspondence"):
        return (
            f"{_article(source.publisher)}"
            f" said{f' on {day}' if len(source.date) == 10 else f' in {day}' if day else ''}"
        )
    told = ", ".join(part for part in (source.publisher, day) if part)
    return f"“{source.title}”{f' ({told})' if told else ''} says"


def own_reference(source: Source, rules: Rules) -> str:
    """The reference to the instrument that a document is, as its title opens with it; empty where the
    document is none, or only tells of one."""
    reference = short_reference(source.title, rules)
    if not reference or source.kind in _TELLS_OF_IT:
        return ""
    is_named_so = source.kind not in _SAYS and _ABOUT_IT.search(source.title.partition(reference)[2])
    return "" if is_named_so else reference


def _verb(source: Source, rules: Rules) -> str:
    reference = opening_reference(source.title, rules)
    if source.kind in _SAYS or reference is None:
        return _SAYS.get(source.kind, "says")
    return _PROVIDES if reference.is_law else _WOULD_PROVIDE if reference.is_bill else "says"


def _op_ed(source: Source, day: str) -> str:
    told = ", ".join(part for part in (source.publisher, day) if part)
    published = f" ({told})" if told else ""
    return (
        f"{source.author} argues in an op-ed{published}"
        if source.author
        else f"The op-ed “{source.title}”{published} argues"
    )


def speaker(evidence: Evidence) -> str:
    """Who speaks in the section of a transcript, whose heading is then a name in capitals; empty where nobody
    is named, or an interviewer asks."""
    if not _names_speaker(evidence) or is_asked(evidence):
        return ""
    return " ".join(_cased(word) for word in evidence.passage.heading.split())


def _names_speaker(evidence: Evidence) -> bool:
    return evidence.source.kind == "transcript" and bool(_SPEAKER.fullmatch(evidence.passage.heading))


def is_asked(evidence: Evidence) -> bool:
    """Whether the words are an interviewer's, which say what was asked and not what is so."""
    return evidence.source.kind == "transcript" and bool(_ASKED.search(evidence.passage.heading))


def _cased(word: str) -> str:
    return word.lower() if word.lower() in _SMALL_WORDS else word.capitalize()


def _article(publisher: str) -> str:
    return f"The {publisher}" if _NEEDS_ARTICLE.match(publisher) else publisher
