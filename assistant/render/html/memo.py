"""A memo → HTML for the web page: its format, where it stands, and the whole with what a reviewer would send
back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from assistant.lexicon.printable import plain
from assistant.memo.edit import HEAD, head_of, listed, shown
from assistant.memo.formats import INPUTS, MemoFormat
from assistant.memo.layout import SOURCES, record_line
from assistant.memo.ledger import GAP
from assistant.memo.lint import OVER
from assistant.memo.types import LintFinding, Memo, Section
from assistant.memo.versions import MemoVersion
from assistant.paper import Block, Paper, Paragraph, Table, texts_of
from assistant.render.html.paper import Workbench, paper_html
from assistant.render.jinja import filled
from assistant.render.markdown import section_markdown
from assistant.render.memo_update import of_record, version_told
from assistant.workspace.listed import points_told

_ASKS = {"deadline": "deadline", OVER: "deadline", "ask": "decision"}
"""The checks that a line of the head answers."""
_READ = 2  # columns of the table of sources that say something to who reads it: the source and its date


def format_html(format: MemoFormat) -> str:  # noqa: A002 (the field's noun)
    """What a format is for, its sections, and what it needs to be told."""
    return filled("memo-format", format=format, needs=[INPUTS[one] for one in format.needs])


def outline_html(headings: Sequence[str], done: int) -> str:
    """The sections of a memo that is being written, of which the first `done` are finished."""
    return filled("memo-outline", headings=headings, done=done)


@dataclass(frozen=True, slots=True)
class _Field:
    """A line of the head that lacks its words, or has other ones than it should: its name, what is told of
    it, and what it has."""

    name: str
    told: str
    where: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A section in the outline: how many errors, points to be confirmed, and facts that are over, it has."""

    heading: str
    errors: int
    gaps: int
    over: int


def memo_html(memo: Memo, paper: Paper, versions: Sequence[MemoVersion] = (), named: str = "") -> str:
    """The memo, its numbers opening their sources and its sections to be worked on, beside its outline with
    what the checks found and its other versions. `named` is what its format is called."""
    errors, rest = ([one for one in memo.findings if one.error == is_error] for is_error in (True, False))
    over = [one for one in rest if one.check == OVER]
    others = [(one.id, version_told(one)) for one in versions if one.id != memo.id]
    newest = versions[0].id if versions and versions[0].id != memo.id else ""
    there = shown(memo.sections)
    lacking = list(_lacking(memo, errors))
    asked = {one.told for one in lacking} | {_gap(one.name) for one in lacking}
    bench = Workbench(
        memo.id,
        {one.heading: section_markdown(one) for one in there},
        {one.heading: one.typed for one in there},
        head_of(memo),
        {plain(line): told for line, told in listed(memo).items()},
    )
    return filled(
        "memo",
        memo=memo,
        folded=_folded(memo, named),
        outline=[_outlined(one, errors, over) for one in there],
        headings={one.heading for one in there},
        lacking=lacking,
        is_wrong=bool(errors),
        errors=[one for one in errors if one.told not in asked],
        gaps=[one for one in memo.gaps if one not in asked],
        over=over,
        remarks=[one for one in rest if one not in over],
        versions=others,
        newest=newest,
        points=points_told(memo),
        paper=Markup(paper_html(_for_reading(paper, memo.replaces), whole=False, bench=bench)),
    )


def _for_reading(paper: Paper, replaced: str) -> Paper:
    """The paper without what only its file needs, by which another program checks it: digests, the names of
    files, and the number of its record."""
    annexes = (
        replace(one, columns=one.columns[:_READ], rows=tuple(row[:_READ] for row in one.rows))
        if isinstance(one, Table) and one.columns == SOURCES
        else _unnumbered(one, replaced)
        for one in paper.annexes
    )
    return replace(paper, annexes=tuple(one for one in annexes if one != record_line(paper.record)))


def _unnumbered(block: Block, replaced: str) -> Block:
    """The block without the number of the version that the memo replaces."""
    if not isinstance(block, Paragraph) or not replaced:
        return block
    texts = (replace(one, text=one.text.replace(of_record(replaced), "")) for one in block.texts)
    return replace(block, texts=tuple(texts))


def _lacking(memo: Memo, errors: Sequence[LintFinding]) -> Iterator[_Field]:
    """The lines of the head that an error, or a point to be confirmed, asks for, each once."""
    lines, seen = head_of(memo), set[str]()
    for one in errors:
        name = _ASKS.get(one.check, "")
        if name and bool(lines[name]) == (one.check == OVER) and name not in seen:
            seen.add(name)
            yield _Field(name, one.told, one.where, lines[name])
    for gap in memo.gaps:
        for name in HEAD:
            if not lines[name] and gap == _gap(name) and name not in seen:
                seen.add(name)
                yield _Field(name, gap)


def _gap(name: str) -> str:
    """What is to be confirmed where a line of the head is empty."""
    return f"{GAP}{INPUTS.get(HEAD[name], name)}."


def _outlined(section: Section, errors: Sequence[LintFinding], over: Sequence[LintFinding]) -> _Line:
    gaps = sum(text.role == "gap" for text in texts_of(section.blocks))
    told = [sum(one.where == section.heading for one in some) for some in (errors, over)]
    return _Line(section.heading, told[0], gaps, told[1])


def _folded(memo: Memo, named: str) -> str:
    """What was asked for, on a line."""
    asked = memo.request
    parts = [named or asked.format, asked.to and f"To {asked.to}", asked.deadline]
    return " · ".join(part for part in parts if part)
