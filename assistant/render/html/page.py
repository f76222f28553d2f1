"""Values → HTML for the web page."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from assistant.lexicon.dates import readable_date
from assistant.lexicon.printable import plain
from assistant.paper import told_standing, where
from assistant.render.arranged import (
    Point,
    Quoted,
    Run,
    choices,
    columns,
    is_day,
    is_long,
    sections,
    shown_table,
)
from assistant.render.jinja import filled
from assistant.render.labels import GLOSS, cited_sources, verdict_label
from assistant.render.markdown import answer_markdown
from assistant.types import STOPPED, Answer, Citation, Listed, source_numbers
from assistant.workspace.conversation_store import Conversation
from assistant.workspace.source_view import SourceView


def transcript_html(
    conversation: Conversation, *, has_documents: bool = True, is_waiting: bool = False, notice: str = ""
) -> str:
    """A conversation, with what a first-time user should do where it is empty; `is_waiting` while its last
    question has not come to its turn; `notice` is why another conversation cannot be shown."""
    return filled(
        "transcript",
        conversation=conversation.id if conversation.changed else "",
        turns=[_turn(one) for one in conversation.exchanges],
        has_documents=has_documents,
        is_waiting=is_waiting,
        notice=notice,
    )


def source_html(view: SourceView | None) -> str:
    """A source opened beside the conversation; nothing when none is."""
    if view is None:
        return ""
    shown = view.picture
    marks = [_share(box, shown.width, shown.height) for box in shown.marks] if shown else []
    picture = base64.b64encode(shown.png).decode() if shown else ""
    paragraphs = _paragraphs(view) if shown is None else []
    return filled(
        "source",
        view=view,
        source=view.source,
        address=_address(view),
        day=readable_date(view.source.date),
        place=", ".join(part for part in (view.place, told_standing(view.standing)) if part),
        picture=picture,
        marks=marks,
        paragraphs=paragraphs,
    )


def _address(view: SourceView) -> str:
    """What the page's address says of the source that is open, and of where."""
    shown = {"doc": view.source.slug, "page": view.page or "", "start": view.start, "end": view.end}
    return urlencode({name: value for name, value in shown.items() if value})


def conversations_html(found: Sequence[Conversation], current: str, words: str = "") -> str:
    """The list of a user's conversations."""
    return filled("conversations", conversations=found, current=current, words=words)


def editing_html(turn: int, turns: int) -> str:
    """What is said while a question is edited: which, and what will become of those after it."""
    return filled("editing", number=turn + 1, after=turns - turn - 1)


def notice_html(message: str, hint: str = "") -> str:
    """An error in place of what it kept from being shown."""
    return filled("notice", message=message, hint=hint)


@dataclass(frozen=True, slots=True)
class _Cite:
    number: int
    citation: Citation
    details: str


def _turn(exchange: Any) -> dict[str, Any]:
    answer: Answer | None = exchange.answer
    if answer is None:
        return {"exchange": exchange, "answer": None}
    numbers = source_numbers(answer.citations)
    found = _sections(answer, numbers)
    return {
        "exchange": exchange,
        "answer": answer,
        "is_whole": bool(answer.id),
        "is_recorded": STOPPED not in answer.notices,
        "understood": "" if answer.standalone_question == answer.question else answer.standalone_question,
        "sections": found,
        "in_columns": answer.as_table and columns(sections(answer.sentences, answer.citations)),
        "gloss": GLOSS,
        "table": _figures(answer, numbers),
        "choices": choices(answer),
        "documents": [_listed(one) for one in answer.documents],
        "withheld": [(one, verdict_label(one.verdict)) for one in answer.withheld],
        "sources": [(number, cited[0], _details(cited)) for number, cited in cited_sources(answer)],
        "copied": answer_markdown(answer),
    }


def _sections(answer: Answer, numbers: Mapping[int, int]) -> list[dict[str, Any]]:
    """The sentences under their headings; days that follow one another are told apart, to stand in one
    list."""
    return [
        {
            "heading": plain(one.heading),
            "is_day": is_day(one.heading),
            "points": [_point(point, numbers) for point in one.points],
        }
        for one in sections(answer.sentences, answer.citations)
    ]


def _figures(answer: Answer, numbers: Mapping[int, int]) -> dict[str, Any] | None:
    """The figures with the citation of each row."""
    if answer.table is None:
        return None
    table = shown_table(answer.table, answer.citations)
    by_number = {one.number: one for one in answer.citations}
    rows = [
        (row.cells, _cites([by_number[row.citation]], numbers) if row.citation in by_number else [])
        for row in table.rows
    ]
    return {"columns": table.columns, "rows": rows, "is_long": is_long(table)}


def _listed(one: Listed) -> tuple[str, str, str, Listed]:
    """What is said of a document: what stands before its title, the title, and what stands after it."""
    before, title, after = one.line.partition(one.title) if one.title else ("", "", "")
    return (before, title, after, one) if title else ("", one.line, "", one)


def _point(point: Point, numbers: Mapping[int, int]) -> dict[str, Any]:
    kinds = {run.kind for run in point.said}
    if not point.quotes:
        runs, cites = point.said, _cites(point.cited, numbers)
        return {"is_quoted": kinds != {"own"}, "quotes": [], "line": _line(runs, "", cites)}
    quotes = [_quote(one, numbers) for one in point.quotes]
    return {"is_quoted": True, "said": point.attribution, "quotes": quotes}


def _quote(quoted: Quoted, numbers: Mapping[int, int]) -> dict[str, Any]:
    cites = _cites(quoted.cited, numbers)
    line = _line(quoted.runs, quoted.place, cites)
    return {"line": line, "label": quoted.label, "gloss": quoted.gloss}


def _line(runs: Sequence[Run], place: str, cites: Sequence[_Cite]) -> dict[str, Any]:
    """Words with the numbers of their sources, which stay on the line of the last of them."""
    *before, last = runs
    head, space, tail = last.text.rpartition(" ")
    return {
        "runs": [*before, Run(head + space, last.kind)],
        "tail": Run(tail, last.kind),
        "place": place,
        "cites": cites,
    }


def _cites(cited: Sequence[Citation], numbers: Mapping[int, int]) -> list[_Cite]:
    """The citations, each place once: each has its button, since each opens elsewhere."""
    places = {(one.source, one.start): one for one in cited}
    return [_Cite(numbers[one.number], one, _details([one])) for one in places.values()]


def _details(cited: Sequence[Citation]) -> str:
    """What stands beside a source's title and kind."""
    first = cited[0]
    return plain(
        ", ".join(
            part for part in (first.publisher, readable_date(first.date) or "undated", where(cited)) if part
        )
    )


def _share(box: Any, width: int, height: int) -> dict[str, float]:
    """A rectangle in per cent of its picture, so that it stays on its words at any size."""
    top, bottom = min(box.top, box.bottom), max(box.top, box.bottom)
    return {
        "left": round(100 * box.left / width, 2),
        "top": round(100 * top / height, 2),
        "width": round(100 * (box.right - box.left) / width, 2),
        "height": round(100 * (bottom - top) / height, 2),
    }


def _paragraphs(view: SourceView) -> list[list[tuple[str, bool]]]:
    """The text in paragraphs of parts, each with whether it belongs to the quote."""
    paragraphs: list[list[tuple[str, bool]]] = [[]]
    for text, is_quote in ((view.before, False), (view.quote, True), (view.after, False)):
        for position, piece in enumerate(text.split("\n")):
            if position:
                paragraphs.append([])
            if piece.strip():
                paragraphs[-1].append((piece, is_quote))
    return [one for one in paragraphs if one]
