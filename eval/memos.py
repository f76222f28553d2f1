"""Memos: every format over a few topics. Whether each footnote stands in the library as it is quoted, each
fact passes the check again when it is read back from the page, the limits are kept, and how long a memo
takes.

What one format asked is not looked up again for the next, except for the first, whose time is therefore that
of a memo on its own."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.answer.inquiry import Engine, Found, Inquiry
from assistant.build import build_assistant, build_writer
from assistant.memo.formats import load_formats
from assistant.memo.types import Memo, MemoRequest
from assistant.memo.writer import MemoWriter, Written
from assistant.query.query import Query
from assistant.render.verification import finding_json
from assistant.verify.check import verify
from eval.command import Command, Result
from eval.intervals import flat
from eval.libraries import add_options as add_library_options
from eval.libraries import measured_library
from eval.memo_cases import MemoCase, load_assignments, scored, told
from eval.nuggets import Score, by_case, figures, intervals
from eval.requests import ALL
from eval.results import circumstances, digest_of
from ingest.view import View

TOPICS = ("the additional duties on goods from Mexico",)
"""What the sample library tells of; `--topic` names others."""
FIRST = "bluf"
ASKED = MemoRequest(
    "",
    to="The Director",
    sender="The policy unit",
    deadline="3 March 2099",
    decision="approve a hearing on the matter",
    position="We support what rests on published figures.",
    marking="OFFICIAL",
)
"""What is asked for, but for its topic and format."""
_LIMITS = ("bottom line", "pages", "points", "length", "sections")


@dataclass(frozen=True)
class _Remembered(Inquiry):
    """An inquiry that looks up nothing that is known."""

    known: dict[tuple[Any, ...], Found] = field(default_factory=dict)

    def find(self, queries: Sequence[Query]) -> Found:
        """What the view has, as it was found before."""
        asked = (*queries, self.view.scope)
        if asked not in self.known:
            self.known[asked] = super().find(queries)
        return self.known[asked]


@dataclass(frozen=True)
class Remembering(Engine):
    """An engine that looks nothing up twice."""

    known: dict[tuple[Any, ...], Found] = field(default_factory=dict)

    def over(
        self,
        view: View,
        stopped: Callable[[], bool] = lambda: False,
        hurried: Callable[[], bool] = lambda: False,
    ) -> Inquiry:
        """What reads the documents of a view, and what was found in them before."""
        return _Remembered(view, self, super().over(view, stopped, hurried).patience, known=self.known)


def remembering(engine: Engine) -> Remembering:
    """The same engine, with a memory."""
    return Remembering(engine.rules, engine.wording, engine.models, engine.chat)


def run(options: Namespace) -> Result:
    """Write the memos, and measure them: by their facts, where the options name assignments."""
    cases = options.cases or Path(__file__)
    with measured_library(options) as (settings, corpus):
        assistant = build_assistant(settings)
        assistant.warm_up()
        writer, view = build_writer(settings, assistant), assistant.library.visible_to()
        try:
            result = (
                measure_facts(writer, view, load_assignments(options.cases, view))
                if options.cases
                else measure(writer, view, options.topic or TOPICS, options.format or formats())
            )
        finally:
            assistant.library.close()
    return {
        "suite": "memos",
        "stem": options.cases.stem if options.cases else "memos",
        "on": circumstances(cases=digest_of(cases), corpus=corpus),
        **result,
    }


def measure_facts(writer: MemoWriter, view: View, assignments: Sequence[MemoCase]) -> dict[str, Any]:
    """The figures of the memos that assignments ask for, of all and by format, each memo with the facts that
    it lacks."""
    found: list[Score] = []
    errors: dict[str, list[str]] = {}
    for one in assignments:
        started = time.perf_counter()
        memo = writer.write(one.asked, view).memo
        found.append(scored(one, memo, time.perf_counter() - started))
        errors[one.request.id] = [each.told for each in memo.findings if each.error]
    kinds = dict.fromkeys((ALL, *(one.request.kind for one in found)))
    by_kind = {kind: [one for one in found if kind in (ALL, one.request.kind)] for kind in kinds}
    return {
        "figures": {kind: figures(scores) for kind, scores in by_kind.items()},
        "metrics": {name: asdict(told) for name, told in intervals(found).items()},
        "by_case": by_case(found),
        "errors": errors,
        "told": list(told(found)),
    }


def formats() -> list[str]:
    """The formats that are made of a topic, the first first; those made of a review have a suite of their
    own."""
    names = [
        name
        for name, one in load_formats().items()
        if not any(section.kind.startswith("review-") for section in one.section)
    ]
    return sorted(names, key=lambda name: (name != FIRST, name))


def measure(writer: MemoWriter, view: View, topics: Sequence[str], names: Sequence[str]) -> dict[str, Any]:
    """The metrics of the memos on these topics in these formats, each memo with what was wrong with it."""
    by_case: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    rows: list[dict[str, Any]] = []
    for topic in topics:
        writer = replace(writer, engine=remembering(writer.engine))
        for name in names:
            started = time.perf_counter()
            made = writer.write(replace(ASKED, topic=topic, format=name), view)
            seconds = time.perf_counter() - started
            case = f"{name}: {topic}"
            row = _row(made, writer.engine, view, seconds)
            rows.append({"case": case, **row})
            for metric, values in _values(row).items():
                by_case[metric][case] += values
            if name == FIRST:
                by_case["seconds of the first"][case].append(seconds)
    return {
        "metrics": {name: asdict(flat(cases)) for name, cases in by_case.items()},
        "by_case": by_case,
        "rows": rows,
    }


def _row(made: Written, engine: Engine, view: View, seconds: float) -> dict[str, Any]:
    """What there is to say of one memo."""
    memo = made.memo
    checked = verify(made.paper, view, engine.rules, models=engine.models).sentences
    return {
        "seconds": round(seconds, 1),
        "exact": [is_exact(memo, number, view) for number in range(len(memo.citations))],
        "checked": [
            {
                "sentence": one.sentence,
                "failed": [finding_json(finding) for finding in one.findings if finding.failed],
            }
            for one in checked
            if one.checked
        ],
        "quoted twice": len(memo.citations) - len({(one.source, one.start) for one in memo.citations}),
        "findings": [asdict(one) for one in memo.findings],
        "gaps": list(memo.gaps),
        "withheld": [asdict(one) for one in memo.withheld],
        "facts": len(memo.citations),
    }


def is_exact(memo: Memo, number: int, view: View) -> bool:
    """Whether a citation's quote stands in the library where it says, in the file that it names."""
    one = memo.citations[number]
    return (
        view.text(one.source)[one.start : one.end] == one.quote
        and view.source(one.source).sha256 == one.sha256
    )


