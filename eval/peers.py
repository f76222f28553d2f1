"""Peers: what two pipelines that many people build would show of the same documents, with the same local
models. Neither writes or declines; what it finds is shown passage by passage, best first.

`langchain` is LangChain's quick start: overlapping pieces of 1,000 characters, the four nearest by their
vectors. `hybrid` is what its users build next: the nearest and the best by BM25, read by a cross-encoder,
which keeps four.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import InMemoryVectorStore

from assistant.models.reranker import rerank
from eval.nuggets import Line, Quoted, Reply, Score, score, words_of
from eval.request_cases import Request
from ingest.view import View

SIZE, OVERLAP = 1000, 200  # characters: the quick start's
SHOWN = 4  # passages: the quick start's
_READ = 10  # passages of each search that the cross-encoder reads
_SEPARATORS = ("\n\n", "\n", " ", "")
_MODEL = "quotes"

Search = Callable[[str], Sequence[Quoted]]
"""The passages for a question, best first."""


def pieces(text: str) -> list[str]:
    """The text in overlapping pieces of at most 1,000 characters, as LangChain's recursive splitter cuts it:
    by the package where that is installed, else by its definition."""
    try:
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ModuleNotFoundError:
        return recursive_pieces(text)
    made: list[str] = RecursiveCharacterTextSplitter(chunk_size=SIZE, chunk_overlap=OVERLAP).split_text(text)
    return made


def recursive_pieces(text: str) -> list[str]:
    """The definition."""
    return list(_cut(text, _SEPARATORS))


def _cut(text: str, separators: Sequence[str]) -> Iterator[str]:
    """Parts at the first separator that the text has, joined up to the size; a part that is too long is cut
    at the next one."""
    place = next(number for number, one in enumerate(separators) if one in text)
    separator, finer = separators[place], separators[place + 1 :]
    short: list[str] = []
    for part in re.split(f"(?={re.escape(separator)})", text) if separator else list(text):
        if len(part) < SIZE:
            short.append(part)
            continue
        yield from _joined(short)
        short = []
        yield from _cut(part, finer) if finer else [part]
    yield from _joined(short)


def _joined(parts: Sequence[str]) -> Iterator[str]:
    """The parts joined up to the size; each piece begins with the end of the one before it."""
    held: list[str] = []
    length = 0
    for part in parts:
        if held and length + len(part) > SIZE:
            yield from _stripped(held)
            while length > OVERLAP or (length and length + len(part) > SIZE):
                length -= len(held.pop(0))
        held.append(part)
        length += len(part)
    yield from _stripped(held)


def _stripped(parts: Sequence[str]) -> list[str]:
    whole = "".join(parts).strip()
    return [whole] if whole else []


def vector_store(view: View, embeddings: Embeddings, kept: Path | None = None) -> InMemoryVectorStore:
    """The pieces of every document with their vectors; kept in a file, and taken from it where it is
    there."""
    if kept is not None and kept.is_file():
        return InMemoryVectorStore.load(str(kept), embeddings)
    store = InMemoryVectorStore(embeddings)
    store.add_documents(
        [
            Document(piece, metadata={"source": source.slug})
            for source in view.sources
            for piece in pieces(view.text(source.slug))
        ]
    )
    if kept is not None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        store.dump(str(kept))
    return store


def searches(store: InMemoryVectorStore, models: str = "") -> dict[str, Search]:
    """Every peer's search."""
    passages = [Quoted(one["metadata"]["source"], one["text"]) for one in store.store.values()]
    best_by_words = _by_words(passages)

    def nearest(question: str, limit: int = SHOWN) -> list[Quoted]:
        found = store.similarity_search(question, k=limit)
        return [Quoted(one.metadata["source"], one.page_content) for one in found]

    def hybrid(question: str) -> list[Quoted]:
        found = list(dict.fromkeys([*nearest(question, _READ), *best_by_words(question)]))
        ranked = zip(rerank(question, [one.words for one in found], models), found, strict=True)
        return [one for _, one in sorted(ranked, key=lambda pair: -pair[0])][:SHOWN]

    return {"langchain": nearest, "hybrid": hybrid}


def _by_words(passages: Sequence[Quoted]) -> Search:
    """BM25 over the passages."""
    index = sqlite3.connect(":memory:")
    index.execute("create virtual table passage using fts5(words, tokenize = 'porter unicode61')")
    index.executemany("insert into passage (words) values (?)", [(one.words,) for one in passages])

    def search(question: str) -> list[Quoted]:
        any_word = " OR ".join(f'"{word}"' for word in words_of(question))
        asked = "select rowid from passage where passage match ? order by rank limit ?"
        rows = index.execute(asked, (any_word, _READ)).fetchall() if any_word else []
        return [passages[number - 1] for (number,) in rows]

    return search


def cut(passages: Sequence[Quoted], words: int) -> list[Quoted]:
    """The passages up to so many words; the last one is cut short."""
    kept = []
    for one in passages:
        ends = [word.end() for word in re.finditer(r"\w+", one.words)]
        if words <= 0:
            break
        kept.append(one if len(ends) <= words else Quoted(one.source, one.words[: ends[words - 1]]))
        words -= len(ends)
    return kept


def reply(passages: Sequence[Quoted]) -> Reply:
    """The passages as an answer, each a sentence that cites itself."""
    lines = tuple(Line(one.words, (one,)) for one in passages)
    return Reply("answered" if lines else "abstained", lines, model=_MODEL)


def score_peers(ours: Sequence[Score], by_name: Mapping[str, Search]) -> dict[str, list[Score]]:
    """The scores of every peer on the same requests, asked after the questions before them, and cut to as
    many words as ours has; `NAME, whole` is all that it shows."""
    found: dict[str, list[Score]] = {}
    for name, search in by_name.items():
        for one in ours:
            started = time.perf_counter()
            passages = search(_asked(one.request))
            seconds = time.perf_counter() - started
            for called, shown in (
                (name, cut(passages, one.reply.words_with_list)),
                (f"{name}, whole", passages),
            ):
                found.setdefault(called, []).append(score(one.request, reply(shown), seconds))
    return found


def _asked(request: Request) -> str:
    """A request for what knows no conversation."""
    return " ".join((*request.history, request.request))
