"""From the pieces of a page to the blocks of a document: with their places, and with what they complete."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.load.builder import TextBuilder
from ingest.load.html.blocks import Piece
from ingest.load.html.joins import inserted, joined
from ingest.load.places import Places, opens_with_dash, opens_with_number
from ingest.types import Role

_LEADS = re.compile(r"[:—–]\s*[\"'”’»]?$|\b(?:the following|as follows)\s*$", re.IGNORECASE)
_CLOSED = re.compile(r"[.;!?][\"'”’»)\]]*$|\b(?:and|or|et|ou|und|oder|y|o|e|i|lub|oraz|un|vai)$")
_ENDS = re.compile(r"[.!?][\"'”’»)\]]*$")
_LONGEST_TITLE = 200  # characters
_DIVISION = re.compile(
    r"(?:titre|chapitre|section|livre|partie|sous-section|title|chapter|part|t[íi]tulo|cap[íi]tulo|"
    r"secci[óo]n|libro|"
    r"titel|kapitel|abschnitt|teil|buch|hoofdstuk|afdeling|boek|dział|rozdział|titolo|capo|sezione|"
    r"capitolul|titlul|"
    r"secțiunea|hlava|časť|část|oddiel|díl)\s+(?:[IVXLC]{1,7}|\d{1,3}|[A-Z]|unique|único|única|premier|"
    r"premi[eè]re|"
    r"primer[oa]?|segund[oa]|tercer[oa]|preliminar)\w{0,6}\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"[;,][\"'”’»)\]]*(?:\s(?:and|or|et|ou|und|oder|y|o|e|i|lub|oraz))?$")
_DOTS = re.compile(r"(?:[\[(]?\w{1,4}[\])]?\s+)?(?:[.…]\s*){4,}[\]\s]*")
_MEMORANDUM = re.compile(
    r"(?:explanatory memorandum|exposé des motifs|begründung|exposición de motivos)$", re.I
)


def _is_division(text: str) -> bool:
    """Whether a paragraph is the title of a part of an act."""
    found = _DIVISION.match(text)
    if not found or len(text) > _LONGEST_TITLE:
        return False
    return not _ENDS.search(text) or bool(re.match(r"\s*\.?\s*[-–—]\s", text[found.end() :]))


def add_pieces(
    builder: TextBuilder, pieces: Sequence[Piece], *, law: bool = False, unit: str = "", change: str = ""
) -> None:
    """Add pieces as blocks. In a law each gets its place, and text that it puts into another is marked."""
    pieces = joined(pieces, law=law, change=change)
    if law:
        pieces = inserted(pieces)
    _Adding(builder, law, Places(unit)).add(pieces)


class _Adding:
    """Pieces on their way into a document."""

    def __init__(self, builder: TextBuilder, law: bool, places: Places) -> None:
        self._builder, self._law, self._places = builder, law, places
        self._table, self._table_place = 0, ""
        self._lists: list[tuple[int, bool, tuple[int, ...]]] = []
        self._before: tuple[int, bool] = (-1, False)
        self._inserting: tuple[int, ...] | None = None
        self._titles: set[str] = set()
        self._opening: tuple[int, ...] = ()  # the words that paragraphs without numbers complete
        self._completed: tuple[int, ...] = ()  # what the last provision completes
        self._term = -1  # what the next item defines

    def add(self, pieces: Sequence[Piece]) -> None:
        """Add them in order."""
        for piece in pieces:
            if piece.table:
                self._row(piece)
            elif piece.role == "heading":
                self._heading(piece)
            elif self._law and piece.standing == "inserted":
                self._put_in(piece)
            elif self._law and piece.role in ("paragraph", "item", "quoted", "recital"):
                self._provision(piece)
            else:
                self._plain(piece)

    def _row(self, piece: Piece) -> None:
        if piece.table != self._table:
            self._table, self._table_place = piece.table, ""
        if piece.role == "row" and not self._table_place:
            self._table_place = self._builder.next_table()
        place = f"{self._table_place}, {piece.place}" if piece.role == "row" else ""
        self._builder.add(piece.text, piece.role, place=place, standing=piece.standing)
        self._lists = []

    def _heading(self, piece: Piece) -> None:
        if piece.mark == "title":
            if piece.text in self._titles:
                return
            self._titles.add(piece.text)
        if self._law and not piece.standing:
            if _MEMORANDUM.match(piece.text):
                self._places.enter("Explanatory memorandum")
            else:
                self._places.heading(piece.text)
        self._inserting = None if not piece.standing else self._inserting
        self._builder.add(piece.text, "heading")
        self._lists, self._before, self._opening, self._term = [], (-1, False), (), -1

    def _put_in(self, piece: Piece) -> None:
        """A piece that goes into another act belongs to the words that put it there."""
        if self._inserting is None:
            before = self._before[0]
            self._inserting = (*self._completed, before) if before >= 0 else ()
        self._builder.add(
            piece.text,
            "item" if piece.role == "item" else "provision",
            place=self._places.place,
            standing="inserted",
            leads=self._inserting,
        )

    def _provision(self, piece: Piece) -> None:
        self._inserting = None
        if _DOTS.fullmatch(piece.text):
            self._builder.note(
                "provisions that stand as rows of dots, since they are repealed, were left out"
            )
            return
        if _is_division(piece.text):
            self._heading(replace(piece, role="heading"))
            return
        place = self._places.text(piece.text, piece.depth, recital=piece.mark == "recital")
        leads = self._places.above()
        if self._opening and not opens_with_number(piece.text):
            leads = leads if leads and not opens_with_dash(piece.text) else self._opening
        role: Role = piece.role
        if self._places.in_recitals:
            role = "recital" if place else "preamble"
        elif self._places.in_provisions:
            role = "item" if leads else "provision"
        elif role == "paragraph" and piece.mark == "recital":
            role = "recital"
        number = self._builder.add(
            piece.text, role, place=place, speaker=piece.speaker, standing=piece.standing, leads=leads
        )
        leads_on = bool(_LEADS.search(piece.text))
        open_ended = opens_with_number(piece.text) and not _CLOSED.search(piece.text)
        self._places.stored(number, piece.text, leads_on or open_ended)
        if opens_with_dash(piece.text):
            self._opening = self._opening if _GOES_ON.search(piece.text) or leads_on else ()
        elif leads_on:
            self._opening = (*leads, number)
        elif not _GOES_ON.search(piece.text) or opens_with_number(piece.text):
            self._opening = ()
        self._before, self._completed = (number, leads_on), leads

    def _plain(self, piece: Piece) -> None:
        leads: tuple[int, ...] = ()
        if piece.mark == "meaning" and self._term >= 0:
            leads = (self._term,)
        elif piece.role == "item":
            leads = self._above(piece)
        else:
            self._lists = []
        number = self._builder.add(
            piece.text,
            piece.role,
            place=piece.place,
            speaker=piece.speaker,
            standing=piece.standing,
            leads=leads,
        )
        self._term = number if piece.mark == "term" else self._term
        if piece.role == "item":
            self._lists[piece.depth - 1 :] = [(number, not _ENDS.search(piece.text), leads)]
        else:
            self._before = number, bool(_LEADS.search(piece.text))

    def _above(self, piece: Piece) -> tuple[int, ...]:
        """What an item of a list completes: the words before the list, and the items that hold it."""
        outer = self._lists[piece.depth - 2] if 1 < piece.depth <= len(self._lists) + 1 else None
        if outer is not None:
            number, open_ended, leads = outer
            return (*leads, number) if open_ended else leads
        number, leads_on = self._before
        return (number,) if leads_on and number >= 0 else ()
