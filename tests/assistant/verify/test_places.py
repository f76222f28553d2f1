"""Where the notes of a paper lead: to their own quotes, or to those in the text before them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.build import open_library
from assistant.lexicon.rules import our_rules
from assistant.settings import Settings
from assistant.verify.places import noted
from assistant.verify.read import paper_of
from ingest.folders import Input
from ingest.pipeline import ingest
from ingest.types import Metadata
from ingest.view import View

pytestmark = pytest.mark.model

RISE = "The toll on the western pier rose to £4 in May."
NOBODY = "Nobody on the island was told of the rise before June."
WINTER = "The harbour stays open to ferries all winter."
BOATS = "Twelve boats left the harbour on the first morning."
OF_TOLLS, OF_BOATS = "Tolls on the pier, 3 May 2024", "Boats of the first morning, 3 May 2024"


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    folder: Path = tmp_path_factory.mktemp("places")
    library = open_library(Settings(home=str(folder / "home")), create=True)
    for slug, title, text in (
        ("tolls-on-the-pier", "Tolls on the pier", f"{RISE} {NOBODY} {WINTER}"),
        ("boats-of-the-morning", "Boats of the first morning", BOATS),
    ):
        path = folder / f"{slug}.md"
        path.write_text(f"# {title}\n\n{text}\n", encoding="utf-8")
        ingest([Input(str(path), Metadata(slug=slug, title=title, date="2024-05-03"))], library)
    yield library.visible_to()
    library.close()


@pytest.mark.parametrize(
    ("body", "notes", "leads"),
    (
        ("The toll rose.[^1]", (f"{OF_TOLLS}: “{RISE}”",), {1: RISE}),
        (f"It says: “{NOBODY}”[^1]", (OF_TOLLS,), {1: NOBODY}),
        (
            f"“Tolls on the pier” says: “{WINTER}” “{RISE}”[^1][^2] It says too: “{NOBODY}”[^3]",
            (OF_TOLLS, OF_TOLLS, OF_TOLLS),
            {1: WINTER, 2: RISE, 3: NOBODY},
        ),
        (f"It says: “{RISE}” “{BOATS}”[^1][^2]", (OF_BOATS, OF_TOLLS), {1: BOATS, 2: RISE}),
        (f"It says: “{RISE}”[^1]\n\nBoats left.[^2]", (OF_TOLLS, OF_TOLLS), {1: RISE}),
        (f"It says: “{RISE}”[^1]", (OF_BOATS,), {}),
    ),
    ids=(
        "a note's own quote",
        "the quote before a note without one",
        "notes after several quotes, in their order",
        "each note to what its document has",
        "no quote of another paragraph",
        "no quote of another document",
    ),
)
def test_a_note_leads_to_its_quote_or_to_the_one_before_it(
    view: View, body: str, notes: tuple[str, ...], leads: dict[int, str]
) -> None:
    listed = "\n".join(f"[^{number}]: {note}" for number, note in enumerate(notes, 1))
    paper = paper_of(f"# Tolls\n\n{body}\n\n{listed}\n".encode(), "memo.md")
    found = noted(paper, view, our_rules())
    assert {number: one.quote.rstrip(".") for number, one in found.items()} == {
        number: quote.rstrip(".") for number, quote in leads.items()
    }
