"""Whether two sentences that share their words say the opposite: negation, modality, direction, and who does
what to whom."""

from __future__ import annotations

import re

from assistant.lexicon.words import stems
from assistant.types import Aspect, Failure

_NEGATOR = re.compile(
    r"\b(?:not|no|never|neither|nor|without|none|cannot|unable to|fail(?:s|ed|ing)?"
    r" to|refus(?:e|es|ed|al)|den(?:y|ies|ied)|lack(?:s|ed)?"
    r"|no longer|ningún|ninguna|sin|nunca|jamás)\b|n['’]t\b",
    re.IGNORECASE,
)
# Bounds and delays, which deny nothing.
_NOT_A_NEGATION = re.compile(
    r"\b(?:not|no) (?:later|more|less|fewer|greater|earlier) than\b|\bnot only\b|\bnot"
    r" (?:just|merely)\b|\bnot\b(?=(?:\W+\w+){1,6}?\W+until\b)",
    re.IGNORECASE,
)
_RATES = {
    "day": ("per day", "daily", "a day", "each day"),
    "week": ("per week", "weekly", "a week", "each week"),
    "month": ("per month", "monthly", "a month", "each month"),
    "year": ("per year", "annual", "a year", "each year", "yearly", "every year"),
}
_YEAR = r"(?:19|20)\d\d"
_NUMBER_YEAR = re.compile(rf"(\d[\d,.]*\d|\d)(?=[^\d]{{1,80}}?\b({_YEAR})\b(?![,.]\d))")
_SCOPE = 5  # words that a negation reaches
_BREAK = re.compile(r"[,;:()—–]|\b(?:but|although|though|while|only)\b")
_LITTLE = frozenset(
    """
    a an the of to in on at by for from with and or as is are was were be been being it its this that which who has have had do does did he she they
    his her their any all also such than then so if yet just even very there these those we our i you your only more most other into over under
    """.split()
)
_MODALS = {
    **dict.fromkeys(
        "may might could can permitted allowed possible possibly potentially puede podría podrá".split(),
        "may",
    ),
    **dict.fromkeys("must shall required requires require debe deberá".split(), "must"),
    **dict.fromkeys("should ought".split(), "should"),
    **dict.fromkeys(
        "will would plans plan planned intends intended proposes propose proposed expected seeks aims going"
        " threatened".split(),
        "will",
    ),
}
_NO_WEAKER = {("will", "may"), ("must", "may"), ("must", "should"), ("should", "may")}
# Words that turn a sentence round when one stands for the other.
_UP = frozenset(
    "increa rose rise rising grew grow higher up surge climbe soared gain raise raises raised more".split()
)
_DOWN = frozenset(
    "decrea fell fall fallin declin droppe drop lower lowers lowere down reduce shrank loss less fewer".split()
)
_OPPOSITES = [
    (_UP, _DOWN),
    ({"more", "most", "over", "above", "exceed"}, {"less", "fewer", "fewest", "under", "below"}),
    ({"before", "earlie", "prior"}, {"after", "later", "follow"}),
    ({"suppor", "backed", "endors", "favor"}, {"oppose", "agains", "reject"}),
    (
        {"pause", "paused", "suspen", "delay", "delaye", "postpo"},
        {"impose", "ended", "revoke", "repeal", "termin"},
    ),
    ({"maximu", "most"}, {"minimu", "least"}),
    ({"all", "every", "always"}, {"some", "few", "several"}),
    ({"first"}, {"last", "final"}),
    ({"larges", "bigges", "highes"}, {"smalle", "lowest"}),
    ({"import"}, {"export"}),
    ({"domest"}, {"foreig"}),
    ({"legal", "lawful", "legali"}, {"illega", "unlawf"}),
    ({"public"}, {"privat"}),
    ({"succee", "succes"}, {"failed", "failur"}),
    ({"accuse", "charge", "allege", "suspec", "indict"}, {"convic", "guilty", "senten"}),
    ({"perman"}, {"tempor"}),
    ({"prelim", "provis"}, {"final"}),
    ({"larger", "greate", "bigger"}, {"smalle", "lesser"}),
    ({"barely", "hardly"}, {"greatl", "strong", "signif"}),
    ({"cover", "covers", "includ"}, {"exclud", "leaves", "omits", "except"}),
    ({"double", "twice"}, {"half", "halved", "halves"}),
    ({"classi", "secret"}, {"public"}),
    ({"start", "starte", "began", "begin"}, {"stoppe", "ended", "stop", "ceased"}),
    ({"accept", "agreed"}, {"refuse", "reject"}),
    ({"allow", "permit", "author"}, {"prohib", "forbid", "banned", "ban"}),
    ({"north", "northe"}, {"south", "southe"}),
    ({"strong", "streng"}, {"weak", "weaken"}),
    ({"true"}, {"false"}),
    ({"confir", "certai", "proven"}, {"allege", "reporte", "suspec", "unprov"}),
    ({"enacte", "passed", "law"}, {"propos", "introd", "bill"}),
    ({"designa", "design"}, {"proces"}),
    ({"suppli", "seller"}, {"buyer", "custom"}),
]


