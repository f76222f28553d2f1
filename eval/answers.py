"""Answers: are the expected documents cited and the expected words shown, is the unanswerable declined, and
does every citation hold."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.answer.assistant import Assistant
from assistant.check.check import Judge
from assistant.types import Answer, Turn
from eval import judging, libraries
from eval.abstention import abstention, risk_coverage
from eval.cases import CASES, Case, load_cases, located, problems
from eval.command import Command, Result
from eval.intervals import Interval, flat
from eval.judging import measured_judge
from eval.originals import Originals
from eval.results import circumstances, digest_of
from eval.scores import CaseScore, Scorer, values
from ingest.errors import PinciteError

FEEDBACK = "feedback"
"""The kind of a case made of an answer that a reader did not like: it has no evidence until somebody gives it
some."""


def ask_all(cases: Sequence[Case], assistant: Assistant) -> Iterator[tuple[Case, Answer | PinciteError]]:
    """Each case with its answer, or with what broke; a follow-up is asked after the turns that it follows, as
    they were answered."""
    conversations: dict[str, tuple[Turn, ...]] = {"": ()}
    for case in cases:
        history = conversations[case.after]
        try:
            answer = assistant.ask(case.question, history)
        except PinciteError as error:
            conversations[case.id] = (*history, Turn(case.question))
            yield case, error
            continue
        conversations[case.id] = (
            *history,
            Turn(case.question, " ".join(sentence.text for sentence in answer.sentences)),
        )
        yield case, answer


def measure(
    cases: Sequence[Case], assistant: Assistant, models: str = "", judge: Judge | None = None
) -> dict[str, Any]:
    """Ask every case and score the answers. A case that breaks is unscored, with the reason, and counts in no
    metric."""
    view = assistant.library.visible_to()
    cases = located(cases, view)
    scores, unscored = [], {}
    with Originals(view) as originals:
        scorer = Scorer(view, originals, models, judge)
        for case, answer in ask_all(cases, assistant):
            if case.kind == FEEDBACK and not case.evidence:
                unscored[case.id] = "nobody has written down yet what it should have shown"
            elif isinstance(answer, PinciteError):
                unscored[case.id] = answer.message
            else:
                scores.append(scorer.score(case, answer))
    by_case = values(scores)
    return {
        "metrics": _as_json(
            {name: flat(given) for name, given in by_case.items()}
            | abstention([(not one.answerable, one.declined) for one in scores])
        ),
        "by_case": by_case,
        "unscored": unscored,
        "risk_coverage": risk_coverage([(one.answer.pertinence, _worth(one)) for one in scores]),
        "kinds": {
            kind: _as_json({name: flat(given) for name, given in values(of_kind).items()})
            for kind, of_kind in _by_kind(scores).items()
        },
        "cases": [_case_as_json(score) for score in scores],
    }


def _worth(score: CaseScore) -> float:
    """The share of its points that an answer makes; nothing where there was nothing to answer."""
    return sum(made for _, made in score.points) / len(score.points) if score.points else 0.0


def run(options: Namespace) -> Result:
    """Ask every case of the library that the options name."""
    from assistant.build import build_assistant

    path = options.cases or (options.library / "questions.jsonl" if options.library else CASES)
    cases = load_cases(path)
    with libraries.measured_library(options) as (settings, documents):
        judged = measured_judge(options, settings)
        assistant = build_assistant(settings)
        try:
            measured = measure(cases, assistant, settings.models, judged[0] if judged else None)
            wrong = problems(cases, assistant.library.visible_to())
        finally:
            assistant.library.close()
    return {
        "suite": "answers",
        "stem": path.stem,
        "on": circumstances(
            settings=settings.digest,
            chat_model=settings.chat_model,
            judge=options.judge,
            cases=digest_of(path),
            documents=documents,
        ),
        "judge": {"told": str(judged[1]), **asdict(judged[1])} if judged else None,
        "problems": wrong,
        **measured,
    }


def _by_kind(scores: Sequence[CaseScore]) -> dict[str, list[CaseScore]]:
    kinds: dict[str, list[CaseScore]] = {}
    for score in scores:
        kinds.setdefault(score.case.group, []).append(score)
    return kinds


def _as_json(measured: Mapping[str, Interval]) -> dict[str, dict[str, float | int | None]]:
    return {name: asdict(value) for name, value in measured.items()}


def _case_as_json(score: CaseScore) -> dict[str, Any]:
    return {
        "id": score.case.id,
        "kind": score.case.kind,
        "question": score.case.question,
        "expected": score.case.expected,
        "answerable": score.answerable,
        "wanted": [
            {"source": one.source, "quote": one.quote or one.told, "shown": hit} for one, hit in score.shown
        ],
        "points": [{"point": point, "made": made} for point, made in score.points],
        "sentences": [asdict(sentence) for sentence in score.sentences],
        "wrong_words": score.wrong_words,
        "stale": score.stale,
        "answer": score.answer.to_json(),
    }


def text(result: Result, options: Namespace) -> str:
    """The metrics as a table, over all and by kind; each case before it when that was asked for."""
    lines = [line for case in result["cases"] for line in _case_lines(case)] if options.show else []
    lines += [f"! {problem}" for problem in result["problems"]] + [
        f"! {case} is unscored: {reason}" for case, reason in result["unscored"].items()
    ]
    return "\n".join([*lines, *_table(result["metrics"], result["judge"]), "", *_kind_table(result["kinds"])])


def _table(measured: Mapping[str, Mapping[str, Any]], judge: Mapping[str, Any] | None) -> list[str]:
    told = {name: f" ({judge['told']})" if judge and name.startswith("judged") else "" for name in measured}
    return [
        f"{name:<26} {Interval(**value)!s:<24} n={value['n']}{told[name]}"
        for name, value in measured.items()
        if value["n"]
    ]


_BY_KIND = ("point_recall", "document_cited", "quote_shown", "faithfulness", "declined_wrongly", "declined")


def _kind_table(kinds: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> list[str]:
    width = max(map(len, kinds), default=0)
    header = f"{'':<{width}}    n  " + "  ".join(_BY_KIND)
    return [header] + [
        f"{kind:<{width}}  {max(measured[name]['n'] for name in _BY_KIND):>3}  "
        + "  ".join(f"{_mean(measured[name]['mean']):>{len(name)}}" for name in _BY_KIND)
        for kind, measured in kinds.items()
    ]


def _mean(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}"


def _case_lines(case: Mapping[str, Any]) -> list[str]:
    answer = case["answer"]
    lines = [f"{case['id']} ({case['kind']}) {case['question']}"]
    if answer["standalone_question"] != case["question"]:
        lines.append(f"  understood as: {answer['standalone_question']}")
    lines += [f"  expected: {case['expected']}", f"  status: {answer['status']}"]
    for sentence in answer["sentences"]:
        lines.append(f"  - {' '.join(sentence['text'].split())} {sentence['citations']}")
    checks = {check["number"]: check for sentence in case["sentences"] for check in sentence["citations"]}
    for citation in answer["citations"]:
        check = checks[citation["number"]]
        page = f" p. {citation['page']}" if citation["page"] else ""
        wrong = ("" if check["quote_exact"] else " QUOTE NOT EXACT") + (
            " WRONG PAGE" if check["page_right"] is False else ""
        )
        lines.append(
            f"    [{citation['number']}] {citation['source']}{page}"
            f" {citation['start']}–{citation['end']}{wrong}"
        )
    if answer["missing"]:
        lines.append(f"  missing: {answer['missing']}")
    lines += [f"  {'made' if one['made'] else 'MISS'} {one['point']}" for one in case["points"]]
    lines += [f"  WRONG: it shows “{words}”" for words in case["wrong_words"]]
    lines += [f"  STALE: {slug} is overtaken" for slug in case["stale"]]
    if not case["answerable"]:
        lines.append(
            "  declined, as it should"
            if answer["status"] == "abstained"
            else "  MISS: it should have declined"
        )
    return [*lines, ""]


def add_options(parser: ArgumentParser) -> None:
    """Declare the options."""
    told = (
        "JSON Lines of questions with their expected evidence (default: DIR/questions.jsonl of --library,"
        " else those on the sample library)"
    )
    parser.add_argument("--cases", type=Path, metavar="FILE", help=told)
    libraries.add_options(parser)
    judging.add_options(parser)
    parser.add_argument(
        "--show", action="store_true", help="print each case: question, expected, answer, hit or miss"
    )


COMMAND = Command(
    "answers", "Ask a file of questions and check the answers and every citation.", add_options, run, text
)
