"""What the tags of a PDF say of its text: which words are a heading, a paragraph, a cell or a note, in
reading order. Running heads and feet are in no tag."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from ctypes import addressof, create_string_buffer
from dataclasses import dataclass
from typing import Any

from ingest.load.pdf.glyphs import HYPHEN_MARK

_HYPHENS = ("-", HYPHEN_MARK)
_DEEPEST = 60  # tags within tags: more is a damaged file


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag and what is in it, in order: words as they are printed, and other tags. `kind` is its type, such
    as P, H1 or Note."""

    kind: str
    id: str
    parts: tuple[str | Tag, ...]

    @property
    def text(self) -> str:
        """All words in it."""
        return "".join(one if isinstance(one, str) else one.text for one in self.parts)


@dataclass(frozen=True, slots=True)
class Tagged:
    """The tags of each page; the share of the letters of all pages that are in a tag; the lines of the
    others, and the title that the file gives itself. `keeps_spaces` says that words which go on in the next
    line end with a space unless a word is broken there, and no others do."""

    pages: tuple[tuple[Tag, ...], ...]
    share: float
    outside: tuple[str, ...]
    title: str
    keeps_spaces: bool = False


def tags_of(pdf: Any) -> Tagged:
    """What the tags of an open PDF say."""
    from pypdfium2 import raw

    info = pdf.get_metadata_dict()
    # Typst keeps the space at which it breaks a line; others drop it.
    keeps_spaces = "typst" in f"{info.get('Creator', '')} {info.get('Producer', '')}".lower()
    pages: list[tuple[Tag, ...]] = []
    within, outside = 0, list[str]()
    for number in range(len(pdf)):
        page = pdf[number]
        texts, others = _marked(page.get_textpage(), keeps_spaces=keeps_spaces)
        tree = raw.FPDF_StructTree_GetForPage(page)
        used: set[int] = set()
        found = _children(tree, texts, used, 0, is_root=True) if tree else ()
        pages.append(tuple(one for one in found if isinstance(one, Tag)))
        if tree:
            raw.FPDF_StructTree_Close(tree)
        within += sum(len(texts[one].strip()) for one in used)
        outside += [*others, *(text for one, text in texts.items() if one not in used)]
    rest = tuple(filter(None, map(str.strip, outside)))
    total = within + sum(map(len, rest))
    return Tagged(
        tuple(pages), within / total if total else 0.0, rest, str(info.get("Title", "")), keeps_spaces
    )


def _marked(textpage: Any, *, keeps_spaces: bool) -> tuple[Mapping[int, str], list[str]]:
    """The text of each piece of marked content of a page by its number, and the lines without. `keeps_spaces`
    says that a line which ends within a word has no space at its end, and any other has one."""
    from pypdfium2 import raw

    texts: dict[int, str] = defaultdict(str)
    numbers: dict[int, int] = {}
    outside, last, gap = [""], "", False
    for index in range(textpage.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(textpage, index))
        found = raw.FPDFText_GetTextObject(textpage, index)
        if not found or raw.FPDFText_IsGenerated(textpage, index) == 1:
            gap = gap or not keeps_spaces or char not in "\r\n"
            outside += [""] if char == "\n" else []
            outside[-1] += " " if char == " " else ""
            continue
        address = addressof(found.contents)
        if address not in numbers:
            numbers[address] = raw.FPDFPageObj_GetMarkedContentID(found)
        number = numbers[address]
        if number < 0:
            outside[-1] += char
        else:
            if gap and last and not last.isspace() and last not in _HYPHENS:
                texts[number] += " "  # a gap between words, or a line's end
            texts[number] += "-" if char == HYPHEN_MARK else char
            last = char
        gap = False
    return texts, outside


def _children(
    parent: Any, texts: Mapping[int, str], used: set[int], depth: int, *, is_root: bool = False
) -> Iterator[Tag | str]:
    from pypdfium2 import raw

    count = (raw.FPDF_StructTree_CountChildren if is_root else raw.FPDF_StructElement_CountChildren)(parent)
    child_at = raw.FPDF_StructTree_GetChildAtIndex if is_root else raw.FPDF_StructElement_GetChildAtIndex
    for index in range(count if depth < _DEEPEST else 0):
        child = child_at(parent, index)
        if child:
            kind, name = (
                _string(read, child)
                for read in (raw.FPDF_StructElement_GetType, raw.FPDF_StructElement_GetID)
            )
            yield Tag(kind, name, tuple(_children(child, texts, used, depth + 1)))
        elif not is_root:
            number = raw.FPDF_StructElement_GetChildMarkedContentID(parent, index)
            if number >= 0 and texts.get(number):
                used.add(number)
                yield texts[number]


def _string(read: Any, element: Any) -> str:
    size = read(element, None, 0)
    buffer = create_string_buffer(size)
    read(element, buffer, size)
    return buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0")
