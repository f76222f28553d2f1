"""How a turn reads without its conversation, and into which questions it falls, without a model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from assistant.lexicon.dates import MONTHS
from assistant.lexicon.names import is_country
from assistant.lexicon.rules import Rules
from assistant.types import Turn
from ingest.full_text import full_text_terms

_AFTER_A_QUESTION = re.compile(r"(?<=[?])\s+(?=.*[?])")
_FEWEST_IN_PART = 3  # words: less is not a question of its own, as in “when and where did they meet?”
_MOST_PARTS = 3  # each is searched, which takes its time
_MARKS = " ,.;:!?¡¿…👋🙏👍\n\t"
_FEWEST_WORDS = 2  # with no more words of its own than these, a turn says too little alone


_NAME = r"[A-ZÁÉÍÓÚÑ0-9][\w.’'-]*(?:\s+(?:(?:of|the|and|de|del|la)\s+)?[A-ZÁÉÍÓÚÑ0-9][\w.’'-]*)*"
_ONLY_A_NAME = re.compile(rf"(?P<name>{_NAME})\W*")


def parts(question: str, rules: Rules) -> tuple[str, ...]:
    """The questions that a question is made of, in order; mostly itself. A later one is understood after
    those before it."""
    goes_on = rules["questions"].of("next").pattern
    split = (part for asked in _AFTER_A_QUESTION.split(question) for part in goes_on.split(asked))
    found = tuple(part.strip() for part in split if part.strip())
    whole = all(len(part.split()) >= _FEWEST_IN_PART for part in found) and len(found) <= _MOST_PARTS
    return found if whole else (question,)


SmallTalk = Literal["", "about", "greeting", "goodbye", "thanks", "assent"]
"""What a turn that asks the documents nothing says: what comes first here tells how it is answered."""


def small_talk(question: str, rules: Rules) -> SmallTalk:
    """What a turn says that asks the documents nothing: it is nothing but greetings, thanks, and questions
    about the program itself (`about`); empty for any other."""
    place = len(question) - len(question.lstrip(_MARKS))
    said: set[str] = set()
    while place < len(question):
        ends = [
            (found.end(), row.value or "about")
            for row in rules["smalltalk"].rows
            if (found := row.match_around(question, place))
        ]
        if not ends:
            return ""
        place, value = max(ends)
        said.add(value)
        place += len(question[place:]) - len(question[place:].lstrip(_MARKS))
    if not any(map(str.isalnum, question)):
        return ""
    return next((one for one in get_args(SmallTalk) if one in said), "")


def leans(question: str, rules: Rules) -> bool:
    """Whether a question cannot be understood without what was said before it."""
    points_back = rules["anaphora"].of("turn").find(question)
    own = len(full_text_terms(question))
    is_whole = own == _FEWEST_WORDS and rules["questions"].of("whole").find(question) is not None
    return points_back is not None or (own <= _FEWEST_WORDS and not is_whole)


def with_what_it_leans_on(question: str, history: Sequence[Turn], rules: Rules) -> str:
    """The question after the turns that it leans on, back to the last one that stands on its own; itself
    where it stands on its own."""
    questions = [question]
    for turn in reversed(history):
        if not leans(questions[0], rules):
            break
        questions.insert(0, turn.question)
    return " ".join(questions)


def exchanged(question: str, history: Sequence[Turn], rules: Rules) -> str:
    """The last question that has such a name, with the name that this one puts in its place (“And for
    Norway?”), a country in that of the only country, whatever stands before it; empty where this one does
    more than that."""
    question = _with_countries_in_capitals(question)
    other = _names_another(question, rules)
    if other is None:
        return ""
    before_it = rf"\b{other.where}\s+(?:the\s+)?$" if other.where else "$"
    for turn in reversed(history):
        last = _with_countries_in_capitals(turn.question)
        for name in reversed(list(re.finditer(_NAME, last))):
            before = last[: name.start()]
            if (
                before.strip(" ¿“")
                and name.group().isdigit() == other.name.isdigit()
                and not _is_month(name.group())
                and re.search(before_it, before)
            ):
                return before + other.name + last[name.end() :]
        countries = [name for name in re.finditer(_NAME, last) if is_country(name.group())]
        if is_country(other.name) and len(countries) == 1:
            return last[: countries[0].start()] + other.name + last[countries[0].end() :]
        if not leans(turn.question, rules):
            break
    return ""


def _with_countries_in_capitals(text: str) -> str:
    """The text with the names of countries as names, however they were typed."""
    return re.sub(
        r"\b[a-z]{4,}\b", lambda one: one.group().title() if is_country(one.group()) else one.group(), text
    )


@dataclass(frozen=True, slots=True)
class _Another:
    """A name, and the word before it that says in which place it belongs."""

    name: str
    where: str


def _names_another(question: str, rules: Rules) -> _Another | None:
    """What a turn names that only names another thing."""
    for row in rules["questions"].of("another").rows:
        opening = row.find(question)
        named = _ONLY_A_NAME.fullmatch(question, opening.end()) if opening else None
        if opening and named:
            return _Another(named["name"], (opening["where"] or "").strip())
    return None


def _is_month(name: str) -> bool:
    return re.split(r"\W", name)[0] in MONTHS
