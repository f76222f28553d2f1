"""A paragraph of a file → its sentences, each with the notes whose marks stand in it or right after it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.paper import Block, Heading, Role, Text
from assistant.verify.quotes import note_parts, quoted
from ingest.load.builder import clean
from ingest.sentences import split_sentences

_FIELD = re.compile(r"(?P<name>[A-ZÁÉÍÓÚÑ][\w /&-]{0,24}):\s+(?P<value>\S.{0,300})")
_TYPED_MARK = re.compile(r"\[\d{1,3}\]|[⁰¹²³⁴-⁹]")
FIELDS = frozenset(
    """
    to from date subject re deadline through via cc copy jurisdiction position decision author classification
    marking reference ref status version
    """.split()
)
"""The names of lines at a paper's head, in small letters."""
RECORD = re.compile(r"Record:\s*(?P<id>[\w.-]{4,80})\s*")
"""The line that says under which id a paper is on record."""

GAP = re.compile(r"^\W*(?:to be confirmed|por confirmar)\b", re.IGNORECASE)
"""What a sentence opens with that says what is still open."""

SOURCES, FAILED, GAPS, NOTICES = "sources", "not supported by the documents", "to be confirmed", "notices"
"""The headings of what is not the paper's own text, in small letters."""
CHANGES = "what changed since "
"""How the heading begins under which a paper tells what became of its earlier version, in small letters."""
_LISTS = frozenset(
    one.strip()
    for one in """
    sources, source list, list of sources, notes, note, endnotes, end notes, footnotes, references, citations,
    reference list, bibliography, works cited, notes and sources, sources and notes, notes and references,
    fuentes, notas, notas al pie, notas finales, referencias, bibliografía, fuentes y notas,
    références, bibliographie, notes de bas de page, notes et sources,
    quellen, anmerkungen, fußnoten, endnoten, literatur, literaturverzeichnis,
    fontes, referências, notas de rodapé, fonti, riferimenti, bibliografia
    """.split(",")
)
"""The headings of lists of notes and of sources, in small letters."""
_MAY_BE_PROSE = frozenset(("notes", "note", "notas", "citations", "anmerkungen"))
"""Those under which a writer may also put sentences."""
_NUMBERING = re.compile(r"^(?:\d{1,2}(?:\.\d{1,2})*|[IVX]+|[A-Z])[.)]\s+")


@dataclass(slots=True)
class Marked:
    """A text as it is read piece by piece, spaces made single, with the places of its note marks, and of what
    was written in a role; `links` are addresses behind typed marks, by their numbers."""

    text: str = ""
    marks: list[tuple[int, int]] = field(default_factory=list)
    roles: list[tuple[int, int, Role]] = field(default_factory=list)
    links: dict[int, str] = field(default_factory=dict)

    def add(self, piece: str, role: Role = "read") -> None:
        """Append a piece of text."""
        piece = re.sub(r"\s+", " ", clean(piece))
        start = len(self.text)
        self.text += piece.lstrip() if not self.text or self.text.endswith(" ") else piece
        if role != "read" and len(self.text) > start:
            self.roles.append((start, len(self.text), role))

    def mark(self, number: int) -> None:
        """Append the mark of a note."""
        self.marks.append((len(self.text), number))

    def texts(self, notes: Mapping[int, str]) -> tuple[Text, ...]:
        """Its sentences; `notes` are the texts of the notes, by number, whose quotes stay whole where a
        sentence gives them."""
        known = [quote for _, number in self.marks for quote in note_parts(notes.get(number, ""))[1]]
        spans = [part for start, end in _sentences(self.text, known) for part in self._cut(start, end)]
        if not spans:
            return ()
        starts = [start for start, _ in spans[1:]] + [len(self.text) + 1]
        found, first = [], -1
        for (start, end), following in zip(spans, starts, strict=True):
            own = tuple(
                dict.fromkeys(
                    number for place, number in self.marks if first < place <= following and number in notes
                )
            )
            found.append(Text(self.text[start:end], self._role(start, end), own))
            first = following
        return tuple(found)

    def _cut(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The sentence, cut where a quote without a full stop is noted and a capital follows: “… a process”¹
        The order …"."""
        for place in sorted({place for place, _ in self.marks if start < place < end}):
            if (
                self.text[place - 1] in '”"»'
                and (after := self.text[place:end].lstrip())
                and (after[0].isupper() or after[0] in '“"')
            ):
                yield start, place
                start = end - len(after)
        yield start, end

    def _role(self, start: int, end: int) -> Role:
        """The role in which all of it was written; `read` where part of it was not."""
        for role in ("own", "gap", "failed"):
            held = sum(
                min(end, last) - max(start, first)
                for first, last, one in self.roles
                if one == role and first < end and start < last
            )
            if held >= len(self.text[start:end].strip()):
                return role
        return "read"


def _sentences(text: str, known: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The sentences, none of which ends within a quotation."""
    within = [(one.start, one.end) for one in quoted(text, known)]
    first = -1
    for start, end in split_sentences(text):
        first = start if first < 0 else first
        if not any(begin <= end <= last for begin, last in within) or end == len(text.rstrip()):
            yield first, end
            first = -1
    if first >= 0:
        yield first, len(text.rstrip())


def numbered(marks: Iterable[str]) -> dict[str, int]:
    """A number for each mark, in the order in which they are first met."""
    return {mark: number for number, mark in enumerate(dict.fromkeys(marks), 1)}


def head_field(text: str) -> tuple[str, str] | None:
    """The name and the value of a line at a paper's head, such as `To: The Minister`; None for what may be a
    sentence."""
    found = _FIELD.fullmatch(text)
    if not found or _TYPED_MARK.search(text):
        return None
    name, value = found["name"], found["value"].strip()
    short = (
        len(name.split()) <= 3 and len(value.split()) <= 8 and not value.endswith((".", "!", "?", "”", '"'))
    )
    return (name, value) if name.lower() in FIELDS or short else None


def is_apart(heading: str) -> bool:
    """Whether a heading stands over what is not the paper's own text."""
    words = heading.strip().lower().rstrip(":")
    if is_list_of_notes(heading):
        return _listed(heading) not in _MAY_BE_PROSE
    return words in (FAILED, GAPS, NOTICES) or words.startswith(CHANGES)


def is_list_of_notes(heading: str) -> bool:
    """Whether a heading stands over a list of notes or of sources."""
    return _listed(heading) in _LISTS


def _listed(heading: str) -> str:
    return _NUMBERING.sub("", heading.strip()).lower().rstrip(" :.")


def annex_begins(blocks: Sequence[Block]) -> int:
    """Where the annexes begin among the blocks of a file: at the first heading after which none is of the
    paper's own text."""
    begins = len(blocks)
    for at, one in reversed(list(enumerate(blocks))):
        if isinstance(one, Heading):
            if not is_apart(one.text):
                break
            begins = at
    return begins
