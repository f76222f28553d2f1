"""What a note says of where its quote stands: the document, the page, the quote; in our own form, and in
those that people write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.lexicon.dates import days, readable_date
from assistant.lexicon.references import references
from assistant.lexicon.same_words import plain_marks
from assistant.lexicon.words import content_stems, stems
from assistant.verify.documents import CitedDocuments
from assistant.verify.quotes import note_parts
from ingest.types import Source

_PAGE = re.compile(
    r"\b(?:pp?|pgs?|págs?)\.\s*(?P<pages>\d+(?:\s*[-–]\s*\d+)?(?:\s*,\s*\d+(?:\s*[-–]\s*\d+)?)*)"
    r"|\b(?:at |on )?pages?\s+(?P<page>\d+(?:\s*[-–]\s*\d+)?)",
    re.IGNORECASE,
)
_SAME_AGAIN = re.compile(r"^\W*(?:see\s+)?(?:ibid|id|idem|ebd)\b\.?", re.IGNORECASE)
# The shares of a title's words in a note, and of a note's words in what is known of a document, from which
# the note means it, and what it must be ahead of the next.
_TITLE, _HEAD, _AHEAD = 0.6, 0.6, 0.1


@dataclass(frozen=True, slots=True)
class Cited:
    """What a note says. `sources` are the documents that it may mean, mostly one; none where it names none of
    the library's. `head` is all but the quotes."""

    head: str
    sources: tuple[Source, ...]
    pages: tuple[tuple[int, int], ...] = ()
    quotes: tuple[str, ...] = ()

    @property
    def slugs(self) -> tuple[str, ...]:
        """The slugs of its documents."""
        return tuple(one.slug for one in self.sources)


def read_note(text: str, documents: CitedDocuments, before: Cited | None = None) -> Cited:
    """What a note says; `before` is the one before it, which “ibid.” means."""
    text = " ".join(text.split())
    head, found = note_parts(text)
    quotes = tuple(one for one in found if not is_title(one, documents))
    head = " ".join((head, *(one for one in found if one not in quotes)))
    sources = before.sources if before and _SAME_AGAIN.match(head) else resolve(head, documents)
    told = tuple(span for one in _PAGE.finditer(head) for span in _spans(one["pages"] or one["page"]))
    return Cited(head, sources, told, quotes)


def is_title(text: str, documents: CitedDocuments) -> bool:
    """Whether the words are a document's title."""
    plain = bare(text)
    return any(
        plain == bare(title) or (len(plain) > 20 and plain in bare(title)) for title in documents.titles
    )


def resolve(head: str, documents: CitedDocuments) -> tuple[Source, ...]:
    """The documents that a note may mean by what it says of them."""
    plain, sources = bare(head), tuple(documents.sources.values())
    certain = [
        one
        for one in sources
        if (len(one.slug) > 5 and _stands(one.slug.lower(), head.lower())) or (one.url and one.url in head)
    ]
    if certain:
        return tuple(certain)
    titled = [one for one in sources if _stands(bare(one.title), plain)]
    if titled:
        longest = max(len(one.title) for one in titled)
        return tuple(one for one in titled if len(one.title) == longest)
    named = named_instruments(head, documents)
    return named or _likeliest(head, sources)


def named_instruments(text: str, documents: CitedDocuments) -> tuple[Source, ...]:
    """The documents that are the instruments which a text refers to, in whatever form: `E.O. 14157`."""
    named = references(text, documents.rules)
    return tuple(
        documents.sources[slug]
        for slug, own in documents.instruments.items()
        if any(one.covers(other) for one in own for other in named)
    )


def fits(head: str, source: Source) -> bool:
    """Whether what a note says of its document may be said of this one."""
    said = content_stems(head)
    return not said or len(said & _known(source)) >= _HEAD * len(said)


def told_source(source: Source) -> str:
    """A document in words."""
    day = readable_date(source.date)
    return f"“{source.title}”{f' ({day})' if day else ''}"


def _likeliest(head: str, sources: Sequence[Source]) -> tuple[Source, ...]:
    said = content_stems(_PAGE.sub(" ", head))
    if not said:
        return ()
    scored = sorted(((_likeness(head, said, one), one) for one in sources), key=lambda each: -each[0])
    best = scored[0][0] if scored else 0.0
    if best < 1.0:
        return ()
    return tuple(one for score, one in scored if score > best - _AHEAD)


def _likeness(head: str, said: set[str], source: Source) -> float:
    """From 1 on, the note means the document."""
    title = content_stems(source.title)
    of_title, of_head = len(title & said) / max(1, len(title)), len(said & _known(source)) / len(said)
    dated = bool(source.date) and any(
        one.year and one.within(other) for one in days(head) for other in days(source.date) if one.month
    )
    if not (of_title >= _TITLE or (dated and of_head >= _HEAD)):
        return 0.0
    return 0.4 + of_title + 0.4 * of_head + 0.4 * dated


def _known(source: Source) -> set[str]:
    return stems(
        " ".join(
            (
                source.title,
                source.publisher,
                source.author,
                source.kind,
                source.date,
                readable_date(source.date),
                source.slug,
            )
        )
    )


def bare(text: str) -> str:
    """The words of a text in small letters, without marks."""
    return " ".join("".join(one if one.isalnum() else " " for one in plain_marks(text)).split())


def _stands(words: str, text: str) -> bool:
    return bool(words) and bool(re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", text))


def _spans(told: str) -> list[tuple[int, int]]:
    found = [re.findall(r"\d+", part) for part in told.split(",")]
    return [(int(one[0]), _last(one[0], one[-1])) for one in found if one]


def _last(first: str, last: str) -> int:
    """The last page of “112–14” is 114."""
    return int(first[: len(first) - len(last)] + last) if len(last) < len(first) else int(last)
