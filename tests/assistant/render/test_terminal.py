from __future__ import annotations

from dataclasses import replace

from assistant.lexicon.printable import plain
from assistant.render.terminal import answer_text
from assistant.settings import wants_plain_text
from assistant.types import Answer, AnswerSentence, Citation, Withheld
from tests.assistant.render.laid_out import (
    ASKS_WHICH,
    BOARD,
    CAN_DO,
    FARES,
    FIGURES,
    LETTER,
    LISTED,
    NEAR,
    REPORT,
    SIDES,
    TIMELINE,
    TWO_QUOTES,
    made,
)


def answer(**values: object) -> Answer:
    return Answer(**({"id": "1", "question": "q", "standalone_question": "q", "status": "answered"} | values))  # type: ignore[arg-type]


def test_a_document_cannot_steer_the_terminal() -> None:
    assert plain("a\x1b[2Jb\u202ec\r\nd\u200be") == "a[2Jb c d e".replace("b c", "bc").replace("d e", "de")


def test_sentences_failures_and_sources_stand_apart() -> None:
    cited = Citation(
        1, "doc", "A title", "A publisher", "2025-02-01", "statute", "", 3, 4, 0, 5, "quote", "0"
    )
    text = answer_text(
        answer(
            sentences=(AnswerSentence("It says: “quote”", "supported", 1.0, (1,)),),
            withheld=(Withheld("It is so.", "unsupported", "it cites no document"),),
            citations=(cited,),
        )
    )
    shown, failed, sources = (
        text.index("It says: “quote” (pp. 3–4) [1]"),
        text.index("It is so."),
        text.index("[1] A title — A publisher, 1 February 2025"),
    )
    assert shown < text.index("Not supported by your documents") < failed < sources
    assert "pp. 3–4" in text and "it cites no document" in text


def test_a_refusal_says_so() -> None:
    assert (
        answer_text(answer(status="abstained", missing="Nothing on it."))
        == "Not in your documents: Nothing on it."
    )


def shown(answer: Answer, *, bright: bool = False) -> list[str]:
    return answer_text(answer, bright=bright).split("\n\nSources")[0].split("\n")


def test_several_quotes_of_a_document_are_a_list_under_its_name() -> None:
    assert shown(TWO_QUOTES) == [
        f"{BOARD}:",
        f"  · “{REPORT.quote}” (p. 2) [1]",
        f"  · “{FARES.quote}” (p. 5) [1]",
    ]


def test_sentences_stand_under_their_headings() -> None:
    assert shown(SIDES) == [
        "For",
        "───",
        "",
        f"{BOARD}: “{REPORT.quote}” (p. 2) [1]",
        "",
        "Against",
        "───────",
        "",
        f"“Carta al director” (Diario del Puerto, 10 February 2025) says: “{LETTER.quote}” [2]",
        "  (Machine gloss, word for word, not checked: the ship not is safe.)",
        "",
        "Section 2 of Ferry Order 7 (1 June 2025) says: “The last sailing shall leave at 22:00.” (p. 1) [3]",
    ]


def test_a_timeline_has_a_line_a_day() -> None:
    assert [one for one in shown(TIMELINE) if "—" in one] == [
        f"10 February 2025 — “Carta al director” (Diario del Puerto) says: “{LETTER.quote}” [1]",
        "4 March 2025 — Norwick Harbour Board said:",
    ]


def test_words_that_answer_are_bright_only_where_that_is_wanted() -> None:
    marked = replace(REPORT, marked=((118, 124),), quote=REPORT.quote.replace("people", "\ue000people"))
    answer = made(("", f"{BOARD}: “{marked.quote}”", (marked,)))
    assert shown(answer) == [f"{BOARD}: “{REPORT.quote}” (p. 2) [1]"]
    assert shown(answer, bright=True) == [
        f"{BOARD}: “The ferry carried \x1b[1m41,000\x1b[22m people in 2024.” (p. 2) [1]"
    ]


def test_a_user_or_a_terminal_may_want_plain_text() -> None:
    assert wants_plain_text({"NO_COLOR": "1"}) and wants_plain_text({"TERM": "dumb"})
    assert not wants_plain_text({"NO_COLOR": "", "TERM": "xterm"})


def test_figures_stand_in_columns_with_their_sources() -> None:
    assert shown(FIGURES)[4:] == [
        "Figure  Of what            Period  Source",
        "──────  ─────────────────  ──────  ──────",
        "41,000  people carried     2024    [1]",
        "62%     share of the cost          [1]",
    ]


def test_what_a_reader_may_choose_is_numbered() -> None:
    assert shown(ASKS_WHICH) == [
        "“The order” may mean any of 2 documents. Which one?",
        "",
        "  1. Ferry Order 7 (1 June 2025)",
        "  2. Harbour Order 2 (3 May 2024)",
    ]
    assert shown(CAN_DO)[2:] == ["  1. What does Ferry Order 7 say?", "  2. What does Harbour Order 2 say?"]


def test_documents_are_a_list() -> None:
    assert shown(LISTED) == [
        "  · Ferry Order 7 (County Council)",
        "  · Annual report on the Norwick ferry, with accounts (Norwick Harbour Board)",
    ]


def test_a_refusal_comes_before_what_is_near() -> None:
    assert shown(NEAR)[:4] == [
        "Not in your documents: Nothing tells of the night ferry.",
        "",
        "Nearest in the library",
        "──────────────────────",
    ]
    assert answer_text(NEAR).count("night ferry") == 1
