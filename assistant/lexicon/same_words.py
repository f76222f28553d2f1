"""Whether two texts are the same words, whatever an editor's program did to spaces, quotation marks, dashes
and dots.

A quote is looked for by a pattern, in a text whose marks are plain and whose length is unchanged, so that
what is found are offsets."""

from __future__ import annotations

import re

_MARKS = str.maketrans(
    dict.fromkeys('"“”„‟«»″‘’‚‛′`´', "'")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\u00a0\u2007\u2009\u202f", " ")
)
_ELLIPSIS = r"(?:…|\.\s?\.\s?\.(?:\s?\.)?)"
_TOKEN = re.compile(
    rf"(?P<ellipsis>{_ELLIPSIS})|(?P<dash>\s*-+\s*)|(?P<space>\s+)|(?P<mark>'+)|(?P<word>\w+)|(?P<other>.)",
    re.DOTALL,
)
# What a quote's writer may do to it: leave words out, put others in brackets.
_ALTERED = re.compile(
    rf"(?P<gap>\s*(?:[\[(]\s*{_ELLIPSIS}\s*[\])]|{_ELLIPSIS})\s*)|(?P<bracket>\[[^\[\]]{{1,80}}\])"
)
_ALTERATION = rf"(?>[\[(]\s*+{_ELLIPSIS}\s*+[\])]|{_ELLIPSIS}|\[[^\[\]]{{1,80}}\])"
_AT_AN_END = re.compile(rf"^(?>{_ALTERATION}\s++)++|(?>\s++{_ALTERATION})++$")
_WITHIN = 1000  # characters that an ellipsis may stand for: a long paragraph
_BRACKETED = 200  # characters that words in brackets may stand for
_FEWEST_WORDS = 3  # that an altered quote must have of the source's


def plain_marks(text: str) -> str:
    """The text with plain marks and in small letters, as long as before."""
    plain = text.translate(_MARKS)
    lower = plain.lower()
    return (
        lower
        if len(lower) == len(plain)
        else "".join(small if len(small := one.lower()) == 1 else one for one in plain)
    )


def patterns(quote: str) -> list[re.Pattern[str]]:
    """What to look for in a text of plain marks: the quote as it stands, then, where it has ellipses or
    brackets, as the source may have it."""
    quote = quote.strip().rstrip(".,;:").strip()
    found = [re.compile(_whole(_pattern(quote)))] if re.search(r"\w", quote) else []
    if _ALTERED.search(quote) and len(re.findall(r"\w+", _ALTERED.sub(" ", quote))) >= _FEWEST_WORDS:
        found.append(re.compile(_whole(_altered(quote)), re.DOTALL))
    return found


def _whole(pattern: str) -> str:
    """The pattern, where it cuts no word or figure short: “fell 14” is not in “fell 14.5”."""
    return rf"(?<!\w)(?<!\d[.,]){pattern}(?!\w|[.,]\d)"


def words(text: str) -> list[str]:
    """The words and figures of a text, in small letters; a figure with its separators is one."""
    return re.findall(r"\d[\d.,]*\d|\w+", text.lower())


def _pattern(text: str) -> str:
    """What a run of marks matches it keeps: many of them in a row would be tried in every division."""
    parts = []
    for token in _TOKEN.finditer(plain_marks(text)):
        match token.lastgroup:
            case "ellipsis":
                parts.append(rf"(?>\s?{_ELLIPSIS})")
            case "dash":
                parts.append(r"\s*+-{1,3}+\s*+")
            case "space":
                parts.append(r"\s++")
            case "mark":
                parts.append("'{1,2}+")
            case _:
                parts.append(re.escape(token.group()))
    return "".join(parts)


def _altered(quote: str) -> str:
    """The pieces of the quote in order, each as near as what stands between them allows. Each is taken once
    found: no search is slow."""
    quote = _AT_AN_END.sub("", quote)
    parts, last, ends = [], 0, ""
    for one in _ALTERED.finditer(quote):
        parts.append(_pattern(quote[last : one.start()]) + ends)
        ends = ""
        before, after = quote[one.start() - 1 : one.start()], quote[one.end() : one.end() + 1]
        if one["gap"]:
            parts.append(rf"(?>.{{0,{_WITHIN}}}?")
            ends = ")"
        elif len(one["bracket"]) == 3 and after.isalnum():  # “[T]he”
            parts.append(r"\w")
        elif before.isalnum():  # “designate[s]”
            parts.append(r"\w*")
        else:
            parts.append(rf"(?>.{{0,{_BRACKETED}}}?")
            ends = ")"
        last = one.end()
    return "".join(parts) + _pattern(quote[last:]) + ends
