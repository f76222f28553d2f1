"""What holds of every dialect of XML: its rows are well formed, and no words are lost on the way."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from importlib.resources import files
from typing import Any

import pytest
from lxml import etree

from ingest.load import load
from ingest.load.builder import TextBuilder
from ingest.load.dialects import PARTS, Dialect, dialects
from ingest.load.dialects.facts import SAYS, bill_number, bill_stage, day_in, first_fact, title_case
from ingest.load.dialects.walk import Walk
from ingest.types import Metadata

KEYS = frozenset(
    "name base roots when parts places numbers prints speakers marks characters latest notes facts tells runs"
    " walks records".split()
)
# What is left out by its part, or kept elsewhere than in the text.
NOT_TEXT = frozenset(
    "skip struck deleted hidden ended notes asides mark raised speaker table row cell head-cell column-head"
    " html lines".split()
)


def files_of_rows() -> dict[str, Mapping[str, Any]]:
    folder = files("ingest.load.dialects")
    return {
        path.name: tomllib.loads(path.read_text("utf-8"))
        for path in folder.iterdir()
        if path.name.endswith(".toml")
    }


ROWS = files_of_rows()


def ways(rows: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every way to a value that a file has, as a table."""
    found = [*rows.get("facts", {}).values(), *rows.get("numbers", {}).values()]
    found += [*rows.get("speakers", {}).values()]
    found += [way for row in rows.get("records", ()) for _, way in row["fields"]]
    for one in found:
        for way in one if isinstance(one, list) else [one]:
            yield way if isinstance(way, Mapping) else {"path": way}


@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_file_of_rows_is_well_formed(name):
    rows = ROWS[name]
    assert set(rows) <= KEYS
    assert set(rows.get("parts", {})) <= PARTS
    assert set(rows.get("facts", {})) <= {field.name for field in fields(Metadata)}
    for way in ways(rows):
        etree.XPath(way["path"])
        re.compile(way.get("match", ""))
        assert set(way) <= {"path", "match", "replace", "values", "say", "as", "pick"}, way
        assert way.get("say", "day") in SAYS
        assert way.get("pick", "all") in ("all", "latest")
        for pattern, _ in way.get("replace", ()):
            re.compile(pattern)
    for path in [
        *rows.get("walks", ()),
        *(one["when"] for one in rows.get("tells", ())),
        rows.get("when", "/"),
    ]:
        etree.XPath(path)
    assert set(rows.get("runs", {}).values()) <= {"place", "leads"}
    assert set(rows.get("notes", {})) <= PARTS
    assert all("{}" in form for form in rows.get("prints", {}).values())
    assert rows.get("base", name.removesuffix(".toml")) + ".toml" in ROWS


@pytest.mark.parametrize("name", sorted(ROWS))
def test_an_element_has_one_part(name):
    chosen = [text for texts in ROWS[name].get("parts", {}).values() for text in texts]
    assert sorted(set(chosen)) == sorted(chosen)


def test_a_root_is_one_dialects_or_told_by_a_condition():
    plain = [root for one in dialects() if not one.when for root in one.roots]
    assert sorted(set(plain)) == sorted(plain)


def tree_of(dialect: Dialect, chance: random.Random) -> Any:
    """A tree of elements that the dialect knows and others, in any order, each with words of its own."""
    known = sorted({tag for tag in dialect.by_name if tag != "*"})
    words = iter(f"word{number}x" for number in range(10_000))

    def grow(depth: int) -> Any:
        tag = chance.choice(known) if known and chance.random() < 0.7 else chance.choice(("zork", "blix"))
        element = etree.Element(tag)
        if chance.random() < 0.7 or depth == 0:
            element.text = next(words)
        for _ in range(chance.randrange(4) if depth else 0):
            child = grow(depth - 1)
            child.tail = next(words) if chance.random() < 0.4 else None
            element.append(child)
        return element

    root = etree.Element(min(dialect.roots, default="root"))
    root.extend([grow(4) for _ in range(6)])
    return root


@pytest.mark.parametrize("dialect", [one for one in dialects() if not one.walks], ids=lambda one: one.name)
def test_no_words_are_lost_whatever_stands_in_what(dialect):
    for seed in range(12):
        root = tree_of(dialect, random.Random(seed))
        parts = {one: dialect.part(one) for one in root.iter()}
        wanted = []
        for one in root.iter():
            above = [one, *one.iterancestors()]
            if one.text and not any(parts[each] in NOT_TEXT for each in above):
                wanted.append(one.text)
            if one.tail and not any(parts[each] in NOT_TEXT for each in above[1:]):
                wanted.append(one.tail)
        builder = TextBuilder()
        walk = Walk(root, dialect, builder)
        walk.walk(root)
        text = builder.document().text
        lost = [word for word in wanted if text.count(word) != 1]
        assert not lost, (seed, lost[:5], etree.tostring(root).decode()[:2000])


