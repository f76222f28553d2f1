"""Results: saved with everything they depend on, so that two of them can be compared."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.check.entailment import calibration
from assistant.models.answerability import answerability_spec
from eval.command import Result
from ingest.models import EMBEDDER, RERANKER
from prompts import digest as prompts_digest

FOLDER = Path(__file__).parent / "results"
_ROOT = Path(__file__).parent.parent


def digest(parts: Iterable[bytes]) -> str:
    """Twelve hex digits over the parts, each counted with its length."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(len(part).to_bytes(8, "big") + part)
    return whole.hexdigest()[:12]


def digest_of(*paths: Path) -> str:
    """The digest of files and of folders' files, by name and content."""
    files = [
        file
        for path in paths
        for file in (sorted(path.rglob("*")) if path.is_dir() else [path])
        if file.is_file()
    ]
    return digest(part for file in files for part in (file.name.encode(), file.read_bytes()))


def code_digest() -> str:
    """The digest of the program that was measured."""
    folders = [_ROOT / name for name in ("assistant", "ingest", "prompts")]
    files = sorted(
        file
        for folder in folders
        for file in folder.rglob("*")
        if file.suffix in (".py", ".md", ".toml", ".tsv")
    )
    return digest(
        part for file in files for part in (str(file.relative_to(_ROOT)).encode(), file.read_bytes())
    )


def circumstances(**measured: str) -> dict[str, Any]:
    """What a result depends on: the digests given, the code, the prompts, the local models, the machine, and
    when it was."""
    machine: dict[str, Any] = {
        "cpus": os.cpu_count(),
        "platform": platform.platform(),
        "python": platform.python_version(),
    }
    if hasattr(os, "getloadavg"):
        machine["load"] = round(os.getloadavg()[0], 2)  # what else ran: times taken under load are too long
    local = {
        "embedder": EMBEDDER.model_sha256[:12],
        "reranker": RERANKER.model_sha256[:12],
        "support": calibration().model_sha256[:12],
        "answerability": answerability_spec().model_sha256[:12],
    }
    return {
        **measured,
        "code": code_digest(),
        "prompts": prompts_digest(),
        "models": local,
        "machine": machine,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def save(result: Result, folder: Path) -> Path:
    """Write a result as `<suite>-<digest of what was measured>.json`; the same measurement again replaces
    it."""
    folder.mkdir(parents=True, exist_ok=True)
    on = {key: value for key, value in result["on"].items() if key not in ("machine", "date")} | {
        "stem": result["stem"]
    }
    path = folder / f"{result['suite']}-{digest([json.dumps(on, sort_keys=True).encode()])}.json"
    path.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path
