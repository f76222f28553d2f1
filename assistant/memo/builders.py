"""Sections: for each kind, the function that makes one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from assistant.lexicon.dates import readable_date
from assistant.lexicon.rules import Rules
from assistant.memo.context import Context, Fact
from assistant.memo.findings import Want
from assistant.memo.formats import SectionFormat
from assistant.memo.types import Section
from assistant.memo.voices import voice
from assistant.paper import Block, Cell, Paragraph, Table, Text
from assistant.types import Citation, Evidence
from ingest.errors import UsageError

Builder = Callable[[SectionFormat, Context], Section]
"""Makes one section of a memo."""


def builder_of(kind: str, builders: Mapping[str, Builder]) -> Builder:
    """The builder of that kind of section.

    Raises:
        UsageError: nothing makes sections of that kind.
    """
    if kind in builders:
        return builders[kind]
    if kind.startswith("review-"):
        raise UsageError(
            "a response to an op-ed is made of its review",
            hint="pincite review OP-ED --out FILE.docx writes it",
        )
    raise UsageError(
        f"nothing makes sections of the kind {kind!r}", hint=f"there are {', '.join(sorted(builders))}"
    )


def points(section: SectionFormat, context: Context) -> Section:
    """The writer's own words, then what the section wants of the library, latest or oldest first where the
    format says so, then form text. What is to be confirmed is gathered at the memo's end."""
    labelled: list[tuple[str, Fact]] = []
    for ask in section.ask:
        facts = context.facts(ask, section)
        labelled += [(ask.label if position == 0 else "", one) for position, one in enumerate(facts)]
        if not facts and ask.empty:
            context.gap(ask)
    if section.order != "pertinence":
        labelled.sort(key=lambda one: one[1].date, reverse=section.order == "latest")
    elif not any(label for label, _ in labelled):  # what is superseded stands after what still is so
        labelled.sort(key=lambda one: one[1].is_changed)
    told = (Paragraph(one.texts, section.layout, label) for label, one in labelled)
    return Section(section.heading, (*_own(section.own, context), *told, *_own(section.form, context)))


def _own(lines: Sequence[str], context: Context) -> Iterator[Paragraph]:
    """The lines, each a paragraph."""
    for label, told in context.own_lines(lines):
        yield Paragraph(told, "plain", label)


def _told(facts: Sequence[Fact]) -> tuple[Text, ...]:
    return tuple(text for one in facts for text in one.texts)


def positions(section: SectionFormat, context: Context) -> Section:
    """What each actor says, under its name: one after the other, and whom notes name."""
    heard: dict[str, list[Fact]] = {}
    for ask in section.ask:
        for one in context.facts(ask, section):
            heard.setdefault(voice(one.evidence[0], context.inquiry.rules), []).append(one)
    blocks: list[Block] = [Paragraph(_told(facts), section.layout, name) for name, facts in heard.items()]
    for ask in section.ask if not heard else ():
        context.gap(ask)
    return Section(section.heading, (*_own(section.own, context), *blocks, *_own(section.form, context)))


def options(section: SectionFormat, context: Context) -> Section:
    """The options side by side, those that the decision names and leaving things as they are, each with what
    the documents say for it, against it, and of its cost and risks; and below, what others propose.

    What documents say is of the thing that is to be decided, so that it stands with the first option that
    does it, and turned round with those that decline it; of what waits or does something else, nothing is
    known."""
    named, pack = list(context.findings.assignment.options), context.inquiry.rules["assignments"]
    if not named or (len(named) == 1 and pack.of("asks").find(named[0])):
        return Section(section.heading, (Paragraph((context.ledger.gap("the options, at least two"),)),))
    declines = [pack.of("declines").find(one) is not None for one in named]
    if not any(declines):
        named, declines = [*named, _AS_IS], [*declines, True]
    acts = [
        not declined and not pack.of("waits").find(one) for one, declined in zip(named, declines, strict=True)
    ]
    first = acts.index(True) if any(acts) else 0
    letters = [chr(65 + number) for number in range(len(named))]
    rows = []
    for ask in (one for one in section.ask if one.wants != "proposals"):
        turned = _TURNED.get(ask.wants, "") if not ask.cues else ""
        cells: list[Cell] = [
            (Text(turned.format(letters[first])),) if declined and turned else (_UNKNOWN,)
            for declined in declines
        ]
        if facts := context.facts(ask, section):
            cells[first] = _told(facts)
        else:
            context.gap(ask)
        rows.append(((Text(ask.label),), *cells))
    columns = ("", *(f"{letter}. {one}" for letter, one in zip(letters, named, strict=True)))
    return Section(
        section.heading, (Table(columns, tuple(_lacking_last(rows))), *_proposed(section, context))
    )


