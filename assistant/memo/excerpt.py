"""A sentence as a memo quotes it: without the number that a list gives it, and no longer than its section
allows; always the stored text's words in their order."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.drafting.quotes import is_quotable
from assistant.types import Evidence

_ENUMERATOR = re.compile(
    r"^(?:(?:\(\w{1,4}\)|\d{1,2}[.)]|[•*–—-]|Sec(?:tion|\.) \d+\.(?: [A-Z][\w ,]{2,60}\.)?|[A-Z][A-Z"
    r" \-’'&]{5,60}:)\s+)+(?=[^\W\d_“\"(])"
)
# Where a sentence may be left: what follows goes on about it. What follows may not take back or bound what
# was said, nor say how much or when.
_LEAVES = re.compile(
    r"(?:;|,? —|, (?:which|who|whose|where|including|such as|as well as|while|driven by|citing|consistent"
    r" with|in accordance with)\b)"
)
_TAKES_BACK = re.compile(
    r"\b(?:but|except\w*|unless|if|however|although|though|until|only|not|no|never|would|without|provided|subject"
    r" to|may|might|pero|salvo|sino)"
    r"\b|\d",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|shall|would|can|may|must|do|does|did|es|son|fue|ha|han)\b|\b\w{3,}(?:ed|es)\b|\b(?:fell|rose|made|took|led|found|said)\b"
)
_GOES_ON = re.compile(
    r"\b(?:that|which|the|an?|of|to|and|or|by|with|for|as|in|on|from|if|when|is|are|que|de|la|el|los|y)\W*$",
    re.IGNORECASE,
)
_FEWEST_WORDS = 6
_SMALL_WORD, _TITLE = (
    3,
    0.6,
)  # letters of a word that a title may write small; the share of the others that it writes large
_LEANS = re.compile(
    r"^(?:it|its|they|them|their|he|she|his|her|this|that|these|those|such|however|but|and|or|so|thus|"
    r"therefore|instead|similarly|as such|both|for example|eso|esto|esta|este|ello|pero|entonces|y|"
    r"por eso|the order|the act|the bill|the law|the agency|said)\b",
    re.IGNORECASE,
)


def excerpt(one: Evidence, longest: int, *, whole: bool = False) -> Evidence | None:
    """The evidence as it may be quoted in at most so many words, `whole` or cut where it may be left; None
    where it cannot be, or does not stand on its own."""
    bare = _from(one, found.end()) if (found := _ENUMERATOR.match(one.text)) else one
    if not _stands_alone(bare.text):
        return None
    if len(bare.text.split()) <= longest:
        return bare
    for leave in () if whole else reversed(list(_LEAVES.finditer(bare.text))):
        head, tail = bare.text[: leave.start()], bare.text[leave.start() :]
        if len(head.split()) <= longest:
            fits = (
                len(head.split()) >= _FEWEST_WORDS
                and _VERB.search(head)
                and not _TAKES_BACK.search(tail)
                and _is_balanced(head)
            )
            return _until(bare, leave.start()) if fits else None
    return None


def leans(one: Evidence) -> bool:
    """Whether a sentence opens with what an earlier one named."""
    return bool(_LEANS.match(one.text.lstrip("“\"'( ¿")))


def _stands_alone(text: str) -> bool:
    if not is_quotable(text) or text.rstrip("”\"’') ").endswith((";", ",", "; and", "; or")):
        return False
    if _is_title(text) or _GOES_ON.search(text):
        return False
    opens = text.lstrip("“\"'(¿¡ ")[:1]
    return (opens.isupper() or opens.isdigit()) and _is_balanced(text) and bool(_VERB.search(text))


def _is_title(text: str) -> bool:
    """Whether it is a line in title case rather than a sentence."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > _SMALL_WORD]
    return not text.rstrip("”\"’') ").endswith((".", "!", "?")) and sum(
        word[0].isupper() for word in words
    ) > _TITLE * len(words)


def _is_balanced(text: str) -> bool:
    """Whether every quotation and bracket that is opened is closed."""
    return (
        text.count("“") == text.count("”") and text.count("(") == text.count(")") and text.count('"') % 2 == 0
    )


def _from(one: Evidence, offset: int) -> Evidence:
    return replace(
        one, sentence=replace(one.sentence, start=one.sentence.start + offset), text=one.text[offset:]
    )


def _until(one: Evidence, offset: int) -> Evidence:
    return replace(
        one, sentence=replace(one.sentence, end=one.sentence.start + offset), text=one.text[:offset]
    )
