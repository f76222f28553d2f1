"""What a question requires of a sentence that is to answer it: its names and numbers, the measure it asks
for, the words it quotes.

A cross-encoder scores topic more than fact: "fentanyl deaths in Canada in 2024" finds deaths in the United
States. These are the plain signs that it overlooks, and each costs a sentence that lacks it some of its
score. The costs were set on eval/cases-library.jsonl and eval/cases-bundled.jsonl (see eval/LOG.md)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.lexicon.dates import without_dates
from assistant.lexicon.names import is_country
from assistant.lexicon.references import references, without_references
from assistant.lexicon.rules import Pack, Rules
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import folded, stems
from assistant.query.period import days_named, without_period
from assistant.types import Evidence
from ingest.full_text import full_text_terms
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

_EXACT = re.compile(r"\d{4}")  # years, and numbers as long as one
_DIGIT = re.compile(r"\d")
_COUNT = re.compile(r"\d[\d.,]*")
_BESIDE = 90  # characters of a number, in which it is said what it counts
_TOKEN = re.compile(r"\d+(?:,\d{3})+|[^\W_][\w.'’]*")
# An hour by which somebody needs it; a fiscal year, which texts write out.
_TIME = re.compile(r"\d{1,2}(?:[:.]\d\d)?(?:am|pm|h)|FY['’]?\d{2,4}", re.IGNORECASE)
_OPENS = re.compile(r"(?:^|[.?!:;]|\s[-–—])[\s\"“‘'(¿¡]*$")
_NUMBER_AFTER = re.compile(r"\.?\s*(?:no\.?\s*)?\d")
_PHRASE = re.compile(r"[\"“‘]([^\"“”’]+ [^\"“”’]+)[\"”’]")


@dataclass(frozen=True, slots=True)
class Requirements:
    """What was read off a question, in its own spelling; `phrases` are folded to bare words."""

    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    speaker: str = ""
    sayer: str = ""
    phrases: tuple[str, ...] = ()
    number: bool = False
    count: bool = False
    counted: str = ""
    share: bool = False


NONE = Requirements()


def read_requirements(question: str, rules: Rules) -> Requirements:
    """The requirements of a question. A name is a capitalised word that does not open it, an acronym, or
    anything with a digit; the numbers of instruments and years are its numbers."""
    question = without_period(in_english(question), rules)
    terms = set(full_text_terms(question))
    names = dict.fromkeys(
        name for name in _names(question, rules) if name.lower() in terms or any(c.isdigit() for c in name)
    )
    cited = references(question, rules)
    instruments = {part for one in cited for part in re.findall(r"\w+", one.number)}
    exact = {name for name in names if _EXACT.search(name) or name.lower() in instruments}
    pack = rules["requirements"]
    return Requirements(
        names=tuple(name for name in names if name not in exact),
        numbers=tuple(name for name in names if name in exact),
        days=tuple(sorted(days_named(question))),
        speaker=_named(pack.of("speaker"), question),
        sayer=_named(pack.of("sayer"), question),
        phrases=tuple(folded(phrase) for phrase in _PHRASE.findall(question)),
        number=pack.of("number").find(question) is not None,
        count=pack.of("count").find(question) is not None,
        counted=_counted(pack, question),
        share=pack.of("share").find(question) is not None,
    )


def _counted(pack: Pack, question: str) -> str:
    """The words of what is to be counted, where a sentence that counts it would have one of them: nobody need
    be named “people”. What a question says next of it stands among them; no plain sign tells them apart."""
    words = _named(pack.of("counted"), question).split()
    plain = [one for one in words if one[:1].islower()]
    return "" if any(pack.of("anybody").covers(one) for one in words) else " ".join(plain)


def presupposes(question: str, rules: Rules) -> bool:
    """Whether a question takes for granted that what it names belongs together: “When did the council adopt
    it?”"""
    return rules["questions"].of("presupposes").find(question) is not None


def _named(pack: Pack, question: str) -> str:
    """The name in the first place that a row matches."""
    found = [match for row in pack.rows if (match := row.find(question))]
    return min(found, key=lambda match: match.start())["name"] if found else ""


def _names(question: str, rules: Rules) -> list[str]:
    """The names and numbers of a question. A word that opens it, or a sentence in it, is one only where it is
    a country or written like no other word; a word for a document is none, nor is what stands for the kind of
    a number (“EO 31”) or an office, or a day, which is asked for as such."""
    plain = (rules["requirements"].of("no-name"), rules["papers"], rules["offices"])
    question = without_dates(question) if days_named(question) else question
    named_as_such = [range(one.start, one.end) for one in references(question, rules)]
    found = []
    for token in _TOKEN.finditer(question):
        word = re.sub(r"['’]s$", "", token.group()).rstrip(".")
        if _TIME.fullmatch(word):
            continue
        acronym = word.isupper() and len(word) > 1
        opens = _OPENS.search(question[: token.start()]) is not None and not is_country(word)
        of_number = _NUMBER_AFTER.match(question, token.end()) is not None and (acronym or len(word) < 3)
        is_number = any(map(str.isdigit, word))
        named = is_number or acronym or (not opens and word[:1].isupper())
        of_number = of_number or (not is_number and any(token.start() in span for span in named_as_such))
        bare = word.replace(".", "") if acronym else word
        if named and not of_number and not any(pack.covers(one) for pack in plain for one in (word, bare)):
            found.append(word)
    return found


def shortfall(requirements: Requirements, one: Evidence, rarity: Mapping[str, float], rules: Rules) -> float:
    """What the sentence loses for what it lacks, or, below 0, gains; it may lean on its context."""
    sentence, around = one.statement, stems(one.context)
    missing = [
        word
        for word in (*requirements.names, *requirements.numbers)
        if not stems(word) <= around and not _named_otherwise(word, one.context, rules)
    ]
    cost = _MISSING_NAME * sum(rarity.get(word, 1.0) for word in missing)
    cost += _MISSING_EXACT * sum(word in requirements.numbers for word in missing)
    if rules["requirements"].of("boilerplate").find(sentence):
        cost += _BOILERPLATE
    if requirements.days and not days_named(one.context).issuperset(requirements.days):
        cost += _MISSING_DAY
    if requirements.speaker and not stems(requirements.speaker) <= around:
        cost += _MISSING_SPEAKER
    # Where the document names who speaks, another whom they name is not the one who says it.
    said_by = one.attribution if one.sentence.speaker else f"{one.attribution}\n{sentence}"
    if requirements.sayer and not stems(requirements.sayer) <= stems(said_by):
        cost += _MISSING_SAYER
    cost -= _QUOTED_WORDS * sum(phrase in folded(sentence) for phrase in requirements.phrases)
    return cost + _measure_cost(requirements, sentence, rules)


def _measure_cost(requirements: Requirements, sentence: str, rules: Rules) -> float:
    if not requirements.number:
        return 0.0
    if requirements.share:
        stated = rules["requirements"].of("stated-share").find(sentence)
        return 0.0 if stated else _MISSING_NUMBER + _MISSING_MEASURE
    counting = without_dates(without_references(sentence, rules))
    if _DIGIT.search(counting) or rules["requirements"].of("numeral").find(counting):
        return 0.0
    return _MISSING_NUMBER + (_MISSING_MEASURE if requirements.count else 0.0)


def lacks_measure(requirements: Requirements, sentence: str, rules: Rules) -> bool:
    """Whether the sentence lacks the share or the count that is asked for."""
    return (requirements.share or requirements.count) and _measure_cost(
        requirements, sentence, rules
    ) >= _MISSING_MEASURE


def counts_asked(requirements: Requirements, one: Evidence, rules: Rules) -> bool:
    """Whether the sentence has a number of what the question wants counted, named by its word or one that
    means the same, near the number; true of a question that wants nothing counted."""
    wanted = with_synonyms(stems(requirements.counted), rules)
    if not requirements.counted:
        return True
    sentence = without_dates(without_references(one.english, rules))
    numerals = (row.find(sentence) for row in rules["requirements"].of("numeral").rows)
    numbers = [*_COUNT.finditer(sentence), *filter(None, numerals)]
    return any(wanted & stems(sentence[max(0, at.start() - _BESIDE) : at.end() + _BESIDE]) for at in numbers)


def _named_otherwise(word: str, text: str, rules: Rules) -> bool:
    """Whether the text has another form of the name, which shares no stem with it: “China” for “Chinese”."""
    packs = (rules["demonyms"], rules["aliases"], rules["capitals"])
    return any(row.covers(word) and row.find(text) for pack in packs for row in pack.rows)


def missing_from(requirements: Requirements, contexts: list[str], rules: Rules) -> list[str]:
    """The names, numbers and days that stand in none of the contexts."""
    whole = "\n".join(contexts)
    around = stems(whole)
    days = days_named(whole) if requirements.days else ()
    lacking = [
        word
        for word in (*requirements.names, *requirements.numbers)
        if not stems(word) <= around and not _named_otherwise(word, whole, rules)
    ]
    return lacking + [day for day in requirements.days if day not in days]
