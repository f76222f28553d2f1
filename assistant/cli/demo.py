"""A first look: the sample library asked, a memo written from it and checked, each by its command."""

from __future__ import annotations

import shlex
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from assistant.cli.options import app
from assistant.lexicon.dates import readable_date

_SENTENCE = "What is the maximum sentence for material support to a foreign terrorist organization?"
_STEPS = (
    ("A plain fact", ("ask", _SENTENCE)),
    (
        "A question that two documents answer differently",
        ("ask", "Is the duty on Mexican goods paused or ended?"),
    ),
    ("A question that the library cannot answer", ("ask", "How many agents does the DEA have in Mexico?")),
)
_MEMO = (
    "memo",
    "the additional duties on goods from Mexico",
    *("--to", "The Minister"),
    *("--decision", "approve a hearing"),
)
_WEEKS = 6  # from today to the day by which the memo is needed: one that has passed would make it a draft
_NEXT = """\
== Next
  pincite ingest YOUR-FOLDER                      put your own documents into a library of your own
  pincite ask "YOUR QUESTION"                     answered from them, every sentence with its quote
  pincite library list                            see what is in it
  pincite review YOUR-OP-ED --out response.docx   what its claims are worth, against your documents
  pincite serve                                   the same in a web page
  pincite serve --home {home}   the page, over these samples"""


@app.command()
def demo(
    home: Annotated[
        str,
        typer.Option(
            "--home", metavar="DIR", help="Folder for the sample library (default: a new temporary one)."
        ),
    ] = "",
) -> None:
    """Show what Pincite does, on sample notes in a folder of their own: three questions, a memo, and the memo
    checked. Your own library is not touched."""
    folder = home or tempfile.mkdtemp(prefix="pincite-demo-")
    memo = str(Path(folder) / "memo.docx")
    needed = readable_date((date.today() + timedelta(weeks=_WEEKS)).isoformat())
    steps = (
        ("The sample library", ("ingest", "--bundled")),
        *_STEPS,
        ("A memo", (*_MEMO, "--deadline", needed, "--out", memo)),
        ("The same memo, checked again as an office would before sending it", ("verify", memo)),
    )
    for title, words in steps:
        print(f"== {title}\n$ {_typed(words)}\n", flush=True)
        _run((*words, "--home", folder))
        print(flush=True)
    print(_NEXT.format(home=shlex.quote(folder)))


def _run(words: tuple[str, ...]) -> None:
    """Run a command; one that fails ends the demonstration as it ends itself."""
    try:
        app(words, standalone_mode=False)
    except SystemExit as stop:
        if stop.code:
            raise


def _typed(words: tuple[str, ...]) -> str:
    """A command as a person types it; the folder of the library is left out."""
    return " ".join(("pincite", *(f'"{word}"' if " " in word else word for word in words)))
