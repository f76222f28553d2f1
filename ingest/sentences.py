"""Sentence boundaries in policy prose, English and Spanish, as offsets into the text.

The general splitters that were tried (pysbd, see eval/LOG.md) break after "No.", "Sec. 2." and "núm.", and give no exact offsets.
A sentence is what a reader is shown as evidence, so the rules are ours: a full stop ends a sentence unless the word before it is an abbreviation, an
initial or an enumerator, or what follows cannot begin a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Never the end of a sentence: titles, references, and months; what follows belongs to them.
_LEADING = frozenset(
    """
    mr mrs ms dr prof hon rev gen lt col capt cmdr sgt maj adm gov sen rep st ste messrs pres sec secs no nos art arts ch chs cl para paras pp
    fig figs vol ed eds v vs cf ca approx pub stat fed reg cong res exec ord app div pt subch subsec sess supp jan feb mar apr jun jul aug sept
    sep oct nov dec e.g i.e viz u.s.c c.f.r f.3d f.2d f.supp sr sra srta lic ing arq dra núm num art inc fracc párr cap ej av col pág págs
    """.split()
) - {"inc"}
# The end of a sentence only when a word follows that usually begins one.
_TRAILING = frozenset(
    """
    u.s u.k u.n e.u d.c u.s.a inc corp co ltd llc etc a.m p.m jr al ph.d s.a c.v ee.uu ee.uu.aa p.l e.o n.y ibid est
    """.split()
)
_STARTERS = frozenset(
    """
    the a an this that these those it its he she they we i you in on at by for from with without under since after before during however
    moreover further furthermore additionally also but and as if when while where there here today yesterday mexico's treasury's president
    secretary congress section according all any each no not our their his her other such both el la los las un una en es este esta estos estas
    ese esa por para con sin desde hasta y pero también además hoy ayer como si cuando
    """.split()
)
_STOP = re.compile(r"(?P<mark>[.!?…]+)(?P<close>[\"'”’»)\]]*)(?=\s)")
_ENUMERATOR = re.compile(
    r"(?:^|\s)(?:section|sec\.|sección|artículo|article|art\.|title|chapter|part|no\.)?\s*(?:\(?\d{1,5}[A-Za-z]?\)?|[ivxlc]{1,5}|[IVXLC]{1,5}|[A-Z])$",
    re.I,
)
_REFERENCE = re.compile(
    r"(?:section|sec\.|secs\.|sección|artículo|article|art\.|title|chapter|part|no\.|nos\.|núm\.|§+)\s*\d+[A-Za-z0-9()\-–]*$", re.I
)
_WORD_BEFORE = re.compile(r"[^\s(\[“\"‘'«—–/]+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:['’]s)?")
# Statutes run to pages in one sentence; beyond this many characters it is cut where a clause ends, so that a quote can be shown.
_LONG = 600
_CLAUSE = re.compile(r"(?:;(?: and| or| y| o)?|:|—)(?=\s)|—(?=\()")


def split_sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The sentences of `text[start:end]` as `(start, end)` offsets into `text`, without the blanks between them.

    Together they hold every other character.
    """
    end = len(text) if end is None else end
    first = start
    for match in _STOP.finditer(text, start, end):
        if _is_boundary(text, first, match, end):
            yield from _within_length(text, first, match.end())
            first = match.end()
    yield from _within_length(text, first, end)


def _is_boundary(text: str, first: int, match: re.Match[str], end: int) -> bool:
    following = text[match.end() : end].lstrip()
    if not following:
        return False
    if following[0].islower():
        return False
    if match["mark"] != "." or (not following[0].isalnum() and following[0] in ")],;:%"):
        return following[0] not in ")],;:%"
    return not _binds_to_next(text[first : match.start()], following, closed=bool(match["close"]))


def _binds_to_next(before: str, following: str, *, closed: bool) -> bool:
    """Whether the full stop after `before` belongs to an abbreviation, initial or enumerator that goes on into `following`."""
    found = _WORD_BEFORE.search(before)
    if found is None:
        return False
    word = found.group()
    plain = word.lower().rstrip(".,;")
    if closed:
        return False
    if _ENUMERATOR.fullmatch(before.strip()) or (_REFERENCE.search(before) and _is_section_number(before)):
        return True
    if plain in _LEADING:
        return True
    if (len(word) == 1 and word.isupper()) or re.fullmatch(r"(?:[A-Z]\.)+[A-Z]", word) or plain in _TRAILING:
        starter = _FIRST_WORD.match(following)
        return starter is None or starter.group().lower() not in _STARTERS or len(word) == 1
    return False


def _is_section_number(before: str) -> bool:
    """`Section 1.` opening a text is an enumerator; `… under section 1.` ending one is not."""
    return len(before.split()) <= 2


def _within_length(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONG:
        cuts = [m.end() for m in _CLAUSE.finditer(text, start + _LONG // 3, start + _LONG)]
        cut = cuts[-1] if cuts else next((m.end() for m in _CLAUSE.finditer(text, start + _LONG, end)), end)
        if cut >= end:
            break
        yield start, cut
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end
