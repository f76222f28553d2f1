"""Whatever the bytes: a loader reads them or refuses them with the file's name, and within a few seconds."""

from __future__ import annotations

import os
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.errors import PinciteError, Unforeseen
from ingest.load import load, supported_suffixes
from tests.ingest.load.formats import formats
from tests.ingest.load.mutations import mutated

# 16 formats: a few dozen files in a usual run, more than 20,000 in `make fuzz`.
_EACH = 1300 if os.environ.get("EXAMPLES") == "many" else 3
_MOST_S = 30  # a machine may be busy; a file of a few kilobytes takes some milliseconds


@pytest.fixture(autouse=True)
def _pictures_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)  # OCR is not there


@pytest.mark.parametrize("suffix", formats())
def test_each_sample_is_read(suffix: str) -> None:
    document = load(formats()[suffix], name=f"tolls{suffix}")
    assert "North" in document.text or suffix in (".pptx", ".msg")


def test_there_is_a_sample_of_every_loader() -> None:
    others = {".text", ".markdown", ".htm", ".xhtml", ".xlsm", ".akn", ".fmx", ".nxml", ".sdmx", ".xbrl"}
    assert set(formats()) | others == set(supported_suffixes())


@pytest.mark.parametrize("suffix", formats())
@settings(max_examples=_EACH)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_file_is_read_or_refused(suffix: str, seed: int) -> None:
    chance = random.Random(seed)
    data = mutated(formats()[suffix], chance)
    if chance.random() < 0.2:
        data = mutated(data, chance)
    started = time.monotonic()
    try:
        load(data, name=f"tolls{suffix}")
    except Unforeseen:
        raise
    except PinciteError as error:
        assert "tolls" in error.message
    assert time.monotonic() - started < _MOST_S
