"""What a suite needs beyond a plain install, and how to get it."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module

from ingest.errors import UsageError

EXTRA = 'pip install "pincite[eval]"'
"""The command that installs what is optional."""


def missing(modules: Iterable[str]) -> list[str]:
    """Those of the modules that are not installed."""
    return [one for one in modules if not _is_installed(one)]


def require(modules: Iterable[str], name: str) -> None:
    """Say so at once, rather than after minutes of measuring.

    Raises:
        UsageError: one of the modules that `name` needs is not installed; the hint is the command that
        installs it.
    """
    if lacking := missing(modules):
        raise UsageError(
            f"`python -m eval {name}` needs {' and '.join(lacking)}, which a plain install leaves out",
            hint=EXTRA,
        )


def _is_installed(module: str) -> bool:
    try:
        import_module(module)
    except ModuleNotFoundError:
        return False
    return True
