"""Who says it: an op-ed's claim stands as its author's, and a speaker is one whom the document names so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.lexicon.rules import Pack, Rules
from assistant.lexicon.words import OPENERS
from assistant.types import Evidence, Failure

_SOMEBODY = r"[A-Z][\w.’'-]*(?: (?:of |de |the )?[A-Z][\w.’'-]*){0,4}"
_BEFORE_A_VERB = re.compile(rf"({_SOMEBODY}),? (?:has |had |have |also )?\Z")
_AFTER_A_SOURCE = re.compile(rf" (?:the |el |la |los |las )?({_SOMEBODY})")
_POSSESSIVE = re.compile(r"['’]s\b")
_BEFORE, _AFTER = 60, 80  # characters between a name and its verb of speech, and between a verb and its name


def misattributed(sentence: str, evidence: Sequence[Evidence], rules: Rules) -> Failure | None:
    """What is wrong with who a sentence says it is from; None when nothing. An op-ed's claim is not stated
    as fact, and a speaker is one whom the document, its section or its words name as such."""
    speech = rules["speech"]
    if all(one.source.kind == "op-ed" for one in evidence):
        known = {
            word.lower()
            for one in evidence
            for word in re.findall(r"\w{3,}", f"{one.source.author} {one.source.publisher}")
        }
        names_it = bool(known & {word.lower() for word in re.findall(r"\w+", sentence)})
        view = rules["opinion"].find(sentence) or speech.of("argues").find(sentence)
        if not (view or (names_it and speech.of("says").find(sentence))):
            return Failure("opinion as fact")
    for speaker in _speakers(sentence, speech):
        words = [
            word
            for word in re.findall(r"[\w-]+", _POSSESSIVE.sub("", speaker))
            if not (word.lower() in OPENERS["en"] or speech.of("document").covers(word))
        ]
        if words and not any(_speaks(words, one, speech) for one in evidence):
            return Failure("misattributed", (speaker,))
    return None


def _speakers(sentence: str, speech: Pack) -> Iterator[str]:
    """Who says something by the sentence: “Amberg has said”, “according to the Council”."""
    for verb in speech.of("says", "argues").pattern.finditer(sentence):
        if before := _BEFORE_A_VERB.search(sentence, 0, verb.start()):
            yield before[1]
    for source in speech.of("source").pattern.finditer(sentence):
        if after := _AFTER_A_SOURCE.match(sentence, source.end()):
            yield after[1]


def _speaks(words: Sequence[str], one: Evidence, speech: Pack) -> bool:
    """Whether the document, its section, or a verb of speech beside the name gives the words as this
    speaker's. Where somebody is named as speaking, another is not, though the title or the passage has their
    name."""
    known = f"{one.attribution}\n{one.source.kind}".lower()
    told_by = f"{one.sentence.speaker}\n{one.source.publisher}\n{one.source.kind}".lower()
    in_told_by = not one.sentence.speaker or any(word.lower()[:5] in told_by for word in words)
    if in_told_by and all(word.lower()[:5] in known for word in words):
        return True
    text = one.statement if one.sentence.speaker else _up_to(one)
    said = list(speech.of("says", "argues", "source", "figure").pattern.finditer(text))
    for name in re.finditer(rf"\b{re.escape(words[-1])}\b", text, re.IGNORECASE):
        if re.match(r"\s*:", text[name.end() :]):
            return True
        for verb in said:
            first, second, most = (
                (name, verb, _BEFORE) if name.start() < verb.start() else (verb, name, _AFTER)
            )
            between = text[first.end() : second.start()]
            if second.start() >= first.end() and len(between) <= most and not re.search("[“”]", between):
                return True
    return False


def _up_to(one: Evidence) -> str:
    """The passage until the sentence's end, with the words that the sentence completes."""
    leads = " ".join(lead.text for lead in one.sentence.leads)
    return f"{leads} {one.passage.text[: one.sentence.end - one.passage.start]}".strip()
