"""Verify: whether a memo that was edited by hand is stopped, and one that was not is let pass.

Memos are made of the true statements on a library: as fluent sentences with a note, as attributed quotes, and
as a person may write, with straight marks in the text and a note that quotes nothing. They become Word and
Markdown files, a third of their sentences edited by rule (`eval.edits`), and are read back and verified; so
are sentences into which a person wrote an error (`eval.statements`). At last some of the library's documents
give way to others of their name."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from assistant.build import open_library
from assistant.lexicon.rules import our_rules
from assistant.render.docx.document import paper_docx
from assistant.render.markdown import paper_markdown
from assistant.render.verification import finding_json
from assistant.settings import Settings
from assistant.verify.check import verify
from assistant.verify.read import paper_of
from assistant.verify.types import Checked
from eval.command import Command, Result
from eval.edited_memos import REWRITTEN, memo_lines, memo_paper, replaced_library, rewritten
from eval.edits import EXPECTED, REPLACED, Around, Line, plant
from eval.intervals import flat
from eval.libraries import add_options as add_library_options
from eval.libraries import measured_library
from eval.results import circumstances, digest_of
from eval.statements import CASES, LIBRARY_CASES, Statement, load_statements
from ingest.view import View

_IN_A_MEMO = 24  # lines: three pages
_ROUNDS = 3  # in each, another third of the lines is edited


def run(options: Namespace) -> Result:
    """Make the memos, edit, verify."""
    path = options.cases or (LIBRARY_CASES if options.library or options.home else CASES)
    statements = load_statements(path)
    with measured_library(options) as (settings, corpus):
        rows, problems = measured_rows(statements, settings)
    return {
        "suite": "verify",
        "stem": path.stem,
        "on": circumstances(
            cases=digest_of(
                path,
                *(Path(__file__).with_name(name) for name in ("edits.py", "edited_memos.py", "verify.py")),
            ),
            corpus=corpus,
        ),
        **measure(rows),
        "problems": problems,
    }


def measured_rows(
    statements: Sequence[Statement], settings: Settings
) -> tuple[list[dict[str, Any]], list[str]]:
    """Every sentence of every memo with what was found, and what went wrong in measuring."""
    rows: list[dict[str, Any]] = []
    problems: list[str] = []
    library = open_library(settings)
    view = library.visible_to()
    lines = memo_lines([one for one in statements if not one.error], view)
    around = Around(lines, view.sources, {one.slug: one.page_count or 0 for one in view.sources})
    done: dict[str, int] = {}
    for turn in range(_ROUNDS):
        for number, memo in enumerate(_cut(lines)):
            edited = plant(memo, range(turn, len(memo), _ROUNDS), around, done)
            _verify(edited, view, settings, "docx" if (turn + number) % 2 else "md", rows, problems)
    for number, memo in enumerate(_cut(list(rewritten(statements, view)))):
        _verify(memo, view, settings, "docx" if number % 2 else "md", rows, problems)
    library.close()
    with replaced_library(settings, lines) as (changed, slugs):
        for number, memo in enumerate(_cut([one for one in lines if one.source.slug in slugs])):
            _verify(
                [replace(one, edit=REPLACED) for one in memo],
                changed.visible_to(),
                settings,
                "docx" if number % 2 else "md",
                rows,
                problems,
            )
    return rows, problems


def _cut(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    for first in range(0, len(lines), _IN_A_MEMO):
        yield lines[first : first + _IN_A_MEMO]


def _verify(
    lines: Sequence[Line],
    view: View,
    settings: Settings,
    suffix: str,
    rows: list[dict[str, Any]],
    problems: list[str],
) -> None:
    paper = memo_paper(lines)
    data = paper_docx(paper) if suffix == "docx" else paper_markdown(paper).encode()
    checked = verify(paper_of(data, f"memo.{suffix}"), view, our_rules(), models=settings.models).sentences
    by_words = {_bare(one.sentence): one for one in checked}
    for line in lines:
        one = by_words.pop(_bare(line.text), None)
        if one is None:
            problems.append(f"{line.case}: not read back from {suffix}: {line.text}")
        else:
            rows.append(_row(line, one))
    for one in by_words.values():
        if one.failed:
            problems.append(f"an alarm on what is not a fact: {one.sentence}")


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))


def _row(line: Line, one: Checked) -> dict[str, Any]:
    return {
        "case": line.case,
        "edit": line.edit,
        "text": line.text,
        "note": line.note,
        "failed": one.failed,
        "quotes": one.quotes,
        "findings": [finding_json(finding) for finding in one.findings],
        "caught": (
            one.failed
            or (line.edit == REPLACED and any(finding.kind == "source replaced" for finding in one.findings))
        ),
        "named": any(finding.kind in EXPECTED.get(line.edit, ()) for finding in one.findings),
    }


def measure(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The share of edits that were caught, and of these named for what they are, overall and by kind; of
    errors that a person wrote, the share that was caught; of untouched sentences, the share that raised a
    false alarm, and the share that is told of with a caution."""
    shares: dict[str, dict[str, list[float]]] = {
        name: defaultdict(list) for name in ("edits caught", "named rightly", "false alarms", "cautions")
    }

    def count(name: str, row: dict[str, Any], value: bool) -> None:
        shares.setdefault(name, defaultdict(list))[row["case"]].append(float(value))

    for row in rows:
        if not row["edit"]:
            count("false alarms", row, row["failed"])
            count("cautions", row, bool(row["findings"]) and not row["failed"])
            continue
        by_rule = row["edit"] != REWRITTEN  # the others are of kinds that have no name here
        for name in (*(["edits caught"] if by_rule else []), f"{row['edit']} caught"):
            count(name, row, row["caught"])
        for name in ("named rightly", f"{row['edit']} named rightly") if row["caught"] and by_rule else ():
            count(name, row, row["named"])
    return {
        "metrics": {name: asdict(flat(by_case)) for name, by_case in shares.items()},
        "by_case": shares,
        "wrong": [
            row
            for row in rows
            if (
                row["failed"]
                if not row["edit"]
                else not (row["caught"] and (row["named"] or row["edit"] == REWRITTEN))
            )
        ],
        "rows": list(rows),
    }


def text(result: Result, _options: Namespace) -> str:
    """The shares, then every edit that was missed or misnamed, and every false alarm."""
    lines = [
        f"{name:<34}{one['mean']:.3f} [{one['low']:.3f}, {one['high']:.3f}]  n={one['n']}"
        for name, one in result["metrics"].items()
        if one["n"]
    ]
    for row in result["wrong"]:
        what = (
            "false alarm" if not row["edit"] else f"{row['edit']} {'misnamed' if row['caught'] else 'missed'}"
        )
        told = "; ".join(f"{one['kind']}: {one['told']}" for one in row["findings"])
        lines.append(f"{row['case']} {what:<26} {row['text']}  [{row['note']}]  {told}")
    return "\n".join([*lines, *result["problems"]])


def _add_options(parser: ArgumentParser) -> None:
    add_library_options(parser)
    told = (
        "the statements of which memos are made (default: those on the sample library; with --library or"
        " --home those on the 58 documents)"
    )
    parser.add_argument("--cases", type=Path, metavar="FILE", help=told)


COMMAND = Command(
    "verify",
    "Edits planted in memos and caught, and false alarms on what was not edited.",
    _add_options,
    run,
    text,
)
