"""Performance: what ingest and answers cost beyond the models' own work, in time and memory, in a small
library and in a large one."""

from __future__ import annotations

import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from assistant.settings import read_settings
from eval.cases import load_cases
from eval.command import Command, Result
from eval.distractors import Distractors, large_library
from eval.libraries import fill
from eval.measures import AskMeasure, IngestMeasure, cold_ask, fresh, ingest_measure, warm_asks
from eval.results import circumstances, digest_of
from ingest import bundled
from ingest.errors import UsageError

_COLD_RUNS = 5


def run(options: Namespace) -> Result:
    """Measure the library of the folder that the options name, beside the sample library and, where there are
    foreign passages, a large one."""
    questions = [case.question for case in load_cases(options.cases or options.library / "questions.jsonl")]
    with tempfile.TemporaryDirectory(prefix="pincite-eval-") as temporary:
        homes = {"sample": Path(temporary) / "sample", "library": Path(temporary) / "library"}
        _say("ingesting")
        measured = _ingest_figures(
            fresh(ingest_measure, options.library, homes["library"], options.with_op_ed)
        )
        fresh(_fill_sample, homes["sample"])
        _say("asking, cold")
        cold = [cold_ask(homes["library"], questions[index % len(questions)]) for index in range(_COLD_RUNS)]
        with (
            nullcontext(options.cache)
            if options.cache
            else tempfile.TemporaryDirectory(prefix="pincite-eval-")
        ) as cache:
            if options.distractors:
                homes["large"] = _large_home(options, Path(cache))
            _say("asking, warm")
            asked = fresh(warm_asks, list(homes.values()), questions, options.rounds)
    asks = dict(zip(homes, map(_ask_figures, asked.of), strict=True))
    largest = asks["large" if options.distractors else "library"]
    told = {
        "ingest_ratio": measured["ratio"],
        "ingest_words_per_s": measured["words_per_s"],
        "ingest_peak_mb": measured["peak_mb"],
        "cold_ask_s": median(cold),
        **{
            f"ask_{name}": asks["library"][name]
            for name in ("first_p50_ms", "first_ratio", "p50_ms", "p95_ms", "ratio")
        },
        "ask_peak_mb": asked.peak_mb,
        "growth": largest["p50_ms"] / asks["sample"]["p50_ms"],
    }
    return {
        "suite": "performance",
        "stem": options.library.name,
        "on": circumstances(
            settings=read_settings(home=temporary).digest,
            documents=digest_of(options.library),
            options=_named(options),
        ),
        "metrics": {name: {"mean": value, "low": None, "high": None, "n": 1} for name, value in told.items()},
        "ingest": measured,
        "cold_ask_s": {"median": round(median(cold), 3), "runs": [round(one, 3) for one in cold]},
        "asks": asks,
        "ask_peak_mb": asked.peak_mb,
    }


def _fill_sample(home: Path) -> None:
    fill(read_settings(home=str(home)), bundled.inputs())


def _named(options: Namespace) -> str:
    return (
        f"distractors {options.limit if options.distractors else 0} x {options.distractor_words} words,"
        f" rounds {options.rounds}"
    )


def _large_home(options: Namespace, cache: Path) -> Path:
    if options.limit < 1 or options.distractor_words < 1:
        raise UsageError(
            "--limit and --distractor-words count from 1", hint="leave --distractors out to do without"
        )
    distractors = Distractors(options.distractors, options.distractor_words, options.limit)
    home = cache / f"{distractors.name}-{digest_of(options.library / 'documents')}"
    _say(f"making the large library at {home}; a stopped run is taken up where it stopped")
    fresh(large_library, options.library, distractors, home)
    return home


def _ingest_figures(measure: IngestMeasure) -> dict[str, Any]:
    ratios = {
        "ratio": measure.wall_s / measure.embedder_s,
        "ratio_within": measure.wall_s / measure.within_s,
        "words_per_s": measure.words / measure.wall_s,
    }
    return {
        name: round(value, 3) if isinstance(value, float) else value
        for name, value in (asdict(measure) | ratios).items()
    }


