"""Requests: is an answer of use to a staffer, whatever kind of thing was asked: which of the facts that it
must hold stand in it, how much is beside the point, and how soon the first vital fact comes."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from eval import libraries
from eval.asked import Asked, answered_before, ask_all, written
from eval.command import Command, Result
from eval.compare import difference
from eval.intervals import Interval
from eval.nuggets import SHARES, Score, by_case, figures, intervals, reply_of, score
from eval.peers import score_peers, searches, vector_store
from eval.request_cases import REQUESTS, Request, chosen, load_requests, problems
from eval.results import circumstances, digest_of
from ingest.embed import LocalEmbeddings

ALL = "ALL"
"""Stands for every kind."""
_Scores = Sequence[Score]


def measure(scores: _Scores, peers: Mapping[str, _Scores]) -> dict[str, Any]:
    """The figures of all and of each kind, ours and every peer's; their intervals; and by how much more of
    the vital facts ours holds than each peer on the same requests."""
    kinds, shares = _by_kind(scores), by_case(scores)
    metrics = {
        name if kind == ALL else f"{name} {kind}": told
        for kind, of in kinds.items()
        for name, told in intervals(of).items()
        if kind == ALL or name in SHARES
    } | {
        f"vital_recall over {name}": difference(by_case(theirs)["vital_recall"], shares["vital_recall"])
        for name, theirs in peers.items()
    }
    return {
        "figures": {kind: figures(of) for kind, of in kinds.items()},
        "peers": {
            name: {kind: figures(of) for kind, of in _by_kind(theirs).items()}
            for name, theirs in peers.items()
        },
        "metrics": {name: asdict(told) for name, told in metrics.items()},
        "by_case": shares,
    }


def _by_kind(scores: _Scores) -> dict[str, list[Score]]:
    kinds: dict[str, list[Score]] = {}
    for one in scores:
        for kind in (one.request.kind, ALL):
            kinds.setdefault(kind, []).append(one)
    return kinds


@dataclass(frozen=True, slots=True)
class _Found:
    """What was asked and how it scores, with the peers' scores beside it, the faults of the requests, and
    what all of it depends on."""

    asked: Sequence[Asked]
    scores: _Scores
    on: Mapping[str, str]
    problems: Sequence[str] = ()
    peers: Mapping[str, _Scores] = field(default_factory=dict)


def run(options: Namespace) -> Result:
    """Ask every request of the library that the options name, or take the answers that they name, and score
    them; with the peers where these are asked for."""
    path = options.cases or (options.library / "requests.jsonl" if options.library else REQUESTS)
    requests = chosen(load_requests(path), options.only)
    needs_library = options.peers or not options.answers
    found = _in_library(options, requests) if needs_library else _kept(options, requests)
    answers = [one.answer for one in found.asked if one.answer is not None]
    result = {
        "suite": "requests",
        "stem": path.stem,
        "on": circumstances(**found.on, cases=digest_of(path), only=options.only),
        "problems": found.problems,
        "unscored": {one.request.id: one.broke for one in found.asked if one.answer is None},
        **measure(found.scores, found.peers),
        "cases": [_case_as_json(one, answer) for one, answer in zip(found.scores, answers, strict=True)],
    }
    if options.json:  # standard output is a program's
        print(*_told(result, options), sep="\n", end="", file=sys.stderr)
    return result


def _kept(options: Namespace, requests: Sequence[Request]) -> _Found:
    asked = list(answered_before(options.answers, requests))
    return _Found(asked, _scored(asked), {"answers": digest_of(options.answers)})


def _in_library(options: Namespace, requests: Sequence[Request]) -> _Found:
    from assistant.build import build_assistant

    with libraries.measured_library(options) as (settings, documents):
        assistant = build_assistant(settings)
        try:
            view = assistant.library.visible_to()
            if options.answers:
                found = _kept(options, requests)
            else:
                asked = list(written(ask_all(requests, assistant), options.out))
                on = {"settings": settings.digest, "chat_model": settings.chat_model}
                found = _Found(asked, _scored(asked), on)
            peers = {}
            if options.peers:
                kept = options.cache / f"peers-{documents}.json" if options.cache else None
                store = vector_store(view, LocalEmbeddings(settings.models), kept)
                peers = score_peers(found.scores, searches(store, settings.models))
            wrong = problems(requests, view)
        finally:
            assistant.library.close()
    on = {**found.on, "documents": documents, "peers": ", ".join(peers)}
    return replace(found, on=on, problems=wrong, peers=peers)


def _scored(asked: Sequence[Asked]) -> list[Score]:
    return [score(one.request, reply_of(one.answer), one.seconds) for one in asked if one.answer is not None]


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
    """The figures by kind, each row with its intervals and with what the peers show of the vital facts."""
    return {
        kind: {
            **row,
            **_beside(result, kind),
            "intervals": {
                name: [told["low"], told["high"]]
                for name in row
                if (told := result["metrics"].get(name if kind == ALL else f"{name} {kind}"))
            },
        }
        for kind, row in result["figures"].items()
    }


def _beside(result: Result, kind: str) -> dict[str, Any]:
    told = ("vital_recall", "all_recall", "words", "p50_s")
    peers = {name: {one: rows[kind][one] for one in told} for name, rows in result["peers"].items()}
    return {"peers": peers} if peers else {}


def text(result: Result, options: Namespace) -> str:
    """The figures as a table by kind, and those of all with their intervals; each answer before it when that
    was asked for."""
    lines = [*_told(result, options), *_kind_table(result["figures"]), "", *_peer_table(result)]
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
    "words_before_first_vital": "before",
    "words_before_first_vital_quote": "before, quote",
    "words": "words",
    "p50_s": "p50 s",
}


def _kind_table(rows: Mapping[str, Mapping[str, Any]]) -> list[str]:
    width = max(map(len, rows), default=0)
    lines = [" " * width + "".join(f"  {told:>6}" for told in _COLUMNS.values())]
    for kind in _kinds_last_all(rows):
        cells = (f"  {_cell(rows[kind][name]):>{max(6, len(told))}}" for name, told in _COLUMNS.items())
        lines.append(f"{kind:<{width}}" + "".join(cells))
    return lines


def _peer_table(result: Result) -> list[str]:
    """The share of the vital facts by kind, ours and the peers', and in how many words."""
    if not result["peers"]:
        return []
    columns = {"ours": result["figures"], **result["peers"]}
    width = max(map(len, result["figures"]))
    lines = [f"{'vital':<{width}}" + "".join(f"  {name:>16}" for name in columns)]
    for kind in _kinds_last_all(result["figures"]):
        cells = (f"  {_cell(rows[kind]['vital_recall']):>16}" for rows in columns.values())
        lines.append(f"{kind:<{width}}" + "".join(cells))
    words = (f"  {rows[ALL]['words']:>16}" for rows in columns.values())
    lines.append(f"{'words':<{width}}" + "".join(words))
    lines += [
        f"{name:<38} {Interval(**told)}"
        for name, told in result["metrics"].items()
        if name.startswith("vital_recall over ")
    ]
    return [*lines, ""]


