"""A message as any mail format holds it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a message."""

    name: str
    data: bytes = b""
    media_type: str = ""


@dataclass(slots=True)
class Letter:
    """A message: its headers as they stand, its body as plain text, as a page, or both, and what came with
    it. `day` is when it was sent, ISO 8601."""

    sender: str = ""
    sent: str = ""
    day: str = ""
    subject: str = ""
    plain: str = ""
    page: str = ""
    attached: list[Attached] = field(default_factory=list)
    enclosed: list[Letter] = field(default_factory=list)
