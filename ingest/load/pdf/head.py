"""What the first page of a PDF says of the document at its head: title, date, number, publisher, kind. The
dates of the file itself are those of its making and say nothing of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.load.builder import one_line
from ingest.load.pdf.dates import ALONE, DATE, DAY, iso_of
from ingest.types import Document, Metadata

_HEAD = 40  # lines of the first page in which its facts stand
_DATED = 24  # blocks in which the document's date stands
_SHORT = 14  # words: a longer block is a sentence
# The first that stands in the head goes before the others.
_LABELS = (
    r"decided",
    r"(?:re-?)?filed|entered|delivered|handed down|judgment (?:given|delivered)",
    r"date of (?:issue|publication|report|decision|judgment|adoption)|(?:issue|publication) date",
    r"dated?|issued|published|publication|released|release date|adopted|approved|signed|updated|revised|"
    r"fecha|datum|stand",
)
_LABELLED = tuple(
    re.compile(rf"(?:^|(?<=[\s(,;—–]))({label})\b:?\s*(?:on |by )?(?:\w+day,? )?({DAY})", re.IGNORECASE)
    for label in _LABELS
)
_COURT = re.compile(
    r"((?:in the )?(?:(?:united states|u\.s\.|supreme|superior|district|circuit|high|federal|county|family|"
    r"commonwealth|appellate|crown|employment|upper|first-tier|general) )(?:[\w.'’]+ ){0,8}?"
    r"(?:court|tribunal)(?: of [\w .,'’]+| for [\w .,'’]+)?"
    r"|(?:in the )?court of (?:appeals?|justice|claims|session|federal claims|international trade)[\w .,'’]*"
    r"|(?:in the )?supreme (?:judicial )?court[\w .,'’]*)",
    re.IGNORECASE,
)
_COURT_GOES_ON = re.compile(
    r"(?:for|of|in) the\b|(?:\w+ )?(?:circuit|district|division|term)\b|(?:northern|southern|eastern|western|"
    r"middle|central) district|district of",
    re.IGNORECASE,
)
# The name of another case, which a line cites.
_CITED = re.compile(
    r"^(?:see|cf\.?|compare|but see|in re)\b|\b\d+ (?:U\. ?S\.|F\.|S\. ?Ct\.|T\.C\.) ?", re.IGNORECASE
)
_VERSUS = re.compile(r"(?:^|(?<=[\s,]))(?:v|vs|versus)\.?(?=\s|$)", re.IGNORECASE)
_ROLES = re.compile(
    r",?\s*\b(?:petitioners?|respondents?|plaintiffs?|defendants?|appellants?|appellees?|claimants?|"
    r"intervenors?|movants?|debtors?|applicants?)\b.*",
    re.IGNORECASE,
)
_DOCKET = re.compile(
    r"\b(?:(?:docket |case |civil action |criminal )?(?:nos?\.|numbers?:?|action no\.)|case:) ?"
    r"((?=[\w:.-]*\d)[\w:.–-]+(?:(?:, | and |; )(?=[\w:.-]*\d)[\w:.–-]+)*)",
    re.IGNORECASE,
)
_REPORTED = re.compile(r"T\.C\. (?:Memo|Summary Opinion)\.? \d{4}-\d+|\[\d{4}\] [A-Z]{2,6}(?: \w+)? \d+")
_OPINION = re.compile(
    r"\bopinion\b|findings of fact|, (?:chief )?(?:judge|justice|j\.|c\.j\.)[:,]|\bper curiam\b|\bjudgment\b|"
    r"it is (?:hereby )?ordered|memorandum decision",
    re.IGNORECASE,
)
_SUBMITTED = re.compile(
    r"^(?:\w+ )?(?:brief|motion|petition|complaint|reply|answer|memorandum (?:of law|in support)|notice)\b",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r"came on for|transcript of|p ?r ?o ?c ?e ?e ?d ?i ?n ?g ?s$|deposition of|oral argument", re.IGNORECASE
)
_REGISTER = re.compile(
    r"Federal Register ?/ ?Vol\. \d+, No\. \d+ ?/ ?(?:\w+day, )?([^/]+?) ?/ ?([A-Z][A-Za-z ]+)"
)
_REGISTER_KINDS = {"Rules and Regulations": "rule", "Proposed Rules": "proposed rule", "Notices": "notice"}
_PUBLIC_LAW = re.compile(r"PUBLIC LAW (\d+)[–-](\d+) ?[—–-]+ ?([A-Z]{3,9}\.? \d{1,2}, \d{4})")
_AGENCY = re.compile(r"AGENCY:\s*([^.]+?(?:\([A-Z]{2,}\)[^.]*)?)\.?(?: ACTION:.*)?$")
_ORDER = re.compile(rf"(?:Title 3—\s*)?((?:Executive Order|Proclamation) \d+(?: of ({DAY}))?)", re.IGNORECASE)
_POLICY = re.compile(r"statements? of administration policy", re.IGNORECASE)
_BILL = r"(?:H\.? ?R|S|[HS]\.? ?(?:J\.? ?|CON\.? ?)?RES)\.? ?\d+"
_BILL_NUMBER = re.compile(rf"({_BILL})\b", re.IGNORECASE)
_BILL_STAMP = re.compile(rf"[•†]? ?({_BILL}) ([A-Z]{{2,4}})\d?S?", re.IGNORECASE)
_CONGRESS = re.compile(r"(\d{2,3})(?:ST|ND|RD|TH) CONGRESS", re.IGNORECASE)
_STAGES = {
    "IH": "introduced in the House",
    "IS": "introduced in the Senate",
    "RH": "reported in the House",
    "RS": "reported in the Senate",
    "EH": "engrossed in the House",
    "ES": "engrossed in the Senate",
    "ENR": "enrolled",
    "PCS": "placed on the calendar of the Senate",
    "PCH": "placed on the calendar of the House",
    "RFS": "referred in the Senate",
    "RFH": "referred in the House",
    "RDS": "received in the Senate",
    "CPS": "considered and passed in the Senate",
    "CPH": "considered and passed in the House",
    "ATS": "agreed to in the Senate",
    "ATH": "agreed to in the House",
}
_SMALL = frozenset("a al. and as at by de et for in of on or the to v von".split())
_NAMED_PART = re.compile(
    r"(?:syllabus|per curiam|opinion(?: of the court)?|order|judgment)\.?", re.IGNORECASE
)
_CAPTION = 9  # lines after the “v.” in which a case's number may stand
_LONGEST_TITLE = 200  # characters


@dataclass(frozen=True, slots=True)
class Head:
    """The lines at the head of the first page, and what is printed on the pages for orientation."""

    lines: tuple[str, ...]
    furniture: tuple[str, ...]
    title: str
    document: Document


def head_of(head: Head) -> Metadata:
    """What the head says, by the first of the kinds of documents that know it."""
    for known in (_law, _policy, _register, _judgment, _bill):
        if found := known(head):
            return found
    return Metadata(title=head.title or _first_heading(head.document), date=_printed_date(head.document))


def _law(head: Head) -> Metadata | None:
    match = next((found for text in head.furniture if (found := _PUBLIC_LAW.search(text))), None)
    if not match:
        return None
    number = f"Public Law {match[1]}–{match[2]}"
    return Metadata(
        title=number,
        publisher="U.S. Congress",
        date=iso_of(match[3]),
        kind="public law",
        number=number,
        stage="enacted",
        jurisdiction="US",
    )


def _policy(head: Head) -> Metadata | None:
    """A Statement of Administration Policy: what the White House says of a bill."""
    at = next((n for n, line in enumerate(head.lines) if _POLICY.fullmatch(line.strip())), None)
    if at is None:
        return None
    subject = next((line for line in head.lines[at + 1 : at + 6] if _BILL_NUMBER.match(line)), "")
    numbers = [_plain_number(number) for number in _BILL_NUMBER.findall(subject)]
    return Metadata(
        title="Statement of Administration Policy" + (f": {subject}" if subject else ""),
        publisher="Office of Management and Budget, Executive Office of the President",
        date=_printed_date(head.document),
        kind="statement of administration policy",
        number="; ".join(dict.fromkeys(numbers)),
        jurisdiction="US",
    )


def _register(head: Head) -> Metadata | None:
    """A document of the Federal Register, by its running head."""
    match = next((found for text in head.furniture if (found := _REGISTER.search(text))), None)
    if not match:
        return None
    order = next((found for line in head.lines[:15] if (found := _ORDER.match(line))), None)
    if order:
        kind = "executive order" if order[1].lower().startswith("executive") else "proclamation"
        return Metadata(
            title=order[1],
            publisher="Executive Office of the President",
            date=iso_of(order[2] or "") or iso_of(match[1]),
            kind=kind,
            number=order[1].split(" of ")[0],
            jurisdiction="US",
        )
    headings: list[str] = []
    agency = ""
    text = head.document.text
    for block in head.document.blocks[:30]:
        words = text[block.start : block.end]
        if found := _AGENCY.match(words):
            agency = found[1]
            break
        if block.role == "heading":
            headings.append(words)
    return Metadata(
        title=headings[-1] if agency and headings else head.title or _first_heading(head.document),
        publisher=re.sub(r",? \([A-Z-]+\)", "", agency),
        date=iso_of(match[1]),
        kind=_REGISTER_KINDS.get(match[2].strip(), "") if agency else "",
        jurisdiction="US",
    )


def _judgment(head: Head) -> Metadata | None:
    """A court's opinion, or the transcript of what was said before it, by the names of court and parties."""
    lines = head.lines[:30]
    court, (name, at) = _court(lines), _case_name(lines)
    if not court or not name:
        return None
    text = head.document.text[:20_000]
    spoken = any(_SPOKEN.search(line) for line in head.lines)
    submitted = any(_SUBMITTED.match(line) for line in lines)
    kind = "transcript" if spoken else "" if submitted or not _OPINION.search(text) else "court opinion"
    whole = " ".join(line for line in lines[: at + _CAPTION] if " Bar " not in line)
    dockets = [
        one.strip(".,:;") for found in _DOCKET.finditer(whole) for one in re.split(r",? and |[,;] ", found[1])
    ]
    reported = [found[0] for found in _REPORTED.finditer(whole)]
    listed = ", ".join(dict.fromkeys(dockets))
    numbers = reported[:1] + ([f"{'Nos.' if ',' in listed else 'No.'} {listed}"] if listed else [])
    return Metadata(
        title=name,
        publisher=court,
        date=_printed_date(head.document) or _day_of(lines),
        kind=kind,
        number="; ".join(numbers),
    )