def _values(row: dict[str, Any]) -> dict[str, list[float]]:
    errors = [one for one in row["findings"] if one["error"]]
    return {
        "quote exact": [float(one) for one in row["exact"]],
        "passes again": [float(not one["failed"]) for one in row["checked"]],
        "quoted once": [float(not row["quoted twice"])],
        "limits kept": [float(not any(one["check"] in _LIMITS for one in row["findings"]))],
        "linter's errors": [float(len(errors))],
        "facts": [float(row["facts"])],
        "gaps": [float(len(row["gaps"]))],
    }


def printed(result: Result) -> Result:
    """The figures by format, where facts were counted; else all."""
    found: Result = result.get("figures", result)
    return found


def text(result: Result, options: Namespace) -> str:
    """The means, then what is wrong with each memo."""
    if "figures" in result:
        return "\n".join(
            [*result["told"], *(f"{kind:<16}{told}" for kind, told in result["figures"].items())]
        )
    lines = [
        f"{name:<22}{one['mean']:8.3f} [{one['low']:.3f}, {one['high']:.3f}]  n={one['n']}"
        for name, one in result["metrics"].items()
        if one["n"]
    ]
    for row in result["rows"]:
        lines.append(
            f"{row['case']}  {row['seconds']} s, {row['facts']} facts, {len(row['gaps'])} to be confirmed"
        )
        lines += [
            f"  {'! ' if one['error'] else ''}{one['check']}: {one['where']}: {one['told']}"
            for one in row["findings"]
            if one["check"] != "acronym"
        ]
        lines += [
            f"  ! {one['sentence']}: {'; '.join(f['told'] for f in one['failed'])}"
            for one in row["checked"]
            if one["failed"]
        ]
    return "\n".join(lines)


def _add_options(parser: ArgumentParser) -> None:
    add_library_options(parser)
    parser.add_argument(
        "--topic",
        action="append",
        help="what a memo is on; may be given again (default: one that the sample library tells of)",
    )
    parser.add_argument(
        "--cases",
        type=Path,
        help="assignments with the facts that a memo must hold (JSON Lines), to score by",
    )
    parser.add_argument("--format", action="append", help="a format; may be given again (default: all)")


COMMAND = Command(
    "memos",
    "Memos: footnotes, facts, limits and time, every format over a few topics.",
    _add_options,
    run,
    text,
    printed=printed,
)
