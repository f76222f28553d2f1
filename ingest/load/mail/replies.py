"""Whose words stand where in the body of a mail: the sender's own, and those that a reply or a forwarded
message quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_QUOTE = re.compile(r"((?:>\s?)+)(.*)", re.DOTALL)
# “On 4 March 2025 at 08:01, Ana Reed <…> wrote:”, in the languages of the usual mail programs.
_WROTE = re.compile(
    r"(?P<before>.{8,300}?)\s*\b(?:wrote|writes|a écrit|escribió|ha scritto|escreveu|napisał|skrev)\s?:",
    re.DOTALL,
)
_WROTE_AFTER = re.compile(
    r"(?:Am|Op|Den)\s.{6,150}?\b(?:schrieb|schreef|skrev)\s+(?P<after>[^:]{2,150}?)(?:\s+het volgende)?\s?:",
    re.DOTALL,
)
_OPENS_WROTE = re.compile(r"(?:On|Le|El|Il|Em|Am|Op|Den|Dnia|W dniu)\s.*\d|\S.*\d{4}.*<[^<>\s]+@")
_WHEN = re.compile(
    r"^.*\d(?:\s?[ap]\.?\s?m\b\.?)?(?:\s*(?:UTC|GMT|[+-]\d{4}|\([A-Z]{2,5}\)))*[\s,:;–-]*",
    re.IGNORECASE | re.DOTALL,
)
_ADDRESS = re.compile(r"<?(?:mailto:)?([^\s<>()\[\]\"',;]+@[^\s<>()\[\]\"',;]+)>?")
_ORIGINAL = re.compile(
    r"-{2,}\s*(?:original message|original appointment|forwarded (?:message|by .*)|weitergeleitete nachricht"
    r"|urspr[üu]ngliche nachricht|message d'origine|mensaje original|mensaje reenviado"
    r"|messaggio originale)\s*-{2,}|begin forwarded message:|_{20,}",
    re.IGNORECASE,
)
_FROM = re.compile(r"\*?(?:From|Von|De|Da|Van|Från|Fra|Od)\s?:\*?\s*(?P<who>.+)")
_FIELD = re.compile(
    r"\*?(?:From|Sent|Date|To|Cc|Subject|Reply-To|Importance|Von|Gesendet|Datum|An|Betreff|De|Envoy[ée]|À|Objet"
    r"|Para|Enviado(?: el)?|Fecha|Asunto|Da|Inviato|Data|A|Oggetto|Van|Verzonden|Aan|Onderwerp|Från|Skickat"
    r"|Till|Ämne)\s?:\*?\s",
    re.IGNORECASE,
)
_FIELDS = 3  # of a header, at least
# The same on one line, as a page has it whose lines only break.
_HEADER = re.compile(
    r"\*?(?:From|Von|De|Da|Van|Från|Fra)\s?:\*?\s*(?P<who>.{2,150}?)\s+\*?"
    r"(?:Sent|Date|Gesendet|Datum|Envoy[ée]|Enviado(?: el)?|Fecha|Inviato|Data|Verzonden|Skickat)\s?:\*?\s",
    re.IGNORECASE,
)
_LONGEST_OPENING, _LONGEST_LINE = 4, 400  # lines and characters over which “On … wrote:” may run


@dataclass(slots=True)
class Part:
    """A run of lines of one writer. `who` is empty where nobody is named, `opening` is the line or header
    that says whose they are."""

    quoted: bool
    who: str = ""
    opening: str = ""
    lines: list[str] = field(default_factory=list)


def parts_of(lines: Sequence[str]) -> list[Part]:
    """The body of a mail by its writers, in order; the marks of quoting fall away."""
    writers = _Writers()
    pending = [_level(line) for line in lines]
    at = 0
    while at < len(pending):
        depth, text = pending[at]
        opening = _opening(pending, at)
        if opening:
            who, words, count = opening
            writers.opens(depth, who, words, quotes_below=_quotes_below(pending, at + count, depth))
            at += count
        elif _ORIGINAL.fullmatch(text.strip()):
            at += 1
        else:
            writers.adds(depth, text)
            at += 1
    return [part for part in writers.parts if part.opening or any(line.strip() for line in part.lines)]


class _Writers:
    """Who writes at which depth of quoting, as the lines go by."""

    def __init__(self) -> None:
        self.parts = [Part(quoted=False)]
        self.who: dict[int, str] = {}
        self.forwarded: dict[int, bool] = {}

    def opens(self, depth: int, who: str, words: str, *, quotes_below: bool) -> None:
        """A line says whose the following words are: those a level deeper, or all that follow on its own."""
        self.who = {level: name for level, name in self.who.items() if level <= depth}
        self.who[depth + 1 if quotes_below else depth] = who
        if not quotes_below:
            self.forwarded[depth] = True
        self.parts.append(Part(True, who, words))

    def adds(self, depth: int, text: str) -> None:
        """A line of the body."""
        quoted = depth > 0 or self.forwarded.get(depth, False)
        who = self.who.get(depth, "") if quoted else ""
        last = self.parts[-1]
        if text.strip() and (last.quoted != quoted or last.who != who):
            last = Part(quoted, who)
            self.parts.append(last)
        last.lines.append(text)


def _level(line: str) -> tuple[int, str]:
    marked = _QUOTE.match(line)
    return (marked[1].count(">"), marked[2]) if marked else (0, line)


def _opening(lines: Sequence[tuple[int, str]], at: int) -> tuple[str, str, int] | None:
    """Whose words the lines from `at` on announce, those lines as one, and how many they are."""
    depth, text = lines[at]
    if _FROM.match(text.strip()):
        return _headers(lines, at)
    if not _OPENS_WROTE.match(text.strip()[:_LONGEST_LINE]):
        return None
    words: list[str] = []
    for level, line in lines[at : at + _LONGEST_OPENING]:
        if level != depth or not line.strip():
            break
        words.append(line.strip())
        whole = " ".join(words)
        if len(whole) > _LONGEST_LINE:
            break
        for pattern in (_WROTE, _WROTE_AFTER):
            if found := pattern.fullmatch(whole):
                return _named(found.groupdict()), whole, len(words)
    return None


def _named(found: dict[str, str]) -> str:
    text = found["after"] if "after" in found else _WHEN.sub("", _ADDRESS.sub("", found["before"]))
    address = _ADDRESS.search(found.get("after") or found["before"])
    return name_of(text) or (address[1] if address else "")


def _headers(lines: Sequence[tuple[int, str]], at: int) -> tuple[str, str, int] | None:
    """The header of a message that is quoted whole: “From: … Sent: … To: … Subject: …”."""
    depth, first = lines[at]
    if whole := _HEADER.match(first.strip()[:_LONGEST_LINE]):
        return name_of(whole["who"]) or whole["who"], first.strip(), 1
    words, fields, count = [first.strip()], 1, 1
    for level, line in lines[at + 1 : at + 12]:
        if level != depth or not line.strip():
            break
        if _FIELD.match(line.strip()):
            fields += 1
        elif not (words[-1].endswith((";", ",", ">")) or line[:1].isspace() or _ADDRESS.search(line)):
            break
        words.append(line.strip())
        count += 1
    who = _FROM.match(first.strip())
    if fields < 2 or who is None:
        return None
    return name_of(who["who"]) or who["who"].strip(), " | ".join(words), count


def header_lines(text: str) -> list[str]:
    """The lines of a header that a page runs together; any other text is one."""
    if not _FROM.match(text):
        return [text]
    lines = re.split(rf"\s+(?={_FIELD.pattern})", text, flags=re.IGNORECASE)
    return lines if len(lines) >= _FIELDS else [text]


def _quotes_below(lines: Sequence[tuple[int, str]], at: int, depth: int) -> bool:
    """Whether the words that follow are marked as quoted."""
    following = next(((level, line) for level, line in lines[at:] if line.strip()), None)
    return following is not None and following[0] > depth


def name_of(written: str) -> str:
    """The name in an address as a header gives it, or the address alone."""
    plain = re.sub(r"\[mailto:[^\]]*\]|\(mailto:[^)]*\)", "", written)
    name = _ADDRESS.sub("", plain).strip(" \t\"'*,;:<>[]()")
    address = _ADDRESS.search(plain)
    name = " ".join(name.split())
    return name if re.search(r"[^\W\d_]{2}", name) else address[1] if address else ""


def texts(parts: Sequence[Part]) -> Iterator[str]:
    """The words of the parts, in order."""
    for part in parts:
        yield part.opening
        yield from part.lines
