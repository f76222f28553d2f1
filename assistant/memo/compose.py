"""A request → a memo, section by section: plan the questions, fill each section, keep to the
limits, lint."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from assistant.answer.inquiry import Inquiry, QuotePlace
from assistant.answer.notices import Notice
from assistant.drafting.quotes import Quote
from assistant.errors import Stopped
from assistant.lexicon.rules import Rules
from assistant.memo.assignment import read_assignment, title_of
from assistant.memo.builders import Builder, builder_of, sources_of
from assistant.memo.context import Context, fitting
from assistant.memo.drafts import Kept, MemoDraft
from assistant.memo.findings import Findings
from assistant.memo.formats import MemoFormat
from assistant.memo.layout import lay_out
from assistant.memo.ledger import Ledger
from assistant.memo.limits import fit
from assistant.memo.lint import PageCounter, lint
from assistant.memo.plan import plan
from assistant.memo.spine import Place, allotted
from assistant.memo.types import Memo, MemoRequest, Section
from assistant.paper import Block, Paper, Paragraph, Table, Text, texts_of
from assistant.types import Citation
from ingest.view import View
from prompts import digest

QUOTES = "quotes"
"""The `model` of a memo that no chat model wrote."""


@dataclass(frozen=True, slots=True)
class MemoProgress:
    """Which section of how many is being made, and what is asked for it first."""

    number: int
    of: int
    heading: str
    question: str = ""


@dataclass(frozen=True, slots=True)
class Composed:
    """A finished memo, also as it stands on paper, with what the record keeps of how it came about: the
    places of all evidence, and the chat model's replies."""

    memo: Memo
    paper: Paper
    places: tuple[QuotePlace, ...]
    raw: str


def compose(
    request: MemoRequest,
    format: MemoFormat,  # noqa: A002 (the field's noun)
    inquiry: Inquiry,
    *,
    date: str,
    drafts: Path,
    stopped: Callable[[], bool] = lambda: False,
    builders: Mapping[str, Builder],
    pages: PageCounter,
    settings: str = "",
) -> Iterator[MemoProgress | Composed]:
    """Where it stands before each question, and the memo last; where `stopped` turns true, no memo comes, and
    the finished sections are kept in the folder `drafts` for the next time that the same is asked for.

    Raises:
        UsageError: the format has a section that nothing makes.
    """
    started = time.perf_counter()
    model = inquiry.chat.name if inquiry.chat else QUOTES
    draft = MemoDraft(
        drafts,
        inquiry.view,
        request,
        format.digest,
        settings,
        model,
        digest(),
        _who_asks(inquiry.view),
    )
    kept = draft.load()
    ledger = deepcopy(kept[-1].ledger) if kept else Ledger()
    try:
        if not kept:
            _plan(request.topic, inquiry, ledger)
        assignment = read_assignment(request, inquiry.rules)
        assignment = replace(assignment, questions=(*assignment.questions, *ledger.planned))
        findings = Findings(inquiry, assignment, ledger)
        if left := format.section[len(kept) :]:  # what all of them want is found before the first is made
            yield MemoProgress(len(kept) + 1, len(format.section), left[0].heading, assignment.subjects[0])
        allotment = _allotment(format, findings, inquiry.rules)
        context = Context(format, request, date, inquiry, findings, allotment, ledger, stopped)
        yield from _sections(context, kept, draft, builders)
    except Stopped:
        return
    if stopped():
        return
    memo, paper = _finished(
        context, [one.section for one in kept], settings, pages, time.perf_counter() - started
    )
    draft.remove()
    yield Composed(memo, paper, tuple(ledger.places), "".join(ledger.raw))


def _plan(topic: str, inquiry: Inquiry, ledger: Ledger) -> None:
    """Have the chat model, where there is one that plans, add questions."""
    chat = inquiry.chat
    if chat is None or chat.by_group:
        return
    meter, notices = inquiry.meter(), list[Notice]()
    ledger.planned = plan(topic, chat, meter, notices, inquiry.rules)
    ledger.notice(map(inquiry.wording.notice, notices))
    ledger.spent(meter)


