"""A claim beside the sentence of the record that is about the same: other figures, another day, another
actor, the other direction, a denial, a plan told as done, a part told as the whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from assistant.check.entailment import SupportModel
from assistant.lexicon.dates import Day, days
from assistant.lexicon.features import features
from assistant.lexicon.quantities import Quantity, quantities
from assistant.lexicon.rules import Rules
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import LITTLE_WORDS, content_stems, stems
from assistant.review.shelf import Shelf
from assistant.review.trends import direction
from assistant.review.types import Claim, ClaimFinding, Point
from assistant.types import Evidence

_READ = 6  # sentences
_LEAST = 1.0  # of the cross-encoder: a sentence that may be about what the claim says
_ABOUT = 2.0  # ... that is
_VERY = 4.5  # ... without a figure of it
_SAME = 3.5  # ... about the very thing
_ALSO = 0.0  # ... that may bear the claim's figure or day
_CLOSE = 1.0  # below the best: a law has many sentences near to each other
_BEHIND = 3.0  # the best: what is further says it of something else
_FORBIDS = -2.0  # of the cross-encoder, for a sentence that forbids or denies what the claim tells
_MOSTLY = 0.45  # of the claim's words: the share that such a sentence has
_WITH_FIGURES, _WITHOUT = 2.5, 5.0  # ... for one that bears a claim out, with all its figures or without any
_FEWEST = 8  # words of a sentence that bears a claim out
_LIKELY = 0.35  # of the support model, for a sentence that has all that the claim has
_SHARE = 0.3  # of the claim's words, by their rarity, that the sentence of a day has
_AROUND = 6  # words on each side of a number, which say what it is of
_NEAR_VALUE = 0.015  # of a value: “about 100” is 97
_ROUNDED = 0.1  # of a value: “more than 107,000” is 107,543
_SMALL = 1.0  # a count of one is an article
_NOT_DONE = re.compile(
    r"\b(?:(?:do|does|did|have|has|had|should|must|shall|will|would|can|could)\s?(?:not|n['’]t)(?:\s+be)?|(?:is|are|was|were)\s?(?:not|n['’]t)(?=\s+\w+(?:ed|ing)\b))"
    r"\s+(?:\w+ly\s+)?(\w{3,})"
)
_VAGUE = frozenset(
    f"{word}{s}" for word in ("dozen", "hundred", "thousand", "million", "billion") for s in ("", "s")
)
_BY_PEOPLE = re.compile(r"\b([Bb]y)\s+(?:the\s+)?([A-Z][a-z]+)\s+[a-z]+")
_TITLED = re.compile(
    r"\b(President|Secretary|Minister|Governor|Senator|Mr\.|Ms\.|Mrs\.)\s+(?:[A-Z][\w.]+\s+)?([A-Z]\w+)"
)
_HEADS = re.compile(
    r"\b(boss|leader|head|chief|governor|mayor|commander|director)"
    r"\s+(?:for|of|in)\s+(?:the\s+)?([A-Z]\w+)"
)
_ONLY = re.compile(r"\bonly (?:the|those|for|if|at|in|near|where)\b")
_ROOT = 3
_WITHIN = re.compile(
    r"\b(?:within|(?:no|not) later than)\s+(an?|one|\d+|\w+)\s+(hours?|days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
_LASTS = {"hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4, "year": 365.0}
_ABOUT_AS_LONG = 0.15
_IN_RANGE = re.compile(r"\b(?:range (?:from|of)|between)\s+(\S+)\s+(?:to|and)\s+(\S+)", re.IGNORECASE)
_NUMBER = re.compile(r"[\d,.]*\d")


@dataclass(frozen=True)
class _Side:
    """A sentence, read."""

    text: str
    rules: Rules

    @cached_property
    def quantities(self) -> list[Quantity]:
        """Its numbers that are counted out: neither “third” nor “thousands”."""
        return [
            one
            for one in quantities(self.text)
            if one.unit != "th" and one.text.lower() not in _VAGUE and one.text
        ]

    @cached_property
    def days(self) -> list[Day]:
        return [one for one in days(self.text) if one.month]

    @cached_property
    def rates(self) -> frozenset[str]:
        """What its numbers are counted over: a day, a year."""
        return frozenset(one.value for one in self.rules["rates"].rows if one.find(self.text))

    def around(self, one: Quantity) -> set[str]:
        """The stems of the words on both sides of a number, and of those that mean the same."""
        place = self.text.find(one.text)
        before, after = self.text[: max(0, place)].split(), self.text[place + len(one.text) :].split()
        near = " ".join((*before[-_AROUND:], *after[:_AROUND]))
        return with_synonyms(content_stems(_NUMBER.sub(" ", near)), self.rules)

    def noun(self, one: Quantity) -> set[str]:
        """What a bare number counts: the word after it, or the second."""
        place = self.text.find(one.text)
        after = re.match(r"[\s-]+([^\W\d_]+)(?:[\s-]+([^\W\d_]+))?", self.text[place + len(one.text) :])
        words = " ".join(filter(None, after.groups())) if after else ""
        return with_synonyms(stems(words) - stems(" ".join(LITTLE_WORDS)), self.rules)

    def tells(self, subject: str, *values: str) -> re.Match[str] | None:
        return self.rules[subject].of(*values).find(self.text)


def beside(claim: Claim, shelf: Shelf, near: Sequence[Evidence]) -> list[Point]:
    """What the nearest sentences (best first) say otherwise than a claim; the plainest alone."""
    wished = claim.kind == "proposal" and shelf.rules["proposals"].of("wished").find(claim.text)
    if claim.kind == "opinion" or wished or not near:
        return []
    if near[0].score < _LEAST:
        return _forbidden(claim, shelf, near)
    about = [one for one in near[:_READ] if one.score >= max(_LEAST, near[0].score - _BEHIND)]
    mine = _Side(claim.text, shelf.rules)
    for check in (
        _figure,
        _within,
        _range,
        _actor,
        _agent,
        _day,
        _turned,
        _whole,
        _contrasted,
        _opposed,
        _planned,
        _denied,
    ):
        if point := next(check(mine, about, near, shelf), None):
            return [point]
    return []


def agreed(claim: Claim, shelf: Shelf, near: Sequence[Evidence]) -> list[Point]:
    """The sentence that has every figure and telling name of a claim, and tells it as done as the claim
    does."""
    mine = _Side(claim.text, shelf.rules)
    wanted = shelf.rarity(claim.text)
    told = [one for one in mine.quantities if one.unit or one.value > _SMALL]
    needed, share = (_WITH_FIGURES, _SHARE) if told else (_WITHOUT, _MOSTLY - 0.1)
    fitting = [
        one
        for one in near[:_READ]
        if one.score >= needed
        and shelf.share(wanted, one) >= share
        and all(any(_same(each, other) for other in quantities(one.english)) for each in told)
        and shelf.has_names(claim.text, one, itself=True)
        and len(one.english.split()) >= _FEWEST
        and direction(one.english, shelf.rules) in ("", direction(claim.text, shelf.rules))
        and bool(shelf.rules["negation"].find(claim.text)) == bool(shelf.rules["negation"].find(one.english))
        and (
            claim.kind == "prediction"
            or not _Side(one.english, shelf.rules).tells("standing", "planned")
            or mine.tells("standing", "planned")
        )
        and not (shelf.rules["proposals"].of("duty").find(one.english) and not mine.tells("standing", "duty"))
    ]
    if not fitting:
        return []
    pairs = [(claim.text, f"{one.source.title}. {one.english}") for one in fitting]
    scores = SupportModel(shelf.inquiry.retriever.models).scores(pairs, shelf.rules)
    sure = [one for score, one in zip(scores, fitting, strict=True) if score >= _LIKELY]
    return (
        [_point("supported", "Your documents say so.", max(sure, key=partial(shelf.share, wanted)))]
        if sure
        else []
    )


def _forbidden(claim: Claim, shelf: Shelf, near: Sequence[Evidence]) -> list[Point]:
    """A sentence that has most of a claim's words, and denies or forbids what the claim tells."""
    signs = shelf.rules["scope"].of("forbids")
    if shelf.rules["negation"].find(claim.text) or signs.find(claim.text):
        return []
    wanted = shelf.rarity(claim.text)
    found = [
        one
        for one in near[:2]
        if one.score >= _FORBIDS
        and (signs.find(one.english) or shelf.rules["negation"].find(one.english))
        and shelf.share(wanted, one, titled=False) >= _MOSTLY
    ]
    return [_point("contradicted", "Your documents say that it is not so.", *found)] if found else []


