"""Whether the evidence answers the question at all, and what to say when it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.lexicon.rules import Rules
from assistant.lexicon.words import LITTLE_WORDS, content_stems, stems
from assistant.plans.registry import plan_of
from assistant.query.premise import premise
from assistant.query.query import Query
from assistant.query.requirements import counts_asked, lacks_measure, missing_from
from assistant.query.sorts import Sort, lacking_sort
from assistant.types import Evidence
from ingest.gloss import in_english
from ingest.types import Source

# Set on our own cases that are not held out (eval/LOG.md): below either, unanswerable questions outnumber
# those that would be answered well.
_LEAST_ANSWERING = -4.0  # the answerability model's logit of the best passage
_LEAST_SCORE = -11.0  # of the best sentence
_SCORE_PER_LOGIT = 3.0  # how many units of a score weigh as much as one of the logit
_FURTHEST_BELOW_BEST = 14.0  # a sentence further below the best is about something else
_BESIDE_BEST = 6.0  # a sentence this near to one that answers may say what that leaves out
# What is missing from the best evidence costs, in units of the logit.
_UNNAMED = 4.0  # a name
_UNSORTED: dict[Sort, float] = {"money": 2.0, "count": 1.0, "reason": 1.0}
_MORE_THAN_A_FACT = 0.4  # what passages lose in likeness to a request for several things
_ABOUT = 0.3  # of a subject's words, in one passage with what is known of its document
_ABOUT_AT_LEAST = 0.15  # where a plan has seen to it that its evidence is about the subject
_NEAR = 0.3  # of a question's words, in a sentence or its document's title
_NEAR_WITHOUT_NAME = 0.33
_LITTLE = frozenset(stems(" ".join(LITTLE_WORDS)))
_NEAREST_SHOWN = 3  # sentences
_RELEVANT = 2.0  # as sure as this, the evidence is about the subject, in whatever words
_NOT_ABOUT = -1.0  # how sure it is of an answer where nothing is about the subject
_HELD_AGAINST = 4  # passages
_PREMISE_STANDS = 0.6
_SHOWN_BY_HABIT = 10  # sentences: an answer is made of some of the first
_FEWEST_TOGETHER = 2


Supported = Callable[[str, Sequence[str]], float]
"""How likely it is, from 0 to 1, that one of the texts supports a claim."""
LackKind = Literal[
    "no answer",
    "no measure",
    "not counted",
    "of the part before",
    "words",
    "never together",
    "premise",
    "nothing shown",
    "part not shown",
    "side",
    "speaker",
    "not held",
]


@dataclass(frozen=True, slots=True)
class Lack:
    """What the documents leave unanswered: the `words` that they do not have, or who is not heard in them,
    the `measure` that they do not give (a share or a number), and the `nearest` document. `part` is the part
    of a question that it is of, where there are several; `question` and how many drafted sentences `failed`
    where nothing is shown; `documents` are how many were asked, 0 where that is not said."""

    kind: LackKind
    words: tuple[str, ...] = ()
    nearest: Source | None = None
    measure: str = ""
    part: str = ""
    question: str = ""
    failed: int = 0
    documents: int = 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """The evidence worth showing, best first, what it leaves unanswered, or None, and how sure it is that it
    answers (`confidence`). Where nothing answers, `nearest` is what comes near: it tells of some of what is
    asked about."""

    evidence: tuple[Evidence, ...]
    missing: Lack | None
    confidence: float | None
    nearest: tuple[Evidence, ...] = ()


def confidence(evidence: Sequence[Evidence]) -> float | None:
    """How sure it is that something in the evidence (best first) answers the question, None without any: what
    the answerability model makes of the best passage or what the best sentence scores, whichever is less,
    each from its least. Below 0 it does not answer."""
    if not evidence:
        return None
    answers = max((one.answers for one in evidence if one.answers is not None), default=0.0)
    return min(answers - _LEAST_ANSWERING, (evidence[0].score - _LEAST_SCORE) / _SCORE_PER_LOGIT)


def _doubt(query: Query, evidence: Sequence[Evidence], rules: Rules) -> float:
    """What goes off how sure it is: where no passage of the best has all that a question names, and where no
    sentence gives the sort of thing that it asks for. What is sure enough stays so: a name may be spelt in
    another way, and a reason given in other words. What asks for more than one fact may find what it names in
    several passages, and a claim is not doubted for what it claims."""
    best = [one for one in evidence if one.score >= evidence[0].score - _BESIDE_BEST][:_SHOWN_BY_HABIT]
    contexts = [one.context for one in best]
    kind = query.request.kind
    if kind == "claim":
        return -_MORE_THAN_A_FACT
    together = [[one] for one in contexts] if kind == "fact" else [contexts]
    doubt = 0.0 if kind == "fact" else -_MORE_THAN_A_FACT
    required = query.requirements
    # What a question takes for granted is told by itself; how many there are is not taken for granted.
    takes_for_granted = query.presupposes and not required.number
    if not takes_for_granted and all(missing_from(required, each, rules) for each in together):
        doubt += _UNNAMED
    sort = lacking_sort(query.variants[-1].text, [one.english for one in best], rules)
    return doubt + (_UNSORTED[sort] if sort else 0.0)


def coverage(
    query: Query, evidence: Sequence[Evidence], rules: Rules, supported: Supported | None = None
) -> Coverage:
    """The part of the evidence (best first) that answers the question; none when even the best does not. With
    `supported`, what a question of why takes for granted is held against the evidence."""
    required, plan = query.requirements, plan_of(query)
    sure = confidence(evidence)
    if unheard := plan.lacking(query, evidence):
        return Coverage(tuple(evidence), Lack(_unheard(query), unheard), sure)
    if sure is not None and (plan.decides or not plan.declines(query)):
        return _of_subject(query, evidence, rules, sure, 0.0 if plan.decides else _RELEVANT)
    if sure is not None:
        sure -= _doubt(query, evidence, rules)
    if sure is None or sure < 0:
        lacking = missing_from(required, [one.context for one in evidence], rules)
        near = _near(query, evidence, rules)
        return Coverage((), Lack("no answer", tuple(lacking), _nearest(evidence)), sure, near)
    best = evidence[0]
    floor = min(max(_LEAST_SCORE, best.score - _FURTHEST_BELOW_BEST), best.score - _BESIDE_BEST)
    kept = tuple(one for one in evidence if one.score >= floor)
    if all(lacks_measure(required, one.statement, rules) for one in kept[:_SHOWN_BY_HABIT]):
        measure = "share" if required.share else "number"
        lack = Lack("no measure", nearest=_nearest(evidence), measure=measure)
        return Coverage((), lack, sure, _near(query, evidence, rules))
    if not any(counts_asked(required, one, rules) for one in kept[:_SHOWN_BY_HABIT]):
        return Coverage(kept, Lack("not counted", (required.counted,), question=_asked(query)), sure)
    lacking = missing_from(required, [one.context for one in kept], rules)
    if lacking:
        return Coverage(kept, Lack("words", tuple(lacking)), sure)
    apart = _never_together(query, kept, rules)
    if apart:
        return Coverage(kept, Lack("never together", tuple(apart)), sure)
    if supported and not _premise_stands(query, kept, rules, supported):
        return Coverage(kept, Lack("premise"), sure)
    return Coverage(kept, None, sure)


def _asked(query: Query) -> str:
    return query.standalone if query.standalone.endswith(query.question) else query.question


def mentioned(queries: Sequence[Query], covered: Sequence[Coverage], quotes: Sequence[str]) -> str:
    """What all the quotes mention of what is asked about, or else “the subject”, where none gives the number
    that is asked for; empty elsewhere."""
    lacks = [one.missing for one in covered if one.missing]
    if len(queries) != 1 or not quotes or not lacks or lacks[0].kind != "not counted":
        return ""
    required = queries[0].requirements
    named = (*required.names, *lacks[0].words)
    return next(
        (one for one in named if all(one.casefold() in each.casefold() for each in quotes)), "the subject"
    )


def _premise_stands(query: Query, evidence: Sequence[Evidence], rules: Rules, supported: Supported) -> bool:
    """Whether a passage plainly gives the reason that is asked for, or supports what the question takes for
    granted; true of a question that asks for none."""
    taken = premise(query.variants[-1].text, rules)
    if not taken or any(one.answers is not None and one.answers > 0 for one in evidence):
        return True
    texts = dict.fromkeys(f"{one.source.title}. {in_english(one.passage.text)}" for one in evidence)
    return supported(taken, list(texts)[:_HELD_AGAINST]) >= _PREMISE_STANDS


def _of_subject(
    query: Query, evidence: Sequence[Evidence], rules: Rules, sure: float, relevant: float
) -> Coverage:
    """All of the evidence, where it is `relevant`, a document that the request names is among it, or the
    subject's names and enough of its words stand in some of it; none where the library has nothing of the
    subject. A plan that decides what of the subject it wants has told of what it lacks."""
    contexts = [one.context for one in evidence]
    lacking = missing_from(query.requirements, contexts, rules)
    named = {*query.request.documents} & {one.source.slug for one in evidence}
    share = _ABOUT_AT_LEAST if plan_of(query).decides else _ABOUT
    if not named and sure < relevant and not _is_about(query, contexts, lacking, rules, share):
        nothing = Lack("no answer", tuple(lacking), _nearest(evidence))
        return Coverage((), nothing, min(sure, _NOT_ABOUT), _near(query, evidence, rules))
    told = Lack("words", tuple(lacking)) if lacking and not plan_of(query).decides else None
    return Coverage(tuple(evidence), told, max(sure, 0.0))


def _is_about(
    query: Query, contexts: Sequence[str], lacking: Sequence[str], rules: Rules, share: float
) -> bool:
    required = query.requirements
    names = {*required.names, *required.numbers}
    if names and names <= {*lacking}:
        return False
    wanted = content_stems(_subject(query, rules))
    most = max(len(wanted & stems(context)) for context in contexts)
    return not wanted or most >= share * len(wanted)


def _near(query: Query, evidence: Sequence[Evidence], rules: Rules) -> tuple[Evidence, ...]:
    """The best of the evidence that shares enough words with what is asked, and more where it shares none of
    its names: about that much the library does say something."""
    required = query.requirements
    names = (*required.names, *required.numbers)
    wanted = content_stems(_subject(query, rules)) - _LITTLE

    def is_near(one: Evidence) -> bool:
        nameless = names and len(missing_from(required, [one.context], rules)) == len(names)
        share = _NEAR_WITHOUT_NAME if nameless else _NEAR
        return len(wanted & stems(f"{one.source.title} {one.english}")) >= share * len(wanted)

    return tuple(one for one in evidence[:_SHOWN_BY_HABIT] if is_near(one))[:_NEAREST_SHOWN]


def _subject(query: Query, rules: Rules) -> str:
    """What a request is about, in English, without the words that say of what kind it is."""
    text = query.variants[-1].text
    for row in rules["requests"].rows:
        if row.value == query.request.kind and (said := row.find(text)):
            text = text.replace(said.group(), " ")
    return text


def _unheard(query: Query) -> LackKind:
    return "speaker" if query.request.kind == "said" else "side"


def _never_together(query: Query, evidence: Sequence[Evidence], rules: Rules) -> Sequence[str]:
    """What the passage that has most of the names and numbers of a question lacks, where the question takes
    it for granted that they belong together: “When did order 14157 designate the Jalisco cartel?”"""
    required = query.requirements
    named = (*required.names, *required.numbers, *required.days)
    if not query.presupposes or len(named) < _FEWEST_TOGETHER:
        return ()
    return min((missing_from(required, [one.context], rules) for one in evidence[:_SHOWN_BY_HABIT]), key=len)


def cover_parts(
    queries: Sequence[Query],
    evidence: Sequence[Sequence[Evidence]],
    rules: Rules,
    supported: Supported | None = None,
) -> list[Coverage]:
    """The coverage of each part of a question. A part that names nothing of its own asks about the part
    before it, and falls with it."""
    covered: list[Coverage] = []
    for query, found in zip(queries, evidence, strict=True):
        named = query.requirements.names or query.requirements.numbers
        if covered and not covered[-1].evidence and not named:
            covered.append(Coverage((), Lack("of the part before"), confidence(found)))
        else:
            covered.append(coverage(query, found, rules, supported))
    return covered


def missing(queries: Sequence[Query], covered: Sequence[Coverage]) -> tuple[Lack, ...]:
    """What the parts of a question leave unanswered, each named where there are several."""
    if len(queries) == 1 or all(not one.evidence for one in covered):
        return (covered[0].missing,) if covered[0].missing else ()
    parts = zip(queries, covered, strict=True)
    return tuple(replace(one.missing, part=part.question) for part, one in parts if one.missing)


def dropped(
    queries: Sequence[Query], covered: Sequence[Coverage], shown: Iterable[tuple[str, int, int]]
) -> tuple[Lack, ...]:
    """What is said of the parts of a question whose evidence is nowhere among the places shown (slug, start
    and end): none of it says something on its own, or nothing drafted of it passed."""
    if len(queries) == 1:
        return ()
    places = list(shown)
    return tuple(
        Lack("part not shown", nearest=_nearest(one.evidence), part=part.question)
        for part, one in zip(queries, covered, strict=True)
        if one.evidence and not any(_is_at(found, *place) for found in one.evidence for place in places)
    )


def _is_at(one: Evidence, slug: str, start: int, end: int) -> bool:
    """Whether the evidence shares characters with a place."""
    return one.source.slug == slug and one.sentence.start < end and start < one.sentence.end


def unshown(question: str, covered: Sequence[Coverage], failed: int) -> tuple[Lack, ...]:
    """What is said where there is evidence and yet no sentence to show: none of it says something on its own,
    or what was drafted of it (`failed` sentences) did not pass the check. Nothing where there is no
    evidence, of which `missing` tells."""
    found = [one.evidence for one in covered if one.evidence]
    if not found:
        return ()
    return (Lack("nothing shown", nearest=_nearest(found[0]), question=question, failed=failed),)


def _nearest(evidence: Sequence[Evidence]) -> Source | None:
    return evidence[0].source if evidence else None
