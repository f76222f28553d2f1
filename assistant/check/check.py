"""The check: a draft sentence against the stored text of what it cites. It trusts nothing of the drafter's
but offsets, and reads the text anew.

A sentence of the quote drafter holds nothing but quotes and their introductions, which is decided letter by
letter. A sentence that a chat model wrote is decided in three steps, each of which can only refuse: what can
be compared exactly (numbers, dates, names, quotations, attribution, words turned round), the support model,
and a judge where one is configured."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.check.actors import wrong_actor
from assistant.check.acts import untold_act
from assistant.check.alignment import align, tokens
from assistant.check.attribution import misattributed
from assistant.check.binding import misplaced_figure
from assistant.check.candidates import candidates
from assistant.check.entailment import SupportModel
from assistant.check.merging import merged
from assistant.check.names import (
    exchanged_names,
    lacking_names,
    opening_stranger,
    unsaid_openings,
    wrong_titles,
)
from assistant.check.numbers import lacking_days, lacking_quantities
from assistant.check.omissions import left_out, widened
from assistant.check.periods import turned_period
from assistant.drafting.introductions import FRAME_WORDS
from assistant.lexicon.contradiction import contradiction
from assistant.lexicon.dates import readable_date
from assistant.lexicon.features import Features, features, nearest
from assistant.lexicon.leads import affirmed, denied_by
from assistant.lexicon.rules import Rules
from assistant.types import LEFT_OUT, Draft, Evidence, Failure, FailureKind, Judgement, Verdict
from assistant.watch import step
from ingest.sentences import split_sentences
from ingest.types import Sentence
from ingest.view import View

_BEFORE = 2  # sentences of the passage before a quote, in which “it” and “the order” find what they stand for
_QUOTED = re.compile(r"[“\"]([^“”\"]{3,})[”\"]")
# A sentence whose own words are hardly in its evidence is about something else, whatever the model makes of
# it; where less than half of them are, or hardly but in the title, or the sentence is so long that it
# says several things, the model must be sure. Of sentences that real models wrote, those below .68 were
# more often false than true.
_LEAST_COVERED = 0.34
_HALF_COVERED, _QUOTED_SHARE, _LONG, _UNSURE, _SURE = 0.5, 0.4, 30, 0.68, 0.85
# From this share of its words in a quote's order a sentence is that quote made shorter, where it has so many.
_COPIED, _COPIED_WORDS = 0.85, 6

Judge = Callable[[str, str], Judgement | None]
"""Sentence × evidence → what a judge says, or None."""


@dataclass(frozen=True, slots=True)
class Check:
    """The check over what a view has, with the local models at `models`. `judge` may only refuse what the
    other steps passed."""

    view: View
    rules: Rules
    models: str = ""
    judge: Judge | None = None

    def verdict(self, draft: Draft) -> Verdict:
        """What is to be said of a draft sentence on the evidence that it cites."""
        with step("check"):
            return self._judged(draft, self._local(draft))

    def recited(self, draft: Draft, others: Sequence[Evidence]) -> tuple[Draft, Verdict]:
        """The draft on the evidence that bears it out best: those of its own that do so alone, or all of
        them; its own with the sentences before them; or with, or instead of it, another sentence of what was
        found. What it does not need is not cited."""
        with step("check"):
            return self._recited(draft, others)

    def _recited(self, draft: Draft, others: Sequence[Evidence]) -> tuple[Draft, Verdict]:
        best = self._needed(draft)
        for evidence in self._alternatives(draft, others) if best[1].judgement != "supported" else ():
            tried = replace(draft, evidence=evidence)
            verdict = self._local(tried)
            if verdict.judgement == "supported":
                best = tried, verdict
                break
            if not best[
                0
            ].evidence:  # why what is nearest does not bear it out tells more than that it cites none
                best = tried, verdict
            if verdict.judgement == "contradicted" and best[1].judgement == "unsupported":
                best = tried, verdict
        return best[0], self._judged(*best)

    def _local(self, draft: Draft) -> Verdict:
        """The verdict of all but the judge."""
        if not draft.evidence:
            return _refused("unsupported", 0.0, Failure("no evidence"))
        wrong = next((one for one in draft.evidence if self._stored(one) != one.text), None)
        if wrong is not None:
            place = f"{wrong.source.slug} at {wrong.sentence.start}–{wrong.sentence.end}"
            return _refused("unsupported", 0.0, Failure("quote not stored", source=place))
        return self._quotes(draft) if draft.quotes else self._statement(draft)

    def _judged(self, draft: Draft, verdict: Verdict) -> Verdict:
        """The verdict, where there is a judge and something to ask it."""
        if self.judge is None or draft.quotes or verdict.judgement != "supported":
            return verdict
        judged = self.judge(draft.text, "\n".join(f"{_told(one)} {one.statement}" for one in draft.evidence))
        if judged in (None, "supported"):
            return verdict
        return _refused(judged, verdict.score, Failure("refused by judge"))

    def _needed(self, draft: Draft) -> tuple[Draft, Verdict]:
        """The draft on those of its evidence that bear it out alone; on all of it where none does."""
        if len(draft.evidence) > 1:
            alone = [
                (one, verdict)
                for one in draft.evidence
                if (verdict := self._local(replace(draft, evidence=(one,)))).judgement == "supported"
            ]
            if alone:
                best = max((verdict for _, verdict in alone), key=lambda verdict: verdict.score)
                return replace(draft, evidence=tuple(one for one, _ in alone)), best
        return draft, self._local(draft)

    def _alternatives(self, draft: Draft, others: Sequence[Evidence]) -> list[tuple[Evidence, ...]]:
        left = [one for one in others if one not in draft.evidence]
        found = list(candidates(self._read(draft.text), left, _LEAST_COVERED))
        widened = tuple(map(_with_antecedents, draft.evidence))
        return (
            ([widened] if widened != draft.evidence and self._only_leans(draft, widened) else [])
            + [one for one in found if len(one) == 1]
            + [(*draft.evidence, *one) for one in found if draft.evidence and len(one) == 1]
            + [one for one in found if len(one) > 1]
        )

    def _only_leans(self, draft: Draft, widened: Sequence[Evidence]) -> bool:
        """Whether what a sentence may lack in its quotes is what “it” stands for: not a number or a day, nor
        a country where the quote has another."""
        own = [one.statement for one in draft.evidence]
        claim, quoted = self._read(draft.text), self._read("\n".join(own))
        whole = self._read("\n".join(f"{_told(one)} {one.statement}" for one in widened))
        lacking = (
            lacking_quantities(claim, quoted)
            or lacking_days(claim, quoted, _dates(draft.evidence))
            or exchanged_names(claim, quoted, whole)
        )
        return not lacking and not contradiction(claim, nearest(claim, own))

    def _read(self, text: str) -> Features:
        return features(text, self.rules)

    def _stored(self, one: Evidence) -> str:
        return self.view.text(one.source.slug)[one.sentence.start : one.sentence.end]

    def _quotes(self, draft: Draft) -> Verdict:
        """Supported when the sentence holds nothing but its introduction and its quotes, and the introduction
        says nothing that the source's metadata does not."""
        if draft.quotes != tuple(one.text for one in draft.evidence):
            return _refused("unsupported", 0.0, Failure("quote not whole"))
        frame = without_quotes(draft.text, draft.quotes)
        if frame is None:
            return _refused("unsupported", 0.0, Failure("quote not whole"))
        if denied := denied_by(draft.evidence, self.rules):
            words, lead = denied
            return _refused("contradicted", 0.0, Failure("lead-in left out", (words,), lead.text))
        return self._introduced_wrong(frame, draft.evidence) or Verdict("supported", 1.0)

    def _introduced_wrong(self, introduction: str, evidence: Sequence[Evidence]) -> Verdict | None:
        """What is to be said of an introduction that says more than the library's record; None where none
        does."""
        strangers = _words(introduction) - set().union(*map(self._known_words, evidence))
        if not strangers:
            return None
        return _refused("partly", 0.5, Failure("introduction says more", tuple(sorted(strangers))))

    def _statement(self, draft: Draft) -> Verdict:
        refused = self._introduced_wrong(draft.introduction, draft.evidence) or self._compared(draft)
        if refused is not None:
            return refused
        text = self._claim(draft)
        if _is_copied(text, draft.evidence):
            return Verdict("supported", 1.0)
        evidence = "\n".join(f"{_told(one)} {one.english}" for one in draft.evidence)
        model = SupportModel(self.models)
        score = round(model.scores([(text, evidence)], self.rules)[0], 3)
        covered = self._read(text).share_in(self._read(evidence))
        plain = covered >= _HALF_COVERED and len(text.split()) <= _LONG
        quoted = "\n".join(map(_read_as, draft.evidence))
        plain = plain and self._read(text).share_in(self._read(quoted)) >= _QUOTED_SHARE
        plain = plain and not untold_act(text, quoted, self.rules)
        needed = max(_UNSURE, model.threshold) if plain else _SURE
        if score < needed:
            return _refused(
                "unsupported", score, Failure("not entailed", score=score, threshold=round(needed, 3))
            )
        return Verdict("supported", score)

    def _claim(self, draft: Draft) -> str:
        """The sentence without the words that only say that what was given says it."""
        given = self.rules["speech"].of("given").find(draft.text)
        return draft.text[given.end() :] if given else draft.text

    def _compared(self, draft: Draft) -> Verdict | None:
        """What can be compared exactly; None where nothing is wrong."""
        own = [_read_as(one) for one in draft.evidence]
        around = [f"{_told(one)} {_read_as(one)}" for one in draft.evidence]
        claim, quoted, whole = (
            self._read(self._claim(draft)),
            self._read("\n".join(own)),
            self._read("\n".join(around)),
        )
        titled = self._read("\n".join([*own, *map(_titled, draft.evidence)]))
        names = lacking_names(claim, whole, whole) + exchanged_names(claim, quoted, whole)
        lacking = [
            *_lacking("missing number", lacking_quantities(claim, titled)),
            *_lacking("missing date", lacking_days(claim, titled, _dates(draft.evidence))),
            *_lacking("missing name", names + opening_stranger(claim, whole)),
        ]
        for quotation in _QUOTED.findall(draft.text):
            if not any(_plain(quotation) in _plain(text) for text in around):
                return _refused("unsupported", 0.0, Failure("words not quoted", (quotation,)), *lacking)
        covered = round(share := claim.share_in(whole), 3)
        if share < _LEAST_COVERED or any(_is_title(claim.text, one) for one in draft.evidence):
            return _refused("unsupported", covered, Failure("off subject"), *lacking)
        lacking += _lacking("wrong title", wrong_titles(claim, whole))
        lacking += _lacking("missing words", unsaid_openings(claim, whole))
        if lacking:
            return _refused("partly", covered, *lacking)
        near = nearest(claim, [each for one in draft.evidence for each in _sayings(one)])
        turned = contradiction(claim, near)
        if turned:
            return _refused("contradicted", covered, replace(turned, nearest=near.text))
        for one in draft.evidence:
            if denied := affirmed(claim.text, one, self.rules):
                words, lead = denied
                return _refused("contradicted", covered, Failure("lead-in left out", (words,), lead.text))
        if word := widened(claim.text, whole.text, self.rules):
            return _refused("partly", covered, Failure("missing words", (word,)))
        wrong = misattributed(draft.shown, draft.evidence, self.rules) or self._rearranged(
            claim, draft.evidence
        )
        return _refused("partly", covered, wrong) if wrong else None

    def _rearranged(self, claim: Features, evidence: Sequence[Evidence]) -> Failure | None:
        """What a claim that has its quotes' words puts together otherwise than they do, or leaves out of
        them."""
        said = [(self._read(each), one) for one in evidence for each in _sayings(one)]
        read = [each for each, _ in said]
        source = max(read, key=lambda each: align(claim.text, each.text).share)
        told_by = [
            self._read(f"{one.source.publisher}. {one.source.author}. {one.sentence.speaker}")
            for _, one in said
        ]
        known = self._read("\n".join(map(_told, evidence)))
        return (
            wrong_actor(claim, list(zip(read, told_by, strict=True)))
            or merged(claim, [self._read(_read_as(one)) for one in evidence], known)
            or turned_period(claim.text, source.text)
            or misplaced_figure(claim.text, source.text)
            or left_out(claim.text, source.text, self.rules)
        )

    def _known_words(self, evidence: Evidence) -> set[str]:
        """The words that may introduce the evidence, by the library's own record of the source and of the
        sentence rather than the drafter's."""
        source = self.view.source(evidence.source.slug)
        known = [
            source.title,
            source.publisher,
            source.author,
            source.date,
            readable_date(source.date),
            source.kind,
            source.number,
            source.stage,
            source.status,
            readable_date(source.version),
        ]
        for sentence in self._sentences(evidence):
            known += [sentence.place, sentence.speaker, *(lead.place for lead in sentence.leads)]
        return set(FRAME_WORDS) | _words(" ".join(known))

    def _sentences(self, evidence: Evidence) -> Iterator[Sentence]:
        """The stored sentences that the evidence is of."""
        place, passage = evidence.sentence, evidence.passage
        for one in self.view.neighbours(passage, before=1, after=0):
            yield from (each for each in one.sentences if each.start < place.end and place.start < each.end)


