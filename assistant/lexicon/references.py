"""References to laws, orders, bills, resolutions and other instruments, the forms of one read as one.

What an instrument looks like in print stands in the packs `references.toml`, which part of it is meant
(“section 3 of the”, “, art. 5”) in the packs `sections.toml`. A row's id begins with the jurisdiction,
and its `value` is the kind of instrument.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.lexicon.rules import Row, Rules

_DASHES = re.compile(r"[‐-―−]")
_DIGIT_COMMA = re.compile(r"(?<=\d),(?=\d{3})")
_LEADING_ZERO = re.compile(r"(?<![\d.])0+(?=\d)")
_BETWEEN_ITEMS = re.compile(r"(?:\s*\(\d{4}\))?[\s,;§]*(?:(?:and|or|et|y|o)\s+)?[§\s]*", re.IGNORECASE)
_ITEM = re.compile(r"[^\s,;§]+")
_ORDINAL = re.compile(r"(?<=\d)[º°o]\.?(?!\w)")
_RANGE = re.compile(r"\s+(?:through|to)\s+")
_FILLER = re.compile(r"^(?:the|la|el)\s+|\.")
_OPENING = re.compile(r"\W*(?:(?:the|la|el|le|l['’])\s*)?", re.IGNORECASE)
_TO_TAIL = re.compile(r",?\s+")
LAWS = frozenset(
    "act|code|public law|private law|Statutes at Large|United States Code|Code of Federal Regulations"
    "|United States Constitution|chapter|act of a devolved legislature|regulations|order|rules"
    "|statutory instrument|Scottish statutory instrument|statutory rule of Northern Ireland|regulation"
    "|directive|Treaty on European Union|Treaty on the Functioning of the European Union"
    "|Charter of Fundamental Rights of the European Union|statutes of Canada|revised statutes of Canada"
    "|provincial statutes|statutory orders and regulations|statutory instruments of Canada"
    "|consolidated regulations of Canada|Canadian Charter of Rights and Freedoms|law"
    "|constitution of Mexico|ley|ley orgánica|real decreto|real decreto-ley|real decreto legislativo"
    "|decreto|constitution of Spain|treaty|Charter of the United Nations".split("|")
)
"""The kinds that bind whomever they are about, once in force."""
BILLS = frozenset(("House bill", "Senate bill", "Commons bill", "Lords bill", "bill"))
"""The kinds that would, if they were enacted."""
_LATEST_SHORT_YEAR = 49  # “/49” is 2049, “/50” is 1950: the oldest instruments that are cited with two digits


@dataclass(frozen=True, slots=True)
class Reference:
    """An instrument, or a part of one, that a text names: `text` as it stands there, from `start` to `end`.

    The other fields are folded (small letters, plain hyphens, four-digit years), so that the forms of one
    instrument have them equal. `title` is the short title of an act or treaty, or the series or volume that
    `number` belongs to; `section` is the part that is meant, a section or an article as its bare number,
    others with their name. A range without an end (“1701 et seq.”) is its first section. A bill has the
    number that its Congress or session gave it, which another may have given as well.
    """

    kind: str
    jurisdiction: str
    title: str
    number: str
    year: str
    section: str
    text: str
    start: int
    end: int

    @property
    def key(self) -> tuple[str, ...]:
        """Equal for all forms of one instrument and part: `E.O. 14194` is `Executive Order 14194`."""
        return self.jurisdiction, self.kind, self.title, self.number, self.year, self.section

    @property
    def is_law(self) -> bool:
        """Whether it is of a kind that binds."""
        return self.kind in LAWS

    @property
    def is_bill(self) -> bool:
        """Whether it is of a kind that has yet to be enacted."""
        return self.kind in BILLS

    def covers(self, other: Reference) -> bool:
        """Whether the other is the same instrument or part, or stands within it: `18 U.S.C. 2339B` covers
        `18 U.S.C. 2339B(a)(1)`, an act covers its sections."""
        if self.key[:-1] != other.key[:-1]:
            return False
        beyond = other.section.removeprefix(self.section)
        return not self.section or (beyond != other.section and beyond[:1] in ("", "(", ".", ","))


@dataclass(frozen=True, slots=True)
class _Span:
    """A place of a text that a row matches, with the part that is meant: the groups found, by name."""

    row: Row
    start: int
    end: int
    groups: dict[str, tuple[int, int]]


def references(text: str, rules: Rules) -> list[Reference]:
    """The instruments that a text names, in order, without overlaps; of two readings of one place the longer.

    Each of a list (“Executive Orders 14193 and 14194”) is one.
    """
    return [one for span in _spans(text, rules) for one in _read(text, span)]


def without_references(text: str, rules: Rules) -> str:
    """The text with a space for each reference, and for what else names a thing by its number (“Section 301”,
    “No. 12”; the packs `numbered.toml`): the numbers that are left count or date something."""
    parts, last = [], 0
    for one in references(text, rules):
        parts += [text[last : one.start], " "]
        last = one.end
    return rules["numbered"].pattern.sub(" ", "".join((*parts, text[last:])))


def opening_references(title: str, rules: Rules) -> list[Reference]:
    """The instruments that a title opens with: none, one, or each of a list."""
    span = _opening(title, rules)
    return list(_read(title, span)) if span else []


def opening_reference(title: str, rules: Rules) -> Reference | None:
    """The instrument that a title opens with, the first of a list, or none."""
    return next(iter(opening_references(title, rules)), None)


def short_reference(title: str, rules: Rules) -> str:
    """The reference that a title opens with, as it stands there, or an empty string; a list of them whole
    (`18 U.S.C. 2339A and 2339B`)."""
    span = _opening(title, rules)
    return " ".join(title[span.start : span.end].split()) if span else ""


def _opening(title: str, rules: Rules) -> _Span | None:
    opens = _OPENING.match(title)
    first = next(_spans(title, rules), None)
    return first if first and opens and first.start <= opens.end() else None


def _spans(text: str, rules: Rules) -> Iterator[_Span]:
    sections, free = rules["sections"], 0
    for row, match in rules["references"].matches(text):
        groups = _groups(match)
        start, end = match.span()
        if "section" not in match.re.groupindex:
            rows, place = sections.of("before").rows, _TO_TAIL.match(text, end)
            before = [one for each in rows if (one := each.match_until(text, start, free))]
            rows = sections.of("after").rows if place else ()
            after = [one for each in rows if place and (one := each.match_around(text, place.end()))]
            if around := max(before, key=lambda one: -one.start(), default=None):
                start = around.start()
            elif around := max(after, key=lambda one: one.end(), default=None):
                end = around.end()
            if around:
                groups = {name: at for name, at in groups.items() if name != "more"}
                groups |= _groups(around)
        yield _Span(row, start, end, groups)
        free = end


def _groups(match: re.Match[str]) -> dict[str, tuple[int, int]]:
    return {name: match.span(name) for name in match.re.groupindex if match[name]}


def _read(text: str, span: _Span) -> Iterator[Reference]:
    """The references of a span: the first to the end of its number, each of a list from its own number on."""
    found = {name: text[slice(*at)] for name, at in span.groups.items()}
    listed = "section" if "section" in found else "number"
    items = [span.groups.get(listed, (span.start, span.end)), *_items(text, span.groups.get("more"))]
    for position, (first, last) in enumerate(items):
        start = first if position else span.start
        end = last if position + 1 < len(items) else span.end
        own = found | ({listed: text[first:last]} if position else {})
        yield Reference(
            kind=span.row.value,
            jurisdiction=span.row.id.partition(".")[0],
            title=_folded_title(own.get("title", "")),
            number=_folded_number(own.get("number", "")),
            year=_folded_year(own.get("year", "")),
            section=_folded_section(own.get("section", "")),
            text=text[start:end],
            start=start,
            end=end,
        )


def _items(text: str, more: tuple[int, int] | None) -> Iterator[tuple[int, int]]:
    """The places of the further numbers of a list."""
    place, last = more or (0, 0)
    while place < last:
        between = _BETWEEN_ITEMS.match(text, place, last)
        item = _ITEM.match(text, between.end() if between else place, last)
        if item is None:
            return
        yield item.span()
        place = item.end()


def _folded_title(text: str) -> str:
    return " ".join(_FILLER.sub("", _DASHES.sub("-", text).casefold()).split())


def _folded_number(text: str) -> str:
    plain = _LEADING_ZERO.sub("", _DIGIT_COMMA.sub("", _DASHES.sub("-", text).casefold()))
    return "".join(plain.split())


def _folded_year(text: str) -> str:
    plain = _DASHES.sub("-", text)
    if len(plain) != 2:
        return plain
    return f"{20 if int(plain) <= _LATEST_SHORT_YEAR else 19}{plain}"


def _folded_section(text: str) -> str:
    plain = _RANGE.sub("-", _ORDINAL.sub("", _DASHES.sub("-", text).casefold()))
    return " ".join(plain.replace(" (", "(").split())
