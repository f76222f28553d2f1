"""What the head lines of the Government Publishing Office's texts say: of debates, hearings, reports, bills,
laws, the Federal Register and the Code of Federal Regulations."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from ingest.load.builder import TextBuilder, one_line
from ingest.load.metadata import iso_date
from ingest.load.text.paragraphs import Paragraph, paragraphs
from ingest.load.text.printed import printed
from ingest.types import Metadata

Collection = Literal["", "record", "hearing", "report", "bill", "law", "register", "code"]
"""Which of the office's collections a text is from; empty for any other text."""

_SIGNS: tuple[tuple[Collection, str], ...] = (
    ("record", r"\[Congressional Record\b"),
    ("hearing", r"\[(?:(?:House|Senate|Joint)[\w, ]* )?(?:Hearings?|Field Hearing)\b[^\]]*\]"),
    (
        "report",
        r"\[(?:House|Senate|Conference|Joint|Executive)[\w. ]* (?:Report|Rept\.?|Print) [\d-]+[^\]]*\]",
    ),
    ("bill", r"\[Congressional Bills \d+"),
    ("law", r"\[\d+\w\w Congress (?:Public|Private) Law \d+\]"),
    ("register", r"\[Federal Register\b"),
    ("code", r"\[(?:Code of Federal Regulations\]|Title \d+, Volume \d+)"),
)
_SHORT_TITLE = 5  # characters
_HEAD = 15  # lines in which the office names the collection
_TOP = 160  # lines in which a document says what it is
# The lines of the office, which are none of the document's.
_OFFICE = re.compile(
    "|".join(
        (
            r"\[From the U\.S\. Government (?:Publishing|Printing) Office.*",
            r"\[(?:Congressional (?:Record|Bills)|Federal Register|Title \d+, Volume|CITE:).*",
            r"\[(?:Revised as of|Code of Federal|Pages? [A-Z]?\d|FR Doc No).*",
            r"\[(?:\d+\w\w Congress (?:Public|Private) Law).*",
            r"\[(?:House|Senate|Joint)[\w, ]* Hearing.*",
            r"\[(?:House|Senate|Conference|Joint|Executive)[\w. ]* (?:Report|Rept|Print) .*",
            r"\[(?:House|Senate|Extensions of Remarks|Daily Digest|Rules and Regulations)\]",
            r"\[(?:Proposed Rules|Notices|Presidential Documents)\]",
            r"\[[HS]\. ?(?:[A-Z][\w.]*\. ?)*\d+ [^\]]*\([A-Z0-9]+\)\]",
            r"From the (?:Congressional Record|Federal Register|U\.S\. Gov|Code of Fed).*(?i:gpo).*",
        )
    )
)
_DAY = rf"(?:{'|'.join(calendar.month_name[1:])})\s+\d{{1,2}},\s+\d{{4}}"
_DATE = re.compile(_DAY, re.IGNORECASE)
# The heads of today, and those of the years before 2009.
_ISSUE = re.compile(
    r"\[(?:Congressional Record|Federal Register):? ?Volume (?P<volume>\d+), (?:Number|Issue) (?P<number>\d+)"
    r" \((?P<day>[^)]+)\)\]"
)
_OLD_ISSUE = re.compile(
    r"\[(?:Congressional Record|Federal Register): (?P<day>\w+ \d{1,2}, \d{4})"
    r" \((?:Volume (?P<volume>\d+), Number (?P<number>\d+)|(?P<house>House|Senate|Extensions|Digest))\)\]"
)
_CHAMBERS = {"House": "U.S. House of Representatives", "Senate": "U.S. Senate"}
_BILL = re.compile(r"\[((?:H|S)\. ?(?:[A-Z][A-Za-z]*\. ?)*\d+) ([^\]]+?)(?: \(([A-Z0-9]+)\))?\]")
_INSTRUMENT = re.compile(
    r"^\s*(?:A BILL|AN ACT|An Act|(?:(?:JOINT|CONCURRENT|Joint|Concurrent) )?(?:RESOLUTION|Resolution))\s*$"
)
_STRUCK = re.compile(r"<DELETED>((?:(?!<DELETED>).)*?)</DELETED>", re.DOTALL)
_CITED = re.compile(r"may\s+be\s+cited\s+as\s+the\s+``(.+?)''", re.DOTALL)
_PASSED = re.compile(
    rf"(?:Passed|Agreed to) (?:in )?the (?:House of Representatives|Senate)(?: \([^)]*\))? ({_DAY})"
)
_COMMITTEE = re.compile(
    r"from\s+the\s+((?:Select |Special |Joint )?Committee\s+on\s+[^,]+?|committee of conference),"
)
_KINDS_OF_RULE = {
    "Rules and Regulations": "rule",
    "Proposed Rules": "proposed rule",
    "Notices": "notice",
    "Presidential Documents": "",
}
_RULE_HEAD = re.compile(r"^(AGENCY|ACTION|SUMMARY|DATES|SUBJECT):\s*")


