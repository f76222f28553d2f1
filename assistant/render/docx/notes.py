"""Footnotes of a Word file: the part that holds them, and the numbers in the text that refer to them.
python-docx has neither."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from assistant.paper import Note

_EMPTY = Path(__file__).parents[1] / "templates" / "docx" / "word" / "footnotes.xml"


def reference(number: int) -> Any:
    """The run that refers to a note of `add_notes`."""
    return _run(_element("w:footnoteReference", id=str(number)))


def add_notes(document: Any, notes: Sequence[Note]) -> None:
    """Put the notes into the file. A note that is referred to again keeps its number, as by Word's own
    cross-reference."""
    footnotes = parse_xml(_EMPTY.read_bytes())
    footnotes.extend(_footnote(one) for one in notes)
    package = document.part.package
    part = XmlPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, footnotes, package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    for one in notes:
        _refer_once(document.element.body, one.number)


def _footnote(note: Note) -> Any:
    paragraph, properties = OxmlElement("w:p"), OxmlElement("w:pPr")
    properties.append(_element("w:pStyle", val="FootnoteText"))
    paragraph.extend([properties, _run(OxmlElement("w:footnoteRef")), _plain_run(f" {note.text}")])
    footnote = _element("w:footnote", id=str(note.number))
    footnote.append(paragraph)
    return footnote


def _refer_once(body: Any, number: int) -> None:
    """A footnote may be referred to once: what refers to it again becomes a field that repeats its number."""
    first, *others = (
        one.getparent() for one in body.iter(qn("w:footnoteReference")) if one.get(qn("w:id")) == str(number)
    )
    if not others:
        return
    mark = f"_RefNote{number}"
    first.addprevious(_element("w:bookmarkStart", id=str(number), name=mark))
    first.addnext(_element("w:bookmarkEnd", id=str(number)))
    for run in others:
        for part in _repeated(mark, number):
            run.addprevious(part)
        run.getparent().remove(run)


def _repeated(mark: str, number: int) -> list[Any]:
    instruction, shown = OxmlElement("w:instrText"), OxmlElement("w:t")
    instruction.set(qn("xml:space"), "preserve")
    instruction.text, shown.text = f" NOTEREF {mark} \\f \\h ", str(number)
    begin, separate, end = (_element("w:fldChar", fldCharType=one) for one in ("begin", "separate", "end"))
    return [_run(one) for one in (begin, instruction, separate, shown, end)]


def _run(content: Any) -> Any:
    run, properties = OxmlElement("w:r"), OxmlElement("w:rPr")
    properties.append(_element("w:rStyle", val="FootnoteReference"))
    run.extend([properties, content])
    return run


def _plain_run(text: str) -> Any:
    run, content = OxmlElement("w:r"), OxmlElement("w:t")
    content.set(qn("xml:space"), "preserve")
    content.text = text
    run.append(content)
    return run


def _element(tag: str, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made
