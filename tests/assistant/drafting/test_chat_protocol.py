"""A draft over real HTTP: the model is asked for data, and what it makes of that is read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.drafting.chat import Brief, brief, draft_with_chat
from assistant.drafting.reply import DraftSentence
from assistant.models.chat import Meter, make_chat_model
from ingest.errors import TemporaryServiceError
from tests.assistant.evidence import evidence
from tests.chat_stub import Stub, Turn, as_data, chat_stub

TOLL, FERRY = "The toll for a car is 12 crowns.", "The ferry to Brask sails at nine."
DATA = as_data((TOLL, ["toll for a car"]), (FERRY, ["Brask", "toll for a car"]))


def given() -> Brief:
    found = [evidence(TOLL), evidence(FERRY, start=60)]
    return brief("What is it?", found, (), model="m", context_tokens=4000, reply_tokens=200, limit=3)


def drafted(url: str, told: Brief, raw: list[str], most: int = 200) -> Iterator[DraftSentence]:
    model = make_chat_model("harbour", base_url=url)
    return draft_with_chat(model, told, reply_tokens=most, meter=Meter(), raw=raw)


def draft(stub: Stub, raw: list[str] | None = None) -> list[tuple[str, list[str]]]:
    """The sentences of one draft, each with the evidence that it cites."""
    told = given()
    found = drafted(stub.url, told, [] if raw is None else raw)
    return [(one.text, [told.by_id[name].text for name in one.ids]) for one in found]


@pytest.mark.parametrize("piece", [1, 3, 11, 4000])
@pytest.mark.parametrize("refused", [(), ("schema",)])
def test_sentences_come_as_data_by_a_schema_or_a_tool(refused: tuple[str, ...], piece: int) -> None:
    raw: list[str] = []
    with chat_stub(Turn(data=DATA, refuses=refused, piece=piece)) as stub:
        assert draft(stub, raw) == [(TOLL, [TOLL]), (FERRY, [FERRY, TOLL])]
        assert stub.held_to == [*refused, "tool" if refused else "schema"]
    assert "".join(raw).startswith('{"sentences"')


def test_a_reply_that_heeds_nothing_is_read_all_the_same_and_the_next_asked_otherwise() -> None:
    with chat_stub(Turn(lambda _: f"{TOLL} {FERRY}")) as stub:
        for _ in range(4):
            assert draft(stub) == [(TOLL, []), (FERRY, [])]
        assert stub.held_to == ["schema", "tool", "text", "text"]


def test_data_in_a_fence_from_one_that_takes_no_schema_is_data() -> None:
    with chat_stub(Turn(lambda asked: f"```json\n{DATA(asked)}\n```", refuses=("schema", "tool"))) as stub:
        assert [text for text, _ in draft(stub)] == [TOLL, FERRY]


def test_a_reply_that_is_cut_keeps_what_is_whole() -> None:
    with chat_stub(Turn(data=lambda asked: DATA(asked).partition("sails")[0], finish="length")) as stub:
        first, cut = draft(stub)
    assert first == (TOLL, [TOLL]) and cut == ("The ferry to Brask", [])


def test_a_connection_that_is_lost_keeps_what_came_before() -> None:
    told, found = given(), []
    with (
        chat_stub(Turn(data=DATA, cut_after=90)) as stub,
        pytest.raises(TemporaryServiceError),
    ):
        for one in drafted(stub.url, told, []):
            found.append(one.text)
    assert found == [TOLL]


def test_a_real_small_model_is_held_to_the_schema(chat_server: str) -> None:
    told, raw = given(), [""]
    found = list(drafted(chat_server, told, raw, most=50))
    assert "".join(raw).lstrip().startswith("{")
    assert found and not any(one.unknown for one in found)
    assert not found[0].ids or found[0].ids[0] in told.by_id
