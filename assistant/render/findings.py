"""What is wrong, or to be known, of a sentence of a paper, in words."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.render.reasons import failure, lacking
from assistant.verify.same import difference
from assistant.verify.types import Detail, SentenceFinding


def finding_text(finding: SentenceFinding) -> str:
    """What a finding says."""
    return _said(finding.detail)


def finding_label(finding: SentenceFinding, sentence: str) -> str:
    """What kind of finding about a sentence it is: of words that deny, and of others that no closer kind
    names, whether they were left out or put in."""
    if finding.kind not in ("contradicted", "altered quote") or not finding.instead:
        return finding.kind
    found = difference(sentence, finding.instead)
    return found.kind if found else finding.kind


def _said(one: Detail) -> str:
    words, others = one.words, one.others
    match one.kind:
        case "failed the check":
            return failure(one.failures)
        case "lacking":
            return lacking(words)
        case "not in the document":
            return f"the document has no {_listed(words)}"
        case "names another document":
            return f"it names {_listed(words)}, and rests on {_listed(others)}"
        case "of another document":
            return f"the words are of {', '.join(words)}, not of {' or '.join(others)}"
        case "of another note":
            return f"the quote is that of note {', '.join(words)}"
        case "borne out by another note":
            own = f"{'notes' if len(others) > 1 else 'note'} {', '.join(others)}"
            return f"note {', '.join(words)} bears it out, {own} not"
        case "nothing bears it out":
            return "the note quotes nothing, and nothing was found in its document that bears it out"
        case "no note":
            return f"it has {_listed(words)} and no note"
        case "no source":
            return f"it states a fact ({_listed(words)}) and has no note"
        case "note missing":
            return f"the paper has no note {', '.join(words)}"
        case "unknown document":
            return f"the library has no such document: {', '.join(words)}"
        case "file replaced, words gone":
            return (
                f"the file of {', '.join(words)} is another than the one cited, and the words are not in it"
            )
        case "file replaced, words kept":
            return (
                f"the file of {', '.join(words)} is another than the one cited; the words still stand in it"
            )
        case "file replaced":
            return f"the file of {', '.join(words)} is another than the one cited; read it anew"
        case "page not known":
            return f"page {', '.join(words)} cannot be checked: the library's copy has no pages"
        case "on another page":
            return f"the words are on page {', '.join(others)}, not {', '.join(words)}"
        case "at another place":
            return f"the words are at {', '.join(others)}, not {', '.join(words)}"
        case "not in force" | "not yet in force":
            return f"these words are {one.kind}"
        case "proposed":
            return "these words are proposed, and not in force"
        case "inserted":
            return "the document puts these words into another act"
        case "quoted":
            return "the document quotes these words from another"
        case "ended":
            return f"the document is not in force: {', '.join(words)}"
        case "negation left out":
            return f"what the quote leaves out has {_listed(words)}"
        case "change told":
            return f"{', '.join(words)} tells of a change to it"
        case "title denied":
            return "the title denies what the document's says, or says what it denies"
        case "title changed":
            return f"the title was changed: {_not_said(words)}" if words else "the title is another"
        case "quote denied":
            return "the quote denies what the source says, or says what it denies"
        case "quote changed":
            if not words:
                return "the quote is not the source's, letter for letter"
            return f"the quote was changed: {_not_said(words)}"
        case "never stood together":
            pieces = " / ".join(f"“{piece}” ({slug})" for piece, slug in zip(words, others, strict=True))
            return f"its words are real, but never stood together: {pieces}"
        case "in no document":
            return f"no document has the words {_listed(words)}"


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"“{one}”" for one in words)


def _not_said(words: Sequence[str]) -> str:
    return ", ".join(f"“{one}” is not what it says" for one in words)
