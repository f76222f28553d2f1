"""How the values of an answer are put to a reader. Wordings are made in `render` and handed down by `build`,
so that no step words, or reads, another's sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answer.abstention import Lack
from assistant.answer.notices import Notice
from assistant.guard.screening import Quarantined
from assistant.query.catalogue import CatalogueKind
from assistant.types import Failure
from ingest.types import Source


@dataclass(frozen=True, slots=True)
class Wording:
    """`reason` says why a sentence failed, `failure` leaves out the source's own sentence; `lack` says what
    the documents do not answer, `notice` what else is to be known, and `quarantined` which documents hold
    something that is not used; `listed` says of a document what a question about the library asks."""

    reason: Callable[[Sequence[Failure]], str]
    failure: Callable[[Sequence[Failure]], str]
    lack: Callable[[Lack], str]
    notice: Callable[[Notice], str]
    quarantined: Callable[[Sequence[Quarantined]], list[str]]
    listed: Callable[[CatalogueKind, Source], str]
