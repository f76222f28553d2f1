"""Retrieval: how well passages are ranked for questions asked in a conversation, by each method and for each
way of putting the question.

With `--data`, the folder is a multi-turn benchmark in the BEIR layout (Thakur et al. 2021; MTRAG, Katsis et
al. 2025): `corpus.jsonl` of `_id`, `title`, `text`; `queries.jsonl` of `_id`, `text` and, where there are
any, `history`, `rewrite`, `turn`, `answerability`; `qrels.tsv`. Without, the questions are cases of our own,
on a library of ours, and relevant are the documents of their evidence."""

from __future__ import annotations

import csv
import json
import sys
import tempfile
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from assistant.build import open_library
from assistant.lexicon.rules import our_rules
from assistant.query.query import Query, read_query
from assistant.retrieval.options import RERANKED, search
from assistant.retrieval.retriever import DEPTH, Retriever, fuse
from assistant.settings import read_settings
from assistant.types import Turn
from eval.cases import CASES, Case, load_cases, wanted
from eval.command import Command, Result
from eval.distractors import Distractors, add_distractors
from eval.intervals import interval
from eval.libraries import add_options as add_library_options
from eval.libraries import measured_library
from eval.results import circumstances, digest_of
from ingest.errors import UsageError
from ingest.library import Library, Original, new_source
from ingest.load import load
from ingest.passages import SPLITTER, split_passages
from ingest.types import Hit, Metadata
from ingest.view import View

METHODS = ("bm25", "dense", "fused", "reranked", "pipeline")
METRICS = ("recall@5", "recall@10", "ndcg@5", "ndcg@10", "mrr")
_RANKED = 10  # how many documents of a ranking are scored


@dataclass(frozen=True, slots=True)
class LabelledQuery:
    """A turn of a conversation, the turns before it, how a person rewrote it to stand alone (or nothing), and
    the relevant documents."""

    id: str
    text: str
    history: tuple[Turn, ...]
    rewrite: str
    group: Mapping[str, str]
    relevant: Mapping[str, int]


def load_queries(folder: Path) -> list[LabelledQuery]:
    """The queries for which the folder knows relevant documents.

    Raises:
        UsageError: a file is missing or not of the layout.
    """
    relevant: dict[str, dict[str, int]] = {}
    try:
        with (folder / "qrels.tsv").open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines, delimiter="\t"):
                relevant.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
        return [
            _query(row, relevant[row["_id"]])
            for row in _rows(folder / "queries.jsonl")
            if any(relevant.get(row["_id"], {}).values())
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{folder}: not a retrieval benchmark: {error!r}",
            hint="--data DIR holds corpus.jsonl, queries.jsonl and qrels.tsv",
        ) from error


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _query(row: Mapping[str, Any], relevant: Mapping[str, int]) -> LabelledQuery:
    turns: list[Turn] = []
    for said in row.get("history") or ():
        if said["speaker"] == "user":
            turns.append(Turn(said["text"]))
        elif turns:
            turns[-1] = Turn(turns[-1].question, said["text"])
    group = {name: str(row[name]) for name in ("turn", "answerability") if name in row}
    return LabelledQuery(row["_id"], row["text"], tuple(turns), row.get("rewrite") or "", group, relevant)


def document_scores(ranked: Sequence[str], relevant: Mapping[str, int]) -> dict[str, float]:
    """Every metric of one ranking, by `ir-measures` (MacAvaney et al. 2022)."""
    import ir_measures

    measures = {
        name: ir_measures.parse_measure(given)
        for name, given in zip(METRICS, ("R@5", "R@10", "nDCG@5", "nDCG@10", "RR"), strict=True)
    }
    run = {"q": {document: float(len(ranked) - rank) for rank, document in enumerate(ranked)} or {"": 0.0}}
    found = ir_measures.calc_aggregate(measures.values(), {"q": dict(relevant)}, run)
    return {name: float(found[measure]) for name, measure in measures.items()}


def ranked_documents(hits: Sequence[Hit]) -> list[str]:
    """The documents of the hits, each at its best passage. A source is one document of the corpus, or
    distractors, of which each section is one."""
    names = (
        (
            f"{hit.passage.source}/{hit.passage.heading}"
            if hit.passage.source.startswith("distractors-")
            else hit.passage.source
        )
        for hit in hits
    )
    return list(islice(dict.fromkeys(names), _RANKED))


