"""A paper against the library: every sentence with its notes, whoever wrote it and whatever was done to it
since."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.check.check import Check
from assistant.errors import EmptyLibrary
from assistant.lexicon.dates import days
from assistant.lexicon.quantities import quantities
from assistant.lexicon.rules import Rules
from assistant.lexicon.same_words import patterns, plain_marks, words
from assistant.lexicon.words import content_stems
from assistant.paper import Paper, Text
from assistant.types import Evidence
from assistant.verify.changes import changes
from assistant.verify.cited import fits, is_title, told_source
from assistant.verify.documents import CitedDocuments, FoundQuote
from assistant.verify.nearest import missing_quote
from assistant.verify.notes import CheckedNote, check_notes, page_of
from assistant.verify.paragraphs import Unit, listed_sources, units
from assistant.verify.provisions import wrong_place
from assistant.verify.quotes import Quoted, quoted
from assistant.verify.sentences import GAP
from assistant.verify.sourcing import LITTLE, is_date, needs_source
from assistant.verify.speakers import other_speaker
from assistant.verify.standing import standing
from assistant.verify.statement import Statement, bears_out, frame_of, wrong_with
from assistant.verify.types import Checked, Detail, SentenceFinding, Verification
from ingest.view import View

_REMARK = 3  # words: “Changed since.” leaves what it tells to the quote in its note
_WHOSE = re.compile(r"(?P<core>[^()]+?)\s*(?:\((?P<whose>[^()]+)\))?\s*")
_TRIED = 3  # places, or other notes, that a sentence is held against where its own do not bear it out


@dataclass(frozen=True, slots=True)
class _Context:
    """What a sentence is checked with: `text` is all of the paper, `leads` the numbers of the units that lead
    in to a quote in the next."""

    documents: CitedDocuments
    check: Check
    notes: dict[int, CheckedNote]
    text: str
    leads: frozenset[int]

    def evidence(self, note: CheckedNote, text: str = "") -> list[Evidence]:
        """The sentences in which a note's quotes stand; of a note that quotes nothing, those of its documents
        that are nearest to the text."""
        if text and note.named and not note.cited.quotes:
            return self.documents.nearest(text, note.named, 1)
        return [self.documents.sentences(place) for place in note.places]


def verify(paper: Paper, view: View, rules: Rules, *, models: str = "") -> Verification:
    """Check a paper against what the view has; `models` is the folder of the local models."""
    *_, verification = verifying(paper, view, rules, models=models)
    assert isinstance(verification, Verification)
    return verification


def verifying(
    paper: Paper,
    view: View,
    rules: Rules,
    *,
    models: str = "",
) -> Iterator[Checked | Verification]:
    """As `verify`: each sentence as it is checked, and last the whole.

    Raises:
        EmptyLibrary: there is no document in the view.
    """
    documents = CitedDocuments(view, rules)
    if not documents.sources:
        raise EmptyLibrary(
            "the library is empty",
            hint="put the documents into it that the memo cites: `pincite ingest PATH`",
        )
    parts = list(units(paper))
    context = _Context(
        documents,
        Check(view, rules, models),
        check_notes(paper.notes, documents, listed_sources(paper)),
        " ".join(text.text for unit in parts if unit.is_own for text in unit.texts),
        frozenset(unit.number for unit, following in pairwise(parts) if _leads_in(unit, following)),
    )
    done: list[Checked] = []
    changed = changes([slug for note in context.notes.values() for slug in note.named], documents, rules)
    for unit in parts:
        for position, text in enumerate(unit.texts if unit.is_own else ()):
            one = _checked(unit, position, text, context)
            slugs = [
                slug
                for number in text.notes
                if number in context.notes
                for slug in context.notes[number].named
            ]
            later = tuple(
                changed.pop(slug) for slug in dict.fromkeys(slugs) if slug in changed
            )  # told once, where the document is first cited
            done.append(replace(one, findings=(*one.findings, *later)))
            yield done[-1]
    yield Verification(paper.title, paper.record, tuple(done))


def _checked(unit: Unit, position: int, text: Text, context: _Context) -> Checked:
    own = [context.notes[number] for number in text.notes if number in context.notes]
    known = [quote for note in own for quote in note.cited.quotes]
    quotes = [
        one for one in quoted(text.text, known) if one.is_quote and not is_title(one.text, context.documents)
    ]
    counted = len(quotes) + len(known)
    result = Checked(unit.number, unit.where, text.text, text.notes, counted)
    if not own and (text.role in ("gap", "failed") or GAP.match(text.text) or GAP.match(unit.label)):
        return replace(result, quotes=0, checked=False)
    findings = [finding for note in own for finding in note.findings]
    placed: list[tuple[Quoted, FoundQuote]] = []
    for one in quotes:
        place, wrong = _place(one, own, context)
        placed += [(one, place)] if place else []
        findings += (
            [wrong]
            if wrong
            and not any(wrong.kind == other.kind and wrong.instead == other.instead for other in findings)
            else []
        )
    findings += _told_of_places(text.text, placed, own, context)
    missing = tuple(str(one) for one in text.notes if one not in context.notes)
    if missing and not placed:
        findings.append(SentenceFinding("unsourced", Detail("note missing", missing), failed=False))
    if any(one.failed for one in findings):
        return replace(result, findings=tuple(findings))
    slugs = [*(slug for note in own for slug in note.named), *(place.slug for _, place in placed)]
    frame = frame_of(Statement(text.text, tuple(placed), ()))
    if other := other_speaker(frame, unit.label, slugs, context.documents, context.documents.rules):
        return replace(result, findings=(*findings, other))
    if own or placed:
        few = len(words(text.text)) <= _REMARK and _states(text, unit, context) is None
        is_remark = few or _is_remark(text.text, own, context)
        if not ((is_remark and not placed) or (unit.is_cell and _is_of_quote(text.text, own, context))):
            findings += _statement(text.text, placed, own, context)
        return replace(result, findings=tuple(findings))
    stated = _states(text, unit, context)
    if findings or stated is None:
        return replace(result, findings=tuple(findings), checked=bool(findings))
    return replace(result, findings=tuple(_unsourced(unit, position, stated, context)))


def _told_of_places(
    text: str, placed: Sequence[tuple[Quoted, FoundQuote]], own: Sequence[CheckedNote], context: _Context
) -> list[SentenceFinding]:
    """Where a provision is named, by a note or around a quote, in which the words do not stand; and what
    holds of the words that the sentence does not say."""
    documents = context.documents
    frame = frame_of(Statement(text, tuple(placed), ()))
    heads = " ".join(note.cited.head for note in own)
    found = [
        replace(wrong, note=note.number)
        for note in own
        for place in note.places
        if (wrong := wrong_place(place, note.cited.head, documents))
    ]
    found += [wrong for _, place in placed if (wrong := wrong_place(place, frame, documents))]
    places = [*(place for note in own for place in note.places), *(place for _, place in placed)]
    found += [told for place in places if (told := standing(place, f"{frame} {heads}", documents))]
    return list({(one.kind, one.detail, one.source): one for one in reversed(found)}.values())[::-1]


# A quote in the text ----------------------------------------------------------------------------------------


def _place(
    one: Quoted, own: Sequence[CheckedNote], context: _Context
) -> tuple[FoundQuote | None, SentenceFinding | None]:
    """Where a quote of a sentence stands, and what is wrong with it."""
    documents = context.documents
    named = tuple(dict.fromkeys(slug for note in own for slug in note.named))
    noted = [place for note in own for place in note.places]
    found = documents.find(one.text, named) if named else []
    if touching := [place for place in found if any(place.touches(other) for other in noted)]:
        return touching[0], None
    paged = [
        _on_page(pages, note, documents)
        for note in own
        if (pages := [place for place in found if not note.cited.quotes and place.slug in note.named])
    ]
    if paged:  # several quotes may stand before several notes: one note is enough that gives the page
        return next((one for one in paged if one[1] is None), paged[0])
    found = found or documents.find(one.text)
    if not found:
        return None, missing_quote(one.text, documents, named)
    others = [note for note in context.notes.values() if note not in own]
    other = next(
        (note for note in others for place in note.places if any(place.touches(each) for each in found)), None
    )
    if own and other:
        return found[0], SentenceFinding(
            "wrong note", Detail("of another note", (str(other.number),)), _head(other), found[0].slug
        )
    if named and found[0].slug not in named:
        real = documents.sources[found[0].slug]
        titles = tuple(told_source(documents.sources[slug]) for slug in named)
        detail = Detail("of another document", (told_source(real),), titles)
        return found[0], SentenceFinding("misattributed", detail, told_source(real), real.slug)
    return found[0], None


def _on_page(
    places: Sequence[FoundQuote], note: CheckedNote, documents: CitedDocuments
) -> tuple[FoundQuote, SentenceFinding | None]:
    """Of these places, one on the page that a note gives which leaves the quoting to the sentence."""
    wrong = [page_of(place, note.cited, documents) for place in places]
    right = wrong.index(None) if None in wrong else 0
    finding = wrong[right]
    return places[right], replace(finding, note=note.number) if finding else None


def _head(note: CheckedNote) -> str:
    return note.cited.head.strip(" :,")


# A sentence -------------------------------------------------------------------------------------------------


def _statement(
    text: str, placed: Sequence[tuple[Quoted, FoundQuote]], own: Sequence[CheckedNote], context: _Context
) -> list[SentenceFinding]:
    """What is wrong with a sentence whose quotes, and whose notes' quotes, stand where they are said to."""
    if is_date(text) and any(_is_dated(text, slug, context) for note in own for slug in note.named):
        return []
    evidence = [one for note in own for one in context.evidence(note)]
    bare = [note for note in own if not note.cited.quotes and note.named]
    if not evidence and not placed:
        return _by_document(text, bare, context) if bare else []
    wrong = wrong_with(Statement(text, tuple(placed), tuple(evidence)), context.documents, context.check)
    if wrong is None or (bare and not _by_document(text, bare, context)):
        return []
    return [
        (None if placed else _wrong_note(text, own, context)) or wrong
    ]  # a quote of its own ties it to its notes


