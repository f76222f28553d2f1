"""Whose words a sentence is: a speaker's, an author's, or of somebody whom it names as saying so; and whom a
turn asks about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from assistant.drafting.instruments import own_reference
from assistant.drafting.introductions import is_asked, speaker
from assistant.drafting.sayers import sayers
from assistant.lexicon.names import is_country
from assistant.lexicon.references import short_reference
from assistant.lexicon.rules import Rules
from assistant.retrieval.retriever import Retriever, key
from assistant.types import Evidence
from ingest.gloss import without_accents
from ingest.types import Passage, Source

_SEARCHED = 30  # passages for each word of a turn, in which it may name who speaks
_MOST_WORDS = 24
_BRACKETS = re.compile(r"\s*\([^)]*\)$")
# Kinds whose publisher only prints what others say, or lays down what no one says.
_OF_MANY = frozenset(
    ("op-ed", "transcript", "note", "news article", "statute", "bill", "executive order", "proclamation")
)
_RETELLS = frozenset(
    ("note", "correspondence", "article", "white house article", "agency report", "press release", "")
)
"""Kinds of document that tell of others, whom a sentence names."""
_OPENS_WITH = re.compile(r"(The op-ed)\b")
_SHORT = 6  # words: a longer label is more than a name
_IN_BRACKETS = re.compile(r"\(([A-ZÁÉÍÓÚÑ][^)]* [^)]*)\)")
_AFTER_OFFICE = re.compile(r"^.*\b(?:of|for|the|and|de|del|para)\b ?", re.IGNORECASE)
_OFFICE = re.compile(r"\b(?:of|for|the|de|del|para)\b", re.IGNORECASE)


def name_words(name: str, rules: Rules) -> frozenset[str]:
    """The words of a name without accents, offices and forms of address."""
    found = re.findall(r"[^\W\d_]+", name)
    kept = [one for one in found if len(one) > 1 and not rules["offices"].covers(one.capitalize())]
    return frozenset(without_accents(one.lower()) for one in kept) - _LITTLE


_LITTLE = frozenset("the of and for de del la las los el y e in mr mrs ms".split())


def person(label: str, rules: Rules) -> frozenset[str]:
    """The words of a label that name somebody, without the office before or after them: “FISCAL GENERAL, ADA
    ORRIN”, “The Minister for Water (Ada Orrin)”, “Under Secretary of the Treasury Ada Orrin”."""
    if found := _IN_BRACKETS.search(label):
        return name_words(found[1], rules)
    parts = [one.strip() for one in re.sub(r"\([^)]*\)", "", label).split(",") if one.strip()]
    plain = [one for one in parts if not _OFFICE.search(one)]
    name = (plain or parts or [""])[-1]
    return name_words(_AFTER_OFFICE.sub("", name), rules)


def is_same(asked: frozenset[str], label: str, rules: Rules) -> bool:
    """Whether a label is of whom is asked about: it has all words asked for, or they all of its name."""
    named = person(label, rules)
    return bool(asked) and (asked <= name_words(label, rules) or (bool(named) and named <= asked))


def is_said_by(one: Evidence, asked: frozenset[str], rules: Rules) -> bool:
    """Whether the words are those of whom is asked about, or the sentence tells that they said it."""
    if one.sentence.speaker:
        return not is_asked(one) and is_same(asked, one.sentence.speaker, rules)
    if any(is_same(asked, label, rules) for label in own_labels(one.source, rules)):
        return True
    return any(is_same(asked, label, rules) for label in sayers(one.text, rules))


def words_of(
    asked: frozenset[str], source: Source, passages: Iterable[Passage], rules: Rules
) -> dict[tuple[str, int], tuple[Evidence, ...]]:
    """The sentences of a document that are somebody's words, by passage. A quotation goes on after the
    sentence that says whose it is, until it ends."""
    found: dict[tuple[str, int], tuple[Evidence, ...]] = {}
    follows = is_open = False
    for passage in passages:
        theirs = []
        for number in range(len(passage.sentences)):
            one = evidence_at(source, passage, number)
            follows = is_said_by(one, asked, rules) or (follows and (is_open or one.text.startswith("“")))
            if follows:
                theirs.append(one)
                opened, closed = one.text.rfind("“"), one.text.rfind("”")
                is_open = opened > closed if opened != closed else is_open
            else:
                is_open = False
        if theirs:
            found[key(passage)] = tuple(theirs)
    return found


def evidence_at(source: Source, passage: Passage, number: int, score: float = 0.0) -> Evidence:
    """A sentence of a passage as evidence."""
    sentence = passage.sentences[number]
    text = passage.text[sentence.start - passage.start : sentence.end - passage.start]
    return Evidence(source, passage, sentence, text, score)


def own_labels(source: Source, rules: Rules) -> Iterator[str]:
    """Whose words a document's are as a whole: its authors', those of whom its title names as speaking or
    writing, and, where it names nobody, those of the body that publishes it."""
    yield from (one for one in re.split(r";| and ", source.author) if one)
    if source.publisher and not source.author and source.kind not in _OF_MANY:
        yield source.publisher
    for opening in rules["voices"].of("by").pattern.finditer(source.title):
        yield rules["voices"].of("about").pattern.split(source.title[opening.end() :], maxsplit=1)[0]


def labels(passage: Passage, source: Source, rules: Rules) -> Iterator[str]:
    """All who are heard in a passage."""
    yield from own_labels(source, rules)
    for number, sentence in enumerate(passage.sentences):
        one = evidence_at(source, passage, number)
        if sentence.speaker:
            if not is_asked(one):
                yield sentence.speaker
        else:
            yield from sayers(one.text, rules)


def whom(turn: str, retriever: Retriever) -> frozenset[str]:
    """The words of a turn that name who is heard in the library: a person first, then a body that publishes;
    empty where nobody of that name is heard."""
    rules, view = retriever.rules, retriever.view
    asking = rules["voices"].of("asking")
    words = [
        without_accents(one.lower())
        for one in re.findall(r"[^\W\d_]{2,}", turn)
        if not asking.covers(one.lower())
    ]
    words = [one for one in dict.fromkeys(words) if one not in _LITTLE][:_MOST_WORDS]
    heard: Counter[frozenset[str]] = Counter()
    for source in view.sources:
        for label in (
            *(person(one, rules) for one in own_labels(source, rules)),
            name_words(source.publisher, rules),
        ):
            if named := frozenset(words) & label:
                heard[named] += 1
    for word in words:
        for hit in view.full_text(word, _SEARCHED):
            source = view.source(hit.passage.source)
            known = [person(one, rules) for one in labels(hit.passage, source, rules)]
            for label in (*known, name_words(source.publisher, rules)):
                if word in label:
                    heard[frozenset(words) & label] += 1
    countries = frozenset(one for one in words if is_country(one) or rules["demonyms"].find(one.capitalize()))
    bodies = frozenset[str]().union(*(name_words(one.publisher, rules) for one in view.sources))

    def fitness(named: frozenset[str]) -> tuple[int, int, int]:
        return len(named - countries - bodies), len(named - countries), heard[named]

    found = max(heard, key=fitness, default=frozenset[str]())
    return found - bodies or found


def actor(one: Evidence, rules: Rules) -> str:
    """Who is to be named for a sentence: its speaker, whom a document that tells of others names as saying
    so, the instrument that it tells of, the author, or the publisher."""
    source = one.source
    if name := speaker(one):
        return name
    if source.kind in _RETELLS:
        if named := sayers(one.text, rules):
            return named[0].rstrip(". ")
        if told_of := _OPENS_WITH.match(one.text):
            return told_of[1]
        if reference := short_reference(one.text, rules):
            return reference
    if reference := own_reference(source, rules):
        return reference
    own = (label.strip() for label in own_labels(source, rules))
    short = next((label for label in own if len(label.split()) <= _SHORT), "")
    return short or _BRACKETS.sub("", source.publisher) or source.title
