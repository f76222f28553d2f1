"""Which sentences of a document tell most of it: made of what its kind is made of (a law's provisions, an
author's theses, a report's figures), near to its title, and each of something else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from assistant.drafting.instruments import is_law
from assistant.drafting.introductions import is_asked
from assistant.drafting.quotes import may_quote, run, touch
from assistant.lexicon.dates import days, readable_date
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems
from assistant.models.embedder import Vectors, vectors
from assistant.plans.titles import share_of
from assistant.retrieval.neighbours import leans_back
from assistant.types import Evidence
from ingest.gloss import in_english
from ingest.types import Source

# Weights of what a point is worth. Those of what it is made of are near to what a logistic regression gives
# for being asked for, over 850 sentences of 26 documents (eval/LOG.md): a quantity says most, how near a
# sentence is to the middle of its document next to nothing.
_TO_TITLE, _TO_REQUEST, _TITLE_WORDS = 0.6, 0.6, 2.0
_TITLE_SPOKEN = 6.0  # in what is spoken much is beside what the title is on
_PERFORMS, _OPERATIVE, _URGES, _TURNS = 1.0, 1.2, 0.5, 1.0
_NEW = 2.0
_URGES_ASKED = 2.0  # where the request is for what an author wants
_QUANTITY, _WORDS, _EARLY, _OPENS_SECTION = 1.5, 0.8, 0.15, 0.2
_CITES, _LED, _SHORT, _LEANS, _LESSER = -0.45, -0.2, -0.7, -0.5, -0.8
_FEWEST_WORDS, _ENOUGH_WORDS, _MOST_WORDS, _MOST_SENTENCES, _MOST_CITATIONS = 8, 60, 85, 3, 3
_FEWEST_STEMS = 2  # that say something: fewer are no title, and no subject
# What likeness to a sentence that is already chosen costs, above that of any two sentences of a document; and
# what it costs to stand in the same section, or near to it: the points are of all the document.
_ALIKE, _BACKGROUND, _SAME_SECTION, _NEAR = 2.5, 0.62, 0.3, 0.2
_CITATION = re.compile(
    r"\([^()]*\b(?:U\.S\.C|C\.?F\.?R|Acts?|Orders?|Proclamation|note|seq|sections?)\b[^()]*\)|\b\d+ U\.S\.C\."
    r"|\bsubsection \(|\b(?:this|such) (?:sub)?section\b",
    re.IGNORECASE,
)
_ORDER = re.compile(r"\b(?:order|instrument|notice)\b", re.IGNORECASE)
_A_QUANTITY = re.compile(
    r"[$€£]\s?\d|\d[\d.,]*\s?(?:%|percent|per cent|por ciento|million|billion|mil\b)|\b\d{1,3}(?:,\d{3})+\b"
)


@dataclass(frozen=True, slots=True)
class _Point:
    """A sentence, or some that follow each other, as one: with the numbers of the first and the last of them
    and of their section."""

    evidence: Evidence
    first: int
    last: int
    section: int
    opens: bool


def most_telling(
    sentences: Sequence[Evidence],
    text: str,
    request: str,
    points: int,
    rules: Rules,
    models: str = "",
    *,
    brief: bool = False,
    since: str = "",
) -> list[Evidence]:
    """At most so many points that a document (its sentences in its order, and its text) makes, the most
    telling first, each with what it adds to those before it as its score: a sentence, or, unless these are to
    be `brief`, a few that follow each other. What names a day `since` some date is worth more, where what is
    new is wanted."""
    kept = _of_matter(sentences, rules)
    if not kept:
        return []
    made = _points(kept, text, 1 if brief else _MOST_SENTENCES)
    of_sentences, told = _vectors(
        [one.evidence.english for one in kept], request, kept[0].evidence.source, models
    )
    of_points = np.array([_middle(of_sentences[one.first : one.last + 1]) for one in made])
    urged = _URGES_ASKED if rules["summaries"].of("urges").find(request) else _URGES
    worth = np.array([_by_words(one, kept, urged, rules) for one in made], np.float32)
    if since:
        worth = worth + np.array([_NEW * _names_day(one.evidence, since) for one in made], np.float32)
    for weight, vector in told:
        worth = worth + weight * _spread(of_points @ vector)
    alike, reach = of_points @ of_points.T, len(kept) / points / 2
    left, chosen = list(range(len(made))), list[int]()
    found: list[Evidence] = []
    while left and len(found) < points:
        beside = {number: _beside(number, chosen, made, alike, reach) for number in left}
        best = max(left, key=lambda number: float(worth[number]) - beside[number])
        found.append(replace(made[best].evidence, score=float(worth[best]) - beside[best]))
        chosen.append(best)
        left = [one for one in left if made[one].last < made[best].first or made[best].last < made[one].first]
    return found


def first_to_tell(sentences: Sequence[Evidence], title: Mapping[str, float], rules: Rules) -> Evidence | None:
    """The sentence of a document that tells most of it by its words alone, for a line on each of many; the
    words of the `title` count, each by its weight, instead of nearness to it."""
    kept = _of_matter(sentences, rules)

    def worth(point: _Point) -> float:
        one = point.evidence
        on_title = share_of(title, _CITATION.sub(" ", one.english))
        return (
            _by_words(point, kept, _URGES, rules)
            + (_TITLE_SPOKEN if one.sentence.speaker else _TITLE_WORDS) * on_title
        )

    return max(kept, key=worth).evidence if kept else None


def _beside(
    number: int, chosen: Sequence[int], made: Sequence[_Point], alike: Vectors, reach: float
) -> float:
    """What it costs that other points are made already, each of twice the `reach` of the document."""
    if not chosen:
        return 0.0
    point = made[number]
    near = sum(max(0.0, 1 - abs(point.first - made[one].first) / reach) for one in chosen)
    section = sum(point.section == made[one].section for one in chosen)
    likeness = max(float(alike[number, one]) for one in chosen)
    return _NEAR * near + _SAME_SECTION * section + _ALIKE * max(0.0, likeness - _BACKGROUND)


def _vectors(
    texts: Sequence[str], request: str, source: Source, models: str
) -> tuple[Vectors, list[tuple[float, Vectors]]]:
    """The vectors of the sentences, and those of the title and of what is asked, with the weight of each."""
    title = in_english(source.title)
    told = [(_TO_TITLE, title), (_TO_REQUEST, _asked(request, texts, title))]
    told = [(weight, text) for weight, text in told if len(content_stems(text)) >= _FEWEST_STEMS]
    of = vectors([*texts, *(text for _, text in told)], models)
    weights = (weight for weight, _ in told)
    return of[: len(texts)], list(zip(weights, of[len(texts) :], strict=True))


def _asked(request: str, texts: Sequence[str], title: str) -> str:
    """What a request asks of the document besides that it be summed up: its words that the document has and
    its title has not."""
    known = set().union(*map(content_stems, texts)) - content_stems(title)
    return " ".join(word for word in re.findall(r"\w+", in_english(request)) if content_stems(word) & known)


def _middle(some: Vectors) -> Vectors:
    middle: Vectors = some.mean(axis=0)
    return middle / np.linalg.norm(middle)


def _spread(values: Vectors) -> Vectors:
    """The values, in standard deviations from their mean."""
    spread: Vectors = (values - values.mean()) / max(float(values.std()), 1e-6)
    return spread


def _of_matter(sentences: Sequence[Evidence], rules: Rules) -> list[_Point]:
    """The sentences that say something of the document's matter, each as a point of its own."""
    pack = rules["summaries"]
    formal, head, left_out = pack.of("formal section"), pack.of("head"), pack.of("formal", "pleasantry")
    kept: list[_Point] = []
    section, last, is_formal, opens = 0, "", False, True
    for one in sentences:
        heading = one.passage.heading
        begins = head.find(one.text) is not None
        if heading != last or begins:
            section, opens, last = section + 1, True, heading
            is_formal = bool(formal.find(one.text if begins else heading))
        if is_formal or left_out.find(one.text) or not may_quote(one) or is_asked(one) or _is_imprint(one):
            continue
        kept.append(_Point(one, len(kept), len(kept), section, opens))
        opens = False
    return kept


