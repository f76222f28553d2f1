"""Reviews: an op-ed of ours with planted errors, held against the sample library; or an op-ed of a library
with a list of points where the record disagrees with it or qualifies it.

Ours has a case for each claim: what is to be found and in which document, or that nothing is to be flagged. A
list of points, `FACTS.md` beside the op-ed, has lines `C01. **What.** Told. [slug; slug]`; a point counts as
found where a flagged claim that shares its words cites one of its documents."""

from __future__ import annotations

import json
import re
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.build import build_assistant, build_reviewer
from assistant.lexicon.words import content_stems
from assistant.review.op_ed import read_op_ed
from assistant.review.reviewer import Reviewer
from assistant.review.types import FLAGS, Assessed, Review
from eval.command import Command, Result
from eval.intervals import flat
from eval.libraries import add_options as add_library_options
from eval.libraries import measured_library
from eval.results import circumstances, digest_of
from ingest.errors import UsageError
from ingest.types import Metadata
from ingest.view import View

OP_ED = Path(__file__).parent / "review-op-ed.md"
CASES = Path(__file__).parent / "review.jsonl"
_POINT = re.compile(r"^(C\d+)\. \*\*(.+?)\*\* (.+?) \[(.+)\]$", re.MULTILINE)
_SHARED = 3  # content words of a point that the claim and its quotes have
_AGREES = re.compile(r"^(?:Agreement|Not checkable)")


