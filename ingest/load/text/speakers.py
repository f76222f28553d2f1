"""Who speaks: the openings of speeches in transcripts, in the styles in which parliaments, committees, courts
and offices print them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple


class Opening(NamedTuple):
    """The opening of a speech in a line: `mark` as it stands there, `name` as readers write it, the number of
    the question that it asks (“Q12”), and where in the line the speech begins."""

    mark: str
    name: str
    question: str
    end: int


Openings = Callable[[str], Opening | None]
"""The opening of a speech with which a line begins, or None."""

_LEAD = r"\s*(?:\[\*\]\s*|<bullet>\s*|●\s*|\[?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\]?\s+)?"
_CAPITALS = re.compile(_LEAD + r"([^\W\d_a-zß-öø-ÿ](?:\([^()]*\)|[^a-zà-öø-ÿ:()]){0,120}:)(?:\s+(?=\S)|$)")
# Words before a colon in capitals that open a notice rather than a speech.
_LABELS = frozenset(
    """
    SUBJECT NOTE NOTES SUMMARY DATE DATES ACTION AGENCY TO FROM RE CC BCC WARNING ADDRESSES BACKGROUND CONTACT
    SOURCE SOURCES NOTA FECHA ASUNTO TITLE AUTHORITY PURPOSE URL SPEAKERS WITNESSES PRESENT PARTICIPANTS
    PANELISTS MEMBERS ATTENDEES LOCATION TIME VENUE TOPIC LENGTH BYLINE HEADLINE DOCKET VIA THROUGH ATTN
    REFERENCE REFERENCES ENCLOSURE ENCLOSURES DISTRIBUTION CONCLUSION CONCLUSIONS RECOMMENDATION
    RECOMMENDATIONS FINDING FINDINGS ISSUE ISSUES FACTS DISCUSSION ANALYSIS INTRODUCTION OVERVIEW ABSTRACT
    OBJECTIVE METHODS RESULTS SCOPE DEFINITIONS APPENDIX EMBARGO
    """.split()
) | {
    "FOR FURTHER INFORMATION CONTACT",
    "SUPPLEMENTARY INFORMATION",
    "EFFECTIVE DATE",
    "COMMENT DATE",
    "EXECUTIVE SUMMARY",
    "KEY POINTS",
    "MEMORANDUM FOR",
    "MEMBERS PRESENT",
    "ALSO PRESENT",
    "FOR IMMEDIATE RELEASE",
}
# Before a name. The forms of address of two words stand before those of one.
_PERSON = "|".join(
    (
        r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Rev|Hon|Sen|Rep|Gen|Lt|Col|Adm|Gov)\b\.?",
        r"Sir|Dame|Lord|Lady|Baroness|Professor|Reverend|Senator|Representative|Delegate|Councillor",
        r"Congress(?:man|woman|member)|(?:Vice |Co-?)?Chair(?:man|woman|person)?|Ranking Member|Minister",
        r"(?:(?:Acting|Deputy|Assistant|Associate|Under|First) )*(?:Secretary|Administrator|Director)",
        r"(?:(?:Acting|Deputy|Assistant) )?Commissioner|(?:Deputy |Acting )?Attorney General|Governor|Mayor",
        r"(?:Inspector|Comptroller|Solicitor) General|(?:Chief )?(?:Judge|Justice)",
        r"(?:(?:Lieutenant|Major|Brigadier|Vice|Rear) )?(?:General|Admiral|Colonel|Commander)",
        r"Captain|Major|Sergeant|Ambassador|Lieutenant|Sheriff|Chief|President|Superintendent",
    )
)
_OFFICE = (
    r"the\s+(?:(?:acting|vice|deputy|temporary|co)[ -])*(?:speaker|presiding officer|president|chief justice"
    r"|chair(?:man|woman|person)?|clerk|reporter|witness|court|sergeant at arms|secretary)(?:\s+pro tempore)?"
)
_PARTICLES = r"(?:de|la|las|los|del|der|den|van|von|di|da|du|bin|al|el|y)"
_WORD = r"(?:[A-ZÀ-Þ]\.|(?:St|Ste|Jr|Sr|Hon|Rt|Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Abg)\.|[A-ZÀ-Þ][\w’'-]*)"
_NAME = rf"(?:{_PARTICLES}\s+)*{_WORD}(?:[,]?\s+(?:{_PARTICLES}\s+)*{_WORD}){{0,4}}?"
_ASIDE = r"(?:\s*(?:\([^()]{1,60}\)|\[[^][]{1,60}\]))"
# “Mr. MICA. ”, “Chairman Calder. ”, “The SPEAKER pro tempore. ”, “Mr. SMITH of Iowa (during the vote). ”
_STOPPED = re.compile(
    rf"{_LEAD}(?P<mark>(?P<name>(?i:{_OFFICE})|(?:{_PERSON})\s+(?P<own>{_NAME})"
    r"(?:\s+of\s+(?:the\s+)?[A-Z]\w*(?:\s+[A-Z]\w*){0,2})?|Voices?|Unidentified [Ss]peaker)"
    r"(?:\s*[(\[](?P<aside>[^()\[\]]{1,60})[)\]])?\s?\.)(?!\.)(?:\s+(?=\S)|$)"
)
# To these a paragraph speaks; it is not their speech.
_ADDRESSED = frozenset("Speaker Chairman Chairwoman Chairperson Chair President Secretary Vice Madam".split())
_LOUD = re.compile(r"[A-ZÀ-Þ]{2}")
# “Q1 Chair: ”, “Rachel Blake: ”, “Hon. Ann Lee (Leader of the Opposition): ”
_QUESTION = r"(?:(?P<question>Q\s?\d{1,4})[.:)]?\s+)?"
_TITLED = re.compile(
    rf"{_LEAD}{_QUESTION}(?P<name>(?:[Tt]he\s+)?{_WORD}(?:,?\s+(?:(?:{_PARTICLES}|of|the|and|for|in)\s+)*{_WORD}){{0,7}}"
    rf"{_ASIDE}{{0,3}}):(?:\s+(?=\S)|$)"
)
_OFFICES = re.compile(
    r"(?:The )?(?:(?:Acting|Deputy|Vice|Co)[ -])*(?:Chair(?:man|woman|person)?|Conven[eo]r|Speaker"
    r"|President[ea]?|Clerk|Moderator|Interviewer|Host|Minister|Prime Minister|Taoiseach)\b.*"
)
_NO_NAMES = frozenset(
    """
    comment response recommendation question answer finding action issue note source table figure date statu
    addres phone email hour detail summary background objective outcome target indicator measure option step
    case example section part annex title subject cost price total amount number name type level area region
    country period deadline contact website reference report policy act bill law order rule point term fact
    result reason decision conclusion purpose scope method data value key next last first second third
    """.split()
)
_TELLS_TRANSCRIPT = re.compile(
    r"\b(?:oral evidence|examination of witness(?:es)?|members present|witness(?:es)?|transcript|hearing"
    r"|debate|interview|press conference|minutes of evidence|official report|hansard|questions \d)",
    re.IGNORECASE,
)
_HEAD = 60  # lines in which a text says what it is
# “Q   Thank you. ”, “A.  It was. ”
_BARE = re.compile(r"\s*((?:Q|A)\.|Q(?=[ \t]{2}))[ \t]{2,}(?=[\w“\"(\[])")
_SPEECH_END = re.compile(r"[.?!…—–-][\"'”’)\]]*$|--$")
_FEWEST_SPEECHES = 3
_MANY, _TALK = 6, 4  # speeches, and words in each on average, that show a conversation by themselves
_INDENT, _RECORD_INDENT = 8, 4  # characters before a speaker; text set further in is another's
_RUN = re.compile(r"[A-ZÀ-Þ]{2,}")
_KEPT = frozenset("II III IV CB CBE OBE MBE KCB DBE MP QC KC SC US USA UK EU UN".split())


def openings(
    lines: Sequence[str], *, known: Literal["", "record", "hearing"] = "", head: str = ""
) -> Openings:
    """How speeches open in a text, as all of its lines show: one line alone makes no style. `known` says that
    the text is a record of debates, which sets names in capitals, or a hearing; `head` is what stands over it
    beside its lines."""
    capitals = in_capitals if sum(in_capitals(line) is not None for line in lines) > 1 else None
    bare = _bare if sum(_bare(line) is not None for line in lines) > 1 else None
    possible = (capitals, bare, _with_full_stop(lines, known), _with_titles(lines, head))
    styles = [style for style in possible if style is not None]
    return lambda line: next((found for style in styles if (found := style(line))), None)


def in_capitals(line: str) -> Opening | None:
    """A name in capitals before a colon: “SECRETARY RUBIO: ”."""
    match = _CAPITALS.match(line)
    if not match or match[1][:-1].strip() in _LABELS:
        return None
    if sum(map(str.isalpha, match[1])) <= 2 and match[1] not in {"Q:", "A:", "P:", "R:"}:
        return None
    return Opening(match[1], "", "", match.end())


def _bare(line: str) -> Opening | None:
    """“Q” and “A” alone, as press offices and courts print questions and answers."""
    match = _BARE.match(line)
    return Opening(match[1], "Q" if match[1][0] == "Q" else "The witness", "", match.end()) if match else None


def _with_full_stop(lines: Sequence[str], known: str) -> Openings | None:
    found = [one for line in lines if (one := _stopped(line, known))]
    loud = known == "record" or 2 * sum(bool(_LOUD.search(one.mark)) for one in found) > len(found)
    names = Counter(one.name for one in found if not loud or _LOUD.search(one.mark))
    if len(names) < (1 if known else 2) or names.total() < (1 if known else _FEWEST_SPEECHES):
        return None

    def opening(line: str) -> Opening | None:
        one = _stopped(line, known)
        return one if one and one.name in names else None

    return opening


def _stopped(line: str, known: str) -> Opening | None:
    match = _STOPPED.match(line)
    if not match or len(line) - len(line.lstrip()) > (_RECORD_INDENT if known == "record" else _INDENT):
        return None
    if match["own"] in _ADDRESSED:
        return None
    aside = match["aside"] or ""
    named = f"{match['name']} ({aside})" if not match["own"] and re.match(_PERSON, aside) else match["name"]
    return Opening(match["mark"], readable(" ".join(named.split())), "", match.end())


def _with_titles(lines: Sequence[str], over: str) -> Openings | None:
    """Names as they are written, before a colon. Much else stands so; a text shows by its numbered questions,
    by its head or by the sheer number of them that these are speakers."""
    found = [(match, line[match.end() :].strip()) for line in lines if (match := _TITLED.match(line))]
    asked = any(match["question"] for match, _ in found)
    head = "\n".join((over, *lines[:_HEAD]))
    counts = Counter(_base(match) for match, _ in found if _is_named(match))
    marks = {match["name"] for match, _ in found if _is_named(match)}
    own = [said for match, said in found if _base(match) in counts]
    spoken = sum(bool(_SPEECH_END.search(said)) for said in own)
    # That names come again, or have the form of a person's, makes them speakers.
    sure = {name for name, count in counts.items() if count > 1 or re.match(_PERSON, name)}
    sure |= {_base_of(mark) for mark in marks if mark.endswith(")") or _OFFICES.fullmatch(mark)}
    words = sum(len(said.split()) for said in own)
    many = counts.total() >= _MANY and 2 * counts.total() > sum(map(bool, map(str.strip, lines)))
    talk = words >= _TALK * counts.total() and 5 * spoken >= 3 * counts.total()
    if not asked and (len(sure) < 2 or not talk or not (many or _TELLS_TRANSCRIPT.search(head))):
        return None
    within = head + "".join(mark for mark in marks if _base_of(mark) in sure)
    names = {name for name in counts if asked or name in sure or name in within}

    def opening(line: str) -> Opening | None:
        match = _TITLED.match(line)
        if not match or _base(match) not in names:
            return None
        mark = line[: match.end()].strip()
        question = (match["question"] or "").replace(" ", "")
        name = readable(match["name"]) if _base(match).isupper() else match["name"]
        return Opening(mark, name, question, match.end())

    return opening


def _base(match: re.Match[str]) -> str:
    return _base_of(match["name"])


def _base_of(name: str) -> str:
    """A name without what stands in brackets after it: a seat, a party, an office."""
    return re.sub(r"\s*[(\[].*", "", name)


def _is_named(match: re.Match[str]) -> bool:
    """Whether words before a colon may be a name: an office, or several words of which none is that of a
    label."""
    name = _base(match)
    words = [word.rstrip("s").casefold() for word in name.split()]
    return bool(_OFFICES.fullmatch(name)) or (len(words) > 1 and _NO_NAMES.isdisjoint(words))


def readable(name: str) -> str:
    """A name set in capitals as it is written: “Ms. MILLENDER-McDONALD” is Ms. Millender-McDonald."""
    return _RUN.sub(lambda run: run[0] if run[0] in _KEPT else run[0][0] + run[0][1:].lower(), name)
