"""What one answer got right, point by point, sentence by sentence and citation by citation, and the metrics
made of that."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from assistant.check.check import Check, Judge, without_quotes
from assistant.lexicon.rules import our_rules
from assistant.types import Answer, AnswerSentence, Citation, Draft, Evidence
from eval.cases import Case, ExpectedQuote, wanted
from eval.originals import Originals
from eval.places import cited_evidence
from eval.quotes import normalised, shows, squeezed, stands_on
from ingest.view import View

Values = Mapping[str, Sequence[float]]
"""The values of one metric, by case."""
Supports = Callable[[str, Sequence[Evidence]], bool | None]
"""Whether evidence supports a text; None where that was not told."""


@dataclass(frozen=True, slots=True)
class CitationScore:
    """Whether a citation's quote is the stored text at its offsets, stands in the original as read by another
    program, and on its page; None where there is nothing to read it with. `precise`: it supports its
    sentence, or the sentence needs it, by the check; `judged_precise` by a judge."""

    number: int
    source: str
    quote_exact: bool
    in_original: bool | None
    page_right: bool | None
    precise: bool | None
    judged_precise: bool | None = None


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """`recalled`: its citations together support it, by the check; `judged_recalled` by a judge, None where
    there is none, it gave no verdict, or the sentence is nothing but quotes. `faithful`: its quoted words
    stand in the originals and, where it says more than it quotes, the check passes it.
    `attributed`: it names whom it cites, and when."""

    text: str
    recalled: bool | None
    judged_recalled: bool | None
    faithful: bool
    attributed: bool
    citations: tuple[CitationScore, ...]


@dataclass(frozen=True, slots=True)
class CaseScore:
    """What one answer got right. `shown` goes with the case's wanted quotes and `points` with its points;
    both are empty for an unanswerable case.
    `wrong_words` are shown though they must not be; `stale` are overtaken documents that are cited without a
    later one."""

    case: Case
    answer: Answer
    cited: bool
    shown: tuple[tuple[ExpectedQuote, bool], ...]
    points: tuple[tuple[str, bool], ...]
    sentences: tuple[SentenceScore, ...]
    wrong_words: tuple[str, ...]
    stale: tuple[str, ...]

    @property
    def answerable(self) -> bool:
        """Whether the library holds an answer."""
        return bool(self.shown)

    @property
    def declined(self) -> bool:
        """Whether nothing was shown as an answer."""
        return self.answer.status == "abstained"

    @property
    def warned(self) -> bool:
        """Whether the reader was told that the library lacks an answer, even where something was shown."""
        return bool(self.answer.missing)


class Scorer:
    """Scores answers from one library. `judge` reads each sentence against its quotes, for a metric of its
    own."""

    def __init__(
        self, view: View, originals: Originals, models: str = "", judge: Judge | None = None
    ) -> None:
        self._view = view
        self._originals = originals
        self._check = Check(view, our_rules(), models)
        self._judge = judge
        self._sources = {source.slug: source for source in view.sources}

    def score(self, case: Case, answer: Answer) -> CaseScore:
        """The score of one answer."""
        expected = wanted(case, self._sources)
        cited = {citation.source for citation in answer.citations}
        by_number = {citation.number: citation for citation in answer.citations}
        shown_words = normalised(" ".join(sentence.text for sentence in answer.sentences)).casefold()
        return CaseScore(
            case,
            answer,
            bool(cited & {one.source for one in expected}),
            tuple((one, is_shown(one, answer)) for one in expected),
            self._points(expected, answer),
            tuple(
                self._sentence(sentence, [by_number[number] for number in sentence.citations])
                for sentence in answer.sentences
            ),
            tuple(words for words in case.must_not if normalised(words).casefold() in shown_words),
            tuple(slug for slug in case.overtaken if slug in cited and not self._told_of_later(slug, cited)),
        )

    def _points(self, expected: Sequence[ExpectedQuote], answer: Answer) -> tuple[tuple[str, bool], ...]:
        """Each point with whether it is made: one of its quotes is shown, or the check passes it on what is
        shown of one of its documents."""
        made: dict[str, bool] = {}
        for one in expected:
            made[one.told] = made.get(one.told, False) or is_shown(one, answer)
        for one in expected:
            if one.point and not made[one.point]:
                quotes = [
                    cited_evidence(citation, self._view)
                    for citation in answer.citations
                    if citation.source == one.source
                ]
                made[one.point] = any(self._supports(one.point, (quote,)) for quote in quotes)
        return tuple(made.items())

    def _told_of_later(self, slug: str, cited: Collection[str]) -> bool:
        return any(
            self._sources[other].date > self._sources[slug].date
            for other in cited
            if other in self._sources and other != slug
        )

    def _sentence(self, sentence: AnswerSentence, citations: Sequence[Citation]) -> SentenceScore:
        evidence = [cited_evidence(citation, self._view) for citation in citations]
        texts = [one.text for one in evidence]
        is_verbatim = without_quotes(sentence.text, texts) is not None
        quoted = frozenset(texts if is_verbatim else ())
        recalled, precise = alce(sentence.text, evidence, partial(self._supports, quoted=quoted), quoted)
        judged_recalled, judged_precise = alce(sentence.text, evidence, self._judged, quoted)
        checked = tuple(map(self._citation, citations, precise, judged_precise))
        held = all(one.quote_exact and one.in_original is not False for one in checked)
        faithful = bool(checked) and held and bool(recalled)
        return SentenceScore(
            sentence.text, recalled, judged_recalled, faithful, self._attributed(sentence, evidence), checked
        )

    def _supports(self, text: str, evidence: Sequence[Evidence], quoted: Collection[str] = ()) -> bool:
        verbatim = tuple(one.text for one in evidence) if all(one.text in quoted for one in evidence) else ()
        return (
            bool(evidence)
            and self._check.verdict(Draft(text, tuple(evidence), verbatim)).judgement == "supported"
        )

    def _judged(self, text: str, evidence: Sequence[Evidence]) -> bool | None:
        verbatim = without_quotes(text, [one.text for one in evidence]) is not None
        told = (
            None
            if self._judge is None or verbatim
            else self._judge(text, "\n".join(one.text for one in evidence))
        )
        return None if told is None else told == "supported"

    def _attributed(self, sentence: AnswerSentence, evidence: Sequence[Evidence]) -> bool:
        """Whether an opinion's author is named and nobody else is made to speak, by the words around the
        quotes."""
        found = without_quotes(sentence.text, [one.text for one in evidence])
        frame = sentence.text if found is None else found
        opinions = [one.source for one in evidence if one.source.kind == "op-ed"]
        named = all(
            "op-ed" in frame.casefold() or (source.author and source.author in frame) for source in opinions
        )
        if frame == sentence.text:
            return named
        return named and any(
            told and squeezed(told) in squeezed(frame)
            for one in evidence
            for told in (
                one.source.title,
                one.source.publisher,
                one.source.author,
                one.source.title.split(",")[0],
                one.sentence.speaker,
            )
        )

    def _citation(self, citation: Citation, precise: bool | None, judged: bool | None) -> CitationScore:
        exact = self._view.text(citation.source)[citation.start : citation.end] == citation.quote
        in_original = self._originals.hold(citation.source, citation.quote)
        return CitationScore(
            citation.number, citation.source, exact, in_original, self._page_right(citation), precise, judged
        )

    def _page_right(self, citation: Citation) -> bool | None:
        count = self._originals.pages(citation.source)
        if not count:
            return None
        if citation.page is None or not 1 <= citation.page <= (citation.page_end or citation.page) <= count:
            return False
        named = range(citation.page, (citation.page_end or citation.page) + 1)
        return stands_on(citation.quote, [self._originals.page(citation.source, number) for number in named])


def alce(
    text: str, evidence: Sequence[Evidence], supports: Supports, quoted: Collection[str] = ()
) -> tuple[bool | None, list[bool | None]]:
    """Whether the citations of a text support it together, and which of them it needs: those that support it
    alone, those without which the others do not, and those whose words it quotes (recall and precision of
    citations in ALCE, Gao et al. 2023)."""
    recalled = supports(text, evidence)
    if len(evidence) == 1 or not recalled:
        return recalled, [recalled] * len(evidence)

    def needed(position: int) -> bool | None:
        if evidence[position].text in quoted:
            return True
        alone = supports(text, [evidence[position]])
        without = (
            supports(text, [one for place, one in enumerate(evidence) if place != position])
            if alone is False
            else False
        )
        return alone if alone is not False else None if without is None else not without

    return recalled, [needed(position) for position in range(len(evidence))]


def is_shown(expected: ExpectedQuote, answer: Answer) -> bool:
    """Whether a sentence that cites the expected document shows the expected words, itself or in the quote
    that it cites.

    The same words in another document do not count: two orders of one day differ in little more than the
    country."""
    if not expected.quote:  # a mark whose words its document has no more: every text would hold nothing
        return False
    by_number = {citation.number: citation for citation in answer.citations}
    for sentence in answer.sentences:
        for citation in (by_number[number] for number in sentence.citations):
            if citation.source == expected.source and (
                shows(sentence.text, expected.quote) or shows(citation.quote, expected.quote)
            ):
                return True
    return False


Metric = Callable[[CaseScore], list[float]]


def _of_citations(value: Callable[[CitationScore], bool | None]) -> Metric:
    return lambda one: [
        float(told)
        for sentence in one.sentences
        for citation in sentence.citations
        if (told := value(citation)) is not None
    ]


def _of_sentences(value: Callable[[SentenceScore], bool | None]) -> Metric:
    return lambda one: [float(told) for sentence in one.sentences if (told := value(sentence)) is not None]


METRICS: Mapping[str, Metric] = {
    "point_recall": lambda one: [float(made) for _, made in one.points],
    "document_cited": lambda one: [float(one.cited)] if one.answerable else [],
    "quote_shown": lambda one: [float(any(hit for _, hit in one.shown))] if one.answerable else [],
    "faithfulness": _of_sentences(lambda sentence: sentence.faithful),
    "citation_recall": _of_sentences(lambda sentence: sentence.recalled),
    "citation_precision": _of_citations(lambda citation: citation.precise),
    "judged_citation_recall": _of_sentences(lambda sentence: sentence.judged_recalled),
    "judged_citation_precision": _of_citations(lambda citation: citation.judged_precise),
    "attribution_right": _of_sentences(lambda sentence: sentence.attributed),
    "quote_exact": _of_citations(lambda citation: citation.quote_exact),
    "in_original": _of_citations(lambda citation: citation.in_original),
    "page_right": _of_citations(lambda citation: citation.page_right),
    "nothing_wrong_said": lambda one: (
        [float(not one.wrong_words)] if one.case.must_not and not one.declined else []
    ),
    "fresh": lambda one: [float(not one.stale)] if one.case.overtaken and not one.declined else [],
    "declined": lambda one: [] if one.answerable else [float(one.declined)],
    "declined_or_warned": lambda one: [] if one.answerable else [float(one.declined or one.warned)],
    "declined_wrongly": lambda one: [float(one.declined)] if one.answerable else [],
}
"""What each metric is the mean of: points, answerable cases, sentences, citations, or the cases that say what
is wrong or overtaken."""


def values(scores: Sequence[CaseScore]) -> dict[str, dict[str, list[float]]]:
    """Every metric's values by case; a case for which there is nothing to measure is left out, because
    unscored is not zero."""
    return {
        name: {one.case.id: given for one in scores if (given := of_case(one))}
        for name, of_case in METRICS.items()
    }