def contradiction(claim: str, evidence: str) -> Failure | None:
    """What a claim turns round of a sentence that it shares its words with; None when nothing."""
    claim, evidence = (_NOT_A_NEGATION.sub(" ", text) for text in (claim, evidence))
    checks = (_negation, _no_longer, _modality, _prospect, _direction, _rate, _order, _years)
    return next((failure for check in checks if (failure := check(claim, evidence))), None)


def _contradicted(aspect: Aspect, *words: str, source: str = "") -> Failure:
    return Failure("contradicted", words, source, aspect)


def negations(text: str) -> int:
    """How often a text denies something; bounds and delays (“not later than”, “not … until”) deny nothing."""
    return len(_NEGATOR.findall(_NOT_A_NEGATION.sub(" ", text)))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:['’]t)?", text.lower())


def _stem(word: str) -> str:
    return re.sub(r"(?<=\w{3})(?:ing|ed|en|es|s|e)$", "", word)[:5]


def _negated(text: str) -> set[str]:
    """The stems within the reach of a negation."""
    found: set[str] = set()
    for one in _NEGATOR.finditer(text):
        reach = _BREAK.split(text[one.end() : one.end() + 80])[0]
        words = [word for word in _words(reach) if word not in _LITTLE]
        found |= {_stem(word) for word in words[:_SCOPE]}
    return found


def _content(text: str) -> set[str]:
    return {_stem(word) for word in _words(text) if word not in _LITTLE and len(word) > 2}


def _negation(claim: str, evidence: str) -> Failure | None:
    mine, theirs = _negated(claim), _negated(evidence)
    claim_words, evidence_words = _content(claim), _content(evidence)
    denied = (mine & evidence_words) - theirs
    if mine and len(denied) >= max(1, (len(mine) + 1) // 2) and not (mine & theirs):
        return _contradicted("denies", _shown(claim, denied))
    if theirs and not _NEGATOR.search(claim) and len(theirs & claim_words) >= max(2, (len(theirs) + 1) // 2):
        return _contradicted("affirms", _shown(claim, theirs & claim_words))
    if (
        len(theirs) == 1
        and theirs <= claim_words
        and not _NEGATOR.search(claim)
        and _is_nearly_verbatim(claim, evidence)
    ):
        return _contradicted("affirms", _shown(claim, theirs))
    for word in re.findall(r"\bnon-?(\w{3,})", evidence.lower()):
        if (
            re.search(rf"(?<!non-)(?<!non)\b{word}\b", claim.lower())
            and f"non-{word}" not in claim.lower()
            and "other than" not in claim.lower()
        ):
            return _contradicted("non", word, source=f"non-{word}")
    return None


def _no_longer(claim: str, evidence: str) -> Failure | None:
    goes_on = r"\b(?:remains?|continues?|still|stays?|keeps? .{0,60}in (?:force|effect))\b"
    ends = r"\b(?:no longer|ends?|ended|ceased?|terminat\w+|revok\w+|repeal\w+)\b"
    changes: tuple[tuple[str, str, Aspect], ...] = ((goes_on, ends, "ended"), (ends, goes_on, "continues"))
    for mine, theirs, aspect in changes:
        if (
            re.search(mine, claim)
            and re.search(theirs, evidence)
            and not re.search(theirs, claim)
            and not re.search(mine, evidence)
        ):
            return _contradicted(aspect)
    return None


def _rate(claim: str, evidence: str) -> Failure | None:
    mine, theirs = (
        {unit for unit, forms in _RATES.items() if any(form in text.lower() for form in forms)}
        for text in (claim, evidence)
    )
    strange = mine - theirs
    if not theirs or not strange or (mine & theirs and not _is_nearly_verbatim(claim, evidence)):
        return None
    return _contradicted("rate", sorted(strange)[0], source=sorted(theirs)[0])


def _years(claim: str, evidence: str) -> Failure | None:
    """A number that stands with another number's year: “107,543 in 2022 and 111,029 in 2023” of a source that
    has them the other way round."""
    mine, theirs = _by_year(claim), _by_year(evidence)
    for number, year in mine.items():
        if (
            number in theirs
            and theirs[number] != year
            and any(other != number for other in theirs if theirs[other] == year)
        ):
            return _contradicted("year", number, year, source=theirs[number])
    return None


def _by_year(text: str) -> dict[str, str]:
    """Each number with the year that follows it before the next number."""
    return {number: year for number, year in _NUMBER_YEAR.findall(text) if not re.fullmatch(_YEAR, number)}


def _order(claim: str, evidence: str) -> Failure | None:
    """Two names that have changed places around a word that both sentences have between them, or the two
    numbers of “from … to …”."""
    for first, second in _FROM_TO.findall(claim):
        if (second, first) in _FROM_TO.findall(evidence):
            return _contradicted("order", first, second)
    mine, theirs = _entities(claim, evidence), _entities(evidence, claim)
    if not _is_nearly_verbatim(claim, evidence):
        return None
    for i, (first, named) in enumerate(mine):
        for j in range(i + 2, min(i + _APART, len(mine))):
            second, also_named = mine[j]
            if not (named and also_named) or first == second:
                continue
            between = {word for word, one in mine[i + 1 : j] if not one}
            if "by" in between:
                continue
            if (between - _TELLS_NO_ORDER) & _around(theirs, second, first) and not _around(
                theirs, first, second
            ):
                return _contradicted("order", first, second)
    return None


def _is_nearly_verbatim(claim: str, evidence: str) -> bool:
    return len(_content(claim) & _content(evidence)) >= _NEARLY_VERBATIM * len(_content(claim))


_FROM_TO = re.compile(r"\b(?:from|of) \$?([\d.,]*\d)[^\d.]{0,20} to \$?([\d.,]*\d)")
_TELLS_NO_ORDER = _LITTLE - {"than"}
_CALENDAR = _LITTLE | set(
    """
    january february march april may june july august september october november december monday tuesday wednesday thursday friday saturday sunday
    """.split()
)
_NEARLY_VERBATIM = 0.65
_APART = 14  # words


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


def _around(words: list[tuple[str, bool]], first: str, second: str) -> set[str]:
    """The plain words that stand between the first and the second somewhere."""
    found: set[str] = set()
    for i, (word, _) in enumerate(words):
        for j in range(i + 1, min(i + _APART + 3, len(words))):
            if word == first and words[j][0] == second:
                found |= {one for one, kind in words[i + 1 : j] if not kind} | {""}
    return found


def _shown(text: str, some: set[str]) -> str:
    return next((word for word in _words(text) if _stem(word) in some), "")


def _governed(text: str) -> dict[str, str]:
    """The stems of the verbs that a modal governs, with its kind."""
    words = _words(re.sub(r"(\b(?:may|shall|must|will|would|should|can))\s*,[^,]{1,80},", r"\1", text))
    found: dict[str, str] = {}
    for position, word in enumerate(words):
        kind = _MODALS.get(word)
        if kind is None:
            continue
        for follower in [other for other in words[position + 1 : position + 5] if other not in _PASSED_OVER][
            :1
        ]:
            found.setdefault(_stem(follower), kind)
    return found


def _modality(claim: str, evidence: str) -> Failure | None:
    mine, theirs = _governed(claim), _governed(evidence)
    # Neither names nor “to seek” and “designating”, which say nothing of whether it happens.
    acts = re.sub(r"\bto \w+|\b[A-Z]\w*|\b\w+(?:ing|tion|ment)s?\b", " ", claim)
    plain = {_stem(word) for word in _words(acts) if word not in _LITTLE}
    there = {_stem(word) for word in _words(evidence) if word not in _LITTLE}
    for verb, kind in theirs.items():
        said = mine.get(verb)
        if (
            (verb not in plain and not said)
            or verb in _PENALTIES
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
            return _contradicted("modality", _shown(claim, {verb}), *([said] if said else []), source=kind)
    for verb, said in mine.items():
        if said in ("may", "will") and verb in there and not theirs and verb not in _PENALTIES:
            return _contradicted("modality", _shown(claim, {verb}), said)
    return None


_BEGAN = re.compile(
    r"\b(?:took effect|(?:went|came) into (?:effect|force)|entered into force|started|began|ha(?:s|ve|d)"
    r" begun)\b",
    re.IGNORECASE,
)
_TO_BEGIN = re.compile(
    r"\bto (?:start|begin|take effect|(?:go|come|enter) into (?:effect|force))\b", re.IGNORECASE
)
_MEANS = re.compile(
    r"\b(?:process|procedure|plan|proposal|bill)(?:es|s)? (?:(?:for|of) (?:\w+ly )?(\w{2,}ing)|to (?:\w+ly"
    r" )?(\w{4,}))\b",
    re.IGNORECASE,
)
_MEANS_TOLD = re.compile(r"\b(?:process|procedure|plan|propos|bill)", re.IGNORECASE)


def _prospect(claim: str, evidence: str) -> Failure | None:
    """What was only to begin, or has only a process, told as done: “to start on 4 February” does not say that
    it did."""
    ahead, begun = _TO_BEGIN.search(evidence), _BEGAN.search(claim)
    if ahead and begun and not _BEGAN.search(evidence):
        return _contradicted("beginning", begun.group(), source=ahead.group())
    if _MEANS_TOLD.search(claim):
        return None
    done = {
        _stem(word): word
        for word in re.findall(r"\b(?!to )[a-z]{3,}(?:ed|es|s)\b", claim)
        if word not in _LITTLE
    }
    for means in _MEANS.finditer(evidence):
        verb = _stem((means[1] or means[2]).lower())
        elsewhere = {_stem(word) for word in _words(evidence[: means.start()] + evidence[means.end() :])}
        if verb in done and verb not in elsewhere:
            return _contradicted("plan", done[verb], source=means.group())
    return None


# “Shall be imprisoned for not more than” and “may be imprisoned for up to” are one thing.
_PENALTIES = frozenset(map(_stem, "imprisoned fined sentenced punished apply face".split()))
_PASSED_OVER = _LITTLE | set(_MODALS) | {"not", "take", "make", "have", "get", "give"}


# Bounds of a number, which are compared with it.
_BOUND = re.compile(
    r"\b(?:more|less|fewer|greater|higher|lower) than(?= (?:an? |estimated |about )*[$\d])|\b(?:over|under|up"
    r" to)(?= [$\d])|\bat (?:most|least)\b"
)


def _direction(claim: str, evidence: str) -> Failure | None:
    claim, evidence = (_BOUND.sub(" ", text) for text in (claim, evidence))
    mine, theirs = {word[:6] for word in _words(claim)}, {word[:6] for word in _words(evidence)}
    for one, other in _OPPOSITES:
        for here, there in ((one, other), (other, one)):
            turned = mine & here
            if turned and not mine & there and theirs & there and not theirs & here:
                word = next(word for word in _words(claim) if word[:6] in turned)
                theirs_word = next(other for other in _words(evidence) if other[:6] in there)
                return _contradicted("opposite", word, source=theirs_word)
    return None


def best_sentence(claim: str, sentences: list[str]) -> str:
    """The sentence that shares most with the claim."""
    mine = stems(claim)
    return (
        max(sentences, key=lambda one: len(mine & stems(one)) / (6 + len(stems(one))) ** 0.5)
        if sentences
        else ""
    )
