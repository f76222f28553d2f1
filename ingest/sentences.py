"""Sentence boundaries in policy prose, English and Spanish, as offsets into the text.

A general splitter (pysbd 0.3.4, tried on a handful of cases, eval/LOG.md) breaks within "Pub. L. 118-50" and
after the Spanish "Sr.". A sentence is what a reader is shown as evidence, so the rules are ours: a full stop
ends a sentence unless the word before it is an abbreviation, an initial or an enumerator, or what follows
cannot begin a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Never the end of a sentence: titles and the openings of references; what follows belongs to them.
_LEADING = frozenset(
    """
    mr mrs ms dr prof hon rev gen lt col capt cmdr sgt maj adm gov sen rep st ste ft mt messrs pres ed eds v
    vs cf ca approx pub fed cong exec subch subsec sess supp e.g i.e viz a.k.a f.k.a n.k.a d.b.a u.s.c c.f.r
    f.3d f.2d f.supp sr sra srta lic ing arq dra mtro mtra gral dip ej av
    rt bzw vgl gem sog dz d.lgs d.l d.p.r abg mag
    """.split()
)
# Not the end of a sentence when a number or, for those of the first set, a letter or Roman numeral follows:
# "Sec. 2", "Sept. 9", but "no. I think".
_NUMBERED = frozenset(
    """
    sec secs art arts ch chs cl fig figs vol pt div app cap fracc tit
    abs nr nrs ziff rn rz bgbl lit anm stk poz pkt ust odst čl lett lid bek jf
    """.split()
)
_COUNTED = frozenset(
    """
    no nos núm núms num p pp pág págs para paras párr n stat reg res ord doc jan feb mar apr jun jul aug sept
    sep oct nov dec rept hrg
    """.split()
)
# The end of a sentence only when a word follows that usually begins one.
_TRAILING = frozenset(
    """
    u.s u.k u.n e.u d.c u.s.a inc corp co ltd llc etc a.m p.m jr al ph.d s.a c.v ee.uu ee.uu.aa p.l e.o n.y
    ibid est seq
    """.split()
)
_STARTERS = frozenset(
    """
    the a an this that these those it its he she they we i you in on at by for from with without under since
    after before during however moreover further furthermore additionally also but and as if when while where
    there here today yesterday section according all any each no not our their his her other such
    both el la los las un una en es este esta estos estas ese esa por para con sin desde hasta y pero también
    además hoy ayer como si cuando
    """.split()
)
# A run of full stops may be spaced, as the Federal Register writes an ellipsis.
_STOP = re.compile(r"(?<![.!?…])(?<!\.\s)(?P<mark>\.(?:\s\.)++|[.!?…]++)(?P<close>[\"'”’»)\]]*+)(?=\s)")
_ENUMERATOR = re.compile(
    r"(?:section|sec\.|sección|artículo|article|art\.|title|chapter|part|no\.|figure|table|figura|tabla|§)?\s*"
    r"(?:\(?\d{1,5}[A-Za-z]?\)?|[ivxlc]{1,5}|[A-Z])",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:section|sec\.|secs\.|sección|artículo|article|art\.|title|chapter|part|no\.|nos\.|núm\.|§+)\s*\d+[A-Za-z0-9()\-–]*",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"[^\s(\[“\"‘'«—–/]+$")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:['’]s)?")
# “am 1. Januar 2026”: an ordinal day stands before its month, in German and the Nordic languages.
_ORDINAL_DAY = re.compile(r"(?:^|\s)\d{1,2}$")
_MONTH_NEXT = re.compile(
    r"(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|januar|februar"
    r"|marts|mars|april|mai|maj|juni|juli|august|september|oktober|november|desember|december|(?:tammi|helmi"
    r"|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu\w*|jaanuar\w*|veebruar\w*|märts\w*"
    r"|juuni\w*|juuli\w*|detsemb\w*|lk)\b"
)
_DIGIT_NEXT = re.compile(r"[(\[]?\d|§")
_LETTER_NEXT = re.compile(r"(?:[IVXLC]+|[A-Z])\b")
_NUMBER_SIGN = re.compile(r"Nos?\.\s*\d")
_INITIALS = re.compile(r"(?:[A-ZÁÉÍÓÚÑ]\.)*[A-ZÁÉÍÓÚÑ]")
_ORDINAL = re.compile(r"\d+(?:o|a|os|as|er)")
# An abbreviation or enumerator and the words that decide about it stand within this many characters of the
# full stop.
_NEAR = 60
# Statutes run to pages in one sentence; beyond this many characters it is cut where a clause ends, so that a
# quote can be shown.
_LONG = 600
# No sentence has more: what has no clause either is no prose, and is cut between words, or where it must be.
_LONGEST = 2000
_CLAUSE = re.compile(r"(?:;(?: and| or| y| o)?|:|—)(?=\s)|—(?=\()")


def split_sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """The sentences of `text[start:end]` as `(start, end)` offsets into `text`, without the blanks between
    them.

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
    following = text[match.end() : min(end, match.end() + _NEAR)].lstrip()
    if not re.search(r"\w", following):
        return False  # asterisks, a stray bracket: no sentence of its own
    if following[0].islower() or following[0] in ")],;:%":
        return False
    if match["mark"] != ".":
        return True
    before = text[max(first, match.start() - _NEAR) : match.start()].strip()
    if _ORDINAL_DAY.search(before) and _MONTH_NEXT.match(following):
        return False
    if match["close"]:
        return not (set(match["close"]) & set(")]") and _is_abbreviation(before, following))
    opens = match.start() - first <= _NEAR and (_ENUMERATOR.fullmatch(before) or _REFERENCE.fullmatch(before))
    return not (opens or _is_abbreviation(before, following))


def _is_abbreviation(before: str, following: str) -> bool:
    """Whether the full stop after `before` belongs to an abbreviation or initial that goes on into
    `following`."""
    found = _WORD_BEFORE.search(before)
    if found is None:
        return False
    word = found.group()
    plain = word.lower().rstrip(".,;")
    if (
        plain in _LEADING
        or (word == "Con" and following.startswith("Res."))
        or following.startswith("Con. Res.")
    ):
        return True
    if plain in _NUMBERED or plain in _COUNTED:
        return bool(_DIGIT_NEXT.match(following) or (plain in _NUMBERED and _LETTER_NEXT.match(following)))
    if plain in _TRAILING or _INITIALS.fullmatch(word) or _ORDINAL.fullmatch(plain):
        starter = _FIRST_WORD.match(following)
        return (
            starter is None
            or starter.group().lower().replace("’", "'") not in _STARTERS
            or bool(_NUMBER_SIGN.match(following))
        )
    return False


def _within_length(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONG:
        cuts = [m.end() for m in _CLAUSE.finditer(text, start + _LONG // 3, start + _LONG)]
        cut = cuts[-1] if cuts else _later_cut(text, start, end)
        if cut >= end:
            break
        yield start, cut
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end


def _later_cut(text: str, start: int, end: int) -> int:
    """Where a sentence ends that has no clause in its first part: at the next, or else between words."""
    last = min(end, start + _LONGEST)
    clause = _CLAUSE.search(text, start + _LONG, last)
    if clause or last == end:
        return clause.end() if clause else end
    return next((at for at in range(last, start + _LONG, -1) if text[at].isspace()), last)
