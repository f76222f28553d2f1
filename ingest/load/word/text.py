"""The words of a Word paragraph: only `w:t` and `m:t` hold text, and not all of it is to be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ingest.load.looks import LeaveOut, Look, Pieces
from ingest.load.word.math import M, formula
from ingest.load.word.styles import PLAIN, Style, W, look_of, value_of

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V = "{urn:schemas-microsoft-com:vml}"
_GONE = frozenset({f"{W}del", f"{M}del"})
_NOT_TEXT = frozenset(
    f"{W}{tag}"
    for tag in (
        "pPr rPr tblPr trPr tcPr sdtPr sdtEndPr moveFrom instrText delInstrText commentReference "
        "annotationRef footnoteRef endnoteRef separator continuationSeparator pgNum rt ruby rubyPr"
    ).split()
)
_SPACES = frozenset(f"{W}{tag}" for tag in ("tab", "ptab", "br", "cr"))
_DRAWN = frozenset({f"{W}drawing", f"{W}pict", f"{W}object", f"{MC}AlternateContent"})
# Fields whose result belongs to the page or to the moment, not to the document.
_PASSING = frozenset("PAGE NUMPAGES SECTIONPAGES FILENAME PRINTDATE STYLEREF".split())
# The Symbol font has signs of its own in the places of letters.
_SYMBOL = dict(
    zip(
        range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True
    )
) | {
    0x2D: "−", 0x44: "Δ", 0x47: "Γ", 0x50: "Π", 0x53: "Σ", 0x57: "Ω", 0xA3: "≤", 0xB0: "°", 0xB1: "±",
    0xB3: "≥", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xA2: "′", 0xB2: "″", 0xB7: "•", 0xAE: "→",
    0xA5: "∞", 0xD6: "√",
}  # fmt: skip
_WINGDINGS = {0x6F: "☐", 0xA8: "☐", 0x71: "☐", 0xFE: "☑", 0x78: "☒", 0xFD: "☒", 0xFC: "✓", 0xFB: "✗"}


class Words(NamedTuple):
    """What a paragraph says, what is drawn in it (boxes, charts), whether all of it is bold, and whether its
    end was deleted, so that the next paragraph goes on with it."""

    text: str
    drawn: list[Any]
    bold: bool
    runs_on: bool


@dataclass(slots=True)
class TextReader:
    """Reads the paragraphs of one part; `leave_out` is told of each run that is not read, and why."""

    styles: Mapping[str, Style]
    leave_out: LeaveOut
    fields: list[list[str]] = field(default_factory=list)  # those that are open: their code, their place

    def words(self, paragraph: Any, *, boxed: bool = False) -> Words:
        """The words of one paragraph. `boxed` says that something dark may lie behind it."""
        properties = paragraph.find(f"{W}pPr")
        style = self.styles.get(value_of(properties, "pStyle"), self.styles.get("", PLAIN))
        base = dict(style.look)
        if boxed or (properties is not None and properties.find(f"{W}shd") is not None):
            base["shaded"] = True
        found = _Words(self, base)
        found.children(paragraph)
        mark = properties.find(f"{W}rPr") if properties is not None else None
        runs_on = mark is not None and (
            any(mark.find(f"{W}{tag}") is not None for tag in ("del", "moveFrom", "specVanish"))
            or bool(look_of(mark).get("hidden"))
        )
        frame = properties.find(f"{W}framePr") if properties is not None else None
        if frame is not None and frame.get(f"{W}dropCap") in ("drop", "margin"):
            runs_on = True  # the large first letter of the next paragraph
        return Words(found.pieces.text(), found.drawn, found.pieces.bold is True, runs_on)


class _Words:
    """The pieces of one paragraph as they come."""

    def __init__(self, reader: TextReader, base: Look) -> None:
        self._reader, self._base = reader, base
        self.pieces = Pieces(reader.leave_out)
        self.drawn: list[Any] = []

    def children(self, parent: Any) -> None:
        for child in parent:
            self._element(child)

    def _element(self, element: Any) -> None:
        tag = element.tag
        if not isinstance(tag, str) or (tag in _NOT_TEXT and tag != f"{W}ruby"):
            return
        if tag == f"{W}r":
            self._run(element)
        elif tag in _GONE:
            self._reader.leave_out("deleted", "".join(_texts(element)))
        elif tag == f"{W}sdt":
            self._control(element)
        elif tag == f"{W}fldSimple":
            code = (element.get(f"{W}instr") or "").split()
            if not code or code[0].upper() not in _PASSING:
                self.children(element)
        elif tag == f"{W}ruby":
            self.children(next(element.iter(f"{W}rubyBase"), element))
        elif tag.startswith(M):
            self._add("".join(formula(element)), self._base)
        elif tag in _DRAWN:
            self.drawn.append(element)
        elif tag != f"{W}p":  # links, insertions, tags: what they hold is the paragraph's
            self.children(element)

    def _control(self, element: Any) -> None:
        """A content control, unless it holds the words that ask for its filling in."""
        properties = element.find(f"{W}sdtPr")
        if properties is not None and _is_on(properties.find(f"{W}showingPlcHdr")):
            return
        content = element.find(f"{W}sdtContent")
        if content is not None:
            self.children(content)

    def _run(self, run: Any) -> None:
        properties = run.find(f"{W}rPr")
        look: Look = self._base
        if properties is not None and len(properties):
            style = self._reader.styles.get(value_of(properties, "rStyle"), PLAIN)
            look = {**self._base, **style.look, **look_of(properties)}
        for child in run:
            tag = child.tag
            if tag == f"{W}t":
                self._add(child.text or "", look)
            elif tag in _SPACES:
                self._add(" ", look)
            elif tag == f"{W}noBreakHyphen":
                self._add("-", look)
            elif tag == f"{W}sym":
                self._add(_symbol(child), look)
            elif tag == f"{W}delText":
                self._reader.leave_out("deleted", child.text or "")
            elif tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType") or "")
                self._add(_chosen(child), look)
            elif tag == f"{W}instrText" and self._reader.fields:
                self._reader.fields[-1][0] += child.text or ""
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                if _is_on(child, "customMarkFollows"):
                    look = {**look, "raised": True, "note": True}
            elif tag == f"{W}ruby":
                self.children(next(child.iter(f"{W}rubyBase"), child))
            elif tag in _DRAWN:
                self.drawn.append(child)

    def _field(self, kind: str) -> None:
        fields = self._reader.fields
        if kind == "begin":
            fields.append(["", "code"])
        elif fields and kind == "separate":
            fields[-1][1] = "result"
        elif fields and kind == "end":
            fields.pop()

    def _add(self, text: str, look: Look) -> None:
        if not any(place == "result" and _first(code) in _PASSING for code, place in self._reader.fields):
            self.pieces.add(text, look)


def _chosen(field_mark: Any) -> str:
    """What is chosen in a field of a form: an entry of its list, or whether its box is ticked."""
    data = field_mark.find(f"{W}ffData")
    entries = data.find(f"{W}ddList") if data is not None else None
    box = data.find(f"{W}checkBox") if data is not None else None
    if entries is not None:
        chosen = value_of(entries, "result") or value_of(entries, "default") or "0"
        listed = [entry.get(f"{W}val") or "" for entry in entries.findall(f"{W}listEntry")]
        return listed[int(chosen)] if chosen.isdecimal() and int(chosen) < len(listed) else ""
    if box is not None:
        ticked = box.find(f"{W}checked")
        return "☒" if _is_on(ticked if ticked is not None else box.find(f"{W}default")) else "☐"
    return ""


def _first(code: str) -> str:
    return code.split()[0].upper() if code.split() else ""


def _is_on(element: Any, attribute: str = "val") -> bool:
    if element is None:
        return False
    value = element.get(f"{W}{attribute}")
    return value not in ("0", "false", "off") and (attribute == "val" or value is not None)


def _texts(element: Any) -> Iterator[str]:
    for one in element.iter(f"{W}t", f"{W}delText", f"{W}tab", f"{W}p"):
        yield (one.text or "") if one.tag in (f"{W}t", f"{W}delText") else " "


def all_text(element: Any) -> str:
    """Every word in an element, deleted ones too, for counting."""
    return "".join(_texts(element))


def _symbol(element: Any) -> str:
    try:
        code = int(element.get(f"{W}char") or "", 16)
    except ValueError:
        return ""
    font = (element.get(f"{W}font") or "").lower()
    code = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    if font == "symbol":
        return _SYMBOL.get(code, chr(code) if code < 0x7F else "")
    if font.startswith(("wingdings", "webdings")):
        return _WINGDINGS.get(code, "")
    return chr(code) if 0x20 <= code < 0x110000 else ""


def boxes(drawn: Any) -> Iterator[Any]:
    """The contents of the text boxes in a drawing, each once: where a drawing is given in two forms, the
    newer."""
    for element in _shown(drawn):
        if element.tag == f"{W}txbxContent":
            yield element


def drawn_words(drawn: Any) -> Iterator[str]:
    """The words that are drawn as a picture, such as "DRAFT" across the page."""
    for element in _shown(drawn):
        if element.tag == f"{_V}textpath" and element.get("string"):
            yield element.get("string")


def _shown(element: Any) -> Iterator[Any]:
    """The elements of a drawing, without the older form of one that is given in two, nor what is in a box."""
    yield element
    if element.tag == f"{W}txbxContent":
        return
    children = list(element)
    if element.tag == f"{MC}AlternateContent":
        choices = [child for child in children if child.tag == f"{MC}Choice"]
        full = [child for child in choices if len(child)]
        children = full[:1] or children
    for child in children:
        if isinstance(child.tag, str):
            yield from _shown(child)


def references(drawn: Any) -> Iterator[str]:
    """The ids of the parts (charts, diagrams) that a drawing shows, each once."""
    wanted = {"chart": "id", "relIds": "dm"}
    for element in _shown(drawn):
        attribute = wanted.get(str(element.tag).rpartition("}")[2])
        if attribute:
            found = element.get(
                f"{{http://schemas.openxmlformats.org/officeDocument/2006/relationships}}{attribute}"
            )
            if found:
                yield found
