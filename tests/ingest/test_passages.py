from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.load import load
from ingest.load.builder import TextBuilder
from ingest.passages import MAX_TOKENS, page_at, split_passages
from ingest.tokens import count
from ingest.types import Document, Page, Passage, Role


def check(document: Document, passages: tuple[Passage, ...]) -> None:
    """What holds for the passages of every document."""
    text = document.text
    assert [passage.number for passage in passages] == list(range(len(passages)))
    end = 0
    for passage in passages:
        assert text[end : passage.start].strip() == "", "a visible character is in no passage"
        assert passage.text == text[passage.start : passage.end]
        assert passage.text == passage.text.strip() != ""
        assert passage.sentences
        assert passage.page == passage.sentences[0].page
        assert passage.start <= passage.sentences[0].start and passage.sentences[-1].end == passage.end
        if len(passage.sentences) > 1:
            assert count(passage.text) <= MAX_TOKENS
        end = passage.end
    assert text[end:].strip() == ""

    sentences = [sentence for passage in passages for sentence in passage.sentences]
    assert all(one.end <= other.start for one, other in pairwise(sentences))
    for sentence in sentences:
        quote = text[sentence.start : sentence.end]
        assert quote == quote.strip() != ""
        assert sentence.page == page_at(document.pages, sentence.start)
        assert sentence.page_end == page_at(document.pages, sentence.end - 1)
        if document.pages:
            assert any(
                page.number == sentence.page and page.start <= sentence.start < page.end
                for page in document.pages
            )
            assert any(
                page.number == sentence.page_end and page.start < sentence.end <= page.end
                for page in document.pages
            )
    covered = bytearray(len(text))
    for sentence in sentences:
        for index in range(sentence.start, sentence.end):
            covered[index] += 1
    for block in document.blocks:
        if block.role not in ("heading", "speaker"):
            assert all(
                covered[index] == 1 for index in range(block.start, block.end) if not text[index].isspace()
            )
            # No sentence crosses a block.
            assert all(
                block.start <= one.start and one.end <= block.end
                for one in sentences
                if one.start < block.end and one.end > block.start
            )


def test_every_real_document(real_library: Path) -> None:
    paths = sorted((real_library / "documents").iterdir())
    assert len(paths) > 50
    for path in paths:
        document = load(path.read_bytes(), name=path.name)
        check(document, split_passages(document, path.stem))


WORDS = st.lists(
    st.sampled_from(
        ["cartel", "duty", "U.S.", "No.", "14157.", "Policy.", "¿Qué?", "(a)", "and", "word " * 80]
    ),
    min_size=1,
    max_size=12,
)
ROLES = st.sampled_from(["heading", "speaker", "paragraph", "item", "row"])


@given(st.lists(st.tuples(ROLES, WORDS, st.booleans()), min_size=1, max_size=15))
def test_any_document(blocks: list[tuple[Role, list[str], bool]]) -> None:
    builder = TextBuilder()
    page = 0
    for role, words, new_page in blocks:
        if new_page:
            page += 1
            builder.page(page)
        builder.add(" ".join(words), role)
    document = builder.document()
    check(document, split_passages(document, "any"))


def document(*blocks: tuple[Role, str]) -> Document:
    builder = TextBuilder()
    for role, text in blocks:
        builder.add(text, role)
    return builder.document()


def test_a_passage_bears_its_heading_or_its_speaker() -> None:
    found = split_passages(
        document(
            ("paragraph", "Before any title."),
            ("heading", "Findings"),
            ("paragraph", "Duties rose."),
            ("speaker", "PRESIDENTA:"),
            ("paragraph", "Gracias."),
            ("heading", "End"),
            ("paragraph", "Adiós."),
        ),
        "x",
    )
    assert [(passage.heading, passage.text) for passage in found] == [
        ("", "Before any title."),
        ("Findings", "Findings\n\nDuties rose."),
        ("PRESIDENTA", "PRESIDENTA:\n\nGracias."),
        ("End", "End\n\nAdiós."),
    ]
    assert [len(passage.sentences) for passage in found] == [1, 1, 1, 1]


def test_titles_that_nothing_follows_are_kept() -> None:
    (only,) = split_passages(document(("heading", "One"), ("heading", "Two")), "x")
    assert only.text == "One\n\nTwo"
    *_, last = split_passages(document(("paragraph", "Text."), ("heading", "Annex")), "x")
    assert last.text == "Annex"


def test_a_sentence_over_two_pages_names_both() -> None:
    builder = TextBuilder()
    builder.page(1)
    builder.add("It was signed. The order runs on")
    builder.page(2)
    builder.extend("to the next page. It ends there.")
    (passage,) = split_passages(builder.document(), "x")
    assert [(one.page, one.page_end) for one in passage.sentences] == [(1, 1), (1, 2), (2, 2)]
    assert passage.page == 1


def test_page_at() -> None:
    pages = (Page(3, 0, 10), Page(4, 10, 10), Page(5, 10, 20))
    assert [page_at(pages, offset) for offset in (0, 9, 10, 19)] == [3, 3, 5, 5]
    assert page_at((), 5) is None


def test_a_long_table_becomes_several_passages_of_whole_rows() -> None:
    rows = [("row", f"Country {number} | {number * 1000} tons | Sinaloa") for number in range(60)]
    found = split_passages(document(("heading", "Seizures"), *rows), "x")  # type: ignore[arg-type]
    assert len(found) > 5
    assert sum(len(passage.sentences) for passage in found) == 60
    assert {passage.heading for passage in found} == {"Seizures"}


@pytest.mark.parametrize(
    ("text", "tokens"), [("", 0), ("hello world", 2), ("<|endoftext|>", 7), ("La presidenta", 3)]
)
def test_tokens_are_counted_as_cl100k(text: str, tokens: int) -> None:
    assert count(text) == tokens
