"""True sentences and their false twins: a real sentence with one number, date, name, subject, negation,
modality or attribution changed.

A cross-encoder that learned only from human labels scores topic: the twin differs from the truth in one word,
so topic cannot tell them apart."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

_MONTHS = "January February March April May June July August September October November December".split()
_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w])")
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][a-z]+(?:\s+(?:of\s+)?[A-Z][a-z]+){0,3}\b")
_SPELLED = "two three four five six seven eight nine ten eleven twelve twenty thirty fifty".split()
_OPPOSITES = [
    ("increased", "decreased"),
    ("increase", "decrease"),
    ("rose", "fell"),
    ("rise", "fall"),
    ("more", "less"),
    ("higher", "lower"),
    ("before", "after"),
    ("first", "last"),
    ("largest", "smallest"),
    ("supported", "opposed"),
    ("supports", "opposes"),
    ("won", "lost"),
    ("all", "some"),
    ("most", "few"),
    ("always", "never"),
    ("approved", "rejected"),
    ("began", "ended"),
    ("north", "south"),
    ("east", "west"),
    ("older", "younger"),
    ("maximum", "minimum"),
    ("at least", "at most"),
    ("above", "below"),
    ("allowed", "banned"),
    ("paused", "ended"),
    ("domestic", "foreign"),
    ("national", "local"),
    ("gain", "loss"),
    ("success", "failure"),
    ("buy", "sell"),
    ("million", "billion"),
    ("thousand", "million"),
    ("percent", "million"),
    ("daily", "annually"),
    ("weekly", "monthly"),
]
_MODALITY = [
    ("may", "will"),
    ("might", "will"),
    ("could", "will"),
    ("can", "must"),
    ("should", "must"),
    ("would", "did"),
    ("plans to", "has begun to"),
    ("proposed", "enacted"),
    ("alleged", "confirmed"),
    ("allegedly", "certainly"),
    ("reportedly", "certainly"),
    ("some", "all"),
    ("often", "always"),
    ("likely", "certain"),
    ("will", "may"),
    ("must", "may"),
    ("is expected to", "has been shown to"),
]
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|may|must|should|does|did)\b(?! not\b|n't)"
)
_NEGATED = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|may|must|should|does|do|did) not\b|\bno"
    r" longer\b|\bnever\b|n't\b"
)
_SAID = re.compile(
    r"\b([A-Z][\w.'-]+(?: [A-Z][\w.'-]+){0,3})(?="
    r" (?:said|says|told|argued|wrote|announced|reported|claimed)\b)"
)


def twins(sentence: str, around: str, random_: random.Random) -> Iterator[tuple[str, str]]:
    """`(kind, false sentence)`: one of each kind that can be made of the sentence; `around` lends names and
    numbers, which are harder to tell from the right ones than invented ones."""
    for kind, change in _CHANGES.items():
        changed = change(sentence, around, random_)
        if changed and changed != sentence:
            yield kind, changed


def _number(sentence: str, around: str, random_: random.Random) -> str:
    found = list(_NUMBER.finditer(sentence))
    if not found:
        spelled = [word for word in _SPELLED if re.search(rf"\b{word}\b", sentence)]
        return (
            re.sub(
                rf"\b{spelled[0]}\b",
                random_.choice([w for w in _SPELLED if w not in spelled]),
                sentence,
                count=1,
            )
            if spelled
            else ""
        )
    one = random_.choice(found)
    return _put(sentence, one, _other_number(one.group(), around, sentence, random_))


def _other_number(text: str, around: str, sentence: str, random_: random.Random) -> str:
    others = [other for other in _NUMBER.findall(around) if other not in sentence and len(other) == len(text)]
    if others and random_.random() < 0.5:
        return str(random_.choice(others))
    place = random_.choice([i for i, c in enumerate(text) if c.isdigit()])
    return text[:place] + random_.choice([d for d in "123456789" if d != text[place]]) + text[place + 1 :]


def _date(sentence: str, _around: str, random_: random.Random) -> str:
    found = list(re.finditer(rf"\b(?:{'|'.join(_MONTHS)}|(?:19|20)\d\d)\b", sentence))
    if not found:
        return ""
    one = random_.choice(found)
    if one.group().isdigit():
        return _put(sentence, one, str(int(one.group()) + random_.choice([-10, -3, -2, -1, 1, 2, 3])))
    return _put(sentence, one, random_.choice([month for month in _MONTHS if month != one.group()]))


def _name(sentence: str, around: str, random_: random.Random) -> str:
    found = [one for one in _NAME.finditer(sentence) if one.group() not in _MONTHS]
    others = sorted(
        {other for other in _NAME.findall(around) if other not in sentence and other not in _MONTHS}
    )
    return _put(sentence, random_.choice(found), random_.choice(others)) if found and others else ""


def _subject(sentence: str, _around: str, random_: random.Random) -> str:
    """Two names of the sentence change places."""
    found = [
        one
        for one in re.finditer(r"\b[A-Z][a-z]+(?:\s+[A-Z][a-z]+){0,3}\b", sentence)
        if one.group() not in _MONTHS
    ]
    if len(found) < 2:
        return ""
    first, second = sorted(random_.sample(found, 2), key=lambda one: one.start())
    if first.group() in second.group() or second.group() in first.group():
        return ""
    return (
        sentence[: first.start()]
        + second.group()
        + sentence[first.end() : second.start()]
        + first.group()
        + sentence[second.end() :]
    )


def _negation(sentence: str, _around: str, random_: random.Random) -> str:
    negated = _NEGATED.search(sentence)
    if negated:
        word = negated.group(1)
        return sentence[: negated.start()] + (word or "") + sentence[negated.end() :]
    found = list(_AUXILIARY.finditer(sentence))
    if not found:
        return ""
    one = random_.choice(found[:2])
    return sentence[: one.end()] + " not" + sentence[one.end() :]


def _opposite(sentence: str, _around: str, random_: random.Random) -> str:
    return _exchanged(sentence, [*_OPPOSITES, *((b, a) for a, b in _OPPOSITES)], random_)


def _modality(sentence: str, _around: str, random_: random.Random) -> str:
    return _exchanged(sentence, _MODALITY, random_)


def _attribution(sentence: str, around: str, random_: random.Random) -> str:
    said = _SAID.search(sentence)
    others = sorted(
        {other for other in _NAME.findall(around) if other not in sentence and other not in _MONTHS}
    )
    return _put(sentence, said, random_.choice(others)) if said and others else ""


def _exchanged(sentence: str, pairs: list[tuple[str, str]], random_: random.Random) -> str:
    found = [(one, other) for word, other in pairs for one in re.finditer(rf"\b{word}\b", sentence)]
    return _put(sentence, *random_.choice(found)) if found else ""


def _put(sentence: str, one: re.Match[str], other: str) -> str:
    return sentence[: one.start()] + other + sentence[one.end() :]


_CHANGES: dict[str, Callable[[str, str, random.Random], str]] = {
    "number": _number,
    "date": _date,
    "name": _name,
    "subject": _subject,
    "negation": _negation,
    "opposite": _opposite,
    "modality": _modality,
    "attribution": _attribution,
}


def _turned(found: re.Match[str]) -> str:
    first, second = found[1], found[2]
    return f"{second[0].upper()}{second[1:]} {first[0].lower()}{first[1:]}."


def reworded(sentence: str, random_: random.Random) -> str:
    """The same said a little otherwise: a clause left out, a date or a number written in another way, an
    introduction put before it."""
    changes: list[Callable[[str], str]] = [
        lambda s: re.sub(r"\s*\([^)]*\)", "", s),
        lambda s: re.sub(rf"\b({'|'.join(_MONTHS)}) (\d{{1,2}}), (\d{{4}})\b", r"\2 \1 \3", s),
        lambda s: re.sub(r"\b(\d{1,3}),(\d{3}),000\b", r"\1.\2 million", s),
        lambda s: re.sub(r"(\d) ?(?:percent|per cent)\b", r"\1%", s),
        lambda s: re.sub(r"\$(\d[\d.]*) (million|billion)", r"\1 \2 dollars", s),
        lambda s: re.sub(r",? which [^,.;]+(?=[.,;])", "", s),
        lambda s: re.sub(
            r"^(?:However|Moreover|In addition|Also|But|And|Meanwhile|Indeed),? (\w)",
            lambda m: m.group(1).upper(),
            s,
        ),
        lambda s: re.sub(r"^([A-Z][^,]{10,60}), ((?:the|a|it|he|she|they|we|this) .+?)\.$", _turned, s),
        lambda s: (
            random_.choice(["According to the document, ", "The source says that ", "As the record shows, "])
            + s[0].lower()
            + s[1:]
        ),
    ]
    for change in random_.sample(changes, len(changes)):
        changed = change(sentence)
        if changed != sentence:
            return changed
    return sentence