def without_quotes(text: str, quotes: Sequence[str]) -> str | None:
    """A sentence without its quotes, which stand there in their order, each in marks of its own or after
    another with `LEFT_OUT` between; None where they do not. A mark for words that are left out may follow the
    last."""
    frame, rest, is_open = "", text, False
    for quote in quotes:
        if is_open and rest.startswith(f"{LEFT_OUT}{quote}"):
            rest = rest[len(LEFT_OUT) + len(quote) :]
            continue
        closed = _closed(rest) if is_open else rest
        if closed is None:
            return None
        before, found, rest = closed.partition(f"“{quote}")
        if not found:
            return None
        frame, is_open = frame + before, True
    last = _closed(rest)
    return None if last is None else frame + last


def _closed(rest: str) -> str | None:
    """What follows a quotation that ends here; None where it goes on."""
    after = rest.removeprefix(LEFT_OUT.rstrip())
    return after[1:] if after.startswith("”") else None


def _refused(judgement: Judgement, score: float, *failures: Failure) -> Verdict:
    return Verdict(judgement, score, failures)


def _lacking(kind: FailureKind, words: Sequence[str]) -> list[Failure]:
    """That the source lacks these words, if there are any."""
    return [Failure(kind, tuple(dict.fromkeys(words)))] if words else []


