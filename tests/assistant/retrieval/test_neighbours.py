import pytest

from assistant.lexicon.rules import our_rules
from assistant.retrieval.neighbours import with_sentence_before
from ingest.embed import LOCAL, LocalEmbeddings
from ingest.library import Library, Original, new_source
from ingest.load import load
from ingest.types import Metadata, Passage, Sentence

pytestmark = pytest.mark.model

TEXT = "Snow fell. The tunnel was closed on Monday. It reopened in May. Apples ripen in autumn."
CUTS = [(0, 43), (44, 63), (64, 87)]  # three passages, of which the second opens with “It”


@pytest.fixture
def library(tmp_path):
    document = load(TEXT.encode(), name="minutes.txt", media_type="text/plain")
    source = new_source(
        Metadata(slug="minutes", title="Minutes"),
        document,
        TEXT.encode(),
        "minutes.txt",
        frozenset({"public"}),
    )
    sentences = [(Sentence(0, 10), Sentence(11, 43)), (Sentence(44, 63),), (Sentence(64, 87),)]
    passages = [
        Passage("minutes", n, start, end, TEXT[start:end], sentences=sentences[n])
        for n, (start, end) in enumerate(CUTS)
    ]
    library = Library(tmp_path / "home", LocalEmbeddings(), LOCAL)
    with library.writing():
        library.add(document, passages, Original(TEXT.encode(), "minutes.txt"), source)
    yield library
    library.close()


def stored(library: Library, number: int) -> Passage:
    return next(
        hit.passage
        for hit in library.visible_to().full_text("tunnel reopened apples", 9)
        if hit.passage.number == number
    )


def test_a_passage_that_opens_leaning_back_is_read_with_the_sentence_before_it(library) -> None:
    wide = with_sentence_before(stored(library, 1), library.visible_to(), our_rules())
    assert wide.text == "The tunnel was closed on Monday. It reopened in May." == TEXT[wide.start : wide.end]
    assert [TEXT[one.start : one.end] for one in wide.sentences] == [
        "The tunnel was closed on Monday.",
        "It reopened in May.",
    ]


@pytest.mark.parametrize("number", [0, 2])
def test_others_stay_as_they_are(library, number: int) -> None:
    assert with_sentence_before(stored(library, number), library.visible_to(), our_rules()) == stored(
        library, number
    )