def _point(finding: ClaimFinding, told: str, *evidence: Evidence) -> Point:
    return Point(finding, told, evidence)


def _figure(
    mine: _Side, about: Sequence[Evidence], near: Sequence[Evidence], shelf: Shelf
) -> Iterator[Point]:
    """The same thing with another number."""
    telling = [one for one in mine.quantities if one.unit or one.value > _SMALL]
    had = [other for each in near if each.score >= _ALSO for other in quantities(each.english)]
    for one in about:
        if one.score < _SAME:
            continue
        theirs = _Side(one.english, shelf.rules)
        for told in telling:
            if any(_same(told, other) for other in had):
                continue
            for other in theirs.quantities:
                if _of_the_same(mine, told, theirs, other) and not any(
                    _same(each, other) for each in mine.quantities
                ):
                    yield _point("contradicted", f"Your documents say {other.text}, not {told.text}.", one)


def _within(
    mine: _Side, about: Sequence[Evidence], near: Sequence[Evidence], shelf: Shelf
) -> Iterator[Point]:
    """The same to be done within another time."""
    told = _WITHIN.search(mine.text)
    for one in about if told else ():
        theirs = list(_WITHIN.finditer(one.english))
        lasts = [_days(each) for each in theirs]
        own = _days(told) if told else 0.0
        if (
            told
            and one.score >= _ABOUT
            and len(theirs) == 1
            and min(own, lasts[0]) > 0
            and abs(own - lasts[0]) > _ABOUT_AS_LONG * max(own, lasts[0])
        ):
            yield _point("contradicted", f"Your documents say {theirs[0][0]}, not {told[0]}.", one)


