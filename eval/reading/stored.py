"""What is stored of a file, with everything that a reader sees beside its words; no model is run."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from langchain_core.embeddings import Embeddings

from assistant.drafting.introductions import introduction
from assistant.lexicon.rules import our_rules
from assistant.types import Evidence
from ingest.folders import collect
from ingest.library import Library
from ingest.pipeline import ingest
from ingest.types import Passage, Sentence, Source

_NOT_TOLD = ("path", "slug", "sha256", "access", "characters", "page_count", "added")


@dataclass(frozen=True, slots=True)
class Quotable:
    """A sentence that may be quoted: its words, its block's, the introduction that it would get, and what
    else every front end shows with it."""

    words: str
    block: str
    introduction: str
    shown: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as it is stored; `refused` says why it is not."""

    refused: str = ""
    text: str = ""
    quotable: tuple[Quotable, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    notices: str = ""


class _Flat(Embeddings):
    """Vectors that mean nothing."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[1.0, 0.0] for _ in texts]

    def embed_query(self, text: str) -> list[float]:
        return [1.0, 0.0]


@contextmanager
def reading_library() -> Iterator[Library]:
    """A library to read files into, one after the other."""
    with tempfile.TemporaryDirectory(prefix="pincite-eval-") as home:
        library = Library(Path(home), _Flat(), "flat")
        try:
            yield library
        finally:
            library.close()


def stored(path: Path, library: Library) -> Stored:
    """The file as the whole pipeline stores it. The library is empty before and after: a file is not to be
    told from one before it."""
    report = ingest(collect([str(path)]), library)[0]
    if report.outcome != "stored":
        return Stored(refused=report.reason)
    view = library.whole()
    source, text = view.source(report.slug), view.text(report.slug)
    quotable = tuple(
        _quotable(source, passage, sentence, text)
        for passage in view.passages(report.slug)
        for sentence in passage.sentences
    )
    told = {key: value for key, value in asdict(source).items() if key not in _NOT_TOLD}
    notices = "\n".join((*report.warnings, *view.notes(report.slug)))
    with library.writing():
        library.remove(report.slug)
    # A title that is the file's name was found nowhere in it.
    title = "" if source.title == source.slug else source.title
    return Stored("", text, quotable, {**told, "title": title}, notices)


def _quotable(source: Source, passage: Passage, sentence: Sentence, text: str) -> Quotable:
    words = text[sentence.start : sentence.end]
    start, end = text.rfind("\n", 0, sentence.start) + 1, (text + "\n").find("\n", sentence.end)
    said = introduction(Evidence(source, passage, sentence, words), our_rules())
    # A title names no speaker, and its marks are not the text's.
    said = said.replace(f"“{source.title}”", "")
    leads = (lead.text for lead in sentence.leads)
    shown = (passage.heading, sentence.place, sentence.standing, sentence.speaker, *leads)
    return Quotable(words, text[start:end], said, "\n".join(shown))
