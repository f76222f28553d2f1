"""A note against the library: whether its quote stands in the document that it names, on the page that it
gives, in the file that was cited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.lexicon.same_words import words
from assistant.paper import Note
from assistant.verify.cited import Cited, fits, read_note, told_source
from assistant.verify.documents import CitedDocuments, FoundQuote
from assistant.verify.nearest import NEGATORS, missing_quote
from assistant.verify.paragraphs import ListedSource
from assistant.verify.types import Detail, DetailKind, SentenceFinding


@dataclass(frozen=True, slots=True)
class CheckedNote:
    """A note, where its quotes stand, and what is wrong with it. `named` are the slugs of the documents that
    it is of."""

    number: int
    cited: Cited
    named: tuple[str, ...]
    places: tuple[FoundQuote, ...] = ()
    findings: tuple[SentenceFinding, ...] = ()


def check_notes(
    notes: Sequence[Note], documents: CitedDocuments, listed: Sequence[ListedSource]
) -> dict[int, CheckedNote]:
    """The notes by number."""
    found: dict[int, CheckedNote] = {}
    before: Cited | None = None
    hashes = {one.slug: one.sha256 for one in listed}
    for note in notes:
        before = _read(note, documents, before, listed)
        one = _checked(note, before, documents, hashes)
        found[note.number] = replace(
            one, findings=tuple(replace(finding, note=note.number) for finding in one.findings)
        )
    return found


def _read(
    note: Note, documents: CitedDocuments, before: Cited | None, listed: Sequence[ListedSource]
) -> Cited:
    """What the note says; one of a record knows its document, and one whose document is called otherwise by
    now finds it in the list of sources."""
    cited = read_note(note.text, documents, before)
    if note.citation:
        known = documents.sources.get(note.citation.source)
        return Cited(cited.head, (known,) if known else (), cited.pages, (note.citation.quote,))
    if not cited.sources:
        rows = [one.slug for one in listed if one.title and one.title in cited.head]
        return replace(
            cited, sources=tuple(documents.sources[slug] for slug in rows if slug in documents.sources)
        )
    return cited


def _checked(note: Note, cited: Cited, documents: CitedDocuments, hashes: Mapping[str, str]) -> CheckedNote:
    if note.citation:
        hashes = {**hashes, note.citation.source: note.citation.sha256}
    replaced = tuple(one for one in cited.sources if not one.sha256.startswith(hashes.get(one.slug, "")))
    places: list[FoundQuote] = []
    findings: list[SentenceFinding] = []
    for quote in cited.quotes:
        place, wrong = _place(note, quote, cited, documents)
        if place:
            places.append(place)
        if wrong and replaced:
            gone = Detail("file replaced, words gone", (replaced[0].slug,))
            wrong = replace(wrong, kind="source replaced", detail=gone, source=replaced[0].slug)
        findings += [wrong] if wrong else []
    if replaced and not any(one.failed for one in findings):
        kind: DetailKind = "file replaced, words kept" if places else "file replaced"
        detail = Detail(kind, (replaced[0].slug,))
        findings.append(SentenceFinding("source replaced", detail, source=replaced[0].slug, failed=False))
    if not cited.sources and not cited.quotes:
        findings.append(_unknown(note, cited, failed=False))
    named = cited.slugs or tuple(dict.fromkeys(one.slug for one in places))
    return CheckedNote(note.number, cited, named, tuple(places), tuple(findings))


def _place(
    note: Note, quote: str, cited: Cited, documents: CitedDocuments
) -> tuple[FoundQuote | None, SentenceFinding | None]:
    """Where the quote of a note stands, and what is wrong with it."""
    if note.citation and note.citation.source in documents.sources:
        recorded = FoundQuote(note.citation.source, note.citation.start, note.citation.end)
        if documents.text(recorded.slug)[recorded.start : recorded.end] == quote:
            return recorded, None
    places = documents.find(quote, cited.slugs)
    if not places:
        elsewhere = documents.find(quote)
        if not elsewhere:
            return None, _nowhere(note, quote, cited, documents)
        if cited.sources or not fits(cited.head, documents.sources[elsewhere[0].slug]):
            return elsewhere[0], _misattributed(elsewhere[0], cited, documents)
        places = elsewhere
    place = next((one for one in places if _is_on(one, cited, documents)), places[0])
    return place, page_of(place, cited, documents) or _left_out(place, quote, documents)


def _nowhere(note: Note, quote: str, cited: Cited, documents: CitedDocuments) -> SentenceFinding:
    wrong = missing_quote(quote, documents, cited.slugs)
    return _unknown(note, cited) if wrong.kind == "fabricated" and not cited.sources else wrong


def _unknown(note: Note, cited: Cited, *, failed: bool = True) -> SentenceFinding:
    told = " ".join(cited.head.split()).strip(' :,“”"') or note.text
    return SentenceFinding("unknown source", Detail("unknown document", (told[:120],)), failed=failed)


def _misattributed(place: FoundQuote, cited: Cited, documents: CitedDocuments) -> SentenceFinding:
    named = tuple(told_source(one) for one in cited.sources) or (f"“{cited.head.strip(' :,')[:120]}”",)
    source = documents.sources[place.slug]
    return SentenceFinding(
        "misattributed",
        Detail("of another document", (told_source(source),), named),
        told_source(source),
        place.slug,
    )


def _is_on(place: FoundQuote, cited: Cited, documents: CitedDocuments) -> bool:
    """Whether the place begins on a page that the note gives."""
    on = documents.pages(place)
    return not cited.pages or on is None or _within(on[0], cited.pages)


def page_of(place: FoundQuote, cited: Cited, documents: CitedDocuments) -> SentenceFinding | None:
    """What is wrong with the page that a note gives for the place."""
    on = documents.pages(place)
    if not cited.pages or (on and _within(on[0], cited.pages)):
        return None
    told = tuple(str(first) if first == last else f"{first}–{last}" for first, last in cited.pages)
    if on is None:
        return SentenceFinding(
            "wrong page",
            Detail("page not known", told),
            source=place.slug,
            failed=False,
        )
    right = str(on[0]) if on[0] == on[1] else f"{on[0]}–{on[1]}"
    return SentenceFinding("wrong page", Detail("on another page", told, (right,)), f"p. {right}", place.slug)


def _within(page: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first <= page <= last for first, last in spans)


def _left_out(place: FoundQuote, quote: str, documents: CitedDocuments) -> SentenceFinding | None:
    """Whether what a quote marks as left out denies what it keeps."""
    if place.exact:
        return None
    original = documents.text(place.slug)[place.start : place.end]
    denied = {one for one in words(original) if one in NEGATORS} - set(words(quote))
    if not denied:
        return None
    detail = Detail("negation left out", (sorted(denied)[0],))
    return SentenceFinding("left out", detail, original, place.slug, failed=False)
