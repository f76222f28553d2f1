"""Values → Word."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx import Document
from docx.shared import Pt

from assistant.conversations import Conversation
from assistant.render.words import cited_sources, plain, sentence_numbers, source_told
from assistant.types import Answer, source_numbers


def conversation_docx(conversation: Conversation) -> bytes:
    """A conversation with its answers' sources and quotes, as a `.docx` file."""
    document = Document()
    document.styles["Normal"].font.size = Pt(11)
    document.core_properties.title = plain(conversation.title)
    document.core_properties.author = "Pincite"
    document.add_heading(plain(conversation.title), 0)
    for one in conversation.exchanges:
        document.add_heading(plain(one.question), 1)
        if one.answer:
            _answer(document, one.answer)
        else:
            document.add_paragraph(f"This could not be answered: {plain(one.error)}")
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _answer(document: Any, answer: Answer) -> None:
    numbers = source_numbers(answer.citations)
    for sentence in answer.sentences:
        paragraph = document.add_paragraph(plain(sentence.text))
        for number in sentence_numbers(sentence, numbers):
            paragraph.add_run(f" [{number}]").font.superscript = True
    if answer.missing:
        lead = "Not in the documents: " if answer.status == "abstained" else "Missing: "
        document.add_paragraph().add_run(lead + plain(answer.missing)).bold = True
    if answer.withheld:
        document.add_paragraph().add_run("Not supported by the documents:").bold = True
        for failed in answer.withheld:
            document.add_paragraph(f"{plain(failed.text)} ({failed.verdict}: {plain(failed.reason)})", style="List Bullet")
    for notice in answer.notices:
        document.add_paragraph().add_run(plain(notice)).italic = True
    for number, cited in cited_sources(answer):
        document.add_paragraph(f"[{number}] {plain(cited[0].title)} — {plain(source_told(cited))} {plain(cited[0].url)}".strip())
        for one in cited:
            document.add_paragraph(f"“{plain(one.quote)}”", style="Quote")
