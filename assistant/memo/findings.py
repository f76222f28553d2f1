"""What the library has for a section of a memo: the plans of requests, put to the subjects of an
assignment.

The same plans answer questions, so a memo knows no other way to find, choose and order: how things stand,
what the law provides, who argues what. What a topic asks itself is put as it stands; its subjects are put as
requests of the kind that a section wants, never as a sentence made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, zip_longest
from typing import Literal, cast

from assistant.answer.abstention import Coverage
from assistant.answer.inquiry import Inquiry
from assistant.drafting.instruments import is_law
from assistant.drafting.quotes import Quote
from assistant.errors import Stopped
from assistant.lexicon.leads import without_leads
from assistant.lexicon.rules import Rules
from assistant.memo.assignment import Assignment
from assistant.memo.ledger import Ledger
from assistant.memo.remarks import newest_change
from assistant.plans.asks import facets_of
from assistant.plans.registry import plan_of
from assistant.plans.subject import aboutness
from assistant.query.query import Query, Variant, read_query
from assistant.query.request import Form, Request, read_request
from assistant.retrieval.retriever import Retriever
from assistant.types import Draft, Evidence, RequestKind
from ingest.gloss import in_english
from ingest.types import Hit, Restriction

Want = Literal[
    "spine",
    "asked",
    "points",
    "law",
    "for",
    "against",
    "sides",
    "proposals",
    "state",
    "figures",
    "legal",
    "positions",
    "timeline",
    "fact",
]
"""What a section wants of the library: the best of all that the memo has (`spine`), what the topic itself
asks (`asked`), the main points of the documents that are most about it (`points`), of laws alone (`law`), the
arguments `for` and `against` and both by whoever has them (`sides`), what anybody proposes (`proposals`), or
what a plan of that name finds on its subjects."""
_SIDES: Mapping[Want, tuple[str, ...]] = {
    "for": ("For",),
    "against": ("Against",),
    "sides": ("For", "Against"),
}
_POINTS, _POINTS_OF_ALL = 3, 10  # of a document, and of all of them
_DOCUMENTS = 5
_LAWS = 3
_PASSAGES = 24  # that the cross-encoder reads for a subject
FURTHEST = 4.0  # logits below the best: a document or subject further off is about something else
_TITLED = 220  # characters of a title that are read with a quote
_TRIED = 6  # passages that the cross-encoder reads to see whether the library knows a subject
_QUOTES = 8
_MOST_SUBJECTS = 2
_FEWEST_WORDS = 8  # of a proposal: “we ask for four things” proposes nothing


@dataclass(slots=True)
class Findings:
    """What a view has for the sections of one memo, each found once; the places of all that is found go into
    the ledger."""

    inquiry: Inquiry
    assignment: Assignment
    ledger: Ledger
    _known: dict[Want, tuple[Quote, ...]] = field(default_factory=dict)
    _ranked: dict[tuple[str, bool], tuple[str, ...]] = field(default_factory=dict)
    _subjects: tuple[str, ...] = ()
    _arguments: dict[str, list[Quote]] = field(default_factory=dict)

    def of(self, want: Want) -> tuple[Quote, ...]:
        """The quotes for what a section wants, best first; those of several subjects take turns.

        Raises:
            Stopped: nobody waits for the memo any more.
        """
        if want not in self._known:
            if self.inquiry.patience.stopped():
                raise Stopped("stopped")
            self._known[want] = tuple(self._of(want))
        return self._known[want]

    def _of(self, want: Want) -> Iterable[Quote]:
        if want == "asked":
            return _in_turn([self._asked(one) for one in self.assignment.questions or self.subjects])
        if want == "points":
            return self._points_of(self.documents())
        if want == "law":
            return self._points_of(self.documents(laws=True)[:_LAWS])
        if want == "proposals":
            return self._proposals()
        if want in _SIDES:
            return _in_turn([self._argued(want, one) for one in self.subjects])
        return _in_turn([self._on(want, one) for one in self.subjects])

    def _asked(self, question: str) -> list[Quote]:
        rules, sources = self.inquiry.rules, self.inquiry.view.sources
        return self._quotes(
            read_query(question, rules, sources=sources, request=read_request(question, sources, rules))
        )

    def _on(self, want: Want, subject: str) -> list[Quote]:
        request = Request(kind=cast("RequestKind", want), subject=subject)
        return self._quotes(self._query(subject, request))

    def _argued(self, want: Want, subject: str) -> list[Quote]:
        """The arguments of some sides, all of which one search finds; in a language that the rules read, only
        sentences that argue: what an act provides is what is argued about."""
        if subject not in self._arguments:
            request = Request(kind="arguments", subject=subject, stance="both")
            found = self._quotes(self._query(subject, request), most=2 * _QUOTES)
            self._arguments[subject] = [one for one in found if _argues(one, self.inquiry.rules)]
        return [one for one in self._arguments[subject] if one.parts[0].found_for in _SIDES[want]]

    def _proposals(self) -> list[Quote]:
        """Of what is found otherwise, what somebody proposes, in words enough to say it; what an act provides
        is no proposal."""
        proposes = self.inquiry.rules["telling"].of("proposes")
        wants: tuple[Want, ...] = ("asked", "sides", "state", "fact", "points")
        found = chain.from_iterable(self.of(one) for one in wants)
        return [
            one
            for one in found
            if not is_law(one.parts[0].source)
            and sum(len(part.text.split()) for part in one.words) >= _FEWEST_WORDS
            and any(proposes.find(part.statement) for part in one.words)
        ]

    def _points_of(self, slugs: Sequence[str]) -> list[Quote]:
        """The points of documents, of each the more the fewer they are; none where the library has nothing
        that answers to the subjects: the nearest of its documents are then about something else."""
        if not self.of("fact"):
            return []
        most = max(_POINTS, _POINTS_OF_ALL // max(1, len(slugs)))
        return _first_most([self._points(slug, most) for slug in slugs])

    def _points(self, slug: str, most: int) -> list[Quote]:
        """What a document says: its main points, or, where it is talk, in which much is beside the subject,
        what of it is on the subject."""
        view, subjects = self.inquiry.view, self.subjects
        if not any(one.speaker for passage in view.passages(slug) for one in passage.sentences):
            request = Request("summary", subjects[0], (slug,), within=True, form=Form(points=most))
            return self._quotes(self._query(subjects[0], request))
        within = self.inquiry.within(Restriction(slugs=(slug,)))
        on = [self._quotes(self._query(one, Request("fact", one)), within) for one in subjects]
        return list(_in_turn(on))[:most]

    def _query(self, subject: str, request: Request) -> Query:
        return read_query(subject, self.inquiry.rules, sources=self.inquiry.view.sources, request=request)

    @property
    def subjects(self) -> tuple[str, ...]:
        """What the memo is about: of what it may be about, what the library knows best, as the cross-encoder
        reads the passages that each finds first."""
        if not self._subjects:
            retriever = self.inquiry.retriever
            known = {one: _best(one, retriever) for one in self.assignment.subjects}
            likely = sorted(known, key=lambda one: -known[one])
            least = known[likely[0]] - FURTHEST
            self._subjects = tuple(one for one in likely if known[one] >= least)[:_MOST_SUBJECTS]
        return self._subjects

    def documents(self, *, laws: bool = False) -> tuple[str, ...]:
        """The documents that are most about the subjects, best first."""
        if ("documents", laws) not in self._ranked:
            self._ranked["documents", laws] = self._documents(laws)
        return self._ranked["documents", laws]

    def _documents(self, laws: bool) -> tuple[str, ...]:
        """The documents of the passages that the cross-encoder finds nearest to a subject, no op-ed, and none
        far below the best."""
        view, rules = self.inquiry.view, self.inquiry.rules
        slugs = tuple(one.slug for one in view.sources if one.kind != "op-ed" and (is_law(one) or not laws))
        if not slugs:
            return ()
        retriever = self.inquiry.within(Restriction(slugs=slugs)).retriever
        asked = (*self.subjects, *self.assignment.questions)
        hits = retriever.fused(tuple(dict.fromkeys(chain(asked, map(in_english, asked)))))[:_PASSAGES]
        texts = [_headed(hit, retriever) for hit in hits]
        best: dict[str, float] = {}
        for subject in self.subjects:
            for hit, logit in zip(hits, retriever.read([Variant(in_english(subject))], texts), strict=True):
                slug = hit.passage.source
                best[slug] = max(best.get(slug, logit), logit)
        named = read_request(self.subjects[0], view.sources, rules).documents
        order = sorted(best, key=lambda slug: -best[slug])
        near = [slug for slug in order if best[slug] >= best[order[0]] - FURTHEST]
        return tuple(dict.fromkeys([*(one for one in named if one in near), *near]))[:_DOCUMENTS]

    def read(self, quotes: Sequence[Quote]) -> list[float]:
        """What the cross-encoder makes of quotes for what the topic asks: the best logit of each."""
        texts = [
            f"{one.parts[0].source.title[:_TITLED]}. {' '.join(part.english for part in one.words)}"
            for one in quotes
        ]
        asked = (self.assignment.questions or self.subjects)[:_MOST_SUBJECTS]
        logits = [self.inquiry.retriever.read([Variant(in_english(one))], texts) for one in asked]
        return [max(each) for each in zip(*logits, strict=True)]

    def about(self, quote: Quote) -> float:
        """How much of a subject's words a quote itself has, from 0 to 1; the rarer they are, the more."""
        shares = [aboutness(one, self.inquiry.retriever, titled=False) for one in self.subjects]
        return max(share(part) for share in shares for part in quote.words)

    def change(self, quote: Quote) -> Evidence | None:
        """The sentence of a later document that ended or changed what a quote tells, if one did."""
        return newest_change(quote.words, self.inquiry)

    def _quotes(self, query: Query, within: Inquiry | None = None, most: int = _QUOTES) -> list[Quote]:
        covered = self._covered(query, within or self.inquiry)
        plan = plan_of(query)
        drafts = plan.drafts(query, covered.evidence, plan.limit(query, most), self.inquiry.rules)
        return list(chain.from_iterable(map(quotes_of, drafts)))

    def _covered(self, query: Query, within: Inquiry) -> Coverage:
        found = within.find([query])
        self.ledger.notice(within.wording.quarantined(found.quarantined))
        self.ledger.found(found.covered[0].evidence)
        return found.covered[0]


