"""What instrument a document is, if it is one: a law, a bill, a resolution, with its name, how far it got,
and what it does with its words."""

from __future__ import annotations

import re

from assistant.lexicon.dates import readable_date
from assistant.lexicon.references import Reference, opening_reference, short_reference
from assistant.lexicon.rules import Rules
from ingest.types import Role, Source, Standing

_PROVIDES, _WOULD_PROVIDE, _IF_ADOPTED = "provides", "would provide, if enacted", "would provide, if adopted"
_SAYS = {
    "statute": _PROVIDES,
    "bill": _WOULD_PROVIDE,
    "executive order": "says",
    "proclamation": "says",
}
_PAST = {"provides": "provided", "says": "said", "quotes": "quoted", "inserts": "inserted"}
# Documents of these kinds, or with these words in their titles, tell of the instrument whose name they have.
_TELLS_OF_IT = frozenset(
    (
        *("note", "correspondence", "press release", "fact sheet", "agency report", "testimony", "statement"),
        *(
            "transcript",
            "committee report",
            "cost estimate",
            "bill status",
            "summary",
            "guidance",
            "briefing",
        ),
        *("explanatory notes", "impact assessment", "consultation", "advisory opinion", "court opinion"),
    )
)
_ABOUT_IT = re.compile(
    r"\b(?:guid(?:e|ance)|notes?|summary|explained|explanatory|faqs?|questions|briefing|analysis|assessment|report"
    r"|commentary|factsheet|gu[íi]a|resumen|notas?)\b",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"\b(?:statute|act|law|code|regulations?|directive|decree|treaty|constitution|ordinance|bill|proposal"
    r"|executive order|proclamation|resolution|ley|decreto|loi|gesetz)\b",
    re.IGNORECASE,
)
_PROPOSAL = re.compile(
    r"""(?x:^(?:amended\ )?
    (?:proposal\ for|draft|(?:ante)?proyecto\ de|projet\ de|proposition\ de|disegno\ di|entwurf\ eine[sr])\b
    .*?\b(?:regulations?|directive|decision|act|bill|law|order|rules|ley|loi|legge|gesetz))""",
    re.IGNORECASE,
)
_PROPOSED_KIND = re.compile(r"\b(?:bill|proposal|proposed|draft)\b", re.IGNORECASE)
_ON_ITS_WAY = re.compile(
    r"\b(?:introduced|reported|engrossed|enrolled|passed|referred|placed on|received|considered|reading"
    r"|proposed|proposal|draft|bill|committee|calendar)\b",
    re.IGNORECASE,
)
_ENACTED = re.compile(
    r"^public law\b|\b(?:enacted|became|becomes|royal assent|signed into law|chaptered)\b", re.IGNORECASE
)
_AGREED_TO = re.compile(r"\b(?:agreed to|adopted)\b", re.IGNORECASE)
_RESOLUTIONS = frozenset(
    (
        "House resolution",
        "Senate resolution",
        "House concurrent resolution",
        "Senate concurrent resolution",
    )
)
_JOINT_RESOLUTIONS = frozenset(("House joint resolution", "Senate joint resolution"))
# Where a text was printed, which is no name for it.
_VOLUMES = frozenset(("Federal Register", "BOE", "Statutes at Large", "chapter"))
_CODE_TITLE = re.compile(r"\d+ (?:U\.S\.C\.|CFR|C\.F\.R\.)")
_IN_CAPITALS = re.compile(r"[^\W\d_a-zß-öø-ÿ]{5,}(?![^\W\d_])")  # fewer letters may be an acronym
_ENDED = re.compile(
    r"\b(?:repealed|no longer|not in force|expired|revoked|ceased|lapsed|spent|superseded|annulled|withdrawn"
    r"|cancelled|omitted|historic|ended|rescinded|terminated|derogad[oa]|abrog\w+|vervallen|außer Kraft)",
    re.IGNORECASE,
)
_IN_PART = re.compile(r"\b(?:part(?:ly|ially)?|in part)\b", re.IGNORECASE)
_NOT_YET = re.compile(r"\b(?:not yet|prospective|future)\b", re.IGNORECASE)
# How a place is named with its instrument: “X § 2(b)”, or “Article 3(6) of X”; others (a page, a slide, a
# row) are told with the citation alone.
_OF_IT = re.compile(
    r"""(?x:(?:Recitals?|Art(?:icle|ículo|ikel|\.)?s?|Sec(?:tion|\.)?s?|Schedule|Rule|Annex|Appendix|Chapter|Part
    |Clause|Regulation|Title|Preamble|Paragraph|Division|Supplement)\b)""",
    re.IGNORECASE,
)
_PART = re.compile(r",? Part (\d+)$", re.IGNORECASE)
_TAKES_ARTICLE = re.compile(r"\b(?:Act|Code|Constitution|Treaty|Charter|Rules|Regulations)(?: \d{4})?$")


def own_reference(source: Source, rules: Rules) -> str:
    """The reference to the instrument that a document is, as its title opens with it, or else its number;
    empty where the document is none, or only tells of one."""
    if source.kind in _TELLS_OF_IT:
        return ""
    if reference := short_reference(source.title, rules):
        return "" if _is_about(source, reference) else _IN_CAPITALS.sub(_capitalised, reference)
    is_named_so = source.number and source.title.startswith(f"{source.number}:")
    if is_named_so or _CODE_TITLE.fullmatch(source.number):
        return source.number
    numbered = opening_reference(source.number, rules)
    return source.number if numbered and numbered.kind not in _VOLUMES else ""


def _capitalised(word: re.Match[str]) -> str:
    return word.group().capitalize()


