"""A model in a GGUF file, run by llama.cpp in a process of its own: an office without an endpoint writes
fluently too, and nothing leaves the machine."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import openai
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_openai import ChatOpenAI
from pydantic import PrivateAttr, SecretStr

from assistant.models.gguf_child import Child, Told, child_of
from assistant.models.gguf_file import ROOM, checked_file, trained_context
from ingest.errors import TemporaryServiceError

_DEAD_WITHIN_S = 1.0  # from when its connection broke off


class GgufChat(ChatOpenAI):
    """A chat model like any behind OpenAI's protocol, whose endpoint is begun when it is needed."""

    _child: Child = PrivateAttr()

    def start(self) -> None:
        """Have the file loaded, without waiting for it."""
        self._child.ready()

    async def _astream(self, *args: Any, **kwargs: Any) -> AsyncIterator[ChatGenerationChunk]:
        await self._await()
        try:
            async for chunk in super()._astream(*args, **kwargs):
                yield chunk
        except openai.APIConnectionError as error:
            await self._require(error)
            raise

    async def _agenerate(self, *args: Any, **kwargs: Any) -> ChatResult:
        await self._await()
        try:
            return await super()._agenerate(*args, **kwargs)
        except openai.APIConnectionError as error:
            await self._require(error)
            raise

    def _stream(self, *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        self._point(self._child.ready().result())
        yield from super()._stream(*args, **kwargs)

    def _generate(self, *args: Any, **kwargs: Any) -> ChatResult:
        self._point(self._child.ready().result())
        return super()._generate(*args, **kwargs)

    async def _await(self) -> None:
        """Wait for the process; it goes on loading where this is cancelled."""
        self._point(await asyncio.shield(asyncio.wrap_future(self._child.ready())))

    def _point(self, told: Told) -> None:
        self.root_client.base_url = self.root_async_client.base_url = told.url

    async def _require(self, error: Exception) -> None:
        """See that the process is there, whose connection broke off.

        Raises:
            TemporaryServiceError: it is not.
        """
        child, deadline = self._child, time.monotonic() + _DEAD_WITHIN_S
        while child.is_running and time.monotonic() < deadline:
            await asyncio.sleep(0.02)
        if not child.is_running:
            raise TemporaryServiceError(
                f"the chat model {child.path.name} ended in the middle: {child.why_dead()}",
                hint="it is started again for the next question",
            ) from error


def gguf_chat_model(name: str, *, context_tokens: int, timeout_s: float) -> GgufChat:
    """The model in the file that a `gguf:PATH` names; nothing is loaded yet.

    Raises:
        UsageError: the file is missing, not a GGUF file, or what runs it is not installed.
    """
    path = checked_file(name).resolve()
    trained = trained_context(path)
    wanted = int(ROOM * context_tokens)
    child = child_of(path, min(wanted, trained) if trained else wanted)
    # Past proxies: what is asked stays on this machine.
    model = GgufChat(
        model=path.name,
        api_key=SecretStr(child.key),
        base_url="http://127.0.0.1:9/v1",  # until the process has an address
        http_client=openai.DefaultHttpxClient(trust_env=False),
        http_async_client=openai.DefaultAsyncHttpxClient(trust_env=False),
        temperature=0,
        timeout=timeout_s,
        max_retries=0,
        stream_usage=True,
        stream_chunk_timeout=None,
    )
    model._child = child
    return model
