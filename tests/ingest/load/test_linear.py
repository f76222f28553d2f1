"""Twice as much of anything takes about twice as long to read and to split, whatever it is that there is more
of."""

from __future__ import annotations

import contextlib
import gc
import os
import time
from collections.abc import Callable

import pytest

from ingest.errors import PinciteError
from ingest.pipeline import read_document
from tests.ingest.load.packages import p, tc, word

_MANY = os.environ.get("EXAMPLES") == "many"
_GROWTH = 2.6
_MEASURABLE_S = 0.4 if _MANY else 0.05
_LARGEST = 2**15 if _MANY else 2**11
_TIMES = 3 if _MANY else 1

# What a file has n of; the format's opening and end around it.
UNITS: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "paragraphs": (".txt", lambda n: b"The ferry runs at eight.\n\n" * n),
    "lines": (".txt", lambda n: b"The ferry runs at eight and\n" * n),
    "one long line": (".txt", lambda n: b"The ferry runs at eight. " * n),
    "one word": (".txt", lambda n: b"ferry" * 8 * n),
    "blanks": (".txt", lambda n: b"The ferry" + b" " * 40 * n + b"runs."),
    "brackets": (".txt", lambda n: b"The ferry " + b"(" * 20 * n),
    "figures": (".txt", lambda n: b"1,234.50  " * 3 * n),
    "numbered": (".txt", lambda n: b"".join(b"(%d) The toll is due.\n\n" % one for one in range(n))),
    "completed": (
        ".txt",
        lambda n: (
            b"The toll is due. " * n
            + b"Free are:\n\n"
            + b"".join(b"(%d) Boats.\n\n" % one for one in range(n))
        ),
    ),
    "columns": (".txt", lambda n: b"   North      4.50     5.00\n" * n),
    "speakers": (".txt", lambda n: b"Mr. HALE. I yield to the master.\n\n" * n),
    "capitals": (".txt", lambda n: b"THE TOLL OF THE FERRY\n\n" * n),
    "stars": (".md", lambda n: b"*a **b " * n),
    "links": (".md", lambda n: b"[a](b) ![" * n),
    "quotes": (".md", lambda n: b"> The ferry runs.\n\n" * n),
    "nested quotes": (".md", lambda n: b">" * n + b" a"),
    "notes": (
        ".md",
        lambda n: (
            b"".join(b"Toll[^%d].\n\n" % one for one in range(n))
            + b"".join(b"[^%d]: Due.\n\n" % one for one in range(n))
        ),
    ),
    "table rows": (".md", lambda n: b"| Route | Fare |\n|---|---|\n" + b"| North | 4.50 |\n" * n),
    "ticks": (".md", lambda n: b"".join(b"`" * (one % 90) + b" " for one in range(n))),
    "elements": (".html", lambda n: b"<p>The ferry runs at <b>eight</b>.</p>" * n),
    "open elements": (".html", lambda n: b"<div>a" * n),
    "open spans": (".html", lambda n: b"<p>" + b"<b>a" * n),
    "items": (".html", lambda n: b"<ul>" + b"<li>Children pay half.</li>" * n + b"</ul>"),
    "rows": (
        ".html",
        lambda n: b"<table><tr><th>Route</th><th>Fare</th></tr>" + b"<tr><td>North</td><td>4</td></tr>" * n,
    ),
    "styles": (
        ".html",
        lambda n: (
            b"<style>"
            + b"".join(b".c%d{color:red}" % one for one in range(n))
            + b"</style>"
            + b"".join(b"<p class='c%d'>Toll</p>" % one for one in range(n))
        ),
    ),
    "anchors": (
        ".html",
        lambda n: b"".join(b"<p id='n%d'>Toll <a href='#n%d'>1</a></p>" % (one, one) for one in range(n)),
    ),
    "open comments": (".html", lambda n: b"<p>a</p>" + b"<!-- " * n),
    "attributes": (".xml", lambda n: b"<a>" + b"<b c='d'>The ferry runs.</b>" * n + b"</a>"),
    "sections": (
        ".xml",
        lambda n: (
            b"<bill><legis-body>"
            + b"<section><enum>1.</enum><text>The ferry runs.</text></section>" * n
            + b"</legis-body></bill>"
        ),
    ),
    "groups": (".rtf", lambda n: rb"{\rtf1 " + rb"{\b The ferry} runs.\par " * n + b"}"),
    "records": (".csv", lambda n: b"Route,Fare\n" + b"North,4.50\n" * n),
    "fields": (".csv", lambda n: b",".join([b"Route"] * n) + b"\n" + b",".join([b"4.50"] * n)),
    "open quotes": (".csv", lambda n: b'Route,"Fare\n' * n),
    "replies": (".eml", lambda n: b"From: a@b.c\nSubject: Toll\n\n" + b"> Is it due?\nIt is.\n\n" * n),
    "deep replies": (
        ".eml",
        lambda n: (
            b"From: a@b.c\nSubject: Toll\n\n" + b"".join(b">" * (one % 50) + b" Due?\n" for one in range(n))
        ),
    ),
    "headers": (".eml", lambda n: b"From: a@b.c\nTo: " + b"b@c.d, " * n + b"\n\nThe ferry runs."),
    "Word paragraphs": (".docx", lambda n: word(p("The ferry runs at eight.") * n)),
    "Word rows": (
        ".docx",
        lambda n: word(
            f"<w:tbl>{'<w:tr>' + tc('Route') + tc('4.50') + '</w:tr>'}</w:tbl>".replace(
                "</w:tbl>", f"<w:tr>{tc('North')}{tc('4')}</w:tr>" * n + "</w:tbl>"
            )
        ),
    ),
}


def seconds(what: str, count: int) -> float:
    """The least that reading so many takes, of a few times."""
    suffix, made = UNITS[what]
    data = made(count)
    best = float("inf")
    for _ in range(_TIMES):
        gc.collect()
        started = time.process_time()  # other work on the machine does not count
        with contextlib.suppress(PinciteError):
            read_document(data, f"toll{suffix}")
        best = min(best, time.process_time() - started)
    return best


# `make fuzz` measures all; a usual run those that were not linear once, and one of each kind of reader.
_USUAL = ("blanks", "completed", "one word", "notes", "open spans", "groups", "fields", "Word rows")


@pytest.mark.hypothesis
@pytest.mark.parametrize("what", UNITS if _MANY else _USUAL)
def test_twice_as_much_takes_twice_as_long(what: str) -> None:
    count = 64
    took = seconds(what, count)
    while took < _MEASURABLE_S and count < _LARGEST:
        count *= 2
        took = seconds(what, count)
    again = seconds(what, 2 * count)
    if again > _GROWTH * took and again > _MEASURABLE_S:  # a cache that filled, a pause: it shows only once
        took, again = min(took, seconds(what, count)), min(again, seconds(what, 2 * count))
    assert again <= _GROWTH * took or again < _MEASURABLE_S, f"{count}: {took:.2f} s, twice: {again:.2f} s"
