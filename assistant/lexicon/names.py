"""Names of people, bodies, places and laws in a sentence, and whether a text has them under one of their
forms."""

from __future__ import annotations

import re

from assistant.lexicon.words import stems
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
COUNTRIES = frozenset(
    """
    afghanistan albania algeria argentina australia austria bahamas bangladesh belgium belize bolivia brazil britain bulgaria cambodia canada chile
    china colombia cuba cyprus denmark ecuador egypt england ethiopia finland france germany ghana greece guatemala haiti honduras hungary iceland
    india indonesia iran iraq ireland israel italy jamaica japan jordan kenya korea kuwait lebanon libya malaysia mexico morocco nepal netherlands
    nicaragua nigeria norway pakistan panama paraguay peru philippines poland portugal qatar romania russia scotland serbia singapore spain sudan
    sweden switzerland syria taiwan tanzania thailand tunisia turkey uganda ukraine uruguay venezuela vietnam yemen zimbabwe
    """.split()
)
# Capitalised without being a name, at the start of a sentence and within it.
NOT_NAMES = frozenset(
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
    if opens and words[0].lower() in NOT_NAMES:
        words = words[1:]
        opens = False
    while words and (words[0].lower() in NOT_NAMES or words[0].islower()):
        words = words[1:]
    while (
        words and (words[-1].lower() in NOT_NAMES or words[-1].islower()) and words[-2:] != ["White", "House"]
    ):
        words = words[:-1]
    if not words:
        return []
    if opens and len(words) == 1 and not _opens_as_name(words[0], after, around):
        return []
    return [" ".join(words)]


def _opens_as_name(word: str, after: str, around: str) -> bool:
    if any(letter.isupper() for letter in word[1:]) or word.lower() in COUNTRIES:
        return True
    if re.search(rf"\b{re.escape(word.lower())}\b", around):
        return False
    return bool(_SPEAKS.match(after)) or bool(re.search(rf"[a-z,;] {re.escape(word)}\b", around))


def alias_is_there(name: str, whole: str) -> bool:
    """Whether another form of a name stands in a text."""
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


def forms(text: str) -> set[str]:
    """The stems of a text, and its abbreviations without their points."""
    return stems(text) | {word.replace(".", "").lower() for word in re.findall(r"\b(?:[A-Za-z]\.){2,}", text)}


def initials(text: str) -> set[str]:
    """The acronyms that names of the text could be shortened to: “Drug Enforcement Administration” → dea."""
    found = set()
    for run in _RUN.findall(text):
        capitals = [word[0] for word in run.split() if word[0].isupper()]
        for first in range(len(capitals)):
            for last in range(first + 2, len(capitals) + 1):
                found.add("".join(capitals[first:last]).lower())
    return found
