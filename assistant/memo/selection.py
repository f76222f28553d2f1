"""Which sentences a memo chooses: plain functions over evidence, by what a sentence names, of which day it
tells, and what it repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date as day_of
from datetime import timedelta

from assistant.lexicon.dates import days
from assistant.lexicon.references import without_references
from assistant.lexicon.rules import Rules
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import content_stems, stems
from assistant.memo.cues import ends, tells_of
from assistant.memo.excerpt import excerpt, leans
from assistant.memo.formats import Ask, SectionFormat
from assistant.memo.limits import lines_of
from assistant.memo.topic import head_of, phrase_of
from assistant.memo.voices import introduced
from assistant.paper import Paragraph, Text
from assistant.query.period import wants_latest
from assistant.query.requirements import read_requirements
from assistant.types import Citation, Evidence
from ingest.gloss import in_english, is_spanish

_CUED = 5.0
"""What a sentence gains for each thing that it tells of and the section is about, in units of the retriever's
score, as all that follow."""
_HEARD = 3.0
"""What it loses for each quote that its document has already."""
_ENDED = 6.0
"""What it gains where the latest state is wanted, and it says that something ended."""
_UNNAMED = 3.0
"""What it loses with none of the topic's names: it may be about another country's."""
_IN_ANOTHER_LANGUAGE = 8.0
"""What it loses in another language, unless its speaker is to be heard."""
_A_WORD_TOO_MANY, _COMFORTABLE = 0.06, 28
"""What it loses for each word beyond a comfortable length."""
_A_WORD_OVER = 0.1
"""What it loses for each word beyond what the section likes."""
_ON_TOPIC, _ON_TOPIC_ANSWERS = 14.0, 1.5
"""What naming all that the topic names gains it; and how much that counts in units of the answerability
model's logit."""
_HEAD, _WHOLE = 0.4, 0.6
"""How much of that the topic's head weighs, and its whole phrase."""
_LEAST_ON_TOPIC = 0.35
"""Below it a sentence is about something else, unless it is its speaker who counts."""
_NOT_READ = -3.0
"""The answerability of a passage that was not read, there being better ones."""
_OF_THE_OPTION = 0.5
"""The share of an option's words that a sentence about it has."""
_STRETCHED, _STRETCHED_ON_A_PAGE = 2.0, 1.5
"""Times the longest quote that a section likes: what a law provides is seldom said in less."""
_FURTHEST_BELOW_BEST = 14.0
_READ_ABOUT = 40
"""Sentences that are looked at: what is further down is about something else."""
_AS_GOOD = 12.0
"""Below the best: where the latest state is told, the latest of those within this."""
_RECENT, _A_DAY = timedelta(days=240), len("2025-02-03")
_BRACKETS = re.compile(r"\([^()]*\)")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Choice:
    """What sentences are chosen for: a question of a section on a topic, or on an `option` of it. What op-eds
    say counts with `opinion`; on `one_page` quotes are shorter."""

    topic: str
    question: str
    ask: Ask
    section: SectionFormat
    opinion: bool = False
    option: str = ""
    one_page: bool = False

    @property
    def longest(self) -> int:
        """The words of the longest quote that is liked."""
        return self.ask.words or self.section.words


def relevant(
    choice: Choice, evidence: Sequence[Evidence], cited: Sequence[Citation], rules: Rules
) -> list[Evidence]:
    """The evidence that answers the question and tells of what is wanted, as it may be quoted, best first by
    what counts here."""
    section, latest = choice.section, wants_latest(choice.question, rules)
    fit = [one for one in evidence[:_READ_ABOUT] if _answers(choice, one, rules)]
    kept = [shown for one in fit if (shown := _quotable(choice, one, rules))]
    if choice.ask.recent:
        kept = recent(kept)
    if room := section.line_each or max(0, section.lines - len(section.own)):
        kept = [
            one for one in kept if lines(introduced(one, rules, brief=section.brief).text) <= room
        ] or kept
    scored = [replace(one, score=_score(choice, one, cited, rules, latest=latest)) for one in kept]
    scored.sort(key=lambda one: -one.score)
    if latest:
        scored = latest_first(scored, rules)
    best = max((one.score for one in scored), default=0.0)
    return [one for one in scored if one.score > best - _FURTHEST_BELOW_BEST]


def _answers(choice: Choice, one: Evidence, rules: Rules) -> bool:
    """Whether a sentence is on the topic, answers, and tells of all that the question wants told."""
    ask = choice.ask
    if one.source.kind == "op-ed" and not choice.opinion:
        return False
    if choice.option and share(content_stems(choice.option), one, rules) < _OF_THE_OPTION:
        return False
    on_topic, answers = _on_topic(choice.topic, one, rules), _NOT_READ if one.answers is None else one.answers
    if answers + _ON_TOPIC_ANSWERS * on_topic < ask.sure or (on_topic < _LEAST_ON_TOPIC and not ask.voices):
        return False
    return all(tells_of(cue.strip("!"), one, rules) for cue in ask.cues if cue.endswith("!"))


