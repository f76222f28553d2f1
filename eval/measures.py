"""What performance measures, each a function for a process of its own: memory and first-use costs must not
come from what ran before."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def fresh(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What the function returns in a new interpreter.

    The caller must be a small process: Linux counts the parent's memory at the time of the start into the
    child's peak."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *args, **kwargs).result()


@dataclass(frozen=True, slots=True)
class IngestMeasure:
    """An ingest beside its embedder: `embedder_s` is what embedding the same texts takes alone, file by file;
    `within_s` what it took inside."""

    files: int
    passages: int
    words: int
    wall_s: float
    embedder_s: float
    within_s: float
    peak_mb: float | None


def ingest_measure(folder: Path, home: Path, with_op_ed: bool) -> IngestMeasure:
    """Ingest a library's folder into `home`, then embed the same texts again and alone."""
    from eval.libraries import inputs_of
    from eval.recorder import RecordingEmbeddings
    from ingest.embed import LOCAL, LocalEmbeddings
    from ingest.library import Library
    from ingest.pipeline import ingest

    embeddings = RecordingEmbeddings()
    inputs = inputs_of(folder, with_op_ed=with_op_ed)
    started = time.perf_counter()
    library = Library(home, embeddings, LOCAL)
    reports = ingest(inputs, library)
    wall = time.perf_counter() - started
    peak = peak_mb()
    words = sum(len(library.whole().text(one.slug).split()) for one in library.whole().sources)
    library.close()
    alone = LocalEmbeddings()
    started = time.perf_counter()
    for texts in embeddings.calls:
        alone.embed_documents(texts)
    embedder = time.perf_counter() - started
    stored = [report for report in reports if report.outcome == "stored"]
    return IngestMeasure(
        len(stored),
        sum(report.passages for report in stored),
        words,
        wall,
        embedder,
        embeddings.seconds,
        peak,
    )


def peak_mb() -> float | None:
    """The most memory this process has held, in MB; None where the system does not tell."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)  # macOS counts bytes, Linux KiB


@dataclass(slots=True)
class ModelClock:
    """The seconds spent inside the local models."""

    seconds: float = 0.0


@contextmanager
def model_time() -> Iterator[ModelClock]:
    """Clock everything that the local models do meanwhile: word pieces and inference, not what callers do
    between the batches.

    This replaces `OnnxModel.outputs` for the time being. The models are loaded deep inside retrieval, once in
    a process, and nothing hands them in, so there is no door for an instrumented one; a hook in the program
    for the sake of its measurement would cost every user."""
    from ingest.models import OnnxModel

    clock, original = ModelClock(), OnnxModel.outputs

    def timed(self: OnnxModel, texts: Any) -> Iterator[tuple[Sequence[int], Any]]:
        batches = original(self, texts)
        while True:
            started = time.perf_counter()
            batch = next(batches, None)
            clock.seconds += time.perf_counter() - started
            if batch is None:
                return
            yield batch

    OnnxModel.outputs = timed  # type: ignore[method-assign]
    try:
        yield clock
    finally:
        OnnxModel.outputs = original  # type: ignore[method-assign]


@dataclass(frozen=True, slots=True)
class AskMeasure:
    """How long answers from one library took, and how much of that the models; one entry an answer, in
    seconds. The first checked sentence has entries of its own, of the answers that had one."""

    passages: int
    total_s: list[float] = field(default_factory=list)
    models_s: list[float] = field(default_factory=list)
    first_s: list[float] = field(default_factory=list)
    first_models_s: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asks:
    """The measures of several libraries, asked in one process, and the most memory that it held, in MB."""

    of: list[AskMeasure]
    peak_mb: float | None


def warm_asks(homes: Sequence[Path], questions: Sequence[str], rounds: int) -> Asks:
    """Ask every question of each library in one process, `rounds` times, after a first that is not counted.

    The libraries take turns at each question, so that what else the machine does meanwhile slows all of them
    alike."""
    from assistant.build import build_assistant
    from assistant.settings import read_settings
    from assistant.types import Shown

    assistants = [build_assistant(read_settings(home=str(home))) for home in homes]
    measures = [AskMeasure(assistant.library.visible_to().size()) for assistant in assistants]
    for assistant in assistants:
        assistant.ask(questions[0])
    for question in [*questions] * rounds:
        for assistant, measure in zip(assistants, measures, strict=True):
            with model_time() as clock:
                started, first = time.perf_counter(), True
                for one in assistant.stream(question):
                    if first and isinstance(one, Shown):
                        measure.first_s.append(time.perf_counter() - started)
                        measure.first_models_s.append(clock.seconds)
                        first = False
                measure.total_s.append(time.perf_counter() - started)
            measure.models_s.append(clock.seconds)
    for assistant in assistants:
        assistant.library.close()
    return Asks(measures, peak_mb())


def cold_ask(home: Path, question: str) -> float:
    """The seconds that `pincite ask` takes from start to exit, as a user sees it who types the command."""
    command = [sys.executable, "-m", "assistant.cli", "ask", question, "--home", str(home)]
    started = time.perf_counter()
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"PYTHONWARNINGS": "ignore"}
    )
    return time.perf_counter() - started
