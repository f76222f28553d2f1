from __future__ import annotations

import json
from typing import Any

import pytest
from langchain_core.language_models import BaseChatModel, FakeMessagesListChatModel
from langchain_core.messages import AIMessage

from assistant.models.chat import Meter, make_chat_model
from assistant.models.protocol import Asking, writes_by_group
from ingest.endpoint import refuses_request
from ingest.errors import ServiceError, UsageError
from tests.chat_stub import Turn, chat_stub


class Silent:
    """A model of a class that has no client of OpenAI's."""


@pytest.mark.parametrize(
    ("name", "small"),
    [
        ("qwen2.5-coder-1.5b-instruct", True),
        ("SmolLM2-135M-Instruct", True),
        ("llama3.2:3b", True),
        ("Qwen3-30B-A3B", False),
        ("Meta-Llama-3.1-8B-Instruct", False),
        ("gpt-4.1-mini", False),
        ("claude-sonnet-4", False),
        ("gguf:/models/ferry.gguf", True),
        ("gguf:/models/ferry-14b-q4_k_m.gguf", False),
    ],
)
def test_a_model_is_small_by_its_name(name: str, small: bool) -> None:
    assert writes_by_group(Silent(), name, "") is small  # type: ignore[arg-type]


@pytest.mark.parametrize(("told", "small"), [(1_500_000_000, True), (70_000_000_000, False), (None, False)])
def test_an_endpoint_is_asked_once_how_large_its_model_is(told: int | None, small: bool) -> None:
    with chat_stub(Turn(), n_params=told) as stub:
        model = make_chat_model("harbour", base_url=stub.url)
        assert [writes_by_group(model, "harbour", stub.url) for _ in range(3)] == [small] * 3
        assert stub.listed == 1


def test_an_endpoint_that_is_away_is_asked_again() -> None:
    with chat_stub(Turn(), n_params=1_000_000, unlisted=1) as stub:
        model = make_chat_model("harbour", base_url=stub.url)
        assert [writes_by_group(model, "harbour", stub.url) for _ in range(2)] == [False, True]


@pytest.mark.parametrize(("setting", "grouped"), [("groups", True), ("schema", False), ("text", False)])
def test_the_setting_overrides_the_size(setting: str, grouped: bool) -> None:
    for name in ("ferry-1b", "ferry-70b"):
        assert writes_by_group(Silent(), name, "", setting) is grouped  # type: ignore[arg-type]


def test_a_setting_that_is_unknown_is_told_with_those_that_there_are() -> None:
    with pytest.raises(UsageError, match="PINCITE_CHAT_PROTOCOL is 'yaml'") as caught:
        writes_by_group(Silent(), "ferry", "", "yaml")  # type: ignore[arg-type]
    assert "auto, schema, tool, text, groups" in str(caught.value.hint)


def test_a_real_server_tells_how_large_its_model_is(chat_server: str) -> None:
    assert writes_by_group(make_chat_model("harbour", base_url=chat_server), "harbour", chat_server)


SCHEMA = {
    "type": "object",
    "properties": {"port": {"type": "string"}},
    "required": ["port"],
    "additionalProperties": False,
}


def written(model: BaseChatModel, setting: str = "auto", meter: Meter | None = None) -> str:
    """What a model writes that is asked once for data."""
    asking = Asking(model, setting)
    pieces = asking.stream(
        lambda protocol: [("user", f"Which port? As {protocol}.")],
        SCHEMA,
        max_tokens=20,
        meter=meter or Meter(),
    )
    return "".join(pieces)


@pytest.mark.parametrize(
    ("refused", "tried"),
    [((), ["schema"]), (("schema",), ["schema", "tool"]), (("schema", "tool"), ["schema", "tool", "text"])],
)
def test_what_an_endpoint_refuses_is_tried_once_and_costs_nothing(
    refused: tuple[str, ...], tried: list[str]
) -> None:
    meter = Meter()
    with chat_stub(Turn(lambda _: "Gull", lambda _: '{"port": "Gull"}', refuses=refused)) as stub:
        model = make_chat_model("harbour", base_url=stub.url)
        wanted = "Gull" if tried[-1] == "text" else '{"port": "Gull"}'
        assert [written(model, meter=meter), written(model, meter=meter)] == [wanted, wanted]
        assert stub.held_to == [*tried, tried[-1]]
        assert [asked.split()[-1] for asked in stub.asked] == [f"{one}." for one in [*tried, tried[-1]]]
    assert meter.tokens == {"input": 200, "output": 40, "calls": 2}


@pytest.mark.parametrize(
    ("status", "said", "is_refusal"),
    [
        (400, "bad request", True),
        (404, "no endpoints found that can handle the parameters", True),
        (422, "extra fields not permitted", True),
        (500, "tools param requires --jinja flag", True),
        (501, "failed to parse grammar", True),
        (404, "no such model", False),
        (500, "out of memory", False),
        (401, "response_format needs a key", False),
        (None, "response_format", False),
    ],
)
def test_a_refusal_of_the_form_is_told_from_other_failures(
    status: int | None, said: str, is_refusal: bool
) -> None:
    cause = RuntimeError(said)
    cause.status_code = status  # type: ignore[attr-defined]
    error = ServiceError("the chat service failed")
    error.__cause__ = cause
    assert refuses_request(error) is is_refusal


def test_one_model_of_an_endpoint_tells_nothing_of_another() -> None:
    with chat_stub(Turn(lambda _: "Gull", refuses=("schema", "tool"))) as stub:
        written(make_chat_model("harbour", base_url=stub.url))
        written(make_chat_model("ferry", base_url=stub.url))
        assert stub.held_to == ["schema", "tool", "text"] * 2


def test_what_is_not_about_the_form_is_an_error_at_once() -> None:
    with chat_stub(Turn(status=401)) as stub, pytest.raises(ServiceError, match="key"):
        written(make_chat_model("harbour", base_url=stub.url))
    assert stub.held_to == ["schema"]


def test_a_setting_that_names_a_protocol_leaves_no_other() -> None:
    with chat_stub(Turn(lambda _: "Gull", refuses=("tool",))) as stub:
        model = make_chat_model("harbour", base_url=stub.url)
        with pytest.raises(ServiceError, match="unknown parameter"):
            written(model, "tool")
        assert written(model, "text") == "Gull"
        assert stub.held_to == ["tool", "text"]
        assert Asking(model).protocol == "schema"


def test_a_model_of_another_class_is_asked_for_what_its_class_offers() -> None:
    class Tooled(FakeMessagesListChatModel):
        def bind_tools(self, tools: Any, **_: Any) -> Any:
            return self

    call = AIMessage(content="", tool_calls=[{"name": "write", "args": {"port": "Gull"}, "id": "1"}])
    assert written(Tooled(responses=[call])) == '{"port": "Gull"}'
    assert Asking(FakeMessagesListChatModel(responses=[])).protocol == "text"


def test_a_real_server_holds_its_model_to_the_schema(chat_server: str) -> None:
    model = make_chat_model("harbour", base_url=chat_server)
    reply = json.loads(written(model))
    assert list(reply) == ["port"] and Asking(model).protocol == "schema"
