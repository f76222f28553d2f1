"""Whether two sentences that share their words say the opposite: negation, modality, direction, and who does
what to whom. Which words deny, bind, oppose or delay stands in the rule packs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from assistant.lexicon.dates import MONTHS, WEEKDAYS
from assistant.lexicon.features import Features
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import LITTLE_WORDS
from assistant.types import Aspect, Failure

_REMEMBERED = 1024  # sentences, as in `features`
_YEAR = r"(?:19|20)\d\d"
_NUMBER_YEAR = re.compile(rf"(\d[\d,.]*\d|\d)(?=[^\d]{{1,80}}?\b({_YEAR})\b(?![,.]\d))")
_FROM_TO = re.compile(r"\b(?:from|of) \$?([\d.,]*\d)[^\d.]{0,20} to \$?([\d.,]*\d)")
_SCOPE, _REACH = 5, 80  # words and characters that a negation reaches
_BREAK = re.compile(r"[,;:()—–]|\b(?:but|although|though|while|only)\b")
_NON = re.compile(r"\bnon-?(\w{3,})")
_ASIDE = re.compile(r"\s*,[^,]{1,80},")  # “shall, in writing, notify”
_GOVERNS, _GOVERNED = 4, 120  # words after a modal, and characters, among which its verb is looked for
# Between a modal and the verb that says what is done: “shall not take effect”.
_LIGHT = frozenset(("not", "take", "make", "have", "get", "give"))
_NO_WEAKER = {("will", "may"), ("must", "may"), ("must", "should"), ("should", "may")}
# What says nothing of whether something happens: names, “to seek”, “designating”.
_NO_ACT = re.compile(r"\bto \w+|\b[A-Z]\w*|\b\w+(?:ing|tion|ment)s?\b")
_DONE = re.compile(r"\b(?!to )[a-z]{3,}(?:ed|es|s)\b")
# Bounds of a number, which are compared with it.
_BOUND = re.compile(
    r"\b(?:more|less|fewer|greater|higher|lower) than(?= (?:an? |estimated |about )*[$\d])"
    r"|\b(?:over|under|up to)(?= [$\d])|\bat (?:most|least)\b"
)
_NAME = re.compile(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)+\b")
_TELLS_NO_ORDER = LITTLE_WORDS - {"than"}
_CALENDAR = LITTLE_WORDS | {one.lower() for one in (*MONTHS, *WEEKDAYS)}
_NEARLY_VERBATIM = 0.65
_APART = 14  # words


def contradiction(claim: Features, evidence: Features) -> Failure | None:
    """What a claim turns round of a sentence that it shares its words with; None when nothing."""
    mine, theirs = _sentence(claim), _sentence(evidence)
    compared = () if _is_turned(mine, theirs) else (_direction, _order)
    checks = (_negation, _no_longer, _modality, _prospect, *compared, _rate, _years)
    return next((failure for check in checks if (failure := check(mine, theirs))), None)


def negations(of: Features) -> int:
    """How often a text denies something; bounds and delays (“not later than”, “not … until”) deny nothing."""
    return len(_sentence(of).negators)


@dataclass(frozen=True)
class _Sentence:
    """What of a sentence another may turn round, worked out once; its text is without what only looks like a
    negation."""

    text: str
    rules: Rules = field(repr=False)

    @cached_property
    def words(self) -> Sequence[str]:
        return _words(self.text)

    @cached_property
    def telling(self) -> frozenset[str]:
        """The stems of its words but the little ones."""
        return frozenset(_stem(word) for word in self.words if word not in LITTLE_WORDS)

    @cached_property
    def content(self) -> frozenset[str]:
        """The stems of the words that say something."""
        return frozenset(_stem(word) for word in self.words if word not in LITTLE_WORDS and len(word) > 2)

    @cached_property
    def negators(self) -> Sequence[re.Match[str]]:
        return tuple(self.rules["negation"].pattern.finditer(self.text))

    @cached_property
    def negated(self) -> frozenset[str]:
        """The stems within the reach of a negation."""
        found: set[str] = set()
        for one in self.negators:
            reach = _BREAK.split(self.text[one.end() : one.end() + _REACH])[0]
            words = [word for word in _words(reach) if word not in LITTLE_WORDS]
            found |= {_stem(word) for word in words[:_SCOPE]}
        return frozenset(found)

    @cached_property
    def governed(self) -> Mapping[str, str]:
        """The stems of the verbs that a modal governs, with how they are: `may`, `must`, `should`, `will`."""
        modality = self.rules["modality"]
        found: dict[str, str] = {}
        for row, match in modality.matches(self.text):
            rest = self.text[match.end() : match.end() + _GOVERNED]
            aside = _ASIDE.match(rest)
            followers = (
                word
                for word in _words(rest[aside.end() :] if aside else rest)[:_GOVERNS]
                if word not in LITTLE_WORDS and word not in _LIGHT and not modality.covers(word)
            )
            verb = next(followers, "")
            if verb:
                found.setdefault(_stem(verb), row.value)
        return found

    @cached_property
    def penal(self) -> frozenset[str]:
        """The stems of the verbs of penalties: “shall be imprisoned for not more than” and “may be imprisoned
        for up to” are one thing."""
        return frozenset(_stem(word) for word in self.words if self.rules["penalties"].covers(word))

    @cached_property
    def acts(self) -> frozenset[str]:
        """The stems of the words that may tell of an act done."""
        return frozenset(
            _stem(word) for word in _words(_NO_ACT.sub(" ", self.text)) if word not in LITTLE_WORDS
        )

    @cached_property
    def sides(self) -> Mapping[str, tuple[str, str]]:
        """The pairs of opposites of which it has one side or both: the words of the first and the second."""
        text = _without_name_ends(_BOUND.sub(" ", self.text))
        pairs = {row.id: (row.find(text), row.find_against(text)) for row in self.rules["opposites"].rows}
        return {
            name: (first[0] if first else "", second[0] if second else "")
            for name, (first, second) in pairs.items()
            if first or second
        }

    @cached_property
    def rates(self) -> frozenset[str]:
        """The times that its figures are counted over."""
        pack = self.rules["rates"]
        return frozenset(one.value for one in pack.rows if one.find(self.text))

    @cached_property
    def by_year(self) -> Mapping[str, str]:
        """Each number with the year that follows it before the next number."""
        return {
            number: year
            for number, year in _NUMBER_YEAR.findall(self.text)
            if not re.fullmatch(_YEAR, number)
        }

    def tells(self, subject: str, value: str) -> re.Match[str] | None:
        """The first place that a row of the subject that stands for the value matches."""
        return self.rules[subject].of(value).find(self.text)

    def shows(self, some: frozenset[str] | set[str]) -> str:
        """Its first word with one of the stems."""
        return next((word for word in self.words if _stem(word) in some), "")

    def has_nearly(self, other: _Sentence) -> bool:
        """Whether it has nearly all its words from the other."""
        return len(self.content & other.content) >= _NEARLY_VERBATIM * len(self.content)


@lru_cache(_REMEMBERED)
def _sentence(of: Features) -> _Sentence:
    return _Sentence(of.rules["negation_exceptions"].pattern.sub(" ", of.text), of.rules)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['’]t)?", text.lower())


def _stem(word: str) -> str:
    return re.sub(r"(?<=\w{3})(?:ing|ed|en|es|s|e)$", "", word)[:5]


def _without_name_ends(text: str) -> str:
    """The text with the first word alone of each name of several: “Lima Falls” falls nowhere. A headline in
    capitals stays as it is."""
    words = re.findall(r"[^\W\d_]+", text)
    if 2 * sum(one[0].isupper() for one in words) > len(words):
        return text
    return _NAME.sub(_name_without_end, text)


def _name_without_end(name: re.Match[str]) -> str:
    words = name[0].split()
    return " ".join(words[: 2 if words[0].lower() in LITTLE_WORDS else 1])


def _contradicted(aspect: Aspect, *words: str, source: str = "") -> Failure:
    return Failure("contradicted", words, source, aspect)


def _negation(claim: _Sentence, evidence: _Sentence) -> Failure | None:
    mine, theirs = claim.negated, evidence.negated
    denied = (mine & evidence.content) - theirs
    if mine and len(denied) >= max(1, (len(mine) + 1) // 2) and not (mine & theirs):
        return _contradicted("denies", claim.shows(denied))
    if theirs and not claim.negators:
        affirmed = theirs & claim.content
        alone = len(theirs) == 1 and affirmed and claim.has_nearly(evidence)
        if alone or len(affirmed) >= max(2, (len(theirs) + 1) // 2):
            return _contradicted("affirms", claim.shows(affirmed))
    text = claim.text.lower()
    for word in _NON.findall(evidence.text.lower()):
        if (
            re.search(rf"(?<!non-)(?<!non)\b{word}\b", text)
            and f"non-{word}" not in text
            and "other than" not in text
        ):
            return _contradicted("non", word, source=f"non-{word}")
    return None


def _no_longer(claim: _Sentence, evidence: _Sentence) -> Failure | None:
    changes: tuple[tuple[str, str, Aspect], ...] = (
        ("goes on", "ends", "ended"),
        ("ends", "goes on", "continues"),
    )
    for mine, theirs, aspect in changes:
        told = claim.tells("duration", mine) and evidence.tells("duration", theirs)
        if told and not claim.tells("duration", theirs) and not evidence.tells("duration", mine):
            return _contradicted(aspect)
    return None


def _modality(claim: _Sentence, evidence: _Sentence) -> Failure | None:
    mine, theirs = claim.governed, evidence.governed
    for verb, kind in theirs.items():
        said = mine.get(verb)
        if (
            (verb not in claim.acts and not said)
            or verb in evidence.penal
            or said == kind
            or (said is None and (kind == "must" or kind in mine.values()))
        ):
            continue
        if (
            said is None
            or kind in ("may", "should")
            or (kind, said) in _NO_WEAKER
            or (kind, said) == ("will", "must")
        ):
            return _contradicted("modality", claim.shows({verb}), *([said] if said else []), source=kind)
    for verb, said in mine.items():
        if said in ("may", "will") and verb in evidence.telling and not theirs and verb not in claim.penal:
            return _contradicted("modality", claim.shows({verb}), said)
    return None


def _prospect(claim: _Sentence, evidence: _Sentence) -> Failure | None:
    """What was only to begin, or has only a process, told as done: “to start on 4 February” does not say that
    it did."""
    ahead, begun = evidence.tells("beginning", "to begin"), claim.tells("beginning", "began")
    if ahead and begun and not evidence.tells("beginning", "began"):
        return _contradicted("beginning", begun[0], source=ahead[0])
    if claim.tells("means", "named"):
        return None
    done = {_stem(word): word for word in _DONE.findall(claim.text) if word not in LITTLE_WORDS}
    for _, means in evidence.rules["means"].of("act").matches(evidence.text):
        verb = _stem(next(filter(None, means.groupdict().values()), "").lower())
        beside = evidence.text[: means.start()] + evidence.text[means.end() :]
        if verb in done and verb not in map(_stem, _words(beside)):
            return _contradicted("plan", done[verb], source=means[0])
    return None


def _direction(claim: _Sentence, evidence: _Sentence) -> Failure | None:
    for row in claim.rules["opposites"].rows:
        mine, theirs = claim.sides.get(row.id, ("", "")), evidence.sides.get(row.id, ("", ""))
        for here, there in ((0, 1),) if row.one_way else ((0, 1), (1, 0)):
            if mine[here] and not mine[there] and theirs[there] and not theirs[here]:
                return _contradicted("opposite", mine[here].lower(), source=theirs[there].lower())
    return None


def _rate(claim: _Sentence, evidence: _Sentence) -> Failure | None:
    mine, theirs = claim.rates, evidence.rates
    strange = mine - theirs
    if not theirs or not strange or (mine & theirs and not claim.has_nearly(evidence)):
        return None
    return _contradicted("rate", min(strange), source=min(theirs))


def _years(claim: _Sentence, evidence: _Sentence) -> Failure | None:
    """A number that stands with another number's year: “107,543 in 2022 and 111,029 in 2023” of a source that
    has them the other way round."""
    mine, theirs = claim.by_year, evidence.by_year
    for number, year in mine.items():
        if (
            number in theirs
            and theirs[number] != year
            and any(other != number for other in theirs if theirs[other] == year)
        ):
            return _contradicted("year", number, year, source=theirs[number])
    return None


def _order(claim: _Sentence, evidence: _Sentence) -> Failure | None:
    """Two names that have changed places around a word that both sentences have between them, or the two
    numbers of “from … to …”."""
    turned = set(_FROM_TO.findall(evidence.text))
    for first, second in _FROM_TO.findall(claim.text):
        if (second, first) in turned:
            return _contradicted("order", first, second)
    if not claim.has_nearly(evidence):
        return None
    mine, theirs = _entities(claim.text, evidence.text), _entities(evidence.text, claim.text)
    for first, second, between in _pairs(mine):
        shared = (between - _TELLS_NO_ORDER) & _around(theirs, second, first)
        if "by" not in between and shared and not _around(theirs, first, second):
            return _contradicted("order", *(_written(one, claim.text) for one in (first, second)))
    return None


def _written(word: str, text: str) -> str:
    """The word as the text has it, with its capitals."""
    found = re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)
    return found[0] if found else word


def _is_turned(claim: _Sentence, evidence: _Sentence) -> bool:
    """Whether both compare the same two with opposite words and in opposite order, and so say the same:
    “Birch has fewer than Alder” of “Alder has more than Birch”."""
    if "than" not in claim.text or "than" not in evidence.text or not _direction(claim, evidence):
        return False
    mine, theirs = _entities(claim.text, evidence.text), _entities(evidence.text, claim.text)
    return any(
        "than" in between and "than" in _around(theirs, second, first) and not _around(theirs, first, second)
        for first, second, between in _pairs(mine)
    )


def _entities(text: str, other: str) -> list[tuple[str, bool]]:
    """The words with whether they are names: capitalised; the first word only where the other text has it so
    within."""
    words = re.findall(r"\d[\d,.]*\d|\d|[^\W\d_]+", text)
    within = re.sub(r"^\W*\w+", "", other)
    named = [word[0].isupper() and word.lower() not in _CALENDAR for word in words]
    return [
        (word.lower(), one and (place > 0 or bool(re.search(rf"\b{word}\b", within))))
        for place, (word, one) in enumerate(zip(words, named, strict=True))
    ]


def _pairs(words: Sequence[tuple[str, bool]]) -> Iterator[tuple[str, str, set[str]]]:
    """Two different names that stand near each other, not side by side, with the plain words between them."""
    for i, (first, named) in enumerate(words):
        for j in range(i + 2, min(i + _APART, len(words)) if named else 0):
            second, also_named = words[j]
            if also_named and first != second:
                yield first, second, {word for word, one in words[i + 1 : j] if not one}


def _around(words: Sequence[tuple[str, bool]], first: str, second: str) -> set[str]:
    """The plain words that stand between the first and the second somewhere."""
    found: set[str] = set()
    for i, (word, _) in enumerate(words):
        for j in range(i + 1, min(i + _APART + 3, len(words)) if word == first else 0):
            if words[j][0] == second:
                found |= {one for one, kind in words[i + 1 : j] if not kind} | {""}
    return found