class _Head(NamedTuple):
    lines: list[str]
    bracketed: str
    titles: list[str]


def collection_of(lines: Sequence[str]) -> Collection:
    """The collection that the head lines name."""
    head = "\n".join([line.strip() for line in lines if line.strip()][:_HEAD])
    found = [(match.start(), name) for name, sign in _SIGNS if (match := re.search(sign, head))]
    return min(found)[1] if found else ""


def without_head(lines: list[str]) -> list[str]:
    """The lines without those in which the office says what they are."""
    top = next(
        (n for n, line in enumerate(lines) if line.strip() and not _OFFICE.fullmatch(line.strip())),
        len(lines),
    )
    return lines[top:]


def gpo_metadata(lines: Sequence[str]) -> Metadata:
    """What the head lines of a text of the office say; nothing for any other text."""
    name = collection_of(lines)
    if not name:
        return Metadata()
    top = list(lines[:_TOP])
    parts = paragraphs(printed(without_head(top), TextBuilder()), lambda line: None)
    titles = [part.text for part in parts if isinstance(part, Paragraph) and part.centred]
    head = _Head(list(lines), one_line(" ".join(top[: _HEAD * 2])), titles)
    known = _READERS[name](head)
    return Metadata(**{"language": "en", "jurisdiction": "US", **known})


def _issue(head: _Head) -> dict[str, str]:
    """The issue of a periodical: its volume, number and day, in the older form of the Record its house."""
    found = _ISSUE.search(head.bracketed) or _OLD_ISSUE.search(head.bracketed)
    return {key: value or "" for key, value in found.groupdict().items()} if found else {}


def _record(head: _Head) -> dict[str, str]:
    issue = _issue(head)
    chamber = re.search(r"\[(House|Senate|Extensions of Remarks|Daily Digest)\]", head.bracketed)
    pages = re.search(r"\[Pages? ([A-Z]?\d+(?:-[A-Z]?\d+)?)\]", head.bracketed)
    named = chamber[1] if chamber else issue.get("house", "")
    house = "House" if named.startswith("Extensions") else named
    volume = f"Vol. {issue['volume']}, No. {issue['number']}" if issue.get("volume") else ""
    return {
        "kind": "transcript" if house in _CHAMBERS else "",
        "publisher": _CHAMBERS.get(house, "U.S. Congress"),
        "title": _first(head.titles) or "Congressional Record",
        "number": ", ".join(filter(None, ("Congressional Record", volume, pages[1] if pages else ""))),
        "date": _date(issue.get("day", "")),
    }


def _hearing(head: _Head) -> dict[str, str]:
    text = "\n".join(head.lines[:_TOP])
    number = re.search(r"\b(S\. Hrg\. [\d-]+|Serial No\. [\w-]+|H\.A\.S\.C\. No\. [\d-]+|J-\d+-\d+)", text)
    before = re.search(
        r"BEFORE\s+THE\s+(.*?)(?:U(?:NITED|\.) ?S(?:TATES|\.)\s+(?:HOUSE OF REPRESENTATIVES|SENATE)"
        r"|HOUSE\s+OF\s+REPRESENTATIVES|ONE\s+HUNDRED)",
        text,
        re.DOTALL,
    )
    committee = re.search(r"(?:SUBCOMMITTEE|COMMITTEE|COMMISSION)\b.*", one_line(before[1]) if before else "")
    chamber = re.search(r"\[(House|Senate)|(U\.?S\.? HOUSE|UNITED STATES SENATE)", text)
    house = "Senate" if chamber and "SENATE" in chamber[0].upper() else "House" if chamber else ""
    return {
        "kind": "transcript",
        "title": _first(head.titles),
        "publisher": f"{house} {_titled(committee[0])}".strip() if committee else _CHAMBERS.get(house, ""),
        "number": number[1] if number else "",
        "date": _date(text),
    }


def _report(head: _Head) -> dict[str, str]:
    text = "\n".join(head.lines[:_TOP])
    number = re.search(
        r"\[(House|Senate|Conference|Executive|Senate Executive)[\w. ]* (?:Report|Rept\.?) ([\d-]+)",
        head.bracketed,
    )
    senate = bool(number and "Senate" in number[0])
    committee = _COMMITTEE.search(text)
    by = one_line(committee[1]) if committee else ""
    chamber = "Senate" if senate else "House"
    return {
        "kind": "committee report",
        "title": _first(head.titles),
        "publisher": f"{chamber} {by}" if by.startswith("Committee") else by or _CHAMBERS[chamber],
        "number": f"{'S.' if senate else 'H.'} Rept. {number[2]}" if number else "",
        "date": _date(text),
    }


