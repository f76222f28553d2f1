"""How a chat model writes: sentences as data by a schema or as a tool's arguments, or as text; and all in one
call or a group of evidence at a time. Decided here, by what the endpoint can do, and by one setting over
that."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from assistant.models.chat import Messages, Meter, stream
from ingest.endpoint import refuses_request
from ingest.errors import ServiceError, UsageError
from ingest.in_time import TooLate, in_time

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

SETTING = "PINCITE_CHAT_PROTOCOL"
Choice = Literal["auto", "schema", "tool", "text", "groups"]
Protocol = Literal["schema", "tool", "text"]
PROTOCOLS: tuple[Protocol, ...] = get_args(Protocol)
"""From the one that binds a model most to the one that every model knows."""
_TOOL = "write"
_learned: dict[tuple[str, ...], Protocol] = {}
# Parameters below which a model loses its place among many sentences and writes better from a few at a time.
_SMALL = 8_000_000_000
# A count of parameters in a model's name: `qwen2.5-1.5b-instruct`, `llama3.2:3b`, `SmolLM2-135M`. Where it
# has several (`30B-A3B`), the largest is the whole model's.
_IN_NAME = re.compile(r"(?<![a-z0-9.])(\d{1,4}(?:\.\d{1,2})?)(b|m)(?![a-z0-9])", re.IGNORECASE)
_TOLD_WITHIN_S = 3.0
_RESTS_S = 30.0  # an endpoint that was late with it
_told: dict[tuple[str, str], int | None] = {}
_late_until: dict[tuple[str, str], float] = {}


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


@dataclass(frozen=True, slots=True)
class Asking:
    """How one model is asked for data. What an endpoint refused, or did not heed, it is not asked for again
    in this process; a setting that names a protocol leaves no other."""

    model: BaseChatModel
    setting: str = "auto"

    @property
    def protocol(self) -> Protocol:
        """The best one that is not known to fail."""
        if self.setting in PROTOCOLS:
            return self.setting
        return _learned.get(self._key) or self._ability()

    def stream(
        self,
        messages: Callable[[Protocol], Messages],
        schema: Mapping[str, Any],
        *,
        max_tokens: int,
        meter: Meter,
    ) -> Iterator[str]:
        """The reply piece by piece, by the best protocol that the endpoint takes; each has its own messages.

        Raises:
            ServiceError, BudgetSpent: as in `chat_model.stream`.
        """
        protocol, spent, begun = self.protocol, dict(meter.tokens), False
        while True:
            bound = _bound(self.model, protocol, schema)
            try:
                for piece in stream(
                    bound, messages(protocol), max_tokens=max_tokens, meter=meter, text_of=_written
                ):
                    if not begun:
                        begun = True
                        self._learn(protocol)
                    yield piece
            except ServiceError as error:
                lower = self._below(protocol)
                if begun or lower is None or not refuses_request(error):
                    raise
                meter.tokens.update(spent)  # what is refused is not charged
                protocol = lower
            else:
                return

    def heeded_nothing(self) -> None:
        """The reply was text, though data was asked for: the next is asked for otherwise."""
        self._learn(self._below(self.protocol) or "text")

    def _learn(self, protocol: Protocol) -> None:
        if self.setting not in PROTOCOLS:
            _learned[self._key] = protocol

    def _below(self, protocol: Protocol) -> Protocol | None:
        lower = PROTOCOLS[PROTOCOLS.index(protocol) + 1 :]
        return lower[0] if lower and self.setting not in PROTOCOLS else None

    def _ability(self) -> Protocol:
        """The best that a class of models may know."""
        from langchain_core.language_models import BaseChatModel
        from langchain_openai.chat_models.base import BaseChatOpenAI

        if isinstance(self.model, BaseChatOpenAI):
            return "schema"
        takes_tools = getattr(type(self.model), "bind_tools", None) not in (None, BaseChatModel.bind_tools)
        return "tool" if takes_tools else "text"

    @property
    def _key(self) -> tuple[str, ...]:
        told = (getattr(self.model, name, "") for name in ("openai_api_base", "model_name", "model"))
        return type(self.model).__name__, *map(str, told)


def _bound(model: BaseChatModel, protocol: Protocol, schema: Mapping[str, Any]) -> Any:
    """The model, held to the schema as the protocol does."""
    if protocol == "schema":
        form = {"type": "json_schema", "json_schema": {"name": _TOOL, "strict": True, "schema": schema}}
        # Not as `response_format` itself: with that LangChain goes by a way of its client's that reads all of
        # the reply anew with each piece, and tells its cost twice.
        return model.bind(extra_body={"response_format": form})
    if protocol == "tool":
        tool = {"name": _TOOL, "description": "Writes the sentences of the answer.", "parameters": schema}
        return model.bind_tools([tool], tool_choice="any")
    return model


def _written(message: BaseMessage) -> str:
    """What a piece of a reply writes, as text or as the arguments of a tool."""
    told: Any = message
    parts = [one.get("args") or "" for one in getattr(told, "tool_call_chunks", ())]
    if not parts:  # a model that does not stream gives its calls whole
        parts = [json.dumps(one["args"]) for one in getattr(told, "tool_calls", ())]
    return "".join([str(told.text), *parts])


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
    if time.monotonic() < _late_until.get(key, 0.0):
        return None
    if key not in _told:
        import httpx
        import openai

        try:
            models = client.with_options(timeout=_TOLD_WITHIN_S, max_retries=0).models
            served = in_time(lambda: list(models.list()), _TOLD_WITHIN_S)
        except (TooLate, openai.APITimeoutError):  # whoever asks next would wait as long
            _late_until[key] = time.monotonic() + _RESTS_S
            return None
        except (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError):
            return None
        except (openai.OpenAIError, httpx.HTTPError, ValueError, TypeError, LookupError, AttributeError):
            served = []  # it has no such list, or one of another shape
        _told[key] = _count(served, name)
    return _told[key]


def _count(served: list[Any], name: str) -> int | None:
    own = [one for one in served if getattr(one, "id", "") == name.removeprefix("openai:")]
    for one in own or (served if len(served) == 1 else []):
        meta = getattr(one, "meta", None)
        told = meta.get("n_params") if isinstance(meta, dict) else None
        if isinstance(told, int | float) and told > 0:
            return int(told)
        return _named(str(one.id))
    return None
