"""Whatever the bytes: a loader reads them or refuses them with the file's name, within a few seconds and
little memory."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.settings import without_secrets
from ingest.confined import Limits, confined, confining
from ingest.errors import PinciteError, TookTooMuch, Unforeseen
from ingest.load import load, supported_suffixes
from tests.ingest.load.formats import formats
from tests.ingest.load.mutations import mutated
from tests.ingest.reading import characters

# 16 formats: a few dozen files in a usual run, more than 20,000 in `make fuzz`.
_EACH = 1300 if os.environ.get("EXAMPLES") == "many" else 3
# A file of a few kilobytes takes some milliseconds; the limits are for what a reader brings with it, too, and
# for a machine that is busy.
_LIMITS = Limits(memory_mb=500, seconds=60, environment=without_secrets())
pytestmark = pytest.mark.process


@pytest.fixture(scope="module", autouse=True)
def _confined() -> Iterator[None]:
    with confining(_LIMITS):
        yield


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
    try:
        confined(characters, data, called="tolls", name=f"tolls{suffix}")
    except (Unforeseen, TookTooMuch):
        raise
    except PinciteError as error:
        assert "tolls" in error.message
