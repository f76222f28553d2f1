"""What a first memo, review or check could be of, made of the library's own documents."""

from __future__ import annotations

import re

from assistant.answer.openers import LAYS_DOWN, LONGEST, READ, newest
from assistant.lexicon.references import short_reference
from assistant.lexicon.rules import Rules
from ingest.types import Source
from ingest.view import View

_FIGURE = re.compile(r"(?<![\w.,])[1-9]\d*(?![\w,.]\d)")
_MARKS = re.compile(r"[“”\"\n]")
_QUOTED = range(8, 31)  # words of a quote to try a check with


def example_topic(view: View, rules: Rules) -> str:
    """What a first memo could be on: the newest instrument by its number, else the newest document that is
    no op-ed; empty where there is none."""
    for one in newest(view.sources, lambda source: source.kind in LAYS_DOWN):
        if number := short_reference(one.title, rules):
            return number
    short = newest(view.sources, lambda source: source.kind != "op-ed" and len(source.title) <= LONGEST)
    return short[0].title if short else ""


def example_op_ed(view: View) -> Source | None:
    """An op-ed that a first review could be of."""
    return next(iter(newest(view.sources, lambda source: source.kind == "op-ed")), None)


def example_quote(view: View) -> str:
    """A line for a first check: a quote of a document, with one of its figures changed; empty where none of
    the newest has a sentence with a figure."""
    for one in newest(view.sources, lambda source: source.kind != "op-ed"):
        text = view.text(one.slug)
        for passage in view.passages(one.slug)[:READ]:
            for sentence in passage.sentences:
                said = " ".join(text[sentence.start : sentence.end].split())
                found = _FIGURE.search(said)
                if found and len(said.split()) in _QUOTED and not _MARKS.search(said):
                    wrong = f"{int(found[0][0]) % 9 + 1}{found[0][1:]}"
                    return f"{one.title}: “{said[: found.start()]}{wrong}{said[found.end() :]}”"
    return ""
