"""An op-ed held against the record: each claim, what supports it, what contradicts, supersedes or qualifies
it, and what the op-ed leaves out."""

from __future__ import annotations

import math
import re
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from assistant.answer.inquiry import Inquiry, QuotePlace, cite, place
from assistant.check.check import Check
from assistant.errors import BudgetSpent, EmptyLibrary, EmptyQuestion, with_remedy
from assistant.lexicon.rules import Rules
from assistant.memo.excerpt import excerpt
from assistant.review.acts import since_then
from assistant.review.claims import claims, clauses
from assistant.review.compare import agreed, beside
from assistant.review.conditions import conditions
from assistant.review.denials import denied, undone
from assistant.review.figures import compared, shared
from assistant.review.omissions import omitted
from assistant.review.proposals import existing
from assistant.review.quotations import quotations
from assistant.review.scope import disclaimed, scoped
from assistant.review.second_reader import SecondReader
from assistant.review.shelf import Shelf, with_antecedent
from assistant.review.standing import changed, changed_since
from assistant.review.trends import turned
from assistant.review.types import FLAGS, Assessed, Claim, ClaimFinding, Omission, OpEd, Point, Review
from assistant.types import Citation, Draft, Evidence, Failure
from ingest.errors import ServiceError
from ingest.types import Restriction

# of the support model: an op-ed's sentence is nobody's answer to what was found, so chance words together
# weigh more
_SURE = 0.7
_NEAR, _VERY_NEAR = (
    0.0,
    2.0,
)  # of the cross-encoder: what is less near says nothing to a fact; to a prediction or a proposal
_NEARLY = (
    0.55  # of the claim's words: a sentence that shares fewer says something else rather than the opposite
)
_TOPIC = 3.0  # of the cross-encoder: a document that is about what a claim tells
_TOPICS, _CARRIED = 4, 1  # such documents that are kept in mind, within a paragraph and into the next
_ABOUT = 0.0  # of the cross-encoder: what is less near cannot contradict
_WHOLE = 5  # words
_TERM = re.compile(r"[“\"]((?:[^\s“”\"]+ ?){1,3})[”\"]")
_FIRST_CLAUSE = re.compile(r"\s*[—;]\s*|,”? (?:who|which|where|while|citing|fueled|giving|because|but)\b")
_LONGEST = 40  # words of a quote, where a longer sentence may be cut
_OF_A_CLAUSE = 10  # sentences that are read for a clause
_TRIED = 4  # sentences of the record that may support a claim
_DECIDED: tuple[ClaimFinding, ...] = (*FLAGS, "supported")
_OPINION = "op-ed"
"""The kind of document that is no part of the record: what it says is itself to be checked."""


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """Which claim of how many is held against the record; `claim` is empty where it is looked for what is
    left out."""

    number: int
    of: int
    claim: str


@dataclass(slots=True)
class _Cited:
    """The places cited, each under its number."""

    rules: Rules
    citations: dict[QuotePlace, Citation] = field(default_factory=dict)

    def number(self, whole: Evidence) -> int:
        one = excerpt(whole, _LONGEST, self.rules) or whole
        return self.citations.setdefault(place(one), cite(one, len(self.citations) + 1)).number


