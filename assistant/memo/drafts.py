"""Memos that are not finished: each finished section is kept, and the same request goes on from there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.memo.ledger import Ledger
from assistant.memo.types import MemoRequest, Section
from assistant.types import Citation
from ingest.errors import LibraryUnwritable, PinciteError
from ingest.view import View
from ingest.whole_file import write_whole


@dataclass(frozen=True, slots=True)
class Kept:
    """A finished section, with the ledger as it was then."""

    section: Section
    ledger: Ledger


_KEPT = TypeAdapter(list[Kept])


class MemoDraft:
    """The finished sections of one request, in a file of the folder. A change to the request, to the
    documents of the view, to the settings or to what `others` stand for (the format, the prompts, who asks)
    makes it another draft: what came in the meantime may say more."""

    def __init__(self, folder: Path, view: View, request: MemoRequest, *others: str) -> None:
        documents = [[one.slug, one.sha256] for one in view.sources]
        asked = json.dumps([asdict(request), *others, documents], ensure_ascii=False, sort_keys=True)
        self._view = view
        self._path = folder / f"{hashlib.sha256(asked.encode()).hexdigest()[:24]}.json"

    def load(self) -> list[Kept]:
        """The sections to go on from: those whose quotes still stand in the view, up to the first that
        does not."""
        try:
            kept = _KEPT.validate_json(self._path.read_bytes())
        except (OSError, ValidationError):  # there is none, or it is of no use: the memo is made anew
            return []
        sound = [self._stands(one.ledger.citations) for one in kept]
        return kept[: sound.index(False)] if False in sound else kept

    def save(self, kept: Sequence[Kept]) -> None:
        """Keep the sections, in the place of what was kept. Where they cannot be kept, as in a library that
        cannot be written, a memo that is stopped is made anew."""
        with suppress(LibraryUnwritable):
            write_whole(self._path, _KEPT.dump_json(list(kept)))

    def remove(self) -> None:
        """Forget it: the memo is finished."""
        with suppress(
            OSError
        ):  # where nothing may be written there is none, and unlinking fails all the same
            self._path.unlink(missing_ok=True)

    def _stands(self, cited: Sequence[Citation]) -> bool:
        """Whether every quote still stands where it was, in the same file."""
        try:
            return all(
                self._view.source(one.source).sha256 == one.sha256
                and self._view.text(one.source)[one.start : one.end] == one.quote
                for one in cited
            )
        except PinciteError:
            return False
