"""The labels before the paragraphs of a page: numbers, letters, bullets, "Recommendation 7:", the names of
those who speak."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ingest.load.pdf.glyphs import Line

_NAMED = (
    "recommendation|action|question|answer|finding|conclusion|proposal|principle|objective|measure|decision|"
    "resolution|option|point|step|item|issue|lesson|amendment|motion|case|rule|regulation|article|"
    "paragraph|section|clause|recital|annex|appendix|schedule|standard|target|goal|priority|commitment"
)
_NUMBER = r"(?:\d{1,4}[a-z]?(?:\.\d{1,3}){0,4}|[IVXLC]{1,6}|[A-Z](?:\.?\d{1,3})?)"
_ROUND = re.compile(r"[•▪●◦‣■□\uf0b7\uf0a7]\s?")
_MARKER = re.compile(r"(?:[•▪●◦‣·∙■□\uf0b7\uf0a7–-]\s|\([0-9A-Za-z]{1,5}\)\s|\d{1,3}[.)]\s|[a-zQA][.)]\s)")
# “1.2 million” begins a line too: a decimal number is a label only before a capital or a bracket.
_DECIMAL = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,4})[.)]?\s+(?=[\"“‘'(\[]?[A-ZÀ-Þ§])")
_QUESTION = re.compile(r"([QA]\.?\s?\d{1,4})[.:)]?\s+(?=\S)")
_SIGN = re.compile(r"(§{1,2}\s?\d+[\w.-]*)[.:]?\s+(?=\S)")
_WORD = re.compile(rf"((?:{_NAMED})\s+{_NUMBER})\s?[.:—–)-]+\s+(?=\S)", re.IGNORECASE)
_SPEECH = re.compile(
    r"((?:(?:MR|MS|MRS|DR|SEN|REP)\. )?[A-ZÀ-Þ][A-ZÀ-Þa-z]?[A-ZÀ-Þ .,'’()-]{1,60}):\s+(?=\S)"
)
_ENTRY = re.compile(r"([A-ZÀ-Þ][\w.'’-]*(?: [\w.'’()-]+){0,5}):\s+(?=\S)")
_PARAGRAPH = re.compile(r"\d{1,3}(?:\.\d{1,3}){1,4}")
_WHO = re.compile(
    r"\b(?:chair(?:man|woman|person)?|president|secretary|treasurer|clerk|minister|member|director|governor|"
    r"commissioner|mayor|councill?or|speaker|judge|justice|court|witness|counsel|moderator|interviewer|"
    r"deputy|officer|ombudsman|registrar|rapporteur|delegate|representative|ambassador|dean|professor|"
    r"mr|mrs|ms|miss|dr|sir|lord|lady|baroness|prof|cllr|senator|sen|rep|hon|sra?|m|mme)\b",
    re.IGNORECASE,
)
# Words before a colon that open a notice rather than a speech.
_NOTICES = frozenset(
    "note notes source sources subject date dates re to from cc bcc summary warning title url contact "
    "purpose "
    "background agency addresses author authors keywords abstract figure table example examples tel fax "
    "email see total status location venue time place reference ref attachments enclosures attn phone "
    "address name office published".split()
)


def label_of(text: str) -> str:
    """The label with which a line opens, without the blank after it; empty where it has none."""
    text = text.lstrip()
    for pattern in (_MARKER, _DECIMAL, _QUESTION, _SIGN, _WORD):
        if match := pattern.match(text + " "):
            return match[0].strip()
    return ""


def hangs(line: Line) -> bool:
    """Whether a line is a label and, after a gap, the words that it opens."""
    parts = line.parts
    return len(parts) == 2 and is_label(parts[0].text)


def is_label(text: str) -> bool:
    """Whether a text is nothing but a label."""
    text = text.strip()
    entry = _ENTRY.match(f"{text} X")
    return bool(text) and (label_of(f"{text} X") == text or bool(entry and entry.end() == len(text) + 1))


def opens_round(text: str) -> bool:
    """Whether a line opens with a sign that nothing but a list has."""
    return bool(_ROUND.match(text))


def place_of(text: str) -> str:
    """How the paragraph is cited by its label: “para. 1.2”, “Recommendation 7”, “Q12”; empty for a letter or
    a bullet, which say nothing alone."""
    text = text.lstrip()
    if match := _WORD.match(text):
        return " ".join(match[1].split())
    if match := _QUESTION.match(text):
        return re.sub(r"[.\s]", "", match[1])
    if match := _SIGN.match(text):
        return re.sub(r"^(§+)\s?", r"\1 ", match[1]).rstrip(".")
    if match := _DECIMAL.match(text):
        return f"para. {match[1]}"
    return ""


def speakers_of(lines: Iterable[str]) -> frozenset[str]:
    """Who speaks in a transcript, by the names in capitals before the speeches: persons, or what stands there
    again and again; other words in capitals before a colon open notices."""
    found = Counter[str]()
    for line in lines:
        match = _SPEECH.match(line)
        if match and match[1].strip().lower() not in _NOTICES and not label_of(line):
            found[match[1]] += 1
    speakers = {name for name, count in found.items() if count > 2 or _WHO.search(name)}
    return frozenset(speakers) if sum(found[name] for name in speakers) > 1 else frozenset()


def speech_of(text: str, speakers: frozenset[str]) -> re.Match[str] | None:
    """The name and the colon before a speech of one of the speakers."""
    match = _SPEECH.match(text)
    return match if match and match[1] in speakers else None


def entry_of(text: str) -> str:
    """Who speaks in an entry of minutes (“Treasurer: …”); empty for a label that names no person."""
    match = _ENTRY.match(text)
    return match[1] if match and not label_of(text) and _WHO.search(match[1]) else ""
