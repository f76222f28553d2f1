"""What a person writes into a memo, sentence by sentence: what the memo had before stays as it was checked,
and anything else is held against the quotes that it cites, or against what the library has on it.

Only what a quote bears out becomes a fact."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answer.inquiry import Inquiry, cite
from assistant.check.check import Check
from assistant.drafting.quotes import may_quote
from assistant.guard.screening import screen
from assistant.lexicon.features import features
from assistant.lexicon.same_words import plain_marks
from assistant.lexicon.sameness import shared_words
from assistant.memo.ledger import Ledger, gap_text
from assistant.memo.remarks import changed
from assistant.memo.types import Section, Typed
from assistant.paper import Block, Heading, Paragraph, Text, texts_of
from assistant.retrieval.sentences import sentences_of
from assistant.types import Citation, Draft, Evidence, Failure, Verdict
from assistant.verify.cited import is_title
from assistant.verify.documents import CitedDocuments, FoundQuote
from assistant.verify.quotes import Quoted, quoted
from assistant.verify.sentences import GAP as OPEN
from assistant.verify.sourcing import is_own, needs_source
from assistant.verify.statement import Statement, wrong_with
from ingest.gloss import in_english
from ingest.types import Hit

_READ = 8  # passages that are looked through for what bears out a sentence without a note
_SAME_THING = 0.6  # of the words: what shares fewer does not speak of the same, and cannot contradict it
_NEAR = 0.5  # of a sentence's words: what has fewer is not worth showing beside it
# Of the support score, where a sentence names no quote: of all that the library has, something comes near to
# many a false one. Of 20 on a real library, the two false ones that passed had .69 and .83.
_SURE = 0.85
_LONGEST_LABEL = 6  # words: a longer one is a sentence
_OPENS = re.compile(r"^\W*(?:to be confirmed|por confirmar)\s*:?\s*", re.IGNORECASE)
_Key = tuple[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Result:
    """What a sentence was held against, and what came of it."""

    evidence: tuple[Evidence, ...]
    verdict: Verdict


@dataclass(slots=True)
class TypedWords:
    """Checks what a person writes into one memo, whose books are the ledger: quotes that bear out a sentence
    are added to its citations, and what is to be confirmed to its gaps. What `sections` have stays as it is,
    wherever it is put. `notes` are the texts of the memo's notes as they are printed, and `strange` those of
    a file's that are none of them."""

    inquiry: Inquiry
    ledger: Ledger
    sections: Sequence[Section]
    notes: Mapping[int, str] = field(default_factory=dict)
    strange: Mapping[int, str] = field(default_factory=dict)
    _known: dict[_Key, Text] = field(default_factory=dict)
    _labels: set[str] = field(default_factory=set)
    _earlier: dict[str, Typed] = field(default_factory=dict)
    _documents: CitedDocuments | None = None
    _check: Check | None = None

    def __post_init__(self) -> None:
        """Read what the memo has."""
        for section in self.sections:
            self._known |= {self._key([one]): one for one in texts_of(section.blocks)}
            self._labels |= {one.label for one in section.blocks if isinstance(one, Paragraph)}
            self._earlier |= {one.text: one for one in section.typed}
            self._earlier |= {gap_text(one.text): one for one in section.typed}

    def section(self, heading: str, blocks: Iterable[Block]) -> tuple[Section, tuple[Typed, ...]]:
        """The section as it then stands, and what came of each sentence that is new."""
        kept: list[Typed] = []
        new: list[Typed] = []
        read = [block for one in blocks for block in self._block(one, kept, new)]
        return Section(heading, tuple(read), (*kept, *new)), tuple(new)

    # Blocks -------------------------------------------------------------------------------------------------

    def _block(self, block: Block, kept: list[Typed], new: list[Typed]) -> Iterator[Block]:
        if isinstance(block, Heading):
            yield replace(block, level=max(2, block.level))
        elif isinstance(block, Paragraph):
            label, texts = self._label(block)
            if held := tuple(self._texts(texts, label, kept, new)):
                yield replace(block, texts=held, label=label)
        else:
            rows = [tuple(tuple(self._texts(cell, "", kept, new)) for cell in row) for row in block.rows]
            yield replace(block, rows=tuple(rows))

    def _label(self, block: Paragraph) -> tuple[str, tuple[Text, ...]]:
        """The label without its colon, as the memo has it; one that is a sentence stands among the texts."""
        bare = block.label.removesuffix(":")
        label = bare if bare in self._labels or block.label not in self._labels else block.label
        states = needs_source(label, self.inquiry.rules) or len(label.split()) > _LONGEST_LABEL
        if label and label not in self._labels and states:
            return "", (Text(f"{label}.", "read"), *block.texts)
        return label, block.texts

    def _texts(
        self,
        texts: Sequence[Text],
        label: str,
        kept: list[Typed],
        new: list[Typed],
    ) -> Iterator[Text]:
        at = 0
        while at < len(texts):
            known, count = self._run(texts, at)
            if known:
                if known.text in self._earlier:
                    kept.append(self._earlier[known.text])
                yield known
            elif re.search(r"\w", texts[at].text):
                held, typed, evidence = self._held(texts[at], label)
                new.append(typed)
                yield held
                yield from changed(evidence, self.inquiry, self.ledger)
            at += count

    def _run(self, texts: Sequence[Text], first: int) -> tuple[Text | None, int]:
        """The text of the memo that these sentences are, from the first on, and how many."""
        for count in range(len(texts) - first, 0, -1):
            if known := self._known.get(self._key(texts[first : first + count])):
                return known, count
        return None, 1

    def _key(self, texts: Sequence[Text]) -> _Key:
        """What tells a text from others: its words and marks, and what its notes say."""
        words = plain_marks(" ".join(" ".join(one.text for one in texts).split()))
        notes = (
            self.strange.get(note) or self.notes.get(note, str(note)) for one in texts for note in one.notes
        )
        return words, frozenset(notes)

    # A sentence ---------------------------------------------------------------------------------------------

    def _held(self, one: Text, label: str) -> tuple[Text, Typed, tuple[Evidence, ...]]:
        """The sentence as it then stands, what came of it, and, of a fact, what it rests on."""
        rules = self.inquiry.rules
        said = _OPENS.sub("", one.text).strip()
        if OPEN.match(one.text):
            return self.ledger.gap(said or label), Typed(one.text, "to be confirmed"), ()
        mine = is_own(said, rules, label=label)
        cited = list(filter(None, map(self.evidence, self._cited(one.notes))))
        quotes = self._quotes(said, [note.source.slug for note in cited])
        if cited or quotes:
            result = self._against(said, quotes, cited)
            if result.verdict.judgement != "supported" and not mine:
                return Text(one.text, "failed", self._own(one.notes)), self._withheld(said, result), ()
        elif mine:
            return Text(said, "own"), Typed(said, "own"), ()
        else:
            result = self._sought(said)
        if result.verdict.judgement == "supported":
            return *self._fact(said, result), result.evidence
        # Also where the memo asks: that it happened is no less a fact there.
        if mine or needs_source(said, rules, label=label) is None:
            lost = "its note was taken away: the quote does not say it" if one.notes else ""
            return Text(said, "own"), Typed(said, "own", lost), ()
        if self._contradicts(said, result):
            return Text(said, "failed"), self._withheld(said, result), ()
        typed = replace(self._withheld(said, result), outcome="to be confirmed")
        if not self._has_near(said, result.evidence):
            typed = replace(typed, why="", source=None, failures=())
        given = "; ".join(filter(None, (self.strange.get(note) for note in one.notes)))
        told = self.ledger.gap(f"{said.rstrip(' .')} (source given: {given})" if given else said)
        return told, replace(typed, why=_not_told(typed)), ()

    def _fact(self, said: str, result: _Result) -> tuple[Text, Typed]:
        notes = tuple(dict.fromkeys(map(self.ledger.cite, result.evidence)))
        source = next(one for one in self.ledger.citations if one.number == notes[0])
        return Text(said, "fact", notes), Typed(said, "supported", source=source, verdict="supported")

    def _withheld(self, said: str, result: _Result) -> Typed:
        found = self.inquiry.withheld(Draft(said, result.evidence), result.verdict)
        nearest = cite(result.evidence[0], 0) if result.evidence else None
        return Typed(said, "withheld", found.reason, nearest, found.verdict, found.failures)

    def _contradicts(self, said: str, result: _Result) -> bool:
        """Whether what the library has on the same says the opposite."""
        is_turned = result.verdict.judgement == "contradicted"
        return is_turned and any(self._is_of_same(said, one) for one in result.evidence)

    def _is_of_same(self, said: str, one: Evidence) -> bool:
        rules = self.inquiry.rules
        return shared_words(features(said, rules), features(one.english, rules)) >= _SAME_THING

    def _has_near(self, said: str, evidence: Iterable[Evidence]) -> bool:
        rules = self.inquiry.rules
        own = features(said, rules)
        return any(own.share_in(features(f"{one.context} {one.english}", rules)) >= _NEAR for one in evidence)

    # Against quotes -----------------------------------------------------------------------------------------

    @property
    def documents(self) -> CitedDocuments:
        """What the reader sees."""
        self._documents = self._documents or CitedDocuments(self.inquiry.view, self.inquiry.rules)
        return self._documents

    @property
    def check(self) -> Check:
        """The check that every sentence passes."""
        self._check = self._check or self.inquiry.check(self.inquiry.meter())
        return self._check

    def _cited(self, notes: Sequence[int]) -> list[Citation]:
        return [one for one in self.ledger.citations if one.number in self._own(notes)]

    def _own(self, notes: Sequence[int]) -> tuple[int, ...]:
        """The notes that are the memo's."""
        return tuple(note for note in notes if note not in self.strange)

    def evidence(self, one: Citation) -> Evidence | None:
        """A quote where it stands today; None where it is not there for who asks."""
        documents = self.documents
        if one.source not in documents.sources:
            return None
        if documents.text(one.source)[one.start : one.end] == one.quote:
            return documents.evidence(FoundQuote(one.source, one.start, one.end))
        found = documents.find(one.quote, [one.source])
        return documents.evidence(found[0]) if found else None

    def _quotes(self, said: str, slugs: Sequence[str]) -> list[tuple[Quoted, FoundQuote | None]]:
        """The quotes in a sentence, each with where it stands: in what the sentence cites, or in any."""
        documents = self.documents
        return [
            (one, next(iter([*documents.find(one.text, slugs), *documents.find(one.text)]), None))
            for one in quoted(said)
            if one.is_quote and not is_title(one.text, documents)
        ]

    def _against(
        self, said: str, quotes: Sequence[tuple[Quoted, FoundQuote | None]], cited: Sequence[Evidence]
    ) -> _Result:
        """The sentence against its own quotes and those of its notes; where the latter are cut, against the
        whole sentences that they are of."""
        nowhere = tuple(one.text for one, place in quotes if place is None)
        found = [(one, place) for one, place in quotes if place is not None]
        own = [self.documents.evidence(place) for _, place in found]
        others = [one for one in cited if not any(_touch(one, other) for other in own)]
        if nowhere:
            failure = Failure("words not quoted", nowhere)
            near = self.documents.nearest(nowhere[0], [one.source.slug for one in cited], 1)
            shown = [one for one in near if self._has_near(nowhere[0], [one])]
            return _Result((*shown, *own, *others), Verdict("unsupported", 0.0, (failure,)))
        result = self._stated(said, found, own, () if own else others)
        if own and others and result.verdict.judgement != "supported":
            result = self._stated(said, found, own, others)
        if result.verdict.judgement == "supported" or not others:
            return result
        whole = [self.documents.sentences(_place(one)) for one in others]
        again = self._stated(said, found, own, whole) if whole != others else result
        return again if again.verdict.judgement == "supported" else result

    def _stated(
        self,
        said: str,
        quotes: Sequence[tuple[Quoted, FoundQuote]],
        own: Sequence[Evidence],
        others: Sequence[Evidence],
    ) -> _Result:
        evidence = (*own, *others)
        wrong = wrong_with(Statement(said, tuple(quotes), tuple(others)), self.documents, self.check)
        draft, verdict = self.check.recited(Draft(said, evidence), ())
        if wrong is None and not own and (strange := self._strange(said, evidence, draft.evidence)):
            return _Result(evidence, Verdict("partly", verdict.score, strange))
        if wrong is None:
            needed = draft.evidence if verdict.judgement == "supported" and not own else evidence
            mine = tuple(one for one in evidence if any(_touch(one, other) for other in needed))
            return _Result(mine or evidence, Verdict("supported", verdict.score))
        failures = wrong.detail.failures or verdict.failures or (Failure("not entailed"),)
        judgement = "contradicted" if wrong.kind == "contradicted" else verdict.judgement
        refused = judgement if judgement != "supported" else "unsupported"
        return _Result(evidence, Verdict(refused, verdict.score, failures))

    def _strange(
        self, said: str, evidence: tuple[Evidence, ...], used: tuple[Evidence, ...]
    ) -> tuple[Failure, ...]:
        """The names of a sentence that only the words before its quotes have, where it needs these: they are
        not in what the note shows."""
        if all(one in evidence for one in used):
            return ()
        failures = self.check.verdict(Draft(said, evidence)).failures
        return tuple(one for one in failures if one.kind == "missing name")

    def _sought(self, said: str) -> _Result:
        """The sentence against what the memo cites, and what the library has that is nearest."""
        retriever = self.inquiry.retriever
        searches = tuple(dict.fromkeys((said, in_english(said))))
        hits: list[Hit] = retriever.fused(searches)[:_READ]
        near = [one for hit in hits for one in sentences_of(hit, retriever) if may_quote(one)]
        usable = screen(near, self.inquiry.view, self.inquiry.rules).usable
        cited = list(filter(None, map(self.evidence, self.ledger.citations)))
        draft, verdict = self.check.recited(Draft(said, ()), [*cited, *usable])
        if verdict.judgement == "supported" and verdict.score < _SURE:
            doubt = Failure("not entailed", score=verdict.score, threshold=_SURE)
            verdict = Verdict("unsupported", verdict.score, (doubt,))
        if verdict.judgement != "supported":
            return _Result(draft.evidence, verdict)
        told = max(one.source.date for one in draft.evidence)
        later = [one for one in (*cited, *usable) if one.source.date >= told]
        if against := self._denied_by(said, later):
            return against
        wrong = wrong_with(Statement(said, (), draft.evidence), self.documents, self.check)
        if wrong is None:
            return _Result(draft.evidence, verdict)
        failures = wrong.detail.failures or (Failure("not entailed"),)
        return _Result(draft.evidence, Verdict("unsupported", verdict.score, failures))

    def _denied_by(self, said: str, evidence: Sequence[Evidence]) -> _Result | None:
        """What says the opposite of a sentence that other words seem to bear out."""
        for one in evidence:
            if self._is_of_same(said, one):
                verdict = self.check.verdict(Draft(said, (one,)))
                if verdict.judgement == "contradicted":
                    return _Result((one,), verdict)
        return None


def _not_told(typed: Typed) -> str:
    """Why a sentence that cites nothing is to be confirmed."""
    if typed.failures and typed.failures[0].kind == "not entailed":
        return "it is not sure that the library bears it out: where it does, quote its words"
    nearest = f"; of what comes nearest: {typed.why}" if typed.why else ""
    return f"no document of the library tells it{nearest}"


def _place(one: Evidence) -> FoundQuote:
    return FoundQuote(one.source.slug, one.sentence.start, one.sentence.end)


def _touch(one: Evidence, other: Evidence) -> bool:
    return _place(one).touches(_place(other))
