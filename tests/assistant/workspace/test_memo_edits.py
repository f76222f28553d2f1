"""A memo on record that a person works on: each new sentence is checked as it is written, each edit is a
version of its own, and whoever may not see the memo's documents finds no memo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer.inquiry import Engine
from assistant.answer.record import Record
from assistant.lexicon.rules import our_rules
from assistant.memo.edit import Edit
from assistant.memo.formats import MemoFormat
from assistant.memo.layout import lay_out
from assistant.memo.types import Memo, MemoRequest, Section, Typed
from assistant.memo.writer import MemoWriter
from assistant.paper import Heading, Paper, Paragraph, Text, texts_of
from assistant.render.docx.document import paper_docx
from assistant.render.english import WORDING
from assistant.render.markdown import paper_markdown, section_markdown
from assistant.render.memo_edit import edit_line, typed_lines
from assistant.render.memo_update import version_lines
from assistant.types import Withheld
from assistant.verify.read import paper_of
from assistant.workspace.memo_carry import carried
from assistant.workspace.memo_edits import Edited
from assistant.workspace.memo_file import edits_of
from assistant.workspace.memos import Memos
from ingest.errors import UsageError
from ingest.library import Library
from ingest.types import Reader
from ingest.view import View
from tests.assistant.memo.test_update import (
    COUNT,
    ENDED,
    LIMIT,
    PAPERS,
    SECRET,
    STAFF,
    TOLL,
    memo_of,
    store,
)
from tests.ingest.libraries import word_library

BOTTOM = "Bottom line"
GAP = "To be confirmed: the cost."
ADVICE = "We should not raise the toll before the summer."


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    found = word_library(tmp_path / "home")
    store(found, PAPERS)
    yield found
    found.close()


@pytest.fixture
def memos(library: Library) -> Memos:
    engine = Engine(our_rules(), WORDING)
    return Memos(MemoWriter(engine, library.home, lambda _: 1, Record(library.home)))


@pytest.fixture
def memo(library: Library, memos: Memos) -> Memo:
    """On record, for everybody: three sections, of which the last has a line that is to be confirmed."""
    facts = memo_of(library, TOLL, COUNT)
    (key,) = facts.sections
    toll, count = texts_of(key.blocks)
    found = replace(
        facts,
        request=MemoRequest("the Holm bridge", "bluf"),
        sections=(
            Section(BOTTOM, (Paragraph((toll,), "numbered"),)),
            Section("Why now", ()),
            Section("Key facts", (Paragraph((count, Text("It was counted.")), "numbered", "Ferries"),)),
            Section("Ask", (Paragraph((Text(GAP, "gap"),)),)),
        ),
        gaps=(GAP,),
    )
    memos.writer.kept.append({"memo": found.to_json(), "labels": ["public"], "at": "2025-06-01T00:00:00"})
    return found


def edited(memos: Memos, library: Library, memo: Memo, *edits: Edit, reader: Reader | None = None) -> Edited:
    return memos.edit(library.visible_to(reader) if reader else library.visible_to(), memo.id, edits)


def outcomes(made: Edited) -> dict[str, str]:
    return {one.text: one.outcome for section in made.typed for one in section.sentences}


def texts(memo: Memo, heading: str) -> list[Text]:
    return [text for one in memo.sections if one.heading == heading for text in texts_of(one.blocks)]


def headings(paper: Paper) -> list[str]:
    return [one.text for one in paper.blocks if isinstance(one, Heading) and one.level == 1]


def typed(made: Edited) -> Typed:
    ((one,),) = (section.sentences for section in made.typed)
    return one


# Sentences --------------------------------------------------------------------------------------------------


@pytest.mark.model
def test_each_new_sentence_is_what_the_check_makes_of_it(memos: Memos, library: Library, memo: Memo) -> None:
    text = f"""\
{LIMIT}

