"""The chat model, where one is configured: any that LangChain's `init_chat_model` knows, by default behind OpenAI's API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ingest.endpoint import service_errors
from ingest.errors import UsageError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

SETTING = "PINCITE_CHAT_MODEL"
Messages = Sequence[tuple[str, str]]
"""Role (`system`, `user`, `assistant`) and text of each message."""


def make_chat_model(name: str, *, api_key: str = "", base_url: str = "", timeout_s: float = 60) -> BaseChatModel:
    """The chat model of that name, `MODEL` or `PROVIDER:MODEL`; a provider other than OpenAI reads its key from its own variable.

    Raises:
        UsageError: the name is of no provider that is known and installed, or the key is missing.
    """
    from langchain.chat_models import init_chat_model

    provider, _, model = name.rpartition(":")
    options: dict[str, Any] = {"temperature": 0, "timeout": timeout_s, "max_retries": 2}
    if provider in ("", "openai"):
        if not (api_key or base_url):
            raise UsageError(f"{SETTING} is {name!r}, but neither OPENAI_API_KEY nor OPENAI_BASE_URL is set", hint="export OPENAI_API_KEY=…")
        options |= {"api_key": api_key or "none", "base_url": base_url or None}
    try:
        found: BaseChatModel = init_chat_model(model, model_provider=provider or "openai", **options)
    except (ImportError, ValueError) as error:
        raise UsageError(
            f"{SETTING} is {name!r}: {error}", hint="write MODEL or PROVIDER:MODEL, and install the provider's LangChain package"
        ) from error
    return found


def reply(model: BaseChatModel, messages: Messages, *, max_tokens: int) -> str:
    """The text that the model answers with, at most so many tokens long.

    Raises:
        ServiceError: the model's service failed, or did not answer as a chat model does.
    """
    with service_errors("chat", SETTING):
        return str(model.invoke(list(messages), max_tokens=max_tokens).text)
