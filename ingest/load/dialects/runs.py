"""Paragraphs of XML that are numbered in a row and not nested: what each is part of, and how it is cited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ingest.load.enumerators import Enumerated, enumerated, leading_labels

_RUNS_ON = frozenset({"block", "heading", "lead-in"})  # the parts that are numbered in a row
_LONGEST_LABEL = 5  # characters: “xviii”
# The commentary on a regulation is cited by the paragraph that it is on: “comment 2(a)(6)-1.ii”.
_COMMENTARY = re.compile(
    r"official (?:\w+ )?(?:interpretation|commentary)|\bofficial\b.*\bcommentary", re.IGNORECASE
)
_ON = re.compile(r"(?:Paragraph\s+|(?:Section|§)\s*\d+\.)?(\d+[a-z]?(?:\([A-Za-z0-9]+\))*)(?=[\s—.]|$)")


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph of a run: its number in it, where it stands, and the blocks of the run so far, by number.
    `is_placed` says that its labels are its place, `comments_on` what it comments on."""

    number: int
    found: Enumerated
    blocks: dict[int, int]
    is_placed: bool = False
    comments_on: str = ""

    def place(self, base: str) -> str:
        """How it is cited within what is cited as `base`."""
        if self.comments_on and self.found.path:
            return f"{base}, comment {self.comments_on}-{'.'.join(self.found.path)}"
        return self.found.place(base) if self.is_placed else base

    def leads(self) -> tuple[int, ...]:
        """The blocks that it completes."""
        return tuple(self.blocks[one] for one in self.found.leads if one in self.blocks)


def entries(element: Any, parts: Mapping[Any, str], *, is_placed: bool) -> Iterator[tuple[Any, Entry]]:
    """The numbered paragraphs right under an element, from each heading without a number to the next."""
    run: list[Any] = []
    heading = ""
    is_commentary = False
    for child in element:
        part = parts.get(child, "skip")
        if part not in _RUNS_ON:
            continue
        text = _plain(child)
        if part == "heading" and (is_commentary or not leading_labels(text)):
            yield from _run(run, is_placed, _comments_on(heading) if is_commentary else "")
            run, heading = [], text
            is_commentary = is_commentary or _COMMENTARY.search(text) is not None
        else:
            run.append(child)
    yield from _run(run, is_placed, _comments_on(heading) if is_commentary else "")


def _run(run: list[Any], is_placed: bool, comments_on: str) -> Iterator[tuple[Any, Entry]]:
    texts = [_plain(one) for one in run]
    blocks: dict[int, int] = {}
    for number, found in enumerate(enumerated(texts, [_slanted(one) for one in run])):
        is_comment = bool(found.path) and found.path[0].isdigit() and not texts[number].startswith("(")
        yield run[number], Entry(number, found, blocks, is_placed, comments_on if is_comment else "")


def _plain(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _comments_on(heading: str) -> str:
    match = _ON.match(heading)
    return match[1] if match else ""


def _slanted(element: Any) -> frozenset[str]:
    """The labels in a paragraph that are set in italics: “(<E>1</E>)”."""
    texts = ((one.text or "").strip() for one in element if isinstance(one.tag, str))
    return frozenset(text for text in texts if text.isalnum() and len(text) <= _LONGEST_LABEL)
