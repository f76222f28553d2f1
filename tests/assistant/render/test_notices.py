from __future__ import annotations

from typing import get_args

import pytest

from assistant.answer.notices import Notice, NoticeKind
from assistant.guard.screening import Ground, Quarantined
from assistant.render.notices import notice, quarantined
from tests.assistant.evidence import evidence


@pytest.mark.parametrize("kind", get_args(NoticeKind))
def test_every_notice_has_words(kind: NoticeKind) -> None:
    said = notice(Notice(kind, 2, 5, "the service did not answer", ("sial", "sail")))
    assert said.endswith((".", "?")) and "None" not in said and ".." not in said


@pytest.mark.parametrize("ground", get_args(Ground))
def test_a_document_that_holds_what_is_not_used_is_named_once_with_the_words(ground: Ground) -> None:
    one = evidence("The bridge was closed on 3 May 2021.")
    [said] = quarantined([Quarantined(one, ground, "some words"), Quarantined(one, ground, "other words")])
    assert said.startswith(f"“{one.source.title}”") and said.endswith(": “some words”")
