"""What is too large is refused, with the file's name and what helps."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.errors import PinciteError, TooLarge, Unforeseen, Unreadable
from ingest.load import budgets, load, read
from ingest.sentences import split_sentences
from tests.ingest.load.packages import p, tbl, tc, word, zipped


def table(rows: int, columns: int) -> bytes:
    cell = f'<td rowspan="0" colspan="{columns}">Toll</td><td>7</td>'
    head = "<tr><th>Toll</th><th>Fee</th></tr>"
    return f"<html><body><table>{head}{f'<tr>{cell}</tr>' * rows}</table></body></html>".encode()


@pytest.mark.parametrize(
    ("name", "data", "module", "budget", "most", "told"),
    [
        ("quay.txt", b"The toll.\n\n" * 9, "builder", "BLOCKS", 5, "5 paragraphs and rows"),
        ("quay.txt", b"The toll is due. " * 9, "builder", "CHARACTERS", 100, "100 characters of text"),
        ("quay.md", b"The toll is due.\n\n" * 9, "builder", "CHARACTERS", 100, "100 characters of text"),
        ("quay.docx", word(p("The toll is due.") * 9), "builder", "BLOCKS", 5, "5 paragraphs and rows"),
        ("quay.txt", b"Free are:\n\n" + b"(1) Boats.\n\n" * 9, "builder", "REFERENCES", 5, "5 references"),
        ("quay.docx", word(tbl(*["Toll|Fee"] * 9)), "tables.grid", "CELLS", 5, "5 cells in a table"),
        ("quay.html", table(9, 9), "tables.grid", "CELLS", 50, "50 cells in a table"),
        ("quay.csv", b"Toll,Fee\n" + b"a,1\nb,2\nc,3\n" * 3, "builder", "BLOCKS", 5, "5 paragraphs and rows"),
        ("quay.docx", word(p("Toll")), "archive", "PARTS", 2, "2 parts"),
        ("quay.docx", word(p("Toll " * 99)), "archive", "MARKUP_BYTES", 300, "300 bytes in its part word/"),
        ("quay.docx", word(p("Toll " * 99)), "archive", "BYTES", 300, "would unpack to"),
        ("quay.html", b"<p>The toll is due.</p>" * 9, "", "MARKUP_BYTES", 99, "99 bytes"),
        ("quay.pdf", b"%PDF-1.4" + bytes(99), "", "BYTES", 99, "99 bytes"),
    ],
)
def test_each_budget_is_kept(
    monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, module: str, budget: str, most: int, told: str
) -> None:
    monkeypatch.setattr(f"ingest.load.{module}.{budget}".replace("..", "."), most)
    with pytest.raises(TooLarge, match=rf"^{name} is too large: it ") as caught:
        load(data, name=name)
    assert told in caught.value.message and "split" in caught.value.hint


def test_the_pages_of_a_pdf_are_counted(
    monkeypatch: pytest.MonkeyPatch, make_pdf: Callable[..., bytes]
) -> None:
    data = make_pdf(*[[(72, 72, "The toll is due.")]] * 3)
    monkeypatch.setattr("ingest.load.pdf.PAGES", 2)
    with pytest.raises(TooLarge, match="2 pages"):
        load(data, name="quay.pdf")


def test_a_large_sheet_is_drawn_coarser() -> None:
    assert budgets.scale((612, 792), 200 / 72) == 200 / 72
    fine = budgets.scale((14400, 14400), 200 / 72)
    assert 0.99 * budgets.PIXELS < (14400 * fine) ** 2 <= 1.01 * budgets.PIXELS
    assert budgets.scale((0, 0), 2) == 2


def test_a_table_whose_cells_reach_far_is_refused_before_it_is_laid_out() -> None:
    """Ten kilobytes of markup would be 25 million cells, and a Word file of some cells millions; of one that
    reaches a billion billion columns no more are taken than browsers take."""
    started = time.monotonic()
    with pytest.raises(TooLarge, match="cells in a table"):
        load(table(400, 999), name="quay.html")
    far = tc("North", f'<w:gridSpan w:val="{10**18}"/>')
    rows = "".join(f"<w:tr>{one}{tc('7')}</w:tr>" for one in (tc("Route"), far, tc("South")))
    assert "North" in load(word(f"<w:tbl>{rows}</w:tbl>"), name="quay.docx").text
    with pytest.raises(TooLarge, match="cells in a table"):
        load(word(f"<w:tbl><w:tr>{far * 300}</w:tr></w:tbl>"), name="quay.docx")
    assert time.monotonic() - started < 30


def test_what_is_no_file_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may have no end, or wait for somebody for ever."""
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (Path("/dev/zero"), tmp_path / "pipe.txt"):
        with pytest.raises(Unreadable, match="device or a pipe"):
            read(path)
    monkeypatch.setattr("ingest.load.BYTES", 10)
    (tmp_path / "quay.txt").write_text("The toll is due.")
    with pytest.raises(TooLarge, match=r"quay\.txt has more than 10 bytes"):
        read(tmp_path / "quay.txt")


@pytest.mark.parametrize(
    "text", ["toll " * 2000, "x" * 9001, "Toll, " * 900 + ". " + "a b " * 999, "x" * 1999 + " y" * 3000]
)
def test_no_sentence_is_longer_than_2000_characters(text: str) -> None:
    found = list(split_sentences(text))
    assert max(end - start for start, end in found) <= 2000
    assert "".join(text[start:end] for start, end in found).replace(" ", "") == text.replace(" ", "")
    words = {word for start, end in found for word in text[start:end].split()}
    assert words <= set(text.split()) or "x" * 1999 in text


def test_an_unforeseen_fault_names_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("of our making")

    monkeypatch.setattr("ingest.load._load", broken)
    with pytest.raises(Unforeseen, match=r"quay\.txt cannot be read: an unexpected ZeroDivisionError"):
        load(b"The toll.", name="quay.txt")


def test_parts_that_lie_deep_within_one_another_are_no_fault() -> None:
    for name, data in (
        ("quay.html", b"<div>" * 50_000 + b"The toll is due."),
        ("quay.md", b"> " * 5000 + b"The toll is due."),
        ("quay.xml", b"<a>" * 5000 + b"The toll is due." + b"</a>" * 5000),
        ("quay.rtf", b"{\\rtf1 " + b"{" * 50_000 + b"The toll is due." + b"}" * 50_001),
        (
            "quay.docx",
            zipped({"[Content_Types].xml": "<T/>", "word/document.xml": "<a>" * 9000 + "</a>" * 9000}),
        ),
    ):
        try:
            load(data, name=name)
        except PinciteError as error:
            assert name in error.message and type(error) is not Unforeseen
