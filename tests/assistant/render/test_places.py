"""Where a quote stands, what holds of it, and the words that it completes are in everything that shows it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest

from assistant.paper import Note, Paper, note_text, where
from assistant.render.conversation_paper import conversation_paper
from assistant.render.html.paper import paper_html
from assistant.render.html.review import review_html
from assistant.render.html.transcript import transcript_html
from assistant.render.markdown import answer_markdown, paper_markdown
from assistant.render.slack.answer import quotes_view, sentence_blocks
from assistant.render.slack.work import review_blocks
from assistant.render.terminal import answer_text, review_text
from assistant.review.table import claim_table
from assistant.review.types import Assessed, Claim, OpEd, Review
from assistant.types import Answer, AnswerSentence, Citation, Superseded
from assistant.workspace.conversation_store import Conversation, Exchange

LEAD = "A pilot may not be dismissed on a ground that is one of these—"
ITEM = Citation(
    number=2,
    source="pilots",
    title="Pilots Act 2019",
    publisher="Parliament of Alder",
    date="2019-05-03",
    kind="statute",
    url="",
    page=3,
    page_end=3,
    start=70,
    end=100,
    quote="reporting a fault of the vessel.",
    sha256="ab" * 32,
    place="§ 16(b)(2)",
    standing="not yet in force",
    leads=(LEAD,),
)
BEFORE = replace(ITEM, number=1, start=0, end=len(LEAD), quote=LEAD, place="§ 16(b)", leads=())
ANSWER = Answer(
    "a1",
    "q",
    "q",
    "answered",
    (AnswerSentence(f"The Act provides: “{LEAD} … {ITEM.quote}”", "supported", 1.0, (1, 2)),),
    citations=(BEFORE, ITEM),
)
ONE = replace(ITEM, number=1)
REVIEW = Review(
    "r1",
    OpEd("text", "Pilots", date="2020-01-01"),
    (
        Assessed(
            Claim(1, "Pilots may be dismissed.", "fact", 0, 24), "contradicted", ("It is not so.",), (), (1,)
        ),
    ),
    (),
    (ONE,),
)


def bare(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def kept(answer: Answer) -> Paper:
    return conversation_paper(Conversation().then(Exchange("q", answer)))


SHOWN: dict[str, Callable[[], str]] = {
    "page": lambda: bare(transcript_html(Conversation().then(Exchange("q", ANSWER)))),
    "copied": lambda: answer_markdown(ANSWER).replace("\\", ""),
    "Slack": lambda: json.dumps(quotes_view(ANSWER, {ITEM.sha256}), ensure_ascii=False),
    "exported": lambda: paper_markdown(kept(ANSWER)).replace("\\", ""),
    "printed": lambda: bare(paper_html(kept(ANSWER))),
    "note of a memo": lambda: note_text(ITEM),
    "review in the terminal": lambda: " ".join(review_text(REVIEW).split()),
    "review in the page": lambda: bare(review_html(REVIEW)),
    "review in Slack": lambda: json.dumps(review_blocks(REVIEW), ensure_ascii=False),
    "claim table": lambda: " ".join(next(csv.reader(io.StringIO(claim_table(REVIEW).split("\r\n", 1)[1])))),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_quote_is_shown_with_its_place_and_the_words_that_it_completes(name: str) -> None:
    shown = SHOWN[name]()
    assert f"{LEAD} … {ITEM.quote}" in shown
    assert "§ 16(b)(2), p. 3, not yet in force" in shown


def test_the_terminal_has_the_place_beside_the_page() -> None:
    assert "3 May 2019, statute, § 16(b)(2), p. 3, not yet in force" in " ".join(answer_text(ANSWER).split())


def test_words_that_a_quote_completes_have_no_note_of_their_own() -> None:
    assert [note.citation for note in kept(ANSWER).notes] == [ITEM]
    assert paper_markdown(kept(ANSWER)).count("[^1]") == 2 and "[^2]" not in paper_markdown(kept(ANSWER))


def test_a_note_without_a_place_is_as_before() -> None:
    plain = replace(ITEM, place="", standing="in force", leads=())
    assert note_text(plain) == (
        "Pilots Act 2019, Parliament of Alder, 3 May 2019, p. 3: “reporting a fault of the vessel.”"
    )
    assert Note(1, note_text(plain), plain).citation == plain


@pytest.mark.parametrize(
    ("places", "told"),
    [
        (("§ 16(b)(1)", "§ 16(b)(2)", "§ 16(b)(3)"), "§ 16(b)(1), (2), (3)"),
        (("Article 3", "Article 4"), "Article 3, Article 4"),
        (("§ 2(a)", "§ 3(a)"), "§ 2(a), § 3(a)"),
        (("slide 4", "slide 4"), "slide 4"),
        (
            tuple(f"Article {n}" for n in range(1, 9)),
            "Article 1, Article 2, Article 3, Article 4, Article 5, Article 6, …",
        ),
        ((), ""),
    ],
)
def test_places_are_told_in_short(places: tuple[str, ...], told: str) -> None:
    cited = [replace(ITEM, place=place, page=None, standing="", leads=()) for place in places]
    assert where(cited) == told


@pytest.mark.parametrize(
    ("standing", "told"),
    [
        ("inserted", "inserted into another act"),
        ("quoted", "quoted there from another"),
        ("proposed", "proposed"),
        ("not in force", "not in force"),
        ("in force", ""),
        ("", ""),
    ],
)
def test_what_holds_of_a_quote_is_told_in_words(standing: str, told: str) -> None:
    assert where([replace(ITEM, place="", page=None, standing=standing)]) == told


END = Superseded(
    "harbour-order",
    "Harbour Order 12, On Pilots",
    "Harbour Order 12",
    "2026-02-20",
    "ended",
    "The Pilots Act 2019 is revoked.",
    5,
    36,
    2,
    "cd" * 32,
)
ENDED = replace(ANSWER, citations=(BEFORE, replace(ITEM, superseded=END)))
TOLD = "ended 20 February 2026 by Harbour Order 12"
SAYS_SO: dict[str, Callable[[], str]] = {
    "terminal": lambda: " ".join(answer_text(ENDED).split()),
    "markdown": lambda: answer_markdown(ENDED),
    "slack": lambda: json.dumps(sentence_blocks(ENDED.sentences, ENDED.citations), ensure_ascii=False),
    "word": lambda: paper_markdown(kept(ENDED)),
    "e-mail": lambda: bare(unescape(transcript_html(Conversation().then(Exchange("q", ENDED))))),
}


@pytest.mark.parametrize("shown", SAYS_SO.values(), ids=SAYS_SO.keys())
def test_what_became_of_a_quote_stands_at_it(shown: Callable[[], str]) -> None:
    assert TOLD in shown()
