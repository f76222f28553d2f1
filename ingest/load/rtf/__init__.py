"""Rich text (.rtf): paragraphs, numbers, tables and notes in order, without what is deleted, struck or
hidden."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ingest.errors import WrongFormat
from ingest.load.builder import TextBuilder, one_line
from ingest.load.dateline import believed, finished
from ingest.load.looks import Look, is_white
from ingest.load.ooxml import readable
from ingest.load.page_marks import telling
from ingest.load.rtf.flow import Flow
from ingest.load.rtf.table import Edge
from ingest.load.rtf.tokens import Sign, decoded, encoding_of, signs
from ingest.load.rtf.writer import Writer
from ingest.load.signature import signature
from ingest.types import Document

# Groups whose text is not the document's. One that opens with \* and is not named below is left out as well.
_SKIPPED = frozenset(
    "listtable listoverridetable rsidtbl revtbl pict objdata bkmkstart bkmkend xe tc rxe themedata "
    "colorschememapping datastore latentstyles generator xmlnstbl filetbl nonshppict shprslt sp mmathPict "
    "pntxta pntxtb pn pgptbl aftnsep aftnsepc aftncn ftnsep ftnsepc ftncn nonesttables userprops formfield "
    "atrfstart atrfend atndate atnref atntime atnicn atnid atnauthor template private upr".split()
)
_KNOWN = frozenset(
    "shpinst shptxt shppict do dptxbxtext moMath moMathPara ud nesttableprops listtext pntext fldinst "
    "footnote annotation cs".split()
)
_FLOWS = {
    "footnote": "note",
    "annotation": "comment",
    "shptxt": "box",
    "dptxbxtext": "box",
    **{f"header{page}": "header" for page in ("", "l", "r", "f")},
    **{f"footer{page}": "footer" for page in ("", "l", "r", "f")},
}
_AREAS = {
    "fonttbl": "fonts",
    "stylesheet": "styles",
    "colortbl": "colours",
    "info": "info",
    "listtext": "label",
    "pntext": "label",
    "fldinst": "code",
}
_CHARACTERS = {
    "tab": " ",
    "line": " ",
    "lbr": " ",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "mden": "/",
}
_SYMBOLS = {"~": " ", "_": "-", "\\": "\\", "{": "{", "}": "}", "\t": " "}
_PARAGRAPH_ENDS = frozenset(("par", "sect", "page", "column"))
_TOGGLES = {"b": "bold", "strike": "strike", "striked": "dstrike", "v": "hidden", "deleted": "deleted"}
_SHADES = frozenset(("highlight", "cb", "chcbpat"))
_MERGES = {"clmgf": "first", "clmrg": "more", "clvmgf": "top", "clvmrg": "below"}
_HEADING = re.compile(r"heading \d|title$|subtitle$")
_PASSING = frozenset("PAGE NUMPAGES SECTIONPAGES FILENAME".split())


def load_rtf(data: bytes, name: str) -> Document:
    """An `.rtf` file. What its pages' headers say and the text does not comes first, notes come last."""
    if not data.lstrip().startswith(b"{\\rtf"):
        looks = signature(data)
        raise WrongFormat(
            f"{name} is not RTF" + (f": it looks like {looks}" if looks else ""),
            hint="give it the suffix of its format",
        )
    with readable(name, "RTF file"):
        return _read(data.lstrip().decode("latin-1"))


def _read(source: str) -> Document:
    builder = TextBuilder()
    reader = _Reader(builder)
    for sign in signs(source):
        reader.read(sign)
    reader.close()
    marks = [(flow.words(), place) for place in ("header", "footer") for flow in reader.flows[place]]
    for text, place in telling(marks, reader.body.words()):
        builder.add(text, "note", place=place)
    Writer(builder).add(reader.body)
    for number, note in enumerate(reader.flows["note"], 1):
        Writer(builder, "note", f"note {number}").add(note)
    builder.leave_out("comments", " ".join(flow.words() for flow in reader.flows["comment"]))
    date, told = believed(reader.moment("creatim"), reader.moment("revtim"))
    return finished(builder, {key: reader.info(key) for key in ("title", "author")} | {"date": date}, told)


@dataclass(slots=True)
class _Group:
    """What holds within a pair of braces. `area` says what the text in it is: the document's own, or what is
    skipped, or a table of fonts."""

    flow: Flow
    area: str = "text"
    look: Look = field(default_factory=dict)
    encoding: str = ""
    skip: int = 1  # signs that stand in for each Unicode sign
    opening: bool = True  # nothing was read in the group yet
    starred: bool = False
    code: list[str] = field(default_factory=list)  # of the field that the group stands in
    kind: str = ""  # of the flow that ends with the group


