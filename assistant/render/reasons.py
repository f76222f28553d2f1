"""Why a sentence failed the check, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.types import Aspect, Failure, FailureKind

_MISSING = ("missing number", "missing date", "missing name", "wrong title", "missing words")
"""What is told together, as words that the source does not have."""


def reason(failures: Sequence[Failure]) -> str:
    """Why a sentence failed: the gravest of the failures, which come first, and all the words that the source
    lacks where that is it; empty where nothing failed. The source's own sentence follows where it says
    otherwise."""
    said = failure(failures)
    nearest = failures[0].nearest if failures else ""
    return f"{said}; the source: “{nearest}”" if nearest else said


def failure(failures: Sequence[Failure]) -> str:
    """As `reason`, without the source's sentence, for where that stands beside it."""
    if not failures:
        return ""
    if failures[0].kind in _MISSING:
        lacking = dict.fromkeys(word for one in failures if one.kind in _MISSING for word in one.words)
        return f"not in the source: {_listed(tuple(lacking))}" if lacking else "the source lacks some of it"
    return _KINDS[failures[0].kind](failures[0])


def lacking(words: Sequence[str]) -> str:
    """That a source does not have these words."""
    return f"the source does not have {_listed(tuple(dict.fromkeys(words)))}"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


def _unsupported(one: Failure) -> str:
    if one.score is None or one.threshold is None:
        return "the quote does not bear it out"
    return f"the quote does not bear it out (support {one.score:.2f}, {one.threshold:.2f} is needed)"


def _modality(one: Failure) -> str:
    verb, *said = one.words or ("",)
    given = f"“{said[0]}”" if said else "a fact"
    if one.source:
        return f"the source says “{one.source}” of what it gives as {given}: “{verb}”"
    return f"it says {given} of what the source gives as a fact: “{verb}”"


def _year(one: Failure) -> str:
    number, year = one.words
    return f"it gives {number} for {year} where the source gives it for {one.source}"


_ASPECTS: dict[Aspect, Callable[[Failure], str]] = {
    "": lambda _: "the source says otherwise",
    "denies": lambda one: f"it denies what the source says of {_listed(one.words)}",
    "affirms": lambda one: f"it affirms what the source denies of {_listed(one.words)}",
    "non": lambda one: f"the source says “{one.source}”",
    "denies more": lambda _: "it denies more than the source does",
    "adds a negation": lambda one: f"it says {_listed(one.words)} of words that the source has without it",
    "ended": lambda _: "the source says that it ends",
    "continues": lambda _: "the source says that it goes on",
    "modality": _modality,
    "beginning": lambda one: (
        f"the source says “{one.source}” of what it gives as a fact: {_listed(one.words)}"
    ),
    "plan": lambda one: f"the source tells of “{one.source}”, and not that it was done: {_listed(one.words)}",
    "opposite": lambda one: f"it says {_listed(one.words)} where the source says “{one.source}”",
    "rate": lambda one: f"it says per {one.words[0]} where the source says per {one.source}",
    "order": lambda one: f"{' and '.join(f'“{word}”' for word in one.words)} have changed places",
    "year": _year,
    "period": lambda one: f"the source gives the date of {_listed(one.words)} otherwise",
}

_KINDS: dict[FailureKind, Callable[[Failure], str]] = {
    "no evidence": lambda _: "it cites no document",
    "unknown id": lambda one: f"it cites {', '.join(one.words)}, which stands for no document",
    "quote not stored": lambda one: f"the quote does not stand in {one.source}",
    "quote not whole": lambda _: "the sentence does not give its quote in full",
    "lead-in left out": lambda one: f"the words before it say {_listed(one.words)}: “{one.source}”",
    "introduction says more": lambda one: (
        f"the introduction says more than the source's metadata: {', '.join(one.words)}"
    ),
    "words not quoted": lambda one: f"it quotes words that the source does not have: {_listed(one.words)}",
    "off subject": lambda _: "the quote is about something else",
    "contradicted": lambda one: _ASPECTS[one.aspect](one),
    "misattributed": lambda one: f"the source does not give this as said by {', '.join(one.words)}",
    "opinion as fact": lambda _: "it states as fact what an op-ed argues",
    "misplaced figure": lambda one: (
        f"the source gives “{one.words[0]}” with other words than {_listed(one.words[1:])}"
    ),
    "narrower in the source": lambda one: (
        f"it leaves out what narrows it in the source: {_listed(one.words)}"
    ),
    "wrong actor": lambda one: f"the source does not say “{one.words[-1]}” of {_listed(one.words[:-1])}",
    "merged": lambda one: f"it puts two quotes together: only another one has {_listed(one.words)}",
    "not entailed": _unsupported,
    "refused by judge": lambda _: "the judge model does not find it in the quote",
    "declined": lambda _: "the chat model declined to answer",
    "not a sentence": lambda _: "it is not a whole sentence",
    "instruction": lambda _: "it repeats an instruction to a model, not a fact",
    "link or disguise": lambda _: "it holds a link, or letters of another alphabet that look like Latin ones",
    "echoes the question": lambda _: "it repeats words of the question that the source does not have",
}