def _allotment(
    format: MemoFormat,  # noqa: A002
    findings: Findings,
    rules: Rules,
) -> dict[Place, tuple[Quote, ...]]:
    longest = {id(ask): ask.words or section.words for section in format.section for ask in section.ask}
    return allotted(format, findings, rules, lambda quote, ask: fitting(quote, ask, longest[id(ask)], rules))


def _sections(
    context: Context, kept: list[Kept], draft: MemoDraft, builders: Mapping[str, Builder]
) -> Iterator[MemoProgress]:
    """Make the sections that are not kept, and add them to `kept`; the first of them is told already."""
    formats, begun = context.format.section, len(kept) + 1
    for number, section in enumerate(formats[len(kept) :], start=begun):
        if number > begun:
            subject = context.findings.subjects[0] if section.ask else ""
            yield MemoProgress(number, len(formats), section.heading, subject)
        if context.stopped():
            return
        made = builder_of(section.kind, builders)(section, context)
        if context.stopped():
            return
        kept.append(Kept(made, deepcopy(context.ledger)))
        draft.save(kept)


def _finished(
    context: Context, sections: Sequence[Section], settings: str, count_pages: PageCounter, seconds: float
) -> tuple[Memo, Paper]:
    """The memo within its limits, with what the linter finds, and its paper; no version of the paper is
    counted twice."""
    ledger = context.ledger
    chat, format = context.inquiry.chat, context.format  # noqa: A001
    wrote = chat.name or "chat" if chat and ledger.wrote else ""
    memo = Memo(
        id=uuid.uuid4().hex,
        request=context.request,
        title=title_of(context.request.topic, context.inquiry.rules),
        date=context.date,
        sections=tuple(sections),
        citations=tuple(ledger.citations),
        gaps=tuple(ledger.gaps),
        withheld=tuple(ledger.withheld),
        notices=tuple(ledger.notices),
        model=f"{wrote} + {QUOTES}" if wrote and ledger.quoted else wrote or QUOTES,
        timing_ms={"total": round(seconds * 1000, 1)},
        tokens=dict(ledger.tokens),
        settings=settings,
    )
    pages, counted = context.request.pages or format.pages, cache(count_pages)
    fitting = fit(
        sections,
        format.section,
        ledger.scores,
        lambda tried: not pages or counted(lay_out(_with(memo, tried, format), format)) <= pages,
    )
    memo = _with(memo, fitting, format)
    paper = lay_out(memo, format)
    found = lint(paper, format, rules=context.inquiry.rules, pages=pages, count_pages=counted)
    memo = replace(memo, findings=tuple(found))
    return memo, replace(paper, draft=memo.is_draft)


def _with(memo: Memo, sections: Sequence[Section], format: MemoFormat) -> Memo:  # noqa: A002
    """The memo with these sections, and with the citations that they use, numbered in the order in which they
    come."""
    used = dict.fromkeys(
        note for section in sections for text in texts_of(section.blocks) for note in text.notes
    )
    numbers = {old: new for new, old in enumerate(used, start=1)}
    by_number: dict[int, Citation] = {one.number: one for one in memo.citations}
    cited = tuple(replace(by_number[old], number=new) for old, new in numbers.items())
    shown = [
        (
            sources_of(one.heading, cited)
            if of.kind == "sources"
            else replace(one, blocks=tuple(renumbered(one.blocks, numbers)))
        )
        for one, of in zip(sections, format.section, strict=True)
    ]
    return replace(memo, sections=tuple(shown), citations=cited)


def renumbered(blocks: Sequence[Block], numbers: dict[int, int]) -> Iterator[Block]:
    """The blocks with other numbers of their notes."""

    def noted(texts: tuple[Text, ...]) -> tuple[Text, ...]:
        return tuple(replace(text, notes=tuple(numbers[note] for note in text.notes)) for text in texts)

    for block in blocks:
        if isinstance(block, Paragraph):
            yield replace(block, texts=noted(block.texts))
        elif isinstance(block, Table):
            yield replace(block, rows=tuple(tuple(noted(cell) for cell in row) for row in block.rows))
        else:
            yield block


def _who_asks(view: View) -> str:
    """What tells the view from every other, the same in every process."""
    reader = view.scope.reader
    return repr((reader and (reader.name, sorted(reader.groups)), view.scope.restrictions))
