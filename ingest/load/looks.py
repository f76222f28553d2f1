"""How runs of text look, in word processors and slides alike, and what of them a reader is meant to read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ingest.load.raised import raised

Look = Mapping[str, object]
"""What is set of a run's look: `strike` and `dstrike`, `deleted`, `hidden`, `raised`, `note` (the mark of a
note), `bold`, `white`, `shaded` (something dark may lie behind it), `size` in half points."""
LeaveOut = Callable[[str, str], None]
"""Is told why a text is left out, and the text."""
_TINY = 4  # half points
_WHITE = re.compile("#?[fF][a-fA-F0-9][fF][a-fA-F0-9][fF][a-fA-F0-9]")
# Signs of fonts of symbols, in the private area that stands for them.
_OWN = re.compile("[\uf000-\uf0ff]")
_SIGNS = {
    0x6F: "☐", 0x71: "☐", 0xA8: "☐", 0xFE: "☑", 0x78: "☒", 0xFD: "☒", 0xFC: "✓", 0xFB: "✗",
    0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "→", 0xF0: "→", 0xA3: "≤", 0xB3: "≥", 0xB1: "±",
}  # fmt: skip
_BULLET = re.compile(r"[•·▪●○◦‣⁃]\s+")
_NEAR = 80  # characters before a raised run that decide what it is


def is_white(colour: str) -> bool:
    """Whether a colour cannot be seen on paper."""
    return bool(_WHITE.fullmatch(colour))


def is_struck(look: Look) -> bool:
    """Whether a line goes through the run."""
    return bool(look.get("strike") or look.get("dstrike"))


def is_unseen(look: Look) -> bool:
    """Whether nothing of the run can be seen: hidden, white on nothing, or too small."""
    size = look.get("size")
    tiny = isinstance(size, int | float) and size <= _TINY
    return bool(look.get("hidden")) or tiny or (bool(look.get("white")) and not look.get("shaded"))


def without_bullet(text: str) -> tuple[str, bool]:
    """A paragraph without the bullet that was typed before it, and whether there was one."""
    match = _BULLET.match(f"{text} ")
    return (text[match.end() :], True) if match else (text, False)


class Pieces:
    """The runs of a paragraph as they come, put together as it is to be read."""

    def __init__(self, leave_out: LeaveOut) -> None:
        self._leave_out = leave_out
        self._pieces: list[str] = []
        self._raised: list[str] = []
        self._before = ""
        self.bold: bool | None = None
        """Whether all that was added is bold; None for nothing."""

    def add(self, text: str, look: Look) -> None:
        """Add a run, or leave it out for how it looks."""
        if not text:
            return
        if _OWN.search(text):
            text = _OWN.sub(lambda match: _SIGNS.get(ord(match[0]) & 0xFF, ""), text)
        if look.get("deleted"):
            self._leave_out("deleted", text)
        elif is_struck(look):
            self._leave_out("struck", text)
        elif is_unseen(look):
            self._leave_out("hidden", text)
        elif look.get("raised") and text.strip():
            self._raised.append("" if look.get("note") else text)
        else:
            self._lower()
            self._pieces.append(text)
            self._before = (self._before + text)[-_NEAR:]
            if text.strip():
                self.bold = bool(look.get("bold")) and self.bold is not False

    def text(self) -> str:
        """The paragraph so far."""
        self._lower()
        return "".join(self._pieces)

    def _lower(self) -> None:
        """Put what was raised into the text, or leave it out."""
        if self._raised:
            mark = raised("".join(self._raised), self._before) if all(self._raised) else ""
            self._raised.clear()
            self._pieces.append(mark)
            self._before = (self._before + mark)[-_NEAR:]
