"""A small library of laws and speeches, put together block by block, with an embedder that loads no model."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from ingest.library import Library, Original, new_source
from ingest.load.builder import TextBuilder
from ingest.passages import split_passages
from ingest.types import PUBLIC, Metadata
from ingest.view import View
from tests.ingest.libraries import WordEmbeddings

MAY_NOT = "A pilot may not be dismissed on a ground that is one of these—"
REFUSING = "refusing to sail in a storm warning;"
REPORTING = "reporting a fault of the vessel."
LATER = "A pilot shall hold a licence of the second class."
INTO_ANOTHER = "“(c) A pilot who is dismissed may appeal to the harbour court.”"
LAW = Metadata(
    slug="pilots",
    title="Pilots Act 2019",
    publisher="Parliament of Alder",
    date="2019-05-03",
    kind="statute",
)
REPEALED = Metadata(
    slug="tolls",
    title="Decree 29 on tolls",
    publisher="Parliament of Alder",
    date="1978-01-10",
    kind="decree",
    status="repealed on 19 February 2007",
)
DEBATE = Metadata(slug="debate", title="Debate on pilots", date="2021-07-20", kind="transcript")


def law(text: TextBuilder) -> None:
    text.add("Dismissal", "heading")
    lead = text.add(MAY_NOT, "lead-in", place="§ 16(b)")
    text.add(REFUSING, "item", place="§ 16(b)(1)", leads=(lead,))
    text.add(REPORTING, "item", place="§ 16(b)(2)", leads=(lead,))
    text.add(LATER, "provision", place="§ 17", standing="not yet in force")
    amending = text.add("Section 4 of the Harbours Act is amended by adding at the end the following:")
    text.add(INTO_ANOTHER, "provision", place="§ 18", standing="inserted", leads=(amending,))


def decree(text: TextBuilder) -> None:
    text.add("A vessel of more than 12 metres pays a toll of 40 crowns.", "provision", place="Article 3(6)")


def debate(text: TextBuilder) -> None:
    text.add("Mr. LUND.", "speaker")
    text.add("The pilots of the north have not been paid since March.")
    text.add("Ms. OJEDA.", "speaker")
    text.add("The treasury paid every pilot in April.")


def laws(home: Path) -> View:
    """The view of a library of the three documents."""
    return filed(home, ((LAW, law), (REPEALED, decree), (DEBATE, debate)))


def filed(home: Path, papers: Iterable[tuple[Metadata, Callable[[TextBuilder], None]]]) -> View:
    """The view of a library of some documents."""
    library = Library(home, WordEmbeddings(), "words")
    with library.writing():
        for known, write in papers:
            _add(library, known, write)
    return library.whole()


def _add(library: Library, known: Metadata, write: Callable[[TextBuilder], None]) -> None:
    builder = TextBuilder()
    write(builder)
    document = builder.document(replace(known, slug=""))
    data = document.text.encode()
    source = new_source(known, document, data, f"{known.slug}.txt", frozenset((PUBLIC,)))
    original = Original(data, f"{known.slug}.txt")
    library.add(document, split_passages(document, known.slug), original, source)
