from __future__ import annotations

import pytest

from assistant.models.chat import make_chat_model
from assistant.models.protocol import writes_by_group
from ingest.errors import UsageError
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
