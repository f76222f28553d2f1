from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.lexicon.printable import plain
from assistant.render.slack import wording
from assistant.render.slack.answer import (
    asked_blocks,
    declined_blocks,
    error_blocks,
    notice_blocks,
    quotes_view,
    rest_blocks,
    sentence_blocks,
    understood_blocks,
)
from assistant.render.slack.text import (
    MOST_IN_ELEMENT,
    Blocks,
    Part,
    divider,
    link,
    notification,
    packed,
    pieces,
    rich,
    words,
)
from assistant.types import STOPPED, Answer, AnswerSentence, Citation, Withheld
from tests.assistant.render.laid_out import (
    ASKS_WHICH,
    BOARD,
    FARES,
    FIGURES,
    LETTER,
    NEAR,
    REPORT,
    SIDES,
    TIMELINE,
    TWO_QUOTES,
    made,
)
from tests.slack.block_kit import problems, view_problems
from tests.slack.sent import sent
from tests.slack.shown import quotes, shown, shown_view

AT = "C1|1754000000.000100|a1"
HOSTILE = (
    "<!channel>",
    "<@U1>",
    "<#C1>",
    "<!subteam^S1>",
    "<https://evil.example|https://bank.example>",
    "*x* _y_ `z`",
    "&amp;",
    "&lt;!channel&gt;",
    "\u202e\u2066",
    "\x00\x1b[2J",
    "\ud800",
    ":tada:",
    "@here",
    "\n\n",
    "<",
    "&",
)
ORDER = Citation(
    1,
    "order",
    "The order",
    "The White House",
    "2025-02-03",
    "executive order",
    "https://example.org/order",
    3,
    4,
    10,
    40,
    "the duty shall",
    "0",
)
AGAIN = replace(ORDER, number=2, start=90, end=120, quote="until March 4", page=7, page_end=None)
NOTE = replace(
    ORDER,
    number=3,
    source="note",
    title="A note",
    kind="op-ed",
    quote="nobody knows",
    page=None,
    page_end=None,
    url="",
)
ANSWER = Answer(
    "a1",
    "Is it paused?",
    "Is the duty paused?",
    "partial",
    (
        AnswerSentence("It says: “the duty shall” and so on.", "supported", 1.0, (1, 2, 3)),
        AnswerSentence("One doubts it.", "supported", 1.0, (3,)),
    ),
    (Withheld("It is 35 percent.", "contradicted", "the quote has 25"),),
    (ORDER, AGAIN, NOTE),
    missing="No passage gives the rate.",
    readings=("the duty of February",),
    follow_ups=("What does the order do?",),
    notices=("The chat model was slow.",),
    model="quotes",
)


def joined(sentences: Sequence[AnswerSentence], citations: Sequence[Citation]) -> Blocks:
    return [block for blocks in sentence_blocks(sentences, citations) for block in blocks]


def whole(answer: Answer) -> Blocks:
    told = joined(answer.sentences, answer.citations)
    return [*told, *understood_blocks(answer), *rest_blocks(answer, AT)]


