"""What a request asks of the library itself, and the documents that answer it: what it holds of a kind, by a
publisher, of a time, on a subject; the newest; how many; who wrote one. No sentence of a document answers
that; the catalogue does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, cast

from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems, folded
from assistant.query.about import MENTIONS, about, plainly
from assistant.query.dated import dated
from assistant.query.period import ANY_TIME, Period
from assistant.query.request import Request
from assistant.query.whose import by, kinds_named
from ingest.gloss import in_english
from ingest.types import Passage, Restriction, Source
from ingest.view import View

CatalogueKind = Literal["newest", "oldest", "count", "list", "author", "date"]
_MEANT = 2  # documents of which one may ask at once who wrote them
_LAST_BY = re.compile(r"\b(?:by|from)\b(?!.*\b(?:by|from)\b)")


@dataclass(frozen=True, slots=True)
class CatalogueRequest:
    """What is asked of the catalogue, and the documents that answer it, in order; where none does, the
    `nearest`. Of a `subject`, `passages` are where each document has most of it."""

    kind: CatalogueKind
    sources: tuple[Source, ...]
    subject: str = ""
    passages: tuple[Passage, ...] = ()
    nearest: Source | None = None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What the words of a request want: documents of these `kinds`, by whom (`whose`), of a `period`, on a
    `subject`, of which a word will do where it `mentions` is enough; but for those that are `left_out`."""

    kinds: frozenset[str]
    whose: frozenset[str]
    period: Period
    subject: str
    mentions: bool
    left_out: frozenset[str]


def asks_catalogue(turn: str, request: Request, rules: Rules) -> bool:
    """Whether a turn asks the catalogue, by its kind, or by who wrote or when is of a document."""
    named = rules["catalogue"].of("author", "date")
    return request.kind == "catalogue" or named.find(" ".join(turn.split())) is not None


def catalogue_request(
    turn: str, view: View, rules: Rules, models: str = "", documents: Sequence[str] = ()
) -> CatalogueRequest | None:
    """What a turn asks of the catalogue; None where it asks who wrote or when is of a document that the
    library does not have. `documents` are those that it names other than by their title."""
    pack, turn = rules["catalogue"], " ".join(turn.split())
    for row in pack.of("author", "date").rows:
        if found := row.find(turn):
            named = _titled(found["title"], view.sources) or [
                one for one in view.sources if one.slug in documents[:_MEANT]
            ]
            return CatalogueRequest(cast("CatalogueKind", row.value), tuple(named)) if named else None
    english = in_english(turn)
    kind = _kind(f"{turn}\n{english}", rules)
    wanted = _wanted(turn, english, view.sources, rules)
    fitting = [one for one in view.sources if _fits(one, wanted)]
    request = CatalogueRequest(kind, tuple(fitting), wanted.subject)
    if wanted.subject:
        request = _on_subject(request, wanted, view, models)
    elif not fitting:
        request = _none(request, view.sources, wanted)
    if kind in ("newest", "oldest") and request.sources:
        request = _at_the_end(request)
    if pack.of("newest first").find(english):
        request = _turned(request)
    return request


def _titled(words: str, sources: Sequence[Source]) -> list[Source]:
    """The sources whose title the words are, or are of."""
    asked = folded(words)
    same = [one for one in sources if asked and asked == folded(one.title)]
    stems = content_stems(words)
    return same or [
        one for one in sources if len(stems) > 1 and stems <= content_stems(f"{one.title} {one.number}")
    ]


def _kind(text: str, rules: Rules) -> CatalogueKind:
    pack = rules["catalogue"]
    plain = pack.of("newest first", "oldest first").pattern.sub(" ", text)
    kinds: tuple[CatalogueKind, ...] = ("count", "newest", "oldest")
    for kind in kinds:
        if pack.of(kind).find(plain):
            return kind
    return "list"


