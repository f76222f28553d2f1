"""Where a provision stands, as lawyers cite it, told from the numbers that the text itself prints:
“Article 3(6)”, “§ 1(2)(a)”, “Recital 14”, “Annex II”."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

_NUMBER = (
    r"(?P<number>(?:[LRDA]\.?\s?\*?)?\d+(?:[a-z]{1,3}\b|[A-Z]{1,3}\b)?(?:[-–/.]\d+[a-z]?)*(?:\s?(?:bis|ter|quater|"
    r"quinquies|er)\b)?)"
)
_WORD = (
    r"(?P<word>articles?|artikel|artículo|articulo|artigo|articolo|articolul|artykuł|artikla|artikkel|"
    r"article|"
    r"art\.?|artigo|članek|člen|čl\.|článok|článek|cikk|sections?|sec\.|§+|paragraf|regulation|rule|clause)"
)
_UNIT = re.compile(rf"{_WORD}\s*{_NUMBER}\s*(?P<end>[.:°ºª]*\s*[.—–-]*)", re.IGNORECASE)
_ORDINAL = re.compile(
    r"(?P<word>art[íi]culo|artigo|article)\s+(?P<number>[úu]nico|primero|segundo|tercero|cuarto|quinto|"
    r"sexto|séptimo|"
    r"octavo|noveno|décimo(?: \w+)?|premier|unique)\b\s*[.:°º]*\s*[—–-]*",
    re.IGNORECASE,
)
_PANTS = re.compile(
    r"(?P<number>\d+(?:\.\d+)?[¹²³⁴-⁹]?)\.?\s*(?P<word>pants|§|kap\.|straipsnis|cikk|člen)\b\.?",
    re.IGNORECASE,
)
_ANNEX = re.compile(
    r"(?P<word>annex|annexe|anexo|anexa|anhang|anlage|allegato|bijlage|bilag|bilaga|liite|lisa|"
    r"załącznik|pielikums|"
    r"príloha|příloha|schedule|appendix|appendice)\b\s*(?:nr\s*)?(?P<number>[IVXLC]{1,6}\b|"
    r"\d{1,3}[A-Z]?\b)?",
    re.IGNORECASE,
)
_WHEREAS = re.compile(
    r"whereas|considérant|in erwägung|considerando|overwegende|mając na uwadze|zważywszy|întrucât|keďže|"
    r"vzhledem|"
    r"ņemot vērā|tā kā|kadangi|arvestades|mivel|ut fra|med følgende betragtninger|av följande skäl|sekä "
    r"katsovat",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"[\"'“„‘«]?(?:\((?P<round>\d{1,3}[a-z]{0,2}|[a-z]{1,2}|[ivxl]{1,6}|[A-Z]{1,2})\)"
    r"|(?P<dot>\d{1,3}[a-z]{0,2}|[a-z](?=\.\s))\.(?!\d)|(?P<half>[a-z]{1,2}|\d{1,3}[a-z]?|[ivx]{1,5})\)|"
    r"(?P<degree>\d{1,2})°|(?P<raised>[⁰¹²³⁴-⁹]{1,2}(?:bis|ter|quater)?)\s)\s*"
)
_SECTION = re.compile(r"(?P<number>\d{1,3}[A-Z]{0,3})\s*\.?\s*(?:[—–]\s*|\s+(?=[(A-Z“‘]))")
_ADOPTS = re.compile(
    r"\b(?:ha(?:s|ve) (?:adopted|decided)|adopts?|(?:a|ont) (?:adopté|arrêté)|ha(?:t|ben) (?:folgende|"
    r"diese)|erlässt|"
    r"han? (?:adoptado|decidido)|ha(?:nno)? adottato|adot(?:a|ou|aram)|adoptă|heeft|hebben|przyjmuj[eą]|"
    r"ir pieņēm)"
    r".*:$",
    re.IGNORECASE,
)
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_DONE = re.compile(
    r"(?:done at|fait à|geschehen|hecho en|dado en|dada en|fatto a|feito em|gedaan te|sporządzono|"
    r"udfærdiget i|"
    r"utfärdad i|tehty|comuníquese|publíquese|promulgons la présente)\b",
    re.IGNORECASE,
)
_DASH = re.compile(r"[-–—•·*]\s")
_ENDS = re.compile(r"[.!?][\"'”’»)\]]*$")
_NUMBERED = re.compile(r"(?P<number>\d{1,3}[A-Z]{0,3})\.?(?:\s+\S|$)")
_ROMAN = re.compile(r"[ivxl]+")


class Level(NamedTuple):
    """A numbered level within a provision: how its numbers are written, its own number, and its block."""

    form: str
    number: str
    block: int
    leads: bool
    depth: int


@dataclass(slots=True)
class Places:
    """Where a reader of an act has come to. `unit` is what a provision is called that has a number alone."""

    unit: str = ""
    base: str = ""
    part: str = ""
    levels: list[Level] = field(default_factory=list)
    opening: tuple[int, bool] = (-1, False)
    in_recitals: bool = False
    in_provisions: bool = False
    ended: bool = False
    depth: int = 0
    seen: dict[str, str] = field(default_factory=dict)

    def heading(self, text: str) -> None:
        """Go on to what a title names, if it counts a provision."""
        if found := unit_of(text, titled=True):
            self._open(found)
            self.part = found if _ANNEX.match(text) else ""
        elif self.unit and (section := _NUMBERED.match(text)):
            self._open(f"{self.unit} {section['number']}")
        elif _WHEREAS.match(text) and len(text) < _SHORT:
            self.in_recitals = not self.in_provisions

    def enter(self, base: str) -> None:
        """Go on to a part that has a name of its own."""
        self._open(base)
        self.in_provisions = False

    def _open(self, base: str) -> None:
        self.base, self.levels, self.opening, self.seen = base, [], (-1, False), {}
        self.in_recitals, self.in_provisions = False, True

    def text(self, text: str, depth: int = 0, *, recital: bool = False) -> str:
        """Go on to a paragraph, which stands `depth` deep in the numbered parts of the page; returns its
        place."""
        self.depth = depth
        if recital and not self.in_recitals:
            self.enter("")
            self.in_recitals = True
        if self.in_recitals and _ADOPTS.search(text) and len(text) < _SHORT:
            self.enter("")
            return ""
        if self.in_provisions and _DONE.match(text):
            self.enter("")
        if not self.in_provisions and _WHEREAS.match(text) and len(text) < _SHORT:
            self.in_recitals = True
            return ""
        if self.in_recitals:
            found = _LABEL.match(text)
            number = found and (found["round"] or found["dot"])
            if number and number.isdecimal():
                self.base = f"Recital {number}"
            return self.base if self.base.startswith("Recital") else ""
        rest = text
        if found_unit := unit_of(text):
            self._open(found_unit)
            match = _UNIT.match(text) or _ORDINAL.match(text) or _PANTS.match(text)
            rest = text[match.end() :].lstrip(" .—–-") if match else text
        elif self.unit and (section := _SECTION.match(text)):
            number = section["number"]
            self._open(f"{self.part}, paragraph {number}" if self.part else f"{self.unit} {number}")
            rest = text[section.end() :]
        self._labels(rest)
        return self.place

    def _labels(self, text: str) -> None:
        """Take the numbers that open a paragraph, outermost first; one without numbers belongs to the level
        that it stands in, which is not that of a list which has ended."""
        if not _LABEL.match(text) and not _DASH.match(text):
            while self.levels and self.levels[-1].depth > self.depth:
                self.levels.pop()
            while self.levels and self.ended and self.depth == 0 and self.above():
                self.levels.pop()
        for _ in range(3):
            found = _LABEL.match(text)
            if not found:
                return
            kind = str(found.lastgroup)
            number = found[kind].translate(_PLAIN)
            if not self.base and not self.unit:
                return
            self._push(self._form(kind, number), number)
            text = text[found.end() :]

    def _form(self, kind: str, number: str) -> str:
        """How a number is written; “(i)” after “(h)” is a letter, else a Roman number."""
        if number[0].isdecimal():
            return f"{kind} number"
        case = "capital" if number[0].isupper() else "small"
        forms = self.seen
        letters = f"{kind} {case} letter"
        if _ROMAN.fullmatch(number):
            previous = forms.get(letters, "")
            follows = len(number) == 1 and previous and ord(previous[0]) + 1 == ord(number)
            if not follows and (number[0] in "ivx") and (previous or number != "x") and number != "l":
                return f"{kind} roman" if previous or number in ("i", "ii", "iii") else letters
        return letters

    def _push(self, form: str, number: str) -> None:
        forms = [level.form for level in self.levels]
        if form in forms:
            del self.levels[forms.index(form) :]
        above = {level.form for level in self.levels}
        self.seen = {one: last for one, last in self.seen.items() if one in above} | {form: number}
        self.levels.append(Level(form, number, -1, False, self.depth))

    @property
    def place(self) -> str:
        """The place of the paragraph that was read last."""
        return self.base + "".join(f"({level.number})" for level in self.levels) if self.base else ""

    def stored(self, block: int, text: str, leads: bool) -> None:
        """Remember the block of the paragraph that was read last, and whether it leads to what follows."""
        self.ended = bool(_ENDS.search(text))
        if self.levels:
            self.levels[-1] = self.levels[-1]._replace(block=block, leads=leads)
        else:
            self.opening = block, leads

    def above(self) -> tuple[int, ...]:
        """The blocks whose words the paragraph completes that was read last."""
        blocks = [self.opening] + [(level.block, level.leads) for level in self.levels[:-1]]
        return tuple(block for block, leads in blocks if leads and block >= 0) if self.levels else ()


def opens_with_number(text: str) -> bool:
    """Whether a paragraph opens with a number of its own."""
    return bool(_LABEL.match(text))


def opens_with_dash(text: str) -> bool:
    """Whether a paragraph is one of a list that has no numbers."""
    return bool(_DASH.match(text))


_SHORT = 90  # characters: a longer text that begins with “Whereas” is a recital


def unit_of(text: str, *, titled: bool = False) -> str:
    """The provision that a text opens, as it is cited; empty where it only names one. A title may go on after
    the number as it likes."""
    if titled and (annex := _ANNEX.match(text)) and (annex["number"] or annex.end() == len(text)):
        return f"{annex['word'].capitalize()} {annex['number'] or ''}".strip()
    found = _UNIT.match(text)
    if found and (titled or found["end"].strip() or found.end() == len(text.rstrip())):
        word = found["word"]
        return f"{word.capitalize() if word.isupper() or word.islower() else word} {found['number']}"
    if found := _ORDINAL.match(text):
        return f"{found['word'].capitalize()} {found['number'].lower()}"
    if found := _PANTS.match(text):
        return f"{found['number']}. {found['word'].lower()}"
    return ""