def elements(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from elements(one)


def presses(blocks: Blocks) -> dict[str, str]:
    return {one["action_id"]: one.get("value", "") for one in elements(blocks) if "action_id" in one}


# An answer --------------------------------------------------------------------------------------------------


def test_a_sentence_has_the_numbers_of_its_sources_in_bold_each_once() -> None:
    ((block,),) = sentence_blocks(ANSWER.sentences[:1], ANSWER.citations)
    (section,) = block["elements"]
    assert [(one["text"], one.get("style")) for one in section["elements"]] == [
        ("It says: “the duty shall” and so on.", None),
        (" ", None),
        ("[1][2]", {"bold": True}),
    ]


def test_an_answer_reads_as_on_the_web_page() -> None:
    assert shown(whole(ANSWER)).split("\n") == [
        "It says: “the duty shall” and so on. [1][2]",
        "One doubts it. [2]",
        "Understood as: Is the duty paused?",
        "Not supported by your documents",
        "It is 35 percent. (contradicted: the quote has 25)",
        "Missing",
        "No passage gives the rate.",
        "Did you mean",
        "the duty of February",
        "The chat model was slow.",
        "Sources",
        "[1] The order (The White House, 3 February 2025, executive order, pp. 3–4, 7)",
        "https://example.org/order",
        "[2] A note (The White House, 3 February 2025, op-ed)",
        "Show quotes | What does the order do?",
        "Helpful | Not helpful",
    ]
    assert len(sent(whole(ANSWER))) == 1


def test_what_failed_the_check_stands_between_lines_across() -> None:
    blocks = rest_blocks(ANSWER, AT)
    assert [one["type"] for one in blocks[:3]] == ["divider", "rich_text", "divider"]
    assert "35" in shown(blocks[1:2]) and "35" not in shown([*blocks[:1], *blocks[2:]])
    only = rest_blocks(Answer("a1", "Q", "Q", "partial", withheld=ANSWER.withheld), AT)
    assert [one["type"] for one in only] == ["divider", "rich_text", "context_actions"]


def test_declined_and_failed_look_different() -> None:
    declined = shown(whole(Answer("a1", "Q", "Q", "abstained", missing="Nothing mentions it.")))
    assert declined.startswith("Not in your documents\nNothing mentions it.")
    assert (
        shown(error_blocks("the key was refused", "check it"))
        == "This did not work\nThe key was refused.\nCheck it."
    )
    assert (
        shown(error_blocks("https://x.example/a.pdf cannot be read"))
        == "This did not work\nhttps://x.example/a.pdf cannot be read."
    )


def test_buttons_say_where_the_answer_is_and_what_to_ask() -> None:
    asked = f"What does the {'very ' * 30}long order do?"
    blocks = rest_blocks(replace(ANSWER, follow_ups=(asked, "Why?", "When?", "Who?", "x" * 2001)), AT)
    assert presses(blocks) == {
        "quotes": AT,
        "follow_up_0": asked,
        "follow_up_1": "Why?",
        "follow_up_2": "When?",
        "feedback": "",
    }
    thumbs = [one["value"] for one in elements(blocks[-1]) if "value" in one]
    assert thumbs == [f"up:{AT}", f"down:{AT}"]


@pytest.mark.parametrize(
    "answer", [replace(ANSWER, id=""), replace(ANSWER, notices=(STOPPED,))], ids=["growing", "stopped"]
)
def test_an_answer_that_is_not_on_record_has_no_buttons(answer: Answer) -> None:
    assert presses(rest_blocks(answer, AT)) == {}


def test_without_quotes_there_is_no_button_for_them() -> None:
    assert set(presses(rest_blocks(Answer("a1", "Q", "Q", "abstained", missing="Nothing."), AT))) == {
        "feedback"
    }


def test_who_asked_is_named_and_what_they_asked_pings_nobody() -> None:
    (block,) = asked_blocks("U7", " asks: ", "<@U1> <!channel>?")
    assert [one["user_id"] for one in elements(block) if one.get("type") == "user"] == ["U7"]
    assert shown([block]) == "@U7 asks: <@U1> <!channel>?"


def test_a_notice_has_paragraphs_and_lines() -> None:
    assert [shown([one]) for one in notice_blocks("One.\nTwo.\n\nThree.")] == ["One.\nTwo.", "Three."]


def test_several_quotes_of_a_document_are_a_list_under_its_name() -> None:
    ((block,),) = sentence_blocks(TWO_QUOTES.sentences, TWO_QUOTES.citations)
    assert [one["type"] for one in block["elements"]] == ["rich_text_section", "rich_text_list"]
    assert shown([block]).split("\n") == [
        f"{BOARD}:",
        f"“{REPORT.quote}” (p. 2) [1]",
        f"“{FARES.quote}” (p. 5) [1]",
    ]


def test_a_heading_stands_once_and_a_day_before_what_is_of_it() -> None:
    assert shown(whole(SIDES)).split("Sources")[0].split("\n")[:5] == [
        "For",
        f"{BOARD}: “{REPORT.quote}” (p. 2) [1]",
        "Against",
        f"“Carta al director” (Diario del Puerto, 10 February 2025) says: “{LETTER.quote}” [2]",
        "(Machine gloss, word for word, not checked: the ship not is safe.)",
    ]
    assert shown(whole(SIDES)).count("Against") == 1
    assert "4 March 2025 — Norwick Harbour Board said:" in shown(whole(TIMELINE)).split("\n")


def test_the_words_that_answer_are_bold() -> None:
    marked = replace(REPORT, marked=((118, 124),))
    answer = made(("", f"{BOARD}: “{marked.quote}”", (marked,)))
    bold = [
        one["text"]
        for one in elements(sentence_blocks(answer.sentences, answer.citations))
        if one.get("style")
    ]
    assert bold == ["41,000", "[1]"]


def test_figures_that_fit_a_telephone_stand_in_columns() -> None:
    assert shown(rest_blocks(FIGURES, AT)).split("\n")[:4] == [
        "Figure  Of what            Period  Source",
        "──────  ─────────────────  ──────  ──────",
        "41,000  people carried     2024    [1]",
        "62%     share of the cost          [1]",
    ]
    assert problems(rest_blocks(FIGURES, AT)) == []


def test_figures_that_do_not_fit_are_a_list() -> None:
    assert FIGURES.table
    first, second = FIGURES.table.rows
    wide = replace(first, cells=("41,000", "people carried over the water in both directions", "2024"))
    blocks = rest_blocks(replace(FIGURES, table=replace(FIGURES.table, rows=(wide, second))), AT)
    assert shown(blocks).split("\n")[:2] == [
        "41,000 (Of what: people carried over the water in both directions; Period: 2024) [1]",
        "62% (Of what: share of the cost) [1]",
    ]


def test_what_may_be_meant_is_a_button_each() -> None:
    assert presses(rest_blocks(ASKS_WHICH, AT)) == {
        "follow_up_0": "What does Ferry Order 7 say?",
        "follow_up_1": "What does Harbour Order 2 say?",
        "feedback": "",
    }
    assert shown(rest_blocks(ASKS_WHICH, AT)).split("\n") == [
        "“The order” may mean any of 2 documents. Which one?",
        "Ferry Order 7 (1 June 2025) | Harbour Order 2 (3 May 2024)",
        "Helpful | Not helpful",
    ]


def test_what_has_no_room_on_a_button_is_told_in_full() -> None:
    long = ("Ferry Order 7, which concerns the last sailing, the fares and the dogs (1 June 2025)", "Another")
    assert long[0] in shown(rest_blocks(replace(ASKS_WHICH, readings=long), AT)).split("\n")


def test_a_refusal_is_told_once_before_what_is_near() -> None:
    assert shown(declined_blocks(NEAR)).split("\n")[0] == wording.DECLINED
    assert "night ferry" not in shown(rest_blocks(NEAR, AT))
    bare = replace(NEAR, sentences=())
    assert declined_blocks(bare) == [] and "night ferry" in shown(rest_blocks(bare, AT))


# The quotes -------------------------------------------------------------------------------------------------


def test_the_modal_has_each_quote_word_for_word_under_its_source_with_its_page() -> None:
    view = quotes_view(ANSWER, {one.sha256 for one in ANSWER.citations})
    assert view_problems(view) == []
    assert shown_view(view).split("\n") == [
        "Quotes",
        "[1] The order",
        "The White House, 3 February 2025, executive order, pp. 3–4, 7",
        "https://example.org/order",
        "pp. 3–4",
        "the duty shall",
        "p. 7",
        "until March 4",
        "[2] A note",
        "The White House, 3 February 2025, op-ed",
        "nobody knows",
        "Close",
    ]
    assert quotes(view["blocks"]) == ["the duty shall", "until March 4", "nobody knows"]


def test_a_modal_without_room_says_how_many_quotes_it_leaves_out() -> None:
    cited = tuple(
        replace(ORDER, number=number, source=f"s{number % 7}", start=number, quote=f"quote {number}")
        for number in range(1, 201)
    )
    view = quotes_view(replace(ANSWER, citations=cited), {one.sha256 for one in cited})
    assert view_problems(view) == []
    assert len(quotes(view["blocks"])) == 99
    assert "101 more quotes not shown" in shown_view(view)


def test_no_quote_is_cut_to_fit() -> None:
    cited = tuple(
        replace(ORDER, number=number, start=number, quote=f"{number} " * 10_000) for number in range(1, 21)
    )
    view = quotes_view(replace(ANSWER, citations=cited), {one.sha256 for one in cited})
    assert view_problems(view) == []
    told = "".join(quotes(view["blocks"]))
    there = [one for one in cited if plain(one.quote) in told]
    assert 0 < len(there) < 20 and sum(len(plain(one.quote)) for one in there) == len(told)
    assert f"{20 - len(there)} more quotes not shown" in shown_view(view)


def test_an_answer_without_quotes_still_has_a_modal() -> None:
    assert view_problems(quotes_view(Answer("a1", "Q", "Q", "abstained", missing="Nothing."), ())) == []


# Whatever a document, a question or a model says ------------------------------------------------------------

TEXTS = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40)), max_size=12).map("".join)
LONG = st.builds(
    lambda piece, times: piece * times,
    st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=20)),
    st.integers(1, 1500),
)
SAID = st.one_of(TEXTS, LONG)
CITATIONS = st.lists(
    st.builds(
        Citation,
        number=st.just(0),
        source=TEXTS,
        title=SAID,
        publisher=TEXTS,
        date=st.just("2025-02"),
        kind=TEXTS,
        url=SAID,
        page=st.none(),
        page_end=st.none(),
        start=st.just(0),
        end=st.just(1),
        quote=SAID,
        sha256=st.just(""),
    ),
    min_size=1,
    max_size=6,
).map(lambda cited: tuple(replace(one, number=number) for number, one in enumerate(cited, start=1)))


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    cited = draw(CITATIONS)
    numbers = st.lists(st.integers(1, len(cited)), max_size=8).map(tuple)
    sentences = st.lists(
        st.builds(AnswerSentence, SAID, st.just("supported"), st.just(1.0), numbers), max_size=6
    ).map(tuple)
    several = st.lists(SAID, max_size=4).map(tuple)
    return Answer(
        "a1",
        draw(SAID),
        draw(SAID),
        draw(st.sampled_from(["answered", "abstained"])),
        draw(sentences),
        tuple(draw(st.lists(st.builds(Withheld, SAID, st.just("partly"), SAID), max_size=3))),
        cited,
        draw(st.builds("Nothing on {}".format, SAID)),
        draw(several),
        draw(several),
        draw(several),
    )


