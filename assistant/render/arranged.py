"""How an answer's sentences are set out, for all front ends alike: under their headings, and the quotes of
one document under one attribution, each with where it stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import Literal

from assistant.lexicon.dates import readable_date
from assistant.lexicon.dates import without_dates as blanked
from assistant.lexicon.printable import plain
from assistant.paper import told_standing, where, without_lead_ins
from assistant.render.labels import SOURCE, capital_of
from assistant.types import LEFT_OUT, Answer, AnswerSentence, Citation, Table, TableRow, source_numbers

_CUT = "…"
_MOST_COLUMNS = 4  # beside each other: more leave none of them room
_MOST_BEFORE = 8  # rows of a table that stands before the quotes
_FEW = 0.34  # of the rows: a column that tells of no more of them is mostly empty
_OPENING = re.compile(f"“|{LEFT_OUT}")
_LABEL = re.compile(r"\s*(?:(?P<label>[^“”:]{1,80}:)\s*)?")
_CLOSING = re.compile(rf"(?:{LEFT_OUT.rstrip()})?”")
_APART = re.compile(r"\w+")
_AROUND = re.compile(r" \((?P<said>[^()]*)\)")
_AS_BEFORE = re.compile(r"(?:It|He|She|They) \w+:")  # whoever was quoted last goes on
_TITLED = re.compile(r"“.*” \((?P<said>[^()]+)\)(?: [^“”]+)?:")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one kind: the program's own, a document's, or those of a document that answer."""

    text: str
    kind: Literal["own", "quoted", "marked"] = "own"


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote under its attribution: what it is introduced by where it has words of its own, what is quoted
    as one, in quotation marks, where that stands, as far as it is not said already, and the program's own
    gloss of words in another language."""

    runs: tuple[Run, ...]
    cited: tuple[Citation, ...]
    place: str = ""
    label: str = ""
    gloss: str = ""

    @property
    def text(self) -> str:
        """The words in their quotation marks."""
        return "".join(one.text for one in self.runs)


@dataclass(frozen=True, slots=True)
class Point:
    """A sentence of an answer. Where it quotes a document after saying whose words they are, `said` is that,
    empty where the point before it has said so, and the `quotes` stand under it; else `said` is all of it,
    and there are none. `cited` are all its citations but those of words that others of them complete."""

    said: tuple[Run, ...]
    quotes: tuple[Quoted, ...]
    cited: tuple[Citation, ...]
    heading: str = ""

    @property
    def attribution(self) -> str:
        """What is said before the quotes, or all of it."""
        return "".join(one.text for one in self.said)


@dataclass(frozen=True, slots=True)
class Section:
    """The points under one heading; those under none have an empty one."""

    heading: str
    points: tuple[Point, ...]


def sections(sentences: Sequence[AnswerSentence], citations: Sequence[Citation]) -> list[Section]:
    """The sentences of an answer under their headings, in their order; quotes of one attribution in one
    point."""
    found: list[Point] = []
    for point in points(sentences, citations):
        if found and _goes_on(point, found[-1]):
            last = found[-1]
            cited = tuple(dict.fromkeys((*last.cited, *point.cited)))
            found[-1] = Point(last.said, (*last.quotes, *point.quotes), cited, last.heading)
        else:
            found.append(point)
    return [Section(heading, tuple(of_it)) for heading, of_it in groupby(found, lambda point: point.heading)]


def _goes_on(point: Point, before: Point) -> bool:
    """Whether a point is only more quotes of what the one before it quotes."""
    if point.said or not (point.quotes and before.quotes) or point.heading != before.heading:
        return False
    return point.cited[0].source == before.cited[-1].source


def points(sentences: Sequence[AnswerSentence], citations: Sequence[Citation]) -> list[Point]:
    """The sentences of an answer, or of what there is of it yet: what follows changes none of them."""
    by_number = {one.number: one for one in citations}
    found: list[Point] = []
    attributed: dict[str, str] = {}  # what was said before the quotes of a source, the last time
    for sentence in sentences:
        point = _point(sentence, by_number)
        if point.quotes and (said := point.attribution):
            source, last = point.cited[0].source, found[-1] if found else None
            again = _saying(point, "")
            is_same = attributed.get(source) == said or _AS_BEFORE.fullmatch(said)
            if last and is_same and _goes_on(again, last):
                point = again
            elif source in attributed:
                point = _saying(point, _shorter(said, point.cited[0], citations))
            if not _AS_BEFORE.fullmatch(said):
                attributed[source] = said
            if is_day(point.heading):
                point = _saying(point, _without_day(point.attribution, point.heading))
        found.append(point)
    return found


def columns(found: Sequence[Section]) -> bool:
    """Whether the sections may stand beside each other, as the sides of a comparison do."""
    headings = [one.heading for one in found]
    few = 1 < len(headings) <= _MOST_COLUMNS
    return few and all(headings) and len(set(headings)) == len(headings)


def is_declined(answer: Answer) -> bool:
    """Whether the documents do not answer: what is quoted, if anything, only comes near, or mentions it."""
    return answer.status == "abstained" or bool(answer.mentions)


def is_declined_first(answer: Answer) -> bool:
    """Whether that nothing answers is said before the quotes, which only come near."""
    return is_declined(answer) and bool(answer.sentences)


def choices(answer: Answer) -> list[tuple[str, str]]:
    """What a reader may choose to ask where an answer asks back which is meant, or says what can be asked:
    each choice as it is named, and the question that it stands for."""
    match answer.status:
        case "clarify":
            asked = answer.follow_ups if len(answer.follow_ups) == len(answer.readings) else answer.readings
            return list(zip(answer.readings, asked, strict=True))
        case "capabilities":
            return [(one, one) for one in answer.follow_ups]
        case _:
            return []


def chosen(line: str, offered: Sequence[tuple[str, str]]) -> str:
    """The question that a number typed stands for, where that many choices were offered; else the line."""
    number = int(line) if line.isdecimal() else 0
    return offered[number - 1][1] if 0 < number <= len(offered) else line


def shown_table(table: Table, citations: Sequence[Citation]) -> Table:
    """The table without what says nothing new: what only repeats the first cell of its row, or what the list
    of sources tells of its document; what few rows say stands in brackets after their second cell."""
    by_number = {one.number: one for one in citations}

    def told(row: TableRow, at: int) -> str:
        cell, cited = plain(row.cells[at]), by_number.get(row.citation)
        known = (plain(cited.publisher), readable_date(cited.date)) if cited else ()
        return "" if at and (cell in known or cell in plain(row.cells[0])) else cell

    rows = [[told(row, at) for at in range(len(table.columns))] for row in table.rows]
    counts = [sum(bool(row[at]) for row in rows) for at in range(len(table.columns))]
    few = [at for at, count in enumerate(counts) if at > 1 and 0 < count <= _FEW * len(rows)]
    kept = [at for at, count in enumerate(counts) if count and at not in few]
    if few and 1 not in kept:
        kept, few = sorted({*kept, *few}), []

    def cells(row: Sequence[str]) -> tuple[str, ...]:
        more = ", ".join(row[at] for at in few if row[at])
        beside = f"{row[1]} ({more})".strip() if more else row[1] if len(row) > 1 else ""
        return tuple(beside if at == 1 else row[at] for at in kept)

    return Table(
        tuple(capital_of(table.columns[at]) for at in kept),
        tuple(TableRow(cells(some), row.citation) for some, row in zip(rows, table.rows, strict=True)),
    )


def is_long(table: Table) -> bool:
    """Whether a table is so long that it stands after the quotes, which answer in fewer words."""
    return len(table.rows) > _MOST_BEFORE


def table_rows(answer: Answer) -> list[list[str]]:
    """The head and the rows of an answer's figures as texts, the number of its source at the end of each;
    none where it has no figures."""
    if answer.table is None:
        return []
    numbers, table = source_numbers(answer.citations), shown_table(answer.table, answer.citations)
    head = [*table.columns, SOURCE]
    rows = ([*map(plain, row.cells), f"[{numbers.get(row.citation, '')}]"] for row in table.rows)
    return [head, *rows]


def is_day(heading: str) -> bool:
    """Whether a heading is a date, and its points so a day of a timeline."""
    return bool(heading.strip()) and not any(map(str.isalnum, blanked(heading)))


def _saying(point: Point, said: str) -> Point:
    return Point((Run(said),) if said else (), point.quotes, point.cited, point.heading)


def _point(sentence: AnswerSentence, by_number: Mapping[int, Citation]) -> Point:
    cited = [by_number[number] for number in sentence.citations if number in by_number]
    shown, text = tuple(without_lead_ins(cited)), sentence.text.strip()
    found = _found(text, cited)
    if quotes := _listed(text, found, shown):
        said, _ = _told_apart(plain(text[: found[0].start - 1]), found[0].citation.place)
        return Point((Run(said),) if said else (), quotes, shown, sentence.heading)
    runs = tuple(_runs(text, found)) if found else (Run(plain(text)),)
    return Point(runs, (), shown, sentence.heading)


def _told_apart(said: str, place: str) -> tuple[str, str]:
    """What is said before the quotes, and the place that only the first of them has."""
    own = f" {plain(place)}:" if place else ""
    bare = said.removesuffix(own) if own else said
    return (bare, own.strip()) if bare.endswith(":") and bare != said else (said, "")


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a sentence has a citation's words."""

    start: int
    end: int
    citation: Citation


