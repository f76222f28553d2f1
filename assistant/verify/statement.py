"""A sentence against the words that it rests on: what the assistant's own check says of it, and what that
means for who wrote it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.check.check import Check
from assistant.lexicon.features import features, nearest
from assistant.lexicon.leads import completed
from assistant.lexicon.rules import Rules
from assistant.lexicon.same_words import words
from assistant.types import LEFT_OUT, Draft, Evidence, Failure, FailureKind, Verdict
from assistant.verify.cited import named_instruments
from assistant.verify.documents import CitedDocuments, FoundQuote
from assistant.verify.nearest import NEGATORS, denials
from assistant.verify.quotes import Quoted
from assistant.verify.types import Detail, FindingKind, SentenceFinding

_NEARLY_VERBATIM = 0.65  # of a sentence's words
# Of the support score: two wordings of one true sentence differ by as much; what lacks less is only doubtful.
_NEARLY_SUPPORTED = 0.05
_NOT_IN_FORCE = re.compile(r"\bnot (?:yet )?in force\b", re.IGNORECASE)
_PRONOUNS = frozenset("it he she they we i this that".split())


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with the places of its own quotes, and what else it rests on."""

    text: str
    quotes: tuple[tuple[Quoted, FoundQuote], ...]
    evidence: tuple[Evidence, ...]


def wrong_with(statement: Statement, documents: CitedDocuments, check: Check) -> SentenceFinding | None:
    """What is wrong with the sentence; None where what it rests on bears it out."""
    text = _with_source_words(statement, documents)
    quoting = tuple(one for _, place in statement.quotes for one in _quoted_at(place, documents))
    frame = frame_of(statement)
    if quoting:
        verdict = check.verdict(Draft(text, quoting, tuple(one.text for one in quoting)))
        if verdict.judgement == "supported":
            return None
        if denied := _denied(frame, documents, [*quoting, *statement.evidence]):
            return SentenceFinding(
                "contradicted",
                Detail(
                    "failed the check",
                    failures=(Failure("contradicted", (denied,), aspect="adds a negation"),),
                ),
                quoting[0].text,
                quoting[0].source.slug,
            )
    evidence = _distinct(
        (*statement.evidence, *(documents.sentences(place) for _, place in statement.quotes))
    )
    _, verdict = check.recited(Draft(text, evidence), ())
    if verdict.judgement == "supported" and not _denies_twice(text, evidence, check.rules):
        return None
    if verdict.judgement == "supported":
        denies_more = Failure("contradicted", aspect="denies more")
        verdict = Verdict("contradicted", verdict.score, (denies_more,))
    finding = _finding(text, frame if quoting else text, evidence, verdict, documents)
    return None if quoting and _only_frames(frame, quoting, finding, verdict) else finding


def bears_out(text: str, evidence: Evidence, check: Check) -> bool:
    """Whether this evidence alone bears the sentence out."""
    return check.verdict(Draft(text, (evidence,))).judgement == "supported" and not _denies_twice(
        text, (evidence,), check.rules
    )


def _with_source_words(statement: Statement, documents: CitedDocuments) -> str:
    """The sentence with its quotes as the source has them, in curly marks: an editor's program changes marks,
    dashes and spaces."""
    parts, last = [], 0
    for one, place in statement.quotes:
        original = LEFT_OUT.join(each.text for each in _quoted_at(place, documents))
        parts += [statement.text[last : one.start - 1], f"“{original}”"]
        last = one.end + 1
    return "".join(parts) + statement.text[last:]


def _quoted_at(place: FoundQuote, documents: CitedDocuments) -> tuple[Evidence, ...]:
    """What is quoted of a place: its words, after those that they complete where these are quoted too."""
    one = documents.evidence(place)
    return completed(one) if place.led else (one,)


def frame_of(statement: Statement) -> str:
    """The words of a sentence around its quotes."""
    parts, last = [], 0
    for one, _ in statement.quotes:
        parts.append(statement.text[last : one.start])
        last = one.end
    return " ".join((*parts, statement.text[last:]))


