"""Verify: whether a memo that was edited by hand is stopped, and one that was not is let pass.

Memos are made of the true statements on a library: as fluent sentences with a note, as attributed quotes, and
as a person may write, with straight marks in the text and a note that quotes nothing. They become Word and
Markdown files, and files or text of another form (`eval.memo_forms`), a third of their sentences edited by
rule (`eval.edits`), and are read back and verified; so are sentences into which a person wrote an error
(`eval.statements`). Then some of the library's documents give way to others of their name. At last, the
statements and the sentences of `unsourced.jsonl`, all without a note, are told apart: those that state a
fact, and the writer's own."""

from __future__ import annotations

import json
import re
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from assistant.build import open_library
from assistant.lexicon.rules import our_rules
from assistant.render.verification import finding_json
from assistant.settings import Settings
from assistant.verify.check import verify
from assistant.verify.sourcing import needs_source
from assistant.verify.types import Checked
from eval.command import Command, Result
from eval.edited_memos import REWRITTEN, memo_lines, memo_paper, replaced_library, rewritten
from eval.edits import EXPECTED, REPLACED, Around, Line, plant
from eval.intervals import flat
from eval.libraries import add_options as add_library_options
from eval.libraries import measured_library
from eval.memo_forms import FORMS, OTHER_FORMS, Form
from eval.results import circumstances, digest_of
from eval.statements import CASES, LIBRARY_CASES, Statement, load_statements
from ingest.view import View

_IN_A_MEMO = 24  # lines: three pages
_BARE = {"fact": "facts without a source told", "own": "the writer's own words told"}
UNSOURCED = Path(__file__).with_name("unsourced.jsonl")
"""Sentences without a note: a fact, or the writer's own; those of the half kept, no rule was made on."""

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
                UNSOURCED,
                *(
                    Path(__file__).with_name(name)
                    for name in ("edits.py", "edited_memos.py", "memo_forms.py", "verify.py")
                ),
            ),
            corpus=corpus,
        ),
        **measure([*rows, *unsourced_rows(statements)]),
        "problems": problems,
    }


def unsourced_rows(statements: Sequence[Statement]) -> list[dict[str, Any]]:
    """Sentences without a note, and whether they are told to lack one."""
    lines = UNSOURCED.read_text(encoding="utf-8").splitlines()
    given = [(f"{one['half']}-{number}", one) for number, one in enumerate(map(json.loads, lines), 1)]
    given += [(one.case, {"half": "statements", "kind": "fact", "text": one.text}) for one in statements]
    return [
        {
            "case": case,
            "bare": one["kind"],
            "half": one["half"],
            "text": one["text"],
            "told": needs_source(one["text"], our_rules()) is not None,
        }
        for case, one in given
    ]


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
            for form in (_in_turn(FORMS, turn + number), _in_turn(OTHER_FORMS, turn + _ROUNDS * number)):
                _verify(edited, view, settings, form, rows, problems)
    for number, memo in enumerate(_cut(list(rewritten(statements, view)))):
        _verify(memo, view, settings, _in_turn(FORMS, number), rows, problems)
    library.close()
    with replaced_library(settings, lines) as (changed, slugs):
        for number, memo in enumerate(_cut([one for one in lines if one.source.slug in slugs])):
            replaced = [replace(one, edit=REPLACED) for one in memo]
            _verify(replaced, changed.visible_to(), settings, _in_turn(FORMS, number), rows, problems)
    return rows, problems


def _in_turn(forms: Mapping[str, Form], number: int) -> str:
    return list(forms)[number % len(forms)]


def _cut(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    for first in range(0, len(lines), _IN_A_MEMO):
        yield lines[first : first + _IN_A_MEMO]


def _verify(
    lines: Sequence[Line],
    view: View,
    settings: Settings,
    form: str,
    rows: list[dict[str, Any]],
    problems: list[str],
) -> None:
    read = {**FORMS, **OTHER_FORMS}[form](memo_paper(lines))
    checked = verify(read, view, our_rules(), models=settings.models).sentences
    by_words = {_bare(one.sentence): one for one in checked}
    for line in lines:
        one = by_words.pop(_bare(line.text), None)
        if one is None:
            problems.append(f"{line.case}: not read back from {form}: {line.text}")
        else:
            rows.append({**_row(line, one), "form": form})
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
        if "bare" in row:
            count(f"{_BARE[row['bare']]} ({row['half']})", row, row["told"])
        elif not row["edit"]:
            count("false alarms", row, row["failed"])
            count("cautions", row, bool(row["findings"]) and not row["failed"])
            if row.get("form", "") in OTHER_FORMS:
                count(f"{row['form']}: false alarms", row, row["failed"])
        else:
            by_rule = row["edit"] != REWRITTEN  # the others are of kinds that have no name here
            of_form = [f"{row['form']}: edits caught"] if row.get("form", "") in OTHER_FORMS else []
            for name in (*(["edits caught"] if by_rule else []), f"{row['edit']} caught", *of_form):
                count(name, row, row["caught"])
            for name in (
                ("named rightly", f"{row['edit']} named rightly") if row["caught"] and by_rule else ()
            ):
                count(name, row, row["named"])
    return {
        "metrics": {name: asdict(flat(by_case)) for name, by_case in shares.items()},
        "by_case": shares,
        "wrong": [
            row
            for row in rows
            if (
                row["told"] != (row["bare"] == "fact")
                if "bare" in row
                else row["failed"]
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
        if "bare" in row:
            lines.append(f"{row['case']} {'told of' if row['told'] else 'not told of':<26} {row['text']}")
            continue
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
