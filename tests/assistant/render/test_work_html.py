"""What the page shows of memos, reviews and verifications: nothing that a document says is markup, and
nothing hangs on a colour."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.errors import unforeseen
from assistant.render.html.review import claims_html, review_html
from assistant.render.html.verification import checked_html, verification_html
from assistant.render.html.work import failed_html, progress_html
from assistant.review.types import Assessed, Claim, Omission, OpEd, Review
from assistant.types import Citation
from assistant.verify.types import Checked, Detail, SentenceFinding, Verification
from assistant.workspace.made import Made, Mark

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
    assert "Needs attention 1" in html


def test_a_flagged_claim_can_be_marked_and_answered_where_the_review_is_kept() -> None:
    kept = Made("review", "Tariffs", marks={"1": Mark("agree", "Call the desk")})
    html = review_html(REVIEW, kept)
    assert f'data-address="r={kept.id}"' in html and 'value="Call the desk"' in html
    assert 'data-verdict="agree" aria-pressed="true"' in html
    assert "That is wrong. The record has 25 percent.\n“The duty is 25 percent" in html
    assert 'data-act="judge"' not in review_html(REVIEW)


def test_the_op_ed_stands_beside_with_its_claims_marked() -> None:
    text = f"A headline\n\nAs told: {ASSESSED.claim.text} We shall see."
    start = text.index("The duty")
    claim = replace(ASSESSED.claim, start=start, end=start + len(ASSESSED.claim.text))
    review = replace(REVIEW, op_ed=replace(REVIEW.op_ed, text=text), claims=(replace(ASSESSED, claim=claim),))
    html = review_html(review)
    assert '<p>As told: <a href="#claim-1" id="passage-1" class="passage contradicted"' in html
    assert html.index("<p>A headline</p>") < html.index("As told") < html.index(" We shall see.</p>")


def test_what_needs_no_attention_is_folded() -> None:
    opinion = replace(ASSESSED, claim=replace(ASSESSED.claim, number=2), finding="judgement", against=())
    html = review_html(replace(REVIEW, claims=(opinion, ASSESSED)))
    assert html.index('id="claim-1"') < html.index('<details class="group"') < html.index('id="claim-2"')


def test_claims_without_their_review_have_no_quotes_yet() -> None:
    html = claims_html([ASSESSED])
    assert "Wrong" in html and 'class="quoted"' not in html and "once every claim is assessed" in html


def test_what_is_wrong_stands_before_the_sentences_by_paragraph() -> None:
    html = verification_html(VERIFIED, lambda *_: [CITED], {1: CITED})
    assert (
        html.index("<h3>Wrong</h3>")
        < html.index("Altered number")
        < html.index("Every sentence, by paragraph")
    )
    assert "✓</span> OK" in html and "✗</span> Wrong" in html
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 2


def test_a_note_whose_quote_stands_nowhere_is_no_button() -> None:
    html = verification_html(Verification("", "", (HOLDS,)), lambda *_: [], {})
    assert "note 1" in html and "data-act" not in html and "No errors in the 1 sourced sentence" in html


def test_the_words_that_differ_are_marked_and_can_be_put_back() -> None:
    quote = "The toll on the Holm bridge shall not exceed 4 crowns."
    wrong = SentenceFinding("contradicted", Detail("quote denied"), quote, "note")
    sentence = "It says “the toll on the Holm bridge shall exceed 4 crowns”."
    whole = Verification("", "", (Checked(1, "paragraph 1", sentence, quotes=1, findings=(wrong,)),))
    html = verification_html(whole, lambda *_: [], {}, "ab" * 16, mends=True)
    assert "Words left out" in html and "shall <ins>not</ins> exceed" in html and "<del>" not in html
    assert f'data-new="{quote}"' in html and 'data-old="the toll on the Holm bridge shall exceed' in html
    copied = verification_html(whole, lambda *_: [], {}, "ab" * 16)
    assert "Put back" not in copied and f'data-act="copy" data-text="{quote}"' in copied


def test_a_memo_in_which_something_is_to_be_confirmed_is_not_green() -> None:
    gap = Checked(1, "paragraph 1", "To be confirmed: the decision sought.", checked=False)
    html = verification_html(Verification("", "", (HOLDS, gap)), lambda *_: [], {})
    assert "1 OK</strong>" in html and "0 wrong</strong>" in html and "1 without a source</strong>" in html
    assert 'badge doubt"><span aria-hidden="true">!</span> 1 point still to be confirmed' in html
