"""What the page shows of memos, reviews and verifications: nothing that a document says is markup, and
nothing hangs on a colour."""

from __future__ import annotations

import re

from assistant.errors import unforeseen
from assistant.render.html.review import claims_html, review_html
from assistant.render.html.verification import checked_html, verification_html
from assistant.render.html.work import failed_html, progress_html
from assistant.review.types import Assessed, Claim, Omission, OpEd, Review
from assistant.types import Citation
from assistant.verify.types import Checked, Detail, SentenceFinding, Verification

EVIL = '<img src=x onerror="hurt()">'
CITED = Citation(
    number=1,
    source="note",
    title=f"A note {EVIL}",
    publisher="Office",
    date="2025-02-03",
    kind="note",
    url="",
    page=2,
    page_end=2,
    start=10,
    end=40,
    quote=f"The duty is 25 percent {EVIL}.",
    sha256="ab" * 32,
)
ASSESSED = Assessed(
    Claim(1, f"The duty is 35 percent {EVIL}.", "fact", 0, 30),
    "contradicted",
    ("The record has 25 percent.",),
    (),
    (1,),
)
REVIEW = Review(
    "r", OpEd("", f"Tariffs {EVIL}", author=EVIL), (ASSESSED,), (Omission(3, 1, (EVIL,)),), (CITED,), (EVIL,)
)
WRONG = SentenceFinding("altered number", Detail("quote changed", (EVIL,)), CITED.quote, "note", note=1)
FAILS = Checked(3, f"under {EVIL}", f"The duty is 35 percent {EVIL}.", (1,), 1, findings=(WRONG,))
HOLDS = Checked(2, "paragraph 2", "The duty is paused.", (1,), 1)
VERIFIED = Verification(f"A memo {EVIL}", "", (HOLDS, FAILS))


def test_nothing_that_a_document_or_a_form_says_is_markup() -> None:
    shown = [
        progress_html(EVIL, EVIL),
        failed_html(unforeseen(ValueError(EVIL))),
        claims_html([ASSESSED]),
        review_html(REVIEW),
        checked_html([FAILS], lambda *_: [CITED]),
        verification_html(VERIFIED, lambda *_: [CITED], {1: CITED}),
    ]
    assert not any("<img" in one for one in shown)
    assert sum("&lt;img" in one for one in shown) == 5


def test_a_claim_has_its_finding_in_words_its_quote_and_its_source() -> None:
    html = review_html(REVIEW)
    assert re.search(r'<span aria-hidden="true">✗</span> Wrong</span>', html)
    assert 'data-slug="note" data-start="10" data-end="40" data-page="2"' in " ".join(html.split())
    assert html.index("Nothing in your documents.") < html.index("The duty is 25 percent"), (
        "for stands before against"
    )


def test_claims_without_their_review_have_no_quotes_yet() -> None:
    html = claims_html([ASSESSED])
    assert "Wrong" in html and 'class="sides"' not in html and "once every claim is assessed" in html


def test_what_fails_stands_before_the_sentences_by_paragraph() -> None:
    html = verification_html(VERIFIED, lambda *_: [CITED], {1: CITED})
    assert (
        html.index("<h3>Errors</h3>")
        < html.index("Altered number")
        < html.index("Every sentence, by paragraph")
    )
    assert "✓</span> holds" in html and "✗</span> fails" in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 2


def test_a_note_whose_quote_stands_nowhere_is_no_button() -> None:
    html = verification_html(Verification("", "", (HOLDS,)), lambda *_: [], {})
    assert "note 1" in html and "data-act" not in html and "No errors found" in html
