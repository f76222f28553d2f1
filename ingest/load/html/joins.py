"""Pieces that belong together: a number and its text, quotation marks set apart and what they enclose; and
the words that an act puts into another act."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.load.html.blocks import Piece
from ingest.load.places import unit_of

_BARE = re.compile(
    r"[\"'“„‘«]?(?:[\[(](?:\d{1,3}[a-z]{0,3}|[a-z]{1,3}|[A-Z]|[ivxlc]{1,7})[\])]|"
    r"\d{1,3}(?:\.\d{1,3}){0,3}[a-z]{0,2}(?:\.|\)|°|º)|"
    r"[a-z]{1,2}[.)]|[ivxlc]{1,7}[.)]|§+ ?\d+[a-z]*\.?)"
    r"|[-–—•·▪●◦*‣]"
)
_CAPITAL = re.compile(r"(?:[A-Z]|[IVXLC]{1,7})[.)]")
_OPENS = re.compile(r"[„“‘«\"'”]")
_CLOSES = re.compile(r"[”“’»\"'][.,;:]{0,2}|[.,;:]{1,2}")
_PAIRS = {"‘": "’", "“": "”", "„": "”“", "«": "»", '"': '"', "”": "”", "’": "’"}
_LEADS = re.compile(r"[:—–-]\s*$|\b(?:the following|as follows)\.?$", re.IGNORECASE)
_LONGEST_TERM = 60  # characters: a quotation that closes sooner is a term that is defined
_MOST = 2000  # pieces that an act puts into another in one go
_PARAGRAPH = re.compile(r"(?:(?P<sign>¶)\s*)?\[?(?P<number>\d{1,4})[\].]?\s+(?=\S)")
_STROKE = re.compile(r"[—–]$")
_RULE = re.compile(r"[-–—_=*~\s]{4,}")  # a line that is drawn
_WORD = re.compile(r"\w")
_CHANGES = re.compile(r"\s*[►▼]\s*[A-Z]{1,2}\d*\s*|\s*◄\s*")
# The words by which an act puts text into another, in the languages of its publishers.
_PUTS = re.compile(
    r"replac|insert|added|amend|substitut|read as follows|sustit|incorp|brzmieni|otrzymuje|dodaje się|"
    r"como sigue|redacción|redactad|adicion|reform|"
    r"ersetzt|folgende[nr]? fassung|gefasst|eingefügt|angefügt|"
    r"remplac|rédigé|insér|complét|ajout|modifi|sostitui|inserit|aggiunt|modificat|izteikt|papildinā|"
    r"vervang|ingevoegd|luidt|"
    r"substituíd|aditad|redação|se adaugă|cuprins|znie|nahrádza|nahrazuje|vkladá|vkládá|dopĺňa|doplňuje|"
    r"ersätt|erstatt|"
    r"affattes|lyde|korvataan|asendatakse|leave out|omit",
    re.IGNORECASE,
)


def joined(pieces: Sequence[Piece], *, law: bool, change: str = "") -> list[Piece]:
    """The pieces, each number before the text that it counts and each quotation mark with what it
    encloses."""
    found: list[Piece] = []
    number: Piece | None = None
    opening = ""
    for piece in (_unmarked(piece, change) for piece in pieces) if law else pieces:
        if not piece.text or _RULE.fullmatch(piece.text):
            continue
        if piece.mark == "opens" and _OPENS.fullmatch(piece.text):
            opening += piece.text
            continue
        closes = piece.mark == "closes" or (
            law and _CLOSES.fullmatch(piece.text) and not _WORD.search(piece.text)
        )
        if closes and found and number is None and found[-1].role != "heading":
            found[-1] = replace(found[-1], text=found[-1].text + piece.text)
            continue
        if number is not None and _STROKE.fullmatch(piece.text) and number.text[0] not in "-–—":
            number = replace(number, text=number.text + piece.text)
            continue
        if number is not None:
            if _takes(number, piece):
                space = "" if _STROKE.search(number.text[1:]) else " "
                piece = replace(
                    piece,
                    text=number.text + space + piece.text,
                    mark=piece.mark if piece.mark != "number" else number.mark,
                    depth=max(piece.depth, number.depth),
                    standing=piece.standing or number.standing,
                )
            else:
                found.append(replace(number, mark=""))
            number = None
        if opening:
            piece, opening = replace(piece, text=opening + piece.text), ""
        if _is_number(piece):
            number = replace(piece, role="paragraph" if piece.role == "heading" else piece.role)
            if piece.role == "heading":
                number = piece
            continue
        found.append(piece)
    if number is not None:
        found.append(replace(number, mark=""))
    return found


def numbered_paragraphs(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a judgment, where those that it counts (“12. The appellant …”, “¶ 12 The …”) have their
    number as their place."""
    found, last = [], 0
    for piece in pieces:
        match = _PARAGRAPH.match(piece.text)
        counts = match is not None and piece.role in ("paragraph", "item")
        if match and counts and (match["sign"] or int(match["number"]) == last + 1):
            last = int(match["number"])
            sign = match["sign"] or "para"
            place = ", ".join(filter(None, (piece.place, f"{sign} {last}")))
            piece = replace(piece, place=place)
        found.append(piece)
    return found


