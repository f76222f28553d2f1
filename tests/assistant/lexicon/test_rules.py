"""Every row of every pack on its own examples, and what the loader refuses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.lexicon.rules import FOLDER, Pack, Row, load_rules, our_rules
from ingest.errors import UsageError

ROWS = [(subject, row) for subject, pack in our_rules().packs.items() for row in pack.rows]
# What the sample library is about; a rule that names it is a rule for one op-ed.
SUBJECT_WORDS = re.compile(
    r"fentanyl|cartel|tariff|narco|opioid|sinaloa|jalisco|cjng|traffick|smuggl|firearm|\bguns?\b|\bdrugs?\b"
    r"|overdose|sheinbaum|\bduties\b|launder|extradit|migra",
    re.IGNORECASE,
)


def test_there_are_packs() -> None:
    assert len(ROWS) > 2


@pytest.mark.parametrize("subject, row", ROWS, ids=[f"{subject}:{row.id}" for subject, row in ROWS])
def test_a_row_matches_its_hits_and_not_its_misses(subject: str, row: Row) -> None:
    for one in row.hit:
        assert row.matches(one), f"{row.id} does not match {one!r}"
    for one in row.miss:
        assert not row.matches(one), f"{row.id} matches {one!r}"


def test_no_pack_names_the_sample_subject() -> None:
    named = {
        str(path.relative_to(FOLDER)): sorted(set(SUBJECT_WORDS.findall(path.read_text(encoding="utf-8"))))
        for path in FOLDER.rglob("*.toml")
        if SUBJECT_WORDS.search(path.read_text(encoding="utf-8"))
    }
    assert named == {}


ROW = (
    '[[row]]\nid = "x.one"\nwords = ["upon"]\nwhy = "a test"\nhit = ["once upon a time"]\nmiss = ["never"]\n'
)


def office(home: Path, text: str, subject: str = "negation") -> Path:
    folder = home / "rules" / "office"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{subject}.toml").write_text(text, encoding="utf-8")
    return home


def test_an_office_adds_replaces_and_turns_off_rows(tmp_path: Path) -> None:
    ours = our_rules()
    first = ours["negation"].rows[0]
    home = office(tmp_path, ROW + f'[[row]]\nid = "{first.id}"\noff = true\n')
    rules = load_rules(home)
    assert rules["negation"].find("once upon a time")
    assert not ours["negation"].find("once upon a time")
    assert first.id not in {one.id for one in rules["negation"].rows}
    assert rules.digest != ours.digest == load_rules(tmp_path / "nowhere").digest


@pytest.mark.parametrize(
    "text, said",
    [
        (ROW.replace("never", "upon"), "matches 'upon', which stands among its `miss`"),
        (ROW.replace("once upon", "once on"), "does not match 'once on a time'"),
        (ROW + "colour = 1\n", "colour"),
        (ROW.replace('words = ["upon"]\n', ""), "words or a pattern"),
        (ROW.replace('miss = ["never"]\n', ""), "miss"),
        (ROW.replace('words = ["upon"]', "pattern = '(upon'"), "x.one"),
        (ROW + ROW, "twice"),
        ("row = 1\n", "[[row]]"),
        ("[[row]\n", "negation.toml"),
        ('[[row]]\nid = "nobody.knows"\noff = true\n', "turn off"),
        (ROW + 'before = "once "\n', "before"),
        (ROW.replace('words = ["upon"]', 'pattern = "{who}"'), "'who'"),
        ('[parts]\na = "{b}"\nb = "x"\n' + ROW, "'b'"),
        ("parts = 1\n" + ROW, "[parts]"),
        (ROW + "one_way = true\n", "one_way"),
    ],
)
def test_what_is_wrong_with_a_pack_is_told_with_its_file(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        load_rules(office(tmp_path, text))
    assert said in refused.value.message
    assert "negation.toml" in refused.value.message
    assert refused.value.hint


def test_a_group_that_nothing_reads_is_refused(tmp_path: Path) -> None:
    row = ROW.replace('words = ["upon"]', "pattern = '(?P<numbr>upon)'")
    with pytest.raises(UsageError, match="numbr"):
        load_rules(office(tmp_path, row, subject="references"))


def test_parts_stand_for_what_several_patterns_share(tmp_path: Path) -> None:
    text = "[parts]\nword = '[a-z]+'\ntwo = '{word} {word}'\n" + ROW.replace(
        'words = ["upon"]', "pattern = '\\b(?:{two}){1,2}\\b'"
    )
    rules = load_rules(office(tmp_path, text))
    assert rules["negation"].rows[-1].pattern == r"\b(?:[a-z]+ [a-z]+){1,2}\b"


OPENED = [
    Row(
        id="x.act",
        before=r"\b(?P<title>(?:[A-Z]\w+ )+)",
        pattern=r"\bAct (?P<year>\d{4})",
        case=True,
        hit=("Tea Act 1773",),
        miss=("Act 1773",),
    ),
    Row(id="x.year", pattern=r"\b\d{4}\b", hit=("1773",), miss=("17730",)),
    Row(id="x.tea", pattern=r"(?:green|black)? ?tea|\bcoffee", hit=("tea",), miss=("cocoa",)),
]


def test_matches_are_in_order_and_the_longest_of_those_that_overlap() -> None:
    pack = Pack("any", tuple(OPENED))
    found = pack.matches("In 1772 black tea, in the Green Tea Act 1773 coffee, and 17730 teas.")
    assert [(row.id, match.group()) for row, match in found] == [
        ("x.year", "1772"),
        ("x.tea", "black tea"),
        ("x.act", "Green Tea Act 1773"),
        ("x.tea", "coffee"),
        ("x.tea", "tea"),
    ]
    assert found[2][1].groupdict() == {"title": "Green Tea ", "year": "1773"}


def test_rows_with_groups_of_one_name_make_one_pattern() -> None:
    again = OPENED[0].model_copy(update={"id": "x.again"})
    assert Pack("any", (OPENED[0], again)).find("the Tea Act 1773")


@pytest.mark.parametrize("place", ["duties.toml", "en/own/duties.toml"])
def test_a_pack_that_lies_where_none_is_read_is_refused(place: str, tmp_path: Path) -> None:
    path = tmp_path / "rules" / place
    path.parent.mkdir(parents=True)
    path.write_text("")
    with pytest.raises(UsageError, match="in a folder of its language") as caught:
        load_rules(tmp_path)
    assert str(tmp_path / "rules" / "en" / "duties.toml") in caught.value.hint


def test_a_subject_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no subject"):
        load_rules(office(tmp_path, ROW, subject="astrology"))