def _days(found: re.Match[str]) -> float:
    """How long a time is, in days; nothing where its number is no number."""
    number = found[1].lower()
    count = 1.0 if number in ("a", "an", "one") else next((one.value for one in quantities(number)), 0.0)
    return count * _LASTS[found[2].lower().rstrip("s")]


def _range(mine: _Side, about: Sequence[Evidence], near: Sequence[Evidence], shelf: Shelf) -> Iterator[Point]:
    """The end of a range told as the figure."""
    for one in about:
        found = _IN_RANGE.search(one.english)
        if found is None or one.score < _SAME:
            continue
        ends = quantities(f"{found[1]} and {found[2]}")
        for told in mine.quantities:
            middle = next(
                (
                    each
                    for each in quantities(one.english[: found.start()])
                    if each.unit == told.unit and not _same(each, told)
                ),
                None,
            )
            if middle and any(_same(told, each) for each in ends) and not _IN_RANGE.search(mine.text):
                text = f"Your documents say {middle.text}; {told.text} is only an end of the range."
                yield _point("qualified", text, one)


def _of_the_same(mine: _Side, told: Quantity, theirs: _Side, other: Quantity) -> bool:
    """Whether two numbers are of one unit and count the same; their sentences name no different years."""
    if told.unit != other.unit or _same(told, other):
        return False
    if bool(mine.rates) != bool(theirs.rates):
        return False
    years = [set(re.findall(r"\b(?:19|20)\d\d\b", each.text)) for each in (mine, theirs)]
    if all(years) and not years[0] & years[1]:
        return False
    if not told.unit:
        return bool(mine.noun(told) & theirs.noun(other))
    return bool(mine.around(told) & theirs.around(other))


def _same(one: Quantity, other: Quantity) -> bool:
    if one.unit != other.unit:
        return False
    near = _NEAR_VALUE if "~" in (one.bound, other.bound) else _ROUNDED if one.bound or other.bound else 1e-6
    return abs(one.value - other.value) <= near * max(abs(one.value), abs(other.value), 1e-9)


