"""A memo → HTML for the web page: its format, where it stands, and the whole with what a reviewer would send
back."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.lexicon.printable import plain
from assistant.memo.edit import head_of, listed, shown
from assistant.memo.formats import INPUTS, MemoFormat
from assistant.memo.types import Memo
from assistant.memo.versions import MemoVersion
from assistant.paper import Paper
from assistant.render.html.paper import Workbench, paper_html
from assistant.render.jinja import filled
from assistant.render.markdown import section_markdown
from assistant.render.memo_update import version_told


def format_html(format: MemoFormat) -> str:  # noqa: A002 (the field's noun)
    """What a format is for, its sections, and what it needs to be told."""
    return filled("memo-format", format=format, needs=[INPUTS[one] for one in format.needs])


def outline_html(headings: Sequence[str], done: int) -> str:
    """The sections of a memo that is being written, of which the first `done` are finished."""
    return filled("memo-outline", headings=headings, done=done)


def memo_html(memo: Memo, paper: Paper, versions: Sequence[MemoVersion] = ()) -> str:
    """The memo, its numbers opening their sources and its sections to be worked on, after what the checks
    found and its other versions."""
    errors, remarks = ([one for one in memo.findings if one.error == is_error] for is_error in (True, False))
    others = [(one.id, version_told(one)) for one in versions if one.id != memo.id]
    newest = versions[0].id if versions and versions[0].id != memo.id else ""
    there = shown(memo.sections)
    checks = filled(
        "memo",
        memo=memo,
        headings={one.heading for one in there},
        errors=errors,
        remarks=remarks,
        versions=others,
        newest=newest,
    )
    bench = Workbench(
        memo.id,
        {one.heading: section_markdown(one) for one in there},
        {one.heading: one.typed for one in there},
        head_of(memo),
        {plain(line): named for line, named in listed(memo).items()},
    )
    return checks + paper_html(paper, whole=False, bench=bench)
