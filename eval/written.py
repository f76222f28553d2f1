"""Written: sentences that real chat models wrote over real evidence, each labelled by reading, go through all
that stands between a model and a reader: how many true ones are withheld, how many false ones are shown."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.answer.chat_answer import judged
from assistant.build import open_library
from assistant.check.check import Check
from assistant.drafting.chat import DraftSentence, links, says_nothing
from assistant.lexicon.rules import our_rules
from assistant.render.reasons import reason
from assistant.settings import read_settings
from assistant.types import Draft, Evidence, Failure, Verdict
from eval.command import Command, Result
from eval.intervals import flat
from eval.libraries import inputs_of
from eval.reading.stored import reading_library
from eval.request_cases import SECOND_LIBRARY
from eval.results import circumstances, digest_of
from eval.retrieval import add_corpus
from eval.written_rows import Written, load_written, located, text_of
from ingest import bundled
from ingest.errors import UsageError
from ingest.pipeline import ingest
from ingest.view import View

SETS = ("bundled", "second", "library", "mtrag")
OURS = ("bundled", "second")
"""The sets whose documents come with the program: what the gate measures."""
EXACT = ("number", "unit", "date", "name", "actor")
"""What may be wrong that ends a reader's trust at once, told apart."""
_UNNAMED_EVERY = 3  # true sentences of which one is also replayed without ids
Judge = Callable[[str, DraftSentence, Mapping[str, Evidence], Check], tuple[Draft, Verdict]]
"""Question × sentence × what was given × check → the sentence as it would be shown, and whether it is."""


def cases_of(name: str) -> Path:
    """The file of a set."""
    return Path(__file__).with_name(f"written-{name}.jsonl")


def as_a_reader_gets_it(
    question: str, sentence: DraftSentence, given: Mapping[str, Evidence], check: Check
) -> tuple[Draft, Verdict]:
    """What becomes of a sentence in an answer; one that says nothing, or only leads to the next, is left
    out."""
    if says_nothing(sentence.text) or links(sentence.text):
        return Draft(sentence.text, ()), Verdict("unsupported", 0.0, (Failure("not a sentence"),))
    return judged(question, sentence, given, check)


def replayed(
    rows: Sequence[Written],
    view: View,
    questions: Mapping[str, str],
    models: str = "",
    judge: Judge = as_a_reader_gets_it,
) -> Iterator[dict[str, Any]]:
    """Each sentence with whether it is shown, and every third true one also as if its model had named no
    evidence; a sentence whose evidence is no longer there says so."""
    check = Check(view, our_rules(), models)
    true = 0
    for row in rows:
        evidence = [located(place, view) for place in row.given]
        if None in evidence:
            yield {"id": row.id, "lost": row.given[evidence.index(None)].source}
            continue
        given = {str(number): one for number, one in enumerate(evidence) if one is not None}
        text = text_of(row.parts, [one.statement for one in given.values()])
        question = row.question or questions.get(row.asked, "")
        draft, verdict = judge(question, DraftSentence(text, tuple(map(str, row.cited))), given, check)
        told = {
            "id": row.id,
            "case": row.case,
            "model": row.model,
            "style": row.style,
            "half": row.half,
            "label": row.label,
            "kind": row.kind,
            "text": text,
            "sources": sorted({one.source for one in row.given}),
            "shown": verdict.judgement == "supported",
            "introduction": draft.introduction,
            "score": verdict.score,
            "failures": [one.kind for one in verdict.failures],
            "reason": reason(verdict.failures),
        }
        if row.label == "supported":
            true += 1
            if true % _UNNAMED_EVERY == 0:
                _, unnamed = judge(question, DraftSentence(text, ()), given, check)
                told["shown unnamed"] = unnamed.judgement == "supported"
        yield told


