"""A conversation → HTML for the web page: each answer led by its short answer, each quote with its number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from assistant.lexicon.dates import readable_date
from assistant.lexicon.printable import plain
from assistant.paper import ended, where, without_lead_ins
from assistant.render.arranged import (
    Point,
    Quoted,
    Run,
    Section,
    choices,
    columns,
    is_day,
    is_declined,
    is_declined_first,
    is_long,
    sections,
    shown_table,
)
from assistant.render.html.progress import Progress
from assistant.render.jinja import filled
from assistant.render.labels import GLOSS, cited_sources, language_named, verdict_label
from assistant.render.markdown import answer_markdown
from assistant.types import STOPPED, Answer, Citation, Listed, RequestKind, Status
from assistant.workspace.conversation_store import Conversation
from assistant.workspace.shares import Share, Shared
from ingest.full_text import full_text_terms
from ingest.gloss import is_spanish

_LED: frozenset[RequestKind] = frozenset({"fact", "state", "legal", "claim"})
"""What is answered in a sentence, and then borne out by others; a list has no sentence that comes first."""
_UNLED: frozenset[Status] = frozenset({"abstained", "partial"})
_WORDS = re.compile(r"[\w’'-]+")
_LACKING = re.compile(r"mentions? [^.]*?“([^”]+)”")
_ASKS_HOW = frozenset(("many", "much", "number", "long", "please", "there"))
_MOST_SOUGHT = 3  # words: the search finds the documents that have all of them
_MOST = 3  # quotes of a section that stand open; one more is shown rather than folded alone


def transcript_html(
    conversation: Conversation,
    *,
    documents: int = 1,
    progress: Progress | None = None,
    attaches: bool = False,
    notice: str = "",
    openers: Sequence[str] = (),
    shared: Shared | None = None,
    may_add: bool = True,
) -> str:
    """A conversation, with what a first-time user should do where it is empty: `documents` are how many there
    are, and `openers` questions that they answer; `progress` is how far the answer to its last question is,
    which the page follows where it `attaches`; `notice` is why another conversation cannot be shown. One that
    is `shared` is only read. Only who `may_add` documents is offered to."""
    return filled(
        "transcript",
        conversation=conversation.id if conversation.exchanges else "",
        turns=[_turn(one) for one in conversation.exchanges],
        documents=documents,
        openers=openers,
        progress=progress or Progress(documents),
        attaches=attaches,
        may_add=may_add,
        notice=notice,
        shared=shared
        and {
            "token": shared.share.token,
            "is_answer": bool(shared.share.answer),
            "by": shared.share.user,
            "day": readable_date(shared.share.at[:10]),
            "withheld": shared.withheld,
        },
    )


def sharing_html(share: Share) -> str:
    """The link under which a conversation or one answer is shared, and how that ends."""
    return filled("sharing", share=share)


@dataclass(frozen=True, slots=True)
class _Cite:
    number: int
    of: int
    citation: Citation
    details: str

    @property
    def name(self) -> str:
        """What a screen reader says of it."""
        return f"Quote {self.number} of {self.of}"


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The number of each quote of an answer, by its citation's, in the order in which they are first cited:
    citations of one place share theirs."""

    by_citation: Mapping[int, int]

    @classmethod
    def of(cls, citations: Sequence[Citation]) -> _Numbers:
        places = dict.fromkeys((one.source, one.start) for one in citations)
        numbers = {place: number for number, place in enumerate(places, start=1)}
        return cls({one.number: numbers[one.source, one.start] for one in citations})

    def cites(self, cited: Sequence[Citation]) -> list[_Cite]:
        """The citations, each place once: each has its button, since each opens elsewhere."""
        places = {(one.source, one.start): one for one in cited}
        of = max(self.by_citation.values(), default=0)
        return [_Cite(self.by_citation[one.number], of, one, details([one])) for one in places.values()]

    def span(self, cited: Sequence[Citation]) -> str:
        """The numbers of the quotes of one source: “2”, “1–4”, “1, 3”."""
        found = sorted({self.by_citation[one.number] for one in cited})
        runs: list[list[int]] = []
        for number in found:
            if runs and number == runs[-1][-1] + 1:
                runs[-1].append(number)
            else:
                runs.append([number])
        return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def _turn(exchange: Any) -> dict[str, Any]:
    answer: Answer | None = exchange.answer
    if answer is None:
        return {"exchange": exchange, "answer": None}
    numbers = _Numbers.of(answer.citations)
    found = sections(answer.sentences, answer.citations)
    is_led = bool(answer.id) and answer.kind in _LED and answer.status not in _UNLED and not answer.as_table
    lead, rest = _led(found) if is_led else (None, found)
    sources = [(numbers.span(cited), cited[0], details(cited)) for _, cited in cited_sources(answer)]
    return {
        "exchange": exchange,
        "answer": answer,
        "is_whole": bool(answer.id),
        "is_recorded": STOPPED not in answer.notices,
        "is_near": is_declined_first(answer),
        "near": _near(answer),
        "sought": _sought(answer) if is_declined(answer) else "",
        "is_declined": is_declined(answer),
        "understood": "" if answer.standalone_question == answer.question else answer.standalone_question,
        "missing": _missing(answer),
        "lead": _section(lead, numbers) if lead else None,
        "sections": [_section(one, numbers, _MOST if is_led else 0) for one in rest],
        "in_columns": answer.as_table and columns(found),
        "gloss": {"said": GLOSS, "own": "es" if is_spanish(exchange.question) else ""},
        "table": _figures(answer, numbers),
        "choices": choices(answer),
        "documents": [_listed(one) for one in answer.documents],
        "withheld": [(one, verdict_label(one.verdict)) for one in answer.withheld],
        "sources": sources,
        "markdown": answer_markdown(answer) if answer.id else "",
        "email": Markup(_email(answer, found, numbers) if answer.id and answer.sentences else ""),
    }