def _is_of_quote(text: str, own: Sequence[CheckedNote], context: _Context) -> bool:
    """Whether a cell has nothing but words that stand so in the sentence of its note, and, in brackets after
    them, whose these are: what a figure is of, beside the figure."""
    found = _WHOSE.fullmatch(text)
    core, whose = (found["core"], found["whose"] or "") if found else (text, "")
    return any(
        pattern.search(plain_marks(one.text)) and (not whose or fits(whose, one.source))
        for note in own
        for one in context.evidence(note)
        for pattern in patterns(core)[:1]
    )


def _is_remark(text: str, own: Sequence[CheckedNote], context: _Context) -> bool:
    """Whether a sentence says no more than that something was changed by a document of its notes, and leaves
    what it tells to the quote in the note."""
    remarked = context.documents.rules["sourcing"].of("changed").find(text)
    said = _WHOSE.fullmatch(text[remarked.end() :].strip(" .")) if remarked else None
    sources = {slug: context.documents.sources[slug] for note in own for slug in note.named}
    return said is not None and any(
        content_stems(said["core"]) <= content_stems(f"{one.title} {one.number} {one.publisher}")
        and _is_dated(said["whose"] or "", slug, context)
        for slug, one in sources.items()
    )


def _is_dated(text: str, slug: str, context: _Context) -> bool:
    """Whether a date is that of a document."""
    of_source = days(context.documents.sources[slug].date)
    return all(any(one.within(day) or day.within(one) for day in of_source) for one in days(text))