def measure(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The share of true sentences that are withheld, also of those that name no evidence, and of shown ones
    that are false; by model, and by what is wrong. A claim that lacks nothing but whose it is is right once
    the program says so before it."""
    shares: dict[str, dict[str, list[float]]] = {
        name: defaultdict(list)
        for name in ("true withheld", "true withheld unnamed", "false shown", "exact false shown")
    }

    def count(name: str, row: Mapping[str, Any], value: bool) -> None:
        shares.setdefault(name, defaultdict(list))[row["case"]].append(float(value))

    for row in (one for one in rows if "lost" not in one):
        is_told = row["kind"] == "opinion" and bool(row.get("introduction"))
        is_false_shown = row["shown"] and row["label"] != "supported" and not is_told
        if row["label"] == "supported":
            for name in ("true withheld", f"true withheld {row['model']}", f"true withheld {row['half']}"):
                count(name, row, not row["shown"])
        else:
            count("false stopped", row, not is_false_shown)
            count(f"{row['kind']} stopped", row, not is_false_shown)
        if "shown unnamed" in row:
            count("true withheld unnamed", row, not row["shown unnamed"])
        if row["shown"]:
            for name in ("false shown", f"false shown {row['model']}", f"false shown {row['half']}"):
                count(name, row, is_false_shown)
            count("exact false shown", row, is_false_shown and row["kind"] in EXACT)
    return {
        "metrics": {name: asdict(flat(by_case)) for name, by_case in shares.items()},
        "by_case": shares,
        "problems": [
            f"{row['id']}: {row['lost']} no longer holds what it was given" for row in rows if "lost" in row
        ],
        "rows": list(rows),
    }


def run(options: Namespace) -> Result:
    """Replay the sentences of the sets that there is data for."""
    names = options.set or [name for name in SETS if name in OURS or _has_data(name, options)]
    models, rows = read_settings().models, list[dict[str, Any]]()
    for name in names:
        sentences = [one for one in load_written(cases_of(name)) if options.half in (None, one.half)]
        with _library(name, sentences, options) as view:
            questions = _questions(name, options.data)
            rows += ({"set": name, **row} for row in replayed(sentences, view, questions, models))
    return {
        "suite": "written",
        "stem": "-".join(["written", *names, *([options.half] if options.half else [])]),
        "on": circumstances(cases=digest_of(*map(cases_of, names))),
        **measure(rows),
    }


def _has_data(name: str, options: Namespace) -> bool:
    return cases_of(name).exists() and bool(options.data or (name == "library" and options.home))


@contextmanager
def _library(name: str, sentences: Sequence[Written], options: Namespace) -> Iterator[View]:
    if name == "library" and options.home:
        existing = open_library(read_settings(home=str(options.home)))
        try:
            yield existing.visible_to()
        finally:
            existing.close()
        return
    wanted = {place.source for one in sentences for place in one.given}
    with library_of(name, options.data, wanted) as view:
        yield view


@contextmanager
def library_of(name: str, data: Path | None = None, wanted: Collection[str] = ()) -> Iterator[View]:
    """What the sentences of a set rest on, of a benchmark only what is `wanted`, stored without meaningful
    vectors: nothing is searched.

    Raises:
        UsageError: the set's documents do not come with the program, and there is no `data`.
    """
    if name not in OURS and not data:
        raise UsageError(
            f"the set {name} needs its documents", hint="--data DIR, or for the set library --home DIR"
        )
    with reading_library() as library:
        if name == "mtrag" and data:
            add_corpus(library, data / "benchmarks" / "mtrag-govt", wanted)
        else:
            folder = data / "library" if name == "library" and data else SECOND_LIBRARY
            is_bundled = name == "bundled"
            inputs = bundled.inputs() if is_bundled else inputs_of(folder, with_op_ed=name == "library")
            for report in ingest(inputs, library):
                if report.outcome == "refused":
                    print(f"eval: {report.path} was refused: {report.reason}", file=sys.stderr)
        yield library.visible_to()


def _questions(name: str, data: Path | None) -> dict[str, str]:
    """The questions of a set whose sentences do not bring them."""
    if data is None or name in OURS:
        return {}
    files = {
        "library": ("library/questions.jsonl", "library/requests.jsonl"),
        "mtrag": ("benchmarks/mtrag-govt/queries.jsonl",),
    }[name]
    rows = [
        json.loads(line) for file in files for line in (data / file).read_text(encoding="utf-8").splitlines()
    ]
    keys = ("question", "request", "rewrite", "text")
    return {row.get("id") or row["_id"]: next((row[key] for key in keys if row.get(key)), "") for row in rows}


def printed(result: Result) -> Result:
    """The figures."""
    return result["metrics"]  # type: ignore[no-any-return]


def text(result: Result, options: Namespace) -> str:
    """The shares; every sentence that was judged wrongly when that was asked for."""
    lines = [
        f"{name:<48}{one['mean']:.3f} [{one['low']:.3f}, {one['high']:.3f}]  n={one['n']}"
        for name, one in sorted(result["metrics"].items(), key=lambda item: item[0].endswith("stopped"))
        if one["n"]
    ]
    lines += [f"! {problem}" for problem in result["problems"]]
    if options.show:
        for row in result["rows"]:
            if "lost" not in row and row["shown"] != (row["label"] == "supported"):
                what = f"SHOWN, {row['label']} ({row['kind']})" if row["shown"] else "WITHHELD, true"
                why = f": {', '.join(row['failures'])}: {row['reason']}" if row["failures"] else ""
                lines.append(f"{row['id']} {what} {row['score']:.2f}{why}\n    {row['text']}")
    return "\n".join(lines)


def _add_options(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--set", action="append", choices=SETS, help="a set, several times (default: those with data)"
    )
    parser.add_argument("--half", choices=("dev", "kept"), help="only sentences of this half")
    parser.add_argument("--home", type=Path, metavar="DIR", help="an existing library of the 59 documents")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="a folder with library/ and benchmarks/mtrag-govt/"
    )
    parser.add_argument("--show", action="store_true", help="print every sentence that was judged wrongly")


COMMAND = Command(
    "written",
    "Sentences that real models wrote, labelled by reading: true ones withheld, false ones shown.",
    _add_options,
    run,
    text,
    printed=printed,
)
