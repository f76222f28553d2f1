import gzip
import json

import pytest

from eval.__main__ import main
from eval.cases import Case, ExpectedQuote
from eval.retrieval import case_queries, document_scores, load_queries, ranked_documents
from ingest.errors import UsageError
from ingest.types import Hit, Passage

CORPUS = [
    {
        "_id": "bridge",
        "title": "Bridges",
        "text": "The bridge of Ulm was built in 1832. It carries two lanes.",
    },
    {"_id": "tunnel", "title": "Tunnels", "text": "The tunnel of Ulm was dug in 1901. It carries one track."},
    {"_id": "apples", "title": "Apples", "text": "Apples ripen in autumn and keep until spring."},
]
QUERIES = [
    {
        "_id": "1",
        "text": "When was the bridge of Ulm built?",
        "rewrite": "When was the bridge of Ulm built?",
        "history": [],
        "turn": 1,
    },
    {
        "_id": "2",
        "text": "And the tunnel?",
        "rewrite": "When was the tunnel of Ulm dug?",
        "turn": 2,
        "history": [
            {"speaker": "user", "text": "When was the bridge of Ulm built?"},
            {"speaker": "agent", "text": "In 1832."},
        ],
    },
    {
        "_id": "3",
        "text": "Nothing is relevant to this.",
        "rewrite": "Nothing is relevant to this.",
        "history": [],
        "turn": 1,
    },
]
QRELS = "query-id\tcorpus-id\tscore\n1\tbridge\t1\n2\ttunnel\t1\n"


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    for name, rows in (("corpus", CORPUS), ("queries", QUERIES)):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    (folder / "qrels.tsv").write_text(QRELS, encoding="utf-8")
    return folder


def test_queries_without_relevant_documents_are_left_out_and_history_becomes_turns(data):
    first, second = load_queries(data)
    assert (first.history, second.text) == ((), "And the tunnel?")
    assert [(turn.question, turn.answer) for turn in second.history] == [
        ("When was the bridge of Ulm built?", "In 1832.")
    ]


def test_a_folder_of_another_layout_is_named(tmp_path):
    with pytest.raises(UsageError, match=str(tmp_path)):
        load_queries(tmp_path)


def test_metrics_of_a_ranking_worked_out_by_hand():
    scores = document_scores(["x", "a", "y", "b"], {"a": 1, "b": 1, "c": 1})
    gain, ideal = 1 / 1.5849625 + 1 / 2.3219281, 1 + 1 / 1.5849625 + 1 / 2
    assert scores == pytest.approx(
        {"recall@5": 2 / 3, "recall@10": 2 / 3, "ndcg@5": gain / ideal, "ndcg@10": gain / ideal, "mrr": 0.5},
        abs=1e-4,
    )
    assert set(document_scores([], {"a": 1}).values()) == {0.0}


def test_a_document_is_ranked_at_its_best_passage_and_each_section_of_distractors_is_one():
    found = [
        Hit(Passage(source, number, 0, 1, "x", heading), 0.0)
        for source, number, heading in (
            ("a", 3, ""),
            ("distractors-1", 1, "x"),
            ("a", 1, "y"),
            ("distractors-1", 2, "x"),
            ("distractors-1", 3, "z"),
        )
    ]
    assert ranked_documents(found) == ["a", "distractors-1/x", "distractors-1/z"]


@pytest.mark.model
def test_every_method_is_measured_on_every_input(data, tmp_path, capsys):
    assert main(["retrieval", "--data", str(data), "--json", "--results", str(tmp_path / "results")]) == 0
    result = json.loads(capsys.readouterr().out)
    methods, inputs = ("bm25", "dense", "fused", "reranked", "pipeline"), ("last", "history", "rewrite")
    assert set(result["rows"]) == {f"{method}/{given}" for method in methods for given in inputs}
    assert {"recall@5", "recall@10", "ndcg@5", "ndcg@10", "mrr", "p50_ms", "p95_ms"} <= result["rows"][
        "pipeline/history"
    ].keys()
    assert result["queries"] == 2
    assert result["rows"]["pipeline/rewrite"]["mrr"] == 1.0
    assert result["rows"]["pipeline/history"]["groups"]["turn 2"]["n"] == 1


@pytest.mark.model
def test_rows_that_the_data_has_nothing_for_are_left_out(data, tmp_path, capsys):
    plain = [{"_id": query["_id"], "text": query["text"]} for query in QUERIES]
    (data / "queries.jsonl").write_text("\n".join(map(json.dumps, plain)), encoding="utf-8")
    assert main(["retrieval", "--data", str(data), "--json", "--results", str(tmp_path / "results")]) == 0
    assert {name.split("/")[1] for name in json.loads(capsys.readouterr().out)["rows"]} == {"last"}


@pytest.mark.model
def test_distractors_are_searched_as_well_and_each_stands_for_itself(data, tmp_path, capsys):
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    rows = [
        {
            "_id": str(n),
            "title": "",
            "text": f"The ferry number {n} of Ulm was built long ago and carries no lanes at all.",
        }
        for n in range(30)
    ]
    with gzip.open(foreign / "rows.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.write("\n".join(map(json.dumps, rows)))
    given = [
        "retrieval",
        "--data",
        str(data),
        "--distractors",
        str(foreign),
        "--cache",
        str(tmp_path / "cache"),
        "--json",
    ]
    given += ["--results", str(tmp_path / "results")]
    assert main(given) == 0
    first = json.loads(capsys.readouterr().out)
    assert first["passages"] == len(CORPUS) + len(rows)
    assert first["rows"]["pipeline/rewrite"]["mrr"] == 1.0
    assert main(given) == 0  # with the library that is there already
    assert json.loads(capsys.readouterr().out)["passages"] == first["passages"]


def test_cases_of_our_own_are_queries_after_the_questions_that_they_follow():
    quote = (ExpectedQuote("bridge", "built in 1832"),)
    cases = [
        Case("A", "single-fact", "When was the bridge built?", "", quote),
        Case("B", "follow-up 1/1", "And by whom?", "", quote, after="A"),
        Case("C", "unanswerable", "Who won?", "", ()),
    ]
    first, second = case_queries(cases, ["bridge"])
    assert (first.history, first.relevant) == ((), {"bridge": 1})
    assert [turn.question for turn in second.history] == ["When was the bridge built?"]


@pytest.mark.model
def test_our_own_cases_are_ranked_on_the_sample_library(tmp_path, capsys):
    cases = tmp_path / "cases.jsonl"
    case = {
        "id": "A",
        "kind": "single-fact",
        "question": "What sentence does material support carry?",
        "expected": "",
    }
    cases.write_text(
        json.dumps(case | {"evidence": [{"source": "material-support", "quote": "x"}]}), encoding="utf-8"
    )
    assert main(["retrieval", "--cases", str(cases), "--json", "--results", str(tmp_path / "results")]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["rows"]["pipeline/last"]["recall@5"] == 1
    assert printed["stem"] == "cases"
