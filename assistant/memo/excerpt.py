"""A sentence as a memo quotes it: without the number that a list gives it, and no longer than its section
allows; always the stored text's words in their order."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.drafting.quotes import is_quotable
from assistant.lexicon.leads import is_open
from assistant.lexicon.rules import Rules
from assistant.types import Evidence

_FEWEST_WORDS = 6
_JOINS_THE_NEXT = re.compile(r"[;,]?(?:\s+(?:and|or))?\s*$")
_SMALL_WORD, _TITLE = (
    3,
    0.6,
)  # letters of a word that a title may write small; the share of the others that it writes large


def excerpt(one: Evidence, longest: int, rules: Rules, *, whole: bool = False) -> Evidence | None:
    """The evidence as it may be quoted in at most so many words, `whole` or cut where it may be left; None
    where it cannot be, or does not stand on its own."""
    if is_open(one):
        return None
    signs = rules["excerpts"]
    bare = without_number(one, rules)
    if one.sentence.leads:
        return _completed(bare, longest, rules)
    if one.sentence.role == "row":
        is_fact = is_quotable(one.text, "row") and re.search(r"\d", one.text)
        return one if is_fact and len(one.text.split()) <= longest else None
    if not _stands_alone(bare.text, rules):
        return None
    if len(bare.text.split()) <= longest:
        return bare
    for leave in () if whole else reversed(list(signs.of("leave").pattern.finditer(bare.text))):
        head, tail = bare.text[: leave.start()], bare.text[leave.start() :]
        if len(head.split()) <= longest:
            fits = (
                len(head.split()) >= _FEWEST_WORDS
                and signs.of("verb").find(head)
                and not signs.of("takes back").find(tail)
                and _is_balanced(head)
            )
            return _until(bare, leave.start()) if fits else None
    return None


def whole_sentences(one: Evidence, longest: int, rules: Rules) -> Evidence:
    """Of evidence that is several sentences as many of the first as fit into so many words, at least one; all
    of them where what would go takes back what is said before it."""
    start, end = one.sentence.start, one.sentence.end
    ends = [each.end for each in one.passage.sentences if start <= each.start and each.end < end]
    fit = [place for place in ends if len(one.text[: place - start].split()) <= longest]
    if not ends:
        return one
    place = max(fit, default=min(ends))
    rest = one.text[place - start :].lstrip()
    return one if rules["excerpts"].of("takes back at once").find(rest) else _until(one, place - start)


def after(one: Evidence, told: Evidence) -> Evidence | None:
    """The sentences of evidence after the first of them that are told; None where there are none."""
    ends = told.sentence.end
    starts = [each.start for each in one.passage.sentences if ends <= each.start < one.sentence.end]
    is_first = told.source.slug == one.source.slug and told.sentence.start >= one.sentence.start
    return _from(one, min(starts) - one.sentence.start) if is_first and starts else None


def without_number(one: Evidence, rules: Rules) -> Evidence:
    """The evidence without the number that a list gives it."""
    found = rules["excerpts"].of("enumerator").find(one.text)
    return _from(one, found.end()) if found else one


def _completed(bare: Evidence, longest: int, rules: Rules) -> Evidence | None:
    """An item as it may be quoted after the words that it completes, without what joins it to the next."""
    item = _until(bare, _JOINS_THE_NEXT.search(bare.text).start())  # type: ignore[union-attr]
    whole = item.statement
    found = rules["excerpts"].of("enumerator").find(whole)
    opens = (whole[found.end() :] if found else whole).lstrip("“\"'(¿¡ ")[:1]
    stands = (
        bool(re.search(r"[^\W\d_]{2}", item.text))
        and not item.text.endswith(("?", "…"))
        and opens.isupper()
        and _is_balanced(whole)
        and bool(rules["excerpts"].of("verb").find(whole))
    )
    return item if stands and len(whole.split()) <= longest else None


def leans(one: Evidence, rules: Rules) -> bool:
    """Whether a sentence opens with what an earlier one named."""
    text = one.statement.lstrip("“\"'( ¿")
    return bool(rules["anaphora"].of("sentence").find(text) or rules["excerpts"].of("leans").find(text))


def _stands_alone(text: str, rules: Rules) -> bool:
    if not is_quotable(text) or text.rstrip("”\"’') ").endswith((";", ",", "; and", "; or")):
        return False
    if _is_title(text) or rules["excerpts"].of("goes on").find(text):
        return False
    opens = text.lstrip("“\"'(¿¡ ")[:1]
    return (
        (opens.isupper() or opens.isdigit())
        and _is_balanced(text)
        and bool(rules["excerpts"].of("verb").find(text))
    )


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
