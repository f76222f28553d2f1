"""Memos, reviews, documents and help → Block Kit for Slack. `at` is what a button or a form tells whoever
hears of it: where it belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, get_args

from assistant.lexicon.dates import readable_date
from assistant.lexicon.printable import plain
from assistant.memo.formats import MemoFormat
from assistant.memo.types import LintFinding as Remark
from assistant.memo.types import Memo, MemoRequest
from assistant.paper import where
from assistant.render.labels import as_sentence, capital
from assistant.render.slack import wording
from assistant.render.slack.answer import failed_blocks, notices_blocks
from assistant.render.slack.text import (
    Blocks,
    Part,
    button,
    divider,
    listed,
    literal,
    plain_text,
    quote,
    rich,
    words,
)
from assistant.render.slack.view import choice, field, form
from assistant.review.types import FLAGS, Assessed, ClaimFinding, Omission, Review
from assistant.types import Citation
from ingest.types import FileReport, Source

_MOST_SOURCES = 60  # in a list: some two messages; a word of the title makes it shorter
_MOST_IN_CONFIRMATION = 100  # characters of its title; of its text, 300
_FINDINGS: tuple[ClaimFinding, ...] = get_args(ClaimFinding)  # gravest first
USABLE = ("stored", "replaced", "moved", "unchanged")
"""The outcomes of an ingest after which a file can be asked about."""


def memo_blocks(memo: Memo, name: str) -> Blocks:
    """What goes beside a memo's file `name`: what it is made of, what is to be confirmed, what failed the
    check, what a reviewer would send back."""
    errors, remarks = ([one for one in memo.findings if one.error == is_error] for is_error in (True, False))
    gaps = [as_sentence(gap.removeprefix(f"{wording.TO_CONFIRM}: ")) for gap in memo.gaps]
    failed = failed_blocks(memo.withheld)
    return [
        *rich(
            Part(words(memo.title, bold=True)),
            Part(words(wording.memo_made(name, len(memo.sections), len(memo.citations)))),
            _state(memo, errors),
        ),
        *(listed(wording.TO_CONFIRM, map(words, gaps)) if gaps else []),
        *failed,
        *(divider() if failed and memo.findings else []),
        *_findings(wording.TO_FIX, errors),
        *_findings(wording.REMARKS, remarks),
        *notices_blocks(memo.notices),
    ]


def _state(memo: Memo, errors: Sequence[Remark]) -> Part:
    if not memo.is_draft:
        return Part(literal(wording.CHECKED if memo.citations else wording.NOTHING_FOUND, bold=True))
    because = wording.draft_because(len(memo.withheld), len(errors))
    return Part([*literal(f"{wording.DRAFT}: ", bold=True), *words(because)])


def _findings(label: str, findings: Sequence[Remark]) -> Blocks:
    return (
        listed(
            label,
            ([*words(capital(one.where), bold=True), *literal(": "), *words(one.told)] for one in findings),
        )
        if findings
        else []
    )


def review_blocks(review: Review) -> Blocks:
    """A review: what its claims come to; those to act on, gravest first, and the others on which the record
    has words, each with its quotes; what the op-ed leaves out; and the claims on which the record says
    nothing."""
    quoted, bare = (
        [one for one in _by_finding(review.claims) if _is_quoted(one) == wanted] for wanted in (True, False)
    )
    return [
        *_review_head(review),
        *(block for one in quoted for block in rich(*_claim(one, review))),
        *_left_out(review),
        *(
            block
            for finding in _FINDINGS
            for block in _bare(finding, [one.claim.text for one in bare if one.finding == finding])
        ),
        *notices_blocks(review.notices),
    ]


def _review_head(review: Review) -> Blocks:
    op_ed = review.op_ed
    by = ", ".join(
        part for part in (op_ed.author, op_ed.publisher, readable_date(op_ed.date) or "undated") if part
    )
    counts = Counter(one.finding for one in review.claims)
    ordered = {finding: counts[finding] for finding in _FINDINGS if counts[finding]}
    summary = wording.claims_counted(len(review.claims), ordered) if review.claims else wording.NO_CLAIMS
    return rich(Part(words(op_ed.title, bold=True)), Part(words(by)), Part(literal(summary)))


def _by_finding(claims: Sequence[Assessed]) -> list[Assessed]:
    return sorted(claims, key=lambda one: _FINDINGS.index(one.finding))


def _is_quoted(one: Assessed) -> bool:
    return one.finding in FLAGS or bool(one.supports or one.against or one.nearest)


def _claim(one: Assessed, review: Review) -> Iterator[Part]:
    """A claim with what the record says to it, why, and the quotes."""
    yield Part(literal(wording.claim_head(one.claim.number, one.finding), bold=True))
    yield Part(words(one.claim.text))
    yield from (Part(words(reason, italic=True)) for reason in one.told)
    shown = {*one.supports, *one.against}
    nearest = [number for number in one.nearest if number not in shown]
    for label, numbers in (
        (wording.FOR, one.supports),
        (wording.AGAINST, one.against),
        (wording.NEAREST, nearest),
    ):
        for number in numbers:
            yield from _quoted(f"{label}: ", review.citation(number))


def _quoted(label: str, citation: Citation) -> tuple[Part, Part]:
    """A quote under its source."""
    details = ", ".join(
        part for part in (readable_date(citation.date) or "undated", where([citation])) if part
    )
    return Part([*literal(label, bold=True), *words(f"{citation.title} ({details})")]), quote(citation.words)


def _left_out(review: Review) -> Blocks:
    """What the record stresses and the op-ed does not say."""
    if not review.omissions:
        return []
    return rich(
        Part(literal(wording.LEFT_OUT, bold=True)),
        *(part for one in review.omissions for part in _omission(one, review)),
    )


def _omission(one: Omission, review: Review) -> Iterator[Part]:
    yield from _quoted("", review.citation(one.citation))
    yield Part([*literal(wording.left_out_in(one.documents)), *words("; ".join(one.titles))])


def _bare(finding: ClaimFinding, claims: Sequence[str]) -> Blocks:
    """The claims of one finding, without quotes."""
    return listed(wording.claims_of(finding, len(claims)), map(words, claims)) if claims else []


def sources_blocks(sources: Sequence[Source], looked_for: str = "") -> Blocks:
    """Documents in their order; with words that are looked for, those that have them all in what is known of
    them."""
    if not sources:
        return rich(Part(literal(wording.NO_DOCUMENTS)))
    wanted = looked_for.casefold().split()
    found = [one for one in sources if all(word in _known(one) for word in wanted)]
    more = len(found) - _MOST_SOURCES
    return [
        *rich(
            Part(words(wording.documents_found(len(found), plain(looked_for)), bold=True)),
            *(_source(one) for one in found[:_MOST_SOURCES]),
        ),
        *(rich(Part(literal(wording.documents_more(more)))) if more > 0 else []),
    ]


def _known(source: Source) -> str:
    return " ".join(
        (
            source.title,
            source.publisher,
            source.author,
            source.kind,
            source.date,
            readable_date(source.date),
            source.slug,
        )
    ).casefold()


def _source(source: Source) -> Part:
    details = ", ".join(
        part for part in (source.publisher, readable_date(source.date) or "undated", source.kind) if part
    )
    return Part([*words(source.title, bold=True), *literal(" "), *words(f"({details})")], "item")


def reports_blocks(reports: Sequence[FileReport], at: str, may_add: bool) -> Blocks:
    """What became of each file that was dropped in a thread, and a button that puts them into the library for
    who may."""
    is_read = any(one.outcome in USABLE for one in reports)
    blocks = rich(*map(_report, reports), *([Part(literal(wording.THREAD_ONLY))] if is_read else []))
    return [*blocks, *([_add(at)] if is_read and may_add else [])]


def _report(report: FileReport) -> Part:
    """A file with what became of it, and below that what helps and what to know of it."""
    path = report.path
    name = path if "://" in path else path.rpartition("/")[2]
    if report.outcome in USABLE:
        text = wording.file_read(report.passages, report.outcome)
    elif report.slug:
        text = wording.file_known(report.slug)
    else:
        text = wording.file_refused(report.outcome, report.reason.removeprefix(f"{name}: "))
    notes = [as_sentence(one) for one in (report.hint, *report.warnings) if one]
    below = [element for one in notes for element in (*literal("\n"), *words(one, italic=True))]
    return Part([*words(name, bold=True), *literal(": "), *words(text), *below], "item")


def _add(at: str) -> dict[str, Any]:
    """The button that puts a thread's files into the library, which asks once more."""
    sure = {
        "title": plain_text(wording.ADD_SURE, _MOST_IN_CONFIRMATION),
        "text": plain_text(wording.ADD_CONSEQUENCE, 3 * _MOST_IN_CONFIRMATION),
        "confirm": plain_text(wording.ADD_YES, 30),
        "deny": plain_text(wording.ADD_NO, 30),
    }
    return {"type": "actions", "elements": [button("add_to_library", wording.ADD, at, confirm=sure)]}


