"""Raised figures: the mark of a note is none of the text's words, the exponent of a number is part of it."""

from __future__ import annotations

import re

_SUPERSCRIPT = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")
_MARK = re.compile(r"[\[(]?(?:\d{1,3}(?:\s?[,–-]\s?\d{1,3})*|[a-z]|[*†‡§¶]{1,4})[\])]?[,;]?", re.IGNORECASE)
_EXPONENT = re.compile(r"[+\-−]?\d{1,3}|n")
# After these a raised figure is a power: a bare ten, a unit of length, a variable, a closing bracket.
_BASE = re.compile(r"(?:(?<![\d.,])10|(?<![^\W\d_])(?:mm|cm|dm|km|m|ft|in|yd|mi|s|[xyznrXYZ]))$")
# “§ 46⁵” is a section of its own, and so is a paragraph in the laws of Estonia, Poland, Italy or
# Ukraine.
_SECTION = re.compile(
    r"(?:§+(?:-\w+)?|\b(?:art(?:icle|ikel|ykuł\w*|ículo|igo|icolo|\.)?|sec(?:tion|\.)?|lõi\w+|punkt\w*"
    r"|par(?:agra[pf]h?\w*|\.)?|ust(?:ęp\w*|\.)?|odst\w*|comma|abs(?:atz|\.)?|lid|стат\w+|ст\.))\s*\d+[a-z]?$",
    re.IGNORECASE,
)
# So is what opens a provision in its brackets, “(8¹)”, or with a full stop, “14.¹” (Estonia, Latvia).
_LABEL = re.compile(r"(?:^|[\s„“\"'«])\(\d{1,2}[a-z]?$|^[„“\"«]?\d{1,3}\.$")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|o|a|os|as|er|re|e|ème|de|te)\.?", re.IGNORECASE)


def powered(figures: str) -> str:
    """Figures as superscripts (“⁵”)."""
    return figures.translate(_SUPERSCRIPT)


def raised(run: str, before: str, *, links_to_note: bool = False) -> str:
    """What stands in the text for a raised run after the text `before`: nothing for the mark of a note, a
    superscript (“10⁶”) for a power, the run itself for what is only set high (“1st”)."""
    mark = run.strip()
    if links_to_note or not mark:
        return ""
    before = before.rstrip()
    is_part = any(one.search(before) for one in (_BASE, _SECTION, _LABEL))
    if _EXPONENT.fullmatch(mark) and (mark[0] in "+-−" or is_part):
        return powered(mark)
    if _ORDINAL.fullmatch(mark) and re.search(r"\d$|\b[MDJ]$|\bn$", before):
        return run
    if len(mark) == 1 and mark.isalpha() and not re.search(r"[\d.,;:)\]”\"’%]$|\w{2}$", before):
        return run
    return "" if _MARK.fullmatch(mark) else run