@given(answers())
def test_nothing_that_is_said_breaks_a_limit_or_acts(answer: Answer) -> None:
    blocks = whole(answer)
    sent(blocks)
    view = quotes_view(answer, {one.sha256 for one in answer.citations})
    assert view_problems(view) == []
    kinds = {one.get("type") for one in elements([blocks, view])}
    assert not kinds & {"mrkdwn", "markdown", "user", "usergroup", "channel", "broadcast", "emoji", "image"}
    assert all(one.keys() == {"type", "url"} for one in elements([blocks, view]) if one.get("type") == "link")


@given(answers())
def test_quotes_and_sentences_are_the_very_words(answer: Answer) -> None:
    for one in answer.sentences:
        assert shown_without_breaks(joined([replace(one, citations=())], answer.citations)) == plain(one.text)
    in_order = sorted(
        answer.citations, key=lambda one: [other.source for other in answer.citations].index(one.source)
    )
    view = quotes_view(answer, {one.sha256 for one in answer.citations})
    if "there is no room here" not in shown_view(view):
        assert "".join(quotes(view["blocks"])) == "".join(plain(one.quote) for one in in_order)


def shown_without_breaks(blocks: Blocks) -> str:
    return "".join(one["text"] for one in elements(blocks) if one.get("type") == "text")


