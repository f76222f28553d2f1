"""What documents that the catalogue lists say: a line of each, on the subject where there is one; of the
newest, its points."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.drafting.introductions import introduction, is_asked
from assistant.drafting.quotes import Quote, in_marks, may_quote, with_items
from assistant.guard.screening import Screened, screen
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems
from assistant.models.embedder import vectors
from assistant.plans.telling import first_to_tell, most_telling
from assistant.plans.titles import on_title, title_weights
from assistant.query.catalogue import CatalogueRequest
from assistant.query.request import Form
from assistant.retrieval.retriever import Retriever
from assistant.retrieval.sentences import sentences_of
from assistant.types import Draft, Evidence
from ingest.gloss import in_english
from ingest.types import Hit, Passage

_MOST_QUOTED = 20  # documents of a list that are each quoted; of more, as many of the newest as are read
_NEWEST_QUOTED = 10
_POINTS = 4  # of the newest document
_NEW_MONTHS, _A_MONTH = 6, len("2025-02")
_SAME_WORDS = 0.3  # of a cosine: what a sentence gains that has all words of the subject
_MANY = 10  # passages: of more, those are read for a line that have most of the title
_MOST_WORDS, _MUCH = 4000, 8  # of the newest document, if it is read whole; passages of a longer one


def quoted(request: CatalogueRequest, form: Form, retriever: Retriever) -> Screened:
    """What the documents say, in the order in which they are listed; of a long list, what the newest say."""
    listed, newest = request.sources, sorted(one.date for one in request.sources)
    least = newest[-_NEWEST_QUOTED] if len(listed) > _MOST_QUOTED and not form.brief else ""
    shown = [number for number, one in enumerate(listed) if one.date >= least]
    if request.kind in ("newest", "oldest"):
        found = [_points(listed[number].slug, request.subject, form, retriever) for number in shown]
    elif request.passages:
        found = [_line_on(request.subject, request.passages[number], retriever) for number in shown]
    else:
        found = [_line(listed[number].slug, retriever) for number in shown]
    return Screened(
        tuple(one for each in found for one in each.usable),
        tuple(one for each in found for one in each.quarantined),
    )


def drafts(found: Sequence[Evidence], rules: Rules) -> list[Draft]:
    """A sentence for each, with who says it."""
    made = []
    for one in found:
        quote = with_items(Quote((one,)), rules)
        text = f"{introduction(quote.introduced, rules)}: {in_marks(quote.words)}"
        made.append(Draft(text, quote.words, tuple(part.text for part in quote.words)))
    return made


def _points(slug: str, subject: str, form: Form, retriever: Retriever) -> Screened:
    screened = _screened(_worth_reading(slug, subject, retriever), retriever)
    points = 1 if form.brief else form.points or _POINTS
    told = most_telling(
        screened.usable,
        retriever.view.text(slug),
        subject,
        points,
        retriever.rules,
        retriever.models,
        brief=True,
        since=_before(retriever.view.source(slug).date),
    )
    in_order = sorted(told, key=lambda one: one.sentence.start)
    return Screened(tuple(in_order), screened.quarantined)


def _before(day: str) -> str:
    """A date half a year before the date of a document, from which on what it tells is new in it."""
    if len(day) < _A_MONTH:
        return day
    months = int(day[:4]) * 12 + int(day[5:7]) - 1 - _NEW_MONTHS
    return f"{months // 12:04}-{months % 12 + 1:02}"


def _line(slug: str, retriever: Retriever) -> Screened:
    view = retriever.view
    weights = title_weights(view.source(slug), view.unrestricted.sources)
    passages = view.passages(slug)
    if len(passages) > _MANY:
        passages = on_title(passages, weights, _MANY)
    screened = _screened(passages, retriever)
    told = first_to_tell(screened.usable, weights, retriever.rules)
    return Screened((told,) if told else (), screened.quarantined)


def _line_on(subject: str, passage: Passage, retriever: Retriever) -> Screened:
    """The sentence of a passage that is nearest to a subject, and has its words."""
    screened = _screened([passage], retriever)
    may = [one for one in screened.usable if may_quote(one) and not is_asked(one)]
    if not may:
        return Screened((), screened.quarantined)
    english = in_english(subject)
    *texts, asked = vectors([*(one.english for one in may), english], retriever.models)
    wanted = content_stems(english)

    def nearness(number: int) -> float:
        shared = len(wanted & content_stems(may[number].english)) / max(1, len(wanted))
        return float(texts[number] @ asked) + _SAME_WORDS * shared

    return Screened((may[max(range(len(may)), key=nearness)],), screened.quarantined)


def _screened(passages: Sequence[Passage], retriever: Retriever) -> Screened:
    sentences = [one for passage in passages for one in sentences_of(Hit(passage, 0.0), retriever)]
    places = {(one.sentence.start, one.sentence.end): one for one in reversed(sentences)}
    return screen([places[place] for place in sorted(places)], retriever.view, retriever.rules)


def _worth_reading(slug: str, subject: str, retriever: Retriever) -> list[Passage]:
    """The passages of a document; of a long one, those with most words of the subject, or of its title."""
    view = retriever.view
    passages = view.passages(slug)
    if sum(len(one.text.split()) for one in passages) <= _MOST_WORDS:
        return passages
    wanted = content_stems(in_english(subject))
    weights = {stem: 1 / len(wanted) for stem in wanted}
    return on_title(passages, weights or title_weights(view.source(slug), view.unrestricted.sources), _MUCH)
