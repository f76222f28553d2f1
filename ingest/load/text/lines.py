"""Lines of plain text, as in a `.txt` file, a mail or the `<pre>` of a page, as blocks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Literal

from ingest.load.builder import TextBuilder
from ingest.load.metadata import iso_date, merge
from ingest.load.tables import Grid, add_table
from ingest.load.text.gpo import Collection, collection_of, gpo_metadata, without_head
from ingest.load.text.outline import Outline
from ingest.load.text.paragraphs import ITEM, LEADER, Paragraph, Part, paragraphs
from ingest.load.text.printed import Drawn, Note, first_page, printed, without_marks
from ingest.load.text.speakers import Opening, Openings, openings
from ingest.types import Metadata, Role

_NUMBERED_TITLE = re.compile(r"\s*(?:\d{1,3}|[IVXLC]{1,6})\.\s+\S")
_TITLE_WORDS = 15
_LAST = re.compile(r"[.!?…:;,—–-][\"'”’»)\]]*$")
_SPOKEN = frozenset(("", "record", "hearing"))
_KNOWN: dict[Collection, Literal["record", "hearing"]] = {"record": "record", "hearing": "hearing"}
# What the record tells of the sitting stands between the speeches and is nobody's.
_TOLD = re.compile(
    r"[\[(].*[\])]|The (?:\w+ )*[Cc]lerk (?:read|reported|proceeded|called|will|designated)\b.*"
    r"|There (?:was|being) no objection\b.*|So (?:\(.*?\) )?the .*|The result of the vote was announced.*"
    r"|A motion to reconsider.*|The (?:vote was taken|yeas and nays|ayes and noes)\b.*"
    r"|A recorded vote was (?:ordered|refused)\."
    r"|(?:Mr|Mrs|Ms|Messrs)\. .* changed (?:his|her|their) votes?\b.*"
    r"|The (?:\w+ )?(?:text of the|(?:bill|resolution|amendment|motion|question|nomination|conference report)"
    r" (?:was|is)) .*",
    re.DOTALL,
)
_FOLLOWS = re.compile(r"\b(?:follow(?:s|ing)?|as follows)\b\W*$")
# “Sec.  117.1  Draws to be opened.”, which stands over what a rule enacts.
_FILED = re.compile(r"\[FR Doc\..*\]|BILLING CODE .*", re.IGNORECASE)
_RULE_SECTION = re.compile(r"(?:Sec\.|§)\s+(\d+\.\d+[a-z]?(?:-\d+)?)\s+[A-Z\[][^.]{0,150}\.?$")
# A bill's table of contents goes up to its next section, whose heading is in capitals.
_OPENS_CONTENTS = re.compile(r"\btable of contents\b.*\bas follows:$", re.IGNORECASE)
_OPENS_SECTION = re.compile(r"SEC(?:\.|TION) \d+")
_INSERTED = 5  # characters: the record sets what it prints for a speaker further in than his speech
_CONTENTS = re.compile(r"\W*(?:table of )?c\s*o\s*n\s*t\s*e\s*n\s*t\s*s\W*", re.IGNORECASE)
_TOP, _DATED = 60, 15  # lines in which a text says what it is, and when
_WHOLE_DATE = len("2025-02-03")
_TURNS = 3  # speeches that make a transcript
_MOST_TITLES = 4  # titles that follow one another
_LEAST_TITLE = 4  # words
_SHORT = 3  # words: a name in a list of votes
_GAP = 12  # lines without a page number: the contents have ended
_PAGE_NUMBER = re.compile(r"[\divxlc]{1,6}")


def head_of(lines: list[str]) -> Metadata:
    """What the lines at the head of a text say of it; a text that mostly is what people said in turn is a
    transcript."""
    known = gpo_metadata(lines)
    if known != Metadata():
        return known
    opens = openings(lines)
    turns = [(number, one) for number, line in enumerate(lines) if (one := opens(line))]
    spoken = len(turns) >= _TURNS and len({one.mark for _, one in turns}) > 1
    top = [line.strip() for line in lines[: min(_TOP, turns[0][0] if spoken else _TOP)] if line.strip()]
    day = next((day for line in top[:_DATED] if (day := iso_date(line)) and len(day) == _WHOLE_DATE), "")
    title = _title(lines)
    return (
        merge(_evidence(top), Metadata(title=title or _loud(top), kind="transcript", date=day))
        if spoken
        else Metadata(title=title, date=day)
    )


def _evidence(top: Sequence[str]) -> Metadata:
    """What the head of evidence to a Select Committee says: “Oral evidence: The work of an office, HC 12”."""
    head = "\n".join(top)
    evidence = re.search(r"^(Oral evidence: .+?)(?:, (H[CL] [\w-]+))?$", head, re.MULTILINE)
    committee = re.search(r"^[A-Z].{3,80} Committee$", head, re.MULTILINE)
    house = re.search(r"House of (?:Commons|Lords)", head)
    if not evidence:
        return Metadata()
    by = " ".join(one[0] for one in (house, committee) if one)
    return Metadata(title=evidence[1], number=evidence[2] or "", publisher=by)


def _loud(top: Sequence[str]) -> str:
    """The first line in capitals that says as much as a title does."""
    return next((line for line in top if line.isupper() and len(line.split()) >= _LEAST_TITLE), "")


def add_lines(builder: TextBuilder, lines: list[str], *, titled: bool = True) -> None:
    """Add lines of plain text as blocks: speakers, titles, items and paragraphs, hard-wrapped lines
    unwrapped, the marks of a printed page left out. `titled` says that a first line that stands alone is the
    title."""
    collection = collection_of(lines)
    body = without_head(lines) if collection else lines
    opens = openings(body, known=_KNOWN.get(collection, "")) if collection in _SPOKEN else _silent
    parts = _without_contents(paragraphs(printed(body, builder, place=first_page(lines)), opens))
    first = titled and bool(_title(body))
    reader = _Reader(builder, opens, collection, listed=_listed(parts))
    for part, following in zip_longest(parts, parts[1:]):
        reader.add(part, following.text if isinstance(following, Paragraph) else "", first)
        first = False


def _silent(line: str) -> None:
    """Nobody speaks in a report, a bill or a law."""


@dataclass(slots=True)
class _Reader:
    """Gives each paragraph its role, as what went before it tells."""

    builder: TextBuilder
    opens: Openings
    collection: Collection
    speech: Opening | None = None
    listed: frozenset[str] = frozenset()
    question: str = ""
    inserted: bool = False
    contents: bool = False
    outline: Outline = field(default_factory=Outline)

    def add(self, part: Part, following: str, titles: bool) -> None:
        """Add one part of the text; `titles` says that it is the text's title."""
        if isinstance(part, Drawn):
            grid = Grid([list(row) for row in part.rows], heads={0}, usual=True)
            add_table(self.builder, grid, self.builder.next_table())
        elif isinstance(part, Note):
            self.builder.add(without_marks(" ".join(part.lines))[1], "note", place=f"note {part.mark}")
        elif (opening := self.opens(part.text)) is not None:
            self._speech(part, opening)
        else:
            self._paragraph(part, following, titles)

    def _speech(self, part: Paragraph, opening: Opening) -> None:
        self.speech, self.inserted = opening, False
        self.question = opening.question or self.question
        self.builder.add(opening.mark, "speaker", speaker=opening.name)
        self._spoken(part, without_marks(part.text[opening.end :])[1])

    def _spoken(self, part: Paragraph, text: str) -> None:
        name = self.speech.name if self.speech else ""
        role: Role = "speech" if name else "item" if ITEM.match(text) else "paragraph"
        self.builder.add(text, role, place=self.question or part.place, speaker=name)

    def _paragraph(self, part: Paragraph, following: str, titles: bool) -> None:
        mark, text = without_marks(part.text)
        if self.collection == "register" and _FILED.fullmatch(text):
            return
        leader = LEADER.search(text)
        if mark:
            self.builder.add(text, "note", place=f"note {mark}")
        elif leader:
            label = text[: leader.start()].rstrip(" .")
            self.builder.add(
                f"{label}: {leader['value']}" if leader["value"] else label, "row", place=part.place
            )
        elif titles or part.centred or (_is_heading(text, following) and part.text not in self.listed):
            self._heading(part, text)
        elif self.collection in ("bill", "law"):
            self._provision(part, text)
        elif self.collection in ("register", "code") and (rule := _RULE_SECTION.match(text)):
            self.question = f"§ {rule[1]}"
            self.builder.add(text, "heading", place=self.question)
        elif self.collection in ("record", "hearing") and self._is_told(part, text):
            self.inserted = self.inserted or bool(_FOLLOWS.search(text.rstrip(")]")))
            self.builder.add(text, "note", place=part.place)
        elif self.inserted or self._is_set_in(part):
            role: Role = "row" if len(text.split()) <= _SHORT and not _LAST.search(text) else "quoted"
            self.builder.add(text, role, place=part.place)
        else:
            self._spoken(part, text)

    def _heading(self, part: Paragraph, text: str) -> None:
        if self.collection and re.fullmatch(r"[\[(].*[\])]", text) and not text.startswith("[Roll"):
            self.builder.add(text, "note", place=part.place)
            return
        self.speech, self.inserted = None, False
        self.contents = self.contents and not _OPENS_SECTION.match(text)
        if self.contents:
            return
        self.builder.add(text, "heading", place=part.place)

    def _provision(self, part: Paragraph, text: str) -> None:
        self.contents = self.contents and not _OPENS_SECTION.match(text)
        if self.contents:
            return
        self.contents = bool(_OPENS_CONTENTS.search(text))
        where = self.outline.where(part)
        if where.heads:
            self.builder.add(text, "heading", place=where.place)
            return
        role: Role = "provision" if where.place else "paragraph"
        block = self.builder.add(
            text, role, place=where.place or part.place, standing=where.standing, leads=where.leads
        )
        self.outline.added(part, block)

    def _is_told(self, part: Paragraph, text: str) -> bool:
        return bool(_TOLD.fullmatch(text)) and not self._is_set_in(part)

    def _is_set_in(self, part: Paragraph) -> bool:
        """Whether the record prints it for the speaker, in small type: a letter, a bill, a list."""
        return self.collection == "record" and part.indent >= _INSERTED and part.margin != 0


