import json
import re
from datetime import date

import pytest
from lxml import html

from eval.__main__ import main
from eval.gate import Floor
from eval.report import newest_results, page

# Where there is no list of fonts yet, matplotlib starts a program that makes one.
pytestmark = pytest.mark.process

HOSTILE_TITLE = '<img src="https://evil.example/x.png"> & Co'


def answers(*, made, when, quote="The duty is paused."):
    """A saved result of two cases: one that misses a point (or makes it), one that is declined as it should
    be."""
    citation = {"number": 1, "title": HOSTILE_TITLE, "source": "pause", "page": 2, "quote": quote}
    sentence = {"text": "The duty is paused.", "verdict": "supported", "citations": [1]}
    checks = {
        "number": 1,
        "quote_exact": True,
        "in_original": True,
        "page_right": True,
        "precise": True,
        "judged_precise": None,
    }
    scored = {
        "text": sentence["text"],
        "recalled": True,
        "judged_recalled": None,
        "faithful": True,
        "attributed": True,
        "citations": [checks],
    }
    answered = {
        "status": "answered",
        "sentences": [sentence],
        "citations": [citation],
        "withheld": [],
        "missing": None,
    }
    declined = {
        "status": "abstained",
        "sentences": [],
        "citations": [],
        "withheld": [],
        "missing": "Nothing on chess.",
    }
    nothing: dict[str, list[object]] = {
        "wanted": [],
        "points": [],
        "sentences": [],
        "wrong_words": [],
        "stale": [],
    }
    cases = [
        {
            **nothing,
            "id": "A",
            "kind": "timeline",
            "question": "Until when?",
            "expected": "March.",
            "answerable": True,
            "points": [{"point": "It is paused until March.", "made": made}],
            "sentences": [scored],
            "answer": answered,
        },
        {
            **nothing,
            "id": "B",
            "kind": "unanswerable",
            "question": "Who won?",
            "expected": "",
            "answerable": False,
            "answer": declined,
        },
    ]
    mean = float(made)
    return {
        "suite": "answers",
        "stem": "cases-bundled",
        "problems": [],
        "unscored": {"C": "the service was away"},
        "judge": None,
        "kinds": {},
        "on": {"cases": "c", "documents": "d", "date": when, "machine": {"cpus": 2, "load": 0.1}},
        "metrics": {"point_recall": {"mean": mean, "low": mean, "high": mean, "n": 1}},
        "by_case": {"point_recall": {"A": [mean]}},
        "risk_coverage": {"curve": [{"coverage": 0.5, "risk": 0.0}, {"coverage": 1.0, "risk": 1 - mean}]},
        "cases": cases,
    }


FLOORS = [Floor("answers", "point_recall", "aimed at", date(2026, 11, 24), at_least=0.75)]


@pytest.fixture
def results(tmp_path):
    for name, result in (
        ("old", answers(made=True, when="2026-11-01")),
        ("new", answers(made=False, when="2026-11-02")),
    ):
        (tmp_path / f"answers-{name}.json").write_text(json.dumps(result), encoding="utf-8")
    return tmp_path


def test_the_page_shows_what_failed_so_that_a_person_can_read_it(results):
    text = html.fromstring(page(newest_results(results), FLOORS)).text_content()
    told = " ".join(text.split())
    assert "0 of 1 floors are met." in told
    assert "at least 0.75" in told and "NO" in told
    assert "-1.000 [-1.000, -1.000]; worse: A" in told, "against the run before"
    assert "A: Until when?" in told and "A point is missed: It is paused until March." in told
    assert f"[1] {HOSTILE_TITLE}, p. 2 (pause)" in told
    assert "C could not be scored: the service was away" in told
    assert "Who won?" not in told, "what was declined rightly has not failed"


def test_the_page_asks_for_nothing_outside_itself(results):
    made = page(newest_results(results), FLOORS)
    tree = html.fromstring(made)
    assert not tree.xpath("//script | //link | //img | //iframe"), "a document's markup is text"
    assert all(href.startswith("#") for href in tree.xpath("//@href | //@src"))
    assert not re.search(r"url\((?!#)|@import", made)


def test_a_floor_without_a_figure_is_missed(results):
    floors = [*FLOORS, Floor("answers", "faithfulness", "by construction", date(2026, 11, 24), at_least=1.0)]
    told = " ".join(html.fromstring(page(newest_results(results), floors)).text_content().split())
    assert "0 of 2 floors are met." in told and "not measured" in told


