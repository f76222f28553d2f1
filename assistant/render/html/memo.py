"""A memo → HTML for the web page: its format, where it stands, and the whole with what a reviewer would send
back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assistant.lexicon.printable import plain
from assistant.memo.edit import HEAD, head_of, listed, shown
from assistant.memo.formats import INPUTS, MemoFormat
from assistant.memo.ledger import GAP
from assistant.memo.types import LintFinding, Memo, Section
from assistant.memo.versions import MemoVersion
from assistant.paper import Paper, texts_of
from assistant.render.html.paper import Workbench, paper_html
from assistant.render.jinja import filled
from assistant.render.markdown import section_markdown
from assistant.render.memo_update import version_told

_ASKS = {"deadline": "deadline", "ask": "decision"}
"""The checks that a line of the head answers."""


def format_html(format: MemoFormat) -> str:  # noqa: A002 (the field's noun)
    """What a format is for, its sections, and what it needs to be told."""
    return filled("memo-format", format=format, needs=[INPUTS[one] for one in format.needs])


def outline_html(headings: Sequence[str], done: int) -> str:
    """The sections of a memo that is being written, of which the first `done` are finished."""
    return filled("memo-outline", headings=headings, done=done)


@dataclass(frozen=True, slots=True)
class _Field:
    """A line of the head that lacks its words: its name, and what is told of it."""

    name: str
    told: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A section in the outline: how many errors, and points to be confirmed, it has."""

    heading: str
    errors: int
    gaps: int


def memo_html(memo: Memo, paper: Paper, versions: Sequence[MemoVersion] = (), named: str = "") -> str:
    """The memo, its numbers opening their sources and its sections to be worked on, beside its outline with
    what the checks found and its other versions. `named` is what its format is called."""
    errors, remarks = ([one for one in memo.findings if one.error == is_error] for is_error in (True, False))
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
        outline=[_outlined(one, errors) for one in there],
        headings={one.heading for one in there},
        lacking=lacking,
        is_wrong=bool(errors),
        errors=[one for one in errors if one.told not in asked],
        gaps=[one for one in memo.gaps if one not in asked],
        remarks=remarks,
        versions=others,
        newest=newest,
        paper=Markup(paper_html(paper, whole=False, bench=bench)),
    )


def _lacking(memo: Memo, errors: Sequence[LintFinding]) -> Iterator[_Field]:
    """The lines of the head that an error, or a point to be confirmed, asks for, each once."""
    lines, seen = head_of(memo), set[str]()
    for one in errors:
        name = _ASKS.get(one.check, "")
        if name and not lines[name] and name not in seen:
            seen.add(name)
            yield _Field(name, one.told, one.where)
    for gap in memo.gaps:
        for name in HEAD:
            if not lines[name] and gap == _gap(name) and name not in seen:
                seen.add(name)
                yield _Field(name, gap)


def _gap(name: str) -> str:
    """What is to be confirmed where a line of the head is empty."""
    return f"{GAP}{INPUTS.get(HEAD[name], name)}."


def _outlined(section: Section, errors: Sequence[LintFinding]) -> _Line:
    gaps = sum(text.role == "gap" for text in texts_of(section.blocks))
    return _Line(section.heading, sum(one.where == section.heading for one in errors), gaps)


def _folded(memo: Memo, named: str) -> str:
    """What was asked for, on a line."""
    asked = memo.request
    parts = [named or asked.format, asked.to and f"To {asked.to}", asked.deadline]
    return " · ".join(part for part in parts if part)
