"""A document's text → passages of whole sentences, with exact offsets and page numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache, partial

from ingest.sentences import split_sentences
from ingest.tokens import count
from ingest.types import Block, Document, Lead, Page, Passage, Sentence

# Chosen by measurement (eval/LOG.md): the reranker's time grows with length, and a passage of a few sentences
# is about one thing.
MAX_TOKENS = 128
SPLITTER = f"sentences-5/{MAX_TOKENS}"
"""What a library remembers of how its passages were cut; change it with any rule that moves an offset."""

_NOT_SPOKEN = frozenset(("note", "quoted"))
"""The roles of what stands within a speech and is not the speaker's."""


@dataclass(frozen=True, slots=True)
class _Section:
    heading: str
    start: int
    sentences: tuple[Sentence, ...]


def split_passages(document: Document, slug: str) -> tuple[Passage, ...]:
    """The document's passages in order. Every character that is not white space stands in exactly one; titles
    and speakers' names belong to a passage's span and are not among its sentences."""
    passages: list[Passage] = []
    for section in _sections(document):
        start = section.start
        for group in _groups(document.text, section.start, section.sentences):
            end = group[-1].end
            passages.append(
                Passage(
                    slug,
                    len(passages),
                    start,
                    end,
                    document.text[start:end],
                    section.heading,
                    group[0].page,
                    tuple(group),
                )
            )
            start = end
            while start < len(document.text) and document.text[start].isspace():
                start += 1
    return tuple(passages)


def _sections(document: Document) -> Iterator[_Section]:
    """Runs of sentences under one heading or of one speaker; a run of headings opens the section that follows
    it."""
    title, speaker, said_by = "", "", ""
    lead = cache(partial(_lead, document))  # many items complete one
    start: int | None = None
    sentences: list[Sentence] = []
    for block in document.blocks:
        words = document.text[block.start : block.end]
        opens = block.role in ("heading", "speaker")
        by = block.speaker or ("" if block.role in _NOT_SPOKEN else speaker)
        if sentences and start is not None and (opens or by != said_by):
            yield _Section(said_by or title, start, tuple(sentences))
            start, sentences = None, []
        if opens:
            title, speaker = (
                (words, "") if block.role == "heading" else (title, block.speaker or words.rstrip(":"))
            )
        else:
            sentences.extend(_sentences(document, block, by, lead))
        said_by = speaker if opens else by
        start = block.start if start is None else start
    if start is not None:
        # Titles that nothing follows are kept, so that no text is lost to search.
        last = document.blocks[-1]
        yield _Section(
            said_by or title,
            start,
            tuple(sentences) or tuple(_sentences(document, replace(last, leads=()), "", lead)),
        )


def _sentences(
    document: Document, block: Block, speaker: str, lead: Callable[[int], Lead]
) -> Iterator[Sentence]:
    leads = tuple(map(lead, block.leads))
    # A row of a table is one sentence, whatever full stops stand in its heads.
    spans = (
        [(block.start, block.end)]
        if block.role in ("row", "heading", "speaker")
        else split_sentences(document.text, block.start, block.end)
    )
    for start, end in spans:
        yield Sentence(
            start,
            end,
            page_at(document.pages, start),
            page_at(document.pages, end - 1),
            block.role,
            block.place,
            speaker,
            block.standing,
            leads,
        )


def _lead(document: Document, number: int) -> Lead:
    """What of a block its items complete: its last sentence."""
    block = document.blocks[number]
    start, end = list(split_sentences(document.text, block.start, block.end))[-1]
    return Lead(start, end, document.text[start:end], page_at(document.pages, start), block.place)


def page_at(pages: tuple[Page, ...], offset: int) -> int | None:
    """The number of the page on which the character at `offset` stands, or None where there are no pages."""
    if not pages:
        return None
    return pages[max(0, bisect_right(pages, offset, key=lambda page: page.start) - 1)].number


def _groups(text: str, start: int, sentences: tuple[Sentence, ...]) -> Iterator[list[Sentence]]:
    """Runs of sentences within the budget, in which the titles before them and the blanks between them
    count."""
    group: list[Sentence] = []
    tokens = 0
    for sentence in sentences:
        size = count(text[start : sentence.end])
        if group and tokens + size > MAX_TOKENS:
            yield group
            group, tokens = [], 0
        group.append(sentence)
        tokens += size
        start = sentence.end
    if group:
        yield group