class _Reader:
    """Follows the signs of a file."""

    def __init__(self, builder: TextBuilder) -> None:
        self._builder = builder
        self.body = Flow(self._leave_out)
        self.flows: dict[str, list[Flow]] = {"note": [], "header": [], "footer": [], "comment": []}
        self._groups = [_Group(self.body)]
        self._codepage = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._styles: dict[int, list[str]] = {}
        self._style = -1
        self._colours: list[list[int]] = [[]]
        self._info: dict[str, list[str]] = {}
        self._moments: dict[str, dict[str, int]] = {}
        self._bytes: list[str] = []
        self._units: list[str] = []
        self._to_skip = 0
        self._edge = {"across": "", "down": ""}

    def _leave_out(self, why: str, text: str) -> None:
        if why == "hidden":
            self._builder.hide(text)
        else:
            self._builder.leave_out(why, text)

    def info(self, key: str) -> str:
        """What the file says of itself."""
        return one_line("".join(self._info.get(key, ())))

    def moment(self, key: str) -> str:
        """A day that the file names, in ISO."""
        day = self._moments.get(key, {})
        return f"{day['yr']:04d}-{day.get('mo', 1):02d}-{day.get('dy', 1):02d}" if day.get("yr") else ""

    def close(self) -> None:
        """The file is at its end; groups that were left open end with it."""
        self._flush()
        while len(self._groups) > 1:
            self._end_group()
        self.body.close()

    def read(self, sign: Sign) -> None:
        """Follow one sign."""
        if sign.kind == "bytes":
            self._flush_units()
            if self._to_skip:
                self._to_skip -= 1
            else:
                self._bytes.append(sign.text)
            return
        if sign.kind == "text" and self._to_skip >= len(sign.text):
            self._to_skip -= len(sign.text)  # what stands in for a Unicode sign
            return
        if not (sign.kind == "word" and sign.text == "u"):
            self._flush()
        group = self._groups[-1]
        if sign.kind == "{":
            self._to_skip = 0
            self._groups.append(
                _Group(group.flow, group.area, group.look, group.encoding, group.skip, code=group.code)
            )
        elif sign.kind == "}":
            self._to_skip = 0
            self._end_group()
        elif sign.kind == "text":
            text = sign.text[self._to_skip :]
            self._to_skip = 0
            self._text(decoded(text, group.encoding or self._codepage))
            group.opening = False
        elif sign.kind == "symbol":
            self._symbol(sign.text, group)
        else:
            self._word(sign.text, sign.number, group)

    def _end_group(self) -> None:
        if len(self._groups) == 1:
            return
        group = self._groups.pop()
        if not group.kind:
            return
        group.flow.close()
        if group.kind == "box":
            self._groups[-1].flow.box(group.flow)
        else:
            self.flows[group.kind].append(group.flow)

    def _flush(self) -> None:
        """Read what was collected of text in several bytes or units."""
        self._flush_units()
        if self._bytes:
            text, self._bytes = "".join(self._bytes), []
            self._text(decoded(text, self._groups[-1].encoding or self._codepage))

    def _flush_units(self) -> None:
        if self._units:
            units, self._units = "".join(self._units), []
            self._text(units.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))

    def _text(self, text: str) -> None:
        group = self._groups[-1]
        area = group.area
        if area == "text":
            group.flow.add(text, group.look)
        elif area == "label":
            group.flow.number(text)
        elif area == "code":
            group.code.append(text)
        elif area == "styles":
            self._styles.setdefault(self._style, []).append(text)
        elif area == "colours":
            self._colours.extend([] for _ in range(text.count(";")))
        elif area.startswith("info:"):
            self._info.setdefault(area[5:], []).append(text)

    def _symbol(self, symbol: str, group: _Group) -> None:
        if symbol == "*":
            group.starred = True
        elif symbol in "\r\n":
            self._word("par", None, group)
        else:
            self._text(_SYMBOLS.get(symbol, ""))

    def _word(self, word: str, number: int | None, group: _Group) -> None:
        opening, group.opening = group.opening, False
        if group.area == "skip" and word != "ud":
            return
        if opening and self._opens(word, group):
            return
        if word == "u":
            self._unicode(number or 0, group)
        elif word == "uc":
            group.skip = number if number is not None else 1
        elif word == "ansicpg":
            self._codepage = f"cp{number}"
        elif word in ("mac", "pc", "pca"):
            self._codepage = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[word]
        elif group.area in ("text", "code", "label"):
            self._in_text(word, number, group)
        else:
            self._in_table(word, number, group)

    def _opens(self, word: str, group: _Group) -> bool:
        """Whether the first word of a group says what the group is, so that no more is to be done for it."""
        if word in _FLOWS:
            group.kind, group.area, group.look = _FLOWS[word], "text", {}
            if group.kind == "box":
                group.look = {"shaded": True}
            group.flow = Flow(self._leave_out if group.kind in ("note", "box") else lambda _why, _text: None)
        elif word == "ud":
            group.area = "text"
        elif word in _AREAS:
            group.area = _AREAS[word]
        elif word in _SKIPPED or word.endswith("Pr") or (group.starred and word not in _KNOWN):
            group.area = "skip" if not (group.area == "styles" and word == "cs") else group.area
        elif word == "field":
            group.code = []
        elif word == "fldrslt":
            code = "".join(group.code).split()
            group.area = "skip" if code and code[0].upper() in _PASSING else group.area
        elif group.area == "info":
            group.area = f"info:{word}"
        else:
            return False
        return True

    def _unicode(self, number: int, group: _Group) -> None:
        if self._bytes:
            self._flush()
        self._units.append(chr(number + 65536 if number < 0 else min(number, 0xFFFF)))
        self._to_skip = group.skip

    def _in_table(self, word: str, number: int | None, group: _Group) -> None:
        """Follow a word in one of the tables at the file's head."""
        if group.area == "fonts" and word == "f":
            self._font = number or 0
        elif group.area == "fonts" and word == "fcharset":
            self._fonts[self._font] = encoding_of(number or 0)
        elif group.area == "fonts" and word == "cpg":
            self._fonts[self._font] = f"cp{number}"
        elif group.area == "styles" and word == "s":
            self._style = number or 0
        elif group.area == "styles" and word in ("cs", "ts", "ds"):
            self._style = -1
        elif group.area == "colours" and word in ("red", "green", "blue"):
            self._colours[-1].append(number or 0)
        elif group.area.startswith("info:") and word in ("yr", "mo", "dy"):
            self._moments.setdefault(group.area[5:], {})[word] = number or 0

    def _in_text(self, word: str, number: int | None, group: _Group) -> None:
        if word in _CHARACTERS:
            self._text(_CHARACTERS[word])
        elif word == "f":
            group.encoding = self._fonts.get(number or 0, "")
        elif word == "plain":
            group.look = {"shaded": True} if group.look.get("shaded") else {}
        elif group.area == "label":
            pass  # the look of a number and of its paragraph's style say nothing
        elif word in _TOGGLES:
            group.look = {**group.look, _TOGGLES[word]: number != 0}
        elif word in ("super", "sub", "nosupersub"):
            group.look = {**group.look, "raised": word == "super"}
        elif word in ("up", "dn", "msup"):
            raised = word == "msup" or (word == "up" and number != 0)
            group.look = {**group.look, "raised": raised}
        elif word == "fs":
            group.look = {**group.look, "size": number if number is not None else 24}
        elif word in _SHADES:
            group.look = {**group.look, "shaded": bool(number)}
        elif word == "cf":
            group.look = {**group.look, "white": self._is_white(number or 0)}
        else:
            self._in_paragraph(word, number, group)

    def _in_paragraph(self, word: str, number: int | None, group: _Group) -> None:
        flow = group.flow
        if word in _PARAGRAPH_ENDS:
            if word != "par" or not (group.look.get("deleted") or group.look.get("hidden")):
                flow.end_paragraph()
        elif word == "pard":
            flow.reset()
        elif word == "s":
            flow.heading = bool(
                _HEADING.match("".join(self._styles.get(number or 0, ())).strip(" ;").lower())
            )
        elif word == "outlinelevel":
            flow.heading = (number or 0) < 9
        elif word == "ls":
            flow.listed = bool(number)
        elif word == "ilvl":
            flow.level = number or 0
        elif word == "intbl":
            flow.depth = max(1, flow.depth)
        elif word == "itap":
            flow.depth = number or 0
        elif word in ("cell", "nestcell"):
            flow.end_cell(1 if word == "cell" else max(2, flow.depth))
        elif word in ("row", "nestrow"):
            flow.end_row(1 if word == "row" else max(2, flow.depth))
        else:
            self._in_row(word, number, flow)

    def _in_row(self, word: str, number: int | None, flow: Flow) -> None:
        """Follow a word that declares the shape of a row."""
        shape = flow.shape(new=word == "trowd")
        if word == "trowd":
            self._edge = {"across": "", "down": ""}
        elif word == "trleft":
            shape.left = number or 0
        elif word == "trhdr":
            shape.head = True
        elif word in _MERGES:
            self._edge["down" if "v" in word else "across"] = _MERGES[word]
        elif word == "cellx":
            shape.edges.append(Edge(number or 0, self._edge["across"], self._edge["down"]))
            self._edge = {"across": "", "down": ""}

    def _is_white(self, colour: int) -> bool:
        parts = self._colours[colour] if colour < len(self._colours) else []
        return len(parts) == 3 and is_white("".join(f"{part & 255:02x}" for part in parts))