def reviewing(
    op_ed: OpEd,
    inquiry: Inquiry,
    *,
    stopped: Callable[[], bool] = lambda: False,
    settings: str = "",
) -> Iterator[ReviewProgress | Assessed | Review]:
    """Where it stands before each claim, the claim with what the record says to it, and last the review;
    where `stopped` turns true, the review is of the claims until then, and says so.

    Raises:
        EmptyQuestion: the op-ed claims nothing.
        EmptyLibrary: there is no other document to hold it against.
    """
    started = time.perf_counter()
    stated = claims(op_ed.text, inquiry.rules, op_ed.title)
    if not stated:
        raise EmptyQuestion(
            "the op-ed holds no sentence that claims anything",
            hint="check that the file holds the article's text",
        )
    shelf = _shelf(op_ed, inquiry)
    check = inquiry.check(inquiry.meter())
    reader = SecondReader(inquiry.chat.model, inquiry.meter, check) if inquiry.chat else None
    topic: tuple[str, ...] = ()
    paragraph = -1
    cited, assessed, notices = _Cited(inquiry.rules), list[Assessed](), list[str]()
    if not op_ed.date:
        notices.append(
            "The op-ed's date is unknown, so the review cannot say whether a change came after it. Give its"
            " date."
        )
    for claim in stated:
        if stopped():
            notices.append(f"Stopped after {len(assessed)} of {len(stated)} claims.")
            break
        yield ReviewProgress(claim.number, len(stated), claim.text)
        if claim.start > paragraph:
            paragraph, topic = _end_of_paragraph(op_ed.text, claim.start), topic[:_CARRIED]
        near = shelf.near(claim.text, claim.before, topic)
        about = [one.source.slug for one in near if one.score >= _TOPIC]
        topic = tuple(dict.fromkeys((*about, *topic)))[:_TOPICS]
        points = _points(claim, near, shelf, check, op_ed.date)
        if (
            reader
            and claim.kind in ("fact", "prediction")
            and not any(one.finding in _DECIDED for one in points)
        ):
            try:
                points += reader.read(claim, near)
            except (ServiceError, BudgetSpent) as error:
                reader = None
                notices.append(f"The chat model did not read further claims: {with_remedy(error)}")
        assessed.append(_assessed(claim, points, [] if points else _nearest(claim, near), cited))
        yield assessed[-1]
    yield ReviewProgress(len(stated), len(stated), "")
    left_out = (
        []
        if stopped()
        else [
            Omission(len(of), cited.number(one), tuple(shelf.sources[slug].title for slug in of))
            for one, of in omitted(op_ed, shelf)
        ]
    )
    seconds = round((time.perf_counter() - started) * 1000, 1)
    yield Review(
        uuid.uuid4().hex,
        op_ed,
        tuple(assessed),
        tuple(left_out),
        tuple(cited.citations.values()),
        tuple(notices),
        {"total": seconds},
        settings,
    )


def _shelf(op_ed: OpEd, inquiry: Inquiry) -> Shelf:
    slugs = tuple(
        one.slug for one in inquiry.view.sources if one.kind != _OPINION and one.sha256 != op_ed.sha256
    )
    if not slugs:
        raise EmptyLibrary(
            "there is no document to hold the op-ed against",
            hint="put the record into the library: `pincite ingest PATH`",
        )
    return Shelf(inquiry.within(Restriction(slugs=slugs)))


def _end_of_paragraph(text: str, start: int) -> int:
    end = text.find("\n", start)
    return end if end >= 0 else len(text)


def _points(claim: Claim, near: Sequence[Evidence], shelf: Shelf, check: Check, date: str) -> list[Point]:
    """What the record says to a claim; support is looked for where nothing contradicts it."""
    points = [
        *quotations(claim, shelf),
        *denied(claim, shelf),
        *undone(claim, shelf, date),
        *since_then(claim, shelf, date),
        *existing(claim, shelf, date),
        *conditions(claim, shelf),
        *turned(claim, shelf, near),
        *scoped(claim, shelf, near),
        *disclaimed(claim, shelf, near, date),
        *changed(claim, shelf, near, date),
    ]
    if not any(one.finding in ("contradicted", "overtaken") for one in points):
        points += beside(claim, shelf, near, date)
    if not any(one.finding in FLAGS for one in points):
        points += _of_a_clause(claim, near, shelf, date)
    figures = compared(claim, shelf, near, date)
    if any(one.finding in FLAGS for one in points):
        return points + figures
    said = agreed(claim, shelf, near, check) if claim.kind != "opinion" else []
    points += said or figures
    if not any(one.finding in ("supported", "not decided") for one in points):
        points += shared(claim, shelf)
    if claim.kind in ("fact", "prediction") and not any(
        one.finding in (*FLAGS, "supported") for one in points
    ):
        points += _supported(claim, shelf, check)
    resting = [one for point in points if point.finding == "supported" for one in point.evidence]
    return points + changed_since(claim, resting, shelf)


