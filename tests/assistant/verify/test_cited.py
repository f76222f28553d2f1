"""Which of a library's documents a text means when it refers to an instrument."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.build import open_library
from assistant.lexicon.rules import our_rules
from assistant.settings import Settings
from assistant.verify.cited import named_instruments, read_note
from assistant.verify.documents import CitedDocuments
from ingest.folders import collect
from ingest.pipeline import ingest
from ingest.types import EVERYBODY

pytestmark = pytest.mark.model

TITLES = {
    "order": "Executive Order 14157, On Barns",
    "support": "18 U.S.C. 2339A and 2339B, On Support",
    "data": "Regulation (EU) 2016/679 of the European Parliament and of the Council",
    "rights": "Human Rights Act 1998",
    "bill": "S. 367, A Bill on Barns",
    "council": "Security Council resolution 1373 (2001)",
    "leyes": "Ley 39/2015, de 1 de octubre",
    "note": "A note on barns",
}


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CitedDocuments]:
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("documents")
    for name, title in TITLES.items():
        text = f"---\ntitle: {title}\ndate: 2025-01-05\n---\n\nBarns of the kind {name} are closed.\n"
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    library = open_library(Settings(), home, create=True)
    ingest(collect([str(folder)]), library)
    yield CitedDocuments(library.visible_to(EVERYBODY), our_rules())
    library.close()


@pytest.mark.parametrize(
    "text, slugs",
    [
        ("See E.O. 14157, sec. 2.", {"order"}),
        ("See Exec. Order No. 14,157.", {"order"}),
        ("as section 2339B(a)(1) of title 18, United States Code, has it", {"support"}),
        ("Art. 6(1)(a) of Regulation (EU) 2016/679", {"data"}),
        ("Human Rights Act 1998, s. 3", {"rights"}),
        ("S.367 and S/RES/1373 (2001)", {"bill", "council"}),
        ("el artículo 5.1 de la Ley 39/2015", {"leyes"}),
        ("Executive Order 14158; 18 U.S.C. 2331; H.R. 367; Directive 2016/679", set()),
        ("the barns of 14157", set()),
    ],
)
def test_an_instrument_is_known_in_whatever_form(
    documents: CitedDocuments, text: str, slugs: set[str]
) -> None:
    assert {one.slug for one in named_instruments(text, documents)} == slugs


def test_a_note_means_the_document_that_it_refers_to(documents: CitedDocuments) -> None:
    assert read_note("UNSCR 1373, p. 2", documents).slugs == ("council",)
    assert read_note("Reg. (EU) 2016/679, art. 5", documents).slugs == ("data",)
