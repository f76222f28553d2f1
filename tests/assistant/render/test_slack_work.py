from __future__ import annotations

from dataclasses import fields, replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.lexicon.printable import plain
from assistant.memo.formats import load_formats
from assistant.memo.types import LintFinding as Remark
from assistant.memo.types import Memo, MemoRequest, Section
from assistant.render.labels import as_sentence
from assistant.render.slack import wording
from assistant.render.slack.work import (
    help_blocks,
    memo_blocks,
    memo_form,
    note_form,
    reports_blocks,
    review_blocks,
    sources_blocks,
)
from assistant.review.types import Assessed, Claim, ClaimFinding, Omission, OpEd, Review
from assistant.types import Citation, Withheld
from ingest.types import FileReport, Source
from tests.slack.block_kit import view_problems
from tests.slack.sent import sent
from tests.slack.shown import quotes, shown

AT = "C1|1754000000.000100|order,note"
HOSTILE = "<!channel> <@U1> <https://evil.example|https://bank.example> *x* &amp; \u202e"
ORDER = Citation(
    1,
    "order",
    "The order",
    "The White House",
    "2025-02-03",
    "executive order",
    "",
    3,
    3,
    10,
    40,
    "the duty shall be paused",
    "0",
)
NOTE = replace(
    ORDER, number=2, source="note", title="A note", date="", quote="nobody knows", page=None, page_end=None
)
MEMO = Memo(
    "m1",
    MemoRequest("The tariffs"),
    "The tariffs on Mexican goods",
    "2025-03-01",
    (Section("Bottom line", ()), Section("Ask", ())),
    (ORDER,),
    gaps=("To be confirmed: the deadline.",),
    withheld=(Withheld("It is 35 percent.", "contradicted", "the quote has 25"),),
    findings=(
        Remark("deadline", "the top", "it does not say by which day", error=True),
        Remark("acronym", "Ask", "IEEPA is not spelt out"),
    ),
    notices=("This memo is not on record: the disk is full.",),
)
SOURCE = Source(
    "order",
    "The order",
    "The White House",
    "",
    "2025-02-03",
    "executive order",
    "",
    "0",
    "order.pdf",
    100,
    3,
    "2026-01-01",
)


def claim(
    number: int, text: str, finding: ClaimFinding, told: tuple[str, ...] = (), **of: tuple[int, ...]
) -> Assessed:
    return Assessed(Claim(number, text, "fact", 0, 1), finding, told, **of)


REVIEW = Review(
    "r1",
    OpEd("…", "A headline", "Ana Ruiz", "The Daily", "2025-02-01"),
    (
        claim(1, "Duties are good.", "judgement"),
        claim(2, "The duty is on.", "overtaken", ("It was paused.",), against=(1,)),
        claim(3, "It rains.", "not in the record"),
        claim(4, "All know it.", "contradicted", ("One does not.",), supports=(1,), against=(2,)),
        claim(5, "It may end.", "not decided", nearest=(2,)),
    ),
    (Omission(3, 1, ("USMCA",)),),
    (ORDER, NOTE),
    notices=("One page could not be read.",),
)


# Memos ------------------------------------------------------------------------------------------------------


def test_a_draft_says_why_and_what_is_to_be_done() -> None:
    assert shown(memo_blocks(MEMO, "tariffs.docx")).split("\n") == [
        "The tariffs on Mexican goods",
        "tariffs.docx: 2 sections, 1 quote, word for word in its source.",
        "Draft, not ready to send: 1 sentence failed the check and the format’s checks found 1 error.",
        "To be confirmed",
        "The deadline.",
        "Not supported by your documents",
        "It is 35 percent. (contradicted: the quote has 25)",
        "Fix before sending",
        "The top: it does not say by which day",
        "Style suggestions",
        "Ask: IEEPA is not spelt out",
        "This memo is not on record: the disk is full.",
    ]
    assert len(sent(memo_blocks(MEMO, "tariffs.docx"))) == 1


def test_a_checked_memo_is_called_so() -> None:
    told = shown(memo_blocks(replace(MEMO, gaps=(), withheld=(), findings=(), notices=()), "tariffs.docx"))
    assert told.split("\n")[2:] == ["Checked"]


# Reviews ----------------------------------------------------------------------------------------------------


def test_a_review_begins_with_what_to_act_on_and_leaves_no_claim_out() -> None:
    assert shown(review_blocks(REVIEW)).split("\n") == [
        "A headline",
        "Ana Ruiz, The Daily, 1 February 2025",
        "5 claims: 1 wrong, 1 out of date, 1 unclear, 1 not in your documents, 1 opinion.",
        "4. Wrong",
        "All know it.",
        "One does not.",
        "For: The order (3 February 2025, p. 3)",
        "the duty shall be paused",
        "Against: A note (undated)",
        "nobody knows",
        "2. Out of date",
        "The duty is on.",
        "It was paused.",
        "Against: The order (3 February 2025, p. 3)",
        "the duty shall be paused",
        "5. Unclear",
        "It may end.",
        "Closest passage: A note (undated)",
        "nobody knows",
        "What it leaves out",
        "The order (3 February 2025, p. 3)",
        "the duty shall be paused",
        "Made in 3 documents: USMCA",
        "Not in your documents: 1 claim",
        "It rains.",
        "Opinion: 1 claim",
        "Duties are good.",
        "One page could not be read.",
    ]
    assert len(sent(review_blocks(REVIEW))) == 1


