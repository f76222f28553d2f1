"""The opinions of a judgment: which is the court's, and which a judge's own."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ingest.load.builder import one_line
from ingest.load.html.tree import classes_of, text_of

# What publishers call an opinion that is not the court's, and what a lawyer calls it.
_KINDS = (
    (r"in-part|mixed", "opinion concurring in part and dissenting in part"),
    (r"dissent", "dissent"),
    (r"concur", "concurrence"),
)
_WRITES = re.compile(
    r"[,;:]?\s*(?:\(?(?:specially )?(?:concurring|dissenting|concurs?|dissents?)\b|delivered|joined by|"
    r"with whom).*$",
    re.IGNORECASE,
)


class Opinion(NamedTuple):
    """An opinion as it is cited within its judgment; the judge's name where it is not the court's."""

    place: str
    judge: str


def paragraph_of(element: Any) -> str:
    """The place of a paragraph that its publisher counts beside the text."""
    found = re.fullmatch(r"p(\d{1,4})", element.get("id") or "")
    return f"¶ {found[1]}" if found and "num" in classes_of(element) else ""


def opinion_of(element: Any) -> Opinion | None:
    """What opinion an element holds, if it is one that is not the court's."""
    names = " ".join([element.get("data-type") or "", *classes_of(element)]).lower()
    if "opinion" not in names and element.get("data-type") is None:
        return None
    place = next((place for pattern, place in _KINDS if re.search(pattern, names)), "")
    if not place:
        return None
    author = next((inner for inner in element.iter("p") if "author" in classes_of(inner)), None)
    name = one_line(_WRITES.sub("", text_of(author))).strip(" .:,") if author is not None else ""
    return Opinion(place, name)
