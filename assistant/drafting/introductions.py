"""Who says it: the words that introduce a quote, made of what the library knows of the source and of the
sentence, and nothing else."""

from __future__ import annotations

import re

from assistant.drafting.instruments import is_law, own_reference, placed, told, told_status, verb
from assistant.lexicon.dates import readable_date
from assistant.lexicon.rules import Rules
from assistant.types import Evidence
from ingest.types import Source

_NEEDS_ARTICLE = re.compile(
    r"^(?:U\.S\.|US|UK|Department|Office|Executive"
    r" Office|Ministry|Congressional|National|Federal|Government)",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\W*(?:voz(?: de)? (?:hombre|mujer|masculina|femenina)|voz en off|narrador(?:a)?"
    r"|(?:male|female|unidentified|unknown) (?:voice|speaker|man|woman)|narrator|voice-?over"
    r"|speaker \d+)\W*$",
    re.IGNORECASE,
)
_ASKED = re.compile(r"PREGUNTA|INTERLOCUTOR|QUESTION|REPORTER|^Q\.?$", re.IGNORECASE)
_SMALL_WORDS = frozenset(["de", "del", "la", "las", "los", "y", "e", "of", "the", "and", "for"])
_CALLED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Lord|Lady|The|Sen|Rep|Hon|Rt|Prof|Abg)\b\.?", re.IGNORECASE
)
_IN_CAPITALS = re.compile(r"[^\W\d_a-zß-öø-ÿ]{2,}(?![^\W\d_])")
_MAC = re.compile(r"\bMa?c(?=[A-Z])")
_SMALL_LETTERS = re.compile(r"[a-zß-öø-ÿ]{2,}")
_LONGEST_ACRONYM = 4  # letters: a longer word in capitals is a word
_APART = frozenset(("note", "recital", "preamble"))
_A_DAY = len("2025-02-03")

FRAME_WORDS = frozenset(
    """
    the a an on in of and says said asked argues provides provided would provide if enacted adopted op-ed
    reporter undated no named author but this it is not yet force insert inserts inserted into another act
    quotes quoted note to recital preamble version that
    """.split()
)
"""The words that an introduction may have besides what is known of the source and of the sentence; the check
holds introductions to them."""


def introduction(evidence: Evidence, rules: Rules) -> str:
    """What goes before the quote: who says it, when, and what holds of the words where they are not plainly
    in force. An op-ed's words are its author's argument, a speech's are the speaker's."""
    source, sentence = evidence.source, evidence.sentence
    day = readable_date(source.date)
    if source.kind == "op-ed":
        return _op_ed(source, day)
    name = speaker(evidence)
    if said := f"{name} said" if name else "A reporter asked" if is_asked(evidence) else "":
        return f"{said} on {day}" if day else said
    # Its long title and who brought it in are no provision of a bill.
    role = "preamble" if rules["legal"].of("front").find(evidence.text) else sentence.role
    reference, does = own_reference(source, rules), verb(source, role, sentence.standing, rules)
    if reference or is_law(source):
        named = placed(reference or f"“{source.title}”", sentence.place, sentence.role)
        return f"{named}{told(source, rules, number=not reference)} {does}"
    status = told_status(source)
    speaks = does in ("says", "said") and sentence.role not in _APART
    if speaks and source.publisher and source.kind not in ("note", "correspondence"):
        when = f" on {day}" if len(source.date) == _A_DAY else f" in {day}" if day else ""
        return f"{_article(source.publisher)} said{when}{f' ({status})' if status else ''}"
    published = ", ".join(part for part in (source.publisher, day) if part)
    around = "; ".join(part for part in (published, status) if part)
    return f"{placed(f'“{source.title}”', '', sentence.role)}{f' ({around})' if around else ''} {does}"


def _op_ed(source: Source, day: str) -> str:
    around = ", ".join(part for part in (source.publisher, day) if part)
    published = f" ({around})" if around else ""
    return (
        f"{source.author} argues in an op-ed{published}"
        if source.author
        else f"The op-ed “{source.title}”{published} argues"
    )


def speaker(evidence: Evidence) -> str:
    """Who speaks, as the document names them; empty where it names nobody, as a voice in a film, or an
    interviewer asks."""
    if is_asked(evidence) or _NOBODY.match(evidence.sentence.speaker):
        return ""
    return cased(" ".join(evidence.sentence.speaker.rstrip(":. ").split()))


def is_asked(evidence: Evidence) -> bool:
    """Whether the words are an interviewer's, which say what was asked and not what is so."""
    return bool(_ASKED.search(evidence.sentence.speaker))


def cased(name: str) -> str:
    """A name that is printed in capitals as it is written: “Mr. MICA” is “Mr. Mica”; an acronym in a name
    that is not in capitals is left."""
    in_capitals = not _SMALL_LETTERS.search(_MAC.sub("", _CALLED.sub("", name)))

    def written(found: re.Match[str]) -> str:
        word = found.group()
        if not in_capitals and len(word) <= _LONGEST_ACRONYM:
            return word
        return word.lower() if found.start() and word.lower() in _SMALL_WORDS else word.capitalize()

    return _IN_CAPITALS.sub(written, name)


def _article(publisher: str) -> str:
    return f"The {publisher}" if _NEEDS_ARTICLE.match(publisher) else publisher
