"""What a question demands of a sentence that is to answer it: its names and numbers, the measure it asks for,
the words it quotes.

A cross-encoder scores topic more than fact: "fentanyl deaths in Canada in 2024" finds deaths in the United
States. These are the plain signs that it overlooks, and each costs a sentence that lacks it some of its
score. The costs were set on eval/cases-library.jsonl and eval/cases-bundled.jsonl (see eval/LOG.md)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.lexicon.words import folded, stems
from assistant.query.period import days_named, without_period
from assistant.types import Evidence
from ingest.catalogue import full_text_terms
from ingest.gloss import in_english

# In units of the cross-encoder's logit, to which they are added.
_MISSING_NAME = 8.0  # times the name's rarity in the library, from 0 (in every passage) to 1 (nowhere)
_MISSING_EXACT = 16.0  # a year, an order's number: nothing else will do
_MISSING_SPEAKER = 12.0
_MISSING_DAY = 4.0
_MISSING_SAYER = 6.0
_MISSING_NUMBER = 2.0
_MISSING_MEASURE = 10.0
_QUOTED_WORDS = 6.0
_BOILERPLATE = 6.0

_EXACT = re.compile(r"\d{4}")  # years and the numbers of orders and statutes
_TOKEN = re.compile(r"[^\W_][\w.'’]*")
# What orders and statutes end with, whatever they are about.
_GENERAL_PROVISION = re.compile(
    r"not intended to,? and does not,? create any right|shall be construed to impair|implemented consistent"
    r" with applicable law"
    r"|authority granted by law to an executive|functions of the Director of the Office of Management and"
    r" Budget",
    re.IGNORECASE,
)
# Capitalised, but written in too many ways, or too common, to be looked for as they stand.
_NOT_NAMES = frozenset(
    "us usa uk un january february march april may june july august september october november december"
    " jan feb mar apr jun jul aug sep sept oct nov dec i".split()
)
_PHRASE = re.compile(r"[\"“‘]([^\"“”’]+ [^\"“”’]+)[\"”’]")
_SPEAKER = re.compile(
    r"\b(?:per|according to|says?|said by|as reported by)\s+(?:the\s+)?([A-Z][A-Za-z]{1,7})\b"
)
# Who is to be heard: “What did Mexico say about that?” wants Mexico's own documents, or a sentence about what
# Mexico said.
_SAYER = re.compile(
    r"\b(?:did|does|do|has|have)\s+(?:the\s+)?([A-Z]\w+)(?:\s+\w+)?\s+(?:say|said|think|argue|answer|respond|reply|claim|report|want)\b"
)

_DATE_OR_REFERENCE = re.compile(
    r"(?:\b\d{1,2} (?:de"
    r" )?)?\b(?:January|February|March|April|May|June|July|August|September|October|November|December|enero|febrero|marzo)"
    r"\.? (?:\d{1,2},? )?(?:of |de )?\d{4}\b"
    r"|\b(?:19|20)\d\d\b|\bsection \d+|\b(?:order|no\.) \d{4,5}|\d+ U\.S\.C\. \d+",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|[bm]illions?|trillions?|half"
    r"|dos|tres|cuatro|cinco|diez|cien|mil|millones|mitad)\b",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"%|\bper ?cent|percentage|\bpor ciento|\bhalf of|\bthirds? of|\bquarters? of|\bmajority of|\bmitad",
    re.IGNORECASE,
)

_ASKS_NUMBER = re.compile(
    r"\bhow (?:many|much|big|large|little|long|often|far)\b"
    r"|\bwhat (?:share|percent\w*|rate|number|amount|fraction|proportion|portion|sum|drop|price|cost)\b"
    r"|\b(?:percentage|number|amount|value|rate|exact number|total) of\b|\bcu[aá]nt[oa]s?\b|\bqu[eé]"
    r" porcentaje\b",
    re.IGNORECASE,
)
_ASKS_COUNT = re.compile(
    r"\bhow (?:many|much)\b|\b(?:what|exact|the) number\b|\bwhat amount\b|\bcu[aá]nt[oa]s?\b", re.IGNORECASE
)
_ASKS_SHARE = re.compile(
    r"\bwhat (?:share|percent\w*|proportion|fraction)\b|\bpercentage\b|\bqu[eé] porcentaje\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Demands:
    """What was read off a question, in its own spelling; `phrases` are folded to bare words."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    speaker: str = ""
    sayer: str = ""
    phrases: tuple[str, ...] = ()
    number: bool = False
    count: bool = False
    share: bool = False


