"""Word processors and slides: .docx, .pptx, .odt and .rtf, in document order, without what is deleted or
hidden."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from ingest.errors import PasswordProtected, WrongFormat
from ingest.load.archive import member_xml, opened
from ingest.load.builder import TextBuilder, one_line
from ingest.load.metadata import metadata
from ingest.load.signature import signature
from ingest.types import Document, Metadata, Role

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_SPACES = {f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"}
_TINY = 4  # half points
_WHITE = re.compile("[fF][a-fA-F0-9][fF][a-fA-F0-9][fF][a-fA-F0-9]")
# Hidden type, to the end of its group or to where it is switched off.
_RTF_HIDDEN = re.compile(
    r"(?<!\\)\\v(?:1)?(?![a-z0-9-])(?:[^{}\\]|\\(?!v0)(?:[^a-z]|[a-z]+-?\d*)|\{[^{}]*\})*"
)
_NOT_READ = {
    *(
        f"{_W}{tag}"
        for tag in (
            "del",
            "moveFrom",
            "txbxContent",
            "instrText",
            "delText",
            "pPr",
            "footnoteReference",
            "endnoteReference",
        )
    ),
    *(f"{_TEXT}{tag}" for tag in ("note", "tracked-changes", "ruby-text")),
    "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}


def load_docx(data: bytes, name: str) -> Document:
    """A `.docx` file: headings by style, lists, tables, then footnotes and endnotes; deletions under track
    changes are left out."""
    with opened(data, name, holding="word/document.xml") as archive:
        body = member_xml(archive, "word/document.xml", name).find(f"{_W}body")
        styles = member_xml(archive, "word/styles.xml", name)
        headings = _heading_styles(styles)
        builder = TextBuilder()
        if body is not None:
            _remove_hidden_runs(body, _hiding_styles(styles), builder)
            _add_word(builder, body, headings)
        for part in ("footnotes", "endnotes"):
            notes = member_xml(archive, f"word/{part}.xml", name)
            for note in notes if notes is not None else ():
                if note.get(f"{_W}type") in (None, "normal"):
                    _remove_hidden_runs(note, _hiding_styles(styles), builder)
                    _add_word(builder, note, headings)
        return builder.document(_core(archive, name))


def _heading_styles(styles: Any) -> dict[str, Role]:
    """The role of each paragraph style that means one, by style id; names are the same in every language of
    Word."""
    roles: dict[str, Role] = {}
    for style in styles.iter(f"{_W}style") if styles is not None else ():
        label = style.find(f"{_W}name")
        named = (label.get(f"{_W}val") if label is not None else "").lower()
        if (
            re.match(r"heading \d|title$|subtitle$", named)
            or style.find(f"{_W}pPr/{_W}outlineLvl") is not None
        ):
            roles[style.get(f"{_W}styleId")] = "heading"
        elif named.startswith("list"):
            roles[style.get(f"{_W}styleId")] = "item"
    return roles


def _hiding_styles(styles: Any) -> set[str]:
    """The ids of the styles that hide their text, and of those based on them."""
    found = {style.get(f"{_W}styleId") for style in _styles_of(styles) if _hides(style.find(f"{_W}rPr"))}
    for style in _styles_of(styles):  # a style follows the one that it is based on
        based = style.find(f"{_W}basedOn")
        if based is not None and based.get(f"{_W}val") in found:
            found.add(style.get(f"{_W}styleId"))
    return found


def _styles_of(styles: Any) -> Iterator[Any]:
    return styles.iter(f"{_W}style") if styles is not None else iter(())


def _remove_hidden_runs(body: Any, hiding: set[str], builder: TextBuilder) -> None:
    """Empty the runs that a reader does not see: hidden, white on nothing, or too small, by themselves, by
    their style or by their paragraph's."""
    for run in list(body.iter(f"{_W}r")):
        properties = run.find(f"{_W}rPr")
        style = properties.find(f"{_W}rStyle") if properties is not None else None
        paragraph = next(run.iterancestors(f"{_W}p"), None)
        around = paragraph.find(f"{_W}pPr/{_W}pStyle") if paragraph is not None else None
        styled = any(one is not None and one.get(f"{_W}val") in hiding for one in (style, around))
        if _hides(properties, shaded=_is_shaded(run)) or styled:
            builder.hide("".join(run.itertext()))
            for child in list(run):
                run.remove(child)