def _is_about(source: Source, reference: str) -> bool:
    return source.kind not in _SAYS and bool(_ABOUT_IT.search(source.title.partition(reference)[2]))


def _instrument(source: Source, rules: Rules) -> Reference | None:
    """The instrument that a document is, by its title or its number; None where it is none, or tells of
    one."""
    if source.kind in _TELLS_OF_IT:
        return None
    titled = opening_reference(source.title, rules)
    if titled is None:
        return opening_reference(source.number, rules)
    return None if _is_about(source, short_reference(source.title, rules)) else titled


def is_law(source: Source) -> bool:
    """Whether a document is a law, or is to be one, whatever its title opens with."""
    return source.kind not in _TELLS_OF_IT and bool(
        _LAW.search(source.kind) or _PROPOSAL.search(source.title) or _CODE_TITLE.fullmatch(source.number)
    )


def is_proposed(source: Source, rules: Rules) -> bool:
    """Whether a document is a bill or a proposal: what it says holds if it is enacted or adopted."""
    if source.kind in _TELLS_OF_IT or any(map(_ENACTED.search, (source.stage, source.status))):
        return False
    reference = _instrument(source, rules)
    if _PROPOSED_KIND.search(source.kind) or (reference and _is_bill(reference)):
        return source.kind not in _SAYS or source.kind == "bill"
    if reference and reference.kind in _RESOLUTIONS:
        return not _AGREED_TO.search(f"{source.stage} {source.status}")
    return bool(_ON_ITS_WAY.search(source.stage) or _PROPOSAL.search(source.title))


def _is_bill(reference: Reference) -> bool:
    return reference.is_bill or reference.kind in _JOINT_RESOLUTIONS


def has_ended(source: Source) -> bool:
    """Whether a document is no longer in force."""
    return bool(_ENDED.search(source.status))


def told_status(source: Source) -> str:
    """What has become of a document that is no longer in force, or not yet; empty for any other."""
    return _small(source.status) if has_ended(source) or _NOT_YET.search(source.status) else ""


def told(source: Source, rules: Rules, *, number: bool) -> str:
    """In brackets when an instrument is of, how far it got, of when its text is, and what has become of
    it."""
    day, version = readable_date(source.date), readable_date(source.version)
    parts = (
        ", ".join(part for part in (source.number if number else "", day) if part),
        _small(source.stage) if is_proposed(source, rules) else "",
        f"version of {version}" if version and version != day else "",
        told_status(source) or (_small(source.status) if _ENACTED.search(source.status) else ""),
    )
    whole = "; ".join(part for part in parts if part)
    return f" ({whole})" if whole else ""


def _small(text: str) -> str:
    """With a small letter, where it opens with a word."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def placed(name: str, place: str, role: Role) -> str:
    """An instrument with the place that is quoted, and what that is where it is no provision."""
    if _CODE_TITLE.match(place):
        name = place
    elif place.startswith("§"):
        name = _at_section(name, place)
    elif _OF_IT.match(place):
        name = f"{place} of {'the ' if _TAKES_ARTICLE.search(name) else ''}{name}"
    if role == "note":
        return f"A note to {name}"
    if role in ("recital", "preamble") and not re.match(role, place, re.IGNORECASE):
        return f"{'A recital' if role == 'recital' else 'The preamble'} of {name}"
    return name


def _at_section(name: str, place: str) -> str:
    """`18 U.S.C. 2339B` at “§ 2339B(a)(1)” is `18 U.S.C. § 2339B(a)(1)`."""
    number = re.match(r"§+\s*([\w.–-]+)", place)
    if number and re.search(rf"(?<!\w){re.escape(number[1])}$", name):
        name = re.sub(r"[\s§]+$", "", name[: -len(number[1])])
    part = _PART.search(name)
    if number and part and number[1].startswith(part[1]):
        name = name[: part.start()]
    return f"{name} {place}"


def verb(source: Source, role: Role, standing: Standing, rules: Rules) -> str:
    """What a document does with the words: by what it is, whether it has ended, and what holds of them."""
    proposed = is_proposed(source, rules)
    past = has_ended(source) and not _IN_PART.search(source.status) and not proposed
    if role == "quoted" or standing == "quoted":
        return _tense("quotes", past)
    if standing == "inserted":
        return "would insert into another act" if proposed else _tense("inserts into another act", past)
    if role in ("recital", "preamble", "note"):
        return _tense("says", past)
    if proposed or standing == "proposed":
        return _would(source, rules)
    said = _tense(_plain_verb(source, rules), past)
    if standing in ("not yet in force", "not in force") and not past:
        return f"{said}, but this is {standing}"
    return f"{said}, but this is not yet in force" if _NOT_YET.search(source.status) else said


def _would(source: Source, rules: Rules) -> str:
    reference = _instrument(source, rules)
    if reference and reference.kind in _RESOLUTIONS:
        return _IF_ADOPTED
    is_bill = source.kind == "bill" or (reference is not None and _is_bill(reference))
    return _WOULD_PROVIDE if is_bill else _IF_ADOPTED


def _plain_verb(source: Source, rules: Rules) -> str:
    if source.kind in _SAYS:
        return _PROVIDES if source.kind == "bill" else _SAYS[source.kind]
    if reference := _instrument(source, rules):
        return _PROVIDES if reference.is_law else "says"
    return _PROVIDES if is_law(source) and "resolution" not in source.kind else "says"


def _tense(verb: str, past: bool) -> str:
    first, space, rest = verb.partition(" ")
    return f"{_PAST[first]}{space}{rest}" if past and first in _PAST else verb
