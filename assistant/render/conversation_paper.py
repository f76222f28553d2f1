"""A conversation → a paper, which becomes any file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count

from assistant.lexicon.dates import readable_date
from assistant.paper import Block, Heading, Note, Paper, Paragraph, Table, Text, note_text, without_lead_ins
from assistant.render.labels import cited_sources
from assistant.types import Answer, AnswerSentence, Citation
from assistant.workspace.conversation_store import Conversation


def conversation_paper(conversation: Conversation) -> Paper:
    """The questions, the answers with their quotes as notes, and a list of the sources."""
    blocks: list[Block] = []
    notes: list[Note] = []
    for one in conversation.exchanges:
        blocks.append(Heading(one.question))
        if one.answer:
            cited_there = _noted(one.answer)
            numbers = dict(zip((cited.number for cited in cited_there), count(len(notes) + 1)))
            notes += [Note(numbers[cited.number], note_text(cited), cited) for cited in cited_there]
            blocks += _answer(one.answer, numbers)
        else:
            blocks.append(Paragraph((Text(one.error),), label="This could not be answered"))
    return Paper(conversation.title, tuple(blocks), annexes=_sources(conversation), notes=tuple(notes))


def _answer(answer: Answer, numbers: dict[int, int]) -> Iterator[Block]:
    for sentence in answer.sentences:
        yield Paragraph((Text(sentence.text, "fact", _notes(sentence, answer, numbers)),))
    if answer.missing:
        yield Paragraph(
            (Text(answer.missing, "gap"),),
            label="Not in the documents" if answer.status == "abstained" else "Missing",
        )
    if answer.withheld:
        yield Paragraph((), label="Not supported by the documents")
    for failed in answer.withheld:
        yield Paragraph((Text(failed.text, "failed"), Text(f"({failed.verdict}: {failed.reason})")), "bullet")
    for one in answer.documents:
        yield Paragraph((Text(one.line),), "bullet")
    for notice in answer.notices:
        yield Paragraph((Text(notice),))


def _noted(answer: Answer) -> list[Citation]:
    """The citations that become notes: what a sentence quotes, with the words that it completes in one
    note."""
    used = {one.number for sentence in answer.sentences for one in _of(sentence, answer)}
    return [one for one in answer.citations if one.number in used]


def _of(sentence: AnswerSentence, answer: Answer) -> list[Citation]:
    return without_lead_ins(one for one in answer.citations if one.number in sentence.citations)


def _notes(sentence: AnswerSentence, answer: Answer, numbers: dict[int, int]) -> tuple[int, ...]:
    return tuple(numbers[one.number] for one in _of(sentence, answer))


def _sources(conversation: Conversation) -> tuple[Block, ...]:
    """Each cited source once."""
    answers = (one.answer for one in conversation.exchanges if one.answer)
    found = {cited[0].source: cited[0] for answer in answers for _, cited in cited_sources(answer)}
    return (
        (
            Heading("Sources"),
            Table(("Source", "Publisher", "Date", "Kind", "Address"), tuple(_rows(found.values()))),
        )
        if found
        else ()
    )


def _rows(cited: Iterable[Citation]) -> Iterator[tuple[tuple[Text, ...], ...]]:
    for one in cited:
        yield tuple(
            (Text(cell),)
            for cell in (one.title, one.publisher, readable_date(one.date) or "undated", one.kind, one.url)
        )