def help_blocks(opening: str = "") -> Blocks:
    """What can be asked and how, after what else is to be said."""
    commands = (
        Part([*literal(command, code=True), *literal(f": {meaning}")], "item")
        for command, meaning in wording.COMMANDS
    )
    before, after = (opening, wording.HELP, wording.HELP_ASK), (wording.HELP_FILES, wording.HELP_CHECK)
    return [
        *(block for one in before for block in rich(Part(words(one)))),
        *rich(*commands),
        *(block for one in after for block in rich(Part(words(one)))),
    ]


def memo_form(formats: Sequence[MemoFormat], at: str, topic: str = "") -> dict[str, Any]:
    """A modal that asks for a memo: `callback_id` is `memo`, and its fields are called as those of a
    `MemoRequest`."""
    options = [(one.name, plain(one.title) or one.name, one.about) for one in formats]
    fields = [
        field("topic", wording.MEMO_TOPIC, wording.MEMO_TOPIC_EXAMPLE, needed=True, value=topic),
        choice("format", wording.MEMO_FORMAT, options, MemoRequest("").format),
        field("decision", wording.MEMO_DECISION, wording.MEMO_DECISION_EXAMPLE, most=1000),
        field("deadline", wording.MEMO_DEADLINE, wording.MEMO_DEADLINE_EXAMPLE),
        field("to", wording.MEMO_TO),
        field("sender", wording.MEMO_FROM),
    ]
    return form("memo", wording.MEMO_TITLE, wording.MEMO_WRITE, fields, at)


def note_form(at: str) -> dict[str, Any]:
    """A modal that asks what is wrong with an answer: `callback_id` is `note`, and so is its field."""
    note = field("note", wording.NOTE, wording.NOTE_EXAMPLE, most=2000, lines=True)
    return form("note", wording.NOTE_TITLE, wording.NOTE_SEND, [note], at)