def _wrong_note(text: str, own: Sequence[CheckedNote], context: _Context) -> SentenceFinding | None:
    """The finding where another note bears out what its own do not."""
    for note in _others(text, own, context):
        if any(bears_out(text, one, context.check) for one in context.evidence(note, text)):
            own_numbers = tuple(str(one.number) for one in own)
            detail = Detail("borne out by another note", (str(note.number),), own_numbers)
            return SentenceFinding("wrong note", detail, _head(note), note.named[0] if note.named else "")
    return None


def _by_document(text: str, bare: Sequence[CheckedNote], context: _Context) -> list[SentenceFinding]:
    """What is wrong with a sentence whose notes name documents and quote nothing: a number that the documents
    do not have; else a doubt, where nothing is found in them that bears it out."""
    slugs = tuple(dict.fromkeys(slug for note in bare for slug in note.named))
    terms = [
        one.text for one in quoted(text) if not one.is_quote and not is_title(one.text, context.documents)
    ]
    if strange := [one for one in terms if not context.documents.find(one, slugs)]:
        return [missing_quote(strange[0], context.documents, slugs)]
    near = context.documents.nearest(text, slugs, _TRIED)
    if any(bears_out(text, one, context.check) for one in near):
        return []
    if wrong := _wrong_note(text, bare, context):
        return [wrong]
    whole = "\n".join(context.documents.text(slug) for slug in slugs)
    lacking = [
        one
        for one in quantities(text)
        if one.text.lower() not in LITTLE and one.text.lower() not in whole.lower()
    ]
    closest = near[0].text if near else ""
    if lacking:
        return [
            SentenceFinding(
                "altered number", Detail("not in the document", (lacking[0].text,)), closest, slugs[0]
            )
        ]
    return [SentenceFinding("not supported", Detail("nothing bears it out"), closest, slugs[0], failed=False)]