def _found(text: str, cited: Sequence[Citation]) -> list[_Found]:
    """The quotes in a sentence, each after an opening quotation mark, or after another with words left out
    between; of two that begin there, the longer."""
    found: list[_Found] = []
    position = 0
    while opening := _OPENING.search(text, position):
        position = opening.end()
        here = [one for one in cited if one.quote and text.startswith(one.quote, position)]
        if here:
            longest = max(here, key=lambda one: len(one.quote))
            found.append(_Found(position, position + len(longest.quote), longest))
            position = found[-1].end
    return found


def _listed(text: str, found: Sequence[_Found], shown: Sequence[Citation]) -> tuple[Quoted, ...]:
    """The quotes of a sentence that has nothing but those after what introduces them; none where its own
    words go on around them."""
    if not found or text[found[0].start - 1] != "“" or text[: found[0].start - 1].rstrip()[-1:] not in ":":
        return ()
    quotes = list[Quoted]()
    said, label = _told_apart(plain(text[: found[0].start - 1]), found[0].citation.place)
    chains = list(_chains(text, found))
    sources = {one.citation.source for one in found}
    if len(sources) > 1:
        return ()
    for chain, following in zip(chains, [*chains[1:], None], strict=True):
        closing = _CLOSING.match(text, chain[-1].end)
        if not closing:
            return ()
        here = tuple(one.citation for one in chain if one.citation in shown)
        cited = here or (chain[-1].citation,)
        place = _place(cited, said, label)
        glosses = [one.citation.gloss for one in chain]
        gloss = LEFT_OUT.join(map(plain, glosses)) if all(glosses) else ""
        quotes.append(Quoted(tuple(_in_marks(text, chain, closing.group())), cited, place, label, gloss))
        between = text[closing.end() : following[0].start - 1 if following else len(text)]
        matched = _LABEL.fullmatch(between)
        if matched is None or (following is None and between.strip()):
            return ()
        label = plain(matched["label"] or "")
    unquoted = tuple(one for one in shown if not any(one in quoted.cited for quoted in quotes))
    return (*quotes[:-1], replace(quotes[-1], cited=(*quotes[-1].cited, *unquoted)))


