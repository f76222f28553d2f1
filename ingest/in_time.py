"""A call to another machine that ends in time, however it hangs or drips. Its client's own time-outs begin
anew with every byte."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextvars import copy_context
from typing import Any, TypeVar

Result = TypeVar("Result")


class TooLate(Exception):
    """The call was not over in time."""


def in_time(call: Callable[[], Result], seconds: float) -> Result:
    """What the call returns or raises; it runs beside the caller, and goes on there if it hangs.

    Raises:
        TooLate: it is not over after so many seconds.
    """
    came: list[Any] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            came.append(call())
        except BaseException as error:  # noqa: BLE001 (it is raised again where the call is waited for)
            failed.append(error)

    thread = threading.Thread(target=copy_context().run, args=(run,), name="in time", daemon=True)
    thread.start()
    thread.join(seconds)
    if failed:
        raise failed[0]
    if not came:
        raise TooLate(f"not over after {seconds:g} seconds")
    result: Result = came[0]
    return result
