"""Paragraphs that are numbered and not nested, as regulations print them: (a), (1), (i), (A) in a row.
What each is part of is inferred: its place, and the paragraphs whose words it completes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

_LONGEST_LEAP = (
    20  # labels that an amendment may leave out between two that it prints: “iii” is 61 as a letter
)
_FIRSTS = {"a": "a", "1": "1", "i": "i", "A": "A", "I": "I"}
# What comes below what, where a list has shown no other order; `*` are labels in italics.
_BELOW = {"a": "1", "1": "i", "i": "A", "A": "*1", "*1": "*i", "*i": "*A", "I": "A", "*A": "*1"}
_LABEL = re.compile(
    r"\(\s*(?P<round>\d{1,3}|[A-Za-z]{1,5})\s*\)|(?P<dotted>\d{1,3}|[ivxl]{1,6}|[A-Za-z])\.(?=\s+\S)"
)
_RANGE = re.compile(r"\s*(?:[-–—]|through|to|and)\s*(?=\()")
_ROMAN = re.compile(r"(?=[ivxlc])(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
# “(a) Scope—(1) In general.”: a second label after the heading of the first.
_HEADING = re.compile(r"\s*[^.()—:]{1,90}(?:[.:]?\s*—\s*|[.:]\s+)(?=\()")
_END = 60  # characters in which the end of a paragraph is looked for
# “2. Taxes. i. In general.”, and “i. Taxes. A. …” below it.
_DOTTED_HEADING = {
    True: re.compile(r"\s*[^.()—:]{1,90}\.\s+(?=i\.\s)"),
    False: re.compile(r"\s*[^.()—:]{1,90}\.\s+(?=A\.\s)"),
}
_OPENS = re.compile(r"(?:[:—–]\s*[\"'”’»)]*|\b(?:the following|as follows)\.?)$", re.IGNORECASE)


class Label(NamedTuple):
    """A number in front of a paragraph, and how it is set: in brackets or before a full stop, in italics."""

    text: str
    is_dotted: bool = False
    is_slanted: bool = False


class Enumerated(NamedTuple):
    """Where a paragraph stands among its neighbours: the labels down to it (none for one without a number),
    and the paragraphs whose words it completes, outermost first. `hangs` says that its list is that of a
    paragraph without a number, so that its labels are no place within the whole."""

    path: tuple[str, ...]
    leads: tuple[int, ...]
    hangs: bool = False

    def place(self, base: str) -> str:
        """How it is cited within what is cited as `base`."""
        return base if self.hangs else base + "".join(f"({label})" for label in self.path)


@dataclass(slots=True)
class _Level:
    """A level of lists that is open: what kind of labels it has, the last of them, and the paragraph of it if
    that opens a list."""

    kind: str
    label: str
    lead: int | None


@dataclass(slots=True)
class _State:
    levels: list[_Level] = field(default_factory=list)
    lead: int | None = None  # of the paragraphs without a number, the last, if it opens a list
    hangs: bool = False


def opens_list(text: str) -> bool:
    """Whether a paragraph ends as one does that its items complete."""
    return _OPENS.search(text[-_END:].rstrip()) is not None


def leading_labels(text: str, slanted: Collection[str] = ()) -> tuple[Label, ...]:
    """The labels in front of a paragraph: two in “(a)(1) …” and in “(a) Scope—(1) …”, the last one of a range
    (“(b)–(d) [Reserved]”)."""
    found: list[Label] = []
    position = 0
    text = text.lstrip(" “\"'")
    while (match := _LABEL.match(text, position)) is not None and len(found) < 6:
        label = match["round"] or match["dotted"]
        found.append(Label(label, match["round"] is None, label in slanted))
        position = match.end()
        if match["round"] is None:
            heading = _DOTTED_HEADING[label.isdecimal()].match(text, position)
            if heading is None or len(found) > 1:
                break
            position = heading.end()
            continue
        if (span := _RANGE.match(text, position)) and _LABEL.match(text, span.end()):
            found.pop()
            position = span.end()
        elif heading := _HEADING.match(text, position):
            second = _LABEL.match(text, heading.end())
            if second is None or second["round"] not in _FIRSTS.values():
                break
            position = heading.end()
        position += len(text[position:]) - len(text[position:].lstrip())
    return tuple(found)


def enumerated(paragraphs: Sequence[str], slanted: Sequence[Collection[str]] = ()) -> list[Enumerated]:
    """Where each of the paragraphs of one section stands. `slanted` are the labels of each that are set in
    italics, where a format tells."""
    labels = [
        leading_labels(text, slanted[number] if slanted else ()) for number, text in enumerate(paragraphs)
    ]
    if not any(labels):
        return [Enumerated((), ())] * len(labels)
    ahead = list(_labels_ahead(labels))
    opening = [opens_list(text) for text in paragraphs]
    state = _State()
    found = []
    for number, (opens, own) in enumerate(zip(opening, labels, strict=True)):
        if not own:
            state.lead = number if opens else None
            found.append(Enumerated((), ()))
            continue
        after_lead = state.lead == number - 1 and state.lead is not None
        opened = after_lead or (number > 0 and opening[number - 1])
        for position, label in enumerate(own):
            following = own[position + 1].text if position + 1 < len(own) else ahead[number]
            if not _repeats(state, label, paragraphs[number]):
                _take(state, label, following, opened or position > 0, after_lead and not position)
        # “(a) Scope—(1) …” opens nothing by its heading.
        leads = [level.lead for level in state.levels if level.lead is not None]
        if state.hangs or (state.lead is not None and len(state.levels) == 1):
            leads = [state.lead, *leads] if state.lead is not None else leads
        for level in state.levels[len(state.levels) - len(own) :]:
            level.lead = None
        state.levels[-1].lead = number if opens else None
        path = tuple(level.label for level in state.levels)
        found.append(Enumerated(path, tuple(lead for lead in leads if lead < number), state.hangs))
    return found


def _labels_ahead(labels: Sequence[tuple[Label, ...]]) -> Iterator[str]:
    """For each paragraph the label that comes next after its own, or an empty string."""
    following = ""
    ahead = []
    for own in reversed(labels):
        ahead.append(following)
        following = own[0].text if own else following
    return reversed(ahead)


def _repeats(state: _State, label: Label, text: str) -> bool:
    """Whether a paragraph of asterisks, “(i) * * *”, goes back to an open level for another one below it."""
    if not text.rstrip().endswith("* * *"):
        return False
    depth = next((at for at, level in enumerate(state.levels) if level.label == label.text), None)
    if depth is None:
        return False
    del state.levels[depth + 1 :]
    return True


def _take(state: _State, label: Label, following: str, opened: bool, after_lead: bool) -> None:
    """Open or continue the level that a label belongs to."""
    levels = state.levels
    kinds = _kinds(label)
    ranked = [
        (rank, -depth, depth, kind)
        for depth in range(len(levels) + 1)
        for kind in kinds
        if (rank := _rank(levels, depth, kind, label.text, following, opened)) is not None
    ]
    _, _, depth, kind = min(ranked, default=(0, 0, 0, kinds[0]))
    if depth == 0 and (not levels or levels[0].kind != kind or _is_first(kind, label.text)):
        state.hangs = after_lead and kind != "a" and not label.is_dotted
    del levels[depth:]
    levels.append(_Level(kind, label.text, None))


def _rank(
    levels: Sequence[_Level], depth: int, kind: str, label: str, following: str, opened: bool
) -> float | None:
    """How well a label goes at a depth, the less the better; None where it does not."""
    is_first = _is_first(kind, label)
    goes_on = 0.5 if _follows(kind, label, following) else 0.0
    if depth == len(levels):
        if not levels:
            # Alone, “(i)” is rather the ninth letter than the first number.
            is_letter = kind == "i" and not goes_on and not opened
            return (2.5 if is_letter else 0 if is_first else 2) - goes_on
        expected = _BELOW.get(levels[-1].kind) == kind
        if any(level.kind == kind for level in levels):
            return None
        return (0 if is_first and opened else 1 if is_first else 4) + (0 if expected else 1) - goes_on
    if levels[depth].kind != kind:
        return None
    if _follows(kind, levels[depth].label, label):
        return (0.75 if opened else 0.5) - goes_on
    if is_first:
        return 2 - goes_on  # a list begins anew
    leap = _value(kind, label) - _value(kind, levels[depth].label)
    return 3 - goes_on if 0 < leap <= _LONGEST_LEAP else 6


@lru_cache(maxsize=4096)
def _kinds(label: Label) -> list[str]:
    text = label.text
    slant = "*" if label.is_slanted else ""
    if text.isdecimal():
        return [f"{slant}1"]
    kinds = []
    if text.islower():
        if _ROMAN.fullmatch(text):
            kinds.append("i")
        if len(set(text)) == 1 and not (label.is_dotted and kinds):
            kinds.insert(0, "a")
    elif text.isupper() and len(set(text)) == 1:
        kinds.append("A")
        if _ROMAN.fullmatch(text.lower()):
            kinds.append("I")
    elif text.isupper() and _ROMAN.fullmatch(text.lower()):
        kinds.append("I")
    return [slant + kind for kind in kinds or ["a"]]


def _is_first(kind: str, label: str) -> bool:
    return _FIRSTS.get(kind.lstrip("*")) == label


def _follows(kind: str, before: str, label: str) -> bool:
    return bool(label) and bool(before) and _value(kind, label) == _value(kind, before) + 1


@lru_cache(maxsize=4096)
def _value(kind: str, label: str) -> int:
    """The number that a label stands for; -9 where it is none of its kind."""
    form = kind.lstrip("*")
    if form == "1":
        return int(label) if label.isdecimal() else -9
    if form in ("i", "I"):
        return _roman(label.lower()) if _ROMAN.fullmatch(label.lower()) else -9
    if not label.isalpha() or len(set(label)) != 1 or label.isupper() != (form == "A"):
        return -9
    return (len(label) - 1) * 26 + ord(label[0].lower()) - ord("a") + 1


def _roman(label: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[letter] for letter in label]
    return sum(
        -value if after > value else value for value, after in zip(values, [*values[1:], 0], strict=True)
    )
