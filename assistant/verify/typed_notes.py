"""Notes that are typed: `[1]` in the text, and a numbered list at the end."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.paper import Heading
from assistant.verify.quotes import quoted
from assistant.verify.read_blocks import ReadBlock, ReadParagraph, ReadTable
from assistant.verify.sentences import Marked, is_list_of_notes

Shape = Literal["bracketed", "round", "bare"]
"""How numbers stand before the entries of a list: `[1]` or ¹, (1), and 1. or 1 alone."""

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = str.maketrans(_RAISED, "0123456789")
_TO_RAISED = str.maketrans("0123456789", _RAISED)
_NUMBERS = r"\d{1,3}(?:\s*[,;–-]\s*\d{1,3})*"
_AT_PAGE = r"(?:\s*[,:]\s*(?:at\s+)?(?:pp?\.|págs?\.)\s*[\d–-]+)"
_BRACKET = rf"\[\s*(?:[Nn]otes?\s+)?{_NUMBERS}{_AT_PAGE}?\s*\]"
_ENTRIES: Mapping[Shape, re.Pattern[str]] = {
    "bracketed": re.compile(rf"(?:\[(\d{{1,3}})\]:?|([{_RAISED}]+)|\^(\d{{1,3}})\^?(?=\s))\s*(?=\S)"),
    "round": re.compile(r"\((\d{1,3})\)\s+(?=\S)"),
    "bare": re.compile(r"(\d{1,3})(?:[.):]|(?=\s+[^\W\da-z]|\s+[“\"«]))\s+(?=\S)"),
}
_UNPOINTED = re.compile(r"\d{1,3}\s")
_MARKS: Mapping[str, re.Pattern[str]] = {
    "bracketed": re.compile(
        rf"{_BRACKET}(?:\s*[,;–-]?\s*{_BRACKET})*|[{_RAISED}]+(?:[,⁻˒]\s?[{_RAISED}]+)*"
        rf"|\((?:see\s+)?(?:notes?|sources?|refs?\.?|nn?\.|notas?|fuentes?)\s+{_NUMBERS}\)",
        re.IGNORECASE,
    ),
    # In brackets of a law's subsections too: only at the end of a clause, and after a space or a stop.
    "round": re.compile(r"(?<=[\w”\"’)])\s\(\d{1,2}\)(?=[.,;:]|$)|(?<=[.!?”\"])\s?\(\d{1,2}\)(?=\s|$)"),
    # Raised figures that lost their height on the way: “the levy.1 The”, “the harbour2 was”.
    "bare": re.compile(
        r"(?:(?<=[^\W\d][.,;:!?])|(?<=(?:19|20)\d\d[.,;])|(?<=[.,;:!?…][”\"’»)])|(?<=[”\"’»)][.,;:!?])|(?<=[^\W\d][”\"»)])|(?<=[a-zà-ÿ]{4}))"
        r"\d{1,2}(?:,\s?\d{1,2})*(?=\s|$|[.,;:])"
    ),
}
_ABBREVIATED = re.compile(
    r"\b(?:[Nn]os?|[Nn]r|[Aa]rts?|[Ss]ecs?|ss?|pp?|v|[Vv]ol|cl|[Pp]aras?|[Ff]igs?|ch|núm)\.\Z"
)
_RANGE = re.compile(r"(\d+)(?:\s*[–-]\s*(\d+))?")
_MOST_IN_RANGE = 20
_OPENS_QUOTE = re.compile(r"[“\"«‘]")


@dataclass(frozen=True, slots=True)
class TypedList:
    """A list of notes: `blocks[first:last]`, its heading among them, and what is said under each number."""

    first: int
    last: int
    texts: Mapping[int, str]
    shape: Shape


def typed_lists(blocks: Sequence[ReadBlock]) -> Iterator[TypedList]:
    """What may be the paper's list of notes, the last first: under a heading that says so, or at the end of
    the paper, or of what goes before its annexes, where each entry begins with its number."""
    for at in range(len(blocks) - 1, -1, -1):
        block = blocks[at]
        if isinstance(block, ReadTable):
            continue
        if is_list_of_notes(block.text):
            found = _list_from(blocks, at + 1, headed=True)
            found = replace(found, first=at) if found else None
        else:
            before = blocks[at - 1] if at else None
            is_first = not isinstance(before, ReadParagraph) or not _entries(before, 0, None, headed=False)
            found = _list_from(blocks, at, headed=False) if is_first else None
        if found:
            yield found


def _list_from(blocks: Sequence[ReadBlock], first: int, *, headed: bool) -> TypedList | None:
    texts: dict[int, str] = {}
    shape: Shape | None = None
    last, end = 0, first
    for block in blocks[first:]:
        if not isinstance(block, ReadParagraph):
            break
        if entries := _entries(block, last, shape, headed=headed):
            shape = entries[0].shape
            texts.update((one.number, one.text) for one in entries)
            last = entries[-1].number
        elif texts and _goes_on(texts[last], block.text):
            texts[last] += f" {block.text}"
        else:
            break
        end += 1
    is_closed = end == len(blocks) or isinstance(blocks[end], Heading)
    return TypedList(first, end, texts, shape) if shape and (headed or is_closed) else None


@dataclass(frozen=True, slots=True)
class _Entry:
    number: int
    text: str
    shape: Shape


def _entries(block: ReadParagraph, last: int, shape: Shape | None, *, headed: bool) -> list[_Entry]:
    """The entries that a paragraph holds, one or, set in lines, several; none where it begins with no number
    that follows the `last`."""
    text, marks = block.text, block.marked.marks
    if block.style == "bullet" and block.lead:
        text = text.removeprefix(block.lead).lstrip()
    if marks and marks[0][0] == 0 and marks[0][1] > last and not block.lead and not block.label:
        return [_Entry(marks[0][1], text, "bracketed")]
    for name in ("bracketed", "round", "bare") if shape is None else (shape,):
        opening = _ENTRIES[name].match(text)
        if not opening or not (headed or name == "bracketed" or _UNPOINTED.match(text)):
            continue
        number = int(next(filter(None, opening.groups())).translate(_PLAIN))
        if number == last + 1 or (name == "bracketed" and number > last):
            return list(_in_lines(number, text[opening.end() :], name))
    if headed and block.style == "numbered" and not block.lead and shape in (None, "bare"):
        return [_Entry(last + 1, text, "bare")]
    return []


def _in_lines(number: int, text: str, shape: Shape) -> Iterator[_Entry]:
    while shape == "bracketed" and (following := _next_entry(number + 1).search(text)):
        yield _Entry(number, text[: following.start()].strip(), shape)
        number, text = number + 1, text[following.end() :]
    yield _Entry(number, text.strip(), shape)


def _next_entry(number: int) -> re.Pattern[str]:
    return re.compile(rf"\s(?:\[{number}\]:?|{str(number).translate(_TO_RAISED)})\s+(?=\S)")


def _goes_on(entry: str, text: str) -> bool:
    """Whether a paragraph without a number belongs to the entry before it: its quote, or the rest of it."""
    return entry.endswith((":", ",")) or bool(_OPENS_QUOTE.match(text)) or text[:1].islower()


def with_typed_marks(marked: Marked, known: Collection[int], shape: Shape, offset: int = 0) -> Marked:
    """The text without the marks that are typed in it, which become marks of notes, `offset` added to their
    numbers. Those in square brackets are taken for marks whatever their numbers, others where all are
    `known`."""
    within = [
        (one.start, one.end - 1) for one in quoted(marked.text)
    ]  # a mark may stand right before the end
    spans: list[tuple[int, int, tuple[int, ...]]] = []
    marked = _spaced(marked, _MARKS[shape])
    for found in _MARKS[shape].finditer(marked.text):
        numbers = _numbers(found.group())
        if shape == "bare" and _ABBREVIATED.search(marked.text[: found.start()]):
            continue
        is_in_quote = any(start <= found.start() and found.end() <= end for start, end in within)
        if not is_in_quote and ("[" in found.group() or all(number in known for number in numbers)):
            spans.append((*_with_space(marked.text, *found.span()), tuple(one + offset for one in numbers)))
    return without(marked, spans) if spans else marked


def bare_numbers(text: str) -> Iterator[int]:
    """The numbers right after a stop or a closing mark, as raised ones stand that lost their height."""
    for found in _MARKS["bare"].finditer(text):
        before = text[: found.start()]
        if not before[-1].isalpha() and not _ABBREVIATED.search(before):
            yield from _numbers(found.group())


def _spaced(marked: Marked, marks: re.Pattern[str]) -> Marked:
    """The text with a space after each mark that joins two words: “the toll[1]and”."""
    joined = [
        one.end()
        for one in marks.finditer(marked.text)
        if marked.text[: one.start()][-1:].isalnum() and marked.text[one.end() : one.end() + 1].isalnum()
    ]
    if not joined:
        return marked

    def moved(place: int) -> int:
        return place + sum(at <= place for at in joined)

    text = "".join(f"{' ' * (at in joined)}{one}" for at, one in enumerate(marked.text))
    kept = [(moved(place), number) for place, number in marked.marks]
    roles = [(moved(first), moved(last), role) for first, last, role in marked.roles]
    return replace(marked, text=text, marks=kept, roles=roles)


def _numbers(mark: str) -> tuple[int, ...]:
    mark = re.sub(r"\]\s*\[", ",", re.sub(_AT_PAGE, "", mark)).translate(_PLAIN)
    found: list[int] = []
    for one in _RANGE.finditer(re.sub(r"[^\d,;–⁻˒-]", "", mark).replace("⁻", "-")):
        first, last = int(one[1]), int(one[2] or one[1])
        found += range(first, last + 1) if first <= last < first + _MOST_IN_RANGE else [first, last]
    return tuple(dict.fromkeys(found))


def _with_space(text: str, start: int, end: int) -> tuple[int, int]:
    """The mark with the space before it, where none is needed after it is gone."""
    follows = text[end : end + 1]
    if text[start - 1 : start].isspace() and (not follows or follows.isspace() or follows in ".,;:!?)”»"):
        start -= 1
    return start, end


def without(marked: Marked, spans: Sequence[tuple[int, int, tuple[int, ...]]]) -> Marked:
    """The text without some spans, each with the notes whose marks it leaves."""

    def moved(place: int) -> int:
        return place - sum(min(place, end) - start for start, end, _ in spans if start < place)

    text, last = "", 0
    for start, end, _ in spans:
        text += marked.text[last:start]
        last = end
    marks = [(moved(place), number) for place, number in marked.marks]
    marks += [(moved(start), number) for start, _, numbers in spans for number in numbers]
    roles = [(moved(first), moved(end), role) for first, end, role in marked.roles]
    text += marked.text[last:]
    return replace(marked, text=text, marks=sorted(marks, key=lambda one: one[0]), roles=roles)
