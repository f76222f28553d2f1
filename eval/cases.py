"""Cases: questions with the answer that is expected of them and the quotes that support it, one JSON object a
line."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eval.json_lines import rows_of
from eval.marks import Mark, marked
from eval.quotes import normalised
from ingest.errors import UsageError
from ingest.view import View

CASES = Path(__file__).parent / "cases-bundled.jsonl"
"""The cases on the sample library."""
OP_ED = "op-ed"
"""The slug of the one document that a library may do without: evidence from it counts only where it is."""


@dataclass(frozen=True, slots=True)
class ExpectedQuote:
    """Words of a source that an answer should show.

    `point` is what they say, in our words: quotes of one point are alternatives. Where it is empty, the quote
    is its own point. A quote that is kept as a `mark` is empty until `located` has read it in its document,
    and is shown by nothing before.
    """

    source: str
    quote: str
    point: str = ""
    mark: Mark | None = None

    @property
    def told(self) -> str:
        """The point, or the words where there is none."""
        return self.point or self.quote or (self.mark.words if self.mark else "")


@dataclass(frozen=True, slots=True)
class Case:
    """A question.

    `after` is the id of the case whose answer it follows up, or empty. `must_not` are words that no right
    answer shows; `overtaken` are the slugs of documents that may not be given as the present position unless
    a later one is shown too."""

    id: str
    kind: str
    question: str
    expected: str
    evidence: tuple[ExpectedQuote, ...]
    after: str = ""
    must_not: tuple[str, ...] = ()
    overtaken: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The kind without what tells one case from another: `follow-up 2/3 (after Q26)` is `follow-up`."""
        return re.sub(r" \d+/\d+.*| \(.*\)", "", self.kind)


def load_cases(path: Path) -> list[Case]:
    """The cases of a JSON Lines file, in order.

    Raises:
        UsageError: the file cannot be read, a line is not a case, or an id stands twice.
    """
    fields = '"id", "kind", "question", "expected", "evidence"'
    cases: dict[str, Case] = {}
    for number, case in rows_of(path, _case, what="case", fields=fields):
        if case.after and case.after not in cases:
            raise UsageError(
                f"{path}:{number}: no case {case.after!r} stands before it",
                hint="a follow-up stands after the case that `after` names",
            )
        cases[case.id] = case
    return list(cases.values())


def _case(row: dict[str, Any]) -> Case:
    evidence = tuple(map(_expected, row["evidence"]))
    told = {name: _words(row, name) for name in ("must_not", "overtaken")}
    return Case(
        row["id"], row["kind"], row["question"], row["expected"], evidence, row.get("after") or "", **told
    )


def _expected(one: dict[str, Any]) -> ExpectedQuote:
    mark = Mark(one["mark"], int(one["length"]), one["digest"]) if "mark" in one else None
    return ExpectedQuote(one["source"], "" if mark else one["quote"], one.get("point") or "", mark)


def _words(row: dict[str, Any], name: str) -> tuple[str, ...]:
    words = row.get(name) or []
    if not isinstance(words, list) or not all(isinstance(word, str) and word.strip() for word in words):
        raise ValueError(f"{name} is no list of words")
    return tuple(words)


def wanted(case: Case, sources: Collection[str]) -> tuple[ExpectedQuote, ...]:
    """The quotes that an answer from a library of these sources should show; empty where it should decline to
    answer.

    Only the op-ed may be missing: any other document that is not there was lost on the way, and its quotes
    count as not shown."""
    if case.kind.startswith("unanswerable"):
        return ()
    return tuple(one for one in case.evidence if one.source != OP_ED or OP_ED in sources)


def located(cases: Sequence[Case], view: View) -> list[Case]:
    """The cases with the words of the library's documents for their marks; where a document lacks them, the
    quote stays empty."""
    marks = {(one.source, one.mark) for case in cases for one in case.evidence if one.mark}
    held = {source.slug for source in view.sources}
    texts = {slug: normalised(view.text(slug)) for slug in {slug for slug, _ in marks} & held}
    quotes = {(slug, mark): marked(mark, texts[slug]) for slug, mark in marks if slug in texts}

    def read(one: ExpectedQuote) -> ExpectedQuote:
        return replace(one, quote=quotes.get((one.source, one.mark), "")) if one.mark else one

    return [replace(case, evidence=tuple(map(read, case.evidence))) for case in cases]


def problems(cases: Sequence[Case], view: View) -> list[str]:
    """What no answer could get right: expected documents, and overtaken ones, that the library lacks, and
    quotes that do not stand in them."""
    found = []
    texts = {source.slug: normalised(view.text(source.slug)) for source in view.sources}
    for case in located(cases, view):
        for one in wanted(case, texts):
            if one.source not in texts:
                found.append(f"{case.id}: the library has no source {one.source!r}")
            elif not one.quote or normalised(one.quote) not in texts[one.source]:
                lost = one.mark.words if one.mark and not one.quote else ""
                held = f"the words that begin “{lost}”" if lost else f"“{one.quote}”"
                found.append(f"{case.id}: {one.source} does not hold {held}")
        found += [
            f"{case.id}: the library has no overtaken source {slug!r}"
            for slug in case.overtaken
            if slug not in {*texts, OP_ED}
        ]
    return found
