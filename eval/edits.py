"""Edits planted in a memo by rule, as people make them: each turns a sentence or its note into one that must
not pass.

Every rule is deterministic, and returns nothing where it does not apply.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.lexicon.dates import days, readable_date
from assistant.lexicon.features import features
from assistant.lexicon.quantities import quantities
from assistant.lexicon.rules import our_rules
from assistant.types import Evidence
from assistant.verify.types import FindingKind
from ingest.types import Source


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of a memo with its note. `quote` is the note's, empty where it gives none; `verbatim` is
    what the sentence itself quotes."""

    case: str
    text: str
    evidence: Evidence
    source: Source
    pages: tuple[int, int] | None
    quote: str
    verbatim: str = ""
    edit: str = ""

    @property
    def note(self) -> str:
        """What the note says: in our own form, or, without a quote, in one that people use."""
        day = readable_date(self.source.date) or "undated"
        page = (
            ""
            if self.pages is None
            else (
                f"p. {self.pages[0]}"
                if self.pages[0] == self.pages[1]
                else f"pp. {self.pages[0]}–{self.pages[1]}"
            )
        )
        if not self.quote:
            return f"See {self.source.title} ({day}){f', {page}' if page else ''}."
        return (
            f"{', '.join(part for part in (self.source.title, self.source.publisher, day, page) if part)}:"
            f" “{self.quote}”"
        )


@dataclass(frozen=True, slots=True)
class Around:
    """What else there is to edit with: the memo's other lines, the library's sources, and the last pages of
    those that have pages."""

    lines: Sequence[Line]
    sources: Sequence[Source]
    last_pages: dict[str, int]


Rule = Callable[[Line, int, Around], Line | None]
"""A line, how many edits of the kind there were before, and what is around → the line edited, or None."""

EXPECTED: dict[str, tuple[FindingKind, ...]] = {
    "number": ("altered number", "misattributed"),
    "date": ("altered date", "altered number"),
    "name": ("altered name", "misattributed"),
    "negation": ("contradicted",),
    "swapped note": ("wrong note", "misattributed"),
    "invented quote": ("fabricated",),
    "joined quote": ("frankenquote",),
    "wrong source": ("misattributed",),
    "wrong page": ("wrong page",),
    "source replaced": ("source replaced",),
}
"""How a finding on each kind of edit may be called. A number may be that of an order, which is then another
document; the year of a date alone may be called a number; a note that belongs to another sentence names a
document that does not have the words."""

_OTHER_NUMBERS = {
    "two": "five",
    "three": "seven",
    "four": "nine",
    "five": "two",
    "six": "ten",
    "seven": "three",
    "eight": "six",
    "nine": "four",
    "ten": "six",
    "twelve": "nineteen",
    "twenty": "fifty",
    "thirty": "eighty",
}
_MONTHS = "January February March April May June July August September October November December".split()
_OTHER_NAMES = (
    "Guatemala",
    "Portugal",
    "Australia",
    "the Department of Agriculture",
    "Interpol",
    "Senator Whitcombe",
    "Ecuador",
    "the World Bank",
)
_POSITIVE = re.compile(
    r" (is|are|was|were|has|have|had|will|would|must|may|can|shall|could|should) (?!not\b|no\b|been\b|to\b)"
)
_NEGATIVE = re.compile(
    r" (does|do|did|is|are|was|were|has|have|had|will|would|must|may|can|shall|could|should) not "
)
_INVENTED = (
    "The parties will convene a standing tribunal to arbitrate every seizure within ninety days",
    "No shipment may leave the port of Veracruz until the escrow has been funded in full",
    "Our auditors uncovered a second ledger that the ministry had hidden from both parliaments",
    "Every governor has now endorsed the compact and pledged a battalion of engineers",
    "The programme was quietly abandoned after its sponsors lost patience with the delays",
    "Farmers along the river reported drones dropping leaflets on the eve of the vote",
    "The commission recommends a toll on every lorry, to be shared equally by the provinces",
    "Insurers have withdrawn cover from all warehouses within sight of the border fence",
    "A joint laboratory in Monterrey will certify precursors before any tanker is sealed",
    "The envoy assured us that a treaty text would be initialled before the harvest",
)


def _number(line: Line, _done: int, _around: Around) -> Line | None:
    for one in quantities(line.verbatim or line.text):
        found = re.search(r"\d[\d,.]*\d|\d", one.text)
        old = (
            found.group()
            if found
            else next((word for word in re.findall(r"\w+", one.text.lower()) if word in _OTHER_NUMBERS), "")
        )
        new = _other_digits(old) if found else _OTHER_NUMBERS.get(old, "")
        if old and new and (edited := _changed(line, rf"(?<![\w.,-]){re.escape(old)}(?![\w-]|[.,]\d)", new)):
            return edited
    return None


def _other_digits(old: str) -> str:
    """The figure with its first two digits exchanged, where that makes another, else with another first
    digit."""
    digits = re.sub(r"\D", "", old)
    exchanged = digits[1::-1] + digits[2:]
    new = (
        exchanged
        if exchanged != digits and exchanged[0] != "0"
        else str((int(digits[0]) + 3) % 9 + 1) + digits[1:]
    )
    replaced = iter(new)
    return "".join(next(replaced) if one.isdigit() else one for one in old)


def _date(line: Line, _done: int, _around: Around) -> Line | None:
    for one in days(line.text):
        month = next((name for name in _MONTHS if name.lower() in one.text.lower()), "")
        if month:
            new = one.text.replace(month, _MONTHS[(_MONTHS.index(month) + 5) % 12])
        elif one.year:
            new = one.text.replace(str(one.year), str(one.year - 3))
        else:
            continue
        if new != one.text and (edited := _changed(line, rf"(?<!\w){re.escape(one.text)}(?!\w)", new)):
            return edited
    return None


