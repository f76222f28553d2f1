"""A verification → HTML for the web page: what fails first, then what to check by hand, then every sentence
by paragraph."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from assistant.render.findings import finding_text
from assistant.render.html.work import addressed_html
from assistant.render.jinja import filled
from assistant.render.labels import source_details
from assistant.render.verification import outcome_text, summary_text
from assistant.types import Citation
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
_SIGNS = {"fails": "✗", "please check": "!", "holds": "✓", "not checked": "–"}


def checked_html(checked: Sequence[Checked], places: Places) -> str:
    """The sentences that were found wrong or doubtful by now."""
    return _filled(checked, None, places, {})


def verification_html(
    verification: Verification, places: Places, noted: Mapping[int, Citation], address: str = ""
) -> str:
    """The whole verification; `noted` is where what the notes are about stands, by their numbers."""
    return addressed_html(_filled(verification.sentences, verification, places, noted), address)


def _filled(
    checked: Sequence[Checked],
    verification: Verification | None,
    places: Places,
    noted: Mapping[int, Citation],
) -> str:
    found = [
        (one, [(finding, places(finding, one.sentence)) for finding in one.findings])
        for one in checked
        if one.findings
    ]
    return filled(
        "verification",
        verification=verification,
        summary=summary_text(verification) if verification else "",
        outcome=outcome_text(verification) if verification else "",
        badge=_BADGES[verification.outcome] if verification else "",
        failed=[one for one in found if one[0].failed],
        doubtful=[one for one in found if not one[0].failed],
        paragraphs=_paragraphs(verification.sentences) if verification else [],
        noted=noted,
        signs=_SIGNS,
        finding_text=finding_text,
        details=lambda citation: source_details([citation]),
    )


def _paragraphs(sentences: Sequence[Checked]) -> list[tuple[str, list[tuple[str, Checked]]]]:
    """The sentences, each with how it stands, under where their paragraph is."""
    by_paragraph = groupby(sentences, lambda one: one.paragraph)
    return [
        (within[0].where, [(_state(one), one) for one in within])
        for within in (list(group) for _, group in by_paragraph)
    ]


def _state(one: Checked) -> str:
    if one.failed:
        return "fails"
    if one.findings:
        return "please check"
    return "holds" if one.checked else "not checked"