def _unmarked(piece: Piece, change: str) -> Piece:
    """A piece without the signs that a change stands in it."""
    if change:
        piece = replace(piece, text=re.sub(change, "", piece.text))
    if not any(sign in piece.text for sign in "►▼◄"):
        return piece
    return replace(piece, text=_CHANGES.sub(_spaced, piece.text).strip())


def _spaced(sign: re.Match[str]) -> str:
    after = sign.string[sign.end() : sign.end() + 1]
    return "" if not after or after in ".,;:)" else " "


def _is_number(piece: Piece) -> bool:
    if piece.role in ("row", "speaker") or piece.mark in ("unit", "title"):
        return False
    if piece.mark == "number":
        return len(piece.text) <= 16 and not piece.text.endswith(":")
    if piece.role == "heading" and _CAPITAL.fullmatch(piece.text):
        return True
    return bool(_BARE.fullmatch(piece.text))


def _takes(number: Piece, piece: Piece) -> bool:
    """Whether a number counts the piece after it."""
    if piece.role in ("row", "speaker") or piece.mark in ("unit", "title"):
        return False
    if (piece.role == "note") != (number.role == "note"):
        return False
    if piece.role == "heading":
        return number.role == "heading" and not number.text.startswith("§")
    return number.role != "heading" or not _CAPITAL.fullmatch(number.text)


def inserted(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of an act, where those in quotation marks after words such as “is replaced by the
    following:” are marked as put into another act."""
    found = list(pieces)
    number, unit = 0, 0
    while number < len(found):
        unit = _unit_number(found[number]) or unit
        end = _end(found, number)
        if end == number and number + 1 < len(found) and unit:
            start = number + 1
            after = _unquoted_end(found, start, unit)
            for place in range(start, after):
                found[place] = replace(found[place], standing="inserted")
            number = max(after, start)
            continue
        for place in range(number, end):
            found[place] = replace(found[place], standing="inserted")
        number = max(end, number + 1)
    return found


def _end(pieces: Sequence[Piece], start: int) -> int:
    """Where the text ends that is put into another act from `start` on; `start` where there is none."""
    text = pieces[start].text
    before = pieces[start - 1].text
    if not start or text[0] not in _PAIRS or not _LEADS.search(before) or not _PUTS.search(before[-300:]):
        return start
    closing = _PAIRS[text[0]]
    if _is_term(text, closing):
        return start
    ends = re.compile(rf"[{closing}]\s?[.,;:]{{0,2}}(?:\s(?:and|or|et|und|y|e|i|oraz))?[.,;:]?$")
    for number in range(start, min(len(pieces), start + _MOST)):
        if pieces[number].mark == "unit" and number > start:
            break
        if ends.search(pieces[number].text) and (number > start or len(text) > 1):
            return number + 1
    return start + 1  # the mark that closes it may stand after a note to it


def _unit_number(piece: Piece) -> int:
    """The number of the provision that a piece opens, or 0."""
    found = re.search(r"\d+", unit_of(piece.text, titled=piece.role == "heading"))
    return int(found[0]) if found else _ORDINALS.get(_ordinal(piece.text), 0)


def _ordinal(text: str) -> str:
    found = re.match(r"art[íi]culo\s+([^\W\d_]+)", text, re.IGNORECASE)
    return found[1].lower() if found else ""


_ORDINALS = {"único": 1, "primero": 1, "segundo": 2, "tercero": 3, "cuarto": 4, "quinto": 5, "sexto": 6} | {
    "séptimo": 7,
    "octavo": 8,
    "noveno": 9,
    "décimo": 10,
}
_AFTERWARDS = re.compile(r"transitori[oa]s?\b|disposici[oó]n", re.IGNORECASE)


def _unquoted_end(pieces: Sequence[Piece], start: int, unit: int) -> int:
    """Where text ends that is put into another act without quotation marks: it opens with a provision out of
    the act's own count, and the act's next provision ends it."""
    before = pieces[start - 1].text
    number = _unit_number(pieces[start])
    if (
        not number
        or (number == unit + 1 and not _comes_again(pieces, start, number))
        or not _LEADS.search(before)
        or not _PUTS.search(before[-300:])
    ):
        return start
    for place in range(start + 1, min(len(pieces), start + _MOST)):
        if _unit_number(pieces[place]) == unit + 1 or _AFTERWARDS.match(pieces[place].text):
            return place
    return start + 1


def _comes_again(pieces: Sequence[Piece], start: int, number: int) -> bool:
    """Whether the next provision after `start` has the same number: then one of the two is put into another
    act."""
    following = (found for piece in pieces[start + 1 : start + _MOST] if (found := _unit_number(piece)))
    return next(following, 0) == number


def _is_term(text: str, closing: str) -> bool:
    """Whether a text opens with a term in quotation marks rather than with a quotation."""
    if _BARE.match(text[1:].lstrip()) or unit_of(text[1:].lstrip()):
        return False
    for place in range(1, min(len(text), _LONGEST_TERM)):
        if text[place] in closing:
            after = text[place + 1 : place + 2]
            if not after.isalnum():
                return bool(text[place + 1 :].strip(" .,;:"))
    return False