def search_methods(view: View) -> dict[str, Callable[[Query], list[Hit]]]:
    """Each method, as what it finds for a turn."""
    retriever, options = Retriever(view, our_rules()), search(RERANKED)

    def bm25(turn: Query) -> list[Hit]:
        return fuse([view.full_text(search, DEPTH) for search in turn.searches])

    def dense(turn: Query) -> list[Hit]:
        return fuse([view.nearest(search, DEPTH) for search in turn.searches])

    def fused(turn: Query) -> list[Hit]:
        return retriever.fused(turn.searches)

    def reranked(turn: Query) -> list[Hit]:
        return retriever.reranked(turn.variants[:1], fused(turn)[:RERANKED])

    return dict(
        zip(
            METHODS,
            (
                bm25,
                dense,
                fused,
                reranked,
                lambda turn: retriever.within(turn.period.asked).passages(turn, options),
            ),
            strict=True,
        )
    )


def case_queries(cases: Sequence[Case], sources: Collection[str]) -> list[LabelledQuery]:
    """The answerable cases as queries, each after the questions that it follows."""
    before: dict[str, tuple[Turn, ...]] = {"": ()}
    found = []
    for case in cases:
        history = before[case.after]
        before[case.id] = (*history, Turn(case.question))
        if relevant := {one.source: 1 for one in wanted(case, sources)}:
            found.append(LabelledQuery(case.id, case.question, history, "", {"kind": case.group}, relevant))
    return found


def _turn(query: LabelledQuery, given: str) -> Query:
    if given == "history":
        return read_query(query.text, our_rules(), history=query.history)
    return read_query(query.rewrite if given == "rewrite" else query.text, our_rules())


def run(options: Namespace) -> Result:
    """Every method on every input that the data has."""
    if options.data is None:
        path = options.cases or (options.library / "questions.jsonl" if options.library else CASES)
        cases = load_cases(path)
        with measured_library(options) as (settings, documents):
            library = open_library(settings)
            queries = case_queries(cases, [source.slug for source in library.whole().sources])
            return _measured(
                library, queries, path.stem, circumstances(cases=digest_of(path), documents=documents)
            )
    queries = load_queries(options.data)
    on = circumstances(
        data=digest_of(options.data), distractors=str(options.distractors and options.distractors.name)
    )
    with (
        nullcontext(options.cache) if options.cache else tempfile.TemporaryDirectory(prefix="pincite-eval-")
    ) as cache:
        return _measured(_library(options, Path(cache)), queries, options.data.name, on)


def _measured(library: Library, queries: Sequence[LabelledQuery], stem: str, on: Mapping[str, Any]) -> Result:
    """The figures of a library, which is closed."""
    inputs = (
        ["last"]
        + ["history"] * any(query.history for query in queries)
        + ["rewrite"] * all(query.rewrite for query in queries)
    )
    try:
        methods = search_methods(library.visible_to())
        methods["pipeline"](read_query("a first question loads the models", our_rules()))
        rows = {
            f"{method}/{given}": _row(methods[method], partial(_turn, given=given), queries)
            for given in inputs
            for method in METHODS
        }
        passages = library.whole().size()
    finally:
        library.close()
    by_query = {name: told.pop("by_query") for name, told in rows.items()}
    return {
        "suite": "retrieval",
        "stem": stem,
        "on": on,
        "queries": len(queries),
        "passages": passages,
        "metrics": {
            f"{row} {metric}": told["intervals"][metric] for row, told in rows.items() for metric in METRICS
        },
        "by_case": {
            f"{row} {metric}": {case: [score[metric]] for case, score in told.items()}
            for row, told in by_query.items()
            for metric in METRICS
        },
        "rows": rows,
    }