- {COUNT.replace("51,000", "61,000")} [2]
- The harbour office hired 12 pilots in Brel.
- {ADVICE}
- The report says that “the night ferry to Holm carried 51,000 passengers” [2].
"""
    made = edited(memos, library, memo, Edit("text", "key facts", text))
    assert list(outcomes(made).values()) == ["supported", "withheld", "to be confirmed", "own", "supported"]
    roles = [one.role for one in texts(made.memo, "Key facts")]
    assert roles == ["fact", "failed", "gap", "own", "fact"]
    printed = [one.text for one in texts_of(made.paper.blocks)]
    assert not any("61,000" in one for one in printed) and made.memo.is_draft and made.paper.draft
    (apart,) = made.memo.withheld
    assert "61,000" in apart.text and "61,000" in apart.reason
    assert made.memo.gaps == (GAP, "To be confirmed: The harbour office hired 12 pilots in Brel.")


def test_no_fact_is_without_a_quote_that_stands_in_its_document(
    memos: Memos, library: Library, memo: Memo
) -> None:
    made = edited(memos, library, memo, Edit("text", "1", f"{LIMIT} {COUNT} Nobody pays 900 crowns at Holm."))
    cited = {one.number: one for one in made.memo.citations}
    facts = [one for section in made.memo.sections for one in texts_of(section.blocks) if one.role == "fact"]
    assert [one.text for one in facts][:2] == [LIMIT, COUNT]
    for one in facts:
        assert one.notes
        for note in one.notes:
            text = library.visible_to().text(cited[note].source)
            assert text[cited[note].start : cited[note].end] == cited[note].quote
    assert sorted(cited) == list(range(1, len(cited) + 1)), "numbered as they come"


def test_what_the_memo_had_keeps_its_note_and_its_role(memos: Memos, library: Library, memo: Memo) -> None:
    text = section_markdown(memo.sections[2])
    assert text.endswith("It was counted.") and "[2]" in text and text.startswith("1. **Ferries:**")
    made = edited(memos, library, memo, Edit("text", "Key facts", f"{text}\n2. {ADVICE}"))
    assert outcomes(made) == {ADVICE: "own"}
    assert made.memo.sections[2].blocks[0] == memo.sections[2].blocks[0]


def test_a_sentence_that_is_moved_to_another_section_keeps_its_note(
    memos: Memos, library: Library, memo: Memo
) -> None:
    (fact,) = texts(memo, BOTTOM)
    made = edited(memos, library, memo, Edit("text", "Ask", f"{fact.text}[1] {ADVICE}"))
    assert outcomes(made) == {ADVICE: "own"} and texts(made.memo, "Ask")[0] == fact


def test_a_quote_that_was_changed_is_withheld_with_what_the_source_has(
    memos: Memos, library: Library, memo: Memo
) -> None:
    said = "The order says: “Every car that crosses the Holm bridge shall pay a toll of 6 crowns.”"
    one = typed(edited(memos, library, memo, Edit("text", "1", f"{said} [1]")))
    assert one.outcome == "withheld" and "6 crowns" in one.why
    assert one.source and one.source.quote == TOLL


def test_what_the_record_denies_is_withheld_though_it_cites_nothing(
    memos: Memos, library: Library, memo: Memo
) -> None:
    denied = TOLL.replace("shall pay", "shall not pay")
    one = typed(edited(memos, library, memo, Edit("text", "1", denied)))
    assert one.outcome == "withheld" and one.source and one.source.quote == TOLL


def test_a_fact_that_a_later_document_changed_says_so(memos: Memos, library: Library, memo: Memo) -> None:
    store(library, {"ended": ENDED})
    made = edited(memos, library, memo, Edit("text", "Key facts", f"{TOLL} {LIMIT}"))
    told = [one.text for one in texts(made.memo, "Key facts")]
    assert told[:2] == [TOLL, "Superseded by Executive Order 20300 (1 September 2025)."]
    (note,) = texts(made.memo, "Key facts")[1].notes
    assert made.memo.citations[note - 1].quote == ENDED[2]
    again = section_markdown(made.memo.sections[2])
    assert outcomes(edited(memos, library, made.memo, Edit("text", "Key facts", f"{again} {ADVICE}"))) == {
        ADVICE: "own"
    }


@pytest.mark.model
def test_a_name_that_only_the_words_before_a_quote_have_is_not_in_it(
    memos: Memos, library: Library, memo: Memo
) -> None:
    before = "Brel became the busiest harbour of the bay in 2024, ahead of Norway."
    said = "Trade in goods and services between Brel and Sweden reached 976 million crowns in 2025."
    store(library, {"trade": ("2026-01-02", "Trade report", f"{before} {said}")})
    cited = replace(memo_of(library, said, id="c" * 32), request=memo.request)
    memos.writer.kept.append({"memo": cited.to_json(), "labels": ["public"]})
    swapped = "Trade between Brel and Norway reached 976 million crowns in 2025. [1]"
    assert typed(edited(memos, library, cited, Edit("text", "1", swapped))).outcome == "withheld"


def test_a_sentence_that_is_said_to_be_open_is_a_gap(memos: Memos, library: Library, memo: Memo) -> None:
    made = edited(memos, library, memo, Edit("text", "Ask", "To be confirmed: the view of the Brel council"))
    assert made.memo.gaps == ("To be confirmed: the view of the Brel council.",), "and the old one is gone"


@pytest.mark.model
def test_what_happened_is_a_fact_also_where_the_memo_asks(memos: Memos, library: Library, memo: Memo) -> None:
    text = "Approve the toll. The Brel council has asked for the accounts. We believe that it is fair."
    made = edited(memos, library, memo, Edit("text", "Ask", text))
    assert list(outcomes(made).values()) == ["own", "to be confirmed", "own"]


def test_a_label_that_states_something_is_checked_as_a_sentence(
    memos: Memos, library: Library, memo: Memo
) -> None:
    made = edited(memos, library, memo, Edit("text", "Ask", f"**The toll is 900 crowns:** {ADVICE}"))
    assert "The toll is 900 crowns." in outcomes(made)
    assert outcomes(made)["The toll is 900 crowns."] != "own"


@pytest.mark.parametrize("marks", ["[1][2]", " [1, 2]", "[^1] [2]", "[1; 2]"])
def test_marks_are_read_however_they_stand_together(
    memos: Memos, library: Library, memo: Memo, marks: str
) -> None:
    both = Text(f"“{TOLL}” “{COUNT}”", "fact", (1, 2))
    old = replace(memo, id="e" * 32, sections=(Section(BOTTOM, (Paragraph((both,)),)),))
    memos.writer.kept.append({"memo": old.to_json(), "labels": ["public"]})
    made = edited(memos, library, old, Edit("text", "1", f"{both.text}{marks} {ADVICE}"))
    assert texts(made.memo, BOTTOM)[0] == both and outcomes(made) == {ADVICE: "own"}


def test_a_mark_without_a_note_is_told(memos: Memos, library: Library, memo: Memo) -> None:
    with pytest.raises(UsageError, match="no note 7") as caught:
        edited(memos, library, memo, Edit("text", "1", f"{LIMIT} [7]"))
    assert "1 to 2" in caught.value.hint


@pytest.mark.model
def test_a_sentence_in_other_words_is_borne_out_or_not(memos: Memos, library: Library, memo: Memo) -> None:
    made = edited(
        memos,
        library,
        memo,
        Edit(
            "text",
            "1",
            "A car pays a toll of 4 crowns to cross the Holm bridge. [1] The pier is on fire. [1]",
        ),
    )
    assert list(outcomes(made).values()) == ["supported", "withheld"]


# Sections ---------------------------------------------------------------------------------------------------


def test_a_withheld_sentence_waits_in_its_place_until_it_is_mended(
    memos: Memos, library: Library, memo: Memo
) -> None:
    wrong = edited(memos, library, memo, Edit("text", "1", f"{TOLL.replace('4', '9')} [1] {ADVICE}"))
    (section, *_) = wrong.memo.sections
    text = section_markdown(section)
    assert "toll of 9 crowns.[2]" in text, "its note too, after those that are printed"
    again = edited(memos, library, wrong.memo, Edit("text", "1", f"{text} Who pays?"))
    assert [one.text for one in again.memo.withheld] == [one.text for one in wrong.memo.withheld]
    assert [one.outcome for one in again.memo.sections[0].typed] == ["withheld", "own", "own"]
    mended = edited(memos, library, again.memo, Edit("text", "1", text.replace("9 crowns", "4 crowns")))
    assert not mended.memo.withheld and [one.role for one in texts(mended.memo, BOTTOM)] == ["fact", "own"]


def test_what_was_withheld_when_the_memo_was_composed_stays(
    memos: Memos, library: Library, memo: Memo
) -> None:
    composed = Withheld("The toll is paid in gold.", "unsupported", "no quote bears it out")
    old = replace(memo, id="d" * 32, withheld=(composed,))
    memos.writer.kept.append({"memo": old.to_json(), "labels": ["public"]})
    made = edited(memos, library, old, Edit("text", "Ask", ADVICE))
    assert made.memo.withheld == (composed,) and made.memo.is_draft
    assert edits_of(file_of(old, memos, ".md"), old) == []
    text = paper_markdown(memos.paper(old))
    line = next(one for one in text.splitlines() if "paid in gold" in one)
    (left_out,) = edits_of(paper_of(text.replace(line, "").encode(), "m.md"), old)
    assert not edited(memos, library, made.memo, left_out).memo.withheld, "until somebody leaves it out"


def test_sections_are_added_moved_and_removed(memos: Memos, library: Library, memo: Memo) -> None:
    made = edited(
        memos,
        library,
        memo,
        Edit("add", "Background", text=LIMIT, after="1"),
        Edit("move", "Key facts", after="top"),
        Edit("remove", "ask"),
    )
    assert headings(made.paper) == ["Key facts", BOTTOM, "Background"]
    assert [one.quote for one in made.memo.citations] == [COUNT, TOLL, LIMIT]
    assert not made.memo.gaps, "with the section goes what it had to be confirmed"
    assert ("sections", "Ask") in {(one.check, one.where) for one in made.memo.findings}
    last = edited(memos, library, made.memo, Edit("add", "Why now", text=ADVICE))
    assert headings(last.paper)[-1] == "Why now", "an empty section is filled where it stands"
    assert len(last.memo.sections) == len(made.memo.sections)


@pytest.mark.parametrize(
    ("edit", "told", "hint"),
    [
        (Edit("text", "Costs", "x"), "no section 'Costs'", "1 Bottom line; 2 Key facts; 3 Ask"),
        (Edit("remove", "4"), "no section '4'", "1 Bottom line"),
        (Edit("move", "1", after="nowhere"), "no section 'nowhere'", "2 Ask"),
        (Edit("add", "key facts", text="x"), "“Key facts” already", "edit that one"),
        (Edit("add", " "), "needs a heading", "Background"),
        (Edit("text", "1", " "), "no text", "remove the section"),
    ],
)
def test_what_cannot_be_done_names_what_is_there(
    memos: Memos, library: Library, memo: Memo, edit: Edit, told: str, hint: str
) -> None:
    with pytest.raises(UsageError, match=told) as caught:
        edited(memos, library, memo, edit)
    assert hint in caught.value.hint
    assert len(memos.versions(library.visible_to(), memo.id)) == 1, "nothing is put on record"


OWN = """
title = "Minute"
about = "ours"
fields = ["To", "Date", "Deadline"]
needs = ["deadline"]

