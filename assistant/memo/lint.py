"""The reviewer's checks on a paper: what it asks comes first, it is short, every number has a source, opinion
has a speaker.

It reads what stands on the page and nothing else, so that a file that was edited by hand is held to the same
as one just made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.lexicon.references import references
from assistant.lexicon.rules import Rules
from assistant.memo.acronyms import unexplained
from assistant.memo.formats import MemoFormat, SectionFormat
from assistant.memo.limits import lines_of
from assistant.memo.types import Finding
from assistant.paper import Block, Heading, Paper, Paragraph, Table, Text
from ingest.sentences import split_sentences

GAP = re.compile(r"^\W*to be confirmed\b", re.IGNORECASE)
_BOTTOM_LINE = re.compile(
    r"\b(?:bottom line|bluf|issue|the ask|purpose|topic summary|summary|recommendation)\b", re.IGNORECASE
)
_BOTTOM_LINES = 4
_ASKS = re.compile(
    r"\b(?:decision|decide|approv\w+|agree\w*|asks?|asked|recommend\w*|request\w*|seek\w*|invite[sd]?|note|for"
    r" information|needed)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b\d{1,2}"
    r" (?:January|February|March|April|May|June|July|August|September|October|November|December)\b|\b\d{4}-\d\d-\d\d\b"
    r"|\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}\b"
)
_FIGURE = re.compile(r"(?<![\w.])[$€£]?\d[\d.,]*(?:\s?(?:%|percent|per cent|million|billion|trillion))?")
_QUOTED = re.compile(r"[“\"][^“”\"]{12,}[”\"]")
_OPINION = re.compile(
    r"\b(?:should|ought"
    r" to|must|clearly|obviously|unfortunately|sadly|disastrous\w*|outrageous\w*|shameful\w*|wrong-headed|reckless\w*|brilliant\w*|"
    r"terrible|wonderful|foolish\w*|unacceptable|of course|undoubtedly|everyone knows)\b",
    re.IGNORECASE,
)
_SPEAKER = re.compile(
    r"\b(?:say|says|said|argu\w+|claim\w*|believ\w+|according"
    r" to|told|wrote|writes|stat(?:e|es|ed)|calls?|called|urg\w+|insist\w*|warn\w*|provides?|"
    r"position|recommend\w*|we|our)\b",
    re.IGNORECASE,
)
_UNDATED = re.compile(r"(?:^|, )undated(?:,|:)")
_COST = re.compile(r"\b(?:cost|costs|finance|financial|budget\w*|spending|fund\w*)\b", re.IGNORECASE)
_LEGAL = re.compile(r"\b(?:(?i:legal|law|statute|statutory|authority)|Act)\b")


@dataclass(frozen=True, slots=True)
class _Part:
    """A heading with what stands under it."""

    heading: str
    blocks: tuple[Block, ...]


PageCounter = Callable[[Paper], int]
"""How many pages the body of a paper fills."""


def lint(
    paper: Paper,
    format: MemoFormat | None = None,  # noqa: A002 (the field's noun)
    *,
    rules: Rules,
    count_pages: PageCounter,
    pages: int = 0,
) -> list[Finding]:
    """What a reviewer would send the paper back for, errors first. Without a format only what every memo is
    held to is checked; `pages` goes over the format's limit."""
    parts = _parts(paper)
    longest = format.section[0].lines if format else _BOTTOM_LINES
    found = [
        *_opening(parts, longest),
        *_sentences(parts),
        *_sources(paper),
        *_acronyms(parts, rules),
        *_pages(paper, pages or (format.pages if format else 0), count_pages),
    ]
    if format is not None:
        found += [*_checks(paper, parts, format, rules), *_limits(parts, format)]
    return sorted(found, key=lambda one: not one.error)


def _parts(paper: Paper) -> list[_Part]:
    parts: list[_Part] = []
    for block in paper.blocks:
        if isinstance(block, Heading) and (block.level <= 1 or not parts):
            parts.append(_Part(block.text, ()))
        elif not parts:
            parts.append(_Part("", (block,)))
        else:
            parts[-1] = _Part(parts[-1].heading, (*parts[-1].blocks, block))
    return parts