def _court(lines: Sequence[str]) -> str:
    """The court's name, which may go on in the next lines: “for the Eighth Circuit”."""
    for number, line in enumerate(lines[:16]):
        match = _COURT.search(line)
        if not match or _VERSUS.search(line) or _CITED.search(line):
            continue
        name = match[1].strip(" .,")
        for more in lines[number + 1 : number + 3]:
            if not _COURT_GOES_ON.match(more) and not name.lower().endswith((" the", " for", " of")):
                break
            name = f"{name} {more.strip(' .,')}"
        return _named(re.sub(r"^in the ", "", name, flags=re.IGNORECASE))
    return ""


def _day_of(lines: Sequence[str]) -> str:
    """The day on which it was decided or filed, in whatever line says so."""
    for label in _LABELLED[:2]:
        for line in lines:
            match = label.search(line)
            if match and re.search(r"(?:^|[,.;—–]\s*|\bdate )$", line[: match.start(1)], re.IGNORECASE):
                return iso_of(match[2])
    return ""


def _case_name(lines: Sequence[str]) -> tuple[str, int]:
    """“A v. B”, from one line or from those around a line with “v.”, and the number of that line."""
    for number, line in enumerate(lines):
        match = _VERSUS.search(line)
        if not match or _CITED.search(line):
            continue
        before, after = line[: match.start()], line[match.end() :]
        above = number - 1
        left = [before] if before.strip() else []
        while above >= 0 and len(left) < 4 and not _ends_caption(lines[above]):
            left.insert(0, lines[above])
            above -= 1
        right = [after] if _party([after]) else []
        for below in lines[number + 1 : number + 5]:
            ended = _ends_caption(below) or _ROLES.match(f", {below}") or (right and right[-1].endswith("."))
            if right and ended:
                break
            if not _DOCKET.match(below):
                right.append(below)
            if _ROLES.search(below):
                break
        one, other = _party(left), _party(right)
        if one and other and len(one) + len(other) < _LONGEST_TITLE:
            return f"{one} v. {other}", number
    return "", 0


