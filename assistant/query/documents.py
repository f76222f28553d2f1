"""Which documents of the library a turn names: by their number, by words of their title, by what they are and
when (“the op-ed”, “the March briefings”)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from assistant.lexicon.references import opening_references, references
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems, folded
from ingest.gloss import in_english
from ingest.types import Source

_OP_ED = re.compile(r"\bop-?\s?eds?\b|\bcolumn\b", re.IGNORECASE)
_FEWEST_WORDS = 2  # of a title, one after the other, that name it
_LONGEST = 8
_RARE = 2  # titles: words in more of them do not tell which is meant


def documents_named(turn: str, sources: Sequence[Source], rules: Rules) -> tuple[str, ...]:
    """The slugs of the sources that a turn names, in the order in which it names them where that is known."""
    found = [*_numbered(turn, sources, rules), *_titled(turn, sources), *_op_eds(turn, sources)]
    return tuple(dict.fromkeys(found))


def _numbered(turn: str, sources: Sequence[Source], rules: Rules) -> list[str]:
    asked = [one.key[:-1] for one in references(turn, rules)]
    found = []
    for key in asked:
        found += [
            one.slug
            for one in sources
            if any(own.key[:-1] == key for own in opening_references(f"{one.title}", rules))
            or any(own.key[:-1] == key for own in opening_references(one.number, rules))
        ]
    return found


def _titled(turn: str, sources: Sequence[Source]) -> list[str]:
    """The sources with a run of words of the turn in their title that hardly another title has."""
    words = folded(in_english(turn)).split()
    titles = {one.slug: f" {folded(in_english(one.title))} " for one in sources}
    found: list[str] = []
    taken = 0
    for start in range(len(words)):
        if start < taken:
            continue
        for length in range(min(_LONGEST, len(words) - start), _FEWEST_WORDS - 1, -1):
            run = " ".join(words[start : start + length])
            if len(content_stems(run)) < _FEWEST_WORDS:
                continue
            having = [slug for slug, title in titles.items() if f" {run} " in title]
            if 0 < len(having) <= _RARE:
                found += having
                taken = start + length
                break
    counts = Counter(found)
    return [slug for slug, _ in counts.most_common()]


def _op_eds(turn: str, sources: Sequence[Source]) -> list[str]:
    return [one.slug for one in sources if one.kind == "op-ed"] if _OP_ED.search(turn) else []
