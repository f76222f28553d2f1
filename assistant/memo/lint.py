"""The reviewer's checks on a paper: what it asks comes first, it is short, every number has a source, opinion
has a speaker.

It reads what stands on the page and nothing else, so that a file that was edited by hand is held to the same
as one just made."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.lexicon.dates import days, readable_date
from assistant.lexicon.references import references
from assistant.lexicon.rules import Rules
from assistant.memo.acronyms import unexplained
from assistant.memo.formats import MemoFormat, SectionFormat
from assistant.memo.limits import lines_of
from assistant.memo.types import LintFinding
from assistant.paper import Block, Heading, Paper, Paragraph, Table, Text
from ingest.sentences import split_sentences

GAP = re.compile(r"^\W*to be confirmed\b", re.IGNORECASE)
OVER = "over"
"""The check that tells what is over on the day of the memo."""
_BOTTOM_LINES = 4
_FIGURE = re.compile(r"(?<![\w.])[$€£]?\d[\d.,]*(?:\s?(?:%|percent|per cent|million|billion|trillion))?")
_QUOTED = re.compile(r"[“\"][^“”\"]{12,}[”\"]")
_UNDATED = re.compile(r"(?:^|, )undated(?:,|:)")


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
) -> list[LintFinding]:
    """What a reviewer would send the paper back for, errors first. Without a format only what every memo is
    held to is checked; `pages` goes over the format's limit."""
    parts = _parts(paper)
    longest = format.section[0].lines if format else _BOTTOM_LINES
    found = [
        *_opening(parts, longest, rules),
        *_sentences(parts, rules),
        *_sources(paper),
        *_acronyms(parts, rules),
        *_over(paper, parts, rules),
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


def _opening(parts: Sequence[_Part], longest: int, rules: Rules) -> Iterator[LintFinding]:
    """The bottom line comes first and is short: no more lines than `longest`, 0 for no limit."""
    if not parts or not parts[0].blocks:
        yield LintFinding(
            "bottom line",
            "the top",
            "nothing stands under the first heading: put the decision or the point there",
            True,
        )
        return
    first = parts[0]
    if not rules["lint"].of("bottom line").find(first.heading):
        yield LintFinding(
            "bottom line",
            first.heading or "the top",
            "the first section is not the bottom line: put the point first",
            True,
        )
    elif longest and (lines := sum(map(lines_of, first.blocks))) > longest:
        yield LintFinding(
            "bottom line", first.heading, f"it takes about {lines} lines; the limit is {longest}"
        )


def _sentences(parts: Sequence[_Part], rules: Rules) -> Iterator[LintFinding]:
    """Every number, date and quotation has a note; opinion has a speaker."""
    for part, label, text in _texts(parts):
        if (
            text.role in ("own", "form", "gap", "failed")
            or GAP.match(text.text)
            or _is_form(text, label, rules)
        ):
            continue
        for sentence in [text.text] if text.role == "fact" else _split(text.text):
            yield from _sentence(sentence, text, part.heading, rules)


def _sentence(sentence: str, text: Text, heading: str, rules: Rules) -> Iterator[LintFinding]:
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
            yield LintFinding("sourced", heading, f"{told} is given as fact without a source", True)
        elif what:
            yield LintFinding("sourced", heading, f"{told} has {what} without a source", True)
    said = _QUOTED.sub(" ", sentence)
    if (opinion := _opinion(said, rules)) and not _names_speaker(said, rules):
        yield LintFinding(
            "opinion",
            heading,
            f"{told} says “{opinion}” without saying whose view it is: name who holds it",
            True,
        )


def _opinion(text: str, rules: Rules) -> str:
    """The words by which a text gives a view; empty where it gives none."""
    found = rules["lint"].of("opinion").find(text) or rules["claims"].of("judging").find(text)
    return found.group().strip() if found else ""


def _names_speaker(text: str, rules: Rules) -> bool:
    speech = rules["speech"].of("says", "argues", "source")
    return bool(speech.find(text) or rules["lint"].of("speaker").find(text))


def _texts(parts: Sequence[_Part]) -> Iterator[tuple[_Part, str, Text]]:
    for part in parts:
        for block in part.blocks:
            if isinstance(block, Paragraph):
                yield from ((part, block.label, text) for text in block.texts)
            elif isinstance(block, Table):
                yield from ((part, "", text) for row in block.rows for cell in row for text in cell)


def _split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, 0, len(text))]