@given(SAID, SAID)
def test_an_error_a_notice_and_who_asks_may_hold_anything(one: str, other: str) -> None:
    for blocks in (
        error_blocks(one, other),
        notice_blocks(f"{one}\n\n{other}"),
        asked_blocks("U7", wording.ASKS, one),
    ):
        sent(blocks)


def test_a_sentence_of_20_000_characters_is_split_after_sentences_and_loses_nothing() -> None:
    text = "The duty on goods shall be paused until the fourth of March. " * 330
    messages = sent(joined([AnswerSentence(text, "supported", 1.0, (1,))], [ORDER]))
    assert len(messages) == 3
    assert "".join(shown_without_breaks(one) for one in messages) == f"{plain(text)} [1]"
    assert [shown(one).rstrip()[-1] for one in messages] == [".", ".", "]"]


def test_200_citations_are_all_numbered() -> None:
    cited = [
        replace(ORDER, number=number, source=f"s{number}", title=f"Title {number}")
        for number in range(1, 201)
    ]
    answer = replace(
        ANSWER,
        citations=tuple(cited),
        sentences=(AnswerSentence("All say so.", "supported", 1.0, tuple(range(1, 201))),),
    )
    told = "\n".join(shown(one) for one in sent(whole(answer)))
    assert all(f"[{number}] Title {number} (" in told for number in range(1, 201))
    assert f"All say so. {''.join(f'[{number}]' for number in range(1, 201))}\n" in told


# Pieces and limits ------------------------------------------------------------------------------------------


def test_no_element_holds_what_slack_would_parse() -> None:
    told = [one["text"] for one in words("<!channel> <@U1> a<b &amp; &lt; AT&T R&D; &#60;!here>")]
    assert told == ["<", "!channel> <", "@U1> a<", "b &", "amp; &", "lt; AT&T R&", "D; &", "#60;!here>"]


