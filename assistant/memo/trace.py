"""What has become of the sentences of a memo: each is looked for in what the reader may see today, and held
against the documents that came since.

What a sentence rested on is told only where the reader sees it: of a document that is not in the view,
removed or hidden, not even its words in the memo are given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from assistant.answer.inquiry import cite
from assistant.check.names import lacking_names
from assistant.drafting.figures import Figure, count_alike, figures_of
from assistant.drafting.instruments import told_status
from assistant.drafting.quotes import may_quote
from assistant.guard.screening import screen
from assistant.lexicon.features import features
from assistant.lexicon.leads import with_kept_leads
from assistant.lexicon.quantities import quantity_places
from assistant.lexicon.same_words import patterns, plain_marks
from assistant.lexicon.sameness import same_statement, shared_words
from assistant.memo.types import Memo
from assistant.memo.update import Change, MemoFact, MemoUpdate, facts_of
from assistant.memo.versions import RecordedMemo
from assistant.retrieval.changes import changes_since
from assistant.retrieval.retriever import Retriever
from assistant.retrieval.sentences import sentences_of
from assistant.types import Citation, Evidence
from ingest.types import Hit, Restriction, Sentence, Source

_READ = 20  # passages of the documents that came since, for a newer figure
_OF_ONE_THING = 0.5  # of the words but figures that two sentences share which measure one thing
_IN_ITS_PLACE = 0.4  # of the words but figures: what shares fewer does not stand where the words were
_REWORDED = 0.7  # from which only the figures were changed

_Stands = Literal["stands", "changed file", "words", "document"]


@dataclass(frozen=True, slots=True)
class _Found:
    """What became of one quote: the `evidence` is the sentence where it stands now, or, where the words are
    gone, what stands in their place."""

    now: _Stands
    source: Source | None = None
    evidence: Evidence | None = None


def what_changed(old: RecordedMemo, new: Memo, retriever: Retriever) -> MemoUpdate:
    """What has become of each sentence of a memo in what the retriever's view has, and what its new version
    has beside it."""
    return _Trace(old, new, retriever).update()


@dataclass(frozen=True)
class _Trace:
    """A memo, its new version, and what the reader sees."""

    old: RecordedMemo
    new: Memo
    retriever: Retriever

    def update(self) -> MemoUpdate:
        """What changed."""
        facts = facts_of(self.old.memo)
        changes = [*map(self._change, facts), *self._new(facts)]
        return MemoUpdate(self.old.memo.id, self.old.memo.date, tuple(changes))

    @cached_property
    def _later(self) -> Retriever | None:
        """What searches the documents that came since; None where none came. What the memo cites is none of
        them, in whichever file."""
        cited = {one.source for one in self.old.memo.citations}
        slugs = tuple(
            one.slug for one in self.retriever.view.sources if one.slug not in cited and self._is_later(one)
        )
        return self.retriever.within(Restriction(slugs=slugs)) if slugs else None

    def _is_later(self, source: Source) -> bool:
        return source.added >= self.old.at or source.date > self.old.memo.date

    # A fact of the memo ------------------------------------------------------------------------------------

    def _change(self, fact: MemoFact) -> Change:
        found = [self._found(one) for one in fact.citations]
        states = {one.now for one in found}
        hidden = Change("gone", fact.section, fact.number)
        if "document" in states or not found:
            return replace(hidden, why="document")
        kept = all(self._is_among(one, self.new.citations) for one in fact.citations)
        told = replace(hidden, text=fact.text, citations=fact.citations, kept=kept)
        if "words" in states:
            return self._lost(told if self._may_show(fact, found) else hidden, found)
        if overtaken := self._overtaken(told, found):
            return overtaken
        return replace(told, kind="changed file" if "changed file" in states else "stands")

    def _found(self, cited: Citation) -> _Found:
        """Where a quote stands now."""
        view = self.retriever.view
        source = next((one for one in view.sources if one.slug == cited.source), None) or next(
            (one for one in view.sources if one.sha256 == cited.sha256), None
        )
        if source is None:
            return _Found("document")
        text = view.text(source.slug)
        span: tuple[int, int] | None = cited.start, cited.end
        if text[cited.start : cited.end] != cited.quote:
            span = _place_of(cited.quote, text)
        if span is None or not all(_place_of(lead, text) for lead in cited.leads):
            return _Found("words", source, self._in_its_place(cited, source))
        now: _Stands = "stands" if source.sha256 == cited.sha256 else "changed file"
        return _Found(now, source, self._evidence(source, *span))

    def _evidence(self, source: Source, start: int, end: int) -> Evidence:
        """The words at a place, with the sentence that they are of."""
        passages = self.retriever.view.passages(source.slug)
        passage = next((one for one in reversed(passages) if one.start <= start), passages[0])
        of = next((one for one in passage.sentences if one.start < end and start < one.end), Sentence(0, 0))
        sentence = with_kept_leads(replace(of, start=start, end=end), self.retriever.rules)
        return Evidence(source, passage, sentence, self.retriever.view.text(source.slug)[start:end])

    def _in_its_place(self, cited: Citation, source: Source) -> Evidence | None:
        """The sentence of the document of today that shares most words with a quote that it has no more."""
        near = [(self._shared(cited.quote, one.text), one) for one in self._sentences(source)]
        best = max(near, key=lambda one: one[0], default=None)
        return best[1] if best and best[0] >= _IN_ITS_PLACE else None

    def _sentences(self, source: Source) -> list[Evidence]:
        passages = self.retriever.view.passages(source.slug)
        return self._usable(
            one for passage in passages for one in sentences_of(Hit(passage, 0.0), self.retriever)
        )

    def _usable(self, found: Iterable[Evidence]) -> list[Evidence]:
        fit = [one for one in found if may_quote(one)]
        return list(screen(fit, self.retriever.view, self.retriever.rules).usable)

    def _shared(self, one: str, other: str) -> float:
        rules = self.retriever.rules
        return shared_words(features(one, rules), features(other, rules))

    def _may_show(self, fact: MemoFact, found: Sequence[_Found]) -> bool:
        """Whether the reader may see the words of a fact that a document has no more: those of the file that
        they see today, or what was shown to somebody who saw no more than they do."""
        same_file = all(
            each.source is not None and each.source.sha256 == one.sha256
            for one, each in zip(fact.citations, found, strict=True)
            if each.now == "words"
        )
        labels, view = self.old.labels, self.retriever.view
        is_owner = view.scope.reader is None
        return same_file or is_owner or (labels is not None and labels <= view.reader.labels)

    def _lost(self, change: Change, found: Sequence[_Found]) -> Change:
        """A fact whose words its document has no more, with what stands there instead; where only the figures
        are others, there is a newer figure of the same."""
        told = replace(change, why="words")
        if not change.text:
            return told
        instead = [one.evidence for one in found if one.now == "words" and one.evidence]
        told = replace(told, told_by=self._cited(instead))
        if instead and all(map(self._is_newer_figure, change.citations, found)):
            return replace(told, kind="overtaken", why="figure")
        return told

    def _is_newer_figure(self, cited: Citation, found: _Found) -> bool:
        if found.now != "words" or found.evidence is None:
            return found.now != "words"
        was = [quantity.value for *_, quantity in quantity_places(cited.quote)]
        now = [quantity.value for *_, quantity in quantity_places(found.evidence.text)]
        shared = self._shared(cited.quote, found.evidence.text)
        return shared >= _REWORDED and bool(was and now) and was != now

    # What came since ---------------------------------------------------------------------------------------

    def _overtaken(self, change: Change, found: Sequence[_Found]) -> Change | None:
        """The fact as it is told of where a document that came since ends or changes what it rests on, or has
        a newer figure of the same; None where none does."""
        evidence = [one.evidence for one in found if one.evidence]
        overtaken = replace(change, kind="overtaken")
        for one in found:
            status = told_status(one.source) if one.source and one.now == "changed file" else ""
            if status and status.lower() not in change.text.lower():
                return replace(overtaken, why="status", status=status)
        later = self._later
        if later is None or not evidence:
            return None
        slugs = [one.slug for one in later.view.sources]
        if telling := changes_since(evidence, self.retriever, slugs):
            rules = self.retriever.rules
            ends = rules["change"].of("ends")
            is_end = any(ends.find(one.english) for one in telling)
            return self._told_by(telling, replace(overtaken, why="ended" if is_end else "changed"))
        if newer := [one for one in map(self._newer_figure, evidence) if one]:
            return self._told_by(newer, replace(overtaken, why="figure"))
        return None

    def _told_by(self, telling: Sequence[Evidence], change: Change) -> Change:
        added = max(self._added(one.source) for one in telling)
        return replace(change, told_by=self._cited(telling), added=added)

    def _added(self, source: Source) -> str:
        """The day on which a document came into the library, where that was since."""
        return source.added[:10] if source.added >= self.old.at else ""

    def _newer_figure(self, one: Evidence) -> Evidence | None:
        """What the newest document that came since says of what a sentence counts, where that is another
        figure."""
        later = self._later
        mine = figures_of(one, self.retriever.rules)
        if not mine or later is None:
            return None
        hits = later.view.full_text(one.english, _READ)
        near = self._usable(each for hit in hits for each in sentences_of(hit, later))
        newer = [
            each for each in near if each.source.date >= one.source.date and self._is_newer(one, mine, each)
        ]
        return max(newer, key=lambda each: each.source.date, default=None)

    def _is_newer(self, one: Evidence, mine: Sequence[Figure], other: Evidence) -> bool:
        """Whether a sentence measures what another does, names what that names, and has another figure, which
        is of no earlier time."""
        rules = self.retriever.rules
        if self._shared(one.english, other.english) < _OF_ONE_THING:
            return False
        own, theirs = features(one.english, rules), features(other.context, rules)
        if lacking_names(own, theirs, own):
            return False
        pairs = [(was, now) for was in mine for now in figures_of(other, rules) if count_alike(was, now)]
        return any(_is_later_figure(was, now) for was, now in pairs) and not any(
            _value(was) == _value(now) for was, now in pairs
        )

    # The new version ---------------------------------------------------------------------------------------

    def _new(self, facts: Sequence[MemoFact]) -> Iterator[Change]:
        """The facts of the new version that rest on words which the old one does not have."""
        known = [one for fact in facts for one in fact.citations]
        sources = {one.slug: one for one in self.retriever.view.sources}
        for fact in facts_of(self.new):
            fresh = [one for one in fact.citations if not self._is_among(one, known)]
            if fresh:
                came = [self._added(sources[one.source]) for one in fresh if one.source in sources]
                yield Change(
                    "new",
                    fact.section,
                    fact.number,
                    fact.text,
                    fact.citations,
                    kept=True,
                    added=max(came, default=""),
                )

    def _is_among(self, one: Citation, cited: Sequence[Citation]) -> bool:
        """Whether the words of a citation, or others that say the same, are cited."""
        rules, own = self.retriever.rules, plain_marks(" ".join(one.quote.split()))
        for other in cited:
            theirs = plain_marks(" ".join(other.quote.split()))
            if one.source == other.source and (own in theirs or theirs in own):
                return True
            if same_statement(features(one.words, rules), features(other.words, rules)):
                return True
        return False

    def _cited(self, evidence: Sequence[Evidence]) -> tuple[Citation, ...]:
        return tuple(cite(one, number) for number, one in enumerate(evidence, start=1))


def _place_of(quote: str, text: str) -> tuple[int, int] | None:
    """Where words stand in a text, whatever a new file did to spaces, quotation marks and dashes."""
    found = (pattern.search(plain_marks(text)) for pattern in patterns(quote)[:1])
    return next((match.span() for match in found if match), None)


def _is_later_figure(was: Figure, now: Figure) -> bool:
    """Whether a figure is of no earlier time than another, as far as the sentences say."""
    mine, theirs = ([day.iso for day in one.days] for one in (was, now))
    return not mine or not theirs or max(theirs) >= max(mine)


def _value(figure: Figure) -> tuple[float, ...]:
    return tuple(quantity.value for *_, quantity in quantity_places(figure.text))
