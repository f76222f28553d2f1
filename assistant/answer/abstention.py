"""Whether the evidence answers the question at all, and what to say when it does not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.lexicon.dates import readable_date
from assistant.lexicon.rules import Rules
from assistant.query.query import Query
from assistant.query.requirements import lacks_measure, missing_from
from assistant.types import Evidence

# Set on our own cases that are not held out (eval/LOG.md): below either, unanswerable questions outnumber
# those that would be answered well.
_LEAST_ANSWERING = -4.0  # the answerability model's logit of the best passage
_LEAST_SCORE = -11.0  # of the best sentence
_SCORE_PER_LOGIT = 3.0  # how many units of a score weigh as much as one of the logit
_FURTHEST_BELOW_BEST = 14.0  # a sentence further below the best is about something else
_SHOWN_BY_HABIT = 10  # sentences: an answer is made of some of the first
_FEWEST_TOGETHER = 2


@dataclass(frozen=True, slots=True)
class Coverage:
    """The evidence worth showing, best first, what it leaves unanswered, or None, and how sure it is that it
    answers (`confidence`)."""

    evidence: tuple[Evidence, ...]
    missing: str | None
    confidence: float | None


def confidence(evidence: Sequence[Evidence]) -> float | None:
    """How sure it is that something in the evidence (best first) answers the question, None without any: what
    the answerability model makes of the best passage or what the best sentence scores, whichever is less,
    each from its least. Below 0 it does not answer."""
    if not evidence:
        return None
    answers = max((one.answers for one in evidence if one.answers is not None), default=0.0)
    return min(answers - _LEAST_ANSWERING, (evidence[0].score - _LEAST_SCORE) / _SCORE_PER_LOGIT)


def coverage(query: Query, evidence: Sequence[Evidence], rules: Rules) -> Coverage:
    """The part of the evidence (best first) that answers the question; none when even the best does not."""
    required = query.requirements
    sure = confidence(evidence)
    if sure is None or sure < 0:
        lacking = missing_from(required, [one.context for one in evidence])
        return Coverage((), _nothing(lacking, evidence), sure)
    best = evidence[0]
    floor = max(_LEAST_SCORE, best.score - _FURTHEST_BELOW_BEST)
    kept = tuple(one for one in evidence if one.score >= floor)
    if all(lacks_measure(required, one.text, rules) for one in kept[:_SHOWN_BY_HABIT]):
        return Coverage(
            (),
            f"{_nothing((), evidence)} No passage found gives the {'share' if required.share else 'number'}"
            " asked for.",
            sure,
        )
    lacking = missing_from(required, [one.context for one in kept])
    if lacking:
        return Coverage(kept, f"The passages found do not mention {_listed(lacking)}.", sure)
    apart = _never_together(query, kept)
    if apart:
        return Coverage(
            kept,
            f"No passage found mentions {_listed(apart)} with the rest of what the question names: its"
            " premise may be wrong.",
            sure,
        )
    return Coverage(kept, None, sure)


def _never_together(query: Query, evidence: Sequence[Evidence]) -> Sequence[str]:
    """What the passage that has most of the names and numbers of a question lacks, where the question takes
    it for granted that they belong together: “When did order 14157 designate the Jalisco cartel?”"""
    required = query.requirements
    named = (*required.names, *required.numbers, *required.days)
    if not query.presupposes or len(named) < _FEWEST_TOGETHER:
        return ()
    return min((missing_from(required, [one.context]) for one in evidence[:_SHOWN_BY_HABIT]), key=len)


def cover_parts(
    queries: Sequence[Query], evidence: Sequence[Sequence[Evidence]], rules: Rules
) -> list[Coverage]:
    """The coverage of each part of a question. A part that names nothing of its own asks about the part
    before it, and falls with it."""
    covered: list[Coverage] = []
    for query, found in zip(queries, evidence, strict=True):
        named = query.requirements.names or query.requirements.numbers
        if covered and not covered[-1].evidence and not named:
            covered.append(
                Coverage((), "The library has no answer to what this asks about.", confidence(found))
            )
        else:
            covered.append(coverage(query, found, rules))
    return covered


def missing(queries: Sequence[Query], covered: Sequence[Coverage]) -> str | None:
    """What the parts of a question leave unanswered, each named where there are several; None when nothing
    does."""
    if len(queries) == 1 or all(not one.evidence for one in covered):
        return covered[0].missing
    parts = zip(queries, covered, strict=True)
    return " ".join(f"On “{part.question}”: {one.missing}" for part, one in parts if one.missing) or None


def dropped(
    queries: Sequence[Query], covered: Sequence[Coverage], shown: Iterable[tuple[str, int, int]]
) -> str | None:
    """What is said of the parts of a question whose evidence is nowhere among the places shown (slug, start
    and end): none of it says something on its own, or nothing drafted of it passed. None where all are."""
    if len(queries) == 1:
        return None
    places = list(shown)
    unquoted = [
        f"On “{part.question}”: No sentence found can be shown as an answer. {_nearest(one.evidence)}"
        for part, one in zip(queries, covered, strict=True)
        if one.evidence and not any(_is_at(found, *place) for found in one.evidence for place in places)
    ]
    return " ".join(unquoted) or None


def _is_at(one: Evidence, slug: str, start: int, end: int) -> bool:
    """Whether the evidence shares characters with a place."""
    return one.source.slug == slug and one.sentence.start < end and start < one.sentence.end


def unshown(question: str, covered: Sequence[Coverage], failed: int) -> str | None:
    """What is said where there is evidence and yet no sentence to show: none of it says something on its own,
    or what was drafted of it (`failed` sentences) did not pass the check. None where there is no evidence, of
    which `missing` tells."""
    found = [one.evidence for one in covered if one.evidence]
    if not found:
        return None
    why = f": {failed} that {'was' if failed == 1 else 'were'} drafted failed the check" if failed else ""
    return f"No sentence found can be shown as an answer to “{question}”{why}. {_nearest(found[0])}"


def _nothing(lacking: Sequence[str], evidence: Sequence[Evidence]) -> str:
    said = (
        "The library has no answer to"
        f" this{f': nothing relevant in it mentions {_listed(lacking)}' if lacking else ''}."
    )
    return f"{said} {_nearest(evidence)}" if evidence else said


def _nearest(evidence: Sequence[Evidence]) -> str:
    nearest = evidence[0].source
    day = readable_date(nearest.date)
    return f"The nearest document is “{nearest.title}”{f' ({day})' if day else ''}."


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
