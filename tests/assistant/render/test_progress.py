"""What is said of an answer while it is made."""

from __future__ import annotations

from dataclasses import replace

from lxml import html

from assistant.render.html.progress import Progress
from assistant.render.html.transcript import transcript_html
from assistant.types import AnswerSentence
from assistant.workspace.conversation_store import Conversation, Exchange
from assistant.workspace.conversations import nothing_yet

SEARCHED = Progress(2).then("understand", 200).then("retrieve", 1250)


def reading(progress: Progress, *, sentences: int = 0) -> list[str]:
    """What stands in the line on the progress, with what is hidden in it at first."""
    said = tuple(AnswerSentence("It sails at noon.", "supported", 1.0, ()) for _ in range(sentences))
    growing = replace(nothing_yet("When does the ferry sail?"), sentences=said)
    page = html.fromstring(
        transcript_html(Conversation().then(Exchange("q", growing)), documents=9, progress=progress)
    )
    return [
        " ".join("".join(map(str, one.itertext())).split()) for one in page.iterfind(".//p[@class='reading']")
    ]


def test_the_steps_are_told_with_how_long_each_took() -> None:
    assert reading(Progress(1)) == ["Searching 1 document"]
    assert reading(Progress(2).then("understand", 200)) == ["Searching 2 documents"]
    assert reading(SEARCHED) == ["Searching 2 documents ✓ 1.4 s · Checking the quotes"]
    assert reading(Progress(2).waiting("1 job before yours")) == ["Waiting: 1 job before yours"]


def test_more_is_said_to_come_below_what_is_there() -> None:
    page = reading(SEARCHED, sentences=1)
    assert page == ["Searching 2 documents ✓ 1.4 s · Checking the quotes"]


def test_quotes_are_offered_where_a_chat_model_writes() -> None:
    written = Progress(2, writes=True).then("retrieve", 1000)
    [told] = reading(written)
    assert "Writing, and checking each sentence" in told and "Show quotes instead" in told
    assert not any("quotes instead" in one for one in reading(Progress(2, writes=True)) + reading(SEARCHED))
