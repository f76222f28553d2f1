"""An answer is made whatever becomes of the page that asked, and can be followed from another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import gradio as gr
import pytest

from assistant.types import Manner
from assistant.web.asking import Asked, Asking
from assistant.workspace.conversation_store import Conversation, Exchange
from assistant.workspace.conversations import nothing_yet
from assistant.workspace.workspace import Workspace
from ingest.errors import UsageError
from ingest.types import EVERYBODY, OWNER, Reader
from ingest.view import View

QUESTION = "When does the ferry sail?"
VIEW = cast(View, SimpleNamespace(reader=EVERYBODY, sources=(1, 2)))
VIEW.within = lambda restriction: VIEW  # type: ignore[method-assign]


class Slow:
    """Conversations whose answer is whole once it is let on."""

    def __init__(self) -> None:
        self.on = threading.Event()

    def ask(
        self,
        view: View,
        conversation: Conversation,
        question: str,
        *,
        told: Callable[[str, float], None],
        hurried: Callable[[], bool],
        **_: Any,
    ) -> Iterator[Conversation]:
        told("retrieve", 1500)
        assert self.on.wait(10)
        answer = replace(
            nothing_yet(question), id="ab", notices=("Hurried." if hurried() else "At leisure.",)
        )
        yield replace(conversation, changed="2026-01-01").then(Exchange(question, answer))


def asking(*, at_once: int = 1, chat: object = None) -> tuple[Asking, Slow]:
    slow = Slow()
    engine = SimpleNamespace(chat=chat)
    workspace = SimpleNamespace(conversations=slow, assistant=SimpleNamespace(engine=engine))
    return Asking(cast(Workspace, workspace), at_once), slow


def page(name: str) -> gr.Request:
    return gr.Request(session_hash=name, headers={})


def asked(view: View = VIEW) -> Asked:
    return Asked(view, QUESTION, Conversation(), -1, Manner())


def test_the_page_anew_follows_the_answer_to_its_end() -> None:
    answers, slow = asking()
    one = asked()
    assert QUESTION in answers.ask(one, page("before"))
    run = answers.turn_to(page("after"), one.name)
    assert run and "data-attach" in run.work.html(attaches=True)
    following = answers.follow(page("after"))
    next(following)
    assert "Searching 2 documents ✓ 1.5 s" in next(following)[0]
    slow.on.set()
    *_, (html, name) = following
    assert "At leisure." in html and "data-attach" not in html and name == one.conversation.id
    assert answers.followed(page("after")) is None and answers.turn_to(page("later"), one.name) is None


def test_others_wait_their_turn_and_may_leave_it() -> None:
    answers, slow = asking()
    answers.ask(asked(), page("one"))
    answers.ask(asked(), page("two"))
    following = answers.follow(page("two"))
    next(following)
    assert "Waiting: 1 job before yours" in next(following)[0]
    answers.stop(page("two"))
    assert "Stopped before it began." in list(following)[-1][0]
    slow.on.set()
    assert "At leisure." in list(answers.follow(page("one")))[-1][0]


def test_quotes_may_be_wanted_instead_of_what_a_chat_model_writes() -> None:
    answers, slow = asking(chat=object())
    one = asked()
    answers.ask(one, page("one"))
    following = answers.follow(page("one"))
    next(following)
    assert "Show quotes instead" in next(following)[0]
    one.is_hurried.set()
    slow.on.set()
    assert "Hurried." in list(following)[-1][0]


def test_nobody_fills_the_queue_for_all() -> None:
    answers, slow = asking()
    ana = cast(View, SimpleNamespace(reader=Reader("ana"), sources=(1,)))
    ana.within = lambda restriction: ana  # type: ignore[method-assign]
    for number in range(4):
        answers.ask(asked(ana), page(f"{number}"))
    with pytest.raises(UsageError, match="4 of your questions"):
        answers.ask(asked(ana), page("one more"))
    owner = cast(View, SimpleNamespace(reader=OWNER, sources=(1,)))
    owner.within = lambda restriction: owner  # type: ignore[method-assign]
    for number in range(5):  # who does not sign in may be many people
        assert QUESTION in answers.ask(asked(owner), page(f"another's {number}"))
    slow.on.set()
