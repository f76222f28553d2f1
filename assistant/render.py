"""Values → text for a terminal. Escaping lives here and nowhere else: a document's text must not steer the reader's screen."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from assistant.attribution import readable_date
from assistant.types import Answer, AnswerSentence, Citation
from ingest.types import FileReport, Hit, Source

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_WIDTH = 100


def plain(text: str) -> str:
    """The text on one line without control characters, so that nothing in a document moves the cursor or turns the writing round."""
    return " ".join(_CONTROL.sub("", text).split())


def answer_text(answer: Answer) -> str:
    """An answer for the terminal: checked sentences, then what goes with them."""
    return "\n\n".join([*map(sentence_text, answer.sentences), *_rest(answer)])


def sentence_text(sentence: AnswerSentence) -> str:
    """A checked sentence with the numbers of its citations."""
    return _paragraph(f"{plain(sentence.text)} {''.join(f'[{number}]' for number in sentence.citations)}")


def rest_text(answer: Answer) -> str:
    """What goes with an answer whose sentences have been shown."""
    return "\n\n".join(_rest(answer))


def _rest(answer: Answer) -> list[str]:
    """What failed the check, what is missing, what else the reader should know, the sources, and what it cost."""
    parts = []
    if answer.withheld:
        parts.append("Not supported by your documents:")
        parts += [_paragraph(f"{plain(one.text)} ({one.verdict}: {plain(one.reason)})", "  ✗ ") for one in answer.withheld]
    if answer.missing:
        parts.append(_paragraph(plain(answer.missing), "Not in your documents: " if answer.status == "abstained" else "Missing: "))
    if answer.readings:
        parts.append("The question does not say which; it may mean:")
        parts.append("\n".join(_paragraph(plain(one), "  · ") for one in answer.readings))
    parts += [_paragraph(plain(one), "Note: ") for one in answer.notices]
    if answer.citations:
        parts.append("Sources")
        parts.append("\n".join(_citation(one) for one in answer.citations))
    if answer.tokens.get("calls"):
        parts.append(_spent(answer))
    return parts


def _spent(answer: Answer) -> str:
    told = answer.tokens
    cost = f", ${answer.cost:.4f}" if answer.cost is not None else ""
    return f"{answer.model}: {told['input']} tokens read, {told['output']} written in {told['calls']} calls{cost}"


def understood_text(answer: Answer) -> str:
    """How a follow-up was understood, on a line of its own; nothing for a question that stands on its own."""
    return "" if answer.standalone_question == answer.question else _paragraph(plain(answer.standalone_question), "Understood as: ") + "\n\n"


def _paragraph(text: str, lead: str = "") -> str:
    return textwrap.fill(lead + text, _WIDTH, subsequent_indent="  " if lead else "", break_long_words=False, break_on_hyphens=False)


def _citation(one: Citation) -> str:
    pages = "" if one.page is None else f"p. {one.page}" if one.page_end in (None, one.page) else f"pp. {one.page}–{one.page_end}"
    told = [one.publisher, readable_date(one.date) or "undated", one.kind, pages]
    line = f"[{one.number}] {plain(one.title)} — {plain(', '.join(part for part in told if part))} ({one.source})"
    return line + (f"\n    {plain(one.url)}" if one.url else "")


def hits_text(hits: Sequence[Hit]) -> str:
    """Search results for the terminal."""
    return "\n\n".join(f"{hit.score:6.2f}  {hit.passage.source}{_page(hit)}\n" + _paragraph(plain(hit.passage.text), "  ") for hit in hits)


def _page(hit: Hit) -> str:
    return "" if hit.passage.page is None else f", p. {hit.passage.page}"


def source_line(source: Source) -> str:
    """A source on one line."""
    publisher = f" — {plain(source.publisher)}" if source.publisher else ""
    return f"{source.date or 'undated':<10}  {plain(source.kind):<16}  {source.slug}  {plain(source.title)}{publisher}"


def source_text(source: Source) -> str:
    """Everything known of a source, a line each."""
    pages = str(source.page_count) if source.page_count else "no pages"
    rows = {
        "slug": source.slug, "title": source.title, "publisher": source.publisher, "author": source.author, "date": source.date, "kind": source.kind,
        "url": source.url, "pages": pages, "characters": str(source.characters), "sha256": source.sha256, "from": source.path, "added": source.added,
        "readable by": ", ".join(sorted(source.access)),
    }  # fmt: skip
    return "\n".join(f"{name:<12}{plain(value)}" for name, value in rows.items() if value)


def report_text(report: FileReport) -> str:
    """What became of one input, on one line, and on further ones what helps."""
    told = f": {report.passages} passages" if report.passages else f": {report.reason}" if report.reason else ""
    notes = ([f"→ {report.hint}"] if report.hint else []) + list(report.warnings)
    return "\n".join([f"{report.outcome:<9} {plain((report.slug or report.path) + told)}", *(f"          {plain(note)}" for note in notes)])