def _ends_caption(line: str) -> bool:
    return bool(
        _COURT.search(line)
        or _COURT_GOES_ON.match(line)
        or _NAMED_PART.fullmatch(line)
        or DATE.search(line)
        or _DOCKET.search(line)
        or _REPORTED.search(line)
        or not re.search(r"[^\W\d_]", line)
        or (line.endswith((".", ":")) and not line.endswith((" v.", "al.", "Inc.", "INC.", "Co.")))
    )


def _party(lines: Sequence[str]) -> str:
    text = one_line(" ".join(lines))
    text = _DOCKET.sub("", _ROLES.sub("", text)).strip(" ,:;)|§.")
    return _named(text) if re.search(r"[^\W\d_]{2}", text) else ""


def _named(text: str) -> str:
    """Words printed in capitals, written as names are."""
    if text.upper() != text:
        return text
    words = text.split()
    written = [
        word.lower()
        if number and word.lower() in _SMALL
        else word
        if re.fullmatch(r"(?:[A-Z]\.)+|LLC|LLP|USA|NLRB|EPA|II|III|IV", word.strip(","))
        else re.sub(r"[^\W\d_]+(?:['’][^\W\d_]+)?", lambda m: m[0].capitalize(), word)
        for number, word in enumerate(words)
    ]
    return " ".join(written)