def _argues(quote: Quote, rules: Rules) -> bool:
    """Whether a quote gives a reason, a judgement or a wish, as far as the rules read its language."""
    argues, source = rules["telling"].of("argues"), quote.parts[0].source
    if source.language not in {row.id.partition(".")[0] for row in argues.rows}:
        return True
    return any(
        argues.find(part.statement) and not (is_law(source) and facets_of(part.statement, rules))
        for part in quote.words
    )


def quotes_of(draft: Draft) -> Iterator[Quote]:
    """The quotes that a draft was made of: items that complete the same words are one."""
    parts: list[Evidence] = []
    for one in without_leads(draft.evidence):
        if parts and not (one.sentence.leads and one.sentence.leads == parts[-1].sentence.leads):
            yield Quote(tuple(parts))
            parts = []
        parts.append(one)
    if parts:
        yield Quote(tuple(parts))


def _in_turn(found: Sequence[Sequence[Quote]]) -> Iterator[Quote]:
    for each in zip_longest(*found):
        yield from (one for one in each if one is not None)


def _first_most(found: Sequence[Sequence[Quote]]) -> list[Quote]:
    """The quotes of several documents, of which the first is worth most."""
    placed = [
        (rank + place, rank, quote) for rank, each in enumerate(found) for place, quote in enumerate(each)
    ]
    return [quote for *_, quote in sorted(placed, key=lambda one: one[:2])]


def _best(subject: str, retriever: Retriever) -> float:
    """The cross-encoder's best logit for the passages that a subject finds first."""
    hits = retriever.fused((subject, in_english(subject)))[:_TRIED]
    texts = [_headed(hit, retriever) for hit in hits]
    return max(retriever.read([Variant(in_english(subject))], texts), default=-99.0) if hits else -99.0


def _headed(hit: Hit, retriever: Retriever) -> str:
    return f"{retriever.view.source(hit.passage.source).title}. {in_english(hit.passage.text)}"
