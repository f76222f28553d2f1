from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from assistant.models.chat import make_chat_model, reply
from ingest.errors import ServiceError, TemporaryServiceError, UsageError


def test_a_real_server_answers(chat_server: str) -> None:
    model = make_chat_model("openai:smollm2", base_url=chat_server)
    assert reply(model, [("user", "Say hello.")], max_tokens=8).strip()


def test_a_model_without_a_provider_is_openai_s(chat_server: str) -> None:
    assert reply(
        make_chat_model("smollm2", base_url=chat_server), [("user", "Say hello.")], max_tokens=8
    ).strip()


def test_no_key_and_no_url_is_said_before_anything_is_sent() -> None:
    with pytest.raises(UsageError, match="OPENAI_API_KEY"):
        make_chat_model("openai:some-model")


@pytest.mark.parametrize("name", ["nobody:some-model", "anthropic:some-model"])
def test_a_provider_that_is_unknown_or_not_installed_is_named(name: str) -> None:
    with pytest.raises(UsageError, match=name):
        make_chat_model(name, api_key=SecretStr("key"))


@pytest.mark.parametrize("name", ["gull:3b", "openai:gull:3b"])
def test_a_model_of_an_endpoint_may_have_a_colon_in_its_name(name: str) -> None:
    model: Any = make_chat_model(name, base_url="http://127.0.0.1:9/v1")
    assert model.model_name == "gull:3b"


def test_a_server_that_is_not_there_may_be_there_later() -> None:
    model = make_chat_model("smollm2", base_url="http://127.0.0.1:9/v1", timeout_s=2)
    with pytest.raises(TemporaryServiceError) as caught:
        reply(model, [("user", "Say hello.")], max_tokens=8)
    assert "chat service at http://127.0.0.1:9/v1 is not responding" in caught.value.message


def test_an_endpoint_that_is_not_one_of_chat_is_an_error(chat_server: str) -> None:
    with pytest.raises(ServiceError, match="chat service"):
        reply(
            make_chat_model("smollm2", base_url=f"{chat_server}/nowhere"),
            [("user", "Say hello.")],
            max_tokens=8,
        )