[[section]]
heading = "Bottom line"
own = ["Decision sought: {decision}. | Needed by {deadline}."]

[[section]]
heading = "Ask"
own = ["We ask: {decision}"]
  [[section.ask]]
  wants = "figures"
  empty = "the cost"
"""
UNTOLD = "To be confirmed: the cost; no document of the library tells it."


@pytest.fixture
def minute(library: Library, memos: Memos) -> Memo:
    """On record: lines of the writer's own words, of which one is to be confirmed, and a point that is."""
    (library.home / "formats").mkdir()
    (library.home / "formats" / "minute.toml").write_text(OWN, encoding="utf-8")
    lacking = "To be confirmed: the deadline."
    first = (Text("close the bridge.", "own"), Text(lacking, "gap"))
    sections = (
        Section(BOTTOM, (Paragraph(first, "plain", "Decision sought"),)),
        Section("Ask", (Paragraph((Text("close the bridge", "own"),), "plain", "We ask"),)),
    )
    request = MemoRequest("the Holm bridge", "minute", decision="close the bridge")
    gaps = (lacking, UNTOLD)
    found = Memo("b" * 32, request, "The Holm bridge", "2025-06-01", sections, gaps=gaps)
    memos.writer.kept.append({"memo": found.to_json(), "labels": ["public"]})
    return found


