"""What somebody who is new is told: what can be asked, with questions that this library answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answer.assistant import Assistant
from assistant.build import build_assistant, open_library
from assistant.errors import EmptyQuestion
from assistant.settings import Settings
from assistant.types import Answer
from ingest.folders import collect
from ingest.pipeline import ingest

HARBOUR = """---
title: Harbour Tolls Act 2019
kind: statute
publisher: Town Council
date: 2019-05-02
---

# Harbour Tolls Act 2019

This Act sets a toll of 12 crowns on every ferry that lands at the harbour.
The harbour master collects the toll.
"""
NOTICE = """---
title: Notice on night ferries
kind: notice
publisher: Ferry Company
date: 2020-01-07
---

The night ferry leaves at eleven. It does not run in January.
"""
OP_ED = """---
title: Leave the harbour alone
kind: op-ed
publisher: The Pier
author: Ada Quill
date: 2020-03-01
---

The toll is a mistake. It drives ferries to the next town, and the town earns nothing by it.
"""


def library_of(folder: Path, **notes: str) -> Assistant:
    for name, text in notes.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    home = folder / "home"
    library = open_library(Settings(home=str(home)), create=True)
    ingest(collect([str(path) for path in folder.glob("*.md")]), library)
    library.close()
    return build_assistant(Settings(home=str(home)))


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return library_of(tmp_path_factory.mktemp("harbour"), harbour=HARBOUR, notice=NOTICE, op_ed=OP_ED)


@pytest.mark.model
def test_a_newcomer_is_told_what_can_be_asked_of_this_library(assistant: Assistant) -> None:
    answer = assistant.ask("Good morning! What can you do?")
    (told,) = answer.notices
    assert "the 3 documents of this library, the op-ed among them" in told
    for task in ("summaries", "timelines", "comparisons", "legal duties", "memos", "a list of documents"):
        assert task in told
    assert "does not hold an answer, it says so" in told


@pytest.mark.model
def test_each_question_to_begin_with_is_answered(assistant: Assistant) -> None:
    asked = assistant.ask("hello").follow_ups
    assert asked[:2] == ("Summarise the op-ed in three points", "What does the Harbour Tolls Act 2019 do?")
    assert len(asked) == 3 and asked[2].startswith("Summarise “")
    for one in asked:
        assert assistant.ask(one).status in ("answered", "partial"), one


@pytest.mark.model
def test_whoever_greets_in_spanish_gets_spanish_questions(assistant: Assistant) -> None:
    asked = assistant.ask("¡Hola!").follow_ups
    assert asked and all(one.startswith(("Resume ", "¿Qué ")) for one in asked)


@pytest.mark.model
def test_an_instrument_that_does_not_say_what_it_does_is_not_asked_about(tmp_path: Path) -> None:
    bare = HARBOUR.partition("This Act")[0] + "Printed by the Pier Press, with thanks to the binder.\n"
    asked = library_of(tmp_path, harbour=bare, notice=NOTICE).ask("hello").follow_ups
    assert asked and not any("Harbour Tolls Act 2019 do" in one for one in asked)


@pytest.mark.model
def test_what_it_does_is_told_of_an_empty_library_too(tmp_path: Path) -> None:
    open_library(Settings(home=str(tmp_path)), create=True).close()
    answer = build_assistant(Settings(home=str(tmp_path))).ask("What can you do for me?")
    assert answer.status == "capabilities" and answer.follow_ups == ()
    assert "your documents" in answer.notices[0]


ODD = st.one_of(
    st.sampled_from(
        [
            "?",
            "…",
            "a",
            "ñ",
            "🚢",
            "👍👍",
            "7",
            "1,5 %",
            "§",
            "漢字",
            "Wie hoch ist die Maut?",
            "a\x00b",
            "OK?",
        ]
    ),
    st.text(min_size=1, max_size=6),
)


@pytest.mark.model
@given(ODD)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_turn_is_met_with_silence(assistant: Assistant, turn: str) -> None:
    try:
        answer = assistant.ask(turn)
    except EmptyQuestion as refused:
        assert refused.message and refused.hint and not any(map(str.isalnum, turn))
    else:
        assert words_of(answer).strip()


def words_of(answer: Answer) -> str:
    told = (answer.text, answer.missing or "", *answer.notices, *(one.line for one in answer.documents))
    return " ".join(told)
