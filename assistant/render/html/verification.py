"""A verification → HTML for the web page: what fails first, then what to check by hand, then every sentence
by paragraph."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.memo.ledger import GAP
from assistant.render.findings import finding_label, finding_text
from assistant.render.html.work import addressed_html
from assistant.render.jinja import filled
from assistant.render.labels import source_details
from assistant.render.verification import outcome_text
from assistant.types import Citation
from assistant.verify.same import Difference, difference
from assistant.verify.types import Checked, Outcome, SentenceFinding, Verification

Places = Callable[[SentenceFinding, str], Sequence[Citation]]
"""Where the source that a finding about a sentence names has its words."""

_BADGES: Mapping[Outcome, str] = {
    "fails": "bad",
    "unsourced": "doubt",
    "doubtful": "doubt",
    "nothing checked": "doubt",
    "holds": "good",
}
_SIGNS = {"wrong": "✗", "look at": "!", "OK": "✓", "no source": "–"}
_OPEN = GAP.strip(" :").lower()


@dataclass(frozen=True, slots=True)
class _Finding:
    """A finding with its label, where the source has its words, and how the sentence differs from these."""

    finding: SentenceFinding
    label: str
    citations: Sequence[Citation]
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with its findings; `difference` is that of the first which has one."""

    checked: Checked
    findings: tuple[_Finding, ...]
    difference: Difference | None


def checked_html(checked: Sequence[Checked], places: Places) -> str:
    """The sentences that were found wrong or doubtful by now."""
    return _filled(checked, None, places, {})


def verification_html(
    verification: Verification,
    places: Places,
    noted: Mapping[int, Citation],
    kept: str = "",
    mends: bool = False,
) -> str:
    """The whole verification; `noted` is where what the notes are about stands, by their numbers. It is kept
    under the id `kept`, if at all, and `mends` says whether the memo's words can be put right there: where
    they cannot, as in a PDF, the right ones can be copied."""
    html = _filled(verification.sentences, verification, places, noted, kept, mends=mends and bool(kept))
    return addressed_html(html, f"k={kept}" if kept else "")


def _filled(
    checked: Sequence[Checked],
    verification: Verification | None,
    places: Places,
    noted: Mapping[int, Citation],
    kept: str = "",
    *,
    mends: bool = False,
) -> str:
    found = [_sentence(one, places) for one in checked if one.findings]
    badge, outcome = _outcome(verification) if verification else ("", "")
    return filled(
        "verification",
        verification=verification,
        kept=kept,
        mends=mends,
        numbers=_numbers(verification) if verification else [],
        outcome=outcome,
        badge=badge,
        failed=[one for one in found if one.checked.failed],
        doubtful=[one for one in found if not one.checked.failed],
        paragraphs=_paragraphs(verification.sentences) if verification else [],
        noted=noted,
        signs=_SIGNS,
        finding_text=finding_text,
        details=lambda citation: source_details([citation]),
    )


def _sentence(one: Checked, places: Places) -> _Sentence:
    found = tuple(
        _Finding(
            finding,
            finding_label(finding, one.sentence),
            places(finding, one.sentence),
            difference(one.sentence, finding.instead) if finding.failed and finding.instead else None,
        )
        for finding in one.findings
    )
    return _Sentence(one, found, next((each.difference for each in found if each.difference), None))


def _numbers(verification: Verification) -> list[tuple[int, str, str]]:
    """The check in numbers: how many, of what, and how that is coloured."""
    counts = verification.counts
    looked_at = sum(1 for one in verification.doubtful if not _lacks_source(one))
    bare = len(verification.sentences) - counts["hold"] - counts["failed"] - looked_at
    numbers = [
        (counts["hold"], "OK", "good"),
        (counts["failed"], "wrong", "bad"),
        (looked_at, "to look at", "doubt"),
        (bare, "without a source", "doubt"),
    ]
    return [(count, told, kind if count else "") for count, told, kind in numbers if count or kind != "doubt"]


def _lacks_source(one: Checked) -> bool:
    return any(each.kind in ("unsourced", "unknown source") for each in one.findings)


def open_told(verification: Verification) -> str:
    """How many points of a paper are still to be confirmed; empty where none is."""
    still = sum(one.sentence.lower().count(_OPEN) for one in verification.sentences)
    return f"{still} point{'s' if still > 1 else ''} still to be confirmed" if still else ""


def _outcome(verification: Verification) -> tuple[str, str]:
    """The colour and the words of what the check comes to; what is still to be confirmed is not ready."""
    badge = _BADGES[verification.outcome]
    told = open_told(verification)
    if told and badge != "bad":
        more = outcome_text(verification)
        return "doubt", f"{told}. {more}" if verification.outcome == "unsourced" else told
    if verification.outcome == "holds":
        sound = verification.counts["hold"]
        return badge, f"No errors in the {sound} sourced sentence{'s' if sound > 1 else ''}"
    return badge, outcome_text(verification)


def _paragraphs(sentences: Sequence[Checked]) -> list[tuple[str, list[tuple[str, Checked]]]]:
    """The sentences, each with how it stands, under where their paragraph is."""
    by_paragraph = groupby(sentences, lambda one: one.paragraph)
    return [
        (within[0].where, [(_state(one), one) for one in within])
        for within in (list(group) for _, group in by_paragraph)
    ]


def _state(one: Checked) -> str:
    if one.failed:
        return "wrong"
    if one.findings:
        return "look at"
    return "OK" if one.checked else "no source"