_AS_IS = "Leave things as they are"
_UNKNOWN = Text("To be confirmed.", "gap")
_TURNED: Mapping[Want, str] = {"for": "What speaks against {}.", "against": "What speaks for {}."}


def _lacking_last(rows: Sequence[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
    """The rows, those of which nothing is known as one."""
    lacking = [row for row in rows if all(_is_idle(cell) for cell in row[1:])]
    yield from (row for row in rows if row not in lacking)
    if lacking:
        names = ", ".join(row[0][0].text for row in lacking)
        yield (Text(names),), *((_UNKNOWN,) for _ in lacking[0][1:])


def _is_idle(cell: Cell) -> bool:
    """Whether a cell tells nothing of its own."""
    return all(text.role in ("gap", "form") for text in cell)


def _proposed(section: SectionFormat, context: Context) -> Iterator[Paragraph]:
    """What others propose, under their names."""
    for ask in (one for one in section.ask if one.wants == "proposals"):
        for one in context.facts(ask, section):
            who = voice(one.evidence[0], context.inquiry.rules)
            yield Paragraph(one.texts, section.layout, f"{ask.label} {who}".strip())


def witnesses(section: SectionFormat, context: Context) -> Section:
    """Questions for witnesses, each on words of theirs or of others, with a follow-up on words that are set
    against them."""
    rows = []
    for ask in section.ask:
        for lead, other in _paired(context.facts(ask, section), context.inquiry.rules):
            follow = (
                (*other.texts, Text("How do the two fit together?"))
                if other
                else (Text("What has changed since?"),)
            )
            question = ask.label or "Is that still so, and what does it rest on?"
            rows.append(((*lead.texts, Text(question)), follow, _sources(lead, other)))
    if not rows:
        for one in section.ask:
            context.gap(one)
        return Section(section.heading, ())
    return Section(section.heading, (Table(("Lead", "Follow-up", "Source"), tuple(rows)),))


def _paired(facts: Sequence[Fact], rules: Rules) -> Iterator[tuple[Fact, Fact | None]]:
    """Each sentence with one of another speaker or another day, as long as there are."""
    left = list(facts)
    while left:
        lead = left.pop(0)
        other = next(
            (
                one
                for one in left
                if voice(one.evidence[0], rules) != voice(lead.evidence[0], rules) or one.date != lead.date
            ),
            None,
        )
        if other:
            left.remove(other)
        yield lead, other


def _sources(*facts: Fact | None) -> Cell:
    named = dict.fromkeys(_source(one.evidence[0]) for one in facts if one)
    return tuple(Text(one) for one in named)


def _source(one: Evidence | Citation) -> str:
    source = one.source if isinstance(one, Evidence) else one
    assert not isinstance(source, str)
    return f"{source.title} ({readable_date(source.date) or 'undated'})"


def answers(section: SectionFormat, context: Context) -> Section:
    """Likely questions to us, by what they would ask for, each with the fact that answers it and its source;
    first our position, where one was given."""
    rows: list[tuple[Cell, ...]] = []
    if context.request.position:
        rows.append(((Text("Our position"),), (context.own("{position}"),), ()))
    for ask in section.ask:
        if facts := context.facts(ask, section):
            rows.append(((Text(ask.label),), _told(facts), _sources(*facts)))
        else:
            context.gap(ask)
    if not rows:
        return Section(section.heading, ())
    return Section(section.heading, (Table(("On", "Answer", "Source"), tuple(rows)),))


def sources(section: SectionFormat, context: Context) -> Section:
    """The publishers that the memo cites, with the dates of their documents; the annex has the titles."""
    return sources_of(section.heading, context.ledger.citations)


def sources_of(heading: str, citations: Sequence[Citation]) -> Section:
    """The section that names these sources."""
    days: dict[str, dict[str, None]] = {}
    for one in sorted(citations, key=lambda one: one.date):
        days.setdefault(one.publisher or f"“{one.title}”", {})[readable_date(one.date) or "undated"] = None
    named = "; ".join(f"{name} ({', '.join(dates)})" for name, dates in days.items())
    return Section(
        heading, (Paragraph((Text(f"{named}. Their titles are in the annex." if named else "None."),)),)
    )


BUILDERS: Mapping[str, Builder] = {
    "points": points,
    "positions": positions,
    "options": options,
    "witnesses": witnesses,
    "answers": answers,
    "sources": sources,
}
"""The builders by kind of section; a review brings its own."""
