from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.paper import Heading, Paper, Paragraph, Table
from assistant.render.docx.document import paper_docx
from assistant.render.markdown import paper_markdown
from assistant.verify.paragraphs import listed_sources, units
from assistant.verify.quotes import quoted
from assistant.verify.read import paper_of, read_paper
from ingest.errors import UsageError
from tests.assistant.papers import PAPER
from tests.assistant.word_files import note, paragraph, run, word_file


def sentences(paper: Paper) -> list[tuple[str, tuple[int, ...]]]:
    return [(text.text, text.notes) for unit in units(paper) if unit.is_own for text in unit.texts]


def without_roles(value: Any) -> Any:
    """The blocks as a file that keeps no roles gives them back."""
    if isinstance(value, Table):
        return replace(
            value,
            rows=tuple(
                tuple(tuple(replace(text, role="read") for text in cell) for cell in row)
                for row in value.rows
            ),
        )
    return (
        value
        if isinstance(value, Heading)
        else replace(value, texts=tuple(replace(text, role="read") for text in value.texts))
    )


def test_word_and_markdown_are_read_back_alike() -> None:
    word, markdown = (
        paper_of(paper_docx(PAPER), "memo.docx"),
        paper_of(paper_markdown(PAPER).encode(), "memo.md"),
    )
    for name in ("title", "fields", "notes", "record", "marking", "draft"):
        assert getattr(word, name) == getattr(markdown, name)
    assert [without_roles(one) for one in (*word.blocks, *word.annexes)] == [
        without_roles(one) for one in (*markdown.blocks, *markdown.annexes)
    ]
    assert (word.record, word.draft, dict(word.fields)["From"]) == (PAPER.record, True, "Trade Desk")


def test_what_was_written_is_read_back() -> None:
    paper = paper_of(paper_docx(PAPER), "memo.docx")
    read = sentences(paper)
    assert ("The duties are paused, not ended.", (1, 2)) in read and ("It says more.", (2, 3)) in read
    assert [one.text for one in paper.notes if "duties shall be" in one.text] == [
        "Executive Order 14198, Press & Office <of> the #1, 3 February 2025, pp. 1–2: “the additional duties"
        " shall be paused until March 4, 2025”"
    ]
    assert [one.slug for one in listed_sources(paper)] == ["doc-1", "doc-2", "doc-3"]
    roles = {text.text: text.role for unit in units(paper) for text in unit.texts}
    assert (roles["We recommend that you approve the reply."], roles["To be confirmed: what it costs."]) == (
        "own",
        "gap",
    )
    assert "Five thousand jobs will go." not in dict(read)  # it is set apart as not supported


def test_a_file_that_people_worked_on() -> None:
    data = word_file(
        paragraph(run("Cartels"), style="Title"),
        paragraph(run("To:"), run("\tThe Minister")),
        paragraph(run("Background"), style="Heading1"),
        paragraph(
            run("The order cre"),
            run("ates a\u00a0process"),
            note(7),
            run(" and designates "),
            "<w:del>" + run("ten") + note(9) + "</w:del>",
            "<w:ins>" + run("no") + "</w:ins>",
            run(" group."),
            note(3),
            run(" It was signed"),
            run("never seen", properties="<w:vanish/>"),
            run(" by Mr. Trump."),
            note(2, "endnote"),
            run(" See above."),
            run("1", properties='<w:vertAlign w:val="superscript"/>'),
        ),
        "<w:sdt><w:sdtContent>"
        + paragraph(run("He said: “We act. We win.”"), note(3))
        + "</w:sdtContent></w:sdt>",
        "<w:tbl><w:tr><w:tc>"
        + paragraph(run("Claim"))
        + "</w:tc><w:tc>"
        + paragraph(run("Source"))
        + "</w:tc></w:tr><w:tr><w:tc>"
        + paragraph(run("It fell."))
        + "</w:tc><w:tc>"
        + paragraph(run("The report."), note(7))
        + "</w:tc></w:tr></w:tbl>",
        footnotes={3: "Third, p. 3.", 7: "Seventh.", 9: "Deleted."},
        endnotes={2: "An endnote."},
    )
    paper = paper_of(data, "memo.docx")
    assert (paper.title, paper.fields) == ("Cartels", (("To", "The Minister"),))
    assert [one.text for one in paper.notes] == ["Seventh.", "Third, p. 3.", "An endnote."]
    assert sentences(paper) == [
        ("The order creates a process and designates no group.", (1, 2)),
        ("It was signed by Mr. Trump.", (3,)),
        ("See above.", (1,)),
        ("He said: “We act. We win.”", (2,)),
        ("It fell.", ()),
        ("The report.", (1,)),
    ]


def test_markdown_that_people_wrote() -> None:
    paper = paper_of(
        b'# Memo\n\n## Facts\n\nIt *fell*[^a] by ~~9~~ 10 percent.[^b] It says "creates a\nprocess"[^a] The'
        b" rest.\n\n- [One](http://x) item.[^b]\n\n[^a]: First note\n    goes on.\n[^b]:"
        b" Second,\nlazily.\n\n| A | B |\n|---|---|\n| x | It rose.[^a] |\n",
        "memo.md",
    )
    assert sentences(paper) == [
        ("It fell by 10 percent.", (1, 2)),
        ('It says "creates a process"', (1,)),
        ("The rest.", ()),
        ("One item.", (2,)),
        ("x", ()),
        ("It rose.", (1,)),
    ]
    assert [one.text for one in paper.notes] == ["First note goes on.", "Second, lazily."]


def test_units_count_what_a_word_file_has() -> None:
    numbers = [unit.number for unit in units(PAPER)]
    assert numbers == list(range(1, len(numbers) + 1))
    places = {unit.texts[0].text: unit.where for unit in units(PAPER) if unit.texts}
    assert places["First of the numbered ones."] == "paragraph 5 under “Background”"
    assert (
        places["The order says otherwise."] == "row 13, column 3 of the table under “Claims”"
    )  # the last of the rows that say so


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("memo.docx", b"not a zip", "memo.docx"),
        ("memo.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office file"),
        ("memo.md", b"\x00\x01\x02", "memo.md"),
    ],
)
def test_a_file_that_cannot_be_read_says_so(name: str, data: bytes, told: str) -> None:
    with pytest.raises(UsageError, match=told) as error:
        paper_of(data, name)
    assert error.value.hint


def test_a_missing_file_and_another_format_say_what_helps(tmp_path: Path) -> None:
    for name in ("none.docx", "memo.pdf"):
        with pytest.raises(UsageError, match=name) as error:
            read_paper(tmp_path / name)
        assert error.value.hint
    assert isinstance(paper_of(b"Only a line.", "memo.md").blocks[0], Paragraph)


def test_straight_marks_within_curly_ones_end_nothing() -> None:
    text = 'It says: “In this Act "the port" means Tarno.” Then: “It ends here" it goes on.'
    assert [one.text for one in quoted(text)] == ['In this Act "the port" means Tarno.', "It ends here"]