def _others(text: str, own: Sequence[CheckedNote], context: _Context) -> list[CheckedNote]:
    """The other notes, of other words than its own, whose quotes share most words with the sentence."""
    wanted = content_stems(text)
    mine = [place for note in own for place in note.places]
    others = [
        note
        for note in context.notes.values()
        if note not in own and not any(one.touches(other) for one in note.places for other in mine)
    ]
    shared = [
        (len(wanted & content_stems(" ".join(one.text for one in context.evidence(note, text)))), note)
        for note in others
    ]
    return [note for count, note in sorted(shared, key=lambda each: -each[0]) if count >= len(wanted) / 3][
        :_TRIED
    ]


# A sentence without a note ----------------------------------------------------------------------------------


def _states(text: Text, unit: Unit, context: _Context) -> Detail | None:
    """What in a sentence without a note needs one; see `needs_source`."""
    if text.role in ("own", "form") or unit.row or is_title(text.text, context.documents):
        return None
    if unit.number in context.leads and text is unit.texts[-1]:
        return None
    rules = context.documents.rules
    is_asking = bool(rules["sourcing"].of("asking").find(unit.heading))
    return needs_source(text.text, rules, label=unit.label, is_asking=is_asking, around=context.text)


def _leads_in(unit: Unit, following: Unit) -> bool:
    """Whether a unit ends with a colon, and what follows has a note."""
    return bool(unit.texts and following.texts and following.texts[0].notes) and (
        unit.texts[-1].text.rstrip().endswith(":")
    )


def _unsourced(unit: Unit, position: int, stated: Detail, context: _Context) -> list[SentenceFinding]:
    """Nothing where the note that follows in the paragraph, or the one before, bears the sentence out too."""
    following = next((one.notes for one in unit.texts[position + 1 :] if one.notes), ())
    before = next((one.notes for one in unit.texts[:position][::-1] if one.notes), ())
    evidence = [
        one
        for number in (*following, *before)
        if number in context.notes
        for one in context.evidence(context.notes[number])
    ]
    if any(bears_out(unit.texts[position].text, one, context.check) for one in evidence):
        return []
    return [SentenceFinding("unsourced", stated, failed=False)]
