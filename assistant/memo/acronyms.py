"""Acronyms: which of them a reader meets before they are spelt out, and how the documents themselves spell
them out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.lexicon.references import without_references
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import OPENERS

_ACRONYM = re.compile(r"(?<![\w.&])(?:[A-Z][A-Za-z]?){1,5}[A-Z]s?(?![\w&])|(?<![\w.])(?:[A-Z]\.){2,}")
_SPELT = re.compile(r"\(\s*(?:the\s+)?[“\"‘']?([A-Z][A-Za-z]{0,7}[A-Z])s?[”\"’']?\s*[),;]")
_CAPITALS = re.compile(r"\b[A-Z]{2,}(?:[ :,’'-]+[A-Z]{4,})+\b")
_COMMON = frozenset("US USA UK EU UN AM PM TV ID PDF ZIP DRAFT II III IV VI VII VIII IX XI XII".split())
# Words that a writer stresses by capitals; those of `OPENERS` are such words, too.
_STRESSED = frozenset("all any ever every never only must none same very yes stop new now".split())
_MOST_LETTERS = 6


def acronyms(text: str, rules: Rules) -> list[str]:
    """The acronyms of a text in their order; words of a line in capitals are none, nor the letters of a
    reference to an instrument (“31 CFR 501”)."""
    if sum(map(str.isupper, text)) > 0.6 * max(1, sum(map(str.isalpha, text))):
        return []
    text = _CAPITALS.sub(" ", without_references(text, rules))
    found = [one.rstrip("s") if one[:-1].isupper() else one for one in _ACRONYM.findall(text)]
    return [one for one in found if _is_acronym(one) and not _is_stressed(one, text)]


def _is_stressed(word: str, text: str) -> bool:
    """Whether capitals only stress a word: it is one that says little, or stands in small letters, too. What
    follows “the” is a name (“the WHO”)."""
    small = word.lower()
    if re.search(rf"\bthe {re.escape(word)}\b", text, re.IGNORECASE) and small not in _STRESSED:
        return False
    is_little = small in _STRESSED or any(small in words for words in OPENERS.values())
    return is_little or re.search(rf"\b{re.escape(small)}\b", text) is not None


def _is_acronym(word: str) -> bool:
    return (
        word not in _COMMON
        and "." not in word
        and len(word) <= _MOST_LETTERS
        and sum(map(str.isupper, word)) >= 2
        and word[:2].isupper()
    )


def unexplained(told: Iterable[tuple[str, str]], rules: Rules) -> list[tuple[str, str]]:
    """The acronyms that stand in a text before one spells them out, each once, with where; `told` is where
    and text, in order."""
    known: set[str] = set()
    found: dict[str, str] = {}
    for where, text in told:
        known |= set(_SPELT.findall(text)) | {
            one for one in acronyms(text, rules) if re.search(rf"\b{one}s?\s+\([A-Z]?[a-z]", text)
        }
        for one in acronyms(text, rules):
            if one not in known:
                found.setdefault(one, where)
    return list(found.items())


def spelt_out(acronym: str, texts: Sequence[str]) -> str:
    """How one of the texts spells an acronym out: the words before it in brackets whose initials it has;
    empty where none does."""
    for text in texts:
        for found in re.finditer(
            rf"((?:[\w’'.&-]+ ){{1,{len(acronym) + 4}}})\([“\"]?(?:the )?{re.escape(acronym)}s?[”\"]?[),;]",
            text,
        ):
            if words := _initialled(found[1].split(), acronym):
                return " ".join(words)
    return ""


def _initialled(words: Sequence[str], acronym: str) -> list[str]:
    """The last of the words whose capitals make the acronym, shortest first."""
    for start in range(len(words) - 1, -1, -1):
        initials = "".join(
            part[0] for word in words[start:] for part in re.split(r"[-–/]", word) if part[:1].isupper()
        )
        if initials == acronym and words[start][0] == acronym[0]:
            return list(words[start:])
    return []