def test_a_line_of_the_head_is_another_wherever_the_memo_says_it(
    memos: Memos, library: Library, minute: Memo
) -> None:
    made = edited(
        memos,
        library,
        minute,
        Edit("head", "Deadline", "3 May 2027"),
        Edit("head", "decision", "open the pier"),
    )
    assert dict(made.paper.fields)["Deadline"] == "3 May 2027" and made.memo.gaps == (UNTOLD,)
    assert [one.text for one in texts_of(made.paper.blocks)] == [
        "open the pier.",
        "Needed by 3 May 2027.",
        "open the pier",
    ]
    assert made.told == ("“Deadline” set to “3 May 2027”", "“decision” set to “open the pier”")
    cleared = edited(memos, library, made.memo, Edit("head", "deadline"), Edit("head", "subject", "The pier"))
    assert cleared.memo.gaps == (UNTOLD, minute.gaps[0]) and cleared.paper.title == "The pier"
    with pytest.raises(UsageError, match="no line 'colour'") as caught:
        edited(memos, library, minute, Edit("head", "colour", "red"))
    assert "subject, to, from" in caught.value.hint


def test_a_point_that_is_confirmed_is_no_longer_listed(memos: Memos, library: Library, minute: Memo) -> None:
    made = edited(memos, library, minute, Edit("settle", UNTOLD))
    assert made.memo.gaps == minute.gaps[:1]
    for named, told in ((minute.gaps[0], "it stands in “Bottom line”"), ("the weather", "nothing that is")):
        with pytest.raises(UsageError, match=told):
            edited(memos, library, minute, Edit("settle", named))


