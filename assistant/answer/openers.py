"""Questions to begin with, made of the library's own documents, each seen to be one that the library
answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from assistant.lexicon.references import short_reference
from assistant.lexicon.rules import Rules
from assistant.query.catalogue import catalogue_request
from assistant.query.request import read_request
from assistant.retrieval.retriever import Retriever
from assistant.types import RequestKind
from ingest.gloss import is_spanish
from ingest.types import Source
from ingest.view import View

_MOST = 3
_TRIED = 6  # documents of a kind of question
READ = 3  # passages of a document: what it does stands at its beginning
LONGEST = 70  # characters of a title: a longer one is no question to click on
_ANSWERS = 0.0  # logit: above it, a passage is more likely to answer than not
LAYS_DOWN = frozenset(
    ("statute", "executive order", "order", "proclamation", "bill", "resolution", "regulation")
)

Wordings = Mapping[str, str]
_ENGLISH: Wordings = {
    "op-ed": "Summarise the op-ed in three points",
    "summary": "Summarise “{}” in three points",
    "instrument": "What does {} do?",
    "publisher": "List the documents by {}",
}
_SPANISH: Wordings = {
    "op-ed": "Resume “{}” en tres puntos",
    "summary": "Resume “{}” en tres puntos",
    "instrument": "¿Qué hace {}?",
}


def is_in_spanish(turn: str, rules: Rules) -> bool:
    """Whether a turn is in Spanish, down to a bare greeting."""
    found = [row.id for row in rules["smalltalk"].rows if row.find(turn)]
    return is_spanish(turn) or (bool(found) and all(row.startswith("es.") for row in found))


def openers(retriever: Retriever, *, spanish: bool = False, among: Sequence[Source] = ()) -> tuple[str, ...]:
    """At most three questions that the library answers, on the documents that are `among` these, if any."""
    view, wordings = retriever.view, _SPANISH if spanish else _ENGLISH
    sources = among or view.sources
    found = (
        next(made, "")
        for made in (
            _of_op_eds(sources, view, retriever.rules, wordings),
            _of_instruments(sources, retriever, wordings),
            _summaries(sources, view, retriever.rules, wordings),
            _of_publishers(sources, view, retriever.rules, wordings),
        )
    )
    return tuple(one for one in found if one)[:_MOST]


def _of_op_eds(sources: Sequence[Source], view: View, rules: Rules, wordings: Wordings) -> Iterator[str]:
    for one in newest(sources, lambda source: source.kind == "op-ed"):
        question = wordings["op-ed"].format(one.title)
        if _names(question, one, view, rules):
            yield question


def _of_instruments(sources: Sequence[Source], retriever: Retriever, wordings: Wordings) -> Iterator[str]:
    """What an instrument does, where its beginning says."""
    view, rules = retriever.view, retriever.rules
    for one in newest(sources, lambda source: source.kind in LAYS_DOWN):
        number = short_reference(one.title, rules)
        name = number if number not in ("", one.title) else f"the {one.title.removeprefix('The ')}"
        texts = [f"{one.title}. {passage.text}" for passage in view.passages(one.slug)[:READ]]
        if not name or len(name) > LONGEST or not texts:
            continue
        if max(retriever.answers(_ENGLISH["instrument"].format(name), texts)) >= _ANSWERS:
            yield wordings["instrument"].format(name)


def _summaries(sources: Sequence[Source], view: View, rules: Rules, wordings: Wordings) -> Iterator[str]:
    for one in newest(sources, lambda source: source.kind != "op-ed" and len(source.title) <= LONGEST):
        question = wordings["summary"].format(one.title)
        if _names(question, one, view, rules, "summary"):
            yield question


def _of_publishers(sources: Sequence[Source], view: View, rules: Rules, wordings: Wordings) -> Iterator[str]:
    """The documents of whoever published most, where the catalogue lists them."""
    counts = Counter(one.publisher for one in sources if one.publisher)
    for publisher, _ in counts.most_common(_TRIED) if "publisher" in wordings else ():
        question = wordings["publisher"].format(publisher)
        listing = catalogue_request(question, view, rules)
        if listing is not None and 0 < len(listing.sources) < len(view.sources):
            yield question


def _names(question: str, one: Source, view: View, rules: Rules, kind: RequestKind | None = None) -> bool:
    """Whether a question is read as naming just this document, and as of that kind."""
    request = read_request(question, view.sources, rules)
    return request.documents == (one.slug,) and kind in (None, request.kind)


def newest(sources: Sequence[Source], wanted: Callable[[Source], bool]) -> list[Source]:
    """The newest of the sources that are wanted, as many as are tried."""
    found = sorted(filter(wanted, sources), key=lambda one: one.date, reverse=True)
    return found[:_TRIED]