def _hides(properties: Any, *, shaded: bool = False) -> bool:
    """Whether the properties of a run or a style leave nothing of its text to be seen. `shaded` says that
    something dark may lie behind it."""
    if properties is None:
        return False
    vanish = properties.find(f"{_W}vanish")
    if vanish is not None and vanish.get(f"{_W}val") not in ("0", "false", "off"):
        return True
    size, colour = properties.find(f"{_W}sz"), properties.find(f"{_W}color")
    if size is not None and (size.get(f"{_W}val") or "").isdigit() and int(size.get(f"{_W}val")) <= _TINY:
        return True
    return (
        colour is not None
        and not shaded
        and bool(_WHITE.fullmatch(colour.get(f"{_W}val") or ""))
        and properties.find(f"{_W}shd") is None
    )


def _is_shaded(run: Any) -> bool:
    """Whether the run, its paragraph, its cell or table has a background of its own, a highlight, or stands
    in a drawn box."""
    for around in run.iterancestors():
        if around.tag.endswith(("}txbxContent", "}tbl")):
            return True  # boxes and table styles are coloured in ways that are not read here
        marks = around.find(f"{_W}pPr/{_W}shd")
        if marks is not None:
            return True
    return run.find(f"{_W}rPr/{_W}highlight") is not None


def _add_word(builder: TextBuilder, parent: Any, roles: dict[str, Role]) -> None:
    for element in parent:
        if element.tag == f"{_W}p":
            builder.add(_visible(element), _word_role(element, roles))
            for box in element.iter(f"{_W}txbxContent"):
                if not any(ancestor.tag.endswith("}Fallback") for ancestor in box.iterancestors()):
                    _add_word(builder, box, roles)
        elif element.tag == f"{_W}tbl":
            _add_word_table(builder, element, roles)
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}moveTo"):
            _add_word(builder, element, roles)


def _add_word_table(builder: TextBuilder, table: Any, roles: dict[str, Role]) -> None:
    for row in table.iter(f"{_W}tr"):
        if next(row.iterancestors(f"{_W}tbl")) is table:
            cells = [
                " ".join(filter(None, (one_line(_visible(p)) for p in cell.iter(f"{_W}p"))))
                for cell in row.iter(f"{_W}tc")
            ]
            builder.add(" | ".join(cells) if any(cells) else "", "row")


def _word_role(paragraph: Any, roles: dict[str, Role]) -> Role:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    role = roles.get(style.get(f"{_W}val"), "paragraph") if style is not None else "paragraph"
    numbered = paragraph.find(f"{_W}pPr/{_W}numPr") is not None
    return "item" if numbered and role == "paragraph" else role


def _visible(paragraph: Any) -> str:
    return "".join(_pieces(paragraph))


def _pieces(element: Any) -> Iterator[str]:
    """The text of a paragraph of either format. In a .docx only `w:t` holds text; in an .odt every element
    may."""
    if not isinstance(element.tag, str) or element.tag in _NOT_READ:
        return
    word = element.tag.startswith(_W)
    if element.tag in _SPACES:
        yield " "
    elif element.tag == f"{_W}noBreakHyphen":
        yield "-"
    elif element.text and (not word or element.tag == f"{_W}t"):
        yield element.text
    for child in element:
        yield from _pieces(child)
        if not word and child.tail:
            yield child.tail


def _core(archive: zipfile.ZipFile, name: str) -> Metadata:
    root = member_xml(archive, "docProps/core.xml", name)
    values = (
        {_local(element): element.text for element in root if isinstance(element.tag, str)}
        if root is not None
        else {}
    )
    creator = values.get("creator")
    return metadata(
        {
            "title": values.get("title"),
            "author": (
                "" if creator in ("python-docx", "Steve Canny") else creator
            ),  # what libraries write who know no author
            "date": values.get("created"),
        }
    )


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def load_pptx(data: bytes, name: str) -> Document:
    """A `.pptx` file: each slide a page, its title a heading, then its text, tables and notes; hidden slides
    are left out."""
    import pptx
    from pptx.exc import PackageNotFoundError

    with opened(data, name, holding="ppt/presentation.xml") as archive:
        known = _core(archive, name)
    try:
        slides = pptx.Presentation(io.BytesIO(data)).slides
        builder = TextBuilder()
        for number, slide in enumerate(slides, 1):
            builder.page(number)
            if slide._element.get("show") != "0":
                _add_slide(builder, slide)
    except (
        PackageNotFoundError,
        KeyError,
        ValueError,
        AttributeError,
        SyntaxError,
        OSError,
    ) as error:  # how python-pptx meets a damaged part
        raise WrongFormat(
            f"{name} is not a readable presentation: {error}",
            hint="open it in its program and save it again as .pptx",
        ) from None
    return builder.document(known)


