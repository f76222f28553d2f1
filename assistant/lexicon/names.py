"""Names of people, bodies, places and laws in a sentence, and whether a text has them under one of their
forms."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.query.requirements import stems
from ingest.gloss import without_accents

# Forms that share no stem. Each line is one thing.
_ALIASES = """
us u.s. usa u.s.a. united states|america|american|americans|estados unidos|ee.uu.|eeuu|estadounidense|washington
uk u.k. united kingdom|britain|british
eu e.u. european union
un u.n. united nations
china|chinese
canada|canadian|canadians
mexico|mexican|mexicans|méxico|mexicano|mexicana
fto foreign terrorist organization|foreign terrorist organizations
sdgt specially designated global terrorist|specially designated global terrorists
cjng jalisco|cártel de jalisco nueva generación|jalisco new generation cartel
congress|congressional
white house|president|potus
drug enforcement administration|dea
"""
_COUNTRIES = frozenset(
    """
    afghanistan albania algeria argentina australia austria bahamas bangladesh belgium belize bolivia brazil britain bulgaria cambodia canada chile
    china colombia cuba cyprus denmark ecuador egypt england ethiopia finland france germany ghana greece guatemala haiti honduras hungary iceland
    india indonesia iran iraq ireland israel italy jamaica japan jordan kenya korea kuwait lebanon libya malaysia mexico morocco nepal netherlands
    nicaragua nigeria norway pakistan panama paraguay peru philippines poland portugal qatar romania russia scotland serbia singapore spain sudan
    sweden switzerland syria taiwan tanzania thailand tunisia turkey uganda ukraine uruguay venezuela vietnam yemen zimbabwe
    """.split()
)
# Capitalised without being a name, at the start of a sentence and within it.
_NOT_NAMES = frozenset(
    """
    a an the this that these those it its he she they we i you in on at by for from with without under since after before during however moreover
    further furthermore also but and or as if when while where there here all each no not our their his her other both such some most many few
    more one two three four five six seven eight nine ten according president secretary attorney general senator representative minister governor
    mr mrs ms dr january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov
    dec monday tuesday wednesday thursday friday saturday sunday section title article act order orders law executive public office department
    agency federal government state states court congress senate house officials critics experts supporters opponents researchers authorities
    police troops forces cartel cartels deaths fentanyl drug drugs tariffs imports exports data figures reports
    """.split()
)
_CAPITALISED = r"(?:[A-ZÁÉÍÓÚÑ](?:[\w&-]|\.(?=\w)|['’](?!s\b))*)"
_RUN = re.compile(
    rf"(?<!\w){_CAPITALISED}(?:(?:[ ](?:of|de|del|la|las|los|y|and|for|the))*[ ]{_CAPITALISED})*"
)
_SPEAKS = re.compile(
    r"['’]s\b|"
    r" (?:said|says|told|argue[sd]?|warn(?:s|ed)|announce[sd]|sign(?:s|ed)|state[sd]|wrote|claim(?:s|ed)|vowed|promised|agreed|refused)\b"
)


def names(sentence: str, around: str = "") -> list[str]:
    """The names of a sentence, in order. A word that opens it is one where it goes on in capitals, is a
    country, speaks, or is written in capitals elsewhere in `around` and never without."""
    found: list[str] = []
    for run in _RUN.finditer(sentence):
        before = sentence[: run.start()]
        opens = not before.strip(" “\"'(") or bool(
            re.search(r"(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\b[A-Z])[.!?:][”\"]?\s+$", before)
        )
        for part in _parts(run.group(), opens, sentence[run.end() :], around):
            if part not in found:
                found.append(part)
    return found


def _parts(run: str, opens: bool, after: str, around: str) -> list[str]:
    words = run.split()
    if opens and words[0].lower() in _NOT_NAMES:
        words = words[1:]
        opens = False
    while words and (words[0].lower() in _NOT_NAMES or words[0].islower()):
        words = words[1:]
    while (
        words
        and (words[-1].lower() in _NOT_NAMES or words[-1].islower())
        and words[-2:] != ["White", "House"]
    ):
        words = words[:-1]
    if not words:
        return []
    if opens and len(words) == 1 and not _opens_as_name(words[0], after, around):
        return []
    return [" ".join(words)]


def _opens_as_name(word: str, after: str, around: str) -> bool:
    if any(letter.isupper() for letter in word[1:]) or word.lower() in _COUNTRIES:
        return True
    if re.search(rf"\b{re.escape(word.lower())}\b", around):
        return False
    return bool(_SPEAKS.match(after)) or bool(re.search(rf"[a-z,;] {re.escape(word)}\b", around))


def lacking_names(claim: str, evidence: Sequence[str], around: str = "") -> list[str]:
    """The names of the claim that no form of is in the evidence (texts, or what is known of their
    documents)."""
    whole = " ".join(evidence)
    there, initials = _forms(whole), _initials(whole)
    return [name for name in names(claim, around) if not _is_there(name, there, initials, whole)]


def exchanged_names(claim: str, quote: str, around: str) -> list[str]:
    """The countries and acronyms of the claim that are only in the text around the quote, while the quote has
    another of its kind that the claim leaves out: “resources from Mexico” on a page about Mexico whose
    sentence says “from Canada”."""
    lacking = [name for name in lacking_names(claim, [quote], around) if _kind(name)]
    left_out = {_kind(name) for name in lacking_names(quote, [claim], around)}
    return [name for name in lacking if _kind(name) in left_out]


def opening_stranger(claim: str, around: str) -> list[str]:
    """The word that opens the claim, where all but it and one other of its words are in the text: “Jalisco
    accounted for …” of Guanajuato."""
    first = re.match(r"[A-Z][a-z]+", claim)
    if first is None or first.group().lower() in _NOT_NAMES:
        return []
    strangers = stems(claim) - stems(around)
    known = not stems(first.group()) <= strangers or _alias_is_there(first.group(), around)
    return (
        []
        if known or len(strangers) > _FEW_STRANGERS or len(stems(claim)) < _LONG_ENOUGH
        else [first.group()]
    )


def wrong_titles(claim: str, evidence: str) -> list[str]:
    """The people of the claim whose office is not the one that the evidence gives them right before their
    name: “Secretary of State Gertz” of “Secretary of the Navy Ojeda; Attorney General of the Republic
    Gertz”."""
    found = []
    for office, person in _OFFICE_HOLDER.findall(claim):
        last = person.split()[-1]
        theirs = [stems(other) for other, named in _OFFICE_HOLDER.findall(evidence) if last in named.split()]
        if theirs and not any(stems(office) <= other or other <= stems(office) for other in theirs):
            found.append(f"{office} {person}")
    return found


def unsaid_openings(claim: str, evidence: str) -> list[str]:
    """What a sentence takes up or dates without the evidence having it: “This law …” where no law is spoken
    of; “was issued on 1 February” where nothing is said to be issued."""
    taken_up, dated = _THIS.match(claim), _DATED.findall(claim)
    words = [taken_up.group(1)] if taken_up and taken_up.group(1).lower() not in _NOT_TAKEN_UP else []
    return [word for word in (*words, *dated) if not stems(word) & stems(evidence)]


_THIS = re.compile(r"(?:This|That|These|Those|Such) ([a-z]{3,})\b", re.IGNORECASE)
_NOT_TAKEN_UP = frozenset(
    """
    includes included include means meant was were are has have had will would can may could should might must allows allowed makes made helps helped
    shows showed suggests led leads came comes marks marked follows followed gives gave applies applied also does did not and the
    """.split()
)
_DATED = re.compile(
    r"\b(?:was|were|is|been) (\w+(?:ed|en|wn)) (?:on|in|at|since) (?:early |late |mid-)?"
    r"(?:\d|January|February|March|April|May |June|July|August|September|October|November|December)"
)
_OFFICES = r"(?:Secretary|Minister|President|Attorney|Senator|Governor|Ambassador|Director|Administrator|Representative|Commissioner|Chairman|Chair)"
_NAME_WORD = r"[A-ZÁÉÍÓÚÑ][a-záéíóúñ][\w'’-]*"
_OFFICE_HOLDER = re.compile(
    rf"\b({_OFFICES}(?: General)?(?: of(?: the)? (?:{_NAME_WORD}(?: and | for | of the | of )?){{1,5}}?)?)"
    rf" ({_NAME_WORD}(?: (?:de )?{_NAME_WORD}){{1,3}})\b"
)
_FEW_STRANGERS, _LONG_ENOUGH = 1, 7


def _kind(name: str) -> str:
    if without_accents(name.lower()) in _COUNTRIES:
        return "country"
    return "acronym" if (name.isupper() and 2 < len(name) < 7) or name in ("FinCEN", "Treasury") else ""


def _is_there(name: str, there: set[str], initials: set[str], whole: str) -> bool:
    words = [
        word
        for word in re.findall(r"[\w.&'’-]+", name)
        if word[:1].isupper() and word.lower().rstrip(".") not in _NOT_NAMES
    ]
    if not words:
        return True
    if (
        len(words) == 1
        and words[0].replace(".", "").isupper()
        and words[0].replace(".", "").lower() in initials
    ):
        return True
    if (
        "".join(word[0] for word in words).lower() in {form for form in there if len(form) > 1}
        and len(words) > 1
    ):
        return True
    return all(_word_is_there(word, there, initials) for word in words) or _alias_is_there(name, whole)


def _word_is_there(word: str, there: set[str], initials: set[str]) -> bool:
    mine = stems(re.sub(r"['’]s$", "", word))
    return (
        mine <= there or _alias_is_there(word, " ".join(there)) or word.replace(".", "").lower() in initials
    )


def _alias_is_there(name: str, whole: str) -> bool:
    low, text = without_accents(name.lower()).removeprefix("the "), without_accents(whole.lower())
    for line in _ALIAS_LINES:
        if low in line:
            return any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text) for form in line)
    return False


def _alias_line(line: str) -> frozenset[str]:
    first, *rest = line.split("|")
    head = first.split(" ")
    short = [word for word in head if "." in word or (len(word) <= 4 and word != "the")]
    long = " ".join(word for word in head if word not in short)
    return frozenset(without_accents(form.strip()) for form in (*short, long, *rest) if form.strip())


_ALIAS_LINES = tuple(_alias_line(line) for line in _ALIASES.strip().splitlines())


def _forms(text: str) -> set[str]:
    return stems(text) | {word.replace(".", "").lower() for word in re.findall(r"\b(?:[A-Za-z]\.){2,}", text)}


def _initials(text: str) -> set[str]:
    """The acronyms that names of the text could be shortened to: “Drug Enforcement Administration” → dea."""
    found = set()
    for run in _RUN.findall(text):
        capitals = [word[0] for word in run.split() if word[0].isupper()]
        for first in range(len(capitals)):
            for last in range(first + 2, len(capitals) + 1):
                found.add("".join(capitals[first:last]).lower())
    return found