def test_control_and_bidirectional_characters_are_gone() -> None:
    assert shown_without_breaks(rich(Part(words("a\u202eb\u2066c\x1b\x00d")))) == "abcd"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://x.example/a",
        "//x.example",
        "https://evil.example|https://bank.example",
        "https://x.example/a b",
        "https://x.example/<!channel>",
        f"https://x.example/{'a' * 3000}",
        "x https://x.example",
    ],
)
def test_only_an_address_of_the_web_becomes_a_link(url: str) -> None:
    assert link(url) == []


def test_a_link_shows_where_it_goes() -> None:
    assert link("HTTPS://x.example/a?b=1&c=2") == [{"type": "link", "url": "HTTPS://x.example/a?b=1&c=2"}]


@given(SAID, st.integers(1, 200))
def test_pieces_together_are_the_text(text: str, most: int) -> None:
    found = pieces(text, most)
    assert "".join(found) == text
    assert all(0 < len(one) <= most for one in found)


def test_a_text_is_cut_after_a_sentence_else_between_words() -> None:
    assert pieces("One two. Three four five.", 20) == ["One two. Three four ", "five."]
    assert pieces("One two three. Four five.", 20) == ["One two three. ", "Four five."]
    assert pieces("He said “no more.” And left.", 22) == ["He said “no more.” ", "And left."]
    assert pieces("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


BLOCKS = st.lists(
    st.one_of(st.just(divider()), st.integers(1, 6000).map(lambda size: rich(Part(words("x" * size)))))
).map(lambda groups: [block for group in groups for block in group])


@given(BLOCKS, st.integers(0, 70), st.integers(0, 30))
def test_more_blocks_change_only_the_last_message(blocks: Blocks, short: int, cut: int) -> None:
    blocks = [*blocks, *[block for number in range(short) for block in rich(Part(words(f"line {number}")))]]
    before, after = packed(blocks[:cut]), packed(blocks)
    assert after[: max(0, len(before) - 1)] == before[:-1]
    assert [block for one in after for block in one] == blocks
    assert all(problems(one) == [] for one in after)


def test_a_line_across_goes_with_what_follows_it() -> None:
    blocks = [*rich(Part(words("x" * 9000))), *divider(), *rich(Part(words("y" * 2000)))]
    *before, last = packed(blocks)
    assert all(one[-1]["type"] != "divider" for one in before) and last[0]["type"] == "divider"


def test_a_message_holds_at_most_45_blocks() -> None:
    blocks = [block for number in range(100) for block in rich(Part(words(str(number))))]
    assert [len(one) for one in packed(blocks)] == [45, 45, 10]
    assert packed([]) == []


def test_a_label_stays_with_the_first_line_under_it() -> None:
    first, *rest = rich(
        Part(words("A label", bold=True)),
        Part(words("y" * MOST_IN_ELEMENT), "item"),
        Part(words("z" * 900), "item"),
    )
    assert shown([first]) == f"A label\n{'y' * MOST_IN_ELEMENT}" and shown(rest) == "z" * 900


def test_a_notification_is_escaped() -> None:
    assert (
        notification(notice_blocks("<!channel> <@U1> <https://evil|bank> &amp;"))
        == "&lt;!channel&gt; &lt;@U1&gt; &lt;https://evil|bank&gt; &amp;amp;"
    )


def test_a_notification_is_cut_at_a_sentence_and_never_empty() -> None:
    told = notification(notice_blocks("The duty is paused until March. " * 300))
    assert len(told) <= 3000 and told.endswith("until March.…")
    assert len(notification(notice_blocks("&" * 9000))) <= 3000
    assert notification([]) == notification(divider()) == wording.NOTIFICATION


def test_what_is_pressed_is_not_in_a_notification() -> None:
    told = notification(rest_blocks(ANSWER, AT))
    assert "It is 35 percent." in told and "Helpful" not in told and "https://" not in told


# Wording ----------------------------------------------------------------------------------------------------


def test_all_wording_stands_in_one_module() -> None:
    folder = Path(__file__).resolve().parents[3] / "assistant" / "render" / "slack"
    others = [path for path in sorted(folder.glob("*.py")) if path.name not in ("__init__.py", "wording.py")]
    assert len(others) == 4
    for path in others:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        said = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in notes
            and " " in node.value.strip()
        ]
        assert said == [], path.name


def test_quotes_of_documents_that_may_not_be_read_are_counted_and_not_shown() -> None:
    view = quotes_view(ANSWER, ())
    assert not any(one.quote in shown_view(view) for one in ANSWER.citations)
    assert wording.quotes_withheld(len(ANSWER.citations)) in shown_view(view) and view_problems(view) == []