def _bill(head: _Head) -> dict[str, str]:
    text = _STRUCK.sub("", "\n".join(head.lines))
    named = _BILL.search(head.bracketed)
    number = re.sub(r"^(H|S)\. (?=R\.|J\.)", r"\1.", named[1]) if named else ""
    opens = next((n for n, line in enumerate(head.lines) if _INSTRUMENT.match(line)), None)
    above = "\n".join(head.lines[:opens]) if opens is not None else ""
    official = _official(head.lines[opens + 1 :]) if opens is not None else ""
    cited, passed = _CITED.search(text), _PASSED.search(text)
    title = one_line(cited[1]).replace("''", "") if cited else official
    return {
        "kind": "bill" if re.match(r"(?:H\.R\.|S\. ?\d|[HS]\.J)", number) else "resolution",
        "title": ", ".join(filter(None, (number, title))),
        "publisher": _CHAMBERS["House" if number.startswith("H") else "Senate"],
        "number": number,
        "stage": named[2] if named else "",
        "date": iso_date(_proper(passed[1])) if passed else _last_date(above),
    }


def _official(lines: Sequence[str]) -> str:
    """The official title, which stands between the name of the instrument and its enacting words."""
    words: list[str] = []
    for line in lines:
        if re.match(r"\s*(?:Be it enacted|Resolved|Whereas|That)\b", line) or (words and not line.strip()):
            break
        words += line.split()
    return " ".join(words).rstrip(".")


def _law(head: _Head) -> dict[str, str]:
    text = "\n".join(head.lines)
    named = re.search(r"\[(\d+)\w\w Congress (Public|Private) Law (\d+)\]", head.bracketed)
    number = f"{named[2]} Law {named[1]}-{named[3]}" if named else ""
    cited = _CITED.search(text)
    approved = re.search(rf"Approved\s+({_DAY})", text) or re.search(
        r"<<NOTE:\s+(\w{3,9}\.? \d{1,2}, \d{4})", text
    )
    return {
        "kind": "statute",
        "title": ", ".join(filter(None, (number, one_line(cited[1]) if cited else ""))),
        "publisher": "U.S. Congress",
        "number": number,
        "stage": "enacted",
        "date": iso_date(_proper(approved[1])) if approved else "",
    }


def _register(head: _Head) -> dict[str, str]:
    issue = _issue(head)
    section = next((name for name in _KINDS_OF_RULE if f"[{name}]" in head.bracketed), "")
    page = re.search(r"\[Pages? (\d+)", head.bracketed)
    body = without_head(head.lines[:_TOP])
    agency, title = _agency(body), _subject(body)
    return {
        "kind": _KINDS_OF_RULE.get(section, ""),
        "title": title,
        "publisher": agency,
        "number": f"{issue['volume']} FR {page[1]}" if issue.get("volume") and page else "",
        "date": _date(issue.get("day", "")),
    }


def _agency(lines: Sequence[str]) -> str:
    first = next((line.strip() for line in lines if re.search(r"[A-Z]{4}", line)), "")
    return _titled(first) if first.isupper() else ""


def _subject(lines: Sequence[str]) -> str:
    """The title of a rule or notice: what stands before the line “AGENCY:”."""
    at = next((n for n, line in enumerate(lines) if _RULE_HEAD.match(line)), None)
    words: list[str] = []
    for line in reversed(lines[:at] if at is not None else []):
        if not line.strip() and words:
            break
        words = [*line.split(), *words]
    return " ".join(words)


def _code(head: _Head) -> dict[str, str]:
    cite = re.search(r"\[CITE: ?(\d+)CFR([\w.]+)\]", head.bracketed)
    revised = re.search(rf"Revised as of ({_DAY})", head.bracketed)
    number = f"{cite[1]} CFR {cite[2]}" if cite else ""
    return {
        "kind": "regulation",
        "number": number,
        "title": number,
        "version": _date(revised[1]) if revised else "",
    }


_READERS: dict[Collection, Callable[[_Head], dict[str, str]]] = {
    "record": _record,
    "hearing": _hearing,
    "report": _report,
    "bill": _bill,
    "law": _law,
    "register": _register,
    "code": _code,
}


def _first(titles: Sequence[str]) -> str:
    return next((title for title in titles if len(title) > _SHORT_TITLE and title[0] not in "[("), "")


def _titled(name: str) -> str:
    """A name in capitals as it is written."""
    small = frozenset(("of", "on", "the", "and", "for", "in", "to"))
    words = one_line(name).rstrip(",").split()
    return " ".join(
        word.lower() if n and word.lower() in small else word.capitalize() for n, word in enumerate(words)
    )


def _proper(text: str) -> str:
    return " ".join(word.capitalize() for word in text.split())


def _date(text: str) -> str:
    found = _DATE.search(text)
    return iso_date(_proper(found[0])) if found else ""


def _last_date(text: str) -> str:
    found = _DATE.findall(text)
    return iso_date(_proper(found[-1])) if found else ""