def _score(choice: Choice, one: Evidence, cited: Sequence[Citation], rules: Rules, *, latest: bool) -> float:
    ask, words = choice.ask, len(one.statement.split())
    return (
        one.score
        + _CUED * sum(tells_of(cue.strip("!"), one, rules) for cue in ask.cues)
        + _ON_TOPIC * _on_topic(choice.topic, one, rules)
        - _A_WORD_TOO_MANY * max(0, words - _COMFORTABLE)
        - _A_WORD_OVER * max(0, words - choice.longest)
        - (0.0 if _names_it(choice.topic, one, rules) else _UNNAMED)
        - (_IN_ANOTHER_LANGUAGE if is_spanish(one.text) and not ask.voices else 0.0)
        + (_ENDED if latest and ends(one, rules) else 0.0)
        - _HEARD * sum(it.source == one.source.slug for it in cited)
    )


def _on_topic(topic: str, one: Evidence, rules: Rules) -> float:
    """The share of what the topic names that the sentence names too, with more weight on what the topic is
    about."""
    head, phrase = stems(head_of(topic)), content_stems(phrase_of(topic))
    return _HEAD * share(head, one, rules) + _WHOLE * share(phrase, one, rules)


def _names_it(topic: str, one: Evidence, rules: Rules) -> bool:
    """Whether the sentence has one of the names in the topic, where the topic has any."""
    names = read_requirements(f"on {phrase_of(topic)}", rules).names
    return not names or any(stems(name) <= stems(in_english(one.statement)) for name in names)


def _quotable(choice: Choice, one: Evidence, rules: Rules) -> Evidence | None:
    """The sentence as it may be quoted; with the one before it where it leans on that."""
    if leans(one, rules):
        joined = with_the_one_before(one)
        shown = excerpt(joined, choice.longest, rules, whole=True) if joined else None
    else:
        most = int((_STRETCHED_ON_A_PAGE if choice.one_page else _STRETCHED) * choice.longest)
        shown = excerpt(one, choice.longest, rules) or excerpt(one, most, rules)
    return shown if shown and not leans(shown, rules) else None


def share(words: set[str], one: Evidence, rules: Rules) -> float:
    """The share of the words that the sentence has, or others that mean the same; titles of laws that it
    gives in brackets do not count."""
    there = with_synonyms(stems(in_english(_BRACKETS.sub(" ", one.statement))), rules)
    return len(words & there) / max(1, len(words))


def with_the_one_before(one: Evidence) -> Evidence | None:
    """The sentence together with the one before it in its passage, where there is one in its paragraph."""
    passage = one.passage
    before = [sentence for sentence in passage.sentences if sentence.end <= one.sentence.start]
    if not before:
        return None
    first = before[-1]
    text = passage.text[first.start - passage.start : one.sentence.end - passage.start]
    if "\n" in text[first.end - first.start : one.sentence.start - first.start]:
        return None
    return replace(one, sentence=replace(one.sentence, start=first.start, page=first.page), text=text)


def lines(text: str) -> int:
    """How many lines of the page a text takes."""
    return lines_of(Paragraph((Text(text),)))


def recent(evidence: Sequence[Evidence]) -> list[Evidence]:
    """What stands in documents of the last months before the latest of them: what was to come at an earlier
    time may have come and gone."""
    dates = [day_of.fromisoformat(one.source.date) for one in evidence if len(one.source.date) == _A_DAY]
    since = (max(dates) - _RECENT).isoformat() if dates else ""
    return [one for one in evidence if one.source.date >= since[: len(one.source.date)]]


def latest_first(ranked: Sequence[Evidence], rules: Rules) -> list[Evidence]:
    """The evidence (best first) with the latest of what is about as good as the best first, and without what
    tells of earlier years."""
    if not ranked:
        return []
    current = [one for one in ranked if not _looks_back(one, rules)]
    good = [one for one in current if one.score >= ranked[0].score - _AS_GOOD]
    return [
        *sorted(good, key=lambda one: (one.source.date, _latest_day(one)), reverse=True),
        *(one for one in current if one not in good),
    ]


def _latest_day(one: Evidence) -> str:
    """The latest day that a sentence tells of, as an ISO date; empty where it tells of none."""
    return max((day.iso for day in days(one.text) if day.day and day.year), default="")


def _looks_back(one: Evidence, rules: Rules) -> bool:
    """Whether a sentence tells of years well before its document; the year of an act is none."""
    years = [int(year) for year in _YEAR.findall(without_references(one.text, rules))]
    return bool(years) and one.source.date[:4].isdigit() and max(years) < int(one.source.date[:4]) - 1
