"""What is nearest to words that stand in no document: the place they were changed from, the places they were
joined from, or nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.check.names import lacking_names
from assistant.check.numbers import lacking_days, lacking_quantities
from assistant.lexicon.features import features
from assistant.lexicon.quantities import quantities
from assistant.lexicon.rules import Rules
from assistant.lexicon.same_words import words
from assistant.verify.documents import CitedDocuments, FoundQuote
from assistant.verify.types import Detail, FindingKind, SentenceFinding

# A run of so many words of a document is no accident of the language.
_LONG_RUN = 4
# The shares of a quote's words: in long runs, for it to be joined of them; in one window of a document, in
# order, for it to be that window changed.
_JOINED, _CHANGED = 0.8, 0.6
_TITLE = 0.75  # the likeness of words to a title from which they are it, changed
_RELATED = 0.4  # less is not worth showing
_DROPPED = 12  # words that may be dropped between two runs: more, and they are of two places
_LONGER = 1.3  # times as long as a sentence is what has more than one
_AT_ENDS = 3  # words that a quote has in the place of the source's at its beginning or its end
_PASSAGES = 6
NEGATORS = frozenset("not no never neither nor without none cannot nunca sin ningún ninguna jamás".split())


@dataclass(frozen=True, slots=True)
class SharedRun:
    """Words `first` to `last` (exclusive) of a quote, which stand so at these places."""

    first: int
    last: int
    places: tuple[FoundQuote, ...]

    def __len__(self) -> int:
        return self.last - self.first


def missing_quote(quote: str, documents: CitedDocuments, named: Sequence[str]) -> SentenceFinding:
    """What is to be said of a quote that was found nowhere; the documents `named` are those that it is said
    to be from."""
    wanted = words(quote)
    title = max(
        documents.titles,
        key=lambda one: SequenceMatcher(None, wanted, words(one), autojunk=False).ratio(),
        default="",
    )
    if SequenceMatcher(None, wanted, words(title), autojunk=False).ratio() >= _TITLE:
        kind, changed = changed_kind(quote, title, documents.rules)
        return SentenceFinding(
            kind, Detail("title changed" if kind != "contradicted" else "title denied", changed), title
        )
    window, share = _best_window(quote, wanted, documents, named)
    runs = _runs(wanted, documents, named)
    long = [run for run in runs if len(run) >= _LONG_RUN]
    if len(long) > 1 and sum(map(len, long)) >= _JOINED * len(wanted) and not _is_one_place(long):
        pieces = [documents.text(run.places[0].slug)[run.places[0].start : run.places[0].end] for run in long]
        slugs = tuple(run.places[0].slug for run in long)
        detail = Detail("never stood together", tuple(pieces), slugs)
        return SentenceFinding("frankenquote", detail, " / ".join(pieces), slugs[0])
    if window and share >= _CHANGED:
        original = documents.text(window.slug)[window.start : window.end]
        return _changed(quote, original, window.slug, documents.rules)
    near = documents.text(window.slug)[window.start : window.end] if window and share >= _RELATED else ""
    return SentenceFinding(
        "fabricated", Detail("in no document", (quote,)), near, window.slug if window and near else ""
    )


def _changed(quote: str, original: str, slug: str, rules: Rules) -> SentenceFinding:
    """The finding for a quote that is a document's words with a change, named for what was changed."""
    kind, changed = changed_kind(quote, original, rules)
    detail = Detail("quote changed" if kind != "contradicted" else "quote denied", changed)
    return SentenceFinding(kind, detail, original, slug)


def changed_kind(quote: str, original: str, rules: Rules) -> tuple[FindingKind, tuple[str, ...]]:
    """What was changed of a document's words, and which words are not its own; none where it is what a text
    denies."""
    mine, theirs = features(quote, rules), features(original, rules)
    numbers, dates = lacking_quantities(mine, theirs), lacking_days(mine, theirs)
    if denials(words(quote)) != denials(words(original)):
        return "contradicted", ()
    changed = _difference(quote, original)
    numbers = numbers or [
        one for one in changed if quantities(one)
    ]  # also one that stands elsewhere in the original
    if dates:
        return "altered date", tuple(dates)
    if numbers:
        return "altered number", tuple(numbers)
    names = lacking_names(mine, theirs, theirs)
    return ("altered name", tuple(names)) if names else ("altered quote", tuple(changed))