# Files ------------------------------------------------------------------------------------------------------


def file_of(memo: Memo, memos: Memos, suffix: str) -> Paper:
    paper = memos.paper(memo)
    data = paper_docx(paper) if suffix == ".docx" else paper_markdown(paper).encode()
    return paper_of(data, f"memo{suffix}")


@pytest.mark.parametrize("suffix", [".docx", ".md"])
def test_a_file_that_nobody_edited_does_nothing(memos: Memos, memo: Memo, suffix: str) -> None:
    paper = file_of(memo, memos, suffix)
    assert paper.record == memo.id and edits_of(paper, memo) == []


def test_what_a_file_says_otherwise_is_done(memos: Memos, library: Library, memo: Memo) -> None:
    text = paper_markdown(memos.paper(memo))
    start, ask = text.index("## Key facts"), text.index("## Ask")
    facts = text[start:ask]
    text = f"{text[:start]}## Background\n\n{LIMIT} Brel has 40 boats.[^9]\n\n{text[ask:]}"
    text = text.replace("## Bottom line", f"{facts}\n## Bottom line").replace(GAP, ADVICE, 1)
    text += "\n[^9]: Harbour diary of Brel, page 3\n"
    edits = edits_of(paper_of(text.encode(), "memo.md"), memo)
    assert [(one.kind, one.section, one.after) for one in edits] == [
        ("move", "Key facts", "top"),
        ("add", "Background", BOTTOM),
        ("text", "Ask", ""),
    ]
    made = edited(memos, library, memo, *edits)
    assert headings(made.paper) == ["Key facts", BOTTOM, "Background", "Ask"]
    assert outcomes(made) == {LIMIT: "supported", "Brel has 40 boats.": "to be confirmed", ADVICE: "own"}
    assert made.memo.gaps == (
        "To be confirmed: Brel has 40 boats (source given: Harbour diary of Brel, page 3).",
    )


