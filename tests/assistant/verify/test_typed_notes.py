"""Notes typed as `[1]` with a list at the end, in every file and in text that is pasted."""

from __future__ import annotations

import pytest

from assistant.paper import Paper
from assistant.verify.paragraphs import units
from assistant.verify.read import paper_of, pasted
from assistant.verify.sentences import Marked
from assistant.verify.typed_notes import with_typed_marks
from ingest.errors import UsageError
from tests.assistant.word_files import note, paragraph, run, word_file

TOLL = "Harbour tolls, Port Office, 3 May 2024, p. 2: “The toll rose to £4 in May”"
BOATS = "Boats of the bay, Coast Review, 9 June 2024"
RAISED = '<w:vertAlign w:val="superscript"/>'
SAID = [("The toll rose to £4 in May.", (1,)), ("Twelve boats left.", (1, 2)), ("We ask you to wait.", ())]


def own(paper: Paper) -> list[tuple[str, tuple[int, ...]]]:
    return [(text.text, text.notes) for unit in units(paper) if unit.is_own for text in unit.texts]


def notes(paper: Paper) -> dict[int, str]:
    return {one.number: one.text for one in paper.notes}


@pytest.mark.parametrize(
    ("marks", "entry"),
    [
        (("[1]", "[1, 2]"), "[{}] {}"),
        ((" [1]", " [1]–[2]"), "[{}]: {}"),
        (("¹", "¹˒²"), "[{}] {}"),
        (("[1]", "[1; 2]"), "{}. {}"),
        ((" (1)", " (1)"), "({}) {}"),
        (("1", "1,2"), "{} {}"),
    ],
)
def test_marks_of_any_shape_find_their_notes(marks: tuple[str, str], entry: str) -> None:
    text = (
        f"Tolls and boats\n\nThe toll rose to £4 in May{'.' if entry[0] != '(' else ''}{marks[0]}"
        f"{'' if entry[0] != '(' else '.'} Twelve boats left.{marks[1]} We ask you to wait.\n\n"
        f"Notes\n{entry.format(1, TOLL)}\n{entry.format(2, BOATS)}\n"
    )
    paper = pasted(text)
    if entry[0] == "(":  # one note each: no two in brackets
        assert own(paper) == [SAID[0], ("Twelve boats left.", (1,)), SAID[2]]
        assert notes(paper) == {1: TOLL}
    else:
        assert own(paper) == SAID and notes(paper) == {1: TOLL, 2: BOATS}


@pytest.mark.parametrize("heading", ["Notes", "5. References", "SOURCES:", "Fuentes", "Endnotes"])
def test_the_list_stands_under_a_heading_of_many_names(heading: str) -> None:
    paper = pasted(f"The toll rose to £4 in May [1].\n\n{heading}\n\n1) {TOLL}\n")
    assert own(paper) == [SAID[0]] and notes(paper) == {1: TOLL}


def test_a_list_needs_no_heading_at_the_end() -> None:
    body = (
        "When the winter was over and the ferries had come back to the quay, the\n"
        "toll rose to £4 in May.[1] Twelve boats left.[2]\n"
    )
    listed = f"[1] {TOLL[:30]}\n{TOLL[30:]}\n[2] {BOATS}\n"
    for between in ("\n", "\n____________________\n", "\n---\n"):
        paper = pasted(body + between + listed)
        assert [numbers for _, numbers in own(paper)] == [(1,), (2,)]
        assert notes(paper) == {1: TOLL, 2: BOATS}


def test_the_steps_of_a_memo_are_no_notes() -> None:
    paper = pasted("The toll rose to £4 in May.[1]\n\nNext steps\n\n1. Write to the port.\n2. Wait.\n")
    assert own(paper) == [("The toll rose to £4 in May.", (1,)), ("Write to the port.", ()), ("Wait.", ())]
    assert not paper.notes  # and the mark leads nowhere


def test_text_after_the_list_is_still_of_the_paper() -> None:
    paper = pasted(f"It fell.[1]\n\nNotes\n[1] {BOATS}\n\nThe toll was halved in 2023.\n")
    assert ("The toll was halved in 2023.", ()) in own(paper)


def test_what_a_writer_says_under_notes_is_of_the_paper_and_a_list_there_is_not() -> None:
    paper = paper_of(b"# M\n\nIt fell.\n\n## Notes\n\nThe toll rose in 2023.\n", "memo.md")
    assert ("The toll rose in 2023.", ()) in own(paper)
    for heading, entry in (("Notes", f"1. {BOATS}"), ("References", f"- {BOATS}"), ("Notes", f"[1] {BOATS}")):
        paper = paper_of(f"# M\n\nIt fell.\n\n## {heading}\n\n{entry}\n".encode(), "memo.md")
        assert own(paper) == [("It fell.", ())] and not paper.notes


def test_word_with_typed_notes() -> None:
    paper = paper_of(
        word_file(
            paragraph(run("The toll rose to £4 in May.")),
            paragraph(
                run("Twelve boats left"), run("2", properties='<w:vertAlign w:val="superscript"/>'), run(".")
            ),
            paragraph(
                run("The pier is 40 m"), run("2", properties='<w:vertAlign w:val="superscript"/>'), run(".")
            ),
            paragraph(run("The toll rose to £4 in May [1].")),
            paragraph(run("Notes"), style="Heading1"),
            paragraph(run(f"[1] {TOLL}")),
            paragraph(run(f"[2] {BOATS}")),
        ),
        "memo.docx",
    )
    assert own(paper)[1:] == [("Twelve boats left.", (2,)), ("The pier is 40 m2.", ()), SAID[0]]
    assert notes(paper) == {1: TOLL, 2: BOATS}


