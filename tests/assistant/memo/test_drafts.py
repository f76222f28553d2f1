from __future__ import annotations

from pathlib import Path
from typing import Any

from assistant.memo.drafts import MemoDraft
from assistant.memo.types import MemoRequest


def test_a_memo_is_written_also_where_its_sections_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    view: Any = None  # nothing was kept whose quotes would be looked up in it
    draft = MemoDraft(tmp_path / "file" / "memos", view, MemoRequest("the ferry levy"))
    draft.save([])
    assert draft.load() == []
