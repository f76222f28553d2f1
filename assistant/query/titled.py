"""Documents that a turn names by a run of words of their title, or by the acronym that these make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.lexicon.rules import Rules
from assistant.query.called import MEANT, Called, Mention, Word, of_instruments, words_of

_FEWEST_WORDS = 2  # of a title, one after the other, that name it where they are most of it
_PLAINLY = 3  # so many name it whatever its length
_MOST_OF_IT = 0.6
_NEARLY_ALL = 0.9
_PUT_AS_ONE = re.compile(r"(?:\b(?:the|under|summari[sz]e|of|compare|versus))$", re.IGNORECASE)
_LONGEST = 9
_IN_A_NAME = re.compile(r"(?:^|\s)[A-Z]{2,}$|\s[A-Z][\w-]*$")
_NAMES = re.compile(
    r"(?:^|\b(?:under|in|of|by|per|does|did|can|is|summarise|compare|and|versus)\s)\W*$", re.IGNORECASE
)


def titled(turn: str, called: Sequence[Called], rules: Rules) -> Iterable[Mention]:
    """Where a turn has a run of words of a title, put as one: in capitals or quotation marks, or beside a
    word for a text."""
    words = words_of(turn)
    start = 0
    while start < len(words):
        taken = 1
        first = re.sub(r"\W", " ", words[start].bare).split()
        likely = [one for one in called if first and first[0] in one.title]
        for length in range(min(_LONGEST, len(words) - start) if likely else 0, _FEWEST_WORDS - 1, -1):
            run = words[start : start + length]
            having = [one for one in likely if _is_of_title(turn, run, one, rules)]
            if 0 < len(having) <= MEANT:
                yield Mention(tuple(one.source.slug for one in having), run[0].start, run[-1].end)
                taken = length
                break
        start += taken
    for one in words:
        # “IEEPA tariffs” speaks of tariffs, “under IEEPA” of the act.
        if one.text.isupper() and len(one.text) > 2 and _NAMES.search(turn[: one.start]):
            having = [each for each in called if one.text.lower() in of_instruments(each.source.title, rules)]
            if len(having) == 1:
                yield Mention((having[0].source.slug,), one.start, one.end)


def _is_of_title(turn: str, run: Sequence[Word], one: Called, rules: Rules) -> bool:
    bare = tuple(part for word in run for part in re.sub(r"\W", " ", word.bare).split())
    size = len(bare)
    if not any(one.title[at : at + size] == bare for at in range(len(one.title) - size + 1)):
        return False
    telling = one.telling & set(bare)
    share = len(telling) / max(1, len(one.telling))
    if len(telling) < _FEWEST_WORDS or (len(telling) < _PLAINLY and share < _MOST_OF_IT):
        return False
    before, after = turn[: run[0].start].rstrip(), turn[run[-1].end :].lstrip()
    if run[0].text[0].isupper() and _IN_A_NAME.search(before):
        return False  # “HALT Ferry Tolls Act” is not the “LIFT Ferry Tolls Act”
    if before.endswith(("“", '"', "'", "‘")) or _is_by_a_paper(before, after, rules):
        return True
    # “The Strike Force” is a body, of which a title tells; nearly all of the title is the title.
    is_put_as_one = run[0].text[0].isupper() or _PUT_AS_ONE.search(before) is not None
    return is_put_as_one and share >= _NEARLY_ALL


def _is_by_a_paper(before: str, after: str, rules: Rules) -> bool:
    """Whether a word for a text stands right before or after: “the toll review report”."""
    papers = rules["papers"]
    near = (re.search(r"[\w-]+$", before), re.match(r"[\w-]+", after))
    return any(one is not None and papers.covers(one.group()) for one in near)
