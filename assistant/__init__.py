"""Library in, checked answers out; the front ends.

`from assistant import open_assistant` is the way in for other programs. What the package offers is loaded
when it is first asked for, since the models and the store behind it take seconds."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answer.assistant import Assistant
    from assistant.build import NoLibrary, open_assistant
    from assistant.errors import AssistantError, BudgetSpent, EmptyLibrary, EmptyQuestion
    from assistant.settings import Settings
    from assistant.types import Answer, Citation
    from ingest.errors import (
        LibraryError,
        LoadError,
        ModelFilesError,
        PinciteError,
        ServiceError,
        TemporaryServiceError,
        UsageError,
    )
    from ingest.types import Reader

    __version__: str

__all__ = [
    "Answer",
    "Assistant",
    "AssistantError",
    "BudgetSpent",
    "Citation",
    "EmptyLibrary",
    "EmptyQuestion",
    "LibraryError",
    "LoadError",
    "ModelFilesError",
    "NoLibrary",
    "PinciteError",
    "Reader",
    "ServiceError",
    "Settings",
    "TemporaryServiceError",
    "UsageError",
    "__version__",
    "open_assistant",
]

_HOMES = {
    "assistant.answer.assistant": ("Assistant",),
    "assistant.build": ("NoLibrary", "open_assistant"),
    "assistant.errors": ("AssistantError", "BudgetSpent", "EmptyLibrary", "EmptyQuestion"),
    "assistant.settings": ("Settings",),
    "assistant.types": ("Answer", "Citation"),
    "ingest.errors": (
        "LibraryError",
        "LoadError",
        "ModelFilesError",
        "PinciteError",
        "ServiceError",
        "TemporaryServiceError",
        "UsageError",
    ),
    "ingest.types": ("Reader",),
}


def hidden(names: tuple[str, ...], beside: Path = Path(__file__)) -> str:
    """What is wrong where a package that is installed beside this one would be taken from another place, as a
    sentence; nothing where all are ours. Their names are plain words, which others have too."""
    for name in names:
        spec = find_spec(name)
        if spec and (not spec.origin or Path(spec.origin).parents[1] != beside.parents[1]):
            where = spec.origin or ", ".join(spec.submodule_search_locations or ())
            return (
                f"Pincite's package {name!r} is hidden by another of the same name, at {where}; rename"
                " that, run in a folder that does not have it, or give Pincite an environment of its own"
            )
    return ""


if _other := hidden(("ingest", "prompts")):
    raise ImportError(_other)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return import_module("importlib.metadata").version("pincite")
    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