def denials(some: Sequence[str]) -> Counter[str]:
    """The words that deny, counted; “neither … nor” denies once."""
    return Counter(word for word in some if word in NEGATORS and word != "nor")


def _difference(quote: str, original: str) -> list[str]:
    mine, theirs = words(quote), words(original)
    blocks = SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes()
    return [" ".join(mine[i:j]) for kind, i, j, _, _ in blocks if kind in ("replace", "delete") and j > i]


def _runs(wanted: Sequence[str], documents: CitedDocuments, named: Sequence[str]) -> list[SharedRun]:
    """The quote cut into the longest runs of words that a document has, the named ones first."""
    slugs = [*named, *(slug for slug in documents.sources if slug not in named)]
    found, first = [], 0
    while first < len(wanted):
        last = first + 1
        while last <= len(wanted) and documents.holds_run(wanted[first:last], slugs):
            last += 1
        run = SharedRun(
            first,
            last - 1,
            tuple(documents.run_at(wanted[first : last - 1], slugs)) if last - 1 - first >= _LONG_RUN else (),
        )
        found.append(run)
        first = max(run.last, first + 1)
    return found


def _is_one_place(runs: Sequence[SharedRun]) -> bool:
    """Whether the runs stand in one document in their order, with no more between them than an editor
    drops."""

    def goes_on(place: FoundQuote, rest: Sequence[SharedRun]) -> bool:
        if not rest:
            return True
        near = (
            one
            for one in rest[0].places
            if one.slug == place.slug and 0 <= one.start - place.end <= 8 * _DROPPED
        )
        return any(goes_on(one, rest[1:]) for one in near)

    return any(goes_on(place, runs[1:]) for place in runs[0].places)


def _best_window(
    quote: str, wanted: Sequence[str], documents: CitedDocuments, named: Sequence[str]
) -> tuple[FoundQuote | None, float]:
    """The words of a document that have most of the quote's in their order, and the share of the quote that
    they have."""
    best: tuple[FoundQuote | None, float] = (None, 0.0)
    for slugs in (named, ()) if named else ((),):
        for evidence in documents.nearest(quote, tuple(slugs), _PASSAGES):
            whole = documents.text(evidence.source.slug)
            first, last = evidence.sentence.start, evidence.sentence.end
            if len(quote) > _LONGER * (last - first):  # of several sentences, of which this may be any
                first, last = max(0, first - len(quote)), min(len(whole), last + len(quote))
            place = FoundQuote(evidence.source.slug, first, last)
            place, share = _window(wanted, whole[first:last], place)
            if share > best[1]:
                best = place, share
        if best[1] >= _CHANGED:
            break
    return best


def _window(wanted: Sequence[str], text: str, place: FoundQuote) -> tuple[FoundQuote, float]:
    tokens = list(re.finditer(r"\d[\d.,]*\d|\w+", text.lower()))
    blocks = [
        one
        for one in SequenceMatcher(
            None, wanted, [one.group() for one in tokens], autojunk=False
        ).get_matching_blocks()
        if one.size
    ]
    if not blocks:
        return place, 0.0
    anchor = max(blocks, key=lambda one: one.size)
    reach = len(wanted) // 3 + 3
    near = [one for one in blocks if abs((one.b - anchor.b) - (one.a - anchor.a)) <= reach]
    before, end = near[0].a, near[-1].b + near[-1].size
    after = len(wanted) - near[-1].a - near[-1].size  # of the quote's own words, at its ends
    first = tokens[max(0, near[0].b - (before if before <= _AT_ENDS else 0))]
    last = tokens[min(len(tokens), end + (after if after <= _AT_ENDS else 0)) - 1]
    return FoundQuote(place.slug, place.start + first.start(), place.start + last.end()), sum(
        one.size for one in near
    ) / len(wanted)
