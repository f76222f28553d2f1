"""Which sentences of a paper need a source: those that state a fact, and not those in which the writer asks,
advises, weighs, or says what is still open."""

from __future__ import annotations

import re

from assistant.lexicon.dates import days
from assistant.lexicon.features import features
from assistant.lexicon.quantities import quantities
from assistant.lexicon.rules import Rules
from assistant.verify.types import Detail

LITTLE = ("one", "uno", "una", "first", "second")
"""Articles and connectives more often than numbers."""

_AS_OF = re.compile(r"\b(?:as of|as at|on|from|since|until|a fecha de)\b", re.IGNORECASE)
_FEWEST_WORDS = 3  # fewer are a label, a greeting or a name
_ADVISED = re.compile(r"\b(?:should|ought to|needs? to|to)\s+(?:\w+ly\s+)?\w+", re.IGNORECASE)
# A part of the paper, and not somebody: “Option B”, “Annex 2”.
_PARTS = re.compile(r"(?:Option|Variant|Annex|Appendix|Section|Table|Figure|Note|Opción|Anexo|Cuadro)\b.*")


def is_date(text: str) -> bool:
    """Whether a text is a date and nothing else: what stands over the events of a day, or beside a figure."""
    rest = text
    for one in days(text):
        rest = rest.replace(one.text, " ")
    return rest != text and not re.search(r"\w", _AS_OF.sub(" ", rest))


def is_own(text: str, rules: Rules, *, label: str = "") -> bool:
    """Whether a sentence, after its `label`, is the writer's own: a question, a request, advice that nobody
    else is said to give."""
    signs = rules["sourcing"]
    if text.rstrip().endswith("?") or signs.of("asks", "passed").find(text) or signs.of("asking").find(label):
        return True
    return signs.of("advises").find(text) is not None and not _said(text, rules)


def _said(text: str, rules: Rules) -> re.Match[str] | None:
    """The words by which somebody is said to say something, other than what they should."""
    return rules["speech"].of("says", "argues", "source", "gives").find(_ADVISED.sub(" ", text))


def needs_source(
    text: str, rules: Rules, *, label: str = "", is_asking: bool = False, around: str = ""
) -> Detail | None:
    """What shows that a sentence states a fact; None where nothing does, or it is the writer's own. `label`
    stands before it; `is_asking` says that it stands where the paper asks, and `around` is all of the paper,
    which shows whether a word that opens a sentence is a name."""
    signs, said = rules["sourcing"], _said(text, rules)
    if is_own(text, rules, label=label):
        return None
    weighs = is_asking or bool(signs.of("weighs").find(text))
    figures = tuple(one.text for one in quantities(text) if one.text.lower() not in LITTLE)
    dates = tuple(one.text for one in days(text))
    if is_date(text):
        return None
    if (figures or dates) and not (weighs and not dates and not re.search(r"\d", " ".join(figures))):
        return Detail("no note", (*figures, *dates))
    if weighs or len(text.split()) < _FEWEST_WORDS:
        return None
    if said or (said := signs.of("tells").find(text)):
        return Detail("no source", (" ".join(said.group().split()).strip(' “"('),))
    names = [one for one in features(text, rules).names(around) if not _PARTS.fullmatch(one)]
    if names and signs.of("states").find(text):
        return Detail("no source", (names[0],))
    return None
