"""The papers of an installation, made anew by `make papers`: `requirements.lock`, every package that an
office installs with its version and digests; `sbom.json`, the same as a software bill of materials
(CycloneDX), with the licence that each declares. The bill is of what the lock installs into an empty
environment, so that a lock that does not install is noticed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LOCK, BILL = HERE / "requirements.lock", HERE / "sbom.json"
EXTRAS = ("mcp", "ocr", "office", "slack", "writer")
"""What an office may use; `dev`, `docs`, `eval` and `training` are for who works on Pincite."""
_HEAD = "# Made by `make papers` of pyproject.toml: pip install --require-hashes -r requirements.lock\n"
_KEPT = ("bom-ref", "type", "name", "version", "description", "purl", "licenses")


def main() -> None:
    """Write both. The tools come with the environment variable TOOLS, the folder of their commands."""
    tools = Path(os.environ["TOOLS"])
    lock(tools / "uv")
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        run(python, "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", LOCK)
        run(python, "-m", "pip", "uninstall", "--quiet", "--yes", "pip", "setuptools")
        told = run(
            *(
                tools / "cyclonedx-py",
                "environment",
                folder,
                "--output-reproducible",
                "--output-format",
                "JSON",
            ),
            *("--pyproject", HERE.parent / "pyproject.toml"),
        )
    BILL.write_text(
        json.dumps(pruned(json.loads(told)), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def lock(uv: Path) -> None:
    """Resolve what pyproject.toml asks for, for every platform; what is locked already stays as it is unless
    UPGRADE is in the environment."""
    extras = [word for extra in EXTRAS for word in ("--extra", extra)]
    upgrade = ["--upgrade"] if os.environ.get("UPGRADE") else []
    run(
        *(
            uv,
            "pip",
            "compile",
            HERE.parent / "pyproject.toml",
            "--universal",
            "--generate-hashes",
            "--quiet",
        ),
        *("--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"),
        *(*extras, *upgrade, "--output-file", LOCK),
    )
    LOCK.write_text(_HEAD + LOCK.read_text(encoding="utf-8"), encoding="utf-8")


def pruned(bill: dict[str, Any]) -> dict[str, Any]:
    """The bill without addresses, which say nothing of what is installed, and without what of this machine it
    holds."""
    components = [{name: one[name] for name in _KEPT if name in one} for one in bill["components"]]
    component = {
        name: bill["metadata"]["component"][name] for name in _KEPT if name in bill["metadata"]["component"]
    }
    return bill | {"components": components, "metadata": {"component": component}}


def run(*command: str | Path) -> str:
    """Run a program; what it prints.

    Raises:
        SystemExit: it fails, with what it said.
    """
    done = subprocess.run([str(one) for one in command], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{command[0]}: {done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
