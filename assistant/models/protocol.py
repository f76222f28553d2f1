"""How a chat model writes: what it is asked for, and in one call or a group of evidence at a time. Decided
here, by what the endpoint can do, and by one setting over that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from ingest.errors import UsageError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

SETTING = "PINCITE_CHAT_PROTOCOL"
Choice = Literal["auto", "schema", "tool", "text", "groups"]
# Parameters below which a model loses its place among many sentences and writes better from a few at a time.
_SMALL = 8_000_000_000
# A count of parameters in a model's name: `qwen2.5-1.5b-instruct`, `llama3.2:3b`, `SmolLM2-135M`. Where it
# has several (`30B-A3B`), the largest is the whole model's.
_IN_NAME = re.compile(r"(?<![a-z0-9.])(\d{1,4}(?:\.\d{1,2})?)(b|m)(?![a-z0-9])", re.IGNORECASE)
_TOLD_WITHIN_S = 3.0
_told: dict[tuple[str, str], int | None] = {}


def choice(setting: str) -> Choice:
    """The setting's value.

    Raises:
        UsageError: it is none of those that there are.
    """
    if setting not in get_args(Choice):
        raise UsageError(f"{SETTING} is {setting!r}", hint=f"it is one of {', '.join(get_args(Choice))}")
    return cast(Choice, setting)


def writes_by_group(model: BaseChatModel, name: str, base_url: str, setting: str = "auto") -> bool:
    """Whether the model is given one group of evidence at a time: it is small, by its name or by what its
    endpoint tells, or it is a GGUF file that tells nothing. The endpoint is asked once a process.

    Raises:
        UsageError: the setting is none of those that there are.
    """
    if choice(setting) != "auto":
        return setting == "groups"
    is_file = name.startswith("gguf:")
    size = _named(name) or (None if is_file else _from_endpoint(model, name, base_url))
    return is_file if size is None else size < _SMALL


def _named(name: str) -> int | None:
    """The parameters that a model's name tells."""
    found = [float(number) * (1e9 if unit in "bB" else 1e6) for number, unit in _IN_NAME.findall(name)]
    return int(max(found)) if found else None


def _from_endpoint(model: BaseChatModel, name: str, base_url: str) -> int | None:
    """The parameters that an endpoint tells of the model that it serves, as llama.cpp does; None where it
    tells none. An endpoint that is away is asked again the next time."""
    client: Any = getattr(model, "root_client", None)
    if client is None or not base_url:
        return None
    key = base_url, name
    if key not in _told:
        import httpx
        import openai

        try:
            served = list(client.with_options(timeout=_TOLD_WITHIN_S, max_retries=0).models.list())
        except (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError):
            return None
        except (openai.OpenAIError, httpx.HTTPError, ValueError, TypeError, LookupError, AttributeError):
            served = []  # it has no such list, or one of another shape
        _told[key] = _count(served, name)
    return _told[key]


def _count(served: list[Any], name: str) -> int | None:
    own = [one for one in served if getattr(one, "id", "") == name.rpartition(":")[2]]
    for one in own or (served if len(served) == 1 else []):
        meta = getattr(one, "meta", None)
        told = meta.get("n_params") if isinstance(meta, dict) else None
        if isinstance(told, int | float) and told > 0:
            return int(told)
        return _named(str(one.id))
    return None
