"""A call to a chat model that ends in time: when its reply is whole, when the time for all of it is over,
however slowly it drips, or when whoever waits for it has had enough. The connection is closed with it, so
that a server stops too."""

from __future__ import annotations

import asyncio
import atexit
import threading
import time
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from functools import cache
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from assistant.errors import Stopped
from ingest.errors import TemporaryServiceError

Piece = TypeVar("Piece")

_LOOK_S = 0.1  # how often the one who waits is asked whether they still do
_GRACE_S = 1.0  # beyond the time, for a client that does not heed that it is over


class Late(TemporaryServiceError):
    """The reply was not whole within its time."""


@dataclass(frozen=True, slots=True)
class _End:
    """The last thing that a call leaves: what went wrong, if anything did."""

    error: BaseException | None = None


def pieces(
    make: Callable[[], AsyncIterator[Piece]], *, within_s: float, stopped: Callable[[], bool]
) -> Iterator[Piece]:
    """What the call that `make` begins yields, as it comes. It runs beside the caller, who may take their
    time over each piece; leaving the iteration ends it.

    Raises:
        Late: it is not over after so many seconds.
        Stopped: `stopped` has turned true.
    """
    found: SimpleQueue[Any] = SimpleQueue()
    task = asyncio.run_coroutine_threadsafe(_collected(make, within_s, found), _loop())
    deadline = time.monotonic() + within_s + _GRACE_S
    try:
        while True:
            if stopped():
                raise Stopped("stopped")
            try:
                one = found.get(timeout=_LOOK_S)
            except Empty:
                if time.monotonic() > deadline:
                    raise _late(within_s) from None
                continue
            if not isinstance(one, _End):
                yield one
            elif isinstance(one.error, TimeoutError):
                raise _late(within_s) from one.error
            elif one.error is not None:
                raise one.error
            else:
                return
    finally:
        task.cancel()


async def _collected(
    make: Callable[[], AsyncIterator[Piece]], within_s: float, found: SimpleQueue[Any]
) -> None:
    error: BaseException | None = None
    try:
        async with asyncio.timeout(within_s):
            async for piece in make():
                found.put(piece)
    except Exception as raised:  # noqa: BLE001 (it is raised again where the call is waited for)
        error = _bare(raised)
    finally:
        found.put(_End(error))


def _bare(error: BaseException) -> BaseException:
    """The error without the frames that it came through. They hold the client's generators, which are to end
    here, in their loop, and not in the thread that lets go of the error."""
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain:
        chain.append(one)
        one = one.__cause__ or one.__context__
    for one in chain:
        traceback.clear_frames(one.__traceback__)
        one.__traceback__ = None
    return error


def _late(within_s: float) -> Late:
    return Late(
        f"the chat service did not finish its answer within {within_s:g} seconds",
        hint="try again, or give it more time with PINCITE_CHAT_TIMEOUT",
    )


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """The loop in which all calls run, since clients keep connections open from one call to the next."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="chat calls", daemon=True)
    thread.start()

    def end() -> None:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_GRACE_S)

    atexit.register(end)
    return loop