def test_a_review_without_claims_says_so() -> None:
    told = shown(review_blocks(Review("r1", OpEd("…", "A message"), (), (), ())))
    assert told == f"A message\nundated\n{wording.NO_CLAIMS}"


SAID = st.one_of(st.text(max_size=60), st.sampled_from([HOSTILE, HOSTILE * 120, "word " * 1500, "x" * 7000]))


@given(
    st.lists(
        st.builds(Claim, st.integers(1, 99), SAID, st.just("fact"), st.just(0), st.just(1)), max_size=12
    ),
    SAID,
    st.data(),
)
def test_whatever_a_review_holds_it_is_whole_and_keeps_the_limits(
    claims: list[Claim], quote: str, data: st.DataObject
) -> None:
    numbers = st.lists(st.integers(1, 2), max_size=3).map(tuple)
    several = st.lists(SAID, max_size=2).map(tuple)
    assessed = tuple(
        Assessed(
            one,
            data.draw(st.sampled_from(get_args(ClaimFinding))),
            data.draw(several),
            data.draw(numbers),
            data.draw(numbers),
            data.draw(numbers),
        )
        for one in claims
    )
    cited = (replace(ORDER, quote=quote, title=HOSTILE), NOTE)
    review = Review(
        "r1", OpEd("…", HOSTILE), assessed, (Omission(2, 1, (HOSTILE,)),), cited, notices=(HOSTILE,)
    )
    blocks = review_blocks(review)
    sent(blocks)
    told = "".join(shown(blocks).split())
    assert all("".join(plain(one.text).split()) in told for one in claims)
    shown_quotes = [number for one in assessed for number in quoted(one)] + [1]
    assert sorted("".join(quotes(blocks))) == sorted(
        "".join(plain(review.citation(number).quote) for number in shown_quotes)
    )


def quoted(one: Assessed) -> list[int]:
    decisive = [*one.supports, *one.against]
    return decisive + [number for number in one.nearest if number not in decisive]


def test_a_quote_that_decides_is_not_shown_as_the_nearest_too() -> None:
    review = replace(
        REVIEW, claims=(claim(1, "It is on.", "supported", supports=(1,), nearest=(1, 2)),), omissions=()
    )
    assert quotes(review_blocks(review)) == [ORDER.quote, NOTE.quote]


def test_a_review_of_200_claims_is_sent_in_messages_that_slack_takes() -> None:
    claims = tuple(
        claim(number, f"Claim {number} is that.", "contradicted", ("It is not.",), against=(1, 2))
        for number in range(1, 201)
    )
    messages = sent(review_blocks(replace(REVIEW, claims=claims)))
    told = "\n".join(map(shown, messages))
    assert len(messages) > 5 and all(
        f"{number}. Wrong\nClaim {number} is that.\n" in told for number in range(1, 201)
    )


# Documents --------------------------------------------------------------------------------------------------


def test_documents_are_listed_with_what_is_known_of_them() -> None:
    sources = [SOURCE, replace(SOURCE, title="A note", publisher="", date="", kind="note")]
    assert shown(sources_blocks(sources)).split("\n") == [
        "2 documents",
        "The order (The White House, 3 February 2025, executive order)",
        "A note (undated, note)",
    ]


def test_documents_are_found_by_their_words() -> None:
    sources = [SOURCE, replace(SOURCE, title="A note", kind="note")]
    assert (
        shown(sources_blocks(sources, "NOTE white"))
        == "1 document with “NOTE white”\nA note (The White House, 3 February 2025, note)"
    )
    assert shown(sources_blocks(sources, "february 2025")).startswith("2 documents with “february 2025”\n")
    assert shown(sources_blocks(sources, "<!channel>")) == "No document with “<!channel>”"
    assert shown(sources_blocks([])) == wording.NO_DOCUMENTS


def test_a_long_list_says_how_many_more_there_are() -> None:
    messages = sent(sources_blocks([replace(SOURCE, title=f"Order {number}") for number in range(1000)]))
    told = "\n".join(map(shown, messages))
    assert (
        told.startswith("1000 documents\nOrder 0 (") and "940 more not shown. Add a word of the title" in told
    )
    assert len(messages) <= 2


READ = FileReport("/tmp/x/order.pdf", "stored", "order", 12, warnings=("two pages have no text",))
REFUSED = FileReport(
    "deed.docx", "refused", reason="it has a password", hint="remove it and drop the file again"
)


