"""Values → text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence

from assistant.lexicon.dates import readable_date
from assistant.lexicon.printable import plain
from assistant.paper import where
from assistant.render.labels import cited_sources, sentence_numbers, source_details
from assistant.review.types import WORDS, ClaimFinding, Review
from assistant.types import Answer, AnswerSentence, Citation, source_numbers
from ingest.types import FileReport, Hit, Metadata, Source

_WIDTH = 100


def answer_text(answer: Answer) -> str:
    """An answer for the terminal: checked sentences, then what goes with them."""
    numbers = source_numbers(answer.citations)
    return "\n\n".join([*(sentence_text(sentence, numbers) for sentence in answer.sentences), *_rest(answer)])


def sentence_text(sentence: AnswerSentence, numbers: Mapping[int, int]) -> str:
    """A checked sentence with the numbers of its sources; `numbers` has them by citation."""
    return _paragraph(
        f"{plain(sentence.text)} {''.join(f'[{number}]' for number in sentence_numbers(sentence, numbers))}"
    )


def rest_text(answer: Answer) -> str:
    """What goes with an answer whose sentences have been shown."""
    return "\n\n".join(_rest(answer))


def _rest(answer: Answer) -> list[str]:
    """What failed the check, what is missing, what else the reader should know, the sources, and what it
    cost."""
    parts = []
    if answer.withheld:
        parts.append("Not supported by your documents:")
        parts += [
            _paragraph(f"{plain(one.text)} ({one.verdict}: {plain(one.reason)})", "  ✗ ")
            for one in answer.withheld
        ]
    if answer.missing:
        parts.append(
            _paragraph(
                plain(answer.missing),
                "Not in your documents: " if answer.status == "abstained" else "Missing: ",
            )
        )
    if answer.documents:
        parts.append("\n".join(_paragraph(plain(one.line), "  · ") for one in answer.documents))
    if answer.readings:
        parts.append("Did you mean:")
        parts.append("\n".join(_paragraph(plain(one), "  · ") for one in answer.readings))
    lead = "" if answer.status == "capabilities" or answer.documents else "Note: "
    parts += [_paragraph(plain(one), lead) for one in answer.notices]
    if answer.citations:
        parts.append("Sources")
        parts.append("\n".join(_cited(number, cited) for number, cited in cited_sources(answer)))
    if answer.tokens.get("calls"):
        parts.append(_spent(answer))
    return parts


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
        f" {plain(source.title)}{publisher}"
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
            for finding, count in sorted(counts.items(), key=lambda item: -item[1])
        )
    ]
    for one in review.claims:
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
            f"  {plain(one.term)} ({one.documents}"
            f" documents)\n{_claim_quote(' ', review.citation(one.citation))}"
            for one in review.omissions
        ]
        parts.append("\n".join(["What many documents mention and it does not:", *omitted]))
    return "\n\n".join([*parts, *map(plain, review.notices)])


def _claim_quote(mark: str, citation: Citation) -> str:
    told = ", ".join(part for part in (readable_date(citation.date) or "undated", where([citation])) if part)
    return _paragraph(f"{mark} {citation.source} ({plain(told)}): “{plain(citation.words)}”", "    ")