def test_the_section_of_sources_is_kept_though_a_file_does_not_tell_it_from_the_annex(
    memos: Memos, memo: Memo
) -> None:
    named = (Paragraph((Text("The harbour office (5 January 2025)."),)),)
    other = replace(memo, sections=(*memo.sections, Section("Sources", named)))
    assert edits_of(file_of(other, memos, ".md"), other) == []


@pytest.mark.parametrize("suffix", [".docx", ".md"])
def test_the_head_and_the_points_of_a_file_are_read_too(memos: Memos, minute: Memo, suffix: str) -> None:
    assert edits_of(file_of(minute, memos, suffix), minute) == []
    paper = memos.paper(minute)
    fields = tuple((name, "3 May 2027" if name == "Deadline" else value) for name, value in paper.fields)
    points = [one for one in paper.annexes if UNTOLD not in [text.text for text in texts_of([one])]]
    other = replace(paper, title="The pier", fields=(*fields, ("To", "Ann")), annexes=tuple(points))
    data = paper_docx(other) if suffix == ".docx" else paper_markdown(other).encode()
    found = edits_of(paper_of(data, f"memo{suffix}"), minute)
    assert [(one.kind, one.section, one.text) for one in found] == [
        ("head", "subject", "The pier"),
        ("head", "deadline", "3 May 2027"),
        ("head", "to", "Ann"),
        ("settle", UNTOLD, ""),
    ]


def test_a_section_that_a_file_lacks_is_removed_and_words_under_no_heading_are_refused(
    memos: Memos, memo: Memo
) -> None:
    text = paper_markdown(memos.paper(memo))
    cut = text[: text.index("## Ask")] + text[text.index("---", 60) :]
    assert [(one.kind, one.section) for one in edits_of(paper_of(cut.encode(), "m.md"), memo)] == [
        ("remove", "Ask")
    ]
    bare = text.replace("## Bottom line", "The bridge is closed.\n\n## Bottom line")
    with pytest.raises(UsageError, match=r"“The bridge is closed\.” stands under no heading"):
        edits_of(paper_of(bare.encode(), "m.md"), memo)


def test_what_was_withheld_stays_so_though_no_file_has_it_in_its_place(
    memos: Memos, library: Library, memo: Memo
) -> None:
    wrong = edited(memos, library, memo, Edit("text", "1", f"{ADVICE} {TOLL.replace('4', '9')} [1]")).memo
    assert edits_of(file_of(wrong, memos, ".md"), wrong) == []
    text = paper_markdown(memos.paper(wrong)).replace(ADVICE, f"{ADVICE} Who pays?", 1)
    made = edited(memos, library, wrong, *edits_of(paper_of(text.encode(), "m.md"), wrong))
    assert made.memo.withheld == wrong.withheld and outcomes(made) == {"Who pays?": "own"}


# Versions and readers ---------------------------------------------------------------------------------------


