"""Who says it: the words that introduce a quote, made of the source's metadata and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from assistant.types import Evidence
from ingest.types import Source

_REFERENCE = re.compile(
    r"^(?:Executive Order \d+|Public Law [\d\-–]+|\d+ U\.S\.C\. [^,;:]+|(?:S|H\.R|H\. ?Res|S\. ?Res)\."
    r" ?\d+|Proclamation \d+)",
    re.IGNORECASE,
)
_NEEDS_ARTICLE = re.compile(
    r"^(?:U\.S\.|US|UK|Department|Office|Executive"
    r" Office|Ministry|Congressional|National|Federal|Government)",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"[^a-z]*[A-ZÁÉÍÓÚÜÑ]{3}[^a-z]*")
_ASKED = re.compile(r"PREGUNTA|INTERLOCUTOR|QUESTION|REPORTER|^Q$", re.IGNORECASE)
_SMALL_WORDS = frozenset(["de", "del", "la", "las", "los", "y", "e", "of", "the", "and", "for"])
_SAYS = {"statute": "provides", "bill": "would provide, if enacted", "op-ed": "argues"}

FRAME_WORDS = frozenset(
    """
    the a an on in of and says said asked argues provides would provide if enacted op-ed reporter undated no named author
    """.split()
)
"""The words that an introduction may have besides the source's own metadata; the check holds introductions to
them."""


def introduction(evidence: Evidence) -> str:
    """What goes before the quote: who says it, and when. An op-ed's words are its author's argument, a
    transcript's are the speaker's."""
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
        return (
            f"{_article(source.publisher)}"
            f" said{f' on {day}' if len(source.date) == 10 else f' in {day}' if day else ''}"
        )
    told = ", ".join(part for part in (source.publisher, day) if part)
    return f"“{source.title}”{f' ({told})' if told else ''} says"


def _op_ed(source: Source, day: str) -> str:
    told = ", ".join(part for part in (source.publisher, day) if part)
    published = f" ({told})" if told else ""
    return (
        f"{source.author} argues in an op-ed{published}"
        if source.author
        else f"The op-ed “{source.title}”{published} argues"
    )


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
    """`2025-06-18` as `18 June 2025`, `2025-06` as `June 2025`, `2025` as itself; anything else as an empty
    string."""
    parts = iso.split("-")
    try:
        if len(parts) == 3:
            day = date.fromisoformat(iso)
            return f"{day.day} {day:%B %Y}"
        return (
            f"{date(int(parts[0]), int(parts[1]), 1):%B %Y}"
            if len(parts) == 2
            else (iso if re.fullmatch(r"\d{4}", iso) else "")
        )
    except ValueError:
        return ""


_SPEECH = (
    r"(?:said|says|argues?|argued|claims?|claimed|announced|announces|warned|warns|stated|states|wrote|writes|promised|vowed|insist(?:s|ed)|told"
    r"|believes?|believed)"
)
_SAYS_SO = re.compile(
    r"((?:[A-Z][\w.’'-]*)(?: (?:of |de |the )?[A-Z][\w.’'-]*){0,4}),? (?:has |had |have |also"
    rf" )?{_SPEECH}\b"
)
_ACCORDING = re.compile(
    r"\b[Aa]ccording to (?:the )?((?:[A-Z][\w.’'-]*)(?: (?:of |de |the )?[A-Z][\w.’'-]*){0,4})"
)
_OPINION = re.compile(
    r"\b(?:op-ed|opinion|argu\w+|author|column\w*|contends?|in (?:his|her|their)"
    r" view|believes?|claims?|calls? for|urges?|advocates?)\b",
    re.IGNORECASE,
)
_NOT_SPEAKERS = frozenset(
    "the a this that order act law document report section title executive fact sheet statement press release"
    " proclamation".split()
)


def misattributed(sentence: str, evidence: Sequence[Evidence]) -> str:
    """What is wrong with who a sentence says it is from; empty when nothing. An op-ed's claim is not stated
    as fact, and a speaker is one whom the document, its section or its words name as such."""
    if all(one.source.kind == "op-ed" for one in evidence):
        known = {
            word.lower()
            for one in evidence
            for word in re.findall(r"\w{3,}", f"{one.source.author} {one.source.publisher}")
        }
        names_it = bool(known & {word.lower() for word in re.findall(r"\w+", sentence)})
        if not (_OPINION.search(sentence) or (names_it and re.search(_SPEECH, sentence))):
            return "it states as fact what an op-ed argues"
    for speaker in (*_SAYS_SO.findall(sentence), *_ACCORDING.findall(sentence)):
        words = [
            word
            for word in re.findall(r"[\w-]+", re.sub(r"['’]s\b", "", speaker))
            if word.lower() not in _NOT_SPEAKERS
        ]
        if words and not any(_speaks(words, one) for one in evidence):
            return f"the source does not give this as said by {speaker}"
    return ""


def _speaks(words: Sequence[str], one: Evidence) -> bool:
    """Whether the document, its section, or a verb of speech beside the name gives the words as this
    speaker's."""
    told = f"{one.attribution}\n{one.source.kind}".lower()
    if all(word.lower()[:5] in told for word in words):
        return True
    text = one.passage.text[: one.sentence.end - one.passage.start]
    last, speech = re.escape(words[-1]), rf"(?:{_SPEECH}|according to|estimates?|data from)"
    return bool(
        re.search(
            rf"\b{last}\b[^“”]{{0,60}}\b{speech}|\b{speech}\b[^“”]{{0,80}}\b{last}\b|\b{last}\s*:",
            text,
            re.IGNORECASE,
        )
    )
