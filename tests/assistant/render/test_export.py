from __future__ import annotations

from io import BytesIO

from docx import Document
from markdown_it import MarkdownIt

from assistant.render.conversation_paper import conversation_paper
from assistant.render.docx.document import paper_docx
from assistant.render.markdown import paper_markdown
from assistant.workspace.conversation_store import Conversation, Exchange
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
