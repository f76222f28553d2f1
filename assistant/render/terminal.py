"""Values → text for a terminal."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from assistant.lexicon.dates import readable_date
from assistant.lexicon.printable import plain
from assistant.paper import told_ends, where
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
from assistant.render.labels import GLOSS, cited_sources, source_details
from assistant.review.types import WORDS, ClaimFinding, Review, flagged_first
from assistant.types import Answer, AnswerSentence, Citation, source_numbers
from ingest.tags import tags_text
from ingest.types import FileReport, Hit, Metadata, Source

_WIDTH = 100
_ON, _OFF = "\ue000", "\ue001"  # of no script; they hold the place of what makes words stand out
_STANDS_OUT = re.compile(f"[{_ON}{_OFF}]")


def answer_text(answer: Answer, *, bright: bool = False) -> str:
    """An answer for the terminal: checked sentences, then what goes with them. `bright` makes the words that
    answer stand out."""
    shown = paragraphs(answer.sentences, answer.citations, bright=bright)
    first = [_missing(answer)] if is_declined_first(answer) else []
    return "\n\n".join([*first, *shown, *_rest(answer)])


def paragraphs(
    sentences: Sequence[AnswerSentence], citations: Sequence[Citation], *, bright: bool = False
) -> list[str]:
    """The sentences of an answer, or of what there is of it yet, with the numbers of their sources and under
    their headings. The last of them may still grow; no other does."""
    numbers = source_numbers(citations)
    return [
        _standing_out(one, bright)
        for section in sections(sentences, citations)
        for one in _section(section, numbers)
    ]


def _section(section: Section, numbers: Mapping[int, int]) -> Iterator[str]:
    heading, day = plain(section.heading), is_day(section.heading)
    over = f"{heading}\n{'─' * min(len(heading), _WIDTH)}\n\n" if heading and not day else ""
    lead, indent = (f"{heading} — ", "  ") if day else ("", "")
    for number, point in enumerate(section.points):
        first = number == 0
        lines = "\n".join(_point(point, numbers, lead if first else "", indent))
        yield f"{over}{lines}" if first else lines


def _standing_out(text: str, bright: bool) -> str:
    return text.replace(_ON, "\x1b[1m").replace(_OFF, "\x1b[22m") if bright else _STANDS_OUT.sub("", text)


def _point(point: Point, numbers: Mapping[int, int], lead: str, indent: str) -> Iterator[str]:
    cited = f"{told_ends(point.cited)}{_numbers(point.cited, numbers)}"
    if not point.quotes:
        yield _filled(f"{lead}{_runs(point.said)}{cited}", "" if lead else indent, indent)
    elif len(point.quotes) == 1 and point.said:
        (quoted,) = point.quotes
        said = " ".join(filter(None, (point.attribution, quoted.label, _quote(quoted, numbers))))
        yield _filled(f"{lead}{said}", "" if lead else indent, indent)
        yield from _gloss(quoted, f"{indent}  ")
    else:
        if point.said:
            yield _filled(f"{lead}{point.attribution}", "" if lead else indent, indent)
        for quoted in point.quotes:
            said = " ".join(filter(None, (quoted.label, _quote(quoted, numbers))))
            yield _filled(said, f"{indent}  · ", f"{indent}    ")
            yield from _gloss(quoted, f"{indent}    ")


def _quote(quoted: Quoted, numbers: Mapping[int, int]) -> str:
    place = f" ({quoted.place})" if quoted.place else ""
    return f"{_runs(quoted.runs)}{place}{told_ends(quoted.cited)}{_numbers(quoted.cited, numbers)}"


def _gloss(quoted: Quoted, indent: str) -> Iterator[str]:
    if quoted.gloss:
        yield _filled(f"({GLOSS} {quoted.gloss})", indent, indent)


def _runs(runs: Sequence[Run]) -> str:
    """The words, those that answer between two signs that no document can have put there."""
    return "".join(
        f"{_ON}{one.text}{_OFF}" if one.kind == "marked" else one.text
        for one in (replace(run, text=_STANDS_OUT.sub("", run.text)) for run in runs)
    )


def _numbers(cited: Sequence[Citation], numbers: Mapping[int, int]) -> str:
    shown = "".join(f"[{number}]" for number in dict.fromkeys(numbers[one.number] for one in cited))
    return f" {shown}" if shown else ""


def _filled(text: str, first: str, others: str) -> str:
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )


def rest_text(answer: Answer) -> str:
    """What goes with an answer whose sentences have been shown."""
    return "\n\n".join(_rest(answer))


def _rest(answer: Answer) -> list[str]:
    """What failed the check, what is missing, what else the reader should know, the sources, and what it
    cost."""
    parts = [*_table(answer)]
    if answer.withheld:
        parts.append("Not supported by your documents:")
        parts += [
            _paragraph(f"{plain(one.text)} ({one.verdict}: {plain(one.reason)})", "  ✗ ")
            for one in answer.withheld
        ]
    if answer.missing and not is_declined_first(answer):
        parts.append(_missing(answer))
    if answer.documents:
        parts.append("\n".join(_filled(plain(one.line), "  · ", "    ") for one in answer.documents))
    asks = answer.status in ("capabilities", "clarify")
    if answer.readings and not asks:
        parts.append("Did you mean:")
        parts.append("\n".join(_paragraph(plain(one), "  · ") for one in answer.readings))
    lead = "" if asks or answer.documents else "Note: "
    parts += [_paragraph(plain(one), lead) for one in answer.notices]
    if offered := choices(answer):
        parts.append(
            "\n".join(_paragraph(plain(said), f"  {at}. ") for at, (said, _) in enumerate(offered, 1))
        )
    if answer.citations:
        parts.append("Sources")
        parts.append("\n".join(_cited(number, cited) for number, cited in cited_sources(answer)))
    if answer.tokens.get("calls"):
        parts.append(_spent(answer))
    return parts


def _missing(answer: Answer) -> str:
    lead = "Not in your documents: " if is_declined(answer) else "Missing: "
    return _paragraph(plain(answer.missing or ""), lead)


def _table(answer: Answer) -> list[str]:
    """The figures in columns; a list of them where the terminal has no room for these."""
    rows = table_rows(answer)
    if not rows:
        return []
    listed = (
        _filled(f"{first}: {'; '.join(filter(None, others))} {source}", "  · ", "    ")
        for first, *others, source in rows[1:]
    )
    return ["\n".join(column_text(rows, _WIDTH) or listed)]


def _spent(answer: Answer) -> str:
    tokens = answer.tokens
    cost = f", ${answer.cost:.4f}" if answer.cost is not None else ""
    return (
        f"{answer.model}: {tokens['input']} tokens read, {tokens['output']} written in {tokens['calls']}"
        f" calls{cost}"
    )


def understood_text(answer: Answer) -> str:
    """How a follow-up was understood, on a line of its own; nothing for a question that stands on its own."""
    return (
        ""
        if answer.standalone_question == answer.question
        else _paragraph(plain(answer.standalone_question), "Understood as: ") + "\n\n"
    )


def _paragraph(text: str, lead: str = "") -> str:
    return textwrap.fill(
        lead + text,
        _WIDTH,
        subsequent_indent="  " if lead else "",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _cited(number: int, cited: Sequence[Citation]) -> str:
    first = cited[0]
    line = f"[{number}] {plain(first.title)} — {source_details(cited)} ({first.source})"
    return line + (f"\n    {plain(first.url)}" if first.url else "")


def hits_text(hits: Sequence[Hit]) -> str:
    """Search results for the terminal."""
    return "\n\n".join(
        f"{hit.score:6.2f}  {hit.passage.source}{_place(hit)}\n" + _paragraph(plain(hit.passage.text), "  ")
        for hit in hits
    )


def _place(hit: Hit) -> str:
    """Where a passage stands: how its first sentence is cited, and on which page."""
    page = "" if hit.passage.page is None else f"p. {hit.passage.page}"
    return "".join(f", {plain(part)}" for part in (hit.passage.place, page) if part)


def source_line(source: Source) -> str:
    """A source on one line."""
    publisher = f" — {plain(source.publisher)}" if source.publisher else ""
    return (
        f"{source.date or 'undated':<10}  {plain(source.kind):<16}  {source.slug} "
        f" {plain(source.title)}{publisher}{f' [{plain(tags_text(source.tags))}]' if source.tags else ''}"
    )


def source_text(source: Source, notes: Sequence[str], by_hand: Metadata) -> str:
    """Everything known of a source, a line each, with what was said by hand marked, and what was left out of
    it or is in doubt."""
    pages = str(source.page_count) if source.page_count else "no pages"
    rows = {
        "slug": source.slug,
        "title": source.title,
        "publisher": source.publisher,
        "author": source.author,
        "date": source.date,
        "kind": source.kind,
        "number": source.number,
        "stage": source.stage,
        "status": source.status,
        "version": source.version,
        "language": source.language,
        "jurisdiction": source.jurisdiction,
        "tags": tags_text(source.tags),
        "url": source.url,
        "pages": pages,
        "characters": str(source.characters),
        "sha256": source.sha256,
        "from": source.path,
        "added": source.added,
        "readable by": ", ".join(sorted(source.access)),
    }
    lines = [
        f"{name:<13}{plain(value)}{' (by hand)' if getattr(by_hand, name, '') else ''}"
        for name, value in rows.items()
        if value
    ]
    return "\n".join([*lines, *(f"{'note':<13}{plain(note)}" for note in notes)])


def report_text(report: FileReport) -> str:
    """What became of one input, on one line, and on further ones what helps."""
    details = (
        f": {report.passages} passages" if report.passages else f": {report.reason}" if report.reason else ""
    )
    notes = ([f"→ {report.hint}"] if report.hint else []) + list(report.warnings)
    return "\n".join(
        [
            f"{report.outcome:<9} {plain((report.slug or report.path) + details)}",
            *(f"          {plain(note)}" for note in notes),
        ]
    )


def review_text(review: Review) -> str:
    """A review: what its claims come to, those that the record says something to, and what is left out."""
    counts: dict[ClaimFinding, int] = {}
    for one in review.claims:
        counts[one.finding] = counts.get(one.finding, 0) + 1
    parts = [
        ", ".join(
            f"{count} {WORDS[finding]}"
            for finding, count in sorted(counts.items(), key=lambda item: list(WORDS).index(item[0]))
        )
    ]
    for one in flagged_first(review.claims):
        if one.supports or one.against or one.nearest:
            marked = (("+", one.supports), ("−", one.against), ("≈", one.nearest))
            quotes = [_claim_quote(mark, review.citation(number)) for mark, of in marked for number in of]
            why = [_paragraph(plain(reason), "    ") for reason in one.told]
            parts.append(
                "\n".join(
                    [
                        _paragraph(
                            f"{one.claim.number}. {WORDS[one.finding].upper()}: {plain(one.claim.text)}", ""
                        ),
                        *why,
                        *quotes,
                    ]
                )
            )
    if review.omissions:
        omitted = [
            f"{_claim_quote('•', review.citation(one.citation))}\n"
            + _paragraph(f"Made in {one.documents} documents: {plain('; '.join(one.titles))}", "      ")
            for one in review.omissions
        ]
        parts.append("\n".join(["What several documents say and it does not:", *omitted]))
    return "\n\n".join([*parts, *map(plain, review.notices)])


def _claim_quote(mark: str, citation: Citation) -> str:
    told = ", ".join(part for part in (readable_date(citation.date) or "undated", where([citation])) if part)
    return _paragraph(f"{mark} {citation.source} ({plain(told)}): “{plain(citation.words)}”", "    ")