def _is_form(text: Text, label: str, rules: Rules) -> bool:
    """Whether a text read from a file is wording of a form, or the writer's own words under a label, rather
    than a statement."""
    return (
        text.role == "read"
        and not text.notes
        and (
            bool(re.search(r"[☐☑☒]", text.text))
            or bool(rules["lint"].of("asks").find(label))
            or text.text.endswith("?")
        )
    )


def _sources(paper: Paper) -> Iterator[LintFinding]:
    """The sources' dates are shown."""
    for note in paper.notes:
        if _UNDATED.search(note.text.partition("“")[0]):
            yield LintFinding(
                "dated",
                f"note {note.number}",
                f"its source is undated: {note.text.partition('“')[0].strip(' :')[:90]}",
            )


def _acronyms(parts: Sequence[_Part], rules: Rules) -> Iterator[LintFinding]:
    told = [
        (part.heading, text.text) for part, _, text in _texts(parts) if text.role not in ("failed", "gap")
    ]
    for acronym, heading in unexplained(told, rules):
        yield LintFinding("acronym", heading, f"spell out {acronym} at first use")


def _over(paper: Paper, parts: Sequence[_Part], rules: Rules) -> Iterator[LintFinding]:
    """What is over on the day of the memo: the day by which it is needed, and what it remarks so itself of
    its facts."""
    dated = [day.iso for name, value in paper.fields if name == "Date" for day in days(value) if day.day]
    own = [value for name, value in paper.fields if rules["lint"].of("deadline field").find(name)]
    own += [
        text.text
        for _, label, text in _texts(parts[:1])
        if text.role in ("own", "read")
        and not text.notes
        and rules["lint"].of("deadline").find(f"{label} {text.text}")
    ]
    due = {day.iso for text in own for day in days(text) if day.year and day.day} if dated else set()
    for day in sorted(one for one in due if one < dated[0]):
        yield LintFinding(OVER, "the top", f"Deadline {readable_date(day)} has passed", True)
    told = [(part.heading, one) for part, _, text in _texts(parts) for one in _remarks(text, rules)]
    yield from (LintFinding(OVER, heading, one) for heading, one in dict.fromkeys(told))


def _remarks(text: Text, rules: Rules) -> Iterator[str]:
    signs = rules["sourcing"].of("passed", "changed")
    for sentence in _split(text.text) if text.role in ("form", "read") else ():
        if signs.find(sentence):
            yield sentence.strip(" .")


def _pages(paper: Paper, limit: int, count_pages: PageCounter) -> Iterator[LintFinding]:
    if limit and (pages := count_pages(paper)) > limit:
        yield LintFinding("pages", "the body", f"it fills {pages} pages; the limit is {limit}", True)


def _checks(
    paper: Paper,
    parts: Sequence[_Part],
    format: MemoFormat,  # noqa: A002
    rules: Rules,
) -> Iterator[LintFinding]:
    """What only some formats are held to."""
    signs = rules["lint"]
    whole = (
        [f"{label} {text.text}" for _, label, text in _texts(parts)]
        + [part.heading for part in parts]
        + _row_labels(parts)
    )
    if "ask" in format.checks:
        yield from _ask(parts, rules)
    if "deadline" in format.checks and not any(
        _names_day(one, rules) for one in _deadlines(paper, parts, rules)
    ):
        yield LintFinding("deadline", "the top", "it does not say by which day it is needed", True)
    if "options" in format.checks:
        yield from _options(parts, rules)
    if "costs" in format.checks and not any(map(signs.of("cost").find, whole)):
        yield LintFinding("costs", "the body", "the cost is neither named nor to be confirmed", True)
    if "legal" in format.checks and not any(
        signs.of("legal").find(one) or references(one, rules) for one in whole
    ):
        yield LintFinding("legal", "the body", "the legal base is neither named nor to be confirmed", True)


