"""The chat model, where one is configured: any that LangChain's `init_chat_model` knows, by default behind
OpenAI's API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from assistant.errors import BudgetSpent
from assistant.models.calls import Late, pieces
from assistant.models.gguf_file import PREFIX
from assistant.watch import happened, step
from ingest.endpoint import service_errors
from ingest.errors import ServiceError, UsageError
from ingest.tokens import count_for

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

SETTING = "PINCITE_CHAT_MODEL"
_RETRIES = 2  # the client's own, with exponential back-off, jitter and Retry-After
_A_MESSAGE = 4  # tokens that a message costs besides its text
# Characters of a reply that are read, for each token asked for: a service may not heed how many were asked
# for.
_LONGEST = 16
Messages = Sequence[tuple[str, str]]
"""Role (`system`, `user`, `assistant`) and text of each message."""


def make_chat_model(
    name: str,
    *,
    api_key: SecretStr | None = None,
    base_url: str = "",
    timeout_s: float = 60,
    context_tokens: int = 8000,
) -> BaseChatModel:
    """The chat model of that name, `MODEL`, `PROVIDER:MODEL` or `gguf:FILE`; a provider other than OpenAI
    reads its key from its own variable. A file is loaded when it is first asked.

    Raises:
        UsageError: the name is of no provider that is known and installed, the key is missing, or the file is
            no model.
    """
    if name.startswith(PREFIX):
        from assistant.models.gguf import gguf_chat_model

        return gguf_chat_model(name, context_tokens=context_tokens, timeout_s=timeout_s)
    from langchain.chat_models import init_chat_model

    provider, _, model = name.partition(":") if ":" in name else ("openai", "", name)
    options: dict[str, Any] = {"temperature": 0, "timeout": timeout_s, "max_retries": _RETRIES}
    if provider == "openai":
        if not (api_key or base_url):
            raise UsageError(
                f"{SETTING} is {name!r}, but neither OPENAI_API_KEY nor OPENAI_BASE_URL is set",
                hint="export OPENAI_API_KEY=…",
            )
        options |= {
            "api_key": api_key or SecretStr("none"),
            "base_url": base_url or None,
            "stream_usage": True,
            "stream_chunk_timeout": None,  # `calls` limits the time of the whole reply
        }
    try:
        found: BaseChatModel = init_chat_model(model, model_provider=provider, **options)
    except (ImportError, ValueError) as error:
        if base_url and provider != "openai" and isinstance(error, ValueError):
            # of no provider: an endpoint's models may have colons in their names, as `llama3.2:3b`
            return make_chat_model(f"openai:{name}", api_key=api_key, base_url=base_url, timeout_s=timeout_s)
        raise UsageError(
            f"{SETTING} is {name!r}: {error}",
            hint="write MODEL or PROVIDER:MODEL, and install the provider's LangChain package",
        ) from error
    return found


class Hurried(ServiceError):
    """Whoever waits would rather have quotes than wait for the chat model."""


@dataclass(slots=True)
class Patience:
    """How long somebody who asks waits: so many seconds for each reply, and not at all once `stopped` or
    `hurried` is true, or a reply was late: a service that let the time pass would do so again. `spent` is why
    there is no more of it."""

    timeout_s: float = 60.0
    stopped: Callable[[], bool] = lambda: False
    hurried: Callable[[], bool] = lambda: False
    spent: ServiceError | None = None

    def is_over(self) -> bool:
        """Whether nobody waits any more.

        Raises:
            Hurried: they wait for quotes instead.
        """
        if self.hurried():
            self.spent = Hurried("you asked for quotes instead")
            raise self.spent
        return self.stopped()


@dataclass(slots=True)
class Meter:
    """What one answer has cost so far, in tokens as the service counts them, or by tiktoken where it does
    not; `budget` is the most it may cost."""

    model: str = ""
    budget: int = 1_000_000
    patience: Patience = field(default_factory=Patience)
    tokens: dict[str, int] = field(default_factory=lambda: {"input": 0, "output": 0, "calls": 0})

    @property
    def left(self) -> int:
        """Tokens that may still be spent."""
        return self.budget - self.tokens["input"] - self.tokens["output"]

    def before(self, messages: Messages, max_tokens: int) -> int:
        """The messages' tokens.

        Raises:
            BudgetSpent: the call could cost more than is left.
            Late, Hurried: an earlier one took too long, or is not waited for.
        """
        if self.patience.spent is not None:
            raise self.patience.spent
        asked = sum(count_for(self.model, text) + _A_MESSAGE for _, text in messages)
        if asked + max_tokens > self.left:
            raise BudgetSpent(
                f"the next call may take {asked + max_tokens} tokens and {max(0, self.left)} of the answer's"
                f" {self.budget} are left",
                hint="raise PINCITE_ANSWER_BUDGET, or lower PINCITE_CONTEXT_TOKENS",
            )
        return asked

    def after(self, asked: int, text: str, message: BaseMessage | None) -> None:
        """Add what a call cost."""
        told: Any = getattr(message, "usage_metadata", None) or {}
        self.tokens["input"] += int(told.get("input_tokens") or asked)
        self.tokens["output"] += int(told.get("output_tokens") or count_for(self.model, text))
        self.tokens["calls"] += 1


def reply(model: BaseChatModel, messages: Messages, *, max_tokens: int, meter: Meter | None = None) -> str:
    """The text that the model answers with, at most so many tokens long.

    Raises:
        ServiceError: the model's service failed, or did not answer as a chat model does.
        BudgetSpent: the answer's budget does not allow the call.
        Stopped: the meter says that nobody waits for it.
    """
    meter = meter or Meter()
    asked = meter.before(messages, max_tokens)

    async def whole() -> AsyncIterator[BaseMessage]:
        yield await model.ainvoke(list(messages), max_tokens=max_tokens)

    with _in_time(meter.patience, model) as patience:
        with step("chat model"):
            message = next(pieces(whole, within_s=patience.timeout_s, stopped=patience.is_over))
        text = str(message.text)[: _LONGEST * max_tokens]
    meter.after(asked, text, message)
    return text


def stream(
    model: BaseChatModel,
    messages: Messages,
    *,
    max_tokens: int,
    meter: Meter,
    text_of: Callable[[BaseMessage], str] = lambda piece: str(piece.text),
) -> Generator[str]:
    """The text that the model answers with, piece by piece; it may end before the model did (see
    `max_tokens`). `text_of` takes it from a piece.

    Raises:
        ServiceError: as in `reply`, also in the middle; the pieces before it stand.
        BudgetSpent, Stopped: as in `reply`.
    """
    asked = meter.before(messages, max_tokens)

    def begin() -> AsyncIterator[BaseMessage]:
        return model.astream(list(messages), max_tokens=max_tokens)

    whole: Any = None
    room = _LONGEST * max_tokens
    try:
        with _in_time(meter.patience, model) as patience, step("chat model"):
            for piece in pieces(begin, within_s=patience.timeout_s, stopped=patience.is_over):
                whole = piece if whole is None else whole + piece
                text = text_of(piece)
                yield text
                room -= len(text)
                if room < 0:
                    return
    finally:
        meter.after(asked, text_of(whole) if whole is not None else "", whole)


@contextmanager
def _in_time(patience: Patience, model: BaseChatModel) -> Iterator[Patience]:
    """Errors as ours; that the time has passed is kept, with the address that was asked."""
    address = str(getattr(model, "openai_api_base", None) or "")
    try:
        with service_errors("chat", SETTING, address):
            yield patience
    except Late as error:
        happened("chat failed", reason="late")
        at = f"the chat service at {address}" if address else "the chat service"
        patience.spent = Late(error.message.replace("the chat service", at, 1), hint=error.hint)
        raise patience.spent from error
    except ServiceError as error:
        if not isinstance(error, Hurried):
            happened("chat failed", reason="temporary" if error.retryable else "refused")
        raise
