"""Sections: for each kind, the function that makes one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from assistant.lexicon.dates import readable_date
from assistant.lexicon.rules import Rules
from assistant.memo.context import Context, Fact
from assistant.memo.formats import Ask, SectionFormat
from assistant.memo.types import Section
from assistant.memo.voices import voice
from assistant.paper import Block, Cell, Paragraph, Table, Text
from assistant.types import Citation, Evidence
from ingest.errors import UsageError

Builder = Callable[[SectionFormat, Context], Section]
"""Makes one section of a memo."""

_MOST_VOICES = 4
_MOST_ASKED = 6  # publishers: each is a search of its own


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
    """The writer's own words, then what the section's questions find, latest or oldest first where the format
    says so, then form text."""
    labelled: list[tuple[str, Fact]] = []
    lacking: list[tuple[str, Text]] = []
    for ask in section.ask:
        room = section.points - len(labelled) if section.points else ask.points
        facts = _answered(ask, section, context, min(ask.points, room)) if room > 0 else []
        labelled += [(ask.label if position == 0 else "", one) for position, one in enumerate(facts)]
        if not facts and ask.empty and room > 0:
            missing = context.missing(ask, section, opinion=ask.voices)
            lacking += [(ask.label, missing)] if missing.role == "gap" or ask.label else []
    if section.order != "pertinence":
        labelled.sort(key=lambda one: one[1].date, reverse=section.order == "latest")
    blocks: list[Block] = [*_own(section.own, context)]
    blocks += [Paragraph((one.text,), section.layout, label) for label, one in labelled]
    blocks += [Paragraph((text,), section.layout, label) for label, text in lacking]
    if section.ask and not labelled and not lacking:
        blocks.append(Paragraph((Text("Nothing beyond the above."),), section.layout))
    return Section(section.heading, (*blocks, *_own(section.form, context)))


def _own(lines: Sequence[str], context: Context) -> Iterator[Paragraph]:
    """The lines, each a paragraph; a bar divides what may be lacking apart."""
    for line in lines:
        label, colon, rest = line.partition(": ")
        is_labelled = colon and "{" not in label
        yield Paragraph(
            tuple(context.own(part) for part in (rest if is_labelled else line).split(" | ")),
            "plain",
            label if is_labelled else "",
        )


def positions(section: SectionFormat, context: Context) -> Section:
    """What each actor says, under its name: the publishers with most to say on the topic, each heard in its
    own documents, and whom notes name."""
    heard: dict[str, list[Fact]] = {}
    for ask in section.ask:
        for one in _heard(ask, section, context, section.points or _MOST_VOICES):
            heard.setdefault(voice(one.evidence[0], context.inquiry.rules), []).append(one)
    blocks: list[Block] = [
        Paragraph(tuple(one.text for one in facts), section.layout, name) for name, facts in heard.items()
    ]
    if not heard:
        blocks = [
            Paragraph((context.missing(ask, section, opinion=True),), section.layout)
            for ask in section.ask
            if ask.empty
        ]
    return Section(section.heading, (*_own(section.own, context), *blocks, *_own(section.form, context)))


def _answered(
    ask: Ask, section: SectionFormat, context: Context, points: int, option: str = ""
) -> list[Fact]:
    """The sentences that answer a question, of each publisher in turn where it asks for voices."""
    return (
        _heard(ask, section, context, points, option)
        if ask.voices
        else context.facts(ask, section, points=points, option=option)
    )


def _heard(ask: Ask, section: SectionFormat, context: Context, points: int, option: str = "") -> list[Fact]:
    """A sentence of each publisher, in its own documents: of those whose documents have most to say on the
    question first."""
    found = context.lookup.find(context.questions.asked(ask, option), ask.kinds).evidence
    facts: list[Fact] = []
    for publisher in list(dict.fromkeys(re.sub(r" \([^)]*\)$", "", one.source.publisher) for one in found))[
        :_MOST_ASKED
    ]:
        if len(facts) < points:
            facts += context.facts(ask, section, points=1, publisher=publisher, opinion=True, option=option)
    return facts


def options(section: SectionFormat, context: Context) -> Section:
    """The options side by side: the writer's own, divided by semicolons in the decision sought, or the one
    decision against leaving things as they are; what the documents say for each, against it, and of its cost
    and risks."""
    named = [part.strip() for part in context.questions.request.decision.split(";") if part.strip()]
    if not named:
        return Section(section.heading, (Paragraph((context.ledger.gap("the options, at least two"),)),))
    alone = len(named) == 1
    columns = (
        "",
        *(f"{chr(65 + i)}. {one}" for i, one in enumerate(named)),
        *(["B. Leave things as they are"] if alone else []),
    )
    rows = []
    for ask in section.ask:
        cells = [_option_cell(ask, section, context, one, first=one == named[0]) for one in named]
        rows.append(((Text(ask.label),), *cells, *([_as_they_are(ask, context)] if alone else [])))
    return Section(section.heading, (Table(columns, tuple(rows)),))


def _option_cell(ask: Ask, section: SectionFormat, context: Context, option: str, *, first: bool) -> Cell:
    """What is said of an option; for the first, which is the one recommended, the writer's position too."""
    own = (
        (Text(context.questions.request.position, "own"),)
        if first and ask.label == "For" and context.questions.request.position
        else ()
    )
    if not context.names_topic(option):
        return own or (context.ledger.gap(ask.empty),)
    facts = context.facts(ask, section, opinion=True, option=option)
    return (*own, *(one.text for one in facts)) or (
        context.missing(ask, section, opinion=True, option=option),
    )


def _as_they_are(ask: Ask, context: Context) -> Cell:
    """The cell of doing nothing, whose reasons are the other option's turned round."""
    turned = {"For": "What speaks against A.", "Against": "What speaks for A."}
    return (
        (Text(turned[ask.label]),)
        if ask.label in turned
        else (context.ledger.gap(f"{ask.empty} if things are left as they are"),)
    )


def witnesses(section: SectionFormat, context: Context) -> Section:
    """Questions for witnesses, each on words of theirs or of others, with a follow-up on words that are set
    against them."""
    rows = []
    for ask in section.ask:
        facts = context.facts(ask, section, points=2 * ask.points, opinion=True)
        for lead, other in _paired(facts, context.inquiry.rules):
            follow = (
                (other.text, Text("How do the two fit together?"))
                if other
                else (Text("What has changed since?"),)
            )
            rows.append(
                (
                    (
                        lead.text,
                        Text(
                            context.questions.fill(ask.label) or "Is that still so, and what does it rest on?"
                        ),
                    ),
                    follow,
                    _sources(lead, other),
                )
            )
    if not rows:
        return Section(
            section.heading,
            tuple(
                Paragraph((context.missing(one, section, opinion=True),)) for one in section.ask if one.empty
            ),
        )
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
    """Likely questions to us, each with our answer where a position was given, the key fact and its
    source."""
    rows: list[tuple[Cell, ...]] = []
    if context.questions.request.position:
        rows.append(
            (
                (Text(context.questions.fill("What is your position on {topic}?")),),
                (context.own("{position}"),),
                (),
                (),
            )
        )
    for ask in section.ask:
        facts = context.facts(ask, section, points=1)
        answer, fact = (
            (Text("See the key fact."), (facts[0].text,)) if facts else (context.missing(ask, section), ())
        )
        rows.append(((Text(context.questions.asked(ask)),), (answer,), fact, _sources(*facts)))
    return Section(section.heading, (Table(("Question", "Answer", "Key fact", "Source"), tuple(rows)),))


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
