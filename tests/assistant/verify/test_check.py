from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from assistant.answer.record import Record
from assistant.build import build_workspace, open_library
from assistant.errors import EmptyLibrary
from assistant.lexicon.rules import our_rules
from assistant.paper import Paper, note_text
from assistant.render.verification import checked_text, comment_text, summary_text, verification_json
from assistant.settings import Settings
from assistant.types import Answer, AnswerSentence, Citation
from assistant.verify.check import verify
from assistant.verify.mark_docx import mark_docx
from assistant.verify.read import paper_of, read_paper
from assistant.verify.read_record import read_record
from assistant.verify.types import Checked, Verification
from ingest.errors import UsageError
from ingest.library import Library
from ingest.types import Metadata, Reader
from tests.assistant.word_files import note, paragraph, run, word_file

Pincite = Any

ORDER = (
    "The designation order: what Executive Order 14157 does and does not do, Pincite notes, 20 January 2025"
)
GUNS = "Guns from the United States: the law, the traces and two percentages, Pincite notes, 21 May 2025"
DEATHS = "Overdose deaths: what each official figure counts, Pincite notes, 13 July 2026"
HAS = (
    "Under Executive Order 14157, the Secretary of State has 14 days to recommend which groups should be"
    " designated."
)
NONE = "Executive Order 14157 does not itself designate any organization"

# What a memo says, with its note, and what must be found: nothing, or a failure, or, after a question mark, a
# caution.
LINES: tuple[tuple[str, str, str], ...] = (
    ("The order itself designates no organization.", f"{ORDER}: “{NONE}”", ""),
    ("The Secretary of State has 14 days to recommend which groups to designate.", f"{ORDER}: “{HAS}”", ""),
    (f"The note puts it so: “{NONE}”.", f"{ORDER}: “{NONE}”", ""),
    ('It says that "cartels act almost like governments in some parts of Mexico".', f"See {ORDER}.", ""),
    (
        'Executive Order 14157 says: "cartels act almost like governments in some parts of Mexico".',
        f"See {ORDER}.",
        "",
    ),
    (
        "Executive Order 14157 says: “cartels act … like governments in [many] parts of Mexico”.",
        f"See {ORDER}.",
        "",
    ),
    (
        "The Secretary of State has 40 days to recommend which groups to designate.",
        f"{ORDER}: “{HAS}”",
        "altered number",
    ),
    (
        "The Secretary of Agriculture has 14 days to recommend which groups to designate.",
        f"{ORDER}: “{HAS}”",
        "altered name",
    ),
    (
        "The Secretary of State had until 3 May 2019 to recommend which groups to designate.",
        f"{ORDER}: “{HAS}”",
        "altered date",
    ),
    ("The order itself does designate organizations.", f"{ORDER}: “{NONE}”", "contradicted"),
    (f"The order does not say: “{HAS}”.", f"{ORDER}: “{HAS}”", "contradicted"),
    ("The Secretary has 14 days.", f"{ORDER}: “{HAS.replace('14 days', '40 days')}”", "altered number"),
    ("It designates none.", f"{ORDER}: “{NONE.replace('does not itself', 'does itself')}”", "contradicted"),
    (
        "It creates a court.",
        (
            f"{ORDER}: “The order creates a standing tribunal in Veracruz to hear the complaints of every"
            " haulier”"
        ),
        "fabricated",
    ),
    ("It is so: “the harvest festival was moved to a barn by the lake”.", "", "fabricated"),
    (
        "The order is plain.",
        (
            f"{ORDER}: “the Secretary of State has 14 days to recommend which groups act almost like"
            " governments in some parts of Mexico”"
        ),
        "frankenquote",
    ),
    ("The order itself designates no organization.", f"{GUNS}: “{NONE}”", "misattributed"),
    (
        "The order itself designates no organization.",
        f"A Dictionary of Bees, 3 May 1999: “{NONE}”",
        "misattributed",
    ),
    (
        "Bees matter.",
        "A Dictionary of Bees, 3 May 1999: “the hive will swarm when the queen is old”",
        "unknown source",
    ),
    ("Deaths fell by 37 percent.", "", "?unsourced"),
    ("We ask you to decide by 3 March 2026.", "", ""),
    ("To be confirmed: what the 400 officers will cost.", "", ""),
)