def test_typed_notes_beside_a_programs_own_go_on_counting() -> None:
    paper = paper_of(
        word_file(
            paragraph(run("Boats left."), note(4)),
            paragraph(run("The toll rose to £4 in May.[1]")),
            paragraph(run("Notes"), style="Heading1"),
            paragraph(run(f"[1] {TOLL}")),
            footnotes={4: BOATS},
        ),
        "memo.docx",
    )
    assert own(paper) == [("Boats left.", (1,)), ("The toll rose to £4 in May.", (2,))]
    assert notes(paper) == {1: BOATS, 2: TOLL}


def test_markdown_with_typed_notes() -> None:
    text = (
        "# Memo\n\nThe toll rose to £4 in May.[1] Twelve boats left.<sup>1, 2</sup> We ask you to wait.\n\n"
        f"## References\n\n1. {TOLL}\n2. {BOATS}\n"
    )
    paper = paper_of(text.encode(), "memo.md")
    assert own(paper) == SAID and notes(paper) == {1: TOLL, 2: BOATS}


def test_a_links_address_is_an_entry() -> None:
    paper = paper_of(b"It fell.[1]\n\n[1]: https://port.example/tolls\n", "memo.md")
    assert own(paper) == [("It fell.", (1,))] and notes(paper) == {1: "https://port.example/tolls"}


def test_what_a_quote_has_in_brackets_is_no_mark() -> None:
    marked = Marked()
    marked.add("It says: “See note [3] of the order”.[1]")
    read = with_typed_marks(marked, {1}, "bracketed")
    assert (read.text, read.marks) == ("It says: “See note [3] of the order”.", [(len(read.text), 1)])


def test_text_that_is_quoted_whole_by_a_mail_is_read() -> None:
    paper = pasted(f"> The toll rose to £4 in May.[1]\n>\n> [1] {TOLL}\n")
    assert own(paper) == [SAID[0]] and notes(paper) == {1: TOLL}


def test_pasted_markdown_is_read_as_markdown() -> None:
    paper = pasted(f"# Memo\n\nThe **toll** rose to £4 in May.[^1]\n\n[^1]: {TOLL}\n")
    assert own(paper) == [SAID[0]] and paper.title == "Memo"


def test_nothing_pasted_is_refused() -> None:
    with pytest.raises(UsageError, match="no text"):
        pasted(" \n")


@pytest.mark.parametrize(
    ("text", "said", "listed"),
    [
        (  # a document of a program that raises its marks, copied
            f"Tolls\nThe toll rose in 2023.1 Boats left.2\n________________\n1 {TOLL}\n2 {BOATS}\n",
            [("The toll rose in 2023.", (1,)), ("Boats left.", (2,))],
            [1, 2],
        ),
        (  # a heading right after a line that ends with a mark
            f"TOLLS\nThe toll rose.[1]\nNext steps\nWrite to the Board.\n\n[1] {TOLL}\n",
            [("The toll rose.", (1,)), ("Write to the Board.", ())],
            [1],
        ),
        (f"It rose [1].\n\nSources\n- [1] {TOLL}\n- [2] {BOATS}\n", [("It rose.", (1,))], [1]),
        (
            f"It rose[1]and fell[2].\n\nNotes\n[1] {TOLL}\n[2] {BOATS}\n",
            [("It rose and fell.", (1, 2))],
            [1, 2],
        ),
        (f"It rose [1][2].\n\n### References\n[1]: {TOLL}\n[2]: {BOATS}\n", [("It rose.", (1, 2))], [1, 2]),
        (f"1.1 It rose (see note 1).\n\nNotes\n1. {TOLL}\n", [("It rose.", (1,))], [1]),
        (f"It rose [1], p. 3.\n\nNotes\n[1] {TOLL}:\n“Quoted words.”\n", [("It rose, p. 3.", (1,))], [1]),
        ("# Tolls\n\nIt rose [1](https://port.example/a).\n", [("It rose.", (1,))], [1]),
        ("In [2024] it fell to 3 [12].\n", [("In [2024] it fell to 3.", (12,))], []),
    ],
)
def test_what_programs_make_of_it(
    text: str, said: list[tuple[str, tuple[int, ...]]], listed: list[int]
) -> None:
    paper = pasted(text)
    assert own(paper) == said and list(notes(paper)) == listed


def test_a_quote_that_mail_breaks_anywhere_stays_whole() -> None:
    quote = (
        "Except as provided in paragraph (2), whoever ties up under subsection (b) shall pay four pounds, or"
    )
    text = (
        "The Port Act (3 May 2024) provides:\n"
        "“Except as provided in paragraph (2), whoever ties up under subsection\n"
        "(b) shall pay four pounds, or\n\ntwo in winter.”[1]\n\n"
        f"Notes\n[1] The Port Act: “{quote} two in winter.”\n"
    )
    assert own(pasted(text)) == [(f"The Port Act (3 May 2024) provides: “{quote} two in winter.”", (1,))]


def test_marks_whose_notes_were_lost_are_no_figures() -> None:
    paper = pasted("The toll rose.1 It says: “No boat may tie up here”.2 See No.1 and s.3 of it.\n")
    assert own(paper) == [
        ("The toll rose.", (1,)),
        ("It says: “No boat may tie up here”.", (2,)),
        ("See No.1 and s.3 of it.", ()),
    ]
    assert own(pasted("It rose to 4.2 in May.7 Then it fell.\n"))[0][1] == ()  # these do not count up


def test_a_table_at_the_head_with_marks_is_no_head() -> None:
    paper = pasted(f"# M\n\n| What | Say |\n|---|---|\n| Levy | It rose [1] |\n\nNotes\n\n[1] {TOLL}\n")
    assert ("It rose", (1,)) in own(paper) and not paper.fields