def test_each_edit_is_a_version_that_is_found_again(memos: Memos, library: Library, memo: Memo) -> None:
    made = edited(memos, library, memo, Edit("text", "Ask", ADVICE), reader=Reader("ana"))
    again = edited(memos, library, made.memo, Edit("remove", "Key facts"))
    view = library.visible_to()
    assert Memos(memos.writer).read(view, made.memo.id[:10]).memo == made.memo
    assert memos.read(view, memo.id).memo == memo, "the one before stays as it was"
    found = memos.versions(view, memo.id)
    assert [one.id for one in found] == [again.memo.id, made.memo.id, memo.id]
    assert [(one.edited, one.by) for one in found[:2]] == [
        (("“Key facts” removed",), ""),
        (("“Ask” edited",), "ana"),
    ]
    assert "“Ask” edited by ana" in version_lines(found).splitlines()[2]
    assert memos.read(view, again.memo.id).at == "2025-06-01T00:00:00", "what came since is since then"


def test_whoever_may_not_see_a_memos_documents_finds_no_such_memo(memos: Memos, library: Library) -> None:
    store(library, {"pier": PAPERS["pier"]}, "staff")
    hidden = memo_of(library, SECRET, reader=STAFF)
    memos.writer.kept.append({"memo": hidden.to_json(), "labels": ["public", "staff"]})
    view, edit = library.visible_to(Reader("ben")), Edit("text", "1", ADVICE)
    for use in (
        lambda: memos.read(view, hidden.id),
        lambda: memos.edit(view, hidden.id, [edit]),
        lambda: memos.versions(view, hidden.id),
        lambda: list(memos.update(view, hidden.id)),
    ):
        with pytest.raises(UsageError, match="no memo on record has an id that begins"):
            use()
    made = memos.edit(library.visible_to(STAFF), hidden.id, [edit])
    with pytest.raises(UsageError, match="no memo on record"):
        memos.read(view, made.memo.id)


def test_the_owners_memo_is_there_for_who_sees_all_that_the_owner_sees(
    memos: Memos, library: Library
) -> None:
    found = memo_of(library, TOLL)
    memos.writer.kept.append({"memo": found.to_json(), "labels": None})
    view = library.visible_to(Reader("ben"))
    assert memos.read(view, found.id).memo == found
    store(library, {"pier": PAPERS["pier"]}, "staff")
    with pytest.raises(UsageError, match="no memo on record"):
        memos.read(library.visible_to(Reader("ben")), found.id)


def test_a_memo_that_rests_on_a_document_hidden_since_is_neither_read_nor_edited(
    memos: Memos, library: Library, memo: Memo
) -> None:
    store(library, {"ferries": PAPERS["ferries"]}, "staff")
    view: View = library.visible_to(Reader("ben"))
    for use in (
        lambda: memos.read(view, memo.id),
        lambda: memos.edit(view, memo.id, [Edit("remove", "Ask")]),
    ):
        with pytest.raises(UsageError, match="may not see") as caught:
            use()
        assert "up to date" in caught.value.hint and "51,000" not in str(caught.value)
    assert memos.edit(library.visible_to(STAFF), memo.id, [Edit("remove", "Ask")]).memo.citations


def test_what_was_said_in_words_of_a_document_hidden_since_is_told_no_more(
    memos: Memos, library: Library, memo: Memo
) -> None:
    said = COUNT.replace("51,000", "61,000")
    made = edited(memos, library, memo, Edit("text", "Key facts", said), Edit("text", "1", ADVICE)).memo
    assert made.sections[2].typed[0].source and not made.sections[2].blocks[0].texts[0].notes  # type: ignore[union-attr]
    store(library, {"ferries": PAPERS["ferries"]}, "staff")
    (one,) = memos.read(library.visible_to(Reader("ben")), made.id).memo.sections[2].typed
    assert one == Typed(one.text, one.outcome, verdict=one.verdict)


