"""The sections of a response to an op-ed: what it claims and whether that stands, the claims, what it omits,
and what to ask its author."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from assistant.lexicon.dates import readable_date
from assistant.memo.builders import Builder
from assistant.memo.context import Context
from assistant.memo.formats import SectionFormat
from assistant.memo.types import Section
from assistant.paper import Block, Cell, Paragraph, Table, Text, where
from assistant.review.types import FLAGS, WORDS, Assessed, OpEd, Review, flagged_first
from assistant.types import Citation

_A_PAGE = 7  # claims that need an answer: with their quotes they fill a page
_NAMED = 4  # documents that make a point
_QUOTED = 2  # quotes in a cell: the first and the last; the claim table has all


def builders_for(review: Review) -> dict[str, Builder]:
    """What makes the sections of a memo that responds to this review, by their kind."""
    made = {
        "review-verdict": verdict,
        "review-flagged": flagged,
        "review-claims": claim_rows,
        "review-omissions": omissions,
        "review-questions": questions,
    }
    return {kind: partial(build, review) for kind, build in made.items()}


def verdict(review: Review, section: SectionFormat, context: Context) -> Section:
    """What the op-ed is, how many of its claims stand, and which are not to be repeated as they are."""
    counts = {finding: sum(one.finding == finding for one in review.claims) for finding in WORDS}
    told = ", ".join(f"{count} {WORDS[finding]}" for finding, count in counts.items() if count)
    lines = [f"{_named(review.op_ed)} makes {len(review.claims)} statements: {told}."]
    if count := len(review.flags):
        lines.append(f"{count} of them need an answer: {_counted(review)}. Do not repeat them as they stand.")
    return Section(section.heading, tuple(Paragraph((Text(line),), section.layout) for line in lines))


def _counted(review: Review) -> str:
    counts = {finding: sum(one.finding == finding for one in review.flags) for finding in FLAGS}
    return ", ".join(f"{count} {WORDS[finding]}" for finding, count in counts.items() if count)


def flagged(review: Review, section: SectionFormat, context: Context) -> Section:
    """The claims that need an answer, gravest first: each with what it comes to in a sentence, and the best
    quote; as many as fill a page, and the number of the rest."""
    ranked = [one for one in flagged_first(review.claims) if one.finding in FLAGS]
    blocks: list[Block] = []
    for one in ranked[:_A_PAGE]:
        said = Text(f"“{one.claim.text}”")
        why = tuple(map(Text, one.told))[:1]
        quote = tuple(_quote(review.citation(number), context) for number in one.against[:1])
        label = f"{WORDS[one.finding].capitalize()} (claim {one.claim.number}):"
        blocks.append(Paragraph((said, *why, *quote), "bullet", label))
    if (rest := len(ranked) - _A_PAGE) > 0:
        blocks.append(Paragraph((Text(f"{rest} more {'is' if rest == 1 else 'are'} in the annex."),)))
    told = tuple(blocks) or (Paragraph((Text("Your documents contradict none of its claims."),)),)
    return Section(section.heading, told)


def _named(op_ed: OpEd) -> str:
    """The op-ed by its title, where it has one that is more than a file's name, its author and its date."""
    title = op_ed.title if " " in op_ed.title else ""
    told = ", ".join(part for part in (title, op_ed.author, readable_date(op_ed.date)) if part)
    return f"The op-ed ({told})" if told else "The op-ed"


def claim_rows(review: Review, section: SectionFormat, context: Context) -> Section:
    """The claims that the record says something to, with the quotes for and against side by side; then those
    that are not in it."""
    shown = [one for finding in (*FLAGS, "supported") for one in review.claims if one.finding == finding]
    rows = tuple(_row(one, review, context) for one in shown)
    absent = [one for one in review.claims if one.finding == "not in the record"]
    blocks: list[Block] = [Table(("No.", "The op-ed says", "Finding", "For", "Against"), rows)]
    near = [one for one in review.claims if one.nearest]
    if near:
        blocks.append(
            Paragraph(
                (
                    Text(
                        "Your documents have passages near to these. Whether they agree is not settled: read"
                        " them before relying on either."
                    ),
                )
            )
        )
        blocks.append(
            Table(
                ("No.", "The op-ed says", "Nearest in your documents"),
                tuple(_near_row(one, review, context) for one in near),
            )
        )
    if absent:
        told = (
            f"{len(absent)} further statements of fact are not in your documents, which neither confirm nor"
            " refute them."
        )
        blocks.append(Paragraph((Text(told),)))
    return Section(section.heading, tuple(blocks))


def _row(one: Assessed, review: Review, context: Context) -> tuple[Cell, ...]:
    supports, against = (
        tuple(_quote(review.citation(number), context) for number in _few(numbers))
        for numbers in (one.supports, one.against)
    )
    why = tuple(Text(told) for told in one.told)
    return (
        (Text(str(one.claim.number)),),
        (Text(one.claim.text),),
        (Text(f"{WORDS[one.finding].capitalize()}."), *why),
        supports,
        against,
    )


def _near_row(one: Assessed, review: Review, context: Context) -> tuple[Cell, ...]:
    nearest = tuple(_quote(review.citation(number), context) for number in one.nearest)
    return (Text(str(one.claim.number)),), (Text(one.claim.text),), nearest


def _few(numbers: tuple[int, ...]) -> tuple[int, ...]:
    return numbers if len(numbers) <= _QUOTED else (numbers[0], numbers[-1])


def omissions(review: Review, section: SectionFormat, context: Context) -> Section:
    """The points that several documents make and the op-ed does not."""
    blocks = [
        Paragraph(
            (
                _quote(review.citation(one.citation), context),
                Text(f"Made in {one.documents} documents: {'; '.join(one.titles[:_NAMED])}."),
            ),
            section.layout,
        )
        for one in review.omissions
    ]
    return Section(
        section.heading,
        tuple(blocks)
        or (Paragraph((Text("No point that several documents make on its subject is left out."),)),),
    )


def questions(review: Review, section: SectionFormat, context: Context) -> Section:
    """What to ask the author: the source of what the record lacks, and a comment on what it says
    otherwise."""
    blocks = []
    for one in review.claims:
        if one.finding == "not in the record" and any(character.isdigit() for character in one.claim.text):
            blocks.append(
                Paragraph(
                    (Text(f"What is the source of the figure? You write: {one.claim.text}"),), section.layout
                )
            )
        elif one.finding == "contradicted" and one.against:
            texts = (
                Text(f"You write: {one.claim.text} How does that fit with this?"),
                _quote(review.citation(one.against[0]), context),
            )
            blocks.append(Paragraph(texts, section.layout))
    return Section(
        section.heading, tuple(blocks) or (Paragraph((context.ledger.gap("questions to the author"),)),)
    )


def _quote(citation: Citation, context: Context) -> Text:
    """The quote as a fact, with its note."""
    place = citation.source, citation.start, citation.end
    known = next((it.number for it in context.ledger.citations if (it.source, it.start, it.end) == place), 0)
    if not known:
        context.ledger.citations.append(replace(citation, number=len(context.ledger.citations) + 1))
    told = ", ".join(
        part
        for part in (citation.publisher or citation.title, readable_date(citation.date), where([citation]))
        if part
    )
    return Text(f"{told}: “{citation.words}”", "fact", (known or len(context.ledger.citations),))