def _dates(evidence: Sequence[Evidence]) -> list[str]:
    return [one.source.date for one in evidence if one.source.date]


def _titled(one: Evidence) -> str:
    return f"{one.source.title} {one.source.number}".rstrip()


def _is_copied(claim: str, evidence: Sequence[Evidence]) -> bool:
    """Whether a claim is one quote made shorter: nearly all its words are the quote's, in their order, and
    the others say which document it is."""
    for one in evidence:
        told = {each.key for each in tokens(_told(one))}
        for said in _sayings(one):
            found = align(claim, said)
            before = set(found.claim[: found.opens])
            others = all(each.key in told and (each in before or each.is_figure) for each in found.moved)
            if found.share >= _COPIED and len(found.pairs) >= _COPIED_WORDS and others and not found.splices:
                return True
    return False


def _is_title(claim: str, one: Evidence) -> bool:
    """Whether a claim is but what the document, or its section, is called: no statement of it."""
    plain = _plain(claim)
    named = any(plain in _plain(title) for title in (one.source.title, one.passage.heading) if title)
    return named and plain not in _plain(one.statement)


def _sayings(one: Evidence) -> list[str]:
    """The sentences of a piece of evidence; one with the words that it completes is whole."""
    texts = [one.statement] if one.english == one.statement else [one.statement, one.english]
    if one.sentence.leads:
        return texts
    return [text[start:end] for text in texts for start, end in split_sentences(text)] or texts


def _read_as(one: Evidence) -> str:
    """The statement, with its English where it is of another language."""
    return one.statement if one.english == one.statement else f"{one.statement}\n{one.english}"


def _told(one: Evidence) -> str:
    """What is known of the document, the section's heading, and who speaks, as the words before a quote."""
    source = one.source
    parts = (
        source.title,
        source.number if source.number not in source.title else "",
        source.author,
        source.publisher,
        readable_date(source.date),
        one.passage.heading,
        one.sentence.speaker if one.sentence.speaker != one.passage.heading else "",
    )
    return " ".join(f"{part}." for part in parts if part)


def _with_antecedents(one: Evidence) -> Evidence:
    """The quote with the sentences before it in its passage, where “it” and “the order” find what they stand
    for; itself where there are none, and an item, which has the words that it completes."""
    passage = one.passage
    if one.sentence.leads:
        return one
    before = [sentence for sentence in passage.sentences if sentence.end <= one.sentence.start][-_BEFORE:]
    if not before:
        return one
    first = before[0]
    text = passage.text[first.start - passage.start : one.sentence.end - passage.start]
    return replace(one, sentence=replace(one.sentence, start=first.start, page=first.page), text=text)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+(?:['’.\-][^\W_]+)*", text.lower()))
