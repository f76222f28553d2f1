"""PowerPoint slides: titles, text, tables, charts and diagrams from the top down, and the speaker's notes,
which are no words of the slide."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple

from ingest.load.builder import TextBuilder
from ingest.load.charts import chart
from ingest.load.dateline import date_of, finished
from ingest.load.list_leads import ListLeads
from ingest.load.ooxml import A, R, Relation, core, diagram, package, part, readable, relations
from ingest.load.own_text import own_letters
from ingest.load.page_marks import telling
from ingest.load.slides.text import Line, lines_of, plain_text, table_rows
from ingest.load.tables import Grid, grid_of, table_lines
from ingest.types import Document, Role

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TITLES = ("title", "ctrTitle")
_FURNITURE = ("sldNum", "ftr", "hdr")
_SHAPES = frozenset(f"{_P}{tag}" for tag in ("sp", "graphicFrame", "grpSp", "cxnSp"))
_NOTES = "Speaker's notes: "
_REFERENCES = {"chart": "id", "relIds": "dm"}  # element: the attribute that names the part it shows
_Size = tuple[int, int]


def load_pptx(data: bytes, name: str) -> Document:
    """A `.pptx` file: each slide a page; hidden slides are left out and counted."""
    archive, main = package(data, name, "ppt/presentation.xml")
    with archive, readable(name, "presentation"):
        root, parts = part(archive, main, name), relations(archive, main, name)
        deck = _Deck(archive, name, TextBuilder(), _size(root))
        paths = [
            parts[slide.get(f"{R}id") or ""].target
            for slide in root.iter(f"{_P}sldId")
            if slide.get(f"{R}id") in parts
        ]
        slides = [slide for path in paths if (slide := _slide(archive, path, name)) is not None]
        for text, place in telling(deck.marks(slides), " ".join(map(_said, slides))):
            deck.builder.add(text, "note", place=place)
        hidden = 0
        for number, slide in enumerate(slides, 1):
            deck.builder.page(number)
            deck.builder.see(own_letters(slide.root, f"{A}t"))
            if slide.root.get("show") in ("0", "false"):
                hidden += 1
                deck.builder.leave_out("hidden", " ".join(run.text or "" for run in slide.root.iter(f"{A}t")))
            else:
                deck.add(slide, f"slide {number}")
        if hidden:
            deck.builder.note(f"{hidden} hidden slide{'s were' if hidden > 1 else ' was'} left out")
        known, note = core(archive, name)
        if dated := next(filter(None, map(_fixed_date, slides[:1])), ""):
            known, note = {**known, "date": dated}, ""
        return finished(deck.builder, known, note)


class _Slide(NamedTuple):
    root: Any
    relations: dict[str, Relation]


def _slide(archive: zipfile.ZipFile, path: str, name: str) -> _Slide | None:
    root = part(archive, path, name)
    return None if root is None else _Slide(root, relations(archive, path, name))


def _said(slide: _Slide) -> str:
    """The words of a slide's own shapes."""
    shapes = slide.root.iter(f"{_P}sp", f"{_P}graphicFrame")
    own = (shape for shape in shapes if _kind(shape) not in _FURNITURE)
    return " ".join(run.text or "" for shape in own for run in shape.iter(f"{A}t"))


def _fixed_date(slide: _Slide) -> str:
    """The day that a slide carries in its place for one, unless it is always today."""
    for shape in slide.root.iter(f"{_P}sp"):
        if _kind(shape) == "dt" and next(shape.iter(f"{A}fld"), None) is None:
            return date_of(" ".join(run.text or "" for run in shape.iter(f"{A}t")))
    return ""


def _size(root: Any) -> _Size:
    size = root.find(f"{_P}sldSz")
    return (_whole(size, "cx"), _whole(size, "cy")) if size is not None else (0, 0)


