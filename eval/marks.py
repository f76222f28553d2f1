"""Words of other people's documents, kept as a mark: the first of them, how many characters they are, and
their digest. The document has the rest.

python -m eval.marks FILE --home DIR    # turn the long quotes of a file of cases into marks
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.quotes import normalised

MOST_WORDS = 8
"""Of a document, that stand in a file of cases for one quote."""
_FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Mark:
    """The first words of a quote as `normalised` gives them, how many characters the whole has so, and 16 hex
    digits of its SHA-256."""

    words: str
    length: int
    digest: str


def mark_of(quote: str, text: str) -> Mark | None:
    """The mark of a quote in a document's `normalised` text: as few words as stand once in it, if eight do.

    None where the quote is as short, or not in it.
    """
    quote = normalised(quote)
    words = quote.split()
    if len(words) <= MOST_WORDS or quote not in text:
        return None
    starts = [" ".join(words[:count]) for count in range(_FEWEST_WORDS, MOST_WORDS + 1)]
    return Mark(next((one for one in starts if text.count(one) == 1), starts[-1]), len(quote), _digest(quote))


def marked(mark: Mark, text: str) -> str:
    """The words that a mark stands for in a document's `normalised` text; empty where it has them no more."""
    start = text.find(mark.words)
    while start >= 0:
        whole = text[start : start + mark.length]
        if _digest(whole) == mark.digest:
            return whole
        start = text.find(mark.words, start + 1)
    return ""


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def shortened(row: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    """A line of cases with marks for its long quotes; `texts` are the `normalised` documents by slug.

    A quote that its document lacks stays as it is.
    """
    evidence = []
    for one in row["evidence"]:
        mark = (
            mark_of(one["quote"], texts[one["source"]]) if "quote" in one and one["source"] in texts else None
        )
        rest = {name: value for name, value in one.items() if name != "quote"}
        evidence.append(
            {**rest, "mark": mark.words, "length": mark.length, "digest": mark.digest} if mark else one
        )
    return {**row, "evidence": evidence}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit status."""
    from assistant.build import open_library
    from assistant.settings import read_settings
    from ingest.errors import PinciteError

    parser = argparse.ArgumentParser(
        prog="python -m eval.marks", description="Turn the long quotes of a file of cases into marks."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="JSON Lines of cases; it is written anew")
    parser.add_argument(
        "--home", default="", metavar="DIR", help="folder of the library that holds the documents"
    )
    options = parser.parse_args(arguments)
    try:
        library = open_library(read_settings(home=options.home))
    except PinciteError as error:
        print(f"eval: {error.message}\n  → {error.hint}", file=sys.stderr)
        return 1
    try:
        view = library.whole()
        texts = {source.slug: normalised(view.text(source.slug)) for source in view.sources}
    finally:
        library.close()
    rows = [
        shortened(json.loads(line), texts)
        for line in options.file.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]
    options.file.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
