"""Which part of a document is meant: as far as a line that is quoted, its opening, the letter that stands in
it, or the sections whose heads have the words of the request."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.lexicon.rules import Row, Rules
from assistant.lexicon.words import content_stems, folded
from assistant.types import Evidence
from ingest.gloss import in_english

_OPENING = 0.25  # of a document
_FEWEST = 3  # sentences: less is no part that is worth a summary
_HEAD_WORDS = 2  # that a head shares with the request, besides those of the title


def part_meant(request: str, sentences: Sequence[Evidence], rules: Rules) -> list[Evidence]:
    """The sentences, of one document in its order, of the part that the request means; all where it means no
    part, or one that is not there."""
    for part in (_stretch, _letter, _sections):
        found = part(request, sentences, rules)
        if found:
            return found
    return list(sentences)


def without_extent(request: str, rules: Rules) -> str:
    """The request without what it says of the part that it means."""
    return rules["extents"].of("until", "from", "opening", "close").pattern.sub(" ", request)


def _stretch(request: str, sentences: Sequence[Evidence], rules: Rules) -> list[Evidence]:
    pack = rules["extents"]
    first = _place_of(pack.of("from").rows, request, sentences)
    last = _place_of(pack.of("until").rows, request, sentences)
    if first is not None or last is not None:
        return list(sentences[first or 0 : None if last is None else last + 1])
    share = max(_FEWEST, round(len(sentences) * _OPENING))
    if pack.of("opening").find(request):
        return list(sentences[:share])
    return list(sentences[-share:]) if pack.of("close").find(request) else []


def _place_of(rows: Sequence[Row], request: str, sentences: Sequence[Evidence]) -> int | None:
    """The number of the first sentence that has the words which a row finds quoted in the request."""
    for row in rows:
        if found := row.find(request):
            words = f" {folded(found['words'])} "
            for number, one in enumerate(sentences):
                if words in f" {folded(one.text)} ":
                    return number
    return None


def _letter(request: str, sentences: Sequence[Evidence], rules: Rules) -> list[Evidence]:
    """The longest letter that stands in a longer document, without how it opens and closes."""
    pack = rules["extents"]
    if not pack.of("letter").find(request):
        return []
    longest: list[Evidence] = []
    opened: int | None = None
    for number, one in enumerate(sentences):
        if pack.of("salutation").find(one.text):
            opened = number + 1
        elif opened is not None and pack.of("valediction").find(one.text):
            longest = max(longest, list(sentences[opened:number]), key=len)
            opened = None
    return longest if len(longest) >= _FEWEST else []


def _sections(request: str, sentences: Sequence[Evidence], rules: Rules) -> list[Evidence]:
    """The sections whose heads have several words of the request that the title has not."""
    wanted = content_stems(in_english(request)) - content_stems(in_english(sentences[0].source.title))
    heads = {one.passage.heading for one in sentences if not one.sentence.speaker}
    meant = {head for head in heads if len(wanted & content_stems(in_english(head))) >= _HEAD_WORDS}
    found = [one for one in sentences if one.passage.heading in meant]
    return found if len(found) >= _FEWEST else []