def _actor(mine: _Side, about: Sequence[Evidence], near: Sequence[Evidence], shelf: Shelf) -> Iterator[Point]:
    """The same figure told of somebody else of the same kind."""
    names = [one for one in features(mine.text, shelf.rules).names() if " " in one and " and " not in one]
    for one in about:
        figures = [other for other in quantities(one.english) if other.value > 12 or other.unit]
        same = any(_same(each, other) for each in mine.quantities for other in figures)
        if one.score < (_SAME if same else _VERY):
            continue
        around = f"{one.context} {' '.join(each.english for each in about if each.source == one.source)}"
        for name in names:
            if name.lower() in around.lower():
                continue
            kind = name.split()[-1]
            others = [
                each
                for each in features(f"{one.passage.heading}. {one.passage.text}", shelf.rules).names()
                if " " in each and each.split()[-1] == kind and each != name
            ]
            if others:
                yield _point("contradicted", f"Your documents say this of {others[0]}, not of {name}.", one)


def _day(mine: _Side, about: Sequence[Evidence], near: Sequence[Evidence], shelf: Shelf) -> Iterator[Point]:
    """The same act on another day."""
    wanted = shelf.rarity(mine.text)
    told = [
        day
        for each in near
        if each.score >= _ALSO
        for day in (*days(each.statement), *days(each.passage.heading), *days(each.source.date))
    ]
    if any(_is_day(day, other) for day in mine.days for other in told):
        return
    for day in mine.days:
        for one in about:
            theirs = [other for other in _Side(one.english, shelf.rules).days if not _is_day(day, other)]
            if one.score >= _SAME and len(theirs) == 1 and shelf.share(wanted, one, titled=False) >= _SHARE:
                yield _point("contradicted", f"Your documents date it {theirs[0].text}, not {day.text}.", one)


def _is_day(one: Day, other: Day) -> bool:
    """Whether two days may be one, as far as both are told."""
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day))
    return all(not mine or not theirs or mine == theirs for mine, theirs in pairs)


def _turned(
    mine: _Side, about: Sequence[Evidence], near: Sequence[Evidence], shelf: Shelf
) -> Iterator[Point]:
    """The other direction, of the same names."""
    way, names = direction(mine.text, shelf.rules), features(mine.text, shelf.rules).names()
    names = [one for one in names if " " in one]
    if not way or not names:
        return
    for one in about:
        theirs = direction(one.english, shelf.rules)
        if (
            one.score >= _ABOUT
            and theirs not in ("", way)
            and all(name.lower() in one.english.lower() for name in names)
        ):
            yield _point("contradicted", "Your documents say the opposite.", one)


def _whole(mine: _Side, about: Sequence[Evidence], near: Sequence[Evidence], shelf: Shelf) -> Iterator[Point]:
    """A part where the claim says all."""
    if not mine.tells("exceptions", "universal"):
        return
    for one in about:
        if one.score >= _SAME and _ONLY.search(one.english) and not _ONLY.search(mine.text):
            yield _point("contradicted", "Your documents say it of some only.", one)
        part = next((each for each in quantities(one.english) if each.unit == "%" and each.value < 100), None)
        if one.score >= _SAME and part and not any(each.unit == "%" for each in mine.quantities):
            yield _point("contradicted", f"Your documents say {part.text}, not all.", one)


_OPPOSITES = (
    "for-against",
    "convicted-accused",
    "allow-prohibit",
    "start-stop",
    "largest-smallest",
    "covers-excludes",
    "double-half",
    "north-south",
    "import-export",
)
"""The pairs of opposites that are seldom said of two things by chance."""


def _opposed(
    mine: _Side, about: Sequence[Evidence], near: Sequence[Evidence], shelf: Shelf
) -> Iterator[Point]:
    """The opposite word in a sentence that has much of the claim."""
    wanted = shelf.rarity(mine.text)
    for row in shelf.rules["opposites"].rows:
        if row.id.rpartition(".")[2] not in _OPPOSITES:
            continue
        first, second = row.find(mine.text), row.find_against(mine.text)
        mine_said = first or second
        if mine_said is None or (first and second) or shelf.rules["negation"].find(mine.text):
            continue
        for one in about:
            other, same = row.find_against(one.english), row.find(one.english)
            if second:
                other, same = same, other
            if (
                other
                and not same
                and one.score >= _SAME
                and shelf.share(wanted, one, titled=False) >= _SHARE
                and shelf.has_names(mine.text, one)
                and not shelf.rules["negation"].find(one.english)
            ):
                yield _point(
                    "contradicted",
                    f"Your documents say “{other.group().lower()}”, not “{mine_said.group().lower()}”.",
                    one,
                )


