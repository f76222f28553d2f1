from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.lexicon.rules import our_rules
from assistant.memo.acronyms import acronyms
from assistant.memo.formats import MemoFormat, load_format
from assistant.memo.lint import lint
from assistant.memo.types import LintFinding
from assistant.paper import Heading, Note, Paper, Paragraph, Table, Text
from assistant.render.pdf import body_pages

QUOTE = "The Ministry of Works said on 3 May 2025: “The bridge carried 400 cars a day.”"
NOTE = Note(1, "On bridges, Ministry of Works, 3 May 2025, p. 2: “The bridge carried 400 cars a day.”")


def own(label: str, text: str) -> Paragraph:
    return Paragraph((Text(text, "own"),), label=label)


GOOD = Paper(
    title="The bridge",
    blocks=(
        Heading("Bottom line"),
        own("Decision sought", "close the bridge"),
        own("Needed by", "3 June 2025"),
        Paragraph((Text(QUOTE, "fact", (1,)),)),
        Heading("Why now"),
        Paragraph((Text(QUOTE, "fact", (1,)),), "numbered"),
        Heading("Key facts"),
        Paragraph((Text("To be confirmed: the figures.", "gap"),), "numbered"),
        Heading("Ask"),
        own("We ask", "close the bridge"),
    ),
    notes=(NOTE,),
    fields=(("Deadline", "3 June 2025"),),
)
BLUF = load_format("bluf")


def with_block(position: int, block: Paragraph) -> Paper:
    return replace(GOOD, blocks=(*GOOD.blocks[:position], block, *GOOD.blocks[position:]))


def found_in(paper: Paper, format: MemoFormat | None) -> list[LintFinding]:  # noqa: A002
    return lint(paper, format, rules=our_rules(), count_pages=body_pages)


def checks(paper: Paper, name: str = "bluf") -> set[str]:
    return {one.check for one in found_in(paper, load_format(name) if name else None)}


def test_a_good_memo_is_not_sent_back() -> None:
    assert found_in(GOOD, BLUF) == []


def test_the_bottom_line_comes_first() -> None:
    assert "bottom line" in checks(replace(GOOD, blocks=GOOD.blocks[4:6] + GOOD.blocks[:4] + GOOD.blocks[6:]))


def test_a_bottom_line_is_short() -> None:
    assert checks(with_block(2, Paragraph((Text(f"{QUOTE} {QUOTE} {QUOTE} {QUOTE}", "fact", (1,)),)))) == {
        "bottom line"
    }


def test_the_first_line_says_what_is_wanted() -> None:
    asked = Paragraph((Text("To be confirmed: the decision sought.", "gap"),), label="Decision sought")
    assert checks(replace(GOOD, blocks=(GOOD.blocks[0], asked, *GOOD.blocks[2:]))) == {"ask"}


def test_a_deadline_is_a_day() -> None:
    told = replace(
        GOOD,
        blocks=(*GOOD.blocks[:2], own("Needed by", "soon"), *GOOD.blocks[3:]),
        fields=(("Deadline", "soon"),),
    )
    assert checks(told) == {"deadline"}


@pytest.mark.parametrize(
    ("text", "check"),
    [
        (Text("The bridge carried 500 cars a day.", "read"), "sourced"),
        (Text("It was closed on 3 May 2024.", "read"), "sourced"),
        (Text("The Minister said: “we shall close it at once”.", "read"), "sourced"),
        (Text("The bridge is unsafe.", "fact"), "sourced"),
        (Text("The bridge should obviously be closed.", "read"), "opinion"),
        (Text("The plan for the bridge is laughable.", "read"), "opinion"),
        (Text("El puente claramente debería cerrarse.", "read"), "opinion"),
    ],
)
def test_what_has_no_source_or_no_speaker_is_sent_back(text: Text, check: str) -> None:
    found = [
        one for one in found_in(with_block(6, Paragraph((text,), "numbered")), BLUF) if one.check == check
    ]
    assert found and found[0].error and found[0].where == "Why now"


def test_opinion_with_a_speaker_is_not_sent_back() -> None:
    assert (
        checks(
            with_block(
                6,
                Paragraph(
                    (Text("The Ministry said that the bridge should be closed.", "fact", (1,)),), "numbered"
                ),
            )
        )
        == set()
    )


def test_an_undated_source_is_named() -> None:
    assert checks(
        replace(GOOD, notes=(replace(NOTE, text="On bridges, Ministry of Works, undated: “The bridge.”"),))
    ) == {"dated"}