class _Deck:
    """Puts the slides of one presentation into its text."""

    def __init__(self, archive: zipfile.ZipFile, name: str, builder: TextBuilder, size: _Size) -> None:
        self.archive, self.name, self.builder, self.size = archive, name, builder, size
        self._layouts: dict[str, list[Any]] = {}

    def add(self, slide: _Slide, place: str) -> None:
        """Add one slide, its title first and its speaker's notes last."""
        shapes = list(self._shapes(slide.root.find(f"{_P}cSld/{_P}spTree"), self._behind(slide)))
        titles = [shape for shape in shapes if _kind(shape) in _TITLES]
        for shape in titles:
            self._text(shape, place, "heading")
        for shape in shapes:
            if shape not in titles and _kind(shape) not in (*_FURNITURE, "dt"):
                self._shape(shape, slide, place)
        for relation in slide.relations.values():
            if relation.kind == "notesSlide":
                self._notes(part(self.archive, relation.target, self.name), place)
            elif relation.kind == "comments":
                root = part(self.archive, relation.target, self.name)
                texts = root.iter(f"{_P}text", f"{A}t") if root is not None else ()
                self.builder.leave_out("comments", " ".join(one.text or "" for one in texts))

    def marks(self, slides: list[_Slide]) -> Iterator[tuple[str, str]]:
        """What stands on every slide: footers, and words of the slides' masters."""
        for slide in slides:
            for shape in slide.root.iter(f"{_P}sp"):
                if _kind(shape) in ("ftr", "hdr"):
                    yield from ((text, "footer") for text in self._plain(shape))
            for shape in self._behind(slide):
                if shape.tag == f"{_P}sp" and shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph") is None:
                    yield from ((text, "slide master") for text in self._plain(shape))

    def _plain(self, shape: Any) -> Iterator[str]:
        body = shape.find(f"{_P}txBody")
        if body is not None:
            yield from plain_text(lines_of(body, lambda _why, _text: None))

    def _behind(self, slide: _Slide) -> list[Any]:
        """The shapes of the slide's layout, then those of the layout's master."""
        layout = _target(slide.relations, "slideLayout")
        if layout not in self._layouts:
            master = _target(relations(self.archive, layout, self.name), "slideMaster") if layout else ""
            roots = (part(self.archive, path, self.name) for path in (layout, master) if path)
            trees = (root.find(f"{_P}cSld/{_P}spTree") for root in roots if root is not None)
            self._layouts[layout] = [shape for tree in trees if tree is not None for shape in tree]
        return self._layouts[layout]

    def _shapes(self, tree: Any, behind: list[Any]) -> Iterator[Any]:
        """The shapes that can be seen, from the top down, those of groups among them."""
        placed = sorted(
            ((_position(shape, behind), number, shape) for number, shape in enumerate(_of_tree(tree))),
            key=lambda one: (one[0], one[1]),
        )
        for (top, left), _, shape in placed:
            properties = next(shape.iter(f"{_P}cNvPr"), None)
            if properties is not None and properties.get("hidden") in ("1", "true"):
                self._unseen(shape)
            elif shape.tag == f"{_P}grpSp":
                yield from self._shapes(shape, behind)
            elif self._is_outside(shape, top, left):
                self._unseen(shape)
            else:
                yield shape

    def _is_outside(self, shape: Any, top: int, left: int) -> bool:
        """Whether a shape stands beside the slide, where nobody sees it; groups are not looked into."""
        width, height = self.size
        if not width or shape.getparent().tag == f"{_P}grpSp":
            return False
        extent = next(shape.iter(f"{A}ext"), None)
        right, bottom = left + _whole(extent, "cx"), top + _whole(extent, "cy")
        placed = next(shape.iter(f"{A}off"), None) is not None
        return placed and (left >= width or top >= height or right <= 0 or bottom <= 0)

    def _unseen(self, shape: Any) -> None:
        self.builder.leave_out("hidden", " ".join(run.text or "" for run in shape.iter(f"{A}t")))

    def _shape(self, shape: Any, slide: _Slide, place: str) -> None:
        table = next(shape.iter(f"{A}tbl"), None)
        if table is not None:
            self._table(grid_of(table_rows(table, self.builder.leave_out)), place)
            return
        for element in shape.iter():
            local = str(element.tag).rpartition("}")[2]
            reference = element.get(R + _REFERENCES.get(local, "-"))
            relation = slide.relations.get(reference or "")
            root = part(self.archive, relation.target, self.name) if relation is not None else None
            if root is not None and local == "chart":
                shown = chart(root)
                self.builder.add(shown.title, place=place)
                self._table(shown.grid, place)
            elif root is not None:
                for text in diagram(root):
                    self.builder.add(text, "item", place=place)
        self._text(shape, place, "paragraph")

    def _text(self, shape: Any, place: str, role: Role) -> None:
        body = shape.find(f"{_P}txBody")
        lines = lines_of(body, self.builder.leave_out) if body is not None else []
        if role == "heading":
            self.builder.add(" ".join(plain_text(lines)), role, place=place)
            return
        leads = ListLeads()
        for line in lines:
            self._line(line, place, leads, alone=len(lines) == 1)

    def _line(self, line: Line, place: str, leads: ListLeads, *, alone: bool) -> None:
        text = f"{line.number} {line.text}".strip()
        own = line.text if line.text.endswith(":") else ""  # bullets below one with a colon are its list
        completes = leads.of(line.level, None if own else "")
        block = self.builder.add(text, "paragraph" if alone else "item", place=place, leads=completes)
        leads.item(line.level, block, completes, text, own)

    def _table(self, grid: Grid, place: str) -> None:
        for line in table_lines(grid):
            at = f"{place}, row {line.row}" if line.role == "row" else place
            self.builder.add(line.text, line.role, place=at)

    def _notes(self, root: Any, place: str) -> None:
        for shape in root.iter(f"{_P}sp") if root is not None else ():
            if _kind(shape) == "body":
                for text in self._plain(shape):
                    self.builder.add(_NOTES + text, "note", place=f"{place}, speaker's notes")