def _opening(parts: Sequence[_Part], longest: int) -> Iterator[Finding]:
    """The bottom line comes first and is short: no more lines than `longest`, 0 for no limit."""
    if not parts or not parts[0].blocks:
        yield Finding(
            "bottom line",
            "the top",
            "nothing stands under the first heading: put the decision or the point there",
            True,
        )
        return
    first = parts[0]
    if not _BOTTOM_LINE.search(first.heading):
        yield Finding(
            "bottom line",
            first.heading or "the top",
            "the first section is not the bottom line: put the point first",
            True,
        )
    elif longest and (lines := sum(map(lines_of, first.blocks))) > longest:
        yield Finding("bottom line", first.heading, f"it takes about {lines} lines; the limit is {longest}")


def _sentences(parts: Sequence[_Part]) -> Iterator[Finding]:
    """Every number, date and quotation has a note; opinion has a speaker."""
    for part, label, text in _texts(parts):
        if text.role in ("own", "form", "gap", "failed") or GAP.match(text.text) or _is_form(text, label):
            continue
        for sentence in [text.text] if text.role == "fact" else _split(text.text):
            yield from _sentence(sentence, text, part.heading)


def _sentence(sentence: str, text: Text, heading: str) -> Iterator[Finding]:
    told = f"“{sentence[:90]}{'…' if len(sentence) > 90 else ''}”"
    if not text.notes:
        what = (
            "a quotation"
            if _QUOTED.search(sentence)
            else "a number or a date"
            if _FIGURE.search(sentence)
            else ""
        )
        if text.role == "fact":
            yield Finding("sourced", heading, f"{told} is given as fact without a source", True)
        elif what:
            yield Finding("sourced", heading, f"{told} has {what} without a source", True)
    said = _QUOTED.sub(" ", sentence)
    if (opinion := _OPINION.search(said)) and not _SPEAKER.search(said):
        yield Finding(
            "opinion",
            heading,
            f"{told} says “{opinion[0]}” without saying whose view it is: name who holds it",
            True,
        )


def _texts(parts: Sequence[_Part]) -> Iterator[tuple[_Part, str, Text]]:
    for part in parts:
        for block in part.blocks:
            if isinstance(block, Paragraph):
                yield from ((part, block.label, text) for text in block.texts)
            elif isinstance(block, Table):
                yield from ((part, "", text) for row in block.rows for cell in row for text in cell)


def _split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, 0, len(text))]


def _is_form(text: Text, label: str) -> bool:
    """Whether a text read from a file is wording of a form, or the writer's own words under a label, rather
    than a statement."""
    return (
        text.role == "read"
        and not text.notes
        and (bool(re.search(r"[☐☑☒]", text.text)) or bool(_ASKS.search(label)) or text.text.endswith("?"))
    )


def _sources(paper: Paper) -> Iterator[Finding]:
    """The sources' dates are shown."""
    for note in paper.notes:
        if _UNDATED.search(note.text.partition("“")[0]):
            yield Finding(
                "dated",
                f"note {note.number}",
                f"its source is undated: {note.text.partition('“')[0].strip(' :')[:90]}",
            )


def _acronyms(parts: Sequence[_Part], rules: Rules) -> Iterator[Finding]:
    told = [
        (part.heading, text.text) for part, _, text in _texts(parts) if text.role not in ("failed", "gap")
    ]
    for acronym, heading in unexplained(told, rules):
        yield Finding("acronym", heading, f"{acronym} is not spelt out where it first stands")


def _pages(paper: Paper, limit: int, count_pages: PageCounter) -> Iterator[Finding]:
    if limit and (pages := count_pages(paper)) > limit:
        yield Finding("pages", "the body", f"it fills {pages} pages; the limit is {limit}", True)


def _checks(
    paper: Paper,
    parts: Sequence[_Part],
    format: MemoFormat,  # noqa: A002
    rules: Rules,
) -> Iterator[Finding]:
    """What only some formats are held to."""
    whole = (
        [f"{label} {text.text}" for _, label, text in _texts(parts)]
        + [part.heading for part in parts]
        + _row_labels(parts)
    )
    if "ask" in format.checks:
        yield from _ask(parts)
    if "deadline" in format.checks and not any(_DATE.search(one) for one in _deadlines(paper, parts)):
        yield Finding("deadline", "the top", "it does not say by which day it is needed", True)
    if "options" in format.checks:
        yield from _options(parts)
    if "costs" in format.checks and not any(_COST.search(one) for one in whole):
        yield Finding("costs", "the body", "the cost is neither named nor to be confirmed", True)
    if "legal" in format.checks and not any(_LEGAL.search(one) or references(one, rules) for one in whole):
        yield Finding("legal", "the body", "the legal base is neither named nor to be confirmed", True)