def test_an_unexplained_acronym_is_named() -> None:
    assert checks(
        with_block(6, Paragraph((Text("The FBO said that the bridge is old.", "fact", (1,)),), "numbered"))
    ) == {"acronym"}


def test_a_word_that_capitals_stress_is_no_acronym() -> None:
    said = "The FBO said that ALL cars pay, and that they MUST pay MORE; more than before."
    found = found_in(with_block(6, Paragraph((Text(said, "fact", (1,)),), "numbered")), BLUF)
    assert [one.told for one in found] == ["spell out FBO at first use"]
    assert acronyms("Ask the WHO who pays.", our_rules()) == ["WHO"]


def test_what_is_over_on_the_day_of_the_memo_is_named() -> None:
    late = replace(GOOD, fields=(("Date", "28 November 2026"), *GOOD.fields))
    assert found_in(late, BLUF) == [LintFinding("over", "the top", "Deadline 3 June 2025 has passed", True)]
    remarks = (
        "The 150 days from 1 May 2025 ended on 27 September 2025.",
        "Superseded by Order 5 (3 May 2026).",
    )
    told = Paragraph((Text(QUOTE, "fact", (1,)), *(Text(one, "form") for one in remarks)), "numbered")
    found = found_in(replace(GOOD, blocks=(*GOOD.blocks[:5], told, *GOOD.blocks[6:])), BLUF)
    assert [(one.check, one.where, one.error) for one in found] == [("over", "Why now", False)] * 2
    assert [f"{one.told}." for one in found] == list(remarks)


def test_the_page_limit_is_kept() -> None:
    long = with_block(
        6, Paragraph((Text("The Ministry said that the bridge is old. " * 200, "fact", (1,)),), "numbered")
    )
    assert "pages" in checks(long) and "pages" not in checks(long, "")


def test_a_section_that_is_missing_is_named() -> None:
    found = [one for one in found_in(replace(GOOD, blocks=GOOD.blocks[:-2]), BLUF) if one.check == "sections"]
    assert [one.where for one in found] == ["Ask"] and found[0].error


def test_too_many_points_are_sent_back() -> None:
    more = replace(
        GOOD,
        blocks=(
            *GOOD.blocks[:7],
            *(Paragraph((Text(QUOTE, "fact", (1,)),), "numbered"),) * 4,
            *GOOD.blocks[7:],
        ),
    )
    sections = (*BLUF.section[:2], replace(BLUF.section[2], points=3), *BLUF.section[3:])
    assert {one.check for one in found_in(more, replace(BLUF, section=sections))} == {"points"}


def test_a_section_that_only_tells_may_be_left_out_and_a_day_be_named_as_people_do() -> None:
    shorter = replace(GOOD, blocks=(*GOOD.blocks[:2], *GOOD.blocks[-2:]))
    assert "sections" not in {one.check for one in found_in(shorter, BLUF)}
    for deadline, is_told in (("Friday noon", False), ("tonight 20:00", False), ("soon", True)):
        fields = tuple((name, deadline if name == "Deadline" else value) for name, value in GOOD.fields)
        blocks = (*GOOD.blocks[:2], *GOOD.blocks[3:])
        checked = {one.check for one in found_in(replace(GOOD, fields=fields, blocks=blocks), BLUF)}
        assert ("deadline" in checked) == is_told, deadline


def options(*columns: str, cell: Text) -> Paper:
    rows = tuple(
        ((Text(label),), *(((cell,),) * len(columns))) for label in ("For", "Against", "Cost", "Risk")
    )
    return replace(
        GOOD, blocks=(*GOOD.blocks, Heading("Options"), Table(("", *columns), rows), Heading("Legal base"))
    )


def test_options_are_two_and_real() -> None:
    fact, gap = Text(QUOTE, "fact", (1,)), Text("To be confirmed: what speaks for it.", "gap")
    assert "options" not in checks(options("A. Close it", "B. Mend it", cell=fact), "decision")
    assert "options" in checks(options("A. Close it", cell=fact), "decision")
    assert "options" in checks(options("A. Close it", "B. Mend it", cell=gap), "decision")
    assert "options" in checks(GOOD, "decision")


def test_costs_and_the_legal_base_are_named_or_to_be_confirmed() -> None:
    assert {"costs", "legal"} <= checks(GOOD, "decision")
    assert not {"costs", "legal"} & checks(options("A", "B", cell=Text(QUOTE, "fact", (1,))), "decision")