def _add_slide(builder: TextBuilder, slide: Any) -> None:
    title = slide.shapes.title
    if title is not None:
        builder.add(title.text_frame.text, "heading")
    for shape in _shapes(slide.shapes):
        if title is not None and shape.shape_id == title.shape_id:
            continue
        if getattr(shape, "has_table", False):
            for row in shape.table.rows:
                cells = [one_line(cell.text) for cell in row.cells if not cell.is_spanned]
                builder.add(" | ".join(cells) if any(cells) else "", "row")
        elif shape.has_text_frame:
            paragraphs = [
                paragraph.text for paragraph in shape.text_frame.paragraphs if paragraph.text.strip()
            ]
            for text in paragraphs:
                builder.add(text, "item" if len(paragraphs) > 1 else "paragraph")
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        for paragraph in slide.notes_slide.notes_text_frame.paragraphs:
            builder.add(paragraph.text)


def _shapes(shapes: Any) -> Iterator[Any]:
    """The shapes of a slide from the top down, those of groups among them."""
    for shape in sorted(shapes, key=lambda shape: (shape.top or 0, shape.left or 0)):
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        else:
            yield shape


def load_odt(data: bytes, name: str) -> Document:
    """An `.odt` file: headings, paragraphs, lists, tables, then notes."""
    with opened(data, name, holding="content.xml") as archive:
        manifest = (
            archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in archive.namelist() else b""
        )
        if b"encryption-data" in manifest:
            raise PasswordProtected(
                f"{name} opens only with a password", hint="save a copy without a password"
            )
        root = member_xml(archive, "content.xml", name)
        builder = TextBuilder()
        _add_open(builder, root, "paragraph")
        for note in root.iter(f"{_TEXT}note-body"):
            _add_open(builder, note, "paragraph")
        meta = member_xml(archive, "meta.xml", name)
    values = (
        {_local(element): element.text for element in meta.iter() if isinstance(element.tag, str)}
        if meta is not None
        else {}
    )
    author = values.get("initial-creator") or values.get("creator")
    return builder.document(
        metadata(
            {
                "title": values.get("title"),
                "author": author,
                "date": values.get("creation-date") or values.get("date"),
            }
        )
    )


def _add_open(builder: TextBuilder, parent: Any, role: Role) -> None:
    for element in parent:
        if not isinstance(element.tag, str) or element.tag in _NOT_READ:
            continue
        if element.tag == f"{_TEXT}h":
            builder.add(_visible(element), "heading")
        elif element.tag == f"{_TEXT}p":
            builder.add(_visible(element), role)
        elif element.tag == f"{_TABLE}table-row":
            cells = [
                " ".join(one_line(_visible(p)) for p in cell.iter(f"{_TEXT}p"))
                for cell in element
                if element.tag and _local(cell) == "table-cell"
            ]
            builder.add(" | ".join(cells) if any(cells) else "", "row")
        else:
            _add_open(builder, element, "item" if element.tag == f"{_TEXT}list-item" else role)


def load_rtf(data: bytes, name: str) -> Document:
    """An `.rtf` file: its paragraphs, as plain text."""
    from striprtf.striprtf import rtf_to_text

    from ingest.load.lines import add_lines

    if not data.lstrip().startswith(b"{\\rtf"):
        looks = signature(data)
        raise WrongFormat(
            f"{name} is not RTF" + (f": it looks like {looks}" if looks else ""),
            hint="give it the suffix of its format",
        )
    source = data.decode("latin-1")
    builder = TextBuilder()
    for hidden in _RTF_HIDDEN.findall(source):
        builder.hide(re.sub(r"\\[a-z]+-?\d* ?|[{}]", " ", hidden))
    source = _RTF_HIDDEN.sub("", source)
    try:
        text = str(rtf_to_text(source, errors="replace"))  # type: ignore[no-untyped-call]
    except (UnicodeError, LookupError, ValueError, IndexError) as error:
        raise WrongFormat(
            f"{name} is damaged RTF: {error}", hint="open it in a word processor and save it as .docx"
        ) from None
    # Each line is a paragraph: an empty line between them keeps them apart.
    add_lines(builder, [part for line in text.split("\n") for part in (line, "")])
    info = {
        key: match[1]
        for key in ("title", "author")
        if (match := re.search(r"\{\\" + key + r" ([^{}\\]*)\}", source))
    }
    return builder.document(metadata(info))