def _listed(parts: Sequence[Part]) -> frozenset[str]:
    """The lines in capitals that follow one another as no titles do: names of those present."""
    listed: set[str] = set()
    run: list[str] = []
    for part in (*parts, None):
        if isinstance(part, Paragraph) and part.text.isupper() and not part.centred:
            run.append(part.text)
            continue
        listed.update(run if len(run) > _MOST_TITLES else ())
        run = []
    return frozenset(listed)


def _without_contents(parts: list[Part]) -> list[Part]:
    """The parts without the lines of a table of contents; who appears there as a witness stays."""
    start = next(
        (n for n, one in enumerate(parts) if isinstance(one, Paragraph) and _CONTENTS.fullmatch(one.text)),
        None,
    )
    if start is None:
        return parts
    last = start
    for number, part in enumerate(parts[start + 1 :], start + 1):
        if not isinstance(part, Paragraph) or (len(part.text.split()) > 15 and _LAST.search(part.text)):
            break
        leader = LEADER.search(part.text)
        last = number if leader and leader["value"] and _PAGE_NUMBER.fullmatch(leader["value"]) else last
        if number - last > _GAP:
            break
    return [*parts[:start], *(one for one in parts[start : last + 1] if _stays(one)), *parts[last + 1 :]]


def _stays(part: Part) -> bool:
    return (
        isinstance(part, Paragraph)
        and not LEADER.search(part.text)
        and not _CONTENTS.fullmatch(part.text)
        and not part.text.endswith(":")
        and part.text != "Page"
        and (part.centred or "," in part.text)
    )


def _title(lines: list[str]) -> str:
    """A first line that stands alone and ends like a title."""
    stanza = next(iter(stanzas(lines)), [])
    return (
        stanza[0].strip()
        if len(stanza) == 1 and len(stanza[0]) <= 200 and not _LAST.search(stanza[0].rstrip())
        else ""
    )


def stanzas(lines: Sequence[str]) -> list[list[str]]:
    """The lines in groups that empty lines divide."""
    stanzas: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            stanzas[-1].append(line)
        elif stanzas[-1]:
            stanzas.append([])
    return [stanza for stanza in stanzas if stanza]


def _is_heading(line: str, following: str) -> bool:
    if not following or _LAST.search(line) or len(line.split()) > _TITLE_WORDS:
        return False
    if _NUMBERED_TITLE.match(line):
        return not _NUMBERED_TITLE.match(following)
    letters = [letter for letter in line if letter.isalpha()]
    return len(letters) > 3 and all(map(str.isupper, letters)) and not ITEM.match(line)
