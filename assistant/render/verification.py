"""A verification → text for a terminal, the words of a comment in a Word file, and JSON."""

from __future__ import annotations

import textwrap
from dataclasses import asdict
from typing import Any

from assistant.lexicon.printable import plain
from assistant.render.findings import finding_label, finding_text
from assistant.verify.types import Checked, SentenceFinding, Verification

_WIDTH = 100
_SHOWN = 300  # characters of a source's words: enough to see what is meant


def checked_text(one: Checked) -> str:
    """A sentence with which something is wrong or to be known; empty for any other."""
    if not one.findings:
        return ""
    lines = [f"{'✗' if one.failed else '·'} {plain(one.where)}", _indented(f"“{plain(one.sentence)}”", 2)]
    return "\n".join(
        [*lines, *(_indented(line, 4) for finding in one.findings for line in _told(finding, one.sentence))]
    )


def outcome_text(verification: Verification) -> str:
    """What the check comes to, in a sentence."""
    failed, lacking = len(verification.failed), len(verification.unsourced)
    unknown, doubtful = len(verification.of_unknown), len(verification.doubtful)
    bare = (
        [f"{_counted(lacking, 'sentence')} {_verb(lacking, 'state')} a fact without a source"]
        if lacking
        else []
    )
    if unknown:
        bare.append(
            f"{_counted(unknown, 'sentence')} {_verb(unknown, 'cite')} what the library does not have"
        )
    match verification.outcome:
        case "fails":
            found = [f"{_counted(failed, 'sentence')} {_verb(failed, 'fail')}", *bare]
            return f"Not ready to send: {', '.join(found)}"
        case "unsourced":
            return f"Not all of it could be checked: {', '.join(bare)}"
        case "doubtful":
            return f"No errors found, {_counted(doubtful, 'sentence')} to check by hand"
        case "nothing checked":
            return "Nothing was checked: no sentence has a note or a quote, or states a fact"
        case "holds":
            return "No errors found"


def summary_text(verification: Verification) -> str:
    """The counts, and what they come to."""
    counts = verification.counts
    unchecked = counts["sentences"] - counts["checked"]
    told = (
        f"{_counted(counts['checked'], 'sentence')} checked with {_counted(counts['quotes'], 'quote')}:"
        f" {counts['hold']} hold"
    )
    told += f", {counts['failed']} fail, {counts['doubtful']} to check by hand"
    told += f" ({counts['unsourced']} without a source)" if counts["unsourced"] else ""
    rest = (
        f" {_counted(unchecked, 'sentence')} with no note or quote that {_verb(unchecked, 'state')} no fact"
        " not checked."
        if unchecked
        else ""
    )
    return textwrap.fill(f"{told}.{rest}", _WIDTH)


def comment_text(one: Checked) -> str:
    """What a comment in a Word file says of a sentence."""
    head = f"“{plain(one.sentence)[:120]}{'…' if len(one.sentence) > 120 else ''}”"
    return "\n".join([head, *(line for finding in one.findings for line in _told(finding, one.sentence))])


def verification_json(verification: Verification) -> dict[str, Any]:
    """The verification as plain values: the counts, every finding with its place, and every sentence."""
    places = [(one, finding) for one in verification.sentences for finding in one.findings]
    return {
        "title": verification.title,
        "record": verification.record,
        "outcome": verification.outcome,
        "told": outcome_text(verification),
        "holds": verification.outcome in ("holds", "doubtful"),
        "counts": dict(verification.counts),
        "findings": [
            {"paragraph": at.paragraph, "where": at.where, "sentence": at.sentence, **finding_json(finding)}
            for at, finding in places
        ],
        "sentences": [
            {**asdict(one), "findings": [finding_json(finding) for finding in one.findings]}
            for one in verification.sentences
        ],
    }


def finding_json(finding: SentenceFinding) -> dict[str, Any]:
    """A finding as plain values, `told` in words."""
    return {
        "kind": finding.kind,
        "told": finding_text(finding),
        "instead": finding.instead,
        "source": finding.source,
        "failed": finding.failed,
        "note": finding.note,
    }


def _told(finding: SentenceFinding, sentence: str) -> list[str]:
    kind = finding_label(finding, sentence)
    note = f" (note {finding.note})" if finding.note else ""
    lines = [f"{kind if finding.failed else f'please check, {kind}'}{note}: {plain(finding_text(finding))}"]
    if finding.instead:
        instead = plain(finding.instead)
        shown = f"{instead[:_SHOWN]}…" if len(instead) > _SHOWN else instead
        lines.append(f"there is: “{shown}”{f' ({finding.source})' if finding.source else ''}")
    return lines


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _verb(number: int, verb: str) -> str:
    return f"{verb}s" if number == 1 else verb


def _indented(text: str, by: int) -> str:
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=" " * by,
        subsequent_indent=" " * (by + 2),
        break_long_words=False,
        break_on_hyphens=False,
    )
