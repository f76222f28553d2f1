"""A paper → Markdown, to be exported; and an answer, to be copied."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.lexicon.printable import plain
from assistant.memo.types import Section
from assistant.paper import (
    Block,
    Heading,
    Note,
    Paper,
    Paragraph,
    Table,
    Text,
    texts_of,
    told_ends,
    where,
    without_lead_ins,
)
from assistant.render.arranged import (
    Quoted,
    choices,
    is_declined,
    is_declined_first,
    is_long,
    sections,
    table_rows,
)
from assistant.render.blocks import ListedAnswer, after, fair_copy, listed
from assistant.render.labels import GLOSS, cited_sources, source_details
from assistant.types import Answer, Citation, source_numbers

_MARKS = re.compile(r"([\\`*_\[\]<>#|~]|&(?=#?\w+;))")
_MARK = re.compile(r"\[\^(\d+)\]")
_LIST = re.compile(r"^(\d+)(?=[.)](?:\s|$))|^(?=[-+]|=+$)")


def paper_markdown(paper: Paper) -> str:
    """The paper in CommonMark with tables and footnotes as GitHub and Pandoc read them; front matter says
    what has no place in the text, and a line across the page stands before the annexes."""
    paper = fair_copy(paper)
    stamps = [f"**{_plain(one)}**" for one in (paper.marking, "DRAFT" if paper.draft else "") if one]
    title = [f"# {_plain(paper.title)}"] if paper.title else []
    fields = "  \n".join(f"**{_plain(name)}:** {_plain(value)}" for name, value in paper.fields)
    annexes = ["---", *_blocks(paper.annexes, after(paper.blocks))] if paper.annexes else []
    notes = "\n".join(f"[^{one.number}]: {_plain(one.text)}" for one in paper.notes)
    parts = [_front_matter(paper), *stamps, *title, fields, *_blocks(paper.blocks), *annexes, notes]
    return "\n\n".join(part for part in parts if part) + "\n"


def section_markdown(section: Section) -> str:
    """A section of a memo as text to be edited: the marks of its notes are their numbers, and what failed the
    check stands in its place."""
    used = list(dict.fromkeys(note for text in texts_of(section.blocks) for note in text.notes))
    blocks = fair_copy(Paper("", section.blocks, notes=tuple(Note(one, "-") for one in used))).blocks
    return _MARK.sub(lambda found: f"[{used[int(found[1]) - 1]}]", "\n\n".join(_blocks(blocks)))


def answer_markdown(answer: Answer) -> str:
    """An answer: its sentences with the numbers of their sources, what is missing or failed, and the sources
    with every quote."""
    label = "Not in the documents" if is_declined(answer) else "Missing"
    missing = [f"**{label}:** {_plain(answer.missing)}"] if answer.missing else []
    listed = "\n".join(f"- {_plain(one.line)}" for one in answer.documents)
    figures = _figures(answer)
    after = answer.table is not None and is_long(answer.table)
    found = [*_answered(answer), *figures] if after else [*figures, *_answered(answer)]
    answered = [*([listed] if listed else []), *found]
    parts = [*missing, *answered] if is_declined_first(answer) else [*answered, *missing]
    if answer.withheld:
        parts.append("**Not supported by the documents:**")
        parts.append(
            "\n".join(
                f"- {_plain(one.text)} ({one.verdict}: {_plain(one.reason)})" for one in answer.withheld
            )
        )
    parts += [f"*{_plain(one)}*" for one in answer.notices]
    if offered := choices(answer):
        parts.append("\n".join(f"- {_plain(named)}" for named, _ in offered))
    for number, cited in cited_sources(answer):
        address = f" <{plain(cited[0].url)}>" if cited[0].url else ""
        quotes = "".join(f"\n    > {_quoted(one)}" for one in without_lead_ins(cited))
        parts.append(
            f"[{number}] {_plain(cited[0].title)} — {_plain(source_details(cited))}{address}{quotes}"
        )
    return "\n\n".join(parts)


def _figures(answer: Answer) -> list[str]:
    """The figures as a table, each row with the number of its source."""
    if not (found := table_rows(answer)):
        return []
    head, *rows = [[_plain(cell) for cell in row] for row in found]
    lines = [head, ["---"] * len(head), *rows]
    return ["\n".join(f"| {' | '.join(cells)} |" for cells in lines)]


def _answered(answer: Answer) -> Iterator[str]:
    """The sentences under their headings, with the numbers of their sources; the quotes of one document as a
    list where there are several."""
    numbers = source_numbers(answer.citations)
    for section in sections(answer.sentences, answer.citations):
        if section.heading:
            yield f"### {_plain(section.heading)}"
        for point in section.points:
            if not point.quotes:
                yield f"{_plain(point.attribution)}{_ends(point.cited)}{_numbers(point.cited, numbers)}"
                continue
            said, quotes = _plain(point.attribution), [_point_quote(one, numbers) for one in point.quotes]
            alone = len(quotes) == 1
            yield (
                f"{said} {quotes[0]}" if alone else "\n".join([f"{said}\n", *(f"- {one}" for one in quotes)])
            )


def _point_quote(one: Quoted, numbers: Mapping[int, int]) -> str:
    label = f"{_plain(one.label)} " if one.label else ""
    place = f" ({_plain(one.place)})" if one.place else ""
    gloss = f" *({GLOSS} {_plain(one.gloss)})*" if one.gloss else ""
    return f"{label}{_plain(one.text)}{place}{_ends(one.cited)}{_numbers(one.cited, numbers)}{gloss}"


def _ends(cited: Sequence[Citation]) -> str:
    told = told_ends(cited)
    return f" **{_plain(told)}**" if told else ""


def _numbers(cited: Sequence[Citation], numbers: Mapping[int, int]) -> str:
    shown = "".join(f"[{number}]" for number in dict.fromkeys(numbers[one.number] for one in cited))
    return f" {shown}" if shown else ""


def _quoted(one: Citation) -> str:
    """A quote with where it stands."""
    place = where([one])
    return f"“{_plain(one.words)}”{f' ({_plain(place)})' if place else ''}"


def _front_matter(paper: Paper) -> str:
    front_matter = {"record": paper.record, "marking": paper.marking, "draft": paper.draft}
    lines = [
        f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in front_matter.items() if value
    ]
    return "\n".join(["---", *lines, "---"]) if lines else ""


def _blocks(blocks: Iterable[Block], first: int = 1) -> Iterator[str]:
    for one in listed(blocks, first):
        if isinstance(one, Heading):
            yield f"{'#' * (one.level + 1)} {_plain(one.text)}"
        elif isinstance(one, Paragraph):
            yield _words(one)
        elif isinstance(one, Table):
            yield _table(one)
        else:
            yield _list(one)


def _list(found: ListedAnswer) -> str:
    marks = (
        f"{found.first + position}." if found.style == "numbered" else "-"
        for position in range(len(found.items))
    )
    return "\n".join(f"{mark} {_words(one)}" for mark, one in zip(marks, found.items, strict=True))


def _table(table: Table) -> str:
    rows = [
        [_plain(one) for one in table.columns],
        ["---"] * len(table.columns),
        *([_texts(cell) for cell in row] for row in table.rows),
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)


def _words(paragraph: Paragraph) -> str:
    label = f"**{_plain(paragraph.label)}** " if paragraph.label else ""
    return f"{label}{_texts(paragraph.texts)}".strip()


def _texts(texts: Iterable[Text]) -> str:
    return " ".join(f"{_plain(one.text)}{''.join(f'[^{number}]' for number in one.notes)}" for one in texts)


def _plain(text: str) -> str:
    """The text on one line, with the marks that would format it made plain."""
    marked = _MARKS.sub(r"\\\1", plain(text))
    return _LIST.sub(lambda found: f"{found[1] or ''}\\", marked)