def memo(lines: tuple[tuple[str, str, str], ...] = LINES) -> Paper:
    texts = [f"{text}{f'[^{number}]' if told else ''}" for number, (text, told, _) in enumerate(lines, 1)]
    notes = [f"[^{number}]: {told}" for number, (_, told, _) in enumerate(lines, 1) if told]
    return paper_of("\n\n".join(("# Memo", "## Facts", *texts, *notes)).encode(), "memo.md")


@pytest.fixture(scope="module")
def library(bundled_home: Path) -> Iterator[Library]:
    library = open_library(Settings(home=str(bundled_home)))
    yield library
    library.close()


@pytest.fixture(scope="module")
def verified(library: Library) -> Verification:
    return verify(memo(), library.visible_to(), our_rules())


@pytest.mark.parametrize(
    "position",
    range(len(LINES)),
    ids=[f"{number}-{kind or 'holds'}" for number, (_, _, kind) in enumerate(LINES, 1)],
)
def test_each_line_is_found_as_it_is(verified: Verification, position: int) -> None:
    text, _, kind = LINES[position]
    one = verified.sentences[position]
    assert one.sentence == text
    told = [f"{'' if finding.failed else '?'}{finding.kind}" for finding in one.findings]
    assert told == ([kind] if kind else []), one.findings


def test_what_the_source_has_instead_is_shown(verified: Verification) -> None:
    by_kind = {finding.kind: finding for one in verified.sentences for finding in one.findings}
    assert (
        "14 days" in by_kind["altered number"].instead
        and by_kind["altered number"].source == "designation-order"
    )
    assert by_kind["misattributed"].source == "designation-order"
    assert by_kind["frankenquote"].instead.count(" / ") == 1


def test_the_counts_are_honest(verified: Verification) -> None:
    counts = verified.counts
    assert counts["sentences"] == len(LINES) and counts["checked"] == len(LINES) - 2
    assert counts["failed"] == sum(bool(kind) and not kind.startswith("?") for _, _, kind in LINES)
    assert counts["hold"] + counts["failed"] + counts["doubtful"] == counts["checked"]
    told = json.loads(json.dumps(verification_json(verified)))
    assert told["counts"] == dict(counts) and not told["holds"]
    assert {"paragraph", "where", "sentence", "kind", "told", "instead", "source", "failed", "note"} == set(
        told["findings"][0]
    )
    assert f"{counts['failed']} fail" in " ".join(summary_text(verified).split())
    assert all(bool(checked_text(one)) == bool(one.findings) for one in verified.sentences)


def test_pages_notes_and_sources_that_do_not_fit(library: Library) -> None:
    source = library.whole().source("fentanyl-deaths")
    page = library.whole().pages("fentanyl-deaths")[-1]
    quote = " ".join(library.whole().text("fentanyl-deaths")[page.start : page.end].split(". ")[1].split())
    swapped = (
        (
            "The Secretary of State has 14 days to recommend which groups to designate.",
            f"{ORDER}: “{NONE}”",
            "wrong note",
        ),
        ("The order itself designates no organization.", f"{ORDER}: “{HAS}”", "wrong note"),
        (f"It says: “{quote}”.", f"{DEATHS}, p. {page.number}: “{quote}”", ""),
        (f"It also says: “{quote}”.", f"{DEATHS}, p. {page.number + 5}: “{quote}”", "wrong page"),
        (f'The note says: "{quote}".', f"{source.title}, at page {page.number + 5}.", "wrong page"),
        ("Changed since.", f"{DEATHS}, p. {page.number}: “{quote}”", ""),
        ("Superseded by Pincite notes (20 January 2025).", f"{ORDER}: “{NONE}”", ""),
        ("Superseded by Executive Order 19999 (20 January 2025).", f"{ORDER}: “{NONE}”", "altered number"),
    )
    for (_, _, kind), one in zip(
        swapped, verify(memo(swapped), library.visible_to(), our_rules()).sentences, strict=True
    ):
        assert [finding.kind for finding in one.findings] == ([kind] if kind else []), one


