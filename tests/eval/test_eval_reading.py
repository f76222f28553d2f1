"""The suite `reading`: each kind of check can pass and can fail, and bad input is told with its line."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from eval.__main__ import main
from eval.reading.cases import CASES, Case, load_cases
from eval.reading.checks import Checked, checked, plain, squeezed
from eval.reading.made import MADE, own_files
from eval.reading.stored import Quotable, Stored, reading_library, stored
from eval.reading.suite import measure, text
from ingest.errors import UsageError
from ingest.load import load

STORED = Stored(
    text="Seed Store Act\n\n§ 4. Fees\n\n(a) The fee is 25 dollars ( a year ) .\n(b) The fee is 30 dollars.",
    quotable=(
        Quotable(
            "(a) The fee is 25 dollars ( a year ) .",
            "(a) The fee is 25 dollars ( a year ) .",
            "Ms. Teasel said on 3 March 2025",
            "§ 4(a)\nnot yet in force",
        ),
        Quotable("(b) The fee is 30 dollars.", "(b) The fee is 30 dollars.", "Mr. Sorrel said", "§ 4(b)\n"),
    ),
    metadata={
        "title": "Seed Store Act",
        "publisher": "Seed Office",
        "author": "T. Teasel",
        "kind": "statute",
        "date": "2025-03-03",
        "number": "Act No. 12",
        "status": "",
    },
    notices="struck text was left out: 7 words",
)


def case(**checks: Any) -> Case:
    made: dict[str, Any] = {"file": "act.xml", "format": "XML", "fault": "struck-text", **checks}
    return made  # type: ignore[return-value]


def one(got: Stored = STORED, **checks: Any) -> Checked:
    (found,) = checked(case(**checks), got)
    return found


def test_text_is_compared_without_what_layout_makes_of_it() -> None:
    assert plain("the  fee ( in “ dollars ” ) .") == "the fee (in “dollars”)."
    assert squeezed("H. R. 12—", 5, None) == "hr125none"


@pytest.mark.parametrize(
    ("checks", "holds"),
    [
        ({"text_must": ["The fee is 25 dollars (a year)."]}, True),
        ({"text_must": [["The fee is 26 dollars", "The fee is 30 dollars"]]}, True),
        ({"text_must": ["The fee is 26 dollars"]}, False),
        ({"text_must": ["Fees (a)"]}, False),  # two blocks
        ({"sentence_must": ["fee is 25 dollars (a year)"]}, True),
        ({"sentence_must": ["Seed Store Act"]}, False),  # stored, and no sentence to quote
        ({"text_must_not": ["The fee is 26 dollars"]}, True),
        ({"text_must_not": ["The fee is 30 dollars"]}, False),
        ({"text_must_not": ["The fee is 25 dollars"], "unless": ["not yet in force"]}, True),
        ({"text_must_not": ["The fee is 30 dollars"], "unless": ["not yet in force"]}, False),
        ({"text_must_not": ["The fee is 30 dollars"], "unless": ["orrel"]}, False),  # within a word
        ({"meta": {"title": "store act"}}, True),
        ({"meta": {"title": "Seed Bank"}}, False),
        ({"meta": {"publisher": ["Office of Seeds", "Teasel"]}}, True),  # whoever wrote it
        ({"meta": {"publisher": "Parliament"}}, False),
        ({"meta": {"kind": ["act", "statute"]}}, True),
        ({"meta": {"kind": "bill"}}, False),
        ({"meta": {"date": ["2025-03-03"]}}, True),
        ({"meta": {"date": "2025"}}, False),  # a date is equal or wrong
        ({"meta": {"number": "No. 12"}}, True),
        ({"meta": {"version": "Seed Office"}}, True),  # wherever it is told
        ({"meta": {"number": "No. 13"}}, False),
        ({"meta_not": {"title": "unknown"}}, True),
        ({"meta_not": {"title": "Seed"}}, False),
        ({"meta_not": {"date": "2024-01-01"}}, True),
        ({"meta_not": {"date": "2025-03-03"}}, False),
        ({"notices_must": [["deleted", "struck text"]]}, True),
        ({"notices_must": ["hidden"]}, False),
        ({"speaker": [{"text": "25 dollars", "who": "Teasel"}]}, True),
        ({"speaker": [{"text": "25 dollars", "who": "Teasel", "not": "Ms."}]}, False),
        ({"speaker": [{"text": "25 dollars", "who": ["Sorrel", "Dock"]}]}, False),
        ({"speaker": [{"text": "99 dollars", "who": "Teasel"}]}, False),
        ({"place": [{"text": "25 dollars", "at": ["§ 5", "§ 4(a)"]}]}, True),
        ({"place": [{"text": "30 dollars", "at": "§ 4(A)"}]}, False),
    ],
)
def test_each_kind_of_check_can_pass_and_can_fail(checks: dict[str, Any], holds: bool) -> None:
    assert one(**checks).holds is holds


def test_strings_of_the_text_are_in_order_and_may_share_a_block() -> None:
    def found(*texts: str) -> list[bool]:
        return [check.holds for check in checked(case(text_must=list(texts)), STORED)]

    assert found("Fees", "25 dollars", "a year", "30 dollars") == [True] * 4
    assert found("30 dollars", "25 dollars") == [True, False]


@pytest.mark.parametrize(
    ("question", "answer", "holds"),
    [
        ({"must": "25 dollars"}, ["The Act says: “The fee is 25 dollars.”"], True),
        ({"must": "25 dollars"}, [], False),
        ({"if_quoted": "25 dollars", "needs": "not"}, ["The fee is not 25 dollars."], True),
        ({"if_quoted": "25 dollars", "needs": "not"}, ["It is not so.", "The fee is 25 dollars."], False),
        ({"if_quoted": "25 dollars", "needs": "not"}, [], True),
    ],
)
def test_a_question_holds_by_what_is_answered(
    question: dict[str, str], answer: list[str], holds: bool
) -> None:
    wanted = case(ask=[{"question": "What is the fee?", **question}])
    assert [found.holds for found in checked(wanted, STORED, lambda _: answer)] == [holds]
    assert checked(wanted, STORED) == []


def test_a_refused_file_passes_only_where_that_is_allowed() -> None:
    refused = Stored(refused="it is a portfolio")
    checks: dict[str, Any] = {
        "text_must": ["fee"],
        "sentence_must": ["fee"],
        "text_must_not": ["fee"],
        "meta": {"title": "Act"},
        "meta_not": {"title": "Act"},
    }
    assert not any(found.holds for found in checked(case(**checks), refused))
    assert one(refused, refusal_ok=True, text_must=["fee"]).holds


def test_checks_are_counted_by_the_fault_that_they_stand_for() -> None:
    meta = {"title": "Act", "status": "repealed"}
    tags = {found.tag for found in checked(case(meta=meta, text_must=["x"], notices_must=["y"]), STORED)}
    assert tags == {"title", "stage", "struck-text", "notice"}
    rows = [
        {"file": "a.xml", "fault": "f", "passed": False, "checks": [found("f", True), found("title", False)]},
        {"file": "b.xml", "fault": "f", "passed": True, "checks": [found("f", True)]},
    ]
    counted = measure(rows)
    assert counted["cases"] == {"n": 2, "passed": 1}
    assert counted["assertions"] == {"n": 3, "passed": 2}
    assert counted["by_fault"] == {"f": {"n": 2, "passed": 2}, "title": {"n": 1, "passed": 0}}
    assert counted["metrics"]["cases passed"]["mean"] == 0.5
    assert counted["rows"][0]["failed"] == ["[title] wanted"]


def found(tag: str, holds: bool) -> dict[str, Any]:
    return {"tag": tag, "holds": holds, "wanted": "wanted"}


ACT = """<html><head><title>Seed Store Act</title></head><body><h1>Seed Store Act</h1><h2>Section 4. Fees</h2>
<p>The seed bank stores seeds of wild plants for whoever sends them in. It keeps them at eighteen degrees of
frost. The fee for each kind of seed is 25 dollars a year.</p></body></html>"""


def test_each_of_our_files_has_a_case_and_each_case_a_file() -> None:
    with own_files() as folder:
        assert {path.name for path in folder.iterdir()} == {case["file"] for case in load_cases(CASES)}


@pytest.mark.parametrize("name", MADE)
def test_what_is_made_is_a_file_that_is_taken(name: str) -> None:
    assert len(load(MADE[name](), name=name).text) > 50


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "act.html").write_text(ACT, encoding="utf-8")
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    lines = [
        case(file="act.html", text_must=["fee for each kind of seed is 25 dollars"]),
        case(file="act.html", fault="title", meta={"title": "Seed Store Act", "date": "2025-01-01"}),
        case(file="old.doc", fault="refused", text_must=["anything"], refusal_ok=True),
    ]
    (tmp_path / "cases.jsonl").write_text("\n\n".join(map(json.dumps, lines)), encoding="utf-8")
    return tmp_path


def run(folder: Path, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    given = ["--cases", str(folder / "cases.jsonl"), "--files", str(folder), "--results", str(folder / "r")]
    assert main(["reading", *given, "--json", *words]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_files_are_read_and_a_refused_one_is_a_result(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = run(folder, capsys, "--no-ask")
    assert [(row["passed"], bool(row["refused"])) for row in told["rows"]] == [
        (True, False),
        (False, False),
        (True, True),
    ]
    assert told["cases"] == {"n": 3, "passed": 2} and told["assertions"] == {"n": 4, "passed": 3}
    shown = text(told, Namespace(differential=False))
    assert "FAIL act.html (title)\n     [date] date 2025-01-01, is ''" in shown
    assert "pass old.doc (refused) refused: " in shown
    assert [row["file"] for row in run(folder, capsys, "--no-ask", "--only", "old")["rows"]] == ["old.doc"]


def test_one_file_leaves_nothing_for_the_next(folder: Path) -> None:
    with reading_library() as library:
        first, again = stored(folder / "act.html", library), stored(folder / "act.html", library)
        assert first == again and first.text
        assert library.whole().sources == ()
    quote = next(one for one in first.quotable if "25 dollars" in one.words)
    assert "Section 4. Fees" in quote.shown and quote.words in quote.block


@pytest.mark.model
def test_a_library_of_the_file_alone_is_asked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    question = {"question": "What is the fee for each kind of seed?"}
    asked = [{**question, "must": "25 dollars"}, {**question, "must": "26 dollars"}]
    (folder / "cases.jsonl").write_text(json.dumps(case(file="act.html", ask=asked)), encoding="utf-8")
    assert run(folder, capsys)["assertions"] == {"n": 2, "passed": 1}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"file": "a.xml"', "line 2: Invalid JSON"),
        ("[]", "line 2: Input should be an object"),
        ('{"file": "a.xml", "format": "XML", "text_must": ["a"]}', "line 2: fault: Field required"),
        ('{"file": "a.xml", "format": "XML", "fault": "f"}', "line 2: it checks nothing"),
        ('{"file": "a.xml", "format": "XML", "fault": "f", "texts": []}', "line 2: texts: Extra inputs"),
        ('{"file": "a.xml", "format": "XML", "fault": "f", "place": [{"text": "a"}]}', "line 2: place.0.at"),
        (
            '{"file": "a.xml", "format": "XML", "fault": "f", "ask": [{"question": "a", "if_quoted": "b"}]}',
            "line 2: ask: a question has either",
        ),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(json.dumps(case(text_must=["a"])) + "\n" + line, encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        load_cases(path)
    assert f"{path}, {told}" in raised.value.message and raised.value.hint


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--cases", "nowhere.jsonl"), "nowhere.jsonl"),
        (("--files", "nowhere"), "there is no nowhere/act.html"),
        (("--only", "zebra"), "has no case whose file's name holds 'zebra'"),
    ],
)
def test_what_is_not_there_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], told: str
) -> None:
    given = ["--cases", str(folder / "cases.jsonl"), "--files", str(folder), *words]
    assert main(["reading", *given, "--results", str(folder / "r")]) == 2
    assert told in capsys.readouterr().err
