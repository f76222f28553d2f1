from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from assistant.memo.drafts import Kept, MemoDraft
from assistant.memo.ledger import Ledger
from assistant.memo.types import MemoRequest, Section
from tests.assistant.evidence import source


def test_a_memo_is_written_also_where_its_sections_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    view: Any = SimpleNamespace(sources=())
    draft = MemoDraft(tmp_path / "file" / "memos", view, MemoRequest("the ferry levy"))
    draft.save([])
    assert draft.load() == []


def test_a_document_that_came_in_the_meantime_makes_it_another_draft(tmp_path: Path) -> None:
    view: Any = SimpleNamespace(sources=(source(slug="ferry"),))
    request, kept = MemoRequest("the ferry levy"), [Kept(Section("Point", ()), Ledger())]
    MemoDraft(tmp_path / "memos", view, request).save(kept)
    assert MemoDraft(tmp_path / "memos", view, request).load() == kept
    later: Any = SimpleNamespace(sources=(*view.sources, source(slug="toll")))
    assert MemoDraft(tmp_path / "memos", later, request).load() == []