def _target(parts: dict[str, Relation], kind: str) -> str:
    return next((one.target for one in parts.values() if one.kind == kind), "")


def _of_tree(tree: Any) -> Iterator[Any]:
    for element in tree if tree is not None else ():
        if element.tag in _SHAPES:
            yield element
        elif element.tag == f"{_MC}AlternateContent":
            choice = element.find(f"{_MC}Choice")
            yield from _of_tree(choice if choice is not None else element.find(f"{_MC}Fallback"))


def _placeholder(shape: Any) -> Any:
    properties = shape.find(f"{_P}nvSpPr/{_P}nvPr")
    if properties is None:
        properties = shape.find(f"{_P}nvGraphicFramePr/{_P}nvPr")
    return properties.find(f"{_P}ph") if properties is not None else None


def _kind(shape: Any) -> str:
    """What a placeholder is for ("title", "body"); empty for another shape."""
    holder = _placeholder(shape)
    return "" if holder is None else holder.get("type", "obj")


def _position(shape: Any, behind: list[Any]) -> tuple[int, int]:
    """The top and left of a shape; a placeholder may take them over from the layout or its master."""
    own = _offset(shape)
    if own is not None:
        return own
    holder = _placeholder(shape)
    if holder is None:
        return (0, 0)
    for key in ("idx", "type"):
        for other in behind:
            theirs = _placeholder(other)
            if theirs is not None and holder.get(key) and theirs.get(key) == holder.get(key):
                found = _offset(other)
                if found is not None:
                    return found
    return (0, 0)


def _offset(shape: Any) -> tuple[int, int] | None:
    for path in (f"{_P}xfrm", f"{_P}spPr/{A}xfrm", f"{_P}grpSpPr/{A}xfrm"):
        offset = shape.find(f"{path}/{A}off")
        if offset is not None:
            return _whole(offset, "y"), _whole(offset, "x")
    return None


def _whole(element: Any, name: str) -> int:
    value = (element.get(name) or "0") if element is not None else "0"
    try:
        return int(value)
    except ValueError:
        return 0
