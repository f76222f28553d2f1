from __future__ import annotations

import pytest

from ingest.kinds import Row, Told, canonical_kind, inferred_kind, row_of, rows
from ingest.load import load
from ingest.metadata import complete
from ingest.types import Metadata

EXAMPLES = [(row, *example.partition(": ")[::2]) for row in rows() for example in row.hit]
OTHERS = [(row, *example.partition(": ")[::2]) for row in rows() for example in row.miss]


@pytest.mark.parametrize(("row", "told", "text"), EXAMPLES, ids=lambda one: getattr(one, "id", one))
def test_each_row_tells_what_it_says_it_tells(row: Row, told: Told, text: str) -> None:
    assert row.tells(told, text)
    first = next(each for each in rows() if each.tells(told, text))
    assert first.kind == row.kind, first.id


@pytest.mark.parametrize(("row", "told", "text"), OTHERS, ids=lambda one: getattr(one, "id", one))
def test_no_row_tells_what_only_looks_like_it(row: Row, told: Told, text: str) -> None:
    assert not row.tells(told, text)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_a_kind_is_its_own_word_and_says_why(row: Row) -> None:
    assert canonical_kind(row.kind) == row.kind
    assert row.why and row.hit and row.miss and row.patterns


@pytest.mark.parametrize(
    ("title", "opening", "kind"),
    [
        ("H.R. 88 – River Tolls Act", "STATEMENT OF ADMINISTRATION POLICY\nWe support it.", "statement"),
        ("H.R. 88, River Tolls Act", "FOR IMMEDIATE RELEASE\nSenator Larch welcomed it.", "press release"),
        ("H.R. 88, River Tolls Act", "CONGRESSIONAL BUDGET OFFICE COST ESTIMATE", "cost estimate"),
        ("H.R. 88, River Tolls Act", "Section-by-Section Summary\nSection 1. Short title.", "summary"),
        ("H.R. 88, River Tolls Act", "The act would lower tolls.", "unknown"),
        ("H.R. 88, River Tolls Act", "119th CONGRESS\nA BILL\nTo lower the tolls of ferries.", "bill"),
        ("H. R. 88", "Be it enacted by the Senate and House of Representatives", "bill"),
        ("S.J. Res. 9", "JOINT RESOLUTION\nDisapproving the rule.", "bill"),
        ("H. Con. Res. 9", "CONCURRENT RESOLUTION\nResolved by the House", "resolution"),
        ("S. 20 Defamation Act 1996", "20 Repeal of an enactment.", "unknown"),
        ("Opinion of the Court", "", "court opinion"),
        ("Opinion of the Committee on Rivers", "", "advisory opinion"),
        ("Explanatory Notes to the River Tolls Act 2019 (c. 4)", "", "explanatory notes"),
        ("Untitled", "UNITED STATES TAX COURT\nT.C. Memo. 2021-3\nMEMORANDUM OPINION", "court opinion"),
    ],
)  # fmt: skip
def test_the_first_lines_decide_where_a_title_proves_nothing(title: str, opening: str, kind: str) -> None:
    assert inferred_kind("hr88", title, opening) == kind


def test_a_file_s_name_makes_no_bill() -> None:
    assert inferred_kind("hr2024", "Annual accounts") == inferred_kind("opinion-tax", "Tax") == "unknown"


def test_a_statement_of_policy_is_published_by_its_office() -> None:
    row = row_of("x", "Statement of Administration Policy: H.R. 88", "")
    assert row and row.publisher == "Office of Management and Budget"
    document = load(
        b"STATEMENT OF ADMINISTRATION POLICY\n\nH.R. 88 - Tolls Act\n\nWe support it.\n", name="sap.txt"
    )
    known = complete(Metadata(), document, "sap.txt")
    assert (known.kind, known.publisher) == ("statement", "Office of Management and Budget")


def test_a_declared_opinion_is_whose_its_title_says() -> None:
    text = b"---\ntitle: Opinion of the Committee on Rivers\nkind: opinion\n---\nThe committee agrees.\n"
    assert complete(Metadata(), load(text, name="o.md"), "o.md").kind == "advisory opinion"
    text = text.replace(b"Opinion of the Committee on Rivers", b"The tolls must go")
    assert complete(Metadata(), load(text, name="o.md"), "o.md").kind == "op-ed"


@pytest.mark.parametrize("written", ["press-release", "Press Release", "press_release", "press release"])
def test_a_kind_is_the_same_however_its_words_are_divided(written: str) -> None:
    assert canonical_kind(written) == "press release"
    assert canonical_kind("harbour-note") == "harbour-note"
