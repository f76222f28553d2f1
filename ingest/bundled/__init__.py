"""The sample library: short notes on the op-ed's subject, written for Pincite, in the formats that offices
use."""

from __future__ import annotations

from pathlib import Path

from ingest.folders import Input, collect

FOLDER = Path(__file__).parent


def inputs() -> list[Input]:
    """The sample documents, ready to ingest."""
    return collect([str(FOLDER / "documents")], manifest=FOLDER / "MANIFEST.tsv")
