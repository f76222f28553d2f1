"""A page made ready for reading: what its reader does not see, what is struck out, the marks of notes and the
page's furniture are taken out of its tree, and what is left is named for what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.load.builder import TextBuilder, one_line
from ingest.load.html.accounts import Periods, periods_of
from ingest.load.html.dialects import Dialect, Mark
from ingest.load.html.hidden import (
    Colour,
    Sheets,
    background_of,
    cannot_be_told,
    colour_of,
    declarations,
    hides_attributes,
    hides_style,
    is_opened,
    is_pictured,
    only_closed,
    raises,
    strikes,
)
from ingest.load.html.publishers import GENERAL, mark_of
from ingest.load.html.tree import (
    BLOCKS,
    HEADINGS,
    UNSEEN,
    elements,
    holders_of_blocks,
    is_element,
    tag_of,
    text_of,
)
from ingest.load.raised import raised

_COUNTED = re.compile(r"\d{1,2}(?:bis|ter|quater)?")
_RAISED_FIGURES = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SEEN = 60  # characters before a raised figure that tell what it is
_WHITE: Colour = (255, 255, 255)
_MARK = re.compile(r"[\[(]*\s*(?:\d{1,3}[a-z]?|[a-z]|[ivx]{1,4}|[*†‡§¶#]{1,4})\s*[\])]*", re.IGNORECASE)
_TO_NOTE = re.compile(
    r"_?(?:f(?:oot)?n(?:ote)?s?|ftn|ntr|en(?:d)?n?(?:ote)?|note|cite[_-]?note|ref|nota|footnoteref|"
    r"commentary|gloss)"
    r"[\d:._-]*",
    re.IGNORECASE,
)
_NOTE_ROLES = frozenset({"doc-noteref", "doc-footnote", "doc-endnote", "doc-endnotes", "doc-footnotes"})
_NOTE_TYPES = frozenset({"footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes"})
_PAGE_BREAKS = frozenset({"pagebreak", "doc-pagebreak"})
_BACK = re.compile(
    r"\[?[\^↑↩↵⏎]\ufe0e?\]?"
    r"|(?:back|return|jump)(?: (?:up|to)(?: (?:the )?(?:text|citation|reference|content))?)?|"
    r"zurück|retour|volver",
    re.IGNORECASE,
)
_SKIPS = re.compile(r"(?:skip|jump|zum|aller|saltar|ir|vai|przejd|preskoč|naar|hoppa)\b", re.IGNORECASE)


@dataclass(slots=True)
class Page:
    """The tree of a page; what its elements are marked as; which of them hold blocks; what was taken out."""

    root: Any
    dialect: Dialect = GENERAL
    marks: dict[Any, Mark] = field(default_factory=dict)
    labels: dict[Any, str] = field(default_factory=dict)
    unnumbered: set[Any] = field(default_factory=set)
    holders: set[Any] = field(default_factory=set)
    periods: Periods = field(default_factory=dict)
    hidden: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    annotations: list[str] = field(default_factory=list)

    def tell(self, builder: TextBuilder) -> None:
        """Count in the document what was taken out."""
        builder.hide("\n".join(self.hidden))
        builder.leave_out("struck", "\n".join(self.struck))
        builder.leave_out("notes", "\n".join(self.annotations))


def prepared(root: Any, dialect: Dialect = GENERAL) -> Page:
    """The page whose tree is `root`, which is changed: whatever is no text of the document is dropped; the
    text after it stays."""
    page = Page(root, dialect, periods=periods_of(root))
    sheets = Sheets([element.text or "" for element in root.iter("style")])
    controlled = frozenset(_controlled(root))
    targets = {
        key: element for element in elements(root) if (key := element.get("id") or element.get("name"))
    }
    referred: dict[str, str] = {}
    styles: dict[Any, dict[str, str]] = {}
    gone: set[Any] = set()
    for element in list(root.iter()):
        above = element.getparent()
        if above is None or above in gone:
            if above in gone:
                gone.add(element)
            continue
        if not is_element(element) or _is_unseen(element, controlled):
            gone.add(element)
            element.drop_tree()
            continue
        style = {**sheets.style(element), **declarations(element.get("style") or "")}
        if style:
            styles[element] = style
        kept = _kept(page, element, style, controlled, targets, referred)
        if not kept:
            gone.add(element)
    page.hidden.extend(_uncoloured(root, styles))
    _lower(page)
    _name_notes(page, targets, referred)
    if dialect.law:
        _leave_out_notes(page)
    page.holders = holders_of_blocks(root)
    page.holders |= _holders_of_marked(page)
    return page


def _kept(
    page: Page,
    element: Any,
    style: dict[str, str],
    controlled: frozenset[str],
    targets: dict[str, Any],
    referred: dict[str, str],
) -> bool:
    """Take an element out, or name it."""
    if (hides_attributes(element.attrib) or hides_style(style)) and not (
        is_opened(element, controlled) and only_closed(element, style)
    ):
        page.hidden.append(one_line("".join(element.itertext())))
        element.drop_tree()
        return False
    if strikes(element, style):
        page.struck.append(one_line("".join(element.itertext())))
        element.drop_tree()
        return False
    if tag_of(element) == "a" and _is_about_note(page, element, targets, referred):
        return False
    mark = "change" if _is_page_break(element) else mark_of(element, page.dialect)
    if mark in ("furniture", "change", "noteref", "annotation"):
        if mark == "annotation":
            page.annotations.append(one_line("".join(element.itertext())))
        if mark == "noteref":
            for link in element.iter("a"):
                name = (link.get("href") or "").partition("#")[2]
                referred.setdefault(name, text_of(link).strip("[]() "))
            _drop_mark(element)
        else:
            element.drop_tree()
        return False
    if mark:
        page.marks[element] = mark
    if style.get("list-style", style.get("list-style-type", "")).startswith("none"):
        page.unnumbered.add(element)
    if (mark == "raised" or raises(style)) and tag_of(element) not in BLOCKS:
        element.tag = "sup"
    return True


def _controlled(root: Any) -> Iterator[str]:
    """The names of what the controls on a page open."""
    for element in elements(root):
        yield from (element.get("aria-controls") or "").split()
        for name in ("data-target", "data-bs-target"):
            yield from (part.lstrip("#") for part in (element.get(name) or "").split())
        if element.get("data-toggle") or element.get("data-bs-toggle") or element.get("role") == "tab":
            yield (element.get("href") or "").lstrip("#")


def _is_unseen(element: Any, controlled: frozenset[str]) -> bool:
    """Whether an element has no text for a reader; a button that is a heading, or opens an answer, is
    text."""
    tag = tag_of(element)
    if tag == "a" and _SKIPS.match("".join(element.itertext()).strip()):
        return (element.get("href") or "").startswith("#")
    if tag != "button" or not (element.get("aria-controls") or element.get("aria-expanded")):
        return tag in UNSEEN and not (tag == "button" and _in_heading(element))
    if not _in_heading(element) and _tag_above(element) not in ("dt", "summary"):
        return True
    element.tag = "span"
    return False


def _in_heading(element: Any) -> bool:
    found = any(tag_of(above) in HEADINGS for above in element.iterancestors())
    if found:
        element.tag = "span"
    return found


def _tag_above(element: Any) -> str:
    return tag_of(element.getparent())


def _is_page_break(element: Any) -> bool:
    return element.get("role") in _PAGE_BREAKS or bool(
        _PAGE_BREAKS & set((element.get("epub:type") or "").split())
    )


def _is_about_note(page: Page, link: Any, targets: dict[str, Any], referred: dict[str, str]) -> bool:
    """Drop a link that is the mark of a note, where the note is referred to or at the note itself; whether it
    was one."""
    mark = one_line("".join(link.itertext()))
    name = (link.get("href") or "").strip().partition("#")[2]
    own = {link.get("id"), link.get("name"), link.getparent().get("id")} - {None}
    back = bool(_BACK.fullmatch(mark)) and "#" in (link.get("href") or "")
    if (_MARK.fullmatch(mark) and own & referred.keys()) or back:
        if not back:
            page.labels.setdefault(_block_of(link), mark.strip("[]() "))
        _drop_mark(link)
        return True
    if not _is_reference(link, name, mark, own, targets):
        return False
    referred.setdefault(name, mark.strip("[]() "))
    _drop_mark(link)
    return True


def _block_of(element: Any) -> Any:
    """The block in which an element stands."""
    return next((above for above in element.iterancestors() if tag_of(above) in BLOCKS), element)


def _is_reference(link: Any, name: str, mark: str, own: set[str], targets: dict[str, Any]) -> bool:
    """Whether a link is the mark that leads to a note."""
    if link.get("role") == "doc-noteref" or "noteref" in (link.get("epub:type") or "").split():
        return True
    if not name or not _MARK.fullmatch(mark):
        return False
    target = targets.get(name)
    return bool(
        _TO_NOTE.match(name)
        or (target is not None and _leads_back(target, own))
        or _is_bracketed(link)
        or _is_raised(link)
    )


def _leads_back(target: Any, own: set[str]) -> bool:
    """Whether a note leads back to where its mark stands, as an entry of a list of contents may do too."""
    links = (
        [target]
        if tag_of(target) == "a"
        else [link for link, _ in zip(target.iter("a"), range(8), strict=False)]
    )
    return any((link.get("href") or "").lstrip("#") in own for link in links)


def _is_bracketed(link: Any) -> bool:
    """Whether square brackets close in upon a link: “[4]”."""
    return before(link).endswith("[") and (link.tail or "").startswith("]")


def _is_raised(link: Any) -> bool:
    above = link.getparent()
    around = [above, *link]
    return any(tag_of(one) == "sup" or raises(declarations(one.get("style") or "")) for one in around)


def before(element: Any) -> str:
    """The text right before an element, in its parent."""
    previous = element.getprevious()
    return str((previous.tail if previous is not None else element.getparent().text) or "")


def _set_before(element: Any, text: str) -> None:
    previous = element.getprevious()
    if previous is not None:
        previous.tail = text
    else:
        element.getparent().text = text


def _drop_mark(element: Any) -> None:
    """Drop the mark of a note, with the brackets round it, and the space before it where a stop follows."""
    above = element.getparent()
    if tag_of(above) in ("sup", "span") and len(above) == 1 and above.getparent() is not None:
        around = (above.text or "") + (element.tail or "")
        if not around.strip("[]() \n\t\r,;"):
            element = above
    start, end = before(element), element.tail or ""
    for opening, closing in ("[]", "()"):
        if start.rstrip().endswith(opening) and end.lstrip().startswith(closing):
            start, end = start.rstrip()[:-1], end.lstrip()[1:]
    if re.match(r"\s*[.,;:!?)\]»”’]", end):
        start = start.rstrip()
    _set_before(element, start)
    element.tail = end
    element.drop_tree()


def _lower(page: Page) -> None:
    """Set what is raised in the line, if it is text: a power as such, a mark of a note not at all."""
    for element in list(page.root.iter("sup")):
        mark = one_line("".join(element.itertext()))
        to_note = any((link.get("href") or "").startswith("#") for link in element.iter("a"))
        before_it = _text_before(element)
        text = raised(mark, before_it, links_to_note=to_note)
        if page.dialect.raised_numbers and not before_it.strip() and _COUNTED.fullmatch(mark):
            text = mark.translate(_RAISED_FIGURES) + " "
        if mark and not text:
            _drop_mark(element)
            continue
        tail = element.tail
        element.clear()
        element.tag, element.text, element.tail = "span", text, tail


def _text_before(element: Any) -> str:
    """The end of the text before an element, within its block."""
    text, place = "", element
    while place is not None and len(text) < _SEEN:
        text = before(place) + text
        previous = place.getprevious()
        if previous is not None and is_element(previous) and tag_of(previous) in BLOCKS:
            break
        if previous is not None:
            text = "".join(previous.itertext()) + text if is_element(previous) else text
            place = previous
        else:
            place = place.getparent()
            if place is None or tag_of(place) in BLOCKS or place.getparent() is None:
                break
    return text[-_SEEN:]


def _name_notes(page: Page, targets: dict[str, Any], referred: dict[str, str]) -> None:
    """Mark the notes, and take the mark that opens each into its label."""
    for element in elements(page.root):
        kinds = set((element.get("epub:type") or "").split())
        if element.get("role") in _NOTE_ROLES or kinds & _NOTE_TYPES:
            page.marks[element] = "note"
    for name, mark in referred.items():
        note = targets.get(name)
        if note is not None and note.getparent() is None:
            continue  # a mark at the note itself, which has been dropped; its block is labelled
        while note is not None and (tag_of(note) not in BLOCKS or tag_of(note) == "body"):
            note = note.getparent()
            if note is not None and tag_of(note) == "body":
                note = None
        if note is not None and tag_of(note) not in HEADINGS and not _holds_too_much(note):
            page.marks[note] = "note"
            page.labels.setdefault(note, mark)

    for note in page.labels:
        if not _holds_too_much(note):
            page.marks[note] = "note"


def _leave_out_notes(page: Page) -> None:
    """Take the notes to an act out and count them: they are references, and none of its provisions."""
    for note in [element for element, mark in page.marks.items() if mark == "note"]:
        if note.getparent() is not None:
            page.annotations.append(one_line("".join(note.itertext())))
            note.drop_tree()


def _holds_too_much(note: Any) -> bool:
    """Whether a target is no note but a part of the page."""
    return sum(1 for _ in note.iter("p", "li", "h1", "h2", "h3")) > 12


def _holders_of_marked(page: Page) -> set[Any]:
    """The elements that hold an inline element which stands on lines of its own."""
    found: set[Any] = set()
    for element, mark in page.marks.items():
        if mark in _APART and tag_of(element) not in BLOCKS:
            for above in element.iterancestors():
                if above in found:
                    break
                found.add(above)
    return found


_APART: frozenset[Mark] = frozenset(
    {"unit", "heading", "number", "title", "block", "opens", "closes", "marginal", "note"}
)
"""The marks of elements that stand apart from the text around them."""


def _uncoloured(root: Any, styles: dict[Any, dict[str, str]]) -> Iterator[str]:
    """Empty what is written in the colour that lies behind it, and yield its text."""
    colours: dict[Any, tuple[Colour | None, Colour | None]] = {}
    for element in elements(root):
        style = styles.get(element, {})
        colour, behind = colours.get(element.getparent(), (None, _WHITE))
        colour = (
            colour_of(style.get("color") or (element.get("color") if tag_of(element) == "font" else "") or "")
            or colour
        )
        behind = (
            None
            if is_pictured(style)
            else background_of(style) or colour_of(element.get("bgcolor") or "") or behind
        )
        colours[element] = colour, behind
        if colour is not None and behind is not None and cannot_be_told(colour, behind):
            yield one_line(" ".join([element.text or "", *(child.tail or "" for child in element)]))
            element.text = None
            for child in element:
                child.tail = None