# Brought up to date -----------------------------------------------------------------------------------------


def test_what_a_person_did_is_carried_into_the_version_that_brings_it_up_to_date(
    memos: Memos, library: Library, memo: Memo
) -> None:
    text = f"{LIMIT} {COUNT} {ADVICE}"
    edits = [
        Edit("text", "Key facts", text),
        Edit("add", "Our view", text="Should we call the mayor?", after="top"),
        Edit("remove", "Ask"),
    ]
    old = edited(memos, library, memo, *edits).memo
    count = COUNT.replace("51,000", "64,000")
    store(library, {"ferries": (*PAPERS["ferries"][:2], f"A new preface. {count}")})
    composed = replace(
        memo_of(library, TOLL, id="f" * 32),
        request=memo.request,
        sections=(
            Section(BOTTOM, (Paragraph((Text("The bridge.", "form"),)),)),
            Section("Why now", ()),
            Section("Key facts", (Paragraph((Text(TOLL, "fact", (1,)),)),)),
            Section("Ask", (Paragraph((Text(GAP, "gap"),)),)),
        ),
        gaps=(GAP,),
    )
    inquiry = memos.writer.engine.over(library.visible_to())
    new = carried(old, composed, _format(memos, memo), inquiry)
    assert [one.heading for one in new.sections] == ["Our view", BOTTOM, "Why now", "Key facts"]
    roles = {one.text: one.role for one in texts(new, "Key facts")}
    assert roles == {LIMIT: "fact", f"To be confirmed: {COUNT}": "gap", ADVICE: "own"}
    assert [one.quote for one in new.citations] == [LIMIT] and GAP not in new.gaps
    assert new.removed == ("Ask",) and "“Our view”, “Key facts”" in new.notices[-1]
    again = carried(new, composed, _format(memos, memo), inquiry)
    assert [one.heading for one in again.sections] == [one.heading for one in new.sections]


def test_a_memo_that_nobody_edited_is_brought_up_to_date_as_it_is_composed(
    memos: Memos, library: Library, memo: Memo
) -> None:
    inquiry = memos.writer.engine.over(library.visible_to())
    composed = replace(memo, id="f" * 32)
    assert carried(memo, composed, _format(memos, memo), inquiry) is composed


def test_a_sentence_on_a_document_that_is_hidden_now_is_not_carried_over(
    memos: Memos, library: Library, memo: Memo
) -> None:
    old = edited(memos, library, memo, Edit("text", "1", f"{ADVICE} {COUNT}")).memo
    store(library, {"ferries": PAPERS["ferries"]}, "staff")
    composed = replace(memo_of(library, TOLL, id="f" * 32), request=memo.request, sections=())
    new = carried(old, composed, _format(memos, memo), memos.writer.engine.over(library.visible_to()))
    assert [one.text for one in texts(new, BOTTOM)] == [ADVICE]
    assert "51,000" not in str(new.to_json())


def test_what_was_done_is_told_in_words(memos: Memos, library: Library, memo: Memo) -> None:
    text = f"{LIMIT} {ADVICE} The harbour office hired 12 pilots in Brel."
    made = edited(memos, library, memo, Edit("text", "1", text), Edit("remove", "Ask"))
    assert edit_line(made) == (
        "“Bottom line” edited, “Ask” removed. Of 3 new sentences, 1 is supported, 1 is ours and 1 is to be"
        " confirmed."
    )
    lines = list(typed_lines(made))
    assert lines[0].startswith(f"Supported: {LIMIT} ({PAPERS['order'][1]}")
    assert lines[2].startswith("To be confirmed: The harbour office hired 12 pilots in Brel. (no document")
    assert lay_out(made.memo, _format(memos, made.memo)).blocks == made.paper.blocks


def _format(memos: Memos, memo: Memo) -> MemoFormat:
    return next(one for one in memos.formats() if one.name == memo.request.format)
