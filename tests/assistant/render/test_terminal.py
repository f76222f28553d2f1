from __future__ import annotations

from assistant.lexicon.printable import plain
from assistant.render.terminal import answer_text
from assistant.types import Answer, AnswerSentence, Citation, Withheld


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
