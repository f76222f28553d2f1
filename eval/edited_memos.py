"""The memos that `eval.verify` edits: what they say, how they are laid out, and a library some of whose
documents gave way to others."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from assistant.build import open_library
from assistant.drafting.introductions import introduction
from assistant.drafting.quotes import is_quotable
from assistant.lexicon.rules import our_rules
from assistant.paper import Heading, Note, Paper, Paragraph, Table, Text
from assistant.settings import Settings
from assistant.types import Evidence
from eval.edits import Line
from eval.statements import Statement, evidence_for
from ingest.folders import Input
from ingest.library import Library
from ingest.pipeline import ingest
from ingest.types import Metadata
from ingest.view import View

REWRITTEN = "rewritten"
"""What a line is called into which a person, not a rule, put an error."""

_PAGED = 6  # lines of a document with pages
_REPLACED = 4  # documents


def memo_lines(statements: Sequence[Statement], view: View) -> list[Line]:
    """The lines of the memos: each statement, and for each quote what the quote drafter makes of it and what
    a person may."""
    sources = {one.slug for one in view.sources}
    found: dict[str, list[Line]] = {"fluent": [], "quoted": [], "human": []}
    seen: set[str] = set()
    for one in statements:
        if one.source not in sources:
            continue
        evidence = evidence_for(one, view)
        on = _pages(evidence)
        found["fluent"].append(Line(one.case, one.text, evidence, evidence.source, on, evidence.text))
        if evidence.text in seen or not _stands_alone(evidence):
            continue
        seen.add(evidence.text)
        said = introduction(evidence, our_rules())
        found["quoted"].append(
            Line(
                one.case,
                f"{said}: “{evidence.text}”",
                evidence,
                evidence.source,
                on,
                evidence.text,
                evidence.text,
            )
        )
        if len(one.quote.split()) >= 5 and '"' not in one.quote and one.quote != evidence.text.rstrip("."):
            found["human"].append(
                Line(one.case, f'{said}: "{one.quote}".', evidence, evidence.source, on, "", one.quote)
            )
    found["quoted"] += _of_pages(view, {one.source.slug for one in found["quoted"]})
    return _interleaved(found["fluent"], found["quoted"], found["human"])


def _stands_alone(one: Evidence) -> bool:
    """Whether a sentence is quoted by itself: an item is quoted after the words that it completes."""
    return is_quotable(one.text) and not one.sentence.leads


def rewritten(statements: Sequence[Statement], view: View) -> Iterator[Line]:
    """The statements with an error that a person wrote into them, each with the note of the true one."""
    sources = {one.slug for one in view.sources}
    for one in statements:
        if one.error and one.source in sources:
            evidence = evidence_for(one, view)
            yield Line(
                one.case, one.text, evidence, evidence.source, _pages(evidence), evidence.text, edit=REWRITTEN
            )


def _of_pages(view: View, cited: set[str]) -> Iterator[Line]:
    """The first quotes of documents with pages that no statement is on."""
    for source in view.sources:
        if source.page_count and source.slug not in cited:
            passages = view.passages(source.slug)
            whole = [
                Evidence(
                    source, passage, one, passage.text[one.start - passage.start : one.end - passage.start]
                )
                for passage in passages
                for one in passage.sentences
            ]
            for one in [one for one in whole if _stands_alone(one)][:_PAGED]:
                yield Line(
                    source.slug,
                    f"{introduction(one, our_rules())}: “{one.text}”",
                    one,
                    source,
                    _pages(one),
                    one.text,
                    one.text,
                )


def _interleaved(*kinds: Sequence[Line]) -> list[Line]:
    placed = [
        (position / len(lines), number, line)
        for number, lines in enumerate(kinds)
        for position, line in enumerate(lines)
    ]
    return [line for _, _, line in sorted(placed, key=lambda one: one[:2])]


def _pages(evidence: Evidence) -> tuple[int, int] | None:
    first, last = evidence.sentence.page, evidence.sentence.page_end
    return None if first is None else (first, last or first)


def memo_paper(lines: Sequence[Line]) -> Paper:
    """A memo of the lines, two to a paragraph, with what else a memo has: its head, the writer's own words,
    what is to be confirmed, the sources."""
    texts = [Text(one.text, "fact", (number,)) for number, one in enumerate(lines, 1)]
    body = [Paragraph(tuple(texts[at : at + 2]), "numbered") for at in range(0, len(texts), 2)]
    cited = {one.evidence.source.slug: one.evidence.source for one in lines}
    rows = tuple(
        tuple((Text(cell),) for cell in (one.title, one.date, one.slug, one.sha256[:16]))
        for one in cited.values()
    )
    return Paper(
        title="What the record says",
        fields=(("To", "The Minister"), ("From", "The policy unit"), ("Date", "2 March 2026")),
        blocks=(
            Heading("Bottom line"),
            Paragraph((Text("We recommend that you approve the reply by 20 March 2026.", "own"),)),
            Heading("Background"),
            *body,
            Paragraph((Text("To be confirmed: what the 2027 programme would cost.", "gap"),), "bullet"),
        ),
        annexes=(Heading("Sources"), Table(("Source", "Date", "Document", "SHA-256"), rows)),
        notes=tuple(Note(number, one.note) for number, one in enumerate(lines, 1)),
    )


@contextmanager
def replaced_library(settings: Settings, lines: Sequence[Line]) -> Iterator[tuple[Library, tuple[str, ...]]]:
    """A copy of the library in which some documents of the lines gave way to others of their name; with the
    slugs of these."""
    with tempfile.TemporaryDirectory(prefix="pincite-eval-") as folder:
        home = Path(folder) / "home"
        shutil.copytree(settings.home_path, home)
        library = open_library(replace(settings, home=str(home)))
        try:
            yield library, tuple(_replaced(library, lines, Path(folder)))
        finally:
            library.close()


def _replaced(library: Library, lines: Sequence[Line], folder: Path) -> Iterator[str]:
    """In each document every second quote has its first figure or its longest word changed; the document is
    text of some sort."""
    quotes: dict[str, dict[str, None]] = defaultdict(dict)
    for line in lines:
        quotes[line.source.slug][line.evidence.text] = None
    count, view = 0, library.whole()
    for slug, texts in sorted(quotes.items(), key=lambda one: (-len(one[1]), one[0])):
        source, original = view.source(slug), view.original(slug)
        data = original
        for text in list(texts)[::2]:
            data = data.replace(text.encode(), _other_words(text).encode())
        if count < _REPLACED and data != original:
            path = folder / f"{slug}{Path(source.path).suffix or '.md'}"
            path.write_bytes(data)
            known = Metadata(
                slug, source.title, source.publisher, source.author, source.date, source.kind, source.url
            )
            ingest([Input(str(path), known)], library)
            count += 1
            yield slug


def _other_words(text: str) -> str:
    if found := re.search(r"\d", text):
        return text[: found.start()] + str((int(found.group()) + 4) % 10) + text[found.end() :]
    longest = max(re.findall(r"\w+", text), key=len)
    return text.replace(longest, f"un{longest}")
