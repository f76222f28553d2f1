from __future__ import annotations

from dataclasses import replace
from io import BytesIO

from docx import Document
from markdown_it import MarkdownIt

from assistant.paper import Paper
from assistant.render.conversation_paper import conversation_paper
from assistant.render.docx.document import paper_docx
from assistant.render.markdown import answer_markdown, paper_markdown
from assistant.types import Answer
from assistant.workspace.conversation_store import Conversation, Exchange
from tests.assistant.render.laid_out import (
    ASKS_WHICH,
    BESIDE,
    BOARD,
    CAN_DO,
    FARES,
    FIGURES,
    LETTER,
    LISTED,
    NEAR,
    REPORT,
    SIDES,
    TWO_QUOTES,
    made,
)
from tests.assistant.render.test_html import ANSWER
from tests.assistant.render.test_paper import expected, markdown, word

CONVERSATION = (
    Conversation()
    .then(Exchange("Is it paused?", ANSWER))
    .then(Exchange("And [now](javascript:x)?", error="the key was refused"))
    .then(Exchange("Again?", ANSWER))
)
PAPER = conversation_paper(CONVERSATION)
TOLD = (
    "It says: “the duty shall be paused”[^1][^2]\n",
    "An op-ed doubts it.[^3]\n",
    "- It is 35 percent. (contradicted: the quote has 25)",
    "**Missing:** No passage gives the rate.",
    "the key was refused",
    "An op-ed doubts it.[^6]\n",
    "[^1]: The order, The White House, 3 February 2025, pp. 3–4: “the duty shall be paused”\n",
    "[^2]: The order, The White House, 3 February 2025, p. 7: “until March 4”\n",
    "“nobody knows”",
    "| The order | The White House | 3 February 2025 | executive order |",
)


def test_markdown_has_every_sentence_quote_and_reason() -> None:
    told = paper_markdown(PAPER)
    assert [one for one in TOLD if one not in told] == []


def test_markdown_of_others_stays_text() -> None:
    assert "<a " not in MarkdownIt().render(paper_markdown(PAPER))


def test_word_has_what_markdown_has() -> None:
    assert word(paper_docx(PAPER)) == markdown(paper_markdown(PAPER)) == expected(PAPER)


def test_questions_are_headings() -> None:
    paragraphs = Document(BytesIO(paper_docx(PAPER))).paragraphs
    heads = [one.text for one in paragraphs if one.style and one.style.name == "Heading 1"]
    assert heads == ["Is it paused?", "And [now](javascript:x)?", "Again?", "Sources"]


def exported(answer: Answer) -> Paper:
    return conversation_paper(Conversation().then(Exchange(answer.question, answer)))


def test_quotes_of_a_document_are_a_list_with_a_note_each() -> None:
    told = paper_markdown(exported(TWO_QUOTES))
    assert f"{BOARD}: “{REPORT.quote}”[^1]\n\n- “{FARES.quote}”[^2]\n" in told
    assert f"{BOARD}:\n\n- “{REPORT.quote}” (p. 2) [1]\n- “{FARES.quote}” (p. 5)" in (
        answer_markdown(TWO_QUOTES).replace("\\", "")
    )
    assert word(paper_docx(exported(TWO_QUOTES))) == expected(exported(TWO_QUOTES))


def test_headings_stand_under_the_question() -> None:
    paragraphs = Document(BytesIO(paper_docx(exported(SIDES)))).paragraphs
    heads = [one.text for one in paragraphs if one.style and one.style.name == "Heading 2"]
    assert heads == ["For", "Against"]
    assert "\n### For\n" in paper_markdown(exported(SIDES))
    assert "Machine gloss, word for word, not checked: the ship not is safe.)" in paper_markdown(
        exported(SIDES)
    )


def test_sides_asked_for_as_a_table_are_columns() -> None:
    (table,) = Document(BytesIO(paper_docx(exported(BESIDE)))).tables[:1]
    assert [cell.text for cell in table.rows[0].cells] == ["For", "Against"]
    assert REPORT.quote in table.rows[1].cells[0].text and LETTER.quote in table.rows[1].cells[1].text


def test_the_words_that_answer_are_bold_in_word() -> None:
    marked = replace(REPORT, marked=((118, 124),))
    document = Document(BytesIO(paper_docx(exported(made(("", f"{BOARD}: “{marked.quote}”", (marked,)))))))
    bold = [run.text for one in document.paragraphs for run in one.runs if run.bold]
    assert bold == ["41,000"]


def test_figures_are_a_table_with_a_note_a_row() -> None:
    told = paper_markdown(exported(FIGURES))
    assert (
        "| Figure | Of what | Period |\n| --- | --- | --- |\n| 41,000 | people carried[^1] | 2024 |" in told
    )
    assert told.index("| Figure") < told.index(BOARD)
    assert "| 62% | share of the cost |  | \\[1\\] |" in answer_markdown(FIGURES)
    assert word(paper_docx(exported(FIGURES))) == expected(exported(FIGURES))


def test_what_may_be_chosen_and_what_is_listed_is_told() -> None:
    told = paper_markdown(exported(ASKS_WHICH))
    assert "Which one?" in told and "- Harbour Order 2 (3 May 2024)" in told
    assert "- What does Ferry Order 7 say?" in answer_markdown(CAN_DO)
    assert "- Ferry Order 7 (County Council)" in paper_markdown(exported(LISTED))


def test_a_refusal_comes_before_what_is_near() -> None:
    for told in (paper_markdown(exported(NEAR)), answer_markdown(NEAR)):
        assert told.count("night ferry") == 1
        assert told.index("night ferry") < told.index("### Nearest in the library")
