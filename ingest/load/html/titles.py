"""What the title of an act says of it: its kind, its number, its day, and that it is only proposed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.load.written_dates import written_date
from ingest.types import Metadata

_BEFORE = (
    r"(?:(?:\d[\w. ]*[-–—.]+\s*)?(?:council|commission|delegated|implementing|european|parliament|"
    r"joint|framework|royal|federal|[\w-]*durchführungs|delegierte|de|la|el|the|real|dekret|konsolidierte?|"
    r"tekst jednolity)\s+)*"
)
_KINDS: tuple[tuple[str, str], ...] = (
    (
        "regulation",
        r"regulation|verordnung|durchführungsverordnung|règlement|reglamento|regolamento|regulamento|"
        r"rozporządzenie|"
        r"noteikumi|nařízení|nariadenie|förordning|forordning|asetus|määrus|reglamentas|verordening",
    ),
    (
        "directive",
        r"directive|richtlinie|directiva|direttiva|diretiva|dyrektywa|direktīva|směrnice|smernica|"
        r"richtlijn",
    ),
    (
        "decision",
        r"decision|beschluss|décision|decisión|decisione|decisão|decyzja|rozhodnutí|rozhodnutie|besluit",
    ),
    ("recommendation", r"recommendation|empfehlung|recommandation|recomendación|raccomandazione|zalecenie"),
    (
        "decree",
        r"decreto|décret|decret\b|arrêté|decree|orden\b|ordonnance|hotărâre|hotarare|kongelig resolution",
    ),
    (
        "statute",
        r"act\b|law\b|loi\b|ley\b|llei\b|legge\b|lei\b|lege\b|gesetz\b|\w+gesetz\b|ustawa|likums|zákon|"
        r"wet\b|lov\b|lag\b|"
        r"code\b|código|codul|cod\b|codice|constitution|constitución|constituci|konstytucja|satversme|"
        r"ústava|grundgesetz",
    ),
)
_OPENS = [(kind, re.compile(rf"{_BEFORE}(?:{words})", re.IGNORECASE)) for kind, words in _KINDS]
_PROPOSED = re.compile(
    r"(?:(?:amended|joint)\s+)?(?:proposal for an?|proposition de|propuesta de|vorschlag für|proposta "
    r"di|proposta de|"
    r"voorstel voor|wniosek|návrh|projet de loi|proposición de ley|proyecto de ley|draft)\b\s*",
    re.IGNORECASE,
)
_ACT_OF_YEAR = re.compile(
    r"\b(?:Act|Measure|Order|Regulations|Rules|Code)(?: \([^()]*\))?,? (?P<year>1[2-9]\d\d|20\d\d)$"
)
_EU = re.compile(
    r"\((?:EU|EC|EEC|UE|CE|CEE|EG|EWG|WE|EWG|Euratom|EU, Euratom|CFSP|PESC|JHA)[^()]*\)\s*(?:No\.?\s*|"
    r"n[o°º]\s*|Nr\.?\s*)?\d+/\d+"
    r"|\b\d{1,4}/\d{1,4}/(?:EU|EC|EEC|UE|CE|CEE|EG|EWG|CFSP|JHA|Euratom)\b",
    re.IGNORECASE,
)
_COM = re.compile(r"\b(?:COM|SWD|JOIN|SEC)\s?\(\d{4}\)\s?\d+(?: final)?")
_LONGEST = 500  # characters of a title
_SPANISH_NUMBER = re.compile(
    r"(?:Real Decreto(?:[- ]ley| Legislativo)?|Ley(?: Orgánica)?|Orden(?: Foral)?|Decreto(?:[- ]ley)?|"
    r"Decret|Llei)"
    r" (?:[A-ZÑ]{2,5}/)?\d+/\d{4}"
)
# “Ley 39/2015, de 1 de octubre”: the year is the number's.
_SPANISH = re.compile(
    r"\d+/(?P<year>(?:19|20)\d\d), de (?P<day>\d{1,2}) de (?P<month>[a-záéíóúñ]{4,10})", re.IGNORECASE
)
_DAY = re.compile(r"\b(?:of|du|vom|de|del|dell?['’ ]?|z dnia|dnia|van|den|av|af|din)\s", re.IGNORECASE)


def read_title(known: Metadata, *, law: bool) -> Metadata:
    """What is known of a page, with what its title says; a title of a page that is no law says little."""
    if not law or not known.title:
        return known
    title = known.title
    proposed = _PROPOSED.match(title)
    bare = title[proposed.end() :] if proposed else title
    kind = known.kind if known.kind and known.kind != "statute" else _kind(bare) or known.kind
    number = known.number or _number(title)
    day = known.date
    if not proposed:
        # The day of an act stands in its title; the page's own may be the day on which it was put up.
        day = _day(title) or day
        year = _ACT_OF_YEAR.search(title)
        day = day or (year["year"] if year else "")
    return replace(
        known,
        kind="proposal" if proposed or known.stage == "proposal" else kind,
        number=number,
        date=day,
        stage="proposal" if proposed else known.stage,
    )


def title_among(texts: Sequence[str]) -> str:
    """The first of an act's opening texts that says what it is, as its title."""
    return next(
        (
            text.rstrip(" .")
            for text in texts
            if len(text) <= _LONGEST and not text.endswith(":") and _kind(text)
        ),
        "",
    )


def _kind(title: str) -> str:
    if _ACT_OF_YEAR.search(title):
        return "statute" if " Act" in title or " Measure" in title else "regulation"
    return next((kind for kind, pattern in _OPENS if pattern.match(title)), "")


def _number(title: str) -> str:
    if code := re.match(r"(\d{1,2}) U\.?S\.?C\.?A?\.? (?:§ ?)?(\d+[\w-]*)", title):
        return f"{code[1]} U.S.C. § {code[2]}"
    found = _EU.search(title[:160]) or _SPANISH_NUMBER.match(title) or _COM.search(title[:160])
    if not found:
        return ""
    before = re.search(r"([A-Z][\w-]+)\s*$", title[: found.start()], re.IGNORECASE)
    word = before[1].capitalize() + " " if before and found[0].startswith("(") else ""
    return word + found[0]


def _day(title: str) -> str:
    """The day in a title's opening: “of 14 June 2021”, “z dnia 30 grudnia 2024 r.”, “7 JANVIER 2024. -
    Loi”."""
    head = title[:240]
    start = _DAY.search(head)
    if spanish := _SPANISH.search(head):
        return written_date(f"{spanish['day']} de {spanish['month']} de {spanish['year']}")
    leading = re.match(r"\d{1,2}\D", head)
    if leading:
        return written_date(head[:40])
    found = written_date(head[start.start() :]) if start else ""
    return found
