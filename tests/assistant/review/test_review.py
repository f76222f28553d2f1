from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer.assistant import Assistant
from assistant.build import build_assistant, build_reviewer
from assistant.errors import EmptyLibrary, EmptyQuestion
from assistant.memo.types import MemoRequest
from assistant.paper import Paragraph
from assistant.review.op_ed import called, read_op_ed
from assistant.review.reviewer import Reviewer
from assistant.review.table import claim_table
from assistant.review.types import OpEd, Review
from assistant.settings import read_settings
from ingest.errors import LoadError
from ingest.types import Metadata, Restriction
from ingest.view import View
from tests.commands import Pincite

TEXT = """\
The president signed an order to designate the cartels as terrorist organizations. But the cartels are not \
terrorist organizations.
On Monday he agreed to delay the tariffs on goods from Mexico for one month. The mayor of Tucson painted \
the town hall green in 2019.
"""


@pytest.fixture(scope="module")
def assistant(bundled_home: Path) -> Iterator[Assistant]:
    assistant = build_assistant(read_settings({}, home=str(bundled_home)))
    yield assistant
    assistant.library.close()


@pytest.fixture(scope="module")
def reviewer(bundled_home: Path, assistant: Assistant) -> Reviewer:
    return build_reviewer(read_settings({}, home=str(bundled_home)), assistant)


@pytest.fixture(scope="module")
def view(assistant: Assistant) -> View:
    return assistant.library.visible_to()


@pytest.fixture(scope="module")
def review(reviewer: Reviewer, view: View) -> Review:
    *_, made = reviewer.review(OpEd(TEXT, "Of words and walls", "A. Writer", date="2025-02-06"), view)
    assert isinstance(made, Review)
    return made


def test_each_claim_is_told_what_the_record_says_to_it(review: Review) -> None:
    assert [one.finding for one in review.claims] == [
        "overtaken",
        "contradicted",
        "overtaken",
        "not in the record",
    ]
    assert all(one.told and one.against for one in review.flags)


def test_every_quote_stands_in_a_document_other_than_an_op_ed(review: Review, view: View) -> None:
    assert review.citations
    for one in review.citations:
        assert view.text(one.source)[one.start : one.end] == one.quote
        assert one.kind != "op-ed"


def test_what_overtakes_is_later_than_the_op_ed(review: Review) -> None:
    last = review.claims[2]
    assert all(review.citation(number).date > "2025-02-06" for number in last.against)


def test_a_point_that_is_left_out_names_the_documents_that_make_it(review: Review, view: View) -> None:
    titles = {source.title for source in view.sources}
    for one in review.omissions:
        assert len(one.titles) == one.documents >= 2 and set(one.titles) <= titles
        assert review.citation(one.citation).title in one.titles


def test_a_review_survives_json(review: Review) -> None:
    assert Review.from_json(json.loads(json.dumps(review.to_json()))) == review


def test_the_claim_table_has_quotes_side_by_side_and_no_formula(review: Review) -> None:
    rows = list(csv.DictReader(io.StringIO(claim_table(review))))
    assert {row["number"] for row in rows} == {"1", "2", "3", "4"}
    assert any(row["quote against"] and row["source against"] for row in rows)
    named = {row[name] for row in rows for name in ("source for", "source against", "nearest source")}
    assert named <= {"", *(one.title for one in review.citations)}, "by their titles"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_the_response_is_a_memo_whose_quotes_are_the_reviews(
    review: Review, reviewer: Reviewer, view: View
) -> None:
    memo = reviewer.respond(
        review, MemoRequest(review.op_ed.title, "op-ed-response", position="We answer with figures."), view
    ).memo
    headings = [one.heading for one in memo.sections]
    assert headings[:3] == ["Bottom line", "Claims to answer", "What it omits"]
    assert headings[-1] == "Annex: every claim"
    first, second, *_ = [one for one in memo.sections[1].blocks if isinstance(one, Paragraph)]
    assert (first.label, second.label) == ("Wrong (claim 2):", "Out of date (claim 1):")
    assert first.texts[-1].role == "fact", "with its quote"
    assert {one.quote for one in memo.citations} <= {one.quote for one in review.citations}
    assert any(
        row[2][0].text.startswith("Wrong")
        for block in memo.sections[-1].blocks
        if block.block == "table"
        for row in block.rows
    )


def test_an_op_ed_is_read_from_a_file_or_the_library(view: View, tmp_path: Path) -> None:
    path = tmp_path / "words.md"
    path.write_text(f"---\ntitle: Words\nauthor: A. Writer\n---\n{TEXT}", encoding="utf-8")
    read = read_op_ed(
        str(path),
        view,
        lambda _: pytest.fail("nothing is fetched"),
        Metadata(date="2025-02-06"),
    )
    assert (read.title, read.author, read.date) == ("Words", "A. Writer", "2025-02-06")
    stored = read_op_ed("op-ed-abstract", view, lambda _: pytest.fail("nothing is fetched"))
    assert stored.text == view.text("op-ed-abstract")


def test_what_cannot_be_reviewed_says_why(reviewer: Reviewer, view: View, tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="no such file"):
        read_op_ed(
            str(tmp_path / "none.txt"),
            view,
            lambda _: pytest.fail("nothing is fetched"),
        )
    with pytest.raises(EmptyQuestion):
        list(reviewer.review(OpEd("Why?", "Nothing"), view))
    with pytest.raises(EmptyLibrary):
        list(reviewer.review(OpEd(TEXT, "Words"), view.within(Restriction(slugs=("op-ed-abstract",)))))


def test_a_stopped_review_says_how_far_it_came(reviewer: Reviewer, view: View) -> None:
    *_, made = reviewer.review(OpEd(TEXT, "Words"), view, stopped=lambda: True)
    assert isinstance(made, Review)
    assert made.claims == () and any("Stopped after 0 of 4" in one for one in made.notices)


def test_the_command_writes_a_claim_table_and_a_memo_or_says_why_not(
    bundled_home: Path, pincite: Pincite, tmp_path: Path
) -> None:
    op_ed, table = tmp_path / "words.txt", tmp_path / "claims.csv"
    op_ed.write_text("But the cartels are not terrorist organizations.", encoding="utf-8")
    done = pincite("review", op_ed, "--date", "2025-02-06", "--out", table, home=bundled_home)
    assert done.returncode == 0, done.stderr
    assert (
        next(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8-sig"))))["finding"] == "contradicted"
    )
    refused = pincite("review", op_ed, "--out", tmp_path / "claims.xls", home=bundled_home)
    assert refused.returncode == 2 and ".csv" in refused.stderr
    missing = pincite("review", tmp_path / "none.txt", home=bundled_home)
    assert missing.returncode == 1 and "none.txt" in missing.stderr


def test_markdown_that_was_pasted_is_read_without_its_front_matter(tmp_path: Path, view: View) -> None:
    text = (
        '---\ntitle: "Close the pier"\ndate: 2026-05-03\n---\n# Close the pier\n\nThe toll is **unfair**.\n'
    )
    (tmp_path / "op-ed.txt").write_text(text, encoding="utf-8")
    op_ed = read_op_ed(str(tmp_path / "op-ed.txt"), view, lambda _: pytest.fail("nothing is fetched"))
    assert (op_ed.title, op_ed.date) == ("Close the pier", "2026-05-03")
    assert "---" not in op_ed.text and "The toll is unfair." in op_ed.text
    assert called(text) == "Close the pier" == called("\n# Close the pier\n\nThe toll is unfair.")
    assert called("word " * 20) == f"{' '.join(['word'] * 12)}…" and called(" ") == ""
