"""Answers → Block Kit for Slack. `at` is what a button tells whoever hears it pressed: where the answer is
kept."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from assistant.lexicon.printable import plain
from assistant.paper import told_ends, where, without_lead_ins
from assistant.render.arranged import (
    Point,
    Quoted,
    Run,
    Section,
    choices,
    is_day,
    is_declined,
    is_declined_first,
    sections,
    table_rows,
)
from assistant.render.columns import column_text
from assistant.render.labels import GLOSS, as_sentence, cited_sources, source_details
from assistant.render.slack import wording
from assistant.render.slack.text import (
    MOST_IN_VALUE,
    MOST_ON_BUTTON,
    Blocks,
    Line,
    Part,
    button,
    divider,
    link,
    listed,
    literal,
    plain_text,
    quote,
    rich,
    words,
)
from assistant.render.slack.view import fitting, modal
from assistant.types import STOPPED, Answer, AnswerSentence, Citation, Withheld, source_numbers

_FOLLOW_UPS = 3
_MOST_CHOICES = 10
_MOST_IN_COLUMNS = 44  # letters: what is wider breaks on a telephone


def sentence_blocks(sentences: Sequence[AnswerSentence], citations: Sequence[Citation]) -> list[Blocks]:
    """The sentences of an answer, or of what there is of it yet, with the numbers of their sources and under
    their headings; several quotes of a document are a list. The last of them may still grow; no other
    does."""
    numbers = source_numbers(citations)
    found = sections(sentences, citations)
    return [blocks for section in found for blocks in _section(section, numbers)]


def _section(section: Section, numbers: Mapping[int, int]) -> Iterator[Blocks]:
    day = is_day(section.heading)
    lead = literal(f"{plain(section.heading)} — ", bold=True) if day else []
    heading = words(section.heading, bold=True) if section.heading and not day else []
    for number, point in enumerate(section.points):
        first = number == 0
        yield rich(Part(heading if first else []), *_point(point, numbers, lead if first else []))


def _point(point: Point, numbers: Mapping[int, int], lead: Line) -> Iterator[Part]:
    if not point.quotes:
        yield Part([*lead, *_runs(point.said), *_ends(point.cited), *_numbers(point.cited, numbers)])
    elif len(point.quotes) == 1 and point.said:
        said = literal(f"{point.attribution} ")
        yield Part([*lead, *said, *_quoted(point.quotes[0], numbers)])
    else:
        if point.said:
            yield Part([*lead, *literal(point.attribution)])
        yield from (Part(_quoted(one, numbers), "item") for one in point.quotes)


def _quoted(one: Quoted, numbers: Mapping[int, int]) -> Line:
    """A quote with where it stands, the number of its source and, on a line of its own, its gloss."""
    label = literal(f"{one.label} ") if one.label else []
    place = literal(f" ({one.place})") if one.place else []
    gloss = literal(f"\n({GLOSS} {one.gloss})", italic=True) if one.gloss else []
    return [*label, *_runs(one.runs), *place, *_ends(one.cited), *_numbers(one.cited, numbers), *gloss]


def _ends(cited: Sequence[Citation]) -> Line:
    """What became of what is quoted."""
    return literal(told, bold=True) if (told := told_ends(cited)) else []


def _runs(runs: Sequence[Run]) -> Line:
    """The words, those that answer in bold."""
    told = groupby(runs, lambda run: run.kind == "marked")
    return [
        element
        for is_marked, alike in told
        for element in literal("".join(run.text for run in alike), **({"bold": True} if is_marked else {}))
    ]


def _numbers(cited: Sequence[Citation], numbers: Mapping[int, int]) -> Line:
    shown = "".join(f"[{number}]" for number in dict.fromkeys(numbers[one.number] for one in cited))
    return literal(" ") + literal(shown, bold=True) if shown else []


def understood_blocks(answer: Answer) -> Blocks:
    """How a follow-up was understood; none for a question that stands on its own."""
    if answer.standalone_question == answer.question:
        return []
    return rich(
        Part(literal(wording.UNDERSTOOD, italic=True) + words(answer.standalone_question, italic=True))
    )


def declined_blocks(answer: Answer) -> Blocks:
    """That nothing answers, where the quotes that follow only come near."""
    return _missing(answer) if is_declined_first(answer) else []


def rest_blocks(answer: Answer, at: str) -> Blocks:
    """What goes with an answer whose sentences have been shown: what failed the check, what is missing, what
    else is to be known, the sources, and what can be done with it."""
    failed = failed_blocks(answer.withheld)
    table = _table(answer)
    rest = [
        *([] if is_declined_first(answer) else _missing(answer)),
        *_documents(answer),
        *_readings(answer),
        *notices_blocks(answer.notices),
        *_sources(answer),
    ]
    return [*table, *failed, *(divider() if failed and rest else []), *rest, *_tools(answer, at)]


def failed_blocks(withheld: Sequence[Withheld]) -> Blocks:
    """The sentences that failed the check, apart from all others, each with the reason."""
    lines = [
        [*words(one.text), *literal(" "), *words(f"({wording.why(one.verdict, one.reason)})", italic=True)]
        for one in withheld
    ]
    return [*divider(), *listed(wording.NOT_SUPPORTED, lines)] if lines else []


def notices_blocks(notices: Sequence[str]) -> Blocks:
    """What else the reader should know."""
    return rich(*(Part(words(one, italic=True)) for one in notices))


def error_blocks(message: str, hint: str = "", *, home: str = "") -> Blocks:
    """What could not be done, and what helps; where the server keeps its `home` is nobody's to know."""
    message, hint = (text.replace(f"{home}/", "") if home else text for text in (message, hint))
    lines = [
        literal(wording.FAILED, bold=True),
        words(as_sentence(message)),
        words(as_sentence(hint), italic=True),
    ]
    return rich(*map(Part, lines))