def _names_day(one: Evidence, since: str) -> bool:
    """Whether a sentence names a day, or a month, of that date or later."""
    return any(day.month and day.iso >= since[: len(day.iso)] for day in days(one.statement) if day.iso)


def _is_imprint(one: Evidence) -> bool:
    """Whether a sentence says no more than what the document is, who published it and when."""
    source = one.source
    day = readable_date(source.date)
    told = f"{source.title} {source.publisher} {source.author} {source.number} {source.kind} {day}"
    return content_stems(one.text) <= content_stems(told)


def _points(kept: Sequence[_Point], text: str, most: int) -> list[_Point]:
    """The sentences, and the runs of at most so many that touch each other and are short enough."""
    made: list[_Point] = []
    for first in kept:
        whole = first
        made.append(whole)
        for after in kept[first.first + 1 : first.first + most]:
            words = len(whole.evidence.text.split()) + len(after.evidence.text.split())
            joined = _joined(whole.evidence, after.evidence, text) if words <= _MOST_WORDS else None
            if joined is None:
                break
            whole = replace(whole, evidence=joined, last=after.last)
            made.append(whole)
    return made


def _joined(first: Evidence, second: Evidence, text: str) -> Evidence | None:
    """The two as one, where the second follows the first in the `text` of the document, also where a passage
    begins between them."""
    mine, theirs = first.passage, second.passage
    if theirs.number == mine.number + 1 and mine.heading == theirs.heading:
        whole = replace(
            mine,
            end=theirs.end,
            text=text[mine.start : theirs.end],
            sentences=mine.sentences + theirs.sentences,
        )
        first, second = replace(first, passage=whole), replace(second, passage=whole)
    return run(first, second) if touch(first, second) else None


def _by_words(point: _Point, kept: Sequence[_Point], urged: float, rules: Rules) -> float:
    """What a point is worth by what it is made of and where it stands; what an author wants is worth
    `urged`."""
    one, pack = point.evidence, rules["summaries"]
    text, source = one.statement, one.source
    words = len(text.split())
    worth = _WORDS * min(words, _ENOUGH_WORDS) / (_ENOUGH_WORDS / 2) + _SHORT * (words < _FEWEST_WORDS)
    worth += _EARLY * (1 - point.first / len(kept)) + _OPENS_SECTION * point.opens
    worth += _CITES * min(len(_CITATION.findall(text)), _MOST_CITATIONS)
    worth += _LESSER * bool(pack.of("lesser").find(text))
    worth += _LED * bool(one.sentence.leads) + _LEANS * leans_back(one.text, rules)
    is_opinion = source.kind == "op-ed"
    if not is_opinion:
        worth += _QUANTITY * bool(_A_QUANTITY.search(text))
        worth += _PERFORMS * bool(pack.of("performs").find(text))
    if is_law(source) or _ORDER.search(source.kind):
        return worth + _OPERATIVE * bool(pack.of("operative").find(text))
    worth += _TURNS * (is_opinion and bool(pack.of("turns").find(text)))
    return worth + urged * bool(pack.of("urges").find(f"{text}\n{one.english}"))
