"""What came of what a person wrote into a memo, in words: a line for all, and one for each sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from assistant.lexicon.printable import plain
from assistant.memo.types import Typed, TypedOutcome
from assistant.paper import note_text
from assistant.render.labels import as_sentence
from assistant.workspace.memo_edits import Edited

LABELS: dict[TypedOutcome, str] = {
    "supported": "Supported",
    "own": "Ours",
    "to be confirmed": "To be confirmed",
    "withheld": "Not supported",
}
"""What each sentence is called, by what came of it."""
_COUNTED: dict[TypedOutcome, tuple[str, str]] = {
    "supported": ("is supported", "are supported"),
    "own": ("is ours", "are ours"),
    "to be confirmed": ("is to be confirmed", "are to be confirmed"),
    "withheld": ("is not supported, and stands apart", "are not supported, and stand apart"),
}
_SHOWN = 160  # characters of a quote: enough to see what is meant


def edit_line(edited: Edited) -> str:
    """What was done, and what came of the sentences that are new."""
    found = Counter(one.outcome for section in edited.typed for one in section.sentences)
    counts = [f"{found[kind]} {_COUNTED[kind][found[kind] != 1]}" for kind in _COUNTED if found[kind]]
    total = sum(found.values())
    of = f" Of {total} new sentence{'s' if total != 1 else ''}, {_joined(counts)}." if counts else ""
    return f"{', '.join(edited.told)}.{of}"


def typed_lines(edited: Edited) -> Iterator[str]:
    """Each new sentence, with what came of it and why."""
    for section in edited.typed:
        yield from map(typed_line, section.sentences)


def typed_line(one: Typed) -> str:
    """A sentence with what came of it."""
    return f"{LABELS[one.outcome]}: {_cut(plain(one.text))}{_why(one)}"


def typed_why(one: Typed) -> str:
    """Why, as a sentence; empty where there is nothing to say."""
    return as_sentence(plain(one.why)) if one.why else ""


def typed_source(one: Typed) -> str:
    """The quote that bears it out, or what comes nearest, with its document; empty where there is none."""
    return plain(note_text(one.source)) if one.source else ""


def _why(one: Typed) -> str:
    cut = _cut(typed_source(one))
    nearest = "" if not cut else cut if one.outcome == "supported" else f"nearest: {cut}"
    told = "; ".join(filter(None, (plain(one.why), nearest)))
    return f" ({told})" if told else ""


def _cut(text: str) -> str:
    return f"{text[:_SHOWN].rstrip()}…" if len(text) > _SHOWN else text


def _joined(parts: Iterable[str]) -> str:
    *others, last = parts
    return f"{', '.join(others)} and {last}" if others else last
