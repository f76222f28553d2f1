"""Lines of plain text, as in a `.txt` file, a mail or the `<pre>` of a page, as blocks."""

from __future__ import annotations

import re

from ingest.load.builder import TextBuilder
from ingest.types import Metadata

_LONGEST_WRAPPED = 120  # characters: a longer line is a paragraph of its own, not a hard-wrapped one
_SHORTEST_WRAPPED = (
    45  # characters: nobody wraps narrower; shorter lines are addresses, signatures and titles
)
_ITEM = re.compile(
    r"\s*(?:[-*•‣▪●◦·–]\s|\([0-9A-Za-z]{1,5}\)\s|(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]\s(?!\d))"
)
_NUMBERED_TITLE = re.compile(r"\s*(?:\d{1,3}|[IVXLC]{1,6})\.\s+\S")
_SPEAKER = re.compile(r"\s*([^\W\d_a-zß-öø-ÿ](?:\([^()]*\)|[^a-zà-öø-ÿ:()]){0,120}:)(?:\s+(?=\S)|$)")
# Words before a colon in capitals that open a notice rather than a speech.
_LABELS = frozenset(
    {
        "SUBJECT",
        "NOTE",
        "NOTES",
        "SUMMARY",
        "DATE",
        "DATES",
        "ACTION",
        "AGENCY",
        "TO",
        "FROM",
        "RE",
        "CC",
        "BCC",
        "WARNING",
        "ADDRESSES",
    }
    | {
        "BACKGROUND",
        "CONTACT",
        "SOURCE",
        "SOURCES",
        "NOTA",
        "FECHA",
        "ASUNTO",
        "TITLE",
        "AUTHORITY",
        "PURPOSE",
        "URL",
    }
)
_TITLE_WORDS = 15
_LAST = re.compile(r"[.!?…:;,—–-][\"'”’»)\]]*$")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")


def head_of(lines: list[str]) -> Metadata:
    """What the lines at the head of a text say of it."""
    return Metadata(title=_title(lines))


def _title(lines: list[str]) -> str:
    """A first line that stands alone and ends like a title."""
    stanza = next(iter(stanzas(lines)), [])
    return (
        stanza[0].strip()
        if len(stanza) == 1 and len(stanza[0]) <= 200 and not _LAST.search(stanza[0].rstrip())
        else ""
    )


def add_lines(builder: TextBuilder, lines: list[str]) -> None:
    """Add lines of plain text as blocks: speakers, titles, items and paragraphs, hard-wrapped lines
    unwrapped."""
    speakers = [match[1] for line in lines if (match := _speaker(line))]
    logical = [line for stanza in stanzas(lines) for line in _unwrapped(stanza)]
    title = _title(lines)
    for number, line in enumerate(logical):
        following = logical[number + 1] if number + 1 < len(logical) else ""
        speaker = _speaker(line) if len(speakers) > 1 else None
        if speaker:
            builder.add(speaker[1], "speaker")
            builder.add(line[speaker.end() :])
        elif (number == 0 and title) or _is_heading(line, following):
            builder.add(line, "heading")
        else:
            builder.add(line, "item" if _ITEM.match(line) else "paragraph")


def stanzas(lines: list[str]) -> list[list[str]]:
    """The lines in groups that empty lines divide."""
    stanzas: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            stanzas[-1].append(line)
        elif stanzas[-1]:
            stanzas.append([])
    return [stanza for stanza in stanzas if stanza]


def _unwrapped(stanza: list[str]) -> list[str]:
    """The lines of a stanza, those that go on in the next line joined to it."""
    lines = [line.strip() for line in stanza]
    width = max(len(line.rstrip()) for line in stanza)
    separate = len(lines) > 2 and all(_SENTENCE_END.search(line) for line in lines)
    if width > _LONGEST_WRAPPED or separate:
        return lines
    joined = [lines[0]]
    last = stanza[0].rstrip()
    for raw, line in zip(stanza[1:], lines[1:], strict=True):
        # A wrapped line ends where the next word would not have fitted.
        full = len(last) + 1 + len(line.split()[0]) > max(width, _SHORTEST_WRAPPED)
        if full and not _ITEM.match(raw) and not _speaker(raw):
            joined[-1] += " " + line
        else:
            joined.append(line)
        last = raw.rstrip()
    return joined


def _speaker(line: str) -> re.Match[str] | None:
    match = _SPEAKER.match(line)
    if not match or match[1][:-1].strip() in _LABELS:
        return None
    return match if sum(map(str.isalpha, match[1])) > 2 or match[1] in {"Q:", "A:", "P:", "R:"} else None


def _is_heading(line: str, following: str) -> bool:
    if not following or _LAST.search(line) or len(line.split()) > _TITLE_WORDS:
        return False
    if _NUMBERED_TITLE.match(line):
        return not _NUMBERED_TITLE.match(following)
    letters = [letter for letter in line if letter.isalpha()]
    return len(letters) > 3 and all(map(str.isupper, letters)) and not _ITEM.match(line)
