"""A paper → HTML: a file of its own, or a part of the web page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.lexicon.printable import plain
from assistant.memo.ledger import GAP
from assistant.memo.types import Typed
from assistant.paper import Block, Heading, Paper
from assistant.render.blocks import ListedAnswer, after, column_shares, fair_copy, listed
from assistant.render.jinja import filled
from assistant.render.labels import capital_of, source_details
from assistant.render.memo_edit import LABELS, typed_source, typed_why

PAPER_CSS = Path(__file__).parents[1] / "templates" / "paper.css"
"""How a paper looks, for the page of which it is a part."""


_WORD, _LITTLE = re.compile(r"\w+"), frozenset(("the", "our", "a", "of"))


@dataclass(frozen=True, slots=True)
class Workbench:
    """What a memo is worked on with: its record, of each heading the text that can be edited and what a
    person wrote there, the lines of its head by name, and what is listed after the body and can be
    settled, as it is printed, with its words."""

    record: str
    texts: Mapping[str, str]
    typed: Mapping[str, Sequence[Typed]]
    head: Mapping[str, str]
    listed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Part:
    """A section of the body that can be worked on: what stands under its heading, and what a person wrote."""

    heading: str
    blocks: list[Block | ListedAnswer]
    text: str
    typed: list[Typed]


def paper_html(paper: Paper, *, whole: bool = True, bench: Workbench | None = None) -> str:
    """The paper as a page that needs no other file and no script; or, not `whole`, as a part of the web page,
    where the number of a note opens its source at the quote, and the sections can be worked on."""
    paper = fair_copy(paper)
    return filled(
        "paper",
        paper=paper,
        whole=whole,
        bench=bench,
        parts=list(_parts(paper, bench)) if bench else [],
        labels=LABELS,
        why=typed_why,
        source=typed_source,
        body=list(listed(paper.blocks)),
        annexes=list(listed(paper.annexes, after(paper.blocks))),
        notes={one.number: one for one in paper.notes},
        shares=column_shares,
        details=lambda citation: source_details([citation]),
        gap=_gap,
        open_point=lambda text: capital_of(text.removeprefix(GAP)),
    )


def _gap(text: str, label: str) -> str:
    """What is to be confirmed, as the page marks it; that alone where the label before it names it."""
    what = text.removeprefix(GAP).rstrip(".")
    is_named = set(_WORD.findall(what.lower())) - _LITTLE <= set(_WORD.findall(label.lower()))
    return "[to be confirmed]" if is_named or what == text.rstrip(".") else f"[to be confirmed: {what}]"


def _parts(paper: Paper, bench: Workbench) -> Iterator[_Part]:
    """The sections of the body, those too of which nothing is printed."""
    said: dict[str, list[Block]] = {heading: [] for heading in bench.texts}
    heading, first = "", 1
    for block in paper.blocks:
        if isinstance(block, Heading) and block.level == 1:
            heading = next((one for one in bench.texts if plain(one) == block.text), block.text)
        else:
            said.setdefault(heading, []).append(block)
    for name, blocks in said.items():
        yield _Part(
            name, list(listed(blocks, first)), bench.texts.get(name, ""), list(bench.typed.get(name, ()))
        )
        first += after(blocks) - 1