def read_demands(question: str) -> Demands:
    """The demands of a question. A name is a capitalised word that does not open it, an acronym, or anything
    with a digit."""
    question = without_period(in_english(question))
    terms = set(full_text_terms(question))
    names = dict.fromkeys(
        name for name in _names(question) if name.lower() in terms or any(c.isdigit() for c in name)
    )
    speaker, sayer = _SPEAKER.search(question), _SAYER.search(question)
    return Demands(
        names=tuple(name for name in names if not _EXACT.search(name)),
        numbers=tuple(name for name in names if _EXACT.search(name)),
        days=tuple(sorted(days_named(question))),
        speaker=speaker.group(1) if speaker else "",
        sayer=sayer.group(1) if sayer else "",
        phrases=tuple(folded(phrase) for phrase in _PHRASE.findall(question)),
        number=bool(_ASKS_NUMBER.search(question)),
        count=bool(_ASKS_COUNT.search(question)),
        share=bool(_ASKS_SHARE.search(question)),
    )


def _names(question: str) -> list[str]:
    found = []
    for position, token in enumerate(_TOKEN.findall(question)):
        word = re.sub(r"['’]s$", "", token).rstrip(".")
        acronym = word.isupper() and len(word) > 1
        named = any(c.isdigit() for c in word) or acronym or (position > 0 and word[:1].isupper())
        if named and word.lower() not in _NOT_NAMES:
            found.append(word)
    return found


def shortfall(demands: Demands, one: Evidence, rarity: Mapping[str, float]) -> float:
    """What the sentence loses for what it lacks, or, below 0, gains; it may lean on its context."""
    sentence, around = one.text, stems(one.context)
    missing = [word for word in (*demands.names, *demands.numbers) if not stems(word) <= around]
    cost = _MISSING_NAME * sum(rarity.get(word, 1.0) for word in missing)
    cost += _MISSING_EXACT * sum(word in demands.numbers for word in missing)
    if _GENERAL_PROVISION.search(sentence):
        cost += _BOILERPLATE
    if demands.days and not days_named(one.context).issuperset(demands.days):
        cost += _MISSING_DAY
    if demands.speaker and not stems(demands.speaker) <= around:
        cost += _MISSING_SPEAKER
    if demands.sayer and not stems(demands.sayer) <= stems(f"{one.attribution}\n{sentence}"):
        cost += _MISSING_SAYER
    cost -= _QUOTED_WORDS * sum(phrase in folded(sentence) for phrase in demands.phrases)
    return cost + _measure_cost(demands, sentence)


def _measure_cost(demands: Demands, sentence: str) -> float:
    if not demands.number:
        return 0.0
    if demands.share:
        return 0.0 if _SHARE.search(sentence) else _MISSING_NUMBER + _MISSING_MEASURE
    if _NUMBER.search(_DATE_OR_REFERENCE.sub(" ", sentence)):
        return 0.0
    return _MISSING_NUMBER + (_MISSING_MEASURE if demands.count else 0.0)


def lacks_measure(demands: Demands, sentence: str) -> bool:
    """Whether the sentence lacks the share or the count that is asked for."""
    return (demands.share or demands.count) and _measure_cost(demands, sentence) >= _MISSING_MEASURE


def unmet(demands: Demands, contexts: list[str]) -> list[str]:
    """The names, numbers and days that stand in none of the contexts."""
    around = stems(" ".join(contexts))
    days = days_named(" ".join(contexts)) if demands.days else ()
    lacking = [word for word in (*demands.names, *demands.numbers) if not stems(word) <= around]
    return lacking + [day for day in demands.days if day not in days]