def _ask(parts: Sequence[_Part], rules: Rules) -> Iterator[LintFinding]:
    first = next(((part, label, text) for part, label, text in _texts(parts[:1])), None)
    if first is None:
        return
    part, label, text = first
    if GAP.match(text.text):
        yield LintFinding(
            "ask",
            part.heading,
            "the first line does not say what is wanted of the reader: give the decision sought",
            True,
        )
    elif text.role != "own" and not rules["lint"].of("asks").find(f"{label} {part.heading} {text.text}"):
        yield LintFinding(
            "ask", part.heading, "the first line does not say what is wanted of the reader", True
        )


def _names_day(text: str, rules: Rules) -> bool:
    """Whether a text names a day, by its date or as people do (“Friday noon”)."""
    return any(day.day for day in days(text)) or rules["lint"].of("day").find(text) is not None


def _deadlines(paper: Paper, parts: Sequence[_Part], rules: Rules) -> Iterator[str]:
    """What may say by when: lines at the head, labelled lines of the first part, and parts on timing."""
    signs = rules["lint"]
    yield from (value for name, value in paper.fields if signs.of("deadline field").find(name))
    yield from (text.text for _, label, text in _texts(parts[:1]) if signs.of("deadline").find(label))
    yield from (text.text for part, _, text in _texts(parts) if signs.of("timing").find(part.heading))


def _row_labels(parts: Sequence[_Part]) -> list[str]:
    return [
        cell.text
        for part in parts
        for block in part.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row[0]
    ]


def _options(parts: Sequence[_Part], rules: Rules) -> Iterator[LintFinding]:
    """At least two options stand side by side, and something is said of one of them."""
    part = next((one for one in parts if rules["lint"].of("options").find(one.heading)), None)
    if part is None:
        yield LintFinding("options", "the body", "there is no section of options", True)
        return
    table = next((block for block in part.blocks if isinstance(block, Table)), None)
    named = (
        [one for one in table.columns if one.strip()]
        if table
        else [block for block in part.blocks if isinstance(block, Paragraph)]
    )
    said = [text for _, _, text in _texts([part])]
    if len(named) < 2 or all(GAP.match(text.text) for text in said):
        yield LintFinding(
            "options",
            part.heading,
            "there are fewer than two real options: what else could be done, and what speaks for it?",
            True,
        )
    elif table and not any(text.notes for text in said):
        yield LintFinding("options", part.heading, "no document says anything for or against the options")


def _limits(parts: Sequence[_Part], format: MemoFormat) -> Iterator[LintFinding]:  # noqa: A002
    """Every section is there, in its order, and within its limits."""
    by_heading = {part.heading.casefold(): part for part in parts}
    # A section that only tells what is found is left out where nothing is.
    fixed = [one for one in format.section if one.own or one.form or one.kind == "options"]
    missing = [section.heading for section in fixed if section.heading.casefold() not in by_heading]
    for heading in missing:
        yield LintFinding("sections", heading, "the section is missing", True)
    order = [
        part.heading.casefold()
        for part in parts
        if part.heading.casefold() in {one.heading.casefold() for one in format.section}
    ]
    wanted = [
        section.heading.casefold() for section in format.section if section.heading.casefold() in by_heading
    ]
    if order != wanted:
        yield LintFinding(
            "sections",
            "the body",
            f"the sections are not in the order {', '.join(one.heading for one in format.section)}",
        )
    for section in format.section:
        if part := by_heading.get(section.heading.casefold()):
            yield from _section(section, part, parts[0].heading)


def _section(section: SectionFormat, part: _Part, first: str) -> Iterator[LintFinding]:
    lines = sum(map(lines_of, part.blocks))
    if section.lines and lines > section.lines and part.heading != first:
        yield LintFinding(
            "length", part.heading, f"it takes about {lines} lines; the limit is {section.lines}"
        )
    points = [
        block
        for block in part.blocks
        if isinstance(block, Paragraph) and any(text.role in ("fact", "read") for text in block.texts)
    ]
    if section.points and len(points) > section.points + len(section.own):
        yield LintFinding(
            "points", part.heading, f"it has {len(points)} points; the limit is {section.points}", True
        )
    for block in points if section.line_each else []:
        if lines_of(block) > section.line_each:
            told = " ".join(text.text for text in block.texts)
            yield LintFinding(
                "length",
                part.heading,
                f"“{told[:60]}…” takes about {lines_of(block)} lines; the limit is {section.line_each}",
            )
