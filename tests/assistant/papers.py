"""A paper with everything that a paper can have, and with text that would break each kind of file if it were
not escaped."""

from __future__ import annotations

from assistant.paper import Heading, Note, Paper, Paragraph, Table, Text, note_text
from assistant.types import Citation

HOSTILE = (
    "#panic(“x”) $1+1$ ]] *bold* _it_ @ref <label> </p><script>alert(1)</script> &amp; {{ 7 }} \\end | `code`"
    " ~~s~~ [x](javascript:x) // end /* too */ ![i](u)"
)
LETTERS = "Añádase: «éxito» – “ça” ‘va’, Києв ☐ Approve ☒ 5 ≥ 4 € 3½ ﬁ"


def cited(number: int, title: str, quote: str, page: int | None = None) -> Citation:
    return Citation(
        number,
        f"doc-{number}",
        title,
        "Press & Office <of> the #1",
        "2025-02-03",
        "order",
        "",
        page,
        page and page + 1,
        10 * number,
        10 * number + len(quote),
        quote,
        f"{number:x}" * 64,
    )


CITATIONS = (
    cited(1, "Executive Order 14198", "the additional duties shall be\npaused until March 4, 2025", 1),
    cited(2, "A report – «second» edition", HOSTILE),
    cited(3, "Acuerdo", "se añadirán 10.000 efectivos", 7),
)
NOTES = tuple(Note(one.number, note_text(one), one) for one in CITATIONS)
LONG = (
    "The ministry has been asked to say by which date the pause ends, and what it would cost exporters if it"
    " ended without notice."
)


def _row(number: int) -> tuple[tuple[Text, ...], ...]:
    said = (Text("The order says otherwise.", "fact", (1,)), Text("So does the report.", "fact", (2,)))
    return (
        (Text(f"Claim {number}: {LONG}"),),
        (Text("Contradicted." if number % 3 else "Supported."),),
        said if number % 2 else (Text("Nothing found.", "gap"),),
    )


PAPER = Paper(
    title=f"Duties on Mexican goods: what to say {LETTERS}",
    fields=(
        ("To", "The Minister\x07"),
        ("From", "Trade Desk"),
        ("Date", "14 March 2025"),
        ("Subject", f"Subject {HOSTILE}"),
    ),
    marking="OFFICIAL – SENSITIVE #1 [x]",
    draft=True,
    record="20250314-ab12cd",
    notes=NOTES,
    blocks=(
        Heading("Bottom line"),
        Paragraph(
            (
                Text("We recommend that you approve the reply.", "own"),
                Text("The duties are paused, not ended.", "fact", (3, 1)),
            )
        ),
        Paragraph((Text("Approve ☐"), Text("Disapprove ☐"), Text("by 20 March.")), label="Recommendation"),
        Heading("Background"),
        Paragraph(
            (Text("First of the numbered ones.", "fact", (2,)), Text("It says more.", "fact", (1, 2))),
            "numbered",
        ),
        Paragraph((Text(HOSTILE, "fact", (3,)),), "numbered"),
        Heading("Options", 3),
        Paragraph((Text("- not a bullet, 1. not a number.", "own"),)),
        Paragraph((Text(LETTERS, "own"),), "numbered", label="Option A"),
        Paragraph((Text("To be confirmed: what it costs.", "gap"),), "bullet"),
        Paragraph((Text("1. It starts like a list.", "own"),), "bullet", label="For"),
        Paragraph((Text(f"{LONG} {LONG} {LONG}"),)),
        Heading("Claims", 2),
        Table(
            ("Claim", "Verdict", "What the record says | of it"),
            tuple(_row(number) for number in range(1, 15)),
        ),
        Table(("Short", "Also short"), (((Text("a"),), (Text(HOSTILE),)),)),
    ),
    annexes=(
        Heading("Not supported by the documents"),
        Paragraph(
            (
                Text("Five thousand jobs will go.", "failed"),
                Text("(unsupported: no passage gives the number)"),
            ),
            "bullet",
        ),
        Heading("Sources"),
        Table(
            ("Source", "Date", "Document", "SHA-256"),
            tuple(
                (
                    (Text(one.title),),
                    (Text("3 February 2025"),),
                    (Text(one.source),),
                    (Text(one.sha256[:16]),),
                )
                for one in CITATIONS
            ),
        ),
        Paragraph((Text("Record: 20250314-ab12cd"),)),
    ),
)
PLAIN = Paper("", (Paragraph((Text("One line."),)),))
