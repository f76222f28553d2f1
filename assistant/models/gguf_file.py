"""What the head of a GGUF file tells, as far as it is needed before the file is loaded."""

from __future__ import annotations

import importlib.util
import os
import struct
from pathlib import Path
from typing import IO, Any

from ingest.errors import UsageError

PREFIX = "gguf:"
"""What stands before the path of a file that is a chat model."""
AGAIN = "get the file again, and compare its SHA-256 with the publisher's"
"""What helps where a file is damaged."""
ROOM = 1.25
"""Tokens of a model's own vocabulary that are held ready for each token that we count by another."""


def checked_file(name: str) -> Path:
    """The file that a `gguf:PATH` names, once it can be told that it is one.

    Raises:
        UsageError: it is missing, not a GGUF file, or what runs it is not installed.
    """
    path = Path(name.removeprefix(PREFIX)).expanduser()
    if importlib.util.find_spec("xllamacpp") is None:
        raise UsageError(
            f"the chat model is a file, {path}, and what runs it is not installed",
            hint='pip install "pincite[writer]"',
        )
    trained_context(path)
    return path


def trained_context(path: Path) -> int:
    """The tokens that the file's model takes at most; 0 where it does not say.

    Raises:
        UsageError: there is no such file, or it is not GGUF.
    """
    try:
        with path.open("rb") as file:
            return _trained_context(file)
    except OSError as error:
        raise UsageError(
            f"the chat model's file {path} cannot be read: {error.strerror or error}",
            hint=f"PINCITE_CHAT_MODEL is {PREFIX}PATH, with the path of a GGUF file",
        ) from error
    except (ValueError, struct.error, OverflowError, MemoryError) as error:
        raise UsageError(
            f"the chat model's file {path} is not a whole GGUF file: {error}", hint=AGAIN
        ) from error


def _trained_context(file: IO[bytes]) -> int:
    """As the file's head tells it: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md."""
    magic = file.read(4)
    if magic != b"GGUF":
        raise ValueError(f"it begins with {magic!r}" if magic else "it is empty")
    version, _, pairs = struct.unpack("<IQQ", file.read(20))
    if not 2 <= version <= 3:
        raise ValueError(f"it is of version {version}")
    for _ in range(pairs):
        key = _text(file)
        value = _value(file, *struct.unpack("<I", file.read(4)))
        if key.endswith(".context_length") and isinstance(value, int):
            return value
    return 0


_NUMBERS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9
_LONGEST = 1 << 30  # bytes of a text


def _text(file: IO[bytes]) -> str:
    (length,) = struct.unpack("<Q", file.read(8))
    if length > _LONGEST:
        raise ValueError("its head is damaged")
    return file.read(length).decode("utf-8", "replace")


def _value(file: IO[bytes], kind: int) -> Any:
    if kind == _STRING:
        return _text(file)
    if kind == _ARRAY:
        inner, count = struct.unpack("<IQ", file.read(12))
        if inner in _NUMBERS:
            file.seek(struct.calcsize(f"<{_NUMBERS[inner]}") * count, os.SEEK_CUR)
        else:
            for _ in range(count):
                _value(file, inner)
        return None
    if kind not in _NUMBERS:
        raise ValueError("its head is damaged")
    form = f"<{_NUMBERS[kind]}"
    return struct.unpack(form, file.read(struct.calcsize(form)))[0]


def fitting_context(name: str, context_tokens: int) -> int:
    """The tokens that may be given to the model in the file, as we count them: as many as are set, where it
    takes that many.

    Raises:
        UsageError: as in `trained_context`.
    """
    trained = trained_context(checked_file(name))
    return min(context_tokens, int(trained / ROOM)) if trained else context_tokens