def _wanted(turn: str, english: str, sources: Sequence[Source], rules: Rules) -> _Wanted:
    pack = rules["catalogue"]
    period, rest = dated(english, sources, rules)
    rest = pack.of("newest first", "oldest first").pattern.sub(" ", rest)
    left_out = frozenset[str]()
    for row in pack.of("except").rows:
        if found := row.find(rest):
            left_out = kinds_named(found["what"], frozenset(one.kind for one in sources), rules)
            rest = f"{rest[: found.start()]} , {rest[found.end() :]}"
    mentions = pack.of("mentions").find(rest)
    starts = mentions or pack.of("on").find(rest)
    head, tail = (rest[: starts.start()], rest[starts.end() :]) if starts else (rest, "")
    held = frozenset(one.kind for one in sources)
    own = pack.of("mentions", "on").find(turn)
    kinds = kinds_named(f"{head}\n{turn[: own.start()] if own else turn}", held, rules)
    whose, head = by(rules["papers"].pattern.sub(" ", head), sources, rules)
    if not whose and (told := _LAST_BY.search(tail)):
        whose, unfit = by(tail[told.end() :], sources, rules)
        tail = f"{tail[: told.start()]} {unfit}" if whose else tail
    subject = " ".join(filter(None, (_telling(head, rules), _trimmed(tail, rules))))
    if left_out:  # “apart from the notes, what have we got? memos, op-eds etc”: no more than examples
        kinds, subject = frozenset[str](), _trimmed(tail, rules)
    return _Wanted(kinds, whose, period, subject, mentions is not None, left_out)


def _words(text: str) -> list[str]:
    return [one.strip(".,'’/-") for one in re.findall(r"[\w$%][\w.,'’$%/-]*", text)]


def _telling(text: str, rules: Rules) -> str:
    """The words that do not only ask."""
    word = rules["catalogue"].of("word", "office", "newest", "oldest", "count")
    return " ".join(one for one in _words(text) if not word.covers(_plain(one)))


def _trimmed(text: str, rules: Rules) -> str:
    """The words from the first to the last that do not only ask; none where all do."""
    word, words = rules["catalogue"].of("word"), _words(text)
    places = [place for place, one in enumerate(words) if not word.covers(_plain(one))]
    return " ".join(words[places[0] : places[-1] + 1]) if places else ""


def _plain(word: str) -> str:
    """A word without what is drawn together with it: “we've”, “what's”."""
    return re.sub(r"['’](?:ve|s|re|d|ll)$", "", word)


def _fits(one: Source, wanted: _Wanted) -> bool:
    return (
        (not wanted.kinds or one.kind in wanted.kinds)
        and (not wanted.whose or one.slug in wanted.whose)
        and (wanted.period == ANY_TIME or wanted.period.holds(one.date))
        and one.kind not in wanted.left_out
    )


def _on_subject(request: CatalogueRequest, wanted: _Wanted, view: View, models: str) -> CatalogueRequest:
    """The documents among those that fit that are on the subject; the nearest one where none is."""
    if not request.sources:
        return _none(request, view.sources, wanted)
    if len(request.sources) < len(view.sources):
        view = view.within(Restriction(slugs=tuple(one.slug for one in request.sources)))
    found = about(wanted.subject, view, models)
    if wanted.mentions or request.kind == "count":
        kept = [one for one in found if one.sure >= MENTIONS]
    else:
        kept = plainly(found, narrowly=request.kind != "list")
    if not kept:
        return replace(request, sources=(), nearest=found[0].source if found else request.sources[-1])
    kept.sort(key=lambda one: one.source.date)
    return replace(
        request, sources=tuple(one.source for one in kept), passages=tuple(one.passage for one in kept)
    )


def _none(request: CatalogueRequest, sources: Sequence[Source], wanted: _Wanted) -> CatalogueRequest:
    """What is said where no document fits: which is nearest, of those by whom, of the kind, or at all."""
    for near in (
        [one for one in sources if wanted.whose and one.slug in wanted.whose],
        [one for one in sources if wanted.kinds and one.kind in wanted.kinds],
        list(sources),
    ):
        if near:
            latest = near[-1] if wanted.period.since or not wanted.period.until else near[0]
            return replace(request, sources=(), nearest=latest)
    return request


def _at_the_end(request: CatalogueRequest) -> CatalogueRequest:
    """The newest (or oldest) document that has a date, or those of that day."""
    days = [one.date for one in request.sources if one.date]
    end = max(days, default="") if request.kind == "newest" else min(days, default="")
    kept = [number for number, one in enumerate(request.sources) if one.date == end]
    return replace(
        request,
        sources=tuple(request.sources[number] for number in kept),
        passages=tuple(request.passages[number] for number in kept if request.passages),
    )


def _turned(request: CatalogueRequest) -> CatalogueRequest:
    return replace(request, sources=request.sources[::-1], passages=request.passages[::-1])
