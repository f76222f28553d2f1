"""Who may read a document, shown and changed at the terminal."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.entries import read_entries

pytestmark = pytest.mark.model

Pincite = Callable[..., "subprocess.CompletedProcess[str]"]


def test_who_may_read_a_document_is_shown_and_changed(home: Path, tmp_path: Path, pincite: Pincite) -> None:
    (tmp_path / "ferry.txt").write_text("The ferry crosses at nine.")
    pincite("ingest", str(tmp_path / "ferry.txt"), home=home)
    (home / "access.toml").write_text('[groups]\nharbour = ["ana@office.example"]\nquay = []\n')

    def access(*options: str) -> str:
        done = pincite("library", "access", "ferry", *options, home=home)
        return done.stdout + done.stderr

    assert access() == "ferry: everybody\n"
    assert "no group 'harbor'" in access("--add", "harbor") and access() == "ferry: everybody\n"
    assert access("--add", "harbour") == "ferry: readers in harbour\n"
    assert access("--add", "quay") == "ferry: readers in harbour, quay\n"
    assert access("--remove", "quay") == "ferry: readers in harbour\n"
    assert "would have no readers" in access("--remove", "harbour")
    assert [entry.access for entry in read_entries(home)] == [{"harbour"}]
    assert access("--public") == "ferry: everybody\n"