def _name(line: Line, done: int, _around: Around) -> Line | None:
    known = f"{line.evidence.context} {line.evidence.attribution} {line.text}"
    others = [
        one
        for one in (*_OTHER_NAMES[done % len(_OTHER_NAMES) :], *_OTHER_NAMES)
        if one.removeprefix("the ") not in known
    ]
    read = features(line.verbatim or line.text, our_rules())
    for name in read.names(line.evidence.context):
        if not re.search(r"\d", name) and (
            edited := _changed(line, rf"(?:\b[Tt]he )?(?<!\w){re.escape(name)}(?!\w)", others[0])
        ):
            return replace(edited, text=edited.text[0].upper() + edited.text[1:])
    return None


def _negation(line: Line, _done: int, _around: Around) -> Line | None:
    if edited := _changed(line, _NEGATIVE.pattern, r" \1 "):
        return edited
    return _changed(line, _POSITIVE.pattern, r" \1 not ")


def _changed(line: Line, pattern: str, new: str) -> Line | None:
    """The line with the first match changed, within what it quotes where it quotes something; the note's
    quote is changed along with it in every second line, as by a writer who mends both."""
    if line.verbatim and re.search(pattern, line.verbatim):
        verbatim = re.sub(pattern, new, line.verbatim, count=1)
        also = len(line.text) % 2 == 0 and line.quote == line.verbatim
        return replace(
            line,
            text=line.text.replace(line.verbatim, verbatim),
            verbatim=verbatim,
            quote=verbatim if also else line.quote,
        )
    text = re.sub(pattern, new, line.text, count=1)
    return replace(line, text=text) if text != line.text else None


def _invented(line: Line, done: int, _around: Around) -> Line | None:
    return _with_quote(
        line, f"{_INVENTED[done % len(_INVENTED)]}{'.' if line.verbatim.endswith('.') else ''}"
    )


def _joined(line: Line, done: int, around: Around) -> Line | None:
    """The first half of the quote with the second half of another's: of the same document in every second
    line, where it has another."""
    others = [
        one
        for one in around.lines
        if one.evidence.text != line.evidence.text and len(one.evidence.text.split()) >= 14
    ]
    same = [one for one in others if one.source.slug == line.source.slug]
    first = line.evidence.text.split()
    if len(first) < 14 or not others:
        return None
    other = (
        (same or others)[0]
        if done % 2
        else next((one for one in others if one.source.slug != line.source.slug), others[0])
    )
    second = other.evidence.text.split()
    return _with_quote(line, " ".join([*first[: len(first) // 2], *second[len(second) // 2 :]]))


def _with_quote(line: Line, quote: str) -> Line | None:
    if line.verbatim:
        return replace(
            line,
            text=line.text.replace(line.verbatim, quote),
            verbatim=quote,
            quote=quote if line.quote else "",
        )
    return replace(line, quote=quote) if line.quote else None


def _wrong_source(line: Line, done: int, around: Around) -> Line | None:
    others = [one for one in around.sources if one.slug != line.source.slug]
    return (
        replace(line, source=others[(7 * done) % len(others)], pages=None) if line.quote and others else None
    )


def _wrong_page(line: Line, done: int, around: Around) -> Line | None:
    last = around.last_pages.get(line.source.slug, 0)
    if line.pages is None or last < 2:
        return None
    others = [page for page in range(1, last + 1) if not line.pages[0] <= page <= line.pages[1]]
    page = others[done % len(others)] if others else 0
    return replace(line, pages=(page, page)) if page else None


RULES: dict[str, Rule] = {
    "number": _number,
    "date": _date,
    "name": _name,
    "negation": _negation,
    "invented quote": _invented,
    "joined quote": _joined,
    "wrong source": _wrong_source,
    "wrong page": _wrong_page,
}
SWAPPED = "swapped note"
REPLACED = "source replaced"


def plant(lines: Sequence[Line], chosen: Sequence[int], around: Around, done: dict[str, int]) -> list[Line]:
    """The lines, with an edit in each of the chosen ones: of those kinds that apply to it, the one of which
    there are fewest. `done` counts them."""
    found, free = list(lines), list(chosen)
    while free:
        position = free.pop(0)
        line = lines[position]
        edits = {
            kind: edited
            for kind, rule in RULES.items()
            if (edited := rule(line, done.get(kind, 0), around)) is not None
        }
        partner = next((other for other in free if _can_exchange(line, lines[other])), None)
        kinds = [*edits, *([SWAPPED] if partner is not None else [])]
        if not kinds:
            continue
        kind = min(kinds, key=lambda one: done.get(one, 0))
        if kind == SWAPPED and partner is not None:
            free.remove(partner)
            found[position], found[partner] = _exchanged(line, lines[partner])
        else:
            found[position] = replace(edits[kind], edit=kind)
        done[kind] = done.get(kind, 0) + (2 if kind == SWAPPED else 1)
    return found


def _can_exchange(one: Line, other: Line) -> bool:
    """Whether the notes of two lines would be wrong at each other: they are of other words, and of other
    documents where one quotes nothing."""
    return one.evidence.text != other.evidence.text and (
        one.source.slug != other.source.slug or bool(one.quote and other.quote)
    )


def _exchanged(one: Line, other: Line) -> tuple[Line, Line]:
    first = replace(one, source=other.source, pages=other.pages, quote=other.quote, edit=SWAPPED)
    return first, replace(other, source=one.source, pages=one.pages, quote=one.quote, edit=SWAPPED)