def _only_frames(frame: str, quoting: Sequence[Evidence], finding: SentenceFinding, verdict: Verdict) -> bool:
    """Whether all that was refused is the words around quotes that are longer than they are: “as the report
    has it, …”, “it says …”."""
    speakers = [word.lower() for one in verdict.failures if one.kind == "misattributed" for word in one.words]
    unsure = finding.kind == "not supported" or bool(speakers and _PRONOUNS.issuperset(speakers))
    return unsure and len(words(frame)) <= sum(len(words(one.text)) for one in quoting)


def _denied(frame: str, documents: CitedDocuments, evidence: Sequence[Evidence]) -> str:
    """A negation around a quote of words that nothing near them negates: “it does not say: …”; not one that
    is of a title."""
    for title in documents.titles:
        frame = frame.replace(title, " ")
    if any(one.sentence.standing in ("not in force", "not yet in force") for one in evidence):
        frame = _NOT_IN_FORCE.sub(" ", frame)
    there = {word for one in evidence for word in words(one.text)}
    return next((word for word in words(frame) if word in NEGATORS and not there & NEGATORS), "")


def _denies_twice(text: str, evidence: Sequence[Evidence], rules: Rules) -> bool:
    """Whether a sentence that has nearly a source's words has one more negation beside that of the source:
    “no right that he could not enforce”."""
    near = words(nearest(features(text, rules), [one.text for one in evidence]).text)
    mine = words(text)
    had, has = denials(near), denials(mine)
    return has.total() > had.total() > 0 and len(set(mine) & set(near)) >= _NEARLY_VERBATIM * len(set(mine))


def _distinct(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    return tuple({(one.source.slug, one.sentence.start, one.sentence.end): one for one in evidence}.values())


def _finding(
    text: str,
    own: str,
    evidence: Sequence[Evidence],
    verdict: Verdict,
    documents: CitedDocuments,
) -> SentenceFinding:
    near = nearest(features(text, documents.rules), [one.text for one in evidence]).text
    slug = next((one.source.slug for one in evidence if one.text == near), "")
    kind, detail = _named(own, evidence, verdict, documents)
    return SentenceFinding(kind, detail, near, slug, failed=not _nearly_supported(verdict))


def _nearly_supported(verdict: Verdict) -> bool:
    """Whether nothing is wrong but a support score that is a little too low."""
    return all(
        one.kind == "not entailed" and (one.score or 0.0) >= (one.threshold or 1.0) - _NEARLY_SUPPORTED
        for one in verdict.failures
    )


def _named(
    own: str, evidence: Sequence[Evidence], verdict: Verdict, documents: CitedDocuments
) -> tuple[FindingKind, Detail]:
    """What to call it, and what exactly it is."""
    failed = Detail("failed the check", failures=verdict.failures)
    other = [
        one
        for one in named_instruments(own, documents)
        if one.slug not in {each.source.slug for each in evidence}
    ]
    if other and not any(
        one.source.slug in {each.slug for each in named_instruments(own, documents)} for one in evidence
    ):
        titles = (other[0].title,), (evidence[0].source.title,)
        return "misattributed", Detail("names another document", *titles)
    if verdict.failures[0].kind == "lead-in left out":
        return "left out", failed
    if verdict.judgement == "contradicted":
        return "contradicted", failed
    if lacking := _words_of(verdict, "missing date"):
        return "altered date", Detail("lacking", tuple(lacking))
    if lacking := _words_of(verdict, "missing number"):
        return "altered number", Detail("lacking", tuple(lacking))
    if verdict.failures[0].kind in ("misattributed", "opinion as fact"):
        return "misattributed", failed
    strange = [word for word in _words_of(verdict, "missing words") if word[0].isupper()]
    if lacking := [*_words_of(verdict, "missing name", "wrong title"), *strange]:
        return "altered name", Detail("lacking", tuple(lacking))
    return "not supported", failed


def _words_of(verdict: Verdict, *kinds: FailureKind) -> list[str]:
    return [word for one in verdict.failures if one.kind in kinds for word in one.words]
