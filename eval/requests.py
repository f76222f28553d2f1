"""Requests: is an answer of use to a staffer, whatever kind of thing was asked: which of the facts that it
must hold stand in it, how much is beside the point, and how soon the first vital fact comes."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.answer.assistant import Assistant
from assistant.types import Turn
from eval import libraries
from eval.command import Command, Result
from eval.intervals import Interval
from eval.nuggets import SHARES, Score, by_case, figures, intervals, reply_of, score
from eval.request_cases import REQUESTS, Request, chosen, load_requests, problems
from eval.results import circumstances, digest_of
from ingest.errors import PinciteError, UsageError

ALL = "ALL"
"""Stands for every kind."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with the answer to it as JSON, or with what broke, and the seconds that it took."""

    request: Request
    seconds: float
    answer: Mapping[str, Any] | None
    broke: str = ""

    def to_json(self) -> dict[str, Any]:
        """A line of `--out`."""
        return {"id": self.request.id, "seconds": round(self.seconds, 3), "answer": self.answer}


def ask_all(requests: Iterable[Request], assistant: Assistant) -> Iterator[Asked]:
    """Each request, asked after the questions before it as they are answered; only its own time counts."""
    for one in requests:
        turns: tuple[Turn, ...] = ()
        started = time.perf_counter()
        try:
            for question in one.history:
                turns = (*turns, Turn(question, assistant.ask(question, turns).text))
            started = time.perf_counter()
            answer = assistant.ask(one.request, turns)
        except PinciteError as error:
            yield Asked(one, time.perf_counter() - started, None, error.message)
        else:
            yield Asked(one, time.perf_counter() - started, answer.to_json())


def answered_before(path: Path, requests: Sequence[Request]) -> Iterator[Asked]:
    """The answers of a file that `--out` wrote, in its order; those to other requests are left out.

    Raises:
        UsageError: the file cannot be read, or a line is no answer.
    """
    wanted = {one.id: one for one in requests}
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        found = [
            Asked(wanted[row["id"]], float(row.get("seconds") or 0), row["answer"])
            for row in rows
            if row["id"] in wanted
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{path}: cannot read the answers: {error!r}",
            hint='--answers names lines of {"id", "seconds", "answer"}, as --out writes them',
        ) from error
    if not found:
        raise UsageError(f"{path}: no answer to any of the requests", hint="give the --cases it was made of")
    yield from found


def measure(scores: Sequence[Score]) -> dict[str, Any]:
    """The figures of all and of each kind, their intervals, and what stands in each answer."""
    kinds = {ALL: list(scores)}
    for one in scores:
        kinds.setdefault(one.request.kind, []).append(one)
    metrics = {
        name if kind == ALL else f"{name} {kind}": asdict(told)
        for kind, of in kinds.items()
        for name, told in intervals(of).items()
        if kind == ALL or name in SHARES
    }
    return {
        "figures": {kind: figures(of) for kind, of in kinds.items()} if scores else {},
        "metrics": metrics,
        "by_case": by_case(scores),
    }


def run(options: Namespace) -> Result:
    """Ask every request of the library that the options name, or take the answers that they name, and score
    them."""
    path = options.cases or (options.library / "requests.jsonl" if options.library else REQUESTS)
    requests = chosen(load_requests(path), options.only)
    asked, wrong, on = _kept(options, requests) if options.answers else _asked(options, requests)
    answered = [(one, one.answer) for one in asked if one.answer is not None]
    scores = [score(one.request, reply_of(answer), one.seconds) for one, answer in answered]
    result = {
        "suite": "requests",
        "stem": path.stem,
        "on": circumstances(**on, cases=digest_of(path), only=options.only),
        "problems": wrong,
        "unscored": {one.request.id: one.broke for one in asked if one.answer is None},
        **measure(scores),
        "cases": [_case_as_json(one, answer) for one, (_, answer) in zip(scores, answered, strict=True)],
    }
    if options.json:  # standard output is a program's
        print("\n".join(_told(result, options)), file=sys.stderr)
    return result


_Found = tuple[list[Asked], list[str], dict[str, str]]
"""The answers, the faults of the requests, and what the answers depend on."""


def _kept(options: Namespace, requests: Sequence[Request]) -> _Found:
    return list(answered_before(options.answers, requests)), [], {"answers": digest_of(options.answers)}


def _asked(options: Namespace, requests: Sequence[Request]) -> _Found:
    from assistant.build import build_assistant

    with libraries.measured_library(options) as (settings, documents):
        assistant = build_assistant(settings)
        try:
            with options.out.open("w", encoding="utf-8") if options.out else nullcontext() as out:
                found = []
                for one in ask_all(requests, assistant):
                    found.append(one)
                    if out is not None and one.answer is not None:
                        print(json.dumps(one.to_json(), ensure_ascii=False), file=out, flush=True)
            wrong = problems(requests, assistant.library.visible_to())
        finally:
            assistant.library.close()
    on = {"settings": settings.digest, "chat_model": settings.chat_model, "documents": documents}
    return found, wrong, on


def _case_as_json(one: Score, answer: Mapping[str, Any]) -> dict[str, Any]:
    nuggets = zip(one.request.nuggets, one.held, strict=True)
    return {
        "id": one.request.id,
        "kind": one.request.kind,
        "request": one.request.request,
        "history": list(one.request.history),
        "expected": one.request.expected,
        "met": one.is_met,
        "nuggets": [
            {
                "text": nugget.text,
                "vital": nugget.vital,
                "sources": sorted({proof.source for proof in nugget.evidence}),
                "sentences": list(where),
            }
            for nugget, where in nuggets
        ],
        "words_before_first_vital": one.words_before_first_vital,
        "quotes_off_point": [asdict(quoted) for quoted, is_held in one.quotes if not is_held],
        "must_not": list(one.request.must_not),
        "seconds": round(one.seconds, 3),
        "answer": answer,
    }