@pytest.mark.parametrize(
    ("written", "cited"),
    [
        ("H. R. 1033", "H.R. 1033"),
        ("H.R.7", "H.R. 7"),
        ("S. 2625", "S. 2625"),
        ("S. J. RES. 4", "S.J. Res. 4"),
        ("H. CON. RES. 105", "H. Con. Res. 105"),
        ("H. RES. 99", "H. Res. 99"),
        ("Rules Committee Print 116-38", "Rules Committee Print 116-38"),
    ],
)
def test_the_number_of_a_bill_is_written_as_it_is_cited(written, cited):
    assert bill_number(written) == cited


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("Introduced-in-House", "introduced in the House"),
        ("Reported in Senate", "reported in the Senate"),
        ("Referred in Senate", "referred in the Senate"),
        ("Placed on Calendar Senate", "placed on the calendar in the Senate"),
        ("Considered and Passed Senate", "considered and passed in the Senate"),
        ("Engrossed Amendment Senate", "engrossed amendment of the Senate"),
        ("ENR", "enrolled"),
        ("Enrolled-Bill", "enrolled"),
    ],
)
def test_the_stage_of_a_bill_is_said_in_words(given, said):
    assert bill_stage(given) == said


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Passed the Senate August 10, 2020.", "2020-08-10"),
        ("Approved October 3, 2013.", "2013-10-03"),
        ("this 6th day of February, 2024", "2024-02-06"),
        ("[FR Doc. 24-1 Filed 2-9-24; 8:45 am]", "2024-02-09"),
        ("20130410", "2013-04-10"),
        ("2019-12-17", "2019-12-17"),
        ("on Monday, the fourth day of January, two thousand and sixteen", ""),
    ],
)
def test_a_day_is_found_where_it_is_written_out(text, day):
    assert day_in(text) == day


def test_capitals_become_the_case_of_a_title():
    assert title_case("DEPARTMENT OF THE INTERIOR") == "Department of the Interior"
    assert title_case("TITLE II OF THE U.S. CODE") == "Title II of the U.S. Code"
    assert title_case("As it was WRITTEN") == "As it was WRITTEN"


def test_the_latest_of_several_days_is_taken():
    root = etree.fromstring("<a><d>May 1, 2020</d><d>June 3, 2021</d><d>no day</d><d>20190101</d></a>")
    assert first_fact(root, [{"path": "//d", "pick": "latest"}]) == "2021-06-03"


def blocks(xml):
    document = load(xml.encode(), name="a.xml")
    return [
        (document.text[one.start : one.end], one.place, one.standing)
        for one in document.blocks
        if one.role != "heading"
    ]


@pytest.mark.parametrize("root", ["division", "title", "subtitle", "section"])
def test_a_part_of_a_law_that_is_published_by_itself_is_read_as_law(root):
    section = (
        "<section><enum>41.</enum><header>Ferries</header><text>A ferry shall not sail—</text>"
        "<paragraph><enum>(1)</enum><text>by night; or</text></paragraph></section>"
    )
    inner = section if root != "section" else section.removeprefix("<section>").removesuffix("</section>")
    number = "" if root == "section" else "<enum>C</enum><header>Boats</header>"
    found = blocks(f"<{root}>{number}{inner}</{root}>")
    assert found[-1][0] == "(1) by night; or" and found[-1][1].endswith("§ 41(1)")


ENTRY = "Sec. 7. Night ferries."


@pytest.mark.parametrize(
    "xml",
    [
        "<bill><legis-body><section><enum>2.</enum><header>Contents</header><text>The table of contents is"
        " amended by inserting the following:</text><quoted-block><toc><toc-entry level='section'>"
        f"{ENTRY}</toc-entry></toc><after-quoted-block>.</after-quoted-block></quoted-block></section>"
        "<toc><toc-entry>Sec. 2. Contents of the bill.</toc-entry></toc></legis-body></bill>",
        "<pLaw xmlns='http://schemas.gpo.gov/xml/uslm'><meta><type>Public Law</type></meta><main><toc>"
        "<referenceItem><designator>Sec. 2.</designator><label>Contents of the law.</label></referenceItem>"
        "</toc><section><num value='2'>SEC. 2. </num><heading>CONTENTS.</heading><content>The contents are"
        " amended by inserting the following: <quotedContent>“<toc><referenceItem><designator>Sec. 7. "
        "</designator><label>Night ferries.</label></referenceItem></toc>”</quotedContent></content>"
        "</section></main></pLaw>",
    ],
)
def test_the_entries_that_a_law_adds_to_the_contents_of_another_are_its_words(xml):
    (found,) = [one for one in blocks(xml) if ENTRY in one[0]]
    assert found[0].startswith("“") and found[2] == "inserted"
    assert not any("Contents of the" in one[0] for one in blocks(xml))