def _ask_figures(measure: AskMeasure) -> dict[str, Any]:
    return {
        "passages": measure.passages,
        "answers": len(measure.total_s),
        "first_p50_ms": round(median(measure.first_s) * 1000, 1),
        "first_p95_ms": round(_percentile(measure.first_s, 95) * 1000, 1),
        "first_ratio": round(sum(measure.first_s) / sum(measure.first_models_s), 3),
        "p50_ms": round(median(measure.total_s) * 1000, 1),
        "p95_ms": round(_percentile(measure.total_s, 95) * 1000, 1),
        "models_p50_ms": round(median(measure.models_s) * 1000, 1),
        "ratio": round(sum(measure.total_s) / sum(measure.models_s), 3),
    }


def _percentile(values: Sequence[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1] if len(values) > 1 else values[0]


def _say(step: str) -> None:
    print(f"eval: {step}", file=sys.stderr)


def text(result: Result, _: Namespace) -> str:
    """The figures as a table."""
    ingest, cold, machine = result["ingest"], result["cold_ask_s"], result["on"]["machine"]
    lines = [
        (
            f"ingest              {ingest['wall_s']:.1f} s: {ingest['files']} files, {ingest['passages']}"
            f" passages, {ingest['words']} words"
        ),
        f"  embedder alone    {ingest['embedder_s']:.1f} s (inside the ingest: {ingest['within_s']:.1f} s)",
        f"  ratio             {ingest['ratio']:.2f} (to the embedder inside: {ingest['ratio_within']:.2f})",
        f"  words/s           {ingest['words_per_s']:.0f}",
        "  peak memory       " + (f"{ingest['peak_mb']:.0f} MB" if ingest["peak_mb"] else "—"),
        (
            f"cold ask            {cold['median']:.2f} s, median of"
            f" {', '.join(f'{one:.2f}' for one in cold['runs'])}"
        ),
        *(line for name, asks in result["asks"].items() for line in _ask_lines(name, asks)),
        (
            "growth              p50 in the largest over that in the smallest:"
            f" {result['metrics']['growth']['mean']:.2f}"
        ),
        "peak memory of asks "
        + (f"{result['ask_peak_mb']:.0f} MB, all libraries together" if result["ask_peak_mb"] else "—"),
    ]
    return "\n".join([*lines, f"on {machine['cpus']} CPUs, load {machine.get('load', '—')} at the end"])


def _ask_lines(name: str, asks: dict[str, Any]) -> list[str]:
    return [
        (
            f"warm ask, {name:<9} p50 {asks['p50_ms']:.0f} ms, p95 {asks['p95_ms']:.0f} ms: {asks['answers']}"
            f" answers from {asks['passages']} passages"
        ),
        (
            f"  models            p50 {asks['models_p50_ms']:.0f} ms; all time / models' time"
            f" {asks['ratio']:.2f}"
        ),
        (
            f"  first sentence    p50 {asks['first_p50_ms']:.0f} ms, p95 {asks['first_p95_ms']:.0f} ms; /"
            f" models' time {asks['first_ratio']:.2f}"
        ),
    ]


def add_options(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--library",
        type=Path,
        required=True,
        metavar="DIR",
        help="DIR/documents with DIR/MANIFEST.tsv, and questions.jsonl",
    )
    parser.add_argument("--with-op-ed", action="store_true", help="also DIR/op-ed.txt")
    parser.add_argument(
        "--cases", type=Path, metavar="FILE", help="the questions (default: DIR/questions.jsonl)"
    )
    parser.add_argument(
        "--rounds", type=int, default=2, metavar="N", help="how often each question is asked (default: 2)"
    )
    parser.add_argument(
        "--distractors",
        type=Path,
        metavar="DIR",
        help="measure also with foreign passages from DIR/*.jsonl.gz",
    )
    parser.add_argument(
        "--limit", type=int, default=25_000, metavar="N", help="how many foreign passages (default: 25000)"
    )
    parser.add_argument(
        "--distractor-words",
        type=int,
        default=80,
        metavar="N",
        help="cut each foreign text to its first N words (default: 80)",
    )
    parser.add_argument(
        "--cache", type=Path, metavar="DIR", help="keep the large library here, and use one that is here"
    )


COMMAND = Command("performance", "Measure the time and memory of ingest and answers.", add_options, run, text)