def printed(result: Result) -> Result:
    """The figures by kind, each row with its intervals."""
    return {
        kind: {
            **row,
            "intervals": {
                name: [told["low"], told["high"]]
                for name in row
                if (told := result["metrics"].get(name if kind == ALL else f"{name} {kind}"))
            },
        }
        for kind, row in result["figures"].items()
    }


def text(result: Result, options: Namespace) -> str:
    """The figures as a table by kind, and those of all with their intervals; each answer before it when that
    was asked for."""
    lines = [*_told(result, options), *_kind_table(result["figures"]), ""]
    lines += [
        f"{name:<26} {Interval(**result['metrics'][name])!s:<26} n={result['metrics'][name]['n']}"
        for name in result["figures"].get(ALL, {})
        if result["metrics"].get(name, {}).get("n")
    ]
    return "\n".join(lines)


def _told(result: Result, options: Namespace) -> list[str]:
    """Each answer when that was asked for, and what went wrong."""
    lines = [line for case in result["cases"] for line in case_lines(case)] if options.show else []
    lines += [f"! {problem}" for problem in result["problems"]]
    return lines + [f"! {case} is unscored: {reason}" for case, reason in result["unscored"].items()]


_COLUMNS = {
    "n": "n",
    "vital_recall": "vital",
    "all_recall": "all",
    "off_point": "off",
    "off_point_quotes": "off, quotes",
    "met": "met",
    "words_before_first_vital": "words before",
    "words": "words",
    "p50_s": "p50 s",
}


def _kind_table(rows: Mapping[str, Mapping[str, Any]]) -> list[str]:
    width = max(map(len, rows), default=0)
    lines = [" " * width + "".join(f"  {told:>6}" for told in _COLUMNS.values())]
    for kind in [*(one for one in rows if one != ALL), *(one for one in rows if one == ALL)]:
        cells = (f"  {_cell(rows[kind][name]):>{max(6, len(told))}}" for name, told in _COLUMNS.items())
        lines.append(f"{kind:<{width}}" + "".join(cells))
    return lines


def _cell(value: float | None) -> str:
    return "—" if value is None else str(value) if isinstance(value, int) else f"{value:.2f}"


def case_lines(case: Mapping[str, Any]) -> list[str]:
    """An answer as a person judges it: each sentence with the nuggets that it holds or `off the point`, and
    each nugget with whether it was hit."""
    answer = case["answer"]
    lines = [f"{case['id']} ({case['kind']}) {case['request']}"]
    lines += [f"  after: {question}" for question in case["history"]]
    if answer.get("standalone_question") not in (None, case["request"]):
        lines.append(f"  understood as: {answer['standalone_question']}")
    met = "met" if case["met"] else "NOT met"
    lines.append(f"  {answer['status']}; expected: {case['expected']}, {met}; {case['seconds']:.1f} s")
    sources = {one["number"]: one["source"] for one in answer["citations"]}
    for number, sentence in enumerate(answer["sentences"], start=1):
        held = [
            str(place) for place, one in enumerate(case["nuggets"], start=1) if number in one["sentences"]
        ]
        mark = f"holds {', '.join(held)}" if held else "OFF THE POINT"
        cited = ", ".join(dict.fromkeys(sources.get(one, "?") for one in sentence["citations"]))
        lines.append(f"  {number}. {' '.join(sentence['text'].split())} [{cited}] — {mark}")
    for label, name in (("lists", "documents"), ("withheld", "withheld")):
        for one in answer.get(name) or ():
            lines.append(f"  {label}: {one.get('line') or one.get('title') or one.get('text')}")
    for label, name in (("missing", "missing"), ("may mean", "readings"), ("notice", "notices")):
        told = answer.get(name) or ()
        lines += [f"  {label}: {one}" for one in ([told] if isinstance(told, str) else told)]
    for place, one in enumerate(case["nuggets"], start=1):
        where = f"in {', '.join(map(str, one['sentences']))}" if one["sentences"] else "MISSED"
        vital = "vital" if one["vital"] else "     "
        lines.append(f"  {place:>3} {vital} {where:<8} {one['text']} [{', '.join(one['sources'])}]")
    return [*lines, *(f"  it must not say: {told}" for told in case["must_not"]), ""]


def add_options(parser: ArgumentParser) -> None:
    """Declare the options."""
    told = (
        "JSON Lines of requests with their nuggets (default: DIR/requests.jsonl of --library, else those on"
        " the sample library)"
    )
    parser.add_argument("--cases", type=Path, metavar="FILE", help=told)
    libraries.add_options(parser)
    parser.add_argument(
        "--only", default="", metavar="NAMES", help="only requests of these ids and kinds: D01,timeline"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write each answer as a line of JSON")
    parser.add_argument(
        "--answers", type=Path, metavar="FILE", help="score the answers that --out wrote, and ask nothing"
    )
    parser.add_argument(
        "--show",
        action="store_true",
        help="print each answer: which nuggets its sentences hold, which are missed, what is off the point",
    )


COMMAND = Command(
    "requests",
    "Ask what staffers ask, of every kind, and count the facts that the answers hold.",
    add_options,
    run,
    text,
    printed=printed,
)