_CONTRASTS = (
    ("granted", "refused", "Your documents say that it was refused."),
    ("refused", "granted", "Your documents say that it was granted."),
    ("for a time", "lasting", "Your documents say that it is for good."),
    ("lasting", "for a time", "Your documents say that it is for a time."),
    ("first", "again", "Your documents tell that it was not the first."),
    ("passed", "introduced", "Your documents have it only as introduced."),
    ("may", "may not", "Your documents say that this is not allowed."),
    ("most", "not most", "Your documents say less."),
)
"""Pairs of rows: what a claim says, and what of a sentence stands against it."""


def _contrasted(
    mine: _Side, about: Sequence[Evidence], near: Sequence[Evidence], shelf: Shelf
) -> Iterator[Point]:
    """One of two contrary ways of saying how long, how often, how far or whether it may be."""
    for sign, against, told in _CONTRASTS:
        if not mine.tells("scope", sign) or mine.tells("scope", against):
            continue
        for one in about:
            theirs = _Side(one.english, shelf.rules)
            if one.score < (max(_LEAST, near[0].score - _CLOSE) if sign == "may" else _ABOUT):
                continue
            if theirs.tells("scope", against) and (
                sign == "may" or not theirs.tells("scope", sign) or sign == "most"
            ):
                yield _point("qualified" if sign == "most" else "contradicted", told, one)


def _agent(mine: _Side, about: Sequence[Evidence], near: Sequence[Evidence], shelf: Shelf) -> Iterator[Point]:
    """The same done by somebody else: of another country, or another bearer of the same title."""
    for pattern in (_BY_PEOPLE, _TITLED, _HEADS):
        said = pattern.search(mine.text)
        if said is None:
            continue
        for one in about:
            others = list(pattern.finditer(one.english))
            same = said[2].lower() in one.english.lower()
            other = next((each for each in others if each[1].lower() == said[1].lower()), None)
            if pattern is _HEADS:
                other = next(iter(others), None)
            if pattern is _BY_PEOPLE:
                other = (
                    next((each for each in others if _is_people(each[2])), None)
                    if _is_people(said[2])
                    else None
                )
            if other and not same:
                yield _point("contradicted", f"Your documents say {other[0]}, not {said[0]}.", one)


def _is_people(word: str) -> bool:
    """Whether a word is of a people: “Mexican”, “Dutch”, “Chinese”."""
    return word.endswith(("an", "ese", "ish", "ch")) and word[:1].isupper()


def _planned(
    mine: _Side, about: Sequence[Evidence], near: Sequence[Evidence], shelf: Shelf
) -> Iterator[Point]:
    """A plan told as done."""
    if mine.tells("standing", "to come") or not mine.tells("standing", "done"):
        return
    same = [
        one
        for one in about
        if one.score >= _SAME
        and any(_same(each, other) for each in mine.quantities for other in quantities(one.english))
    ]
    planned = [one for one in same if _Side(one.english, shelf.rules).tells("standing", "intended")]
    if planned and len(planned) == len(same):
        yield _point("qualified", "Your documents tell of it as planned, not as done.", *planned[:2])


def _is_said(word: str, text: str) -> bool:
    """Whether a text has a word in any of its forms."""
    root = word.lower().removesuffix("ed").removesuffix("e")
    return len(root) >= _ROOT and any(each.startswith(root) for each in re.findall(r"\w+", text.lower()))


def _denied(
    mine: _Side, about: Sequence[Evidence], near: Sequence[Evidence], shelf: Shelf
) -> Iterator[Point]:
    """A denial of what the claim affirms, in its own words."""
    if shelf.rules["negation"].find(mine.text):
        return
    for one in about:
        found = _NOT_DONE.search(one.english)
        if found and one.score >= _SAME and _is_said(found[1], mine.text):
            yield _point("contradicted", "Your documents say the opposite.", one)
