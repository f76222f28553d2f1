"""A memo brought up to date: what has become of each of its sentences, for whoever asks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer.inquiry import cite
from assistant.answer.record import Record
from assistant.lexicon.rules import our_rules
from assistant.memo.trace import what_changed
from assistant.memo.types import Memo, MemoRequest, Section
from assistant.memo.update import Change, MemoUpdate, facts_of
from assistant.memo.versions import RecordedMemo, find_memo, versions
from assistant.paper import Paragraph, Text
from assistant.render.memo_update import update_blocks, update_line, version_lines
from assistant.retrieval.retriever import Retriever
from assistant.retrieval.sentences import sentences_of
from assistant.types import Citation
from assistant.verify.sentences import is_apart
from ingest.errors import UsageError
from ingest.folders import collect
from ingest.library import Library
from ingest.pipeline import ingest
from ingest.types import EVERYBODY, Hit, Reader
from tests.ingest.libraries import word_library

TOLL = "Every car that crosses the Holm bridge shall pay a toll of 4 crowns."
LIMIT = "The speed limit on the Holm bridge is 30 miles an hour."
COUNT = "In 2024 the night ferry to Holm carried 51,000 passengers."
SECRET = "The harbour office plans to sell the Holm pier to a private bidder."
PAPERS = {
    "order": ("2025-01-05", "Executive Order 20100, Setting a Toll on the Holm Bridge", f"{TOLL} {LIMIT}"),
    "ferries": ("2025-02-01", "Ferry report", f"{COUNT} The pier was painted in spring."),
    "pier": ("2025-03-01", "Pier plan", SECRET),
}
ENDED = (
    "2025-09-01",
    "Executive Order 20300, Ending Certain Charges",
    "The tolls in Executive Order 20100 shall no longer be collected.",
)
STAFF = Reader("staff", frozenset({"staff"}))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    found = word_library(tmp_path / "home")
    store(found, PAPERS)
    yield found
    found.close()


def store(library: Library, papers: Mapping[str, tuple[str, str, str]], *labels: str) -> None:
    folder = library.home.parent / "papers"
    folder.mkdir(exist_ok=True)
    for name, (day, title, text) in papers.items():
        file = folder / f"{name}.md"
        file.write_text(f'---\ntitle: "{title}"\ndate: {day}\n---\n{text}\n', encoding="utf-8")
        ingest(collect([str(file)]), library, access=frozenset(labels) or None)


def memo_of(
    library: Library,
    *quotes: str,
    reader: Reader = EVERYBODY,
    id: str = "a" * 32,  # noqa: A002 (the field's noun)
    date: str = "2025-06-01",
) -> Memo:
    """A memo that quotes these words, each of the first document that has them."""
    texts, cited = list[Text](), list[Citation]()
    retriever = retriever_of(library, reader)
    for number, quote in enumerate(quotes, start=1):
        found = [
            one
            for source in retriever.view.sources
            for passage in retriever.view.passages(source.slug)
            for one in sentences_of(Hit(passage, 0.0), retriever)
            if one.text == quote
        ]
        cited.append(cite(found[0], number))
        texts.append(Text(f"{cited[-1].title} says: “{quote}”", "fact", (number,)))
    section = Section("Key facts", (Paragraph(tuple(texts)),))
    request = MemoRequest("the Holm bridge")
    return Memo(id, request, "The Holm bridge", date, (section,), tuple(cited))


def retriever_of(library: Library, reader: Reader = EVERYBODY) -> Retriever:
    return Retriever(library.visible_to(reader), our_rules())


def recorded(memo: Memo, *labels: str, at: str = "2999-01-01T00:00:00+00:00") -> RecordedMemo:
    """As of a day after which nothing came into the library, so that a document is later by its date."""
    return RecordedMemo(memo, at, labels=frozenset((*labels, "public")))


def changes(
    old: RecordedMemo, library: Library, new: Memo | None = None, reader: Reader = EVERYBODY
) -> tuple[Change, ...]:
    return what_changed(old, new or old.memo, retriever_of(library, reader)).changes


def test_what_stands_as_it_was_is_told_as_such(library: Library) -> None:
    found = changes(recorded(memo_of(library, TOLL, COUNT)), library)
    assert [(one.kind, one.section, one.number, one.kept) for one in found] == [
        ("stands", "Key facts", 1, True),
        ("stands", "Key facts", 2, True),
    ]


def test_words_that_stand_in_a_replaced_file_wherever_they_moved(library: Library) -> None:
    old = recorded(memo_of(library, TOLL))
    store(library, {"order": (*PAPERS["order"][:2], f"A new preface.\n\n{LIMIT}\n\n{TOLL}")})
    assert [one.kind for one in changes(old, library)] == ["changed file"]


def test_words_that_a_replaced_file_has_no_more_are_gone_and_what_stands_there_is_told(
    library: Library,
) -> None:
    old = recorded(memo_of(library, LIMIT))
    now = "The speed limit on the Holm bridge is set by the council each May."
    store(library, {"order": (*PAPERS["order"][:2], f"{TOLL} {now}")})
    (change,) = changes(old, library)
    assert (change.kind, change.why) == ("gone", "words") and LIMIT in change.text
    assert [one.quote for one in change.told_by] == [now]


def test_another_figure_in_the_same_words_is_a_newer_figure(library: Library) -> None:
    old = recorded(memo_of(library, TOLL))
    raised = TOLL.replace("4", "6")
    store(library, {"order": (*PAPERS["order"][:2], f"{raised} {LIMIT}")})
    (change,) = changes(old, library)
    assert (change.kind, change.why) == ("overtaken", "figure") and change.told_by[0].quote == raised


def test_a_later_document_that_ends_the_instrument_overtakes_what_rests_on_it(library: Library) -> None:
    old = recorded(memo_of(library, TOLL, COUNT))
    store(library, {"ended": ENDED})
    toll, count = changes(old, library)
    assert (toll.kind, toll.why, count.kind) == ("overtaken", "ended", "stands")
    assert toll.told_by[0].quote == ENDED[2] and toll.added == ""


@pytest.mark.parametrize(
    "text",
    [
        "The harbour office fined two drivers under Executive Order 20100, as amended.",
        "Every lorry that ends its trip at Brel shall pay 9 crowns to the Brel harbour office.",
    ],
)
def test_what_cites_the_instrument_or_speaks_of_something_else_overtakes_nothing(
    text: str, library: Library
) -> None:
    old = recorded(memo_of(library, TOLL))
    store(library, {"other": ("2025-09-02", "Harbour news", text)})
    assert [one.kind for one in changes(old, library)] == ["stands"]


def test_an_end_that_names_no_instrument_is_told_by_the_words_of_the_fact(library: Library) -> None:
    old = recorded(memo_of(library, COUNT))
    ended = "The night ferry to Holm ended on 3 October 2025."
    store(library, {"closed": ("2025-10-03", "Harbour news", ended)})
    (change,) = changes(old, library)
    assert (change.kind, change.told_by[0].quote) == ("overtaken", ended)


def test_what_tells_of_an_end_is_overtaken_only_by_what_names_its_instrument(library: Library) -> None:
    ending = "Executive Order 20200 ends the toll for cars that cross the Holm bridge."
    store(library, {"note": ("2025-03-03", "A note on tolls", ending)})
    old = recorded(memo_of(library, ending))
    store(library, {"again": ("2025-10-01", "Notice", "The toll for cars that cross the Holm bridge ended.")})
    assert [one.kind for one in changes(old, library)] == ["stands"]
    store(library, {"revoked": ("2025-11-01", "Executive Order 20400", "Executive Order 20200 is revoked.")})
    assert [one.kind for one in changes(old, library)] == ["overtaken"]


def test_a_later_document_that_changes_the_instrument_overtakes_what_rests_on_it(library: Library) -> None:
    old = recorded(memo_of(library, TOLL))
    raised = (
        "Cars that are subject to the toll under Executive Order 20100 shall instead pay a toll of 6 crowns."
    )
    store(library, {"raised": ("2025-08-01", "Executive Order 20150, Raising the Toll", raised)})
    (change,) = changes(old, library)
    assert (change.kind, change.why, change.told_by[0].quote) == ("overtaken", "changed", raised)


@pytest.mark.parametrize(
    ("day", "text", "kind"),
    [
        ("2025-01-05", "Cars now pay a toll of 4 crowns at Holm.", "overtaken"),
        ("2025-04-05", "Every car that crosses the Holm bridge now pays a toll of 4 crowns.", "overtaken"),
        ("2025-04-05", "The tea room at Holm takes 4 crowns.", "stands"),
        ("2025-01-05", "Cars now pay a toll of 9 crowns at Holm.", "stands"),
        ("2025-01-05", "Cars now pay a toll at Holm.", "stands"),
    ],
)
def test_what_tells_of_an_instrument_by_its_figure_is_overtaken_with_it(
    day: str, text: str, kind: str, library: Library
) -> None:
    store(library, {"release": (day, "News of the harbour office", text)})
    old = recorded(memo_of(library, text))
    store(library, {"ended": ENDED})
    assert [one.kind for one in changes(old, library)] == [kind]


def test_an_end_overtakes_no_finding_of_the_order_that_it_ends(library: Library) -> None:
    finding = "Lorries have broken the old wall of the harbour 40 times in ten years."
    store(library, {"finding": ("2025-01-05", "Executive Order 20100, Imposing Tolls at Holm", finding)})
    old = recorded(memo_of(library, finding))
    store(library, {"ended": ENDED})
    assert [one.kind for one in changes(old, library)] == ["stands"]


def test_a_plain_revocation_overtakes_what_the_instrument_is_of_and_no_finding_of_it(
    library: Library,
) -> None:
    title = "Executive Order 20400, Setting Mooring Dues at Holm"
    provision = "Every boat shall pay mooring dues of 12 crowns for each night."
    finding = "Small boats have brought in a third of the catch in the past five years."
    store(library, {"dues": ("2025-01-05", title, f"{finding} {provision}")})
    told = [recorded(memo_of(library, one)) for one in (provision, finding)]
    revoked = ("2025-09-01", "Executive Order 20500, Revoking an Order", "Executive Order 20400 is revoked.")
    store(library, {"revoked": revoked})
    assert [one.kind for memo in told for one in changes(memo, library)] == ["overtaken", "stands"]


def test_a_count_in_words_of_another_thing_tells_of_no_instrument(library: Library) -> None:
    text = "Four harbour towns of Holm asked for a bridge for every car that crosses."
    store(library, {"release": ("2025-04-05", "News of the harbour office", text)})
    old = recorded(memo_of(library, text))
    store(library, {"ended": ENDED})
    assert [one.kind for one in changes(old, library)] == ["stands"]


def test_a_file_that_says_that_it_has_ended_overtakes_its_own_words(library: Library) -> None:
    old = recorded(memo_of(library, TOLL))
    path = library.home.parent / "papers" / "order.md"
    text = path.read_text(encoding="utf-8").replace("date:", "status: Repealed on 3 May 2026\ndate:")
    path.write_text(text, encoding="utf-8")
    ingest(collect([str(path)]), library)
    (change,) = changes(old, library)
    assert (change.kind, change.why, change.status) == ("overtaken", "status", "repealed on 3 May 2026")


def test_the_same_file_under_another_name_is_the_same_document(library: Library) -> None:
    old = recorded(memo_of(library, TOLL))
    renamed = replace(old.memo.citations[0], source="another-slug")
    memo = replace(old.memo, citations=(renamed,))
    assert [one.kind for one in changes(recorded(memo), library)] == ["stands"]


def test_an_older_document_that_came_into_the_library_since_overtakes_too(library: Library) -> None:
    memo = memo_of(library, TOLL, date="2026-06-01")
    store(library, {"ended": ENDED})
    assert changes(recorded(memo), library)[0].kind == "stands", "it was there when the memo was written"
    (change,) = changes(recorded(memo, at="2026-06-01T10:00:00+00:00"), library)
    assert change.kind == "overtaken" and change.added >= "2026-06-01"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("In 2025 the night ferry to Holm carried 64,000 passengers.", "overtaken"),
        ("In 2025 the night ferry to Brel carried 64,000 passengers.", "stands"),
        ("In 2019 the night ferry to Holm carried 38,000 passengers.", "stands"),
        ("In 2025 the night ferry to Holm burned 64,000 litres of fuel.", "stands"),
    ],
)
def test_a_newer_figure_is_one_of_the_same_thing_and_of_no_earlier_time(
    text: str, kind: str, library: Library
) -> None:
    old = recorded(memo_of(library, COUNT))
    store(library, {"later": ("2025-11-01", "Another ferry report", text)})
    assert [one.kind for one in changes(old, library)] == [kind]


def test_a_removed_and_a_hidden_document_are_told_alike_without_a_word_of_it(library: Library) -> None:
    old = recorded(memo_of(library, SECRET, TOLL), "staff")
    store(library, {"pier": PAPERS["pier"]}, "staff")
    hidden = what_changed(old, old.memo, retriever_of(library))
    assert [one.kind for one in what_changed(old, old.memo, retriever_of(library, STAFF)).changes] == [
        "stands",
        "stands",
    ]
    with library.writing():
        library.remove("pier")
    removed = what_changed(old, old.memo, retriever_of(library))
    assert hidden.changes[0] == removed.changes[0] == Change("gone", "Key facts", 1, why="document")
    for told in (json.dumps(hidden.to_json(), default=str), str(update_blocks(hidden))):
        assert "pier" not in told.lower() and "bidder" not in told


def test_a_sentence_with_one_hidden_source_of_two_is_told_without_its_words(library: Library) -> None:
    memo = memo_of(library, TOLL, SECRET)
    both = Text("A toll is due at Holm, whose pier is for sale.", "fact", (1, 2))
    memo = replace(memo, sections=(Section("Key facts", (Paragraph((both,)),)),))
    store(library, {"pier": PAPERS["pier"]}, "staff")
    assert changes(recorded(memo), library) == (Change("gone", "Key facts", 1, why="document"),)


def test_quotes_under_one_attribution_are_told_each_by_itself(library: Library) -> None:
    memo = memo_of(library, TOLL, SECRET)
    both = Text(f"The harbour office says: “{TOLL}” “{SECRET}”", "fact", (1, 2))
    memo = replace(memo, sections=(Section("Key facts", (Paragraph((both,)),)),))
    store(library, {"pier": PAPERS["pier"]}, "staff")
    toll, hidden = changes(recorded(memo), library)
    assert (toll.kind, toll.text) == ("stands", f"{PAPERS['order'][1]}, 5 January 2025: “{TOLL}”")
    assert hidden == Change("gone", "Key facts", 2, why="document")


def test_words_that_were_taken_out_of_a_file_are_told_only_to_who_saw_as_much(library: Library) -> None:
    store(library, {"pier": PAPERS["pier"]}, "staff")
    old = recorded(memo_of(library, SECRET, reader=STAFF), "staff")
    store(library, {"pier": ("2025-03-01", "Pier plan", "The Holm pier is open.")}, "public")
    (public,), (staff,) = changes(old, library), changes(old, library, reader=STAFF)
    assert public == Change("gone", "Key facts", 1, why="words")
    assert staff.why == "words" and SECRET in staff.text
    unknown = replace(old, labels=None)
    assert changes(unknown, library) == (public,), "a record that does not say who asked"


def test_a_fact_of_the_new_version_is_new_where_the_old_one_lacks_its_words(library: Library) -> None:
    old = recorded(memo_of(library, TOLL), at="2020-01-01T00:00:00+00:00")
    new = memo_of(library, LIMIT, TOLL, id="b" * 32)
    kept, fresh = changes(old, library, new)
    assert (kept.kind, kept.kept) == ("stands", True)
    assert (fresh.kind, fresh.number) == ("new", 1) and LIMIT in fresh.text and fresh.added
    left_out = changes(old, library, memo_of(library, COUNT))
    assert [(one.kind, one.kept) for one in left_out] == [("stands", False), ("new", True)]
    before = changes(recorded(old.memo), library, new)
    assert before[1].added == "", "its document was there"


def test_an_item_whose_opening_words_were_changed_does_not_stand(library: Library) -> None:
    rule = ("2025-04-01", "Ferry rules", "Ferries may not:\n\n- carry lorries over ten tonnes at night\n")
    store(library, {"rules": rule})
    cited = memo_of(library, "carry lorries over ten tonnes at night")
    assert cited.citations[0].leads == ("Ferries may not:",)
    store(library, {"rules": (*rule[:2], rule[2].replace("may not", "may"))})
    assert changes(recorded(cited), library)[0].kind == "gone"


def test_the_facts_of_a_memo_are_counted_within_their_section(library: Library) -> None:
    memo = memo_of(library, TOLL, LIMIT)
    again = Section("Annex", memo.sections[0].blocks)
    facts = facts_of(replace(memo, sections=(*memo.sections, again)))
    assert [(one.section, one.number) for one in facts] == [("Key facts", 1), ("Key facts", 2)]


# On record, and in words ------------------------------------------------------------------------------------


def test_a_memo_is_found_by_the_beginning_of_its_id_and_its_versions_newest_first(
    library: Library, tmp_path: Path
) -> None:
    record = Record(tmp_path)
    memo = memo_of(library, TOLL)
    early = memo.to_json()
    del early["replaces"]
    record.append({"memo": early, "at": "2025-06-01T09:30:00+00:00"})
    update = what_changed(recorded(memo), memo, retriever_of(library))
    for id_, replaces, told in (("b" * 32, memo.id, update.to_json()), ("c" * 32, "", None)):
        record.append({"memo": {**memo.to_json(), "id": id_, "replaces": replaces}, "update": told})
    view = library.visible_to()
    assert find_memo(record, "aaaaaaaa", view).memo == memo
    assert find_memo(record, "a" * 32, view).labels is None
    assert find_memo(record, "bbbbbbbb", view).update == update
    found = versions(record, "aaaaaaaa", view)
    assert found == versions(record, "bbbbbbbb", view) and [one.id[0] for one in found] == ["b", "a"]
    assert found[0].counts == {"stands": 1} and found[1].at.startswith("2025-06-01")
    lines = version_lines(found).splitlines()
    assert lines[0] == "The Holm bridge" and lines[1].endswith("replaces aaaaaaaa; 1 stands")
    assert lines[2] == f"1 June 2025 09:30  {'a' * 32}  the first"


@pytest.mark.parametrize(
    ("beginning", "told"), [("aaaa", "no memo"), ("dddddddd", "no memo"), ("", "no memo")]
)
def test_a_memo_that_is_not_on_record_is_told_of(
    beginning: str, told: str, library: Library, tmp_path: Path
) -> None:
    record = Record(tmp_path)
    record.append({"memo": memo_of(library, TOLL).to_json()})
    record.append({"memo": memo_of(library, TOLL, id=f"{'a' * 31}b").to_json()})
    with pytest.raises(UsageError, match=told):
        find_memo(record, beginning, library.visible_to())
    with pytest.raises(UsageError, match="several memos"):
        find_memo(record, "a" * 31, library.visible_to())


def test_the_section_of_the_paper_tells_what_to_act_on_first(library: Library) -> None:
    old = recorded(memo_of(library, COUNT, TOLL))
    store(library, {"ended": ENDED})
    update = what_changed(old, memo_of(library, COUNT, ENDED[2], id="b" * 32), retriever_of(library))
    heading, _, *points = update_blocks(update)
    assert heading.text == "What changed since 1 June 2025" and is_apart(heading.text)  # type: ignore[union-attr]
    assert update_line(update) == "Of 2 facts, 1 stands and 1 is overtaken; 1 fact is new."
    told = [(one.label, " ".join(text.text for text in one.texts)) for one in points]  # type: ignore[union-attr]
    assert [label for label, _ in told] == [
        "Overtaken (Key facts, 2):",
        "New (Key facts, 2):",
        "Stands (Key facts, 1):",
    ]
    assert told[0][1] == (
        f"{PAPERS['order'][1]} says: “{TOLL}” What it rests on was ended since: {ENDED[1]}, 1 September 2025:"
        f" “{ENDED[2]}”"
    )
    assert told[1][1].endswith("Its document was in the library before.")
    assert points[1].texts[0].notes == (2,)  # type: ignore[union-attr]
    assert MemoUpdate.from_json(json.loads(json.dumps(update.to_json(), default=str))) == update


def test_an_update_without_a_change_says_so(library: Library) -> None:
    old = recorded(memo_of(library, TOLL, LIMIT))
    assert update_line(what_changed(old, old.memo, retriever_of(library))) == (
        "Nothing changed: all 2 facts stand."
    )
