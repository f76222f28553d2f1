"""What a person does to the sections of a memo, as values, and the memo with its sections as they then
stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

from assistant.lexicon.rules import Rules
from assistant.memo.builders import sources_of
from assistant.memo.compose import renumbered
from assistant.memo.formats import MemoFormat, SectionFormat
from assistant.memo.layout import lay_out, withheld_line
from assistant.memo.ledger import GAP
from assistant.memo.lint import PageCounter, lint
from assistant.memo.types import Memo, Section
from assistant.paper import Block, Paper, texts_of
from assistant.types import Withheld
from ingest.errors import UsageError

EditKind = Literal["text", "again", "add", "remove", "move", "head", "settle"]
"""What is done to a section: it gets other words, is made anew from the library, is added, with words or from
the library, is removed, or is put after another; or a line of the head gets other words, or what was to be
confirmed, or failed the check when the memo was composed, is settled, and is no longer listed."""
EDIT_KINDS: tuple[EditKind, ...] = get_args(EditKind)
_KINDS = ", ".join(EDIT_KINDS)
HEAD: Mapping[str, str] = {
    "to": "to",
    "from": "sender",
    "deadline": "deadline",
    "decision": "decision",
    "position": "position",
    "jurisdiction": "jurisdiction",
    "marking": "marking",
}
"""The lines of the head that can be written, in small letters, with what of the request they are; beside
these there is the subject."""
SUBJECT = "subject"
TOP = "top"
"""What stands for no section, where one is named after which another is put."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that is done to a section, named by its heading or its number; to a line of the head, by its
    name; or to a point to be confirmed, by its words. Its words are `text`, in
    Markdown, or `blocks`, as they were read from a file; `notes` are then the texts of the file's notes that
    are none of the memo's, by number. `after` is the section that it is put after, `top` for none, and empty
    where it stays, or is added at the end."""

    kind: EditKind
    section: str
    text: str = ""
    blocks: tuple[Block, ...] = ()
    notes: tuple[tuple[int, str], ...] = ()
    after: str = ""

    @property
    def told(self) -> str:
        """What is done, on a line."""
        named = f"“{self.section}”"
        match self.kind:
            case "text":
                return f"{named} edited"
            case "again":
                return f"{named} made anew"
            case "add":
                return f"{named} added"
            case "remove":
                return f"{named} removed"
            case "move":
                return f"{named} moved"
            case "head":
                return f"{named} set to “{self.text}”" if self.text else f"{named} left empty"
            case "settle":
                return f"{named} settled"


def edit_of(kind: str, section: str, text: str = "", after: str = "") -> Edit:
    """The edit of that kind.

    Raises:
        UsageError: there is no such kind, or it lacks what it needs.
    """
    known = next((one for one in EDIT_KINDS if one == kind.strip().lower()), None)
    if known is None:
        raise UsageError(f"{kind!r} is nothing that is done to a section", hint=f"say one of {_KINDS}")
    if known == "move" and not after.strip():
        raise UsageError("it is not said where the section is moved", hint=f"name one it is after, or {TOP}")
    return Edit(known, section, text, after=after)


def with_head(memo: Memo, name: str, text: str) -> Memo:
    """The memo with other words in a line of its head.

    Raises:
        UsageError: there is no such line.
    """
    named, said = name.strip().casefold(), " ".join(text.split())
    if named == SUBJECT and said:
        return replace(memo, title=said)
    if named not in HEAD:
        lines = ", ".join((SUBJECT, *HEAD))
        told = f"the head has no line {name!r}" if named != SUBJECT else "a memo needs a subject"
        raise UsageError(told, hint=f"its lines are {lines}")
    changed: dict[str, Any] = {HEAD[named]: said}
    return replace(memo, request=replace(memo.request, **changed))


def head_of(memo: Memo) -> dict[str, str]:
    """The lines of the head that can be written, by name."""
    request = asdict(memo.request)
    return {SUBJECT: memo.title, **{name: request[field] for name, field in HEAD.items()}}


def listed(memo: Memo) -> dict[str, str]:
    """What stands in the text of no section, and can be settled: points to be confirmed, and sentences that
    failed the check when the memo was composed, as they are printed; each with its words."""
    said = {text.text for one in memo.sections for text in texts_of(one.blocks)}
    typed = {one.text for section in memo.sections for one in section.typed}
    apart = {withheld_line(one): one.text for one in memo.withheld if one.text not in typed}
    return {one: one for one in memo.gaps if one not in said} | apart


def settled(gaps: Sequence[str], named: str, sections: Sequence[Section]) -> list[str]:
    """What is to be confirmed, without the point that is named.

    Raises:
        UsageError: there is none, or it stands in the text of a section.
    """
    wanted = _bare_gap(named)
    found = next((one for one in gaps if _bare_gap(one) == wanted), None)
    if found is None:
        there = "; ".join(one.removeprefix(GAP) for one in gaps)
        raise UsageError(
            f"nothing that is to be confirmed reads {named!r}",
            hint=f"there is: {there}" if there else "nothing is to be confirmed",
        )
    for one in sections:
        if any(text.text == found for text in texts_of(one.blocks)):
            raise UsageError(f"it stands in “{one.heading}”", hint="write there what is so now")
    return [one for one in gaps if one != found]


def _bare_gap(text: str) -> str:
    return " ".join(text.split()).removeprefix(GAP).rstrip(" .").casefold()


def shown(sections: Iterable[Section]) -> list[Section]:
    """The sections in which something stands: those that have a number."""
    return [one for one in sections if one.blocks]


def position_of(named: str, sections: Sequence[Section]) -> int:
    """Where among the sections the one stands that is named by its heading or its number.

    Raises:
        UsageError: there is none.
    """
    wanted = " ".join(named.split()).casefold()
    for position, one in enumerate(sections):
        if wanted and one.heading.casefold() == wanted:
            return position
    numbered = shown(sections)
    if wanted.isdecimal() and 0 < int(wanted) <= len(numbered):
        return sections.index(numbered[int(wanted) - 1])
    there = "; ".join(f"{number} {one.heading}" for number, one in enumerate(numbered, start=1))
    told = f"the memo has no section {named!r}" if wanted else "no section is named"
    raise UsageError(told, hint=f"its sections are: {there}" if there else "it has none: add one")


def placed(section: Section, sections: Sequence[Section], after: str) -> list[Section]:
    """The sections with one after the section that is named, first for `top`, last for none.

    Raises:
        UsageError: there is no section of that name.
    """
    if not after.strip():
        return [*sections, section]
    at = 0 if after.strip().casefold() == TOP else position_of(after, sections) + 1
    return [*sections[:at], section, *sections[at:]]


def format_of(section: Section, format: MemoFormat) -> SectionFormat | None:  # noqa: A002 (the field's noun)
    """How the format makes the section; None for one that a person added."""
    return next((one for one in format.section if one.heading.casefold() == section.heading.casefold()), None)


def without_gaps(gaps: Sequence[str], section: Section, of: SectionFormat | None) -> list[str]:
    """What is to be confirmed, without what a section asks for, or has in its text."""
    own = {text.text for text in texts_of(section.blocks) if text.role == "gap"}
    asked = tuple(f"{GAP}{ask.empty.rstrip(' .?:')}" for ask in (of.ask if of else ()) if ask.empty)
    return [one for one in gaps if one not in own and not (asked and one.startswith(asked))]


def with_sections(memo: Memo, sections: Sequence[Section], format: MemoFormat) -> Memo:  # noqa: A002
    """The memo with these sections: the citations that they use, in the order in which they are printed,
    those of sentences that are withheld last; and what is withheld of what a person wrote."""
    texts = [text for one in sections for text in texts_of(one.blocks)]
    printed = [note for text in texts if text.role != "failed" for note in text.notes]
    apart = [note for text in texts if text.role == "failed" for note in text.notes]
    numbers = {old: new for new, old in enumerate(dict.fromkeys((*printed, *apart)), start=1)}
    by_number = {one.number: one for one in memo.citations}
    cited = tuple(replace(by_number[old], number=new) for old, new in numbers.items())
    used = [one for one in cited if one.number <= len(set(printed))]
    told: list[Section] = []
    for one in sections:
        of = format_of(one, format)
        if of and of.kind == "sources":
            told.append(sources_of(one.heading, used))
        else:
            told.append(replace(one, blocks=tuple(renumbered(one.blocks, numbers))))
    return replace(memo, sections=tuple(told), citations=cited, withheld=withheld_of(memo, sections))


def withheld_of(memo: Memo, sections: Sequence[Section]) -> tuple[Withheld, ...]:
    """What is withheld of a memo that gets these sections: of what was composed as before, of what a person
    wrote as the sections have it."""
    before = {one.text for section in memo.sections for one in section.typed if one.outcome == "withheld"}
    now = [one for section in sections for one in section.typed if one.outcome == "withheld"]
    mine = {one.text: Withheld(one.text, one.verdict, one.why, one.failures) for one in now}
    return (
        *(one for one in memo.withheld if one.text not in before and one.text not in mine),
        *mine.values(),
    )


def on_paper(
    memo: Memo,
    format: MemoFormat,  # noqa: A002
    rules: Rules,
    count_pages: PageCounter,
) -> tuple[Memo, Paper]:
    """The memo with what the linter finds in it, and its paper. What is too long is told, and not cut: a
    person's words are not left out."""
    paper, pages = lay_out(memo, format), memo.request.pages or format.pages
    found = lint(paper, format, rules=rules, pages=pages, count_pages=count_pages)
    memo = replace(memo, findings=tuple(found))
    return memo, replace(paper, draft=memo.is_draft)