def test_a_replaced_source_is_told_of_and_fails_where_its_words_are_gone(library: Library) -> None:
    rows = (
        "| Source | Date | Document | SHA-256 |\n|---|---|---|---|\n| The order | 2025 | designation-order |"
        " {} |\n"
    )
    for sha256, quote, expected in (
        (library.whole().source("designation-order").sha256[:16], NONE, []),
        ("0" * 16, NONE, [("source replaced", False)]),
        (
            "0" * 16,
            "The order as first published named eleven groups in its annex",
            [("source replaced", True)],
        ),
    ):
        body = (
            f"# M\n\nThe order itself designates no organization.[^1]\n\n## Sources\n\n{rows.format(sha256)}"
        )
        text = f"{body}\n\n[^1]: {ORDER}: “{quote}”\n"
        [one] = verify(paper_of(text.encode(), "memo.md"), library.visible_to(), our_rules()).sentences
        assert [(finding.kind, finding.failed) for finding in one.findings] == expected


def test_a_word_file_is_marked_and_keeps_its_text(library: Library) -> None:
    data = word_file(
        paragraph(run("Facts"), style="Heading1"),
        paragraph(run("The order itself "), run("designates no organization."), note(1)),
        "<w:p><w:ins>"
        + run("The Secretary of State has 4")
        + run("0 days to recommend which groups to designate.")
        + note(2)
        + "</w:ins></w:p>",
        footnotes={1: f"{ORDER}: “{NONE}”", 2: f"{ORDER}: “{HAS}”"},
    )
    checked = verify(paper_of(data, "memo.docx"), library.visible_to(), our_rules())
    assert [one.failed for one in checked.sentences] == [False, True]
    marked = mark_docx(data, "memo.docx", checked, comment_text)
    [comment] = Document(io.BytesIO(marked)).comments
    assert "40 days" in comment.text and comment.author == "Pincite"
    assert paper_of(marked, "memo.docx") == paper_of(data, "memo.docx")
    document = zipfile.ZipFile(io.BytesIO(marked)).read("word/document.xml").decode()
    assert document.index("commentRangeStart") > document.index("designates no organization")


def test_what_is_on_record_is_checked_again(library: Library, tmp_path: Path) -> None:
    text, source = library.whole().text("designation-order"), library.whole().source("designation-order")
    start = text.index(NONE)
    known = (
        source.slug,
        source.title,
        source.publisher,
        source.date,
        source.kind,
        source.url,
        None,
        None,
        start,
        start + len(NONE),
        NONE,
    )
    answer = Answer(
        "abcd1234",
        "What does it designate?",
        "What does it designate?",
        "answered",
        (AnswerSentence("The order itself designates no organization.", "supported", 0.9, (1,)),),
        citations=(Citation(1, *known, source.sha256),),
    )
    record = Record(tmp_path)
    record.append({"answer": answer.to_json()})
    paper = read_record(record, "abcd")
    assert paper.notes[0].text == note_text(answer.citations[0]) and paper.record == "abcd1234"
    assert not verify(paper, library.visible_to(), our_rules()).failed
    replaced = replace(answer.citations[0], quote="It names eleven groups outright", sha256="0" * 64)
    gone = replace(paper, notes=(replace(paper.notes[0], citation=replaced),))
    assert [one.kind for one in verify(gone, library.visible_to(), our_rules()).sentences[0].findings] == [
        "source replaced"
    ]
    for named in ("beef", "ab"):
        with pytest.raises(UsageError, match=named):
            read_record(record, named)