def _chains(text: str, found: Sequence[_Found]) -> Iterator[list[_Found]]:
    """The quotes that stand within one pair of quotation marks."""
    chain = [found[0]]
    for before, one in pairwise(found):
        if text[before.end : one.start] != LEFT_OUT:
            yield chain
            chain = []
        chain.append(one)
    yield chain


def _in_marks(text: str, chain: Sequence[_Found], closing: str) -> Iterator[Run]:
    first, last = chain[0].citation, chain[-1].citation
    yield Run("“" + (f"{_CUT} " if first.cut[0] else ""))
    for number, one in enumerate(chain):
        if number:
            yield Run(LEFT_OUT)
        yield from _marked(text[one.start : one.end], one.citation)
    yield Run(closing if closing != "”" else f" {_CUT}”" if last.cut[1] else "”")


def _runs(text: str, found: Sequence[_Found]) -> Iterator[Run]:
    """A sentence as it stands, its documents' words told apart from its own."""
    position = 0
    for one in found:
        before = f"{_CUT} " if one.citation.cut[0] and text[one.start - 1] == "“" else ""
        after = f" {_CUT}" if one.citation.cut[1] and text[one.end : one.end + 1] == "”" else ""
        yield Run(_spaced(text[position : one.start]) + before)
        yield from _marked(text[one.start : one.end], one.citation)
        if after:
            yield Run(after)
        position = one.end
    if rest := _spaced(text[position:]):
        yield Run(rest)