def _bill(head: Head) -> Metadata | None:
    stamp = next((found for text in head.furniture if (found := _BILL_STAMP.fullmatch(text.strip()))), None)
    congress = next((found for line in head.lines[:10] if (found := _CONGRESS.search(line))), None)
    number = stamp[1] if stamp else ""
    if congress and not number:
        number = next((line for line in head.lines[:14] if _BILL_NUMBER.fullmatch(line.strip())), "")
    if not number:
        return None
    plain = _plain_number(number)
    dates = [iso for line in head.lines if (found := DATE.search(line)) and (iso := iso_of(found[1]))]
    named = head.title if head.title and _plain_number(head.title).startswith(plain) else ""
    return Metadata(
        title=named or plain + (f" ({congress[0].title()})" if congress else ""),
        publisher="U.S. Congress",
        date=max(dates, default="") if congress else "",
        kind="bill",
        number=plain,
        stage=_STAGES.get(stamp[2].upper(), "") if stamp else "",
        jurisdiction="US",
    )


def _plain_number(text: str) -> str:
    """“H. R. 1603” and “HR 1603” as “H.R. 1603”."""
    match = _BILL_NUMBER.match(text.strip().lstrip("•† "))
    if not match:
        return text
    letters = re.sub(r"[^A-Z]", "", match[1].upper())
    number = re.findall(r"\d+", match[1])[-1]
    form = {"HR": "H.R.", "S": "S.", "HRES": "H. Res.", "SRES": "S. Res.", "HJRES": "H.J. Res."}
    form |= {"SJRES": "S.J. Res.", "HCONRES": "H. Con. Res.", "SCONRES": "S. Con. Res."}
    return f"{form.get(letters, letters)} {number}{text.strip()[match.end() :] if text != match[0] else ''}"


def _printed_date(document: Document) -> str:
    """The date that the head prints with a label, or else alone: a date within a sentence is another's."""
    head = [document.text[block.start : block.end] for block in document.blocks[:_DATED]]
    short = [words for words in head if len(words.split()) <= _SHORT]
    for label in _LABELLED:
        for words in short:
            if (match := label.search(words)) and (iso := iso_of(match[2])):
                return iso
    for words in short:
        if (match := ALONE.fullmatch(words)) and (iso := iso_of(match[1])):
            return iso
    return ""


def _first_heading(document: Document) -> str:
    end = document.pages[0].end if document.pages else 0
    headings = (
        document.text[block.start : block.end]
        for block in document.blocks
        if block.role == "heading" and block.start < end
    )
    return next(
        (
            heading
            for heading in headings
            if len(heading.split()) > 2
            and len(heading) <= _LONGEST_TITLE
            and not heading.startswith("Federal Register")
            and not re.match(r"SEC(?:TION|\.)", heading)
            and not ALONE.fullmatch(heading)
        ),
        "",
    )


def lines_of(texts: Sequence[str]) -> Iterator[str]:
    """The texts of lines on single spaces, without those that hold nothing."""
    yield from filter(None, map(one_line, texts[:_HEAD]))
