"""Answers of each kind, made by hand about a ferry that does not exist, for the tests of all front ends."""

from __future__ import annotations

from dataclasses import replace

from assistant.types import Answer, AnswerSentence, Citation, Listed, RequestKind, Table, TableRow

REPORT = Citation(
    number=1,
    source="ferry-report",
    title="Annual report on the Norwick ferry, with accounts",
    publisher="Norwick Harbour Board",
    date="2025-03-04",
    kind="agency report",
    url="https://example.org/report",
    page=2,
    page_end=None,
    start=100,
    end=140,
    quote="The ferry carried 41,000 people in 2024.",
    sha256="a",
)
FARES = replace(REPORT, start=300, end=333, quote="Fares covered 62% of what it cost", page=5)
ORDER = replace(
    REPORT,
    source="ferry-order",
    title="Ferry Order 7",
    publisher="County Council",
    date="2025-06-01",
    kind="order",
    quote="The last sailing shall leave at 22:00.",
    start=40,
    end=78,
    page=1,
    url="",
    place="Section 2",
    sha256="b",
)
LETTER = replace(
    REPORT,
    source="carta",
    title="Carta al director",
    publisher="Diario del Puerto",
    date="2025-02-10",
    kind="letter",
    quote="El barco no es seguro.",
    start=5,
    end=27,
    page=None,
    url="",
    gloss="the ship not is safe.",
    sha256="c",
)


def made(
    *told: tuple[str, str, tuple[Citation, ...]], kind: RequestKind = "fact", as_table: bool = False
) -> Answer:
    """An answer of sentences, each a heading, a text and what it cites; the citations are numbered as the
    program does."""
    numbered: dict[tuple[str, int, int], Citation] = {}
    for _, _, cited in told:
        for one in cited:
            place = (one.source, one.start, one.end)
            numbered.setdefault(place, replace(one, number=len(numbered) + 1))
    sentences = (
        AnswerSentence(
            text,
            "supported",
            1.0,
            tuple(numbered[one.source, one.start, one.end].number for one in cited),
            heading,
        )
        for heading, text, cited in told
    )
    return Answer(
        "a1",
        "What of the ferry?",
        "What of the ferry?",
        "answered",
        tuple(sentences),
        citations=tuple(numbered.values()),
        kind=kind,
        as_table=as_table,
    )


BOARD = "Norwick Harbour Board said on 4 March 2025"
TITLED = "“Carta al director” (Diario del Puerto, 10 February 2025) says"
TWO_QUOTES = made(("", f"{BOARD}: “{REPORT.quote}” “{FARES.quote}”", (REPORT, FARES)))
"""Two quotes of one document under one attribution."""
SIDES = made(
    ("For", f"{BOARD}: “{REPORT.quote}”", (REPORT,)),
    ("Against", f"{TITLED}: “{LETTER.quote}”", (LETTER,)),
    ("Against", f"Section 2 of Ferry Order 7 (1 June 2025) says: “{ORDER.quote}”", (ORDER,)),
    kind="arguments",
)
BESIDE = replace(SIDES, as_table=True, kind="positions")
TIMELINE = made(
    ("10 February 2025", f"{TITLED}: “{LETTER.quote}”", (LETTER,)),
    ("4 March 2025", f"{BOARD}: “{REPORT.quote}” “{FARES.quote}”", (REPORT, FARES)),
    kind="timeline",
)
FIGURES = replace(
    TWO_QUOTES,
    kind="figures",
    table=Table(
        ("Figure", "Of what", "Period"),
        (TableRow(("41,000", "people carried", "2024"), 1), TableRow(("62%", "share of the cost", ""), 2)),
    ),
)
LISTED = Answer(
    "a1",
    "Which documents do we hold?",
    "Which documents do we hold?",
    "answered",
    documents=tuple(
        Listed(one.source, one.title, one.publisher, one.date, one.kind, f"{one.title} ({one.publisher})")
        for one in (ORDER, REPORT)
    ),
    kind="catalogue",
)
ASKS_WHICH = Answer(
    "a1",
    "What does the order say?",
    "What does the order say?",
    "clarify",
    readings=("Ferry Order 7 (1 June 2025)", "Harbour Order 2 (3 May 2024)"),
    follow_ups=("What does Ferry Order 7 say?", "What does Harbour Order 2 say?"),
    notices=("“The order” may mean any of 2 documents. Which one?",),
)
CAN_DO = replace(
    ASKS_WHICH,
    status="capabilities",
    kind="capabilities",
    readings=(),
    notices=("Pincite answers questions from the 2 documents of this library.",),
)

NEAR = replace(
    TWO_QUOTES,
    status="abstained",
    sentences=tuple(replace(one, heading="Nearest in the library") for one in TWO_QUOTES.sentences),
    missing="Nothing tells of the night ferry.",
)
"""A refusal with what comes near."""