def _near(answer: Answer) -> str:
    """What stands over quotes that do not answer: how many of them mention what, or of how many documents."""
    if answer.mentions:
        count = len(without_lead_ins(answer.citations))
        what = answer.mentions if answer.mentions == "the subject" else f"“{answer.mentions}”"
        return f"{count} passage{'s that mention' if count != 1 else ' that mentions'} {what}"
    count = len(cited_sources(answer))
    return f"{count} document{'s that come' if count != 1 else ' that comes'} near"


def _sought(answer: Answer) -> str:
    """The words by which the documents may be searched for what they do not answer: the first of the
    question, without those that they are said not to have."""
    lacking = {word for said in _LACKING.findall(answer.missing or "") for word in said.casefold().split()}
    terms = {*full_text_terms(answer.standalone_question)} - lacking - _ASKS_HOW
    words = [one for one in _WORDS.findall(answer.standalone_question) if one.casefold() in terms]
    return " ".join(list(dict.fromkeys(words))[:_MOST_SOUGHT])


def _missing(answer: Answer) -> tuple[str, str, str, Citation | None]:
    """What is said to be missing: what stands before the title of a document that the answer quotes, the
    title, what stands after it, and where that document is quoted; all of it first where it names none."""
    said = answer.missing or ""
    for one in answer.citations:
        before, title, after = said.partition(one.title) if one.title else (said, "", "")
        if title:
            return before, title, after, one
    return said, "", "", None


def _led(found: Sequence[Section]) -> tuple[Section | None, list[Section]]:
    """The first quote, as a section of its own, and what remains; no first where nothing is quoted first."""
    if not found or not found[0].points or not found[0].points[0].quotes:
        return None, list(found)
    first = found[0].points[0]
    lead = Section(found[0].heading, (replace(first, quotes=first.quotes[:1], cited=first.quotes[0].cited),))
    left = [replace(first, quotes=first.quotes[1:])] if first.quotes[1:] else []
    points = (*left, *found[0].points[1:])
    rest = [replace(found[0], heading="", points=points), *found[1:]] if points else list(found[1:])
    return lead, rest


