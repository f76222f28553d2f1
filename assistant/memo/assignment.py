"""An assignment, read: a topic as offices type it (a question, a noun phrase, a decision, a forwarded mail)
as the subjects that are to be briefed on, the questions that it asks itself, and the options of its
decision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.lexicon.names import is_country
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems
from assistant.memo.types import MemoRequest
from ingest.sentences import split_sentences

_QUOTED = re.compile(r"[“\"]([^“”\"\n]{8,200})[”\"]")
_HEAD = re.compile(r"^(?P<head>[^:?]{4,110}):\s+(?P<tail>\S.*)$", re.DOTALL)
_ASKING = r"(?=(?:what|who|how|where|when|which|why|whether)\b)"
_AND_ASKS = rf",?\s+and\s+{_ASKING}"
_JOINED = re.compile(_AND_ASKS)
_PARTS = re.compile(rf"\s*[;,]\s+(?:and\s+)?|{_AND_ASKS}")
_SERIES = re.compile(rf"{_AND_ASKS}|,\s+{_ASKING}")  # of questions
_ITEMS = re.compile(r",\s+(?:and\s+)?|\s+(?:and|&|\+)\s+")
_ASKS_WHICH = re.compile(r"\s*(?:whether|which|what|how|if)\b", re.IGNORECASE)
_WHETHER = re.compile(r"^\s*whether\s+(?:or\s+not\s+)?to\s+", re.IGNORECASE)
_OPTIONS = re.compile(r"\s*;\s*|,\s+(?:or\s+)?|\s+or\s+")
_LONGEST_ITEM = 5  # words of an item of a list of subjects
_LONGEST_TITLE = 30  # words of a topic that is its own title
_MOST = 8  # subjects
_MOST_ASKED = 5  # questions
_LEAST = 2
_SHORT = 3  # letters of a stem: one alone (“say”) is no subject beside another


@dataclass(frozen=True, slots=True)
class Assignment:
    """What is to be briefed on. `subjects` are what it may be about, in its words, the likelier first;
    `questions` are those that the topic asks itself, each with what it leans on; `options` are what could be
    decided, where the decision names several."""

    subjects: tuple[str, ...]
    questions: tuple[str, ...] = ()
    options: tuple[str, ...] = ()


def read_assignment(request: MemoRequest, rules: Rules) -> Assignment:
    """The assignment that a request for a memo makes. What its first line names, what is to be decided and
    what is quoted tell what it is about; what a mail says besides, and what it only asks, do so where nothing
    else does."""
    pack = rules["assignments"]
    topic = _without_mail(request.topic, rules)
    said = [one for one in _QUOTED.findall(topic) if content_stems(one)]
    named, told, questions = list[str](), list[str](), list[str]()
    for number, sentence in enumerate(_sentences(topic)):
        about, rest = _opened(sentence, rules)
        named += [about] if about and not is_country(about) else []
        for part in filter(str.strip, _parts(about, rest, rules)):
            if pack.of("aside").find(part):
                continue
            decides, asks = pack.of("decides").find(part) is not None, _asks(part, rules)
            if asks or about:
                questions.append(f"{about}: {part}" if about else part)
            subject = _subject(part, rules)
            found = [f"{about}: {part}"] if about and not asks else _items(subject)
            (named if decides or not (asks or number) else told).extend(found)
    # What the office decides tells what it is about, in its own words; of several options, none is it.
    choice = _JOINED.split(request.decision)[0]
    bare = pack.of("stances").pattern.sub("", choice)
    is_one = len(options_of(bare)) == 1 and not pack.of("aside").find(bare)
    decided = _subject(bare, rules) if is_one else ""
    known = _telling([*said, *named, decided]) or _telling([*told, _subject(request.position, rules)])
    known = known or [" ".join(topic.split())]
    leading = next((one for one in (*said, decided) if one in known), known[0])
    asked = [_leant(one, leading) for one in questions] or [decided]
    asked = [one for one in dict.fromkeys(asked) if len(content_stems(one)) >= _LEAST]
    return Assignment(tuple(known[:_MOST]), tuple(asked[:_MOST_ASKED]), options_of(request.decision))


def _without_mail(topic: str, rules: Rules) -> str:
    return rules["assignments"].of("mail").pattern.sub(" ", topic).strip()


def _sentences(text: str) -> Iterator[str]:
    """The sentences of a topic; a line ends one."""
    for line in text.splitlines():
        yield from (line[start:end].strip() for start, end in split_sentences(line, 0, len(line)))


def _opened(sentence: str, rules: Rules) -> tuple[str, str]:
    """What a sentence says that it is about, before a colon, and the rest of it, without what opens an
    assignment."""
    pack = rules["assignments"]
    opened = pack.of("opens").pattern.sub("", sentence)
    head = _HEAD.match(opened)
    if head is None:
        return "", opened
    about = _subject(head["head"], rules)
    return ("", head["tail"]) if pack.of("aside").find(about) else (about, head["tail"])


def _parts(about: str, rest: str, rules: Rules) -> list[str]:
    """What a sentence asks or names, one by one; after a comma, only what asks as the whole does: “the act,
    which is new” names one thing."""
    if about:
        return _PARTS.split(rest)
    return (_SERIES if rules["assignments"].of("asks").find(rest) else _JOINED).split(rest)


def _leant(question: str, leading: str) -> str:
    """A question with the subject before it, where it shares no word with that: it leans on it."""
    return question if content_stems(question) & content_stems(leading) else f"{leading}: {question}"


def title_of(topic: str, rules: Rules) -> str:
    """What a memo on a topic is called: the topic, or, of a mail or what is as long as one, its first line or
    sentence."""
    bare = _without_mail(topic, rules) or topic
    first, *more = [line for line in bare.splitlines() if line.strip()] or [topic]
    if more or len(bare.split()) > _LONGEST_TITLE:
        start, end = next(iter(split_sentences(first, 0, len(first))), (0, len(first)))
        bare = first[start:end].rstrip(" .")
    plain = " ".join(bare.split())
    return plain[:1].upper() + plain[1:]


def options_of(decision: str) -> tuple[str, ...]:
    """What could be decided, where a decision names several: `hold, co-sponsor or decline the bill`."""
    named = [_WHETHER.sub("", part).strip() for part in decision.split(";") if part.strip()]
    if len(named) == 1:
        parts = [part.strip() for part in _OPTIONS.split(named[0]) if part.strip()]
        are_short = all(len(part.split()) <= _LONGEST_ITEM for part in parts[:-1])
        named = parts if " or " in decision and len(parts) > 1 and are_short else named
    return tuple(named)


def is_open(decision: str) -> bool:
    """Whether a decision leaves open what is to be done: it names several things, or asks whether, which or
    what."""
    return len(options_of(decision)) > 1 or _ASKS_WHICH.match(decision) is not None


def _asks(piece: str, rules: Rules) -> bool:
    pack = rules["assignments"]
    return (
        piece.rstrip("\"”’') ").endswith("?")
        or pack.of("decides").find(piece) is not None
        or pack.of("asks").find(piece) is not None
    )


def _subject(part: str, rules: Rules) -> str:
    """What a part is about: without who decides, whom they would ask, and what it asks with."""
    pack = rules["assignments"]
    bare = pack.of("opens").pattern.sub("", " ".join(part.split()))
    for value in ("stances", "decides", "through", "asks", "fate", "tail"):
        taken = pack.of(value).pattern.sub("", bare, count=1)
        bare = taken if content_stems(taken) else bare
    return bare.strip(' ,.;:?!"“”')


def _items(subject: str) -> Iterator[str]:
    """The things that a list sets side by side, each with the country that the list opens with; the subject
    itself where it is no list."""
    items = [item for item in _ITEMS.split(subject) if item]
    opens, *rest = items or [subject]
    if rest and is_country(opens) and all(len(item.split()) <= _LONGEST_ITEM for item in items):
        yield from (f"{item}, {opens}" for item in rest)
    else:
        yield subject


def _telling(subjects: Iterable[str]) -> list[str]:
    """The subjects that say something, none within another."""
    found: list[str] = []
    for one in subjects:
        own = content_stems(one)
        if any(len(stem) > _SHORT for stem in own) and not any(
            own <= content_stems(other) for other in found
        ):
            found.append(one)
    return found