def test_a_reader_is_shown_nothing_of_what_they_may_not_see(bundled_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(bundled_home, home)
    workspace = build_workspace(Settings(home=str(home)))
    secret = tmp_path / "secret.md"
    secret.write_text(
        "The envoy will offer to close the bridge for eleven days in exchange for the ledger.\n"
    )
    path = tmp_path / "memo.md"
    path.write_text("# Memo\n\nIt is so: “The envoy will offer to close the bridge for eleven days”.\n")
    from ingest.folders import Input
    from ingest.pipeline import ingest

    ingest([Input(str(secret), Metadata(slug="secret"))], workspace.library, access=frozenset({"cabinet"}))

    def told(reader: Reader) -> list[str]:
        *sentences, whole = workspace.checks.verify(workspace.visible_to(reader), read_paper(path))
        assert isinstance(whole, Verification) and all(isinstance(one, Checked) for one in sentences)
        return [
            f"{finding.kind} {finding.instead} {finding.source}"
            for one in whole.sentences
            for finding in one.findings
        ]

    assert not any("fabricated" in one for one in told(Reader("ana", frozenset({"cabinet"}))))
    [one] = told(Reader("bob"))
    assert one.startswith("fabricated") and "secret" not in one and "ledger" not in one
    workspace.library.close()


def test_a_cell_may_hold_words_of_its_quote_or_the_date_of_its_source(library: Library) -> None:
    cells = {
        "14 days to recommend which groups": [],
        "40 days to recommend which groups": ["altered number"],
        "14 days to recommend (Pincite notes)": [],
        "as of 20 January 2025": [],
        "as of 20 March 2025": ["altered date"],
    }
    rows = "".join(f"| {cell}[^1] |\n" for cell in cells)
    text = f"# M\n\nIt is told.\n\n| What |\n|---|\n{rows}\n[^1]: {ORDER}: “{HAS}”\n"
    checked = verify(paper_of(text.encode(), "memo.md"), library.visible_to(), our_rules()).sentences
    found = {one.sentence: [each.kind for each in one.findings] for one in checked}
    assert {cell: found[cell] for cell in cells} == cells


def test_what_leads_in_to_a_noted_quote_needs_no_note_itself(library: Library) -> None:
    said = "Executive Order 14157 of 20 January 2025 is told of as follows:"
    quoted = f"> “{NONE}.”[^1]\n\n[^1]: {ORDER}: “{NONE}”\n"
    for text, found in ((f"{said}\n\n{quoted}", []), (f"{said}\n\nNobody answered.\n", ["unsourced"])):
        checked = verify(paper_of(text.encode(), "memo.md"), library.visible_to(), our_rules()).sentences
        assert [one.kind for one in checked[0].findings] == found


def test_text_from_standard_input(pincite: Pincite, bundled_home: Path) -> None:
    text = f"The order itself designates no organization [1].\n\nNotes\n\n1. {ORDER}: “{NONE}”\n"
    done = pincite("verify", "-", home=bundled_home, typed=text)
    assert done.returncode == 0 and "No errors found" in done.stdout and "1 hold" in done.stdout
    assert pincite("verify", "-", home=bundled_home, typed="\n").returncode == 2


def test_nothing_is_said_to_be_wrong_against_an_empty_library(tmp_path: Path) -> None:
    library = open_library(Settings(home=str(tmp_path / "home")), create=True)
    with pytest.raises(EmptyLibrary):
        verify(memo(), library.visible_to(), our_rules())
    library.close()


def test_the_command_tells_marks_and_exits(pincite: Pincite, bundled_home: Path, tmp_path: Path) -> None:
    good, bad, marked = tmp_path / "good.md", tmp_path / "bad.docx", tmp_path / "marked.docx"
    good.write_text(
        f"The order itself designates no organization.[^1]\n\n[^1]: {ORDER}: “{NONE}”\n", encoding="utf-8"
    )
    bad.write_bytes(
        word_file(
            paragraph(run("It designates some."), note(1)),
            footnotes={1: f"{ORDER}: “It designates eleven barns by the lake”"},
        )
    )
    assert pincite("verify", good, home=bundled_home).returncode == 0
    done = pincite("verify", bad, "--mark", marked, home=bundled_home)
    assert done.returncode == 1 and "fabricated" in done.stdout and "1 fail" in done.stdout
    told = [one.text for one in Document(str(marked)).comments]
    assert len(told) == 2 and told[0] == "Not ready to send: 1 sentence fails" and "fabricated" in told[1]
    assert pincite("verify", bad, "--mark", bad, home=bundled_home).returncode == 2
    bare = tmp_path / "bare.txt"
    bare.write_text("The ferry sank in 1972, and nobody was told.\n", encoding="utf-8")
    done = pincite("verify", bare, home=bundled_home)
    assert done.returncode == 3 and "1 sentence states a fact without a source" in done.stdout
    missing = pincite("verify", "nothing-here.docx", home=bundled_home)
    assert missing.returncode == 2 and "nothing-here.docx" in missing.stderr
