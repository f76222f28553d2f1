import json
from dataclasses import replace

import pytest

from eval.cases import Case, ExpectedQuote, load_cases, problems, wanted
from ingest.embed import LOCAL, LocalEmbeddings
from ingest.errors import UsageError
from ingest.folders import collect
from ingest.library import Library
from ingest.pipeline import ingest

ROW = {
    "id": "A1",
    "kind": "single-fact",
    "question": "What?",
    "expected": "That.",
    "evidence": [{"source": "order", "quote": "it is so"}],
    "after": None,
}


def write(path, *rows):
    path.write_text(
        "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8"
    )
    return path


def case(kind="single-fact", *sources):
    return Case("A1", kind, "What?", "", tuple(ExpectedQuote(source, "it is so") for source in sources))


def test_cases_are_read_in_order_and_blank_lines_skipped(tmp_path):
    first, second = load_cases(write(tmp_path / "c.jsonl", ROW, "", {**ROW, "id": "A2", "after": "A1"}))
    assert first == Case("A1", "single-fact", "What?", "That.", (ExpectedQuote("order", "it is so"),))
    assert second.after == "A1"


def test_points_and_what_an_answer_must_not_do_are_read(tmp_path):
    quotes = [
        {"source": "order", "quote": "it is so", "point": "It is."},
        {"source": "note", "quote": "so it is", "point": "It is."},
    ]
    (read,) = load_cases(
        write(
            tmp_path / "c.jsonl",
            {**ROW, "evidence": quotes, "must_not": ["it is not"], "overtaken": ["draft"]},
        )
    )
    assert [one.point for one in read.evidence] == ["It is.", "It is."]
    assert (read.must_not, read.overtaken) == (("it is not",), ("draft",))


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((ROW, "{"), "c.jsonl:2: not a case"),
        (({"id": "A1"},), "c.jsonl:1: not a case: KeyError('evidence')"),
        (("[]",), "c.jsonl:1: not a case"),
        (
            ({**ROW, "must_not": "it is not"},),
            "c.jsonl:1: not a case: ValueError('must_not is no list of words')",
        ),
        (({**ROW, "must_not": [" "]},), "c.jsonl:1: not a case: ValueError('must_not is no list of words')"),
        (({**ROW, "overtaken": [7]},), "c.jsonl:1: not a case: ValueError('overtaken is no list of words')"),
        (({**ROW, "after": "A0"},), "c.jsonl:1: no case 'A0' stands before it"),
        ((ROW, ROW), "c.jsonl:2: the id 'A1' stands twice"),
        ((), "no cases"),
    ],
)
def test_what_is_no_case_is_named_with_its_line(tmp_path, rows, told):
    with pytest.raises(UsageError) as error:
        load_cases(write(tmp_path / "c.jsonl", *rows))
    assert told in error.value.message


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UsageError, match="none"):
        load_cases(tmp_path / "none.jsonl")


def test_an_unanswerable_kind_wants_nothing_whatever_its_evidence():
    assert wanted(case("unanswerable", "order"), {"order"}) == ()
    assert wanted(case("unanswerable: near miss", "order"), {"order"}) == ()
    assert wanted(case("single-fact"), {"order"}) == ()


def test_evidence_from_the_op_ed_counts_only_where_the_op_ed_is():
    only, both = case("opinion", "op-ed"), case("opinion", "op-ed", "order")
    assert [one.source for one in wanted(only, {"op-ed"})] == ["op-ed"]
    assert wanted(only, {"order"}) == ()
    assert [one.source for one in wanted(both, {"order"})] == ["order"]
    assert [one.source for one in wanted(both, {"order", "op-ed"})] == ["op-ed", "order"]


def test_a_lost_document_still_counts():
    assert [one.source for one in wanted(case("single-fact", "order"), set())] == ["order"]


@pytest.mark.model
def test_an_overtaken_document_that_the_library_lacks_is_a_problem_unless_it_is_the_op_ed(tmp_path):
    (tmp_path / "order.md").write_text("By this order it is so.\n", encoding="utf-8")
    library = Library(tmp_path / "home", LocalEmbeddings(), LOCAL)
    try:
        ingest(collect([str(tmp_path / "order.md")]), library)
        asked = replace(case("timeline", "order"), overtaken=("order", "draft", "op-ed"))
        assert problems([asked], library.visible_to()) == ["A1: the library has no overtaken source 'draft'"]
    finally:
        library.close()


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        ("follow-up 2/3 (after Q26)", "follow-up"),
        ("single-fact, Spanish source", "single-fact, Spanish source"),
        ("x (y)", "x"),
    ],
)
def test_kinds_are_grouped(kind, group):
    assert case(kind).group == group
