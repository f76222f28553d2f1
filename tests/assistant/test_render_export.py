from __future__ import annotations

from io import BytesIO

from docx import Document
from markdown_it import MarkdownIt

from assistant.conversations import Conversation, Exchange
from assistant.render.docx import conversation_docx
from assistant.render.markdown import conversation_markdown
from tests.assistant.test_render_html import ANSWER

CONVERSATION = Conversation().then(Exchange("Is it paused?", ANSWER)).then(Exchange("And [now](javascript:x)?", error="the key was refused"))
TOLD = (
    "It says:",
    "the duty shall be paused",
    "until March 4",
    "nobody knows",
    "It is 35 percent.",
    "No passage gives the rate.",
    "the key was refused",
    "pp. 3–4, 7",
)


def test_markdown_has_every_sentence_quote_and_reason() -> None:
    told = conversation_markdown(CONVERSATION)
    assert all(one in told for one in TOLD)
    assert "“the duty shall be paused” [1]" in told and "An op-ed doubts it. [2]" in told


def test_markdown_of_others_stays_text() -> None:
    assert "<a " not in MarkdownIt().render(conversation_markdown(CONVERSATION))


def test_word_has_every_sentence_quote_and_reason() -> None:
    paragraphs = Document(BytesIO(conversation_docx(CONVERSATION))).paragraphs
    told = "\n".join(one.text for one in paragraphs)
    assert all(one in told for one in TOLD)
    assert [one.text for one in paragraphs if one.style and one.style.name == "Heading 1"] == ["Is it paused?", "And [now](javascript:x)?"]