def _section(section: Section, numbers: _Numbers, most: int = 0) -> dict[str, Any]:
    """The points under a heading; days that follow one another are told apart, to stand in one list. Where
    there are more than `most` quotes (0: any number may stand), the others are folded."""
    shown, folded = _folded(section.points, most) if most else (list(section.points), [])
    return {
        "heading": plain(section.heading),
        "is_day": is_day(section.heading),
        "points": [_point(point, numbers) for point in shown],
        "more": [_point(point, numbers) for point in folded],
        "more_count": sum(max(1, len(point.quotes)) for point in folded),
    }


def _folded(points: Sequence[Point], most: int) -> tuple[list[Point], list[Point]]:
    shown, folded, room = list[Point](), list[Point](), most
    if sum(max(1, len(point.quotes)) for point in points) <= most + 1:
        return list(points), []
    for point in points:
        size = max(1, len(point.quotes))
        if size <= room:
            shown.append(point)
        elif room > 0:
            shown.append(replace(point, quotes=point.quotes[:room]))
            folded.append(replace(point, quotes=point.quotes[room:]))
        else:
            folded.append(point)
        room -= size
    return shown, folded


def _figures(answer: Answer, numbers: _Numbers) -> dict[str, Any] | None:
    """The figures with the citation of each row."""
    if answer.table is None:
        return None
    table = shown_table(answer.table, answer.citations)
    by_number = {one.number: one for one in answer.citations}
    rows = [
        (row.cells, numbers.cites([by_number[row.citation]]) if row.citation in by_number else [])
        for row in table.rows
    ]
    return {"columns": table.columns, "rows": rows, "is_long": is_long(table)}


def _listed(one: Listed) -> tuple[str, str, str, Listed]:
    """What is said of a document: what stands before its title, the title, and what stands after it."""
    before, title, after = one.line.partition(one.title) if one.title else ("", "", "")
    return (before, title, after, one) if title else ("", one.line, "", one)


def _point(point: Point, numbers: _Numbers) -> dict[str, Any]:
    kinds = {run.kind for run in point.said}
    if not point.quotes:
        runs, cites = point.said, numbers.cites(point.cited)
        return {"is_quoted": kinds != {"own"}, "quotes": [], "line": _line(runs, "", cites)}
    quotes = [_quote(one, numbers) for one in point.quotes]
    return {"is_quoted": True, "said": point.attribution, "quotes": quotes}


def _quote(quoted: Quoted, numbers: _Numbers) -> dict[str, Any]:
    line = _line(quoted.runs, quoted.place, numbers.cites(quoted.cited))
    return {"line": line, "label": quoted.label, "gloss": quoted.gloss}


def _line(runs: Sequence[Run], place: str, cites: Sequence[_Cite]) -> dict[str, Any]:
    """Words with the numbers of their quotes, which stay on the line of the last of them."""
    *before, last = runs
    head, space, tail = last.text.rpartition(" ")
    # What was kept before quotes had a language has a gloss where it is Spanish.
    languages = {each.citation.language or ("es" if each.citation.gloss else "") for each in cites}
    lang = languages.pop() if len(languages) == 1 else ""
    return {
        "runs": [*before, Run(head + space, last.kind)],
        "tail": Run(tail, last.kind),
        "place": place,
        "cites": cites,
        "ends": [(one, _short_day(one.date)) for one in ended(each.citation for each in cites)],
        "lang": lang,
        "language": language_named(lang),
    }


def _short_day(iso: str) -> str:
    """“20 Feb 2026”: what fits into a tag."""
    return " ".join(word[:3] if word.isalpha() else word for word in readable_date(iso).split())


def _email(answer: Answer, found: Sequence[Section], numbers: _Numbers) -> str:
    """An answer as it is pasted into a message: the sentences, and below them what each quote is from, with
    the page, as a link where the document has a public address."""
    by_number = {numbers.by_citation[one.number]: one for one in reversed(answer.citations)}
    return filled(
        "email",
        answer=answer,
        sections=[_section(one, numbers) for one in found],
        table=_figures(answer, numbers),
        sources=[(number, by_number[number], details([by_number[number]])) for number in sorted(by_number)],
    )


def details(cited: Sequence[Citation]) -> str:
    """What stands beside a source's title and kind."""
    first = cited[0]
    return plain(
        ", ".join(
            part for part in (first.publisher, readable_date(first.date) or "undated", where(cited)) if part
        )
    )