def test_what_became_of_each_file_is_told_with_what_helps() -> None:
    reports = [
        READ,
        REFUSED,
        FileReport("b.txt", "unchanged", "b"),
        FileReport("c.txt", "replaced", "c", 1),
        FileReport("d.bin", "skipped", reason="empty"),
    ]
    assert shown(reports_blocks(reports, AT, False)).split("\n") == [
        "order.pdf: read, 12 passages.",
        "Two pages have no text.",
        "deed.docx: refused: it has a password.",
        "Remove it and drop the file again.",
        "b.txt: already here, unchanged.",
        "c.txt: read, 1 passage, replacing the earlier version.",
        "d.bin: skipped: empty.",
        wording.THREAD_ONLY,
    ]


def test_only_what_was_read_can_be_added_by_who_may() -> None:
    *_, last = sent(reports_blocks([READ], AT, True))[0]
    (button,) = last["elements"]
    assert (button["action_id"], button["value"]) == ("add_to_library", AT) and button["confirm"]["text"][
        "text"
    ] == wording.ADD_CONSEQUENCE
    for blocks in (reports_blocks([READ], AT, False), reports_blocks([REFUSED], AT, True)):
        assert not [one for one in blocks if one["type"] == "actions"]
    assert wording.THREAD_ONLY not in shown(reports_blocks([REFUSED], AT, True))


@given(SAID, SAID, SAID)
def test_whatever_a_file_a_document_or_a_memo_is_called_the_limits_are_kept(
    one: str, other: str, third: str
) -> None:
    sent(
        reports_blocks(
            [
                FileReport(one, "refused", reason=other, hint=third, warnings=(third,)),
                FileReport(one, "stored", warnings=(other,)),
            ],
            AT,
            True,
        )
    )
    sent(sources_blocks([replace(SOURCE, title=one, publisher=other, kind=third)] * 3, one))
    remarks = (Remark("x", one, other, error=True), Remark("x", third, one))
    sent(
        memo_blocks(
            replace(
                MEMO,
                title=one,
                gaps=(other,),
                withheld=(Withheld(third, "partly", one),),
                findings=remarks,
                notices=(other,),
            ),
            third,
        )
    )
    sent(help_blocks(one))
    assert (
        view_problems(memo_form([replace(load_formats()["bluf"], title=one, about=other)], AT, third)) == []
    )


# Help and forms ---------------------------------------------------------------------------------------------


def test_help_names_every_command_after_what_else_is_said() -> None:
    told = shown(help_blocks("I do not know “foo”."))
    assert told.startswith("I do not know “foo”.\n")
    assert all(f"/pincite {one}" in told for one in ("ask", "memo", "review", "sources", "help"))
    assert len(sent(help_blocks())) == 1


def test_the_fields_of_the_memo_form_are_those_of_a_request() -> None:
    view = memo_form(list(load_formats().values()), AT, f"Tariffs\n{'x' * 400}")
    assert view_problems(view) == []
    assert (view["callback_id"], view["private_metadata"]) == ("memo", AT)
    named = {one["block_id"]: one["element"] for one in view["blocks"]}
    assert named.keys() <= {one.name for one in fields(MemoRequest)} and {
        one["action_id"] for one in named.values()
    } == set(named)
    assert [one["block_id"] for one in view["blocks"] if not one["optional"]] == ["topic", "format"]
    assert named["format"]["initial_option"]["value"] == "bluf"
    assert named["topic"]["initial_value"] == f"Tariffs {'x' * 292}"


def test_a_format_that_the_office_adds_can_be_chosen() -> None:
    bluf = load_formats()["bluf"]
    view = memo_form(
        [
            replace(bluf, name="house", title="House note"),
            replace(bluf, name="n" * 151),
            replace(bluf, name="plain", title=" "),
        ],
        AT,
    )
    assert view_problems(view) == []
    (options,) = [one["element"]["options"] for one in view["blocks"] if one["block_id"] == "format"]
    assert [(one["value"], one["text"]["text"]) for one in options] == [
        ("house", "House note"),
        ("plain", "plain"),
    ]


def test_the_note_form_has_one_field_that_may_stay_empty() -> None:
    view = note_form(AT)
    assert view_problems(view) == []
    (field,) = view["blocks"]
    assert (view["callback_id"], view["private_metadata"], field["block_id"], field["optional"]) == (
        "note",
        AT,
        "note",
        True,
    )


# Wording ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("the key was refused", "The key was refused."),
        ("Is it?", "Is it?"),
        ("", ""),
        ("it says “no”", "It says “no”"),
        ("bluf.toml: it is missing", "bluf.toml: it is missing."),
        ("https://x.example is gone", "https://x.example is gone."),
        ("/pincite ask", "/pincite ask."),
        ("12 files", "12 files."),
    ],
)
def test_an_error_is_told_as_a_sentence(said: str, told: str) -> None:
    assert as_sentence(said) == told
