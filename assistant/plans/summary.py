"""A summary: the main points of the documents that are named, from all of each, in its order; of a subject,
what most documents have on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from assistant.drafting.grouped import grouped
from assistant.drafting.instruments import is_proposed, verb
from assistant.drafting.introductions import introduction
from assistant.drafting.quotes import Quote, choose_quotes, in_marks, with_items
from assistant.guard.screening import Screened, screen
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems, folded
from assistant.plans.extents import part_meant, without_extent
from assistant.plans.plan import PLAIN, Plan
from assistant.plans.telling import most_telling
from assistant.plans.titles import share_of, title_weights
from assistant.query.query import Query
from assistant.retrieval.retriever import Retriever
from assistant.retrieval.sentences import sentences_of
from assistant.types import Draft, Evidence
from ingest.gloss import in_english
from ingest.types import Hit

_MOST_DOCUMENTS = 6
_LENGTH = 0.9  # of an answer: about five points, where the request does not say how many
_OF_A_DOCUMENT = 2  # quotes, as it comes out, where a subject is summed up
_SPARE = 2  # points of each document, for those that cannot be shown
_POINTS = 5
_MOST_WORDS = 4000  # of a document that is read whole; of a longer one, what has most of its title
_OPENING = 3  # passages that are read of every part


def _find(query: Query, retriever: Retriever) -> Screened:
    slugs = _named(query)[:_MOST_DOCUMENTS]
    if not slugs:
        return PLAIN.find(query, retriever)
    found = [_points(slug, query, retriever) for slug in slugs]
    turns = chain.from_iterable(zip_longest(*(one.usable for one in found)))
    return Screened(
        tuple(one for one in turns if one is not None),
        tuple(chain.from_iterable(one.quarantined for one in found)),
    )


def _named(query: Query) -> tuple[str, ...]:
    """The documents that are to be summed up; none where a subject is."""
    return query.request.documents if query.request.within else ()


def _points(slug: str, query: Query, retriever: Retriever) -> Screened:
    """The points of a document, or of the part of it that is meant, the most telling first."""
    rules, form = retriever.rules, query.request.form
    hits = (Hit(passage, 0.0) for passage in retriever.view.passages(slug))
    sentences = _distinct(one for hit in hits for one in sentences_of(hit, retriever))
    read = _worth_reading(slug, part_meant(query.question, sentences, rules), query, retriever)
    screened = screen(read, retriever.view, rules)
    asked = without_extent(query.request.subject or query.question, rules)
    points = form.points or _POINTS
    text = retriever.view.text(slug)
    telling = most_telling(
        screened.usable, text, asked, points + _SPARE, rules, retriever.models, brief=form.brief
    )
    return Screened(tuple(telling), screened.quarantined)


def _worth_reading(
    slug: str, sentences: Sequence[Evidence], query: Query, retriever: Retriever
) -> list[Evidence]:
    """The sentences, or, of a long document, its opening and so many as can be read of the passages that have
    most of what its title and the request say."""
    if sum(len(one.text.split()) for one in sentences) <= _MOST_WORDS:
        return list(sentences)
    view = retriever.view
    title = title_weights(view.source(slug), view.unrestricted.sources)
    asked = content_stems(in_english(query.request.subject)) - title.keys()
    passages: dict[int, list[Evidence]] = {}
    for one in sentences:
        passages.setdefault(one.passage.number, []).append(one)

    def worth(number: int) -> float:
        text = " ".join(one.english for one in passages[number])
        return share_of(title, text) + len(asked & content_stems(text)) / max(1, len(asked))

    numbers = list(passages)
    kept, room = set[int](), _MOST_WORDS
    for number in (*numbers[:_OPENING], *sorted(numbers[_OPENING:], key=worth, reverse=True)):
        if room > 0:
            kept.add(number)
            room -= sum(len(one.text.split()) for one in passages[number])
    return [one for one in sentences if one.passage.number in kept]


def _distinct(sentences: Iterable[Evidence]) -> list[Evidence]:
    """The sentences, each place once, in the order of the document."""
    kept: dict[tuple[int, int], Evidence] = {}
    for one in sentences:
        kept.setdefault((one.sentence.start, one.sentence.end), one)
    return [kept[place] for place in sorted(kept)]


def _drafts(query: Query, evidence: Sequence[Evidence], limit: int, rules: Rules) -> list[Draft]:
    if not _named(query):
        # The quotes of one document are one point, so that more of them make so many points.
        return grouped(choose_quotes(evidence, _OF_A_DOCUMENT * limit, rules), rules)[:limit]
    order = {slug: number for number, slug in enumerate(query.request.documents)}
    points = sorted(evidence[:limit], key=lambda one: (order.get(one.source.slug, 0), one.sentence.start))
    several = len({one.source.slug for one in points}) > 1
    drafts, said = list[Draft](), ""
    for point in points:
        quote = with_items(Quote((point,)), rules)
        introduced = introduction(_without_place(quote.introduced), rules)
        again = introduced == said
        before = _again(quote.introduced, rules) if again else introduction(quote.introduced, rules)
        said = introduced
        text = f"{before}: {in_marks(quote.words)}" if before else in_marks(quote.words)
        words = tuple(part.text for part in quote.words)
        drafts.append(Draft(text, quote.words, words, _heading(quote.parts[0], several)))
    return drafts


def _again(one: Evidence, rules: Rules) -> str:
    """What goes before a further point of the same voice: where it stands, and, of an author's argument or a
    proposal, that it is one."""
    does = (
        "argues"
        if one.source.kind == "op-ed"
        else verb(one.source, one.sentence.role, one.sentence.standing, rules)
    )
    if one.source.kind == "op-ed" or is_proposed(one.source, rules):
        return f"It {does}"
    return one.sentence.place


def _heading(one: Evidence, several: bool) -> str:
    """The document, where there are several; else the section, unless it is the document itself or who
    speaks."""
    if several:
        return one.source.title
    heading = one.passage.heading
    is_title = folded(heading) in folded(one.source.title)
    return "" if one.sentence.speaker or is_title else heading


def _without_place(one: Evidence) -> Evidence:
    return replace(one, sentence=replace(one.sentence, place=""))


PLAN = Plan(find=_find, drafts=_drafts, length=_LENGTH)
"""The main points of what is named, or what is there on a subject."""