def _ask(parts: Sequence[_Part]) -> Iterator[Finding]:
    first = next(((part, label, text) for part, label, text in _texts(parts[:1])), None)
    if first is None:
        return
    part, label, text = first
    if GAP.match(text.text):
        yield Finding(
            "ask",
            part.heading,
            "the first line does not say what is wanted of the reader: give the decision sought",
            True,
        )
    elif text.role != "own" and not _ASKS.search(f"{label} {part.heading} {text.text}"):
        yield Finding("ask", part.heading, "the first line does not say what is wanted of the reader", True)


def _deadlines(paper: Paper, parts: Sequence[_Part]) -> Iterator[str]:
    yield from (
        value for name, value in paper.fields if re.search(r"deadline|due|needed", name, re.IGNORECASE)
    )
    yield from (
        text.text
        for _, label, text in _texts(parts[:1])
        if re.search(r"\b(?:needed|by|deadline)\b", label, re.IGNORECASE)
    )
    yield from (
        text.text
        for part, _, text in _texts(parts)
        if re.search(r"recommend|timing", part.heading, re.IGNORECASE)
    )


def _row_labels(parts: Sequence[_Part]) -> list[str]:
    return [
        cell.text
        for part in parts
        for block in part.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row[0]
    ]


def _options(parts: Sequence[_Part]) -> Iterator[Finding]:
    """At least two options stand side by side, and something is said of one of them."""
    part = next((one for one in parts if re.search(r"\boptions?\b", one.heading, re.IGNORECASE)), None)
    if part is None:
        yield Finding("options", "the body", "there is no section of options", True)
        return
    table = next((block for block in part.blocks if isinstance(block, Table)), None)
    named = (
        [one for one in table.columns if one.strip()]
        if table
        else [block for block in part.blocks if isinstance(block, Paragraph)]
    )
    said = [text for _, _, text in _texts([part])]
    if len(named) < 2 or all(GAP.match(text.text) for text in said):
        yield Finding(
            "options",
            part.heading,
            "there are fewer than two real options: what else could be done, and what speaks for it?",
            True,
        )
    elif table and not any(text.notes for text in said):
        yield Finding("options", part.heading, "no document says anything for or against the options")


def _limits(parts: Sequence[_Part], format: MemoFormat) -> Iterator[Finding]:  # noqa: A002
    """Every section is there, in its order, and within its limits."""
    by_heading = {part.heading.casefold(): part for part in parts}
    missing = [section.heading for section in format.section if section.heading.casefold() not in by_heading]
    for heading in missing:
        yield Finding("sections", heading, "the section is missing", True)
    order = [
        part.heading.casefold()
        for part in parts
        if part.heading.casefold() in {one.heading.casefold() for one in format.section}
    ]
    wanted = [
        section.heading.casefold() for section in format.section if section.heading.casefold() in by_heading
    ]
    if order != wanted:
        yield Finding(
            "sections",
            "the body",
            f"the sections are not in the order {', '.join(one.heading for one in format.section)}",
        )
    for section in format.section:
        if part := by_heading.get(section.heading.casefold()):
            yield from _section(section, part, parts[0].heading)


def _section(section: SectionFormat, part: _Part, first: str) -> Iterator[Finding]:
    lines = sum(map(lines_of, part.blocks))
    if section.lines and lines > section.lines and part.heading != first:
        yield Finding("length", part.heading, f"it takes about {lines} lines; the limit is {section.lines}")
    points = [
        block
        for block in part.blocks
        if isinstance(block, Paragraph) and any(text.role in ("fact", "read") for text in block.texts)
    ]
    if section.points and len(points) > section.points + len(section.own):
        yield Finding(
            "points", part.heading, f"it has {len(points)} points; the limit is {section.points}", True
        )
    for block in points if section.line_each else []:
        if lines_of(block) > section.line_each:
            told = " ".join(text.text for text in block.texts)
            yield Finding(
                "length",
                part.heading,
                f"“{told[:60]}…” takes about {lines_of(block)} lines; the limit is {section.line_each}",
            )