@dataclass(frozen=True, slots=True)
class Case:
    """A claim, by words of it, with the findings that are right (none: it is not to be flagged) and the
    documents of which one is to be cited."""

    claim: str
    findings: tuple[str, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownPoint:
    """Where the record disagrees with an op-ed or qualifies it: its words, and the beginnings of the slugs of
    its documents."""

    name: str
    words: str
    sources: tuple[str, ...]


def load_cases(path: Path = CASES) -> list[Case]:
    """The cases of a file."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Case(row["claim"], tuple(row["findings"]), tuple(row.get("sources", ()))) for row in rows]


def load_points(path: Path) -> list[KnownPoint]:
    """The points of a file, those left out on which the record agrees or is silent.

    Raises:
        UsageError: there are none.
    """
    found = _POINT.findall(path.read_text(encoding="utf-8")) if path.is_file() else []
    points = [
        KnownPoint(name, f"{title} {told}", tuple(re.findall(r"[a-z0-9][\w-]{5,}", slugs)))
        for name, title, told, slugs in found
        if not _AGREES.match(title)
    ]
    if not points:
        raise UsageError(f"{path}: no points", hint="lines `C01. **What.** Told. [slug; slug]`")
    return points


def is_right(case: Case, claims: Sequence[Assessed], review: Review) -> bool:
    """Whether a claim was found to be what it is, with a quote of one of its documents; or, where nothing is
    the matter with it, not flagged."""
    one = next((one for one in claims if case.claim in one.claim.text), None)
    if one is None:
        return False
    if not case.findings:
        return one.finding not in FLAGS
    cited = {review.citation(number).source for number in (*one.supports, *one.against)}
    return one.finding in case.findings and bool(cited & set(case.sources))


def is_flagged(case: Case, claims: Sequence[Assessed]) -> bool:
    """Whether a claim was flagged, whatever was found of it."""
    return any(one.finding in FLAGS for one in claims if case.claim in one.claim.text)


def is_beside(case: Case, claims: Sequence[Assessed], review: Review) -> bool:
    """Whether a quote of one of the case's documents stands beside the claim, whatever was found of it."""
    one = next((one for one in claims if case.claim in one.claim.text), None)
    cited = (
        {review.citation(number).source for number in (*one.supports, *one.against, *one.nearest)}
        if one
        else set()
    )
    return bool(cited & set(case.sources))


def is_found(point: KnownPoint, review: Review) -> bool:
    """Whether a flagged claim is about the point and cites one of its documents against itself."""
    wanted = content_stems(point.words)
    for one in review.flags:
        cited = [review.citation(number) for number in one.against]
        said = content_stems(" ".join((one.claim.text, *(citation.quote for citation in cited))))
        if len(wanted & said) >= _SHARED and any(
            citation.source.startswith(slug) for citation in cited for slug in point.sources
        ):
            return True
    return False


def run(options: Namespace) -> Result:
    """Review the op-ed, and measure what was found."""
    with measured_library(options) as (settings, corpus):
        assistant = build_assistant(settings)
        reviewer = build_reviewer(settings, assistant)
        assistant.warm_up()
        try:
            if options.library and not options.cases:
                result = _of_a_library(
                    reviewer, assistant.library.visible_to(), options.library, options.date
                )
            else:
                result = _of_cases(
                    reviewer,
                    assistant.library.visible_to(),
                    options.op_ed,
                    load_cases(options.cases or CASES),
                )
        finally:
            assistant.library.close()
    measured_on = circumstances(
        cases=digest_of(Path(__file__), options.op_ed, options.cases or CASES), corpus=corpus
    )
    return {
        "suite": "reviews",
        "stem": (
            "reviews" if options.library is None else f"reviews-{(options.cases or options.library).stem}"
        ),
        "on": measured_on,
        **result,
    }


def _reviewed(reviewer: Reviewer, view: View, path: Path, date: str) -> tuple[Review, float]:
    started = time.perf_counter()
    op_ed = read_op_ed(
        str(path),
        view,
        lambda address: _not_fetched(address),
        Metadata(date=date),
    )
    *_, review = reviewer.review(op_ed, view)
    assert isinstance(review, Review)
    return review, time.perf_counter() - started


def _not_fetched(address: str) -> Any:
    raise UsageError(f"{address} is not measured", hint="name a file")


def _of_cases(reviewer: Reviewer, view: View, op_ed: Path, cases: Sequence[Case]) -> dict[str, Any]:
    review, seconds = _reviewed(reviewer, view, op_ed, "")
    right = {case.claim: [float(is_right(case, review.claims, review))] for case in cases}
    planted = {case.claim: right[case.claim] for case in cases if set(case.findings) & set(FLAGS)}
    clean = {case.claim: [1 - right[case.claim][0]] for case in cases if not case.findings}
    sound = {
        case.claim: [float(is_flagged(case, review.claims))]
        for case in cases
        if not set(case.findings) & set(FLAGS)
    }
    supported = {case.claim: right[case.claim] for case in cases if case.findings == ("supported",)}
    beside = {case.claim: [float(is_beside(case, review.claims, review))] for case in cases if case.findings}
    by_case = {
        "planted found": planted,
        "false flags": clean,
        "sound flagged": sound,
        "support found": supported,
        "document beside": beside,
    }
    return _result(by_case | _common(review, view, seconds), review)


def _of_a_library(reviewer: Reviewer, view: View, folder: Path, date: str) -> dict[str, Any]:
    review, seconds = _reviewed(reviewer, view, folder / "op-ed.txt", date)
    points = {point.name: [float(is_found(point, review))] for point in load_points(folder / "FACTS.md")}
    by_case = {
        "points found": points,
        "claims flagged": {"all": [float(len(review.flags))]},
        **_common(review, view, seconds),
    }
    return _result(by_case, review)


def _common(review: Review, view: View, seconds: float) -> dict[str, dict[str, list[float]]]:
    exact = {
        str(one.number): [float(view.text(one.source)[one.start : one.end] == one.quote)]
        for one in review.citations
    }
    return {"quote exact": exact, "seconds a claim": {"all": [seconds / len(review.claims)]}}


def _result(by_case: dict[str, dict[str, list[float]]], review: Review) -> dict[str, Any]:
    rows = [
        asdict(one) | {"quotes": [review.citation(number).quote for number in one.against]}
        for one in review.claims
    ]
    return {
        "metrics": {name: asdict(flat(cases)) for name, cases in by_case.items()},
        "by_case": by_case,
        "rows": rows,
    }


def text(result: Result, options: Namespace) -> str:
    """The means, what was missed, and the flags to be read."""
    lines = [
        f"{name:<18}{one['mean']:8.3f} [{one['low']:.3f}, {one['high']:.3f}]  n={one['n']}"
        for name, one in result["metrics"].items()
        if one["n"]
    ]
    for metric in ("planted found", "support found", "points found"):
        lines += [
            f"missed: {name}" for name, values in result["by_case"].get(metric, {}).items() if not values[0]
        ]
    lines += [
        f"false flag: {name}"
        for name, values in result["by_case"].get("false flags", {}).items()
        if values[0]
    ]
    for row in result["rows"]:
        if row["finding"] in FLAGS:
            lines.append(f"{row['claim']['number']}. {row['finding']}: {' '.join(row['told'])}")
            lines += [f"     “{quote}”" for quote in row["quotes"]]
    return "\n".join(lines)


def _add_options(parser: ArgumentParser) -> None:
    add_library_options(parser)
    parser.add_argument(
        "--op-ed", type=Path, default=OP_ED, metavar="FILE", help="an op-ed with cases of its own"
    )
    parser.add_argument(
        "--cases",
        type=Path,
        metavar="FILE",
        help="its cases (default: those of our op-ed; with --library, its list of points)",
    )
    parser.add_argument("--date", default="", metavar="DAY", help="with --library: when its op-ed appeared")


COMMAND = Command(
    "reviews", "Whether a review finds what the record says against an op-ed.", _add_options, run, text
)
