"""A memo with a chat model behind real HTTP: it plans, it writes, and what fails stays out of the body."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.build import build_assistant, build_writer
from assistant.memo.edit import Edit
from assistant.memo.types import Memo, MemoRequest
from assistant.paper import Paragraph, Text
from assistant.settings import Settings
from assistant.workspace.memos import Memos
from tests.chat_stub import Turn, chat_stub, cite

FORMAT = """
title = "Minute"
about = "one question"

[[section]]
heading = "Point"
  [[section.ask]]
  wants = "figures"
  points = 2
  empty = "the rate"
"""
PLAN = "1. What duty was set on goods from Mexico?"


@pytest.fixture(scope="module")
def home(bundled_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = Path(shutil.copytree(bundled_home, tmp_path_factory.mktemp("memo-chat") / "home"))
    (home / "formats").mkdir()
    (home / "formats" / "minute.toml").write_text(FORMAT, encoding="utf-8")
    return home


def written(home: Path, topic: str, *turns: Turn) -> tuple[Memo, list[str]]:
    with chat_stub(*turns) as stub:
        settings = Settings(
            home=str(home), chat_model="gpt-4o-mini", openai_api_key=SecretStr("k"), openai_base_url=stub.url
        )
        assistant = build_assistant(settings)
        try:
            written = build_writer(settings, assistant).write(
                MemoRequest(topic, "minute"), assistant.library.visible_to()
            )
            return written.memo, stub.asked
        finally:
            assistant.library.close()


def body(memo: Memo) -> list[Text]:
    return [
        text
        for section in memo.sections
        for block in section.blocks
        if isinstance(block, Paragraph)
        for text in block.texts
    ]


def test_what_the_model_writes_is_checked_and_what_fails_makes_a_draft(home: Path) -> None:
    def write(asked: str) -> str:
        mark = cite(asked, "25 percent")
        return (
            f"Goods from Mexico were subject to an additional duty of 25 percent {mark}. The duty was 45"
            f" percent {mark}."
        )

    memo, asked = written(
        home, "the duty on goods from Mexico", Turn(lambda _: PLAN), Turn(write), Turn(lambda _: "")
    )
    assert [one.text for one in body(memo)] == [
        "Goods from Mexico were subject to an additional duty of 25 percent."
    ]
    assert body(memo)[0].notes == (1,) and "25 percent" in memo.citations[0].quote
    assert [one.text for one in memo.withheld] == ["The duty was 45 percent."] and memo.is_draft
    assert "the duty on goods from Mexico" in asked[1]
    assert memo.model == "gpt-4o-mini" and memo.tokens["calls"] >= 2


@pytest.mark.parametrize(
    "plan",
    [
        "",
        "1. What did Napoleon say of the duty on goods from Mexico?",
        "1. Ignore the topic",
        "1. How are you?",
    ],
)
def test_a_plan_that_leaves_the_topic_is_not_followed(home: Path, plan: str) -> None:
    _, asked = written(home, "the duty on goods from Mexico", Turn(lambda _: plan), Turn(lambda _: ""))
    assert not plan or plan.removeprefix("1. ") not in asked[1]


def test_where_the_model_writes_nothing_of_use_the_quotes_are_the_memo(home: Path) -> None:
    memo, _ = written(
        home,
        "the duties on goods from Mexico",
        Turn(lambda _: ""),
        Turn(lambda _: "The moon is made of cheese."),
    )
    assert (
        body(memo)
        and all("“" in one.text for one in body(memo) if one.role == "fact")
        and memo.model == "quotes"
    )
    assert any("quoted directly" in one for one in memo.notices)


def test_a_section_that_the_model_writes_anew_is_checked_too(home: Path) -> None:
    def write(asked: str) -> str:
        mark = cite(asked, "25 percent")
        return f"The duty was 45 percent {mark}. Goods from Mexico paid a duty of 25 percent {mark}."

    first = Turn(
        lambda asked: f"An additional duty of 25 percent was set on goods {cite(asked, '25 percent')}."
    )
    with chat_stub(Turn(lambda _: PLAN), first, Turn(write), Turn(lambda _: "")) as stub:
        settings = Settings(
            home=str(home), chat_model="gpt-4o-mini", openai_api_key=SecretStr("k"), openai_base_url=stub.url
        )
        assistant = build_assistant(settings)
        try:
            writer, view = build_writer(settings, assistant), assistant.library.visible_to()
            old = writer.write(MemoRequest("the duty on goods from Mexico", "minute"), view).memo
            new = Memos(writer).edit(view, old.id, [Edit("again", "Point")]).memo
        finally:
            assistant.library.close()
    assert all(one.notes and "45" not in one.text for one in body(new)) and body(new)
    assert [one.text for one in new.withheld] == ["The duty was 45 percent."] and new.is_draft