def _of_a_clause(claim: Claim, near: Sequence[Evidence], shelf: Shelf, date: str) -> list[Point]:
    """What the record says against one of a claim's clauses, each read by itself too."""
    for clause in clauses(claim, shelf.rules):
        whole = with_antecedent(clause.text, clause.before, shelf.rules)
        found = shelf.merged([*near, *shelf.find(whole, most=_OF_A_CLAUSE)])
        points = [
            *undone(clause, shelf, date),
            *disclaimed(clause, shelf, found, date),
            *beside(clause, shelf, found, date),
        ]
        if any(one.finding in FLAGS for one in points):
            return points
    return []


def _supported(claim: Claim, shelf: Shelf, check: Check) -> list[Point]:
    """The sentence that supports the claim best by the check of every answer, or one of nearly its words
    that says the opposite."""
    near = shelf.find(claim.text)[:_TRIED]
    for stated in _stated(claim.text):
        verdicts = [(one, check.verdict(Draft(stated, (one,)))) for one in near]
        found = [
            (verdict.score, one)
            for one, verdict in verdicts
            if verdict.judgement == "supported" and verdict.score >= _SURE
        ]
        if found:
            told = (
                "Your documents say so."
                if stated == claim.text
                else f"Your documents support this much: {stated}"
            )
            return [Point("supported", told, (max(found, key=lambda one: one[0])[1],))]
        for one, verdict in verdicts:
            bounds = shelf.rules["scope"].of("limit", "forbids").find(one.english)
            if (
                verdict.judgement == "contradicted"
                and _is_plain(verdict.failures)
                and verdict.score >= _NEARLY
                and one.score >= _ABOUT
                and not bounds
            ):
                reason = shelf.inquiry.wording.failure(verdict.failures)
                return [Point("contradicted", f"{reason[:1].upper()}{reason[1:]}.", (one,))]
    return []


def _is_plain(failures: Sequence[Failure]) -> bool:
    """Whether a contradiction is of what is said; an op-ed’s “would” for a law’s “shall” is none."""
    return all(one.aspect != "modality" for one in failures)


def _stated(text: str) -> list[str]:
    """A claim, and its first clause where that says something alone; without the quotation marks around a
    word or two, which quote nobody."""
    plain = _TERM.sub(r"\1", text)
    first = _FIRST_CLAUSE.split(plain)[0].strip(" ,")
    return [plain, f"{first}."] if first != plain and len(first.split()) >= _WHOLE else [plain]


def _nearest(claim: Claim, near: Sequence[Evidence]) -> list[Evidence]:
    """What the record has that is nearest to a claim which it neither supports nor contradicts by any plain
    sign."""
    needed = {"fact": _NEAR, "opinion": math.inf}.get(claim.kind, _VERY_NEAR)
    return [one for one in near[:1] if one.score >= needed]


def _assessed(claim: Claim, points: Sequence[Point], nearest: Sequence[Evidence], cited: _Cited) -> Assessed:
    """The claim with the gravest of what was found."""
    findings = {one.finding for one in points}
    nothing: ClaimFinding = (
        "judgement" if claim.kind != "fact" else "not decided" if nearest else "not in the record"
    )
    finding: ClaimFinding = next(
        (one for one in (*FLAGS, "supported", "not decided") if one in findings), nothing
    )

    deciding = [one for one in points if one.finding == finding]

    def numbers(of: Sequence[Point]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(cited.number(one) for point in of for one in point.evidence))

    told = tuple(dict.fromkeys(one.told for one in deciding))
    others = [one for one in points if one.finding in FLAGS]
    against = numbers([*deciding, *others]) if finding in FLAGS else ()
    supports = numbers([one for one in points if one.finding == "supported"])
    near = tuple(map(cited.number, nearest)) or numbers(
        [one for one in points if one.finding == "not decided" and finding == "not decided"]
    )
    return Assessed(claim, finding, told, supports, against, near)