def _row(
    search: Callable[[Query], list[Hit]],
    turn_of: Callable[[LabelledQuery], Query],
    queries: Sequence[LabelledQuery],
) -> dict[str, Any]:
    scores, seconds = [], []
    for query in queries:
        started = time.perf_counter()
        hits = search(turn_of(query))
        seconds.append(time.perf_counter() - started)
        scores.append(document_scores(ranked_documents(hits), query.relevant))
    groups: dict[str, list[dict[str, float]]] = {}
    for query, score in zip(queries, scores, strict=True):
        for name, value in query.group.items():
            groups.setdefault(f"{name} {value}", []).append(score)
    return {
        **{name: round(float(np.mean([score[name] for score in scores])), 4) for name in METRICS},
        "p50_ms": round(median(seconds) * 1000, 1),
        "p95_ms": round(float(np.percentile(seconds, 95)) * 1000, 1),
        "intervals": {name: asdict(interval([score[name] for score in scores])) for name in METRICS},
        "by_query": {query.id: score for query, score in zip(queries, scores, strict=True)},
        "groups": {
            name: (
                {"n": len(of)}
                | {metric: round(float(np.mean([one[metric] for one in of])), 4) for metric in METRICS}
            )
            for name, of in sorted(
                groups.items(), key=lambda group: (group[0].split()[0], len(group[0]), group[0])
            )
        },
    }


def _library(options: Namespace, cache: Path) -> Library:
    distractors = Distractors(options.distractors, 10**6, 10**9) if options.distractors else None
    corpus, beside = (
        digest_of(options.data / "corpus.jsonl"),
        distractors.folder.name if distractors else "alone",
    )
    name = f"{corpus}-{SPLITTER.replace('/', '-')}-{beside}"
    library = open_library(read_settings(home=str(cache / name)), create=True)
    add_corpus(library, options.data)
    if distractors:
        add_distractors(library, distractors)
    return library


def add_corpus(library: Library, folder: Path, only: Collection[str] = ()) -> None:
    """Store the documents of a benchmark, or of it those that are named; what is stored stays."""
    stored = {source.slug for source in library.whole().sources}
    with library.writing():
        for number, row in enumerate(_rows(folder / "corpus.jsonl"), start=1):
            if row["_id"] in stored or not row["text"].strip() or (only and row["_id"] not in only):
                continue
            data = row["text"].encode()
            document = load(data, name="text.txt", media_type="text/plain")
            known = Metadata(slug=row["_id"], title=row.get("title") or "")
            source = new_source(known, document, data, f"{row['_id']}.txt", frozenset({"public"}))
            library.add(document, split_passages(document, row["_id"]), Original(data, "text.txt"), source)
            if number % 500 == 0:
                print(f"eval: {number} documents stored", file=sys.stderr)


def text(result: Result, _: Namespace) -> str:
    """The rows as a table, then the full pipeline's figures by turn and answerability."""
    lines = [
        f"{result['queries']} queries, {result['passages']} passages",
        f"{'':<18}" + "".join(f"{name:>22}" for name in METRICS) + "   p50   p95 ms",
    ]
    for name, row in result["rows"].items():
        cells = "".join(
            f"{row[metric]:.3f} [{row['intervals'][metric]['low']:.3f},"
            f" {row['intervals'][metric]['high']:.3f}]".rjust(22)
            for metric in METRICS
        )
        lines.append(f"{name:<18}{cells} {row['p50_ms']:>5.0f} {row['p95_ms']:>5.0f}")
    for name, row in result["rows"].items():
        if name.startswith("pipeline/"):
            lines += ["", f"{name:<30}    n" + "".join(f"{metric:>11}" for metric in METRICS)]
            lines += [
                f"  {group:<28} {of['n']:>4}" + "".join(f"{of[metric]:>11.3f}" for metric in METRICS)
                for group, of in row["groups"].items()
            ]
    return "\n".join(lines)


def add_options(parser: ArgumentParser) -> None:
    """Declare the options."""
    told = "a benchmark: DIR/corpus.jsonl, DIR/queries.jsonl and DIR/qrels.tsv (default: cases of our own)"
    parser.add_argument("--data", type=Path, metavar="DIR", help=told)
    add_library_options(parser)
    parser.add_argument("--cases", type=Path, metavar="FILE", help="the cases (default: as for `answers`)")
    parser.add_argument(
        "--distractors",
        type=Path,
        metavar="DIR",
        help="search also among the foreign passages of DIR/*.jsonl.gz",
    )
    parser.add_argument(
        "--cache", type=Path, metavar="DIR", help="keep the libraries here, and use those that are here"
    )


COMMAND = Command(
    "retrieval",
    "Rank the passages of a benchmark by each method, for each way of putting the question.",
    add_options,
    run,
    text,
    ("ir_measures",),
)