def _kinds_last_all(rows: Mapping[str, Any]) -> list[str]:
    return [*(kind for kind in rows if kind != ALL), *(kind for kind in rows if kind == ALL)]


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
    read_as = f", read as {answer['kind']}" if answer.get("kind") else ""
    lines.append(
        f"  {answer['status']}{read_as}; expected: {case['expected']}, {met}; {case['seconds']:.1f} s"
    )
    sources = {one["number"]: one["source"] for one in answer.get("citations") or ()}
    for number, sentence in enumerate(answer.get("sentences") or (), start=1):
        held = [
            str(place) for place, one in enumerate(case["nuggets"], start=1) if number in one["sentences"]
        ]
        mark = f"holds {', '.join(held)}" if held else "OFF THE POINT"
        cited = ", ".join(dict.fromkeys(sources.get(one, "?") for one in sentence["citations"]))
        heading = f"{sentence['heading']}: " if sentence.get("heading") else ""
        lines.append(f"  {number}. {heading}{' '.join(sentence['text'].split())} [{cited}] — {mark}")
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
        "--peers",
        action="store_true",
        help="also what LangChain's quick start, and a hybrid search with a cross-encoder, show in as many"
        " words",
    )
    parser.add_argument(
        "--cache", type=Path, metavar="DIR", help="keep the peers' vectors here, and use those that are here"
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
