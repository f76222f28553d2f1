"""What a request asks of a rule, taken apart: “who must pay, what is the penalty, and what is left out?” asks
three things, each of which is looked for and answered by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems
from assistant.query.query import Query
from ingest.gloss import in_english
from ingest.types import Source

# The order in which one facet goes before another where a sentence has several: the rarer tells more.
FACETS = (
    "penalty",
    "exception",
    "definition",
    "waiver",
    "remedy",
    "deadline",
    "proof",
    "duty",
    "power",
)
"""What can be asked of a rule, the rarer before the more common."""
# What else bears on what is asked: a penalty is often told as a duty to pay.
_ALSO = {
    "effect": ("penalty", "duty"),
    "exception": ("exception", "waiver"),
    "duty": ("duty", "power"),
    "proof": ("proof", "duty"),
    "remedy": ("remedy", "deadline", "waiver"),
}
UNSAID = ("duty", "deadline", "penalty", "exception")
"""The facets that answer what names none."""
_PARTS = re.compile(r"[,;?:]\s+|\s[-–—&+]\s|\s(?:and|y)\s+(?=\w)")
# Words of a question that tell nothing of its subject.
_NO_SUBJECT = content_stems(
    """
    what who whom which when where why how much many any actual actually there this that these those they them
    their he she it its someone somebody anyone people person persons act order law statute bill section rule
    must have has had been get gets do does did done can could would will should under please also exactly say
    says give gives happen happens thing things anything everything quick each all both whose after before eo
    """
)


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked: its words, and the facets of a rule that answer it, the asked one first. It
    `is_open` where it names no subject besides the document: all that the rule says of it is wanted."""

    text: str
    facets: tuple[str, ...]
    is_open: bool = False

    @property
    def facet(self) -> str:
        """The facet that is asked for."""
        return self.facets[0]


def asks(query: Query, sources: Sequence[Source], rules: Rules) -> list[Ask]:
    """The things that a query asks of these documents, in order; where it names none, all that is mostly
    asked of a rule."""
    subject = in_english(query.request.subject or query.question)
    parts = _PARTS.split(subject)
    titled = content_stems(" ".join(f"{one.title} {one.number} {one.publisher}" for one in sources))
    found: list[Ask] = []
    before = ""  # what is said before anything is asked: a case, or the document's name
    for part in filter(str.strip, parts):
        facets = _facets(part, rules)
        if facets:
            text = f"{before}{part}"
            found.append(Ask(text, facets, _is_open(text, titled, rules)))
            before = ""
        elif found:
            last = found.pop()
            text = f"{last.text}, {part}"
            found.append(Ask(text, last.facets, _is_open(text, titled, rules)))
        else:
            before = f"{before}{part}, "
    return _distinct(found) or [Ask(subject, UNSAID)]


def _facets(part: str, rules: Rules) -> tuple[str, ...]:
    """The facets that a part asks for, in the order of its words, with what bears on them."""
    rows = (row for row in rules["facets"].rows if row.find(part))
    asked = sorted(rows, key=lambda row: found.start() if (found := row.find(part)) else 0)
    if any(row.value != "duty" for row in asked):  # “by when must they report?” asks when, and not what
        asked = [row for row in asked if row.value != "duty"]
    every = (facet for row in asked for facet in (_ALSO.get(row.value) or (row.value,)))
    return tuple(dict.fromkeys(every))


def _is_open(part: str, titled: frozenset[str] | set[str], rules: Rules) -> bool:
    bare = rules["facets"].pattern.sub(" ", part)
    return len(content_stems(bare) - _NO_SUBJECT - titled) < 2


def _distinct(found: Sequence[Ask]) -> list[Ask]:
    """The asks, those of one facet put together."""
    by_facet: dict[str, Ask] = {}
    for one in found:
        same = by_facet.get(one.facet)
        if same is None:
            by_facet[one.facet] = one
        else:
            facets = tuple(dict.fromkeys((*same.facets, *one.facets)))
            is_open = same.is_open and one.is_open
            by_facet[one.facet] = Ask(f"{same.text}, {one.text}", facets, is_open)
    return list(by_facet.values())


def facets_of(text: str, rules: Rules) -> tuple[str, ...]:
    """What a sentence does as a rule, the rarer first; nothing where it only finds or wishes."""
    if rules["legal"].of("preface").find(text):
        return ()
    return tuple(facet for facet in FACETS if rules["legal"].of(facet).find(text))