def notice_blocks(text: str) -> Blocks:
    """The program's own words; an empty line divides paragraphs."""
    return [
        block
        for paragraph in text.split("\n\n")
        for block in rich(*(Part(words(line)) for line in paragraph.split("\n")))
    ]


def quotes_view(answer: Answer, readable: Collection[str]) -> dict[str, Any]:
    """A modal with every quote that an answer cites of the files with these SHA-256, word for word under its
    source; how many others there are, and how many there is no room for, is said at the end."""
    shown_sources = [
        (number, cited) for number, cited in cited_sources(answer) if cited[0].sha256 in readable
    ]
    quotes = [one for number, cited in shown_sources for one in _quotes(number, cited)]
    withheld = len(answer.citations) - sum(len(cited) for _, cited in shown_sources)
    if withheld:
        quotes.append(notice_blocks(wording.quotes_withheld(withheld)))
    shown = fitting(quotes, left_out=lambda count: notice_blocks(wording.quotes_left_out(count)))
    return modal(wording.QUOTES, shown or notice_blocks(wording.NO_QUOTES))


def _quotes(number: int, cited: Sequence[Citation]) -> Iterator[Blocks]:
    """A source's quotes, each with its place, the first under what is said of the source."""
    for position, one in enumerate(without_lead_ins(cited)):
        source = _titled(number, cited) if position == 0 else ()
        yield rich(*source, Part(words(where([one]), italic=True)), quote(one.words))


def _titled(number: int, cited: Sequence[Citation]) -> tuple[Part, ...]:
    """A source as a heading."""
    title = [*literal(f"[{number}] ", bold=True), *words(cited[0].title, bold=True)]
    return Part(title), Part(words(source_details(cited))), Part(link(cited[0].url))


def _missing(answer: Answer) -> Blocks:
    if not answer.missing:
        return []
    label = wording.DECLINED if is_declined(answer) else wording.MISSING
    return rich(Part(literal(label, bold=True)), Part(words(answer.missing)))


def _readings(answer: Answer) -> Blocks:
    """What a question may mean; where a choice of it is a button, only what has no room there."""
    fit = all(len(plain(one)) <= MOST_ON_BUTTON for one in answer.readings)
    if not answer.readings or (answer.status == "clarify" and answer.id and fit):
        return []
    return listed(wording.READINGS, map(words, answer.readings))


def _table(answer: Answer) -> Blocks:
    """The figures in columns, or, where a telephone has no room for these, each row on lines of its own."""
    if not (found := table_rows(answer)):
        return []
    head, *rows = found
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    if sum(widths) + 2 * len(widths) <= _MOST_IN_COLUMNS:
        lines = column_text([head, *rows], _MOST_IN_COLUMNS)
        return rich(*(Part(literal(one), "columns") for one in lines))
    return rich(*(Part(_row(head, row), "item") for row in rows))


def _row(head: Sequence[str], row: Sequence[str]) -> Line:
    """A row as its first cell and what the others are of."""
    others = [f"{name}: {cell}" for name, cell in zip(head[1:-1], row[1:-1], strict=True) if cell]
    said = literal(f" ({'; '.join(others)})") if others else []
    return [*literal(row[0], bold=True), *said, *literal(" "), *literal(row[-1], bold=True)]


def _documents(answer: Answer) -> Blocks:
    lines = [words(one.line) for one in answer.documents]
    return listed(wording.IN_LIBRARY, lines) if lines else []


def _sources(answer: Answer) -> Blocks:
    parts = [part for number, cited in cited_sources(answer) for part in _source(number, cited)]
    return rich(Part(literal(wording.SOURCES, bold=True)), *parts) if parts else []


def _source(number: int, cited: Sequence[Citation]) -> tuple[Part, ...]:
    """A source on a line, and below it where it is on the web."""
    line = [*literal(f"[{number}] ", bold=True), *words(f"{cited[0].title} ({source_details(cited)})")]
    return Part(line), Part(link(cited[0].url))


def _tools(answer: Answer, at: str) -> Blocks:
    """What can be done with an answer that is whole and on record."""
    if not answer.id or STOPPED in answer.notices:
        return []
    quotes = [button("quotes", wording.SHOW_QUOTES, at)] if answer.citations else []
    offered = choices(answer)
    suggested = offered or [(one, one) for one in answer.follow_ups]
    told = [(plain(named), plain(question)) for named, question in suggested]
    asked = [one for one in told if all(one) and len(one[1]) <= MOST_IN_VALUE]
    most = _MOST_CHOICES if offered else _FOLLOW_UPS
    buttons = quotes + [
        button(f"follow_up_{number}", named, question)
        for number, (named, question) in enumerate(asked[:most])
    ]
    return [*([{"type": "actions", "elements": buttons}] if buttons else []), _feedback(at)]


def _feedback(at: str) -> dict[str, Any]:
    """Two thumbs."""
    thumbs = {
        name: {"text": plain_text(text, MOST_ON_BUTTON), "value": f"{thumb}:{at}"}
        for name, text, thumb in (
            ("positive_button", wording.GOOD, "up"),
            ("negative_button", wording.NOT_GOOD, "down"),
        )
    }
    return {
        "type": "context_actions",
        "elements": [{"type": "feedback_buttons", "action_id": "feedback", **thumbs}],
    }


def asked_blocks(user: str, asks: str, what: str) -> Blocks:
    """Who asked for what; `asks` stands between the two."""
    line: Line = [{"type": "user", "user_id": user}, *literal(asks), *words(what)]
    return rich(Part(line))
