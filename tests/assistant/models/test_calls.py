"""Calls to a chat service that answers as none should: each ends in time with an error of ours."""

from __future__ import annotations

import time

import pytest

from assistant.errors import Stopped
from assistant.models.calls import Late
from assistant.models.chat import Meter, Patience, make_chat_model, reply, stream
from ingest.errors import ServiceError, TemporaryServiceError
from tests.odd_service import Say, Send, odd_service, word

# The client's generators end in the loop that they ran in; elsewhere Python complains on the terminal.
pytestmark = pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")

ASKED = [("user", "When does the ferry sail?")]
DRIP_S = 0.05


def drips(send: Send) -> None:
    while True:
        send(word("and "))
        time.sleep(DRIP_S)


def only_keeps_alive(send: Send) -> None:
    while True:
        send(b": still here\n\n")
        time.sleep(DRIP_S)


def says(*pieces: bytes) -> Say:
    return lambda send: send(b"".join(pieces))


def written(url: str, meter: Meter, *, streamed: bool = True, max_tokens: int = 50) -> str:
    model = make_chat_model("m", base_url=url, timeout_s=meter.patience.timeout_s)
    if streamed:
        return "".join(stream(model, ASKED, max_tokens=max_tokens, meter=meter))
    return reply(model, ASKED, max_tokens=max_tokens, meter=meter)


PAGE = b"<!doctype html><html><head><style>p {}</style></head><body><p>Sign in</p></body></html>"


@pytest.mark.parametrize("streamed", [True, False])
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PAGE, "text/html"),
        (bytes(range(256)) * 40, "application/octet-stream"),
        (b'{"ferries": ["north", "south"]}', "application/json"),
        (b"[1, 2]", "application/json"),
        (b"null", "application/json"),
        (b"", "text/event-stream"),
        (b"", "application/json"),
        (b"data: \xff\xfe\n\n", "text/event-stream"),
        (b"data: {not json\n\n", "text/event-stream"),
        (b'data: {"choices": "north"}\n\n', "text/event-stream"),
        (b'data: [1]\n\ndata: "two"\n\n', "text/event-stream"),
        (b"data: [DONE]\n\n", "text/event-stream"),
        (b'data: {"error": {"message": "the pier is closed"}}\n\n', "text/event-stream"),
    ],
)
def test_what_is_no_answer_is_an_error(body: bytes, kind: str, streamed: bool) -> None:
    with odd_service(says(body), kind=kind) as service:
        try:
            text = written(service.url, Meter(patience=Patience(5.0)), streamed=streamed)
        except ServiceError as error:
            assert "chat service" in error.message and error.hint
            assert len(error.message) < 500 and "\n" not in error.message
        else:
            assert text == ""


@pytest.mark.parametrize("streamed", [True, False])
@pytest.mark.parametrize("say", [drips, only_keeps_alive])
def test_a_reply_that_drips_without_end_is_given_up_in_time(say: Say, streamed: bool) -> None:
    with odd_service(say) as service:
        meter = Meter(patience=Patience(0.5))
        started = time.monotonic()
        with pytest.raises(Late, match=r"within 0\.5 seconds") as caught:
            written(service.url, meter, streamed=streamed, max_tokens=500)
        assert 0.4 < time.monotonic() - started < 5.0
        assert isinstance(caught.value, TemporaryServiceError) and "PINCITE_CHAT_TIMEOUT" in caught.value.hint
        asked = service.asked
        with pytest.raises(Late):  # for the same answer it is not asked again
            written(service.url, meter, streamed=streamed)
        assert service.asked == asked


def test_the_tries_of_the_client_count_within_the_time() -> None:
    with odd_service(says(b""), kind="application/json", status=503) as service:
        started = time.monotonic()
        with pytest.raises(TemporaryServiceError):
            written(service.url, Meter(patience=Patience(0.3)))
        assert time.monotonic() - started < 5.0


def test_what_came_in_time_stands_before_the_rest_is_given_up() -> None:
    with odd_service(drips) as service:
        meter = Meter(patience=Patience(0.5))
        model = make_chat_model("m", base_url=service.url)
        came: list[str] = []
        with pytest.raises(Late):
            came.extend(stream(model, ASKED, max_tokens=500, meter=meter))
    assert 1 < len(came) < 12
    assert meter.tokens["output"] > 1


def test_a_slow_reader_gets_all_that_came_in_time() -> None:
    with odd_service(says(*[word(f"{number} ") for number in range(20)], b"data: [DONE]\n\n")) as service:
        model = make_chat_model("m", base_url=service.url)
        meter = Meter(patience=Patience(0.6))
        found = []
        for piece in stream(model, ASKED, max_tokens=50, meter=meter):
            found.append(piece)
            time.sleep(0.1)
    assert "".join(found).split() == [str(number) for number in range(20)]


def test_whoever_has_had_enough_waits_no_longer_and_the_service_is_left() -> None:
    with odd_service(only_keeps_alive) as service:
        had_enough: list[float] = []

        def stopped() -> bool:
            if service.asked and not had_enough:
                had_enough.append(time.monotonic())
            return bool(had_enough)

        with pytest.raises(Stopped):
            written(service.url, Meter(patience=Patience(30.0, stopped)))
        assert time.monotonic() - had_enough[0] < 1.0
        while not service.hung_up and time.monotonic() - had_enough[0] < 5:
            time.sleep(0.01)
        assert service.hung_up == 1


def test_a_service_that_does_not_heed_how_much_was_asked_for_is_cut_off() -> None:
    def pours(send: Send) -> None:
        while True:
            send(word("and so on " * 10))

    with odd_service(pours) as service:
        text = written(service.url, Meter(patience=Patience(30.0)), max_tokens=20)
    assert 320 < len(text) < 1000
