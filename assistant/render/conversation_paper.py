"""A conversation → a paper, which becomes any file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count

from assistant.lexicon.dates import readable_date
from assistant.paper import Block, Cell, Heading, Note, Paper, Paragraph, Table, Text, note_text, told_ends
from assistant.render.arranged import (
    Point,
    Quoted,
    Run,
    Section,
    choices,
    columns,
    is_declined,
    is_declined_first,
    is_long,
    points,
    sections,
    shown_table,
)
from assistant.render.labels import GLOSS, cited_sources
from assistant.types import Answer, Citation, TableRow
from assistant.types import Table as FiguresTable
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


def _answer(answer: Answer, numbers: Mapping[int, int]) -> Iterator[Block]:
    if is_declined_first(answer):
        yield _missing(answer)
    for one in answer.documents:
        yield Paragraph((Text(one.line),), "bullet")
    figures = [shown_table(answer.table, answer.citations)] if answer.table else []
    yield from (_figures(one, numbers) for one in figures if not is_long(one))
    found = sections(answer.sentences, answer.citations)
    if answer.as_table and columns(found):
        yield _beside(found, numbers)
    else:
        for section in found:
            if section.heading:
                yield Heading(section.heading, 2)
            for point in section.points:
                yield from _point(point, numbers)
    yield from (_figures(one, numbers) for one in figures if is_long(one))
    if answer.missing and not is_declined_first(answer):
        yield _missing(answer)
    if answer.withheld:
        yield Paragraph((), label="Not supported by the documents")
    for failed in answer.withheld:
        yield Paragraph((Text(failed.text, "failed"), Text(f"({failed.verdict}: {failed.reason})")), "bullet")
    for notice in answer.notices:
        yield Paragraph((Text(notice),))
    for named, _ in choices(answer):
        yield Paragraph((Text(named),), "bullet")


def _missing(answer: Answer) -> Paragraph:
    label = "Not in the documents" if is_declined(answer) else "Missing"
    return Paragraph((Text(answer.missing or "", "gap"),), label=label)


def _figures(table: FiguresTable, numbers: Mapping[int, int]) -> Table:
    """The figures, each with a note on where it stands."""

    def texts(row: TableRow) -> tuple[Cell, ...]:
        notes = (numbers[row.citation],) if row.citation in numbers else ()
        longest = max(range(len(row.cells)), key=lambda at: len(row.cells[at]))  # it tells most on its own
        return tuple(
            (Text(cell, "fact", notes if at == longest else ()),) for at, cell in enumerate(row.cells)
        )

    return Table(table.columns, tuple(map(texts, table.rows)))


def _beside(found: Sequence[Section], numbers: Mapping[int, int]) -> Table:
    """The sides of a comparison, a column each."""
    cells = (
        tuple(
            text for point in side.points for one in _point(point, numbers) for text in one.texts if text.text
        )
        for side in found
    )
    return Table(tuple(side.heading for side in found), (tuple(cells),))


def _point(point: Point, numbers: Mapping[int, int]) -> Iterator[Paragraph]:
    """A sentence; of several quotes of one document, the first with who says it, and a list of the others."""
    if not point.quotes:
        strong = _strong(point.said)
        fact = Text(point.attribution, "fact", _notes(point.cited, numbers), strong)
        yield Paragraph((fact, *_ends(point.cited)))
    else:
        for number, quoted in enumerate(point.quotes):
            said = point.attribution if number == 0 else ""  # a line of its own would have no note
            words = " ".join(filter(None, (said, quoted.label, quoted.text)))
            fact = Text(words, "fact", _notes(quoted.cited, numbers), _strong(quoted.runs))
            yield Paragraph((fact, *_ends(quoted.cited), *_gloss(quoted)), "plain" if said else "bullet")


def _ends(cited: Sequence[Citation]) -> tuple[Text, ...]:
    """What became of what is quoted."""
    return (Text(told.strip(), strong=(told.strip(),)),) if (told := told_ends(cited)) else ()


def _gloss(quoted: Quoted) -> tuple[Text, ...]:
    return (Text(f"({GLOSS} {quoted.gloss})"),) if quoted.gloss else ()


def _strong(runs: Sequence[Run]) -> tuple[str, ...]:
    return tuple(one.text.strip() for one in runs if one.kind == "marked")


def _notes(cited: Sequence[Citation], numbers: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(numbers[one.number] for one in cited)


def _noted(answer: Answer) -> list[Citation]:
    """The citations that become notes: what a sentence quotes, with the words that it completes in one
    note."""
    used = {one.number for point in points(answer.sentences, answer.citations) for one in point.cited}
    return [one for one in answer.citations if one.number in used]


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