def _marked(text: str, citation: Citation) -> Iterator[Run]:
    """A quote, in it the words that answer told apart."""
    position = 0
    for start, end in sorted(citation.marked):
        start, end = start - citation.start, end - citation.start
        if not position <= start < end <= len(text):
            continue
        if text[position:start]:
            yield Run(_spaced(text[position:start]), "quoted")
        yield Run(_spaced(text[start:end]), "marked")
        position = end
    if text[position:]:
        yield Run(_spaced(text[position:]), "quoted")


def _spaced(text: str) -> str:
    """The text on one line, with a space where it begins or ends with one."""
    line = plain(text)
    if not line:
        return " " if any(map(str.isspace, text)) else ""
    return f"{' ' if text[0].isspace() else ''}{line}{' ' if text[-1].isspace() else ''}"


def _place(cited: Sequence[Citation], said: str, label: str) -> str:
    """Where quotes stand and what holds of them, without what is told before them: what is said of all, and
    the place that a quote is labelled with."""
    words = set(_APART.findall(said.lower()))

    def untold(text: str) -> bool:
        return bool(set(_APART.findall(text.lower())) - words)

    return plain(
        where(
            [
                replace(
                    one,
                    place=one.place if not label and untold(one.place) else "",
                    standing=one.standing if untold(told_standing(one.standing)) else "",
                )
                for one in cited
            ]
        )
    )


def _shorter(said: str, cited: Citation, citations: Collection[Citation]) -> str:
    """What is said before the quotes of a document that was named in full before: its publisher and date
    instead of its title where no other document of the answer has both, and no publisher and date after what
    names it already."""
    day = readable_date(cited.date)
    known = {plain(cited.publisher), day, f"{plain(cited.publisher)}, {day}"} - {""}
    alike = {one.source for one in citations if (one.publisher, one.date) == (cited.publisher, cited.date)}
    titled = _TITLED.fullmatch(said)
    if titled and titled["said"] in known and cited.publisher and day and len(alike) == 1:
        return f"{titled['said']}:"
    around = _AROUND.search(said)
    if around and around["said"] in known and not said.startswith("“"):
        return said[: around.start()] + said[around.end() :]
    return said


def _without_day(said: str, day: str) -> str:
    """What is said before quotes, without the day that it stands under."""
    for told in (f" ({day})", f" on {day}", f", {day}"):
        if told in said:
            return said.replace(told, "", 1)
    return said