def test_each_suite_has_its_section_and_plots(results):
    def interval(mean):
        return {"mean": mean, "low": mean, "high": mean, "n": 2}

    row = {
        "p50_ms": 100.0,
        "p95_ms": 200.0,
        "intervals": {"recall@5": interval(0.5), "recall@10": interval(0.75)},
    }
    ask = {"passages": 80, "p50_ms": 400.0, "p95_ms": 500.0, "first_p50_ms": 390.0, "first_p95_ms": 480.0}
    on = {"date": "2026-11-02", "machine": {}}
    wrong = {
        "case": "S1",
        "error": "number",
        "text": "It costs 30.",
        "quote": "It costs 25.",
        "source": "law",
        "verdict": "supported",
        "score": 0.9,
        "reason": "",
    }
    more = [
        {
            "suite": "retrieval",
            "stem": "govt",
            "rows": {"dense/history": row},
            "metrics": {"dense/history recall@5": interval(0.5)},
        },
        {
            "suite": "performance",
            "stem": "library",
            "asks": {"sample": ask},
            "metrics": {"ask_p50_ms": interval(400.0)},
        },
        {
            "suite": "support",
            "stem": "dev",
            "calibration": [{"score": 0.9, "supported": 0.8, "n": 9}],
            "metrics": {"auroc": interval(0.78)},
            "datasets": {
                "wice": {
                    "n": 9,
                    "balanced_accuracy": 74.0,
                    "balanced_accuracy_95": [65.1, 81.8],
                    "auroc": 80.1,
                }
            },
        },
        {
            "suite": "statements",
            "stem": "statements-bundled",
            "wrong": [wrong],
            "metrics": {"errors stopped": interval(0.9)},
        },
        {
            "suite": "hostile",
            "stem": "all",
            "attempts": [
                {
                    "name": "a",
                    "kind": "visible",
                    "drafter": "quotes",
                    "ways": ["goal shown as fact"],
                    "question": "Who?",
                    "answer": "<b>Nobody</b>",
                }
            ],
            "alarms": [],
            "succeeded": {"quotes": interval(1.0)},
            "kinds": {"visible": {"quotes": interval(1.0)}},
            "metrics": {"attacks stopped, quotes": interval(0.0)},
        },
    ]
    for result in more:
        (results / f"{result['suite']}.json").write_text(json.dumps({"on": on, **result}), encoding="utf-8")
    tree = html.fromstring(page(newest_results(results), FLOORS))
    titles = [
        "Answers: cases-bundled",
        "Statements: statements-bundled",
        "Hostile: all",
        "Support: dev",
        "Retrieval: govt",
        "Performance: library",
    ]
    assert tree.xpath("//h2/text()") == titles
    assert len(tree.xpath("//figure/*[local-name()='svg']")) == 5
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids)), "plots keep their ids apart"
    told = " ".join(tree.text_content().split())
    for words in (
        "wice",
        "74.0 [65.1, 81.8]",
        "It passed, with a wrong number.",
        "goal shown as fact",
        "<b>Nobody</b>",
        "80 passages: first sentence",
    ):
        assert words in told


def test_requests_that_lack_a_vital_fact_are_shown_with_what_was_said(results):
    quote = {"number": 1, "title": "Ferry Act", "source": "act", "page": None, "quote": "Two radios."}
    said = {"text": "It tells of radios.", "verdict": "supported", "citations": [1]}
    nuggets = [
        {"text": "The fine is 9 crowns.", "vital": True, "sentences": []},
        {"text": "Two radios are needed.", "vital": True, "sentences": [1]},
        {"text": "The act is of May.", "vital": False, "sentences": []},
    ]
    case = {
        "id": "R1",
        "kind": "figures",
        "history": ["Which ferries?"],
        "request": "and the fine?",
        "expected": "answer",
        "met": True,
        "nuggets": nuggets,
        "answer": {"sentences": [said], "citations": [quote], "withheld": [], "missing": None},
    }
    ferried = {**case, "id": "R2", "request": "Which ferry won?", "expected": "decline", "met": False}
    figures = {"n": 2, "vital_recall": 0.25, "all_recall": 0.5, "off_point": 0.125, "met": 0.5}
    made = {
        "suite": "requests",
        "stem": "requests-bundled",
        "on": {"date": "2026-11-02", "machine": {}},
        "figures": {"figures": figures},
        "metrics": {"vital_recall": {"mean": 0.25, "low": 0.0, "high": 0.5, "n": 4}},
        "cases": [case, {**ferried, "nuggets": []}, {**case, "id": "R3", "nuggets": nuggets[1:]}],
    }
    (results / "requests.json").write_text(json.dumps(made), encoding="utf-8")
    floors = [Floor("requests", "vital_recall", "aimed at", date(2026, 11, 28), at_least=0.5)]
    told = " ".join(html.fromstring(page(newest_results(results), floors)).text_content().split())
    assert "Requests: requests-bundled" in told and "vital facts that the answers hold" in told
    assert "0 of 1 floors are met." in told
    assert "R1: Which ferries? → and the fine?" in told
    assert "A vital fact is missed: The fine is 9 crowns." in told
    assert "A vital fact is missed: The act is of May." not in told
    assert "R2: Which ferries? → Which ferry won?" in told and "It should have got: decline." in told
    assert "R3" not in told, "it lacks nothing vital"


def test_the_command_writes_the_page_and_names_what_is_missing(results, tmp_path, capsys):
    assert main(["report", "--results", str(results)]) == 0
    assert capsys.readouterr().out.strip() == str(results / "report.html")
    assert (results / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert main(["report", "--results", str(tmp_path / "nowhere")]) == 2
    assert "no results" in capsys.readouterr().err
