"""What the documents do not answer, in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer.abstention import Lack
from assistant.lexicon.dates import readable_date
from ingest.types import Source


def lack(one: Lack) -> str:
    """What evidence leaves unanswered, with the nearest document where there is one."""
    said = f"{_said(one)} {_nearest(one.nearest)}" if one.nearest else _said(one)
    if one.kind == "no measure":
        said = f"{said} No passage found gives the {one.measure} asked for."
    return f"On “{one.part}”: {said}" if one.part else said


def _said(one: Lack) -> str:
    match one.kind:
        case "no answer" | "no measure":
            mentioned = f": no relevant passage mentions {_listed(one.words)}" if one.words else ""
            return f"{_none(one)} answers this{mentioned}."
        case "not counted":
            asked = indirect(one.question) or f"gives a number of {_listed(one.words)}"
            return f"{_none(one)} {asked}. What is quoted is only about the subject."
        case "of the part before":
            return f"{_none(one)} answers what this asks about."
        case "words":
            return f"The passages found do not mention {_listed(one.words)}."
        case "never together":
            return (
                f"No passage found mentions {_listed(one.words)} with the rest of what the question names:"
                " its premise may be wrong."
            )
        case "side":
            return f"Nothing found is said for or by {_listed(one.words)}."
        case "speaker":
            return f"No document found has words of {_listed(one.words)} on this."
        case "premise":
            return (
                "No passage found plainly says so, or why: the question takes it for granted, and its premise"
                " may be wrong."
            )
        case "not held":
            return "The library holds no such document."
        case "part not shown":
            return "No sentence found can be shown as an answer."
        case "nothing shown":
            drafted = f"{one.failed} that {'was' if one.failed == 1 else 'were'} drafted failed the check"
            why = f": {drafted}" if one.failed else ""
            return f"No sentence found can be shown as an answer to “{one.question}”{why}."


def _none(one: Lack) -> str:
    return f"None of your {one.documents} documents" if one.documents > 1 else "None of your documents"


_HOW_MANY = re.compile(
    r"^\W*(?P<what>how\s+(?:many|much)\s+[\w’'-]+(?:\s+[\w’'-]+){0,3}?)\s+(?:(?P<does>does|do|did)\s+"
    r"(?P<who>(?:the\s+)?(?:[\w.’'-]+\s+)+?)(?P<verb>have|need|own|hold|employ|carry|pay|use|want|keep|run)\b"
    r"|(?P<be>are|were|is|was)\s+there\b|(?P<rest>(?:have|has|had)\s+been|are|were|is|was|[a-z]+ed)\b)(?P<more>[^?]*)\??\W*$",
    re.IGNORECASE,
)


def indirect(question: str) -> str:
    """A question of how many as what nobody says: “says how many pilots the port has”; empty where that is
    not sure to be English."""
    found = _HOW_MANY.match(question)
    if not found:
        return ""
    what = found["what"][:1].lower() + found["what"][1:]
    if found["verb"]:
        said = f"{found['who'].strip()} {_as_told(found['verb'].lower(), found['does'].lower())}"
    else:
        said = f"there {found['be']}" if found["be"] else found["rest"]
    return f"says {what} {said}{found['more'].rstrip()}"


def _as_told(verb: str, does: str) -> str:
    """“have” after “does” is “has”, and after “did” stays with it."""
    if does == "did":
        return f"did {verb}"
    return verb if does == "do" else _IRREGULAR.get(verb, f"{verb}s")


_IRREGULAR = {"have": "has", "carry": "carries"}


def _nearest(source: Source) -> str:
    day = readable_date(source.date)
    return f"The nearest document is “{source.title}”{f' ({day})' if day else ''}."


def _listed(words: Sequence[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)
